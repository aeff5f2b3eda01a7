"""What prose says of how a drug is given, where several entries give that drug.

The rule: where one entry's own name says that a drug or regimen is brought to its place ("HAIC of FOLFOX"), prose that
tells this route does not speak of another entry of the same ("FOLFOX"): that mostly stands for the other arm. Other
routes entries share, whichever of them names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from kg.extract.giving.administration import Fact
from kg.extract.names.elsewhere import Named
from kg.model import Passage

_TO_ITS_PLACE = ("route/hepatic-arterial-infusion", "route/intra", "route/epidural", "route/perineural")
_INTO_THE_BODY = ("route/intravenous", "route/intramuscular", "route/intradermal", "route/intranasal")
Told: TypeAlias = dict[str, list[tuple[Fact, Passage]]]


def without_ways_of_others(told: Told, own: Iterable[Named], others: Iterable[Named]) -> Told:
    """What prose tells, without the routes that only other entries' names tell of the same concept."""
    taken = set(_ways(others)).difference(_ways(own))
    if not any(concept in told for concept, _ in taken):
        return told
    return {
        concept: [(fact, at) for fact, at in facts if fact.kind != "route" or (concept, fact.value) not in taken]
        for concept, facts in told.items()
    }


def _ways(named: Iterable[Named]) -> Iterator[tuple[str | None, str]]:
    """(concept, route) as the names tell it."""
    for n in named:
        for fact in n.part.facts:
            if fact.kind == "route" and fact.value.startswith(_TO_ITS_PLACE) and fact.value not in _INTO_THE_BODY:
                yield n.part.concept, fact.value
