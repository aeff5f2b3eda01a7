"""What several commands ask for, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.remote import Endpoint, Login

Build = Annotated[
    Path, typer.Argument(metavar="BUILD", help="A directory made by `trialkg build`.", show_default=False)
]
Records = Annotated[
    list[Path],
    typer.Argument(
        metavar="RECORDS", help="Files or directories of registry records; `-` is standard input.", show_default=False
    ),
]

User = Annotated[str, typer.Option("--user", help="Who asks, where the server wants to know.", show_default=False)]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", help="A file whose first line is the password.", show_default=False)
]
Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds to wait for the server's answer.")]


def page(path: Path) -> Path:
    """The HTML file that an option names. Raises `InputError` where another file that is not empty stands there, such
    as the Turtle of a build; devices and pipes are written to."""
    if path.suffix.lower() not in (".html", ".htm") and path.is_file() and path.stat().st_size:
        raise InputError(f"{path}: is there and no HTML file by its name: it is not overwritten")
    return path


def text_of(path: Path) -> str:
    """What stands in a file that an option names. Raises `InputError` where it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as text (UTF-8)") from error


def opened(url: str, user: str, password_file: Path | None, timeout: float) -> Endpoint:
    """The server that is to be asked."""
    from kg.remote import Endpoint

    return Endpoint(url, login(user, password_file), timeout)


def login(user: str, password_file: Path | None) -> Login | None:
    """Who asks a server, if it wants to know."""
    from kg.remote import Login

    if not user and password_file is None:
        return None
    if not user or password_file is None:
        raise InputError("--user and --password-file go together")
    return Login(user, text_of(password_file).partition("\n")[0].rstrip("\r"))
