"""`trialkg serve` and `trialkg questions`: a build for others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import text_of
from kg.errors import InputError

EXAMPLES = {"systemd": "trialkg.service", "container": "Containerfile"}


def serve(
    build_dir: Annotated[
        Path | None, typer.Argument(metavar="BUILD", help="A directory made by `trialkg build`.", show_default=False)
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8080,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that evaluate queries.")] = 8,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows or triples of an answer.")] = 100_000,
    max_bytes: Annotated[int, typer.Option(min=1024, help="Bytes of an answer.")] = 32 << 20,
    max_memory: Annotated[int, typer.Option(min=64, help="Megabytes that one worker may take.")] = 2048,
    max_request: Annotated[int, typer.Option(min=1024, help="Bytes of a request's body.")] = 1 << 20,
    max_running: Annotated[int, typer.Option(min=1, help="Queries that may run or wait; more get 503.")] = 64,
    token: Annotated[
        Path | None, typer.Option(help="File with a bearer token; or set TRIALKG_TOKEN.", show_default=False)
    ] = None,
    open_to_all: Annotated[bool, typer.Option("--open", help="Let other machines ask without a token.")] = False,
    allow_origin: Annotated[list[str] | None, typer.Option(help="Web origin that may ask (CORS); * for all.")] = None,
    allow_host: Annotated[list[str] | None, typer.Option(help="Name by which clients call this server.")] = None,
    public_url: Annotated[str, typer.Option(help="Address by which others reach it, behind a proxy.")] = "",
    example: Annotated[str, typer.Option(help="Print an example and stop: systemd or container.")] = "",
) -> None:
    """Serve a build: SPARQL 1.1 Protocol at /sparql, linked data at /id/…, metrics; read-only."""
    if example:
        typer.echo(_example(example), nl=False)
        return
    if build_dir is None:
        raise InputError("which build? `trialkg serve BUILD`")
    from kg.graph import open_graph

    with open_graph(build_dir):
        pass  # what is damaged is said now, and not by the first worker
    try:
        from kg.serve.run import serve as run
        from kg.serve.settings import Settings
    except ModuleNotFoundError as error:
        raise InputError(f"`trialkg serve` needs {error.name}: pip install 'trialkg[serve]'") from error
    settings = Settings(
        build=build_dir,
        host=host,
        port=port,
        workers=workers,
        time_limit=time_limit,
        max_rows=max_rows,
        max_bytes=max_bytes,
        max_memory=max_memory << 20,
        max_request=max_request,
        running=max_running,
        token=_token(token),
        open_to_all=open_to_all,
        allow_origin=tuple(allow_origin or ()),
        allow_host=tuple(allow_host or ()),
        public_url=public_url,
    )
    run(settings, lambda address: typer.echo(f"{build_dir} at {address}", err=True))


def questions(
    format: Annotated[str, typer.Option("--format", "-f", help="table or turtle.")] = "table",  # noqa: A002
    target: Annotated[str, typer.Option(help="Address of an endpoint that answers them.")] = "",
) -> None:
    """The named questions, as a table or as SHACL-annotated SPARQL for other tools."""
    if format == "table":
        from kg.report import print_questions

        print_questions()
        return
    if format not in ("turtle", "ttl"):
        raise InputError(f"no format {format!r}: table or turtle")
    from kg.query.published import questions_turtle

    typer.echo(questions_turtle(target), nl=False)


def _example(name: str) -> str:
    if name not in EXAMPLES:
        raise InputError(f"no example {name!r}: {' or '.join(EXAMPLES)}")
    return (Path(__file__).parents[1] / "serve" / "examples" / EXAMPLES[name]).read_text(encoding="utf-8")


def _token(path: Path | None) -> str:
    if path is None:
        return os.environ.get("TRIALKG_TOKEN", "").strip()
    found = text_of(path).strip()
    if not found:
        raise InputError(f"--token {path}: the file is empty")
    return found
