"""Answers to SELECT and ASK as text, row by row, until a limit is reached; the formats are those of the W3C.

A cut answer says so in itself where its format has a place for it: `truncated` in JSON, a comment in XML.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring as _quoted
from typing import IO, Any, NamedTuple, cast
from xml.sax.saxutils import quoteattr

import pyoxigraph as ox

from kg.query.table import xml_term
from kg.store import Term
from kg.terms import PREFIXES

_STRING = f"{PREFIXES['xsd']}string"
_TSV = str.maketrans({"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", '"': '\\"'})
_CACHED = 4096
_ROWS = b'"bindings":['
_BETWEEN = b'"}},{"'


class Written(NamedTuple):
    """An answer as text: how many rows, and which limit cut it (`rows`, `bytes` or nothing)."""

    body: bytes
    rows: int
    truncated: str


class _Form(NamedTuple):
    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str], Iterable[Term | None], dict[Term, str]], str]
    between: str
    tail: Callable[[str, int], str]
    truth: Callable[[bool], str]


def write_rows(form: str, names: Sequence[str], rows: Iterable[Iterable[Term | None]], most: int, size: int) -> Written:
    """The rows in a format of `FORMS`, at most so many, in at most about so many bytes."""
    how = FORMS[form]
    parts = [how.head(names).encode()]
    total, count, truncated = len(parts[0]), 0, ""
    known: dict[Term, str] = {}
    for row in rows:
        if count == most:
            truncated = "rows"
            break
        if len(known) > _CACHED:
            known.clear()
        text = ((how.between if count else "") + how.row(names, row, known)).encode()
        if total + len(text) > size:
            truncated = "bytes"
            break
        parts.append(text)
        total += len(text)
        count += 1
    parts.append(how.tail(truncated, count).encode())
    return Written(b"".join(parts), count, truncated)


class _Enough(Exception):
    """There is more than may be sent."""


class _Bounded(io.RawIOBase):
    """What the engine writes to, until it is enough."""

    def __init__(self, size: int) -> None:
        self.found = bytearray()
        self._size = size

    def write(self, piece: Any) -> int:
        if len(self.found) <= self._size:  # the engine's buffer comes a second time when it is let go
            self.found += piece
        if len(self.found) > self._size:
            raise _Enough
        return len(piece)


def write_json(solutions: ox.QuerySolutions, most: int, size: int) -> Written | None:
    """The rows in JSON, written by the engine itself, which is twice as fast, and cut afterwards. None where that
    cannot be done: the rows must be written one by one.

    Between two rows stand the bytes `"}},{"`, and nowhere else: within a value the last of them would be `\\"`. Only
    where a row has no value at all (`{}`) does that not hold.
    """
    out = _Bounded(size)
    truncated = ""
    try:
        solutions.serialize(cast("IO[bytes]", out), format=ox.QueryResultsFormat.JSON)
    except _Enough:
        truncated = "bytes"
    body = bytes(out.found)
    start = body.index(_ROWS) + len(_ROWS)
    if body.startswith(b"{}", start) or body.find(b",{}", start) >= 0:
        return None
    whole = body.count(_BETWEEN, start)
    if not truncated:
        whole += body.startswith(b"{", start)
        if whole <= most:
            return Written(body, whole, "")
    if whole > most:
        whole, truncated = most, "rows"
    end = start
    for _ in range(whole):
        end = body.index(_BETWEEN, end) + len(_BETWEEN)
    rows = body[: end - len(b',{"')] if whole else body[:start]
    return Written(rows + _json_tail(truncated, whole).encode(), whole, truncated)


def write_truth(form: str, value: bool) -> Written:
    """What ASK answers, in a format of `FORMS`."""
    return Written(FORMS[form].truth(value).encode(), 1, "")


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f'{{"type":"triple","value":{{{",".join(f"{_quoted(n)}:{_json_term(t)}" for n, t in parts)}}}}}'
    more = ""
    if term.language:
        more = f',"xml:lang":{_quoted(term.language)}'
    elif term.datatype.value != _STRING:
        more = f',"datatype":{_quoted(term.datatype.value)}'
    return f'{{"type":"literal","value":{_quoted(term.value)}{more}}}'


def _json_row(names: Sequence[str], row: Iterable[Term | None], known: dict[Term, str]) -> str:
    cells = []
    for name, term in zip(names, row, strict=True):
        if term is not None:
            text = known.get(term)
            if text is None:
                text = known[term] = _json_term(term)
            cells.append(f"{_quoted(name)}:{text}")
    return f"{{{','.join(cells)}}}"


def _json_tail(truncated: str, rows: int) -> str:
    mark = f',"truncated":{{"limit":{_quoted(truncated)},"rows":{rows}}}' if truncated else ""
    return f"\n]}}{mark}}}\n"


def _xml_row(names: Sequence[str], row: Iterable[Term | None], known: dict[Term, str]) -> str:
    cells = []
    for name, term in zip(names, row, strict=True):
        if term is not None:
            text = known.get(term)
            if text is None:
                text = known[term] = xml_term(term)
            cells.append(f"<binding name={quoteattr(name)}>{text}</binding>")
    return f"<result>{''.join(cells)}</result>\n"


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _xml_head(names: Sequence[str]) -> str:
    return f"{_XML}<head>{''.join(f'<variable name={quoteattr(n)}/>' for n in names)}</head>\n<results>\n"


def _xml_tail(truncated: str, rows: int) -> str:
    mark = f"<!-- truncated: limit of {truncated}, {rows} rows -->\n" if truncated else ""
    return f"</results>\n{mark}</sparql>\n"


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _csv_row(_names: Sequence[str], row: Iterable[Term | None], _known: dict[Term, str]) -> str:
    return _csv_line("" if term is None else _csv_term(term) for term in row)


def _csv_term(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _tsv_row(_names: Sequence[str], row: Iterable[Term | None], _known: dict[Term, str]) -> str:
    return "\t".join("" if term is None else _tsv_term(term) for term in row) + "\n"


def _tsv_term(term: Term) -> str:
    if not isinstance(term, ox.Literal):
        return str(term)
    quoted = f'"{term.value.translate(_TSV)}"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype.value == _STRING else f"{quoted}^^{term.datatype}"


FORMS: dict[str, _Form] = {
    "json": _Form(
        lambda names: f'{{"head":{{"vars":[{",".join(map(_quoted, names))}]}},"results":{{"bindings":[\n',
        _json_row,
        ",\n",
        _json_tail,
        lambda value: f'{{"head":{{}},"boolean":{str(value).lower()}}}\n',
    ),
    "xml": _Form(
        _xml_head,
        _xml_row,
        "",
        _xml_tail,
        lambda value: f"{_XML}<head/>\n<boolean>{str(value).lower()}</boolean>\n</sparql>\n",
    ),
    "csv": _Form(_csv_line, _csv_row, "", lambda _cut, _rows: "", lambda value: f"{str(value).lower()}\r\n"),
    "tsv": _Form(
        lambda names: "\t".join(f"?{name}" for name in names) + "\n",
        _tsv_row,
        "",
        lambda _cut, _rows: "",
        lambda value: f"{str(value).lower()}\n",
    ),
}
