"""What a claim is about: the conditions, interventions and endpoints that it names.

The rule: names of the vocabulary, read as the record reads them: its own definition of a short form overrides the
world's, and its short forms and the names of its entries count where the vocabulary knows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kg.extract.context import between, folded_text, short_forms
from kg.extract.document import Document
from kg.extract.giving.names import own_names
from kg.grammar import rows
from kg.model import Method, Passage

# Names of endpoints are made for outcome measures; in running text only acronyms and names of several words are meant.
_ENDPOINT_NAME = re.compile(r"\w+[\s-]+\w+|[A-Z0-9-]{2,6}s?$|(?:[Mm]ortality|[Ss]urvival|[Tt]oxicity)$")
_MOLECULE = re.compile(r"[\s-]+(?:kinase|receptor|antigen|gene|cells?)\b")
# What the record abbreviates is more often a substance of the body ("HbA1c") or a statistic ("CI") than a treatment.
_NO_TREATMENT = re.compile(r"diagnostic-test/|drug(?:-class)?/(?:mesh|unii)-")
_RATIOS = ("HR", "RR", "OR")  # hazard, risk and odds: a claim is told in figures
_NOT_ABOUT = ("standard-care/", "placebo/")


class Subject(NamedTuple):
    """A concept named at `passage.text[start:end]`."""

    start: int
    end: int
    concept: str
    method: Method


def subjects(document: Document, passage: Passage, start: int, end: int) -> Iterator[Subject]:
    """The concepts that `passage.text[start:end]` names, each once; a word counts for one of them."""
    about: set[str] = set()
    taken: list[tuple[int, int]] = []
    for found in _named(document, passage, start, end):
        if found.end > end or found.concept in about or found.concept.startswith(_NOT_ABOUT):
            continue
        if any(s < found.end and found.start < e for s, e in taken) or _MOLECULE.match(passage.text, found.end):
            continue  # "milk" of milk allergy, "lymphoma" of anaplastic lymphoma kinase
        taken.append((found.start, found.end))
        about.add(found.concept)
        yield found


def _named(document: Document, passage: Passage, start: int, end: int) -> Iterator[Subject]:
    """Every name there, those first that count where two stand in one place."""
    yield from _known(document, passage, start, end, "condition")
    yield from _but_things(passage, "intervention", _known(document, passage, start, end, "intervention"))
    endpoints = list(_known(document, passage, start, end, "endpoint"))
    piece = passage.part(start, end)
    # No short forms of endpoints: they are in the vocabulary, or too short to trust in running text.
    for domain in ("condition", "intervention"):
        for word in short_forms(document, piece, domain):
            first, last = start + word.start, start + word.end
            if _NO_TREATMENT.match(word.concept) or any(
                e.start <= first and last <= e.end and e.end - e.start > last - first for e in endpoints
            ):
                continue  # "AVF maturation" is not about the fistula alone
            yield Subject(first, last, word.concept, "abbreviation")
    for first, last, grounding in own_names(document, folded_text(passage.text)[start:end]):
        if grounding.concept is not None:
            yield Subject(start + first, start + last, grounding.concept, "lexicon")
    yield from _but_things(passage, "endpoint", endpoints)


def _known(document: Document, passage: Passage, start: int, end: int, domain: str) -> Iterator[Subject]:
    """Names of the vocabulary, except the record's own abbreviations of something else."""
    own = {abbreviation.short for abbreviation in document.abbreviations}
    for hit in between(document.hits(passage, domain), start, end):
        surface = passage.text[hit.start : hit.end]
        if (surface in own or surface in _RATIOS) and not _said_so(document, surface, hit.concepts[0], domain):
            continue
        if domain != "endpoint" or _ENDPOINT_NAME.match(surface):
            yield Subject(hit.start, hit.end, hit.concepts[0], "lexicon")


_HAS_THINGS = {"endpoint": "endpoint", "intervention": "treatment"}


@cache
def _things(of: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of things, and endings of such names, that are endpoints or treatments elsewhere (`things.tsv`)."""
    named = [row.cells[0] for row in rows("things.tsv", "words", "of") if row.cells[1] == of]
    ends = [name.removeprefix("*") for name in named if name.startswith("*")]
    return frozenset((*ends, *named)), tuple(f"{before}{end}" for end in ends for before in " -")


def _but_things(passage: Passage, domain: str, named: Iterable[Subject]) -> Iterator[Subject]:
    """Those that are not mostly a thing in running text: "T cells", "risk factors", "stem cells"."""
    whole, ends = _things(_HAS_THINGS[domain])
    for subject in named:
        name = passage.text[subject.start : subject.end].lower()
        if name not in whole and not name.endswith(ends):
            yield subject


def _said_so(document: Document, short: str, concept: str, domain: str) -> bool:
    """Whether the record spells out this abbreviation as a name of this concept."""
    return any(
        concept in document.vocabulary.lookup(abbreviation.long, domain)
        for abbreviation in document.abbreviations
        if abbreviation.short == short
    )
