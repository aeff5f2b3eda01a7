"""Which concept a name means, asked of a server: `kg.query.questions.resolve` where there is no index beside the store.

Names are compared here, by the key that the index has too; the server only finds those that hold the longest word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.search import LABELS
from kg.store import Source, Term
from kg.terms import PREFIXES, THING_PREFIXES, THINGS
from kg.text import name_key

_NODE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|^`\\]*")
_LABELLED = f"""
SELECT DISTINCT ?thing ?field ?label WHERE {{
  VALUES ?field {{ {" ".join(LABELS)} }}
  ?thing ?field ?label . FILTER (CONTAINS(LCASE(STR(?label)), ?word))
}}"""


def resolved(source: Source, value: str) -> ox.NamedNode:
    """The concept that an id, an IRI, a code or a name means. Raises `UnknownName` where none or several do."""
    prefix, _, local = value.partition(":")
    direct = THINGS + value if "/" in value and ":" not in value else value
    if prefix in THING_PREFIXES and local:
        direct = THING_PREFIXES[prefix] + local
    node = _node(direct)
    if node is not None:
        if _rows(source, "SELECT ?thing ?p WHERE { ?thing ?p ?o } LIMIT 1", {"thing": node}):
            return node
        code = _node(PREFIXES[prefix] + local) if prefix in PREFIXES and local else None
        if code is not None:
            found = _rows(source, "SELECT DISTINCT ?thing WHERE { ?thing skos:exactMatch ?code }", {"code": code})
            if len(found) == 1 and isinstance(found[0][0], ox.NamedNode):
                return found[0][0]
    return _by_name(source, value)


def _by_name(source: Source, value: str) -> ox.NamedNode:
    key = name_key(value)
    word = max(re.findall(r"[a-z0-9]+", key), key=len, default=key)
    rows = _rows(source, _LABELLED, {"word": ox.Literal(word)}) if word else []
    order = [PREFIXES["skos"] + name.partition(":")[2] for name in LABELS]
    named: list[tuple[int, str, str]] = []
    for thing, field, label in rows:
        if isinstance(thing, ox.NamedNode) and isinstance(field, ox.NamedNode) and isinstance(label, ox.Literal):
            named.append((order.index(field.value), thing.value, label.value))
    fits = sorted((field, thing) for field, thing, label in named if name_key(label) == key)
    best = sorted({thing for field, thing in fits if field == fits[0][0]})
    if len(best) == 1:
        return ox.NamedNode(best[0])
    if best:
        ids = ", ".join(iri.removeprefix(THINGS) for iri in best)
        raise UnknownName(f"{value!r} names several concepts: say which of {ids}")
    near = sorted({label for field, _, label in named if not field}, key=lambda label: (len(label), label))[:3]
    perhaps = f" (perhaps {', '.join(near)})" if near else ""
    raise UnknownName(f"no concept {value!r} on this server{perhaps}")


def _rows(source: Source, query: str, bindings: Mapping[str, Term]) -> list[tuple[Term | None, ...]]:
    answer = source.query(query, bindings=bindings, union=False)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(row) for row in answer]


def _node(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text) if _NODE.fullmatch(text) else None
    except ValueError:
        return None
