"""The words in the patterns by which arms are told (`ontology/grammar/arm_words.tsv`), as alternatives of an
expression."""

from __future__ import annotations

import re
from functools import cache

from kg.grammar import rows

_ROLES = ("purpose", "dose-depends", "not-by-lot", "chosen", "better", "done", "no-deed")


@cache
def _table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {role: [] for role in _ROLES}
    for row in rows("arm_words.tsv", "role", "word"):
        role, word = row.cells
        if role not in found or not word or word in found[role]:
            raise row.fault(f"one of {', '.join(found)}; a word that is new to it")
        found[role].append(word)
    return found


def alternatives(role: str) -> str:
    """The words of a role, for folded text: `a|b`; the brackets, and a boundary behind them, are for the caller."""
    words = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in _table()[role])
    return "|".join(word.replace("\\ ", r"\s") for word in words)
