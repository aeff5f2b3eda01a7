"""The rows of the table of evidence: one for each mention of each assertion, from packed grounds or from nodes."""

from __future__ import annotations

from typing import Any

from kg.emit import Grounds, assertions_of
from kg.export.columns import Row
from kg.export.networks import curie
from kg.export.nodes import Nodes, iris_of, largest_of, lexical, path_of, text_of
from kg.terms import THINGS, expand


def packed_evidence(trial: str, facts: bytes, grounds: Grounds) -> list[Row]:
    """A row for each mention of each assertion of grounds that were kept packed beside these facts."""
    rows: list[Row] = []
    for each in assertions_of(grounds, facts):
        subject, predicate, value = each.line[:-2].split(" ", 2)
        thing = value[1:-1] if value[0] == "<" else ""
        row: Row = {
            "trial": trial,
            "subject": path_of(subject[1:-1]),
            "predicate": curie(predicate[1:-1]),
            "object": path_of(thing) if thing else lexical(value),
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
        subject, predicate = iris_of(properties, "rdf:subject"), iris_of(properties, "rdf:predicate")
        thing = iris_of(properties, "rdf:object")
        row: Row = {
            "trial": trial,
            "subject": path_of(subject[0]),
            "predicate": curie(predicate[0]),
            "object": path_of(thing[0]) if thing else text_of(properties, "rdf:object"),
            "object_is_node": bool(thing) and thing[0].startswith(THINGS),
            "method": text_of(properties, "tkg:method"),
            "confidence": largest_of(properties, "tkg:confidence", float),
            "rule": text_of(properties, "tkg:rule"),
        }
        for iri in iris_of(properties, "tkg:evidence"):
            mention = nodes.get(iri, {})
            fields = [text_of(nodes.get(field, {}), "tkg:fieldName") for field in iris_of(mention, "oa:hasSource")]
            rows.append(
                row
                | {
                    "field": fields[0] if fields else None,
                    "start": largest_of(mention, "oa:start", int),
                    "end": largest_of(mention, "oa:end", int),
                    "quote": text_of(mention, "oa:exact"),
                }
            )
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row.values()])
