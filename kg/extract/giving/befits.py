"""What can be said of what: a drug has a route, a dose and a form; a scan, a talk or a device has none of these.

The rule: of what is not taken only that is kept which its kind can have. What a description or a name tells beside it
is of something else there: the drug of an anesthetic, the blood that a test draws, the percentage of a setting.
"""

from __future__ import annotations

import re

from kg.extract.giving.administration import Fact

_TAKEN = ("drug/", "drug-class/", "combination-product/", "dietary-supplement/", "regimen/", "placebo/")
# Procedures and tests by which something is brought into the body, by their ids.
_BRINGS = re.compile(
    r"^procedure/.*(?:transplant|transfusion|infusion|injection|vaccin|mesh-D014611|puncture|plasma|platelet|lysate|microbiota|instillation|"
    r"perfusion|enema|bolus|inhalation|oxygen|insufflation|cell|infiltration|block|fluid|topical|nutrition|hyperthermic|"
    r"tamponade|aerosol|chemo|sclero|embolization|lavage|irrigation|mesotherapy)|^diagnostic-test/.*(?:challenge|provocation)"
)
_LASTING = re.compile(r"[\d\s–-]+min\w*\s?(?:/|per|a|each)\s?(?:week|session|day)", re.IGNORECASE)
_NOT_BY_MOUTH = re.compile(
    r"^procedure/.*(?:embolization|perfusion|puncture|hyperthermic|aerosol|sclero|block|infiltration|infusion|injection|"
    r"transfusion|plasma|tamponade)"
)
# What is done once, and so neither for months nor again and again.
_ONCE = re.compile(
    r"^procedure/(?!.*(?:embol|fecal)).*(?:ectomy|resection|transplantation|plasty|[sl]ostomy|excision|surgery)\Z"
)
_AGAIN = re.compile(r"\bfor\s|ly\b|\b(?:every|times|q\d+\w*|[bt]\.?i\.?d|cycles|courses)\b", re.IGNORECASE)
_CELLS = re.compile(r"^drug-class/.*(?:cells?|cell-therapy)\Z")
_OF_SUBSTANCES = re.compile(r"[\d ](?:mg|mcg|g)\b|%\Z|as needed", re.IGNORECASE)
_NUMBED = re.compile(r"^procedure/.*(?:anesthesia|analgesia)")
_STIMULATES = re.compile(r"^procedure/.*stimulation")
_OF_THE_WAY = frozenset({"route/percutaneous", "route/endoscopic", "route/extracorporeal", "route/transurethral"})
_INSULIN = re.compile(r"^drug/(?!.*inhal).*insulin")
_WEIGHED = re.compile(r"^drug/\S+(?:mab|nib|limus|parib|ciclib)\Z")  # doses of these are no parts of a hundred
# ... but those of an ointment are: "tacrolimus 0.03%", "ruxolitinib 1.5%"
_RUBBED_IN = re.compile(r"^drug/\S+(?:tinib|limus)\Z")
_LITTLE = re.compile(r"(?:[0-2](?:\.\d+)?|3)\s?%")
_GRAYS = re.compile(r"\d\s?c?gy\b", re.IGNORECASE)
_FRACTIONS = re.compile(r"fraction|\d\s?(?:fr|fx)s?\b")
_RADIANT = re.compile(
    r"radi|lutet|yttri|iod|samari|stronti|holmi|rheni|actini|phosph|astat|bismuth|lead-|thori|-\d{2,3}\b|microsph|antibod"
)
_RAYS = re.compile(r"gye?\b|cge\b|gy-|gy/|sv\b|bq\b|ci\b", re.IGNORECASE)


def befits(concept: str, fact: Fact) -> bool:
    """Whether what the concept names can have such a route, dose, schedule or form."""
    if fact.kind in ("dose", "schedule") and _CELLS.match(concept) and _OF_SUBSTANCES.search(fact.value):
        return False  # "conditioning with 30 mg/m2", "a fraction of 10%", "they are expanded as needed"
    if fact.kind == "schedule":
        return _can_be_timed_so(concept, fact.value)
    if concept.startswith(_TAKEN):
        return _can_be_taken_so(concept, fact)
    if concept.startswith("radiation/"):
        return fact.kind == "route" or (fact.kind == "dose" and _RAYS.search(fact.value) is not None)
    return _can_be_done_so(concept, fact)


def _is_share(fact: Fact) -> bool:
    return fact.kind == "dose" and fact.value.rstrip().endswith("%")


def _can_be_timed_so(concept: str, value: str) -> bool:
    """No fractions without rays; no minutes a week of what is taken ("exercise 150 min/week")."""
    fractions = _FRACTIONS.search(value.lower()) is not None
    if _ONCE.match(concept) and _AGAIN.search(value):
        return False  # "hepatectomy, then A for 6 months"
    if concept.startswith("procedure/") and "radi" not in concept:  # "TACE followed by 30 Gy in 10 fractions"
        return not fractions
    if not concept.startswith(_TAKEN):
        return True
    rays = fractions and _RADIANT.search(concept) is None  # "cisplatin, then 10 fractions"
    return _LASTING.match(value) is None and not rays


def _can_be_taken_so(concept: str, fact: Fact) -> bool:
    """What is taken: no grays where it does not radiate, no parts of a hundred where it is weighed."""
    if fact.kind == "form" and fact.value == "inhaler":  # "MDI": multiple daily injections
        return _INSULIN.search(concept) is None
    if fact.kind == "dose" and _GRAYS.search(fact.value) and _RADIANT.search(concept) is None:
        return False  # "25 x 2 Gy with capecitabine"
    if not _is_share(fact) or _WEIGHED.search(concept) is None:
        return True
    # not "if T cells rise by 15%"
    return _RUBBED_IN.search(concept) is not None and _LITTLE.fullmatch(fact.value) is not None


def _can_be_done_so(concept: str, fact: Fact) -> bool:
    """What is done or used: doses of what is brought into the body by it, ways of working and of numbing."""
    if concept.startswith("device/"):
        return fact.kind == "dose" and not _is_share(fact)
    if _is_share(fact):
        return _STIMULATES.match(concept) is not None
    if _BRINGS.match(concept) is not None:
        return fact.value != "route/oral" or _NOT_BY_MOUTH.match(concept) is None
    if fact.kind != "route":
        return False
    return _NUMBED.match(concept) is not None or (concept.startswith("procedure/") and fact.value in _OF_THE_WAY)
