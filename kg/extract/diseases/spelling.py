"""Misspelled names of conditions: `Myeodysplastic Syndrome`. Only entries that nothing else maps, one edit a word, long
words only, towards the words of the curated conditions; what English knows as a word is left alone.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.english import commonness
from kg.extract.corrected_text import Corrected, correct, nearest
from kg.resources import resource
from kg.text import fold

_TOKEN = re.compile(r"[A-Za-z][a-z]{6,}")
_RARE = 1.0  # Zipf frequency: below once in a hundred million words


@lru_cache(maxsize=1 << 12)
def corrected(name: str) -> Corrected | None:
    """The name of a condition with its misspelled words corrected; None where it has none."""
    return correct(name, _TOKEN, _meant)


@lru_cache(maxsize=1 << 12)
def _meant(written: str) -> str | None:
    word = written.lower()
    known = _words().get(word[:2], frozenset())
    meant = None if word in known else nearest(word, known)
    if meant is None:
        return None
    return meant if commonness(word) < _RARE else None


@cache
def _words() -> dict[str, frozenset[str]]:
    """The long words of the curated conditions' names by their first two letters."""
    found: dict[str, set[str]] = {}
    for line in resource("lexicons", "conditions.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("condition/"):
            _, label, synonyms, *_rest = line.split("\t")
            for word in re.findall(r"[a-z]{7,}", fold(re.sub(r"[^|]*\{hidden\}", "", f"{label}|{synonyms}"))):
                found.setdefault(word[:2], set()).add(word)
    return {key: frozenset(words) for key, words in found.items()}
