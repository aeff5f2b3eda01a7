"""The format of the curated lexicons: tab-separated files that teach their own grammar, read strictly.

Every fault names its file and line, because the people who write these files are not programmers. The format:

    # comment lines teach the grammar of the file
    id	label	synonyms	codes	broader	components	classes	properties	definition

Columns may be left out or stand in any order. `synonyms` are separated by `|` and may end in flags: `{cs}` (only as
written), `{ambiguous}` (only where it is the whole name of a field of this kind), `{hidden}` (a misspelling). What the
rows mean as concepts is for `kg.vocab.lexicon` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError

COLUMNS = ("id", "label", "synonyms", "codes", "broader", "components", "classes", "properties", "definition")
FLAGS = frozenset({"cs", "ambiguous", "hidden"})

_NAME_FLAGS = re.compile(r"^(.*?)\s*((?:\{[a-z]+\}\s*)*)$", re.DOTALL)


class Name(NamedTuple):
    """One way to call a concept, and how careful matching has to be with it."""

    text: str
    case_sensitive: bool = False
    ambiguous: bool = False
    hidden: bool = False


class Line(NamedTuple):
    """The cells of one row by column, and where it stands."""

    number: int
    cells: dict[str, str]


def parse_name(text: str) -> Name:
    """A name with its flags. Raises `ValueError` for an unknown flag or an empty name.

    >>> parse_name("TACE {cs}{ambiguous}")
    Name(text='TACE', case_sensitive=True, ambiguous=True, hidden=False)
    """
    if "{" not in text and text.strip():
        return Name(text.strip())
    match = _NAME_FLAGS.match(text.strip())
    assert match is not None  # the pattern matches every string
    name, flags = match.group(1), set(re.findall(r"\{([a-z]+)\}", match.group(2)))
    if not name:
        raise ValueError("an empty name")
    if unknown := flags - FLAGS:
        raise ValueError(f"unknown flag {{{sorted(unknown)[0]}}} after {name!r}; known: {', '.join(sorted(FLAGS))}")
    return Name(name, "cs" in flags, "ambiguous" in flags, "hidden" in flags)


def names_of(cells: dict[str, str]) -> tuple[Name, ...]:
    """The names of a row, its label first. Raises `ValueError` where there is no label, or a name twice."""
    if not cells.get("label"):
        raise ValueError("the label is empty")
    first = parse_name(cells["label"])
    names = {first.text: first}
    for synonym in filter(None, (part.strip() for part in cells.get("synonyms", "").split("|"))):
        name = parse_name(synonym)
        if name.text in names:
            raise ValueError(f"the name {name.text!r} stands there twice")
        names[name.text] = name
    return tuple(names.values())


def properties_of(cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The properties of a row, as (name, value). Raises `ValueError` for what is none.

    >>> properties_of({"properties": "tkg:gene=KRAS; tkg:markerStatus=mutated"})
    (('tkg:gene', 'KRAS'), ('tkg:markerStatus', 'mutated'))
    """
    pairs = []
    for item in filter(None, (part.strip() for part in cells.get("properties", "").split(";"))):
        key, equals, value = item.partition("=")
        if not equals or ":" not in key or not value.strip():
            raise ValueError(f"{item!r} is not a property: write tkg:name=value")
        pairs.append((key.strip(), value.strip()))
    return tuple(pairs)


def lines_of(lines: Iterable[str], path: str) -> Iterator[Line]:
    """The rows of one lexicon, cell by cell. Raises `ResourceError` naming file and line."""
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
        yield Line(number, dict(zip(header, cells, strict=False)))
    if header is None:
        raise ResourceError(f"{path}: no header row")


def text_of(path: Path) -> str:
    """The text of a lexicon file. Raises `ResourceError` where it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path.name}: not UTF-8: {error}") from None
