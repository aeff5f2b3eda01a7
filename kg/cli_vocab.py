"""`trialkg vocab …`: look into the vocabulary, and make the backbone file that ships with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Look into the vocabulary.", no_args_is_help=True, add_completion=False)


@app.command("list")
def list_kinds() -> None:
    """How many concepts and names of each kind the vocabulary holds."""
    from collections import Counter

    from kg.report import print_rows
    from kg.vocab import load

    concepts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for concept in load():
        concepts[concept.kind] += 1
        names[concept.kind] += 1 + len(concept.synonyms) + len(concept.hidden)
    print_rows("Vocabulary", ("kind", "concepts", "names"), [(k, n, names[k]) for k, n in sorted(concepts.items())])


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Part of a name.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
) -> None:
    """Concepts one of whose names contains a text."""
    from kg.report import print_rows
    from kg.vocab import load
    from kg.vocab.explain import search as run

    print_rows("", ("concept", "label", "name"), run(text, load(), limit))


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A name as a record might write it.", show_default=False)],
) -> None:
    """Every reading of a name, where each comes from, and how careful matching is with it."""
    from kg.report import print_rows
    from kg.vocab import load
    from kg.vocab.explain import explain as run

    readings = run(name, load())
    if not readings:
        typer.echo(f"“{name}” is the name of nothing in the vocabulary")
        return
    columns = ("concept", "label", "kind", "codes", "source", "note")
    print_rows("", columns, [(r.concept, r.label, r.kind, " ".join(r.codes), r.source, r.note) for r in readings])


@app.command("build-backbone")
def build_backbone(
    sources: Annotated[
        Path, typer.Argument(help="Folder of the published tables; see ontology/vocabularies/README.md.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write (backbone.tsv.xz).")],
) -> None:
    """Make the backbone file from published tables of MeSH, UNII, Mondo and DOID."""
    from kg.vocab.backbone import build

    typer.echo(f"{build(sources, out)} concepts written to {out}")
