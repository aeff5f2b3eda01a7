"""The facts in the hands of rdflib, term by term: nothing is written out and parsed again."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from kg.store import Store
from kg.terms import PREFIXES, THING_PREFIXES


def to_rdflib(store: Store) -> rdflib.Graph:
    """The facts (no evidence) as an rdflib graph."""
    graph = rdflib.Graph()
    for prefix, namespace in (PREFIXES | THING_PREFIXES).items():
        graph.bind(prefix, namespace, override=True, replace=True)
    for quad in store.quads("facts"):
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise TypeError("rdflib has no triples as terms")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == f"{PREFIXES['xsd']}string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False)
