"""An answer as a table, and its written forms: text for terminals, CSV, JSON, XML, Turtle for graphs.

A cell is an RDF term or None. CSV, JSON and XML are the forms of the W3C's SPARQL 1.1 recommendations.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import InputError, QueryError, UnknownName
from kg.store import Source, Term
from kg.terms import PREFIXES, curie_of, namespaces

if TYPE_CHECKING:
    import pandas

Python: TypeAlias = str | int | Decimal | bool | None

_XSD = PREFIXES["xsd"]
_SHOWN = 20  # rows of what stands at the prompt
_WIDEST = 80  # characters to which a column of text is filled up
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """The answer to a query. `kind` is `select`, `ask` (one cell, true or false) or `graph` (subject, predicate,
    object); `more` is whether it was cut after these rows. Iterating and indexing give rows of plain Python values,
    printing it the table as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    kind: str = "select"
    more: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Python, ...]]:
        return (tuple(map(plain, row)) for row in self.rows)

    def __getitem__(self, place: int) -> tuple[Python, ...]:
        return tuple(map(plain, self.rows[place]))

    def __bool__(self) -> bool:
        """What an ASK answers; for the others, whether there is any row."""
        return plain(self.rows[0][0]) is True if self.kind == "ask" else bool(self.rows)

    def records(self) -> list[dict[str, Python]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]

    def column(self, name: str) -> list[Python]:
        """One column. Raises `UnknownName` where there is none of that name."""
        if name not in self.columns:
            raise UnknownName(f"no column {name!r}: {', '.join(self.columns)}")
        place = self.columns.index(name)
        return [row[place] for row in self]

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as a pandas data frame. Raises `InputError` where pandas is not installed."""
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise InputError(f"a data frame needs {error.name}: pip install 'trialkg[dataframe]'") from error
        rows = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in self]
        return pd.DataFrame(rows, columns=list(self.columns))

    def render(self, form: str = "table") -> str:
        """The table as text: `table`, `csv`, `json`, `xml`; `ttl` for graphs. Raises `UnknownName` for others."""
        if form == "ttl":
            return self._turtle()
        write = _FORMS.get(form)
        if write is None:
            raise UnknownName(f"no format {form!r}: one of {', '.join(_FORMS)}, ttl")
        return write(self)

    def _turtle(self) -> str:
        if self.kind != "graph":
            raise QueryError("only CONSTRUCT and DESCRIBE answer with a graph: choose table, csv, json or xml")
        triples = [ox.Triple(*row) for row in self.rows]  # type: ignore[arg-type]
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_used_prefixes(triples))
        return (text or b"").decode()

    def __str__(self) -> str:
        return self.render().rstrip("\n")

    def __repr__(self) -> str:
        """The first rows, for whoever tries a query at the prompt."""
        shown = str(Table(self.columns, self.rows[:_SHOWN], self.kind))
        left = len(self.rows) - _SHOWN
        return f"{shown}\n… {left:,} more rows" if left > 0 else shown

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(short(cell))}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def run(
    store: Source,
    text: str,
    bindings: Mapping[str, Term | Sequence[Term]] | None = None,
    *,
    union: bool = True,
) -> Table:
    """The answer to a query; `bindings` are values for its variables. A graph's triples are sorted.

    Without `union` it sees the facts only, which is faster.

    Raises `QueryError` where it does not parse or is refused.
    """
    answer = store.query(text, bindings=bindings, union=union)
    if isinstance(answer, ox.QueryBoolean):
        value = ox.Literal("true" if answer else "false", datatype=ox.NamedNode(f"{_XSD}boolean"))
        return Table(("answer",), ((value,),), "ask")
    if isinstance(answer, ox.QueryTriples):
        triples = sorted(set(answer), key=str)
        rows = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
        return Table(("subject", "predicate", "object"), rows, "graph")
    columns = tuple(variable.value for variable in answer.variables)
    try:
        return Table(columns, tuple(tuple(solution) for solution in answer))
    except RuntimeError as error:  # what the engine finds out only while it runs
        raise QueryError(f"the query failed: {error}") from error


def plain(term: Term | None) -> Python:
    """A term as a Python value: IRIs and text as `str`, numbers and truth values as such."""
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if isinstance(term, ox.Literal):
        convert = _CONVERSIONS.get(term.datatype.value)
        try:
            return convert(term.value) if convert else term.value
        except (ValueError, ArithmeticError):
            return term.value
    return term.value


_CONVERSIONS: dict[str, Callable[[str], Python]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}boolean": lambda text: text in ("true", "1"),
}


def _used_prefixes(triples: list[ox.Triple]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {prefix: namespace for namespace, prefix in namespaces() if f"<{namespace}" in text}


def short(term: Term | None) -> str:
    """A term for the eye: IRIs as prefixed names, literals as their text.

    >>> short(ox.NamedNode("https://w3id.org/trialkg/id/drug/bevacizumab"))
    'drug:bevacizumab'
    """
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return curie_of(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _printable(text: str) -> str:
    """One line without control characters: a record must not write to somebody's terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _text(table: Table) -> str:
    cells = [table.columns, *(tuple(_printable(short(cell)) for cell in row) for row in table.rows)]
    # One text of a record would make its column as wide as itself in every row: longer cells stand out of theirs.
    widths = [min(_WIDEST, max(len(row[i]) for row in cells)) for i in range(len(table.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "".join(f"{line}\n" for line in lines)


def _csv(table: Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow("" if cell is None else getattr(cell, "value", str(cell)) for cell in row)
    return out.getvalue()


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != f"{_XSD}string":
        found["datatype"] = term.datatype.value
    return found


def _json(table: Table) -> str:
    if table.kind == "ask":
        return json.dumps({"head": {}, "boolean": bool(table)}) + "\n"
    bindings = [
        {name: _json_term(cell) for name, cell in zip(table.columns, row, strict=True) if cell is not None}
        for row in table.rows
    ]
    answer = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _xml_text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def xml_term(term: Term) -> str:
    """A term as the XML of SPARQL results; what XML cannot carry becomes U+FFFD."""
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
        return f"<triple>{''.join(f'<{name}>{xml_term(part)}</{name}>' for name, part in parts)}</triple>"
    kind = ""
    if term.language:
        kind = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype.value != f"{_XSD}string":
        kind = f" datatype={quoteattr(term.datatype.value)}"
    return f"<literal{kind}>{_xml_text(term.value)}</literal>"


def _xml(table: Table) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<sparql xmlns="http://www.w3.org/2005/sparql-results#">']
    if table.kind == "ask":
        lines += ["<head/>", f"<boolean>{'true' if table else 'false'}</boolean>"]
    else:
        lines.append("<head>" + "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns) + "</head>")
        lines.append("<results>")
        for row in table.rows:
            cells = (
                f"<binding name={quoteattr(name)}>{xml_term(cell)}</binding>"
                for name, cell in zip(table.columns, row, strict=True)
                if cell is not None
            )
            lines.append(f"<result>{''.join(cells)}</result>")
        lines.append("</results>")
    return "\n".join([*lines, "</sparql>", ""])


_FORMS: dict[str, Callable[[Table], str]] = {"table": _text, "csv": _csv, "json": _json, "xml": _xml}
