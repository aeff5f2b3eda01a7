"""Rows of delimited text from a stream, as they stand: quotes undone, encodings mended, memory bounded.

The rule: a row that cannot be read is a value with its line number, and the rows after it are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from kg.read.encoding import Decoder
from kg.read.record import MAX_FIELD

MAX_LINE = 8 << 20


class Row(NamedTuple):
    """The cells of one row; `line` is where it ends. `problem` says why there are none."""

    line: int
    cells: list[str]
    note: str = ""
    problem: str = ""


class _Lines:
    """The lines of a stream as text; a line that is too long is cut short and reported."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decoder = Decoder()
        self.number = 0
        self.problem = ""

    def __iter__(self) -> Iterator[str]:
        first = True
        while data := self._stream.readline(MAX_LINE):
            self.number += 1
            if len(data) >= MAX_LINE and not data.endswith(b"\n"):
                self.problem = f"a line of more than {MAX_LINE >> 20} MB"
                while (rest := self._stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                    pass
                yield "\n"
                continue
            text = self._decoder.decode(data)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            yield text.replace("\r\n", "\n")

    def take_note(self) -> str:
        note, self._decoder.note = self._decoder.note, ""
        return note


def rows(stream: io.BufferedReader, delimiter: str) -> Iterator[Row]:
    """The rows of delimited text with double quotes, blank lines left out."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    lines = _Lines(stream)
    reader = csv.reader(iter(lines), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(lines.number, [], problem=f"not readable as a table: {error}")
            continue
        problem, lines.problem = lines.problem, ""
        if problem:
            yield Row(lines.number, [], problem=problem)
        elif len(cells) > 1 or (cells and cells[0].strip()):
            yield Row(lines.number, cells, lines.take_note())
