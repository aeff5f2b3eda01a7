"""Importers of published vocabularies: one reader per format, one table that names them.

A reader yields `Term`s (a table in our columns: `Row`s; SSSOM: `Mapping`s), and a `Skipped` for each row that it cannot
use; it judges nothing. `kg.vocab.importers.term.rows` makes rows of the terms.
"""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

import msgspec

from kg.errors import InputError, ResourceError, UnknownName
from kg.model import Skipped
from kg.vocab.importers.files import head, plain_suffix
from kg.vocab.importers.mesh import read_ntriples, read_xml
from kg.vocab.importers.obo import read_obo, read_obograph
from kg.vocab.importers.own import columns_of, read_table
from kg.vocab.importers.skos import read_skos
from kg.vocab.importers.tables import read_mesh_table, read_ncit, read_rxnorm, read_sssom, read_unii
from kg.vocab.importers.term import Conflict, Mapping, Term, rows
from kg.vocab.lexicon import Row

Item: TypeAlias = Term | Row | Mapping | Skipped

READERS: dict[str, Callable[[Path], Iterable[Item]]] = {
    "mesh-xml": read_xml,
    "mesh-nt": read_ntriples,
    "mesh-table": read_mesh_table,
    "obograph": read_obograph,
    "obo": read_obo,
    "ncit": read_ncit,
    "rxnorm": read_rxnorm,
    "unii": read_unii,
    "skos": read_skos,
    "tsv": read_table,
    "sssom": read_sssom,
}
FORMATS = tuple(READERS)

_MESH_ROW = re.compile(r"[CD]\d{6,9}\t[^\t]+\t")
_MOST_SKIPPED = 1_000
_UNREADABLE = (
    OSError, EOFError, UnicodeError, zlib.error, lzma.LZMAError, SyntaxError, ElementTree.ParseError,
    msgspec.DecodeError, ResourceError,
)  # fmt: skip


@dataclass(slots=True)
class Content:
    """What a vocabulary file holds: terms, rows of a lexicon, mappings, and the rows that could not be used (`skipped`
    keeps the first thousand, `unreadable` counts them)."""

    terms: list[Term] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: int = 0


def sniff(path: Path) -> str:
    """The format of a vocabulary file, by its name and first kilobytes. Raises `InputError` where it is none."""
    try:
        text = head(path, 4096)
    except _UNREADABLE as error:
        raise InputError(f"{path}: cannot be read: {_said(error)}") from error
    suffix, name = plain_suffix(path), path.name.lower()
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    first = lines[0] if lines else ""
    if ".sssom" in name or "subject_id\t" in first or "mapping_set_id:" in text:
        return "sssom"
    if "RecordSet" in text or "<DescriptorRecord" in text or "<SupplementalRecord" in text:
        return "mesh-xml"
    if suffix == ".nt" and "id.nlm.nih.gov/mesh" in text:
        return "mesh-nt"
    if suffix == ".json" and '"graphs"' in text:
        return "obograph"
    if suffix == ".obo" or text.startswith("format-version:"):
        return "obo"
    if suffix == ".rrf":
        return "rxnorm"
    if first.lower().startswith("name\ttype\tunii"):
        return "unii"
    if suffix in (".ttl", ".nt", ".rdf"):
        return "skos"
    if _MESH_ROW.match(first):
        return "mesh-table"
    if columns_of(first):
        return "tsv"
    if first.startswith("C") and first.count("\t") >= 7:
        return "ncit"
    raise InputError(f"{path.name}: no vocabulary format we know; name one of {', '.join(FORMATS)}")


def read_content(path: Path, format_name: str = "") -> Content:
    """Everything in a vocabulary file.

    Raises `InputError` where the file cannot be used as a whole: missing, damaged, not of the format, nothing in it.
    """
    name = format_name or sniff(path)
    reader = READERS.get(name)
    if reader is None:
        raise UnknownName(f"no reader for {name!r}; there are {', '.join(READERS)}")
    content = Content()
    try:
        for item in reader(path):
            if isinstance(item, Term):
                content.terms.append(item)
            elif isinstance(item, Row):
                content.rows.append(item)
            elif isinstance(item, Mapping):
                content.mappings.append(item)
            else:
                content.unreadable += 1
                if len(content.skipped) < _MOST_SKIPPED:
                    content.skipped.append(item)
    except _UNREADABLE as error:
        raise InputError(f"{path.name}: cannot be read as {name}: {_said(error)}") from error
    if not (content.terms or content.rows or content.mappings):
        first = f"; {content.skipped[0].position}: {content.skipped[0].message}" if content.skipped else ""
        raise InputError(f"{path.name}: nothing in it that {name} could have{first}")
    return content


def _said(error: BaseException) -> str:
    """What the error says, on one line."""
    said = " ".join(str(error).split()) or type(error).__name__
    return said if len(said) <= 300 else f"{said[:300]} …"


def read_vocabulary(
    path: Path, format_name: str = "", mappings: Iterable[Mapping] = ()
) -> tuple[list[Row], list[Conflict]]:
    """The rows of a vocabulary file of any format but SSSOM, and what in it contradicts."""
    content = read_content(path, format_name)
    found, conflicts = rows(content.terms, path.name, mappings)
    return [*content.rows, *found], conflicts


def read_mappings(path: Path) -> Iterator[Mapping]:
    """The mappings of a SSSOM set."""
    yield from read_content(path, "sssom").mappings


__all__ = [
    "FORMATS", "READERS", "Conflict", "Content", "Mapping", "Term", "read_content", "read_mappings", "read_vocabulary",
    "rows", "sniff",
]  # fmt: skip
