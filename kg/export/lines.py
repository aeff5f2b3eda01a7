"""The statements of a graph in one order, whatever order the store has: by code point, each once.

Memory is bounded: what does not fit is sorted in pieces on disk and merged.
"""

from __future__ import annotations

import heapq
import operator
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from kg.store import Store

_PIECE = 1_000_000  # lines sorted at a time, about 250 MB


def sorted_lines(lines: Iterable[str], piece: int = _PIECE) -> Iterator[str]:
    """The distinct lines (without line ends) by code point. A line must not hold a line end."""
    source = iter(lines)
    first = sorted(set(islice(source, piece)))
    if len(first) < piece:
        rest = list(islice(source, 1))
        if not rest:
            yield from first
            return
        source = _chain(rest, source)
    with tempfile.TemporaryDirectory(prefix="trialkg-sort-") as directory:
        paths: list[Path] = []
        while first:
            path = Path(directory, str(len(paths)))
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in first)
            paths.append(path)
            first = sorted(set(islice(source, piece)))
        files = [path.open(encoding="utf-8", newline="\n") for path in paths]
        try:
            previous = None
            for line in heapq.merge(*(map(_without_end, file) for file in files)):
                if line != previous:
                    yield line
                    previous = line
        finally:
            for file in files:
                file.close()


def _without_end(line: str) -> str:
    return line[:-1]


def _chain(first: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest


def graph_lines(store: Store, graph: str, piece: int = _PIECE) -> Iterator[str]:
    """The sorted N-Triples lines of one graph of a store."""
    with tempfile.TemporaryDirectory(prefix="trialkg-dump-") as directory:
        path = Path(directory, "graph.nt")
        store.dump(path, graph)
        yield from sorted_lines(file_lines(path), piece)


def file_lines(path: str | Path) -> Iterator[str]:
    """The lines of a file without their ends. Only a line feed ends a line: literals may hold other separators."""
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.removesuffix("\n")


def in_order(path: str | Path) -> bool:
    """Whether the lines of a file are sorted by code point already, each once: that of UTF-8 is the order of bytes."""
    with open(path, "rb") as file, open(path, "rb") as ahead:
        return all(map(operator.lt, file, islice(ahead, 1, None)))


def triple(line: str) -> tuple[str, str, str]:
    """Subject, predicate and object of a line, each as N-Triples text."""
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest[:-2]
