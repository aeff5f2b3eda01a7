"""Does a clause of the background assert something of the world?

The rule: its words do, and none of them speaks of what a trial does, wants or supposes. The words are data
(`ontology/grammar/claims.tsv`) and found in one pass over it: some assert by themselves ("has been shown"), some
in pairs a few words apart ("may … reduce", "is a … common"), some only where all around is background ("is a",
"provides"). That nobody knows whether something is so is a claim too. What is asserted without a figure must be of
medicine.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import daachorse

from kg.grammar import rows
from kg.text import translation

_KINDS = (
    *("asserts", "tells", "gap", "alone", "may", "effect", "is", "quality", "plan", "asks", "ought", "hint", "modal"),
    *("verb", "finite", "procedure", "medical"),
)
_PAIRS = {"effect": "may", "quality": "is"}
_PLACED = frozenset(("may", "is", *_PAIRS, "modal", "verb", "finite"))  # what they say depends on what is around
_OPENS = frozenset(("asserts", "tells", "alone"))  # from here on something is asserted
_APART = 45  # characters, some six words
_VIEW = translation(dict.fromkeys("-\n\r\t/,;:()[]\"*•_'", " "))
_BREAKS = ",;:("
# "at risk of relapse", "to improve": no finite verb.
_NOUN_AFTER = tuple(f" {word} " for word in "to of the a an for in with by at from without no".split())
_NOUNS = ("ion", "ions", "ment", "ments", "ance", "ence")
_RELATIVE = (" that ", " which ", " who ")


class _Phrase(NamedTuple):
    """What a phrase of the table is: its kinds that say so wherever it stands, and the others; whether a word may go on
    behind it."""

    plain: frozenset[str]
    placed: tuple[str, ...]
    open_ended: bool


@cache
def _table() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[_Phrase, ...]]:
    phrases: dict[str, tuple[frozenset[str], bool]] = {}
    for row in rows("claims.tsv", "kind", "cue"):
        kind, cue = row.cells
        if kind not in _KINDS or not cue.removesuffix("*"):
            raise row.fault(f"one of {', '.join(_KINDS)}; a cue")
        words = " " + cue.removesuffix("*")
        kinds, open_ended = phrases.get(words, (frozenset(), False))
        phrases[words] = (kinds | {kind}, open_ended or cue.endswith("*"))
    facts = tuple(
        _Phrase(kinds - _PLACED | (kinds & {"verb"}), tuple(sorted(kinds & _PLACED)), open_ended)
        for kinds, open_ended in phrases.values()
    )
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(phrases)), facts


class Said(NamedTuple):
    """What the words of a clause do: assert, by a pair of words, tell what is always so, speak of medicine, of what a
    trial does, perhaps of it, of what will or should be before they assert or anywhere, hold a verb of how the world
    goes, tell how things are done, hold any finite verb."""

    asserts: bool
    paired: bool
    tells: bool
    medical: bool
    plan: bool
    hint: bool
    modal: bool
    will: bool
    verb: bool
    procedure: bool
    finite: bool


def said(folded: str, start: int, end: int) -> Said:
    """What the words of `folded[start:end]` do.

    >>> words = said("aspirin may reduce pain", 0, 23)
    >>> words.asserts, words.paired, words.medical, words.plan
    (True, True, True, False)
    """
    automaton, phrases = _table()
    text = folded[start:end]
    view = f" {text.translate(_VIEW)} "
    seen: set[str] = set()
    asserted = modal = len(view)  # where the first words begin that assert, that are modal
    opened: dict[str, tuple[int, int]] = {}  # where the last word of the kind that opens a pair begins and ends
    for begin, stop, number in automaton.find_overlapping(view):  # in the order in which they end
        phrase = phrases[number]
        if not phrase.open_ended and view[stop].isalnum():
            continue
        seen |= phrase.plain
        if not phrase.plain.isdisjoint(_OPENS):
            asserted = min(asserted, begin)
        for kind in phrase.placed:
            if kind in _PAIRS:
                pair = opened.get(_PAIRS[kind])
                if pair is not None and _is_near(text, pair[1], begin):
                    seen.add("alone")
                    asserted = min(asserted, pair[0])
            elif kind == "modal":
                if not view.endswith(_RELATIVE, 0, begin + 1):  # "an agent that will prevent it" is no plan
                    modal = min(modal, begin)
            elif kind == "verb" or kind == "finite":
                if _is_a_verb(view, begin, stop, kind == "finite" and phrase.open_ended):
                    seen.add("finite")
            else:
                opened[kind] = begin, stop - 1
    unsettled = "asks" in seen and "gap" in seen  # "whether" is a plan, but not that of "unclear whether"
    return Said(
        asserts=not seen.isdisjoint(("asserts", "alone", "gap")),
        paired="alone" in seen,
        tells="tells" in seen,
        medical="medical" in seen,
        plan="plan" in seen or (not unsettled and not seen.isdisjoint(("asks", "ought"))),
        hint="hint" in seen,
        modal=modal < asserted and not unsettled,
        will=modal < len(view),
        verb="verb" in seen,
        procedure="procedure" in seen,
        finite="finite" in seen,
    )


def _is_near(text: str, opener: int, begin: int) -> bool:
    """Whether what begins there makes a pair with the word that ends at `opener`: a few words on, in one clause."""
    return begin - _APART <= opener <= begin and not any(sign in text[opener:begin] for sign in _BREAKS)


def _is_a_verb(view: str, begin: int, stop: int, may_be_noun: bool) -> bool:
    """Whether the word is a finite verb where it stands: not "at risk of relapse", nor "suppression" of "suppress*"."""
    if may_be_noun and view.endswith(_NOUNS, stop, view.find(" ", stop)):
        return False
    return not view.endswith(_NOUN_AFTER, 0, begin + 1)
