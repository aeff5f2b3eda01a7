"""The rows of the tables of `kg.export.columns`, trial by trial, each in its order.

Terms are N-Triples text here, so that it is all one whether they come from a store or from a shard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import unquote

import pyoxigraph as ox

from kg.emit import Grounds, assertions_of
from kg.export.columns import TABLES
from kg.export.networks import LABELS, curie, narrowest
from kg.store import Store
from kg.terms import ONTOLOGY, THINGS, expand

PART = f"{THINGS}part/"
_TRIAL = f"{THINGS}trial/"
_MOST, _DIGITS = 1 << 63, 100  # 64 bits hold less than the first; Python reads no number of thousands of digits
_CONCEPTS = 1 << 18  # whose labels are remembered
_ROLES = {f"has{role.title()}Outcome": role for role in ("primary", "secondary", "other")}

Properties: TypeAlias = dict[str, list[str]]
Nodes: TypeAlias = dict[str, Properties]
Row: TypeAlias = dict[str, Any]
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
                nodes = walk(self._handle, [iri], ox.DefaultGraph(), _is_part)
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
        roles = {iri: role for name, role in _ROLES.items() for iri in _iris(properties, f"tkg:{name}")}
        rows = []
        for iri in _iris(properties, "tkg:hasOutcomeMeasure"):
            outcome = nodes.get(iri, {})
            frames = [nodes.get(frame, {}) for frame in _iris(outcome, "tkg:timeFrame")]
            horizons = [_largest(frame, "tkg:horizonDays", float) for frame in frames]
            rows.append(
                {
                    "trial": trial,
                    "outcome": _path(iri),
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
            for iri in _iris(properties, link):
                entry = nodes.get(iri, {})
                row = {"trial": trial, "entry": _path(iri), **self._columns(table, entry)}
                depths = dict.fromkeys(_iris(entry, "tkg:resolvesTo"), 0)
                if table == "interventions":
                    depths = self._with_components(depths)
                for concept, depth in depths.items():
                    kind, label = self._about(concept)
                    more = {"depth": depth} if table == "interventions" else {}
                    told = {"concept": _path(concept), "concept_label": label, "concept_type": kind}
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
                yield "nodes", {"trial": trial, "node": _path(iri), "type": kind, "label": label}
            edges = set()
            for predicate, objects in properties.items():
                for other in _things(objects):
                    if not other.startswith((_TRIAL, PART)):
                        self._shared.add(other)
                    if (kinds[other] if other in kinds else self._about(other)[0]) is not None:
                        edges.add((curie(predicate), _path(other)))
            for name, path in sorted(edges):
                yield "edges", {"trial": trial, "subject": _path(iri), "predicate": name, "object": path}

    def _concepts(self) -> Iterator[tuple[str, Row]]:
        """What trials share and what it rests on, and the concepts that the vocabulary adds."""
        labels = self._handle.quads_for_pattern(None, ox.NamedNode(expand("skos:prefLabel")), None, ox.DefaultGraph())
        self._shared.update(_things(str(quad.subject) for quad in labels))
        waiting = list(self._shared)
        while waiting:
            node = ox.NamedNode(waiting.pop())
            quads = self._handle.quads_for_pattern(node, None, None, ox.DefaultGraph())
            for other in _things(str(quad.object) for quad in quads):
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
                row[name] = _text(properties, curied)
            elif kind == "things":
                row[name] = [_path(iri) for iri in _iris(properties, curied)]
            elif kind == "labels":
                row[name] = sorted(self._about(iri)[1] for iri in _iris(properties, curied))
            else:
                row[name] = _largest(properties, curied, int if kind == "number" else float)
        return row


def walk(
    handle: ox.Store, start: Iterable[str], graph: ox.NamedNode | ox.DefaultGraph, follow: Callable[[str], bool]
) -> Nodes:
    """These nodes, and those that they lead to as far as one is to follow."""
    nodes: Nodes = {}
    waiting = list(start)
    while waiting:
        iri = waiting.pop()
        if iri in nodes:
            continue
        properties = nodes[iri] = defaultdict(list)
        for quad in handle.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
            properties[quad.predicate.value].append(str(quad.object))
            if isinstance(quad.object, ox.NamedNode) and follow(quad.object.value):
                waiting.append(quad.object.value)
    return nodes


def _is_part(iri: str) -> bool:
    return iri.startswith(PART)


def nodes_of(lines: bytes) -> Nodes:
    """The nodes of N-Triples that the project wrote."""
    nodes: Nodes = {}
    for line in lines.decode().split("\n")[:-1]:
        subject, predicate, value = line.split(" ", 2)
        nodes.setdefault(subject[1:-1], {}).setdefault(predicate[1:-1], []).append(value[:-2])
    return nodes


def reached(nodes: Nodes, start: str) -> Nodes:
    """A trial, and those of its parts that it leads to."""
    found: Nodes = {}
    waiting = [start]
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            properties = found[iri] = nodes.get(iri, {})
            waiting += [other for terms in properties.values() for other in _things(terms) if _is_part(other)]
    return found


def packed_evidence(trial: str, facts: bytes, grounds: Grounds) -> list[Row]:
    """A row for each mention of each assertion of grounds that were kept packed beside these facts."""
    rows: list[Row] = []
    for each in assertions_of(grounds, facts):
        subject, predicate, value = each.line[:-2].split(" ", 2)
        thing = value[1:-1] if value[0] == "<" else ""
        row: Row = {
            "trial": trial,
            "subject": _path(subject[1:-1]),
            "predicate": curie(predicate[1:-1]),
            "object": _path(thing) if thing else _lexical(value),
            "object_is_node": thing.startswith(THINGS),
            "method": each.method,
            "confidence": float(f"{each.confidence:.4f}"),
            "rule": each.rule or None,
        }
        rows += [
            {**row, "field": field, "start": start, "end": end, "quote": quote}
            for field, start, end, quote in each.mentions
        ]
    rows.sort(key=_in_order)
    return rows


def _in_order(row: Row) -> tuple[Any, ...]:
    _, subject, predicate, value, is_node, method, confidence, rule, *mention = row.values()
    return subject, predicate, value, is_node, method, confidence, rule is not None, rule or "", mention


def evidence_rows(trial: str, nodes: Nodes) -> list[Row]:
    """A row for each mention of each assertion."""
    rows: list[Row] = []
    stated = expand("rdf:subject")
    for properties in nodes.values():
        if stated not in properties:  # mentions, fields; a finding has evidence, but states no edge
            continue
        subject, predicate = _iris(properties, "rdf:subject"), _iris(properties, "rdf:predicate")
        thing = _iris(properties, "rdf:object")
        row: Row = {
            "trial": trial,
            "subject": _path(subject[0]),
            "predicate": curie(predicate[0]),
            "object": _path(thing[0]) if thing else _text(properties, "rdf:object"),
            "object_is_node": bool(thing) and thing[0].startswith(THINGS),
            "method": _text(properties, "tkg:method"),
            "confidence": _largest(properties, "tkg:confidence", float),
            "rule": _text(properties, "tkg:rule"),
        }
        for iri in _iris(properties, "tkg:evidence"):
            mention = nodes.get(iri, {})
            fields = [_text(nodes.get(field, {}), "tkg:fieldName") for field in _iris(mention, "oa:hasSource")]
            rows.append(
                row
                | {
                    "field": fields[0] if fields else None,
                    "start": _largest(mention, "oa:start", int),
                    "end": _largest(mention, "oa:end", int),
                    "quote": _text(mention, "oa:exact"),
                }
            )
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row.values()])


def _place(row: Row) -> tuple[int, str, int, str]:
    return row["position"] or 0, row["entry"], row.get("depth", 0), row.get("concept", "")


def _named(iri: str, properties: Properties) -> tuple[str | None, str]:
    """Class and label of a node; no class where it is none of ours."""
    types = {kind[len(ONTOLOGY) :] for kind in _iris(properties, "rdf:type") if kind.startswith(ONTOLOGY)}
    labels = (min(_literals(properties, label), default=None) for label in LABELS if label in properties)
    label = next((label for label in labels if label is not None), iri.rpartition("/")[2])
    return narrowest(types) if types else None, label


def _things(terms: Iterable[str]) -> Iterator[str]:
    for term in terms:
        if term.startswith(THINGS, 1) and term[0] == "<":
            yield term[1:-1]


def _iris(properties: Properties, curied: str) -> list[str]:
    return sorted([term[1:-1] for term in properties.get(expand(curied), ()) if term[0] == "<"])


def _literals(properties: Properties, iri: str) -> list[str]:
    return [_lexical(term) for term in properties.get(iri, ()) if term[0] == '"']


_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def _lexical(literal: str) -> str:
    """The text of a literal.

    >>> print(_lexical(r'"a \"b\" \\ \u0021"^^<http://example.org/type>'))
    a "b" \\ !
    """
    text = literal[1 : literal.rindex('"')]
    return text if "\\" not in text else _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])


def _text(properties: Properties, curied: str) -> str | None:
    return min(_literals(properties, expand(curied)), default=None)


def _largest(properties: Properties, curied: str, read: Callable[[str], float]) -> float | None:
    """The largest number of those that a column can hold."""
    texts = (text for text in _literals(properties, expand(curied)) if len(text) <= _DIGITS)
    return max((number for number in map(read, texts) if -_MOST <= number < _MOST), default=None)


def _path(iri: str) -> str:
    return iri.removeprefix(THINGS)
