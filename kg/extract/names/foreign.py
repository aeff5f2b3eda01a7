"""Drugs as other languages than English write them (`tobramicina`), where English knows the name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from kg.extract.names.parts import DOMAIN, Found, overlaps
from kg.extract.names.patterns import LONG_WORD
from kg.extract.names.reading import Reading
from kg.ground import Grounding, choose
from kg.vocab.vocabulary import Vocabulary
from kg.wording import english_forms

FOREIGN_SCORE = 0.8


def in_other_languages(
    reading: Reading, hits: list[Found], not_given: Callable[[Reading, int, int, Grounding], bool]
) -> list[Found]:
    """Drugs as other languages write them (`tobramicina`), where English knows the name."""
    found: list[Found] = []
    for token in LONG_WORD.finditer(reading.text):
        if overlaps(*token.span(), hits):
            continue
        for form, concepts in _english_drugs(token.group(), reading.vocabulary):
            grounding = choose(form, concepts, reading.vocabulary, reading.registry_type)
            if grounding.concept is not None and not not_given(reading, *token.span(), grounding):
                grounding = grounding._replace(
                    score=FOREIGN_SCORE, method="spelling", reason=f"{form!r} as another language writes it"
                )
                found.append(Found(*token.span(), grounding, reading.kind(grounding)))
                break
    return found


@lru_cache(maxsize=1 << 13)  # most words of names are English, and come again and again
def _english_drugs(word: str, vocabulary: Vocabulary) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How English would write the word, as far as that names drugs, and which."""
    found = []
    for form in english_forms(word):
        drugs = tuple([concept for concept in vocabulary.lookup(form, DOMAIN) if concept.startswith("drug/")])
        if drugs:
            found.append((form, drugs))
    return tuple(found)
