"""What is said of trials and concepts as a whole is what one would find by looking through all of them."""

from __future__ import annotations

import pytest

from kg.emit.summary import lowest_confidence
from kg.graph import Graph
from kg.model import Span, Statement
from kg.query import run

LOWEST = """
SELECT ?trial ?lowest (MIN(?confidence) AS ?found) {
  ?trial tkg:lowestConfidence ?lowest ; prov:wasDerivedFrom/tkg:hasField/^oa:hasSource/^tkg:evidence ?assertion .
  ?assertion tkg:confidence ?confidence
} GROUP BY ?trial ?lowest"""
COUNTED = """
SELECT ?concept (COUNT(DISTINCT ?trial) AS ?n) {
  { ?trial tkg:studies|tkg:tests|tkg:givesDrug ?concept }
  UNION { ?trial tkg:hasOutcomeMeasure/(tkg:endpoint|tkg:assessedWith) ?concept }
} GROUP BY ?concept ORDER BY ?concept"""
SHARED = """
SELECT ?drug ?name (COUNT(?trial) AS ?trials) { ?trial tkg:givesDrug ?drug . ?drug skos:prefLabel ?name }
GROUP BY ?drug ?name HAVING (COUNT(?trial) > 1) ORDER BY DESC(?trials) ?name"""


def test_the_lowest_confidence_is_that_of_an_assertion(seed_graph: Graph) -> None:
    rows = list(run(seed_graph.store, LOWEST))
    assert len(rows) == seed_graph.report["records"]["built"]
    assert all(lowest == found for _, lowest, found in rows)


def test_concepts_know_in_how_many_trials_they_are(seed_graph: Graph) -> None:
    said = run(seed_graph.store, "SELECT ?c ?n { ?c tkg:trialCount ?n } ORDER BY ?c", union=False)
    counted = run(seed_graph.store, COUNTED, union=False)
    assert list(said) == list(counted)
    assert len({row[1] for row in said}) > 1


def test_counts_answer_as_counting_does(seed_graph: Graph) -> None:
    assert list(seed_graph.ask("shared-drugs", limit=0)) == list(run(seed_graph.store, SHARED, union=False))


def _said(method: str, confidence: float) -> Statement:
    return Statement("trial/x", "tkg:studies", "condition/y", method, confidence, (Span("title", 0, 1),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edges", "lowest"),
    [
        ([], None), ([[]], None), ([[_said("lexicon", 0.9)], [_said("grammar", 0.7)]], 0.7),
        ([[_said("lexicon", 0.9), _said("lexicon", 0.2)]], 0.9),
        ([[_said("lexicon", 0.9), _said("grammar", 0.2)]], 0.2),
    ],
)  # fmt: skip
def test_statements_of_one_method_are_as_sure_as_the_surest(edges: list[list[Statement]], lowest: float | None) -> None:
    assert lowest_confidence(edges) == lowest
