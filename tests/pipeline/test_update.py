"""An update gives what a build of all the input together gives, byte for byte."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from invented_corpus import study, write

import kg
from kg.errors import BuildDamaged, InputError, NothingBuilt
from kg.graph import Graph
from kg.pipeline import build, update
from kg.search import FILE as SEARCH
from kg.search import open_index

FILES = ("graph.ttl", "dataset.trig", "findings.tsv")


def _same(one: Path, other: Path) -> None:
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    with Graph.open(one) as first, Graph.open(other) as second:
        for report in (first.report, second.report):
            del report["duplicates"]  # which of three versions was compared with which depends on when they came
        assert first.report == second.report
        for graph in ("facts", "evidence", "run"):
            lines = first.store.lines(graph).split(b"\n"), second.store.lines(graph).split(b"\n")
            assert sorted(lines[0]) == sorted(lines[1]), graph
        assert _indexed(first, one) == _indexed(second, other)


def _indexed(graph: Graph, place: Path) -> list[object]:
    """All that the search index of a build holds, and that it is the index of this store."""
    index = open_index(graph.store)
    assert index is not None, "it would be made anew"
    index.close()
    told: list[object] = []
    with closing(sqlite3.connect(place / SEARCH)) as connection:
        connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        for table in ("meta", "trial", "spelling", "counted"):
            told += sorted(connection.execute(f"SELECT * FROM {table}"))
        told += sorted(connection.execute("SELECT thing, field, label, key FROM name"))
    return told


def test_an_index_of_another_store_does_not_follow(tmp_path: Path) -> None:
    old = write(tmp_path / "old.jsonl", (study(n) for n in range(6)))
    new = write(tmp_path / "new.jsonl", (study(n, 1) for n in range(3, 8)))
    for name in ("build", "none"):
        build(old, tmp_path / name, page=False).close()
    with closing(sqlite3.connect(tmp_path / "build" / SEARCH)) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'runs'")
        connection.execute("DELETE FROM trial")
        connection.commit()
    (tmp_path / "none" / SEARCH).unlink()
    for name in ("build", "none"):
        update(tmp_path / name, new)
        with Graph.open(tmp_path / name) as graph:
            assert open_index(graph.store) is None
            assert len(graph.search("NCT00000007")) == 1
            assert len(_indexed(graph, tmp_path / name)) > 8


@pytest.mark.parametrize("evidence", ["store", "apart", "none"])
def test_an_update_is_a_build_of_everything(tmp_path: Path, evidence: str) -> None:
    rng = random.Random(evidence)
    files = [write(tmp_path / "a.jsonl", (study(n) for n in range(30)))]
    build(files, tmp_path / "build", evidence=evidence, page=False).close()
    for round_number in (1, 2, 3):
        changed = [study(n, round_number) for n in rng.sample(range(30), 6)]
        fresh = [study(n, round_number) for n in range(30 * round_number, 30 * round_number + 4)]
        old = [study(n) for n in rng.sample(range(30), 3)]
        records = [*changed, *fresh, *old, {"protocolSection": "nonsense"}]
        rng.shuffle(records)
        files.append(write(tmp_path / f"b{round_number}.jsonl", records))
        done = update(tmp_path / "build", files[-1])
        assert done.skipped == 1
        assert done.added == 4
        build(files, tmp_path / "whole", evidence=evidence, page=False, turtle=True, trig=True).close()
        _same(tmp_path / "build", tmp_path / "whole")
    assert not any(path.name.startswith((".", "update")) for path in (tmp_path / "build").iterdir())


def test_what_is_not_newer_changes_nothing(tmp_path: Path) -> None:
    new = write(tmp_path / "new.jsonl", (study(n, 2) for n in range(5)))
    build(new, tmp_path / "build", page=False).close()
    before = (tmp_path / "build" / "graph.ttl").read_bytes()
    done = update(tmp_path / "build", write(tmp_path / "old.jsonl", (study(n, 1) for n in range(5))))
    assert done == (0, 0, 5, 0)
    same = write(tmp_path / "same.jsonl", (study(n, 2) for n in range(5)))
    assert update(tmp_path / "build", same) == (0, 0, 5, 0)
    assert (tmp_path / "build" / "graph.ttl").read_bytes() == before


def test_an_update_by_nothing_that_can_be_read_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    build(write(tmp_path / "a.jsonl", [study(1)]), tmp_path / "build", page=False).close()
    before = {path: path.read_bytes() for path in (tmp_path / "build").rglob("*") if path.is_file()}
    (tmp_path / "bad.json").write_text("{")
    for _ in range(2):
        with pytest.raises(NothingBuilt, match=r"bad\.json: the JSON ends"):
            update(tmp_path / "build", [tmp_path / "bad.json", tmp_path / "none"])
        assert {path: path.read_bytes() for path in (tmp_path / "build").rglob("*") if path.is_file()} == before
    (tmp_path / "empty").mkdir()
    assert update(tmp_path / "build", tmp_path / "empty") == (0, 0, 0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_version_that_does_not_stand_is_counted_nowhere(tmp_path: Path, order: tuple[int, int]) -> None:
    """In a build and its update alike, so that comparing the two would not tell."""
    versions = [study(1), study(1, 1)]
    build(write(tmp_path / "new.jsonl", versions[1:]), tmp_path / "new", page=False).close()
    both = [versions[each] for each in order]
    build(write(tmp_path / "both.jsonl", both), tmp_path / "both", page=False).close()
    build(write(tmp_path / "old.jsonl", versions[:1]), tmp_path / "updated", page=False).close()
    update(tmp_path / "updated", tmp_path / "new.jsonl")
    with kg.open(tmp_path / "new") as new:
        for name in ("both", "updated"):
            with kg.open(tmp_path / name) as other:
                for part in ("triples", "mapping", "classes", "predicates"):
                    assert other.report[part] == new.report[part], (name, part)


def test_a_line_that_another_trial_has_stays(tmp_path: Path) -> None:
    """Two trials spell one sponsor in two ways; the one that is corrected takes only its own spelling along."""
    one, two = study(1), study(2)
    for each, spelling in ((one, "Acme Labs"), (two, "ACME LABS")):
        each["protocolSection"]["sponsorCollaboratorsModule"] = {"leadSponsor": {"name": spelling}}
    build(write(tmp_path / "a.jsonl", [one, two]), tmp_path / "build", page=False).close()
    corrected = study(1, 1)
    corrected["protocolSection"]["sponsorCollaboratorsModule"] = {"leadSponsor": {"name": "Acme Labs Inc"}}
    update(tmp_path / "build", write(tmp_path / "b.jsonl", [corrected]))
    with kg.open(tmp_path / "build") as graph:
        found = graph.query("SELECT ?label { ?o a tkg:Organization ; rdfs:label ?label }").render("csv")
    assert sorted(found.splitlines()[1:]) == ["ACME LABS", "Acme Labs Inc"]


def test_an_update_of_nothing_or_by_another_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = write(tmp_path / "a.jsonl", [study(1)])
    with pytest.raises(BuildDamaged, match="trialkg build"):
        update(tmp_path / "nothing", records)
    build(records, tmp_path / "build", page=False).close()
    monkeypatch.setattr("kg.pipeline.changes.program", lambda: "another")
    with pytest.raises(InputError, match="another version"):
        update(tmp_path / "build", write(tmp_path / "b.jsonl", [study(1, 1)]))
