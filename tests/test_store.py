"""The store: whole or absent, read by many, refusing what a query must not do."""

from __future__ import annotations

import gc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
import sample

from kg.emit import emit_trial
from kg.errors import BuildDamaged, QueryError
from kg.store import Store
from kg.stream import Stream


def _files(directory: Path, key: str = "NCT00000001") -> dict[str, list[str | Path]]:
    emitted = emit_trial(sample.extraction(key))
    files: dict[str, list[str | Path]] = {}
    for graph, lines in zip(("facts", "evidence"), emitted, strict=True):
        path = directory / f"{key}-{graph}.nt"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        files[graph] = [path]
    return files


def test_build_open_query_count(tmp_path: Path) -> None:
    files = _files(tmp_path)
    Store.build(tmp_path / "store", files)
    with Store.open(tmp_path / "store") as store:
        assert store.count("facts") == Path(files["facts"][0]).read_bytes().count(b"\n")
        assert store.count() == store.count("facts") + store.count("evidence")
        assert store.query("ASK { ?t a tkg:Trial }")
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == ["store"]  # nothing half-made is left


def test_what_was_loaded_in_pieces_is_put_together(tmp_path: Path) -> None:
    files = _files(tmp_path)
    Store.build(tmp_path / "store", files)
    with Store(ox.Store(str(tmp_path / "loose")), tmp_path / "loose") as loose:
        loose.fill(files)
    of_pieces, of_whole = (len(list((tmp_path / name).glob("*.sst"))) for name in ("loose", "store"))
    assert of_whole < of_pieces


def test_two_may_read_at_once(tmp_path: Path) -> None:
    Store.build(tmp_path / "store", _files(tmp_path))
    with Store.open(tmp_path / "store") as one, Store.open(tmp_path / "store") as other:
        assert one.count() == other.count() > 0


def test_a_new_build_replaces_the_old_one(tmp_path: Path) -> None:
    Store.build(tmp_path / "store", _files(tmp_path))
    Store.build(tmp_path / "store", _files(tmp_path, "NCT00000002"))
    with Store.open(tmp_path / "store") as store:
        answer = store.query("SELECT ?t { ?t a tkg:Trial }")
        assert isinstance(answer, ox.QuerySolutions)
        assert [row["t"].value[-11:] for row in answer] == ["NCT00000002"]


@pytest.mark.parametrize("bad", [b"not triples\n", b'<x:s> <x:p> "unclosed .\n', b"<x:s> <x:p> <x:o> \n<x:t>"])
def test_a_build_that_fails_leaves_what_was_there(tmp_path: Path, bad: bytes) -> None:
    Store.build(tmp_path / "store", _files(tmp_path))
    (tmp_path / "bad.nt").write_bytes(bad)
    with pytest.raises(BuildDamaged, match=r"bad\.nt"):
        Store.build(tmp_path / "store", {"facts": [tmp_path / "bad.nt"]})
    with Store.open(tmp_path / "store") as store:
        assert store.count() > 0
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["store"]


def test_a_disk_that_is_full_is_no_fault_of_the_lines(tmp_path: Path) -> None:
    """So that a build that was given up for it can be continued: what is damaged could not."""
    said = (
        "import resource, signal, sys\n"
        "from kg.store import Store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "lines = (f'<x:s{n}> <x:p> \"{n * 7919:050}\" .\\n'.encode() for n in range(10_000))\n"
        "try:\n    Store.build(sys.argv[1], {'facts': lines})\nexcept OSError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", said, str(tmp_path / "store")], capture_output=True, text=True)
    assert "File too large" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_bytes_of_lines_and_files_are_one_stream(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"file\n")
    assert Stream([b"one\n", b"two\n"]).read() == b"one\ntwo\n"
    stream = Stream([b"one\n", tmp_path / "a", b"two\n"])
    pieces = iter(lambda: stream.read(3), b"")
    assert sorted(b"".join(pieces).split()) == [b"file", b"one", b"two"]  # lines wait for more: in any order


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildDamaged, match=r"none\.nt"):
        Store.build(tmp_path / "store", {"facts": [tmp_path / "none.nt"]})
    assert not (tmp_path / "store").exists()


def test_no_store_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BuildDamaged, match="does not exist"):
        Store.open(tmp_path / "nothing")
    with pytest.raises(BuildDamaged, match="is not a store"):
        Store.open(tmp_path)


