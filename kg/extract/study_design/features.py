"""Words of the design in the title and in clauses about the trial: "randomized", "single-arm", "multicenter".

The rule: a word counts where it qualifies the study itself; not where it is of another study or of an event ("from
randomization"), of what came before or is to come, of a part, of a treatment that is given so or of a diagnostic
challenge. Words of common English ("pilot", "controlled") need a noun for the study, or a row of such words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.context import Word, between
from kg.extract.study_design.phases import MORE_THAN_ONE
from kg.model import Passage

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
    r"protocol|registry|cohorts?|survey|project|data|experiment|assessment|validation|manner|fashion)\b"
)
# "This is a phase Ib/II, open-label, multi-center, dose-escalation and expansion in …": such a row needs no noun.
_THIS_IS = re.compile(r"\W*this (?:is|was|will be) an? (?=phase|open|random|multi|single|double|prospective)")
_IN_THE_LIST = re.compile(r",\s(?:[\w-]+,\s){0,3}(?:dose|open|random|double|single|controlled|parallel|phase)")
_OTHERS = re.compile(
    r"\b(?:previous|previously|prior|earlier|recent|recently|future|other|another|following|subsequent|several|"
    r"many|some|no|few|"
    r"lack of|additional|large|larger|parent|pivotal|published|from|since|after|before|at|until|time of|date of|"
    r"day of|completed|not|next|existing|ongoing|performing|based on|results of|findings of|these|those|"
    r"need for|feeder|nested(?! case)|willing to be|willingness to be|agree(?:ing)? to be|consent(?:ing)? to be|"
    r"refus\w+ to be|accept(?:ing)? being|offered|"
    r"(?:made|obtained|seen|observed|shown|findings|results|experience) in(?! (?:this|the)))\s(?:[\w/-]+\s){0,2}$"
    r"|\b(?:larger?-scale|earlier|future|original|(?:go on|which|then) to propose|instead of|rather than)[\s,]+"
    r"(?:[\w/-]+[\s,]+){0,2}$|\bnon- ?$|\bthan (?:in )?(?:an? |the )?$|\bareas for $"
)
_PLURAL = re.compile(rf"^[\s,-]*(?:[\w-]+[\s,]+){{0,4}}?(?:{MORE_THAN_ONE}|rcts\b)")
_OPEN_PART = re.compile(
    r"^[\s,-]*(?:\(ol\) )?(?:[\w-]+\s){0,3}(?:extension|period|challenge|follow-?up|observation|setting|ancillary|"
    r"part\b|phase(?![\s-]*(?:[0-4]|(?:[iv]+|[ⅰ-ⅳ])[ab]?\b)))"
)
# "will receive open-label salbutamol": how something is given to some, not how the trial is masked.
_GIVEN_OPENLY = re.compile(
    r"\b(?:receiv\w*|treated|continue\w*|provided|offered|given|switch\w*|cross(?:ed|ing)? over|rescue|placebo|"
    r"group|if|supplied|start(?:ed|ing)?)\b[^.;]{0,40}$"
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
    "parallel": ("randomized", "randomised", "double-blind", "open-label"),
    "platform": ("adaptive",),
    "adaptive": ("randomized", "randomised"),
}
_DONE = ("will be ", "are ", "were ")  # "children born at 34 weeks will be randomized"
_NOT_DONE = re.compile(r"\b(?:not|previous(?:ly)?|earlier|already|parent|others?) $")
_EVENT = re.compile(r"^(?:randomi[sz]ation|randomization to)")


# "The study is prospective, with …": no noun needs to follow.
_STUDY_IS = re.compile(r"\b(?:study|trial) (?:is|was|will be) (?:an? )?(?:[\w-]+, (?:and )?|[\w-]+ and )*$")
_DATA = re.compile(r" (?:data|evidence|findings)\b(?! collection| study)")
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
_ALONE = ("one arm", "single group", "single-group", "unmasked", "unblinded")
_CHOSEN = ("group-specific", "response", "selected")
_BUT = re.compile(r",? but\b")  # some patients were not
_OF_THE_WHOLE = frozenset({"open-label", "single-arm", "single-blind", "double-blind"})
_MASKINGS = ("double-blind", "single-blind", "placebo-controlled", "randomized")  # a challenge may be, too


class _Feature(NamedTuple):
    """A word of the design in a clause, with what stands around it."""

    feature: str
    name: str
    start: int
    end: int
    before: str
    after: str
    folded: str
    clause: Clause
    titled: bool


def features(
    named: list[Word],
    collected: Collector,
    passage: Passage,
    folded: str,
    clause: Clause,
    titled: bool,
    settled: set[str],
) -> None:
    """Add what the words of the clause say of the design, but for the sides that the registry's codes have settled."""
    for start, end, concept in between(named, clause.start, clause.end):
        feature = concept.removeprefix("design/")
        if _SIDES.get(feature, "") in settled or feature.startswith("purpose-"):
            continue
        before = folded[max(clause.start, start - 40) : start]
        after = folded[end : min(clause.end, end + 90)]
        word = _Feature(feature, folded[start:end], start, end, before, after, folded, clause, titled)
        if (
            _of_another(word)
            or _without_its_noun(word)
            or _of_another_time(word)
            or (feature in _NEED_STUDY and not _of_the_study(word, named))
            or _of_a_part(word)
            or _of_a_challenge(word)
        ):
            continue
        _add(collected, passage, word, concept)


