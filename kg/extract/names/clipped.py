"""Clipped names of drugs: "Rego+Nivo" in a record that names regorafenib and nivolumab elsewhere.

The rule: a word of three to six letters that no vocabulary knows and that is rare in English stands for the one drug
named in the titles, the prose or another entry of the record whose name begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.english import commonness
from kg.extract.document import Document
from kg.extract.names.parts import DOMAIN
from kg.ground import ground
from kg.model import Passage
from kg.text import fold

_CLIPPED = re.compile(r"(?<!\w)[A-Z](?:[a-z]{2,5}|[A-Z]{2,5})(?!\w)")
_LONGER = 3  # letters that the whole name has more
_COMMON = 4.0  # Zipf frequency of a word that is more than the beginning of a name: "pen", "test"
_NAME = re.compile(r"[a-z]+\Z")


def clipped_names(document: Document, text: str) -> tuple[tuple[str, str], ...]:
    """(clipped, whole) names for the words of an entry that are the beginning of one drug's name in this record."""
    words = {match.group() for match in _CLIPPED.finditer(text)}
    if not words:
        return ()
    drugs = _drugs(document)
    return tuple(sorted(pair for word in words for pair in _meant(document, word, drugs)))


def _meant(document: Document, word: str, drugs: dict[str, str]) -> Iterator[tuple[str, str]]:
    start = word.lower()
    longer = {name: drug for name, drug in drugs.items() if name.startswith(start) and len(name) >= len(word) + _LONGER}
    if len(set(longer.values())) != 1 or commonness(start) >= _COMMON:
        return
    if ground(word, DOMAIN, document.vocabulary).concept is not None:
        return
    if any(abbreviation.short == word for abbreviation in document.abbreviations):
        return
    yield word, min(longer)


def _drugs(document: Document) -> dict[str, str]:
    """The drugs that the record names, by the first word of the name, folded: name → concept."""
    known: dict[str, str] | None = document.remembered.get(_drugs)
    if known is None:
        known = document.remembered[_drugs] = {}
        named = [
            (fold(passage.text[hit.start : hit.end]), hit.concepts[0])
            for passage in _passages(document)
            for hit in document.hits(passage, DOMAIN)
            if hit.concepts[0].startswith("drug/")
        ]
        for name, drug in sorted(named, key=lambda each: " " in each[0]):  # "tacrolimus" before "tacrolimus ointment"
            first = name.partition(" ")[0]
            if _NAME.match(first):
                known.setdefault(first, drug)
    return known


def _passages(document: Document) -> Iterator[Passage]:
    trial = document.trial
    yield from filter(None, (trial.title, trial.official_title, trial.brief_summary, trial.detailed_description))
    yield from (item.name for item in trial.interventions)
