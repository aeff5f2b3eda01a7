"""`trialkg vocab …`: look into the vocabulary, import published ones, make the backbone file that ships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.vocab.manifest import Import, Manifest

app = typer.Typer(help="Look into the vocabulary, and import others.", no_args_is_help=True, add_completion=False)

Directory = Annotated[
    Path | None,
    typer.Option("--vocabulary", help="A directory of imports.", envvar="TRIALKG_VOCABULARY", show_default=False),
]
Into = Annotated[
    Path | None,
    typer.Option("--into", help="The directory of the imports.", envvar="TRIALKG_VOCABULARY", show_default=False),
]


@app.command("list")
def list_kinds(vocabulary: Directory = None) -> None:
    """How many concepts and names of each kind the vocabulary holds, and what was imported."""
    from collections import Counter

    from kg.report import print_rows
    from kg.vocab import load

    concepts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for concept in load(vocabulary):
        concepts[concept.kind] += 1
        names[concept.kind] += 1 + len(concept.synonyms) + len(concept.hidden)
    print_rows("Vocabulary", ("kind", "concepts", "names"), [(k, n, names[k]) for k, n in sorted(concepts.items())])
    if vocabulary is not None:
        from kg.vocab.manifest import manifest

        _print_manifest(manifest(vocabulary), vocabulary)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a name, or parts of them.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 20,
    vocabulary: Directory = None,
) -> None:
    """Concepts one of whose names contains all the words."""
    from kg.report import print_rows
    from kg.vocab import load
    from kg.vocab.explain import search as run

    if not text.strip():
        raise InputError("give a part of a name to search for")
    found = run(text, load(vocabulary), limit)
    if not found:
        typer.echo(f"no name in the vocabulary contains “{text}”")
        return
    print_rows("", ("concept", "label", "name"), found)


@app.command()
def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as a record might write it.", show_default=False)],
    vocabulary: Directory = None,
) -> None:
    """Every reading of a name, where each comes from, and how careful matching is with it."""
    from kg.report import print_rows
    from kg.vocab import load
    from kg.vocab.explain import explain as run

    readings = run(name, load(vocabulary), _imports(vocabulary))
    if not readings:
        typer.echo(f"“{name}” is the name of nothing in the vocabulary; `trialkg vocab search` finds parts of names")
        return
    columns = ("concept", "label", "kind", "codes", "source", "note")
    print_rows("", columns, [(r.concept, r.label, r.kind, " ".join(r.codes), r.source, r.note) for r in readings])


@app.command("import")
def import_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILES", help="Vocabularies and SSSOM mapping sets, also .gz.", show_default=False),
    ] = None,
    into: Into = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", help="Of all files; without it each is sniffed.", show_default=False)
    ] = "",
    mappings: Annotated[
        list[Path] | None, typer.Option("--mappings", help="A SSSOM mapping set.", show_default=False)
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What to call one file.", show_default="its name")] = "",
    version: Annotated[str, typer.Option("--version", help="Where the file does not state it.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Where the file does not state it.")] = "",
) -> None:
    """Import vocabularies, to be used beside the shipped one by all that is told `--vocabulary DIR`.

    Formats: mesh-xml, mesh-nt, mesh-table, obograph, obo, ncit, rxnorm, unii, skos, tsv, sssom. Concepts join by codes
    and exact matches; whatever contradicts is listed in DIR/conflicts.tsv. A file that is there already is replaced.
    """
    from kg.vocab.imports import add

    place = _place(into)
    if not files and not mappings:
        raise InputError("name at least one file to import")
    found = add(
        files or [], place, format_name=format_name, name=name, version=version, licence=licence,
        mappings=mappings or [],
    )  # fmt: skip
    _print_manifest(found, place)


@app.command("remove")
def remove_imports(
    names: Annotated[
        list[str], typer.Argument(metavar="NAMES", help="Names as `vocab list` gives them.", show_default=False)
    ],
    into: Into = None,
) -> None:
    """Take imported vocabularies out again."""
    from kg.vocab.imports import remove

    place = _place(into)
    _print_manifest(remove(names, place), place)


@app.command("build-backbone")
def build_backbone(
    sources: Annotated[
        Path,
        typer.Argument(metavar="SOURCES", help="Folder of the published tables; see ontology/vocabularies/README.md."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write (backbone.tsv.xz).")],
) -> None:
    """Make the backbone file from published tables of MeSH, UNII, Mondo and DOID."""
    from kg.vocab.making import build

    typer.echo(f"{build(sources, out)} concepts written to {out}")


def _place(into: Path | None) -> Path:
    if into is None:
        raise InputError("say where imports live: --into DIR, or set TRIALKG_VOCABULARY")
    return into


def _imports(directory: Path | None) -> tuple[Import, ...]:
    from kg.vocab.manifest import manifest

    return manifest(directory).imports if directory is not None else ()


def _print_manifest(found: Manifest, directory: Path) -> None:
    from kg.report import print_rows

    columns = ("import", "format", "version", "licence", "sha256", "terms", "joined", "new", "left out", "unreadable")
    print_rows("Imports", columns, [
        (
            i.name, i.format, i.version or "not stated", i.licence or "not stated", i.sha256[:12],
            i.mappings if i.format == "sssom" else i.terms, i.joined, i.new, i.left_out, i.unreadable,
        )
        for i in found.imports
    ])  # fmt: skip
    if found.conflicts:
        print_rows("Conflicts", ("kind", "n"), found.conflicts.items())
        typer.echo(f"each of them: {directory / 'conflicts.tsv'}")
    if not found.imports:
        typer.echo("nothing is imported")
