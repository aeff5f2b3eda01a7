"""What the tools answer: plain values with an end. Lists are cut to their limit and the whole to so many characters,
and `truncated` says whether anything was left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError, QueryError, UnknownName
from kg.query import question, questions
from kg.query.naming import resolve as by_name
from kg.query.table import short
from kg.serve.assistant.card import card
from kg.serve.explorer import asked, find, words
from kg.serve.explorer.look import FACTS, TRIAL, Look, curie, kind_of
from kg.store import Store
from kg.terms import PREFIXES, THING_PREFIXES, THINGS, trial_key

MOST_CHARACTERS = 24_000
MOST_ROWS = 500
_CELL = 600


def schema(store: Store, *, report: Mapping[str, Any], max_tokens: int) -> dict[str, Any]:
    """The card of the build."""
    text = card(store, report=report, max_tokens=max_tokens)
    return {"markdown": text, "truncated": "\n(truncated:" in text}


def resolve(store: Store, *, name: str, kind: str, limit: int) -> dict[str, Any]:
    """Concepts and trials that a name may mean, the best first, with a score from 1 (its name) down."""
    if not name.strip():
        raise InputError("name is empty: give a drug, disease, endpoint or registry number")
    scores = {"number": 1.0, "name": 1.0, "beginning": 0.8, "nearly": 0.7, "words": 0.6}
    found = find.find(store, text=name, kind=kind, limit=_limit(limit))
    rows = [
        {
            "id": _id(hit["iri"]),
            "name": hit["name"],
            "kind": hit["kind"],
            "matched": hit["match"],
            "score": scores[hit["how"]],
        }
        for hit in found["hits"]
    ]
    return _bounded({"concepts": rows, "truncated": found["more"]}, "concepts")


def neighbours(store: Store, *, thing: str, limit: int) -> dict[str, Any]:
    """What a thing points to and what points to it."""
    look = Look(store)
    node = _node(store, look, thing)
    most = _limit(limit)
    out = sorted(
        store.handle.quads_for_pattern(node, None, None, FACTS), key=lambda q: (str(q.predicate), str(q.object))
    )
    into = list(islice(store.handle.quads_for_pattern(None, None, node, FACTS), most + 1))
    edges = [{"property": curie(q.predicate.value), "to": _named(look, q.object)} for q in out[:most]]
    edges += [{"from": _named(look, q.subject), "property": curie(q.predicate.value)} for q in into[:most]]
    more = len(out) > most or len(into) > most
    return _bounded({"id": _id(node.value), "name": look.name(node), "edges": edges, "truncated": more}, "edges")


def sparql(store: Store, *, query: str, limit: int) -> dict[str, Any]:
    """The rows of a query, IRIs as prefixed names."""
    answer = store.query(query)
    most = _limit(limit)
    if isinstance(answer, ox.QueryBoolean):
        return {"answer": bool(answer), "truncated": False}
    try:
        if isinstance(answer, ox.QueryTriples):
            columns = ["subject", "predicate", "object"]
            rows = [(t.subject, t.predicate, t.object) for t in islice(answer, most + 1)]
        else:
            columns = [variable.value for variable in answer.variables]
            rows = [tuple(solution) for solution in islice(answer, most + 1)]
    except RuntimeError as error:
        raise QueryError(f"the query failed: {error}") from error
    cells = [[short(term)[:_CELL] for term in row] for row in rows[:most]]
    return _bounded({"columns": columns, "rows": cells, "truncated": len(rows) > most}, "rows")


def evidence(store: Store, *, trial: str, about: str, limit: int) -> dict[str, Any]:
    """The edges of a trial with the words of the record that they rest on; `about` keeps those that say it."""
    key = trial_key(trial)
    look = Look(store)
    node = _iri(TRIAL + key, trial)
    if not look.known(node):
        raise UnknownName(f"no trial {key!r} in this build: `resolve` finds trials by number or words of the title")
    found = words.record_words(store, iri=node.value)
    if not found["kept"]:
        raise InputError("this build was made without evidence")
    asked_for = about.casefold().strip()
    rows = [
        {
            "property": edge["property"],
            "of": edge["of"],
            "value": edge["value"]["name"][:_CELL],
            "id": _id(edge["value"]["iri"]),
            "words": edge["words"][:_CELL],
            "field": field["name"],
            "start": edge["start"],
            "end": edge["end"],
            "method": edge["method"],
            "confidence": edge["confidence"],
        }
        for field in found["fields"]
        for edge in field["edges"]
    ]
    told = [row for row in rows if not asked_for or any(asked_for in str(value).casefold() for value in row.values())]
    most = _limit(limit)
    more = len(told) > most or bool(found["more"])
    return _bounded({"trial": key, "edges": told[:most], "found": len(told), "truncated": more}, "edges")


def ask(store: Store, *, name: str, values: Mapping[str, str], limit: int) -> dict[str, Any]:
    """The answer to a named question; without a name, which there are."""
    if not name:
        listed = [
            {
                "question": q.name,
                "asks": q.question,
                "values": {p.name: f"{p.type}, such as {p.default}" for p in q.parameters},
            }
            for q in questions()
        ]
        return _bounded({"questions": listed, "truncated": False}, "questions")
    parameters = question(name).parameters  # an unknown one is named before anything else
    found = asked.answer(store, name=name, values=values, limit=_limit(limit))
    rows = [[cell and (_short(cell))[:_CELL] for cell in row] for row in found["rows"]]
    told = {"columns": found["columns"], "rows": rows, "found": found["number"], "truncated": found["truncated"]}
    if assumed := {each.name: each.default for each in parameters if each.name not in values}:
        told["assumed"] = assumed  # else an answer about the default would pass for one about what was meant
    return _bounded(told, "rows")


def _short(cell: dict[str, str]) -> str:
    return _id(cell["value"]) if cell["type"] == "uri" else cell["value"]


def _limit(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _bounded(found: dict[str, Any], name: str) -> dict[str, Any]:
    """The answer with as many rows of the list as fit."""
    size = len(json.dumps({**found, name: []}, ensure_ascii=False))
    kept: list[Any] = []
    for row in found[name]:
        size += len(json.dumps(row, ensure_ascii=False)) + 2
        if size > MOST_CHARACTERS:
            return {**found, name: kept, "truncated": True}
        kept.append(row)
    return found


def _id(iri: str) -> str:
    """How tools call a thing: `drug/bevacizumab`, or a prefixed name."""
    return iri.removeprefix(THINGS) if iri.startswith(THINGS) else curie(iri)


def _named(look: Look, term: Any) -> Any:
    if isinstance(term, ox.NamedNode):
        if not term.value.startswith(THINGS):
            return {"id": _id(term.value)}
        return {"id": _id(term.value), "name": look.name(term)[:_CELL]}
    return getattr(term, "value", str(term))[:_CELL]


def _node(store: Store, look: Look, thing: str) -> ox.NamedNode:
    """A thing by its id, IRI, prefixed name, registry number or name."""
    prefix, colon, local = thing.partition(":")
    known = {**PREFIXES, **THING_PREFIXES}
    tries = [
        thing if "://" in thing else "",
        THINGS + thing,
        TRIAL + thing,
        known[prefix] + local if colon and prefix in known else "",
    ]
    for iri in filter(None, tries):
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            continue
        if (iri != THINGS + thing or kind_of(iri)) and look.known(node):
            return node
    return by_name(store, thing)


def _iri(text: str, given: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError:
        raise UnknownName(f"{given!r} is no registry number") from None
