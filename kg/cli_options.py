"""What several commands ask for, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.errors import InputError

Build = Annotated[
    Path, typer.Argument(metavar="BUILD", help="A directory made by `trialkg build`.", show_default=False)
]
Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="RECORDS", help="Files or directories of registry records; `-` is standard input.", show_default=False
    ),
]


def text_of(path: Path) -> str:
    """What stands in a file that an option names. Raises `InputError` where it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as text: {error}") from error
