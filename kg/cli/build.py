"""Commands that make builds and change them: build, update, diff; and fetch, which gets records for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Build, Records
from kg.errors import Interrupted


def build(
    records: Records,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the build goes; replaced as a whole.")],
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, help="Processes that extract; 0: as many as there are cores, one for a small input."
        ),
    ] = 0,
    evidence: Annotated[
        str, typer.Option(help="store: with the facts; apart: in shards beside the store; none.")
    ] = "auto",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a build that was interrupted.")] = False,
    page: Annotated[bool | None, typer.Option(help="Write graph.html.", show_default="up to 2,000 trials")] = None,
    turtle: Annotated[bool | None, typer.Option(help="Write graph.ttl.", show_default="up to 20,000 trials")] = None,
    trig: Annotated[bool | None, typer.Option(help="Write dataset.trig.", show_default="up to 2,000 trials")] = None,
    registry_mesh: Annotated[bool, typer.Option(help="Keep the MeSH terms that the registry attached.")] = True,
    vocabulary: Annotated[
        Path | None,
        typer.Option(help="Made by `trialkg vocab import`.", envvar="TRIALKG_VOCABULARY", show_default=False),
    ] = None,
    plugin: Annotated[
        list[str] | None, typer.Option(help="Switch on an installed plug-in; repeatable.", show_default=False)
    ] = None,
    engine: Annotated[
        str, typer.Option(help="local, dask (workers of this machine) or dask=ADDRESS (a cluster).")
    ] = "local",
    shards: Annotated[
        str, typer.Option(help="Where the workers of a cluster write, e.g. s3://bucket/run1.", show_default=False)
    ] = "",
    json_report: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Read records, extract their facts, and write the graph: store, Turtle, TriG, page and report."""
    from kg.pipeline import build as run

    graph = run(
        records, out, jobs=jobs, page=page, turtle=turtle, trig=trig, evidence=evidence, registry_mesh=registry_mesh,
        vocabulary=vocabulary, plugins=plugin or (), resume=resume, engine=engine, shards=shards, progress=True,
    )  # fmt: skip
    with graph:
        if json_report:
            typer.echo((out / "report.json").read_text(encoding="utf-8"), nl=False)
        else:
            from kg.report import print_report

            print_report(graph.report, out)


def update(
    build_dir: Build,
    records: Records,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Processes that extract; 0: as many as there are cores.")
    ] = 0,
) -> None:
    """Bring new and newer records into a build: by registry number and date of last update, in one transaction."""
    from kg.pipeline import update as run

    try:
        done = run(build_dir, records, jobs=jobs, progress=True)
    except KeyboardInterrupt:
        raise Interrupted("interrupted; the build is as it was, or the next update carries out the rest") from None
    typer.echo(
        f"{done.added} trials added, {done.changed} replaced; {done.older} records were not newer, "
        f"{done.skipped} could not be read (see report.json)"
    )


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A build.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.", show_default=False)],
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Tell which trials were added, removed or changed between two builds, and which facts."""
    from kg.diff import diff as run
    from kg.report import print_differences

    print_differences(run(old, new), as_json=json_output)


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
