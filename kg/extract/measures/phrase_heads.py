"""The words beside the names of endpoints (`ontology/grammar/phrase_heads.tsv`), as expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.grammar import any_of, rows

_NO_ENDPOINT = "-"
_ROLES = ("head", "takes", "takes-one")
_ABOUT = (
    r"\s(?:levels?\s|scores?\s)?(?:of|about|on|regarding|concerning|towards?|for|in|to|around|with|over|from(?!\sbaseline)"
    r"|(?:related|associated|due|secondary)\s(?:to|with)|caused\sby)\s"
)
_LITERAL = re.compile(r"[a-z -]+")


class Taking(NamedTuple):
    """Words that take in what follows them, cheap signs of them, and the endpoint that they are themselves."""

    words: re.Pattern[str]
    hints: tuple[str, ...]
    concept: str | None
    one: bool = False  # only what follows up to a comma or "and"


@cache
def head_nouns() -> str:
    """The nouns that head a phrase behind the name of something else, as the alternatives of an expression."""
    return any_of(word for role, word, _ in _rows() if role == "head")


@cache
def taking() -> tuple[Taking, ...]:
    """The words that take in what is named behind them, one expression for each endpoint that they are."""
    found: dict[tuple[str, str], list[str]] = {}
    for role, word, endpoint in _rows():
        if role != "head":
            found.setdefault((role, endpoint), []).append(word)
    return tuple(
        Taking(
            re.compile(rf"\b(?P<word>{any_of(words)}){_ABOUT}"),
            tuple(_hint(word) for word in words),
            None if endpoint == _NO_ENDPOINT else endpoint,
            role == "takes-one",
        )
        for (role, endpoint), words in found.items()
    )


def _hint(word: str) -> str:
    """The letters that the expression begins with, without a last one that may be left out.

    >>> _hint("beliefs?"), _hint("worr(?:y|ies)")
    ('belief', 'worr')
    """
    literal = _LITERAL.match(word)
    begin = "" if literal is None else literal.group()
    return begin[:-1] if word[len(begin) : len(begin) + 1] == "?" else begin


def _rows() -> list[tuple[str, str, str]]:
    found = []
    for row in rows("phrase_heads.tsv", "role", "word", "endpoint"):
        role, word, endpoint = row.cells
        if role not in _ROLES or not word or not (endpoint == _NO_ENDPOINT or endpoint.startswith("endpoint/")):
            raise row.fault(f"one of {', '.join(_ROLES)}; a word; an endpoint or {_NO_ENDPOINT}")
        found.append((role, word, endpoint))
    return found
