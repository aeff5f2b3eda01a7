"""The words of objectives (`ontology/grammar/objective_words.tsv`), each role as one expression."""

from __future__ import annotations

from functools import cache

from kg.grammar import alternatives

_ROLES = ("verb", "bare", "doing", "being", "thing")


@cache
def words() -> dict[str, str]:
    """The alternatives of each role, without a group around them."""
    return alternatives("objective_words.tsv", _ROLES)
