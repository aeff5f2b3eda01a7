"""A build as something else to look at: `trialkg network`, `trialkg plot`, and `trialkg export` for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Build
from kg.errors import InputError

Condition = Annotated[
    str, typer.Option("--condition", help="Only trials that study it, by id, code or name.", show_default=False)
]


def network(
    build_dir: Build,
    name: Annotated[
        str, typer.Argument(metavar="NETWORK", help="drug-co-use, endpoint-co-use or trial-similarity.")
    ] = "drug-co-use",
    measure: Annotated[
        str, typer.Option(help="degree, strength, betweenness, pagerank or communities; without one, the edges.")
    ] = "",
    condition: Condition = "",
    least: Annotated[float, typer.Option(help="Smallest weight of an edge.")] = 0,
    limit: Annotated[int, typer.Option("--limit", "-n", "--top", min=1, help="Rows to print.")] = 20,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or xml.")] = "table",  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the network to a .graphml, .gexf or .cyjs file.")
    ] = None,
) -> None:
    """Networks of drugs or endpoints of one trial, and of trials alike: heaviest edges, centrality, communities."""
    from kg.analysis import edges
    from kg.analysis import measure as measured
    from kg.graph import open_graph

    with open_graph(build_dir) as graph:
        projected = graph.project(name, condition, least)
    if out is not None:
        from kg.export.network_files import write_graph

        forms = {".graphml": "graphml", ".gexf": "gexf", ".cyjs": "cytoscape"}
        if out.suffix not in forms:
            raise InputError(f"{out.name}: expected a name that ends in {', '.join(forms)}")
        write_graph(projected, forms[out.suffix], out)
        return
    table = measured(projected, measure, limit) if measure else edges(projected, limit)
    typer.echo(table.render(format), nl=False)


def plot(
    build_dir: Build,
    name: Annotated[
        str | None, typer.Argument(metavar="PLOT", help="Which plot; without a name they are listed.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A name that ends in .png, .svg or .pdf.")] = None,
    condition: Condition = "",
    limit: Annotated[int, typer.Option("--limit", "-n", "--most", min=1, help="Rows or columns at most.")] = 20,
) -> None:
    """Draw a plot of a build."""
    from kg.graph import open_graph

    try:
        from kg.plots import PLOTS, save, summary
        from kg.plots import plot as draw
    except ModuleNotFoundError as error:
        raise InputError(f"`trialkg plot` needs {error.name}: pip install 'trialkg[plots]'") from error
    if name is None:
        for known in PLOTS:
            typer.echo(f"{known:20} {summary(known)}")
        return
    with open_graph(build_dir) as graph:
        save(draw(graph, name, condition, limit), out or Path(f"{name}.png"))


def export(
    build_dir: Build,
    format: Annotated[  # noqa: A002
        str,
        typer.Option(
            "--format", "-f", help="ttl, nt, nq, trig, jsonld, rdfxml; graphml, gexf, cytoscape, kgx, neo4j; parquet."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write; a directory: kgx, neo4j, parquet.")],
) -> None:
    """Write the graph in another format. nq, trig and parquet hold the evidence too."""
    from kg.graph import open_graph

    with open_graph(build_dir) as graph:
        graph.export(format, out)
        if format == "parquet" and graph.evidence == "none":
            typer.echo("no evidence.parquet: the build was made with --evidence none", err=True)
