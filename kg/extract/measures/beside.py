"""What stands beside a name and changes it: what antibodies are against, what harms come of or lead to, what is adhered
to or given up, whose satisfaction it is, what hurts. The words are in `ontology/grammar/measure_words.tsv`."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.document import Document
from kg.extract.measures.in_its_record import IN_ITS_RECORD
from kg.extract.measures.kinds import OBJECTIVE, oncology
from kg.extract.measures.names import Name
from kg.extract.measures.quantities import quantity
from kg.extract.measures.word_lists import pattern
from kg.text import holds_any, lowered

# A development code has three digits or more ("EV68-228-N", "CNTO 7160"); "CD20" and "H1N1" are no codes.
_CODE = r"(?=(?:[a-z\s-]{0,6}\d){3})[a-z]{1,6}[\s-]{0,2}[a-z]{0,3}\d[\w-]*"
_AGAINST_PRODUCT = re.compile(
    rf"\banti-?[\s-]{{0,2}}(?:{_CODE}|\w+(?:mab|cept|ase|tide|kin)|\w+gene\s\w+(?:cel|vec)"
    r"|[\w+/ -]{0,12}\bcar-?t?(?:-?\w+)?(?:\scells?)?|therapeutic\s[\w-]+(?:\s[\w-]+)?)"
    r"\s(?:\w+\s)?(?:antibod\w+|ig[gme]\b)|"
    r"(?<!total )(?<!binding )\b(?:antibod\w+|adas?|ig[gm])\s(?:\([^)]*\)\s)?(?:to|against)\s(?:the\s)?(?:study\s)?"
    rf"(?:drug|aav\w*|{_CODE}|\w+(?:mab|cept|ase|tide))\b"
)
_AGAINST_HINTS = ("anti", "ada", "igg", "igm")
# Antibodies of a class against something: "anti-influenza IgG", "cashew-specific IgG4/IgE", "peanut blood IgE".
_CLASS = (
    r"\banti-?\s?[\w-]{2,}\s(?:[\w-]+\s){0,2}$|-specific\s(?:[\w-]+\s){0,2}$",
    None,
    "endpoint/antibody-response",
)
_CLASS_E = (
    r"-?specific\s(?:serum\s|blood\s|plasma\s|total\sand\s|[\w-]+/)?$|\b{allergen}[\s-](?:serum\s|blood\s|plasma\s)?$",
    r"\s*(?:\([^()]*\)\s*)?(?:-?\s?antibod(?:y|ies)\s|levels?\s|dosages?\s|reactivity\s|concentrations?\s)?(?:to|for|of|against)\s"
    r"(?:the\s|specific\s|selected\s|pollen\s|\w+\s){0,2}?{allergen}\b|\s*(?:\([^()]*\)\s*)?allergen[\s-]specific",
    "endpoint/specific-ige",
)
_AGAINST = {"endpoint/immunoglobulins": _CLASS, "endpoint/total-ige": _CLASS_E}
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
# "AEs leading to discontinuation", "discontinued due to toxicity".
_GIVEN_UP = frozenset(f"endpoint/{name}" for name in ("treatment-discontinuation", "dropout"))
_HARMED = frozenset(
    f"endpoint/{name}-adverse-events" for name in ("treatment-emergent", "treatment-related", "serious")
) | {"endpoint/adverse-events"}
GIVEN_UP_FOR_HARM = "endpoint/adverse-events-leading-to-discontinuation"
_HARM_WORD = r"(?<![A-Za-z0-9]){harm}(?![A-Za-z0-9])"
_FOR_HARM = (
    r"[^.;:]{0,60}?\b(?:due\sto|because\sof|for|owing\sto|related\sto)\s(?:an?\s|any\s|the\s)?(?:[\w-]+\s){0,3}?"
    + _HARM_WORD
)
_HARM_LEADS = (
    _HARM_WORD
    + r"[^.;:]{0,50}?\b(?:leading|led|that\slead|resulting|result|resulted|causing|requiring)\s(?:to\s|in\s)?"
    r"[^.;:]{0,40}?$"
)
_LEADS_AWAY = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:that\s|which\s)?(?:lead(?:s|ing)?|led|result(?:s|ed|ing)?|caus(?:es|ed|ing)|requiring)\s(?:(?:to|in)\s)?(?:(?!dos|modif|interr|reduc)[\w/-]+\s){0,4}?(?:discontinu|withdraw|cessation|stopping|terminat)",
    re.IGNORECASE,
)
# What is adhered to tells which adherence: to a medicine, or to what one does oneself.
_ADHERENCE = "endpoint/treatment-compliance"
_TO_WHAT = re.compile(
    r"(?:\sand\s(?:compliance|adherence))?\s(?:rates?\s|levels?\s)?(?:to|with|of|for)\s(?:(?:the|their|oral|daily|prescribed|study|home|concomitant|assigned|wearing|use\sof)\s)*(?P<what>[^.;:()]{2,60})",
    re.IGNORECASE,
)
_MEDICINE_BEFORE = r"\b{medicine-before}\s(?:therapy\s|treatment\s)?$"
_ADHERED: tuple[tuple[str, int, str], ...] = (
    (r"\b{screening}\b", re.IGNORECASE, "endpoint/screening-uptake"),
    (r"\b{own-doing}\b", re.IGNORECASE, "endpoint/intervention-adherence"),
    (r"\b{guideline}\b", re.IGNORECASE, "endpoint/guideline-adherence"),
    (r"\b{device}\b", 0, "endpoint/device-use"),
    (r"\b{medicine}\b", re.IGNORECASE, "endpoint/medication-adherence"),
    (r"\b{therapy}\b", re.IGNORECASE, "endpoint/medication-adherence"),
)
# Those who give the care are satisfied, not patients.
_SATISFIED = "endpoint/patient-satisfaction"
_PROVIDER_BEFORE = r"(?<!and\s)(?<!/)\b{provider}s?['’]?s?['’]?\s(?:\([^()]*\)\s)?(?:global\s|overall\s|general\s)?$"
_OF_PROVIDER = (
    r"\s(?:levels?\s|scores?\s)?(?:(?:of|among)|[^.;:]{0,40}?(?<!ed )(?<!given )\bby)"
    r"\s(?:the\s|health\s?care\s|treating\s)*{provider}s?\b"
)
# Where a cancer returns: "ipsilateral invasive breast tumour recurrence".
_RETURNED = "endpoint/recurrence-rate"
_WHERE = r"(?<![\w-]){near-tumor}\s(?:(?!distant|and|or|to)[\w-]+\s){0,2}$"
# "HI titer >= 1:40" is the level that protects.
_ANTIBODIES = "endpoint/antibody-response"
_HEMAGGLUTINATION = re.compile(r"\bHA?I\b|hemagglutination|haemagglutination", re.IGNORECASE)
_PROTECTS = re.compile(
    r"\s(?:\([^()]*\)\s)?(?:(?:of\s)?at\sleast|(?:of\s)?(?:≥|>=|⩾)|greater\sthan\sor\sequal\sto|above\sor\sequal\sto)\s?(?:1\s?:\s?)?40\b"
)
# Attacks "in which the pain was reduced", "that produce a pain-free response": what is counted is their relief.
_ATTACKS = frozenset({"endpoint/headache", "endpoint/headache-and-attacks"})
_EASED = (
    r"\s(?:of\s\w+\s)?(?:(?:in|for|during)\swhich|(?:that|which)\s(?:result\w*\sin|produce\w*|achieve\w*|reach\w*|respond\w*))\s[^.;]{0,60}?\b{attack-eases}(?![\w-])"
)
_EXPRESSED = "endpoint/marker-expression"
_OF_GENES = re.compile(r"\s(?:levels?\s)?of\s[^.;:]{0,90}?\bgenes?\b", re.IGNORECASE)
# "Best overall response of confirmed CR or PR" is the rate of those who respond.
_BEST = "endpoint/best-overall-response"
_EITHER_RESPONSE = re.compile(
    r"\s(?:\([^()]*\)\s)?(?:of|as|is|was)\s(?:a\s|an\s|either\s|confirmed\s|documented\s){0,3}"
    r"(?:CR\b|complete\s(?:response|remission))[^.;]{0,30}?(?:\bor\b|\+|/)\s?(?:a\s|confirmed\s)?(?:PR\b|partial\s)"
    r"(?![^.;]{0,40}\b(?:SD|stable))",
    re.IGNORECASE,
)
# A tumour that is seen to regress under the microscope is graded.
_SHRINKS = "endpoint/tumor-size-change"
_GRADED = re.compile(r"\bTRG\b|(?i:mandard|dworak|becker|rubbia|patholog|histolog)")
# "TTD in physical functioning" is the time until that deteriorates, not until a treatment is given up.
_STOPPED = "endpoint/time-to-treatment-discontinuation"
_OF_WELL_BEING = re.compile(
    r"\s(?:in|of)\s(?:the\s)?(?:[\w-]+\s){0,3}?"
    r"(?:functioning|function|symptoms?|quality of life|qol|hrqol|health|status|pain|scores?|scales?|lyms)\b",
    re.IGNORECASE,
)
# "Serious and non-serious adverse events" are all of them.
_SERIOUS = "endpoint/serious-adverse-events"
_EITHER = re.compile(r"\bserious\s?(?:/|and/or|and|or)\s?\(?(?:not|non)[\s-]?serious", re.IGNORECASE)
_BEFORE_SERIOUS = 25  # characters
_ATTACK_EASES = "endpoint/headache-relief"


def against_product(text: str) -> tuple[int, int] | None:
    """Where antibodies against what is given are named: "antibodies to X-123"."""
    low = lowered(text)
    match = _AGAINST_PRODUCT.search(low) if holds_any(low, _AGAINST_HINTS) else None
    return None if match is None else match.span()


def beside(name: Name, text: str, document: Document) -> str | None:
    """The endpoint that the words around a name make of it; None where they leave it as it is."""
    read = _BESIDE.get(name.concept)
    if read is not None:
        return read(name, text)
    read_in_record = IN_ITS_RECORD.get(name.concept)
    told = None if read_in_record is None else read_in_record(name, text, document)
    if told is not None:
        return told
    if name.concept == _RETURNED:
        near = oncology(document) and pattern(_WHERE).search(text, 0, name.start) is not None
        return "endpoint/local-recurrence" if near else None
    if name.concept in _ATTACKS and pattern(_EASED).match(text, name.end):
        return _ATTACK_EASES
    return quantity(name.concept, text, name.start, name.end)


def _against_something(name: Name, text: str) -> str | None:
    """The narrower endpoint of a class of antibodies that the words beside it tell against what they are."""
    before, behind, narrower = _AGAINST[name.concept]
    if behind is not None and _TOTAL.search(text, name.start, name.end):
        return None
    against = pattern(before).search(text, 0, name.start) or (
        behind is not None and pattern(behind).match(text, name.end)
    )
    return narrower if against else None


def _adhered_to(name: Name, text: str) -> str | None:
    """Which adherence: to a medicine, a device, a guideline, a screening, or what one does oneself."""
    to = _TO_WHAT.match(text, name.end)
    what = "" if to is None else to["what"]
    for words, flags, told in _ADHERED if what else ():
        if pattern(words, flags).search(what):
            return told
    return "endpoint/medication-adherence" if pattern(_MEDICINE_BEFORE).search(text, 0, name.start) else None


def _given_up(name: Name, text: str) -> str | None:
    """What is given up for a harm, which stands before or behind: "discontinuation due to toxicity"."""
    leads = pattern(_HARM_LEADS)
    harmed = pattern(_FOR_HARM).match(text, name.start) or any(
        leads.search(text, 0, end) for end in (name.start, name.end)
    )
    return GIVEN_UP_FOR_HARM if harmed else None


def _harmed(name: Name, text: str) -> str | None:
    """Harms for which something is given up, and serious ones told together with all others."""
    if _LEADS_AWAY.match(text, name.end):
        return GIVEN_UP_FOR_HARM
    both = name.concept == _SERIOUS and _EITHER.search(text, max(0, name.start - _BEFORE_SERIOUS), name.end)
    return "endpoint/adverse-events" if both else None


def _satisfied(name: Name, text: str) -> str | None:
    """Whether those are satisfied who give the care."""
    received = pattern("{receiver}").match(text, name.start, name.end) is not None
    given = pattern(_PROVIDER_BEFORE).search(text, 0, name.start) or (
        not received and pattern(_OF_PROVIDER).match(text, name.end)
    )
    return "endpoint/provider-satisfaction" if given else None


def _protected(name: Name, text: str) -> str | None:
    """Antibodies at the level that protects."""
    protects = _HEMAGGLUTINATION.search(text) is not None and _PROTECTS.match(text, name.end) is not None
    return "endpoint/seroprotection" if protects else None


def _responded(name: Name, text: str) -> str | None:
    """The best response where it is counted as one of two."""
    return OBJECTIVE if _EITHER_RESPONSE.match(text, name.end) else None


def _regressed(name: Name, text: str) -> str | None:
    """A regression that pathologists grade."""
    regresses = "regress" in text[name.start : name.end].lower() and _GRADED.search(text) is not None
    return "endpoint/tumor-regression-grade" if regresses else None


def _worsened(name: Name, text: str) -> str | None:
    """A short form that means a deterioration where what deteriorates stands behind it."""
    short = text[name.start : name.end].isupper()
    return "endpoint/time-to-deterioration" if short and _OF_WELL_BEING.match(text, name.end) else None


def _expressed(name: Name, text: str) -> str | None:
    """The expression of genes, not of markers."""
    return "endpoint/gene-expression" if _OF_GENES.match(text, name.end) else None


_BESIDE: dict[str, Callable[[Name, str], str | None]] = {
    **dict.fromkeys(_AGAINST, _against_something),
    **dict.fromkeys(_GIVEN_UP, _given_up),
    **dict.fromkeys(_HARMED, _harmed),
    _ADHERENCE: _adhered_to,
    _SATISFIED: _satisfied,
    _ANTIBODIES: _protected,
    _BEST: _responded,
    _SHRINKS: _regressed,
    _EXPRESSED: _expressed,
    _STOPPED: _worsened,
}
