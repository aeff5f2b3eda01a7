"""`trialkg mcp` and `trialkg context`: a build for assistants."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import Build
from kg.errors import InputError


def mcp(
    build_dir: Build,
    http: Annotated[bool, typer.Option("--http", help="Streamable HTTP on this machine, at /mcp.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port, with --http.")] = 8090,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that evaluate.")] = 2,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds that a call may take.")] = 20.0,
) -> None:
    """Tools for assistants over the Model Context Protocol: schema, resolve, neighbours, sparql, evidence, ask."""
    from kg.graph import open_graph

    with open_graph(build_dir):
        pass  # what is damaged is said now
    try:
        from kg.serve.assistant.server import run
        from kg.serve.settings import Settings
    except ModuleNotFoundError as error:
        raise InputError(f"`trialkg mcp` needs {error.name}: pip install 'trialkg[mcp]'") from error
    settings = Settings(build=build_dir, port=port, workers=workers, time_limit=time_limit)
    run(settings, http=http, started=lambda address: typer.echo(f"{build_dir} at {address}", err=True))


def context(
    build_dir: Build,
    max_tokens: Annotated[int, typer.Option(help="Tokens that the card may have, one counted for three bytes.")] = 4000,
) -> None:
    """Print a build's card for a language model: what it holds, prefixes, counts, properties, example queries."""
    from kg.graph import open_graph
    from kg.serve.assistant.card import card

    with open_graph(build_dir) as graph:
        typer.echo(card(graph.store, report=graph.report, max_tokens=max_tokens), nl=False)
