"""Graphs on a server replaced by those of a build, in pieces: by its graph store, or by updates."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from kg.errors import EndpointFailed
from kg.remote.address import Address
from kg.remote.endpoint import IRI_OF
from kg.store import GRAPHS

_MOST_LINES, _MOST_BYTES = 40_000, 8_000_000  # of one request to a graph store
_MOST_UPDATE_LINES = 1_000  # of one update: Virtuoso compiles each into a program of at most 10,000 lines
_UPDATES_ONLY = "/sparql-auth"  # of Virtuoso: it never answers what a graph store is asked there
_TRIES = 4
_PASSING = frozenset({None, 429, 502, 503, 504})  # no answer, or one that may be another in a moment
_NO_GRAPH_STORE = frozenset({400, 404, 405, 406, 411, 415, 422, 500, 501})


class _GraphStore:
    """Graphs changed by the Graph Store HTTP Protocol."""

    lines = _MOST_LINES

    def __init__(self, address: Address) -> None:
        self._address = address

    def clear(self, graph: str) -> None:
        reply = self._address.send("PUT", [("graph", graph)], b"", {"Content-Type": "application/n-triples"})
        if reply.type == "text/html" and b"<form" in reply.body.lower():
            raise EndpointFailed(f"{self._address.url} answered with a form: it is no graph store", 405)

    def add(self, graph: str, lines: bytes) -> None:
        self._address.send("POST", [("graph", graph)], lines, {"Content-Type": "application/n-triples"})


class _Updates:
    """Graphs changed by SPARQL Update."""

    lines = _MOST_UPDATE_LINES

    def __init__(self, address: Address) -> None:
        self._address = address

    def clear(self, graph: str) -> None:
        self._send(f"CLEAR SILENT GRAPH <{graph}>".encode())

    def add(self, graph: str, lines: bytes) -> None:
        self._send(b"INSERT DATA { GRAPH <%s> {\n%s} }" % (graph.encode(), lines))

    def _send(self, text: bytes) -> None:
        self._address.send("POST", (), text, {"Content-Type": "application/sparql-update"})


def fill(
    address: Address,
    graphs: Mapping[str, Iterable[bytes]],
    *,
    graph_store: bool = False,
    chunk: int = 0,
    told: Callable[[str, int], None] = lambda _graph, _lines: None,
) -> dict[str, int]:
    """Replace graphs on a server by lines of N-Triples, `chunk` of them a request; how many lines each has.

    All are emptied before the first is filled, and `run` comes last: a server whose run is there holds all of it. What
    was broken off is done again from the start; nothing is there twice, as there are no blank nodes. `told` hears of
    each request. Without `graph_store` an address that does not speak its protocol gets updates.
    """
    names = [name for name in GRAPHS if name in graphs]
    writer: _GraphStore | _Updates = _GraphStore(address)
    if not graph_store and urlsplit(address.url).path.endswith(_UPDATES_ONLY):
        writer = _Updates(address)
    for name in reversed(names):
        try:
            _patiently(writer.clear, IRI_OF[name])
        except EndpointFailed as error:
            if graph_store or isinstance(writer, _Updates) or error.status not in _NO_GRAPH_STORE:
                raise
            writer = _Updates(address)
            try:
                _patiently(writer.clear, IRI_OF[name])
            except EndpointFailed as other:
                raise EndpointFailed(f"neither a graph store ({error}) nor updates ({other})", other.status) from None
    sent = dict.fromkeys(names, 0)
    for name in names:
        for count, piece in _pieces(graphs[name], min(chunk, writer.lines) if chunk else writer.lines):
            _patiently(writer.add, IRI_OF[name], piece)
            sent[name] += count
            told(name, sent[name])
    return sent


def _pieces(lines: Iterable[bytes], most: int) -> Iterator[tuple[int, bytes]]:
    """Lines (or blocks of whole lines) in pieces for one request each."""
    kept: list[bytes] = []
    size = 0
    for line in (each for block in lines for each in block.splitlines(keepends=True)):
        kept.append(line)
        size += len(line)
        if len(kept) >= most or size >= _MOST_BYTES:
            yield len(kept), b"".join(kept)
            kept, size = [], 0
    if kept:
        yield len(kept), b"".join(kept)


def _patiently(step: Callable[..., None], *values: str | bytes) -> None:
    """Do a step that may be done twice, again after a while where the server was busy or the line was cut."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            return step(*values)
        except EndpointFailed as error:
            if not left or error.status not in _PASSING:
                raise
            time.sleep(0.2 * 4 ** (_TRIES - 1 - left))
    return None
