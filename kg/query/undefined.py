"""Names of our ontology that a query asks for and that do not exist: SPARQL answers a misspelt name with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

import pyoxigraph as ox

from kg.resources import resource
from kg.sparql import tokens
from kg.terms import ONTOLOGY


def undefined(query: str) -> Iterator[str]:
    """The names in the ontology's namespace that it does not define, each once, with a name that is near.

    >>> next(undefined(f"SELECT ?t {{ ?t a <{ONTOLOGY}Trail> }}")).removeprefix("tkg:")
    'Trail (perhaps tkg:Trial)'
    >>> list(undefined("SELECT ?t { ?t tkg:givesDrug ?d }"))
    []
    """
    seen: set[str] = set()
    for token in tokens(query):
        name = _local(token.kind, token.text)
        if name and name not in _defined() and name not in seen:
            seen.add(name)
            near = get_close_matches(name, sorted(_defined()), n=1)
            yield f"tkg:{name} (perhaps tkg:{near[0]})" if near else f"tkg:{name}"


def _local(kind: str, text: str) -> str:
    if kind == "name" and text.startswith("tkg:"):
        return text.removeprefix("tkg:")
    return text[1:-1].removeprefix(ONTOLOGY) if kind == "iri" and text.startswith(f"<{ONTOLOGY}") else ""


@cache
def _defined() -> frozenset[str]:
    quads = ox.parse(path=str(resource("trialkg.ttl")), format=ox.RdfFormat.TURTLE)
    return frozenset(
        quad.subject.value.removeprefix(ONTOLOGY)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ONTOLOGY)
    )
