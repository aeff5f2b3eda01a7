"""Conditions of a title that are measured, not had: "effects of finerenone on vascular stiffness in patients with CKD".

The rule: what stands behind "effect of … on" is measured, where the title goes on with the people and what they have.
What the record registers as its condition, or something broader than it, is not asked for here.
"""

from __future__ import annotations

import re

_ON = re.compile(
    r"\b(?:effects?|impacts?|influences?|efficacy|roles?|associations?)\b[^.;:]{0,200}\bon\s"
    r"(?:(?!in\b|among\b|with\b)[\w/'-]+,?\s){0,6}\Z"
)
_IN_PEOPLE = re.compile(
    r"(?:[^.;:()]|\([^()]{0,30}\)){0,90}?\b(?:in|among|of)\s(?:(?!with\b)[\w'-]+\s){0,5}?(?:patients?|people|persons?|"
    r"children|adults|adolescents|infants|individuals|women|men|veterans|survivors|participants|subjects|neonates)\s"
    r"(?:with|who have|having|diagnosed with|suffering from|living with)\b"
)


def measured_in_title(folded: str, start: int, end: int) -> bool:
    """Whether the title's words give the condition at `start:end` as what a treatment acts on, of people who have
    something else.

    >>> text = "effect of dapagliflozin on albuminuria in patients with heart failure"
    >>> measured_in_title(text, text.index("albumin"), text.index(" in "))
    True
    """
    acts = " on " in folded and _ON.search(folded, 0, start) is not None
    return acts and _IN_PEOPLE.match(folded, end) is not None
