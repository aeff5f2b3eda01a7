"""How far the disease of the patients has gone.

The rule: a state (`state_words`) belongs to the condition of the population that it stands beside, or to its
patients ("advanced solid tumors"), and not where it is to be prevented, reached or ruled out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import Word, meant
from kg.extract.diseases.in_text import Named, around, label_of
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.extract.patients.graded import is_graded
from kg.extract.patients.lines import oncology
from kg.extract.patients.listed import is_listed
from kg.extract.patients.state_words import IN_PLAIN_WORDS, OF_PATIENTS, named_states
from kg.model import Passage

# Words that are part of many names of diseases: inside a name they are the name, not a state.
_IN_NAMES = frozenset(
    "acute chronic active stable severe mild moderate progressive symptomatic asymptomatic controlled uncontrolled "
    "localized newly-diagnosed persistent high-risk low-risk intermediate-risk".split()
)
_MODIFIES = re.compile(
    r"[\s,/()-]*(?:(?!with\b|for\b|in\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b|"
    r"without\b)[\w+'./-]+[\s,()]+){0,5}?(?:of\s)?"
)
# For states that are common English words ("stable", "active"), only words that qualify too may stand between, and
# stages ("newly diagnosed stage III or stage IV lymphoma").
_MODIFIES_CLOSELY = re.compile(
    r"[\s,/()-]*(?:stages? [ivx\d]+[a-d]?(?:(?:,? (?:or|and|to) |/|-|, )(?:stage )?[ivx\d]+[a-d]?)*\s)?"
    r"(?:(?:or|and|to|and/or)\s+[\w-]+\s+)?(?:(?!and\b|or\b|with\b|for\b|"
    r"in\b|from\b|to\b|of\b|by\b|on\b|after\b)[\w'+/-]+[\s,]+){0,5}"
)
_GENERIC = re.compile(
    r"^[\s,/()-]*(?:(?!with\b|for\b|from\b|to\b|by\b|after\b|on\b|versus\b|who\b)[\w+'./-]+[\s,()]+){0,3}?"
    r"(?:disease|cancers?|tumou?rs?|malignanc\w+|carcinomas?|neoplasms?|solid|setting|leuk[ae]mias?|lymphomas?|"
    r"sarcomas?|melanomas?|"
    r"myelomas?|adenocarcinomas?|gliomas?|patients?|lesions?|(?:adults?|children|people|individuals|women|men|"
    r"participants|subjects) (?:with|who have|having))\b"
)
_BROAD = frozenset(
    "chronic acute severe mild moderate active stable progressive symptomatic asymptomatic controlled uncontrolled "
    "resistant localized moderate-to-severe mild-to-moderate newly-diagnosed high-risk low-risk intermediate-risk "
    "resected in-remission stage-ii stage-iii resectable persistent".split()
)
# "stage III unresectable or stage IV NSCLC": the first is of what the second stands beside
_STAGE_FOLLOWS = re.compile(r" (?:unresectable|inoperable|resectable|recurrent),? or (?:stage )?[iv]{1,3}\b")
_NOT_STATE = re.compile(
    r"^[\s-]*(?:directives?|care|practice|technolog\w+|imaging|stage of (?:the )?(?:study|"
    r"trial)|glycation|nurse|life support|"
    r"paternal|maternal|age|practitioner|trauma|treatment|therapy|option|training|research|phase of)\b"
)


_STAGES = frozenset("early-stage stage-ii stage-iii metastatic".split())
_LATER = frozenset("metastatic advanced locally-advanced steroid-dependent refractory severe recurrent".split())


# "with advanced or metastatic disease": the name of the state says that it is the disease's.
_HAS_DISEASE = re.compile(
    r"\b(?:(?:patients?|subjects?|participants?|adults?|people|women|men|those|who (?:have|had)|tumou?rs?|cancers?|"
    r"carcinomas?|recurrent|advanced|unresectable|locali[sz]ed|inoperable|relapsed|refractory)\s?(?:with|or|and|"
    r"and/or|/)|\band/or|treatment of|therapy for)\s?(?:an?\s)?\Z"
)
_NOT_YET = re.compile(
    r"\b(?:risks? (?:of|for)|developing|development of|prevent(?:ion of|ing)?|progress\w* (?:to|into)|"
    r"(?:transformation|evolution|conversion) (?:to|into)|onset of)\s(?:[\w/-]+\s){0,2}\Z"
)
# "prevalence of severe malnutrition", "to detect advanced liver disease": some have it, or none.
_LOOKED_FOR = re.compile(
    r"\b(?:(?:prevalence|incidence|frequency|detection|prediction) of|predict(?:ing|s)?|to detect|screening (?:for|of)|"
    r"screen for)\s(?:(?!(?:in|of|for|with|among)\s)[\w/-]+\s){0,2}\Z"
)
_HAPPENS = re.compile(r"\b(?:has|have|had)\s(?:not\s)?\Z")  # "until the cancer has advanced"
# "Acute B Lymphoblastic Leukemia" is one name, even where the vocabulary knows only its end.
_NAME_GOES_ON = re.compile(
    r"[\s-]+(?:[\w-]+\s){0,3}?(?:leuk[ae]mias?|lymphoblastic|lymphocytic|lymphoid|myeloid|myelogenous|promyelocytic|"
    r"myelomonocytic|kidney|renal|obstructive|coronary|respiratory|graft)\b"
)
_THAT_IS = re.compile(
    r"\s?(?:\([^()]{1,20}\)\s?)?(?:that|which) (?:is|are|has|have been) (?:either )?(?:[\w-]+ (?:or|and) )?"
)
_OR_ADVANCED = re.compile(r"(?: stage)?(?: and| or|/|,)[ /]?(?:locally |loco-?regionally )?(?:advanced|metastatic)\b")
_OR = (" or ", " and/or ", "/", " / ")
_NEXT_STAGE = (", ", " or ", " and ", ", or ", "/", " - ", "-")
_DETECTED = re.compile(r"[\s-]+(?:detection|diagnosis|screening|recognition|mortality|relapse|recurrence|onset)\b")


# "have not received systemic therapy within 4 weeks": before that they may have.
_ONLY_LATELY = re.compile(
    r"[^.;,]{0,50}?\b(?:within|in|during|over|for)\s(?:the\s)?(?:last|past|previous|prior|preceding|at least|"
    r"(?=\d|two|three|four|six))[^.;,]{0,20}?(?:days?|weeks?|months?|years?)\b"
)
# "prior radiotherapy for localized prostate cancer": it was, when that was given.
_ONCE = frozenset("localized early-stage limited-stage resectable newly-diagnosed locally-advanced".split())
_WHEN_TREATED = re.compile(
    r"\b(?:prior|previous|earlier)\s(?:[\w-]+\s(?:or\s|and\s)?){1,4}?(?:for|of)\s(?:an?\s|the\s|their\s)?\Z"
)
# "cancer with high-risk recurrence factors": those who have them are at high risk.
_WITH_FACTORS = re.compile(r"\bwith\s(?:an?\s|at least one\s|one or more\s|any\s)?\Z")
_FACTORS = re.compile(
    r"[\s-](?:(?:recurrence|relapse|pathologic(?:al)?|clinical|prognostic)\s)?(?:factors?|features?)\b"
)
# "Patients must be treatment-naive.": said of the patients, and of no disease.
_PATIENTS_ARE = re.compile(
    r"\b(?:patients?|subjects?|participants?|volunteers|women|men|adults|children|individuals|disease|tumou?rs?)\s"
    r"(?:must|should|have to|will|need to|are|is)\s(?:all\s)?(?:be\s)?(?:systemic |chemo|anti-?\w+ )?\Z"
)
# "no previous treatment for metastatic disease"
_FOR_IT = re.compile(r"(?:\sfor\s(?:[\w-]+\s){0,3}(?:disease|cancer|carcinoma|metastases|melanoma|hcc|m?crc|nsclc)\b)?")
_SET_OFF = re.compile(r"\s*(?:$|,)")  # "GBM, MGMT unmethylated, newly diagnosed"
_ENDS_A_NAME = re.compile(r"\s*(?:$|[,;.)|/&]|-(?=[\divx])|(?:patients?|disease|or|and|stage)\b)")
_ENDS_THERE = re.compile(r"\s?(?:$|[.;,)]|\b(?:and|or)\b)")


_NEAR = 60
_ASIDE = re.compile(r"\s?\([^()]{1,40}\)")


class _Told(NamedTuple):
    """A state at `hit`, in a clause on the trial: the conditions that stand near it (`near`), whether one of their
    names holds it (`inside`), the words behind it up to the end of the clause (`after`)."""

    document: Document
    passage: Passage
    folded: str
    clause: Clause
    hit: Word
    state: str
    near: list[Named]
    inside: bool
    after: str
    titled: bool
    entry: bool

    def before(self, pattern: re.Pattern[str], reach: int) -> bool:
        """Whether the pattern is found in the last `reach` characters of the clause before the state."""
        return pattern.search(self.folded, max(self.clause.start, self.hit.start - reach), self.hit.start) is not None


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
    last = -1  # where the last state of the patients ended
    states = named_states(document, passage, folded)
    for hit in states:
        clause = clause_at(found, hit.start)
        if clause is None or clause.stance != "trial":
            continue
        near = around(conditions, hit.start, hit.end)
        inside = any(n.start <= hit.start and hit.end <= n.end and not n.rule.startswith("cancer-and") for n in near)
        after = folded[hit.end : min(clause.end, hit.end + 70)]
        state = hit.concept.removeprefix("state/")
        told = _Told(document, passage, folded, clause, hit, state, near, inside, after, titled, entry)
        if _is_of_a_name(told) or _is_no_state(told) or _is_not_theirs(told) or _is_of_other_stages(told):
            continue
        if folded[hit.start : hit.end] == "early" and not _is_early_disease(told):
            continue  # "early breast cancer", not "early detection of breast cancer"
        plain = IN_PLAIN_WORDS.match(folded, hit.start) is not None
        if not plain and not (_is_theirs(told, last, states) and polarity(passage.text, hit.start) == "wanted"):
            continue
        last = hit.end
        collected.add(
            "tkg:diseaseState",
            hit.concept,
            passage.span(hit.start, hit.end),
            "lexicon",
            0.95 if titled else 0.9,
            "state-of-condition",
        )


def _is_of_a_name(told: _Told) -> bool:
    """Whether the words are a part of the name of a disease: "acute myeloid leukemia", "chronic kidney disease"."""
    hit, state = told.hit, told.state
    if told.inside and state in _IN_NAMES and not _told_besides(told.document, told.passage, hit, told.near):
        return True
    return state in ("acute", "chronic") and _NAME_GOES_ON.match(told.folded, hit.end) is not None


def _is_no_state(told: _Told) -> bool:
    """Whether the words mean something else here: "advanced imaging", "mild, moderate or severe", "anti-metastatic",
    and, as what it resists is no treatment of the disease, "methicillin-resistant"."""
    folded, start = told.folded, told.hit.start
    if told.state == "moderate-to-severe" and folded.endswith(("mild, ", "mild or ", "mild and "), 0, start):
        return True
    if folded.endswith("-" if told.state == "resistant" else "anti-", 0, start):
        return True
    if _NOT_STATE.match(told.after):
        return True
    happens = told.state == "advanced" and _HAPPENS.search(folded, max(0, start - 12), start)
    return bool(happens) and not _GENERIC.match(told.after)


def _is_not_theirs(told: _Told) -> bool:
    """Whether the patients are not in this state yet, are searched for it, were in it once, or of late only."""
    if told.state in _LATER and told.before(_NOT_YET, 40):
        return True
    if told.before(_LOOKED_FOR, 50) and not told.after.startswith(" patient"):
        return True
    if told.state == "treatment-naive" and _ONLY_LATELY.match(told.after):
        return True
    return told.state in _ONCE and told.before(_WHEN_TREATED, 70)


def _is_of_other_stages(told: _Told) -> bool:
    """Stage 3 of a kidney disease, stage 2 of hypertension, a stage II pressure ulcer."""
    folded, hit = told.folded, told.hit
    staged = folded.startswith("stage", hit.start) and told.state in _STAGES
    return staged and not oncology(told.document, folded[max(told.clause.start, hit.start - 80) : hit.end + 80])


def _is_theirs(told: _Told, last: int, states: list[Word]) -> bool:
    """Whether the state is said of the patients or of their disease, by itself or in a row with the one that ended at
    `last`."""
    folded, start = told.folded, told.hit.start
    bare = _is_bare(told)
    # "…, recurrent or metastatic", "Stage II, Stage III or IV"
    in_row = _OR if not bare else _NEXT_STAGE if folded.startswith("stage", start) else ()
    joined = last >= told.clause.start and folded[last:start] in in_row
    if told.inside or joined or _is_of_patients(told) or _is_beside(told, bare, states):
        return True
    return _is_set_off(told, bare) or (not bare and _is_of_a_disease(told))


def _is_bare(told: _Told) -> bool:
    """Whether the words may be said of anything, and count only close to a condition: "severe", a mere "stage II"."""
    folded, hit = told.folded, told.hit
    if folded[hit.start : hit.end] == "early":
        return False
    if folded.startswith("stage", hit.start) and _STAGE_FOLLOWS.match(folded, hit.end):
        return False
    return told.state in _BROAD or folded.startswith("untreated", hit.start)


def _is_early_disease(told: _Told) -> bool:
    folded, end = told.folded, told.hit.end
    beside_name = any(n.start == end + 1 and not _DETECTED.match(folded, n.end) for n in told.near)
    return beside_name or _OR_ADVANCED.match(folded, end) is not None


def _is_of_patients(told: _Told) -> bool:
    """Whether the words say by themselves that the patients are so: "have not been treated", "must be naive"."""
    folded, hit = told.folded, told.hit
    if is_graded(hit.concept) or OF_PATIENTS.match(folded, hit.start) is not None:
        return True
    if told.state == "high-risk" and _FACTORS.match(told.after) and told.before(_WITH_FACTORS, 20):
        return True
    if told.state != "treatment-naive":
        return False
    if not told.titled and (disease := _FOR_IT.match(folded, hit.end)) and is_listed(folded, hit.start, disease.end()):
        return True
    return _ENDS_THERE.match(told.after) is not None and told.before(_PATIENTS_ARE, 50)


def _is_beside(told: _Told, bare: bool, states: list[Word]) -> bool:
    """Whether the state stands beside a condition: before it, behind it, or told of it ("…, which is advanced")."""
    folded, (start, end, _) = told.folded, told.hit
    between = _MODIFIES_CLOSELY if bare else _MODIFIES
    not_common = not bare or told.state == "resistant"
    return any(
        (n.start >= end and _leads_to(between, folded, end, n.start))
        or (not_common and n.end <= start <= n.end + 60 and _THAT_IS.fullmatch(folded, n.end, start))
        or (
            n.end <= start
            and start - n.end <= 12
            and not re.search(r"\b(?:and|of|to|in|for|by)\b", folded[n.end : start])
            and (_ends_a_name(folded, end) or (told.entry and any(s.start == end + 1 for s in states)))
        )
        for n in told.near
    )


def _leads_to(between: re.Pattern[str], folded: str, end: int, start: int) -> bool:
    """Whether only words that the pattern lets pass, and brackets, stand between a state and a name."""
    if start - end <= _NEAR and between.fullmatch(folded, end, start):
        return True
    if start - end > 2 * _NEAR or "(" not in folded[end:start]:
        return False
    words = _ASIDE.sub("", folded[end:start])
    return len(words) <= _NEAR and between.fullmatch(words) is not None


def _is_set_off(told: _Told, bare: bool) -> bool:
    """Whether the state is a part of an entry by itself: "GBM, MGMT unmethylated, newly diagnosed"."""
    if not told.entry or not bare:
        return told.entry
    if told.state in ("acute", "chronic"):
        return False
    return told.folded.endswith(", ", 0, told.hit.start) and _SET_OFF.match(told.after) is not None


def _is_of_a_disease(told: _Told) -> bool:
    """Whether the state is said of a disease without a name: "advanced tumors", "patients with metastatic disease"."""
    if _GENERIC.match(told.after):
        return True
    return told.folded.startswith("disease", told.hit.end - 7) and told.before(_HAS_DISEASE, 40)


def _told_besides(document: Document, passage: Passage, hit: Word, near: list[Named]) -> bool:
    """Whether the name means the same without the state that opens it: "chronic low back pain" is low back pain."""
    for named in near:
        if named.start == hit.start and hit.end < named.end and not named.short:
            rest = passage.text[hit.end : named.end].strip(" -")
            label = label_of(document, named.concept).lower()
            return hit.concept.removeprefix("state/") not in label and named.concept in meant(
                document.vocabulary, rest, "condition"
            )
    return False


def _ends_a_name(folded: str, position: int) -> bool:
    """ "Colorectal Cancer Metastatic", "ovarian cancer, recurrent": the state closes the phrase."""
    return _ENDS_A_NAME.match(folded[position : position + 14]) is not None
