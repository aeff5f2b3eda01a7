"""Statements about one subject, gathered so that one edge with several grounds is one statement with several spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.document import Item
from kg.model import Concept, Method, Span, Statement, Value

MOST_SPANS = 12
"""A concept that a long text names a hundred times is not proved better by a hundred spans."""


@dataclass(slots=True)
class _Edge:
    method: Method
    confidence: float
    rule: str
    spans: list[Span] = field(default_factory=list)


class Collector:
    """Collects edges of one subject; `items` yields them in the order in which they were first seen."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._edges: dict[tuple[str, str | Value], _Edge] = {}
        self._minted: dict[str, Concept] = {}

    def add(
        self, predicate: str, target: str | Value, span: Span, method: Method, confidence: float, rule: str
    ) -> None:
        """One ground for the edge `predicate` → `target`; the surest ground names method, rule and confidence."""
        edge = self._edges.get((predicate, target))
        if edge is None:
            edge = self._edges[(predicate, target)] = _Edge(method, confidence, rule)
        elif confidence > edge.confidence:
            edge.method, edge.confidence, edge.rule = method, confidence, rule
        if span not in edge.spans and len(edge.spans) < MOST_SPANS:
            edge.spans.append(span)

    def mint(self, concept: Concept) -> None:
        """A concept that the record itself makes."""
        self._minted.setdefault(concept.id, concept)

    def has(self, predicate: str, target: str | Value) -> bool:
        """Whether this edge is there already."""
        return (predicate, target) in self._edges

    def targets(self, predicate: str) -> list[str | Value]:
        """What `predicate` points to so far."""
        return [target for name, target in self._edges if name == predicate]

    def confidence(self, predicate: str, target: str | Value) -> float:
        """How sure this edge is; 0 where it is not there."""
        edge = self._edges.get((predicate, target))
        return edge.confidence if edge is not None else 0.0

    def drop(self, predicate: str, target: str | Value) -> None:
        """Take the edge back."""
        self._edges.pop((predicate, target), None)

    def items(self) -> Iterator[Item]:
        """The minted concepts, then the statements."""
        yield from self._minted.values()
        for (predicate, target), edge in self._edges.items():
            yield Statement(self.subject, predicate, target, edge.method, edge.confidence, tuple(edge.spans), edge.rule)
