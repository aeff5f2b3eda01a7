"""An endpoint that an outcome was found to measure, and the words that say so."""

from __future__ import annotations

from typing import NamedTuple

from kg.model import Method, Passage


class Grounded(NamedTuple):
    """An endpoint and the stretch of `passage` that names it."""

    concept: str
    passage: Passage
    start: int
    end: int
    method: Method
    confidence: float
    rule: str
    rivals: tuple[str, ...] = ()
