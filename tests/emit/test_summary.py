"""What is said of trials and concepts as a whole is what one would find by looking through all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.emit.summary import lowest_confidence
from kg.graph import Graph
from kg.model import Span, Statement
from kg.query import run
from kg.query.listing import listed
from kg.query.questions import parse

LOWEST = """
SELECT ?trial ?lowest (MIN(?confidence) AS ?found) {
  ?trial tkg:lowestConfidence ?lowest ; prov:wasDerivedFrom/tkg:hasField/^oa:hasSource/^tkg:evidence ?assertion .
  ?assertion tkg:confidence ?confidence ; tkg:method ?method FILTER(?method != "registry-mesh")
} GROUP BY ?trial ?lowest"""
COUNTED = """
SELECT ?concept (COUNT(DISTINCT ?trial) AS ?n) {
  { ?trial tkg:studies|tkg:tests|tkg:givesDrug ?concept }
  UNION { ?trial tkg:hasOutcomeMeasure/(tkg:endpoint|tkg:assessedWith) ?concept }
} GROUP BY ?concept ORDER BY ?concept"""
LOOKED_THROUGH = {
    "shared-drugs": """
SELECT ?drug ?name (COUNT(?trial) AS ?trials) WHERE { ?trial tkg:givesDrug ?drug . ?drug skos:prefLabel ?name }
GROUP BY ?drug ?name HAVING (COUNT(?trial) > 1)
ORDER BY DESC(?trials) ?name""",
    "abbreviations": """
SELECT ?short (COUNT(DISTINCT ?long) AS ?meanings) (GROUP_CONCAT(DISTINCT ?long; SEPARATOR=" / ") AS ?forms) WHERE {
  {
    SELECT DISTINCT ?short ?form WHERE {
      { SELECT ?abbreviation ?short WHERE { ?abbreviation tkg:shortForm ?short } }
      { SELECT ?abbreviation ?form WHERE { ?abbreviation tkg:longForm ?form } }
    }
  }
  BIND (LCASE(REPLACE(?form, "-", " ")) AS ?long)
}
GROUP BY ?short
ORDER BY DESC(?meanings) ?short""",
    "instruments": """
SELECT ?instrument ?endpoint ?trials WHERE {
  {
    SELECT ?i ?e (COUNT(DISTINCT ?trial) AS ?trials) WHERE {
      { SELECT ?outcome ?i WHERE { ?outcome tkg:assessedWith ?i } }
      { SELECT ?outcome ?e WHERE { ?outcome tkg:endpoint ?e } }
      { SELECT ?trial ?outcome WHERE { ?trial tkg:hasOutcomeMeasure ?outcome } }
    }
    GROUP BY ?i ?e
  }
  ?i skos:prefLabel ?instrument .
  ?e skos:prefLabel ?endpoint .
}
ORDER BY ?instrument ?endpoint""",
    "instrument-versions": """
SELECT ?instrument (GROUP_CONCAT(DISTINCT ?version; SEPARATOR=" / ") AS ?versions) (COUNT(DISTINCT ?v) AS ?n) WHERE {
  { SELECT DISTINCT ?v WHERE { ?outcome tkg:assessedWith ?v } }
  ?v skos:broader ?base ; skos:prefLabel ?version .
  ?base a tkg:Instrument ; skos:prefLabel ?instrument .
}
GROUP BY ?base ?instrument
HAVING (COUNT(DISTINCT ?v) > 1)
ORDER BY ?instrument""",
    "primary-endpoints": """
SELECT ?endpoint ?name ?trials WHERE {
  {
    SELECT ?endpoint (COUNT(DISTINCT ?trial) AS ?trials) WHERE {
      { SELECT ?trial ?outcome WHERE { ?trial tkg:hasPrimaryOutcome ?outcome } }
      { SELECT ?outcome ?endpoint WHERE { ?outcome tkg:endpoint ?endpoint } }
    }
    GROUP BY ?endpoint
  }
  ?endpoint skos:prefLabel ?name .
}
ORDER BY DESC(?trials) ?name""",
    "same-name-different-clock": """
