"""Names in running text: one pass of an Aho-Corasick automaton over the view of the text, then the checks.

Every pattern starts with a space, so a match always starts at a word; where it ends is checked here. All overlapping
matches are taken, because a longer one that fails a check must not hide a shorter one that passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import daachorse

from kg.vocab.variants import view

_SPACES = re.compile(r"[ ]{2,}")
_WRAPPED = re.compile(r"\s[\s]+")
_GLUED = re.compile(r"[,;:.)\]}?!](?=[A-Za-z])")
# Characters that a name may only span when the name itself has one of them.
_PARTING = re.compile(r"[/+(\[\"<>=,;:]")


class Match(NamedTuple):
    """Pattern number `pattern` stands at `text[start:end]`, on word boundaries."""

    start: int
    end: int
    pattern: int


class Automaton:
    """The compiled patterns. Immutable; serialises to bytes."""

    def __init__(self, compiled: daachorse.CharwiseDoubleArrayAhoCorasick) -> None:
        self._compiled = compiled

    @classmethod
    def build(cls, patterns: Sequence[str]) -> Automaton:
        """An automaton over view strings; pattern numbers are positions in the sequence."""
        if not patterns:  # the library refuses an empty set
            patterns = ["\x00"]
        return cls(daachorse.CharwiseDoubleArrayAhoCorasick([f" {pattern}" for pattern in patterns]))

    def to_bytes(self) -> bytes:
        """For `from_bytes`."""
        return bytes(self._compiled.serialize())

    @classmethod
    def from_bytes(cls, data: bytes) -> Automaton:
        """What `to_bytes` wrote."""
        return cls(daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(data))

    def matches(self, text: str) -> list[Match]:
        """Every name in the text on word boundaries, plural -s included, sorted by start, the longest first."""
        seen = text
        if _GLUED.search(seen):  # "bevacizumab,FOLFIRI": the comma opens the next name
            seen = _GLUED.sub(" ", seen)
        places: list[int] | None = None
        if _WRAPPED.search(seen):
            seen, places = _unwrapped(seen)
        shown = f" {view(seen)}   "
        found: list[Match] = []
        for start, end, pattern in self._compiled.find_overlapping(shown):
            following = shown[end]
            if following.isalnum():
                if following == "s" and not shown[end + 1].isalnum():
                    end += 1
                elif (
                    following == "e"
                    and shown[end + 1] == "s"
                    and shown[end - 1] in "shxz"
                    and not shown[end + 2].isalnum()
                ):
                    end += 2
                else:
                    continue
            end -= 1
            if places is not None:
                start, end = places[start], places[end - 1] + 1
            found.append(Match(start, end, pattern))
        found.sort(key=_leftmost_longest)
        return found


def _leftmost_longest(match: Match) -> tuple[int, int]:
    return match.start, -match.end


def _unwrapped(text: str) -> tuple[str, list[int]]:
    """The text with each run of white space made one space, and for each of its characters where it stood."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for run in _WRAPPED.finditer(text):
        pieces.append(text[done : run.start()])
        pieces.append(" ")
        places.extend(range(done, run.start() + 1))
        done = run.end()
    pieces.append(text[done:])
    places.extend(range(done, len(text) + 1))
    return "".join(pieces), places


def spans_a_parting(text: str, start: int, end: int) -> bool:
    """Whether a slash, plus, bracket or comma stands inside `text[start:end]`."""
    return _PARTING.search(text, start, end) is not None
