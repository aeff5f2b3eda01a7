"""One-mode networks: things are joined by the trials that they share, trials by the concepts that they share.

    drug-co-use        drugs given in one trial; weight: the number of trials
    endpoint-co-use    endpoints measured in one trial; weight: the number of trials
    trial-similarity   trials that give the same components or measure the same endpoints; weight: the cosine of their
                       concepts, each weighed by its rarity (the inverse document frequency of Spärck Jones, 1972)

Nodes are ids below `id/` with label, type and the number of trials (or of concepts); edges name what is shared.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import log, sqrt

import networkx as nx

from kg.analysis.members import Members, members, titles
from kg.errors import UnknownName
from kg.store import Store
from kg.terms import THINGS

PROJECTIONS = ("drug-co-use", "endpoint-co-use", "trial-similarity")
# A concept that joins more trials than this makes them alike no more than their being trials does; without the limit,
# "adverse events" alone would join every trial of a registry with every other.
MOST_ALIKE = 400
_NAMED = 20  # trials or concepts that an edge names


def projection(store: Store, name: str, condition: str = "", least: float = 0) -> nx.Graph[str]:
    """The projection of that name; `condition`: only of trials that study it; `least`: the smallest weight of an edge.

    Raises `UnknownName` for another name.
    """
    if name == "drug-co-use":
        return _shared(members(store, "drugs", condition), least)
    if name == "endpoint-co-use":
        return _shared(members(store, "endpoints", condition), least)
    if name == "trial-similarity":
        both = (members(store, "components", condition), members(store, "endpoints", condition))
        return _similar(both, titles(store), least)
    raise UnknownName(f"no projection {name!r}: one of {', '.join(PROJECTIONS)}")


def _shared(found: Members, least: float) -> nx.Graph[str]:
    """Concepts joined by the trials that have both."""
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for trial, concepts in found.of.items():
        for pair in combinations(sorted(concepts), 2):
            together[pair].append(_local(trial).partition("/")[2])
    graph: nx.Graph[str] = nx.Graph()
    for concept, trials in sorted(found.counts().items()):
        node = _local(concept)
        graph.add_node(node, label=found.labels[concept], type=node.partition("/")[0], trials=trials)
    for (one, other), shared in sorted(together.items()):
        if len(shared) >= least:
            graph.add_edge(_local(one), _local(other), weight=len(shared), shared=_some(shared))
    return graph


def _similar(kinds: tuple[Members, ...], called: dict[str, str], least: float) -> nx.Graph[str]:
    """Trials joined by the concepts that both have."""
    of: defaultdict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for found in kinds:
        labels |= found.labels
        for trial, concepts in found.of.items():
            of[trial] |= concepts
    having: defaultdict[str, list[str]] = defaultdict(list)
    for trial in sorted(of):
        for concept in of[trial]:
            having[concept].append(trial)
    rarity = {concept: log(1 + len(of) / len(trials)) for concept, trials in having.items()}
    length = {trial: sqrt(sum(rarity[c] ** 2 for c in sorted(concepts))) for trial, concepts in of.items()}
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for concept in sorted(having):
        if len(having[concept]) <= MOST_ALIKE:
            for pair in combinations(having[concept], 2):
                shared[pair].append(concept)
    graph: nx.Graph[str] = nx.Graph()
    for trial in sorted(of):
        label = called.get(trial, _local(trial))
        graph.add_node(_local(trial), label=label, type="trial", concepts=len(of[trial]))
    for (one, other), both in sorted(shared.items()):
        weight = round(sum(rarity[c] ** 2 for c in both) / (length[one] * length[other]), 4)
        if weight >= least:
            by_rarity = sorted(both, key=lambda c: (-rarity[c], c))
            graph.add_edge(_local(one), _local(other), weight=weight, shared=_some([labels[c] for c in by_rarity]))
    return graph


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f"; … {more} more" if more > 0 else "")


def _local(iri: str) -> str:
    return iri.removeprefix(THINGS)
