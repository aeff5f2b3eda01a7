"""The points of a time frame, each read where it stands: "days 1, 8 and 15", "C2D1", "half a year", "24-month".

The rule: one pass of one pattern finds the points; what only recurs ("every 8 weeks") is told apart by the reader, and
two parts of one duration ("2 years and 10 months") are one point. The patterns read lower case.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from kg.extract.times.numbers import AND, DAYS, DIGITS, LIST, NUMBER, TO, WORD, canonical, number, unit_of, values_of

_LONG_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|moths?|mths?|mos?|years?|yrs?|cycles?|"
    r"courses?|visits?|sessions?|mons?)(?![a-z])"
)
_ADJECTIVE = (
    r"(?:(?:full|calendar|consecutive|additional|more|treatment|study|complete|whole|postoperative|post-?operative|post-?op|"
    r"follow-?up|further|chemotherapy|weekly|therapy|working|business|\+/-\s*\d+)[\s-]+){0,2}"
)
_LEADING_UNIT = (
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|"
    r"weeks?|wks?|months?|mths?|mos?|years?|yrs?|cycles?|visits?|sessions?|pods?)"
)
# A number that a unit of its own follows, at once or as the end of a range ("visit (2-8 months after)"), is not the
# leading unit's.
_BARE = (
    rf"(?:(?:minus\s|[-+])?\s?(?:{DIGITS}|{WORD})(?:st|nd|rd|th)?(?![\w%])"
    rf"(?!\s*-?\s*(?:full\s|calendar\s)?{_LONG_UNIT}(?!\s*-?\d))(?!-\d{{1,3}}\s{_LONG_UNIT}))"
)
_BARE_ITEM = rf"{_BARE}(?:{TO}{_BARE})?"

# The look-behind holds for every alternative; said first, it spares the inside of words all the others.
POINT = re.compile(
    rf"""
    (?<![a-z0-9])(?:
    (?P<code>(?:c(?:ycle\s?)?(?P<cycle>\d+)[\s,-]*\(?(?:d(?:ay\s?)?|(?P<week>week\s))(?P<day>-?\d+)|
        (?:day|(?P<week2>week))\s?(?P<day2>\d+)\s(?:of|in)\s(?:each\s|every\s)?cycle\s?(?P<cycle2>\d+)))(?![\d.])
    |(?P<halfyear>\bhalf\s(?:a\s|of\s(?:a\s)?)?(?P<halfunit>year|month|day|hour|week)\b)
    |(?:(?<![\w.-])|(?<=baseline-)|(?<=enrolment-)|(?<=enrollment-)|(?<=screening-))(?P<list>{LIST})\s*-?\s*{_ADJECTIVE}(?P<unit>{_LONG_UNIT})
    |(?<![\w.])(?P<short>(?:{DIGITS})(?:(?:\s*,\s*|\s*/\s*|\s*-\s*|\s*&\s*|\s+and\s+)(?:{DIGITS}))*)(?:\s?|(?<=\d\d)-|-(?!d))(?P<shortunit>[hdwmy]|hr|wk|mo|yr|min)(?![\w])
    |\b(?P<leading>{_LEADING_UNIT})\s*(?:\#|:\s(?!\()|no\.?\s|number\s)?\(?(?P<bare>{_BARE_ITEM}(?:{AND}{_BARE_ITEM})*)
    |(?<![\w.])(?<!b7-)(?P<letter>[dwmvht])(?P<letters>[-+]?\d+(?:\.\d+)?(?:\s*(?:-|to)\s*[dwmv]?\d+)?)(?![\w%])
    |(?<!per\s)(?<!\w)(?P<single>(?:an?|the\s(?:first|next|entire|last|whole)|one\sfull|each|every|per)\s(?P<singleunit>{_LONG_UNIT}))
    )""",
    re.VERBOSE,
)
_DEFINITION = re.compile(
    rf"(?:\b(?:each|1|one|a|every|(?<=\()|cycles?|cycle length|courses?|cycle \d+)\s*(?:treatment\s+)?"
    rf"(?:cycles?|courses?|months?|years?)?\s*"
    rf"(?:=|is of|is|are|equals?|of|lasts?|consists? of|being|defined as|:)\s*(?:approximately\s|about\s)?"
    rf"(?P<span>(?P<value>{NUMBER})\s*-?\s*(?P<unit>days?|weeks?|months?)))|"
    rf"(?P<span2>(?P<value2>{NUMBER})\s*-?\s*(?P<unit2>days?|weeks?)\s*(?:/|per\s|in\s(?:each|one|a)\s|-?\s*(?=(?:treatment\s)?(?:cycles?|courses?)\b)))\s*(?:treatment\s)?(?:cycles?|courses?)\b",
)
_DECIMALS = re.compile(r"\d+(?:\.\d+)?")
# "2 years and 10 months": one duration. The smaller unit follows and stays below one of the larger.
_SUMMED = re.compile(r"\s*(?:,\s*(?:and\s)?|and\s|\s)\s*")
_LETTER, _SMALL_LETTER = re.compile("[A-Za-z]"), re.compile("[a-z]")
_IN_SMALLER = {("year", "month"): 12, ("week", "day"): 7, ("hour", "minute"): 60}
_ONE_DURATION = re.compile(
    r"\b(?:up\s?-?to|upto|until|till|through|within|approximately|about|average of|maximum of|total of|for|over|during|"
    r"duration of|period of)(?:\s(?:a|an|the|about|approximately|maximum|average|total|period|of|first))*\s*$",
)
_LONG_AGO = 1900


class Point(NamedTuple):
    """One time point: `value` is a canonical decimal, `start`/`end` the stretch of text that says it."""

    value: str
    unit: str
    start: int
    end: int


def read(match: re.Match[str], written: str) -> tuple[list[Point], bool, Decimal | None]:
    """The points of one match, whether they are the ends of a range, and the day within a cycle."""
    start, end = match.span()
    group = match.lastgroup
    if match.group("code") is not None:
        cycle = match.group("cycle") or match.group("cycle2")
        day = Decimal(match.group("day") or match.group("day2"))
        if match.group("week") or match.group("week2"):
            day *= _IN_SMALLER["week", "day"]
        return [Point(canonical(Decimal(cycle)), "cycle", start, match.end("code"))], False, day
    if match.group("halfyear") is not None:
        return [Point("0.5", match.group("halfunit"), start, end)], False, None
    if match.group("single") is not None:
        return [Point("1", unit_of(match.group("singleunit")), start, end)], False, None
    if match.group("list") is not None:
        values, ranged = values_of(match.group("list"))
        unit = unit_of(match.group("unit"))
    elif match.group("short") is not None:
        values, ranged = values_of(match.group("short"))
        unit = unit_of(match.group("shortunit"))
    elif match.group("leading") is not None:
        values, ranged = values_of(match.group("bare"))
        unit = unit_of(match.group("leading"))
    else:
        letter = match.group("letter")
        if letter == "t":  # T0, T1 … number the assessments; they are no durations
            return [], False, None
        if letter not in "dwm" and written[match.start("letter")].islower():
            return [], False, None
        unit = unit_of(letter)
        numbers = [Decimal(value) for value in _DECIMALS.findall(match.group("letters"))]
        if match.group("letters").startswith("-"):
            numbers[0] = -numbers[0]
        values, ranged = numbers, len(numbers) > 1
    assert group is not None
    return [Point(canonical(value), unit, start, end) for value in values], ranged, None


def cycle_length(text: str) -> tuple[Decimal | None, list[tuple[int, int]]]:
    """How many days one cycle lasts, where the frame says so, and the stretches that define units."""
    length: Decimal | None = None
    spans: list[tuple[int, int]] = []
    if "ycle" not in text and "ourse" not in text and "=" not in text:
        return None, spans
    for match in _DEFINITION.finditer(text):
        name = "span" if match.group("span") is not None else "span2"
        value = number(match.group("value" if name == "span" else "value2"))
        unit = unit_of(match.group("unit" if name == "span" else "unit2"))
        if value is None or value > 366:
            continue
        whole = match.group()
        if not ("ycle" in whole or "ourse" in whole or "=" in whole):
            continue
        spans.append(match.span() if name == "span" else match.span(name))
        if length is None and ("ycle" in whole or "ourse" in whole):
            length = value * DAYS[unit]
    return length, spans


def is_rest(written: str, text: str, points: list[Point], found: list[Point], start: int) -> bool:
    """Whether the point tells the rest of the duration before it: "2 years and 10 months". `text` is the lower case of
    what is written."""
    last = points[-1]
    if len(found) != 1 or (len(points) > 1 and points[-2].end == last.end):
        return False
    limit = _IN_SMALLER.get((last.unit, found[0].unit))
    said = written[last.start : last.end]
    if limit is None or not 0 < Decimal(found[0].value) < limit or not said[:1].isalnum() or said[:1].isupper():
        return False
    if "." in last.value or not _LETTER.match(said.strip()[-1:]) or not _SMALL_LETTER.match(written, found[0].end - 1):
        return False
    gap = text[last.end : start]
    if not _SUMMED.fullmatch(gap):
        return False
    # "1 year and 6 months" may be two visits: with "and" or a comma only a single duration is one
    return (
        not gap.strip()
        or bool(_ONE_DURATION.search(text, 0, last.start))
        or (
            len(points) == 1
            and not text[: last.start].strip()
            and not text[found[0].end :].strip(" .")
            and "and" in gap
            and "," not in gap
        )
    )


def total(whole: Point, rest: Point) -> Point:
    """The two parts of a duration as one point, in the smaller unit."""
    value = Decimal(whole.value) * _IN_SMALLER[whole.unit, rest.unit] + Decimal(rest.value)
    return Point(canonical(value), rest.unit, whole.start, rest.end)


def is_calendar(found: list[Point]) -> bool:
    """Whether a "year" is one of the calendar: "follow-up until year 2044"."""
    return found[-1].unit == "year" and Decimal(found[-1].value) >= _LONG_AGO
