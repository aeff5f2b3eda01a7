"""Misspelled names of endpoints: `Overal survival`. One edit, long words only, towards the endpoints' own words only.

A correction counts only if a name of several words (or a long one) then stands where the corrected word stands: the
closed vocabulary and the neighbouring word together make a wrong correction unlikely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.extract.corrected_text import Corrected, correct, nearest
from kg.extract.document import Document
from kg.extract.measures import other_meanings
from kg.model import Hit, Passage
from kg.resources import resource
from kg.text import fold

# A word, or a hyphen that lost touch with the word before it: `dose -limiting`.
_TOKEN = re.compile(r"[A-Za-z][a-z]{5,}|(?<=[A-Za-z]{3}) -(?=[a-z]{4})")
_LOOSE_HYPHEN, _HYPHEN = " -", "-"
_LONG_NAME = 10
_RIGHT: set[str] = set()  # words seen that need no correction: most texts have no others
_MOST_RIGHT = 1 << 15


@cache
def _words() -> dict[str, frozenset[str]]:
    """The long words of the endpoints' names by their first two letters: what a misspelling may be corrected to."""
    found: dict[str, set[str]] = {}
    for line in resource("lexicons", "endpoints.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("endpoint/"):
            _, label, synonyms, *_rest = line.split("\t")
            for word in re.findall(r"[a-z]{6,}", fold(f"{label} {synonyms}")):
                found.setdefault(word[:2], set()).add(word)
    return {key: frozenset(words) for key, words in found.items()}


@lru_cache(maxsize=1 << 15)
def correction(word: str) -> str | None:
    """The one known word within one edit of an unknown one. Inflections and spellings of the Isles are no misspellings.

    >>> correction("overal"), correction("survivals"), correction("tumour")
    ('overall', None, None)
    """
    known = _words().get(word[:2], frozenset())
    return None if word in known else nearest(word, known)


@lru_cache(maxsize=1 << 14)
def corrected(text: str) -> Corrected | None:
    """The text with its misspelled words corrected; None where there is none."""
    if _RIGHT.issuperset(_TOKEN.findall(text)):
        return None
    return correct(text, _TOKEN, _meant)


def _meant(token: str) -> str | None:
    meant = _HYPHEN if token == _LOOSE_HYPHEN else correction(token.lower())
    if meant is None:
        if len(_RIGHT) >= _MOST_RIGHT:
            _RIGHT.clear()
        _RIGHT.add(token)
    return meant


def find(measure: Passage, document: Document) -> Hit | None:
    """The longest name that only a correction shows, with its place in the record's own text."""
    repaired = corrected(measure.text)
    if repaired is None:
        return None
    best: Hit | None = None
    for hit in document.vocabulary.scan(repaired.text, "endpoint"):
        covers = any(hit.start <= place.new_start and place.new_end <= hit.end for place in repaired.places)
        if other_meanings.means_otherwise(repaired.text, hit.start, hit.end):
            continue
        strong = " " in repaired.text[hit.start : hit.end] or hit.end - hit.start >= _LONG_NAME
        if covers and strong and (best is None or hit.end - hit.start > best.end - best.start):
            best = hit
    if best is None:
        return None
    return Hit(repaired.original(best.start), repaired.original(best.end), best.concepts)


def misspellings(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The misspelled words within a stretch, each with the word that was meant."""
    repaired = corrected(passage.text)
    if repaired is not None:
        for place in repaired.places:
            if start <= place.start and place.end <= end and passage.text[place.start : place.end] != _LOOSE_HYPHEN:
                yield place.start, place.end, repaired.text[place.new_start : place.new_end]
