"""The words by which prose tells of this study and of others (`ontology/grammar/studies.tsv`), each role as one
expression."""

from __future__ import annotations

from functools import cache

from kg.grammar import alternatives

_ROLES = (
    *("found", "run", "ours", "to-come", "no-name", "design", "cites", "reported"),
    *("links", "to-do-so", "told-of", "finds-out", "has-done", "thing"),
)


@cache
def words() -> dict[str, str]:
    """The alternatives of each role, without a group around them."""
    return alternatives("studies.tsv", _ROLES)
