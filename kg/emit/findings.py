"""What a curator should look at: findings as nodes of the trial, with the characters that gave rise to them.

A finding is named after its content, so the same finding told twice is one node.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kg.emit.facts import Facts, between
from kg.emit.ntriples import name, thing
from kg.model import Finding, Span, Trial
from kg.text import slug


def tell_findings(findings: Iterable[Finding], trial: Trial, facts: Facts) -> list[tuple[str, tuple[Span, ...]]]:
    """Tell the findings. Returns what those that have evidence rest on: path of the finding, spans."""
    grounds: list[tuple[str, tuple[Span, ...]]] = []
    subject = thing(trial.path)
    for finding in findings:
        content = "\x00".join((finding.kind, finding.message, finding.about, *map(str, finding.evidence)))
        digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        path = trial.part(f"finding-{slug(finding.kind)}-{digest}")
        node = thing(path)
        facts.edge(subject, between("tkg:hasFinding"), node)
        facts.kind(node, name("tkg:Finding"))
        facts.text(node, between("tkg:findingKind"), finding.kind)
        facts.text(node, between("tkg:message"), finding.message)
        if finding.about:
            facts.edge(node, between("tkg:about"), thing(finding.about))
        if finding.evidence:
            grounds.append((path, finding.evidence))
    return grounds
