"""From what the user names to streams of bytes: files, directory trees, `.gz`, `.zip`, standard input.

The rule: memory is bounded whatever the input says of itself, the order is the same on every machine, and what cannot
be opened is a `Skipped`, never an exception. Nothing is recognised by its name.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from kg.model import Skipped

MAX_RATIO = 250
"""Decompressed bytes for one compressed byte. Registry text compresses 5 to 30 times; a bomb 1,000 times and more."""
FREE_BYTES = 64 << 20
"""Decompressed bytes that are let through before the ratio counts."""
STREAM_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
"""What opening and reading files raises, damaged and encrypted archives included."""
_NOT_RECORDS = ("readme", "license", "licence", "notice", "changelog", "copying")


Tables = dict[str, Callable[[], BinaryIO]]
"""The pipe-delimited tables that belong together, by name: how to open each."""


class Bomb(OSError):
    """The data grows more than any text can when decompressed."""


class Input(NamedTuple):
    """One stream of records. `shown` names it in messages, `path` in the graph. `tables` is set for a set of
    pipe-delimited tables that belong together, by their lower-case names."""

    shown: str
    path: str
    stream: io.BufferedReader
    tables: Tables | None = None


class Meter:
    """How many bytes of the files named by the user have been read, compressed as they are."""

    def __init__(self) -> None:
        self._done = 0
        self._file: BinaryIO | None = None

    @property
    def read(self) -> int:
        """The bytes so far."""
        return self._done + (0 if self._file is None else self._file.tell())

    @contextmanager
    def reading(self, file: BinaryIO) -> Iterator[None]:
        """While the block runs, this file is read; after it all of it is."""
        self._file = file
        try:
            yield
        finally:
            self._file = None
            self._done += os.fstat(file.fileno()).st_size


class _Counted(io.RawIOBase):
    """A raw stream that fills whole buffers and stops at a decompression bomb."""

    def __init__(self, stream: IO[bytes], compressed: int | None = None) -> None:
        self._stream = stream
        self._limit = None if compressed is None else max(FREE_BYTES, compressed * MAX_RATIO)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        done, size = 0, len(buffer)
        while done < size:
            piece = self._stream.read(size - done)
            if not piece:
                break
            buffer[done : done + len(piece)] = piece
            done += len(piece)
        self._count += done
        if self._limit is not None and self._count > self._limit:
            raise Bomb(f"decompresses to more than {self._limit >> 20} MB, over {MAX_RATIO} times its size")
        return done


def buffered(stream: IO[bytes], compressed: int | None = None) -> io.BufferedReader:
    """A stream whose first 64 KB can be peeked at; `compressed` is the size of compressed data it comes from."""
    return io.BufferedReader(_Counted(stream, compressed), 1 << 16)


def describe_error(error: BaseException) -> str:
    """An exception in words for a user."""
    if isinstance(error, Bomb):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "it is not there (any more)"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return f"the compressed data are damaged or cut short ({error})"
    if isinstance(error, zipfile.BadZipFile):
        return f"the zip archive is damaged or cut short ({error})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def streams(paths: Iterable[Path | str], meter: Meter) -> Iterator[Input | Skipped]:
    """The streams below `paths` in the order given, directory trees sorted by name. `-` is standard input.

    In a directory tree, hidden files and files called README, LICENSE and the like are passed over.
    """
    for given in paths:
        if str(given) == "-":
            yield from _opened("standard input", "standard-input", lambda: sys.stdin.buffer, None, meter)
            continue
        path = Path(given)
        for found in _tree(path, meter) if path.is_dir() else _file(path, path.name, meter):
            if isinstance(found, Skipped):
                yield replace(found, path=_as_text(found.path))
            else:
                yield found._replace(shown=_as_text(found.shown), path=_as_text(found.path))


def _as_text(path: str) -> str:
    """A path as text that can be written: bytes of a name that are not UTF-8 stand as `\\xe9`."""
    return path if path.isprintable() else os.fsencode(path).decode("utf-8", "backslashreplace")


def _file(path: Path, name: str, meter: Meter) -> Iterator[Input | Skipped]:
    try:
        if path.exists() and not path.is_file():
            yield Skipped(str(path), None, "", "neither a file nor a directory: expected trial records")
            return
        yield from _opened(str(path), name, lambda: open(path, "rb"), path, meter)  # noqa: SIM115 - closed by _opened
    except STREAM_ERRORS as error:
        yield Skipped(str(path), None, "", f"could not be read: {describe_error(error)}")


def _tree(root: Path, meter: Meter) -> Iterator[Input | Skipped]:
    failures: list[OSError] = []
    base = root.resolve().name or "input"
    for folder, folders, files in os.walk(root, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        label = "/".join((base, *here.relative_to(root).parts))
        tables: Tables = {}
        if any(name.lower().startswith("studies.") for name in files):
            named = (here / name for name in sorted(files) if not name.startswith("."))
            tables = {path.stem.lower(): partial(_bytes_of, path) for path in named if _is_table(path)}
        together = "studies" in tables
        if together:
            yield Input(folder, label, buffered(io.BytesIO()), tables)
        for name in sorted(files):
            stem = name.split(".")[0].lower()
            if name.startswith(".") or stem in _NOT_RECORDS or (together and Path(name).stem.lower() in tables):
                continue
            yield from _file(here / name, f"{label}/{name}", meter)
    for failure in failures:
        yield Skipped(str(failure.filename), None, "", f"could not be read: {describe_error(failure)}")


def _bytes_of(path: Path) -> BinaryIO:
    return open(path, "rb")


def looks_like_table(head: bytes) -> bool:
    """Whether this is the head line of one of the pipe-delimited tables."""
    line = head.split(b"\n", 1)[0].strip().lower()
    return b"nct_id" in line.split(b"|") and b" " not in line


def _is_table(path: Path) -> bool:
    try:
        with open(path, "rb") as stream:
            return looks_like_table(stream.read(4096))
    except OSError:
        return False


def _opened(
    shown: str, name: str, opener: Callable[[], BinaryIO], path: Path | None, meter: Meter
) -> Iterator[Input | Skipped]:
    """The streams inside one file: itself, or what it holds compressed."""
    with ExitStack() as stack:
        raw = opener()
        if path is not None:
            stack.enter_context(raw)
            stack.enter_context(meter.reading(raw))
        stream = buffered(raw)
        head = stream.peek(8)[:4]
        if head[:2] == b"\x1f\x8b":
            size = path.stat().st_size if path is not None else None
            inner = stack.enter_context(gzip.GzipFile(fileobj=stream))
            unpacked = buffered(inner, size if size is not None else 4 << 20)  # type: ignore[arg-type]
            if unpacked.peek(4)[:4] == b"PK\x03\x04":
                yield Skipped(shown, None, "", "an archive inside an archive: unpack it first")
                return
            yield Input(shown, name, unpacked)
        elif head == b"PK\x03\x04" or head == b"PK\x05\x06":
            if path is None:
                stream = _spooled(stream, stack)
            yield from _members(shown, name, raw if path is not None else stream, stack)
        else:
            yield Input(shown, name, stream)


def _spooled(stream: io.BufferedReader, stack: ExitStack) -> io.BufferedReader:
    """An archive from standard input, on disk: its directory is at its end."""
    import shutil
    import tempfile

    spool = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    shutil.copyfileobj(stream, spool)
    spool.seek(0)
    return spool  # type: ignore[return-value]


def _members(shown: str, name: str, archive: BinaryIO, stack: ExitStack) -> Iterator[Input | Skipped]:
    bundle = stack.enter_context(zipfile.ZipFile(archive))
    members = sorted((info for info in bundle.infolist() if not info.is_dir()), key=lambda info: info.filename)
    tables: Tables = {}
    for info in members:
        if Path(info.filename).stem.lower() == "studies":
            tables = _tables(bundle, members)
            if "studies" in tables:
                yield Input(shown, name, buffered(io.BytesIO()), tables)
            break
    for info in members:
        inside, leaf = f"{shown}!{info.filename}", Path(info.filename).name
        stem = leaf.split(".")[0].lower()
        if leaf.startswith(".") or stem in _NOT_RECORDS or info.filename.startswith("__MACOSX/"):
            continue
        if "studies" in tables and Path(leaf).stem.lower() in tables:
            continue
        try:
            with bundle.open(info) as member:
                stream = buffered(member, info.compress_size)
                head = stream.peek(4)[:4]
                if head[:2] == b"\x1f\x8b" or head == b"PK\x03\x04":
                    yield Skipped(inside, None, "", "an archive inside an archive: unpack it first")
                else:
                    yield Input(inside, f"{name}!{info.filename}", stream)
        except STREAM_ERRORS as error:
            yield Skipped(inside, None, "", f"could not be read: {describe_error(error)}")


def _tables(bundle: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Tables:
    found: Tables = {}
    for info in members:
        opener = partial(_member, bundle, info)
        try:
            with opener() as member:
                if looks_like_table(member.read(4096)):
                    found[Path(info.filename).stem.lower()] = opener
        except STREAM_ERRORS:
            continue  # reported when its turn comes as a file of its own
    return found


def _member(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return buffered(bundle.open(info), info.compress_size)
