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

from kg.text import lowered

_DAYS: dict[str, Decimal] = {
    "second": Decimal(1) / 86400,
    "minute": Decimal(1) / 1440,
    "hour": Decimal(1) / 24,
    "day": Decimal(1),
    "week": Decimal(7),
    "month": Decimal("30.4375"),
    "year": Decimal("365.25"),
}
_UNITS = {
    "s": "second", "sec": "second", "second": "second", "min": "minute", "minute": "minute", "h": "hour", "hr": "hour",
    "hour": "hour", "d": "day", "day": "day", "night": "day", "w": "week", "wk": "week", "week": "week", "m": "month",
    "mo": "month", "mth": "month", "mon": "month", "month": "month", "y": "year", "yr": "year", "year": "year",
    "cycle": "cycle", "course": "cycle", "visit": "visit", "session": "visit", "v": "visit",
}  # fmt: skip
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS: dict[str, int] = {word: value for value, word in enumerate(_ONES.split(), 1)} | _TENS
_WORDS |= {
    f"{ten}-{one}": tens + value for ten, tens in _TENS.items() for value, one in enumerate(_ONES.split()[:9], 1)
}
_WORDS |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "half": 0}

_WORD = "(?:" + "|".join(sorted(map(re.escape, _WORDS.keys() - {"half"}), key=len, reverse=True)) + r")(?![a-z])"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
_NUMBER = (
    rf"(?:(?:{_DIGITS})(?:\s?(?:st|nd|rd|th)\b)?|{_WORD})(?:\s*\(\s*[±+]?(?:/-)?\s*\d+\s*\)|\s*(?:±|\+\s?/\s?-)\s*\d+)?"
)
_HYPHEN = r"(?:\s?-(?=\s*[,;/&\s]))?"
_TO = r"\s*(?:-|~|\bto\b-?|\bthrough\b|\bthru\b|/)\s*"
_ITEM = rf"{_NUMBER}{_HYPHEN}(?:{_TO}{_NUMBER}{_HYPHEN})?"
_AND = r"(?:\s*[,;]\s*(?:(?:and|or|then|&)\s+)?|\s*/\s*|\s+and\s+(?:at\s+)?|\s*&\s*|\s+or\s+)"
_LIST = rf"{_ITEM}(?:{_AND}{_ITEM})*"
_LONG_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|cycles?|"
    r"courses?|visits?|sessions?|mons?)(?![a-z])"
)
_ADJECTIVE = (
    r"(?:(?:full|calendar|consecutive|additional|more|treatment|study|complete|whole|postoperative|post-?operative|"
    r"follow-?up|further|chemotherapy|weekly|therapy|working|business|\+/-\s*\d+)[\s-]+){0,2}"
)
_LEADING_UNIT = (
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|"
    r"weeks?|wks?|months?|mths?|years?|yrs?|cycles?|visits?|sessions?)"
)
_BARE = (
    rf"(?:(?:minus\s|[-+])?\s?(?:{_DIGITS}|{_WORD})(?![\w%])(?!\s*-?\s*(?:full\s|calendar\s)?{_LONG_UNIT}(?!\s*-?\d)))"
)
_BARE_ITEM = rf"{_BARE}(?:{_TO}{_BARE})?"

