"""Ratios of two things that have no name of their own: "ratio of testosterone to cortisol", "sodium/potassium ratio".

The rule: neither of the two is measured. What takes in both closest (hormones, electrolytes) is; where nothing does, or
one of the two is unknown, there is no endpoint. A ratio that the lexicon names ("FEV1/FVC ratio") is one name and
stays.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.kinds import VAGUE
from kg.extract.measures.names import Name
from kg.text import lowered

_RATIO = "ratio"
_OF = re.compile(r"\bratios?\s(?:of|between)\s(?:the\s|(?:serum|plasma|urine|urinary|blood|salivary)\s)*$")
_BEHIND = re.compile(r"\s*(?:\([^()]*\)\s*)?ratios?\b")
_BETWEEN = re.compile(
    r"\s*(?:levels?\s)?(?:\([^()]*\)\s*)?(?:/|[\s-]to[\s-]|:|\s(?:and|over|versus|vs\.?)\s)\s*(?:the\s)?"
)
_TO = re.compile(r"\s(?:levels?\s)?to\s(?:the\s)?[a-z]")
_JOINS = r"(?:\s?/\s?|[\s-]to[\s-])"
_OTHER_BEHIND = re.compile(rf"{_JOINS}(?!week|day|month|baseline|end\b)[a-z][\w-]+\sratios?\b")
_OTHER_BEFORE = re.compile(rf"(?<![\w-])[a-z][\w-]+{_JOINS}$")
_REACH = 90  # characters before a name


def without_parts(names: list[Name], text: str, document: Document) -> list[Name]:
    """The names, without those that are only a part of a ratio; with what takes in both parts."""
    low = lowered(text)
    if _RATIO not in low:
        return names
    at: dict[int, Name] = {}
    for name in names:
        at.setdefault(name.start, name)
    for name in names:
        after = _other_part(name, low, at)
        if after is not None and (_led_by_ratio(low, name.start) or _BEHIND.match(low, after.end)):
            if after.concept == name.concept:
                return names
            kept = [other for other in names if other not in (name, after)]
            wider = _takes_in(name.concept, after.concept, document)
            if wider is not None:
                kept.append(Name(wider, name.start, after.end, "inference", "endpoint-ratio"))
            return sorted(kept, key=lambda other: other.start)
    return [name for name in names if not _is_part(name, low)]


def _other_part(name: Name, text: str, at: dict[int, Name]) -> Name | None:
    """The name that only a sign of a ratio parts from this one: "sodium/potassium"; `at`: all names by start."""
    sign = _BETWEEN.match(text, name.end)
    if sign is None:
        return None
    starts = (start for start in range(name.end, sign.end() + 1) if start in at)
    return next((at[start] for start in starts if _BETWEEN.fullmatch(text, name.end, start)), None)


def _led_by_ratio(text: str, start: int) -> bool:
    """Whether "ratio of" stands right before."""
    return _OF.search(text, max(0, start - _REACH), start) is not None


def _is_part(name: Name, text: str) -> bool:
    """Whether the name is one part of a ratio whose other part nobody knows: "testosterone/epitestosterone ratio"."""
    if _RATIO in text[name.start : name.end]:
        return False
    if _OTHER_BEHIND.match(text, name.end) is not None:
        return True
    if _led_by_ratio(text, name.start) and _TO.match(text, name.end) is not None:
        return True
    if _BEHIND.match(text, name.end) is None:
        return False
    return _OTHER_BEFORE.search(text, max(0, name.start - _REACH), name.start) is not None


def _takes_in(one: str, other: str, document: Document) -> str | None:
    """The endpoint right above both, if any that says enough."""
    first, second = document.concept(one), document.concept(other)
    if first is None or second is None:
        return None
    return next((above for above in first.broader if above in second.broader and above not in VAGUE), None)
