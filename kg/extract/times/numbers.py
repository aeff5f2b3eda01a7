"""Numbers and units of time as time frames write them: "3", "twelve", "6-12", "1, 3 and 6"; weeks, wks, w.

The rule: a number is a decimal and a unit one of a few names, whatever the wording. The patterns read lower case.
"""

from __future__ import annotations

import re
from decimal import Decimal

DAYS: dict[str, Decimal] = {
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
    "hour": "hour", "pod": "day", "d": "day", "day": "day", "night": "day", "w": "week", "wk": "week", "week": "week",
    "m": "month", "mo": "month", "mth": "month", "moth": "month", "mon": "month", "month": "month", "y": "year",
    "yr": "year", "year": "year", "cycle": "cycle", "course": "cycle", "visit": "visit",
    "session": "visit", "v": "visit",
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
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_WORDS |= {word: value for value, word in enumerate(_ORDINALS.split(), 1)} | {"half": 0}

WORD = "(?:" + "|".join(sorted(map(re.escape, _WORDS.keys() - {"half"}), key=len, reverse=True)) + r")(?![a-z])"
DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
NUMBER = (
    rf"(?:(?:{DIGITS})(?:\s?(?:st|nd|rd|th)\b)?|{WORD})(?:\s*\(\s*[±+]?(?:/-)?\s*\d+\s*\)|\s*(?:±|\+\s?/\s?-)\s*\d+)?"
)
_HYPHEN = r"(?:\s?-(?=\s*[,;/&\s]))?"
TO = r"\s*(?:-|~|\bto\b-?|\bthrough\b|\bthru\b|/)\s*"
_ITEM = rf"{NUMBER}{_HYPHEN}(?:{TO}{NUMBER}{_HYPHEN})?"
AND = r"(?:\s*[,;]\s*(?:(?:and|or|then|&)\s+)?|\s*/\s*|\s+and\s+(?:at\s+)?|\s*&\s*|\s+or\s+)"
LIST = rf"{_ITEM}(?:{AND}{_ITEM})*"
_SPLIT = re.compile(AND)
_REMARK = re.compile(r"\s*[(±+].*", re.DOTALL)
_LEADING_NUMBER = re.compile(r"\+?(\d[\d,]*(?:\.\d+)?)")
_HYPHENED_TO = re.compile(r"\s?-\s?\bto\b-?\s?|\s\bto-\s?")  # "6- to-12-month"
_SIX_PLACES = Decimal("0.000001")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONE = re.compile(r"\s*-?\s*[\d.,]+\s*")
_RANGE = re.compile(rf"^(.*?[\d\w)]){TO}(.+)$", re.DOTALL)


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
    factor = DAYS.get(unit)
    return None if factor is None else Decimal(value) * factor


def number(text: str) -> Decimal | None:
    """A number in digits or in words, with its sign; None where the text is none."""
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


def unit_of(text: str) -> str:
    """The unit that a word or its short form stands for; the word itself where it is unknown."""
    return _UNITS.get(text) or _UNITS.get(text.rstrip("s"), text)


def values_of(text: str) -> tuple[list[Decimal], bool]:
    """The numbers of a list, and whether one of its items was a range."""
    found: list[Decimal] = []
    ranged = False
    text = _THOUSANDS.sub("", text) if "," in text else text
    text = _HYPHENED_TO.sub(" to ", text) if "-" in text else text
    for item in _SPLIT.split(text):
        if not item or not item.strip():
            continue
        lone = number(item)
        ends = None if _LONE.fullmatch(item) or item.strip() in _WORDS else _RANGE.match(item.strip())
        if ends is not None:
            first, last = number(ends.group(1)), number(ends.group(2))
            if first is not None and last is not None:
                found += [first, last]
                ranged = True
                continue
        if lone is not None:
            found.append(lone)
    return found, ranged