# The look-behind holds for every alternative; said first, it spares the inside of words all the others.
_POINT = re.compile(
    rf"""
    (?<![a-z0-9])(?:
    (?P<code>(?:c(?:ycle\s?)?(?P<cycle>\d+)[\s,-]*\(?d(?:ay\s?)?(?P<day>-?\d+)|
        day\s?(?P<day2>\d+)\s(?:of|in)\s(?:each\s|every\s)?cycle\s?(?P<cycle2>\d+)))(?![\d.])
    |(?P<halfyear>\bhalf\s(?:a\s|of\s(?:a\s)?)?(?P<halfunit>year|month|day|hour|week)\b)
    |(?<![\w.-])(?P<list>{_LIST})\s*-?\s*{_ADJECTIVE}(?P<unit>{_LONG_UNIT})
    |(?<![\w.])(?P<short>(?:{_DIGITS})(?:(?:\s*,\s*|\s*/\s*|\s*-\s*|\s+and\s+)(?:{_DIGITS}))*)\s?(?P<shortunit>[hdwmy]|hr|wk|mo|yr|min)(?![\w])
    |\b(?P<leading>{_LEADING_UNIT})\s*(?:\#|no\.?\s|number\s)?\(?(?P<bare>{_BARE_ITEM}(?:{_AND}{_BARE_ITEM})*)
    |(?<![\w.])(?<!b7-)(?P<letter>[dwmvht])(?P<letters>-?\d+(?:\.\d+)?(?:\s*(?:-|to)\s*[dwmv]?\d+)?)(?![\w%])
    |(?<!per\s)(?<!\w)(?P<single>(?:an?|the\s(?:first|next|entire|last|whole)|one\sfull|each|every|per)\s(?P<singleunit>{_LONG_UNIT}))
    )""",
    re.VERBOSE,
)
_RECURRING = re.compile(r"\b(?:every|each|per|once|twice|times|q|interval of|intervals of)\s(?:other\s)?$|/\s*$")
_RECURRING_AFTER = re.compile(r"\s?(?:intervals?\b|apart\b)")
_TOLERANCE = re.compile(r"(?:±|\+\s?/\s?-|\+-)\s*$")
_JOINED = re.compile(r"^\s*\)?\s*(?:to|through|thru|until|up to|till|-)\s*(?:the\s)?(?:end of\s)?(?:study\s)?$")
# "2 years and 10 months": one duration. The smaller unit follows and stays below one of the larger.
_SUMMED = re.compile(r"\s*(?:,\s*(?:and\s)?|and\s|\s)\s*")
_LETTER, _SMALL_LETTER = re.compile("[A-Za-z]"), re.compile("[a-z]")
_IN_SMALLER = {("year", "month"): 12, ("week", "day"): 7, ("hour", "minute"): 60}
# "26 weeks (4+22 weeks)": the bracket only tells what the first number is made of.
_ADDENDS = re.compile(r"\(\s*\d+(?:\.\d+)?(?:[\s-]*[a-z]{1,9})?(?:\s*\+\s*\d+(?:\.\d+)?[^()+\d]{0,30})+\)")
_AGE = re.compile(r"\s*(?:of age|old\b)")
_DEFINITION = re.compile(
    rf"(?:\b(?:each|1|one|a|every|(?<=\()|cycles?|cycle length|courses?|cycle \d+)\s*(?:treatment\s+)?"
    rf"(?:cycles?|courses?|months?|years?)?\s*"
    rf"(?:=|is of|is|are|equals?|of|lasts?|consists? of|being|defined as|:)\s*(?:approximately\s|about\s)?"
    rf"(?P<span>(?P<value>{_NUMBER})\s*-?\s*(?P<unit>days?|weeks?|months?)))|"
    rf"(?P<span2>(?P<value2>{_NUMBER})\s*-?\s*(?P<unit2>days?|weeks?)\s*(?:/|per\s|in\s(?:each|one|a)\s|-?\s*(?=(?:treatment\s)?(?:cycles?|courses?)\b)))\s*(?:treatment\s)?(?:cycles?|courses?)\b",
)
_ONE_DURATION = re.compile(
    r"\b(?:up\s?-?to|upto|until|till|through|within|approximately|about|average of|maximum of|total of|for|over|during|"
    r"duration of|period of)(?:\s(?:a|an|the|about|approximately|maximum|average|total|period|of|first))*\s*$",
)
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
_SPLIT = re.compile(_AND)
_REMARK = re.compile(r"\s*[(±+].*", re.DOTALL)
_LEADING_NUMBER = re.compile(r"\+?(\d[\d,]*(?:\.\d+)?)")
_HYPHENED_TO = re.compile(r"\s?-\s?\bto\b-?\s?|\s\bto-\s?")  # "6- to-12-month"
_LONG_AGO = 1900
_SIX_PLACES = Decimal("0.000001")
_DECIMALS = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONE = re.compile(r"\s*-?\s*[\d.,]+\s*")
_RANGE = re.compile(rf"^(.*?[\d\w)]){_TO}(.+)$", re.DOTALL)


