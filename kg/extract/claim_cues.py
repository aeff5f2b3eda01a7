"""Does a clause of the background assert something of the world?

The rule: its words do, and none of them speaks of what a trial does, wants or supposes. The words are data
(`ontology/grammar/claims.tsv`) and found in one pass over a text: some assert by themselves ("has been shown"), some
in pairs a few words apart ("may … reduce", "is a … common"). What is asserted without a figure must be of medicine.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache
from typing import NamedTuple

import daachorse

from kg.errors import ResourceError
from kg.resources import resource

_KINDS = ("asserts", "may", "effect", "is", "quality", "plan", "modal", "medical")
_PAIRS = {"effect": "may", "quality": "is"}
_APART = 45  # characters, some six words
_VIEW = {ord(c): " " for c in "-\n\r\t/,;:()[]\"*•_'"}
_BREAKS = ",;:("


class _Cue(NamedTuple):
    start: int
    end: int
    kind: str


@cache
def _table() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[frozenset[str], bool], ...]]:
    phrases: dict[str, tuple[frozenset[str], bool]] = {}
    for number, line in enumerate(resource("grammar", "claims.tsv").read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith(("#", "kind\t")):
            continue
        kind, _, cue = line.partition("\t")
        if kind not in _KINDS or not cue.removesuffix("*"):
            raise ResourceError(f"claims.tsv:{number}: expected a kind and a cue separated by a tab")
        words = " " + cue.removesuffix("*")
        kinds, open_ended = phrases.get(words, (frozenset(), False))
        phrases[words] = (kinds | {kind}, open_ended or cue.endswith("*"))
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(phrases)), tuple(phrases.values())


@lru_cache(maxsize=4)  # the clauses of one text are asked for one after another
def _found(folded: str) -> tuple[_Cue, ...]:
    automaton, facts = _table()
    view = " " + folded.translate(_VIEW) + " "
    found: list[_Cue] = []
    for start, end, number in automaton.find_overlapping(view):
        kinds, open_ended = facts[number]
        if open_ended or not view[end].isalnum():
            found.extend(_Cue(start, end - 1, kind) for kind in kinds)
    return tuple(sorted(found))


class Said(NamedTuple):
    """What the words of a clause do: assert, by a pair of words, speak of medicine, of what a trial does, of what will
    or should be."""

    asserts: bool
    paired: bool
    medical: bool
    plan: bool
    modal: bool


def said(folded: str, start: int, end: int) -> Said:
    """What the words of `folded[start:end]` do.

    >>> said("aspirin may reduce pain", 0, 23)
    Said(asserts=True, paired=True, medical=True, plan=False, modal=False)
    """
    cues = _found(folded)
    asserts = paired = medical = plan = modal = False
    opened = {"may": -1, "is": -1}  # where the last word of the kind that opens a pair ends
    for number in range(bisect_left(cues, start, key=_start), len(cues)):
        cue = cues[number]
        if cue.start >= end:
            break
        if cue.end > end:
            continue
        if cue.kind in opened:
            opened[cue.kind] = cue.end
        elif cue.kind in _PAIRS:
            first = opened[_PAIRS[cue.kind]]
            if 0 <= first <= cue.start and cue.start - first <= _APART:
                paired = paired or not any(sign in folded[first : cue.start] for sign in _BREAKS)
        asserts = asserts or cue.kind == "asserts"
        medical = medical or cue.kind == "medical"
        plan = plan or cue.kind == "plan"
        modal = modal or cue.kind == "modal"
    return Said(asserts or paired, paired, medical, plan, modal)


def _start(cue: _Cue) -> int:
    return cue.start
