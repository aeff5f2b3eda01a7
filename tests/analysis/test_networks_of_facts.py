"""Projections, measures and their order, on the seeds and on an invented graph."""

from __future__ import annotations

from collections.abc import Iterator
from math import log, sqrt
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.analysis import MEASURES, PROJECTIONS, edges, measure, projection
from kg.errors import UnknownName
from kg.graph import Graph
from kg.store import Store
from kg.terms import THINGS, expand

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds() -> Iterator[Graph]:
    with kg.build(SEEDS) as graph:
        yield graph


def facts(*lines: str) -> Store:
    """A store of `a P b` lines: ids below `id/`, CURIEs, and "labels"."""
    store = Store.memory()
    written = []
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        told = value if value.startswith('"') else f"<{THINGS}{value}>"
        written.append(f"<{THINGS}{subject}> <{expand(predicate)}> {told} .")
    store.load_lines(written)
    return store


def test_drugs_of_one_trial_are_joined_by_the_number_of_their_trials() -> None:
    store = facts(
        *(f'drug/{d} skos:prefLabel "{d}"' for d in "abc"), 'placebo/placebo skos:prefLabel "placebo"',
        "trial/T1 tkg:givesDrug drug/a", "trial/T1 tkg:givesDrug drug/b", "trial/T1 tkg:givesDrug placebo/placebo",
        "trial/T2 tkg:givesDrug drug/a", "trial/T2 tkg:givesDrug drug/b", "trial/T2 tkg:givesDrug drug/c",
        "trial/T3 tkg:givesDrug drug/c",
    )  # fmt: skip
    graph = projection(store, "drug-co-use")
    assert {frozenset(e): graph.edges[e]["weight"] for e in graph.edges} == {
        frozenset({"drug/a", "drug/b"}): 2, frozenset({"drug/a", "drug/c"}): 1, frozenset({"drug/b", "drug/c"}): 1
    }  # fmt: skip
    assert graph.edges["drug/a", "drug/b"]["shared"] == "T1; T2"
    assert dict(graph.nodes(data="trials")) == {"drug/a": 2, "drug/b": 2, "drug/c": 2}
    assert set(projection(store, "drug-co-use", least=2).edges) == {("drug/a", "drug/b")}


def test_trials_are_alike_by_what_is_rare_in_them() -> None:
    store = facts(
        *(f'endpoint/{e} skos:prefLabel "{e}"' for e in ("os", "pain")),
        *(f"part/T{n}-primary-0 tkg:endpoint endpoint/os" for n in (1, 2, 3)),
        *(f"trial/T{n} tkg:hasOutcomeMeasure part/T{n}-primary-0" for n in (1, 2, 3)),
        *(f"part/T{n}-primary-1 tkg:endpoint endpoint/pain" for n in (1, 2)),
        *(f"trial/T{n} tkg:hasOutcomeMeasure part/T{n}-primary-1" for n in (1, 2)),
    )
    graph = projection(store, "trial-similarity")
    common, rare = log(1 + 3 / 3), log(1 + 3 / 2)
    assert graph.edges["trial/T1", "trial/T2"]["weight"] == 1
    assert graph.edges["trial/T1", "trial/T3"]["weight"] == pytest.approx(common / sqrt(common**2 + rare**2), abs=1e-4)
    assert graph.edges["trial/T1", "trial/T2"]["shared"] == "pain; os"


def test_a_condition_narrows_to_the_trials_that_study_it_or_a_narrower_one() -> None:
    store = facts(
        'drug/a skos:prefLabel "a"', 'drug/b skos:prefLabel "b"', "condition/crc skos:broader condition/cancer",
        'condition/cancer skos:prefLabel "cancer"',
        "trial/T1 tkg:studies condition/crc", "trial/T1 tkg:givesDrug drug/a", "trial/T1 tkg:givesDrug drug/b",
        "trial/T2 tkg:studies condition/asthma", "trial/T2 tkg:givesDrug drug/a", "trial/T2 tkg:givesDrug drug/b",
    )  # fmt: skip
    assert projection(store, "drug-co-use", "condition/cancer").edges["drug/a", "drug/b"]["weight"] == 1
    assert projection(store, "drug-co-use", "cancer").nodes.keys() == {"drug/a", "drug/b"}
    with pytest.raises(UnknownName, match="gout"):
        projection(store, "drug-co-use", "condition/gout")
    for unknown in ("no such disease", "condition/x> } DELETE"):
        with pytest.raises(UnknownName, match="no concept"):
            projection(store, "drug-co-use", unknown)


def test_seeds(seeds: Graph) -> None:
    together = seeds.project("drug-co-use")
    assert together.edges["drug/bevacizumab", "drug/irinotecan"]["weight"] == 3
    assert together.nodes["drug/regorafenib"]["label"] == "regorafenib"
    first = measure(together, "strength", 1)
    assert first.columns == ("thing", "label", "strength")
    alike = seeds.project("trial-similarity")
    assert nx.is_connected(alike)
    assert all(0 < weight <= 1 for _, _, weight in alike.edges(data="weight"))


@pytest.mark.parametrize("name", MEASURES)
def test_measures_are_complete_and_the_same_each_time(seeds: Graph, name: str) -> None:
    graph = seeds.project("endpoint-co-use")
    table = measure(graph, name)
    assert len(table) == len(graph)
    assert table.rows == measure(seeds.project("endpoint-co-use"), name).rows
    values = [float(str(value)) for value in table.column(table.columns[2])]
    assert values == sorted(values, reverse=name != "communities")


@pytest.mark.parametrize("name", PROJECTIONS)
def test_nothing_has_an_empty_network(name: str) -> None:
    graph = projection(Store.memory(), name)
    assert not graph.nodes
    assert len(edges(graph)) == 0
    assert all(len(measure(graph, by)) == 0 for by in MEASURES)


def test_unknown_names_are_told() -> None:
    with pytest.raises(UnknownName, match="drug-co-use"):
        projection(Store.memory(), "drugs")
    with pytest.raises(UnknownName, match="pagerank"):
        measure(nx.Graph(), "size")


def test_heavy_edges_are_short_ways() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 10), ("b", "c", 10), ("a", "c", 1)])
    nx.set_node_attributes(graph, {node: node for node in graph}, "label")
    found = {str(row[0]).rpartition("/")[2]: row[-1] for row in measure(graph, "betweenness")}
    assert found["b"] == 1
    assert found["a"] == found["c"] == 0


def test_what_nearly_all_have_makes_none_alike(seeds: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = seeds.project("trial-similarity")
    assert alike.number_of_edges() > 0
    monkeypatch.setattr("kg.analysis.projections.MOST_ALIKE", 1)
    assert seeds.project("trial-similarity").number_of_edges() == 0
