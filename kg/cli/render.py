"""`trialkg render`: a picture of a build, or of what one asks about it, as one offline HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Build, page, text_of
from kg.errors import InputError

_CHOICES = "trial, compare, landscape, drug, endpoints or ontology"


def render(
    build_dir: Build,
    out: Annotated[Path, typer.Option("--out", "-o", help="The HTML file to write.")],
    preset: Annotated[str, typer.Option("--preset", "-p", help=f"A picture that answers a question: {_CHOICES}.")] = "",
    trial: Annotated[
        list[str] | None, typer.Option("--trial", "-t", help="Only this trial; may be given more than once.")
    ] = None,
    concept: Annotated[
        str, typer.Option("--concept", "-c", help="A drug, condition or endpoint, by id, code or name.")
    ] = "",
    query: Annotated[
        Path | None, typer.Option("--query", "-q", help="Draw what the SPARQL query in this file yields.")
    ] = None,
    depth: Annotated[int, typer.Option("--depth", "-d", min=1, max=9, help="Steps around the concept.")] = 2,
    overview: Annotated[bool, typer.Option("--overview", help="The whole build as a map, without evidence.")] = False,
    title: Annotated[str, typer.Option("--title", help="A title instead of the question.")] = "",
) -> None:
    """Draw a build as an interactive page: all of it, some trials, what lies around a concept, or a preset."""
    from kg.graph import open_graph

    page(out)
    if overview:
        if preset or trial or concept or query:
            raise InputError("--overview is a map of everything: give it without a preset, trial, concept or query")
        from kg.render import write_overview

        with open_graph(build_dir) as graph:
            write_overview(graph.store, out, title=title)
        typer.echo(f"The map is written to {out}", err=True)
        return
    text = text_of(query) if query else ""
    with open_graph(build_dir) as graph:
        view = graph.render(
            out, title=title, preset=preset, trials=trial or (), concept=concept, query=text, depth=depth
        )
    typer.echo(f"{view.scene.question} {view.scene.answer}".strip(), err=True)
    typer.echo(f"{len(view.nodes):,} nodes and {len(view.edges):,} edges written to {out}", err=True)
