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
    """Id, label and matching name of concepts one of whose names has every word of `text` in it, or in a longer word:
    the name itself first, then what contains the words as they stand, labels and short names before others."""
    words = text.lower().split()
    wanted = " ".join(words)
    found: list[tuple[int, int, str, str, str]] = []
    for concept in index:
        best: tuple[int, int, str] | None = None
        for place, name in enumerate((concept.label, *concept.synonyms, *concept.hidden)):
            folded = name.lower()
            if all(word in folded for word in words):
                rank = 0 if folded == wanted else 3 if wanted not in folded else 1 if place == 0 else 2
                best = min(best or (rank, len(name), name), (rank, len(name), name))
        if best is not None:
            found.append((best[0], best[1], concept.id, concept.label, best[2]))
    return [(concept_id, label, name) for _, _, concept_id, label, name in sorted(found)[:limit]]
