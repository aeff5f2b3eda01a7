"""Which concept a name means: an id, an IRI, a code, or one of its names.

A build has an index of names beside its store. A server has none: it finds the names that hold the longest word, and
they are compared here, by the key that the index has too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError, UnknownName
from kg.search import LABELS, ensure_index
from kg.store import Source, Store, Term
from kg.terms import PREFIXES, THING_PREFIXES, THINGS, expand, trial_key
from kg.text import name_key

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|^`\\]*")
_NO_TEXT = re.compile("[\ud800-\udfff]")
_THINGS = {**THING_PREFIXES, "id": THINGS}
_CODES = {prefix.lower(): namespace for prefix, namespace in PREFIXES.items()}  # written MESH: and mesh: alike
_EXACT = ox.NamedNode(expand("skos:exactMatch"))
_LABELLED = f"""
SELECT DISTINCT ?thing ?field ?label WHERE {{
  VALUES ?field {{ {" ".join(LABELS)} }}
  ?thing ?field ?label . FILTER (CONTAINS(LCASE(STR(?label)), ?word))
}}"""


class _Named(NamedTuple):
    """Concepts that bear a name, with the field that has it (0 is the best); where there are none, names near it."""

    fits: list[tuple[str, int]]
    near: list[str]


def resolve(source: Source, value: str) -> ox.NamedNode:
    """The concept that `value` names: an id (`drug/bevacizumab`), an IRI, a code (`mesh:D000068258`) or a name.

    A preferred name counts before other names. Raises `UnknownName` where nothing, or more than one thing, fits.
    """
    if _NO_TEXT.search(value):
        raise UnknownName(f"no concept {value!r}: it is not text in UTF-8")
    value = value.strip()
    if value[:1] == "<" and value[-1:] == ">":  # as a query writes an IRI
        value = value[1:-1]
    known = _by_id(source, value)
    if known is not None:
        return known
    named = _in_index(source, value) if isinstance(source, Store) else _on_server(source, value)
    best = sorted({thing for thing, field in named.fits if field == named.fits[0][1]})
    if len(best) == 1:
        return ox.NamedNode(best[0])
    if best:
        ids = ", ".join(iri.removeprefix(THINGS) for iri in best)
        raise UnknownName(f"{value!r} names several concepts: say which of {ids}")
    perhaps = f" (perhaps {', '.join(named.near)})" if named.near else ""
    raise UnknownName(f"no concept {value!r} {_where(source)}{perhaps}")


def _by_id(source: Source, value: str) -> ox.NamedNode | None:
    """The concept of this id, IRI or code; None where there is none, or where several have the code."""
    before, _, local = value.partition(":")
    prefix = before.lower()
    direct = THINGS + value if "/" in value and ":" not in value else value
    if prefix in _THINGS and local:
        direct = _THINGS[prefix] + local
    node = _node(direct)
    if node is None:
        return None
    if _is_there(source, node):
        return node
    code = _node(_CODES[prefix] + local) if prefix in _CODES and local else None
    found = [] if code is None else _with_code(source, code)
    return found[0] if len(found) == 1 and isinstance(found[0], ox.NamedNode) else None


def trial(source: Source, value: str) -> ox.NamedNode:
    """The trial of this key, registry number or IRI. Raises `UnknownName` where it is not there."""
    node = _node(f"{THINGS}trial/{trial_key(value)}")
    if node is None or not _is_there(source, node):
        raise UnknownName(f"no trial {value!r} {_where(source)}: `trialkg search` finds trials by number or title")
    return node


def iri_of(text: str, given: str) -> ox.NamedNode:
    """An IRI as a term. Raises `QueryError`, with what the user gave, where it is none."""
    node = _node(text)
    if node is None:
        raise QueryError(f"{given!r} is not an IRI")
    return node


def _where(source: Source) -> str:
    return "in this build" if isinstance(source, Store) else "on this server"


def _node(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text) if _IRI.fullmatch(text) else None
    except ValueError:
        return None


def _is_there(source: Source, node: ox.NamedNode) -> bool:
    if isinstance(source, Store):
        return next(iter(source.handle.quads_for_pattern(node, None, None)), None) is not None
    return bool(_rows(source, "SELECT ?thing ?p WHERE { ?thing ?p ?o } LIMIT 1", {"thing": node}))


def _with_code(source: Source, code: ox.NamedNode) -> list[Term | None]:
    if isinstance(source, Store):
        return [quad.subject for quad in source.handle.quads_for_pattern(None, _EXACT, code)]
    rows = _rows(source, "SELECT DISTINCT ?thing WHERE { ?thing skos:exactMatch ?code }", {"code": code})
    return [thing for (thing,) in rows]


def _in_index(store: Store, value: str) -> _Named:
    with ensure_index(store) as index:
        fits = index.named(value)
        return _Named(fits, [] if fits else [hit.label for hit in index.search(value, 3) if hit.field in LABELS])


def _on_server(source: Source, value: str) -> _Named:
    """The concepts of a name as a server has them, asked for by the longest word of it."""
    key = name_key(value)
    word = max(re.findall(r"[a-z0-9]+", key), key=len, default=key)
    rows = _rows(source, _LABELLED, {"word": ox.Literal(word)}) if word else []
    order = [PREFIXES["skos"] + name.partition(":")[2] for name in LABELS]
    named: list[tuple[int, str, str]] = []
    for thing, field, label in rows:
        if isinstance(thing, ox.NamedNode) and isinstance(field, ox.NamedNode) and isinstance(label, ox.Literal):
            named.append((order.index(field.value), thing.value, label.value))
    fits = sorted((field, thing) for field, thing, label in named if name_key(label) == key)
    near = sorted({label for field, _, label in named if not field}, key=lambda label: (len(label), label))[:3]
    return _Named([(thing, field) for field, thing in fits], near)


def _rows(source: Source, query: str, bindings: Mapping[str, Term]) -> list[tuple[Term | None, ...]]:
    answer = source.query(query, bindings=bindings, union=False)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(row) for row in answer]
