"""What a build is worth: `trialkg check`, `trialkg report`, `trialkg evaluate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Build, Records, page
from kg.errors import InputError


def check(
    build_dir: Build,
    json_output: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a build against the SHACL shapes and the check queries; exit code 1 if anything is wrong."""
    from kg.graph import open_graph
    from kg.report import print_check

    with open_graph(build_dir) as graph:
        if sys.stderr.isatty():
            problems = graph.check(lambda what: sys.stderr.write(f"\r\033[Kcheck {what}"))
            sys.stderr.write("\r\033[K")
        else:
            problems = graph.check()
    print_check(problems, as_json=json_output)
    if problems:
        raise typer.Exit(1)


def report(
    build_dir: Build,
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path("report.html"),
) -> None:
    """Write a page on the quality of the records: mapped, unmapped, ambiguous, contradictory, mistyped, misspelt."""
    from kg.graph import open_graph
    from kg.quality import write_page

    with open_graph(build_dir) as graph:
        write_page(graph, page(out))


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
