"""Any table of names with a header row: a lexicon in the project's own columns, or a list of codes and labels.

Rows whose id is one of ours (`drug/oakumab`) are read as a lexicon's, flags and all. Rows whose id is a code
(`CHEBI:15`) are terms like those of any published vocabulary; what kind of thing they are says a column `kind`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.lexicons import COLUMNS
from kg.model import Skipped
from kg.terms import KIND_PATHS
from kg.vocab.importers.files import opened
from kg.vocab.importers.term import Term, curie, read_lines, unique
from kg.vocab.lexicon import Row, kind_of, row_of

_MEANS = {
    "id": "id", "code": "id", "curie": "id", "identifier": "id",
    "label": "label", "name": "label", "term": "label", "preferred_label": "label", "preferred label": "label",
    "synonyms": "synonyms", "synonym": "synonyms", "aliases": "synonyms", "alt_labels": "synonyms",
    "kind": "kind", "type": "kind", "class": "kind",
    "parents": "parents", "parent": "parents",
    "codes": "codes", "xrefs": "codes", "exact": "codes",
    **{column: column for column in COLUMNS},
}  # fmt: skip


def columns_of(line: str) -> list[str]:
    """What the columns of a header row mean, unknown ones empty; an empty list where it is no header of ours."""
    found = [_MEANS.get(cell.strip().lower(), "") for cell in line.split("\t")]
    named = [column for column in found if column]
    return found if {"id", "label"} <= set(named) and len(set(named)) == len(named) else []


def read_table(path: Path) -> Iterator[Row | Term | Skipped]:
    """The rows of the table. Raises `InputError` where the header is none."""
    header: list[str] = []
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if not header:
                header = columns_of(line)
                if not header:
                    raise InputError(f"{path.name}:{number}: the first row must name columns, id and label among them")
                continue
            values = [cell.strip() for cell in line.split("\t")]
            if len(values) > len(header):
                yield Skipped(path.name, number, "", f"{len(values)} cells where the header names {len(header)}")
                continue
            cells = {column: value for column, value in zip(header, values, strict=False) if column}
            try:
                yield _row_or_term(cells, path.name, number)
            except ValueError as error:
                yield Skipped(path.name, number, "", str(error))
    if not header:
        raise InputError(f"{path.name}: empty; a table has a header row with the columns id and label")


def _row_or_term(cells: dict[str, str], name: str, line: int) -> Row | Term:
    code = curie(cells["id"])
    if code is None or kind_of(cells["id"]) is not None:
        return row_of({column: value for column, value in cells.items() if column in COLUMNS}, name, line)
    label = cells.get("label", "")
    if not label:
        raise ValueError("the label is empty")
    kind = cells.get("kind", "")
    path = KIND_PATHS.get(kind, kind if kind_of(f"{kind}/x") else "")
    if kind and not path:
        raise ValueError(f"{kind[:40]!r} is no kind; known: {', '.join(sorted(KIND_PATHS))}")
    return Term(
        code,
        label,
        unique((part.strip() for part in cells.get("synonyms", "").split("|")), label),
        _curies(cells.get("parents", "") or cells.get("broader", "")),
        exact=_curies(cells.get("codes", "")),
        definition=cells.get("definition", ""),
        path=path,
    )


def _curies(cell: str) -> tuple[str, ...]:
    return tuple(code for part in cell.replace("|", " ").split() if (code := curie(part)))
