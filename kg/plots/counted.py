"""What several plots count: the commonest concepts, and in which words records name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.analysis.members import Members
from kg.query import run

if TYPE_CHECKING:
    from kg.graph import Graph


def commonest(found: Members, most: int) -> list[str]:
    """The concepts of most trials, the commonest first."""
    counts = found.counts()
    return sorted(counts, key=lambda concept: (-counts[concept], found.labels[concept], concept))[:most]


def as_written(graph: Graph, endpoints: list[str]) -> list[str]:
    """How the records call each endpoint: the commonest wordings of its measures."""
    rows = run(
        graph.store,
        "SELECT ?endpoint ?written (COUNT(*) AS ?n) WHERE { VALUES ?endpoint { "
        + " ".join(f"<{iri}>" for iri in endpoints)
        + " } ?outcome tkg:endpoint ?endpoint ; rdfs:label ?written } GROUP BY ?endpoint ?written",
        union=False,
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for endpoint, written, n in rows:
        found[str(endpoint)][" ".join(str(written).split())] += int(n or 0)
    commonest = {
        endpoint: sorted(several, key=lambda words: (-several[words], len(words), words))[:2]
        for endpoint, several in found.items()
    }
    return [" · ".join(f"“{words}”" for words in commonest.get(endpoint, ())) for endpoint in endpoints]


def of_condition(condition: str) -> str:
    """What a title says of the condition that trials were chosen by."""
    return f": {condition.rpartition('/')[2].replace('-', ' ')}" if condition else ""
