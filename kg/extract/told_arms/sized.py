"""Rows of arms by their sizes: `children were assigned to games (n=40), acupressure (n=40) and control (n=40)`.

The rule: behind a word that allots, at least two names one behind the other, each with its number of people in a
bracket, and nothing but commas and `and`, `or`, `versus` between them; names that only number (`group A`) tell nothing.
"""

from __future__ import annotations

import re

from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.choices import Row

_ALLOTS = re.compile(
    r"\b(?:randomi[sz]\w+|(?:randomly\s|equally\s)?(?:assigned|allocated|divided|distributed|split|separated)|allotted)\b"
)
_SIZE = re.compile(
    r"\s?\(\s?(?:[^()]{0,40}[,;]\s)?(?:n\s?=\s?\d{1,4}|\d{1,4}\s(?:patients|participants|subjects|women|men|children|cases|eyes))"
    r"[^()]{0,40}\)"
)
_SIGN = re.compile(
    r"\s?(?:[,;]|[,;]?\s(?:and|or|versus|vs\.?)\b)\s(?:to\s|in\s|into\s)?(?:the\s|an?\s)?"
)
# What stands before the first name.
_LEAD = re.compile(
    r"(?:\b(?:to|into|in|between|as|either|receive|undergo|namely|groups?|arms?|randomi[sz]ed|assigned|allocated|divided),?\s|"
    r"[:;]\s?)(?:either\s)?(?:the\s|an?\s)?(?:(?:\(?[1ai]\)|1\.)\s)?"
)
_NUMBERED = re.compile(words.NUMBERED)
_LONGEST, _FEWEST, _MOST = 90, 2, 6


def sized(folded: str, start: int, end: int) -> list[Row]:
    """The row of such names in the sentence, if any."""
    allots = _ALLOTS.search(folded, start, end) if "(" in folded[start:end] else None
    if allots is None:
        return []
    sizes = list(_SIZE.finditer(folded, allots.end(), end))
    made: list[tuple[int, int]] = []
    for size in sizes:
        sign = _SIGN.match(folded, made[-1][1] + len(_bracket(folded, made[-1][1]))) if made else None
        if sign is not None:
            begin = sign.end()
        else:
            made = made if len(made) >= _FEWEST else []
            if made:
                break
            floor = max(allots.end(), size.start() - _LONGEST)
            begin = max((m.end() for m in _LEAD.finditer(folded, floor - 1, size.start())), default=-1)
        if not 0 <= begin < size.start() or size.start() - begin > _LONGEST or "(" in folded[begin : size.start()]:
            made = []
            continue
        made.append((begin, size.start()))
    names = [folded[a:b] for a, b in made]
    if not _FEWEST <= len(made) <= _MOST or any(_NUMBERED.match(name) for name in names):
        return []
    return [Row(made, True, named=True, sized=True)]


def _bracket(folded: str, place: int) -> str:
    size = _SIZE.match(folded, place)
    return size.group() if size is not None else ""
