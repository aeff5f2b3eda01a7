"""How far the disease has gone: its states, and the sites of its metastases.

The rule: a state belongs to the condition of the population that it stands beside, or to its patients ("advanced solid
tumors"); "liver" is a metastatic site only with "metastases", or where the condition itself says so.
"""

from __future__ import annotations

import re

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import Word, words
from kg.extract.disease import Named, around, label_of
from kg.extract.document import Document
from kg.extract.lines import oncology
from kg.extract.negation import polarity
from kg.model import Passage
from kg.text import holds_any

# Words that are part of many names of diseases: inside a name they are the name, not a state.
_IN_NAMES = frozenset(
    "acute chronic active stable severe mild moderate progressive symptomatic asymptomatic controlled uncontrolled "
    "localized newly-diagnosed high-risk low-risk intermediate-risk".split()
)
_MODIFIES = re.compile(
    r"[\s,/()-]*(?:(?!with\b|for\b|in\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b|"
    r"without\b)[\w+'./-]+[\s,()]+){0,5}?(?:of\s)?"
)
# For states that are common English words ("stable", "active"), only words that qualify too may stand between.
_MODIFIES_CLOSELY = re.compile(
    r"[\s,/()-]*(?:(?:or|and|to|and/or)\s+[\w-]+\s+)?(?:(?!and\b|or\b|with\b|for\b|"
    r"in\b|from\b|to\b|of\b|by\b|on\b|after\b)[\w'+/-]+[\s,]+){0,3}"
)
_GENERIC = re.compile(
    r"^[\s,/()-]*(?:(?!with\b|for\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b)[\w+'./-]+[\s,()]+){0,3}?"
    r"(?:disease|cancers?|tumou?rs?|malignanc\w+|carcinomas?|neoplasms?|solid|setting|leuk[ae]mias?|lymphomas?|"
    r"sarcomas?|melanomas?|"
    r"myelomas?|adenocarcinomas?|gliomas?|patients?|lesions?)\b"
)
_BROAD = frozenset(
    "chronic acute severe mild moderate active stable progressive symptomatic asymptomatic controlled uncontrolled "
    "resistant "
    "localized moderate-to-severe mild-to-moderate newly-diagnosed high-risk low-risk intermediate-risk resected "
    "in-remission "
    "stage-ii stage-iii resectable".split()
)
_NOT_STATE = re.compile(
    r"^[\s-]*(?:directives?|care|practice|technolog\w+|imaging|stage of (?:the )?(?:study|"
    r"trial)|glycation|nurse|life support|"
    r"paternal|maternal|age|practitioner|trauma|treatment|therapy|option|training|research|"
    r"phase of)\b"
)


_LATER = frozenset("metastatic advanced locally-advanced steroid-dependent refractory severe recurrent".split())


# "with advanced or metastatic disease": the name of the state says that it is the disease's.
_HAS_DISEASE = re.compile(
    r"\b(?:(?:patients?|subjects?|participants?|adults?|people|women|men|those|who (?:have|had)|tumou?rs?|cancers?|"
    r"carcinomas?|recurrent|advanced|unresectable|locali[sz]ed|inoperable|relapsed|refractory)\s?(?:with|or|and|"
    r"and/or|/)|"
    r"\band/or|treatment of|therapy for)\s?(?:an?\s)?\Z"
)
_NOT_YET = re.compile(
    r"\b(?:risks? (?:of|for)|developing|development of|prevent(?:ion of|ing)?|progress\w* (?:to|into)|"
    r"(?:transformation|evolution|conversion) (?:to|into)|onset of)\s(?:[\w/-]+\s){0,2}\Z"
)
_HAPPENS = re.compile(r"\b(?:has|have|had)\s(?:not\s)?\Z")  # "until the cancer has advanced"
_PREVENTED = re.compile(
    r"\b(?:prevent\w*|detect\w*|prophyla\w+|risks? (?:of|for)|develop\w*|(?:dies?|deaths?) from|incidence of|"
    r"occurrence of|"
    r"reduc\w+|delay\w*|time to|rates? of)\b(?:(?!\b(?:patients|people|with|who|in|having)\b)[^.;,]){0,45}\Z"
)
_FREE = re.compile(r"\s*-?(?:free\b|rate\b|incidence\b|prevention\b|(?:progression|relapse|recurrence)[ -]free)")
# "Acute B Lymphoblastic Leukemia" is one name, even where the vocabulary knows only its end.
_NAME_GOES_ON = re.compile(
    r"[\s-]+(?:[\w-]+\s){0,3}?(?:leuk[ae]mias?|lymphoblastic|lymphocytic|lymphoid|myeloid|myelogenous|promyelocytic|"
    r"myelomonocytic|kidney|renal|obstructive|coronary|respiratory|graft)\b"
)
_OR_ADVANCED = re.compile(r"(?: stage)?(?: and| or|/|,)[ /]?(?:locally |loco-?regionally )?(?:advanced|metastatic)\b")
_DETECTED = re.compile(r"[\s-]+(?:detection|diagnosis|screening|recognition|mortality|relapse|recurrence|onset)\b")
_UNTREATED = re.compile(
    r"(?<!treated or )(?<!treated and )(?<!versus )(?<!previously )\buntreated\b(?! (?:control|group|arm))"
)


