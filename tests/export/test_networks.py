"""The networkx graph: typed, labelled, traceable, writable."""

from __future__ import annotations

import io
from collections.abc import Iterator

import networkx as nx
import pytest
import sample

from kg.errors import UnknownName
from kg.export import to_networkx
from kg.store import Store

TRIAL = "trial/NCT00000001"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with sample.fill(Store.memory(), sample.extraction()) as store:
        yield store


def test_nodes_have_a_label_and_their_narrowest_type(store: Store) -> None:
    graph = to_networkx(store)
    assert graph.nodes["drug/bevacizumab"] == {
        "label": "bevacizumab", "type": "Drug", "iri": "https://w3id.org/trialkg/id/drug/bevacizumab",
    }  # fmt: skip
    assert graph.nodes["part/NCT00000001-condition-0"]["type"] == "ConditionEntry"
    assert graph.nodes["placebo/placebo"]["type"] == "Placebo"
    assert graph.nodes[TRIAL]["label"] == sample.FIELDS["title"]
    assert {data["type"] for _, data in graph.nodes(data=True)} >= {"Trial", "Endpoint", "TimeFrame", "Finding"}


def test_edges_carry_their_evidence(store: Store) -> None:
    graph = to_networkx(store)
    edge = graph.edges[TRIAL, "drug/bevacizumab", "tkg:mentionsIntervention"]
    assert (edge["confidence"], edge["method"]) == (0.85, "spelling")
    assert edge["evidence"] == "part/NCT00000001-mention-title-0-11"
    assert edge["assertion"].startswith("part/NCT00000001-assertion-")
    assert "confidence" not in graph.edges["regimen/folfiri", "drug/irinotecan", "tkg:hasComponent"]


def test_two_relations_between_the_same_things_are_two_edges(store: Store) -> None:
    assert set(to_networkx(store)[TRIAL]["drug/bevacizumab"]) == {"tkg:givesDrug", "tkg:mentionsIntervention"}


def test_the_view_of_trials_holds_only_trials_and_concepts(store: Store) -> None:
    graph = to_networkx(store, "trials")
    assert {source for source, _ in graph.edges()} == {TRIAL}
    assert not any(node.startswith("part/") for node in graph)
    assert graph.has_edge(TRIAL, "endpoint/pain", "tkg:statesSecondaryEndpoint")


def test_an_edge_that_two_trials_state_keeps_the_evidence_of_both() -> None:
    with sample.fill(Store.memory(), sample.extraction(), sample.extraction("NCT00000002")) as store:
        edge = to_networkx(store).edges["combination/bevacizumab--folfiri", "drug/bevacizumab", "tkg:hasComponent"]
        assert [mention[:16] for mention in edge["evidence"].split()] == ["part/NCT00000001", "part/NCT00000002"]


def test_the_graph_can_be_written_and_is_the_same_each_time(store: Store) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    nx.write_graphml(to_networkx(store), first)
    nx.write_graphml(to_networkx(store), second)
    assert first.getvalue() == second.getvalue()


def test_an_unknown_view_is_named(store: Store) -> None:
    with pytest.raises(UnknownName, match="'all': one of facts, trials"):
        to_networkx(store, "all")
