"""Names set side by side and nothing else: "PHQ-9, GAD-7", "MSI, TMB and PD-L1 expression", "Rebleeding rate, 6-week
mortality".

The rule: what stands between commas, "and", "&", "+" and slashes outside brackets must be, from end to end, a name of
an endpoint or of an instrument that tells one, but for an opening ("change in"), a bracket, what only qualifies the
last and words that add nothing ("score"). Of three items, one between commas may name nothing that is known;
otherwise nothing is a list, nor where the measure as a whole names something else. An instrument behind an endpoint is
how that is assessed. Two names that say little, or that count only alone, make no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.measures import instruments
from kg.extract.measures.kinds import NAMED_BESIDE, REMITTED, RESPONDED, VAGUE
from kg.extract.measures.listed_short_forms import short_form
from kg.extract.measures.names import Name
from kg.extract.measures.other_meanings import means_otherwise
from kg.extract.measures.parts import brackets, is_within, opening_end, plain, tail, when_behind
from kg.extract.measures.word_lists import pattern
from kg.model import Passage
from kg.text import holds_any

# A comma between the numbers of a row of times sets nothing apart: "pain at 1, 6, 24 h and nausea".
_IN_ROW = r"(?!\s*\d+(?:\.\d+)?\s?(?:h|hrs?|hours?|d|days?|wks?|weeks?|mo|months?|y|years?)?\s?(?:,|and\b|&|$))"
_CUT = re.compile(
    rf"\s*(?:[,;]{_IN_ROW}\s*(?:and\s|&\s)?|\s(?:and|&|\+|vs\.?|versus)\s|(?<=[A-Z\d][A-Z\d])[/&+](?=[A-Z]))\s*"
)
_BRACKET = re.compile(r"\([^()]*\)")
_NEEDED = re.compile(r"\s(?:(?:needing|requiring)\s[\w-]+|within\s\d+\s\w+)$")
_BY_COMMAS = re.compile(r", [^,]+, ")
_WHEN = re.compile(
    r"(?:\d+|one|two|three|six|twelve)[\s-](?:hour|day|week|month|year|hr|wk|mo|yr|[hdwy](?=\s))s?\s", re.IGNORECASE
)
_SIGNS = (",", ";", " and ", "&", "+", "/")
_LONGEST = 160
_MOST, _FEWEST = 9, 2
_LONGEST_ITEM = 60
_UNKNOWN_OF = 3  # one item of three may name nothing that is known, between two that do
_LITTLE = VAGUE - NAMED_BESIDE - {RESPONDED, REMITTED}
_RULE, _ALONE = "endpoint-of-list", "endpoint-alone-in-list"


class _Item(NamedTuple):
    """One item of a list, the endpoint that it names and the one that the instrument tells which it names."""

    start: int
    end: int
    name: Name | None
    rating: Name | None

    @property
    def is_unknown(self) -> bool:
        """Whether it names nothing."""
        return self.name is None and self.rating is None


def side_by_side(measure: Passage, told: list[Name], document: Document) -> list[Name]:
    """The names of a measure that only sets names side by side; empty where it does not, or where what was `told` of
    the measure as a whole says as much or lies across its items."""
    text = plain(measure.text)
    if len(text) > _LONGEST or not holds_any(text, _SIGNS):
        return []
    places = _items(text)
    if len(places) <= len({name.concept for name in told}):
        return []
    if not _FEWEST <= len(places) <= _MOST or any(end - start > _LONGEST_ITEM for start, end in places):
        return []
    if "omain" in text or "ubscale" in text:  # "International Index of Erectile Function, Sexual Desire Domain"
        return []
    if any(all(not (start <= name.start and name.end <= end) for start, end in places) for name in told):
        return []
    items = _read_items(places, measure.text, document)
    if not items or not _mostly_known(items, text):
        return []
    rated = all(item.rating is not None for item in items)
    found = _told_by(items, rated, told)
    if len(items) == _FEWEST and any(name.rule == _ALONE for name in found.values()):
        return []
    if RESPONDED in found and REMITTED not in found:  # "DOR, duration of response"
        return []
    other = not rated and any(name.concept not in found for name in told)
    return list(found.values()) if not other and len(found) > max(1, len({name.concept for name in told})) else []


def _read_items(places: list[tuple[int, int]], text: str, document: Document) -> list[_Item]:
    """The items with what each names; none where one of two names nothing."""
    items: list[_Item] = []
    for place in places:
        name, rating = (_whole(text, place, domain, document) for domain in ("endpoint", "instrument"))
        if name is None and rating is None and items:
            name = _shared(text, places[0], place, document)
        items.append(_Item(*place, name, rating))
        if items[-1].is_unknown and len(places) < _UNKNOWN_OF:
            return []
    return items


def _mostly_known(items: list[_Item], text: str) -> bool:
    """Whether at most one of three names nothing, and stands between commas inside the list."""
    unknown = [item for item in items if item.is_unknown]
    if len(unknown) * _UNKNOWN_OF > len(items) or items[0].is_unknown or items[-1].is_unknown:
        return False
    return all(_BY_COMMAS.search(text, max(0, item.start - 2), item.end + 2) is not None for item in unknown)


def _told_by(items: list[_Item], rated: bool, told: list[Name]) -> dict[str, Name]:
    """The endpoints of the items; none where one says too little. An instrument behind an endpoint tells how that is
    assessed, unless all are instruments (`rated`)."""
    found: dict[str, Name] = {}
    assessed = False  # whether an endpoint stands before
    for item in items:
        if item.is_unknown:
            for one in told:
                if item.start <= one.start and one.end <= item.end:
                    found.setdefault(one.concept, one)
        elif item.rating is not None and (rated or item.name is None):
            if not assessed:
                found.setdefault(item.rating.concept, item.rating)
        elif item.name is not None and (item.name.concept not in _LITTLE or len(items) > _FEWEST):
            if item.name.concept not in _LITTLE:
                found.setdefault(item.name.concept, item.name)
            assessed = True
        else:
            return {}
    return found


def _items(text: str) -> list[tuple[int, int]]:
    """The stretches between the cuts that stand outside brackets, the last without what only says when or how; none
    where one before that is long."""
    inside = brackets(text)
    start, items = opening_end(text), []
    for cut in _CUT.finditer(text, start):
        if not is_within(inside, cut.start(), cut.end()):
            items.append((start, cut.start()))
            start = cut.end()
    if not items or any(stop - begin > _LONGEST_ITEM for begin, stop in items):
        return []
    end = when_behind(text, start)
    behind = tail(text[:end], start, ())
    items.append((start, end if behind is None else behind))
    return items


def _whole(text: str, item: tuple[int, int], domain: str, document: Document) -> Name | None:
    """The endpoint that the item names, or that the instrument tells which it names."""
    for start, end in _cores(text, item):
        wording = text[start:end]
        if domain == "endpoint" and means_otherwise(text, start, end):
            continue
        meant = short_form(wording, document) if domain == "endpoint" else None
        if meant is not None:
            return Name(meant, start, end, "abbreviation", _RULE)
        for concept in document.vocabulary.lookup(wording, domain)[:1]:
            told = concept if domain == "endpoint" else instruments.measured(concept, document)
            if told is not None:
                alone = domain == "endpoint" and not document.vocabulary.scan(wording, domain)
                return Name(told, start, end, "lexicon" if told == concept else "inference", _ALONE if alone else _RULE)
    return None


def _shared(text: str, first: tuple[int, int], item: tuple[int, int], document: Document) -> Name | None:
    """The endpoint that an item names together with the word that opens the one before: "liver fat and stiffness"."""
    start, end = _bare(text, first)
    opening, blank, _ = text[start:end].partition(" ")
    start, end = _bare(text, item)
    told = blank and start < end  # an item may be an opening and nothing else
    named = document.vocabulary.lookup(f"{opening} {text[start:end]}", "endpoint") if told else ()
    return Name(named[0], start, end, "grammar", _RULE) if named else None


def _cores(text: str, item: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The item as it is, then without the words at its end that add nothing: "KCCQ-12 overall summary score"; then
    without those that open it: "total lymphocyte count"."""
    start, end = _bare(text, item)
    stop = end
    while start < end:
        yield start, end
        last = text.rfind(" ", start, end)
        if last < 0 or pattern("{adds-nothing}").fullmatch(text, last + 1, end) is None:
            break
        end = last
    opens = pattern(r"(?:{opens-name}\s)+").match(text, start, stop)
    if opens is not None and opens.end() < stop:
        yield opens.end(), stop


def _bare(text: str, item: tuple[int, int]) -> tuple[int, int]:
    """The item without an opening, a time before it and a bracket at its end."""
    start, end = item
    start += opening_end(text[start:end])
    when = _WHEN.match(text, start, end)
    start = start if when is None else when.end()
    bracket = _BRACKET.search(text, start, end)
    if bracket is not None and not text[bracket.end() : end].strip():
        end = bracket.start()
    needed = _NEEDED.search(text, start, end)
    end = end if needed is None else needed.start()
    end = when_behind(text[:end], start)
    while start < end and text[end - 1] in " .:-":
        end -= 1
    return start, end
