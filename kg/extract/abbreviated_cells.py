"""Outcomes whose measure is a short form that their description opens by spelling out, or the other way round: `TTR`,
"Time to recurrence, from …".

The rule: one of the two is nothing but the short form, and its letters are the initials of the first words of the
other, all of them and in order; a function word may be left out (`DOR` and `DR` are both "duration of response").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.document import Abbreviation
from kg.model import Trial

Place = tuple[int, int]

_SHORT_ALONE = re.compile(r"\s*([A-Za-z]{2,7})\s*[.:;]?\s*")
_WORDS = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_JOINT = re.compile(r"[\s/-]{1,3}")
_LEFT_OUT = frozenset("a an the of in on for with from to and or by at".split())
_CAPITALS = 2


def spelled_out(alone: str, spelled: str) -> tuple[Place, Place] | None:
    """Where the short form stands in `alone` and what it stands for in `spelled`; None where they do not agree.

    >>> spelled_out("TTR", "Time to recurrence, from surgery"), spelled_out("TTR", "Time from surgery")
    (((0, 3), (0, 18)), None)
    """
    short = _SHORT_ALONE.fullmatch(alone) if len(alone) <= 12 else None
    if short is None or sum(map(str.isupper, short[1])) < _CAPITALS:
        return None
    letters = short[1].lower()
    start = len(spelled) - len(spelled.lstrip())
    at, taken, words = start, 0, 0
    while taken < len(letters):
        word = _WORDS.match(spelled, at)
        if word is None:
            return None
        if word.group()[0].lower() == letters[taken]:
            taken += 1
        elif words == 0 or word.group().lower() not in _LEFT_OUT:
            return None
        words += 1
        end = word.end()
        joint = _JOINT.match(spelled, end)
        at = joint.end() if joint is not None else len(spelled)
    return (short.span(1), (start, end)) if words > 1 else None


def of_cells(trial: Trial) -> Iterator[Abbreviation]:
    """What the measures and descriptions of the outcomes spell out for one another."""
    for outcome in trial.outcomes:
        if outcome.description is None:
            continue
        for alone, spelled in ((outcome.measure, outcome.description), (outcome.description, outcome.measure)):
            found = spelled_out(alone.text, spelled.text)
            if found is not None:
                short, long = found
                whole = spelled.span(*long)
                yield Abbreviation(
                    alone.text[slice(*short)], spelled.text[slice(*long)], alone.span(*short), whole, whole
                )
