"""What workers do: functions of an open store whose arguments and results are plain values.

Anything may be called in a worker that is a function of a module, takes the store first and returns what msgpack can
hold: `await site.call(jobs.describe, iri=…)`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError, UnknownName
from kg.export.rdfxml import write_rdfxml
from kg.export.turtle import write_turtle
from kg.query import ask
from kg.serve.results import Written, write_json, write_rows, write_truth
from kg.sparql import form
from kg.store import Store, Term
from kg.terms import DATASET, PREFIXES, RUN_GRAPH

RDF: dict[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_INCOMING = 1000
_ONTOLOGY = 100_000  # statements: far more than it has
_LABELS = ("skos:prefLabel", "dcterms:title", "rdfs:label")


class NotAcceptable(QueryError):
    """The kind of query cannot be answered in any of the formats that the client takes."""


def sparql(
    store: Store,
    *,
    query: str,
    default: list[str] | None,
    named: list[str] | None,
    rows_as: str,
    graph_as: str,
    max_rows: int,
    max_bytes: int,
) -> dict[str, Any]:
    """The answer to a query as the body of a response. `rows_as` is a format of `results`, `graph_as` one of `RDF`;
    the one that is empty is not wanted."""
    kind = form(query)
    wanted = rows_as if kind in ("SELECT", "ASK") else graph_as
    if not wanted:
        other = "JSON, XML, CSV and TSV" if kind in ("SELECT", "ASK") else "Turtle, N-Triples, JSON-LD and RDF/XML"
        raise NotAcceptable(f"{kind} can be answered in {other}")
    answer = store.query(query, default=default, named=named)
    try:
        if isinstance(answer, ox.QueryBoolean):
            written = write_truth(wanted, bool(answer))
        elif isinstance(answer, ox.QueryTriples):
            written = write_triples(wanted, answer, max_rows, max_bytes)
        else:
            names = [variable.value for variable in answer.variables]
            quick = write_json(answer, max_rows, max_bytes) if wanted == "json" else None
            if quick is None and wanted == "json":
                answer = store.query(query, default=default, named=named)
                assert isinstance(answer, ox.QuerySolutions)
            written = quick or write_rows(wanted, names, answer, max_rows, max_bytes)
    except (RuntimeError, OSError) as error:  # what the engine finds out only while it runs
        raise QueryError(f"the query failed: {error}") from error
    return {"format": wanted, "body": written.body, "rows": written.rows, "truncated": written.truncated}


def table(
    store: Store,
    *,
    query: str = "",
    question: str = "",
    values: Mapping[str, str] | None = None,
    max_rows: int,
) -> dict[str, Any]:
    """The rows of a query, or of a named question with these values, as `{"columns", "rows", "truncated"}`. A cell is
    None or `{"type": "uri" | "literal" | "bnode", "value", "datatype", "lang"}`."""
    if question:
        found = ask(store, question, values)
        columns, rows = found.columns, iter(found.rows)
    else:
        answer = store.query(query)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError("only SELECT gives a table")
        columns, rows = tuple(v.value for v in answer.variables), map(tuple, answer)
    try:
        kept = list(islice(rows, max_rows + 1))
    except RuntimeError as error:
        raise QueryError(f"the query failed: {error}") from error
    cells = [[None if term is None else cell(term) for term in row] for row in kept[:max_rows]]
    return {"columns": list(columns), "rows": cells, "truncated": len(kept) > max_rows}


def cell(term: Term) -> dict[str, str]:
    """A term as plain values."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value, "lang": term.language or ""}
    return {"type": "bnode", "value": str(term)}


