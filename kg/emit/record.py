"""One trial as lines: what its record says verbatim, what was extracted from it, and why.

The same extraction always gives the same lines in the same order; no line is given twice.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

from kg.emit.edges import Edges, Texts
from kg.emit.evidence import evidence_of, grounds_of, pack
from kg.emit.findings import finding_lines
from kg.emit.ntriples import name, number, thing
from kg.emit.summary import lowest_confidence
from kg.emit.trials import trial_lines
from kg.emit.vocabulary import class_names
from kg.model import Extraction
from kg.terms import PREFIXES

_A = name("rdf:type")


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
    texts = Texts(trial.key, [(field.name, field.text) for field in trial.fields])
    lines = dict.fromkeys(trial_lines(trial))
    for path, kind in extraction.nodes:
        node = thing(path)
        for each in class_names(kind):
            lines[f"{node} {_A} {each} ."] = None
    edges = Edges(extraction.statements, texts)
    lines.update(dict.fromkeys(edges.lines))
    if (lowest := lowest_confidence(edges.lines.values())) is not None:
        lines[f"{thing(trial.path)} {name('tkg:lowestConfidence')} {number(lowest)} ."] = None
    found, rest_on = finding_lines((*trial.findings, *extraction.findings), trial)
    lines.update(dict.fromkeys(found))
    facts = ("\n".join(lines) + "\n").encode()
    words = [line.split(" ", 2) for line in lines]
    counts = {_curie(predicate): count for predicate, count in Counter([each[1] for each in words]).items()}
    classes = {_curie(kind[:-2]): count for kind, count in Counter([e[2] for e in words if e[1] == _A]).items()}
    said = {each[2] for each in words}
    grounds = grounds_of(extraction, rest_on)
    count = edges.count(rest_on, said) + bool(grounds.file)
    if not evidence:
        return Packed(facts, b"", 0, counts, classes)
    return Packed(facts, pack(grounds, said), count, counts, classes)


@cache
def _curie(node: str) -> str:
    text = node[1:-1]
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text