SELECT ?endpoint (COUNT(DISTINCT ?event) AS ?starts) (GROUP_CONCAT(DISTINCT ?start; SEPARATOR=" / ") AS ?events) WHERE {
  {
    SELECT DISTINCT ?e ?event WHERE {
      { SELECT ?outcome ?event WHERE { ?outcome tkg:startEvent ?event } }
      { SELECT ?outcome ?e WHERE { ?outcome tkg:endpoint ?e } }
    }
  }
  ?e skos:prefLabel ?endpoint .
  ?event skos:prefLabel ?start .
}
GROUP BY ?e ?endpoint
HAVING (COUNT(DISTINCT ?event) > 1)
ORDER BY DESC(?starts) ?endpoint""",
    "same-name-different-end": """
SELECT ?endpoint ?end ?trials WHERE {
  {
    SELECT ?e ?event (COUNT(DISTINCT ?trial) AS ?trials) WHERE {
      { SELECT ?outcome ?event WHERE { ?outcome tkg:endEvent ?event } }
      { SELECT ?outcome ?e WHERE { ?outcome tkg:endpoint ?e } }
      { SELECT ?trial ?outcome WHERE { ?trial tkg:hasOutcomeMeasure ?outcome } }
    }
    GROUP BY ?e ?event
  }
  ?e skos:prefLabel ?endpoint .
  ?event skos:prefLabel ?end .
}
ORDER BY ?endpoint ?end""",
}
"""What the questions that ask summaries would ask without them."""


@pytest.fixture(scope="module")
def invented() -> Iterator[Graph]:
    """The graph of the invented records."""
    with kg.build(Path(__file__).parent.parent / "gold" / "invented") as graph:
        yield graph


def test_the_lowest_confidence_is_that_of_an_assertion(seed_graph: Graph) -> None:
    rows = list(run(seed_graph.store, LOWEST))
    assert len(rows) == seed_graph.report["records"]["built"]
    assert all(lowest == found for _, lowest, found in rows)


def test_the_registry_is_not_what_the_extraction_is_unsure_of(tmp_path: Path) -> None:
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Omalizumab in asthma"},
            "conditionsModule": {"conditions": ["Asthma"]},
        },
        "derivedSection": {"conditionBrowseModule": {"meshes": [{"id": "D001249", "term": "Asthma"}]}},
    }
    (tmp_path / "a.json").write_text(json.dumps(study))
    with kg.build(tmp_path / "a.json") as graph:
        assert graph.query("ASK { ?a tkg:method 'registry-mesh' ; tkg:confidence 0.7 }")
        assert not graph.query("ASK { ?trial tkg:lowestConfidence 0.7 }")
        assert "registry-mesh" not in graph.ask("least-certain-edges", limit=0).column("method")


def test_concepts_know_in_how_many_trials_they_are(seed_graph: Graph) -> None:
    said = run(seed_graph.store, "SELECT ?c ?n { ?c tkg:trialCount ?n } ORDER BY ?c", union=False)
    counted = run(seed_graph.store, COUNTED, union=False)
    assert list(said) == list(counted)
    assert len({row[1] for row in said}) > 1


@pytest.mark.parametrize("name", LOOKED_THROUGH)
def test_summaries_answer_as_looking_through_all_trials_does(invented: Graph, seed_graph: Graph, name: str) -> None:
    head = "".join(f"# {key}: {key}\n" for key in ("question", "why"))
    asked = parse(name, f"{head}# graphs: facts{LOOKED_THROUGH[name]}\n")
    for graph in (invented, seed_graph):
        expected = listed(graph.store, asked, {}, 0)
        assert len(expected), "nothing to compare"
        assert graph.ask(name, limit=0).rows == expected.rows
        assert graph.ask(name, limit=2).rows == expected.rows[:2]


def _said(method: str, confidence: float) -> Statement:
    return Statement("trial/x", "tkg:studies", "condition/y", method, confidence, (Span("title", 0, 1),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edges", "lowest"),
    [
        ([], None), ([[]], None), ([[_said("lexicon", 0.9)], [_said("grammar", 0.7)]], 0.7),
        ([[_said("lexicon", 0.9), _said("lexicon", 0.2)]], 0.9),
        ([[_said("lexicon", 0.9), _said("grammar", 0.2)]], 0.2),
        ([[_said("registry-mesh", 0.5)]], None), ([[_said("registry-mesh", 0.5)], [_said("lexicon", 0.9)]], 0.9),
        ([[_said("registry-mesh", 0.5), _said("lexicon", 0.9)]], 0.9),
    ],
)  # fmt: skip
def test_statements_of_one_method_are_as_sure_as_the_surest(edges: list[list[Statement]], lowest: float | None) -> None:
    assert lowest_confidence(edges) == lowest
