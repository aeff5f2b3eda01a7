"""How well two sets of concepts of one hierarchy agree: strictly, and with half a point for one step up or down.

Pure functions over ids; the caller says what is broader than what. Used to compare what was extracted with the MeSH
terms that a registry attached, which its own documentation calls imperfect: read the extras before calling them wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import Concept
from kg.vocab.vocabulary import Vocabulary

Parents = Callable[[str], Collection[str]]


class Standing(NamedTuple):
    """The MeSH codes that stand for a concept: its own, or those of the nearest broader concepts that have one,
    `steps` above it."""

    codes: frozenset[str]
    steps: int


def credit(item: str, others: Collection[str], parents: Parents) -> float:
    """1 where the item is among the others, 0.5 where one of them is one step broader or narrower, else 0."""
    if item in others:
        return 1.0
    above = set(parents(item))
    if any(other in above or item in parents(other) for other in others):
        return 0.5
    return 0.0


def ancestry(codes: Iterable[str], parents: Parents) -> set[str]:
    """The codes and everything broader."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(parents(code))
    return found


@dataclass(slots=True)
class Agreement:
    """Sums over many records; `misses` and `extras` count what disagreed strictly and leniently.

    A concept that the reference has no term for (`Standing.steps` above 0) can be neither confirmed nor refuted by it,
    so its precision is not judged; for recall it counts as what it is, narrower than the term above it. `broadly` sums
    as if the broader term had been found itself: the older and cruder reading, printed beside.

    Two counters help to read them. `unsaid`: misses that no name in the record asks for, so they come from elsewhere
    or from chance. `verbatim`: extras that an entry names as a whole, so the reference left them out.
    """

    records: int = 0
    predicted: int = 0
    expected: int = 0
    right: int = 0
    reached: int = 0
    named: int = 0
    lenient_precision: float = 0.0
    lenient_recall: float = 0.0
    broadly: int = 0
    broad_precision: float = 0.0
    broad_recall: float = 0.0
    misses: Counter[str] = field(default_factory=Counter)
    extras: Counter[str] = field(default_factory=Counter)
    unsaid: Counter[str] = field(default_factory=Counter)
    verbatim: Counter[str] = field(default_factory=Counter)
    steps: Counter[int] = field(default_factory=Counter)

    def add(
        self,
        predicted: Iterable[Standing],
        expected: Collection[str],
        parents: Parents,
        verbatim: Collection[frozenset[str]] = (),
        said: Collection[str] | None = None,
    ) -> None:
        """One record: what was found and what the reference says, as codes of the hierarchy.

        A concept found counts once, by the best of its codes. `verbatim`: those of them that an entry names as a whole;
        `said`: codes of everything that the record mentions, where that is known.
        """
        found: dict[frozenset[str], int] = {}
        for standing in predicted:
            found[standing.codes] = min(standing.steps, found.get(standing.codes, standing.steps))
        wanted = set(expected)
        codes = set().union(*found)
        own = set().union(*(item for item, steps in found.items() if steps == 0))
        below = set().union(*(item for item, steps in found.items() if steps == 1))
        self.records += 1
        self.broadly += len(found)
        self.expected += len(wanted)
        self.named += len(wanted & own)
        self.reached += len(wanted & ancestry(codes, parents))
        self.steps.update(found.values())
        for item, steps in found.items():
            score = max(credit(code, wanted, parents) for code in item)
            self.broad_precision += score
            if steps:
                continue
            self.predicted += 1
            self.right += not item.isdisjoint(wanted)
            self.lenient_precision += score
            if score == 0:
                self.extras[" ".join(sorted(item))] += 1
                self.verbatim[" ".join(sorted(item))] += item in verbatim
        mentioned = None if said is None else ancestry(said, parents)
        for code in wanted:
            score = max(credit(code, own, parents), 0.5 * (code in below))
            self.lenient_recall += score
            self.broad_recall += credit(code, codes, parents)
            if score == 0:
                self.misses[code] += 1
                self.unsaid[code] += mentioned is not None and code not in mentioned

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, strict and lenient; and the share of the reference that is found or is broader than
        what is found, which is what a search through the hierarchy finds."""
        rows = {
            "strict precision": _share(self.right, self.predicted),
            "strict recall": _share(self.named, self.expected),
            "lenient precision": _share(self.lenient_precision, self.predicted),
            "lenient recall": _share(self.lenient_recall, self.expected),
        }
        for kind in ("strict", "lenient"):
            p, r = rows[f"{kind} precision"], rows[f"{kind} recall"]
            rows[f"{kind} F1"] = 2 * p * r / (p + r) if p + r else 0.0
        rows["recall, narrower ones included"] = _share(self.reached, self.expected)
        rows["lenient precision, other concepts by broader terms"] = _share(self.broad_precision, self.broadly)
        rows["lenient recall, other concepts by broader terms"] = _share(self.broad_recall, self.expected)
        rows["lenient recall of what the record names"] = _share(
            self.lenient_recall, self.expected - self.unsaid.total()
        )
        rows["lenient precision but for what an entry names as a whole"] = _share(
            self.lenient_precision, self.predicted - self.verbatim.total()
        )
        return rows


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def mesh_standing(concept_id: str, concept_of: Callable[[str], Concept | None]) -> Standing:
    """The MeSH codes that stand for the concept; no codes where neither it nor anything broader has one."""
    level, seen, steps = [concept_id], {concept_id}, 0
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
        if codes:
            return Standing(frozenset(codes), steps)
        level, steps = following, steps + 1
    return Standing(frozenset(), 0)


def mesh_parents(vocabulary: Vocabulary) -> Parents:
    """Parents in the MeSH tree, as the vocabulary's `broader` has them, and the classes of a drug, which MeSH keeps
    apart as its pharmacologic actions; for `credit` and `Agreement.add`."""
    known: dict[str, frozenset[str]] = {}

    def parents(code: str) -> frozenset[str]:
        if code not in known:
            concept_id = vocabulary.by_code(code)
            concept = vocabulary.get(concept_id) if concept_id is not None else None
            above = (*concept.broader, *concept.drug_classes) if concept is not None else ()
            known[code] = frozenset().union(*(mesh_standing(b, vocabulary.get).codes for b in above))
        return known[code]

    return parents


def canonical_mesh(code: str, vocabulary: Vocabulary) -> str:
    """`mesh:D015179` for `D000015179`: registries pad some ids with zeros, and others are long on their own account."""
    bare = code.removeprefix("mesh:")
    if vocabulary.by_code(f"mesh:{bare}") is not None or not bare[1:].isdigit():
        return f"mesh:{bare}"
    shortened = f"{bare[0]}{int(bare[1:]):06d}"
    return f"mesh:{shortened}" if vocabulary.by_code(f"mesh:{shortened}") is not None else f"mesh:{bare}"
