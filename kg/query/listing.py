"""The rows of a named question in its order, as many as are wanted, without sorting what nobody asked to see.

An engine that sorts fetches every name of every row, again and again: minutes where there are 100,000 trials. Here the
engine only finds rows; they are put in order afterwards, by SPARQL's rules. A question whose order begins with the
trial (`# by: trial`) is asked for a handful of trials at a time, in their order, until there are rows enough, so the
first rows of a long list cost as much as those of a short one; where only some trials can have rows, they are looked
for first (`# having:`). The answer is the same as that of the query as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.query.table import Table, run
from kg.search import open_index
from kg.store import Store
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from kg.query.questions import Question
    from kg.store import Answer, Source, Term

Row: TypeAlias = "tuple[Term | None, ...]"
Bindings: TypeAlias = "Mapping[str, Term | Sequence[Term]]"

_BATCH = 64  # trials asked for at once: for more, the engine would rather look at all
_PAGE = 1_024  # trials fetched from a server at once
_SAMPLE, _DENSE = 512, 0.05  # after so many trials with fewer rows for each, it is faster to find all rows
_NUMERIC = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float"))


def listed(store: Source, asked: Question, bindings: Bindings, limit: int) -> Table:
    """The first `limit` rows (0: all) of the answer, in the question's order; `more` says whether there are others."""
    first = _first_rows(store, asked, bindings, limit) if limit and asked.by else None
    return _cut(first or _find(store, asked, bindings), limit)


def _first_rows(store: Source, asked: Question, bindings: Bindings, limit: int) -> Table | None:
    """More than `limit` rows, or all, found by trial after trial; None where they are so rare that it is no use."""
    keys = iter(_having(store, asked, bindings) if asked.having else trials(store))
    rows: list[Row] = []
    seen = 0
    while True:
        batch = [ox.NamedNode(iri) for iri in islice(keys, _BATCH)]
        found = _find(store, asked, {**bindings, asked.by: batch})
        rows += found.rows
        seen += len(batch)
        if len(rows) > limit or len(batch) < _BATCH:
            return Table(found.columns, tuple(rows))
        if not asked.having and seen >= _SAMPLE and len(rows) < _DENSE * seen:
            return None


def _find(store: Source, asked: Question, bindings: Bindings) -> Table:
    return _in_order(run(store, asked.body, bindings, union=asked.union), asked)


def _having(store: Source, asked: Question, bindings: Bindings) -> list[str]:
    """The trials that meet the question's pattern, sorted."""
    bound = {name: value for name, value in bindings.items() if f"?{name} " in f"{asked.having} "}
    query = f"SELECT DISTINCT ?trial WHERE {{ {asked.having} }}"
    return _sorted_iris(store.query(query, bindings=bound, union=False))


def trials(store: Source) -> Iterator[str]:
    """The IRIs of all trials, sorted."""
    if not isinstance(store, Store):
        yield from _paged_trials(store)
        return
    index = open_index(store)
    if index is None:
        yield from _sorted_iris(store.query("SELECT ?trial WHERE { ?trial a tkg:Trial }", union=False))
        return
    with index:
        yield from index.trials()


def _paged_trials(store: Source) -> Iterator[str]:
    """The same from a server, some at a time: the whole list of a registry is some 40 MB."""
    last = ""
    while True:
        query = (
            "SELECT ?trial WHERE { ?trial a tkg:Trial . FILTER (STR(?trial) > ?last) } "
            f"ORDER BY STR(?trial) LIMIT {_PAGE}"
        )
        page = _sorted_iris(store.query(query, bindings={"last": ox.Literal(last)}, union=False))
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1]


def _sorted_iris(answer: Answer) -> list[str]:
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(row[0].value for row in answer)


def _cut(table: Table, limit: int) -> Table:
    if not limit or len(table.rows) <= limit:
        return table
    return Table(table.columns, table.rows[:limit], more=True)


def _in_order(table: Table, asked: Question) -> Table:
    """The rows sorted as the question says, then by all their cells; lists within cells are sorted, too."""
    columns = table.columns
    rows = table.rows
    for name, separator in asked.lists:
        place = columns.index(name)
        rows = tuple((*row[:place], _sorted_list(row[place], separator), *row[place + 1 :]) for row in rows)
    ordered = sorted(rows, key=lambda row: [_key(cell) for cell in row])
    for name, descending in reversed(asked.order):
        place = columns.index(name)
        ordered.sort(key=lambda row: _key(row[place]), reverse=descending)
    return Table(columns, tuple(ordered))


def _sorted_list(cell: Term | None, separator: str) -> Term | None:
    if not isinstance(cell, ox.Literal):
        return cell
    return ox.Literal(separator.join(sorted(cell.value.split(separator))))


def _key(term: Term | None) -> tuple[int, Decimal | int, str]:
    """What SPARQL's ORDER BY compares: nothing comes first, then IRIs, then numbers by value, then text."""
    if term is None:
        return (0, 0, "")
    if isinstance(term, ox.Literal):
        if term.datatype.value in _NUMERIC:
            try:
                return (2, Decimal(term.value), "")
            except InvalidOperation:
                pass
        return (3, 0, term.value)
    return (1, 0, str(term.value) if isinstance(term, ox.NamedNode) else str(term))

