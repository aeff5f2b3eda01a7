"""A record while it is being read: its passages, the names found in them, and what earlier extractors found.

Every extractor is a function `extract(document) -> Iterator[Item]`; the items it yields are added to the document,
in the order of `kg.extract.run.EXTRACTORS`, so that later ones can read them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from kg.model import Concept, Finding, Hit, InterventionItem, Node, Passage, Span, Statement, Trial, Value
from kg.text import sentences
from kg.vocab.vocabulary import Vocabulary

Item: TypeAlias = Node | Statement | Concept | Finding


class Abbreviation(NamedTuple):
    """A short form that the record itself defines, with the stretch that defines it (`long (SHORT)`)."""

    short: str
    long: str
    short_span: Span
    long_span: Span
    definition: Span


class Document:
    """One trial being read. Extractors may read everything here; only `add` writes."""

    def __init__(self, trial: Trial, vocabulary: Vocabulary) -> None:
        self.trial = trial
        self.vocabulary = vocabulary
        self.abbreviations: list[Abbreviation] = []
        self.nodes: dict[str, Node] = {}
        self.statements: list[Statement] = []
        self.findings: list[Finding] = []
        self.minted: dict[str, Concept] = {}
        self.resolved = 0  # how many times an entry was said to resolve to a concept: what is kept from before is stale
        # What extractors work out once for this record. It goes with the record: a cache of theirs would keep records
        # alive, and what is freed late is freed slowly.
        self.remembered: dict[Hashable, Any] = {}
        self._otherwise: tuple[int, frozenset[str]] | None = None
        self._by_subject: dict[tuple[str, str], list[Statement]] = {}

    def add(self, items: Iterable[Item]) -> None:
        """Take what an extractor yields."""
        keep, by_subject = self.statements.append, self._by_subject
        for item in items:
            if isinstance(item, Statement):
                keep(item)
                if item.predicate == "tkg:resolvesTo":
                    self.resolved += 1
                said = by_subject.get(item[:2])
                if said is None:
                    by_subject[item[:2]] = [item]
                else:
                    said.append(item)
            elif isinstance(item, Node):
                self.nodes[item.path] = item
            elif isinstance(item, Finding):
                self.findings.append(item)
            else:
                self.minted[item.id] = item

    def said(self, subject: str, predicate: str) -> list[Statement]:
        """The statements so far with this subject and predicate."""
        return self._by_subject.get((subject, predicate), [])

    def objects(self, subject: str, predicate: str) -> list[str]:
        """IRIs (below `id/`) that `subject` points to by `predicate`, in the order found, each once."""
        found = dict.fromkeys(s.object for s in self.said(subject, predicate) if not isinstance(s.object, Value))
        return [o for o in found if isinstance(o, str)]

    def meant_by(self, item: InterventionItem) -> list[str]:
        """The concepts that an entry of the interventions has been found to mean, in the order found."""
        return self.objects(self.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo")

    def concept(self, concept_id: str) -> Concept | None:
        """A concept of the vocabulary, or one minted from this record."""
        return self.minted.get(concept_id) or self.vocabulary.get(concept_id)

    def components(self, concept_id: str) -> list[str]:
        """The concept and everything inside it, depth first, each once."""
        seen: dict[str, None] = {}
        stack = [concept_id]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen[current] = None
            concept = self.concept(current)
            if concept is not None:
                stack.extend(reversed(concept.components))
        return list(seen)

    def hits(self, passage: Passage, domain: str) -> tuple[Hit, ...]:
        """Names of the vocabulary in the passage (offsets into `passage.text`), leftmost longest. See
        `Vocabulary.scan` for the domains. A short form that the record defines otherwise ("pancreaticoduodenectomy
        (PD)") is no name of the event or response that it stands for elsewhere."""
        found = self.vocabulary.scan(passage.text, domain)
        if domain != "context" or not found or not self.abbreviations:
            return found
        others = self._defined_otherwise()
        return tuple(hit for hit in found if passage.text[hit.start : hit.end] not in others) if others else found

    def _defined_otherwise(self) -> frozenset[str]:
        """The short forms of events and responses that the record defines as a treatment or a disease."""
        if self._otherwise is None or self._otherwise[0] != len(self.abbreviations):
            self._otherwise = (
                len(self.abbreviations),
                frozenset(a.short for a in self.abbreviations if self._means_another(a)),
            )
        return self._otherwise[1]

    def _means_another(self, abbreviation: Abbreviation) -> bool:
        if not self._named_events(abbreviation.short) or self._named_events(abbreviation.long):
            return False
        return any(self.vocabulary.lookup(abbreviation.long, domain) for domain in ("intervention", "condition"))

    def _named_events(self, text: str) -> bool:
        hits = self.vocabulary.scan(text, "context")
        return any(concept.startswith(("event/", "response/")) for hit in hits for concept in hit.concepts)

    def is_title(self, passage: Passage) -> bool:
        """Whether the passage is one of the two titles of the trial."""
        return passage in (self.trial.title, self.trial.official_title)

    def sentences(self, passage: Passage) -> tuple[tuple[int, int], ...]:
        """Offsets of the sentences of the passage."""
        return sentences(passage.text)

    def prose(self) -> Iterator[Passage]:
        """The record's running text, title first."""
        trial = self.trial
        for passage in (trial.title, trial.official_title, trial.brief_summary, trial.detailed_description):
            if passage is not None and passage.text.strip():
                yield passage
