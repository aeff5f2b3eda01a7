"""Names in running text: one pass of an Aho-Corasick automaton over the view of the text, then the checks.

Every pattern starts with a space, so a match always starts at a word; where it ends is checked here. All overlapping
matches are taken, because a longer one that fails a check must not hide a shorter one that passes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeAlias

import daachorse

from kg.vocab.variants import view_bytes

# White space of a wrapped line inside a sentence; a blank line or a bullet parts names.
_WRAPPED = re.compile(r"\s\s+(?=\w)")
_GAPS = ("  ", "\n ", " \n", "\t", "\r")  # what every wrap has, and most texts have not
_GLUED = re.compile(r"[,;:.)\]}?!，、。；：）】！？](?=[A-Za-z])")  # also those of Chinese and Japanese keyboards
# Characters that a name may only span when the name itself has one of them.
_PARTING = "/+([\"<>=,;:"

# The bytes of a text by what `unglued` and `partings` look for: letters and what may touch them, what parts names.
# One pass over them takes a tenth of what a pattern takes, and most texts need no more.
_GLUE = bytes(ord("a") if chr(b).isalpha() else 46 * (chr(b) in ",;:.)]}?!") for b in range(128)) + bytes(128)
_SIGNS = bytes(chr(b) in _PARTING for b in range(256))

# Bytes of a view by what they are after a name: 0 what parts words; 1 letters, digits, and what stands for characters
# beyond ASCII; 2 a letter that may be a plural's ending.
_S, _E = b"se"
_AFTER = bytes(
    2 if byte in (_S, _E) else chr(byte).isascii() and (chr(byte).isalnum() or 0x0E <= byte <= 0x1B or byte == 0x7F)
    for byte in range(256)
)

# Where a pattern stands on word boundaries: start, end in the view (one more than in the text), number.
Match: TypeAlias = tuple[int, int, int]
_Cuts: TypeAlias = list[tuple[int, int]]  # from which place on how much is missing


class Automaton:
    """The compiled patterns. Immutable; serialises to bytes."""

    def __init__(self, compiled: daachorse.DoubleArrayAhoCorasick) -> None:
        self._compiled = compiled

    @classmethod
    def build(cls, patterns: Sequence[str]) -> Automaton:
        """An automaton over view strings; pattern numbers are positions in the sequence."""
        if not patterns:  # the library refuses an empty set
            patterns = ["\x03"]
        return cls(daachorse.DoubleArrayAhoCorasick([f" {pattern}".encode("ascii") for pattern in patterns]))

    def to_bytes(self) -> bytes:
        """For `from_bytes`."""
        return bytes(self._compiled.serialize())

    @classmethod
    def from_bytes(cls, data: bytes) -> Automaton:
        """What `to_bytes` wrote."""
        return cls(daachorse.DoubleArrayAhoCorasick.deserialize(data))

    def matches(self, texts: Sequence[str]) -> list[list[Match]]:
        """For each text every name on word boundaries, plural -s included, sorted by start, the longest first.

        The passes over the texts follow one another, so that the automaton, which is larger than a processor's cache,
        is not driven out of it in between.
        """
        seen = [_seen(text) for text in texts]
        shown = [b" %b   " % view_bytes(plain) for plain, _ in seen]
        raws = [*map(self._compiled.find_overlapping, shown)]
        return [_whole(view, raw, cuts) for view, raw, (_, cuts) in zip(shown, raws, seen, strict=True)]


_start, _end = itemgetter(0), itemgetter(1)


def _seen(text: str) -> tuple[str, _Cuts]:
    """The text as names are looked for in it, and what was cut out of it."""
    seen = unglued(text)
    for gap in _GAPS:
        if gap in seen:
            return _unwrapped(seen)
    return seen, []


def _whole(shown: bytes, raw: list[tuple[int, int, int]], cuts: _Cuts) -> list[Match]:
    """The raw matches that end where a word does."""
    after = shown.translate(_AFTER)
    found: list[Match] = []
    for start, end, pattern in [match for match in raw if after[match[1]] == 2]:
        if shown[end] == _S:
            if not after[end + 1]:
                found.append((start, end + 1, pattern))
        elif shown[end + 1] == _S and shown[end - 1] in b"shxz" and not after[end + 2]:
            found.append((start, end + 2, pattern))
    found += [match for match in raw if not after[match[1]]]
    found.sort(key=_end, reverse=True)
    found.sort(key=_start)
    if cuts:
        starts = [start for start, _ in cuts]
        found = [(_place(s, starts, cuts), _place(e - 2, starts, cuts) + 2, p) for s, e, p in found]
    return found


def unglued(text: str) -> str:
    """A space for punctuation that touches the next word: in "bevacizumab,FOLFIRI" the comma opens a name."""
    if b".a" not in text.encode("ascii", "replace").translate(_GLUE):  # a "?" for each other character
        return text
    return _GLUED.sub(" ", text)


def _unwrapped(text: str) -> tuple[str, _Cuts]:
    """The text with each wrap inside a sentence made one space; and from where on how much is missing."""
    pieces: list[str] = []
    cuts: _Cuts = []
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


def _place(position: int, starts: list[int], cuts: _Cuts) -> int:
    """Where a character of the unwrapped text stands in the text."""
    index = bisect_right(starts, position)
    return position + cuts[index - 1][1] if index else position


def partings(text: str) -> bytes:
    """A byte for each character: 1 for a slash, plus, bracket or comma."""
    return text.encode("ascii", "replace").translate(_SIGNS)
