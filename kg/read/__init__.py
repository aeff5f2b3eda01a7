"""Registry records in, trials out: every format that people have, recognised by content.

    paths → kg.read.inputs (streams) → kg.read.formats (sniffed, read) → Trial | Skipped

The rule: counts in = counts out + skipped. Whatever is wrong with a record or a file is reported where it stands and
the rest of the run goes on. The order is that of the paths given, trees by name, records as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from kg.model import Skipped, Trial
from kg.read.formats import FORMATS, Format, Raw, decoded
from kg.read.formats import split as split_stream
from kg.read.inputs import STREAM_ERRORS, Meter, describe_error, streams

T = TypeVar("T")
__all__ = ["FORMATS", "Format", "Meter", "Raw", "read", "split", "understand"]


def read(paths: Iterable[Path | str] | Path | str) -> Iterator[Trial | Skipped]:
    """Every record below `paths`: files, directory trees, `.gz`, `.zip`, `-` for standard input.

    Yields a `Trial` for each record that could be read and a `Skipped` for each record or file that could not.
    """
    for each in split(paths):
        yield from understand(each)


def split(paths: Iterable[Path | str] | Path | str, meter: Meter | None = None) -> Iterator[Trial | Skipped | Raw]:
    """The same, with `Raw` in the place of what another process can decode: see `understand`. `meter` tells meanwhile
    how much has been read."""
    for source in streams([paths] if isinstance(paths, (str, Path)) else paths, meter or Meter()):
        if isinstance(source, Skipped):
            yield source
        else:
            yield from _guarded(split_stream(source), source.shown)


def understand(record: Trial | Skipped | Raw) -> Iterator[Trial | Skipped]:
    """The records of what `split` yields."""
    if isinstance(record, Raw):
        yield from _guarded(decoded(record), record.shown)
    else:
        yield record


def _guarded(records: Iterator[T], shown: str) -> Iterator[T | Skipped]:
    try:
        yield from records
    except STREAM_ERRORS as error:
        yield Skipped(shown, None, "", f"could not be read: {describe_error(error)}")
    except (MemoryError, RecursionError):
        yield Skipped(shown, None, "", "too large or too deeply nested to be trial records")
