"""The main job end to end: same bytes whatever the order, duplicates, bad input, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic, to_isomorphic

import kg
from kg.errors import InputError, NothingBuilt
from kg.extract.document import Document, Item
from kg.extract.run import EXTRACTORS
from kg.graph import Graph
from kg.terms import THINGS

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
FILES = ("graph.ttl", "dataset.trig", "graph.html", "findings.tsv", "report.json")
RECORD = """A Trial of Regorafenib in Patients With Melanoma
To evaluate regorafenib.
Melanoma
DRUG: Regorafenib
Overall survival (OS), Time from randomization to death, up to 5 years
Progression-free survival, Time from randomization to progression or death, 2 years
This is a single-arm phase 2 trial."""


def _bytes(build: Path) -> dict[str, bytes]:
    return {name: (build / name).read_bytes() for name in FILES}


def _rows(graph: Graph, query: str) -> list[tuple[str, ...]]:
    answer = graph.store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple("" if v is None else v.value for v in row) for row in answer]


def _run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_the_build_has_everything(seed_build: Path) -> None:
    assert {p.name for p in seed_build.iterdir()} == {*FILES, "store", "shards", "catalogue.sqlite", "search.db"}


def test_other_order_other_hash_seed_and_more_processes_give_the_same_bytes(seed_build: Path, tmp_path: Path) -> None:
    names = sorted(p for p in SEEDS.glob("*.txt"))
    expected = _bytes(seed_build)
    for number, (order, jobs) in enumerate([(names[::-1], "1"), (names[2:] + names[:2], "2")]):
        out = tmp_path / f"build{number}"
        done = _run("build", *order, "--out", out, "--jobs", jobs, PYTHONHASHSEED=str(number + 1))
        assert done.returncode == 0, done.stderr
        found = _bytes(out)
        for name in FILES:
            if name != "report.json":  # it names the files it was given
                assert found[name] == expected[name], name


def test_the_turtle_is_isomorphic_with_the_store(seed_build: Path, seed_graph: Graph) -> None:
    parsed = rdflib.Graph().parse(seed_build / "graph.ttl")
    stored = rdflib.Graph().parse(data=seed_graph.store.lines("facts"), format="nt")
    assert len(parsed) == len(stored) > 500
    assert isomorphic(to_isomorphic(parsed), to_isomorphic(stored))


def test_drugs_are_shared_across_trials(seed_graph: Graph) -> None:
    rows = _rows(
        seed_graph,
        """SELECT ?drug (COUNT(DISTINCT ?trial) AS ?n) {
             ?trial tkg:hasInterventionEntry/tkg:resolvesTo/tkg:hasComponent* ?drug . ?drug a tkg:Drug
           } GROUP BY ?drug""",
    )
    counts = {drug.removeprefix(THINGS + "drug/"): int(n) for drug, n in rows}
    expected = {"bevacizumab": 3, "irinotecan": 3, "fluorouracil": 2, "leucovorin": 2, "regorafenib": 2}
    assert {drug: counts.get(drug) for drug in expected} == expected
    gives = _rows(seed_graph, "SELECT ?d (COUNT(DISTINCT ?t) AS ?n) { ?t tkg:givesDrug ?d } GROUP BY ?d")
    assert {d.removeprefix(THINGS + "drug/"): int(n) for d, n in gives} == counts


def test_every_mention_is_verbatim(seed_graph: Graph) -> None:
    (total,) = _rows(seed_graph, "SELECT (COUNT(*) AS ?n) { ?m a tkg:Mention }")
    wrong = _rows(
        seed_graph,
        """SELECT ?m { ?m a tkg:Mention ; oa:exact ?exact ; oa:start ?start ; oa:end ?end ;
           oa:hasSource/tkg:text ?text . FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) != ?exact) }""",
    )
    right = _rows(
        seed_graph,
        """SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a tkg:Mention ; oa:exact ?exact ; oa:start ?start ; oa:end ?end ;
           oa:hasSource/tkg:text ?text . FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) = ?exact) }""",
    )
    assert wrong == []
    assert right == [total]
    assert int(total[0]) > 200


def test_every_extracted_edge_has_an_assertion_with_evidence(seed_graph: Graph) -> None:
    """Every edge from a trial or a part of one to a concept or a part, but for where the record itself lies, and
    tkg:hasOutcomeMeasure, which follows from the edge that says whether the outcome is primary."""
    rows = _rows(
        seed_graph,
        """SELECT ?s ?p ?o {
             ?s ?p ?o .
             FILTER (STRSTARTS(STR(?p), STR(tkg:)) && ISIRI(?o) && STRSTARTS(STR(?o), STR(id:)))
             FILTER (STRSTARTS(STR(?s), CONCAT(STR(id:), "trial/")) || STRSTARTS(STR(?s), CONCAT(STR(id:), "part/")))
             FILTER (?p NOT IN (tkg:evidence, tkg:hasFinding, tkg:hasField, tkg:about, tkg:rival,
                                tkg:hasOutcomeMeasure))
             MINUS { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
                        tkg:confidence ?c ; tkg:method ?m ; tkg:evidence ?e }
           }""",
    )
    assert rows == []


def test_the_graph_in_memory_is_the_one_on_disk(seed_graph: Graph) -> None:
    with kg.build(SEEDS) as memory:
        for name in ("facts", "evidence", "run"):
            assert sorted(memory.store.lines(name).split(b"\n")) == sorted(seed_graph.store.lines(name).split(b"\n"))


def test_a_record_given_twice_is_built_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(RECORD, encoding="utf-8")
    with kg.build(tmp_path) as graph:
        assert graph.report["records"] == {"read": 2, "built": 1, "duplicates": 1, "skipped": 0}
        assert "more than once" in graph.report["duplicates"][0]["message"]


def test_line_endings_and_marks_do_not_change_the_record(tmp_path: Path) -> None:
    (tmp_path / "lf.txt").write_text(RECORD, encoding="utf-8", newline="\n")
    with kg.build(tmp_path / "lf.txt") as graph:
        expected = _rows(graph, "SELECT ?t { ?t a tkg:Trial }")
    (tmp_path / "crlf.txt").write_bytes(b"\xef\xbb\xbf" + RECORD.replace("\n", "\r\n").encode())
    with kg.build(tmp_path / "crlf.txt") as graph:
        assert _rows(graph, "SELECT ?t { ?t a tkg:Trial }") == expected


def test_bad_files_are_named_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(RECORD, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "prose.txt").write_text("Only a line of prose.\nAnd another.", encoding="utf-8")
    with kg.build(tmp_path) as graph:
        assert graph.report["records"]["built"] == 1
        said = {Path(s["path"]).name: s["message"] for s in graph.report["skipped"]}
    assert said.keys() == {"empty.txt", "binary.bin", "prose.txt"}
    assert all(len(message) > 10 for message in said.values())


@pytest.mark.parametrize(
    "text",
    [
        RECORD.replace("Melanoma", "Melanoma | ((( ][ ||| <b>"),
        RECORD.replace("Regorafenib", '</script><script>alert(1)</script> " \\ } . <http://x> ?s'),
        RECORD.replace("Overall survival (OS)", "'''\"\"\"\\u0000 \x01 ) ( ] ["),
        RECORD.replace("DRUG: Regorafenib", "DRUG: " + "|DRUG: ".join(["a, b + c / (d) and e"] * 400)),
    ],
    ids=["brackets", "markup", "quotes", "many entries"],
)
def test_hostile_text_is_carried_verbatim(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.txt").write_text(text, encoding="utf-8")
    with kg.build(tmp_path, tmp_path / "build") as graph:
        assert graph.report["records"]["built"] == 1
        title = text.split("\n")[0]
        assert _rows(graph, "SELECT ?title { ?t a tkg:Trial ; dcterms:title ?title }") == [(title,)]
    rdflib.Graph().parse(tmp_path / "build" / "graph.ttl")
    assert "<script>alert" not in (tmp_path / "build" / "graph.html").read_text(encoding="utf-8")


def test_nothing_to_build_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(NothingBuilt, match=r"empty\.txt"):
        kg.build(tmp_path / "empty.txt", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["empty.txt"]
    done = _run("build", tmp_path / "empty.txt", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "empty.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_record_that_breaks_an_extractor_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_text(RECORD, encoding="utf-8")
    (tmp_path / "poison.txt").write_text(RECORD.replace("Melanoma", "Poison"), encoding="utf-8")

    def breaks(document: Document) -> Iterator[Item]:
        if document.trial.source.path.endswith("poison.txt"):
            raise ZeroDivisionError("an error of the program")
        return iter(())

    monkeypatch.setattr("kg.extract.run.EXTRACTORS", (*EXTRACTORS[:2], breaks, *EXTRACTORS[2:]))
    with kg.build(tmp_path) as graph:
        assert graph.report["records"] == {"read": 2, "built": 1, "duplicates": 0, "skipped": 1}
        (skipped,) = graph.report["skipped"]
    assert skipped["path"].endswith("poison.txt")
    assert "ZeroDivisionError: an error of the program" in skipped["message"]


def test_a_directory_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="not a build"):
        kg.build(SEEDS, tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").exists()


def test_a_full_disk_leaves_the_old_build(seed_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "build"
    shutil.copytree(seed_build, out)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.write.export_files", full)
        with pytest.raises(InputError, match=r"--resume.*No space left"):
            kg.build(SEEDS, out)
    assert _bytes(out) == _bytes(seed_build)
    kg.build(SEEDS, out, resume=True).close()
    assert _bytes(out) == _bytes(seed_build)
    assert [p.name for p in tmp_path.iterdir()] == ["build"]


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    out = tmp_path / "build"
    kg.build(SEEDS, out).close()
    first = _bytes(out)
    kg.build(SEEDS, out).close()
    assert _bytes(out) == first
    assert [p.name for p in tmp_path.iterdir()] == ["build"]


def test_the_report_counts(seed_build: Path) -> None:
    report = json.loads((seed_build / "report.json").read_text(encoding="utf-8"))
    assert report["records"] == {"read": 5, "built": 5, "duplicates": 0, "skipped": 0}
    assert report["mapping"]["outcomes"] == {"mapped": 30, "unmapped": 0}
    assert report["mapping"]["interventions"] == {"mapped": 16, "unmapped": 0}
    assert report["classes"]["tkg:OutcomeMeasure"] == 30


def test_the_whole_dataset_is_written_when_asked_or_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.write.TRIG_LIMIT", 0)
    kg.build(SEEDS, tmp_path / "large", page=False).close()
    assert not (tmp_path / "large" / "dataset.trig").exists()
    kg.build(SEEDS, tmp_path / "asked", page=False, trig=True).close()
    monkeypatch.setattr("kg.pipeline.write.TRIG_LIMIT", 5)
    kg.build(SEEDS, tmp_path / "small", page=False).close()
    assert (tmp_path / "asked" / "dataset.trig").read_bytes() == (tmp_path / "small" / "dataset.trig").read_bytes()
    kg.build(SEEDS, tmp_path / "declined", page=False, trig=False).close()
    assert not (tmp_path / "declined" / "dataset.trig").exists()
