"""Files that take their place whole or not at all.

The rule: whoever reads a file meanwhile, or after a crash, finds the old one or the new one. What is half-written
stands beside it under a name of its own (`half_written`), with the number of the process, so that two do not mix.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def half_written(path: Path) -> Path:
    """Where this process writes a file until it is whole."""
    return path.with_name(f".{path.name}-{os.getpid()}")


@contextmanager
def whole_file(path: Path | str, *, lasting: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to that stands at `path` once the block has ended well. Folders that it needs are made. With
    `lasting`, it is on disk for good before it gets its name. A link stays and its target is written; so is a pipe or
    device (`/dev/stdout`), which nothing may take the place of.

    Raises `OSError`, with the name of the file that was wanted, where the system does not let it be written.
    """
    place = Path(path)
    special = place.exists() and not (place.is_file() or place.is_dir())
    if place.is_symlink() and not special:
        place = place.resolve()
    beside = half_written(place)
    try:
        if special:
            with place.open("wb") as file:
                yield file
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            yield file
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        beside.replace(place)
        if lasting:
            sync_directory(place.parent)
    except OSError as error:
        named_for(error, beside, place)
        raise
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def named_for(error: OSError, beside: Path, place: Path) -> None:
    """Let an error of what is written `beside` a place, or one without a name (a full disk has none), name the place:
    the other is none that the user knows."""
    named = error.filename
    if named is None or (isinstance(named, str | bytes) and Path(os.fsdecode(named)).is_relative_to(beside)):
        error.strerror = error.strerror or str(error)  # that of an engine is a text and no number
        error.filename, error.filename2 = str(place), None


def write_whole(path: Path | str, content: str | bytes) -> None:
    """Write a file at once. Text is UTF-8 with its line ends as they are; a lone surrogate becomes `?`.

    Raises `OSError` as `whole_file` does.
    """
    with whole_file(path) as file:
        file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def sync_directory(path: Path) -> None:
    """Make the names in a directory last."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
