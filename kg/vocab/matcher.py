"""Names in running text: one pass of an Aho-Corasick automaton over the view of the text, then the checks.

Every pattern starts with a space, so a match always starts at a word; where it ends is checked here. All overlapping
matches are taken, because a longer one that fails a check must not hide a shorter one that passes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias

import daachorse

from kg.vocab.variants import view

# White space of a wrapped line inside a sentence; a blank line or a bullet parts names.
_WRAPPED = re.compile(r"\s\s+(?=\w)")
_GLUED = re.compile(r"[,;:.)\]}?!](?=[A-Za-z])")
# Characters that a name may only span when the name itself has one of them.
_PARTING = re.compile(r"[/+(\[\"<>=,;:]")

# Where a pattern stands on word boundaries: start, minus its end (so that a plain sort puts the longest first), number.
Match: TypeAlias = tuple[int, int, int]


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
        seen = unglued(text)
        cuts: list[tuple[int, int]] = []
        if "  " in seen or "\n " in seen or "\t" in seen:
            seen, cuts = _unwrapped(seen)
        shown = f" {view(seen)}   "
        found: list[Match] = []
        append = found.append
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
            append((start, 1 - end, pattern))
        if cuts:
            starts = [start for start, _ in cuts]
            found = [(_place(s, starts, cuts), -_place(-e - 1, starts, cuts) - 1, p) for s, e, p in found]
        found.sort()
        return found


def unglued(text: str) -> str:
    """A space for punctuation that touches the next word: in "bevacizumab,FOLFIRI" the comma opens a name."""
    return _GLUED.sub(" ", text)


def _unwrapped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with each wrap inside a sentence made one space; and from where on how much is missing."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    done = missing = 0
    for run in _WRAPPED.finditer(text):
        if run.group().count("\n") > 1:
            continue
        pieces.append(text[done : run.start()])
        done = run.end()
        missing += done - run.start() - 1
        cuts.append((done - missing, missing))
    pieces.append(text[done:])
    return " ".join(pieces), cuts


def _place(position: int, starts: list[int], cuts: list[tuple[int, int]]) -> int:
    """Where a character of the unwrapped text stands in the text."""
    index = bisect_right(starts, position)
    return position + cuts[index - 1][1] if index else position


def spans_a_parting(text: str, start: int, end: int) -> bool:
    """Whether a slash, plus, bracket or comma stands inside `text[start:end]`."""
    return _PARTING.search(text, start, end) is not None
