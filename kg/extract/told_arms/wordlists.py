"""The words in the patterns by which arms are told (`ontology/grammar/arm_words.tsv`), as alternatives of an
expression."""

from __future__ import annotations

import re
from functools import cache

from kg.grammar import any_of, by_role

_ROLES = ("purpose", "dose-depends", "not-by-lot", "chosen", "better", "done", "no-deed")


@cache
def _table() -> dict[str, list[str]]:
    return by_role("arm_words.tsv", _ROLES)


def alternatives(role: str) -> str:
    """The words of a role, for folded text: `a|b`; the brackets, and a boundary behind them, are for the caller."""
    words = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in _table()[role])
    return any_of(word.replace("\\ ", r"\s") for word in words)
