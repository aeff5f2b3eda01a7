"""Names in a passage, sorted by what they are, and the short forms that stand for names; worked out once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from kg.extract.document import Document
from kg.model import Passage
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary


class Word(NamedTuple):
    """A name of `concept` at `passage.text[start:end]`."""

    start: int
    end: int
    concept: str


@lru_cache(maxsize=1024)
def folded_text(text: str) -> str:
    """`kg.text.fold` of a passage, worked out once for all extractors that read it."""
    return fold(text)


def _sorted_hits(document: Document, passage: Passage) -> dict[str, list[Word]]:
    found: dict[str, list[Word]] | None = document.remembered.get(passage.text)
    if found is not None:
        return found
    found = document.remembered[passage.text] = {}
    for hit in document.hits(passage, "context"):
        for concept in hit.concepts:
            path = concept.partition("/")[0]
            words = found.setdefault(path, [])
            if not words or words[-1].start != hit.start:  # the best concept of each kind
                words.append(Word(hit.start, hit.end, concept))
    return found


def words(document: Document, passage: Passage, path: str) -> list[Word]:
    """The names of concepts whose ids begin with `path` ("state", "line", "biomarker", …), in order."""
    return _sorted_hits(document, passage).get(path, [])


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_N = TypeVar("_N", bound=_Placed)


def between(names: Sequence[_N], start: int, end: int) -> Sequence[_N]:
    """Those of a sorted row of names that begin in `start:end`."""
    return names[bisect_left(names, start, key=_start) : bisect_left(names, end, key=_start)]


def _start(name: _Placed) -> int:
    return name.start


@lru_cache(maxsize=1 << 14)
def meant(vocabulary: Vocabulary, name: str, domain: str) -> tuple[str, ...]:
    """`vocabulary.lookup`, remembered: records use the same short forms and names again and again."""
    return vocabulary.lookup(name, domain)


def _short_forms(document: Document, domain: str) -> tuple[tuple[str, str], ...]:
    key = domain, len(document.abbreviations)  # a document may still be given abbreviations
    known: tuple[tuple[str, str], ...] | None = document.remembered.get(key)
    if known is not None:
        return known
    found = []
    for abbreviation in document.abbreviations:
        concepts = meant(document.vocabulary, abbreviation.long, domain)
        if concepts and abbreviation.short:
            found.append((abbreviation.short, concepts[0]))
    known = document.remembered[key] = tuple(dict.fromkeys(found))  # a definition is often told in several fields
    return known


def short_forms(document: Document, passage: Passage, domain: str) -> Iterator[Word]:
    """Where the record's own abbreviations stand for a concept of this domain, on word boundaries."""
    text = passage.text
    for short, concept in _short_forms(document, domain):
        start = text.find(short)
        while start >= 0:
            end = start + len(short)
            if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
                yield Word(start, end, concept)
            start = text.find(short, end)
