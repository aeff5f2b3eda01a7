"""One extraction beside its annotation: spans, and every name that a concept may go by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.errors import InputError
from kg.evaluate.gold import Gold
from kg.model import Concept, Extraction, Span, Statement, Value
from kg.text import name_key
from kg.vocab.vocabulary import Vocabulary


class Comparison:
    """What rules ask of an extraction and its gold annotation."""

    def __init__(self, extraction: Extraction, gold: Gold, vocabulary: Vocabulary) -> None:
        self.trial = extraction.trial
        self.gold = gold
        self.vocabulary = vocabulary
        self.minted = {concept.id: concept for concept in extraction.concepts}
        self.statements = extraction.statements
        self.by_predicate: dict[str, list[Statement]] = defaultdict(list)
        for statement in extraction.statements:
            self.by_predicate[statement.predicate].append(statement)
        self.texts = {source.name: source.text for source in self.trial.fields}

    def concept(self, concept_id: str) -> Concept | None:
        """One that the record minted, else one of the vocabulary."""
        return self.minted.get(concept_id) or self.vocabulary.get(concept_id)

    def span(self, item: Gold) -> Span:
        """The span of a gold item, from its line to the field that holds the line."""
        line = item["line"]
        for name, lines in self.gold["layout"].items():
            if line in lines:
                before = self.texts[name].split("\n")[: line - lines[0]]
                offset = sum(len(text) + 1 for text in before)
                return Span(name, offset + item["start"], offset + item["end"])
        raise InputError(f"{self.gold['seed']}: line {line} is in no section of the gold layout")

    @staticmethod
    def overlap(statement: Statement, span: Span) -> bool:
        """Whether some evidence of the statement shares characters with the span."""
        return any(e.field == span.field and e.start < span.end and span.start < e.end for e in statement.evidence)

    def names(self, concept_id: str | Value) -> set[str]:
        """Every name of a concept as a key, and its codes."""
        if isinstance(concept_id, Value):
            return {name_key(concept_id.lexical)}
        concept = self.concept(concept_id)
        if concept is None:
            return {name_key(concept_id.split("/", 1)[1])}
        local = name_key(concept.id.split("/", 1)[1])
        return {local, *concept.exact, *(name_key(n) for n in (concept.label, *concept.synonyms))}

    def closure(self, concept_id: str, links: str) -> Iterator[str]:
        """The concept and all it leads to by `broader` or `components`."""
        seen: set[str] = set()
        stack = [concept_id]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            yield current
            concept = self.concept(current)
            if concept is not None:
                stack.extend(getattr(concept, links))

    def broader_names(self, concept_id: str | Value) -> set[str]:
        """Names of a concept and of everything broader."""
        if isinstance(concept_id, Value):
            return self.names(concept_id)
        return set().union(*(self.names(c) for c in self.closure(concept_id, "broader")))
