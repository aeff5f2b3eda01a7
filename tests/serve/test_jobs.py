"""What workers do for pages: rows as plain values, descriptions, existence."""

from __future__ import annotations

import pytest

from kg.errors import QueryError, UnknownName
from kg.graph import Graph
from kg.serve import jobs
from kg.terms import THINGS


def test_a_table_is_plain_values_and_says_where_it_was_cut(seed_graph: Graph) -> None:
    query = "SELECT ?t ?n ?x { ?t a tkg:Trial ; dcterms:title ?n } ORDER BY ?t"
    whole = jobs.table(seed_graph.store, query=query, max_rows=100)
    assert whole["columns"] == ["t", "n", "x"]
    assert len(whole["rows"]) == 5
    assert not whole["truncated"]
    assert whole["rows"][0][0]["type"] == "uri"
    assert whole["rows"][0][1]["type"] == "literal"
    assert whole["rows"][0][2] is None
    cut = jobs.table(seed_graph.store, query=query, max_rows=2)
    assert cut["rows"] == whole["rows"][:2]
    assert cut["truncated"]


def test_a_table_of_a_named_question(seed_graph: Graph) -> None:
    values = {"drug": "bevacizumab"}
    found = jobs.table(seed_graph.store, question="trials-giving-drug", values=values, max_rows=100)
    expected = seed_graph.ask("trials-giving-drug", drug="bevacizumab")
    assert found["columns"] == list(expected.columns)
    assert len(found["rows"]) == len(expected) > 0
    with pytest.raises(UnknownName):
        jobs.table(seed_graph.store, question="no-such-question", max_rows=1)
    with pytest.raises(QueryError, match="SELECT"):
        jobs.table(seed_graph.store, query="ASK {}", max_rows=1)


def test_a_thing_is_described_from_both_sides(seed_graph: Graph) -> None:
    found = jobs.describe(seed_graph.store, iri=f"{THINGS}drug/bevacizumab")
    assert found["label"] == "bevacizumab"
    assert found["out"]
    assert found["into"]
    assert found["labels"][f"{THINGS}drug/bevacizumab"] == "bevacizumab"
    assert jobs.exists(seed_graph.store, iri=f"{THINGS}drug/bevacizumab")
    for iri in (f"{THINGS}drug/nothing", "not an iri", ""):
        assert not jobs.exists(seed_graph.store, iri=iri)
        with pytest.raises(UnknownName):
            jobs.describe(seed_graph.store, iri=iri)


def test_a_graph_is_cut_by_triples_or_by_bytes(seed_graph: Graph) -> None:
    query = "CONSTRUCT { ?t a tkg:Trial } WHERE { ?t a tkg:Trial }"
    some = {"query": query, "default": None, "named": None, "rows_as": "", "graph_as": "nt"}
    whole = jobs.sparql(seed_graph.store, **some, max_rows=100, max_bytes=10_000)  # type: ignore[arg-type]
    assert (whole["rows"], whole["truncated"]) == (5, "")
    line = len(whole["body"]) // 5 - 3  # without " .\n"
    for rows, size, left, why in ((2, 10_000, 2, "rows"), (100, 3 * line + 5, 3, "bytes"), (100, 5, 0, "bytes")):
        cut = jobs.sparql(seed_graph.store, **some, max_rows=rows, max_bytes=size)  # type: ignore[arg-type]
        assert (cut["rows"], cut["truncated"]) == (left, why)
        assert f"truncated: limit of {why}, {left} triples".encode() in cut["body"]
