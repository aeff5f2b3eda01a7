"""Curated lexicons: tab-separated files that teach their own grammar, read strictly.

Every fault names its file and line, because the people who write these files are not programmers. The format:

    # comment lines teach the grammar of the file
    id	label	synonyms	codes	broader	components	classes	properties	definition

Columns may be left out or stand in any order. `synonyms` are separated by `|` and may end in flags: `{cs}` (only as
written), `{ambiguous}` (only where it is the whole name of a field of this kind), `{hidden}` (a misspelling).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.model import Concept
from kg.terms import KIND_PATHS, PREFIXES

COLUMNS = ("id", "label", "synonyms", "codes", "broader", "components", "classes", "properties", "definition")
FLAGS = frozenset({"cs", "ambiguous", "hidden"})

_KIND_OF_PATH = {path: kind for kind, path in KIND_PATHS.items()}
_ID = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9][A-Za-z0-9.+-]*")
_CODE = re.compile(r"([~<]?)([A-Za-z]+):([A-Za-z0-9_.-]+)")
_NAME_FLAGS = re.compile(r"^(.*?)\s*((?:\{[a-z]+\}\s*)*)$", re.DOTALL)


class Name(NamedTuple):
    """One way to call a concept, and how careful matching has to be with it."""

    text: str
    case_sensitive: bool = False
    ambiguous: bool = False
    hidden: bool = False


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


def parse_name(text: str) -> Name:
    """A name with its flags. Raises `ValueError` for an unknown flag or an empty name.

    >>> parse_name("TACE {cs}{ambiguous}")
    Name(text='TACE', case_sensitive=True, ambiguous=True, hidden=False)
    """
    match = _NAME_FLAGS.match(text.strip())
    assert match is not None  # the pattern matches every string
    name, flags = match.group(1), set(re.findall(r"\{([a-z]+)\}", match.group(2)))
    if not name:
        raise ValueError("an empty name")
    if unknown := flags - FLAGS:
        raise ValueError(f"unknown flag {{{sorted(unknown)[0]}}} after {name!r}; known: {', '.join(sorted(FLAGS))}")
    return Name(name, "cs" in flags, "ambiguous" in flags, "hidden" in flags)


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


def _properties(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        key, equals, value = item.partition("=")
        if not equals or ":" not in key or not value.strip():
            raise ValueError(f"{item!r} is not a property: write tkg:name=value")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)


def row_of(cells: dict[str, str], path: str, line: int) -> Row:
    """One row from its cells by column. Raises `ValueError` saying what is wrong with it."""
    concept_id, label = cells.get("id", ""), cells.get("label", "")
    kind = kind_of(concept_id)
    if not _ID.fullmatch(concept_id) or kind is None:
        raise ValueError(f"{concept_id!r} is not an id: its path must be one of {', '.join(sorted(_KIND_OF_PATH))}")
    first = parse_name(label) if label else None
    if first is None:
        raise ValueError("the label is empty")
    names = {first.text: first}
    for synonym in filter(None, (part.strip() for part in cells.get("synonyms", "").split("|"))):
        name = parse_name(synonym)
        if name.text in names:
            raise ValueError(f"the name {name.text!r} stands there twice")
        names[name.text] = name
    exact, close, broad = _codes(cells.get("codes", ""))
    rest = [name for name in names.values() if name is not first]
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
        properties=_properties(cells.get("properties", "")),
    )
    return Row(concept, tuple(names.values()), path, line)


def parse(lines: Iterable[str], path: str) -> Iterator[Row]:
    """The rows of one lexicon. Raises `ResourceError` naming file and line."""
    header: list[str] | None = None
    for number, raw in enumerate(lines, 1):
        text = raw.rstrip("\r\n")
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        if header is None:
            unknown = [cell for cell in cells if cell not in COLUMNS]
            if unknown or "id" not in cells or "label" not in cells or len(set(cells)) != len(cells):
                raise ResourceError(f"{path}:{number}: the first row must name columns out of: {' '.join(COLUMNS)}")
            header = cells
            continue
        if len(cells) > len(header):
            raise ResourceError(f"{path}:{number}: {len(cells)} cells, but the header names {len(header)} columns")
        try:
            yield row_of(dict(zip(header, cells, strict=False)), path, number)
        except ValueError as error:
            raise ResourceError(f"{path}:{number}: {error}") from None
    if header is None:
        raise ResourceError(f"{path}: no header row")


def read(path: Path) -> list[Row]:
    """The rows of one lexicon file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path.name}: not UTF-8: {error}") from None
    return list(parse(text.split("\n"), path.name))


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
