"""When a measure is taken, where the outcome has no time frame of its own: "90-day mortality", "PFS at 6 months".

The rule: the time ends the measure behind a word that leads to one ("within 168 days after TIPS", "pain at 24 h"), or
stands alone behind a comma or the name of the endpoint ("transplant-free survival 6 mo"), or right before that name
("6-wk mortality"). Days, weeks, months and years count, hours only where the measure counts from no dose, meal or test.
How often something is done and how old somebody is are no such times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.measures.grounded import Grounded
from kg.model import Passage
from kg.text import holds_any, lowered

_COUNT = r"(?:\d{1,4}(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-?four|thirty)"
_COUNTS = rf"{_COUNT}(?:(?:-?\s?,\s?(?:and\s)?|-?\sand\s|\sor\s|\sto\s|\s?[/&-]\s?){_COUNT})*"
_UNIT = r"(?:h|hrs?|hours?|d|days?|w|wks?|weeks?|mos?|mths?|months?|y|yrs?|years?)"
_LEADING = r"(?:days?|weeks?|wks?|months?|years?|pod|d|w|m)"
_TIME = rf"(?:{_COUNTS}[\s-]{{0,2}}{_UNIT}\b|{_LEADING}\s?{_COUNTS}\b(?!\s?%))"
_TIMES = rf"{_TIME}(?:(?:\s?,\s?(?:and\s)?|\sand\s|\sto\s|\s?[/&]\s?){_TIME})*"
# What a time is counted from may stand behind it, to the end of the measure.
_FROM = r"(?:\s(?:after|of|from|post|following|since)[\s-][^;:()]{2,60})?"
# Of whom, against whom, by which scale.
_WHOSE = r"(?:\s(?:in|for|with|between|among|versus|vs\.?|compared)\s[^;]{2,90}|\s?\([^()]{2,40}\))?"
_LED = re.compile(
    r"\b(?:at|after|within|over|during|through|until|till|to|up\s?to|upto|by|on|(?:in|for) the first)\s"
    r"(?:(?:the|a|end|of|first|about|approximately)\s){0,3}"
    rf"(?P<time>{_TIMES}(?:\s(?:treatment|study|follow-?up)\speriod)?{_FROM}){_WHOSE}[\s.)]*\Z"
)
_ALONE = re.compile(rf"(?:,\s?|\s\(?)(?P<time>{_TIMES}{_FROM})[\s.)]*\Z")
_BEFORE = re.compile(
    rf"(?:\A|[\s(])(?P<time>{_COUNTS}[\s-]{{0,2}}{_UNIT})"
    r"(?:[\s-](?:all-cause|overall|postoperative|post-operative|major))?[\s-]?\Z"
)
_INSIDE = re.compile(rf"(?P<time>{_COUNT}[\s-]{{0,2}}{_UNIT})[\s-]")
_WORDS = ("week", "month", "year")
_OFTEN = re.compile(
    r"\b(?:every|each|per|once|twice|times|age[ds]?|old|older|younger|under|least|last|past|previous)\b"
)
_HOURS = re.compile(r"\d\s?-?(?:h|hrs?|hours?)\b")
_OF_A_TEST = re.compile(r"\bdos(?:e|ing)\b|meal|prandial|glucose|ogtt|urin|holter|monitor|ambulatory|auc|cmax")


def time_of(measure: Passage, found: Sequence[Grounded]) -> Passage | None:
    """The part of a measure that says when it is taken; None where none does, or no endpoint is known."""
    names = [name for name in found if name.passage is measure]
    text = lowered(measure.text)
    if not names or not (holds_any(text, "0123456789") or holds_any(text, _WORDS)):
        return None
    told = _behind(text, names) or _before(text, names)
    if told is None or _OFTEN.search(text, max(0, told[0] - 30), told[1]):
        return None
    if _HOURS.search(text, *told) and _OF_A_TEST.search(text):
        return None
    return measure.part(*told)


def _behind(text: str, names: list[Grounded]) -> tuple[int, int] | None:
    led = _LED.search(text)
    if led is not None:
        return led.span("time")
    for name in names:
        alone = _ALONE.match(text, name.end)
        if alone is not None:
            return alone.span("time")
    return None


def _before(text: str, names: list[Grounded]) -> tuple[int, int] | None:
    for name in names:
        before = _BEFORE.search(text, max(0, name.start - 40), name.start) or _INSIDE.match(text, name.start, name.end)
        if before is not None:
            return before.span("time")
    return None
