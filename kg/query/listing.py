"""The rows of a named question in its order, as many as are wanted, without sorting what nobody asked to see.

An engine that sorts fetches every name of every row, again and again: minutes where there are 100,000 trials. Here the
engine only finds rows; they are put in order afterwards, by SPARQL's rules. A question whose order begins with the
trial (`# by: trial`) is asked for a handful of trials at a time, in their order, until there are rows enough, so the
first rows of a long list cost as much as those of a short one; where only some trials can have rows, they are looked
for first (`# having:`). Where a number stands before the trial in the order (`# by: confidence trial`), the pattern
tells what it is at least in each trial. An order that begins with a number alone (`# by: meanings`) is followed number
by number. The answer is the same as that of the query as it is written.

The evidence of a build may be apart from its store. Then it is fetched for the trials that are just asked about
(`Grounds`), so that nobody has to wait for all of it, or to hold it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from heapq import heappop, heappush
from itertools import count, islice
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import pyoxigraph as ox

from kg.query.table import Table, run
from kg.search import catalogued, open_index
from kg.store import Store
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from kg.query.questions import Question
    from kg.store import Answer, Source, Term

Row: TypeAlias = "tuple[Term | None, ...]"
_Sorted: TypeAlias = "tuple[int, Decimal | int, str]"
_Early: TypeAlias = "tuple[_Sorted, _Sorted, int, Row]"
Bindings: TypeAlias = "Mapping[str, Term | Sequence[Term]]"

_BATCH = 64  # trials asked for at once: for more, the engine would rather look at all
_FEW = 8  # trials whose evidence is fetched at first, twice as many each time
_MORE = 1.25  # so much more than are expected to do
_PAGE = 1_024  # trials fetched from a server at once
_MANY = 1_000  # trials that meet a pattern: where there are so many, the first of all trials have some among them
_CROWD = 5_000  # trials with the same number before them in the order: some are then found among the first of all
_SAMPLE, _DENSE = 512, 0.05  # after so many trials with fewer rows for each, it is faster to find all rows
_SOONER = 4  # so much earlier where a pattern finds the trials that have rows
_NUMERIC = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float"))


class Grounds(Protocol):
    """Where the evidence of trials is, when it is not in the store that is asked."""

    def trials(self, asked: Question, bindings: Bindings) -> Iterable[str] | None:
        """The trials that can have rows in the answer, sorted; None where that cannot be told."""

    def of(self, trials: Sequence[str], asked: Question, bindings: Bindings) -> Store:
        """Some trials with what a question asks of them."""


class _Key(NamedTuple):
    """A trial, with the least that the variable before it in the order can be in its rows."""

    least: Term | None
    trial: str


def listed(store: Source, asked: Question, bindings: Bindings, limit: int, grounds: Grounds | None = None) -> Table:
    """The first `limit` rows (0: all) of the answer, in the question's order; `more` says whether there are others."""
    if grounds is not None and asked.evidence:
        return _cut(_with_evidence(store, asked, bindings, limit, grounds), limit)

    def find(batch: Sequence[Term]) -> Table:
        return _find(store, asked, {**bindings, "trial": batch})

    first = None
    if limit and asked.by and asked.by != "trial":
        first = _by_number(store, asked, bindings, limit)
    elif limit and asked.by:
        few = list(islice(_having(store, asked, bindings, _MANY), _MANY)) if asked.having and not asked.ahead else []
        if asked.ahead:
            first = _first_rows(asked, _having(store, asked, bindings, few=limit < _MANY), limit, find, _BATCH)
        elif asked.having and len(few) < _MANY:
            first = _first_rows(asked, few, limit, find, _BATCH)
        else:
            first = _first_rows(asked, (_Key(None, iri) for iri in trials(store)), limit, find)
    if first is None and asked.having and _by_trial(asked) and (limit or isinstance(store, Store)):
        first = _first_rows(asked, _having(store, asked, bindings), limit or sys.maxsize, find, _BATCH)
    return _cut(_find(store, asked, bindings) if first is None else first, limit)


def _with_evidence(store: Source, asked: Question, bindings: Bindings, limit: int, grounds: Grounds) -> Table:
    """More than `limit` rows, or all, with evidence that is fetched for some trials after the other."""
    keys: Iterable[_Key]
    if asked.having:
        keys = _having(store, asked, bindings, few=0 < limit < _MANY)
    else:
        found = grounds.trials(asked, bindings)
        keys = (_Key(None, iri) for iri in (trials(store) if found is None else found))

    def find(batch: Sequence[Term]) -> Table:
        with grounds.of([iri.value for iri in batch if isinstance(iri, ox.NamedNode)], asked, bindings) as some:
            return _find(some, asked, {**bindings, "trial": batch} if _by_trial(asked) else bindings)

    if not _by_trial(asked):
        return find([ox.NamedNode(key.trial) for key in keys])
    rows = _first_rows(asked, keys, limit or sys.maxsize, find, _FEW)
    assert rows is not None
    return rows


def _by_trial(asked: Question) -> bool:
    return asked.by == "trial" or asked.order[:1] == (("trial", False),)