def write_triples(form_: str, triples: Iterable[ox.Triple], most: int, size: int) -> Written:
    """A graph as text: at most so many triples, in at most so many bytes of N-Triples; sorted, each once."""
    kept: dict[ox.Triple, str] = {}
    total, truncated = 0, ""
    for triple in triples:
        if triple in kept:
            continue
        if len(kept) == most:
            truncated = "rows"
            break
        text = str(triple)
        if total + len(text) > size:
            truncated = "bytes"
            break
        total += len(text)
        kept[triple] = text
    ordered = sorted(kept, key=kept.__getitem__)
    out = io.BytesIO()
    if form_ == "ttl":
        write_turtle((f"{kept[triple]} ." for triple in ordered), out)
    elif form_ == "rdfxml":
        write_rdfxml(ordered, out)
    else:
        ox.serialize(ordered, out, RDF[form_])
    body = out.getvalue()
    if truncated and form_ in ("ttl", "nt"):
        body += f"# truncated: limit of {truncated}, {len(kept)} triples\n".encode()
    return Written(body, len(kept), truncated)


def exists(store: Store, *, iri: str) -> bool:
    """Whether the graph says anything with this IRI."""
    node = _node(iri)
    return node is not None and next(_about(store.handle, node), None) is not None


def describe(store: Store, *, iri: str) -> dict[str, Any]:
    """What the graph says of an IRI, for a page: its label, `out` (predicate, object) and `into` (subject, predicate),
    with labels of all that is named. Raises `UnknownName` where it says nothing."""
    node = _known(store, iri)
    handle = store.handle
    out = sorted({(q.predicate, q.object) for q in handle.quads_for_pattern(node, None, None)}, key=_text)
    into = list(islice(handle.quads_for_pattern(None, None, node), _INCOMING + 1))
    arriving = sorted({(q.subject, q.predicate) for q in into[:_INCOMING]}, key=_text)
    named = {term for pair in (*out, *arriving) for term in pair if isinstance(term, ox.NamedNode)} | {node}
    return {
        "iri": iri,
        "label": label(handle, node),
        "out": [[p.value, cell(o)] for p, o in out],
        "into": [[cell(s), p.value] for s, p in arriving],
        "more": len(into) > _INCOMING,
        "labels": {term.value: text for term in named if (text := label(handle, term))},
    }


def describe_as(store: Store, *, iri: str, graph_as: str, max_rows: int, max_bytes: int) -> dict[str, Any]:
    """What the graph says of an IRI, as the body of a response. Raises `UnknownName` where it says nothing."""
    written = write_triples(graph_as, _about(store.handle, _known(store, iri)), max_rows, max_bytes)
    return {"format": graph_as, "body": written.body, "rows": written.rows, "truncated": written.truncated}


def ontology(store: Store, *, iri: str, graph_as: str) -> bytes:
    """The ontology in a format of `RDF`: all that is said of the names that begin with its IRI."""
    triples = (
        quad.triple
        for quad in store.handle.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(iri)
    )
    return write_triples(graph_as, triples, _ONTOLOGY, _ONTOLOGY * 1000).body


def void(store: Store) -> list[list[str]]:
    """The statements on the data set and its parts, as N-Triples terms: what VoID gives."""
    part = f"{DATASET}/"
    return sorted(
        [str(quad.subject), str(quad.predicate), str(quad.object)]
        for quad in store.handle.quads_for_pattern(None, None, None, ox.NamedNode(RUN_GRAPH))
        if isinstance(quad.subject, ox.NamedNode) and f"{quad.subject.value}/".startswith(part)
    )


def label(handle: ox.Store, node: ox.NamedNode) -> str:
    """The name of a thing, or nothing."""
    for name in _LABELS:
        prefix, _, local = name.partition(":")
        for quad in handle.quads_for_pattern(node, ox.NamedNode(PREFIXES[prefix] + local), None):
            if isinstance(quad.object, ox.Literal):
                return quad.object.value
    return ""


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _known(store: Store, iri: str) -> ox.NamedNode:
    node = _node(iri)
    if node is None or next(_about(store.handle, node), None) is None:
        raise UnknownName(f"the graph says nothing of {iri}")
    return node


def _about(handle: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    for quad in handle.quads_for_pattern(node, None, None):
        yield quad.triple
    for quad in islice(handle.quads_for_pattern(None, None, node), _INCOMING):
        yield quad.triple
    for quad in islice(handle.quads_for_pattern(None, node, None), 1):
        yield quad.triple


def _text(pair: tuple[Any, Any]) -> tuple[str, str]:
    return str(pair[0]), str(pair[1])
