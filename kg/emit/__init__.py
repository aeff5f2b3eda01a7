"""From an extraction to lines of N-Triples. Text only: nothing here opens a file or a store.

    emit_trial(extraction)   facts of one trial, and their evidence           → default graph, evidence
    emit_packed(extraction)  the same, with the evidence packed; `evidence_of` makes its lines when they are wanted
    emit_vocabulary(…)       the concepts that were used, and what they need  → default graph
    emit_ontology()          the ontology                                     → default graph
    emit_run(run)            what was built, from what, by which version      → run

The lines of two calls may overlap; a set of them is the graph. There are no blank nodes: every IRI is minted
from content.
"""

from __future__ import annotations

from kg.emit.edges import NotVerbatimError
from kg.emit.evidence import assertions_of, evidence_of
from kg.emit.grounds import Grounds, unpack
from kg.emit.record import Emitted, Packed, emit_packed, emit_trial
from kg.emit.run import RunInfo, emit_ontology, emit_run
from kg.emit.summary import abbreviated, counted, short_form_lines
from kg.emit.vocabulary import Usage, concept_lines, concepts_of, emit_vocabulary, usage

__all__ = [
    "Emitted",
    "Grounds",
    "NotVerbatimError",
    "Packed",
    "RunInfo",
    "Usage",
    "abbreviated",
    "assertions_of",
    "concept_lines",
    "concepts_of",
    "counted",
    "emit_ontology",
    "emit_packed",
    "emit_run",
    "emit_trial",
    "emit_vocabulary",
    "evidence_of",
    "short_form_lines",
    "unpack",
    "usage",
]