def test_a_broken_store_is_a_clear_error(tmp_path: Path) -> None:
    Store.build(tmp_path / "store", _files(tmp_path))
    for path in (tmp_path / "store").iterdir():
        if path.name.startswith(("MANIFEST", "CURRENT")):
            path.write_bytes(b"rubbish\n")
    with pytest.raises(BuildDamaged, match="cannot be opened"):
        Store.open(tmp_path / "store")


def test_a_closed_store_says_so() -> None:
    store = Store.memory()
    store.close()
    store.close()
    with pytest.raises(BuildDamaged, match="closed"):
        store.query("ASK {}")


def test_queries_see_all_graphs_unless_told_otherwise() -> None:
    with sample.fill(Store.memory(), sample.extraction(), ontology=False) as store:
        assert store.query("ASK { ?a a tkg:Assertion . ?t a tkg:Trial . ?r a tkg:BuildRun }")
        assert not store.query("ASK { ?a a tkg:Assertion }", union=False)


@pytest.mark.parametrize(
    ("clause", "trials", "assertions"),
    [
        ("", True, True),
        ("FROM <https://w3id.org/trialkg/id/graph/facts>", True, False),
        ("FROM <https://w3id.org/trialkg/id/graph/evidence>", False, True),
    ],
)
def test_a_query_sees_the_graphs_that_it_names(clause: str, trials: bool, assertions: bool) -> None:
    with sample.fill(Store.memory(), sample.extraction(), ontology=False) as store:
        assert bool(store.query(f"ASK {clause} {{ ?t a tkg:Trial }}")) is trials
        assert bool(store.query(f"ASK {clause} {{ ?a a tkg:Assertion }}")) is assertions


def test_values_are_bound_and_not_pasted() -> None:
    with Store.memory() as store:
        evil = 'x" } ; DROP ALL #'
        store.handle.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(evil)))
        query = "SELECT ?s WHERE { ?s ?p ?name }"
        answer = store.query(query, bindings={"name": ox.Literal(evil)})
        assert isinstance(answer, ox.QuerySolutions)
        assert [row["s"].value for row in answer] == ["x:s"]
        none = store.query(query, bindings={"name": ox.Literal('x" }')})
        assert isinstance(none, ox.QuerySolutions)
        assert list(none) == []


@pytest.mark.parametrize(
    "query", ["SELECT", "SELECT ?x WHERE { ?x }", "", "hello", "INSERT DATA { <x:s> <x:p> <x:o> }"]
)
def test_what_is_no_query_is_refused(query: str) -> None:
    with Store.memory() as store, pytest.raises(QueryError):
        store.query(query)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x { ?x ex:p ?y }", "say with PREFIX what ex: stands for"),
        ("PREFIX ex: <urn:ex#> SELECT ?x { ?x ex:p 'other:x' ; :p ?y }", "say with PREFIX what : stands for"),
        ("PREFIX ex: <urn:ex#> SELECT ?x { ?x ex:p/tkg:p _:b", "expected"),
    ],
)
def test_a_prefix_that_nobody_knows_is_named(query: str, says: str) -> None:
    with Store.memory() as store, pytest.raises(QueryError, match=says):
        store.query(query)


def test_a_store_loaded_in_pieces_has_every_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stream.PIECE", 500)
    emitted = emit_trial(sample.extraction())
    for name, lines in zip(("facts", "evidence"), emitted, strict=True):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines[9:]), encoding="utf-8")
    files = {
        name: [*(f"{line}\n".encode() for line in lines[:9]), tmp_path / name]
        for name, lines in zip(("facts", "evidence"), emitted, strict=True)
    }
    Store.build(tmp_path / "store", files)
    with Store.open(tmp_path / "store") as store:
        for name, lines in zip(("facts", "evidence"), emitted, strict=True):
            assert sorted(store.lines(name).decode().rstrip("\n").split("\n")) == sorted(lines)


def test_a_store_made_in_a_thread_leaves_the_garbage_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer in a circle of garbage may only be dropped by the thread that asked."""
    trouble: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", trouble.append)
    gc.disable()
    try:
        with Store.memory() as asked:
            asked.load_lines(f"<x:s{n}> <x:p> <x:o> ." for n in range(9))
            circle: list[object] = [asked.query("SELECT ?s { ?s ?p ?o }")]
            circle.append(circle)
            del circle
            with ThreadPoolExecutor(1) as pool:
                pool.submit(Store.build, tmp_path / "store", {"facts": [b"<x:s> <x:p> <x:o> .\n"]}).result()
    finally:
        gc.enable()
    gc.collect()
    assert trouble == []
    with Store.open(tmp_path / "store") as made:
        assert made.count() == 1
