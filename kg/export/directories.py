"""A directory of files that takes its place whole or not at all; one that holds other things is not touched."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from kg.errors import InputError
from kg.files import named_for


@contextmanager
def complete_directory(out: Path, names: Collection[str]) -> Iterator[Path]:
    """An empty directory to write files of these names to, which then stands in the place of `out`.

    Raises `InputError`, before anything is done, where `out` holds anything that is not of these names, and `OSError`,
    with the name of `out`, where the system does not let it be written.
    """
    if out.exists() and (not out.is_dir() or any(entry.name not in names for entry in out.iterdir())):
        raise InputError(f"{out} is there already and is not an earlier export: choose another --out")
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = None
    try:
        beside = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        yield beside
        beside.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        beside.replace(out)
    except OSError as error:
        named_for(error, beside or out.parent, out)
        raise
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
