"""Outcomes whose measure is a short form that their description opens by spelling out, or the other way round: `TTR`,
"Time to recurrence, from …"; and those whose measure is a name and its short form that has a letter more: "Early
recurrence (EDR)".

The rule: one of the two is nothing but the short form, and its letters are the initials of the first words of the
other, all of them and in order; a function word may be left out (`DOR` and `DR` are both "duration of response"). In
one measure a single letter behind the first may have no word, of three at least, and no word is left out.
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
_BESIDE = re.compile(r"\s*(?P<long>[A-Za-z]+(?:[\s/-][A-Za-z]+){1,5})\s*\((?P<short>[A-Z]{3,6})\)\s*\.?\s*")
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


def letter_more(measure: str) -> tuple[Place, Place] | None:
    """Where a short form stands that has one letter more than the words before it, and where these; None elsewhere.

    >>> letter_more("Early recurrence (EDR)"), letter_more("Chest pain (NRS)")
    (((18, 21), (0, 16)), None)
    """
    beside = _BESIDE.fullmatch(measure) if measure.endswith((")", ").", ") ")) else None
    if beside is None:
        return None
    initials = "".join(word[0].upper() for word in _WORDS.findall(beside["long"]) if word.lower() not in _LEFT_OUT)
    short = beside["short"]
    if not any(short[:at] + short[at + 1 :] == initials for at in range(1, len(short))):
        return None
    return beside.span("short"), beside.span("long")


def of_cells(trial: Trial) -> Iterator[Abbreviation]:
    """What the measures and descriptions of the outcomes spell out for one another, and measures for themselves."""
    for outcome in trial.outcomes:
        beside = letter_more(outcome.measure.text)
        if beside is not None:
            (start, end), words = beside
            measure = outcome.measure
            yield Abbreviation(
                measure.text[start:end], measure.text[slice(*words)], measure.span(start, end), measure.span(*words),
                measure.span(words[0], end + 1),
            )  # fmt: skip
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
