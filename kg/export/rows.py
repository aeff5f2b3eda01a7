"""The rows of the tables of `kg.export.columns`, trial by trial, each in its order.

Terms are N-Triples text here (`kg.export.nodes`), so that it is all one whether they come from a store or from a shard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import unquote

import pyoxigraph as ox

from kg.export.columns import TABLES, Row
from kg.export.networks import LABELS, curie, narrowest
from kg.export.nodes import (
    PART,
    Nodes,
    Properties,
    iris_of,
    is_part,
    largest_of,
    literals_of,
    path_of,
    reached,
    text_of,
    things_of,
    walk,
)
from kg.store import Store
from kg.terms import ONTOLOGY, THINGS, expand

_TRIAL = f"{THINGS}trial/"
_CONCEPTS = 1 << 18  # whose labels are remembered
_ROLES = {f"has{role.title()}Outcome": role for role in ("primary", "secondary", "other")}

# Of a trial by its name: all that its facts say, the rows of its evidence.
Facts: TypeAlias = Callable[[str], Nodes]
Evidence: TypeAlias = Callable[[str], list[Row]]


class Rows:
    """The rows of all tables, each in its order."""

    def __init__(self, store: Store) -> None:
        self._handle = store.handle
        self._shared: set[str] = set()
        # What is asked of concepts again and again.
        self._about = lru_cache(_CONCEPTS)(self._describe)
        self._components = lru_cache(_CONCEPTS)(self._take_apart)

    def all(self, facts: Facts | None, evidence: Evidence | None) -> Iterator[tuple[str, Row]]:
        """Table and row. Without `facts` they are looked up in the store."""
        kind, trial = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("tkg:Trial"))
        found = self._handle.quads_for_pattern(None, kind, trial, ox.DefaultGraph())
        for iri in sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)):
            name = unquote(iri.removeprefix(_TRIAL))
            if facts is None:
                nodes = walk(self._handle, [iri], ox.DefaultGraph(), is_part)
            else:
                nodes = reached(facts(name), iri)
            yield "trials", {"trial": name, **self._columns("trials", nodes[iri])}
            yield from self._outcomes(name, nodes[iri], nodes)
            yield from self._entries(name, nodes[iri], nodes)
            yield from self._network(name, nodes)
            if evidence is not None:
                for row in evidence(name):
                    yield "evidence", row
        yield from self._concepts()

    def _outcomes(self, trial: str, properties: Properties, nodes: Nodes) -> Iterator[tuple[str, Row]]:
        roles = {iri: role for name, role in _ROLES.items() for iri in iris_of(properties, f"tkg:{name}")}
        rows = []
        for iri in iris_of(properties, "tkg:hasOutcomeMeasure"):
            outcome = nodes.get(iri, {})
            frames = [nodes.get(frame, {}) for frame in iris_of(outcome, "tkg:timeFrame")]
            horizons = [largest_of(frame, "tkg:horizonDays", float) for frame in frames]
            rows.append(
                {
                    "trial": trial,
                    "outcome": path_of(iri),
                    "role": roles.get(iri),
                    "horizon_days": max((days for days in horizons if days is not None), default=None),
                    **self._columns("outcomes", outcome),
                }
            )
        for row in sorted(rows, key=lambda row: (str(row["role"]), row["position"] or 0, row["outcome"])):
            yield "outcomes", row

    def _entries(self, trial: str, properties: Properties, nodes: Nodes) -> Iterator[tuple[str, Row]]:
        for table, link in (("interventions", "tkg:hasInterventionEntry"), ("conditions", "tkg:hasConditionEntry")):
            rows = []
            for iri in iris_of(properties, link):
                entry = nodes.get(iri, {})
                row = {"trial": trial, "entry": path_of(iri), **self._columns(table, entry)}
                depths = dict.fromkeys(iris_of(entry, "tkg:resolvesTo"), 0)
                if table == "interventions":
                    depths = self._with_components(depths)
                for concept, depth in depths.items():
                    kind, label = self._about(concept)
                    more = {"depth": depth} if table == "interventions" else {}
                    told = {"concept": path_of(concept), "concept_label": label, "concept_type": kind}
                    rows.append({**row, **told, **more})
                if not depths:
                    rows.append(row)
            for row in sorted(rows, key=_place):
                yield table, row

    def _with_components(self, depths: dict[str, int]) -> dict[str, int]:
        """The concepts and their components, each with its least depth."""
        found = dict(depths)
        waiting = list(found)
        for concept in waiting:  # grows as it is read: nearer ones come first
            for component in self._components(concept):
                if component not in found:
                    found[component] = found[concept] + 1
                    waiting.append(component)
        return found

    def _take_apart(self, concept: str) -> tuple[str, ...]:
        link = ox.NamedNode(expand("tkg:hasComponent"))
        quads = self._handle.quads_for_pattern(ox.NamedNode(concept), link, None, ox.DefaultGraph())
        return tuple(sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)))

    def _network(self, trial: str | None, nodes: Nodes) -> Iterator[tuple[str, Row]]:
        """The nodes and the edges between them, as `to_networkx` has them."""
        names = {iri: _named(iri, properties) for iri, properties in nodes.items()}
        kinds = {iri: kind for iri, (kind, _) in names.items()}
        for iri, properties in sorted(nodes.items()):
            kind, label = names[iri]
            if kind is not None:
                yield "nodes", {"trial": trial, "node": path_of(iri), "type": kind, "label": label}
            edges = set()
            for predicate, objects in properties.items():
                for other in things_of(objects):
                    if not other.startswith((_TRIAL, PART)):
                        self._shared.add(other)
                    if (kinds[other] if other in kinds else self._about(other)[0]) is not None:
                        edges.add((curie(predicate), path_of(other)))
            for name, path in sorted(edges):
                yield "edges", {"trial": trial, "subject": path_of(iri), "predicate": name, "object": path}

    def _concepts(self) -> Iterator[tuple[str, Row]]:
        """What trials share and what it rests on, and the concepts that the vocabulary adds."""
        labels = self._handle.quads_for_pattern(None, ox.NamedNode(expand("skos:prefLabel")), None, ox.DefaultGraph())
        self._shared.update(things_of(str(quad.subject) for quad in labels))
        waiting = list(self._shared)
        while waiting:
            node = ox.NamedNode(waiting.pop())
            quads = self._handle.quads_for_pattern(node, None, None, ox.DefaultGraph())
            for other in things_of(str(quad.object) for quad in quads):
                if other not in self._shared:
                    self._shared.add(other)
                    waiting.append(other)
        for iri in sorted(self._shared):
            if not iri.startswith((_TRIAL, PART)):
                yield from self._network(None, walk(self._handle, [iri], ox.DefaultGraph(), lambda _: False))

    def _describe(self, iri: str) -> tuple[str | None, str]:
        return _named(iri, walk(self._handle, [iri], ox.DefaultGraph(), lambda _: False)[iri])

    def _columns(self, table: str, properties: Properties) -> Row:
        """What stands in the columns that are read from a property."""
        row: Row = {}
        for name, kind, _, curied in TABLES[table]:
            if not curied:
                continue
            if kind == "text":
                row[name] = text_of(properties, curied)
            elif kind == "things":
                row[name] = [path_of(iri) for iri in iris_of(properties, curied)]
            elif kind == "labels":
                row[name] = sorted(self._about(iri)[1] for iri in iris_of(properties, curied))
            else:
                row[name] = largest_of(properties, curied, int if kind == "number" else float)
        return row


def _place(row: Row) -> tuple[int, str, int, str]:
    return row["position"] or 0, row["entry"], row.get("depth", 0), row.get("concept", "")


def _named(iri: str, properties: Properties) -> tuple[str | None, str]:
    """Class and label of a node; no class where it is none of ours."""
    types = {kind[len(ONTOLOGY) :] for kind in iris_of(properties, "rdf:type") if kind.startswith(ONTOLOGY)}
    labels = (min(literals_of(properties, label), default=None) for label in LABELS if label in properties)
    label = next((label for label in labels if label is not None), iri.rpartition("/")[2])
    return narrowest(types) if types else None, label
