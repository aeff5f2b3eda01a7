"""Vocabularies published as tables: NCI Thesaurus flat file, RxNorm RXNCONSO, FDA UNII names, SSSOM mapping sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Skipped
from kg.vocab.importers.files import opened
from kg.vocab.importers.term import Mapping, Term, curie, read_lines, unique
from kg.vocab.sources import Substance, is_substance_head, take_substance

# NCIt semantic types that say what kind of thing it is.
_NCIT_PATHS = {
    "Neoplastic Process": "condition",
    "Disease or Syndrome": "condition",
    "Sign or Symptom": "condition",
    "Finding": "condition",
    "Mental or Behavioral Dysfunction": "condition",
    "Injury or Poisoning": "condition",
    "Congenital Abnormality": "condition",
    "Pathologic Function": "condition",
    "Pharmacologic Substance": "drug",
    "Antibiotic": "drug",
    "Immunologic Factor": "drug",
    "Therapeutic or Preventive Procedure": "procedure",
    "Diagnostic Procedure": "diagnostic-test",
    "Medical Device": "device",
}
# RxNorm term types that name a substance or a product as a whole.
_RXNORM_PATHS = {"IN": "drug", "PIN": "drug", "MIN": "combination-product"}


def read_ncit(path: Path) -> Iterator[Term | Skipped]:
    """`Thesaurus.txt` of the NCI Thesaurus: code, concept IRI, parents, synonyms, definition, display name, status,
    semantic type."""
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            cells = line.split("\t")
            if len(cells) < 8:
                yield Skipped(path.name, number, "", f"{len(cells)} columns; the flat file of NCIt has eight or nine")
                continue
            code, _, parents, synonyms, definition, display, status, semantic = cells[:8]
            if "Obsolete" in status or "Retired" in status or code.lower() == "code":
                continue
            if curie(f"NCIT:{code}") is None:
                yield Skipped(path.name, number, "code", f"{code[:40]!r} is no code of NCIt")
                continue
            names = [name for name in synonyms.split("|") if name]
            label = display or (names[0] if names else "")
            if not label:
                continue
            kinds = [_NCIT_PATHS[s] for s in semantic.split("|") if s in _NCIT_PATHS]
            yield Term(
                f"NCIT:{code}",
                label,
                unique(names, label),
                tuple(f"NCIT:{p}" for p in parents.split("|") if p),
                definition=definition,
                path=kinds[0] if kinds else "",
            )


def read_rxnorm(path: Path) -> Iterator[Term | Skipped]:
    """`RXNCONSO.RRF`: ingredients, precise ingredients and combinations, with the brand names that RxNorm gives them.

    The label is RxNorm's own name; names of other sources with the same RXCUI are synonyms.
    """
    labels: dict[str, tuple[str, str]] = {}
    names: dict[str, list[str]] = {}
    codes: dict[str, list[str]] = {}
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            cells = line.split("|")
            if len(cells) < 18:
                yield Skipped(path.name, number, "", f"{len(cells)} columns; RXNCONSO.RRF has eighteen")
                continue
            rxcui, language, source, term_type, code, name, suppressed = (cells[i] for i in (0, 1, 11, 12, 13, 14, 16))
            if language != "ENG" or suppressed in ("Y", "O"):
                continue
            if not (rxcui.isascii() and rxcui.isdigit()):
                yield Skipped(path.name, number, "RXCUI", f"{rxcui[:40]!r} is no number")
                continue
            if source == "RXNORM" and term_type in _RXNORM_PATHS:
                labels[rxcui] = (name, term_type)
            else:
                names.setdefault(rxcui, []).append(name)
            if source == "MSH" and code:
                codes.setdefault(rxcui, []).append(f"mesh:{code}")
            elif source == "MTHSPL" and len(code) == 10:
                codes.setdefault(rxcui, []).append(f"UNII:{code}")
    for rxcui in sorted(labels, key=int):
        label, term_type = labels[rxcui]
        exact = tuple(dict.fromkeys(codes.get(rxcui, ())))
        yield Term(
            f"RXNORM:{rxcui}", label, unique(names.get(rxcui, ()), label), exact=exact, path=_RXNORM_PATHS[term_type]
        )


def read_unii(path: Path) -> Iterator[Term | Skipped]:
    """FDA's UNII names (name, type, UNII, display name): substances that a list of medicines names."""
    substances: dict[str, Substance] = {}
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            cells = line.split("\t")
            if not line or line.startswith("#") or is_substance_head(cells):
                continue
            if len(cells) != 4 or curie(f"UNII:{cells[2]}") is None:
                yield Skipped(path.name, number, "", "expected four columns: name, type, UNII, display name")
                continue
            take_substance(substances, cells)
    for substance in substances.values():
        if substance.is_medicine:
            names = unique(substance.short_names(), substance.label)
            yield Term(f"UNII:{substance.id}", substance.label.lower(), names, path="drug")


def read_mesh_table(path: Path) -> Iterator[Term | Skipped]:
    """MeSH as a table without a header: id, label, synonyms, then tree numbers (descriptors) or the descriptors that a
    supplementary concept is mapped to; lists separated by `|`."""
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            cells = line.split("\t")
            if not line or line.startswith("#"):
                continue
            if len(cells) < 4 or cells[0][:1] not in "CD" or curie(f"mesh:{cells[0]}") is None or not cells[1]:
                yield Skipped(path.name, number, "", "expected id, label, synonyms, and tree numbers or descriptors")
                continue
            code, label, synonyms, last = cells[:4]
            names = unique((name for name in synonyms.split("|") if name), label)
            listed = tuple(filter(None, last.split("|")))
            if code[0] == "D":
                yield Term(f"mesh:{code}", label, names, trees=listed)
            else:
                yield Term(f"mesh:{code}", label, names, tuple(f"mesh:{d}" for d in listed), path="drug")


def read_sssom(path: Path) -> Iterator[Mapping | Skipped]:
    """Exact and close matches of a SSSOM set between vocabularies that we know; negated rows are left out."""
    header: list[str] = []
    with opened(path) as lines:
        for number, line in enumerate(read_lines(lines), 1):
            if line.startswith("#") or not line:
                continue
            cells = line.split("\t")
            if not header:
                header = cells
                missing = {"subject_id", "predicate_id", "object_id"} - set(header)
                if missing:
                    raise InputError(f"{path.name}:{number}: the header lacks {', '.join(sorted(missing))}")
                continue
            row = dict(zip(header, cells, strict=False))
            if len(cells) < len(header) and not {"subject_id", "predicate_id", "object_id"} <= row.keys():
                yield Skipped(path.name, number, "", f"{len(cells)} cells where the header names {len(header)}")
                continue
            subject, target = curie(row["subject_id"]), curie(row["object_id"])
            predicate = row["predicate_id"].rpartition(":")[2].rpartition("#")[2]
            if subject and target and predicate in ("exactMatch", "closeMatch") and not row.get("predicate_modifier"):
                yield Mapping(subject, target, predicate == "exactMatch")
    if not header:
        raise InputError(f"{path.name}: empty; a SSSOM set has a header with subject_id, predicate_id, object_id")
