"""Measures that are lists of names: "MAP, HR, SpO2", "Relapse rate, mortality rate".

Registries seldom have them, so the model that splits cells ends the measure at the first name. The rule: where all of
the measure is names of what is measured, of the lexicons of endpoints and instruments, the names that follow belong
to it if they are of other things, and all of them are short forms or end in the same word. A heading ("Lipid
profile"), a name that says little and the same thing or its instrument named again make no list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.grammar import rows
from kg.resources import resource

_LEXICONS = ("endpoints.tsv", "instruments.tsv")
_NAME, _SYNONYMS, _BROADER = 1, 2, 4  # columns
_MEASURES = re.compile(r"tkg:measures=(\S+)")
_LONGEST = 80
MOST_LISTED = 9
"""Names that a measure lists at most."""
_BRACKET = re.compile(r" ?\([^()]*\)\Z")
_TIMED = r"\d+[ -](?:hour|day|week|month|year)s? "
_SHORT = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z0-9/+-]{2,7}\Z")
# "DCR and DoR based on RECIST 1.1": two short forms, or one with how it is told, may end such a list.
_LAST = re.compile(
    r"(?P<one>[A-Za-z0-9/+-]{2,7})(?:,? (?:and|&) (?P<other>[A-Za-z0-9/+-]{2,7}))?"
    r"(?P<how> (?:based on|per|by|according to|assessed|evaluated|determined|using) [^;]{2,80})?\Z"
)


class _Words(NamedTuple):
    """What adds nothing before and behind a name, and what ends a name that heads a list or says little."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    little: re.Pattern[str]


@cache
def _words() -> _Words:
    lists: dict[str, list[str]] = {}
    for row in rows("measure_words.tsv", "list", "word"):
        name, word = row.cells
        lists.setdefault(name, []).append(re.escape(word).replace(r"\(s\)", "s?").replace(r"\ ", " "))
    before, behind, little = ("|".join(lists[name]) for name in ("opens-name", "adds-nothing", "says-little"))
    return _Words(
        re.compile(f"(?:(?:{before}) |{_TIMED})*"),
        re.compile(rf"(?: (?:{behind}))+\Z"),
        re.compile(rf"\b(?:{little})(?: \([a-z]+\))?\Z", re.IGNORECASE),
    )


@cache
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The id of each name, as `_key` writes it, and the broader ids of each id."""
    found: dict[str, str] = {}
    broader: dict[str, tuple[str, ...]] = {}
    for file in _LEXICONS:
        for line in resource("lexicons", file).read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            if len(cells) <= _BROADER or line.startswith(("#", "id\t")):
                continue
            broader[cells[0]] = (*cells[_BROADER].split(), *_MEASURES.findall(line))
            for name in (cells[_NAME], *cells[_SYNONYMS].split("|")):
                key = _key(name.partition("{")[0])
                if key:
                    found.setdefault(key, cells[0])
    return found, broader


def _key(text: str) -> str:
    """A name in lower case, hyphens as blanks."""
    return " ".join(text.lower().replace("-", " ").replace("₂", "2").split())


def end_of_list(text: str, cuts: Sequence[int], i: int, j: int) -> int:
    """The cut that ends a measure which was read to end at cut `i`, before a time frame that begins after cut `j`."""
    begins = [0, *(cut + 2 for cut in cuts[:j])]
    pieces = [text[begin:cut] for begin, cut in zip(begins, cuts[: j + 1], strict=True)]
    held: list[str] = []
    end = i
    for number, piece in enumerate(pieces[: i + MOST_LISTED]):
        name = named(piece)
        if name is None and number >= i and (last := _last(piece, pieces[:number])) is not None:
            pieces[number], end = last, number  # nothing of a list follows behind its "and"
            break
        if name is None or _words().little.search(piece) or any(_explains(piece, before) for before in pieces[:number]):
            break
        if number > i and name.startswith("instrument/") and not held[-1].startswith("instrument/"):
            break
        held.append(name)
        end = number
    if end <= i:
        return i
    items = pieces[: end + 1]
    alike = len({item.rpartition(" ")[2].lower() for item in items}) == 1 and all(" " in item for item in items)
    return end if alike or all(_SHORT.match(item) for item in items) else i


def _last(piece: str, before: Sequence[str]) -> str | None:
    """The short form, or the first of two, that ends a list of other things: "DCR and DoR based on RECIST"."""
    match = _LAST.match(piece)
    if match is None or (match["other"] is None and match["how"] is None):
        return None
    for word in filter(None, (match["one"], match["other"])):
        name = named(word)
        if name is None or not name.startswith("endpoint/") or any(_explains(word, piece) for piece in before):
            return None
    return match["one"]


@lru_cache(maxsize=1 << 12)
def named(piece: str) -> str | None:
    """The id of the endpoint or instrument that a piece of a cell names; None where it says anything else.

    >>> named("MAP"), named("6-week mortality"), named("PHQ-9 total score"), named("as assessed by PHQ-9")
    ('endpoint/mean-arterial-pressure', 'endpoint/mortality', 'instrument/phq-9', None)
    """
    if len(piece) > _LONGEST:
        return None
    names, _ = _lexicon()
    low = _BRACKET.sub("", piece.strip().rstrip(".").lower())
    opening = _words().before.match(low)
    for text in (low, low[opening.end() :] if opening is not None else low):
        for wording in (text, _words().behind.sub("", text)):
            key = _key(wording)
            found = names.get(key) or (names.get(key[:-1]) if key.endswith("s") else None)
            if found is not None:
                return found
    return None


def _explains(piece: str, before: str) -> bool:
    """Whether a name is the same thing as one before it, a kind of that or, spelled out, what that is a kind of."""
    one, other = named(piece), named(before)
    if one is None or other is None or piece.lower() == before.lower():
        return True
    if _SHORT.match(piece) and _SHORT.match(before):
        return other in _above(one) - {one}
    return other in _above(one) or one in _above(other)


def _above(known: str) -> set[str]:
    """The id, all broader ones, and what an instrument measures."""
    _, broader = _lexicon()
    seen: set[str] = set()
    stack = [known]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.add(current)
            stack.extend(broader.get(current, ()))
    return seen
