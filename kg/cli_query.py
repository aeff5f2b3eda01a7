"""`trialkg search`: finding things in a build by words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli_options import Build


def search(
    build_dir: Build,
    words: Annotated[list[str], typer.Argument(help="Words of a name, a title or a number.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many to list.")] = 20,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or xml.")] = "table",  # noqa: A002
) -> None:
    """Find concepts and trials by words; misspelt ones are corrected, the last may be a beginning."""
    from kg.graph import open_graph

    with open_graph(build_dir) as graph:
        table = graph.search(" ".join(words), limit)
    sys.stdout.write(table.render(format))
    if not table:
        typer.echo("nothing found", err=True)
