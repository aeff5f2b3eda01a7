"""What is said of a trial as a whole, so that nobody has to look through all trials for it: how sure its least certain
edge is, and which concepts it counts for (`tkg:trialCount`)."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Extraction, Statement

COUNTED = frozenset({"tkg:studies", "tkg:tests", "tkg:givesDrug", "tkg:endpoint", "tkg:assessedWith"})
"""Edges by which a trial counts for a concept: conditions, interventions, drugs inside them, endpoints, instruments."""


def counted(extraction: Extraction) -> tuple[str, ...]:
    """The ids of the concepts that a trial counts for, sorted."""
    found = {s.object for s in extraction.statements if s.predicate in COUNTED and isinstance(s.object, str)}
    return tuple(sorted(found))


def lowest_confidence(edges: Iterable[list[Statement]]) -> float | None:
    """The lowest confidence of assertions: of edges, each with the statements that are to be asserted; those of one
    method are one assertion, as sure as the surest of them. None where there is no assertion."""
    lowest: float | None = None
    for statements in edges:
        surest: dict[str, float] = {}
        for each in statements:
            surest[each.method] = max(surest.get(each.method, 0.0), each.confidence)
        for confidence in surest.values():
            if lowest is None or confidence < lowest:
                lowest = confidence
    return lowest
