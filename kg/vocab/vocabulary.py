"""The vocabulary as the extractors see it: concepts by id, by code, by name, and names found in running text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kg.model import Concept, Hit


class Vocabulary(Protocol):
    """What extraction asks of a vocabulary.

    Domains of `scan`: `intervention` (all intervention kinds), `condition`, `endpoint`, `instrument`, `context`
    (disease states, lines, routes, sites, biomarkers, events, response categories, design features, ...).
    """

    def __hash__(self) -> int:
        """By identity: what a vocabulary says of a name may be remembered."""

    def get(self, concept_id: str) -> Concept | None:
        """The concept with this id, or None."""

    def by_code(self, code: str) -> str | None:
        """The id of the concept that carries this CURIE as an exact match."""

    def lookup(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts that `name` as a whole is a name of, best first; variants of writing included."""

    def listed(self, name: str, domain: str) -> tuple[str, ...]:
        """Ids of the concepts for which a curated lexicon lists `name`, as written: several share it on purpose."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Look through texts for which `scan` will be called: all at once is faster, what is found is the same."""

    def scan(self, text: str, domain: str) -> tuple[Hit, ...]:
        """Names found in `text`, leftmost longest, not overlapping, in order."""
