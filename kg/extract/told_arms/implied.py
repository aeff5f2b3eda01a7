"""Arms that a control implies: of a trial with one drug and one placebo as its entries, where the text calls it
placebo-controlled, randomized or blinded, one arm gets the drug and the other the placebo.

The rule: exactly two entries that say different things, one of them a placebo or a sham; no other number of arms, no
several doses, no parts or cohorts told anywhere. The labels are the names of the entries.
"""

from __future__ import annotations

import re

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms.arm import ToldArm, means, tell
from kg.model import Passage
from kg.text import fold

IMPLIED = "placebo-controlled"
_CONTROLLED = re.compile(
    r"\b(?:placebo|sham|vehicle)\s?[- ]\s?controll?(?:ed)?\b|\brandomi[sz]ed\b|\bwill be randomly\b|"
    r"\brandomly assigned\b|\bdouble[- ](?:blind|mask)\w*"
)
_MORE_ARMS = re.compile(
    r"\b(?:escalat\w+|ascending|dose[- ](?:ranging|finding|response)|dose levels?|cross-?over|cohorts?|"
    r"part [1ab]|open-label|one of (?:three|four|five|six|[3-6])|"
    r"(?:two|three|four|five|different|several|multiple|various|varying|2|3|4|5) (?:[\w-]+ )?"
    r"(?:doses|dosages|regimens|strengths|"
    r"treatments|arms|groups|formulations)|three-arm|four-arm|factorial|food challenge|(?:low|high)(?:er)?[- ]dose)\b"
)
_FEIGNED = re.compile(r"\b(?:placebo|sham|vehicle)s?\b")
_ENTRIES = 2


def implied_arms(document: Document) -> list[ToldArm]:
    """The two arms, or none."""
    trial = document.trial
    items = trial.interventions
    if len(items) != _ENTRIES:
        return []
    feigned = [item for item in items if _FEIGNED.search(fold(item.name.text))]
    if len(feigned) != 1 or not means(document, feigned[0]):
        return []
    place = _controlled(document)
    if place is None:
        return []
    arms = []
    confidence = 0.7 if "contr" in place.text else 0.65
    for item in items:
        name = item.name
        arm = tell(document, name, 0, (0, len(name.text)), 0, len(name.text), IMPLIED, confidence)
        arms.append(arm._replace(passage=place, nameless=True, entries=(item,)))
    return arms


def _controlled(document: Document) -> Passage | None:
    """The words that call this trial controlled, if nothing tells of more than two arms."""
    found: Passage | None = None
    for passage in document.prose():
        folded = folded_text(passage.text)
        if _MORE_ARMS.search(folded):
            return None
        match = _CONTROLLED.search(folded) if found is None else None
        titled = passage in (document.trial.title, document.trial.official_title)
        if match is not None and (titled or stance_at(clauses(document, passage), match.start()) == "trial"):
            found = passage.part(*match.span())
    return found