# "stage IIIB-IV", "stages II and III": the lexicon names one stage at a time.
_STAGES = re.compile(
    r"\bstages? (?P<first>iv|i{1,3}|[1-4])[abc]?[12]?\s?(?P<to>-|–|/|to|or|and|&|through)\s?(?:stage )?"
    r"(?P<last>iv|i{1,3}|[1-4])[abc]?[12]?\b"
)
_STAGE_NUMBER = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_OF_STAGE = ("state/early-stage", "state/stage-ii", "state/stage-iii", "state/metastatic")
_RISKS = re.compile(  # "intermediate and high-risk": the first word lacks what the second has
    r"\b(?P<first>low|intermediate|high)(?:-\s?(?=and|or|to|/)|\s?)(?:and|or|to|/|,|-)"
    r"\s?(?:very )?(?:low|intermediate|high)[- ]risk\b"
)
# "relapse/refractory", "R/R": short for relapsed or refractory.
_RELAPSE = re.compile(r"\brelapse(?=\s?(?:/|-|or|and|and/or)\s?refractory\b)|\br/r(?= (?!intervals?|ratios?)[a-z])")
_AFTER_REMISSION = re.compile(
    r"\b(?:patients|adults|children)\b[^.;]{0,60}\bafter (?:[a-z]+ ){0,2}(?P<state>complete remission)\b"
)
# What only patients, or their disease as a whole, can have.
_OF_PATIENTS = re.compile(
    r"complete remission\b|recurrences?\b|relapses?\b(?!\s?(?:/|-|or|and|and/or)\s?refractory)|"
    r"have not received|no prior systemic|"
    r"not previously treated"
)
_THAT_IS = re.compile(
    r"\s?(?:\([^()]{1,20}\)\s?)?(?:that|which) (?:is|are|has|have been) (?:either )?"
    r"(?:[\w-]+ (?:or|and) )?"
)
_EARLY = re.compile(r"\bearly(?= [a-z])")
# "patients with chest wall recurrence": the state of those patients, where it is not a risk or a rate of it.
_RECURRENCE = re.compile(
    r"\b(?:patients?|women|men|participants|subjects|adults|children|people|those|who (?:have|had)) (?:with|"
    r"having|for|had|in) "
    r"(?:an? )?(?:(?!(?:of|risk|no|without|low|high|rate|for|and|or|previous|history)\b)[\w-]+ ){0,3}?"
    r"(?P<state>recurrences?|relapses?)\b(?! (?:rates?|risk|score|free|prevention)\b|-free|[^.;]{0,30} prevention)"
)


