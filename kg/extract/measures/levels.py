"""Levels of a substance in blood, plasma or urine, where the measure names no endpoint of its own.

The rule: the level of a drug that the record gives is a drug concentration, that of an antibody an antibody response,
any other a laboratory value. What stands behind the substance ("after administration of X") tells nothing of it, and
plasma that is given, sampled or counted in litres is no level.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.measures.kinds import PHARMACOLOGY
from kg.extract.measures.parts import opening_end, tail
from kg.text import fold

_LEVEL = re.compile(
    r"\b(?:serum|plasma|blood|urine|urinary|salivary|fecal|faecal|csf)\b.{0,40}?\b(?:levels?|concentrations?|values?|titers?)\b"
    r"|\b(?:levels?|concentrations?)\b.{0,40}?\b(?:serum|plasma|blood|urine|saliva)\b"
    r"|\b(?:serum|plasma)\s(?:levels?\sof\s)?[a-z0-9-]{3,}\s*(?:\([^)]*\))?\s*$",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"(?:\S+\s){1,2}\Z")
_SUBSTANCE = 40  # characters behind "serum level" in which the substance is named
_NO_SUBSTANCE = frozenset(
    "level levels plasma serum vitamin with blood from and supplement supplementation acid".split()
)
_ANTIBODIES = re.compile(r"antibod|\btit(?:er|re)s?\b|immunoglobulin|neutrali[sz]ing")
_DRUG = re.compile(
    r"\b[a-z]{2,}(?:mab|nib|cept|gliptin|floxacin|conazole|cillin|taxel|platin|rubicin|sartan|setron|caine|oxaban|afil|domide)\b|\b[a-z]{2,5}-?\d{3,}"
)
_EFFECT = re.compile(r"\bPD\b|pharmacodynam", re.IGNORECASE)
_NO_LEVEL = re.compile(
    r"\b(?:plasma|blood|serum|urine)\s(?:volume|consumption|exchange|transfusions?|products?|units?|specimens?|samples?|"
    r"repository|bank|loss|flow|output|gas)\b|\b(?:repository|specimens?)\b",
    re.IGNORECASE,
)


class Level(NamedTuple):
    """The endpoint of a level and the stretch of the measure that says so."""

    concept: str
    start: int
    end: int


def level(text: str, document: Document) -> Level | None:
    """The level that a measure without endpoint asks for."""
    match = _LEVEL.search(text)
    if match is None:
        return None
    behind = tail(text, max(opening_end(text), match.end()), ())
    if _NO_LEVEL.search(text, 0, len(text) if behind is None else behind) is not None:
        return None
    given = {
        word for item in document.trial.interventions for word in re.findall(r"[a-z0-9-]{4,}", fold(item.name.text))
    }
    before = _TWO_WORDS.search(text, 0, match.start())
    begin = match.start() if before is None else before.start()
    substance = fold(text[begin : min(match.end() + _SUBSTANCE, len(text) if behind is None else behind)])
    if _ANTIBODIES.search(substance):
        concept = "endpoint/neutralizing-antibodies" if "neutrali" in substance else "endpoint/antibody-response"
        return Level(concept, *match.span())
    words = set(re.findall(r"[a-z0-9-]{4,}", substance))
    asked = PHARMACOLOGY.search(text) is not None and _EFFECT.search(text) is None
    drug = asked or bool(given & words - _NO_SUBSTANCE) or _DRUG.search(substance) is not None
    return Level("endpoint/drug-concentration" if drug else "endpoint/laboratory-value", *match.span())
