"""The trial's design: registry codes first, then the title and the sentences that speak of this trial.

The rule: a coded field is a fact as it stands (method registry-field, confidence 1); words of the title or of a
clause about the trial are a fact where they qualify the study itself ("randomized, controlled clinical study",
"single-arm"), never where they merely mention one ("from randomization", "phase III studies of others",
"uncontrolled asthma").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.background import Clause, clauses, stances
from kg.extract.collect import Collector
from kg.extract.context import Word, between, folded_text, words
from kg.extract.course import course
from kg.extract.design_codes import registered_design
from kg.extract.design_counts import enrollment, planned_arms
from kg.extract.design_told import Told, told, weigh
from kg.extract.document import Document, Item
from kg.extract.endpoints_stated import stated_endpoints
from kg.extract.objectives import objective, objectives_headed
from kg.model import Passage, Span


def extract(document: Document) -> Iterator[Item]:
    """Phase, features, enrollment, arms, cycles, objective, endpoints that the text itself names, stopping reasons."""
    collected = Collector(document.trial.path)
    registered = registered_design(document, collected)
    phases: list[_Phase] = []
    in_passing: list[Told] = []
    for passage in document.prose():
        named = words(document, passage, "design")
        titled = passage in (document.trial.title, document.trial.official_title)
        folded = folded_text(passage.text)
        for clause in clauses(document, passage):
            if clause.stance == "trial":
                if "phase" not in registered:
                    phases.extend(_phases(passage, folded, clause, titled))
                _features(named, collected, passage, folded, clause, titled, registered)
                enrollment(collected, passage, folded, clause)
                planned_arms(collected, passage, folded, clause)
                told(passage, folded, clause, in_passing)
                objective(collected, passage, folded, clause)
        for clause in _unless_said_otherwise(document, passage):
            course(document, collected, passage, folded, clause)
        objectives_headed(collected, passage, folded)
        stated_endpoints(document, collected, passage, folded)
    _join_phases(collected, phases)
    weigh(collected, in_passing, registered)
    yield from collected.items()


def _unless_said_otherwise(document: Document, passage: Passage) -> Iterator[Clause]:
    """The clauses that nothing turns to the background: cycles and reasons to stop need no words on "this trial"."""
    if passage != document.trial.detailed_description:
        yield from (clause for clause in clauses(document, passage) if clause.stance == "trial")
        return
    yield from (clause for clause in stances(passage.text, "likely") if clause.stance != "background")


# -------------------------------------------------------------------------------------------------------- phase

_NUMERAL = r"(?:iii|ii|iv|i|[0-4]|ⅰ|ⅱ|ⅲ|ⅳ|one|two|three|four)[ab]?(?:/[ab])?"
_PHASE = re.compile(
    rf"\b(?P<early>early[- ])?phase[s]?[- ]?(?P<first>{_NUMERAL})(?![a-z0-9%])"
    rf"(?:\s?(?:/|-|–|to|and|or|&|\+)\s?(?:phase[- ]?)?(?P<second>{_NUMERAL})(?![a-z0-9%.]))?"
)
_NUMERALS = {
    "0": 0,
    "i": 1,
    "1": 1,
    "ⅰ": 1,
    "one": 1,
    "ii": 2,
    "2": 2,
    "ⅱ": 2,
    "two": 2,
    "iii": 3,
    "3": 3,
    "ⅲ": 3,
    "three": 3,
    "iv": 4,
    "4": 4,
    "ⅳ": 4,
    "four": 4,
}
_STUDY = re.compile(
    r"\b(?:study|trial|studies|clinical|evaluation|design|investigation|test|open|randomi[sz]ed|"
    r"single|multi|"
    r"double|dose|placebo|pilot|prospective|safety|feasibility|non-randomi[sz]ed|first-in-human|"
    r"protocol|controlled|extension|"
    r"expansion|comparative|pharmacokinetic|umbrella|basket|platform|vaccine|two|three|adaptive)\b"
)
# The study itself is one; in "this phase II trial studies how well …" it is the verb.
_MORE_THAN_ONE = r"(?:trials|studies)\b(?! (?:how|the|whether|if|a|an|what|which)\b)"
_OTHER_STUDIES = re.compile(rf"^[\s,-]*(?:[\w-]+[\s,]+){{0,3}}?{_MORE_THAN_ONE}")
_AMOUNT = re.compile(r"^[\s-]*(?:days?|weeks?|months?|hours?|years?|times|mm|mg)\b")
_PART_OF_COURSE = re.compile(
    r"^\s*(?:of (?:the |this |each |our )?(?:study|trial|program|sub)|portion|part|"
    r"component|will|participants|patients|subjects|"
    r"\(|:|is|are|consists|was|includes|enrol|begins|starts)"
)
# "phase 1 dose escalation" is a part, "phase 1a/b dose escalation study" the study.
_PERHAPS_PART = re.compile(r"^\s*(?:dose|cohort|expansion|treatment)(?![^.,;]{0,50}\b(?:study|trial)\b)")
_OF_TREATMENT = re.compile(
    r"\b(?:consolidation|induction|maintenance|intensification|luteal|follicular|lead-in|titration|washout|run-in|"
    r"cell cycle|rehabilitation)[\s-]$"
)


_OTHER_PHASE = re.compile(
    r"\b(?:previous|prior|earlier|recent|another|other|future|subsequent|following|completed|larger?|in (?:a|the)|from|"
    r"ongoing|parent|preceding|pivotal|confirmatory|planned|next|several|two|based on|possible|potential|design|after|"
    r"during|definitive|warrant|(?:need for|necessity of|recommended(?: [\w-]+){1,4} (?:in|for)|dose (?:in|"
    r"for))(?: an?)?)"
    r"\s(?:[\w-]+\s){0,2}$"
)
_IS_ONE = re.compile(r"\b(?:this|study|trial) (?:is|was|will be) an? [^.;]{0,60}$")


def _grade(numeral: str) -> int | None:
    return _NUMERALS.get(numeral.rstrip("/").rstrip("ab").rstrip("/").rstrip("ab"))


_TITLED = 0.97


class _Phase(NamedTuple):
    name: str
    span: Span
    confidence: float


def _phases(passage: Passage, folded: str, clause: Clause, titled: bool) -> Iterator[_Phase]:
    if "phase" not in folded[clause.start : clause.end]:
        return
    for match in _PHASE.finditer(folded, clause.start, clause.end):
        first = _grade(match["first"])
        second = _grade(match["second"]) if match["second"] else first
        if first is None or second is None:
            continue
        after = folded[match.end() : match.end() + 60]
        if _OF_TREATMENT.search(folded, max(0, match.start() - 20), match.start()):
            continue
        if not titled:
            # "phase 1" alone may be a part of the study; "phase 1, open-label study" is its phase.
            if not _STUDY.search(after.split(".")[0]) or _AMOUNT.match(after) or _PART_OF_COURSE.match(after):
                continue
            if _PERHAPS_PART.match(after) or _OTHER_STUDIES.match(after):
                continue
            before = folded[max(clause.start, match.start() - 70) : match.start()]
            if _OTHER_PHASE.search(before) and not _IS_ONE.search(before):
                continue
        if (match["early"] and first == 1) or first == 0:  # "early phase 2" is a phase 2
            phase = "early-phase-1"
        elif first == second:
            phase = f"phase-{first}"
        elif (first, second) in ((1, 2), (2, 3)):
            phase = f"phase-{first}-{second}"
        else:
            continue
        yield _Phase(phase, passage.span(match.start(), match.end()), _TITLED if titled else 0.93)


def _join_phases(collected: Collector, phases: list[_Phase]) -> None:
    """Add the phases. A study in two parts, "Phase 1b: dose finding" and "Phase 2: expansion", is of one joint phase,
    unless the title names one of the two alone."""
    titled = {phase.name for phase in phases if phase.confidence >= _TITLED}
    for first, second in (("1", "2"), ("2", "3")):
        names = {phase.name for phase in phases}
        joint, parts = f"phase-{first}-{second}", {f"phase-{first}", f"phase-{second}"}
        if len(parts & titled) == 1 and joint not in titled:
            phases = [phase for phase in phases if phase.name != joint]
        elif joint in names:
            phases = [phase for phase in phases if phase.name not in parts]
        elif parts <= names:
            phases = [p._replace(name=joint, confidence=0.88) if p.name in parts else p for p in phases]
    for phase in phases:
        collected.add("tkg:phase", f"phase/{phase.name}", phase.span, "grammar", phase.confidence, "phase-stated")


# ----------------------------------------------------------------------------------------------------- features

_SIDES = {
    "randomized": "allocation",
    "non-randomized": "allocation",
    "cluster-randomized": "",
    "single-arm": "model",
    "parallel": "model",
    "crossover": "model",
    "factorial": "model",
    "sequential": "model",
    "open-label": "masking",
    "single-blind": "masking",
    "double-blind": "masking",
    "triple-blind": "masking",
    "quadruple-blind": "masking",
    "observational": "type",
    "interventional": "type",
    "expanded-access": "type",
    "patient-registry": "type",
    "prospective": "time",
    "retrospective": "time",
    "cross-sectional": "time",
    "cohort": "observed",
    "case-control": "observed",
    "case-only": "observed",
}
# These words are common English: they count only where they qualify the study itself.
_NEED_STUDY = frozenset(
    "controlled pilot superiority pragmatic longitudinal observational interventional retrospective prospective "
    "crossover "
    "adaptive sequential single-center multicenter parallel historical-control natural-history cohort expanded-access "
    "patient-registry "
    "cross-sectional ambispective factorial long-term-follow-up feasibility".split()
)
_QUALIFIES = re.compile(
    r"^[\s,;/()-]*(?:(?:and|or|&|in|a|an|the|with)[\s,]+|[\w-]+(?:[\s,;/()]+|$)){0,9}?"
    r"(?:stud(?:y|ies)|trials?|rct|design|phase|clinical|research|evaluation|investigation|comparison|analysis|"
    r"protocol|registry|"
    r"cohort|survey|project|data|experiment|assessment|validation)\b"
)
# "This is a phase Ib/II, open-label, multi-center, dose-escalation and expansion in …": such a row needs no noun.
_THIS_IS = re.compile(r"\W*this (?:is|was|will be) an? (?=phase|open|random|multi|single|double|prospective)")
_IN_THE_LIST = re.compile(r",\s(?:[\w-]+,\s){0,3}(?:dose|open|random|double|single|controlled|parallel|phase)")
_OTHERS = re.compile(
    r"\b(?:previous|previously|prior|earlier|recent|recently|future|other|another|following|subsequent|several|"
    r"many|some|no|few|"
    r"lack of|additional|large|larger|parent|pivotal|published|from|since|after|before|at|until|time of|date of|"
    r"day of|completed|not|"
    r"existing|ongoing|performing|based on|results of|findings of|these|those|"
    r"need for|feeder|nested|offered)\s(?:[\w/-]+\s){0,2}$"
    r"|\b(?:larger?-scale|earlier|future|original|(?:go on|which|then) to propose|instead of|rather than)[\s,]+"
    r"(?:[\w/-]+[\s,]+){0,2}$|\bnon- ?$"
)
_PLURAL = re.compile(rf"^[\s,-]*(?:[\w-]+[\s,]+){{0,4}}?(?:{_MORE_THAN_ONE}|rcts\b)")
_OPEN_PART = re.compile(
    r"^[\s,-]*(?:\(ol\) )?(?:[\w-]+\s){0,3}(?:extension|period|challenge|follow-?up|observation|setting|ancillary|"
    r"part\b|phase(?![\s-]*(?:[0-4]|(?:[iv]+|[ⅰ-ⅳ])[ab]?\b)))"
)
# "will receive open-label salbutamol": how something is given to some, not how the trial is masked.
_GIVEN_OPENLY = re.compile(
    r"\b(?:receiv\w*|treated|continue\w*|provided|offered|given|switch\w*|cross(?:ed|ing)? over|rescue|placebo|"
    r"group|if|"
    r"supplied|start(?:ed|ing)?)\b[^.;]{0,40}$"
)
_TREATMENT_WITH = re.compile(r"^[\s-]*(?:treatment|therapy|[a-z]+(?:mab|nib|ine|ide|ant|ol)) ")
_PART_ALONE = re.compile(r"\W*(?:stratum|part|module|experiment|sub-?study) (?:[0-9]|[a-d]|i+)\b")
_CROSSING = re.compile(r"^[\s-]*(?:phase(?! [0-4i])|period|to\b|patients|from\b|after\b)")
_CHALLENGE = re.compile(
    r"^[\s,-]*(?:placebo[- ]controlled[\s,-]*)?(?:[\w-]+\s){0,2}(?:challenges?|provocations?|"
    r"dbpcfc)\b"
)
_EVENT = re.compile(r"^(?:randomi[sz]ation|randomization to)")


# "The study is prospective, with …": no noun needs to follow.
_STUDY_IS = re.compile(r"\b(?:study|trial) (?:is|was|will be) (?:an? )?(?:[\w-]+, (?:and )?|[\w-]+ and )*$")
_LATER = re.compile(r"^[\s,-]*(?:[\w-]+\s){0,3}?in (?:the )?future\b|^ (?:module|part|stratum) ")
_OF_THE_WHOLE = frozenset({"open-label", "single-arm", "single-blind", "double-blind"})


def _given_openly(folded: str, clause: Clause, start: int, after: str) -> bool:
    """Whether "open-label" speaks of a part of the trial or of a treatment, not of the trial."""
    if _OPEN_PART.match(after):
        return True
    before = folded[max(clause.start, start - 60) : start]
    qualifies = _QUALIFIES.match(after.split(". ")[0])
    if qualifies is not None and not _TREATMENT_WITH.match(after):
        return False
    return _GIVEN_OPENLY.search(before) is not None


def _features(
    named: list[Word],
    collected: Collector,
    passage: Passage,
    folded: str,
    clause: Clause,
    titled: bool,
    settled: set[str],
) -> None:
    for start, end, concept in between(named, clause.start, clause.end):
        feature = concept.removeprefix("design/")
        if _SIDES.get(feature, "") in settled or feature.startswith("purpose-"):
            continue
        before = folded[max(clause.start, start - 40) : start]
        after = folded[end : min(clause.end, end + 90)]
        name = folded[start:end]
        if _OTHERS.search(before) or _EVENT.match(name) or (not titled and _PLURAL.match(after)):
            continue
        if name in ("one arm", "single group", "single-group") and not _QUALIFIES.match(after):
            continue
        if name == "rct" and folded[:start].endswith("("):
            continue  # the words before the brackets are read
        if feature == "randomized" and _LATER.match(after):
            continue
        if name.startswith("not ") and re.match(r",? but\b", after):
            continue  # some patients were not
        said = any(noun in name for noun in ("stud", "trial", "design", "arms", "assigned")) or _STUDY_IS.search(before)
        if feature in _NEED_STUDY and not said:
            sentence = after.split(". ")[0].split(": ")[0]
            listed = _THIS_IS.match(folded, clause.start) is not None and _IN_THE_LIST.match(after) is not None
            if not _QUALIFIES.match(sentence) and not (titled and not sentence.strip(" .,)")) and not listed:
                continue
        elif feature == "open-label" and not titled and _given_openly(folded, clause, start, after):
            continue
        if feature in _OF_THE_WHOLE and not titled and _PART_ALONE.match(folded, clause.start, start):
            continue
        if feature == "crossover" and _CROSSING.match(after):
            continue
        if feature in ("double-blind", "single-blind", "placebo-controlled", "randomized") and _CHALLENGE.match(after):
            continue  # a diagnostic procedure, not the masking of the trial
        if feature == "randomized" and after.lstrip().startswith(("group-specific", "response", "selected")):
            continue
        confidence = 0.97 if titled else 0.93
        collected.add("tkg:designFeature", concept, passage.span(start, end), "lexicon", confidence, "design-word")
