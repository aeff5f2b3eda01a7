"""Why a name means what it means: every reading of it, where each comes from, and how careful matching is with it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocab.index import Candidate, Index
from kg.vocab.manifest import Import, name_of_rank

_SOURCE_OF = {
    "mesh": "MeSH",
    "mondo": "Mondo",
    "unii": "FDA UNII",
    "ncit": "NCI Thesaurus",
    "rxnorm": "RxNorm",
    "doid": "DOID",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a name, the best of a domain first."""

    concept: str
    label: str
    kind: str
    domain: str
    source: str
    codes: tuple[str, ...]
    in_text: bool
    note: str


def explain(name: str, index: Index, imports: tuple[Import, ...] = ()) -> list[Reading]:
    """Every concept that `name` as a whole may mean, best first. `imports` are those of the index, in their order.

    `in_text` says whether the name is looked for in running text at all; else only as a whole field of its domain.
    """
    return [_reading(candidate, name, imports) for candidate in index.candidates(name)]


def _reading(candidate: Candidate, name: str, imports: tuple[Import, ...]) -> Reading:
    concept = candidate.concept
    notes = []
    brought = name_of_rank(candidate.rank, imports)
    if brought:
        notes.append(f"the name comes from the import {brought}")
    if candidate.written:
        notes.append(f"matched only as written: {candidate.written}")
        if not candidate.as_written:
            notes.append("written otherwise here")
    if not candidate.in_text:
        notes.append("not looked for in running text")
    if concept.label.lower() != name.strip().lower():
        notes.append("a synonym or another writing")
    return Reading(
        concept.id,
        concept.label,
        concept.kind,
        candidate.domain,
        source_of(concept.id),
        (*concept.exact, *(f"~{code}" for code in concept.close)),
        candidate.in_text,
        "; ".join(notes),
    )


def source_of(concept_id: str) -> str:
    """Where the concept comes from, by its id: a published vocabulary or the project's lexicons."""
    local = concept_id.partition("/")[2]
    prefix, dash, rest = local.partition("-")
    known = dash and rest[:1].isalnum() and any(c.isdigit() for c in rest) and "-" not in rest
    return _SOURCE_OF.get(prefix, "lexicon") if known else "lexicon"


def search(text: str, index: Index, limit: int = 20) -> list[tuple[str, str, str]]:
    """Id, label and matching name of concepts one of whose names contains `text`, labels and short names first."""
    wanted = " ".join(text.lower().split())
    found: list[tuple[int, int, str, str, str]] = []
    for concept in index:
        for place, name in enumerate((concept.label, *concept.synonyms, *concept.hidden)):
            if wanted in name.lower():
                rank = 0 if name.lower() == wanted else 1 if place == 0 else 2
                found.append((rank, len(name), concept.id, concept.label, name))
                break
    return [(concept_id, label, name) for _, _, concept_id, label, name in sorted(found)[:limit]]
