"""Time frames: "1, 3, 6 months after surgery" → points in the order written, a horizon in days, a kind.

A pure function of the text, whose patterns read lower case. One pass of one pattern finds the points where they stand;
recurring intervals ("every 8 weeks") and definitions ("1 cycle = 21 days") are told apart from points. The horizon is
the latest point in days; cycles count only where the frame says how long one is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kg.extract.times.numbers import canonical, days
from kg.extract.times.points import POINT, Point, cycle_length, is_calendar, is_rest, read, total
from kg.text import lowered, translation

__all__ = ["Point", "TimeFrame", "canonical", "days", "parse"]

_RECURRING = re.compile(r"\b(?:every|each|per|once|twice|times|q|interval of|intervals of)\s(?:other\s)?$|/\s*$")
_EVERY = re.compile(r"\bevery\b")
_RECURRING_AFTER = re.compile(r"\s?(?:intervals?\b|apart\b)")
_TOLERANCE = re.compile(r"(?:±|\+\s?/\s?-|\+-)\s*$")
_JOINED = re.compile(r"^\s*\)?\s*(?:to|through|thru|until|up to|till|-)\s*(?:the\s)?(?:end of\s)?(?:study\s)?$")
# "26 weeks (4+22 weeks)": the bracket only tells what the first number is made of.
_ADDENDS = re.compile(r"\(\s*\d+(?:\.\d+)?(?:[\s-]*[a-z]{1,9})?(?:\s*\+\s*\d+(?:\.\d+)?[^()+\d]{0,30})+\)")
_GOES_ON = re.compile(r"\b(?:through|until|till|up to)\s")
_FIRST = re.compile(r"(?:c(?:ycle)?\s?1[,\s]*d(?:ay)?\s?|days?\s*-?)[01]\b|(?:weeks?|months?|visits?)\s*0\b")
_ELEMENT = re.compile(r"(?<![a-z])(?:tc|technetium|sn|tin|kr|krypton|hg|in-|ho|lu)[\s-]?$")
_NUCLIDE = re.compile(r"[\s-](?:tc|sestamibi|mibi|tilmanocept|pertechnetate|dtpa|mdp|hynic|psma|maa)\b")
_AGE = re.compile(r"\s*(?:of age|old\b)")
# How old an unborn or preterm child is, counted from before the trial.
_UNBORN = re.compile(r"\s*\(?(?:of\s)?(?:corrected\s)?(?:post-?\s?menstrual|pma\b|gestation|ga\b)")
_BORN = re.compile(r"birth|post-?\s?partum|deliver|post-?natal")
_UP_TO = re.compile(
    r"\b(?:up\s?-?to|upto|until|till|through(?:out)?|within|maximum(?: of)?|max\.?|at most|no more than|as long as|"
    r"minimum(?: of)?|at least|less than)\b|[<≤]",
)  # fmt: skip
_FROM = re.compile(r"\b(?:from|between|since)\b")
_FROM_BASELINE = re.compile(
    r"\b(?:baseline|screening|enrol\w+|randomi[sz]ation|pre-?\w+|birth|admission)[^,;.]{0,24}?\s(?:up\s)?(?:to|through|until|till)\s",
)
_REACH = re.compile(r"\b(?:to|until|till|through|up\s?to|upto|and)\b|-|[,;]")
_BASELINE = re.compile(r"\b(?:baseline|pre-?(?:dose|operative|op|treatment|intervention|test)|screening|before|prior)")


class TimeFrame(NamedTuple):
    """What a time frame says. `kind` is fixed, up-to, time-points, interval or event; `horizon` is in days."""

    points: tuple[Point, ...]
    kind: str
    horizon: str | None


@lru_cache(maxsize=1 << 15)
def parse(text: str) -> TimeFrame | None:
    """Read a time frame; None where it names neither a duration nor anything that could anchor one.

    >>> frame = parse("1, 3, 6 months after surgery")
    >>> [point.value for point in frame.points], frame.points[0].unit, frame.kind
    (['1', '3', '6'], 'month', 'time-points')
    """
    written = _plain(text)
    if not written.strip():
        return None
    plain = lowered(written)
    cycle_days, defined = cycle_length(plain)
    defined += [match.span() for match in _ADDENDS.finditer(plain)] if "+" in plain else []
    points: list[Point] = []
    recurring: list[Point] = []
    reached: list[Decimal] = []
    in_cycles: list[Decimal] = []
    unborn: set[Point] = set()
    ranged = False
    for match in POINT.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in defined):
            continue
        found, is_range, in_cycle = read(match, written)
        if not found or is_calendar(found) or _is_isotope(plain, match):
            continue
        if _is_rate(match) or _recurs(plain, match):
            recurring.extend(found)
            continue
        if (_AGE.match(plain, match.end()) and points) or _TOLERANCE.search(plain, 0, match.start()):
            continue
        if points and is_rest(written, plain, points, found, match.start()):
            points[-1] = total(points[-1], found[0])
            continue
        if points and _JOINED.match(plain[points[-1].end : match.start()]):
            is_range = True
        points.extend(found)
        if _UNBORN.match(plain, match.end()):
            same = (point for point in points if point.unit == found[0].unit)
            unborn.update(point for point in same if not _BORN.search(plain, point.end, match.start()))
        ranged = ranged or is_range
        for point in found:
            if point.unit == "cycle":
                whole = Decimal(point.value) - (1 if in_cycle is not None else 0)
                if cycle_days is not None:
                    reached.append(whole * cycle_days + (in_cycle or 0))
                elif in_cycle is not None and not plain.startswith("-", match.end()):
                    in_cycles.append(in_cycle)
    repeats = not points and _EVERY.search(plain) is not None  # "every 8 weeks": how often, not how long
    if not points:
        points = recurring
    reached.extend(
        length
        for point in points
        if not repeats and point not in unborn and (length := days(point.value, point.unit)) is not None
    )
    if all(point.value == "1" for point in points if point.unit == "cycle"):  # however long the first cycle is
        reached += in_cycles
    latest = max(reached, default=None)
    if latest is not None and (latest < 0 or _only_starts(plain, points, latest)):
        latest = None  # "month -2 to month -1" ends before the clock starts: it does not look ahead
    return TimeFrame(tuple(points), _kind(plain, points, ranged), None if latest is None else canonical(latest))


def _plain(text: str) -> str:
    """The text with every dash a hyphen and every odd space a blank, character for character; a hyphen that only joins
    a number to its unit ("day-3, day-30") is a blank too, the comma of a decimal a point."""
    plain = text if text.isascii() else text.translate(_DASHES)
    plain = _DECIMAL_COMMA.sub(r"\1.", plain) if "," in plain else plain
    joined = _JOINS.findall(plain) if "-" in plain else []
    if not joined or _COUNTS_BACK.search(plain) is not None:
        return plain
    return _JOINS.sub(r"\1 \2", plain)


# "up to 3,5 years" is one duration; "3,5 years" may be two visits, as "up to 3, 5 years" is.
_DECIMAL_COMMA = re.compile(
    r"((?:\bup\s?to|\bof|\bwithin|\bfor|\babout|\bapproximately|\bmax\.?|\bmaximum)\s\d{1,2}),(?=5\s?-?(?:hours?|weeks?|months?|years?|yrs?)\b)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(days?|weeks?|months?|years?)-(\d)", re.IGNORECASE)
# What tells that a hyphen before a number is a sign: another sign, or a count from day 0 or 1 on.
_COUNTS_BACK = re.compile(
    r"\+\s?\d|\b(?:days?|weeks?|months?)\s(?:-|[01]\b)|\b(?:days?|weeks?|months?)-(?:\d+\D{0,12}(?<![\w-])[01]\b|0)",
    re.IGNORECASE,
)
_DASHES = translation(dict(zip("‐‑‒–—―−～，；（）\u00a0\u2009\u202f", "-------~,;()   ", strict=True)))


def _only_starts(text: str, points: list[Point], latest: Decimal) -> bool:
    """Whether the points are where the frame starts and its end is an event: "Day 1 through completion"."""
    last = max(points, key=lambda point: point.end)
    return latest <= 1 and bool(_FIRST.match(text, last.start) and _GOES_ON.search(text, last.end))


def _is_isotope(text: str, match: re.Match[str]) -> bool:
    """Whether "117m" is a nuclide: "the first dose of Sn-117m-DTPA"."""
    if match.group("shortunit") != "m" or not match.group("short").isdigit():
        return False
    return bool(_ELEMENT.search(text, max(0, match.start() - 12), match.start()) or _NUCLIDE.match(text, match.end()))


def _is_rate(match: re.Match[str]) -> bool:
    return match.group("single") is not None and match.group("single").startswith(("each", "every", "per"))


def _recurs(text: str, match: re.Match[str]) -> bool:
    return bool(
        _RECURRING.search(text, max(0, match.start() - 14), match.start()) or _RECURRING_AFTER.match(text, match.end())
    )


def _kind(text: str, points: list[Point], ranged: bool) -> str:
    if not points:
        return "event"
    start = _FROM.search(text)
    if start is not None and _REACH.search(text, start.end()):
        return "interval"
    if ranged or _FROM_BASELINE.search(text):
        return "interval"
    distinct = len({(point.value, point.unit) for point in points})
    if distinct == 1 and _UP_TO.search(text):
        return "up-to"
    if distinct > 1 or _BASELINE.search(text):
        return "time-points"
    return "fixed"
