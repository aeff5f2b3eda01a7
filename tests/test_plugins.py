"""Outside extractors and grounders: an installed package that works end to end, and others that must do no harm."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import kg
import kg.vocab
from kg import plugins
from kg.cli import app, main
from kg.errors import InputError, UnknownName

RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Oakumab in Oak Fever With KRAS Mutation"},
        "descriptionModule": {"briefSummary": "Patients have KRAS mutation. Bevacizumab is mentioned."},
        "conditionsModule": {"conditions": ["Zzyzx qqq"]},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "zzz-bev"}]},
    }
}
CODE = '''
from kg.model import Finding, Mention, Span, Statement, Value
from kg.plugins import Suggestion


class Reader:
    """A well-behaved extractor: made once, called with each record."""

    def __call__(self, trial, vocabulary):
        for source in trial.fields:
            start = source.text.find("Bevacizumab")
            if start >= 0:
                yield Mention("mentionsIntervention", "bevacizumab", source.name, start, start + 11, "a word", 0.7,
                              "Bevacizumab")


def link(name, domain, trial, vocabulary):
    if name == "zzz-bev":
        return Suggestion("drug/bevacizumab", 0.6, "looks like it")
    return Suggestion("no/such-concept", 0.6) if domain == "condition" else None


def liar(trial, vocabulary):
    field = trial.fields[0].name
    title = next(s.name for s in trial.fields if s.text.startswith("Oakumab"))
    good = (Span(title, 0, 7),)
    yield "nonsense"
    yield Mention("mentionsIntervention", "bevacizumab", title, 0, 7, "", 0.5, "Not the words")
    yield Mention("mentionsIntervention", "bevacizumab", title, 0, 10_000, "", 0.5)
    yield Mention("mentionsIntervention", "bevacizumab", "no such field", 0, 1, "", 0.5)
    yield Mention("noSuchProperty", "bevacizumab", title, 0, 7, "", 0.5)
    yield Mention("mentionsIntervention", "nothing of the kind", title, 0, 7, "", 0.5)
    yield Mention("requiresBiomarker", "drug/bevacizumab", title, 0, 7, "", 0.5)
    yield Mention("mentionsIntervention", "bevacizumab", title, 0, 7, "", 1.5)
    yield Mention("mentionsIntervention", "bevacizumab", title, 0, 7, "", float("nan"))
    yield Statement("trial/other", "tkg:mentionsIntervention", "drug/bevacizumab", "lexicon", 0.5, good)
    yield Statement(trial.path, "rdf:type", "drug/bevacizumab", "lexicon", 0.5, good)
    yield Statement(trial.path, "tkg:mentionsIntervention", "drug/bevacizumab", "lexicon", 0.5, ())
    yield Statement(trial.path, "tkg:enrollment", Value("many", "integer"), "lexicon", 0.5, good)
    yield Statement(trial.path, "tkg:briefTitle", Value("Another"), "lexicon", 0.5, good)
    yield None


def breaks(trial, vocabulary):
    yield Mention("mentionsIntervention", "bevacizumab", trial.fields[0].name, 0, 1, "", 0.5)
    raise RuntimeError("out of luck\\nat " + repr(object()))


def leaves(trial, vocabulary):
    raise SystemExit(3)


def endless(trial, vocabulary):
    while True:
        yield "again"


def stops(name, domain, trial, vocabulary):
    raise KeyError(name)


class Unmade:
    def __init__(self):
        raise OSError("no model on this machine")


number = 7
'''
POINTS = """\
[trialkg.extractors]
tiny = tiny_plugin:Reader
liar = tiny_plugin:liar
breaks = tiny_plugin:breaks
leaves = tiny_plugin:leaves
endless = tiny_plugin:endless
number = tiny_plugin:number
unmade = tiny_plugin:Unmade
absent = tiny_plugin_that_is_not_there:f

