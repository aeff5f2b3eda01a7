"""Names in a passage, sorted by what they are, and the short forms that stand for names; worked out once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from kg.extract.document import Document
from kg.extract.names.shared_forms import registered_forms
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


_N = TypeVar("_N", bound=tuple[Any, ...])


def between(names: Sequence[_N], start: int, end: int) -> Sequence[_N]:
    """Those of a sorted row of names that begin in `start:end`; each is a tuple that begins with its start."""
    return names[bisect_left(names, (start,)) : bisect_left(names, (end,))]


@lru_cache(maxsize=1 << 14)
def meant(vocabulary: Vocabulary, name: str, domain: str) -> tuple[str, ...]:
    """`vocabulary.lookup`, remembered: records use the same short forms and names again and again."""
    return vocabulary.lookup(name, domain)


class _ShortForm(NamedTuple):
    short: str
    concept: str
    told: bool  # the record defines it; else it follows from what the record registers


_ACRONYM = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Z][A-Za-z0-9]{1,5}")
_LONGEST_ACRONYM = 6
# In capitals also a word or a country: of a registered ultrasound "US" says nothing.
_WORDS_TOO = frozenset("US OR AS IT NO IN AND THE ON AT IS TO BE AM PM HE WE".split())
_JOINED = "-/+_"  # "LC-MS/MS" is no multiple sclerosis
_PK = re.compile(r"\bPK\W{1,3}(?:and\s)?\Z")  # nor "PK, PD" Parkinson's disease


def _short_forms(document: Document, domain: str) -> tuple[_ShortForm, ...]:
    """What short forms stand for in this record: those it defines, those of its entries, and acronyms of what they
    name."""
    key = domain, len(document.abbreviations), document.resolved  # extractors may still add to both
    known: tuple[_ShortForm, ...] | None = document.remembered.get(key)
    if known is not None:
        return known
    found = []
    for abbreviation in document.abbreviations:
        concepts = meant(document.vocabulary, abbreviation.long, domain)
        if concepts and abbreviation.short:
            found.append(_ShortForm(abbreviation.short, concepts[0], True))
    defined = {abbreviation.short for abbreviation in document.abbreviations}
    implied: dict[str, set[str]] = {}
    registered = _registered(document, domain)
    if domain == "intervention" and registered:
        found += [_ShortForm(*form, True) for form in registered_forms(document, registered) if form[0] not in defined]
        defined.update(form.short for form in found)
    for concept in registered:
        for short in _acronyms(document.vocabulary, concept, domain):
            if short not in defined:
                implied.setdefault(short, set()).add(concept)
    found += [_ShortForm(short, concepts.pop(), False) for short, concepts in implied.items() if len(concepts) == 1]
    known = document.remembered[key] = tuple(dict.fromkeys(found))  # a definition is often told in several fields
    return known


def _registered(document: Document, domain: str) -> tuple[str, ...]:
    """What the entries of the record resolve to, as far as extractors have said it."""
    trial = document.trial
    positions = [c.position for c in trial.conditions] if domain == "condition" else []
    if domain == "intervention":
        positions = [i.position for i in trial.interventions]
    found: dict[str, None] = {}
    for position in positions:
        for concept in document.objects(trial.part(f"{domain}-{position}"), "tkg:resolvesTo"):
            found.update(dict.fromkeys(document.components(concept)))
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def _acronyms(vocabulary: Vocabulary, concept: str, domain: str) -> tuple[str, ...]:
    """Short names of a concept that running text is not searched for, because they have other meanings: those that a
    record means which registers it."""
    known = vocabulary.get(concept)
    return tuple(
        name
        for name in (known.synonyms if known is not None else ())
        if len(name) <= _LONGEST_ACRONYM  # most are longer, and are looked through in vain
        and _ACRONYM.fullmatch(name)
        and name not in _WORDS_TOO
        and not vocabulary.scan(name, domain)
    )


def short_forms(document: Document, passage: Passage, domain: str) -> Iterator[Word]:
    """Where the record's own abbreviations stand for a concept of this domain, on word boundaries; so do acronyms of
    what its entries name ("HAE" in a trial of hereditary angioedema)."""
    text = passage.text
    for short, concept, told in _short_forms(document, domain):
        start = text.find(short)
        while start >= 0:
            end = start + len(short)
            before, after = text[start - 1 : start], text[end : end + 1]
            if not before.isalnum() and not after.isalnum() and (told or _stands_alone(text, start, before, after)):
                yield Word(start, end, concept)
            start = text.find(short, end)


def _stands_alone(text: str, start: int, before: str, after: str) -> bool:
    if (before and before in _JOINED) or (after and after in _JOINED) or text.isupper():
        return False
    return _PK.search(text, max(0, start - 10), start) is None
