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
_EVERY_SO_OFTEN = re.compile(
    r"\bq(?=\s?\d{1,2}\s?-?(?:h|d|w|m|hrs?|hours?|days?|wks?|weeks?|mos?|months?|cycles?)\b)"
)  # "q6w", as long as a sign that tells what recurs
_IN_EACH = re.compile(r"\b(?:each|every)\s(?:[\w-]+\s)?(?:cycle|course),?\s?\(?$")
# "Day 1 of each cycle": no day of the trial.
_OF_EACH = re.compile(r"\s(?:of|in)\s(?:each|every|all)\s[^,;.()]{0,24}?\b(?:cycles?|courses?)\b")
_BORN = re.compile(r"birth|post-?\s?partum|deliver|post-?natal")
_UP_TO = re.compile(
    r"\b(?:up\s?-?to(?=\d)|(?:up\s?-?to|upto|until|till|through(?:out)?|within|maximum(?: of)?|max\.?|at most|"
    r"no more than|as long as|minimum(?: of)?|at least|less than)\b)|[<≤]",
)  # fmt: skip
_FROM = re.compile(r"\b(?:from|between|since)\b")
_FROM_BASELINE = re.compile(
    r"\b(?:baseline|screening|enrol\w+|randomi[sz]ation|pre-?\w+|birth|admission)[^,;.]{0,24}?\s(?:up\s)?(?:to|through|until|till)\s",
)
# "Day 1 of treatment through 30 days after the last dose": from its first day on, though no "from" says so.
_FROM_START = re.compile(
    r"\W*(?:(?:(?:study|dose|date|of|the|transplant)\s)*"
    r"(?:c(?:ycle)?\s?1[,\s]*(?:d(?:ay)?\s?1)?|d(?:ay)?\s?-?[01]|day\sof|start|beginning|initiation|first\s[a-z]+)\b"
    r"(?:(?!\b(?:and|at|compared|during|every)\b)[^,;.&])*?\s(?:through(?:out)?|thru|until|till|up\s?to|to)\s"
    r"|\d+\s(?:days?|weeks?|months?)\safter\s[^,;.&]*?\s(?:through|until|till|up\s?to|to)\s\d)"
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
    if "q" in plain:
        plain = _EVERY_SO_OFTEN.sub("/", plain)
    cycle_days, defined = cycle_length(plain)
    defined += [match.span() for match in _ADDENDS.finditer(plain)] if "+" in plain else []
    told = _told(_GLUED.sub(lambda match: match.group()[:-1] + " ", plain), written, defined)
    # "every 8 weeks": how often, not how long
    repeats = not told.points and (_EVERY.search(plain) is not None or plain[:1] == "/")
    points = told.points or told.recurring
    reached = _reached_cycles(told, points, cycle_days)
    reached.extend(
        length
        for point in points
        if not (repeats or point in told.unborn or point in told.repeated)
        and (length := days(point.value, point.unit)) is not None
    )
    latest = max(reached, default=None)
    if latest is not None and (latest < 0 or _only_starts(plain, points, latest)):
        latest = None  # "month -2 to month -1" ends before the clock starts: it does not look ahead
    kind = _kind(plain, points, told.ranged)
    return TimeFrame(tuple(points), kind, None if latest is None else canonical(latest))


class _Cycle(NamedTuple):
    """A cycle that is named, the day in it where one is told, and whether more days of it follow ("day 1-5")."""

    number: Decimal
    day: Decimal | None
    goes_on: bool


class _Told:
    """What one pass over a time frame finds: points, what only recurs, and what the points' words say of them."""

    __slots__ = ("cycles", "points", "ranged", "recurring", "repeated", "unborn")

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.recurring: list[Point] = []
        self.cycles: list[_Cycle] = []
        self.unborn: set[Point] = set()
        self.repeated: set[Point] = set()
        self.ranged = False


def _told(plain: str, written: str, defined: list[tuple[int, int]]) -> _Told:
    """The points of a time frame; what stands in `defined` only says what a unit is made of."""
    told = _Told()
    points = told.points
    for match in POINT.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in defined):
            continue
        found, is_range, in_cycle = read(match, written)
        if not found or is_calendar(found) or _is_isotope(plain, match):
            continue
        if _is_rate(match) or (_recurs(plain, match) and not _is_next(points, found, plain, match.start())):
            told.recurring.extend(found)
            continue
        if (_AGE.match(plain, match.end()) and points) or _TOLERANCE.search(plain, 0, match.start()):
            continue
        if points and is_rest(written, plain, points, found, match.start()):
            points[-1] = total(points[-1], found[0])
            continue
        is_range = is_range or bool(points and _JOINED.match(plain[points[-1].end : match.start()]))
        points.extend(found)
        if found[0].unit == "day" and match.group("list") is None and _is_of_each(plain, match):
            told.repeated.update(found)
        if _UNBORN.match(plain, match.end()):
            same = (point for point in points if point.unit == found[0].unit)
            told.unborn.update(point for point in same if not _BORN.search(plain, point.end, match.start()))
        told.ranged = told.ranged or is_range
        goes_on = plain.startswith("-", match.end())
        told.cycles.extend(_Cycle(Decimal(one.value), in_cycle, goes_on) for one in found if one.unit == "cycle")
    return told


