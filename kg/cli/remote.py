"""`trialkg load`: a build onto a SPARQL server."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Build, PasswordFile, Timeout, User, login
from kg.errors import InputError
from kg.files import whole_file

if TYPE_CHECKING:
    from kg.graph import Graph

_BULK = {
    "virtuoso": """\
# {dir} must be among DirsAllowed in virtuoso.ini; isql is called isql-vt on Debian.
isql {{HOST}}:1111 dba {{PASSWORD}} <<'END'
{clear}
DELETE FROM DB.DBA.load_list WHERE ll_file LIKE '{dir}/%';
ld_dir('{dir}', '*.nq', 'https://w3id.org/trialkg/id/graph/run');
rdf_loader_run();
checkpoint;
SELECT ll_file, ll_state, ll_error FROM DB.DBA.load_list WHERE ll_file LIKE '{dir}/%';
END
# ll_state 2 and no ll_error: loaded. Answers are cut at ResultSetMaxRows (10000) unless it is raised.
""",
    "oxigraph": """\
# The server must be stopped. An older load goes first, then the files come in:
oxigraph update --location {{DATABASE}} --update '{drop}'
oxigraph load --location {{DATABASE}} --file {files}
oxigraph serve --location {{DATABASE}}
""",
    "fuseki": """\
# The server must be stopped. An older load goes first, then the files come in:
tdb2.tdbupdate --loc {{DATABASE}} '{drop}'
tdb2.tdbloader --loc {{DATABASE}} {files}
fuseki-server --tdb2 --loc {{DATABASE}} /trialkg
""",
    "graphdb": """\
# The server must be stopped; --force replaces the whole repository.
importrdf load --force -i {{REPOSITORY}} -m parallel {files}
""",
}


def load(
    build_dir: Build,
    endpoint: Annotated[
        str, typer.Option("--endpoint", help="The server's graph store or SPARQL Update address.", show_default=False)
    ] = "",
    graph_store: Annotated[
        str, typer.Option("--graph-store", help="The graph store address: never updates.", show_default=False)
    ] = "",
    user: User = "",
    password_file: PasswordFile = None,
    graphs: Annotated[str, typer.Option("--graphs", help="Which graphs.")] = "facts,evidence,run",
    chunk: Annotated[
        int, typer.Option("--chunk", min=0, max=1_000_000, help="At most so many lines a request; 0 chooses.")
    ] = 0,
    timeout: Timeout = 300,
    files: Annotated[
        Path | None,
        typer.Option("--files", help="Write N-Quads here instead, for bulk loaders.", show_default=False),
    ] = None,
    instructions: Annotated[
        str, typer.Option("--instructions", help=f"Print how {', '.join(_BULK)} load such files.", show_default=False)
    ] = "",
) -> None:
    """Put a build on a SPARQL server, replacing what an earlier load put there: graph by graph, in pieces."""
    wanted = _wanted(graphs)
    if instructions:
        sys.stdout.write(_instructions(instructions, build_dir, files, wanted))
        return
    if sum(map(bool, (endpoint, graph_store, files))) != 1:
        raise InputError("give one of --endpoint URL, --graph-store URL, --files DIR and --instructions SERVER")
    from kg.graph import open_graph
    from kg.remote import Address, fill

    with open_graph(build_dir) as graph:
        if graph.evidence == "none" and "evidence" in wanted:
            typer.echo("this build has no evidence", err=True)
        sources = {name: _lines(graph, name) for name in wanted}
        if files is not None:
            counts = _write(sources, files)
        else:
            address = Address(graph_store or endpoint, login(user, password_file), timeout)
            shown = sys.stderr.isatty()
            counts = fill(
                address,
                sources,
                graph_store=bool(graph_store),
                chunk=chunk,
                told=lambda name, n: typer.echo(f"\r{name}: {n:,} statements", err=True, nl=False) if shown else None,
            )
            if shown:
                typer.echo(err=True)
    for name, count in counts.items():
        typer.echo(f"{name}: {count:,} statements")


def _wanted(listed: str) -> list[str]:
    from kg.store import GRAPHS

    wanted = listed.replace(",", " ").split()
    if not wanted or (unknown := sorted(set(wanted) - set(GRAPHS))):
        raise InputError(f"--graphs {listed}: {f'no graph {unknown[0]!r}' if wanted else 'none'}: {', '.join(GRAPHS)}")
    return [name for name in GRAPHS if name in wanted]


def _lines(graph: Graph, name: str) -> Iterable[bytes]:
    """A graph of a build as N-Triples, without holding it in memory."""
    if name == "evidence" and graph.evidence == "apart" and graph.path is not None:
        from kg.catalogue import Catalogue
        from kg.shards import EVIDENCE

        with Catalogue.open(graph.path) as catalogue:
            yield from catalogue.pieces(EVIDENCE)
        return
    for quad in graph.store.quads(name):
        yield f"{quad.subject} {quad.predicate} {quad.object} .\n".encode()


def _write(sources: dict[str, Iterable[bytes]], folder: Path) -> dict[str, int]:
    """N-Quads of each graph, each file whole or not there."""
    from kg.remote import IRI_OF

    counts = {}
    for name, lines in sources.items():
        ending = f" <{IRI_OF[name]}> .\n".encode()
        counts[name] = 0
        with whole_file(folder / f"{name}.nq") as file:
            for line in (each for block in lines for each in block.splitlines()):
                file.write(line.removesuffix(b" .") + ending)
                counts[name] += 1
    return counts


def _instructions(server: str, build_dir: Path, files: Path | None, wanted: list[str]) -> str:
    from shlex import quote

    from kg.errors import UnknownName
    from kg.remote import IRI_OF

    text = _BULK.get(server)
    if text is None:
        raise UnknownName(f"no instructions for {server!r}: {', '.join(_BULK)}")
    folder = (files or Path(f"{build_dir.name}-bulk")).resolve()
    if "'" in str(folder) or not str(folder).isprintable():
        raise InputError(f"{folder}: choose a --files directory without quotes and control characters in its name")
    graphs = [IRI_OF[name] for name in wanted]
    first = f"trialkg load {quote(str(build_dir))} --files {quote(str(folder))} --graphs {','.join(wanted)}\n"
    return first + text.format(
        dir=folder,
        files=" ".join(quote(str(folder / f"{name}.nq")) for name in wanted),
        clear="\n".join(f"SPARQL CLEAR GRAPH <{iri}>;" for iri in graphs),
        drop="; ".join(f"DROP SILENT GRAPH <{iri}>" for iri in graphs),
    )
