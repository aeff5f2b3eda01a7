"""The graph for network analysis: a directed multigraph of networkx, typed, labelled, traceable to the evidence.

    node   path below `id/` (`drug/bevacizumab`): label, type, iri
    edge   key = predicate (`tkg:endpoint`): predicate, confidence, method, assertion, evidence

Attributes are text and numbers only, so that every file format of networkx can hold them; ids of mentions are separated
by blanks. Edges that no extractor made (the vocabulary's own) have no confidence. The order is that of the names.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import networkx as nx
import pyoxigraph as ox

from kg.errors import UnknownName
from kg.store import Store
from kg.terms import KIND_PATHS, ONTOLOGY, PREFIXES, SUMMARIES, THINGS, expand

VIEWS = ("facts", "trials")
_CONCEPT_PATHS = frozenset(KIND_PATHS.values())
# Classes that a thing has beside a narrower one.
_GENERAL = frozenset({"Entry", "Intervention"})
LABELS = tuple(expand(name) for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"))


def to_networkx(store: Store, view: str = "facts", *, evidence: bool = True) -> nx.MultiDiGraph[str]:
    """The facts between things (`facts`), or only the edges from trials to concepts (`trials`).

    Without `evidence`, which is most of the work, edges have their predicate only.

    Raises `UnknownName` for another view.
    """
    if view not in VIEWS:
        raise UnknownName(f"no view {view!r}: one of {', '.join(VIEWS)}")
    edges, types, labels = _things(store)
    if view == "trials":
        edges = {edge for edge in edges if edge[0].startswith(f"{THINGS}trial/") and _is_concept(edge[2])}
    else:
        # Parts of the record, lists of concepts and sums over trials are bookkeeping, not facts between things.
        summaries = tuple(f"{THINGS}{path}/" for path in SUMMARIES)
        edges = {edge for edge in edges if edge[2] in types and not edge[0].startswith(summaries)}
    grounds = _grounds(store) if evidence else {}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted({end for edge in edges for end in (edge[0], edge[2])}):
        label = labels.get(iri, (0, iri.rpartition("/")[2]))
        graph.add_node(iri[len(THINGS) :], label=label[1], type=narrowest(types[iri]), iri=iri)
    for edge in sorted(edges):
        key = curie(edge[1])
        attributes = grounds.get(edge, {})
        graph.add_edge(edge[0][len(THINGS) :], edge[2][len(THINGS) :], key=key, predicate=key, **attributes)
    return graph


def _things(
    store: Store,
) -> tuple[set[tuple[str, str, str]], defaultdict[str, set[str]], dict[str, tuple[int, str]]]:
    """The edges between things, and of each thing its classes and its best label, with the rank of that."""
    edges: set[tuple[str, str, str]] = set()
    types: defaultdict[str, set[str]] = defaultdict(set)
    labels: dict[str, tuple[int, str]] = {}
    for quad in store.quads("facts"):
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        if not subject.startswith(THINGS):
            continue
        predicate = quad.predicate.value
        if isinstance(quad.object, ox.Literal):
            if predicate in LABELS:
                label = (LABELS.index(predicate), quad.object.value)
                labels[subject] = min(labels.get(subject, label), label)
        elif isinstance(quad.object, ox.NamedNode):
            if predicate == expand("rdf:type"):
                if quad.object.value.startswith(ONTOLOGY):
                    types[subject].add(quad.object.value[len(ONTOLOGY) :])
            elif quad.object.value.startswith(THINGS):
                edges.add((subject, predicate, quad.object.value))
    return edges, types, labels


def _is_concept(iri: str) -> bool:
    return iri[len(THINGS) :].partition("/")[0] in _CONCEPT_PATHS


def narrowest(types: set[str]) -> str:
    """The narrowest class of a thing."""
    return min(types - _GENERAL, default=min(types, default="Thing"))


@lru_cache(maxsize=4096)
def curie(iri: str) -> str:
    """An IRI as a CURIE, where one of the project's prefixes fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _grounds(store: Store) -> dict[tuple[str, str, str], dict[str, str | float]]:
    """What the assertions say of their edges."""
    said: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = {
        expand(f"rdf:{part}"): part for part in ("subject", "predicate", "object")
    } | {expand(f"tkg:{part}"): part for part in ("confidence", "method", "evidence")}  # fmt: skip
    for predicate, part in wanted.items():  # not all that is there: most of it are mentions and fields
        for quad in store.quads("evidence", predicate):
            if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                said[quad.subject.value][part].append(quad.object.value)
    found: dict[tuple[str, str, str], dict[str, str | float]] = {}
    for assertion, parts in sorted(said.items()):
        if not parts["subject"]:  # a finding has evidence, but states no edge
            continue
        edge = (parts["subject"][0], parts["predicate"][0], parts["object"][0])
        mentions = sorted(mention[len(THINGS) :] for mention in parts["evidence"])
        confidence = float(parts["confidence"][0])
        known = found.get(edge)
        if known is not None:  # several trials say it: all their evidence, the surest method
            mentions = sorted({*str(known["evidence"]).split(), *mentions})
            if float(known["confidence"]) >= confidence:
                known["evidence"] = " ".join(mentions)
                continue
        found[edge] = {
            "confidence": confidence,
            "method": parts["method"][0],
            "assertion": assertion[len(THINGS) :],
            "evidence": " ".join(mentions),
        }
    return found