[trialkg.grounders]
tiny = tiny_plugin:link
stops = tiny_plugin:stops
"""
EDGES = """SELECT ?s ?p ?o ?confidence ?rule ?words WHERE {
  ?a tkg:method "plugin" ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; tkg:confidence ?confidence ;
     tkg:rule ?rule ; tkg:evidence/oa:exact ?words } ORDER BY ?s ?p ?o"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A record, in a world where the package `tiny-plugin` 1.5 is installed."""
    site = tmp_path / "site"
    info = site / "tiny_plugin-1.5.dist-info"
    info.mkdir(parents=True)
    (site / "tiny_plugin.py").write_text(CODE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-plugin\nVersion: 1.5\n")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(site))
    plugins.find.cache_clear()
    path = tmp_path / "record.json"
    path.write_text(json.dumps(RECORD))
    yield path
    plugins.find.cache_clear()
    sys.modules.pop("tiny_plugin", None)


def findings(graph: kg.Graph, kind: str) -> list[str]:
    rows = graph.query(f'SELECT ?m WHERE {{ ?f tkg:findingKind "{kind}" ; tkg:message ?m }} ORDER BY ?m')
    return [str(message) for (message,) in rows]


def test_nothing_runs_unasked(record: Path) -> None:
    graph = kg.build(record)
    assert len(graph.query(EDGES)) == 0
    assert graph.report["plugins"] == []
    assert len(findings(graph, "unmapped-entry")) == 2


def test_an_extractor_and_a_grounder_end_to_end(record: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    answer = CliRunner().invoke(
        app, ["build", str(record), "--out", str(out), "--plugin", "tiny", "--no-page", "--jobs", "2"]
    )
    assert answer.exit_code == 0, answer.output
    with kg.open(out) as graph:
        rows = [tuple(str(cell) for cell in row) for row in graph.query(EDGES)]
        assert len(rows) == 4  # two said, two that follow: the drug that the entry gives
        assert any("zzz-bev" in row for row in rows)
        assert any("Bevacizumab" in row and "plug-in tiny 1.5: a word" in row for row in rows)
        assert any("plug-in tiny 1.5: looks like it" in row for row in rows)
        # What follows from a mapping follows from this one too, and the entry is not called unmapped any more.
        assert len(graph.ask("trials-giving-drug", drug="bevacizumab")) == 1
        assert [m for m in findings(graph, "unmapped-entry") if "zzz-bev" in m] == []
        assert [m for m in findings(graph, "unmapped-entry") if "Zzyzx" in m] != []
        assert "no/such-concept" in findings(graph, "plugin-rejected")[0]
        versions = graph.query("SELECT ?v WHERE { ?run tkg:pluginVersion ?v }")
        assert "tiny 1.5 (tiny-plugin)" in str([list(row) for row in versions])
        assert graph.report["plugins"][0] == {"name": "tiny", "version": "1.5", "package": "tiny-plugin"}
        assert graph.check() == []
    again = tmp_path / "again"
    kg.build(record, again, plugins=["tiny"], page=False).close()
    assert (again / "graph.ttl").read_bytes() == (out / "graph.ttl").read_bytes()


def test_what_a_plugin_may_not_say_becomes_a_finding(record: Path) -> None:
    graph = kg.build(record, plugins=["liar"])
    assert len(graph.query(EDGES)) == 0
    said = findings(graph, "plugin-rejected")
    assert all(message.startswith("plug-in liar 1.5") for message in said)
    assert len(said) == 6
    assert "10 more items" in " ".join(said)
    assert graph.check() == []


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("breaks", "plugin-failed", "RuntimeError: out of luck at <object object at 0x…>"),
        ("leaves", "plugin-failed", "SystemExit: 3"),
        ("stops", "plugin-failed", "KeyError: 'Zzyzx qqq'"),
        ("endless", "plugin-rejected", "more than 5000 items"),
    ],
)
def test_a_plugin_that_breaks_does_not_break_the_record(record: Path, name: str, kind: str, says: str) -> None:
    graph = kg.build(record, plugins=[name])
    assert graph.report["records"]["built"] == 1
    assert says in " ".join(findings(graph, kind))
    assert len(graph.query(EDGES)) == 0


@pytest.mark.parametrize("name", ["number", "unmade", "absent"])
def test_what_cannot_be_loaded_is_an_error_before_the_build(record: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"plug-in '{name}'"):
        kg.build(record, tmp_path / "out", plugins=[name])
    assert not (tmp_path / "out").exists()


def test_a_name_that_two_packages_offer_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = [EntryPoint("twice", f"{package}:find", plugins.EXTRACTORS) for package in ("one", "other")]
    monkeypatch.setattr(plugins, "available", lambda: offered)
    with pytest.raises(InputError, match="'twice' is offered twice: one:find, other:find"):
        plugins.find(("twice",))


def test_an_unknown_plugin_names_those_that_are_there(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnknownName, match=r"no plug-in 'nobody'.*breaks.*tiny"):
        plugins.find(("nobody",))
    arguments = ["trialkg", "build", str(record), "--out", str(tmp_path / "out"), "--plugin", "nobody"]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "no plug-in 'nobody'" in capsys.readouterr().err


def test_the_example_of_the_readme(tmp_path: Path, record: Path) -> None:
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"<!-- a plug-in -->\n```py\n(.*?)```", readme, re.DOTALL)
    module: dict[str, Any] = {}
    exec(code, module)
    (tmp_path / "site" / "tiny_plugin_that_is_not_there.py").write_text(code.replace("def find", "def f"))
    record.write_text(json.dumps(RECORD).replace("zzz-bev", "beva-x"))
    graph = kg.build(record, plugins=["absent"])
    assert "KRAS mutation" in str([list(row) for row in graph.query(EDGES)])
    assert findings(graph, "plugin-rejected") == []
    assert module["link"]("beva-x", "intervention", None, None) == plugins.Suggestion(
        "mesh:D000068258", 0.6, "nearest vector"
    )
    assert kg.vocab.load().by_code("mesh:D000068258") == "drug/bevacizumab"
