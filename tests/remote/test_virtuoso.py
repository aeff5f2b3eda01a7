"""A build on a real Virtuoso: loaded by the instructions that `trialkg load` prints, then asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner
from virtuoso_server import Virtuoso

from kg.cli import app
from kg.graph import Graph
from kg.query import ask, questions, run
from kg.remote import Address, Endpoint, Login, fill


@pytest.fixture(scope="module")
def loaded(virtuoso: Virtuoso, seed_build: Path) -> Endpoint:
    """The seeds, put there by the very lines that the instructions give."""
    files = virtuoso.place / "bulk"
    words = ["load", str(seed_build), "--files", str(files)]
    assert CliRunner().invoke(app, words).exit_code == 0
    text = CliRunner().invoke(app, [*words, "--instructions", "virtuoso"]).stdout
    start, end = "isql {HOST}:1111 dba {PASSWORD} <<'END'\n", "\nEND\n"
    script = text[text.index(start) + len(start) : text.index(end) + 1]
    for _ in range(2):  # again: nothing is there twice
        command = [virtuoso.isql, f"localhost:{virtuoso.sql}", "dba", "dba"]
        done = subprocess.run(command, input=script, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Endpoint(f"{virtuoso.url}/sparql")


def test_everything_arrives(loaded: Endpoint, seed_graph: Graph) -> None:
    for name, union in (("facts", False), ("evidence", True), ("run", True)):
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        if union:
            query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <https://w3id.org/trialkg/id/graph/{name}> {{ ?s ?p ?o }} }}"
        assert run(loaded, query, union=union).column("n") == [seed_graph.store.count(name)], name


@pytest.mark.parametrize("limit", [0, 3])
@pytest.mark.parametrize("name", [question.name for question in questions()])
def test_a_named_question_has_the_same_rows(loaded: Endpoint, seed_graph: Graph, name: str, limit: int) -> None:
    there, here = ask(loaded, name, {"limit": limit}), seed_graph.ask(name, limit=limit)
    assert (there.columns, there.more) == (here.columns, here.more)
    assert list(there) == list(here)  # as values: Virtuoso writes true as 1


@pytest.mark.parametrize("path", ["sparql-auth", "sparql-graph-crud-auth"])
def test_loading_by_protocols_replaces_what_was_there(
    virtuoso: Virtuoso, loaded: Endpoint, seed_graph: Graph, path: str
) -> None:
    address = Address(f"{virtuoso.url}/{path}", Login("dba", "dba"), timeout=60)
    sent = fill(address, {"run": [seed_graph.store.lines("run")]})
    assert sent == {"run": seed_graph.store.count("run")}
    test_everything_arrives(loaded, seed_graph)
