"""A text with misspelled words put right, and where each offset of it lies in the record's own text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kg.extract.word_forms import are_one


class Place(NamedTuple):
    """One corrected word: where it stands in the record and in the corrected text."""

    start: int
    end: int
    new_start: int
    new_end: int


class Corrected(NamedTuple):
    """A text with its misspelled words corrected."""

    text: str
    places: tuple[Place, ...]

    def original(self, offset: int) -> int:
        """Where an offset of the corrected text lies in the record's text."""
        moved = offset
        for place in self.places:
            if offset >= place.new_end:
                moved = offset - (place.new_end - place.end)
            elif offset > place.new_start:
                moved = place.start + min(offset - place.new_start, place.end - place.start)
        return moved


def correct(text: str, token: re.Pattern[str], meant: Callable[[str], str | None]) -> Corrected | None:
    """The text with every token replaced for which `meant` has a word; None where there is none."""
    pieces: list[str] = []
    places: list[Place] = []
    done = shift = 0
    for match in token.finditer(text):
        word = meant(match.group())
        if word is None:
            continue
        start, end = match.span()
        pieces.append(text[done:start] + word)
        done = end
        places.append(Place(start, end, start + shift, start + shift + len(word)))
        shift += len(word) - (end - start)
    return Corrected("".join(pieces) + text[done:], tuple(places)) if places else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known word within one edit of an unknown one; None where there are two, or where the two are forms or
    spellings of one word.

    >>> nearest("overal", {"overall"}), nearest("survivals", {"survival"}), nearest("tumour", {"tumor"})
    ('overall', None, None)
    """
    if word.endswith("s"):
        return None
    near = [k for k in known if abs(len(k) - len(word)) <= 1 and OSA.distance(word, k, score_cutoff=1) <= 1]
    if len(near) != 1 or near[0].endswith("s"):
        return None
    (meant,) = near
    if meant.startswith(word):  # a missing last letter is an inflection, unless the letter was to be doubled
        return meant if meant[-1] == word[-1] else None
    return None if word.startswith(meant) or are_one(word, meant) else meant
