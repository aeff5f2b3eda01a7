"""One trial as lines: what its record says verbatim, what was extracted from it, and why.

The same extraction always gives the same lines in the same order; no line is given twice.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.emit.edges import Texts, tell_edges
from kg.emit.evidence import evidence_of, grounds_of, pack
from kg.emit.facts import Facts, Things, between
from kg.emit.findings import tell_findings
from kg.emit.ntriples import number
from kg.emit.summary import lowest_confidence
from kg.emit.trials import tell_record
from kg.emit.vocabulary import class_names
from kg.model import Extraction


class Emitted(NamedTuple):
    """N-Triples without line ends: `facts` for the default graph, `evidence` for `graph/evidence`."""

    facts: list[str]
    evidence: list[str]


class Packed(NamedTuple):
    """N-Triples of the facts, every line with its end; what `evidence_of` makes the lines of the evidence from, and how
    many these will be; how often the facts have each predicate and each class."""

    facts: bytes
    evidence: bytes
    lines: int
    predicates: dict[str, int]
    classes: dict[str, int]


def emit_trial(extraction: Extraction, *, evidence: bool = True) -> Emitted:
    """The lines of one extraction. Without `evidence` the second list stays empty.

    Raises `NotVerbatimError` for a span outside its field or a statement without a span.
    """
    packed = emit_packed(extraction, evidence=evidence)
    grounds = evidence_of(packed.facts, packed.evidence).decode()
    return Emitted(packed.facts.decode().split("\n")[:-1], grounds.split("\n")[:-1])  # a literal holds no line end


def emit_packed(extraction: Extraction, *, evidence: bool = True) -> Packed:
    """What `emit_trial` gives, with the evidence checked and counted, but not written.

    Raises as `emit_trial` does.
    """
    trial = extraction.trial
    texts = Texts(trial.key, trial.fields)
    facts, things = Facts(), Things(trial)
    tell_record(trial, facts, things)
    for path, kind in extraction.nodes:
        facts.kind(things[path], *class_names(kind))
    edges = tell_edges(extraction.statements, facts, texts, things)
    if (lowest := lowest_confidence(edges.values())) is not None:
        facts.edge(things[trial.path], between("tkg:lowestConfidence"), number(lowest))
    rest_on = tell_findings((*trial.findings, *extraction.findings), trial, facts)
    lines = facts.encoded()
    counts = facts.counts()
    grounds, count = grounds_of(trial, texts, facts, edges, rest_on)
    if not evidence:
        return Packed(lines, b"", 0, *counts)
    return Packed(lines, pack(grounds, lines), count, *counts)
