"""The command line. Each command imports its own world when it runs, so that `trialkg --help` is instant.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 a check failed; 2 the input cannot be
used; 3 a build directory is damaged; 4 the installation is damaged; 5 a server failed; 130 interrupted (`kg.errors`).
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from kg import __version__
from kg.cli import assistant, build, look, quality, query, remote, render, serve, vocab
from kg.errors import InputError, TrialKgError

app = typer.Typer(
    name="trialkg",
    help="A knowledge graph of clinical trials: registry records in, RDF with evidence for every edge out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import text

        typer.echo(f"trialkg {__version__}{'' if text.__file__.endswith('.py') else ' (compiled)'}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options that stand before the command."""


# The commands as `trialkg --help` lists them, group by group.
_GROUPS = {
    "Builds": (build.build, build.update, build.diff, build.fetch),
    "Questions": (query.ask, query.query, query.explain, query.search, serve.questions),
    "Pictures and files": (render.render, look.network, look.plot, look.export),
    "Quality": (quality.check, quality.report, quality.evaluate),
    "For other programs": (serve.serve, remote.load, assistant.mcp, assistant.context),
}
for _group, _commands in _GROUPS.items():
    for _command in _commands:
        _free = {"allow_extra_args": True, "ignore_unknown_options": True} if _command is query.ask else None
        app.command(rich_help_panel=_group, context_settings=_free)(_command)
app.add_typer(vocab.app, name="vocab", rich_help_panel="Vocabulary")


def main() -> None:
    """Run the command line; deliberate errors become one line on standard error and an exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal or a pipe of a code page has no “ and no →
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except TrialKgError as error:
        sys.stderr.write(f"trialkg: {error}\n")
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away (`| head`): nothing left to say
        raise SystemExit(0) from None
    except OSError as error:  # what the system does not let be read or written
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"trialkg: {named}{error.strerror or error}\n")
        raise SystemExit(InputError.exit_code) from None
