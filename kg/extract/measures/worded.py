"""Endpoints that a measure words around what the trial gives: "able to receive at least 3 doses of X", "recommended X
dose for part 2", "LAG-3 cell count", "X concentrations".

The rule: asked only where the measure names no endpoint. Who receives or completes all, or a stated number, of the
doses, cycles or courses completes the treatment; one dose is no completion. A marker of immune cells that is counted on
cells is a kind of these. A concentration is one of a drug where the record gives that drug.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.grounded import Grounded
from kg.extract.measures.kinds import LANDMARK, oncology
from kg.extract.measures.levels import is_given
from kg.model import Passage
from kg.text import holds_any, lowered

_TAKEN = (
    r"(?:doses|cycles|courses?|infusions|injections|fractions|(?:radio|chemo|immuno)\w*|treatments?|therap(?:y|ies)|regimen)\b"
)
_NUMBER = r"(?:[2-9]|\d\d|two|three|four|five|six|eight|ten|twelve|half|\d+\s?%)"
_COMPLETES = re.compile(
    rf"\b(?:(?:receiv|tolerat|tak|complet|finish)\w*\s(?:(?:all|both)\s(?:of\s)?|(?:the\s)?(?:full|entire|whole|planned|intended|"
    rf"prescribed)\s|(?:at\sleast|≥|>=|a\sminimum\sof)\s?{_NUMBER}\b\s?)|(?:complet|finish)\w*\s(?!respon|remission))"
    rf"(?:(?:the|of|a|\(\d+\)|[a-z]+)\s){{0,4}}?{_TAKEN}"
)
# Nothing but who and how many stands before.
_WHO = re.compile(
    r"(?:(?:the|a|an|of|in|each|all|on|to|who|whom|that|is|are|were|have|has|had|can|could|will|be|able|ability|capable|"
    r"numbers?|percent(?:age)?s?|proportions?|rates?|fraction|frequency|participants?|patients?|subjects?|children|adults|"
    r"men|women|feasibility|successful(?:ly)?|treated|enrolled|randomi[sz]ed|evaluable|eligible|arm|group)\b\W*|[%#]\W*)*"
)
_RECOMMENDED = re.compile(r"\brecommended\s(?:(?!dietary|daily)[a-z0-9-]+\s){1,2}?dos(?:e|es|age|ing)\b")
_MARKED = re.compile(
    r"(?<![\w-])(?:CD(?!34\b|38\b|117\b|133\b|138\b)\d{1,3}[a-zA-Z]{0,2}|PD-?L?-?[12]|LAG-?3|TIM-?3|Tim-3|CTLA-?4|TIGIT|ICOSL?|"
    r"OX40L?|4-1BBL?|HLA-DR|F[oO][xX]P3|B7-H[34]|BTLA|2B4|LAP)[+-]?(?:\s(?:positive|expressing|T|innate|immune))?"
    r"\s(?i:cells?|lymphocytes?)\b"
)
_COUNTS = r"(?:counts?|numbers?|percent(?:age)?s?|proportions?|frequenc(?:y|ies)|densit(?:y|ies)|levels?)"
_COUNT_OF = re.compile(rf"\b{_COUNTS}\sof\s(?:the\s)?(?:[\w+-]+\s){{0,2}}\Z")
_COUNT_BEHIND = re.compile(rf"\s{_COUNTS}\b")
_NOT_CELLS_OF_ALL = re.compile(r"\bCAR\b|leuk|blast|clon|myeloma|tumou?r cells|infus|graft|product", re.IGNORECASE)
_CONCENTRATION = re.compile(
    r"\W*(?:(?:the|mean|median|change\sin|peak|maximum|minimum|steady[\s-]state|trough|pre-?dose|total|free|unbound)\s)*"
    r"(?P<what>[a-z][\w-]{3,}(?:\s[a-z][\w-]+)?)\s(?:(?:trough|peak)\s)?(?:drug\s)?(?:concentrations?|levels?)"
    r"\s*(?:\([^()]*\)\s*)?(?=$|[.,;:]|(?:at|on|in|over|after|before|during|during|following|versus|for)\b)"
)
_DELAYED = re.compile(
    r"\bdelay(?:s|ed)?\s(?:(?:in|of|to|for)\s)?(?:the\s|any\s)?(?:(?:planned|scheduled|definitive|radical|curative)\s){0,2}"
    r"(?:[a-z]+ectomy|resection|surgery|operation)\b"
)
_CLEARED = re.compile(
    r"(?P<name>clearance|volume\sof\sdistribution)\sof\s(?P<what>(?:(?!\b(?:at|in|by|from|after)\b)[\w-]+[\s]?){1,6})"
)
_LASTS = re.compile(
    r"\b[Pp]ersistence\b[^.;:,]{0,40}\bof\s(?:[\w-]+\s){0,3}?[\w-]*(?:CAR(?:-?T)?|CART|TCR|NK|TIL)[\w-]*(?:\scells?)?"
    r"|\bCAR\)?[\s-]?T\scells?\scopy\snumbers?|\b[Cc]opy\snumbers?\sof\s(?:[\w-]+\s){0,2}CAR\b"
)
_LANDMARK = re.compile(r"\W*(?P<name>(?:OR|DC|CB)R|(?:O|PF|EF|DF|RF|MF)S)[\s_@-]?\d{1,3}\s?(?:w|wks?|m|mo|y|yrs?)?\W*")
_CONVERSION = re.compile(
    r"\W*(?:the\s)?(?P<name>(?:(?:overall|total|actual)\s)?conversion(?:\srates?)?|rates?\sof\sconversion)\s*(?:\([^()]*\))?\s*(?:$|[,;:.])",
    re.IGNORECASE,
)
_RESECTABLE = re.compile(
    r"resectab|\bconversion\s(?:therapy|surgery|resection|treatment|hepatectomy)|to\s(?:\w+\s)?resection|\bdown-?stag",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\bopen\b|laparoto|laparosc|intra-?operativ|robot|thoraco(?:to|sc)|minimally[\s-]invasive", re.IGNORECASE
)
_RESECTED, _ENDED = "endpoint/conversion-resection-rate", "endpoint/surgical-conversion"
_DELAY, _EXPANSION = "endpoint/surgery-delay", "endpoint/cell-expansion"
_CLEARANCE, _VOLUME = "endpoint/clearance", "endpoint/volume-of-distribution"
_SHORTEST = 12  # characters: "PFS at 12 mo" names its endpoint itself
_TREATED, _DOSE = "endpoint/treatment-completion", "endpoint/recommended-phase-2-dose"
_CELLS, _LEVEL = "endpoint/immune-cell-subsets", "endpoint/drug-concentration"


def worded(measure: Passage, document: Document) -> Grounded | None:
    """The endpoint of a measure that names none, by how it is worded."""
    text = lowered(measure.text)
    if holds_any(text, ("receiv", "tolerat", "tak", "complet", "finish")):
        match = _COMPLETES.search(text)
        if match is not None and _WHO.fullmatch(text, 0, match.start()) is not None:
            return _found(_TREATED, measure, *match.span())
    if "recommended" in text and oncology(document):
        match = _RECOMMENDED.search(text)
        if match is not None:
            return _found(_DOSE, measure, *match.span())
    if "cell" in text or "lymphocyte" in text:
        match = _MARKED.search(measure.text)
        if match is not None and _is_counted(text, *match.span()) and _NOT_CELLS_OF_ALL.search(text) is None:
            return _found(_CELLS, measure, *match.span())
    named = _LANDMARK.fullmatch(measure.text) if len(text) <= _SHORTEST else None
    concepts = document.vocabulary.lookup(named["name"], "endpoint") if named is not None else ()
    if named is not None and concepts:
        return _found(LANDMARK.get(concepts[0], concepts[0]), measure, named.start("name"), len(measure.text))
    if "delay" in text:
        match = _DELAYED.search(text)
        if match is not None:
            return _found(_DELAY, measure, *match.span())
    if "persistence" in text or "copy number" in text:
        match = _LASTS.search(measure.text)
        if match is not None:
            return _found(_EXPANSION, measure, *match.span())
    if "clearance of" in text or "distribution of" in text:
        match = _CLEARED.search(text)
        if match is not None and is_given(match["what"], document):
            concept = _CLEARANCE if match["name"] == "clearance" else _VOLUME
            return _found(concept, measure, match.start(), match.end())
    if "concentration" in text or "level" in text:
        match = _CONCENTRATION.match(text)
        if match is not None and is_given(match["what"], document):
            return _found(_LEVEL, measure, match.start("what"), match.end())
    return None


def converted(
    measure: Passage, description: Passage | None, time_frame: Passage | None, document: Document
) -> Grounded | None:
    """What a bare conversion rate is of: a tumour that can be removed at last, or an operation that ends by opening.
    What the outcome says comes first, then the record's title, conditions and interventions."""
    match = _CONVERSION.match(measure.text)
    if match is None:
        return None
    trial = document.trial
    said = "|".join(passage.text for passage in (measure, description, time_frame) if passage is not None)
    about = [item.name.text for item in trial.conditions]
    about += [item.name.text for item in trial.interventions]
    about += [passage.text for passage in (trial.title, trial.official_title) if passage is not None]
    for text in (said, "|".join(about)):
        removed, opened = _RESECTABLE.search(text) is not None, _OPENED.search(text) is not None
        if removed != opened:
            if removed and not oncology(document):
                return None
            start, end = match.span("name")
            return Grounded(_RESECTED if removed else _ENDED, measure, start, end, "inference", 0.8, "endpoint-worded")
    return None


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether the words at `text[start:end]` are what is counted, rather than where something is."""
    return _COUNT_BEHIND.match(text, end) is not None or _COUNT_OF.search(text[:start]) is not None


def _found(concept: str, measure: Passage, start: int, end: int) -> Grounded:
    while measure.text[end - 1].isspace():
        end -= 1
    return Grounded(concept, measure, start, end, "grammar", 0.82, "endpoint-worded")
