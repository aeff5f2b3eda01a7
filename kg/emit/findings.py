"""What a curator should look at: findings as nodes of the trial, with the characters that gave rise to them.

A finding is named after its content, so the same finding told twice is one node.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kg.emit.evidence import Block, Sources, repeated
from kg.emit.ntriples import name, string, thing
from kg.model import Finding
from kg.text import slug


def finding_lines(findings: Iterable[Finding], sources: Sources) -> tuple[list[str], list[Block]]:
    """The lines of the findings, and blocks of the mentions that support them."""
    facts: list[str] = []
    grounds: dict[str, str] = {}
    evidence = f" {name('tkg:evidence')} "
    subject = thing(sources.trial.path)
    for finding in findings:
        content = "\x00".join((finding.kind, finding.message, finding.about, *map(str, finding.evidence)))
        digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        node = thing(sources.trial.part(f"finding-{slug(finding.kind)}-{digest}"))
        facts += (
            f"{subject} {name('tkg:hasFinding')} {node} .",
            f"{node} {name('rdf:type')} {name('tkg:Finding')} .",
            f"{node} {name('tkg:findingKind')} {string(finding.kind)} .",
            f"{node} {name('tkg:message')} {string(finding.message)} .",
        )
        if finding.about:
            facts.append(f"{node} {name('tkg:about')} {thing(finding.about)} .")
        if finding.evidence:
            grounds[node] = repeated(node, evidence, {sources.mention(span) for span in finding.evidence})
    return facts, list(grounds.items())
