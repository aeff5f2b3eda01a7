"""The command line. Each command imports its own world when it runs, so that `trialkg --help` is instant.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 a check failed; 2 the input cannot be
used; 3 a build directory is damaged; 4 the installation is damaged; 5 a server failed; 130 interrupted (`kg.errors`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__, cli_assistant, cli_build, cli_look, cli_query, cli_remote, cli_render, cli_serve, cli_vocab
from kg.cli_options import Build, Records
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


def check(
    build_dir: Build,
    json_output: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a build against the SHACL shapes and the check queries; exit code 1 if anything is wrong."""
    from kg.graph import open_graph
    from kg.report import print_check

    with open_graph(build_dir) as graph:
        problems = graph.check()
    print_check(problems, as_json=json_output)
    if problems:
        raise typer.Exit(1)


def evaluate(
    records: Records,
    gold: Annotated[Path | None, typer.Option("--gold", help="A folder of gold annotations (JSON).")] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="`registry-mesh`: the MeSH terms that the registry attached.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what was extra.")] = False,
) -> None:
    """Score the extraction against annotated records: precision, recall, F1, false facts, coverage by confidence."""
    if (gold is None) == (against is None):
        raise InputError("give either --gold FOLDER or --against registry-mesh")
    if gold is None:
        _evaluate_registry(records, against or "", errors, json_output)
        return
    from kg.evaluate import evaluate as run
    from kg.evaluate import load_gold
    from kg.pipeline import extract_records
    from kg.report import print_evaluation
    from kg.vocab import load

    vocabulary = load()
    result = run(extract_records(records), load_gold(gold), vocabulary)
    print_evaluation(result, errors=errors, as_json=json_output)


def _evaluate_registry(records: list[Path], against: str, errors: bool, as_json: bool) -> None:
    from kg.agreement import against_registry_mesh
    from kg.pipeline import extract_records
    from kg.report import print_agreement
    from kg.vocab import load

    if against != "registry-mesh":
        raise InputError(f"--against {against}: the only reference so far is registry-mesh")
    vocabulary = load()
    print_agreement(against_registry_mesh(extract_records(records), vocabulary), vocabulary, errors, as_json)


def fetch(
    term: Annotated[
        str, typer.Argument(metavar="TERM", help="What to search ClinicalTrials.gov for.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the pages go; called again, it resumes or updates.")],
    since: Annotated[str | None, typer.Option(help="Only studies updated on this day (YYYY-MM-DD) or later.")] = None,
) -> None:
    """Download records from the registry's public API."""
    from kg.read.fetch import fetch as run

    fetched = run(term, out, since=since)
    typer.echo(f"{fetched.studies} studies in {fetched.pages} pages written to {out}/")


def explain(
    build_dir: Build,
    trial: Annotated[str, typer.Argument(metavar="TRIAL", help="A registry number, or the end of the trial's IRI.")],
    entry: Annotated[
        str | None, typer.Argument(metavar="PART", help="Only this part, e.g. intervention-0 or primary-1.")
    ] = None,
) -> None:
    """Print how each edge of a trial came about: method, rule, confidence, rivals and the words that support it."""
    from kg.graph import open_graph
    from kg.report import print_explanation

    with open_graph(build_dir) as graph:
        print_explanation(graph.explain(trial, entry), graph.findings(trial, entry))


# The commands as `trialkg --help` lists them, group by group.
_GROUPS = {
    "Builds": (cli_build.build, cli_build.update, cli_build.diff, fetch),
    "Questions": (cli_query.ask, cli_query.query, explain, cli_query.search, cli_serve.questions),
    "Pictures and files": (cli_render.render, cli_look.network, cli_look.plot, export),
    "Quality": (check, cli_look.report, evaluate),
    "For other programs": (cli_serve.serve, cli_remote.load, cli_assistant.mcp, cli_assistant.context),
}
for _group, _commands in _GROUPS.items():
    for _command in _commands:
        _free = {"allow_extra_args": True, "ignore_unknown_options": True} if _command is cli_query.ask else None
        app.command(rich_help_panel=_group, context_settings=_free)(_command)
app.add_typer(cli_vocab.app, name="vocab", rich_help_panel="Vocabulary")


def main() -> None:
    """Run the command line; deliberate errors become one line on standard error and an exit code."""
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
