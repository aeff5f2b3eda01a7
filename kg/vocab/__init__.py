"""The vocabulary: curated lexicons, the shipped backbone, imported vocabularies, and the matcher over them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.vocab.index import Index


@cache
def load() -> Index:
    """The shipped vocabulary: every lexicon and the backbone. Read once per process."""
    from kg.vocab.shipped import load_shipped

    return load_shipped()
