"""What stands beside a name and changes it: what antibodies are against, what harms come of or lead to, what is adhered
to or given up, whose satisfaction it is, what hurts. The words are in `ontology/grammar/measure_words.tsv`."""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.kinds import COMPLETE, OBJECTIVE, oncology
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
# Pain while something is done that hurts: "pain on IUD insertion", "pain intensity during labour".
_WHILE = (
    r"\s(?:scores?\s|intensity\s|levels?\s|severity\s|perception\s)?(?:\([^()]*\)\s)?(?:during|on|upon|with|at|of|from)\s"
    r"(?:the\s)?(?:[\w-]+\s){0,2}?"
)
_HURTS = (("painful-procedure", "endpoint/procedural-pain"), ("birth", "endpoint/labor-pain"))
# Attacks "in which the pain was reduced", "that produce a pain-free response": what is counted is their relief.
_ATTACKS = frozenset({"endpoint/headache", "endpoint/headache-and-attacks"})
_EASED = (
    r"\s(?:of\s\w+\s)?(?:(?:in|for|during)\swhich|(?:that|which)\s(?:result\w*\sin|produce\w*|achieve\w*|reach\w*|respond\w*))\s[^.;]{0,60}?\b{attack-eases}(?![\w-])"
)
# Colic is a child's, unless the record is about stones.
# The complete response to a medicine against vomiting is that there is none.
_VOMITS = re.compile(r"emesis|emetic|vomit|\bCINV\b|\bPONV\b", re.IGNORECASE)
# What engrafts where microbes are transplanted.
_ENGRAFTS, _MICROBIOME = "endpoint/engraftment", "endpoint/microbiome"
_MICROBES = re.compile(r"microbi|\bFMT\b|\b(?:fa?ecal|stool) transplant", re.IGNORECASE)
_COLIC = "endpoint/infant-colic"
_POSTPARTUM = "endpoint/postpartum-hemorrhage"  # "PPH" is what follows pancreatectomy, too
# "TTR" is the time to recurrence where the other outcomes are of that and none of a response.
_TO_RESPOND = "endpoint/time-to-response"
_RETURNS = re.compile(r"\b[DR]FS\b|(?i:recurren|relapse|disease[- ]free)")
_RESPONDS = re.compile(r"\b(?:ORR|D[oO]R|DCR|CR|PR)\b|(?i:respon|remission)")
# Symptoms of allergy are those of the nose, unless something is eaten, stings or is injected.
_NASAL, _ALLERGIC = "endpoint/nasal-symptom-score", "endpoint/systemic-allergic-reactions"
_OF_ALLERGY = re.compile(r"allerg(?:y|ic)\ssymptoms?", re.IGNORECASE)
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
_GRADED = re.compile(r"\bTRG\b|(?i:mandard|dworak|becker|patholog|histolog)")
# "Serious and non-serious adverse events" are all of them.
_SERIOUS = "endpoint/serious-adverse-events"
_EITHER = re.compile(r"\bserious\s?(?:/|and/or|and|or)\s?\(?(?:not|non)[\s-]?serious", re.IGNORECASE)
_BEFORE_SERIOUS = 25  # characters
_BEFORE_PAIN = 12  # characters: "freedom from"
_PAIN, _ATTACK_EASES = "endpoint/pain", "endpoint/headache-relief"


def against_product(text: str) -> tuple[int, int] | None:
    """Where antibodies against what is given are named: "antibodies to X-123"."""
    low = lowered(text)
    match = _AGAINST_PRODUCT.search(low) if holds_any(low, _AGAINST_HINTS) else None
    return None if match is None else match.span()


