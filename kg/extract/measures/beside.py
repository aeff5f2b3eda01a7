"""What stands beside a name and changes it: what antibodies are against, what harms come of or lead to, what is adhered
to or given up, whose satisfaction it is."""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.names import Name
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
_ALLERGEN = (
    r"(?:peanuts?|cashew|hazelnut|walnut|almond|pistachio|(?:tree\s)?nuts?|sesame|(?:cow'?s?\s)?milk|casein|eggs?|ovomucoid|wheat|gliadin|gluten"
    r"|soy|fish|shrimps?|shellfish|beef|meat|alpha-gal|foods?|HDM|(?:house\sdust\s)?mites?|der\s[pf]\s?\d*|cats?|fel\sd\s?\d*|dogs?|can\sf\s?\d*"
    r"|birch|bet\sv\s?\d*|grass|timothy|phleum|ragweed|olive|cedar|pollens?|alternaria|aspergillus|fungal|mou?lds?|venom|cockroach|latex"
    r"|ara\s?h\s?\d*|cor\sa\s?\d*|(?:aero)?allergens?|components?|FS|penicillin|amoxicillin)"
)
_CLASS_E = re.compile(
    rf"-?specific\s(?:serum\s|blood\s|plasma\s|total\sand\s|[\w-]+/)?$|\b{_ALLERGEN}[\s-](?:serum\s|blood\s|plasma\s)?$",
    re.IGNORECASE,
)
_BEHIND_E = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?(?:-?\s?antibod(?:y|ies)\s|levels?\s|dosages?\s|reactivity\s|concentrations?\s)?(?:to|for|of|against)\s(?:the\s|specific\s"
    rf"|selected\s|pollen\s|\w+\s){{0,2}}?{_ALLERGEN}\b|\s*(?:\([^()]*\)\s*)?allergen[\s-]specific",
    re.IGNORECASE,
)
_AGAINST = {
    "endpoint/immunoglobulins": (
        re.compile(r"\banti-?\s?[\w-]{2,}\s(?:[\w-]+\s){0,2}$|-specific\s(?:[\w-]+\s){0,2}$", re.IGNORECASE),
        None,
        "endpoint/antibody-response",
    ),
    "endpoint/total-ige": (_CLASS_E, _BEHIND_E, "endpoint/specific-ige"),
}
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
# "AEs leading to discontinuation", "discontinued due to toxicity".
_GIVEN_UP = frozenset(f"endpoint/{name}" for name in ("treatment-discontinuation", "dropout"))
_HARMED = frozenset(
    f"endpoint/{name}-adverse-events" for name in ("treatment-emergent", "treatment-related", "serious")
) | {"endpoint/adverse-events"}
GIVEN_UP_FOR_HARM = "endpoint/adverse-events-leading-to-discontinuation"
_HARM_WORD = r"(?:adverse|\b(?:TE|TR|S)?AEs?\b|\bADRs?\b|\bISRs?\b|toxicit|side[\s-]effect|intoleran)"
_FOR_HARM = re.compile(
    rf"[^.;:]{{0,60}}?\b(?:due\sto|because\sof|for|owing\sto|related\sto)\s(?:an?\s|any\s|the\s)?(?:[\w-]+\s){{0,3}}?{_HARM_WORD}",
    re.IGNORECASE,
)
_HARM_LEADS = re.compile(
    rf"{_HARM_WORD}[^.;:]{{0,50}}?\b(?:leading|led|that\slead|resulting|result|resulted|causing|requiring)\s(?:to\s|in\s)?[^.;:]{{0,40}}?$",
    re.IGNORECASE,
)
_LEADS_AWAY = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:that\s|which\s)?(?:lead(?:s|ing)?|led|result(?:s|ed|ing)?|caus(?:es|ed|ing)|requiring)\s(?:(?:to|in)\s)?(?:(?!dos|modif|interr|reduc)[\w-]+\s){0,4}?(?:discontinu|withdraw|cessation|stopping|terminat)",
    re.IGNORECASE,
)
# What is adhered to tells which adherence: to a medicine, or to what one does oneself.
_ADHERENCE = "endpoint/treatment-compliance"
_TO_WHAT = re.compile(
    r"(?:\sand\s(?:compliance|adherence))?\s(?:rates?\s|levels?\s)?(?:to|with|of|for)\s(?:(?:the|their|oral|daily|prescribed|study|home|concomitant|assigned|wearing|use\sof)\s)*(?P<what>[^.;:()]{2,60})",
    re.IGNORECASE,
)
_MEDICINE = re.compile(
    r"\b(?:medicat\w*|medicines?|drugs?|tablets?|pills?|capsules?|inhalers?|inhaled|antiretroviral\w*|ART|PrEP|statins?|antihypertensiv\w*|antibiotics?"
    r"|immunosuppress\w*|supplement\w*|vitamins?|iron|hormon\w*|tamoxifen|aspirin|corticosteroids?|eye\s?drops|injections?|vaccin\w*|immunotherap\w*"
    r"|chemotherapy|\w+(?:mab|nib|statin|sartan|pril|afil|azole|mycin|cillin|formin|gliptin))\b",
    re.IGNORECASE,
)
_OWN_DOING = re.compile(
    r"\b(?:exercis\w*|training|diet\w*|fasting|interventions?|program\w*|sessions?|yoga|physical\sactivity|rehabilitation|app|apps|self-monitoring"
    r"|lifestyle|meditation|homework|walking|physiotherapy|psychotherapy|cueing|tasks?|meals?|restriction)\b",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\b(?:C?PAP|BiPAP|NIPPV|NIV|devices?|brac(?:e|es|ing)|orthos[ei]s|splints?|sensors?|pumps?|stockings|hearing\said|patch(?:es|ing)?|lens\w*"
    r"|wearables?|actigraph\w*|accelerometers?|spectacles|insoles|masks?|oxygen)\b"
)
_SCREENING = re.compile(r"\b(?:screening|surveillance)\b", re.IGNORECASE)
_THERAPY = re.compile(r"\b(?:treatment|therapy)\b", re.IGNORECASE)
_MEDICINE_BEFORE = re.compile(
    r"\b(?:medication|drug|tablet|pill|inhaler|immunosuppressant|antiretroviral|statin|supplement|vaccine|corticosteroid)\s(?:therapy\s|treatment\s)?$",
    re.IGNORECASE,
)
_ADHERED = (
    (_SCREENING, "endpoint/screening-uptake"),
    (_OWN_DOING, "endpoint/intervention-adherence"),
    (_DEVICE, "endpoint/device-use"),
    (_MEDICINE, "endpoint/medication-adherence"),
    (_THERAPY, "endpoint/medication-adherence"),
)
# Those who give the care are satisfied, not patients.
_SATISFIED = "endpoint/patient-satisfaction"
_PROVIDER = (
    r"(?:dentist|investigator|surgeon|physician|doctor|clinician|nurse|endoscopist|researcher|operator|provider|staff|professional"
    r"|an(?:a?)esthe(?:siologist|tist)|practitioner|midwi(?:fe|ve)|radiologist|sonographer|technician|injector)s?"
)
_PROVIDER_BEFORE = re.compile(
    rf"(?<!and\s)(?<!/)\b{_PROVIDER}['’]?s?['’]?\s(?:\([^()]*\)\s)?(?:global\s|overall\s|general\s)?$", re.IGNORECASE
)
_OF_PROVIDER = re.compile(
    r"\s(?:levels?\s|scores?\s)?(?:(?:of|among)|[^.;:]{0,40}?(?<!ed )(?<!given )\bby)"
    rf"\s(?:the\s|health\s?care\s|treating\s)*{_PROVIDER}\b",
    re.IGNORECASE,
)
_RECEIVER = re.compile(r"patient|parent|maternal|participant|subject|client|caregiver|family", re.IGNORECASE)
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
_TOBACCO = re.compile(r"smok|tobacco|nicotin|cigaret|vap(?:e|ing)\b", re.IGNORECASE)
_ALCOHOL = re.compile(r"alcohol|drinking", re.IGNORECASE)
_OTHER_DRUGS = re.compile(
    r"opioid|opiate|cocaine|heroin|cannabis|marijuana|methamphet|stimulant|drug\s(?:use|abuse|dependence|addiction)|substance",
    re.IGNORECASE,
)


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
        harmed = (
            _FOR_HARM.match(text, name.start)
            or _HARM_LEADS.search(text, 0, name.start)
            or _HARM_LEADS.search(text, 0, name.end)
        )
        return GIVEN_UP_FOR_HARM if harmed else None
    if name.concept in _HARMED:
        return GIVEN_UP_FOR_HARM if _LEADS_AWAY.match(text, name.end) else None
    if name.concept == _ADHERENCE:
        return _adhered_to(text, name)
    if name.concept == _SATISFIED:
        received = _RECEIVER.match(text, name.start, name.end) is not None
        given = _PROVIDER_BEFORE.search(text, 0, name.start) or (not received and _OF_PROVIDER.match(text, name.end))
        return "endpoint/provider-satisfaction" if given else None
    if name.concept == _SYMPTOMS:
        return "endpoint/nasal-symptom-score" if _POLLEN.search(text) else None
    if name.concept == _KINETICS:
        return "endpoint/cell-expansion" if _CELL_PRODUCT.search(text) else None
    return _one_substance(text, document) if name.concept == _SUBSTANCE else None


def _against_something(name: Name, text: str) -> str | None:
    """The narrower endpoint of a class of antibodies that the words beside it tell against what they are."""
    before, behind, narrower = _AGAINST[name.concept]
    if behind is not None and _TOTAL.search(text, name.start, name.end):
        return None
    against = before.search(text, 0, name.start) or (behind is not None and behind.match(text, name.end))
    return narrower if against else None


def _adhered_to(text: str, name: Name) -> str | None:
    to = _TO_WHAT.match(text, name.end)
    what = "" if to is None else to["what"]
    for words, told in _ADHERED if what else ():
        if words.search(what):
            return told
    return "endpoint/medication-adherence" if _MEDICINE_BEFORE.search(text, 0, name.start) else None


def _one_substance(text: str, document: Document) -> str | None:
    """What is given up, where the record is about tobacco alone or about alcohol alone."""
    if _GIVES_UP.search(text) is None:
        return None
    trial = document.trial
    about = "|".join([text, *(item.name.text for item in trial.conditions), trial.title.text if trial.title else ""])
    if _OTHER_DRUGS.search(about) is not None:
        return None
    tobacco, alcohol = _TOBACCO.search(about) is not None, _ALCOHOL.search(about) is not None
    if tobacco == alcohol:
        return None
    return "endpoint/smoking-abstinence" if tobacco else "endpoint/alcohol-use"
