"""The part of an instrument that is reported: "pain subscale", "WOMAC - pain", "…, Sexual Desire Domain".

The rule: a name that stands right behind an instrument, with nothing more than the time or a score behind it, or that a
word for a part follows ("domain", "subscale"), says what is measured, and the instrument does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.measures.kinds import OBJECTIVE, VAGUE
from kg.extract.measures.names import Name

_NO_PART = frozenset({"endpoint/disease-activity-score", "endpoint/patient-satisfaction", OBJECTIVE})
# "KOOS – pain", "IIEF domain scores: sexual desire"
_PART = re.compile(
    r"(?:\s*\([^()]*\))?[\s:,(–-]*(?:(?:(?:sub-?)?(?:domains?|scales?|scores?)|dimension|questionnaire|total)\b[\s:,(–-]*)*",
    re.IGNORECASE,
)
_SUBSCALE = re.compile(
    r"\s(?:symptoms?\s|function\s)?(?:domain|sub-?\s?scales?|sub-?\s?scores?|dimension)\b", re.IGNORECASE
)
NOTHING_MORE = re.compile(
    r"\s*(?:levels?|concentrations?|scores?|rates?|values?)?\s*(?:\([^()]*\)|\[[^\]]*\])?\W*", re.IGNORECASE
)
_ONLY_TIME = re.compile(
    r"(?:\s*(?:scores?|items?))?\s*(?:\([^()]*\)\s*)?(?:at|from|after|over|through|by\s(?:week|month|day))\s",
    re.IGNORECASE,
)

_BEFORE_ALONE = re.compile(
    r"\W*(?:(?:the|mean|changes?|from|baseline|in|of|scores?|on)\s)*(?:[A-Z][\w-]+[\s:,–-]+(?:\([^()]*\)[\s:,–-]*)?)?(?:the\s)?"
)
_BEHIND_ALONE = re.compile(
    r"(?:\sscores?)?(?:\s\([^()]*\))?(?:\s(?:of|from|in|on|at)\s(?:the\s)?[^.;,]{2,60})?[\s.]*", re.IGNORECASE
)


def is_part(name: Name, start: int, end: int, text: str) -> bool:
    """Whether the name is that of the reported part of the instrument at `text[start:end]`."""
    if start <= name.start < end or text[name.start - 1 : name.start] == "(":
        return False
    if _SUBSCALE.match(text, name.end) or text[name.start : name.end].lower().endswith(" domain"):
        return name.concept not in _NO_PART
    if name.concept in VAGUE or name.concept in _NO_PART or _PART.fullmatch(text, end, name.start) is None:
        return False
    return NOTHING_MORE.fullmatch(text, name.end) is not None or _ONLY_TIME.match(text, name.end) is not None


def told_alone(names: Sequence[Name], text: str) -> Name | None:
    """The part that a description tells and nothing else: "IIEF orgasmic function domain score"."""
    for name in names:
        domain = _SUBSCALE.match(text, name.end)
        end = name.end if domain is None else domain.end()
        named = domain is not None or text[name.start : name.end].lower().endswith(" domain")
        if named and _BEFORE_ALONE.fullmatch(text, 0, name.start) and _BEHIND_ALONE.fullmatch(text, end):
            return name
    return None


def part_of(names: Sequence[Name], start: int, end: int, text: str) -> Name | None:
    """The reported part among `names`, if any, of the instrument at `text[start:end]`."""
    return next((name for name in names if is_part(name, start, end, text)), None)
