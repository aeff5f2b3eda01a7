"""Who may take part: registered limits of age and sex, the criteria one by one, and what they ask of every patient.

The rule: every criterion becomes a node with its verbatim text. A fact about the trial is taken from one only where
it holds for all: an inclusion criterion that is no condition of another kind ("patients with X must …", "if …"),
read with its negations; an exclusion criterion gives what is excluded. Contradicting demands (cohorts) cancel each
other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.context import folded_text
from kg.extract.diseases.in_text import named_conditions, registered_conditions
from kg.extract.document import Document, Item
from kg.extract.negation import Polarity, polarity
from kg.extract.patients import prior
from kg.extract.patients.ages import told_ages
from kg.extract.patients.criteria import Criterion, split
from kg.extract.patients.extent import states_near
from kg.extract.patients.markers import Marker, base_of, markers, status_of
from kg.extract.patients.required_markers import EITHER_WAY
from kg.extract.patients.sexes import told_sex
from kg.extract.patients.sites import sites_of
from kg.extract.patients.some_only import for_all
from kg.model import Node, Passage, Statement, Value

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(year|month|week|day|hour|minute)", re.IGNORECASE)
_IN_YEARS = {
    "year": Decimal(1),
    "month": Decimal(1) / 12,
    "week": Decimal(7) / Decimal("365.25"),
    "day": 1 / Decimal("365.25"),
    "hour": 1 / Decimal("8766"),
    "minute": 1 / Decimal("525960"),
}


def extract(document: Document) -> Iterator[Item]:
    """Age and sex, criterion nodes, and the facts that the criteria hold for all patients."""
    trial = document.trial
    collected = Collector(trial.path)
    _limits(document, collected)
    passage = trial.eligibility.criteria
    if passage is not None and passage.text.strip():
        criteria = split(passage.text)
        yield from _nodes(document, passage, criteria)
        _facts(document, collected, passage, criteria)
    yield from collected.items()


def years(text: str) -> str | None:
    """An age as decimal years in canonical form; None where there is none ("N/A").

    >>> years("6 Months"), years("18 Years"), years("N/A")
    ('0.5', '18', None)
    """
    match = _AGE.match(text.strip())
    if match is None:
        return None
    value = Decimal(match[1]) * _IN_YEARS[match[2].lower()]
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    return shown or "0"


def _limits(document: Document, collected: Collector) -> None:
    eligibility = document.trial.eligibility
    for predicate, passage in (
        ("tkg:minimumAgeYears", eligibility.minimum_age),
        ("tkg:maximumAgeYears", eligibility.maximum_age),
    ):
        if passage is not None and (value := years(passage.text)) is not None:
            collected.add(predicate, Value(value, "decimal"), passage.span(), "registry-field", 1.0, "registered-age")
    if eligibility.sex is not None:
        sex = {"both": "all"}.get(eligibility.sex.text.strip().lower(), eligibility.sex.text.strip().lower())
        if sex in ("all", "female", "male"):
            collected.add("tkg:sex", Value(sex), eligibility.sex.span(), "registry-field", 1.0, "registered-sex")
    if eligibility.minimum_age is None and eligibility.maximum_age is None:
        told_ages(document, collected)
    if eligibility.sex is None:
        told_sex(document, collected)


def _nodes(document: Document, passage: Passage, criteria: list[Criterion]) -> Iterator[Item]:
    trial = document.trial
    for number, criterion in enumerate(criteria):
        path = trial.part(f"criterion-{number}")
        spans = (passage.span(criterion.start, criterion.end),)
        confidence = 0.98 if criterion.stated else 0.8
        yield Node(path, "EligibilityCriterion")
        yield Statement(trial.path, "tkg:hasCriterion", path, "grammar", confidence, spans, "criterion")
        yield Statement(
            path, "tkg:criterionKind", Value(criterion.kind), "grammar", confidence, spans, "criterion-kind"
        )
        text = Value(passage.text[criterion.start : criterion.end])
        yield Statement(path, "tkg:criterionText", text, "grammar", confidence, spans, "criterion")


# --------------------------------------------------------------------------------------- what holds for all patients

_MOST_DIAGNOSES = 4
_SPECIFIC = re.compile(r"\W*(?:\w+\W{1,3}){1,6}specific\b")
_CONDITIONAL = re.compile(
    r"\b(?:if|in case of|unless|except|cohorts?|arm [a-z0-9]|part [a-z0-9]|group [a-z0-9]|phase [12i]+[ab]?|"
    r"for (?:patients|participants|subjects|those)|"
    r"(?:are|is|may be|will be|also|still) (?:allowed|permitted|eligible|acceptable|included|enrolled|"
    r"not required|excluded)|may (?:have|be|enrol)|allowed|permitted|"
    r"controls?|healthy|optional|regardless|irrespective|status (?:is )?unknown|at (?:least )?risk|expansion|"
    r"sub-?study|including but not limited)\b"
)
# "For NSCLC: progressed after platinum": one of the diseases of the trial.
_FOR_SOME = re.compile(r"\W*for (?!all\b|inclusion|enrol|eligib|this\b|the (?:last|past)|\d)[^:.\n]{2,60}:")
_SUBJECT_MUST = re.compile(
    r"^\W*(?:all )?(?:patients?|participants?|subjects?|those|individuals|women|"
    r"men)\s(?:[\w-]+\s){0,2}(?:with|who have|whose|harbou?ring|having)\b"
    r".*\b(?:must|should|need|require[ds]?|have to|has to|have (?:received|progressed|"
    r"failed)|has (?:received|progressed|failed))\b"
)
_DIAGNOSIS = re.compile(
    r"confirm|diagnos|histolog|cytolog|patholog|document|must have|\bwith\b|\bhave\b|\bhas\b|"
    r"^\W*(?:\w+\W{1,3}){0,8}(?:cancer|carcinoma|disease|tumou?r|lymphoma|leuk|melanoma)"
)
_NOT_ALL = re.compile(
    r"\b(?:brain|cns|central nervous|history of|measurable|life expectancy|prior to|biopsy|tissue|sample|lesions?)\b"
)
_HAD = re.compile(
    r"\b(?:must have|(?:have|has|had) (?:been |previously )?(?:received|treated|progressed|failed|"
    r"relapsed)|at least (?:one|two|three|1|2|3)|progress\w*|fail\w*|"
    r"refractory|resistan\w+|intoleran\w+|relaps\w*|previously treated|pretreated|naive|respon\w+)\b"
)
_AFTERMATH = re.compile(
    r"\b(?:recover\w*|toxicit\w*|resol\w+|wash-?out|(?:weeks?|days?|months?) (?:prior|before|"
    r"since|after|from|elapsed)|measurable|lesions?|allowed)\b"
)
_OF_CELLS = re.compile(r"\W*(?:\([^()]{1,12}\) ?)?(?:metaphases|targets?\b|target cells|clones?\b|cell lines?)")
_SPECIMEN = re.compile(
    r"\b(?:allerg|antibod|vaccin|test(?:ing|ed)? (?:is|for|result)|prick|serolog|pcr|hepatitis|hiv|covid|pregnan)"
)


class _Scope:
    """Which criteria hold for all patients. Looked at when asked: of most criteria nobody asks."""

    def __init__(self, folded: str, criteria: list[Criterion]) -> None:
        self._folded = folded
        self._criteria = criteria
        self._known: dict[int, bool] = {}

    def holds(self, number: int) -> bool:
        """Whether this criterion is no condition of another kind, nor stands below one."""
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = self._is_general(number)
        return known

    def _is_general(self, number: int) -> bool:
        criterion = self._criteria[number]
        if criterion.scoped:
            return False
        text = self._folded[criterion.start : criterion.end]
        if ("specific" in text and _SPECIFIC.match(text)) or _CONDITIONAL.search(text) or _SUBJECT_MUST.match(text):
            return False
        if _FOR_SOME.match(text):
            return False
        for above in range(number - 1, -1, -1):  # what stands below a condition holds under that condition only
            if self._criteria[above].depth < criterion.depth:
                return self.holds(above)
        return True


def _facts(document: Document, collected: Collector, passage: Passage, criteria: list[Criterion]) -> None:
    """What the criteria tell of all patients: biomarkers, earlier treatment, and states and sites of the disease."""
    folded = folded_text(passage.text)
    scope = _Scope(folded, criteria)
    _biomarkers(document, collected, passage, folded, criteria, scope)
    general = tuple(
        Clause(c.start, c.end, "trial", number)
        for number, c in enumerate(criteria)
        if c.stated and c.kind == "inclusion" and c.depth == 0 and c.end - c.start < 500 and scope.holds(number)
    )
    registered = registered_conditions(document)._replace(broader=frozenset())
    general = tuple(c for c in for_all(document, passage, folded, general, registered) if c.stance == "trial")
    before = tuple(
        c for c in general if _HAD.search(folded, c.start, c.end) and not _AFTERMATH.search(folded, c.start, c.end)
    )
    prior.treatments(document, collected, passage, folded, before)
    telling = (
        c for c in general if _DIAGNOSIS.search(folded, c.start, c.end) and not _NOT_ALL.search(folded, c.start, c.end)
    )
    diagnoses = tuple(islice(telling, _MOST_DIAGNOSES))
    if diagnoses:
        conditions = [
            named
            for named in named_conditions(document, passage, folded, diagnoses, False, registered)
            if named.rule in ("registered-condition", "narrower-than-registered")
        ]
        if conditions:
            states_near(document, collected, passage, folded, diagnoses, conditions, False)
            sites_of(document, collected, passage, folded, diagnoses, conditions)


def _biomarkers(
    document: Document,
    collected: Collector,
    passage: Passage,
    folded: str,
    criteria: list[Criterion],
    scope: _Scope,
) -> None:
    """Markers that criteria demand of all patients, and such as rule patients out."""
    demanded: dict[str, list[tuple[Marker, Criterion]]] = {}
    excluded: list[tuple[Marker, Criterion]] = []
    left_open: set[str] = set()
    starts = [criterion.start for criterion in criteria]
    for marker in markers(document, passage):
        number = bisect_right(starts, marker.start) - 1
        if number < 0 or marker.start >= criteria[number].end or not criteria[number].stated:
            continue
        criterion = criteria[number]
        if not _is_of_the_patient(folded, marker, criterion):
            continue
        wanted = _asked(passage, folded, marker, criterion)
        if wanted == "open":
            left_open.add(base_of(document, marker))
        elif not scope.holds(number):
            continue
        elif criterion.kind == "inclusion" and wanted == "wanted":
            demanded.setdefault(base_of(document, marker), []).append((marker, criterion))
        elif (criterion.kind == "inclusion") == (wanted == "ruled-out"):
            excluded.append((marker, criterion))
    for base, group in demanded.items():
        asked = [marker for marker, _ in group]
        if base not in left_open and _are_one_demand(document, asked):
            for marker in asked:
                _add(collected, passage, marker, "tkg:requiresBiomarker")
    for marker in _ruled_out(document, excluded):
        _add(collected, passage, marker, "tkg:excludesBiomarker")


def _ruled_out(document: Document, excluded: list[tuple[Marker, Criterion]]) -> Iterator[Marker]:
    """Those whose criterion rules out one status of the gene: where it names several, none is ruled out for all."""
    for marker, criterion in excluded:
        rivals = {
            status_of(document, m)
            for m, c in excluded
            if c is criterion and base_of(document, m) == base_of(document, marker)
        }
        if len(rivals) == 1:
            yield marker


def _is_of_the_patient(folded: str, marker: Marker, criterion: Criterion) -> bool:
    """Whether a criterion says of all patients that they bear the marker: "those with EGFR mutations must have had …"
    asks something of some, a specimen may be asked for, "remission: Ph+ metaphases < 35%" defines a response, and
    "EGFR-positive targets" an assay."""
    sentence = max(folded.rfind(". ", criterion.start, marker.start) + 2, criterion.start)
    if _SUBJECT_MUST.match(folded[sentence : criterion.end].split(". ")[0]):
        return False
    if _SPECIMEN.search(folded, max(criterion.start, marker.start - 40), min(criterion.end, marker.end + 25)):
        return False
    return _OF_CELLS.match(folded, marker.end) is None


def _asked(passage: Passage, folded: str, marker: Marker, criterion: Criterion) -> Polarity:
    """Whether a criterion wants the marker, rules it out or leaves it open ("BRAF wild-type or mutant")."""
    if EITHER_WAY.match(folded, marker.end, criterion.end):
        return "open"
    begin = max(criterion.start, marker.start - 300)
    return polarity(passage.text[begin : marker.end], marker.start - begin)


def _are_one_demand(document: Document, asked: list[Marker]) -> bool:
    """Whether all patients can meet what is asked: HER2-positive for one cohort, HER2-low for another is no demand on
    all."""
    return len({marker.concept for marker in asked}) == 1 or len({status_of(document, marker) for marker in asked}) == 1


def _add(collected: Collector, passage: Passage, marker: Marker, predicate: str) -> None:
    if marker.minted is not None:
        collected.mint(marker.minted)
    collected.add(
        predicate, marker.concept, passage.span(marker.start, marker.end), "grammar", 0.88, "criterion-biomarker"
    )
