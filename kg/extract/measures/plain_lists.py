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

from kg.extract.document import Document
from kg.extract.measures import instruments
from kg.extract.measures.kinds import NAMED_BESIDE, REMITTED, RESPONDED, VAGUE
from kg.extract.measures.names import Name
from kg.extract.measures.other_meanings import means_otherwise
from kg.extract.measures.parts import brackets, is_within, opening_end, plain, tail, when_behind
from kg.extract.measures.word_lists import pattern
from kg.model import Passage
from kg.text import holds_any

_CUT = re.compile(r"\s*(?:[,;]\s*(?:and\s|&\s)?|\s(?:and|&|\+)\s|(?<=[A-Z\d])[/&+](?=[A-Z]))\s*")
_BRACKET = re.compile(r"\([^()]*\)")
_NEEDED = re.compile(r"\s(?:(?:needing|requiring)\s[\w-]+|within\s\d+\s\w+)$")
_BY_COMMAS = re.compile(r", [^,]+, ")
_WHEN = re.compile(r"(?:\d+|one|two|three|six|twelve)[\s-](?:hour|day|week|month|year)s?\s", re.IGNORECASE)
_SIGNS = (",", ";", " and ", "&", "+", "/")
_LONGEST = 160
_MOST, _FEWEST = 9, 2
_LONGEST_ITEM = 60
_UNKNOWN_OF = 3  # one item of three may name nothing that is known, between two that do
_LITTLE = VAGUE - NAMED_BESIDE - {RESPONDED, REMITTED}
_RULE, _ALONE = "endpoint-of-list", "endpoint-alone-in-list"


def side_by_side(measure: Passage, told: list[Name], document: Document) -> list[Name]:
    """The names of a measure that only sets names side by side; empty where it does not, or where what was `told` of
    the measure as a whole says as much or lies across its items."""
    text = plain(measure.text)
    if len(text) > _LONGEST or not holds_any(text, _SIGNS):
        return []
    items = _items(text)
    if len(items) <= len({name.concept for name in told}):
        return []
    if not _FEWEST <= len(items) <= _MOST or any(end - start > _LONGEST_ITEM for start, end in items):
        return []
    if "omain" in text or "ubscale" in text:  # "International Index of Erectile Function, Sexual Desire Domain"
        return []
    if any(all(not (start <= name.start and name.end <= end) for start, end in items) for name in told):
        return []
    ratings: list[Name | None] = []
    names: list[Name | None] = []
    for item in items:
        names.append(_whole(measure.text, item, "endpoint", document))
        ratings.append(_whole(measure.text, item, "instrument", document))
        if names[-1] is ratings[-1] is None and len(items) == len(names) == _FEWEST:
            names[-1] = _shared(measure.text, items[0], item, document)
        if names[-1] is None and ratings[-1] is None and len(items) < _UNKNOWN_OF:
            return []
    unknown = [
        item for item, name, rating in zip(items, names, ratings, strict=True) if name is None and rating is None
    ]
    if len(unknown) * _UNKNOWN_OF > len(items) or items[0] in unknown or items[-1] in unknown:
        return []
    if any(_BY_COMMAS.search(text, max(0, start - 2), end + 2) is None for start, end in unknown):
        return []
    rated = all(rating is not None for rating in ratings)
    found: dict[str, Name] = {}
    assessed = False  # whether an endpoint stands before
    for item, rating, name in zip(items, ratings, names, strict=True):
        if item in unknown:
            for one in told:
                if item[0] <= one.start and one.end <= item[1]:
                    found.setdefault(one.concept, one)
        elif rating is not None and (rated or name is None):
            if not assessed:
                found.setdefault(rating.concept, rating)
        elif name is not None and (name.concept not in _LITTLE or len(items) > _FEWEST):
            if name.concept not in _LITTLE:
                found.setdefault(name.concept, name)
            assessed = True
        else:
            return []
    if len(items) == _FEWEST and any(name.rule == _ALONE for name in found.values()):
        return []
    if RESPONDED in found and REMITTED not in found:  # "DOR, duration of response"
        return []
    other = not rated and any(name.concept not in found for name in told)
    return list(found.values()) if not other and len(found) > max(1, len({name.concept for name in told})) else []


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
