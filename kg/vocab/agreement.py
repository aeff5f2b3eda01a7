"""How well two sets of concepts of one hierarchy agree: strictly, and with half a point for one step up or down.

Pure functions over ids; the caller says what is broader than what. Used to compare what was extracted with the MeSH
terms that a registry attached, which its own documentation calls imperfect: read the extras before calling them wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from kg.model import Concept
from kg.vocab.vocabulary import Vocabulary

Parents = Callable[[str], Collection[str]]


def credit(item: str, others: Collection[str], parents: Parents) -> float:
    """1 where the item is among the others, 0.5 where one of them is one step broader or narrower, else 0."""
    if item in others:
        return 1.0
    above = set(parents(item))
    if any(other in above or item in parents(other) for other in others):
        return 0.5
    return 0.0


@dataclass(slots=True)
class Agreement:
    """Sums over many records; `misses` and `extras` count what disagreed strictly and leniently."""

    records: int = 0
    predicted: int = 0
    expected: int = 0
    strict: int = 0
    lenient_precision: float = 0.0
    lenient_recall: float = 0.0
    misses: Counter[str] = field(default_factory=Counter)
    extras: Counter[str] = field(default_factory=Counter)

    def add(self, predicted: Collection[str], expected: Collection[str], parents: Parents) -> None:
        """One record: what was found and what the reference says, as ids of the hierarchy."""
        found, wanted = set(predicted), set(expected)
        self.records += 1
        self.predicted += len(found)
        self.expected += len(wanted)
        self.strict += len(found & wanted)
        for item in found:
            score = credit(item, wanted, parents)
            self.lenient_precision += score
            if score == 0:
                self.extras[item] += 1
        for item in wanted:
            score = credit(item, found, parents)
            self.lenient_recall += score
            if score == 0:
                self.misses[item] += 1

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, strict and lenient."""
        rows = {
            "strict precision": _share(self.strict, self.predicted),
            "strict recall": _share(self.strict, self.expected),
            "lenient precision": _share(self.lenient_precision, self.predicted),
            "lenient recall": _share(self.lenient_recall, self.expected),
        }
        for kind in ("strict", "lenient"):
            p, r = rows[f"{kind} precision"], rows[f"{kind} recall"]
            rows[f"{kind} F1"] = 2 * p * r / (p + r) if p + r else 0.0
        return rows


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def mesh_codes(concept_ids: Iterable[str], concept_of: Callable[[str], Concept | None]) -> set[str]:
    """The MeSH codes of the concepts; one without is stood for by those of its nearest broader concepts."""
    found: set[str] = set()
    for concept_id in concept_ids:
        level, seen = [concept_id], {concept_id}
        while level:
            codes: set[str] = set()
            following: list[str] = []
            for current in level:
                concept = concept_of(current)
                if concept is None:
                    continue
                own = [code for code in (*concept.exact, *concept.close) if code.startswith("mesh:")]
                if own:
                    codes.update(own[:1])
                else:
                    following += [b for b in concept.broader if b not in seen]
                    seen.update(concept.broader)
            found |= codes
            level = [] if codes else following
    return found


def mesh_parents(vocabulary: Vocabulary) -> Parents:
    """Parents in the MeSH tree, as the vocabulary's `broader` has them; for `credit` and `Agreement.add`."""
    known: dict[str, frozenset[str]] = {}

    def parents(code: str) -> frozenset[str]:
        if code not in known:
            concept_id = vocabulary.by_code(code)
            concept = vocabulary.get(concept_id) if concept_id is not None else None
            known[code] = frozenset(mesh_codes(concept.broader, vocabulary.get)) if concept is not None else frozenset()
        return known[code]

    return parents


def canonical_mesh(code: str, vocabulary: Vocabulary) -> str:
    """`mesh:D015179` for `D000015179`: registries pad some ids with zeros, and others are long on their own account."""
    bare = code.removeprefix("mesh:")
    if vocabulary.by_code(f"mesh:{bare}") is not None or not bare[1:].isdigit():
        return f"mesh:{bare}"
    shortened = f"{bare[0]}{int(bare[1:]):06d}"
    return f"mesh:{shortened}" if vocabulary.by_code(f"mesh:{shortened}") is not None else f"mesh:{bare}"
