"""A build as Parquet tables (`kg.export.columns`) for DuckDB, Polars, pandas.

Trials are walked one by one in the order of their names, concepts after them, and written in pieces: memory holds the
names of the concepts and one piece of each table. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox

from kg.catalogue import Catalogue
from kg.emit import unpack
from kg.errors import InputError
from kg.export.columns import TABLES, Row, schema
from kg.export.directories import complete_directory
from kg.export.evidence_rows import evidence_rows, packed_evidence
from kg.export.nodes import PART, nodes_of, walk
from kg.export.rows import Evidence, Facts, Rows
from kg.shards import FACTS
from kg.store import Store
from kg.terms import EVIDENCE_GRAPH, expand

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_ROWS = 50_000  # of a row group
_FILES = {table: f"{table}.parquet" for table in TABLES}


def write_tables(store: Store, out: Path, root: Path | None = None, *, evidence: bool = True) -> None:
    """Write the tables to the directory `out`; that of the evidence only where there is any. `root` is the build on
    disk, whose shards have facts and evidence by trial.

    Raises `InputError` without pyarrow, and where something else is at `out`.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise InputError("--format parquet needs pyarrow: pip install 'trialkg[parquet]'") from error
    with complete_directory(out, _FILES.values()) as place, ExitStack() as opened:
        facts: Facts | None = None
        grounds: Evidence | None = None
        if root is not None:
            catalogue = opened.enter_context(Catalogue.open(root))
            facts = _facts_of(catalogue)
            grounds = _evidence_of(catalogue) if evidence else None
        elif evidence:
            grounds = _from_store(store)
        tables = {
            name: opened.enter_context(_Table(place / file, name))
            for name, file in _FILES.items()
            if name != "evidence" or grounds is not None
        }
        for name, row in Rows(store).all(facts, grounds):
            tables[name].add(row)


class _Table:
    """A table on its way to a file."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._schema = schema(name)
        self._rows: list[Row] = []

    def __enter__(self) -> _Table:
        import pyarrow.parquet as pq

        self._writer: pq.ParquetWriter = pq.ParquetWriter(
            self._path, self._schema, version="2.6", compression="zstd", compression_level=3
        )
        return self

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._rows:
            self._flush()
        self._writer.close()


def _facts_of(catalogue: Catalogue) -> Facts:
    return lambda trial: nodes_of(catalogue.read(catalogue.whereabouts(trial), FACTS))


def _evidence_of(catalogue: Catalogue) -> Evidence:
    def rows(trial: str) -> list[Row]:
        place = catalogue.whereabouts(trial)
        packed = catalogue.packed(place)
        grounds = unpack(packed)
        if grounds is None:
            return evidence_rows(trial, nodes_of(packed))
        return packed_evidence(trial, catalogue.read(place, FACTS), grounds)

    return rows


def _from_store(store: Store) -> Evidence | None:
    """The same of a graph in memory; None where it has no evidence."""
    assertions: defaultdict[str, list[str]] = defaultdict(list)
    for quad in store.quads("evidence", expand("rdf:subject")):
        if isinstance(quad.subject, ox.NamedNode):
            name = quad.subject.value.removeprefix(PART).rpartition("-assertion-")[0]
            assertions[unquote(name)].append(quad.subject.value)
    if not assertions:
        return None
    graph = ox.NamedNode(EVIDENCE_GRAPH)
    return lambda trial: evidence_rows(
        trial, walk(store.handle, assertions[trial], graph, lambda iri: iri.startswith(PART))
    )