def _of_another(word: _Feature) -> bool:
    """Whether the word speaks of another study, of several, or of an event."""
    others = _NOT_DONE if word.name.startswith(_DONE) else _OTHERS
    return (
        others.search(word.before) is not None
        or _EVENT.match(word.name) is not None
        or (not word.titled and _PLURAL.match(word.after) is not None)
        or (word.name.startswith("not ") and _BUT.match(word.after) is not None)
    )


def _without_its_noun(word: _Feature) -> bool:
    """Whether a word that says nothing alone stands alone: "one arm", "treatment was unblinded", "… trial (RCT)"."""
    if word.name == "rct":
        return word.folded.endswith("(", 0, word.start)  # the words before the brackets are read
    return word.name in _ALONE and _QUALIFIES.match(word.after) is None


def _of_another_time(word: _Feature) -> bool:
    """Whether it is to come or was before this trial, or people are chosen so by what they have."""
    if word.feature == "randomized":
        return _LATER.match(word.after) is not None or word.after.lstrip().startswith(_CHOSEN)
    return word.feature == "pilot" and _EARLIER.match(word.after) is not None


def _of_the_study(word: _Feature, named: list[Word]) -> bool:
    """Whether a word of common English qualifies the study: by a noun, in a list or in a row of such words."""
    if any(noun in word.name for noun in _NOUNS) or _STUDY_IS.search(word.before):
        return True
    if word.name == "observational" and _DATA.match(word.after):
        return False
    sentence = word.after.split(". ")[0].split(": ")[0]
    folded = word.folded
    return (
        _QUALIFIES.match(sentence) is not None
        or (word.titled and not sentence.strip(" .,)"))
        or (_THIS_IS.match(folded, word.clause.start) is not None and _IN_THE_LIST.match(word.after) is not None)
        or (not word.titled and _row(named, folded, word.clause))
        or (word.feature in _CENTRED and folded[word.start - 1 : word.start] + folded[word.end : word.end + 1] == "()")
    )


def _of_a_part(word: _Feature) -> bool:
    """Whether it is said of a part of the trial, of a treatment, or of people who change sides."""
    if word.feature == "crossover":
        return _CROSSING.match(word.after) is not None
    if word.feature not in _OF_THE_WHOLE or word.titled:
        return False
    if word.feature == "open-label" and _given_openly(word):
        return True
    return _PART_ALONE.match(word.folded, word.clause.start, word.start) is not None


def _given_openly(word: _Feature) -> bool:
    """Whether "open-label" speaks of a part of the trial or of a treatment, not of the trial."""
    if _OPEN_PART.match(word.after):
        return True
    qualifies = _QUALIFIES.match(word.after.split(". ")[0])
    if qualifies is not None and not _TREATMENT_WITH.match(word.after):
        return False
    return _GIVEN_OPENLY.search(word.folded[max(word.clause.start, word.start - 60) : word.start]) is not None


def _of_a_challenge(word: _Feature) -> bool:
    """Whether it tells how a challenge is done: "food challenges will be performed in double-blind fashion"."""
    if word.feature not in _MASKINGS:
        return False
    if _CHALLENGE.match(word.after):
        return True
    return _OF_A_CHALLENGE.search(word.folded, max(word.clause.start, word.start - 90), word.start) is not None


def _row(named: list[Word], folded: str, clause: Clause) -> bool:
    """Whether the clause is a row of words of the design."""
    return (
        clause.end - clause.start <= _LONGEST_ROW
        and len(list(between(named, clause.start, clause.end))) + ("phase" in folded[clause.start : clause.end]) > 1
        and _VERB.search(folded, clause.start, clause.end) is None
    )


def _add(collected: Collector, passage: Passage, word: _Feature, concept: str) -> None:
    """Add the feature, and others that the same words say."""
    confidence = 0.97 if word.titled else 0.93
    span = passage.span(word.start, word.end)
    collected.add("tkg:designFeature", _by_sides(word, concept), span, "lexicon", confidence, "design-word")
    if word.name == "rct":
        collected.add("tkg:designFeature", "design/controlled", span, "lexicon", 0.93, "design-word")
    for second in _SAYS_BOTH.get(word.feature, ()):  # "randomized controlled trial", "prospective cohort"
        if second in word.name:
            at = word.start + word.name.index(second)
            also = f"design/{second.replace('randomised', 'randomized')}"
            both = passage.span(at, at + len(second))
            collected.add("tkg:designFeature", also, both, "lexicon", confidence, "design-word")


def _by_sides(word: _Feature, concept: str) -> str:
    """The masking by how many are blinded: "patient- and assessor-blinded"."""
    if not _ONE_SIDE.match(word.name):
        return concept
    blinded = _OTHER_SIDES.search(word.folded, word.clause.start, word.start)
    if blinded is None:
        return concept
    return "design/triple-blind" if len(_SIDE.findall(blinded["sides"])) > 1 else "design/double-blind"
