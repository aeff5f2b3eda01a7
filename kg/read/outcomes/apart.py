"""A time frame that stands behind another mark than the comma: "Objective response rate; 12 months", "Pain. Day 7".

The rule: behind the last such mark stands nothing but a time, which opens as time frames do and tells a number of
units or an end of the study ("through study completion"). How long something takes ("Survival; time from … to death")
and what it is counted in ("Length of stay; days") are none. A cell that has a time frame keeps it; one that begins
within a row of times behind a semicolon takes in the whole row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.outcomes.cuts import NUMBER_UNIT
from kg.read.outcomes.features import TIME_OPENERS, only_time

_MARK = re.compile(r"(?:[;:]|\.(?=\s+[A-Z\d])|\s[–—-])\s+")
_SEMICOLON = re.compile(r";\s+")
_OPENS = re.compile(r"(?:[a-z]+|\d+)")
_NO_OPENING = frozenset("time change duration long median whichever death date last over measured evaluated".split())
_UNIT_BEHIND = re.compile(
    r"\d+(?:[.,/&–\s-]|\d|and|to|or|st|nd|rd|th)*?(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|m|years?|yrs?|y|cycles?)\b"
)
_ENDS = re.compile(
    r"\b(?:(?:study|trial|treatment|therapy|follow-?up) (?:completion|end|discharge)"
    r"|end of (?:the )?(?:study|trial|treatment|therapy|follow-?up|surgery)"
    r"|(?:at|until|till|to|on|through) (?:hospital )?discharge|intra-?operatively|during surgery)\b"
)
_LONGEST = 120


def begins_apart(text: str, cuts: Sequence[int], i: int, j: int) -> tuple[int, int] | None:
    """Where what stands before the time frame ends and where the time frame begins, of a cell that was read to end its
    measure at cut `i` and to begin its time frame at cut `j`; None where that holds."""
    if j < len(cuts):
        return _begins(text, _SEMICOLON, cuts[i]) if i == j else None
    return _begins(text, _MARK, len(text))


def _begins(text: str, marks: re.Pattern[str], stop: int) -> tuple[int, int] | None:
    """The last mark before `stop` behind which stands a time and nothing else."""
    found = [mark.span() for mark in marks.finditer(text, max(1, len(text) - _LONGEST), stop)]
    return found[-1] if found and is_time(text[found[-1][1] :]) else None


def is_time(text: str) -> bool:
    """Whether a text says when something is measured and nothing else.

    >>> is_time("12 months"), is_time("through study completion, an average of 1 year"), is_time("0-10 at 24 hours")
    (True, True, False)
    >>> is_time("time to death up to 5 years"), is_time("days")
    (False, False)
    """
    low = text.lower().strip()
    opening = _OPENS.match(low)
    if opening is None or not only_time(low):
        return False
    first = opening.group()
    opens = _UNIT_BEHIND.match(low) is not None if first.isdigit() else first in TIME_OPENERS - _NO_OPENING
    return opens and (NUMBER_UNIT.search(low) is not None or _ENDS.search(low) is not None)
