"""Doses of what no vocabulary knows: they are not those of the drug named before it, nor of the next one.

The rule: right before a dose, behind a comma, `+`, `and` and the like, stands a short form or a word that is built like
the name of a drug (`Ara-C 2 g/m2, BU 3.2 mg/kg`): that dose, and all that follows up to the next name, is of it. Before
the first name, a dose is of other words that `+`, `and` or `plus` joins to the name (`25 mcg JJA venom + X`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.giving.administration import Fact
from kg.extract.giving.lists import Named
from kg.wording import is_drug_word, words

_STRANGER = re.compile(
    r"(?:[,;+/\uff0c\uff1b]\s*|\b(?:and|plus|with|followed by|then)\s)(?P<name>[A-Za-z][A-Za-z0-9-]{0,24})"
    r"(?P<more>(?:\s[a-z]{3,14}){0,2}(?:\s?\([^()]{1,30}\))?)\s?[:=(\uff08]?\s?\Z"
)
_FAR = 90
_JOINED = re.compile(r"\s?(?:of\s)?(?P<named>[^\s,;.:()\d+][^,;.:()+\d]{0,40}\s)?(?:\+|and\b|plus\b)")
_SIDE_BY_SIDE = re.compile(r"\s?(?:and|or|to|/)\s(?:\d|the\b)")


def _stranger(text: str, start: int, dose: Fact) -> int | None:
    """Where the words right before the dose name something else than what ends at `start`."""
    found = _STRANGER.search(text, max(start, dose.start - _FAR), dose.start)
    if found is None:
        return None
    name = found["name"]
    short = not found["more"] and name.isalpha() and name.isupper() and name.lower() not in words("dosing")
    return found.start() if short or is_drug_word(name) else None


def of_strangers(text: str, stated: Sequence[Fact], names: Sequence[Named]) -> set[Fact]:
    """The facts from the first stranger behind each name on, up to the next name."""
    found: set[Fact] = set()
    until = 0
    for fact in stated:
        if fact.kind != "dose" or fact.start < until:
            continue
        before = [name.end for name in names if name.end <= fact.start]
        start = _stranger(text, max(before), fact) if before else None
        if start is not None:
            until = min((n.start for n in names if n.start > fact.start), default=len(text))
            found.update(f for f in stated if start < f.start < until)
    return found


def is_of_words_behind(folded: str, fact: Fact, start: int) -> bool:
    """Whether a dose or a schedule before the first name, which starts at `start`, is of other words joined to it."""
    if fact.kind not in ("dose", "schedule") or _SIDE_BY_SIDE.match(folded, fact.end, start):
        return False
    return _JOINED.match(folded, fact.end, start) is not None
