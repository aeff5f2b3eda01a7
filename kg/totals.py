"""The sums over all trials of a build: what the vocabulary and the report need, without reading a trial again.

The rule: a trial that is counted in and out again leaves nothing, so a build that is updated has the sums of one that
is made of everything.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from kg.model import Concept
from kg.shards import Needs, decode, encode


class Totals(msgspec.Struct):
    """What the trials need, summed: how many use a concept, minted it so, misspelt it so, count for it in a role, mean
    this by a short form; counts for the report."""

    used: dict[str, int] = {}
    minted: dict[str, dict[bytes, int]] = {}
    hidden: dict[str, dict[str, int]] = {}
    mapping: dict[str, tuple[int, int]] = {}
    findings: dict[str, int] = {}
    predicates: dict[str, int] = {}
    classes: dict[str, int] = {}
    evidence: int = 0
    counted: dict[str, dict[str, int]] = {}
    abbreviated: dict[str, dict[str, int]] = {}

    def add(self, needs: Needs, sign: int = 1) -> None:
        """Count a trial in, or out again."""
        for counts, found in (
            (self.used, dict.fromkeys(needs.used, 1)),
            (self.findings, Counter(kind for kind, _ in needs.findings)),
            (self.predicates, needs.predicates),
            (self.classes, needs.classes),
        ):
            _add(counts, found, sign)
        for concept in needs.minted:
            _add_below(self.minted, concept.id, {encode(concept): 1}, sign)
        for groups, below in (
            (self.hidden, needs.hidden), (self.counted, needs.counted), (self.abbreviated, needs.abbreviated)
        ):  # fmt: skip
            for key, names in below.items():
                _add_below(groups, key, dict.fromkeys(names, 1), sign)
        for kind, (mapped, unmapped) in needs.mapping.items():
            before = self.mapping.get(kind, (0, 0))
            self.mapping[kind] = (before[0] + sign * mapped, before[1] + sign * unmapped)
        self.evidence += sign * needs.evidence

    def concepts(self) -> list[Concept]:
        """The minted concepts, in one order."""
        return [decode(data, Concept) for _, variants in sorted(self.minted.items()) for data in sorted(variants)]


def _add(counts: dict[str, int], found: dict[str, int] | dict[bytes, int], sign: int) -> None:
    for name, number in found.items():
        total = counts.get(name, 0) + sign * number  # type: ignore[arg-type]
        if total:
            counts[name] = total  # type: ignore[index]
        else:
            counts.pop(name, None)  # type: ignore[arg-type]


def _add_below(
    groups: dict[str, dict[str, int]] | dict[str, dict[bytes, int]],
    name: str,
    found: dict[str, int] | dict[bytes, int],
    sign: int,
) -> None:
    group = groups.setdefault(name, {})
    _add(group, found, sign)  # type: ignore[arg-type]
    if not group:
        del groups[name]
