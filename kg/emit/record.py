"""One trial as lines: what its record says verbatim, what was extracted from it, and why.

The same extraction always gives the same lines in the same order; no line is given twice.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.emit.edges import Edges, Texts
from kg.emit.evidence import evidence_of, grounds_of, objects_of, pack
from kg.emit.findings import finding_lines
from kg.emit.ntriples import name, thing
from kg.emit.trials import trial_lines
from kg.emit.vocabulary import class_names
from kg.model import Extraction


class Emitted(NamedTuple):
    """N-Triples without line ends: `facts` for the default graph, `evidence` for `graph/evidence`."""

    facts: list[str]
    evidence: list[str]


class Packed(NamedTuple):
    """N-Triples of the facts, every line with its end; what `evidence_of` makes the lines of the evidence from, and how
    many these will be."""

    facts: bytes
    evidence: bytes
    lines: int


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
    texts = Texts(trial.key, [(field.name, field.text) for field in trial.fields])
    lines = dict.fromkeys(trial_lines(trial))
    a = name("rdf:type")
    for node in extraction.nodes:
        subject = thing(node.path)
        lines.update(dict.fromkeys([f"{subject} {a} {kind} ." for kind in class_names(node.kind)]))
    edges = Edges(extraction.statements, texts)
    lines.update(edges.lines)
    found, rest_on = finding_lines((*trial.findings, *extraction.findings), trial)
    lines.update(dict.fromkeys(found))
    facts = "".join([f"{line}\n" for line in lines])
    said = objects_of(facts)
    grounds = grounds_of(extraction, rest_on)
    count = edges.count(rest_on, texts, said) + bool(grounds.file)
    if not evidence:
        return Packed(facts.encode(), b"", 0)
    return Packed(facts.encode(), pack(grounds, said), count)
