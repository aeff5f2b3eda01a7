"""Arms of a factorial design: `randomized to A or placebo, and to B or placebo` are four arms.

The rule: the text calls the design factorial (`2 x 2`, `two-by-two`), and one sentence tells two pairs of choices with
`and` between; each choice gives something or nothing. Each choice of the first pair goes with each of the second.
"""

from __future__ import annotations

import re
from itertools import product

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, tell
from kg.extract.told_arms.elsewhere import of_background
from kg.model import Passage
from kg.text import holds_any

FACTORIAL = "A or B, and C or D"
_HINTS = ("factorial", "2x2", "2 x 2", "2×2", "2 × 2", "two-by-two", "2-by-2")
_CHOICE = r"[^.;:]{3,110}?"
_LEAD = r"(?:(?:either|to|receive|also|then|further|randomi[sz]ed|the|an?|one\sof)\s){0,6}"
_PAIRS = re.compile(
    rf"\b(?:randomi[sz]ed|assigned|allocated|receive)\s(?:[\w:()]+\s){{0,3}}?(?:to\s|either\s|receive\s){{1,3}}"
    rf"(?P<a>(?!either\b){_CHOICE})\sor\s{_LEAD}(?P<b>{_CHOICE}),?\sand\s(?:[^.;:]{{0,40}}?\beither\s)?{_LEAD}(?P<c>{_CHOICE})\sor\s{_LEAD}"
    r"(?P<d>[^.;:,()]{2,80}(?:\([^()]{2,60}\))?)"
)
_ENDS = re.compile(r"\s?\((?:two|2)|\s(?:in\sa|for\s\d|using|with\sa\s2|(?:two|2)[ -]?(?:x|×|by))")


def factorial_arms(document: Document, passages: list[Passage]) -> list[ToldArm]:
    """The four arms, or none."""
    if not any(holds_any(folded_text(passage.text), _HINTS) for passage in document.prose()):
        return []
    for passage in passages:
        folded = folded_text(passage.text)
        for start, end in document.sentences(passage):
            pairs = _PAIRS.search(folded, start, end)
            if pairs is None or of_background(document, passage, pairs.start()):
                continue
            arms = [_arm(document, passage, folded, *pairs.span(name)) for name in "abcd"]
            if all(arm.says for arm in arms):
                return [_both(passage, one, other) for one, other in product(arms[:2], arms[2:])]
    return []


def _arm(document: Document, passage: Passage, folded: str, begin: int, stop: int) -> ToldArm:
    ends = _ENDS.search(folded, begin, stop)
    stop = ends.start() if ends is not None else stop
    arm = tell(document, passage, begin, (begin, stop), begin, stop, FACTORIAL, 0.75)
    without = words.NOTHING.match(folded, begin, stop) is not None
    return arm._replace(gives=[], entries=(), nothing=True) if without else arm


def _both(passage: Passage, one: ToldArm, other: ToldArm) -> ToldArm:
    """What is given with one choice of each pair."""
    start, end = one.passage.start - passage.start, other.passage.start - passage.start + len(other.passage.text)
    return one._replace(
        passage=passage.part(start, end),
        gives=[*one.gives, *other.gives],
        entries=tuple(dict.fromkeys((*one.entries, *other.entries))),
        nothing=one.nothing and other.nothing,
        called=f"{one.label.text} + {other.label.text}",
        nameless=True,
    )
