"""The vocabulary itself: concepts by id, by code, by name. Implements `kg.vocab.vocabulary.Vocabulary`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from kg.model import Concept, Hit
from kg.vocab.compiled import CURATED, DOMAINS, IN_TEXT, PARTED, RANK_SHIFT, STRICT, compile_rows
from kg.vocab.lexicon import Row
from kg.vocab.matcher import Match, partings, unglued
from kg.vocab.tables import Tables
from kg.vocab.variants import view

_REMEMBERED = 256
_NUMBER_OF = {domain: number for number, domain in enumerate(DOMAINS)}
_CODE = re.compile(r"[A-Z]{2,6}-(?!20\d\d\b)\d{3,}")
_CONDITION = _NUMBER_OF["condition"]
_MOST_PREPARED = 2_000_000  # characters, of which the hits take some 20 MB
_MOST_WRITTEN = _MOST_CODES = 1 << 16
_MOST_ASKED = 1 << 14

# A domain, the concepts that a pattern names in it wherever it stands (None where that depends on how it is written),
# and whether its place must be looked at.
_Names: TypeAlias = tuple[int, tuple[str, ...] | None, bool]


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
        self._by_code: dict[str, str | None] = {}
        self._prepared: dict[str, tuple[tuple[Hit, ...], ...]] = {}
        self._recent: dict[str, tuple[tuple[Hit, ...], ...]] = {}
        # What patterns name wherever they stand, by domain: nearly all of them, so most matches need no second look.
        self._named: dict[int, tuple[_Names, ...]] = {}
        self._written: dict[tuple[int, int, str], tuple[str, ...]] = {}
        self._asked: dict[str, tuple[Candidate, ...]] = {}

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
        if code in self._by_code:
            return self._by_code[code]
        number = self._tables.codes.get(code)
        concept = None if number is None else self._concept(number)
        found = concept.id if concept is not None and code in concept.exact else None
        if len(self._by_code) >= _MOST_CODES:
            self._by_code.clear()
        self._by_code[code] = found
        return found

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every concept that `name` as a whole is a name of, in any domain, best first. Nearly half of the names were
        asked for before, by the same record or by another."""
        found = self._asked.get(name)
        if found is None:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            found = self._asked[name] = self._named_by(" ".join(name.split()))
        return found

    def _named_by(self, text: str) -> tuple[Candidate, ...]:
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
        return tuple(sorted(found.values(), key=_goodness))

    def _patterns_of(self, text: str) -> list[int]:
        """The numbers of the patterns that the whole text is, plural -s and -es included."""
        forms: dict[str, None] = {}
        shapes: tuple[str, ...]
        if text.isascii() and text.isalnum():  # a single word, as most of those that name nothing
            shapes = (text.lower(),)
        else:
            whole = view(text).strip()
            loose = unglued(text)
            shapes = (whole,) if loose == text and "  " not in whole else (whole, " ".join(view(loose).split()))
        for shown in shapes:
            forms[shown] = None
            if shown.endswith("s"):
                forms[shown[:-1]] = None
                if shown.endswith("es") and shown[-3:-2] in "shxz":
                    forms[shown[:-2]] = None
        numbers = (self._tables.patterns.get(form) for form in forms)
        return [number for number in numbers if number is not None]

    def lookup(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts that `name` as a whole is a name of, best first; variants included."""
        return tuple([c.concept.id for c in self.candidates(name) if c.domain == domain])

    def listed(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts for which a curated lexicon lists `name`, as written: several share it on purpose."""
        found = self.candidates(name)
        return tuple([c.concept.id for c in found if c.domain == domain and c.as_written and c.rank <= CURATED])

    def prepare(self, texts: Iterable[str]) -> None:
        """Look through texts that will be asked for, all at once, which is faster than one by one; what was prepared
        before is forgotten. More than fits into memory at ease is left until it is asked for."""
        self._prepared = {}
        left = _MOST_PREPARED
        chosen: list[str] = []
        for text in dict.fromkeys(texts):
            left -= len(text)
            if left < 0:
                break
            chosen.append(text)
        found = self._tables.automaton.matches(chosen)
        self._prepared = dict(zip(chosen, map(self._hits, chosen, found), strict=True))

    def scan(self, text: str, domain: str) -> tuple[Hit, ...]:
        """Names found in `text`, leftmost longest, not overlapping, in order."""
        found = self._prepared.get(text)
        if found is None:
            found = self._recent.get(text)
        if found is None:
            if len(self._recent) >= _REMEMBERED:
                self._recent.clear()
            (matches,) = self._tables.automaton.matches([text])
            found = self._recent[text] = self._hits(text, matches)
        return found[_NUMBER_OF[domain]]

    def _hits(self, text: str, matches: list[Match]) -> tuple[tuple[Hit, ...], ...]:
        """The names in a text, of each domain by itself."""
        found: tuple[list[Hit], ...] = ([], [], [], [], [])
        reached = [0, 0, 0, 0, 0]
        named = self._named.get
        parted = partings(text).find
        new = tuple.__new__  # half the cost of calling Hit
        for start, after, pattern in matches:
            for number, ids, wide in named(pattern) or self._names(pattern, text[start : after - 1]):
                if start >= reached[number]:
                    end = after - 1
                    if wide and (ids is None or parted(1, start, end) >= 0):
                        ids = self._as_it_stands(pattern, number, text[start:end])
                        if not ids or (number == _CONDITION and _begins_a_code(text, start, end)):
                            continue
                    found[number].append(new(Hit, (start, end, ids)))
                    reached[number] = end
        return tuple(map(tuple, found))

    def _names(self, pattern: int, surface: str) -> tuple[_Names, ...]:
        """What the pattern names, of each domain that it has names in; `surface` is one way to write it."""
        tables = self._tables
        of_domain: dict[int, dict[str, None] | None] = {}
        for place in range(tables.first_entry[pattern], tables.first_entry[pattern + 1]):
            flags = tables.entry_flags[place]
            if flags & IN_TEXT:
                if tables.entry_written[place]:
                    of_domain[flags & 7] = None
                elif (ids := of_domain.setdefault(flags & 7, {})) is not None:
                    ids[tables.id_of(tables.entry_concept[place])] = None
        one_word = surface.isalnum()  # nor can a comma or a slash stand in it elsewhere, as it has no room for one
        names = tuple(
            (number, None, True) if ids is None else (number, tuple(ids), not one_word)
            for number, ids in of_domain.items()
        )
        self._named[pattern] = names
        return names

    def _as_it_stands(self, pattern: int, number: int, surface: str) -> tuple[str, ...]:
        """The concepts of this domain that the pattern names where it is written like this."""
        written = pattern, number, surface
        ids = self._written.get(written)
        if ids is None:
            if len(self._written) >= _MOST_WRITTEN:
                self._written.clear()
            ids = self._written[written] = self._ids_of(pattern, number, surface)
        return ids

    def _ids_of(self, pattern: int, number: int, surface: str) -> tuple[str, ...]:
        tables = self._tables
        parted = 1 in partings(surface)
        chosen: dict[str, None] = {}
        for place in range(tables.first_entry[pattern], tables.first_entry[pattern + 1]):
            flags = tables.entry_flags[place]
            if flags & 15 != number | IN_TEXT or (parted and not flags & PARTED):
                continue
            written = tables.written[tables.entry_written[place]]
            if not written or _as_written(written, surface, bool(flags & STRICT)):
                chosen[tables.id_of(tables.entry_concept[place])] = None
        return tuple(chosen)


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


def _begins_a_code(text: str, start: int, end: int) -> bool:
    """Whether a short name is the letters of a company's code: `APL-9796` is no leukemia. A year makes no code."""
    code = _CODE.match(text, start)
    return code is not None and code.end() > end