def _is_of_each(plain: str, match: re.Match[str]) -> bool:
    """Whether days are those of every cycle: "day 1 of each cycle", "each cycle day 1"."""
    before = _IN_EACH.search(plain, max(0, match.start() - 30), match.start())
    return before is not None or _OF_EACH.match(plain, match.end()) is not None


def _is_next(points: list[Point], found: list[Point], plain: str, start: int) -> bool:
    """Whether a slash before what is found only sets the next visit apart: "6 months/12 months"."""
    return (
        bool(points)
        and points[-1].unit == found[0].unit
        and Decimal(points[-1].value) < Decimal(found[0].value)
        and plain[points[-1].end : start].strip() == "/"
    )


def _reached_cycles(told: _Told, points: list[Point], cycle_days: Decimal | None) -> list[Decimal]:
    """How many days the cycles reach: where the frame says how long one is, or where only the first is named, however
    long that is."""
    if cycle_days is not None:
        reached = []
        for cycle in told.cycles:
            whole = cycle.number if cycle.day is None else cycle.number - 1
            reached.append(whole * cycle_days + (cycle.day or 0))
        return reached
    if any(point.value != "1" for point in points if point.unit == "cycle"):
        return []
    return [cycle.day for cycle in told.cycles if cycle.day is not None and not cycle.goes_on]


def _plain(text: str) -> str:
    """The text with every dash a hyphen and every odd space a blank, character for character; a hyphen that only joins
    a number to its unit ("day-3, day-30") is a blank too, the comma of a decimal a point, the hyphens of three visits
    or more ("3-6-12 months") commas. The dimensions that questionnaires are called by ("EQ-5D-5L") are struck out: they
    are no days."""
    plain = text if text.isascii() else _of_chinese(text.translate(_DASHES))
    plain = _DIMENSIONS.sub(lambda match: "_" * len(match.group()), plain) if "D" in plain else plain
    plain = _DECIMAL_COMMA.sub(r"\1.", plain) if "," in plain else plain
    if "-" not in plain:
        return plain
    plain = _VISITS.sub(_parted, plain)
    joined = _JOINS.findall(plain)
    if not joined or _COUNTS_BACK.search(plain) is not None:
        return plain
    return _JOINS.sub(r"\1 \2", plain)


def _of_chinese(text: str) -> str:
    """The text with Chinese units of time as letters, other signs as blanks: "术后2年" is "  2y". A calendar year
    ("2026年3月") and what recurs ("每3个月") stay as they are."""
    if _CHINESE.search(text) is None or _CALENDAR.search(text) is not None:
        return text
    return _HAN.sub(" ", text.translate(_UNITS))


def _parted(visits: re.Match[str]) -> str:
    """Visits joined by hyphens with commas between them; as they are where their numbers do not rise."""
    numbers = [int(number) for number in visits.group().split("-")]
    return visits.group().replace("-", ",") if numbers == sorted(set(numbers)) else visits.group()


# A range has two ends, so three numbers before a unit are visits.
_VISITS = re.compile(
    r"(?<![\w.-])\d{1,2}(?:-\d{1,3}){2,}(?=(?:st|nd|rd|th)?[\s-]?(?:hours?|hrs?|h|days?|weeks?|wks?|months?|mos?|years?|yrs?)\b)",
    re.IGNORECASE,
)
_DIMENSIONS = re.compile(r"(?:(?<=[A-Za-z]-)|(?<=EQ )|(?<=EuroQol ))\d{1,2}D\b(?:[\s-]\d[LY]\b)?|\b3D(?=-[A-Z])")
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
# "Up to15 months": the word and the number are two.
_GLUED = re.compile(
    r"\b(?:to|after|at|within|for|until|till)(?=\d{1,3}(?:th|\s?-?(?:hours?|days?|weeks?|months?|years?))\b)"
)
_CHINESE = re.compile(r"\d\s?(?:[年月周天日]|个月|小时)")
_CALENDAR = re.compile(r"每|\d{4}\s?年|年\s?\d+\s?月|月\s?\d+\s?日")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNITS = translation(dict(zip("年月周天日时", "ymwddh", strict=True)))
_DASHES = translation(dict(zip("‐‑‒–—―−～，、；（）\u00a0\u2009\u202f", "-------~,,;()   ", strict=True)))


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
    if ranged or _FROM_BASELINE.search(text) or _FROM_START.match(text):
        return "interval"
    distinct = len({(point.value, point.unit) for point in points})
    if distinct == 1 and _UP_TO.search(text):
        return "up-to"
    if distinct > 1 or _BASELINE.search(text):
        return "time-points"
    return "fixed"
