"""Text search over a build: exact names first, typing errors forgiven, always the index of this very store."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sample

from kg.errors import QueryError, UnknownName
from kg.graph import Graph
from kg.query import resolve
from kg.search import FILE, ensure_index, make_index, open_index
from kg.store import Store
from kg.terms import THINGS


def _found(graph: Graph, words: str, limit: int = 20) -> list[str]:
    return [str(row["found"]).removeprefix(THINGS) for row in graph.search(words, limit).records()]


@pytest.mark.parametrize(
    "words",
    ["bevacizumab", "BEVACIZUMAB", "Avastin", "bevacizumb", "bevacisumab", "  bevacizumab \n", "rhuMAb-VEGF"],
)
def test_a_drug_is_found_first_whatever_name_it_has(seed_graph: Graph, words: str) -> None:
    assert _found(seed_graph, words)[0] == "drug/bevacizumab"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bevasizumap", True),  # two slips in a long word
        ("befasizumap", False),  # three
        ("folfirj", True),  # one in a short word
        ("folfjrj", False),  # two
        ("fol", True),  # the last word may be a beginning
        ("fxl", False),  # nothing is near so short a word
    ],
)
def test_how_many_slips_are_forgiven(seed_graph: Graph, words: str, found: bool) -> None:
    assert bool(_found(seed_graph, words)) == found


def test_words_of_titles_find_trials(seed_graph: Graph) -> None:
    assert _found(seed_graph, "Lcaritin Combined FOLFIRI") == ["trial/r-3536e172dc01c3d1"]
    assert _found(seed_graph, "combined lcari") == ["trial/r-3536e172dc01c3d1"]
    assert _found(seed_graph, "lcari combined") == []  # only the last word may be a beginning


def test_a_word_that_the_record_misspells_is_found_by_the_right_one(seed_graph: Graph) -> None:
    assert "trial/r-3536e172dc01c3d1" in _found(seed_graph, "icaritin combined")


def test_a_number_is_found_and_never_corrected() -> None:
    with sample.fill(Store.memory(), sample.extraction("NCT00000001")) as store, ensure_index(store) as index:
        assert [hit.field for hit in index.search("nct00000001")] == ["dcterms:identifier"]
        assert index.search("NCT0000000")[0].thing == f"{THINGS}trial/NCT00000001"
        assert index.search("NCT00000002") == []


@pytest.mark.parametrize(
    "words",
    ["", "  ", '"', "'", "* ∧", "NOT bevacizumab OR", "a" * 10_000, "x " * 500, "(", "\x00", "key:x", "∅", "NEAR(a b)"],
)
def test_nonsense_finds_nothing_and_breaks_nothing(seed_graph: Graph, words: str) -> None:
    assert _found(seed_graph, words) == []


@pytest.mark.parametrize(("words", "corrected"), [("raz", False), ("ras", True), ("bevacizumap", True), ("raas", True)])
def test_short_words_are_not_corrected(seed_graph: Graph, words: str, corrected: bool) -> None:
    assert bool(_found(seed_graph, words)) is corrected


@pytest.mark.parametrize("limit", [0, -1, 10**6])
def test_a_limit_that_is_none_is_refused(seed_graph: Graph, limit: int) -> None:
    with pytest.raises(QueryError):
        seed_graph.search("bevacizumab", limit)


def test_a_limit_is_kept(seed_graph: Graph) -> None:
    assert _found(seed_graph, "colorectal", 2) == _found(seed_graph, "colorectal", 20)[:2]


def test_trials_are_all_there_in_order(seed_graph: Graph) -> None:
    with ensure_index(seed_graph.store) as index:
        trials = list(index.trials())
    assert trials == sorted(seed_graph.query("SELECT ?t { ?t a tkg:Trial }").column("t"))  # type: ignore[type-var]


def test_the_same_store_gives_the_same_bytes(seed_graph: Graph, seed_build: Path, tmp_path: Path) -> None:
    make_index(seed_graph.store, tmp_path / "again.db")
    assert (tmp_path / "again.db").read_bytes() == (seed_build / FILE).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.db"]


def test_an_index_that_is_missing_damaged_or_of_another_run_is_made_anew(seed_build: Path, tmp_path: Path) -> None:
    shutil.copytree(seed_build, tmp_path / "build")
    place = tmp_path / "build" / FILE
    whole = place.read_bytes()
    with sample.fill(Store.memory(), sample.extraction()) as other:
        make_index(other, tmp_path / "other.db")
    for content in (None, b"", b"rubbish" * 1000, (tmp_path / "other.db").read_bytes()):
        place.unlink()
        if content is not None:
            place.write_bytes(content)
        with Store.open(tmp_path / "build" / "store") as store:
            assert open_index(store) is None
            with ensure_index(store) as index:
                assert index.search("bevacizumab")
        assert place.read_bytes() == whole


def test_a_concept_by_name_needs_no_scan(seed_graph: Graph) -> None:
    assert resolve(seed_graph.store, "AVASTIN").value == f"{THINGS}drug/bevacizumab"
    with pytest.raises(UnknownName, match="perhaps bevacizumab"):
        resolve(seed_graph.store, "bevacizumap")
