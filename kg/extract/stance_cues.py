"""The words that tell whether a sentence speaks of this trial or of the background (`ontology/grammar/stance.tsv`).

The rule: whole words, all found in one pass over the text; where a cue counts (anywhere, at the start of a sentence, as
a heading) is for the reader of the clauses (`kg.extract.background`) to say.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias

import daachorse

from kg.extract.context import folded_text
from kg.grammar import rows
from kg.text import translation

Stance: TypeAlias = Literal["trial", "likely", "background"]
"""`likely`: nothing speaks for the background, but nothing says that it is this trial (opening sentences)."""


class _Phrase(NamedTuple):
    """A cue of the file: what it speaks for, where it counts, whether any ending may follow."""

    stance: Stance
    places: frozenset[str]
    open_ended: bool


class Cue(NamedTuple):
    """A cue in a text: where it stands (of its view, which is as long as the text), what it speaks for and where."""

    start: int
    end: int
    stance: Stance
    places: frozenset[str]


@cache
def _table() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[_Phrase, ...]]:
    phrases: dict[str, _Phrase] = {}
    for row in rows("stance.tsv", "stance", "place", "cue"):
        stance, place, cue = row.cells
        if stance not in ("trial", "background") or place not in ("any", "here", "weak", "start", "head") or not cue:
            raise row.fault("trial or background; any, here, weak, start or head; a cue")
        speaks: Stance = "trial" if stance == "trial" else "background"
        for words in dict.fromkeys((cue, cue.replace("patients", "pts"))):  # many write it so
            words = " " + words.removesuffix("*")
            known = phrases.get(words, _Phrase(speaks, frozenset(), False))
            if known.stance != speaks:
                raise row.fault(f"{cue!r} for one of the stances, not for both")
            phrases[words] = _Phrase(speaks, known.places | {place}, known.open_ended or cue.endswith("*"))
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(phrases)), tuple(phrases.values())


_VIEW = translation(dict.fromkeys('-\n\r\t/,;:()[]"*•_', " "))


@lru_cache(maxsize=64)  # a text is read with either opening
def cues_of(text: str) -> list[Cue]:
    """The cues of a text, in the order in which they begin; the longer one first."""
    automaton, facts = _table()
    view = " " + folded_text(text).translate(_VIEW) + " "
    found: list[Cue] = []
    for start, end, number in automaton.find_overlapping(view):
        phrase = facts[number]
        if phrase.open_ended or not view[end].isalnum():
            found.append(Cue(start, end - 1, phrase.stance, phrase.places))
    found.sort(key=lambda cue: (cue.start, -cue.end))
    return found
