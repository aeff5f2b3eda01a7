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
from kg.read.outcomes.features import TIME_OPENERS, TIME_WORDS

_MARK = re.compile(r"(?:[;:]|\.(?=\s+[A-Z\d])|\s[–—-])\s+")
_SEMICOLON = re.compile(r";\s+(?!from\b|between\b)", re.IGNORECASE)  # a clock is of the measure
_FIRST_NUMBER = re.compile(r";\s+(?=\d{1,3}(?:, \d|$))")  # "…; 0, 2, 5 min": where the row was read to begin at 2
_OPENS = re.compile(r"(?:[a-z]+|\d+)")
_ALSO_OPENS = frozenset(
    "postop preop intraop periop postsurgery pod intra peri bl eot eos fu toc weekly monthly".split()
)
_OPENERS = (TIME_OPENERS | _ALSO_OPENS) - frozenset(
    "time change duration long median whichever death date last over measured evaluated".split()
)
_COUNTED = re.compile(
    r"\d+(?:[.,/&–\s-]|\d|and|to|or|st|nd|rd|th)*?"
    r"(?:hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|years?|yrs?|y|cycles?|minutes?|mins?)\b"
)
_MOMENTS = frozenset(("baseline", "birth", "at birth", "delivery", "at delivery", "at baseline"))
_CODED = re.compile(r"[dwmv]\d+\b")
_OFTEN = re.compile(r"q ?\d+ ?(?:hours?|h|days?|d|weeks?|wks?|w|months?|mos?|m|cycles?)(?: x ?\d+)?")
_NAMED = re.compile(
    r"\b(?:(?:study|trial|treatment|therapy|follow-?up) (?:completion|end|discharge)"
    r"|end of (?:the )?(?:study|trial|treatment|therapy|follow-?up|surgery)"
    r"|(?:at|until|till|to|on|through) (?:hospital )?discharge|intra-?op(?:erative(?:ly)?)?|during surgery"
    r"|(?:each|every) (?:cycle|visit)|eot|eos|toc|pod ?\d+|[dwmv]\d+)\b"
)
# Words of time frames that the model which splits cells was not trained with.
_ALSO = frozenset(
    "hrs transplant transplantation resection hepatectomy ablation biopsy birth delivery anesthesia anaesthesia icu ed "
    "admission inclusion entry op pp postpartum partum".split()
)
_KNOWN = TIME_WORDS | _ALSO_OPENS | _ALSO
_WORD = re.compile(r"[a-z]+")
_LONGEST = 120


def begins_apart(text: str, cuts: Sequence[int], i: int, j: int) -> tuple[int, int] | None:
    """Where what stands before the time frame ends and where the time frame begins, of a cell that was read to end its
    measure at cut `i` and to begin its time frame at cut `j`; None where that holds."""
    if j < len(cuts):
        return _begins(text, _SEMICOLON if i == j else _FIRST_NUMBER, cuts[j])
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
    if _OFTEN.fullmatch(low) is not None or low in _MOMENTS:
        return True
    opening = _OPENS.match(low)
    if opening is None or not all(word in _KNOWN for word in _WORD.findall(low)):
        return False
    first = opening.group()
    opens = _COUNTED.match(low) is not None if first.isdigit() else first in _OPENERS or _CODED.match(low) is not None
    return opens and any(told.search(low) is not None for told in (NUMBER_UNIT, _COUNTED, _NAMED))
