"""How far our concepts agree with the MeSH terms that the registry itself attached, for conditions and interventions.

The registry's terms come from an algorithm, so this is no gold standard: recall against them means something, precision
only with reading. The build never sees them here: only what the text says is compared. A term one step broader or
narrower counts half (lenient). The registry also tags keywords, which are no entries of a trial, so its terms may name
what no entry names.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Concept, Extraction, Value
from kg.vocab.agreement import Agreement, canonical_mesh, mesh_codes, mesh_parents
from kg.vocab.vocabulary import Vocabulary

_KINDS = {"condition": "tkg:studies", "intervention": "tkg:tests"}


def against_registry_mesh(extractions: Iterable[Extraction], vocabulary: Vocabulary) -> dict[str, Agreement]:
    """Agreement by kind (`condition`, `intervention`), over the records that have registry terms of that kind."""
    found = {kind: Agreement() for kind in _KINDS}
    parents = mesh_parents(vocabulary)
    for extraction in extractions:
        for kind, predicate in _KINDS.items():
            wanted = {
                canonical_mesh(term.code, vocabulary)
                for term in extraction.trial.registry_terms
                if term.kind == kind and not term.ancestor
            }
            if not wanted:
                continue
            found[kind].add(_codes(extraction, predicate, vocabulary), wanted, parents)
    return found


def _codes(extraction: Extraction, predicate: str, vocabulary: Vocabulary) -> set[str]:
    """MeSH ids of the concepts of the trial's entries, and of what combinations and regimens among them consist of."""
    minted = {concept.id: concept for concept in extraction.concepts}

    def concept_of(concept_id: str) -> Concept | None:
        return minted.get(concept_id) or vocabulary.get(concept_id)

    waiting = [s.object for s in extraction.statements if s.predicate == predicate and not isinstance(s.object, Value)]
    reached: set[str] = set()
    while waiting:
        concept_id = waiting.pop()
        concept = None if concept_id in reached else concept_of(concept_id)
        if concept is not None:
            waiting.extend(concept.components)
        reached.add(concept_id)
    return mesh_codes(reached, concept_of)
