"""The vocabulary itself: concepts by id, by code, by name. Implements `kg.vocab.vocabulary.Vocabulary`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.model import Concept, Hit
from kg.terms import INTERVENTION_KINDS
from kg.vocab.lexicon import Name, Row
from kg.vocab.matcher import Automaton, Match, spans_a_parting
from kg.vocab.variants import variants

DOMAINS = ("intervention", "condition", "endpoint", "instrument", "context")
_REMEMBERED = 64


def domain_of(kind: str) -> str:
    """The domain of `scan` and `lookup` in which concepts of this kind are found."""
    if kind in INTERVENTION_KINDS:
        return "intervention"
    return {"Condition": "condition", "Endpoint": "endpoint", "Instrument": "instrument"}.get(kind, "context")


def counts_as_written(name: Name) -> bool:
    """Whether the name is matched case-sensitively: short ones, short acronyms, and those that say so."""
    text = name.text
    return name.case_sensitive or len(text) <= 4 or (len(text) <= 5 and text.isupper())


class _Entry(NamedTuple):
    concept: int
    domain: str
    rank: int
    in_text: bool
    written: str  # the name where case counts, else empty
    parted: bool  # the name itself holds a slash, plus, bracket or comma


class Index:
    """Curated concepts and their names, compiled in memory."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._concepts: list[Concept] = []
        self._ids: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        names: dict[str, list[_Entry]] = {}
        for row in rows:
            number = len(self._concepts)
            self._concepts.append(row.concept)
            self._ids[row.concept.id] = number
            for code in row.concept.exact:
                self._codes.setdefault(code, row.concept.id)
            domain = domain_of(row.concept.kind)
            for rank, name in enumerate(row.names):
                written = counts_as_written(name)
                entry = _Entry(
                    number,
                    domain,
                    2 if name.hidden else 1 if rank else 0,
                    not name.ambiguous,
                    name.text if written else "",
                    spans_a_parting(name.text, 0, len(name.text)),
                )
                for form in variants(name.text, exact=written):
                    entries = names.setdefault(form, [])
                    if all((e.concept, e.written) != (number, entry.written) for e in entries):
                        entries.append(entry)
        self._names = [tuple(sorted(entries, key=lambda e: e.rank)) for entries in names.values()]
        self._automaton = Automaton.build(list(names))
        self._recent: dict[str, list[Match]] = {}

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts)

    def get(self, concept_id: str) -> Concept | None:
        """The concept with this id, or None."""
        number = self._ids.get(concept_id)
        return None if number is None else self._concepts[number]

    def by_code(self, code: str) -> str | None:
        """The id of the concept that carries this CURIE as an exact match."""
        return self._codes.get(code)

    def lookup(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts that `name` as a whole is a name of, best first; variants included."""
        text = name.strip()
        found: dict[str, tuple[bool, int]] = {}
        for match in self._matches(text):
            if match.start > 0 or match.end < len(text):
                continue
            for entry in self._names[match.pattern]:
                if entry.domain == domain:
                    key = (bool(entry.written) and not _as_written(entry.written, text), entry.rank)
                    concept_id = self._concepts[entry.concept].id
                    found[concept_id] = min(found.get(concept_id, key), key)
        return tuple(sorted(found, key=lambda concept_id: found[concept_id]))

    def scan(self, text: str, domain: str) -> list[Hit]:
        """Names found in `text`, leftmost longest, not overlapping, in order."""
        hits: list[Hit] = []
        reached = 0
        for match in self._matches(text):
            start, end, pattern = match
            if start < reached:
                continue
            parted: bool | None = None
            chosen: list[int] = []
            for entry in self._names[pattern]:
                if entry.domain != domain or not entry.in_text:
                    continue
                if entry.written and not _as_written(entry.written, text[start:end]):
                    continue
                if not entry.parted:
                    if parted is None:
                        parted = spans_a_parting(text, start, end)
                    if parted:
                        continue
                chosen.append(entry.concept)
            if chosen:
                hits.append(
                    Hit(start, end, tuple(self._concepts[number].id for number in dict.fromkeys(chosen)))
                )
                reached = end
        return hits

    def _matches(self, text: str) -> list[Match]:
        """The raw matches of all domains; the texts of the record at hand are asked for once per domain."""
        found = self._recent.get(text)
        if found is None:
            if len(self._recent) >= _REMEMBERED:
                self._recent.clear()
            found = self._recent[text] = self._automaton.matches(text)
        return found


def _as_written(name: str, text: str) -> bool:
    """Whether `text` has the capitals of `name`. A word in lower case may start a sentence: `pain`, `Pain`."""
    if len(text) > len(name) and text[-1] == "s":
        text = text[:-1]
    if text == name:
        return True
    if name[:1].isupper() and name[1:].islower() and text == name.lower():
        return True
    if name.islower() and text == name.capitalize():
        return True
    return "".join(filter(str.isalnum, text)) == "".join(filter(str.isalnum, name))
