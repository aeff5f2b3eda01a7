"""Levels of a substance in blood, plasma or urine, where the measure names no endpoint of its own.

The rule: the level of a drug that the record gives or the vocabulary knows is a drug concentration, that of an antibody
an antibody response, any other a laboratory value, be it called a plasma concentration or a serum level. What stands
behind the substance ("after administration of X") tells nothing of it, and plasma that is given, sampled or counted in
litres is no level.
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

# "Plasma concentrations of kynurenine": the words before are those of pharmacology, the substance is the body's own.
_IN_BLOOD = re.compile(r"(?:(?:plasma|serum|whole\sblood|blood)\s)(?:concentration|level)s?", re.IGNORECASE)
_OF_SUBSTANCE = re.compile(
    r"\s(?:\([^()]*\)\s)?(?:of|for)\s(?:the\s)?(?P<what>[a-z][^\s,;:.()]{3,}(?:\s(?!at\b|in\b|after\b|before\b|during\b|over\b|from\b|by\b)[^\s,;:.()]+)?)",
    re.IGNORECASE,
)
_OF_DRUG = re.compile(
    r"drug|study|metaboli|payload|moiety|parent|analyte|product|treatment|antibod|conjugat|medic|agent|compound|antibiotic|an[ae]+sthetic|each|total",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d{2}|[A-Z]{3}")


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
    given = _given(document)
    before = _TWO_WORDS.search(text, 0, match.start())
    begin = match.start() if before is None else before.start()
    substance = fold(text[begin : min(match.end() + _SUBSTANCE, len(text) if behind is None else behind)])
    if _ANTIBODIES.search(substance):
        concept = "endpoint/neutralizing-antibodies" if "neutrali" in substance else "endpoint/antibody-response"
        return Level(concept, *match.span())
    words = set(re.findall(r"[a-z0-9-]{4,}", substance))
    asked = PHARMACOLOGY.search(text) is not None and _EFFECT.search(text) is None
    drug = (
        asked
        or bool(given & words - _NO_SUBSTANCE)
        or _DRUG.search(substance) is not None
        or _known_drug(text, begin, min(match.end() + _SUBSTANCE, len(text) if behind is None else behind), document)
    )
    return Level("endpoint/drug-concentration" if drug else "endpoint/laboratory-value", *match.span())


def of_the_body(text: str, start: int, end: int, document: Document) -> bool:
    """Whether the concentration named by `text[start:end]` is that of a substance that is no drug anybody gives."""
    of = _OF_SUBSTANCE.match(text, end) if _IN_BLOOD.fullmatch(text, start, end) is not None else None
    if of is None or PHARMACOLOGY.search(text) is not None:
        return False
    what = of["what"]
    if _OF_DRUG.search(what) or _CODE.search(what) or _DRUG.search(fold(what)):
        return False
    if _known_drug(text, *of.span("what"), document):
        return False
    return not set(re.findall(r"[a-z0-9-]{4,}", fold(what))) & _given(document)


def is_given(what: str, document: Document) -> bool:
    """Whether one of the words names something that the record gives."""
    return bool(set(re.findall(r"[a-z0-9-]{4,}", fold(what))) & (_given(document) - _NO_SUBSTANCE))


def _known_drug(text: str, start: int, end: int, document: Document) -> bool:
    hits = document.vocabulary.scan(text, "intervention")
    return any(hit.start < end and start < hit.end and hit.concepts[0].startswith("drug/") for hit in hits)


def _given(document: Document) -> set[str]:
    names = (fold(item.name.text) for item in document.trial.interventions)
    return {word for name in names for word in re.findall(r"[a-z0-9-]{4,}", name)}