class Point(NamedTuple):
    """One time point: `value` is a canonical decimal, `start`/`end` the stretch of text that says it."""

    value: str
    unit: str
    start: int
    end: int


class TimeFrame(NamedTuple):
    """What a time frame says. `kind` is fixed, up-to, time-points, interval or event; `horizon` is in days."""

    points: tuple[Point, ...]
    kind: str
    horizon: str | None


def canonical(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros, at most six places.

    >>> canonical(Decimal("48.50"))
    '48.5'
    """
    text = str(value)
    if text.isdecimal():  # whole, as most are; a literal or its string never has leading zeros
        return text
    text = format(value.quantize(_SIX_PLACES), "f").rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def days(value: str, unit: str) -> Decimal | None:
    """How many days a point lies after the start, or None for cycles and visits.

    >>> days("2", "month")
    Decimal('60.8750')
    """
    factor = _DAYS.get(unit)
    return None if factor is None else Decimal(value) * factor


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
    cycle_days, defined = _cycle_length(plain)
    defined += [match.span() for match in _ADDENDS.finditer(plain)] if "+" in plain else []
    points: list[Point] = []
    recurring: list[Point] = []
    reached: list[Decimal] = []
    ranged = False
    for match in _POINT.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in defined):
            continue
        found, is_range, in_cycle = _read(match, written)
        if not found or _is_calendar(found):
            continue
        if _is_rate(match) or _recurs(plain, match):
            recurring.extend(found)
            continue
        if (_AGE.match(plain, match.end()) and points) or _TOLERANCE.search(plain, 0, match.start()):
            continue
        if points and _is_rest(written, plain, points, found, match.start()):
            points[-1] = _sum(points[-1], found[0])
            continue
        if points and _JOINED.match(plain[points[-1].end : match.start()]):
            is_range = True
        points.extend(found)
        ranged = ranged or is_range
        if cycle_days is not None:
            for point in found:
                if point.unit == "cycle":
                    whole = Decimal(point.value) - (1 if in_cycle is not None else 0)
                    reached.append(whole * cycle_days + (in_cycle or 0))
    if not points:
        points = recurring
    reached.extend(length for point in points if (length := days(point.value, point.unit)) is not None)
    return TimeFrame(tuple(points), _kind(plain, points, ranged), canonical(max(reached)) if reached else None)


def _plain(text: str) -> str:
    """The text with every dash a hyphen and every odd space a blank, character for character."""
    if text.isascii():
        return text
    return text.translate(_DASHES)


_DASHES = str.maketrans("‐‑‒–—―−～，；（）\u00a0\u2009\u202f", "-------~,;()   ")


def _number(text: str) -> Decimal | None:
    text = text.strip()
    if text.isdecimal() and text.isascii():
        return Decimal(text)
    word = _REMARK.sub("", text.removeprefix("+").strip()).strip(" -")
    word = word.removeprefix("minus ").strip()
    negative = text.startswith(("-", "minus"))
    if word in _WORDS:
        return Decimal(_WORDS[word])
    digits = _LEADING_NUMBER.match(word)
    if digits is None:
        return None
    value = Decimal(digits.group(1).replace(",", ""))
    return -value if negative else value


def _unit(text: str) -> str:
    return _UNITS.get(text) or _UNITS.get(text.rstrip("s"), text)


def _values(text: str) -> tuple[list[Decimal], bool]:
    """The numbers of a list, and whether one of its items was a range."""
    found: list[Decimal] = []
    ranged = False
    text = _THOUSANDS.sub("", text) if "," in text else text
    text = _HYPHENED_TO.sub(" to ", text) if "-" in text else text
    for item in _SPLIT.split(text):
        if not item or not item.strip():
            continue
        lone = _number(item)
        ends = None if _LONE.fullmatch(item) or item.strip() in _WORDS else _RANGE.match(item.strip())
        if ends is not None:
            first, last = _number(ends.group(1)), _number(ends.group(2))
            if first is not None and last is not None:
                found += [first, last]
                ranged = True
                continue
        if lone is not None:
            found.append(lone)
    return found, ranged


def _is_rest(written: str, text: str, points: list[Point], found: list[Point], start: int) -> bool:
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


def _sum(whole: Point, rest: Point) -> Point:
    """The two parts of a duration as one point, in the smaller unit."""
    value = Decimal(whole.value) * _IN_SMALLER[whole.unit, rest.unit] + Decimal(rest.value)
    return Point(canonical(value), rest.unit, whole.start, rest.end)


def _is_calendar(found: list[Point]) -> bool:
    """Whether a "year" is one of the calendar: "follow-up until year 2044"."""
    return found[-1].unit == "year" and Decimal(found[-1].value) >= _LONG_AGO


def _is_rate(match: re.Match[str]) -> bool:
    return match.group("single") is not None and match.group("single").startswith(("each", "every", "per"))


def _recurs(text: str, match: re.Match[str]) -> bool:
    return bool(
        _RECURRING.search(text, max(0, match.start() - 14), match.start()) or _RECURRING_AFTER.match(text, match.end())
    )


def _read(match: re.Match[str], written: str) -> tuple[list[Point], bool, Decimal | None]:
    """The points of one match, whether they are the ends of a range, and the day within a cycle."""
    start, end = match.span()
    group = match.lastgroup
    if match.group("code") is not None:
        cycle = match.group("cycle") or match.group("cycle2")
        day = match.group("day") or match.group("day2")
        return [Point(canonical(Decimal(cycle)), "cycle", start, match.end("code"))], False, Decimal(day)
    if match.group("halfyear") is not None:
        return [Point("0.5", match.group("halfunit"), start, end)], False, None
    if match.group("single") is not None:
        return [Point("1", _unit(match.group("singleunit")), start, end)], False, None
    if match.group("list") is not None:
        values, ranged = _values(match.group("list"))
        unit = _unit(match.group("unit"))
    elif match.group("short") is not None:
        values, ranged = _values(match.group("short"))
        unit = _unit(match.group("shortunit"))
    elif match.group("leading") is not None:
        values, ranged = _values(match.group("bare"))
        unit = _unit(match.group("leading"))
    else:
        letter = match.group("letter")
        if letter == "t":  # T0, T1 … number the assessments; they are no durations
            return [], False, None
        if letter not in "dwm" and written[match.start("letter")].islower():
            return [], False, None
        unit = _unit(letter)
        numbers = [Decimal(value) for value in _DECIMALS.findall(match.group("letters"))]
        if match.group("letters").startswith("-"):
            numbers[0] = -numbers[0]
        values, ranged = numbers, len(numbers) > 1
    assert group is not None
    return [Point(canonical(value), unit, start, end) for value in values], ranged, None


def _cycle_length(text: str) -> tuple[Decimal | None, list[tuple[int, int]]]:
    """How many days one cycle lasts, where the frame says so, and the stretches that define units."""
    length: Decimal | None = None
    spans: list[tuple[int, int]] = []
    if "ycle" not in text and "ourse" not in text and "=" not in text:
        return None, spans
    for match in _DEFINITION.finditer(text):
        name = "span" if match.group("span") is not None else "span2"
        value = _number(match.group("value" if name == "span" else "value2"))
        unit = _unit(match.group("unit" if name == "span" else "unit2"))
        if value is None or value > 366:
            continue
        whole = match.group()
        if not ("ycle" in whole or "ourse" in whole or "=" in whole):
            continue
        spans.append(match.span() if name == "span" else match.span(name))
        if length is None and ("ycle" in whole or "ourse" in whole):
            length = value * _DAYS[unit]
    return length, spans


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
