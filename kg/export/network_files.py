"""The network in the files of other tools, each written whole or not at all, the same bytes for the same graph.

graphml, gexf   one file: Gephi, yEd, igraph, networkx
cytoscape       one JSON file in the form of Cytoscape.js and Cytoscape desktop
kgx             a directory: nodes.tsv and edges.tsv in Biolink terms (`kg.export.biolink`)
neo4j           a directory: nodes.csv and relationships.csv for `neo4j-admin database import full`
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import InputError
from kg.export.biolink import nodes_and_edges
from kg.export.directories import complete_directory
from kg.export.networks import to_networkx
from kg.files import write_whole
from kg.store import Store

# The day of writing, which networkx puts into GEXF: two exports of one graph would differ.
_DAY = re.compile(rb' lastmodifieddate="[^"]*"')
# What XML 1.0 cannot hold, and what would end a line of a table.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_network(store: Store, form: str, out: Path) -> None:
    """Write the facts between things to `out`: a file, or a directory for kgx and neo4j.

    Raises `InputError` where `out` is in the way (a directory for a file, a file for a directory).
    """
    write_graph(to_networkx(store), form, out, store)


def write_graph(graph: nx.Graph[str], form: str, out: Path, store: Store | None = None) -> None:
    """The same of a network at hand, such as a projection; kgx needs the store that it came from."""
    if form in _FILES:
        if out.is_dir():
            raise InputError(f"{out} is a directory: --format {form} writes one file")
        write_whole(out, _FILES[form](_clean(graph)))
        return
    if form == "kgx":
        assert store is not None
        nodes, edges = nodes_and_edges(store, graph)
        _replace_directory(out, {"nodes.tsv": nodes, "edges.tsv": edges})
    else:
        nodes, edges = _neo4j(graph)
        _replace_directory(out, {"nodes.csv": nodes, "relationships.csv": edges})


def _graphml(graph: nx.Graph[str]) -> bytes:
    out = io.BytesIO()
    nx.write_graphml(graph, out, named_key_ids=True)
    return out.getvalue() + b"\n"


def _gexf(graph: nx.Graph[str]) -> bytes:
    out = io.BytesIO()
    numbered = nx.MultiDiGraph() if graph.is_multigraph() else nx.Graph()
    numbered.add_nodes_from(graph.nodes(data=True))
    for number, (one, other, data) in enumerate(graph.edges(data=True)):
        # GEXF numbers its edges; a key that is text ("tkg:endpoint") would have to be unique in the whole file.
        numbered.add_edge(one, other, **({"key": number} if graph.is_multigraph() else {}), **data)
    nx.write_gexf(numbered, out)
    return _DAY.sub(b"", out.getvalue()) + b"\n"


def _cytoscape(graph: nx.Graph[str]) -> bytes:
    data = nx.cytoscape_data(graph, name="title")
    for node in data["elements"]["nodes"]:
        node["data"]["name"] = node["data"]["label"]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


_FILES: dict[str, Callable[[nx.Graph[str]], bytes]] = {"graphml": _graphml, "gexf": _gexf, "cytoscape": _cytoscape}
NETWORK_FORMATS = (*_FILES, "kgx", "neo4j")


def _clean(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The graph with text that every format can hold."""
    fresh: nx.Graph[str] = graph.__class__()
    for node, data in graph.nodes(data=True):
        fresh.add_node(_text(node), **{key: _text(value) for key, value in data.items()})
    for one, other, data in graph.edges(data=True):
        values = {key: _text(value) for key, value in data.items()}
        key = {"key": values["predicate"]} if graph.is_multigraph() else {}
        fresh.add_edge(_text(one), _text(other), **key, **values)
    return fresh


def _text(value: Any) -> Any:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def _neo4j(graph: nx.Graph[str]) -> tuple[str, str]:
    """Nodes and relationships with the headers of Neo4j's importer."""
    nodes = [(node, data["type"], data["label"], data.get("iri", "")) for node, data in sorted(graph.nodes(data=True))]
    told = sorted(graph.edges(data=True), key=lambda edge: (*edge[:2], edge[2].get("predicate", "")))
    edges = [
        (
            one,
            other,
            _relationship(data.get("predicate", "shares")),
            data.get("predicate", ""),
            data.get("confidence", data.get("weight", "")),
            data.get("method", ""),
            data.get("evidence", data.get("shared", "")),
        )
        for one, other, data in told
    ]
    return (
        _csv(("id:ID", ":LABEL", "label", "iri"), nodes),
        _csv((":START_ID", ":END_ID", ":TYPE", "predicate", "score:float", "method", "evidence"), edges),
    )


def _relationship(predicate: str) -> str:
    """`tkg:givesDrug` as Neo4j's users write relationships: GIVES_DRUG."""
    name = predicate.partition(":")[2] or predicate
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def _csv(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return out.getvalue()


def _replace_directory(out: Path, files: dict[str, str]) -> None:
    with complete_directory(out, files) as place:
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8", newline="")
