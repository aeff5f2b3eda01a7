"""Why an edge is there: its assertions, and for each mention the sentence it stands in, cut in three around the quote.

The sentence comes from the source field's own text, so `before + quote + after` is verbatim; only what lies far from
the quote is left out, and an ellipsis says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from kg.render.lookup import Graph
from kg.text import sentences

_REACH = 220  # characters of the sentence kept on each side of the quote


class Evidence(NamedTuple):
    """One mention: `before + quote + after` is the sentence (or list entry) that holds the quote."""

    field: str
    start: int
    end: int
    before: str
    quote: str
    after: str


class Ground(NamedTuple):
    """What supports a statement. An edge of the shipped vocabulary has method `vocabulary` and no evidence."""

    confidence: float | None
    method: str
    rule: str
    evidence: tuple[Evidence, ...]


VOCABULARY = Ground(None, "vocabulary", "", ())


class Field:
    """A source field, with its sentences found once."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def units(self) -> list[tuple[int, int]]:
        """Offsets of what reads as one unit: the entries of a flattened list, else the sentences."""
        if "|" not in self.text:
            return list(sentences(self.text))
        found, start = [], 0
        for entry in self.text.split("|"):
            found.append((start, start + len(entry)))
            start += len(entry) + 1
        return found

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and after `text[start:end]` in its sentence, or in its sentences."""
        touched = [(a, b) for a, b in self.units if a < end and b > start] or [(start, end)]
        first, last = min(start, touched[0][0]), max(end, touched[-1][1])
        before, after = self.text[first:start], self.text[end:last]
        if len(before) > _REACH:
            before = "…" + before[-_REACH:]
        if len(after) > _REACH:
            after = after[:_REACH] + "…"
        return before, after

    def mention(self, start: int, end: int, quote: str) -> Evidence:
        """The words at `text[start:end]`, in their sentence."""
        before, after = self.around(start, end)
        return Evidence(self.name, start, end, before, quote, after)


def surest(grounds: Iterable[Ground]) -> Ground:
    """What several assertions say: the surest of them, with the words of all; the vocabulary's ground for none."""
    ordered = sorted(grounds, key=lambda g: (-(g.confidence or 0), g))
    if not ordered:
        return VOCABULARY
    return ordered[0]._replace(evidence=tuple(dict.fromkeys(e for ground in ordered for e in ground.evidence)))


class Grounds:
    """The assertions of a store, looked up by the edge they are about."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._fields: dict[ox.NamedNode, Field] = {}
        self._mentions: dict[ox.NamedNode, Evidence | None] = {}
        self._by_subject: dict[ox.NamedNode, dict[tuple[str, str], list[ox.NamedNode]]] = {}

    def of(self, subject: ox.NamedNode, predicate: str, target: ox.NamedNode | ox.Literal) -> Ground:
        """The ground of one statement; the vocabulary's where the store has no assertion about it."""
        assertions = self._about(subject).get((self._graph.iri(predicate).value, str(target)), ())
        return surest(map(self._ground, assertions))

    def mentions(self, holder: ox.NamedNode) -> tuple[Evidence, ...]:
        """The mentions that `holder` (an assertion, a finding) gives as evidence, in reading order."""
        found = (self._mention(m) for m in self._graph.nodes(holder, "tkg:evidence"))
        return tuple(sorted(e for e in found if e is not None))

    def _about(self, subject: ox.NamedNode) -> dict[tuple[str, str], list[ox.NamedNode]]:
        known = self._by_subject.get(subject)
        if known is None:
            known = defaultdict(list)
            for assertion in self._graph.subjects("rdf:subject", subject):
                for predicate in self._graph.nodes(assertion, "rdf:predicate"):
                    for target in self._graph.objects(assertion, "rdf:object"):
                        known[predicate.value, str(target)].append(assertion)
            self._by_subject[subject] = known
        return known

    def _ground(self, assertion: ox.NamedNode) -> Ground:
        graph = self._graph
        confidence = graph.text(assertion, "tkg:confidence")
        return Ground(
            float(confidence) if confidence else None,
            graph.text(assertion, "tkg:method"),
            graph.text(assertion, "tkg:rule"),
            self.mentions(assertion),
        )

    def _mention(self, mention: ox.NamedNode) -> Evidence | None:
        if mention not in self._mentions:
            self._mentions[mention] = self._read(mention)
        return self._mentions[mention]

    def _read(self, mention: ox.NamedNode) -> Evidence | None:
        graph = self._graph
        start, end = graph.text(mention, "oa:start"), graph.text(mention, "oa:end")
        sources = graph.nodes(mention, "oa:hasSource")
        if not (start.isdecimal() and end.isdecimal() and sources):
            return None
        field = self._fields.get(sources[0])
        if field is None:
            name, text = graph.text(sources[0], "tkg:fieldName"), graph.text(sources[0], "tkg:text")
            field = self._fields[sources[0]] = Field(name, text)
        return field.mention(int(start), int(end), graph.text(mention, "oa:exact"))
