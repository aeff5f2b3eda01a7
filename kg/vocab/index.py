"""The vocabulary itself: concepts by id, by code, by name. Implements `kg.vocab.vocabulary.Vocabulary`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import Concept, Hit
from kg.vocab.compiled import CURATED, DOMAINS, IN_TEXT, PARTED, RANK_SHIFT, STRICT, Tables, compile_rows
from kg.vocab.lexicon import Row
from kg.vocab.matcher import PARTING, Match, spans_a_parting, unglued
from kg.vocab.variants import view

_REMEMBERED = 64
_NUMBER_OF = {domain: number for number, domain in enumerate(DOMAINS)}
_NUMBERS_IN = tuple(tuple(n for n in range(len(DOMAINS)) if mask >> n & 1) for mask in range(1 << len(DOMAINS)))


class Candidate(NamedTuple):
    """One reading of a name, for `explain`."""

    concept: Concept
    domain: str
    rank: int
    in_text: bool
    as_written: bool
    written: str


class Index:
    """Concepts and their names over compiled tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._concepts: dict[int, Concept] = {}
        self._by_id: dict[str, Concept] = {}
        self._recent: dict[str, tuple[list[Match], ...]] = {}
        self._masks = tables.masks
        # Per domain, what a pattern names wherever it stands: nearly all of them, so most hits need no second look.
        self._simple: tuple[dict[int, tuple[str, ...]], ...] = tuple({} for _ in DOMAINS)

    @classmethod
    def of(cls, curated: Iterable[Row], imported: Iterable[Row] = ()) -> Index:
        """An index over these rows, compiled in memory."""
        return cls(compile_rows(curated, imported))

    @property
    def tables(self) -> Tables:
        """What the index is made of."""
        return self._tables

    def __len__(self) -> int:
        return len(self._tables.offsets) - 1

    def __iter__(self) -> Iterator[Concept]:
        return (self._concept(number) for number in range(len(self)))

    def _concept(self, number: int) -> Concept:
        concept = self._concepts.get(number)
        if concept is None:
            concept = self._concepts[number] = self._tables.concept(number)
        return concept

    def get(self, concept_id: str) -> Concept | None:
        """The concept with this id, or None. The id of a concept that was joined to another finds that one."""
        known = self._by_id.get(concept_id)
        if known is None and (number := self._tables.ids.get(concept_id)) is not None:
            known = self._by_id[concept_id] = self._concept(number)
        return known

    def by_code(self, code: str) -> str | None:
        """The id of the concept that carries this CURIE as an exact match."""
        number = self._tables.codes.get(code)
        if number is None:
            return None
        concept = self._concept(number)
        return concept.id if code in concept.exact else None

    def candidates(self, name: str) -> list[Candidate]:
        """Every concept that `name` as a whole is a name of, in any domain, best first."""
        text = " ".join(name.split())
        tables = self._tables
        found: dict[int, Candidate] = {}
        for pattern in self._patterns_of(text):
            for place in range(tables.first_entry[pattern], tables.first_entry[pattern + 1]):
                flags = tables.entry_flags[place]
                written = tables.written[tables.entry_written[place]]
                as_written = not written or _as_written(written, text, bool(flags & STRICT))
                if flags & STRICT and not as_written:
                    continue
                candidate = Candidate(
                    self._concept(tables.entry_concept[place]),
                    DOMAINS[flags & 7],
                    flags >> RANK_SHIFT,
                    bool(flags & IN_TEXT),
                    as_written,
                    written,
                )
                kept = found.get(tables.entry_concept[place])
                if kept is None or _goodness(candidate) < _goodness(kept):
                    found[tables.entry_concept[place]] = candidate
        return sorted(found.values(), key=_goodness)

    def _patterns_of(self, text: str) -> list[int]:
        """The numbers of the patterns that the whole text is, plural -s and -es included."""
        forms: dict[str, None] = {}
        for shown in (view(text).strip(), " ".join(view(unglued(text)).split())):
            forms[shown] = None
            if shown.endswith("s"):
                forms[shown[:-1]] = None
                if shown.endswith("es") and shown[-3:-2] in "shxz":
                    forms[shown[:-2]] = None
        numbers = (self._tables.patterns.get(form) for form in forms)
        return [number for number in numbers if number is not None]

    def lookup(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts that `name` as a whole is a name of, best first; variants included."""
        return tuple(c.concept.id for c in self.candidates(name) if c.domain == domain)

    def listed(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts for which a curated lexicon lists `name`, as written: several share it on purpose."""
        found = self.candidates(name)
        return tuple(c.concept.id for c in found if c.domain == domain and c.as_written and c.rank <= CURATED)

    def scan(self, text: str, domain: str) -> list[Hit]:
        """Names found in `text`, leftmost longest, not overlapping, in order."""
        number = _NUMBER_OF[domain]
        simple = self._simple[number]
        known = simple.get
        parting = PARTING.search
        hits: list[Hit] = []
        reached = 0
        for start, minus_end, pattern in self._matches(text)[number]:
            if start < reached:
                continue
            ids = known(pattern)
            if ids is None or parting(text, start, -minus_end):
                ids = self._ids_of(pattern, number, text, start, -minus_end)
            if ids:
                hits.append(Hit(start, -minus_end, ids))
                reached = -minus_end
        return hits

    def _ids_of(self, pattern: int, number: int, text: str, start: int, end: int) -> tuple[str, ...]:
        """The concepts of this domain that the pattern names, as it is written at this place of the text."""
        tables = self._tables
        parted: bool | None = None
        always = True
        chosen: dict[str, None] = {}
        for place in range(tables.first_entry[pattern], tables.first_entry[pattern + 1]):
            flags = tables.entry_flags[place]
            if flags & 15 != number | IN_TEXT:
                continue
            shape = tables.entry_written[place]
            if shape:
                always = False
                if not _as_written(tables.written[shape], text[start:end], bool(flags & STRICT)):
                    continue
            if not flags & PARTED:
                if parted is None:
                    parted = spans_a_parting(text, start, end)
                if parted:
                    always = False
                    continue
            chosen[self._concept(tables.entry_concept[place]).id] = None
        ids = tuple(chosen)
        if always:
            self._simple[number][pattern] = ids
        return ids

    def _matches(self, text: str) -> tuple[list[Match], ...]:
        """The raw matches of each domain; the texts of the record at hand are asked for once per domain."""
        found = self._recent.get(text)
        if found is None:
            if len(self._recent) >= _REMEMBERED:
                self._recent.clear()
            found = self._recent[text] = tuple([] for _ in DOMAINS)
            masks = self._masks
            for match in self._tables.automaton.matches(text):
                for number in _NUMBERS_IN[masks[match[2]]]:
                    found[number].append(match)
        return found


def _goodness(candidate: Candidate) -> tuple[bool, int]:
    return not candidate.as_written, candidate.rank


def _as_written(name: str, text: str, strict: bool = False) -> bool:
    """Whether `text` has the capitals of `name`. A word in lower case may start a sentence: `pain`, `Pain`. The capital
    of a name counts only if `strict`, which is for names that say so: `Versed` is not `versed`."""
    if text == name:
        return True
    if len(text) > len(name) and text[-1] == "s":
        text = text[:-1]
        if text == name:
            return True
    if name.islower() and text == name.capitalize():
        return True
    if not strict and name[:1].isupper() and name[1:].islower() and text == name.lower():
        return True
    return "".join(filter(str.isalnum, text)) == "".join(filter(str.isalnum, name))
