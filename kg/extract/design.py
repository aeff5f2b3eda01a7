"""The trial's design: registry codes first, then the title and the sentences that speak of this trial.

The rule: a coded field is a fact as it stands (method registry-field, confidence 1); words of the title or of a
clause about the trial are a fact where they qualify the study itself ("randomized, controlled clinical study",
"single-arm"), never where they merely mention one ("from randomization", "phase III studies of others",
"uncontrolled asthma").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import Clause, clauses, stances
from kg.extract.collect import Collector
from kg.extract.context import Word, between, folded_text, words
from kg.extract.document import Document, Item
from kg.extract.study_design.arms import planned_arms
from kg.extract.study_design.codes import registered_design
from kg.extract.study_design.counts import Counted, enrollment, weigh_counts
from kg.extract.study_design.course import course
from kg.extract.study_design.endpoints_stated import stated_endpoints
from kg.extract.study_design.objectives import objective, objectives_headed
from kg.extract.study_design.objectives_told import objectives_told, questions_and_headings
from kg.extract.study_design.phases import MORE_THAN_ONE, Phase, join_phases, phases_of
from kg.extract.study_design.told import Told, told, weigh
from kg.model import Passage


def extract(document: Document) -> Iterator[Item]:
    """Phase, features, enrollment, arms, cycles, objective, endpoints that the text itself names, stopping reasons."""
    collected = Collector(document.trial.path)
    registered = registered_design(document, collected)
    phases: list[Phase] = []
    in_passing: list[Told] = []
    counted: list[Counted] = []
    for passage in document.prose():
        named = words(document, passage, "design")
        titled = passage in (document.trial.title, document.trial.official_title)
        folded = folded_text(passage.text)
        for clause in clauses(document, passage):
            if clause.stance == "trial":
                if "phase" not in registered:
                    phases.extend(phases_of(passage, folded, clause, titled))
                _features(named, collected, passage, folded, clause, titled, registered)
                enrollment(collected, passage, folded, clause, counted)
                planned_arms(collected, passage, folded, clause)
                told(passage, folded, clause, in_passing)
                objective(collected, passage, folded, clause)
                objectives_told(collected, passage, folded, clause)
        for clause in _unless_said_otherwise(document, passage):
            course(document, collected, passage, folded, clause)
        objectives_headed(collected, passage, folded)
        questions_and_headings(collected, passage, folded, titled)
        stated_endpoints(document, collected, passage, folded)
    join_phases(collected, phases)
    weigh(collected, in_passing, registered)
    weigh_counts(collected, counted)
    yield from collected.items()


def _unless_said_otherwise(document: Document, passage: Passage) -> Iterator[Clause]:
    """The clauses that nothing turns to the background: cycles and reasons to stop need no words on "this trial"."""
    if passage != document.trial.detailed_description:
        yield from (clause for clause in clauses(document, passage) if clause.stance == "trial")
        return
    yield from (clause for clause in stances(passage.text, "likely") if clause.stance != "background")


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
    "cross-sectional ambispective factorial family-based long-term-follow-up feasibility".split()
)
_QUALIFIES = re.compile(
    r"^[\s,;/()-]*(?:(?:and|or|&|in|a|an|the|with)[\s,]+|[\w-]+(?:[\s,;/()]+|$)){0,9}?"
    r"(?:stud(?:y|ies)|trials?|rct|design|phase|clinical|research|evaluation|investigation|comparison|analysis|"
    r"protocol|registry|"
    r"cohorts?|survey|project|data|experiment|assessment|validation|manner|fashion)\b"
)
# "This is a phase Ib/II, open-label, multi-center, dose-escalation and expansion in …": such a row needs no noun.
_THIS_IS = re.compile(r"\W*this (?:is|was|will be) an? (?=phase|open|random|multi|single|double|prospective)")
_IN_THE_LIST = re.compile(r",\s(?:[\w-]+,\s){0,3}(?:dose|open|random|double|single|controlled|parallel|phase)")
_OTHERS = re.compile(
    r"\b(?:previous|previously|prior|earlier|recent|recently|future|other|another|following|subsequent|several|"
    r"many|some|no|few|"
    r"lack of|additional|large|larger|parent|pivotal|published|from|since|after|before|at|until|time of|date of|"
    r"day of|completed|not|"
    r"next|existing|ongoing|performing|based on|results of|findings of|these|those|"
    r"need for|feeder|nested(?! case)|willing to be|willingness to be|agree(?:ing)? to be|consent(?:ing)? to be|"
    r"refus\w+ to be|accept(?:ing)? being|offered|"
    r"(?:made|obtained|seen|observed|shown|findings|results|experience) in(?! (?:this|the)))\s(?:[\w/-]+\s){0,2}$"
    r"|\b(?:larger?-scale|earlier|future|original|(?:go on|which|then) to propose|instead of|rather than)[\s,]+"
    r"(?:[\w/-]+[\s,]+){0,2}$|\bnon- ?$"
)
_PLURAL = re.compile(rf"^[\s,-]*(?:[\w-]+[\s,]+){{0,4}}?(?:{MORE_THAN_ONE}|rcts\b)")
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
    r"^[\s,-]*(?:placebo[- ]controlled[\s,-]*)?(?:\([^()]{1,12}\)\s)?(?:[\w-]+\s){0,2}(?:challenges?|provocations?|"
    r"dbpcfc)\b"
)
_CENTRED = ("single-center", "multicenter")  # "run at the clinic of X (single centre)"
_OF_A_CHALLENGE = re.compile(
    r"\b(?:challenges?|provocations?|dbpcfc)\b(?: (?!study\b|trial\b)[\w-]+){0,4}? "
    r"(?:performed|conducted|done|carried out|given|administered)\b[^.;]{0,30}\Z"
)
# "patient- and assessor-blinded", "patient, physician, and assessor-blinded"
_ONE_SIDE = re.compile(
    r"(?:assessor|evaluator|observer|rater|investigator|examiner|outcome assessor|patient|participant|operator)[- ]"
    r"(?:blind|mask)"
)
_SIDE = re.compile(
    r"(?:patient|participant|subject|investigator|physician|assessor|evaluator|observer|therapist|surgeon|operator|"
    r"clinician|doctor|rater|examiner|provider|analyst|statistician)s?"
)
_OTHER_SIDES = re.compile(
    rf"\b(?P<sides>{_SIDE.pattern}-?(?:(?:, | and |/| & |, and ){_SIDE.pattern}-?){{0,3}})"
    r"(?: (?:blind|mask)(?:ed)?)?(?: and |/| & |, and )(?:outcome[- ])?\Z"
)
_SAYS_BOTH = {
    "randomized": ("controlled",),
    "cohort": ("prospective", "retrospective", "longitudinal"),
    "platform": ("adaptive",),
    "adaptive": ("randomized", "randomised"),
}
_DONE = ("will be ", "are ", "were ")  # "children born at 34 weeks will be randomized"
_NOT_DONE = re.compile(r"\b(?:not|previous(?:ly)?|earlier|already|parent|others?) $")
_EVENT = re.compile(r"^(?:randomi[sz]ation|randomization to)")


# "The study is prospective, with …": no noun needs to follow.
_STUDY_IS = re.compile(r"\b(?:study|trial) (?:is|was|will be) (?:an? )?(?:[\w-]+, (?:and )?|[\w-]+ and )*$")
_NOUNS = (
    "stud",
    "survey",
    "trial",
    "design",
    "arms",
    "assigned",
    "review",
    "analy",
    "collected",
    "identified",
    "registry",
)
# "Double-blind, placebo-controlled, single centre.": a row of the design without a verb needs no noun.
_VERB = re.compile(r"\b(?:is|are|was|were|will|has|have|had|can|may|should|been|be|to|of|from|for)\b")
_LONGEST_ROW = 160
# "Pilot data from an ongoing study", "our pilot study suggested …": what went before this trial.
_EARLIER = re.compile(
    r"(?: study| trial)?'?s? (?:data|results|findings|work|suggest\w*|show\w*|found|demonstrat\w+|reveal\w*|indicat\w+|"
    r"ha[sd] (?:shown|suggested|found|demonstrated))\b"
)
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


def _challenge(folded: str, clause: Clause, start: int, after: str) -> bool:
    """Whether the words tell how a challenge is done: "food challenges will be performed in double-blind fashion"."""
    if _CHALLENGE.match(after):
        return True
    return _OF_A_CHALLENGE.search(folded, max(clause.start, start - 90), start) is not None


def _row(named: list[Word], folded: str, clause: Clause) -> bool:
    """Whether the clause is a row of words of the design."""
    return (
        clause.end - clause.start <= _LONGEST_ROW
        and len(list(between(named, clause.start, clause.end))) + ("phase" in folded[clause.start : clause.end]) > 1
        and _VERB.search(folded, clause.start, clause.end) is None
    )


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
        others = _NOT_DONE if name.startswith(_DONE) else _OTHERS
        if others.search(before) or _EVENT.match(name) or (not titled and _PLURAL.match(after)):
            continue
        if name in ("one arm", "single group", "single-group") and not _QUALIFIES.match(after):
            continue
        if name == "rct" and folded[:start].endswith("("):
            continue  # the words before the brackets are read
        if name in ("unmasked", "unblinded") and not _QUALIFIES.match(after):
            continue  # "treatment was unblinded"
        if (feature == "randomized" and _LATER.match(after)) or (feature == "pilot" and _EARLIER.match(after)):
            continue
        if name.startswith("not ") and re.match(r",? but\b", after):
            continue  # some patients were not
        said = any(noun in name for noun in _NOUNS) or _STUDY_IS.search(before)
        if feature in _NEED_STUDY and not said:
            sentence = after.split(". ")[0].split(": ")[0]
            listed = _THIS_IS.match(folded, clause.start) is not None and _IN_THE_LIST.match(after) is not None
            listed = listed or (not titled and _row(named, folded, clause))
            listed = listed or (feature in _CENTRED and folded[start - 1 : start] + folded[end : end + 1] == "()")
            if not _QUALIFIES.match(sentence) and not (titled and not sentence.strip(" .,)")) and not listed:
                continue
        elif feature == "open-label" and not titled and _given_openly(folded, clause, start, after):
            continue
        if feature in _OF_THE_WHOLE and not titled and _PART_ALONE.match(folded, clause.start, start):
            continue
        if feature == "crossover" and _CROSSING.match(after):
            continue
        if feature in ("double-blind", "single-blind", "placebo-controlled", "randomized") and _challenge(
            folded, clause, start, after
        ):
            continue  # a diagnostic procedure, not the masking of the trial
        if feature == "randomized" and after.lstrip().startswith(("group-specific", "response", "selected")):
            continue
        blinded = _ONE_SIDE.match(name) and _OTHER_SIDES.search(folded, clause.start, start)
        if blinded:  # "patient- and assessor-blinded"
            several = len(_SIDE.findall(blinded["sides"])) > 1
            concept = "design/triple-blind" if several else "design/double-blind"
        confidence = 0.97 if titled else 0.93
        collected.add("tkg:designFeature", concept, passage.span(start, end), "lexicon", confidence, "design-word")
        if name == "rct":
            both = passage.span(start, end)
            collected.add("tkg:designFeature", "design/controlled", both, "lexicon", 0.93, "design-word")
        for second in _SAYS_BOTH.get(feature, ()):  # "randomized controlled trial", "prospective cohort"
            if second in name:
                at = start + name.index(second)
                span = passage.span(at, at + len(second))
                also = f"design/{second.replace('randomised', 'randomized')}"
                collected.add("tkg:designFeature", also, span, "lexicon", confidence, "design-word")
