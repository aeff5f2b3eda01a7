"""Where an outcome cell may be cut, and what the cells of one record share.

A cell is `measure, description, time frame`, joined by `, `; description and time frame may be missing. The rule:
every `, ` outside balanced brackets may be a cut, but for one behind a hyphen that waits for its word ("1-, 3-,
5-year OS"). Whether a piece reads like time is told here too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

SEPARATOR = ", "
UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mos?|mths?|years?|yrs?|cycles?"
    r"|visits?|sessions?)"
)
TIME_LIKE = re.compile(
    r"(?<![a-z])(?:" + UNIT + r"|baseline|enrol\w*|randomi[sz]ation|screening|inclusion|\w*operati\w+|surgery"
    r"|follow[- ]?ups?|completion|eo[ts]|progression|death|discharge|admission|\w*-?dos(?:e|ing)|treatment|therapy"
    r"|infusion|injection|transplant\w*|birth|delivery|procedure|intervention|pre|post|immediately|before|after|during"
    r"|discontinuation|withdrawal|vaccination|implantation|hospitali\w+|consent|time ?points?|period|duration|eoi"
    r"|c\d+d\d+|[dwmtv]\d+|pod[ -]?\d*|(?<![a-z]-)\d+ ?[hdwmy])(?![a-z])"
    r"|^\s*(?:and |or |at )?\d[\d.]*(?: and \d[\d.]*)?\s*$"
)
NUMBER_UNIT = re.compile(
    r"\d\s*(?:-|–|st|nd|rd|th)?\s*" + UNIT + r"(?![a-z])|(?<![a-z])" + UNIT + r"[\s\-#]*\d"
    r"|(?<![a-z])(?:one|two|three|four|five|six|twelve|eighteen)[\s-]+" + UNIT + r"(?![a-z])"
)
_STRUCTURE = re.compile(r"[()\[\]{}]|, ")


class Siblings(NamedTuple):
    """What the outcomes of one record share: how often each ending and each beginning of a cell occurs."""

    cells: int
    endings: dict[str, int]
    beginnings: dict[str, int]
    openings: dict[str, int]


def siblings(texts: Sequence[str]) -> Siblings:
    """Count what the cells of one record have in common."""
    endings: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    openings: dict[str, int] = {}
    for text in texts:
        size = len(text)
        at = text.find(SEPARATOR)
        seen = 0
        opened: set[str] = set()
        while at >= 0 and seen < 60:
            if size - at <= 202:
                ending = text[at + 2 :]
                endings[ending] = endings.get(ending, 0) + 1
            if at <= 200:
                beginning = text[:at]
                beginnings[beginning] = beginnings.get(beginning, 0) + 1
            opened.add(opening_words(text, at))
            at = text.find(SEPARATOR, at + 1)
            seen += 1
        for opening in opened:
            openings[opening] = openings.get(opening, 0) + 1
    return Siblings(len(texts), endings, beginnings, openings)


def opening_words(text: str, cut: int) -> str:
    """The first two words after a cut."""
    return " ".join(text[cut + 2 : cut + 42].lower().split(" ", 2)[:2])


def find_cuts(text: str) -> list[int]:
    """Where a `, ` stands outside balanced brackets; a bracket that is never closed counts for nothing."""
    events: list[tuple[int, str]] = []
    open_at: list[int] = []
    partner: dict[int, int] = {}
    for match in _STRUCTURE.finditer(text):
        sign = match.group()
        if sign in "([{":
            open_at.append(len(events))
        elif sign in ")]}" and open_at:
            partner[open_at.pop()] = len(events)
        events.append((match.start(), sign))
    closing = set(partner.values())
    cuts, depth = [], 0
    for number, (at, sign) in enumerate(events):
        if sign == SEPARATOR:
            if depth == 0 and not (text[at - 1 : at] == "-" and text[max(0, at - 2) : at - 1].isdigit()):
                cuts.append(at)
        elif number in partner:
            depth += 1
        elif number in closing:
            depth -= 1
    return cuts


def is_time_like(text: str) -> bool:
    """Whether a short text reads like (a part of) a time frame."""
    return len(text) <= 400 and TIME_LIKE.search(text.lower()) is not None
