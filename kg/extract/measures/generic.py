"""Names that say little alone: scales and doses of several things, and kinds of imaging.

A scale or dose is told by what it is "of" or stands behind: "severity score of pruritus", "EASI severity score",
"cumulative dose of prednisone". By what something is seen ("completion of breast MRI") is not what is measured.
"""

from __future__ import annotations

import re

from kg.extract.measures.kinds import VAGUE
from kg.extract.measures.names import PLAIN_WORD, Name

_LITTLE = re.compile(
    r"(?:total\s|mean\s)?(?:severity\s(?:scores?|index|assessment)|clinical\sassessment|clinical\sseverity\sscore"
    r"|(?:(?:patient|subject|parent|parental|participant)(?:'s)?\s)?global\sassessment|(?:total|cumulative|daily)\sdose)",
    re.IGNORECASE,
)
_WHAT_OF = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:of|for|in)\s(?:the\s)?(?:[\w-]+\s){0,2}", re.IGNORECASE)
_GENERIC = frozenset(
    f"endpoint/{name}"
    for name in """
    disease-activity-score global-impression patient-global-impression treatment-exposure cumulative-dose
    """.split()
)
_MODALITY = re.compile(
    r"CT|US|MRI|(?:chest\s)?CT\sscans?|ultrasound|ultrasonography|magnetic\sresonance\simaging|(?:chest\s)?x-?\s?rays?|imaging"
    r"|computed\stomography|radiographic",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:scans?|imaging|images?|findings?|results?|changes?|assessments?|examinations?|evaluation|measures?|measurements?|outcomes?"
    r"|exams?|parameters?|data|analysis|features?|characteristics|appearance|abnormalit\w+|evidence|cardiac|brain|chest|lung|liver"
    r"|knee|hip|spine|pelvic|abdominal|whole|body|heart|renal|thoracic|in|of|on|by|the|and|at|with|to|from|for|or|a|an|\d+\w*"
    r"|months?|weeks?|years?|days?|baseline|follow-up|post\w*|pre\w*|quantitative|duplex|doppler|high|resolution|progression"
    r"|structural|functional|perfusion|anteroposterior|gr[ae]yscale|colou?r|mrs|mri|skeletal|muscle|after|during|treatment|weighted)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")


def says_little(name: Name, text: str) -> bool:
    """Whether a name in a measure tells hardly what is measured: "scale", "dose"."""
    return name.concept in _GENERIC and _LITTLE.fullmatch(text, name.start, name.end) is not None


def is_of(name: Name, wide: Name, text: str) -> bool:
    """Whether the name tells what a scale or dose is of: behind "of", or right before it."""
    if name.concept in VAGUE or name.concept == wide.concept:
        return False
    before = name.end <= wide.start and not text[name.end : wide.start].strip()
    return before or (name.start >= wide.end and _WHAT_OF.fullmatch(text, wide.end, name.start) is not None)


def only_sees(name: Name, text: str, start: int) -> bool:
    """Whether the name is a kind of imaging beside words that name something themselves: what is seen is measured."""
    if _MODALITY.fullmatch(text, name.start, name.end) is None:
        return False
    beside = f"{text[start : name.start]} {text[name.end :]}"
    return any(_PLAIN.fullmatch(word) is None for word in PLAIN_WORD.findall(_BRACKET.sub(" ", beside)))
