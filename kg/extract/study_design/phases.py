"""The phase of a trial, as its title and its sentences tell it.

The rule: the title counts as it stands; in prose "phase 2" counts where it qualifies the study ("phase II, open-label
study"), not a part of it, a course of treatment, or another study. Two parts of different phases make one joint phase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.model import Passage, Span
from kg.text import holds_any

_NUMERAL = r"(?:iii|ii|iv|i|[0-4]|ⅰ|ⅱ|ⅲ|ⅳ|one|two|three|four)[ab]?(?:/[ab])?"
# "Ph II", "ph 2 study": with a plain number only where a study follows, as "pH 2" is none
_SHORT = (
    r"ph\.?\s?(?=i{1,3}v?[ab]?\b|iv\b|"
    r"[1-4][ab]?(?:/[1-4][ab]?)?\s(?:study|trial|randomi|open|single|multi|double))"
)
_PHASE = re.compile(
    rf"\b(?P<early>early[- ])?(?:phase[s]?[- ]?|{_SHORT})(?P<first>{_NUMERAL})(?:(?![a-z0-9%])|(?<=[ⅰⅱⅲⅳ]))"
    rf"(?:\s?(?:/|-|–|to|and|or|&|\+)\s?(?:phase[- ]?)?(?P<second>{_NUMERAL})(?![a-z0-9%]|\.\d))?"
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
    r"\b(?:study|trial|rct|studies|clinical|evaluation|design|investigation|test|open|randomi[sz]ed|"
    r"single|multi|double|dose|placebo|pilot|prospective|safety|feasibility|non-randomi[sz]ed|first-in-human|"
    r"protocol|controlled|extension|"
    r"expansion|comparative|pharmacokinetic|umbrella|basket|platform|vaccine|two|three|adaptive)\b"
)
# The study itself is one; in "this phase II trial studies how well …", "… trial studies A and B" it is the verb.
MORE_THAN_ONE = (
    r"(?:trials\b|programs\b|(?<!trial )(?<!study )studies\b|"
    r"studies(?= (?:have|has|were|are|show|suggest|demonstrat|report)))"
    r"(?! (?:how|the|whether|if|a|an|what|which)\b)"
)
_OTHER_STUDIES = re.compile(rf"^[\s,-]*(?:[\w-]+[\s,]+){{0,3}}?{MORE_THAN_ONE}")
_AMOUNT = re.compile(r"^[\s-]*(?:days?|weeks?|months?|hours?|years?|times|mm|mg)\b")
_PART_OF_COURSE = re.compile(
    r"^\s*(?:of (?:the |this |each |our )?(?:study|trial|program|sub)|portion|part|"
    r"component|will|had|has completed|participants|patients|subjects|"
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
    r"\s(?:[\w-]+\s){0,2}$|\b(?:future|subsequent|later), (?:[\w-]+,? ){0,2}$"
)
_IS_ONE = re.compile(
    r"\b(?:this|study|trial) (?:is|was|will be) an? [^.;]{0,60}$|\b(?:purpose|aim|objective|goal)\b[^.;]{0,160} in an? "
    r"(?:[\w-]+\s){0,2}$"
)


_NOT_THE_STUDY = re.compile("|".join(p.pattern for p in (_AMOUNT, _PART_OF_COURSE, _PERHAPS_PART, _OTHER_STUDIES)))
# "Phase I/II, 60 children.", "Multicentre, open-label, two arms, phase II.": a row of the design without a verb.
_ROW = re.compile(
    r"(?!.*\b(?:is|are|was|were|will|has|have|had|be|in|of|from|after|dose|previous|prior)\b)(?:[^.;:]|(?<=\d):(?=\d)){0,200}[.;]?\s*"
)
_ROW_ENDS = re.compile(r"\s?(?:[,.;]|$)")
# "The study consists of a phase 1a part and a phase 1b part"
_PARTS = re.compile(
    r"\W*(?:the|this) (?:study|trial) (?:will )?(?:consists?|comprises?|includes?|has|is divided into|is conducted in|"
    r"be conducted in)\b[^.;]{0,200}\Z"
)


# "Single arm phase 2 of X", "open-label, phase 1 in adults": a title for a sentence
_DESIGNED = re.compile(
    r"\W*(?:an?\s|this is an?\s)?(?:[\w-]+,?\s){0,4}?(?:single[- ]arm|open[- ]label|randomi[sz]ed|multi-?cent\w+|"
    r"prospective|double[- ]blind)(?:\s\([^()]{1,12}\))?,?\s(?:[\w-]+,?\s){0,3}?\Z"
)
_OF_WHAT = re.compile(
    r"\s(?:of|in|with)\s(?!(?:(?:the|this|our)\s)?(?:study|trial|program|treatment|therapy|care)|which\b)"
)


def _titles(folded: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether words of the design, from the beginning of the clause on, and what is studied stand around the phase."""
    return (
        _OF_WHAT.match(folded, match.end(), clause.end) is not None
        and _DESIGNED.match(folded, clause.start, match.start()) is not None
    )


def _in_a_row(folded: str, clause: Clause, match: re.Match[str]) -> bool:
    return (
        _ROW_ENDS.match(folded, match.end(), clause.end) is not None
        and _ROW.fullmatch(folded, clause.start, clause.end) is not None
    )


def _is_one_of_the_parts(folded: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether a phase is one of the study's. Parts that are merely numbered ("phase 1: screening") are none."""
    return match.group().endswith(("a", "b")) and _PARTS.match(folded, clause.start, match.start()) is not None


def _grade(numeral: str) -> int | None:
    return _NUMERALS.get(numeral.rstrip("/").rstrip("ab").rstrip("/").rstrip("ab"))


_TITLED = 0.97


class Phase(NamedTuple):
    """A phase by the last part of its id, where it is told, and how surely (0 to 1)."""

    name: str
    span: Span
    confidence: float


def phases_of(passage: Passage, folded: str, clause: Clause, titled: bool) -> Iterator[Phase]:
    """The phases of trials that one clause tells, those of treatments and of other trials left out."""
    if not holds_any(folded[clause.start : clause.end], ("phase", "ph ", "ph. ")):
        return
    for match in _PHASE.finditer(folded, clause.start, clause.end):
        first = _grade(match["first"])
        second = _grade(match["second"]) if match["second"] else first
        if first is None or second is None:
            continue
        if _OF_TREATMENT.search(folded, max(0, match.start() - 20), match.start()):
            continue
        if not titled and not _is_of_the_study(folded, clause, match):
            continue
        if (match["early"] and first == 1) or first == 0:  # "early phase 2" is a phase 2
            phase = "early-phase-1"
        elif first == second:
            phase = f"phase-{first}"
        elif (first, second) in ((1, 2), (2, 3)):
            phase = f"phase-{first}-{second}"
        else:
            continue
        yield Phase(phase, passage.span(match.start(), match.end()), _TITLED if titled else 0.93)


def _is_of_the_study(folded: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether a phase in prose is that of the study. "Phase 1" alone may be a part of it; "phase 1, open-label study"
    is its phase."""
    alone = _in_a_row(folded, clause, match) or _is_one_of_the_parts(folded, clause, match)
    if not (alone or _titles(folded, clause, match)):
        after = folded[match.end() : match.end() + 60]
        if not _STUDY.search(after.split(".")[0]) or _NOT_THE_STUDY.match(after):
            return False
    before = folded[max(clause.start, match.start() - 200) : match.start()]
    return not _OTHER_PHASE.search(before) or _IS_ONE.search(before) is not None


def join_phases(collected: Collector, phases: list[Phase]) -> None:
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
