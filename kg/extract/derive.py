"""What follows from the entries: the trial's shortcut edges `tkg:studies`, `tkg:tests` and `tkg:givesDrug`.

A shortcut has the evidence of the edges it stands for and the confidence of the weakest of them. A drug reached only
through a regimen, combination or product has method `expansion`; a direct one keeps the method that resolved it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.document import Document, Item
from kg.model import Method, Span, Statement


def extract(document: Document) -> Iterator[Item]:
    """Shortcut edges of the trial, each once."""
    trial = document.trial
    for condition in trial.conditions:
        for found in document.said(trial.part(f"condition-{condition.position}"), "tkg:resolvesTo"):
            yield _shortcut(document, "tkg:studies", found)

    for intervention in trial.interventions:
        entry = trial.part(f"intervention-{intervention.position}")
        for found in document.said(entry, "tkg:resolvesTo"):
            yield _shortcut(document, "tkg:tests", found)
            assert isinstance(found.object, str)
            yield from _drugs(document, found.object, found.method, found.confidence, found.evidence)


def _shortcut(document: Document, predicate: str, found: Statement) -> Statement:
    return Statement(
        document.trial.path,
        predicate,
        found.object,
        found.method,
        found.confidence,
        found.evidence,
        "follows from " + (found.rule or "resolvesTo"),
    )


def _drugs(
    document: Document,
    concept_id: str,
    method: Method,
    confidence: float,
    evidence: tuple[Span, ...],
    seen: frozenset[str] = frozenset(),
) -> Iterator[Statement]:
    """Drugs inside a concept. A component that this record names itself is grounded in its own words; one that only
    the vocabulary knows (a regimen's drugs) in the words that name the whole."""
    concept = document.concept(concept_id)
    if concept is None or concept_id in seen:
        return
    if concept.kind == "Drug":
        yield Statement(
            document.trial.path, "tkg:givesDrug", concept_id, method, confidence, evidence, "drug of an entry"
        )
    named = {s.object: s for s in document.said(concept_id, "tkg:hasComponent")}
    for component in concept.components:
        own = named.get(component)
        if own is not None:
            step = (own.method, min(confidence, own.confidence), own.evidence)
        else:
            step = ("expansion", confidence, evidence)
        yield from _drugs(document, component, *step, seen | {concept_id})
