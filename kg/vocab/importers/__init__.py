"""Importers of published vocabularies: one reader per format, one table that names them.

A reader yields `Term`s (SSSOM: `Mapping`s) and judges nothing; `kg.vocab.importers.term.rows` makes rows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import InputError, UnknownName
from kg.vocab.importers.mesh import read_ntriples, read_xml
from kg.vocab.importers.obo import read_obo, read_obograph
from kg.vocab.importers.skos import read_skos
from kg.vocab.importers.tables import read_ncit, read_rxnorm, read_sssom, read_unii
from kg.vocab.importers.term import Conflict, Mapping, Term, rows
from kg.vocab.lexicon import Row
from kg.vocab.lexicon import read as read_lexicon

READERS: dict[str, Callable[[Path], Iterator[Term]]] = {
    "mesh-xml": read_xml,
    "mesh-nt": read_ntriples,
    "obograph": read_obograph,
    "obo": read_obo,
    "ncit": read_ncit,
    "rxnorm": read_rxnorm,
    "unii": read_unii,
    "skos": read_skos,
}
FORMATS = (*READERS, "tsv", "sssom")


def sniff(path: Path) -> str:
    """The format of a vocabulary file, by its name and first kilobytes. Raises `InputError` where it is none."""
    name = path.name.lower()
    with path.open("rb") as file:
        head = file.read(4096).decode("utf-8", "replace")
    if name.endswith((".sssom.tsv", ".sssom")) or "subject_id\t" in head:
        return "sssom"
    if "RecordSet" in head or "<DescriptorRecord" in head or "<SupplementalRecord" in head:
        return "mesh-xml"
    if name.endswith(".nt") and "id.nlm.nih.gov/mesh" in head:
        return "mesh-nt"
    if name.endswith(".json") and '"graphs"' in head:
        return "obograph"
    if name.endswith(".obo") or head.startswith("format-version:"):
        return "obo"
    if name.endswith(".rrf"):
        return "rxnorm"
    if head.lower().startswith("name\ttype\tunii"):
        return "unii"
    if name.endswith((".ttl", ".nt", ".rdf")):
        return "skos"
    lines = [line for line in head.splitlines() if line and not line.startswith("#")]
    if lines and {"id", "label"} <= set(lines[0].split("\t")):
        return "tsv"
    if lines and lines[0].startswith("C") and lines[0].count("\t") >= 7:
        return "ncit"
    raise InputError(f"{path.name}: no vocabulary format we know; name one of {', '.join(FORMATS)}")


def read_vocabulary(
    path: Path, format_name: str = "", mappings: tuple[Mapping, ...] = ()
) -> tuple[list[Row], list[Conflict]]:
    """The rows of a vocabulary file of any format but SSSOM, and what in it contradicts."""
    name = format_name or sniff(path)
    if name == "tsv":
        return read_lexicon(path), []
    reader = READERS.get(name)
    if reader is None:
        raise UnknownName(f"no reader for {name!r}; there are {', '.join((*READERS, 'tsv'))}")
    return rows(reader(path), path.name, mappings)


__all__ = ["FORMATS", "READERS", "Conflict", "Mapping", "Term", "read_sssom", "read_vocabulary", "rows", "sniff"]
