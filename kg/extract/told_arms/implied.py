"""Arms that the entries imply, where the prose tells none.

Of a trial with one drug and one placebo as its entries, one arm gets the drug and the other the placebo: where the text
calls it placebo-controlled, randomized or blinded, and with less confidence where it says nothing of it. So of a trial
that the text or the registry calls randomized, where one of two entries is what controls get (`Usual care`, `Standard
suture`, saline). Of a trial whose entries are one drug at several doses, and no more than a placebo beside them, each
entry is an arm.

The rule: all entries are accounted for; no other number of arms, no parts or cohorts, no titration, and no single arm
told anywhere. The labels are the names of the entries.
"""

from __future__ import annotations

import re

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.told_arms.arm import ToldArm, means, tell
from kg.extract.told_arms.used import meaning_of
from kg.model import InterventionItem, Passage
from kg.text import fold

IMPLIED, BY_CONTROL = "placebo-controlled", "a control registered"
BY_ENTRIES, BY_DOSES = "a drug and a placebo registered", "doses of one drug registered"
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
# Beside a placebo that only the entries name: what makes another design likely.
_OTHERWISE = re.compile(
    r"\b(?:(?:new|multiple|several|increasing|repeated|single) (?:doses|administrations)|pharmacodynamics of|extension|"
    r"run-?in|follow-?up (?:study|trial)|previous(?:ly)? (?:study|trial|treated with)|completed|retrospective(?:ly)?|"
    r"observational|dose [1-4]|lead-in|switch(?:ed)?|formulations?|phase (?:1|i)\b)"
)
_NO_DOSE_ARMS = re.compile(
    r"\b(?:titrat\w+|(?:hepatic|renal|liver|kidney) (?:insufficiency|impairment)|food effect|run-?in|"
    r"(?:normal|impaired|reduced) (?:hepatic|renal|liver|kidney) function|"
    r"(?:single|one)[- ](?:arm|group)|open-label extension|maintenance dose|starting dose|loading dose|initial dose|"
    r"(?:reduced|increased|up) to|may be (?:increased|reduced|adjusted))\b"
)
_FEIGNED = re.compile(r"\b(?:placebo|sham|vehicle)s?\b")
_USUAL = re.compile(r"\b(?:controls?|comparator|routine|standard|conventional|observation|usual)\b")
_ENTRIES = 2
_WATER = frozenset(("drug/saline", "drug/sterile-water"))
_TESTED = ("drug/", "drug-class/", "dietary-supplement/", "combination-product/")
_BESIDES = re.compile(r"\+|&|\b(?:plus|and|with)\b")


def implied_arms(document: Document) -> list[ToldArm]:
    """The arms that the entries imply, or none."""
    items = document.trial.interventions
    feigned = [item for item in items if _FEIGNED.search(fold(item.name.text))]
    if len(items) < _ENTRIES or len(feigned) > 1 or not all(means(document, item) for item in feigned):
        return []
    if len(items) == _ENTRIES and feigned:
        return _of_pair(document, items)
    if len(items) == _ENTRIES and sum(_is_usual(document, item) for item in items) == 1:
        return _of_pair(document, items, usual=True)
    return _of_doses(document, items, feigned)


def _is_usual(document: Document, item: InterventionItem) -> bool:
    """Whether the entry is what control arms get."""
    return bool(_USUAL.search(fold(item.name.text))) or _WATER.issuperset(means(document, item) or ("",))


def _of_pair(document: Document, items: tuple[InterventionItem, ...], usual: bool = False) -> list[ToldArm]:
    """A drug and its placebo, or two entries of which one is `usual`: an arm each, surer where the text calls it
    controlled."""
    place = _controlled(document) or (_by_lot(document) if usual else None)
    otherwise = usual and any(_OTHERWISE.search(text) for text in _texts(document))
    if place is not None and not otherwise:
        rule, confidence = BY_CONTROL if usual else IMPLIED, 0.7 if "contr" in place.text else 0.65
        return _apart([_arm(document, item, rule, confidence)._replace(passage=place) for item in items])
    if usual or any(_MORE_ARMS.search(text) or _OTHERWISE.search(text) for text in _texts(document)):
        return []
    return _apart([_arm(document, item, BY_ENTRIES, 0.6) for item in items])


def _apart(arms: list[ToldArm]) -> list[ToldArm]:
    """`X` and `X placebo`: the latter is none of X; `X placebo plus Y` gives Y."""
    feigned = [any(g.concept.startswith("placebo/") for g in arm.gives) for arm in arms]
    if sum(feigned) != 1:
        return arms
    tested = {c for arm, without in zip(arms, feigned, strict=True) if not without for c in arm.concepts}
    return [
        arm._replace(gives=[g for g in arm.gives if g.concept not in tested or not g.concept.startswith(_TESTED)])
        if without and _BESIDES.search(fold(arm.label.text)) is None
        else arm
        for arm, without in zip(arms, feigned, strict=True)
    ]


def _of_doses(
    document: Document, items: tuple[InterventionItem, ...], feigned: list[InterventionItem]
) -> list[ToldArm]:
    """Entries that are one drug, each at a dose of its own: an arm each."""
    tested = [item for item in items if item not in feigned]
    stated = [{f.value for f in facts(item.name.text, document.vocabulary) if f.kind == "dose"} for item in tested]
    if len(tested) < _ENTRIES or any(len(doses) != 1 for doses in stated) or len(set.union(*stated)) != len(tested):
        return []
    drugs = {meaning_of(document, item) for item in tested}
    if len(drugs) != 1 or not drugs.pop() or any(_NO_DOSE_ARMS.search(text) for text in _texts(document)):
        return []
    return [_arm(document, item, BY_DOSES, 0.65) for item in items]


def _arm(document: Document, item: InterventionItem, rule: str, confidence: float) -> ToldArm:
    name = item.name
    arm = tell(document, name, 0, (0, len(name.text)), 0, len(name.text), rule, confidence)
    return arm._replace(nameless=True, entries=(item,))


def _texts(document: Document) -> list[str]:
    return [folded_text(passage.text) for passage in document.prose()]


def _by_lot(document: Document) -> Passage | None:
    """What the registry says of the allocation, if people are randomized to parallel arms and no text tells more."""
    allocation, model = document.trial.design.allocation, document.trial.design.intervention_model
    if allocation is None or model is None or not model.text.upper().startswith("PARALLEL"):
        return None
    lot = allocation.text.upper().startswith("RANDOM")
    return allocation if lot and not any(map(_MORE_ARMS.search, _texts(document))) else None


def _controlled(document: Document) -> Passage | None:
    """The words that call this trial controlled, if nothing tells of more than two arms."""
    found: Passage | None = None
    for passage in document.prose():
        folded = folded_text(passage.text)
        if _MORE_ARMS.search(folded):
            return None
        match = _CONTROLLED.search(folded) if found is None else None
        titled = document.is_title(passage)
        if match is not None and (titled or stance_at(clauses(document, passage), match.start()) == "trial"):
            found = passage.part(*match.span())
    return found
