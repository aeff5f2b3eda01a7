"""One trial as lines: what its record says verbatim, what was extracted from it, and why.

The same extraction always gives the same lines in the same order; no line is given twice.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.emit.evidence import Sources, statement_lines
from kg.emit.findings import finding_lines
from kg.emit.ntriples import name, thing
from kg.emit.trials import trial_lines
from kg.emit.vocabulary import class_names
from kg.model import Extraction


class Emitted(NamedTuple):
    """N-Triples without line ends: `facts` for the default graph, `evidence` for `graph/evidence`."""

    facts: list[str]
    evidence: list[str]


class EmittedText(NamedTuple):
    """The same as text, every line with its end; the evidence sorted by code point."""

    facts: str
    evidence: str


def emit_trial(extraction: Extraction, *, evidence: bool = True) -> Emitted:
    """The lines of one extraction. Without `evidence` the second list stays empty.

    Raises `NotVerbatimError` for a span outside its field or a statement without a span.
    """
    facts, grounds = _emitted(extraction, evidence)
    return Emitted(facts, grounds.split("\n")[:-1])  # a literal holds no line end


def emit_text(extraction: Extraction, *, evidence: bool = True) -> EmittedText:
    """What `emit_trial` gives, for files."""
    facts, grounds = _emitted(extraction, evidence)
    return EmittedText("".join([f"{line}\n" for line in facts]), grounds)


def _emitted(extraction: Extraction, evidence: bool) -> tuple[list[str], str]:
    trial = extraction.trial
    sources = Sources(trial)
    facts = dict.fromkeys(trial_lines(trial))
    a = name("rdf:type")
    for node in extraction.nodes:
        subject = thing(node.path)
        facts.update(dict.fromkeys([f"{subject} {a} {kind} ." for kind in class_names(node.kind)]))
    edges, assertions = statement_lines(extraction.statements, sources)
    facts.update(dict.fromkeys(edges))
    found, grounds = finding_lines((*trial.findings, *extraction.findings), sources)
    facts.update(dict.fromkeys(found))
    if not evidence:
        return list(facts), ""
    # No node is the start of another one (all end in ">"), so the order of the nodes is that of their lines.
    blocks = sorted((*assertions, *grounds, *sources.blocks(facts)))
    return list(facts), "".join([text for _, text in blocks])
