"""What a curator should look at: findings as nodes of the trial, with the characters that gave rise to them.

A finding is named after its content, so the same finding told twice is one node.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kg.emit.ntriples import name, string, thing
from kg.model import Finding, Span, Trial
from kg.text import slug


def finding_lines(
    findings: Iterable[Finding], trial: Trial
) -> tuple[list[str], tuple[tuple[str, tuple[Span, ...]], ...]]:
    """The lines of the findings, and what those that have evidence rest on: path of the finding, spans."""
    facts: list[str] = []
    grounds: list[tuple[str, tuple[Span, ...]]] = []
    subject = thing(trial.path)
    for finding in findings:
        content = "\x00".join((finding.kind, finding.message, finding.about, *map(str, finding.evidence)))
        digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        path = trial.part(f"finding-{slug(finding.kind)}-{digest}")
        node = thing(path)
        facts += (
            f"{subject} {name('tkg:hasFinding')} {node} .",
            f"{node} {name('rdf:type')} {name('tkg:Finding')} .",
            f"{node} {name('tkg:findingKind')} {string(finding.kind)} .",
            f"{node} {name('tkg:message')} {string(finding.message)} .",
        )
        if finding.about:
            facts.append(f"{node} {name('tkg:about')} {thing(finding.about)} .")
        if finding.evidence:
            grounds.append((path, finding.evidence))
    return facts, tuple(grounds)
