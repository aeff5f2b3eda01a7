"""N-Triples of files and of lines as one stream, to be loaded by the engine.

The engine then cuts them to its own measure: it needs less memory, and leaves a smaller store, than where it is given
them in pieces.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

PIECE = 1 << 22  # bytes handed to the engine at a time


class Stream(io.RawIOBase):
    """The bytes of the members, one after the other; a member is a file or whole lines."""

    def __init__(self, members: Iterable[str | Path | bytes]) -> None:
        self._pieces = self._read(members)
        self._rest = memoryview(b"")
        self.member: str = "the lines"
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Some bytes, none at the end. What fails here is kept: the engine would hide what it was."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            self.failure = error
            raise
        taken = self._rest[: size if size >= 0 else None]
        self._rest = self._rest[len(taken) :]
        return bytes(taken)

    def _read(self, members: Iterable[str | Path | bytes]) -> Iterator[bytes]:
        waiting: list[bytes] = []
        size = 0
        for member in members:
            if isinstance(member, bytes):
                waiting.append(member)
                size += len(member)
                if size >= PIECE:
                    yield b"".join(waiting)
                    waiting, size = [], 0
                continue
            self.member = str(member)
            with open(member, "rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        if size:
            yield b"".join(waiting)