def _named_states(document: Document, passage: Passage, folded: str) -> list[Word]:
    """The states of the lexicon, stages in a row, and "untreated" and "early", which are states only beside a
    disease."""
    found = words(document, passage, "state")
    more: list[Word] = []
    if "untreated" in folded:
        more += [Word(m.start(), m.end(), "state/treatment-naive") for m in _UNTREATED.finditer(folded)]
    if "early " in folded:
        more += [Word(m.start(), m.end(), "state/early-stage") for m in _EARLY.finditer(folded)]
    if "relapse" in folded or "r/r " in folded:
        for match in _RELAPSE.finditer(folded):
            more.append(Word(*match.span(), "state/recurrent"))
            if match.group() == "r/r":
                more.append(Word(*match.span(), "state/refractory"))
    if "-risk" in folded or " risk" in folded:
        for match in _RISKS.finditer(folded):
            more.append(Word(*match.span("first"), f"state/{match['first']}-risk"))
    if "complete remission" in folded:
        more += [Word(*m.span("state"), "state/in-remission") for m in _AFTER_REMISSION.finditer(folded)]
    if "recurrence" in folded or "relapse" in folded:
        more += [Word(*m.span("state"), "state/recurrent") for m in _RECURRENCE.finditer(folded)]
    more = [new for new in more if not any(w.start < new.end and new.start < w.end for w in found)]
    if "stage" in folded:
        for row in _STAGES.finditer(folded):
            first, last = (_STAGE_NUMBER.get(row[name]) or int(row[name]) for name in ("first", "last"))
            between = range(first, last + 1) if row["to"] not in ("or", "and", "&", "/") else (first, last)
            known = {w.concept for w in found if row.start() <= w.start < row.end()}
            more += [
                Word(row.start(), row.end(), _OF_STAGE[n - 1]) for n in between if _OF_STAGE[n - 1] not in known
            ]
    return sorted([*found, *more]) if more else found


def states_near(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    conditions: list[Named],
    titled: bool,
    *,
    entry: bool = False,
) -> None:
    """Add the states that stand beside a condition of the population, or beside its patients."""
    for hit in _named_states(document, passage, folded):
        concept = hit.concept
        clause = clause_at(found, hit.start)
        if clause is None or clause.stance != "trial":
            continue
        state = concept.removeprefix("state/")
        near = around(conditions, hit.start, hit.end)
        inside = any(n.start <= hit.start and hit.end <= n.end and not n.rule.startswith("cancer-and") for n in near)
        if inside and state in _IN_NAMES:
            continue
        if state == "resistant" and folded[max(0, hit.start - 1) : hit.start] == "-":
            continue  # "methicillin-resistant": what it resists is named, and is no treatment of the disease
        if state in ("acute", "chronic") and _NAME_GOES_ON.match(folded, hit.end):
            continue
        after = folded[hit.end : min(clause.end, hit.end + 70)]
        if _NOT_STATE.match(after):
            continue
        happens = state == "advanced" and _HAPPENS.search(folded, max(0, hit.start - 12), hit.start)
        if happens and not _GENERIC.match(after):
            continue
        if state in _LATER and _NOT_YET.search(folded, max(clause.start, hit.start - 40), hit.start):
            continue
        if state == "metastatic" and folded.startswith("stage", hit.start) and not oncology(document, folded):
            continue  # stage 4 of a kidney disease
        bare = state in _BROAD or folded.startswith("untreated", hit.start)
        if folded[hit.start : hit.end] == "early":  # "early breast cancer", not "early detection of breast cancer"
            beside_name = any(n.start == hit.end + 1 and not _DETECTED.match(folded, n.end) for n in near)
            if not beside_name and not _OR_ADVANCED.match(folded, hit.end):
                continue
            bare = False
        between = _MODIFIES_CLOSELY if bare else _MODIFIES
        not_common = not bare or state == "resistant"
        of_patients = _OF_PATIENTS.match(folded, hit.start) is not None
        beside = (inside or of_patients) or any(
            (n.start >= hit.end and n.start - hit.end <= 60 and between.fullmatch(folded, hit.end, n.start))
            or (not_common and n.end <= hit.start <= n.end + 60 and _THAT_IS.fullmatch(folded, n.end, hit.start))
            or (
                n.end <= hit.start
                and hit.start - n.end <= 12
                and not re.search(r"\b(?:and|of|to|in|for|by)\b", folded[n.end : hit.start])
                and _ends_a_name(folded, hit.end)
            )
            for n in near
        )
        if not beside and (bare or not _GENERIC.match(after)) and not (entry and not bare):
            named_disease = not bare and folded.startswith("disease", hit.end - 7)
            if not named_disease or not _HAS_DISEASE.search(folded, max(clause.start, hit.start - 40), hit.start):
                continue
        if polarity(passage.text, hit.start) != "wanted":
            continue
        collected.add(
            "tkg:diseaseState",
            concept,
            passage.span(hit.start, hit.end),
            "lexicon",
            0.95 if titled else 0.9,
            "state-of-condition",
        )


def _ends_a_name(folded: str, position: int) -> bool:
    """ "Colorectal Cancer Metastatic", "ovarian cancer, recurrent": the state closes the phrase."""
    return (
        re.match(r"\s*(?:$|[,;.)|]|(?:patients?|disease|or|and|stage)\b)", folded[position : position + 14]) is not None
    )


