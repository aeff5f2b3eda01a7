"""Which lines of a build's graphs go and come when some of its trials change.

The rule: what the catalogue and the shards tell is enough; the store, which may hold a hundred million lines, is not
searched. A line that another trial has too stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.catalogue import Catalogue, Place
from kg.emit import concept_lines, concepts_of, short_form_lines
from kg.model import Concept
from kg.pipeline.program import Settings
from kg.shards import EVIDENCE, FACTS, shared_lines
from kg.totals import Totals


class Delta(NamedTuple):
    """Lines that leave the graphs of a store, and lines that enter them."""

    gone: dict[str, list[bytes]]
    come: dict[str, list[bytes]]


class Concepts:
    """How the vocabulary of a graph changes with the use that trials make of it."""

    def __init__(self, before: Totals, after: Totals, settings: Settings) -> None:
        names = settings.names()
        unknown: list[str] = []
        old = concepts_of(before.used, before.concepts(), names, [])
        self._new = concepts_of(after.used, after.concepts(), names, unknown)
        self.unknown = sorted(set(unknown))
        changed = {
            concept_id
            for concept_id in old.keys() | self._new.keys()
            if old.get(concept_id) != self._new.get(concept_id)
            or before.hidden.get(concept_id, {}).keys() != after.hidden.get(concept_id, {}).keys()
            or before.counted.get(concept_id) != after.counted.get(concept_id)
        }
        was = _concept_lines(changed, old, before) | _short_form_lines(before, after)
        now = _concept_lines(changed, self._new, after) | _short_form_lines(after, before)
        self.gone, self.come = was - now, now - was
        self._after = after
        self._by_node = {next(concept_lines(each)).partition(" ")[0].encode(): each for each in self._new.values()}

    def have(self, line: bytes) -> bool:
        """Whether a line is one of the vocabulary as it is after the update."""
        concept = self._by_node.get(line.partition(b" ")[0])
        return concept is not None and line in _concept_lines([concept.id], self._new, self._after)


def _concept_lines(ids: Iterable[str], concepts: dict[str, Concept], totals: Totals) -> set[bytes]:
    return {
        line.encode("utf-8", "replace")
        for concept_id in ids
        if concept_id in concepts
        for line in concept_lines(
            concepts[concept_id], totals.hidden.get(concept_id, ()), totals.counted.get(concept_id)
        )
    }


def _short_form_lines(totals: Totals, other: Totals) -> set[bytes]:
    """The lines of the short forms that do not mean the same as at another time."""
    return {
        line.encode("utf-8", "replace")
        for form, meanings in totals.abbreviated.items()
        if meanings.keys() != other.abbreviated.get(form, {}).keys()
        for line in short_form_lines(form, meanings)
    }


def delta_of(after: Catalogue, went: list[Place], came: list[Place], concepts: Concepts, *, evidence: bool) -> Delta:
    """What the graphs lose and gain when the versions `went` make way for those that `came`; with the `evidence` where
    that is in the store. `after` is the catalogue in which the new versions stand already."""
    old: set[bytes] = set()
    new: set[bytes] = set()
    shared: set[bytes] = set()
    old_evidence: set[bytes] = set()
    new_evidence: set[bytes] = set()
    for places, facts, grounds in ((went, old, old_evidence), (came, new, new_evidence)):
        for place in places:
            block = after.read(place, FACTS)
            facts.update(block.split(b"\n")[:-1])
            if facts is old:
                shared.update(shared_lines(place.key, block))
            if evidence:
                grounds.update(after.read(place, EVIDENCE).split(b"\n")[:-1])
    gone, come = old - new, new - old | concepts.come
    # What others have too stays: lines of places, organisations, time points, concepts.
    kept = {line for line in gone & shared if concepts.have(line)}
    doubtful = (gone & shared - kept) | concepts.gone
    kept |= {line for line, number in after.holders(doubtful).items() if number > 0}
    gone = (gone | concepts.gone) - kept - come
    return Delta(
        {"facts": sorted(gone), "evidence": sorted(old_evidence - new_evidence)},
        {"facts": sorted(come), "evidence": sorted(new_evidence - old_evidence)},
    )
