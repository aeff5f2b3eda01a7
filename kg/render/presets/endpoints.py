"""Who measures this endpoint, from which start to which end of the clock, and with which instrument?

With one endpoint its definitions stand between it and the trials; without, the endpoints that most trials share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

import pyoxigraph as ox

from kg.render.evidence import Evidence
from kg.render.lookup import iri_of, path_of
from kg.render.presets.frame import ROLES, Wanted, compose, counted, ranked
from kg.render.presets.queries import query_of
from kg.render.view import Fact, Lane, Scene, View, ViewEdge, ViewNode, shorten

_MANY = {
    "trial": Lane("trials", 0),
    "endpoint": Lane("what is measured", 1),
    "clock": Lane("by which clock", 2, 0),
    "instrument": Lane("with which instrument", 2, 1),
}
_ONE = {
    "endpoint": Lane("", 0, left=True),
    "clock": Lane("by which clock", 1),
    "trial": Lane("measured by", 2),
    "instrument": Lane("with which instrument", 3),
}
_TRIALS, _ENDPOINTS, _CLOCKS = 30, 24, 14
_WHO = """
SELECT ?trial (COUNT(DISTINCT ?outcome) AS ?n) WHERE {
  ?trial tkg:hasOutcomeMeasure ?outcome . ?outcome tkg:endpoint %s
} GROUP BY ?trial ORDER BY DESC(?n) ?trial
"""
UNSAID = "#clock-unsaid"


class _Measured(NamedTuple):
    """One outcome as one endpoint: the edge that says so, its clock and its instruments."""

    edge: ViewEdge
    clock: str
    instruments: tuple[str, ...]


def build(wanted: Wanted) -> View:
    """Endpoints, their definitions and instruments."""
    endpoint = wanted.concept
    keys = list(wanted.trials) or wanted.keys(_WHO % (endpoint or "?endpoint"))
    view = wanted.gather(keys[:_TRIALS])
    clocks: dict[str, ViewNode] = {}
    measured = [_measured(wanted, edge, clocks) for edge in view.edges if edge.relation in ROLES]
    found = (_one if endpoint else _many)(view, measured, clocks, path_of(endpoint.value) if endpoint else "")
    name = wanted.name(endpoint) if endpoint else ""
    defined = sum(node.kind == "Clock" and node.id != UNSAID for node in found.nodes)
    drawn = len(found.trials)
    cut = len(keys) > _TRIALS
    trials = counted(len(keys), "trial", drawn) + ", the query has all" if cut else counted(drawn, "trial")
    scene = Scene(
        "endpoints",
        f"Who measures {name}, from when to when, and with what?" if name else "Who measures what, from when to when?",
        f"{trials}, "
        f"{counted(defined, 'definition') if defined else 'no definition'} of when the clock starts and ends",
        query_of("endpoints", endpoint=[endpoint.value] if endpoint else []),
        tuple((_ONE if endpoint else _MANY).items()),
        empty=f"No trial of this build measures {name or 'anything that the vocabulary knows'}.",
    )
    return found._replace(scene=scene, start=path_of(endpoint.value) if endpoint else "")


def _measured(wanted: Wanted, edge: ViewEdge, clocks: dict[str, ViewNode]) -> _Measured:
    graph = wanted.graph
    outcome = ox.NamedNode(iri_of(edge.via[-1][2]))
    starts, ends = graph.nodes(outcome, "tkg:startEvent"), graph.nodes(outcome, "tkg:endEvent")
    path = UNSAID
    if starts or ends:
        sides = ("-".join(path_of(event.value) for event in events) for events in (starts, ends))
        path = "#clock-" + "--".join(sides)
    if path not in clocks:
        said = [" or ".join(graph.name(event) for event in events) for events in (starts, ends)]
        full = f"{said[0] or '…'} → {said[1] or '…'}" if starts or ends else "not said"
        events = (("Clock starts", starts), ("Clock ends", ends))
        facts = tuple(Fact(label, graph.name(event)) for label, several in events for event in several)
        clocks[path] = ViewNode(path, "Clock", shorten(full, 44), full, facts, lane="clock")
    instruments = tuple(path_of(node.value) for node in graph.nodes(outcome, "tkg:assessedWith"))
    return _Measured(edge, path, instruments)


def _one(view: View, measured: list[_Measured], clocks: dict[str, ViewNode], endpoint: str) -> View:
    """One endpoint ← definitions ← trials → instruments."""
    mine = [one for one in measured if one.edge.target == endpoint]
    edges: list[ViewEdge] = []
    users: dict[str, set[str]] = defaultdict(set)
    for one in mine:
        users[one.clock] |= set(one.edge.trials)
        edges.append(one.edge._replace(target=one.clock))
        for instrument in one.instruments:
            edges += [
                edge
                for edge in view.edges
                if edge.relation == "instrument"
                and (edge.source, edge.target) == (one.edge.source, instrument)
                and edge.via[-1] == one.edge.via[-1]
            ]
    edges += [
        ViewEdge(clock, endpoint, "clock", method="vocabulary", trials=tuple(sorted(keys)))
        for clock, keys in users.items()
    ]
    used = {end for edge in edges for end in edge[:2]}

    def lane(node: ViewNode) -> ViewNode | None:
        lanes = {"Trial": "trial", "Endpoint": "endpoint", "Instrument": "instrument"}
        return node._replace(lane=lanes[node.kind]) if node.id in used and node.kind in lanes else None

    return compose(view, lane, edges, _clocks(clocks, users))


def _many(view: View, measured: list[_Measured], clocks: dict[str, ViewNode], _: str) -> View:
    """Trials → endpoints → definitions, and instruments."""
    endpoints = {node.id for node in view.nodes if node.kind == "Endpoint"}
    mine = [one for one in measured if one.edge.target in endpoints]
    share = Counter(target for _, target in {(one.edge.source, one.edge.target) for one in mine})
    kept = ranked(share, _ENDPOINTS)
    mine = [one for one in mine if one.edge.target in kept]
    users: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in mine:
        if one.clock != UNSAID:
            users[one.clock] |= set(one.edge.trials)
            pairs[one.edge.target, one.clock, "clock"] |= set(one.edge.trials)
        for instrument in one.instruments:
            pairs[one.edge.target, instrument, "instrument"] |= set(one.edge.trials)
    common = ranked(Counter({clock: len(keys) for clock, keys in users.items()}), _CLOCKS)
    instruments = Counter({end: len(keys) for (_, end, kind), keys in pairs.items() if kind == "instrument"})
    shown = kept | common | ranked(instruments, _CLOCKS)
    edges = [one.edge for one in mine]
    edges += [
        ViewEdge(start, end, relation, method="inference", rule="of the outcomes of these trials",
                 evidence=_words(mine, start, end), trials=tuple(sorted(keys)))
        for (start, end, relation), keys in pairs.items()
    ]  # fmt: skip

    def lane(node: ViewNode) -> ViewNode | None:
        if node.kind == "Trial":
            return node._replace(lane="trial")
        if node.id not in shown:
            return None
        number = share[node.id] or instruments[node.id]
        place = "endpoint" if node.id in kept else "instrument"
        return node._replace(lane=place, note=f"{number}" if number > 1 else "")

    return compose(view, lane, edges, [node for node in _clocks(clocks, users) if node.id in common])


def _words(mine: list[_Measured], endpoint: str, end: str) -> tuple[Evidence, ...]:
    """The words that name the endpoint where it has this clock or instrument, of a few trials."""
    so = [one.edge for one in mine if one.edge.target == endpoint and end in (one.clock, *one.instruments)]
    found = [words for edge in so for words in edge.evidence]
    return tuple(dict.fromkeys(found))[:5]


def _clocks(clocks: dict[str, ViewNode], users: dict[str, set[str]]) -> list[ViewNode]:
    return [
        node._replace(trials=tuple(sorted(users[path])), note=str(len(users[path])) if len(users[path]) > 1 else "")
        for path, node in sorted(clocks.items())
        if users[path]
    ]