# ---------------------------------------------------------------------------------------------------------- sites

_METASTASES = re.compile(
    r"^[\s-]*(?:(?:(?!cancer|carcinoma|tumou?r|adenocarcinoma|malignan)[\w-]+[\s-]){0,1}?|"
    r"only |limited |dominant )(?:oligo)?(?:metastas[ei]s|metastatic|metastases|mets)\b"
)
_METASTATIC_TO = re.compile(
    r"(?:metastas[ei]s|metastatic|metastasi[sz]ed|mets|spread)(?: disease)? (?:to|in|of|"
    r"within|into) (?:the )?(?:[\w-]+(?:,| and| or|/) ?){0,3}$"
)
_ROW = re.compile(r"\s*(?:,|and|or|/|and/or|,\s*and|,\s*or)\s*")


def sites_of(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    found: tuple[Clause, ...],
    conditions: list[Named],
) -> None:
    """Add the sites of metastases: named as such, or by the conditions found ("CRLM")."""
    if "metasta" in folded or " mets" in folded:
        row: list[tuple[int, int, str]] = []
        for hit in words(document, passage, "site"):
            concept = hit.concept
            clause = clause_at(found, hit.start)
            if clause is None or clause.stance != "trial":
                continue
            if re.search(
                r"\b(?:presence(?: or history)?|history|stratified|risk|incidence|development|"
                r"absence) (?:of|by|for) ",
                folded[max(clause.start, hit.start - 28) : hit.start],
            ):
                continue
            if row and not _ROW.fullmatch(folded, row[-1][1], hit.start):
                row = []
            match = _METASTASES.match(folded[hit.end : hit.end + 40])
            behind = match is not None and not _cancer_follows(folded, hit.end + match.end())
            before = folded[max(clause.start, hit.start - 50) : hit.start]
            if _PREVENTED.search(before) or (match is not None and _FREE.match(folded, hit.end + match.end())):
                row = []
                continue
            if behind or (_METASTATIC_TO.search(before) and not _cancer_follows(folded, hit.end)):
                end = hit.end + match.end() if behind and match is not None else hit.end
                for start, stop, site in (*row, (hit.start, end, concept)):
                    if polarity(passage.text, start) == "wanted":
                        collected.add(
                            "tkg:metastaticSite", site, passage.span(start, stop), "grammar", 0.93, "site-of-metastases"
                        )
                row = []
            else:
                row.append((hit.start, hit.end, concept))
    for named in conditions:
        if named.inner or polarity(passage.text, named.start) != "wanted":
            continue
        before = folded[max(0, named.start - 50) : named.start]
        if holds_any(before, ("prevent", "detect")) and _PREVENTED.search(before):
            continue
        implied = _site_of_concept(document, named.concept)
        if implied is not None and not collected.has("tkg:metastaticSite", implied):
            collected.add(
                "tkg:metastaticSite",
                implied,
                passage.span(named.start, named.end),
                "inference",
                0.9,
                "site-of-condition",
            )


def _cancer_follows(folded: str, position: int) -> bool:
    """ "lung metastatic cancer" is a cancer of the lung that has spread."""
    return re.match(r"\s*(?:cancer|carcinoma|adenocarcinoma)", folded[position : position + 18]) is not None


_SITE_LABEL = re.compile(
    r"^(?P<site>[a-z -]+?) (?:metastas[ei]s|metastases|neoplasm metastasis)$|"
    r"metastas[ei]s (?:of|to|in) (?:the )?(?P<of>[a-z -]+)$"
)


def _site_of_concept(document: Document, concept: str) -> str | None:
    """The site that a condition's own name, or that of a broader concept, says: "liver metastasis" → site/liver."""
    known = document.concept(concept)
    if known is None or not _near_metastasis(document, concept):
        return None
    for label in (known.label, *(label_of(document, parent) for parent in known.broader)):
        match = _SITE_LABEL.search(label.lower())
        if match is not None:
            for found in document.vocabulary.lookup(match["site"] or match["of"], "context"):
                if found.startswith("site/"):
                    return found
    return None


def _near_metastasis(document: Document, concept: str) -> bool:
    known = document.concept(concept)
    return known is not None and any("metasta" in name for name in (concept, known.label.lower(), *known.broader))
