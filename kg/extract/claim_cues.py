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
_APART = 45  # characters, some six words
_VIEW = translation(dict.fromkeys("-\n\r\t/,;:()[]\"*•_'", " "))
_BREAKS = ",;:("
# "at risk of relapse", "to improve": no finite verb.
_NOUN_AFTER = tuple(f" {word} " for word in "to of the a an for in with by at from without no".split())
_NOUNS = ("ion", "ions", "ment", "ments", "ance", "ence")
_RELATIVE = (" that ", " which ", " who ")


@cache
def _table() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[tuple[str, ...], bool], ...]]:
    phrases: dict[str, tuple[frozenset[str], bool]] = {}
    for row in rows("claims.tsv", "kind", "cue"):
        kind, cue = row.cells
        if kind not in _KINDS or not cue.removesuffix("*"):
            raise row.fault(f"one of {', '.join(_KINDS)}; a cue")
        words = " " + cue.removesuffix("*")
        kinds, open_ended = phrases.get(words, (frozenset(), False))
        phrases[words] = (kinds | {kind}, open_ended or cue.endswith("*"))
    facts = tuple((tuple(sorted(kinds)), open_ended) for kinds, open_ended in phrases.values())
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
    automaton, facts = _table()
    text = folded[start:end]
    view = f" {text.translate(_VIEW)} "
    asserts = paired = tells = medical = hint = plan = verb = procedure = finite = False
    asks = ought = gap = False  # "whether" is a plan, but not that of "unclear whether"
    first = {"asserts": len(view), "modal": len(view)}  # where the first of the kind begins
    opened = {"may": (-1, -1), "is": (-1, -1)}  # where the last word of the kind that opens a pair begins and ends
    for begin, stop, number in automaton.find_overlapping(view):  # in the order in which they end
        kinds, open_ended = facts[number]
        if not open_ended and view[stop].isalnum():
            continue
        noun = open_ended and view.endswith(_NOUNS, stop, view.find(" ", stop))  # "suppression", of "suppress*"
        for kind in kinds:
            if kind == "asserts" or kind == "tells":
                asserts = asserts or kind == "asserts"
                tells = tells or kind == "tells"
                first["asserts"] = min(first["asserts"], begin)
            elif kind in opened:
                opened[kind] = begin, stop - 1
            elif kind in _PAIRS:
                start_of_pair, opener = opened[_PAIRS[kind]]
                near = 0 <= opener <= begin and begin - opener <= _APART
                if near and not any(sign in text[opener:begin] for sign in _BREAKS):
                    paired = True
                    first["asserts"] = min(first["asserts"], start_of_pair)
            elif kind == "modal":
                if not view.endswith(_RELATIVE, 0, begin + 1):  # "an agent that will prevent it" is no plan
                    first["modal"] = min(first["modal"], begin)
            elif kind == "alone":
                paired = True
                first["asserts"] = min(first["asserts"], begin)
            elif kind == "plan":
                plan = True
            elif kind == "asks":
                asks = True
            elif kind == "ought":
                ought = True
            elif kind == "gap":
                gap = True
            elif kind == "hint":
                hint = True
            elif kind == "verb":
                verb = True
                finite = finite or not view.endswith(_NOUN_AFTER, 0, begin + 1)
            elif kind == "finite":
                finite = finite or not (noun or view.endswith(_NOUN_AFTER, 0, begin + 1))
            elif kind == "procedure":
                procedure = True
            else:
                medical = True
    return Said(
        asserts or paired or gap,
        paired,
        tells,
        medical,
        plan or (asks and not gap) or (ought and not (asks and gap)),
        hint,
        first["modal"] < first["asserts"] and not (asks and gap),
        first["modal"] < len(view),
        verb,
        procedure,
        finite,
    )
