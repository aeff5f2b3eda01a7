"""A build on a real server: loaded whole, loaded again, broken off; the questions answered as by the embedded store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import QueryError, UnknownName
from kg.graph import Graph
from kg.query import ask, questions, resolve, run
from kg.query.listing import trials
from kg.remote import Address, Endpoint, fill
from kg.store import GRAPHS

KILLING = Path(__file__).resolve().parent.parent / "pipeline" / "killing.py"


def _sources(graph: Graph) -> dict[str, Iterable[bytes]]:
    return {name: [graph.store.lines(name)] for name in GRAPHS}


def _counts(remote: Endpoint) -> list[int]:
    """Statements by graph: the facts, then the others."""
    total = run(remote, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", union=False).column("n")
    others = run(remote, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g").column("n")
    return [int(str(n)) for n in (*total, *others)]


@pytest.fixture(scope="module")
def remote(oxigraph: str, seed_graph: Graph) -> Endpoint:
    fill(Address(f"{oxigraph}/store"), _sources(seed_graph), chunk=1_000)
    return Endpoint(f"{oxigraph}/query")


@pytest.fixture(scope="module")
def expected(seed_graph: Graph) -> list[int]:
    return [seed_graph.store.count(name) for name in GRAPHS]


def test_everything_arrives(remote: Endpoint, expected: list[int]) -> None:
    assert _counts(remote) == expected
    assert min(expected) > 100


@pytest.mark.parametrize("name", [question.name for question in questions()])
def test_a_named_question_has_the_same_rows(remote: Endpoint, seed_graph: Graph, name: str) -> None:
    assert ask(remote, name, {"limit": 0}) == seed_graph.ask(name, limit=0)
    assert ask(remote, name, {"limit": 3}) == seed_graph.ask(name, limit=3)


@pytest.mark.parametrize("path", ["store", "update"])
def test_loading_again_doubles_nothing(
    oxigraph: str, remote: Endpoint, seed_graph: Graph, expected: list[int], path: str
) -> None:
    told: list[tuple[str, int]] = []
    sent = fill(Address(f"{oxigraph}/{path}"), _sources(seed_graph), told=lambda *step: told.append(step))
    assert list(sent.values()) == expected
    assert _counts(remote) == expected
    assert len(told) >= 3


def test_what_an_earlier_load_had_is_gone_and_other_graphs_stay(
    oxigraph: str, remote: Endpoint, seed_graph: Graph, expected: list[int]
) -> None:
    address = Address(f"{oxigraph}/store")
    address.send("POST", [("graph", "urn:others")], b"<urn:a> <urn:b> <urn:c> .\n", {"Content-Type": "text/turtle"})
    address.send("POST", [("default", "")], b"<urn:a> <urn:b> <urn:d> .\n", {"Content-Type": "text/turtle"})
    fill(address, {"facts": [b"<urn:x> <urn:y> <urn:z> .\n"]})
    assert _counts(remote) == [1, *expected[1:]]
    fill(address, _sources(seed_graph))
    assert _counts(remote) == expected
    assert run(remote, "ASK FROM <urn:others> { <urn:a> <urn:b> <urn:c> }")
    address.send("GET", [("default", "")])
    everything = address.send("GET", [("default", "")], None, {"Accept": "application/n-triples"})
    assert everything.body == b"<urn:a> <urn:b> <urn:d> .\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_load_killed_again_and_again_is_whole_in_the_end(oxigraph_of_its_own: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(KILLING), "load", str(tmp_path), "7", f"{oxigraph_of_its_own}/store"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["load"] >= 5


@pytest.mark.parametrize("said", ["drug/bevacizumab", "drug:bevacizumab", "Bevacizumab", "avastin", "mesh:D000068258"])
def test_concepts_are_found_on_the_server(remote: Endpoint, seed_graph: Graph, said: str) -> None:
    assert resolve(remote, said) == resolve(seed_graph.store, said)


@pytest.mark.parametrize("said", ["", "bevaciz", "drug/nothing", "mesh:D99", '"} DROP ALL #', "<urn:x>", "\x00"])
def test_what_is_no_concept_is_told(remote: Endpoint, said: str) -> None:
    with pytest.raises(UnknownName):
        resolve(remote, said)


def test_all_forms_of_queries(remote: Endpoint, seed_graph: Graph) -> None:
    for text in (
        "ASK { ?t a tkg:Trial }",
        "ASK { ?t a tkg:Nothing }",
        "CONSTRUCT { ?t skos:related ?d } WHERE { ?t tkg:givesDrug ?d }",
        "SELECT ?t ?missing { ?t a tkg:Trial } ORDER BY ?t",
        "PREFIX tkg: <urn:other> SELECT ?t { ?t a tkg:Trial }",
        "SELECT ?l { ?t skos:prefLabel ?l FILTER (?l != '" + "é" * 2_000 + "') } ORDER BY ?l",
    ):
        assert run(remote, text) == run(seed_graph.store, text), text


def test_queries_that_are_wrong_or_refused(remote: Endpoint) -> None:
    for text in (
        "SELECT ?t {",
        "DROP ALL",
        "SELECT * { SERVICE <http://x.test/> { ?s ?p ?o } }",
        "SELECT ?x { ?x nope:a 1 }",
    ):
        with pytest.raises(QueryError):
            run(remote, text)


def test_trials_come_in_their_order_page_by_page(
    remote: Endpoint, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.listing._PAGE", 2)
    assert list(trials(remote)) == list(trials(seed_graph.store))


def test_the_command_line(remote: Endpoint, seed_build: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    there = ["--endpoint", remote.address.url]
    text = "SELECT ?t { ?t a tkg:Trial } ORDER BY ?t"
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    here = runner.invoke(app, ["query", str(seed_build), text]).stdout
    assert runner.invoke(app, ["query", *there, text]).stdout == here
    assert runner.invoke(app, ["query", text, *there]).stdout == here
    assert runner.invoke(app, ["query", *there, "--file", str(file)]).stdout == here
    words = ["trials-giving-drug", "--drug", "irinotecan"]
    assert (
        runner.invoke(app, ["ask", *there, *words]).stdout
        == runner.invoke(app, ["ask", str(seed_build), *words]).stdout
    )
    words = ["endpoint-definitions", "--endpoint", "endpoint/safety"]
    assert runner.invoke(app, ["ask", *there, *words]).stdout.count("\n") > 2
    assert (
        runner.invoke(app, ["ask", *there, *words]).stdout
        == runner.invoke(app, ["ask", str(seed_build), *words]).stdout
        == runner.invoke(app, ["ask", *words, *there]).stdout
    )
    assert "arms-of-trial" in runner.invoke(app, ["ask", *there]).stdout
    for wrong in (["query", *there], ["query", *there, text, "--trials", "x"], ["query"], ["query", str(seed_build)]):
        assert runner.invoke(app, wrong).exit_code != 0, wrong


def test_files_for_bulk_loaders(seed_build: Path, expected: list[int], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["load", str(seed_build), "--files", str(tmp_path / "bulk")])
    assert done.exit_code == 0, done.output
    store = ox.Store()
    for name in GRAPHS:
        store.load(path=str(tmp_path / "bulk" / f"{name}.nq"), format=ox.RdfFormat.N_QUADS)
    assert len(store) == sum(expected)
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


@pytest.mark.parametrize("server", ["virtuoso", "oxigraph", "graphdb", "fuseki"])
def test_instructions_name_the_files(server: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["load", "build", "--instructions", server, "--files", str(tmp_path), "--graphs", "facts"]
    )
    assert str(tmp_path) in done.stdout
    assert "evidence" not in done.stdout
    assert "{" not in done.stdout.replace("{HOST}", "").replace("{PASSWORD}", "").replace("{DATABASE}", "").replace(
        "{REPOSITORY}", ""
    )
