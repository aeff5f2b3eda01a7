"""Which entries a told arm uses although it calls them otherwise: `Keytruda` where the entry is `Pembrolizumab`.

The rule: an entry of which the arm gives all that its name means (of a regimen, all drugs of it), where no other entry
that it uses means that and more, and the dose in the name, if any, is not another one than the arm's. Of several
entries that mean the same, only one with the dose that the arm gives. An entry that no arm uses so, and whose name
begins with something done that only one entry and one arm name, is used by that arm, whatever it is done with.
"""

from __future__ import annotations

from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.names.codes import names_of_codes
from kg.extract.told_arms.arm import ToldArm, means
from kg.model import InterventionItem
from kg.text import fold

_DONE = ("procedure/", "radiation/", "device/")


def with_used(document: Document, arms: list[ToldArm]) -> list[ToldArm]:
    """The arms, with the entries that name what they give."""
    if not any(arm.gives or arm.shared for arm in arms):
        return arms
    meaning = {item.position: meaning_of(document, item) for item in document.trial.interventions}
    return _with_deeds(document, [_with_used(document, arm, meaning) for arm in arms], meaning)


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
        if item.position in named or not own or not _all_given(document, own, given):
            continue
        if any(own <= meaning[other] for other in named):
            continue
        stated = {_plain(f.value) for f in facts(item.name.text, document.vocabulary) if f.kind == "dose"}
        alone = list(meaning.values()).count(own) == 1
        if stated & doses or (alone and not (stated and doses)):
            more.append(item)
    more = [
        item for item in more if not any(meaning[item.position] <= meaning[o.position] for o in more if o is not item)
    ]
    return arm._replace(entries=(*arm.entries, *more)) if more else arm


def _all_given(document: Document, own: frozenset[str], given: set[str]) -> bool:
    """Whether all that the entry means is given, of a regimen all of its drugs."""
    return all(
        concept in given or (concept.startswith("regimen/") and bool(parts) and given.issuperset(parts))
        for concept in own
        for parts in (document.components(concept)[1:],)
    )


def _with_deeds(document: Document, arms: list[ToldArm], meaning: dict[int, frozenset[str]]) -> list[ToldArm]:
    """`TAP block` of one arm, where the only entry with a TAP block is `TAP block with 20 ml ropivacaine`."""
    used = {item.position for arm in arms for item in arm.entries}
    made = list(arms)
    for item in document.trial.interventions:
        first = next(iter(means(document, item)), "") if item.position not in used else ""
        if not first.startswith(_DONE) or sum(first in own for own in meaning.values()) != 1:
            continue
        places = [place for place, arm in enumerate(made) if first in arm.concepts]
        if len(places) == 1:
            arm = made[places[0]]
            made[places[0]] = arm._replace(entries=(*arm.entries, item))
    return made


def _plain(dose: str) -> str:
    return fold(dose).replace(" ", "").replace("micrograms", "mcg").replace("milligrams", "mg")
