"""What a request to the endpoint asks, by the SPARQL 1.1 Protocol: GET, POST of a form, POST of a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_MOST_FIELDS = 100
# Names of formats that clients send as `format`, besides the Accept header; others are passed over.
_FORMATS = {
    **{name: name for name in ("json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml")},
    "turtle": "ttl", "n-triples": "nt", "ntriples": "nt", "json-ld": "jsonld", "rdf": "rdfxml", "rdf+xml": "rdfxml",
}


class Question(NamedTuple):
    """A query with its data set; None where the request names no graph. `form` is a format that was asked for by name
    instead of by the Accept header."""

    query: str
    default: list[str] | None
    named: list[str] | None
    form: str


def from_query_string(text: bytes) -> Question | None:
    """The question of a GET; None where there is no `query`, which asks for the service description."""
    fields = _fields(text)
    if any(name == "query" for name, _ in fields):
        return _question(fields)
    _refuse_update(fields)
    return None


def from_post(content_type: str, query_string: bytes, body: bytes) -> Question:
    """The question of a POST. Raises `HTTPException` where it is none."""
    kind, *parameters = (part.strip() for part in content_type.lower().split(";"))
    charset = dict(p.replace('"', "").split("=", 1) for p in parameters if "=" in p).get("charset", "utf-8")
    if kind == UPDATE:
        raise HTTPException(403, "this endpoint is read-only")
    if kind not in (FORM, QUERY):
        raise HTTPException(415, f"the content type must be {FORM} or {QUERY}")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, "the charset must be UTF-8")
    fields = _fields(query_string)
    if kind == FORM:
        fields += _fields(body)
    else:
        if any(name == "query" for name, _ in fields):
            raise HTTPException(400, "the query is given twice: in the body and in the URL")
        fields.append(("query", _text(body)))
    if not any(name == "query" for name, _ in fields):
        _refuse_update(fields)
        raise HTTPException(400, "there is no query")
    return _question(fields)


def _question(fields: Sequence[tuple[str, str]]) -> Question:
    _refuse_update(fields)
    queries = _values(fields, "query")
    if len(queries) != 1:
        raise HTTPException(400, f"there must be one query, not {len(queries)}")
    if "\x00" in queries[0]:
        raise HTTPException(400, "a query cannot hold the character U+0000")
    default, named = (_values(fields, f"{kind}-graph-uri") for kind in ("default", "named"))
    given = bool(default or named)
    form = next((_FORMATS[name] for name in _values(fields, "format") if name in _FORMATS), "")
    return Question(queries[0], default if given else None, named if given else None, form)


def _refuse_update(fields: Sequence[tuple[str, str]]) -> None:
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise HTTPException(403, "this endpoint is read-only")


def _values(fields: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in fields if name == wanted]


def _fields(text: bytes) -> list[tuple[str, str]]:
    parts = text.split(b"&") if text else []
    if len(parts) > _MOST_FIELDS:
        raise HTTPException(400, "there are too many parameters")
    pairs = (part.partition(b"=") for part in parts if part)
    return [(_unquote(name), _unquote(value)) for name, _, value in pairs]


def _unquote(text: bytes) -> str:
    return _text(unquote_to_bytes(text.replace(b"+", b" ")))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise HTTPException(400, "the request is not UTF-8") from None
