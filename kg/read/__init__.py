"""Registry records in, trials out: every format that people have, recognised by content.

    paths → inputs (streams) → sniffed format → reader of that format → Trial | Skipped

The rule: counts in = counts out + skipped. Whatever is wrong with a record or a file is reported where it stands and
the rest of the run goes on. Order is that of the paths given, trees by name, records as they stand.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.model import Skipped, Trial
from kg.read.api_v2 import read_study
from kg.read.encoding import decode_text, is_binary
from kg.read.flattened import EXPECTED, looks_flattened, read_text
from kg.read.inputs import STREAM_ERRORS, Input, describe_error, inputs
from kg.read.json_stream import MAX_RECORD, Malformed, values
from kg.read.record import Origin, RecordBuilder, Refused, describe

__all__ = ["read"]

Records = Iterator[Trial | Skipped]


def read(paths: Iterable[Path | str] | Path | str) -> Records:
    """Every record below `paths`: files, directory trees, `.gz`, `.zip`, `-` for standard input.

    Yields a `Trial` for each record that could be read and a `Skipped` for each record or file that could not.
    """
    for source in inputs([paths] if isinstance(paths, (str, Path)) else paths):
        if isinstance(source, Skipped):
            yield source
            continue
        try:
            yield from _records(source)
        except STREAM_ERRORS as error:
            yield Skipped(source.shown, None, "", f"could not be read: {describe_error(error)}")
        except (MemoryError, RecursionError):
            yield Skipped(source.shown, None, "", "too large or too deeply nested to be trial records")


def _records(source: Input) -> Records:
    head = source.stream.peek(1 << 16)
    if not head:
        yield Skipped(source.shown, None, "", f"empty: {EXPECTED}, or another registry format")
        return
    if is_binary(head):
        yield Skipped(source.shown, None, "", "a binary file: expected trial records as text (JSON, CSV, XML, lines)")
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in b"{[" and start:
        yield from _json(source)
        return
    yield from _text(source)


def _text(source: Input) -> Records:
    data = source.stream.read(MAX_RECORD)
    if source.stream.peek(1):
        yield Skipped(source.shown, None, "", f"more than {MAX_RECORD >> 20} MB: {EXPECTED}")
        return
    text, note = decode_text(data)
    yield from guarded(read_text(text, Origin(source.shown, source.path, "flattened-text", note)))


def _json(source: Input) -> Records:
    origin = Origin(source.shown, source.path, "ctgov-v2-json")
    for position, item in enumerate(values(source.stream)):
        if isinstance(item, Malformed):
            yield Skipped(source.shown, position, "", str(item))
            continue
        value, note = item
        builder = RecordBuilder(origin._replace(encoding_note=note) if note else origin, position)
        if not isinstance(value, dict):
            yield builder.skipped("", f"expected an object that holds a study, found {describe(value)}")
            continue
        yield one(read_study, value, builder)


def one(reader: Callable[[Any, RecordBuilder], Trial | Skipped], value: Any, builder: RecordBuilder) -> Trial | Skipped:
    """One record through its reader. The only place where an unforeseen exception is caught: a record never ends a run."""
    try:
        return reader(value, builder)
    except Refused as refusal:
        return builder.skipped(refusal.field, str(refusal))
    except Exception as error:
        return builder.skipped("", f"could not be understood: {type(error).__name__}: {error}")


def guarded(records: Records) -> Records:
    """The records of an iterator, and a `Skipped` in place of an exception; the iterator ends there."""
    yield from records
