"""Files for network tools, each loaded back by a reader that is not ours, with hostile names in them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import igraph
import networkx as nx
import pytest

import kg
from kg.errors import InputError
from kg.export.biolink import EDGE_COLUMNS, NODE_COLUMNS, TESTED_FOR
from kg.export.network_files import NETWORK_FORMATS, write_graph
from kg.graph import Graph

RECORD = """Trial of <b>&"quotes"\t and \x0b controls in Psoriasis
A trial of methotrexate.
Psoriasis
DRUG: Methotrexate|DRUG: Adalimumab|DRUG: =cmd()|'<script>
Pain, 12 weeks
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    record = tmp_path_factory.mktemp("records") / "a.txt"
    record.write_text(RECORD, encoding="utf-8")
    with kg.build(record) as built:
        yield built


@pytest.fixture(scope="module")
def whole(graph: Graph) -> nx.MultiDiGraph[str]:
    return graph.to_networkx()


def edges_of(graph: nx.Graph[str], by: str = "predicate") -> set[tuple[str, str, str]]:
    return {(a, b, data[by]) for a, b, data in graph.edges(data=True)}


def lines_of(path: Path) -> list[str]:
    return path.read_bytes().decode().splitlines(keepends=True)


def test_graphml(graph: Graph, whole: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    out = tmp_path / "a.graphml"
    graph.export("graphml", out)
    read = nx.read_graphml(out)
    assert edges_of(read) == edges_of(whole)
    assert {n: d["type"] for n, d in read.nodes(data=True)} == {n: d["type"] for n, d in whole.nodes(data=True)}
    other = igraph.Graph.Read_GraphML(str(out))
    assert (other.vcount(), other.ecount()) == (len(whole), whole.number_of_edges())


def test_gexf(graph: Graph, whole: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    out = tmp_path / "a.gexf"
    graph.export("gexf", out)
    assert edges_of(nx.read_gexf(out)) == edges_of(whole)
    assert b"lastmodified" not in out.read_bytes()


def test_cytoscape(graph: Graph, whole: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    out = tmp_path / "a.cyjs"
    graph.export("cytoscape", out)
    read = nx.cytoscape_graph(json.loads(out.read_text(encoding="utf-8")), name="title")
    assert edges_of(read) == edges_of(whole)


def test_kgx(graph: Graph, whole: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    graph.export("kgx", tmp_path / "kgx")
    nodes, edges = (
        list(csv.DictReader(lines_of(tmp_path / "kgx" / name), delimiter="\t", quoting=csv.QUOTE_NONE))
        for name in ("nodes.tsv", "edges.tsv")
    )
    assert tuple(nodes[0]) == NODE_COLUMNS
    assert tuple(edges[0]) == EDGE_COLUMNS
    assert len(nodes) == len(whole)
    known = {node["id"] for node in nodes}
    assert len(known) == len(nodes)
    assert all(edge["subject"] in known and edge["object"] in known for edge in edges)
    assert len({edge["id"] for edge in edges}) == len(edges)
    assert all(node["category"].startswith("biolink:") for node in nodes)
    tested = {(e["subject"], e["object"]) for e in edges if e["predicate"] == TESTED_FOR}
    assert tested == {
        ("trialkg:drug/methotrexate", "trialkg:condition/psoriasis"),
        ("trialkg:drug/adalimumab", "trialkg:condition/psoriasis"),
    }
    assert not any("treats" in edge["predicate"] for edge in edges)
    assert "MESH:D008727" in next(n["xref"] for n in nodes if n["id"] == "trialkg:drug/methotrexate").split("|")


def test_kgx_tells_who_says_so(tmp_path: Path) -> None:
    """What the registry's own fields state is asserted by people; what was read out of text is not."""
    names = {"nctId": "NCT00000001", "briefTitle": "Methotrexate in psoriasis"}
    study = {
        "identificationModule": names,
        "designModule": {"phases": ["PHASE2"]},
        "conditionsModule": {"conditions": ["Psoriasis"]},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Methotrexate"}]},
    }
    (tmp_path / "a.json").write_text(json.dumps({"protocolSection": study}), encoding="utf-8")
    with kg.build(tmp_path / "a.json") as graph:
        graph.export("kgx", tmp_path / "kgx")
    edges = csv.DictReader(lines_of(tmp_path / "kgx" / "edges.tsv"), delimiter="\t", quoting=csv.QUOTE_NONE)
    said = {edge["original_predicate"]: (edge["knowledge_level"], edge["agent_type"]) for edge in edges}
    assert said["tkg:phase"] == ("knowledge_assertion", "manual_agent")
    assert said["tkg:tests"] == ("not_provided", "text_mining_agent")
    assert said["tkg:givesDrug tkg:studies"] == ("not_provided", "text_mining_agent")


def test_neo4j(graph: Graph, whole: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    graph.export("neo4j", tmp_path / "neo4j")
    nodes, edges = (
        list(csv.DictReader(lines_of(tmp_path / "neo4j" / f"{name}.csv"))) for name in ("nodes", "relationships")
    )
    assert {node["id:ID"] for node in nodes} == set(whole)
    assert {(e[":START_ID"], e[":END_ID"], e["predicate"]) for e in edges} == edges_of(whole)
    assert {e[":TYPE"] for e in edges if e["predicate"] == "tkg:givesDrug"} == {"GIVES_DRUG"}


@pytest.mark.parametrize("form", NETWORK_FORMATS)
def test_the_same_bytes_each_time_and_nothing_left_beside(graph: Graph, form: str, tmp_path: Path) -> None:
    def content(path: Path) -> list[bytes]:
        return [path.read_bytes()] if path.is_file() else [p.read_bytes() for p in sorted(path.iterdir())]

    graph.export(form, tmp_path / "a")
    first = content(tmp_path / "a")
    graph.export(form, tmp_path / "a")
    assert content(tmp_path / "a") == first
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("form", NETWORK_FORMATS)
def test_nothing_of_the_users_is_replaced(graph: Graph, form: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", encoding="utf-8")
    with pytest.raises(InputError):
        graph.export(form, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years"


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape", "neo4j"])
def test_what_xml_and_tables_cannot_hold_is_replaced(form: str, tmp_path: Path) -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_node("a", label="x\x00\x1b[31my", type="Drug")
    network.add_node("b", label="b", type="Drug")
    network.add_edge("a", "b", weight=1, shared="t\ud800")
    write_graph(network, form, tmp_path / "out")
    (path,) = [p for p in (tmp_path / "out", tmp_path / "out" / "nodes.csv") if p.is_file()]
    text = path.read_text(encoding="utf-8")
    assert "x\ufffd\ufffd[31my" in (text if form != "cytoscape" else str(json.loads(text)))
    if form == "graphml":
        assert set(nx.read_graphml(path)) == {"a", "b"}
