"""Why an edge is there, from evidence as a build packs it: what `kg.render.evidence` finds in a store, found sooner.

A store must be asked again for every assertion and mention, and most of what it reads is not shown. Here a trial is
unpacked once; only the assertions of an edge that is shown are looked at. Its facts come along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from kg.emit import Grounds as OfTrial
from kg.emit import unpack
from kg.emit.ntriples import thing
from kg.render.evidence import Evidence, Field, Ground, Grounds, surest
from kg.render.lookup import Graph


class _Trial:
    """The grounds of one trial, with its mentions and fields read when they are first asked for."""

    def __init__(self, grounds: OfTrial) -> None:
        self.grounds = grounds
        self._fields: dict[int, Field] = {}
        self._mentions: dict[int, Evidence] = {}

    def ground(self, number: int) -> Ground:
        """What one of its assertions says."""
        _, method, confidence, cited, rule, _ = self.grounds.assertions[number]
        return Ground(round(confidence, 4), method, rule, self.mentions(cited))  # as many places as are written

    def mentions(self, numbers: Iterable[int]) -> tuple[Evidence, ...]:
        """Some of its mentions, in reading order."""
        return tuple(sorted(map(self._mention, numbers)))

    def _mention(self, number: int) -> Evidence:
        found = self._mentions.get(number)
        if found is None:
            at, start, end = self.grounds.mentions[number]
            field = self._fields.get(at)
            if field is None:
                name, _, text = self.grounds.fields[at]
                field = self._fields[at] = Field(name, text)
            found = self._mentions[number] = field.mention(start, end, field.text[start:end])
        return found


class Packed(Grounds):
    """The assertions of some trials, each given as its facts and its packed evidence; `graph` takes the facts."""

    def __init__(self, graph: Graph, trials: Iterable[tuple[bytes, bytes]]) -> None:
        super().__init__(graph)
        self._assertions: defaultdict[bytes, list[tuple[_Trial, int]]] = defaultdict(list)  # by the line of their edge
        self._findings: dict[str, tuple[_Trial, tuple[int, ...]]] = {}
        written = ox.Store()
        for facts, packed in trials:
            lines = facts.split(b"\n")
            graph.take(lines)
            grounds = unpack(packed) if packed else None
            if grounds is None:  # kept as lines, which is rare
                written.bulk_load(packed, format=ox.RdfFormat.N_TRIPLES)
                continue
            trial = _Trial(grounds)
            for number, assertion in enumerate(grounds.assertions):
                self._assertions[lines[assertion[0]]].append((trial, number))
            for path, cited in grounds.findings:
                self._findings[thing(path)] = trial, cited
        self._written = Grounds(Graph(written))

    def of(self, subject: ox.NamedNode, predicate: str, target: ox.NamedNode | ox.Literal) -> Ground:
        """The ground of one statement; the vocabulary's where no trial has an assertion about it."""
        found = self._assertions.get(f"{subject} {self._graph.iri(predicate)} {target} .".encode())
        if found is None:
            return self._written.of(subject, predicate, target)
        return surest(trial.ground(number) for trial, number in found)

    def mentions(self, holder: ox.NamedNode) -> tuple[Evidence, ...]:
        """The mentions that a finding gives as evidence, in reading order."""
        found = self._findings.get(str(holder))
        return self._written.mentions(holder) if found is None else found[0].mentions(found[1])
