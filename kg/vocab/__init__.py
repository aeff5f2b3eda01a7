"""The vocabulary: curated lexicons, the shipped backbone, imported vocabularies, and the matcher over them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.vocab.index import Index


def load(directory: Path | str | None = None) -> Index:
    """The shipped vocabulary, with what was imported into `directory` or, unless given, into `$TRIALKG_VOCABULARY`.

    Read once per process. Raises `InputError` where the directory holds no imported vocabulary.
    """
    from kg.vocab.manifest import chosen, stamp

    place = chosen(directory)
    return _loaded(None if place is None else place.resolve(), 0 if place is None else stamp(place))


@lru_cache(maxsize=2)
def _loaded(directory: Path | None, _stamp: int) -> Index:
    """`_stamp` changes when an import does."""
    from kg.vocab import imports, shipped

    return shipped.load_shipped() if directory is None else imports.load(directory)
