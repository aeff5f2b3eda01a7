"""The record's own text with the words that carry an edge, from the evidence in the store or kept apart.

A field is a list of segments, each with the numbers of the edges that rest on it; the segments together are the text,
character for character.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from kg.catalogue import CATALOGUE, Catalogue
from kg.errors import UnknownName
from kg.serve.explorer.look import KIND_OF_PATH, TRIAL, Look, kind_of, words
from kg.shards import EVIDENCE
from kg.store import Store
from kg.terms import EVIDENCE_GRAPH, INTERVENTION_KINDS, THINGS, expand

LONGEST = 40_000
"""Characters of one field on the page."""
MOST_EDGES = 1_500
_GRAPH = ox.NamedNode(EVIDENCE_GRAPH)
_STUDIED = frozenset("Condition DiseaseState BodySite Biomarker LineOfTherapy PriorTreatment".split())
_MEASURED = frozenset("Endpoint Instrument TimeEvent TimePoint ResponseCategory".split())
_GIVEN = frozenset({"dose", "schedule", "formulation", "optional", "route", "hasAdministration", "hasComponent"})
_TIMES = frozenset({"timeFrame", "horizonDays", "timePoint", "timeFrameKind"})
_ORDER = ("title", "official", "brief", "condition", "intervention", "arm", "primary", "secondary", "other")


def record_words(store: Store, *, iri: str) -> dict[str, Any]:
    """`{"kept": bool, "fields": […], "more": edges left out}` of a trial."""
    look = Look(store)
    handle = _evidence(store, iri)
    if handle is None:
        return {"kept": False, "fields": [], "more": 0}
    reader = _Words(look, handle)
    record = next(iter(look.nodes(ox.NamedNode(iri), "prov:wasDerivedFrom")), None)
    fields = [] if record is None else [reader.field(node) for node in reader.objects(record, "tkg:hasField")]
    fields.sort(key=lambda field: (_place(field["name"]), _natural(field["name"])))
    return {"kept": True, "fields": fields, "more": reader.left_out}


def _evidence(store: Store, iri: str) -> ox.Store | None:
    """The store that holds the evidence of a trial; None where none was kept."""
    if next(iter(store.handle.quads_for_pattern(None, None, None, _GRAPH)), None) is not None:
        return store.handle
    if store.path is None or not (store.path.parent / CATALOGUE).is_file():
        return None
    small = Store.memory()
    try:
        with Catalogue.open(store.path.parent) as catalogue:
            small.fill({"evidence": catalogue.pieces(EVIDENCE, [iri.removeprefix(TRIAL)])})
    except UnknownName:
        return None
    return small.handle if len(small.handle) else None


class _Words:
    """Fields of one record. Edges are numbered in the order of the page."""

    def __init__(self, look: Look, handle: ox.Store) -> None:
        self.look = look
        self.handle = handle
        self.number = 0
        self.left_out = 0

    def objects(self, node: Any, property_: str) -> list[Any]:
        quads = self.handle.quads_for_pattern(node, ox.NamedNode(expand(property_)), None, _GRAPH)
        return sorted((quad.object for quad in quads), key=str)

    def _text(self, node: Any, property_: str) -> str:
        return next((term.value for term in self.objects(node, property_) if isinstance(term, ox.Literal)), "")

    def field(self, node: Any) -> dict[str, Any]:
        """One field: its name, its text in segments, its edges."""
        text = self._text(node, "tkg:text")
        edges = sorted(
            self._edges(node, len(text)), key=lambda e: (e["start"], e["end"], e["property"], e["value"]["name"])
        )
        room = max(0, MOST_EDGES - self.number)
        self.left_out += max(0, len(edges) - room)
        edges = edges[:room]
        for edge in edges:
            self.number += 1
            edge["number"] = self.number
        return {
            "name": field_words(self._text(node, "tkg:fieldName")),
            "segments": segments(text[:LONGEST], edges),
            "edges": edges,
            "length": len(text),
            "cut": max(0, len(text) - LONGEST),
        }

    def _edges(self, field: Any, length: int) -> list[dict[str, Any]]:
        found = []
        for quad in self.handle.quads_for_pattern(None, ox.NamedNode(expand("oa:hasSource")), field, _GRAPH):
            mention = quad.subject
            start, end = (self._text(mention, name) for name in ("oa:start", "oa:end"))
            if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= length):
                continue
            span = {"start": int(start), "end": int(end), "words": self._text(mention, "oa:exact")}
            for store in (self.handle, self.look.handle):
                graph = _GRAPH if store is self.handle else None
                for each in store.quads_for_pattern(None, ox.NamedNode(expand("tkg:evidence")), mention, graph):
                    edge = self._edge(each.subject)
                    if edge is not None and {**edge, **span} not in found:
                        found.append({**edge, **span})
        return found

    def _edge(self, node: Any) -> dict[str, Any] | None:
        """What an assertion, or a finding, says."""
        subject = next(iter(self.objects(node, "rdf:subject")), None)
        predicate = next(iter(self.objects(node, "rdf:predicate")), None)
        value = next(iter(self.objects(node, "rdf:object")), None)
        if subject is None or predicate is None or value is None:
            message = self.look.text(node, "tkg:message")
            if not message:
                return None
            kind = self.look.text(node, "tkg:findingKind").replace("-", " ")
            thing = {"iri": node.value, "name": message, "kind": "Part"}
            return _row(f"finding: {kind}", "", thing, "", "", "", "finding")
        property_ = predicate.value.rpartition("#")[2]
        thing = (
            self.look.thing(value)
            if isinstance(value, ox.NamedNode)
            else {"iri": "", "name": getattr(value, "value", ""), "kind": ""}
        )
        of = "" if subject.value.startswith(TRIAL) else self.look.name(subject)
        method, rule = (self._text(node, name) for name in ("tkg:method", "tkg:rule"))
        return _row(
            words(property_), of, thing, method, rule, self._text(node, "tkg:confidence"), _group(property_, thing)
        )


def _row(
    property_: str, of: str, value: dict[str, str], method: str, rule: str, confidence: str, group: str
) -> dict[str, Any]:
    return {
        "property": property_,
        "of": of,
        "value": value,
        "method": method,
        "rule": rule,
        "confidence": confidence,
        "group": group,
    }


def _group(property_: str, value: dict[str, str]) -> str:
    """The colour: who is studied, what is given, what is measured, or something else."""
    kind = kind_of(value["iri"]) or KIND_OF_PATH.get(value["iri"].removeprefix(THINGS).partition("/")[0], "")
    if kind in _STUDIED:
        return "studied"
    if kind in INTERVENTION_KINDS or kind == "Route" or property_ in _GIVEN:
        return "given"
    return "measured" if kind in _MEASURED or property_ in _TIMES else "other"


def field_words(name: str) -> str:
    """The name of a field for the eye, counted from one.

    >>> field_words("interventions/0/other_names"), field_words("brief_summary")
    ('interventions 1: other names', 'brief summary')
    """
    first, *rest = words(name.replace("_", " ")).split("/")
    if rest and rest[0].isdigit():
        first = f"{first} {int(rest.pop(0)) + 1}"
    return f"{first}: {', '.join(rest)}" if rest else first


def _place(name: str) -> int:
    return next((place for place, start in enumerate(_ORDER) if name.startswith(start)), len(_ORDER))


def _natural(name: str) -> list[tuple[int, str]]:
    """The order in which 2 stands before 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in name.replace(":", " ").split()]


def segments(text: str, edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The text in pieces that have the same edges.

    >>> [(s["text"], s["edges"]) for s in segments("a drug", [{"start": 2, "end": 6, "number": 1, "group": "given"}])]
    [('a ', []), ('drug', [1])]
    """
    ends = sorted({0, len(text), *(min(edge[side], len(text)) for edge in edges for side in ("start", "end"))})
    opening: dict[int, list[dict[str, Any]]] = {}
    for edge in edges:
        opening.setdefault(edge["start"], []).append(edge)
    found: list[dict[str, Any]] = []
    open_now: list[dict[str, Any]] = []
    for start, end in pairwise(ends):
        open_now = [edge for edge in open_now if edge["end"] > start] + opening.get(start, [])
        shortest = min(open_now, key=lambda edge: (edge["end"] - edge["start"], edge["number"]), default=None)
        found.append(
            {
                "text": text[start:end],
                "edges": sorted(edge["number"] for edge in open_now),
                "group": shortest["group"] if shortest else "",
                "first": shortest["number"] if shortest else 0,
            }
        )
    return found
