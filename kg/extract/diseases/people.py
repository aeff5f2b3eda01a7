"""People that a text names by what they have: "asthmatics", "hypertensive outpatients", "egg-allergic children".

The rule: an adjective counts right before a word for people, with at most two words between ("obese postmenopausal
women"); a noun counts alone. The words are data (`ontology/grammar/people.tsv`). "Non-diabetic" people do not have it,
nor have those that are compared with "hypertensive" ones something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import daachorse

from kg.extract.context import Word, folded_text, meant
from kg.extract.document import Document
from kg.grammar import rows
from kg.model import Passage
from kg.text import begun_by, stands_free

_PEOPLE = (
    r"(?:patients?|subjects?|participants?|adults?|children|infants|neonates|newborns|adolescents|teenagers|youths?|"
    r"people|persons?|women|men|females?|males?|girls|boys|individuals?|volunteers?|survivors|populations?|cases|"
    r"sufferers|veterans|seniors|elderly|inpatients|outpatients|smokers|mothers|workers|employees|students|"
    r"pregnant women|patient population)\b"
)
# Words between the adjective and the people: what else they are, not what is done with or counted of them.
_PEOPLE_NEXT = re.compile(
    r"(?:\s?\([\w-]{1,12}\))?,?[\s-](?:(?!(?:and|or|with|to|in|for|of|by|on|at|the|a|an|were|was|are|is|will|who|versus|"
    r"vs|than|as|from|not|symptoms?|rats?|mice|mouse|foot|control|controls|ketoacidosis)\b)[a-z-]+,?\s){0,2}"
    rf"{_PEOPLE}(?!['-])"
)
_NEGATED = re.compile(r"(?:\bnon|\bnot|\bnever|\bneither|\bpreviously|\bwithout being|\bformerly)[\s-]$")
_ALLERGIC_BEGINS = ("allergic", "sensiti")
_ALLERGIC = re.compile(r"(?:allergic|sensiti[sz]ed)\b(?=\s)")
_WORD = re.compile(r"[a-z']+")
_FILLER = frozenset(
    "in of the for and or with to among on by from mild moderate severe highly adult children's".split()
)


class _Table(NamedTuple):
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    rows: tuple[tuple[str, str], ...]  # adjective or noun, and the name of what they have


@cache
def _table() -> _Table:
    words: dict[str, tuple[str, str]] = {}
    for row in rows("people.tsv", "kind", "word", "condition"):
        kind, word, condition = row.cells
        if kind not in ("adjective", "noun") or not word or not condition:
            raise row.fault("adjective or noun, a word and a condition")
        words[word] = (kind, condition)
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(words), match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    return _Table(automaton, tuple(words.values()))


def people_with(document: Document, passage: Passage, begin: int = 0, stop: int | None = None) -> Iterator[Word]:
    """The words for people that name a condition, with its concept, in the lines of `passage.text[begin:stop]`."""
    folded = folded_text(passage.text)
    line = folded.rfind("\n", 0, begin) + 1  # no word goes on in the next line
    behind = -1 if stop is None else folded.find("\n", stop)
    to_something: list[Word] = []
    if "allergic" in folded or "sensiti" in folded:
        to_something.extend(_allergic(document, folded))
        yield from to_something
    automaton, rows = _table()
    for first, last, number in automaton.find(folded[line : behind if behind >= 0 else len(folded)]):
        start, end = line + first, line + last
        if not stands_free(folded, start, end):
            continue
        if any(word.start <= start < word.end for word in to_something):
            continue
        kind, name = rows[number]
        if kind == "adjective" and _PEOPLE_NEXT.match(folded, end) is None:
            continue
        if _NEGATED.search(folded, max(0, start - 16), start):
            continue
        known = meant(document.vocabulary, name, "condition")
        if known:
            yield Word(start, end, known[0])


def _allergic(document: Document, folded: str) -> Iterator[Word]:
    """ "House dust mite-allergic patients" have the allergy of that name."""
    for match in begun_by(_ALLERGIC, folded, _ALLERGIC_BEGINS):
        start, end = match.span()
        if _PEOPLE_NEXT.match(folded, end) is None:
            continue
        before = folded[max(0, start - 40) : start]
        if _NEGATED.search(before):
            continue
        words = [word.start() for word in _WORD.finditer(before)][-3:]
        for begin in words:
            cause = before[begin:].rstrip(" -")
            known = meant(document.vocabulary, f"{cause} allergy", "condition") if cause not in _FILLER else ()
            if known:
                yield Word(start - len(before) + begin, end, known[0])
                break
