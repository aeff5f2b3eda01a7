"""Criteria that prose lists in a row behind a heading ("Key inclusion: 18-70 y, GPC3 positive; exclusion: age > 75 y").

The rule: the nearest heading before an item tells whether it is asked for or ruled out, up to the next paragraph; an
item begins behind the heading, a comma, a semicolon, a number or on a new line. Ages that are ruled out give the limit
on their other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.text import holds_any

_REACH = 800  # characters that a list of criteria may go on
_HEADING = re.compile(
    r"\b(?:(?P<out>exclusions?|excluded|excl\.?|non-?inclusions?|non-?eligible|not eligible|ineligible)|"
    r"inclusions?|included|incl\.?|eligib(?:le|ility)|entry)(?:\s(?:patients|criteri(?:a|on)|conditions))?"
    r"(?:\s(?:are|were|include|will be))?\s?:"
)
_HINTS = ("clu", "xcl", "ncl", "eligib", "entry")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_BEGINS = re.compile(r"(?:[:;,.\n•]|(?<!\d)\(?\d{1,2}[.)]|\band)\s*(?:[-*]\s*)?\Z")
_ENDS = re.compile(r"\s*(?:[;,.\n(]|$|(?:by|on|per|and|or [pd]mmr|or ms[is])\b)")
_MOST = {"<=", "≤", "\\<="}
_LEAST = {">=", "≥", "\\>="}
_AGE = re.compile(
    r"(?<![\w-])(?P<said>age[ds]?(?: of| is| was)?:?\s?)?(?P<sign>younger than|under|below|less than|\\?<=?|≤|"
    r"older than|over|above|more than|greater than|\\?>=?|≥)\s?(?P<too>the age of |age )?"
    r"(?P<number>\d{1,3})(?!\d|[.,]\d|%)(?:[ -]?(?:years?|yrs?|y/?o?)\b)?(?P<old>[ -](?:of age|old))?"
    r"(?=\s*(?:[.;,)\n*•]|$|or\b|and\b|years?|(?:are|were|will be)\b))"
)
_BELOW = ("young", "under", "below", "less", "<", "\\<", "≤")
_OF_OTHERS = re.compile(r"\b(?:of|with|to) (?:children|infants|babies|a child|an infant)\s(?:[a-z]+\s)?\Z")
_EXCLUDED_IF = re.compile(r"\bexcluded (?:if|when)\b[^.;]{0,60}\Z")
_ARE_EXCLUDED = re.compile(r"[^.;]{0,50}?\b(?:are|were|will be) (?:excluded|not eligible|ineligible|not included)\b")


class Ruled(NamedTuple):
    """Ages at `folded[start:end]` that are ruled out, and the limit that this sets: the lowest or the highest age."""

    start: int
    end: int
    lowest: bool
    limit: Decimal


def heading_of(folded: str, position: int) -> str:
    """ "in" or "out" for what stands below a heading of inclusion or of exclusion; empty where below none.

    >>> text = "inclusion: adults. exclusion: pregnancy, asthma"
    >>> heading_of(text, text.index("adults")), heading_of(text, text.index("asthma")), heading_of("asthma", 0)
    ('in', 'out', '')
    """
    last, between = _last_heading(folded, max(0, position - _REACH), position)
    return "" if last is None or _PARAGRAPH.search(between) else "out" if last["out"] else "in"


def _last_heading(folded: str, begin: int, position: int) -> tuple[re.Match[str] | None, str]:
    """The last heading of criteria before `position`, and the words between."""
    if not holds_any(folded[begin:position], _HINTS):
        return None, ""
    last = None
    for match in _HEADING.finditer(folded, begin, position):
        last = match
    return last, folded[last.end() : position].lstrip(" \n\t") if last is not None else ""


_ANOTHER = re.compile(
    r"(?:\A|[.\n])\W*(?:treatments?|arms?|groups?|design|outline|interventions?|study \w+)\b[^.;:\n]{0,25}:"
)


def among_criteria(folded: str, position: int) -> bool:
    """Whether what stands at `position` is below a heading of criteria, however long the list.

    >>> text = "inclusion criteria: adults; after adjuvant therapy. treatment: adjuvant therapy"
    >>> among_criteria(text, text.index("adj")), among_criteria(text, text.rindex("adj"))
    (True, False)
    """
    last, between = _last_heading(folded, 0, position)
    return last is not None and _PARAGRAPH.search(between) is None and _ANOTHER.search(between) is None


def is_listed(folded: str, start: int, end: int, among: str = "in") -> bool:
    """Whether what stands at `start:end` is an item of its own in a list of what is asked for, or of what is "out"."""
    if _BEGINS.search(folded, max(0, start - 8), start) is None or _ENDS.match(folded, end) is None:
        return False
    return heading_of(folded, start) == among


_OR_ABOVE = re.compile(
    r"\s?(?:years?|yrs?|y)?(?: (?:old|of age))?(?:,| or|, or| and/or| and)\s(?:aged? )?"
    r"(?P<sign>\\?>=?|≥|over|older than|above|more than)\s?(?P<number>\d{2,3})(?!\d|\.\d|\s?(?:%|kg|mg|ml))"
)


def ruled_out_ages(folded: str) -> Iterator[Ruled]:
    """The ages that a text rules out: "Exclusion: age < 18", "excluded if they were younger than 18 years"."""
    if not holds_any(folded, ("excl", "not eligible", "non-eligible", "ineligible", "non-inclusion", "not included")):
        return
    for match in _AGE.finditer(folded):
        sign, number = match["sign"], int(match["number"])
        if not (match["said"] or match["too"] or match["old"] or (sign.endswith("er than") and sign[0] in "yo")):
            continue
        if _OF_OTHERS.search(folded, max(0, match.start() - 40), match.start()):
            continue
        out = (
            heading_of(folded, match.start()) == "out"
            or _EXCLUDED_IF.search(folded, max(0, match.start() - 90), match.start()) is not None
            or _ARE_EXCLUDED.match(folded, match.end()) is not None
        )
        if out and 1 < number < 110:
            lowest = sign.startswith(_BELOW)
            number += (sign in _MOST) - (sign in _LEAST)
            yield Ruled(match.start(), match.end(), lowest, Decimal(number))
            other = _OR_ABOVE.match(folded, match.end()) if lowest else None
            if other is not None and number < int(other["number"]) < 110:  # "age < 18 or > 80"
                highest = int(other["number"]) - (other["sign"] in _LEAST)
                yield Ruled(match.start(), other.end(), False, Decimal(highest))
