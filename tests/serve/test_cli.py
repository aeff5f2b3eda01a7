"""`trialkg serve` and `trialkg questions` on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import BuildDamaged, InputError
from kg.graph import Graph
from kg.query import questions

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@pytest.mark.parametrize(("name", "holds"), [("systemd", "ExecReload=/bin/kill -HUP"), ("container", "ENTRYPOINT")])
def test_examples_are_printed_and_use_options_that_exist(name: str, holds: str) -> None:
    done = CliRunner().invoke(app, ["serve", "--example", name])
    assert done.exit_code == 0
    assert holds in done.output
    known = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    command = " ".join(line for line in done.output.splitlines() if line.startswith(("ExecStart", "ENTRYPOINT")))
    for option in re.findall(r"--[a-z-]+", command):
        assert option in known


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["serve"], InputError, "which build"),
        (["serve", "/nowhere"], BuildDamaged, "there is no build in"),
        (["serve", "--example", "x"], InputError, "systemd or container"),
        (["questions", "--format", "x"], InputError, "table or turtle"),
    ],
)
def test_what_cannot_be_served_is_said(words: list[str], error: type[Exception], message: str) -> None:
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, error)
    assert message in str(done.exception)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--token", "/nowhere"], "cannot be read"),
        (["--allow-origin", "example.org"], "origin"),
    ],
)
def test_what_is_not_safe_is_refused(seed_build: Path, options: list[str], message: str) -> None:
    done = CliRunner().invoke(app, ["serve", str(seed_build), *options])
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)


def test_every_question_is_published_and_runs(seed_graph: Graph) -> None:
    words = ["questions", "--format", "turtle", "--target", "http://localhost/sparql"]
    done = CliRunner().invoke(app, words)
    graph = rdflib.Graph().parse(data=done.output, format="turtle")
    found = set(graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable))
    assert len(found) == len(questions())
    schema = rdflib.Namespace("https://schema.org/")
    for node in found:
        (text,) = [*graph.objects(node, SH.select), *graph.objects(node, SH.ask), *graph.objects(node, SH.construct)]
        seed_graph.query(str(text))
        assert graph.value(node, rdflib.RDFS.comment)
        assert graph.value(node, schema.target) == rdflib.URIRef("http://localhost/sparql")
        for parameter in graph.objects(node, SH.parameter):
            name = str(graph.value(parameter, SH.name))
            assert re.search(rf"[?$]{name}\b", str(text))
            assert graph.value(parameter, SH.defaultValue) is not None
    assert any(graph.objects(None, schema.keywords))
    assert CliRunner().invoke(app, words).output == done.output
