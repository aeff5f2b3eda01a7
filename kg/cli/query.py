"""`trialkg query`, `ask`, `search` and `explain`: a build, or a SPARQL server, asked.

The rule: where no build is given, `--endpoint` is the address of a server. `ask` knows it by its `://`; any other
`--endpoint` is the value of the question's parameter of that name, so that both may be given.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Build, PasswordFile, Timeout, User, opened, text_of
from kg.errors import InputError
from kg.terms import trial_key

if TYPE_CHECKING:
    from kg.query import Table

Asked = Annotated[
    str | None,
    typer.Argument(
        metavar="BUILD", help="A directory made by `trialkg build`; left out with --endpoint.", show_default=False
    ),
]
Endpoint = Annotated[
    list[str] | None,
    typer.Option("--endpoint", metavar="URL", help="Ask this SPARQL server instead of a build.", show_default=False),
]
Trials = Annotated[
    str, typer.Option("--trials", help="Only these trials, with their evidence: NCT…,NCT…", show_default=False)
]
Format = Annotated[str, typer.Option("--format", "-f", help="table, csv, json, xml, or ttl for graphs.")]


def query(
    build_dir: Asked = None,
    sparql: Annotated[
        str | None,
        typer.Argument(metavar="SPARQL", help="SELECT, ASK, CONSTRUCT or DESCRIBE.", show_default=False),
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from this file.")] = None,
    trials: Trials = "",
    format: Format = "table",  # noqa: A002 - the option's name
    endpoint: Endpoint = None,
    user: User = "",
    password_file: PasswordFile = None,
    timeout: Timeout = 60,
) -> None:
    """Ask a build a SPARQL query. The usual prefixes (tkg, id, rdfs, skos, …) need not be declared."""
    words = [word for word in (build_dir, sparql) if word is not None]
    server = _one(endpoint or [])
    build = _build(words, server, trials)
    if len(words) + (file is not None) != 1:
        raise InputError("give a query or --file, not both" if words else "which query? give it, or --file FILE")
    text = words[0] if words else text_of(file or Path())
    if build is None:
        from kg.query import run

        table = run(opened(server, user, password_file, timeout), text)
    else:
        from kg.graph import open_graph

        with open_graph(build) as graph:
            table = graph.query(text, trials=_keys(trials))
    _print(table, format)
    if not table:
        from kg.query import undefined

        for said in undefined(text):
            typer.echo(f"the ontology has no {said}", err=True)


def ask(
    context: typer.Context,
    build_dir: Asked = None,
    name: Annotated[
        str | None,
        typer.Argument(metavar="QUESTION", help="A named question; without one they are listed.", show_default=False),
    ] = None,
    trials: Trials = "",
    format: Format = "table",  # noqa: A002 - the option's name
    endpoint: Endpoint = None,
    user: User = "",
    password_file: PasswordFile = None,
    timeout: Timeout = 60,
) -> None:
    """Ask a named question, e.g. `trialkg ask build/ trials-giving-drug --drug bevacizumab`.

    The parameters of a question are options of its own; `trialkg ask build/` lists them. Of any question, --limit N
    gives the first N rows instead of 100, and --limit 0 all.

    An --endpoint that is no address (`://`) is the endpoint asked for: `endpoint-definitions --endpoint safety`."""
    given = [word for word in (build_dir, name, *context.args) if word is not None]
    words = list(takewhile(lambda word: not word.startswith("--"), given))
    values, stray = _parameters(given[len(words) :])
    words += stray  # a question named after its parameters
    addresses = [each for each in endpoint or [] if "://" in each and len(words) < 2]
    if len(asked := [each for each in endpoint or [] if each not in addresses]):
        values["endpoint"] = _one(asked)
    server = _one(addresses)
    build = _build(words, server, trials)
    if not words:
        _list_questions(build, values)
        return
    if len(words) > 1:
        raise InputError(f"expected --parameter value, found {words[1]!r}")
    from kg.query import question

    parameters = question(words[0]).parameters
    if build is None:
        from kg.query import ask as ask_source

        table = ask_source(opened(server, user, password_file, timeout), words[0], values)
    else:
        from kg.graph import open_graph

        with open_graph(build) as graph:
            table = graph.ask(words[0], _keys(trials), **values)
    _print(table, format)
    if assumed := [f"--{each.name} {each.default}" for each in parameters if each.name not in values]:
        typer.echo(f"asked with {' '.join(assumed)}, as nothing else was given", err=True)
    if table.more:
        typer.echo(f"the first {len(table)} rows; --limit N gives others, --limit 0 all", err=True)


def _list_questions(build: Path | None, values: Mapping[str, str]) -> None:
    """Print the questions that there are, where nothing is said that only one of them could take."""
    from kg.report import print_questions

    if values:
        raise InputError(f"which question? --{next(iter(values))} is a parameter of one")
    if build is not None and not build.is_dir():
        raise InputError(f"there is no build in {build}: `trialkg ask BUILD` lists the questions")
    print_questions()


def search(
    build_dir: Build,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="Words of a name, a title or a number.", show_default=False),
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many to list.")] = 20,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or xml.")] = "table",  # noqa: A002
) -> None:
    """Find concepts and trials by words; misspelt ones are corrected, the last may be a beginning."""
    from kg.graph import open_graph

    with open_graph(build_dir) as graph:
        table = graph.search(" ".join(words), limit)
    _print(table, format)
    if not table:
        typer.echo("nothing found", err=True)


def _build(words: list[str], server: str, trials: str) -> Path | None:
    """The build, taken off the front of the words; None where a server is asked instead."""
    if not server:
        if not words:
            raise InputError("give a directory made by `trialkg build`, or --endpoint URL")
        return Path(words.pop(0))
    if trials:
        raise InputError("--trials takes evidence from the shards of a build: it does not go with --endpoint")
    return None


def _one(values: list[str]) -> str:
    if len(values) > 1:
        raise InputError(f"--endpoint is given twice: {', '.join(values)}")
    return values[0] if values else ""


def _parameters(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """`--drug bevacizumab --limit=5` as a mapping, and the words that are no part of it. Raises `InputError` for a
    parameter without a value."""
    found: dict[str, str] = {}
    stray = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or len(word) < 3:
            stray.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise InputError(f"--{name} needs a value")
            value = rest.pop(0)
        found[name.replace("-", "_")] = value
    return found, stray


def _keys(listed: str) -> list[str]:
    """Registry numbers, separated by commas or blanks."""
    return [trial_key(each) for each in listed.replace(",", " ").split()]


def _print(table: Table, form: str) -> None:
    text = table.render(form)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


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
