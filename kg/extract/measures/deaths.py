"""Deaths soon after an operation: "90-day mortality", told "90 days after surgery".

The rule: a measure of mortality, with a month or three or a stay in hospital, and after an operation, in the measure,
the opening of its description or its time frame.
"""

from __future__ import annotations

import re

from kg.extract.measures.grounded import Grounded
from kg.model import Passage
from kg.text import lowered

_OPENING = 200  # characters
_MORTALITY, _AFTER_SURGERY = "endpoint/mortality", "endpoint/postoperative-mortality"
_SOON = re.compile(r"\b(?:28|30|60|90)[- ]?days?\b|\bin[- ]hospital\b|\b(?:1|one|3|three) months?\b")
# What only operations bring: deaths told beside it are those after one.
_OF_OPERATIONS = frozenset(
    f"endpoint/{name}"
    for name in """
    postoperative-complications anastomotic-leak pancreatic-fistula bile-leak postoperative-bleeding
    """.split()
)
_OPERATED = re.compile(
    r"\b(?:after|following|post)\s(?:the\s)?(?:[\w-]+\s){0,2}?(?:surgery|operation|resection|[a-z]{4,}ectomy)\b|"
    r"\bpost-?\s?(?:operat|surg)|\bperi-?operat|\bpod\b"
)


def of_surgery(found: list[Grounded], *told: Passage | None) -> list[Grounded]:
    """Deaths, where measure, description or time frame say that they are those soon after an operation."""
    if not any(name.concept == _MORTALITY for name in found):
        return found
    text = " ; ".join(lowered(passage.text[:_OPENING]) for passage in told if passage is not None)
    beside = any(name.concept in _OF_OPERATIONS for name in found)
    if _SOON.search(text) is None or not (beside or _OPERATED.search(text)):
        return found
    return [
        name._replace(concept=_AFTER_SURGERY, rule="endpoint-after-surgery", method="inference")
        if name.concept == _MORTALITY
        else name
        for name in found
    ]
