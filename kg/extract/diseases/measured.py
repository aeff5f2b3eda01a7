"""Conditions of a title that are measured or aimed at, not had: "effects of finerenone on vascular stiffness in
patients with CKD", "embolization to induce hypertrophy".

The rule: what stands behind "effect of … on" is measured, where the title goes on with the people and what they have,
or where the record registers something else; what is to be induced is not there yet. What the record registers as its
condition, or something broader than it, is not asked for here.
"""

from __future__ import annotations

import re

_NEAR = 90
_ON = re.compile(
    r"\b(?:effects?|impacts?|influences?|efficacy|roles?|associations?)\b[^.;:]{0,200}\bon\s"
    r"(?:(?!in\b|among\b|with\b)[\w/'-]+,?\s){0,6}\Z"
)
_IN_PEOPLE = re.compile(
    r"(?:[^.;:()]|\([^()]{0,30}\)){0,90}?\b(?:in|among|of)\s(?:(?!with\b)[\w'-]+\s){0,5}?(?:patients?|people|persons?|"
    r"children|adults|adolescents|infants|individuals|women|men|veterans|survivors|participants|subjects|neonates)\s"
    r"(?:with|who have|having|diagnosed with|suffering from|living with)\b"
)


# "effect of a virtual visit on pain, anxiety and sleep": right behind "on", and nobody's yet.
_DIRECTLY_ON = re.compile(
    r"\b(?:effects?|impacts?|influences?|roles?)\b[^.;:]{0,200}\bon\s(?:the\s)?(?:(?!(?:in|among|"
    r"with|of|for|after|before|during|following|from|to|at|on|by|who|undergoing|patients?|people|children|adults|women|"
    r"men)\b)[\w/'-]+,?\s){0,5}\Z"
)
_NOBODYS = re.compile(r"\s*(?:$|[,.;:]|(?:and|or|in|among|after|during|following|levels?|scores?|severity)\b)")
# "portal vein embolization to accelerate hypertrophy of the remnant"
_BROUGHT_ABOUT = re.compile(
    r"\b(?:to|for|that|which|by)\s(?:induc|accelerat|stimulat|provok|trigger)\w*\s"
    r"(?:(?!(?:in|of|for|with|by|after|before)\b)[\w/'-]+\s|\([^()]{1,20}\)\s){0,5}\Z"
)
_ITS_END = re.compile(r"\s*(?:$|[,.;:(]|(?:and|or|in|of|among|after|before|prior|during|following|by|with)\b)")


def measured_in_title(folded: str, start: int, end: int, others: bool) -> bool:
    """Whether the title's words give the condition at `start:end` as what a treatment acts on, of people who have
    something else, or whose condition is one of the `others` that the record registers.

    >>> text = "effect of dapagliflozin on albuminuria in patients with heart failure"
    >>> measured_in_title(text, text.index("albumin"), text.index(" in "), False)
    True
    """
    if _BROUGHT_ABOUT.search(folded, max(0, start - _NEAR), start) and _ITS_END.match(folded, end):
        return True
    if " on " not in folded:
        return False
    if _ON.search(folded, 0, start) is not None and _IN_PEOPLE.match(folded, end) is not None:
        return True
    return others and _NOBODYS.match(folded, end) is not None and _DIRECTLY_ON.search(folded, 0, start) is not None
