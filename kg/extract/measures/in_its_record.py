"""What the record as a whole makes of a name: pain in a record about headache, colic in one about stones, "TTR" where
the other outcomes are recurrences, kinetics where the drug is a cell.

The rule: the measure, the title and the conditions tell, for a few names also what is given or the other measures;
where they do not, the name keeps its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.document import Document
from kg.extract.measures.kinds import COMPLETE
from kg.extract.measures.names import Name
from kg.extract.measures.word_lists import pattern
from kg.text import lowered

# What is scored while pollen flies are the symptoms of nose and eyes.
_SYMPTOMS = "endpoint/symptom-score"
_POLLEN = re.compile(r"\bpollen (?:season|exposure|period)|\bhay fever", re.IGNORECASE)
# The kinetics of a drug that is a cell is that of the cell.
_KINETICS = "endpoint/pharmacokinetics"
_CELL_PRODUCT = re.compile(
    r"\bCAR[\s-]?T\b|\bCART\b|chimeric antigen receptor|\bCAR[\s-]?NK\b|\bTCR[\s-]?T\b|-CAR[\s-]?T?\b"
)
# Abstinence and use of a substance, in a record about one substance.
_GIVES_UP = re.compile(r"abstinen|abstain|cessation|quit", re.IGNORECASE)
_SUBSTANCE = "endpoint/substance-use"
# Pain that eases, in a record about headache, is an attack that does.
_PAIN, _ATTACK_EASES = "endpoint/pain", "endpoint/headache-relief"
_BEFORE_PAIN = 12  # characters: "freedom from"
# Pain while something is done that hurts: "pain on IUD insertion", "pain intensity during labour".
_WHILE = (
    r"\s(?:scores?\s|intensity\s|levels?\s|severity\s|perception\s)?(?:\([^()]*\)\s)?(?:during|on|upon|with|at|of|from)\s"
    r"(?:the\s)?(?:[\w-]+\s){0,2}?"
)
_HURTS = (("painful-procedure", "endpoint/procedural-pain"), ("birth", "endpoint/labor-pain"))
_COLIC = "endpoint/infant-colic"  # unless the record is about stones
# The complete response to a medicine against vomiting is that there is none.
_VOMITS = re.compile(r"emesis|emetic|vomit|\bCINV\b|\bPONV\b", re.IGNORECASE)
# What engrafts where microbes are transplanted.
_ENGRAFTS, _MICROBIOME = "endpoint/engraftment", "endpoint/microbiome"
_MICROBES = re.compile(r"microbi|\bFMT\b|\b(?:fa?ecal|stool) transplant", re.IGNORECASE)
# Short forms of two endpoints: what the record is about where they mean the other one, what the measure does not speak
# of then, and that one.
_SHORT_FORMS: dict[str, tuple[str, str, str]] = {
    "PPH": (
        r"(?s)^(?!.*(?:pregnan|partum|deliver|c(?:a?)esarean|labou?r|obstet)).*(?:pancrea|liver|hepat)",
        r"(?!)",
        "endpoint/postoperative-bleeding",
    ),
    "EHS": (r"(?:hepat|liver|\bhcc\b)", r"erect|hardness", "endpoint/metastasis-incidence"),
    "NSE": (
        r"(?s)^(?!.*(?:cancer|carcinom|tumou?r|neoplas|metasta|sclc)).*"
        r"(?:brain|deliri|cardiac arrest|stroke|neuro|cogniti|anesth|anaesth|enceph|concuss|bypass)",
        r"(?!)",
        "endpoint/s100b",
    ),
    "R0": (
        r"cancer|carcinom|tumou?r|neoplas|metasta|sarcom|malignan",
        r"\bpk\b|kinetic|accumul|\bdos[ei]|auc|cmax",
        "endpoint/r0-resection-rate",
    ),
    "SBP": (
        r"cirrho|ascit|varice",
        r"pressure|mm\s?hg|\b(?:dbp|map|bp|hr)\b|heart|hemodynamic|haemodynamic|change|mean|reduc|decreas|increas|level",
        "endpoint/peritonitis",
    ),
}
_POSTPARTUM, _ACCUMULATES = "endpoint/postpartum-hemorrhage", "endpoint/drug-accumulation"
_TUMOR_MARKERS, _CHIMERISM = "endpoint/tumor-marker-change", "endpoint/donor-chimerism"
_ERECTION = "endpoint/erectile-function"
_SYSTOLIC = "endpoint/systolic-blood-pressure"
# "TTR" is the time to recurrence where the other outcomes are of that and none of a response.
_TO_RESPOND = "endpoint/time-to-response"
_RETURNS = re.compile(r"\b[DR]FS\b|(?i:recurren|relapse|disease[- ]free)")
_RESPONDS = re.compile(
    r"\b(?:ORR|D[oO]R|DCR|CR|PR)\b|"
    r"(?i:(?<!immune\s)(?<!cell\s)(?<!cellular\s)(?<!antibody\s)(?<!humoral\s)(?<!inflammatory\s)(?<!stress\s)respon|remission)"
)
# Symptoms of allergy are those of the nose, unless something is eaten, stings or is injected.
_NASAL, _ALLERGIC = "endpoint/nasal-symptom-score", "endpoint/systemic-allergic-reactions"
_OF_ALLERGY = re.compile(r"allerg(?:y|ic)\ssymptoms?", re.IGNORECASE)


def _in_pollen_season(_name: Name, text: str, _document: Document) -> str | None:
    return "endpoint/nasal-symptom-score" if _POLLEN.search(text) else None


def _of_cells(_name: Name, text: str, _document: Document) -> str | None:
    return "endpoint/cell-expansion" if _CELL_PRODUCT.search(text) else None


def _hurts(name: Name, text: str, document: Document) -> str | None:
    return _of_headache(name, text, document) or _hurting(name, text)


def _of_stones(name: Name, text: str, document: Document) -> str | None:
    stones = pattern("{stones}").search(_about(text, document)) is not None
    return _PAIN if stones and "infant" not in text[name.start : name.end].lower() else None


def _of_vomiting(_name: Name, text: str, document: Document) -> str | None:
    return "endpoint/nausea-vomiting" if _VOMITS.search(_about(text, document)) else None


def _of_microbes(name: Name, text: str, document: Document) -> str | None:
    if text[name.start : name.end].lower() not in ("engraftment", "donor engraftment"):
        return None
    transplanted = " ".join(item.name.text for item in document.trial.interventions)
    return _MICROBIOME if _MICROBES.search(text) or _MICROBES.search(transplanted) else None


def _short_form(name: Name, text: str, document: Document) -> str | None:
    about, unless, other = _SHORT_FORMS.get(text[name.start : name.end], ("", "", ""))
    if not other or re.search(unless, lowered(text)) is not None:
        return None
    return other if re.search(about, lowered(_about(text, document))) is not None else None


def _of_recurrence(name: Name, text: str, document: Document) -> str | None:
    if text[name.start : name.end] != "TTR":
        return None
    measured = "|".join(outcome.measure.text for outcome in document.trial.outcomes)
    returns = _RETURNS.search(measured) is not None and _RESPONDS.search(measured) is None
    return "endpoint/time-to-recurrence" if returns else None


def _when_challenged(name: Name, text: str, document: Document) -> str | None:
    if _OF_ALLERGY.search(text, name.start, name.end) is None:
        return None
    challenged, of_nose = pattern(r"\b{challenged}(?![\w-])"), pattern(r"\b{of-nose}(?![\w-])")
    told = next((about for about in (text, _about(text, document)) if challenged.search(about)), "")
    return _ALLERGIC if told and of_nose.search(told) is None else None


def _one_substance(_name: Name, text: str, document: Document) -> str | None:
    """What is given up, where the record is about tobacco alone or about alcohol alone."""
    if _GIVES_UP.search(text) is None:
        return None
    about = _about(text, document)
    if pattern("{other-drug}").search(about) is not None:
        return None
    tobacco, alcohol = (pattern(words).search(about) is not None for words in ("{tobacco}", "{alcohol}"))
    if tobacco == alcohol:
        return None
    return "endpoint/smoking-abstinence" if tobacco else "endpoint/alcohol-abstinence"


def _about(text: str, document: Document) -> str:
    """The measure, the conditions and the title of the record."""
    trial = document.trial
    return "|".join([text, *(item.name.text for item in trial.conditions), trial.title.text if trial.title else ""])


def _of_headache(name: Name, text: str, document: Document) -> str | None:
    """The relief of a headache, where pain that eases is measured in a record about nothing but headache."""
    conditions = document.trial.conditions
    eases = pattern(r"(?<![\w-]){pain-eases}(?![\w-])").search(text, max(0, name.start - _BEFORE_PAIN), name.end)
    if eases is None or not conditions:
        return None
    headache = pattern("{headache}")
    return _ATTACK_EASES if all(headache.search(item.name.text) for item in conditions) else None


def _hurting(name: Name, text: str) -> str | None:
    """The pain of what is done, where that stands behind the name."""
    for what, told in _HURTS:
        if pattern(_WHILE + rf"{{{what}}}(?![\w-])").match(text, name.end):
            return told
    return None


IN_ITS_RECORD: dict[str, Callable[[Name, str, Document], str | None]] = {
    _SYMPTOMS: _in_pollen_season,
    _KINETICS: _of_cells,
    _SUBSTANCE: _one_substance,
    _PAIN: _hurts,
    _COLIC: _of_stones,
    COMPLETE: _of_vomiting,
    _ENGRAFTS: _of_microbes,
    _POSTPARTUM: _short_form,
    _ACCUMULATES: _short_form,
    _SYSTOLIC: _short_form,
    _TUMOR_MARKERS: _short_form,
    _ERECTION: _short_form,
    _CHIMERISM: _of_microbes,
    _TO_RESPOND: _of_recurrence,
    _NASAL: _when_challenged,
}
"""For each endpoint what reads the record for another: the name, its measure and the record → the endpoint meant, or
None."""
