"""The readings of an outcome cell: pairs of cuts (i, j), i <= j, and what speaks for a pair as a whole.

The measure ends at cut i, the time frame starts after cut j; i == j means no description, j == n (no cut) no time
frame, i == n neither. The rule: a pair is left out only where no outcome of the training records is read like that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.read.outcomes.cuts import NUMBER_UNIT, UNIT

MEASURE_CUTS = 14
"""A measure ends at one of this many first cuts (99.9% do)."""
TIME_CUTS = 24
"""A time frame starts at one of this many last cuts."""
_BARE_TIME = re.compile(
    r"(?:(?:at |on )?baseline|[\d\W]+|(?:and |at )?\d+[\s-]*" + UNIT + "|(?:and |at )?" + UNIT + r"[\s#-]*\d+)(?:, (?:"
    r"(?:and |at )?\d+(?:[\s-]*" + UNIT + ")?|(?:and |at )?" + UNIT + r"?[\s#-]*\d+))*",
    re.IGNORECASE,
)
# "Time from randomization to death", "Change in CRP from baseline to week 24" tell what is measured, not when. Right
# after the measure none of 11,356 outcomes has such a time frame (a clock may be one if it says how many weeks).
DEFINITION = re.compile(
    r"(?:defined as )?(?:the )?(?:\w+ )?(?:time|interval|duration|length|period)\b[^,;]{0,40}?\b(?:from|between)\b"
    r"[^.;]{2,150}?\b(?:to|until|till|and)\b",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"(?:the |mean |absolute |relative |percent(?:age)? )*(?:changes?|differences?|reductions?|improvements?|increases?"
    r"|decreases?|numbers?|proportion|percentage|incidence|rates?|occurrence|frequency) (?:in|of) \w",
    re.IGNORECASE,
)
_LENGTH_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 34, 45, 60, 90, 150)
_LENGTHS = [str(next((step for step in _LENGTH_STEPS if count <= step), 999)) for count in range(151)]


def length(words: int) -> str:
    """A number of words as the model knows it: the least of its steps that is not exceeded, `999` beyond the last.

    >>> length(3), length(7), length(151)
    ('3', '8', '999')
    """
    return _LENGTHS[words] if words <= 150 else "999"


class Cell(NamedTuple):
    """An analysed cell. Lists run over the cuts; `words_from[k]` counts the words from the k-th piece on;
    `time_like[k]` says whether the k-th piece reads like time; `pairs` holds the readings with their features."""

    text: str
    cuts: list[int]
    measure: list[list[str]]
    time: list[list[str]]
    first_time_cut: int
    words_from: list[int]
    time_like: list[bool]
    runs: list[bool]
    pairs: list[tuple[int, int, list[str]]]


def readings(cell: Cell) -> list[tuple[int, int]]:
    """The pairs of cuts that are considered. The first is "all of it is the measure".

    A definition (`time from A to B`, `change in A from B to C`) right after the measure is no time frame.

    A bare number or time (`12 weeks`, `Baseline`) before a time frame is part of it and no description: none of 11,356
    outcomes has such a description.
    """
    count = len(cell.cuts)
    pairs = [(count, count)]
    for i in range(min(count, MEASURE_CUTS)):
        if i >= cell.first_time_cut and not _is_definition(cell.text, cell.cuts[i] + 2):
            pairs.append((i, i))
        pairs.extend(
            (i, j)
            for j in range(max(i + 1, cell.first_time_cut), count + 1)
            if j == count or not _is_bare_time(cell.text, cell.cuts[i] + 2, cell.cuts[j])
        )
    return pairs


def _is_bare_time(text: str, begin: int, end: int) -> bool:
    return end - begin <= 60 and _BARE_TIME.fullmatch(text, begin, end) is not None


def _is_definition(text: str, begin: int) -> bool:
    if CHANGE.match(text, begin):
        return True
    return bool(DEFINITION.match(text, begin)) and not NUMBER_UNIT.search(text[begin : begin + 400].lower())


def pair_features(cell: Cell, i: int, j: int) -> list[str]:
    """Features of a reading as a whole: the description between two cuts."""
    count, text = len(cell.cuts), cell.text
    if i == count:
        return ["pair:no-time", "pair:measure-only"]
    if i == j:
        found = ["pair:no-description"]
        if cell.runs[j + 1] and not cell.runs[j]:
            found.append("pair:no-description-longest-run")
        return found
    begin = cell.cuts[i] + 2
    end = cell.cuts[j] if j < count else len(text)
    words = cell.words_from[i + 1] - (cell.words_from[j + 1] if j < count else 0)
    found = [f"pair:words={length(words)}"]
    stopped = text[end - 1] == "."
    capital = text[begin].isupper() if begin < len(text) else False
    if stopped:
        found.append("pair:full-stop")
    if capital:
        found.append("pair:capital")
        if stopped:
            found.append("pair:sentence")
    if j == count:
        found.append("pair:no-time")
        if cell.time_like[count]:
            found.append("pair:no-time-though-last-is")
    elif j - i == 1:
        found.append("pair:one-piece")
    if all(cell.time_like[i + 1 : j + 1]):
        found.append("pair:description-is-time" + ("-first" if cell.time_like[i] else ""))
        if words <= 2:
            found.append(f"pair:short-time={words}")
    return found