def beside(name: Name, text: str, document: Document) -> str | None:
    """The endpoint that the words around a name make of it; None where they leave it as it is."""
    if name.concept in _AGAINST:
        return _against_something(name, text)
    if name.concept in _GIVEN_UP:
        leads = pattern(_HARM_LEADS)
        harmed = pattern(_FOR_HARM).match(text, name.start) or any(
            leads.search(text, 0, end) for end in (name.start, name.end)
        )
        return GIVEN_UP_FOR_HARM if harmed else None
    if name.concept in _HARMED:
        if _LEADS_AWAY.match(text, name.end):
            return GIVEN_UP_FOR_HARM
        both = name.concept == _SERIOUS and _EITHER.search(text, max(0, name.start - _BEFORE_SERIOUS), name.end)
        return "endpoint/adverse-events" if both else None
    if name.concept == _ADHERENCE:
        return _adhered_to(text, name)
    if name.concept == _SATISFIED:
        received = pattern("{receiver}").match(text, name.start, name.end) is not None
        given = pattern(_PROVIDER_BEFORE).search(text, 0, name.start) or (
            not received and pattern(_OF_PROVIDER).match(text, name.end)
        )
        return "endpoint/provider-satisfaction" if given else None
    if name.concept == _RETURNED:
        near = oncology(document) and pattern(_WHERE).search(text, 0, name.start) is not None
        return "endpoint/local-recurrence" if near else None
    if name.concept == _ANTIBODIES:
        protects = _HEMAGGLUTINATION.search(text) is not None and _PROTECTS.match(text, name.end) is not None
        return "endpoint/seroprotection" if protects else None
    if name.concept == _SYMPTOMS:
        return "endpoint/nasal-symptom-score" if _POLLEN.search(text) else None
    if name.concept == _KINETICS:
        return "endpoint/cell-expansion" if _CELL_PRODUCT.search(text) else None
    if name.concept == _SUBSTANCE:
        return _one_substance(text, document)
    if name.concept == _PAIN:
        return _of_headache(name, text, document) or _hurting(name, text)
    if name.concept == _COLIC:
        stones = pattern("{stones}").search(_about(text, document)) is not None
        return _PAIN if stones and "infant" not in text[name.start : name.end].lower() else None
    if name.concept == COMPLETE:
        return "endpoint/nausea-vomiting" if _VOMITS.search(_about(text, document)) else None
    if name.concept == _ENGRAFTS and text[name.start : name.end].lower() == "engraftment":
        transplanted = " ".join(item.name.text for item in document.trial.interventions)
        return _MICROBIOME if _MICROBES.search(text) or _MICROBES.search(transplanted) else None
    if name.concept == _POSTPARTUM and text[name.start : name.end] == "PPH":
        return "endpoint/postoperative-bleeding" if "pancrea" in _about(text, document).lower() else None
    if name.concept == _TO_RESPOND and text[name.start : name.end] == "TTR":
        measured = "|".join(outcome.measure.text for outcome in document.trial.outcomes)
        returns = _RETURNS.search(measured) is not None and _RESPONDS.search(measured) is None
        return "endpoint/time-to-recurrence" if returns else None
    if name.concept == _NASAL and _OF_ALLERGY.search(text, name.start, name.end):
        challenged, of_nose = pattern(r"\b{challenged}(?![\w-])"), pattern(r"\b{of-nose}(?![\w-])")
        told = next((about for about in (text, _about(text, document)) if challenged.search(about)), "")
        return _ALLERGIC if told and of_nose.search(told) is None else None
    if name.concept == _BEST:
        return OBJECTIVE if _EITHER_RESPONSE.match(text, name.end) else None
    if name.concept == _SHRINKS:
        regresses = "regress" in text[name.start : name.end].lower() and _GRADED.search(text) is not None
        return "endpoint/tumor-regression-grade" if regresses else None
    if name.concept == _EXPRESSED:
        return "endpoint/gene-expression" if _OF_GENES.match(text, name.end) else None
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


def _adhered_to(text: str, name: Name) -> str | None:
    to = _TO_WHAT.match(text, name.end)
    what = "" if to is None else to["what"]
    for words, flags, told in _ADHERED if what else ():
        if pattern(words, flags).search(what):
            return told
    return "endpoint/medication-adherence" if pattern(_MEDICINE_BEFORE).search(text, 0, name.start) else None


def _one_substance(text: str, document: Document) -> str | None:
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
