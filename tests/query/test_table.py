"""Tables: rows as Python values, and every written form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
import sample

from kg.errors import QueryError, UnknownName
from kg.query import run
from kg.query.table import Table
from kg.store import Store

EVIL = 'a "b"\n<c> & \x00\x1b[31m, =1+1'


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with sample.fill(Store.memory(), sample.extraction(), ontology=False) as store:
        yield store


@pytest.fixture
def evil() -> Iterator[Store]:
    with Store.memory() as store:
        handle = store.handle
        node, predicate = ox.NamedNode("https://w3id.org/trialkg/id/drug/x"), ox.NamedNode("x:p")
        integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        for value in (ox.Literal(EVIL), ox.Literal("7", datatype=integer), ox.Literal("x", language="en"), node):
            handle.add(ox.Quad(node, predicate, value))
        yield store


def test_the_triples_of_a_graph_are_sorted_and_each_is_there_once() -> None:
    with Store.memory() as store:
        store.load_lines(f"<x:s{n}> <x:p{n}> <x:o> ." for n in (3, 1, 2))
        table = run(store, "CONSTRUCT { ?s a <x:T> . <x:a> a <x:T> } WHERE { ?s ?p <x:o> }")
    assert [row[0] for row in table] == ["x:a", "x:s1", "x:s2", "x:s3"]


def test_rows_are_python_values(store: Store) -> None:
    table = run(store, "SELECT ?t ?n ?age ?none { ?t tkg:enrollment ?n ; tkg:maximumAgeYears ?age }")
    assert table.columns == ("t", "n", "age", "none")
    assert list(table) == [("https://w3id.org/trialkg/id/trial/NCT00000001", 30, Decimal("75.5"), None)]
    assert table.records()[0]["n"] == 30
    assert table.column("n") == [30]
    with pytest.raises(UnknownName, match="no column 'm'"):
        table.column("m")


def test_at_the_prompt_a_table_shows_its_first_rows(store: Store) -> None:
    table = run(store, "SELECT ?n { VALUES ?n { 'a' 'b' } }")
    assert str(table) == repr(table) == "n\n-\na\nb"
    long = run(store, f"SELECT ?n {{ VALUES ?n {{ {' '.join(map(str, range(1025)))} }} }}")
    assert len(str(long).split("\n")) == 2 + 1025
    assert repr(long).endswith("\n19\n… 1,005 more rows")
    whole = run(store, f"SELECT ?n {{ VALUES ?n {{ {' '.join(map(str, range(20)))} }} }}")
    assert repr(whole).endswith("\n19")


@pytest.mark.parametrize(("query", "answer"), [("ASK { ?t a tkg:Trial }", True), ("ASK { ?t a tkg:Nothing }", False)])
def test_ask_is_true_or_false(store: Store, query: str, answer: bool) -> None:
    table = run(store, query)
    assert bool(table) is answer
    assert list(table) == [(answer,)]
    assert json.loads(table.render("json")) == {"head": {}, "boolean": answer}
    assert f"<boolean>{str(answer).lower()}</boolean>" in table.render("xml")


@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?t a tkg:Trial } WHERE { ?t a tkg:Trial }", "DESCRIBE drug:bevacizumab"]
)
def test_graphs_are_sorted_and_written_as_turtle(store: Store, query: str) -> None:
    table = run(store, query)
    assert table.kind == "graph"
    assert len(rdflib.Graph().parse(data=table.render("ttl"), format="turtle")) == len(table) > 0
    assert table.rows == run(store, query).rows


def test_only_graphs_are_turtle(store: Store) -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        run(store, "SELECT ?t { ?t a tkg:Trial }").render("ttl")
    with pytest.raises(UnknownName, match="no format 'pdf'"):
        run(store, "SELECT ?t { ?t a tkg:Trial }").render("pdf")


def test_csv_json_and_xml_carry_any_text(evil: Store) -> None:
    table = run(evil, "SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    values = {str(cell.value) for cell in (row[0] for row in table.rows) if cell is not None}  # type: ignore[union-attr]
    rows = list(csv.DictReader(io.StringIO(table.render("csv"), newline="")))
    assert {row["o"] for row in rows} == values
    bindings = json.loads(table.render("json"))["results"]["bindings"]
    assert {b["o"]["value"] for b in bindings} == values
    assert all("none" not in b for b in bindings)
    root = ElementTree.fromstring(table.render("xml"))
    texts = {next(iter(b)).text for b in root.iter("{http://www.w3.org/2005/sparql-results#}binding")}
    assert texts == {value.replace("\x00", "\ufffd").replace("\x1b", "\ufffd") for value in values}


def test_json_agrees_with_the_engine(evil: Store) -> None:
    query = "SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)"
    answer = evil.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    theirs = json.loads(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    assert json.loads(run(evil, query).render("json")) == theirs


def test_text_is_one_line_a_row_without_control_characters(evil: Store) -> None:
    text = run(evil, "SELECT ?o { ?s ?p ?o }").render()
    assert len(text.splitlines()) == 2 + 4
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "drug:x" in text


def test_a_long_cell_does_not_widen_all_rows() -> None:
    rows = tuple((ox.Literal("w" * (9_000 if n == 5 else 3)), ox.Literal(str(n))) for n in range(2_000))
    text = Table(("words", "n"), rows).render()
    assert len(text) < 2_000 * 100 + 10_000
    lines = text.splitlines()
    assert lines[1] == "-" * 80 + "  ----"
    assert lines[2] == "www".ljust(80) + "  0"
    assert lines[7] == "w" * 9_000 + "  5"


def test_an_empty_answer_has_its_head(store: Store) -> None:
    table = run(store, "SELECT ?a ?b { ?a a tkg:Nothing ; ?p ?b }")
    assert not table
    assert table.render("csv") == "a,b\r\n"
    assert table.render().splitlines()[0] == "a  b"
    assert list(table.to_dataframe().columns) == ["a", "b"]


def test_a_data_frame_has_numbers(store: Store) -> None:
    frame = run(store, "SELECT ?c { ?a tkg:confidence ?c } ORDER BY ?c").to_dataframe()
    assert frame["c"].max() == 1.0
    assert frame["c"].dtype == float


def test_html_is_escaped(evil: Store) -> None:
    html = run(evil, "SELECT ?o { ?s ?p ?o }")._repr_html_()
    assert "<c>" not in html
    assert "&lt;c&gt;" in html
