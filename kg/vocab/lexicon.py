"""Concepts from the curated lexicons: what a row of such a file (`kg.lexicons`) says of one concept, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ResourceError
from kg.lexicons import Name, lines_of, names_of, properties_of, text_of
from kg.model import Concept
from kg.terms import KIND_PATHS, PREFIXES

_KIND_OF_PATH = {path: kind for kind, path in KIND_PATHS.items()}
_ID = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9][A-Za-z0-9.+-]*")
_CODE = re.compile(r"([~<]?)([A-Za-z]+):([A-Za-z0-9_.-]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a lexicon: the concept, its names (label first) and where it stands. `ranks` says for each name how
    much it is worth among rivals, the best 0; empty means by its place in the row."""

    concept: Concept
    names: tuple[Name, ...]
    path: str
    line: int
    ranks: tuple[int, ...] = ()


def kind_of(concept_id: str) -> str | None:
    """The ontology class that the id's path says, or None for an unknown path.

    >>> kind_of("drug/bevacizumab")
    'Drug'
    """
    return _KIND_OF_PATH.get(concept_id.partition("/")[0])


def _codes(cell: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    found: dict[str, list[str]] = {"": [], "~": [], "<": []}
    for code in cell.split():
        match = _CODE.fullmatch(code)
        if match is None or match.group(2) not in PREFIXES:
            raise ValueError(f"{code!r} is not a code: write PREFIX:ID, ~PREFIX:ID or <PREFIX:ID")
        found[match.group(1)].append(f"{match.group(2)}:{match.group(3)}")
    return tuple(found[""]), tuple(found["~"]), tuple(found["<"])


def _ids(cell: str) -> tuple[str, ...]:
    ids = tuple(cell.split())
    for concept_id in ids:
        if not _ID.fullmatch(concept_id) or kind_of(concept_id) is None:
            raise ValueError(f"{concept_id!r} is not the id of a concept (<path>/<name>)")
    return ids


def row_of(cells: dict[str, str], path: str, line: int) -> Row:
    """One row from its cells by column. Raises `ValueError` saying what is wrong with it."""
    concept_id = cells.get("id", "")
    kind = kind_of(concept_id)
    if not _ID.fullmatch(concept_id) or kind is None:
        raise ValueError(f"{concept_id!r} is not an id: its path must be one of {', '.join(sorted(_KIND_OF_PATH))}")
    names = names_of(cells)
    first, *rest = names
    exact, close, broad = _codes(cells.get("codes", ""))
    concept = Concept(
        id=concept_id,
        kind=kind,
        label=first.text,
        synonyms=tuple(name.text for name in rest if not name.hidden),
        hidden=tuple(name.text for name in rest if name.hidden),
        exact=exact,
        close=close,
        broad=broad,
        broader=_ids(cells.get("broader", "")),
        components=_ids(cells.get("components", "")),
        drug_classes=_ids(cells.get("classes", "")),
        definition=cells.get("definition", ""),
        properties=properties_of(cells),
    )
    return Row(concept, names, path, line)


def parse(lines: Iterable[str], path: str) -> Iterator[Row]:
    """The rows of one lexicon. Raises `ResourceError` naming file and line."""
    for number, cells in lines_of(lines, path):
        try:
            yield row_of(cells, path, number)
        except ValueError as error:
            raise ResourceError(f"{path}:{number}: {error}") from None


def read(path: Path) -> list[Row]:
    """The rows of one lexicon file."""
    return list(parse(text_of(path).split("\n"), path.name))


def read_all(directory: Path) -> list[Row]:
    """The rows of every `*.tsv` in `directory`, files in order of name. Raises `ResourceError` for an id twice."""
    rows: list[Row] = []
    seen: dict[str, Row] = {}
    for path in sorted(directory.glob("*.tsv")):
        for row in read(path):
            other = seen.setdefault(row.concept.id, row)
            if other is not row:
                raise ResourceError(
                    f"{row.path}:{row.line}: {row.concept.id} is already defined in {other.path}:{other.line}"
                )
            rows.append(row)
    return rows
