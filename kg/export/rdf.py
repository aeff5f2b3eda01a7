"""A store as a file, in any RDF format. The same graph gives the same bytes, whatever the store's own order.

Formats that hold one graph (`ttl`, `nt`, `rdfxml`) get the facts; those that hold several (`nq`, `trig`,
`jsonld`) get everything, evidence included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, TypeAlias

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.export.lines import file_lines, graph_lines, in_order, sorted_lines
from kg.export.rdfxml import write_rdfxml
from kg.export.turtle import write_trig, write_turtle
from kg.files import whole_file
from kg.store import GRAPHS, Store
from kg.terms import EVIDENCE_GRAPH, PREFIXES, RUN_GRAPH, THING_PREFIXES

_NAMES = {"facts": "", "evidence": EVIDENCE_GRAPH, "run": RUN_GRAPH}
_BATCH = 10_000  # lines parsed at a time
# What every writer works from: the sorted lines of a graph, by its short name.
Lines: TypeAlias = Callable[[str], Iterator[str]]


def _turtle(lines: Lines, out: IO[bytes]) -> None:
    write_turtle(lines("facts"), out)


def _trig(lines: Lines, out: IO[bytes]) -> None:
    write_trig(((_NAMES[graph], lines(graph)) for graph in GRAPHS), out)


def _ntriples(lines: Lines, out: IO[bytes]) -> None:
    for line in lines("facts"):
        out.write(f"{line}\n".encode())


def _quad_lines(lines: Lines) -> Iterator[str]:
    for graph in GRAPHS:
        name = f" <{_NAMES[graph]}> ." if _NAMES[graph] else " ."
        for line in lines(graph):
            yield line[:-2] + name


def _nquads(lines: Lines, out: IO[bytes]) -> None:
    for line in sorted_lines(_quad_lines(lines)):
        out.write(f"{line}\n".encode())


def _quads(lines: Iterator[str], form: ox.RdfFormat) -> Iterator[ox.Quad]:
    while text := "\n".join(islice(lines, _BATCH)):
        yield from ox.parse(input=text, format=form)


def _rdfxml(lines: Lines, out: IO[bytes]) -> None:
    quads = _quads(lines("facts"), ox.RdfFormat.N_TRIPLES)
    write_rdfxml((quad.triple for quad in quads), out)


def _jsonld(lines: Lines, out: IO[bytes]) -> None:
    quads = _quads(_quad_lines(lines), ox.RdfFormat.N_QUADS)
    ox.serialize(quads, out, ox.RdfFormat.JSON_LD, prefixes=PREFIXES | THING_PREFIXES)


FORMATS: dict[str, Callable[[Lines, IO[bytes]], None]] = {
    "ttl": _turtle,
    "nt": _ntriples,
    "nq": _nquads,
    "trig": _trig,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}


def write_store(store: Store, form: str, out: str | Path | IO[bytes]) -> None:
    """Write a store."""
    _write(partial(graph_lines, store), form, out)


def write_files(files: Mapping[str, Iterable[str | Path]], form: str, out: str | Path | IO[bytes]) -> None:
    """Write what stands in N-Triples files, `{"facts": […], "evidence": […]}`, as a store of them would be written."""

    def lines(graph: str) -> Iterator[str]:
        members = list(files.get(graph, ()))
        if len(members) == 1 and in_order(members[0]):
            return file_lines(members[0])
        return sorted_lines(line for path in members for line in file_lines(path))

    _write(lines, form, out)


def _write(lines: Lines, form: str, out: str | Path | IO[bytes]) -> None:
    writer = FORMATS.get(form)
    if writer is None:
        raise UnknownName(f"no format {form!r}: one of {', '.join(FORMATS)}")
    if isinstance(out, str | Path):
        with whole_file(out) as file:
            writer(lines, file)
    else:
        writer(lines, out)
