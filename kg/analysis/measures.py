"""What stands out in a network: centrality of its nodes, communities, heaviest edges. Each answer is a table.

The measures are those of networkx, PageRank that of igraph; whatever they leave to chance has a fixed seed, and ties go
by name, so that the same network has the same table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import igraph
import networkx as nx
import pyoxigraph as ox

from kg.errors import UnknownName
from kg.query import Table
from kg.terms import PREFIXES, THINGS

_SEED = 0
_SAMPLED = 1_500  # nodes above which betweenness is estimated from as many of them
_DECIMAL = ox.NamedNode(f"{PREFIXES['xsd']}decimal")
_INTEGER = ox.NamedNode(f"{PREFIXES['xsd']}integer")


def _betweenness(graph: nx.Graph[str]) -> Mapping[str, float]:
    # The heavier an edge, the nearer its ends: networkx takes weights for distances.
    far = nx.Graph()
    far.add_nodes_from(graph)
    far.add_edges_from((a, b, {"distance": 1 / data["weight"]}) for a, b, data in graph.edges(data=True))
    sample = _SAMPLED if len(far) > _SAMPLED else None
    found: dict[str, float] = nx.betweenness_centrality(far, k=sample, weight="distance", seed=_SEED)
    return found


def _pagerank(graph: nx.Graph[str]) -> Mapping[str, float]:
    # By igraph: that of networkx needs scipy.
    nodes = list(graph)
    number = {node: n for n, node in enumerate(nodes)}
    told = igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in graph.edges])
    return dict(zip(nodes, told.pagerank(weights=[w for _, _, w in graph.edges(data="weight")] or None), strict=True))


_CENTRALITY: dict[str, Callable[[nx.Graph[str]], Mapping[str, float]]] = {
    "degree": lambda graph: dict(graph.degree()),
    "strength": lambda graph: dict(graph.degree(weight="weight")),
    "betweenness": _betweenness,
    "pagerank": _pagerank,
}
MEASURES = (*_CENTRALITY, "communities")


def measure(graph: nx.Graph[str], name: str, top: int | None = None) -> Table:
    """The nodes by one of `MEASURES`, greatest first: thing, label, value. For `communities` (Louvain) the value is the
    number of the community, largest community first. `top`: only so many rows.

    Raises `UnknownName` for another measure.
    """
    rows: list[tuple[str, float]]
    if name == "communities":
        groups = nx.community.louvain_communities(graph, weight="weight", seed=_SEED) if graph else []
        groups = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
        rows = [(node, number) for number, group in enumerate(groups, 1) for node in _by_strength(graph, group)]
    elif name in _CENTRALITY:
        values = _CENTRALITY[name](graph) if graph else {}
        rows = sorted(values.items(), key=lambda item: (-round(item[1], 9), item[0]))
    else:
        raise UnknownName(f"no measure {name!r}: one of {', '.join(MEASURES)}")
    return Table(
        ("thing", "label", "community" if name == "communities" else name),
        tuple((_thing(node), _label(graph, node), _number(value)) for node, value in rows[:top]),
    )


def edges(graph: nx.Graph[str], top: int | None = None) -> Table:
    """The edges, heaviest first: from, label, to, label, weight, shared."""
    found = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["weight"], *sorted(edge[:2])))
    rows = []
    for one, other, data in found[:top]:
        first, second = sorted((one, other))
        rows.append(
            (_thing(first), _label(graph, first), _thing(second), _label(graph, second), _number(data["weight"]),
             ox.Literal(data["shared"]))
        )  # fmt: skip
    return Table(("thing", "label", "other", "other_label", "weight", "shared"), tuple(rows))


def _by_strength(graph: nx.Graph[str], nodes: list[str]) -> list[str]:
    strength = dict(graph.degree(nodes, weight="weight"))
    return sorted(nodes, key=lambda node: (-strength[node], node))


def _thing(node: str) -> ox.NamedNode:
    return ox.NamedNode(THINGS + node)


def _label(graph: nx.Graph[str], node: str) -> ox.Literal:
    return ox.Literal(graph.nodes[node]["label"])


def _number(value: float) -> ox.Literal:
    if float(value).is_integer():
        return ox.Literal(str(int(value)), datatype=_INTEGER)
    return ox.Literal(f"{value:.6f}".rstrip("0").rstrip("."), datatype=_DECIMAL)
