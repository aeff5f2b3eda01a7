"""Which entries a told arm uses although it calls them otherwise: `Keytruda` where the entry is `Pembrolizumab`.

The rule: an entry of which the arm gives all that its name means, where no other entry that it uses means that and
more, and the dose in the name, if any, is not another one than the arm's. Of several entries that mean the same, only
one with the dose that the arm gives.
"""

from __future__ import annotations

from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.names.codes import names_of_codes
from kg.extract.told_arms.arm import ToldArm, means
from kg.model import InterventionItem
from kg.text import fold


def with_used(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with the entries that name what they give."""
    if not any(arm.gives or arm.shared for arm in arms):
        return arms
    meaning = {item.position: meaning_of(document, item) for item in document.trial.interventions}
    return [_with_used(document, arm, meaning) for arm in arms]


def meaning_of(document: Document, item: InterventionItem) -> frozenset[str]:
    """What the name of an entry means, new drugs by their codes too."""
    codes = [grounding.concept for _, grounding in names_of_codes(document, item) if grounding.concept is not None]
    return frozenset((*codes, *means(document, item)))


def _with_used(document: Document, arm: ToldArm, meaning: dict[int, frozenset[str]]) -> ToldArm:
    given = {g.concept for g in (*arm.gives, *arm.shared)}
    doses = {_plain(fact.value) for g in (*arm.gives, *arm.shared) for fact in g.facts if fact.kind == "dose"}
    named = {item.position for item in arm.entries}
    more = []
    for item in document.trial.interventions:
        own = meaning[item.position]
        if item.position in named or not own or not own <= given or any(own <= meaning[other] for other in named):
            continue
        stated = {_plain(f.value) for f in facts(item.name.text, document.vocabulary) if f.kind == "dose"}
        alone = list(meaning.values()).count(own) == 1
        if stated & doses or (alone and not (stated and doses)):
            more.append(item)
    more = [
        item for item in more if not any(meaning[item.position] <= meaning[o.position] for o in more if o is not item)
    ]
    return arm._replace(entries=(*arm.entries, *more)) if more else arm


def _plain(dose: str) -> str:
    return fold(dose).replace(" ", "")
