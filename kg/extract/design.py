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
from kg.extract.course import course
from kg.extract.design_codes import registered_design
from kg.extract.design_counts import enrollment, planned_arms
from kg.extract.document import Document, Item
from kg.extract.endpoints_stated import stated_endpoints
from kg.model import Passage, Value


def extract(document: Document) -> Iterator[Item]:
    """Phase, features, enrollment, arms, cycles, objective, endpoints that the text itself names, stopping reasons."""
    collected = Collector(document.trial.path)
    registered = registered_design(document, collected)
    for passage in document.prose():
        named = words(document, passage, "design")
        titled = passage in (document.trial.title, document.trial.official_title)
        folded = folded_text(passage.text)
        for clause in clauses(document, passage):
            if clause.stance == "trial":
                if "phase" not in registered:
                    _phases(collected, passage, folded, clause, titled)
                _features(named, collected, passage, folded, clause, titled, registered)
                enrollment(collected, passage, folded, clause)
                planned_arms(collected, passage, folded, clause)
                _objective(collected, passage, folded, clause)
        for clause in _unless_said_otherwise(document, passage):
            course(document, collected, passage, folded, clause)
        stated_endpoints(document, collected, passage, folded)
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
_OTHER_STUDIES = re.compile(r"^[\s,-]*(?:[\w-]+[\s,]+){0,3}?(?:trials|studies)\b")  # the study itself is one
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


def _grade(numeral: str) -> int | None:
    return _NUMERALS.get(numeral.rstrip("/").rstrip("ab").rstrip("/").rstrip("ab"))


def _phases(collected: Collector, passage: Passage, folded: str, clause: Clause, titled: bool) -> None:
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
            before = folded[max(clause.start, match.start() - 45) : match.start()]
            if re.search(
                r"\b(?:previous|prior|earlier|recent|another|other|future|subsequent|following|completed|"
                r"large|in (?:a|the)|from|"
                r"ongoing|parent|preceding|pivotal|confirmatory|planned|next|several|two|based on|"
                r"possible|potential|design|after|during|definitive|warrant)\s(?:[\w-]+\s){0,2}$",
                before,
            ):
                continue
        if match["early"] or first == 0:
            phase = "early-phase-1"
        elif first == second:
            phase = f"phase-{first}"
        elif (first, second) in ((1, 2), (2, 3)):
            phase = f"phase-{first}-{second}"
        else:
            continue
        collected.add(
            "tkg:phase",
            f"phase/{phase}",
            passage.span(match.start(), match.end()),
            "grammar",
            0.97 if titled else 0.93,
            "phase-stated",
        )


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
    r"existing|ongoing|larger-scale|propose|performing|based on|results of|findings of|these|those|"
    r"need for|feeder)\s(?:[\w/-]+\s){0,2}$"
)
_PLURAL = re.compile(r"^[\s,-]*(?:[\w-]+[\s,]+){0,4}?(?:trials|studies|rcts)\b")  # the study itself is one
_OPEN_PART = re.compile(
    r"^[\s,-]*(?:[\w-]+\s){0,3}(?:extension|period|challenge|follow-?up|observation|setting|"
    r"part\b|phase(?![\s-]*(?:[0-4]|(?:[iv]+|[ⅰ-ⅳ])[ab]?\b)))"
)
_CHALLENGE = re.compile(
    r"^[\s,-]*(?:placebo[- ]controlled[\s,-]*)?(?:[\w-]+\s){0,2}(?:challenges?|provocations?|"
    r"dbpcfc)\b"
)
_EVENT = re.compile(r"^(?:randomi[sz]ation|randomization to)")


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
        if feature in _NEED_STUDY and "stud" not in name and "trial" not in name:
            sentence = after.split(". ")[0].split(": ")[0]
            listed = _THIS_IS.match(folded, clause.start) is not None and _IN_THE_LIST.match(after) is not None
            if not _QUALIFIES.match(sentence) and not (titled and not sentence.strip(" .,)")) and not listed:
                continue
        elif feature == "open-label" and _OPEN_PART.match(after):
            continue
        elif feature in ("double-blind", "single-blind", "placebo-controlled") and _CHALLENGE.match(after):
            continue  # a diagnostic procedure, not the masking of the trial
        elif feature == "randomized" and after.lstrip().startswith(("group-specific", "response", "selected")):
            continue
        confidence = 0.97 if titled else 0.93
        collected.add("tkg:designFeature", concept, passage.span(start, end), "lexicon", confidence, "design-word")


# ---------------------------------------------------------------------------------------------------- objective

_OBJECTIVE = re.compile(
    r"\b(?P<words>(?:to (?:study|test|examine|demonstrate|estimate|observe|analy[sz]e|identify|measure|describe|"
    r"understand|establish|characteri[sz]e|verify|confirm|develop|define|validate|learn about|find out|quantify)|"
    r"(?:to )?(?:evaluate|assess|explore|investigate|determine|compare)|"
    r"(?:evaluating|assessing|exploring|investigating|determining|comparing))\b"
    r"(?: and (?:to )?(?:evaluate|assess|compare|study|explore|investigate|determine|characteri[sz]e|confirm)\b)?"
    r"(?:(?P<whether> (?:whether|if|how) [^.;:]{8,200})|(?: the| an?)?\s[^.;:,(]{3,90}?"
    r"(?:,\s(?:and\s)?[\w -]{3,40}?){0,5}?))(?=\s(?:of|in|for|between|among|with|on|when|by|as|after|during|versus|"
    r"using|at|from|to|following)\s|[.;:(]|$)"
)
# "the effect" alone says nothing: what it is of belongs to the objective.
_UNFINISHED = re.compile(
    r"(?:effects?|roles?|impacts?|influence|numbers?|extent|relationships?|association|use|presence|prevalence|"
    r"incidence|depth|rates?|evolution|concentrations?|value|utility|performance|proportion|frequency|results?|"
    r"changes?)$"
)
_ON = re.compile(
    r"\s(?:of|on|in)\s[^.;:,(]{2,90}?(?=\s(?:in|for|between|among|with|on|when|by|as|after|during|"
    r"versus|using|"
    r"at|from|to|following|of)\s|[.;:,(]|$)"
)
_LEADS = re.compile(
    r"(?:^[\W\d]*|\b(?:aims?|aimed|purpose|goal|objectives?|designed|planned|hypothes[ie]s|"
    r"study will|trial will|"
    r"study is|trial is|project is|we will|investigators will|carried out|propose|plans?|intends?|"
    r"conducted)\b[^.;]{0,110}?)$"
)


def _objective(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    match = _OBJECTIVE.search(folded, clause.start, clause.end)
    if match is None:
        return
    before = folded[clause.start : match.start()]
    if len(before) > 170 or not _LEADS.search(before):
        return
    end = match.end("words")
    if match["whether"] is None and _UNFINISHED.search(folded, match.start(), end):
        more = _ON.match(folded, end, clause.end)
        end = more.end() if more is not None else end
    while end > match.start() and folded[end - 1] == " ":
        end -= 1
    words = passage.text[match.start() : end]
    collected.add(
        "tkg:objective",
        Value(" ".join(words.split())),
        passage.span(match.start(), end),
        "grammar",
        0.85,
        "objective-stated",
    )