def _by_number(store: Source, asked: Question, bindings: Bindings, limit: int) -> Table:
    """More than `limit` rows, or all, found for the first values of a number, as many as have so many rows."""
    count = f"SELECT ?{asked.by} (COUNT(*) AS ?rows) WHERE {{ {asked.having} }} GROUP BY ?{asked.by}"
    answer = store.query(count, union=False)
    assert isinstance(answer, ox.QuerySolutions)
    falling = asked.order[0][1]
    waiting = iter(sorted(((row[asked.by], row["rows"]) for row in answer), key=lambda n: _key(n[0]), reverse=falling))
    done: list[Row] = []
    while True:
        some: list[Term] = []
        expected = len(done)
        for value, rows in waiting:
            some.append(value)
            expected += int(rows.value)
            if expected > limit:
                break
        found = _find(store, asked, {**bindings, asked.by: some})
        done += found.rows
        if len(done) > limit or expected <= limit:
            return Table(found.columns, tuple(done))


def _first_rows(
    asked: Question, keys: Iterable[_Key], limit: int, find: Callable[[Sequence[Term]], Table], few: int = 0
) -> Table | None:
    """More than `limit` rows, or all, found by trial after trial; None where they are so rare that it is no use, unless
    trials are to be taken by the `few`."""
    waiting = iter(keys)
    done: list[Row] = []
    early: list[_Early] = []  # a heap of rows that those of later trials may stand before
    numbers = count()  # so that no two entries are compared by their rows
    seen = 0
    size = few or _BATCH
    while True:
        batch = list(islice(waiting, size))
        last = len(batch) < size
        found = find([ox.NamedNode(key.trial) for key in batch])
        if asked.ahead and not last:
            first, second = (found.columns.index(name) for name in (asked.ahead, "trial"))
            for row in found.rows:
                heappush(early, (_key(row[first]), _key(row[second]), next(numbers), row))
            end = (_key(batch[-1].least), _key(ox.NamedNode(batch[-1].trial)))
            ready = []
            while early and early[0][:2] <= end:
                ready.append(heappop(early)[-1])
            done += _in_order(Table(found.columns, tuple(ready)), asked).rows
        else:
            rest = (*(row for *_, row in early), *found.rows)
            done += _in_order(Table(found.columns, rest), asked).rows if early else found.rows
        seen += len(batch)
        if len(done) > limit or last:
            return Table(found.columns, tuple(done))
        if not few and seen >= _SAMPLE // (_SOONER if asked.having else 1) and len(done) < _DENSE * seen:
            return None
        wanting = _MORE * seen * (limit + 1 - len(done)) / max(1, len(done))  # by what there was of rows until now
        size = min(2 * size, _BATCH, max(_FEW, ceil(wanting)))


def _find(store: Source, asked: Question, bindings: Bindings) -> Table:
    return _in_order(run(store, asked.body, bindings, union=asked.union), asked)


def _having(store: Source, asked: Question, bindings: Bindings, most: int = 0, *, few: bool = False) -> Iterator[_Key]:
    """The trials that meet the question's pattern (at most so many of them, in any choice), in the order of their rows.

    Where a number comes before the trial, it is asked for first: the trials of the least ones are mostly enough. Where
    only a `few` are wanted, and thousands have the same number, the first of these are looked for among all trials.
    """
    bound = {name: value for name, value in bindings.items() if f"?{name} " in f"{asked.having} "}
    if not asked.ahead:
        found = _column(store, "?trial", asked.having, bound, f" LIMIT {most}" if most else "")
        yield from (_Key(None, iri) for iri in sorted(each.value for each in found if isinstance(each, ox.NamedNode)))
        return
    for least in sorted(_column(store, "?least", asked.having, bound), key=_key):
        known: Bindings = {**bound, "least": least}
        found = _column(store, "?trial", asked.having, known, f" LIMIT {_CROWD}" if few else "")
        if few and len(found) == _CROWD:
            yield from (_Key(least, iri) for iri in _among(store, asked, known))
            continue
        yield from (_Key(least, iri) for iri in sorted(each.value for each in found if isinstance(each, ox.NamedNode)))


def _among(store: Source, asked: Question, bindings: Bindings) -> Iterator[str]:
    """The same, found by asking about all trials in their order, some at a time."""
    waiting = trials(store)
    while batch := [ox.NamedNode(iri) for iri in islice(waiting, _BATCH)]:
        found = _column(store, "?trial", asked.having, {**bindings, "trial": batch})
        yield from sorted(each.value for each in found if isinstance(each, ox.NamedNode))


def _column(store: Source, name: str, pattern: str, bound: Bindings, end: str = "") -> list[Term]:
    """What one variable can be where a pattern holds."""
    answer = store.query(f"SELECT DISTINCT {name} WHERE {{ {pattern} }}{end}", bindings=bound, union=False)
    assert isinstance(answer, ox.QuerySolutions)
    return [row[0] for row in answer]


def trials(store: Source) -> Iterator[str]:
    """The IRIs of all trials, sorted."""
    if not isinstance(store, Store):
        yield from _paged_trials(store)
        return
    index = open_index(store)
    if index is not None:
        with index:
            yield from index.trials()
        return
    none = True
    for iri in catalogued(store):
        none = False
        yield iri
    if none:
        yield from _sorted_iris(store.query("SELECT ?trial { ?trial a tkg:Trial }", union=False))


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
    """An empty list is nothing: of nothing, one engine makes an empty text, and another nothing."""
    if not isinstance(cell, ox.Literal):
        return cell
    if not cell.value:
        return None
    return ox.Literal(separator.join(sorted(cell.value.split(separator))))


def _key(term: Term | None) -> _Sorted:
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
