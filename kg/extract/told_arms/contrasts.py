"""What a record compares: every `A versus B` that speaks of this trial, with what stands on either side.

The rule: the sign stands in a title, or in a sentence that is not background, and not among kinds of people by which
the trial is stratified. The right side must give something, and ends before a purpose, a clause or a bracket; where it
stands alone, a sentence on this trial must call it alone or standard. In `A alone versus A plus B`, A is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.in_text import Given, given
from kg.extract.names.parts import DOMAIN
from kg.extract.told_arms.patterns import OPERATED
from kg.ground import ground
from kg.model import Passage
from kg.text import begun_by

_VERSUS = re.compile(r"\b(?:versus|vs|compared (?:to|with)|in comparison (?:to|with))\b\.?")
_BEGINS = ("versus", "vs", "compared ", "in comparison ")
# What is compared ends before the purpose, the next clause, a bracket, and what both sides have in common.
_VERSUS_ENDS = re.compile(
    r"[,;(:\[]|\b(?:in(?!\s(?:combination|addition))|for(?!\s(?:\d|one|two|three|six|twelve))|among|as(?!\susual)|who|"
    r"which|that|between|during|after|before|following|undergoing|both|while|whereas|because|when|if|"
    r"on\s(?:the|overall|quality|survival|pain)|(?<!addition )(?<!added )to\s(?!\d)|"
    r"will|is|are|was|were|has|have|had|can|may|might|could|would|should|provides?|reduces?d?|improves?d?|results?|"
    r"leads?|increases?|decreases?|shows?|showed)\b"
)
_SHARED = re.compile(r"\b(?:in combination with|combined with|in addition to|added to|on top of)\b")
_OR_LIST = re.compile(r"(?:,\s(?!or\s)[^,;.():]{2,40}){0,6},?\sor\s[a-z0-9-]{3,30}")
_BRACKET = re.compile(r"\s?\(([^()]{1,80})\)")
_STANDARD = re.compile(
    r"\s(?:the\s|a\s)?(?=[\w\s-]{0,40}\b(?:standard|usual|conventional|current|routine)\b)[\w\s-]{4,50}?\s?\(([^()]{3,80})\)"
)
_WITHOUT = re.compile(r"\b(?:no|not|without|never|non)\b")  # "compared to a group not receiving X"
# `stratified according to chemotherapy (A vs B)`: kinds of people, until the sentence says what they are allotted to.
_STRATA = re.compile(r"\bstrat(?:if\w+|um|a)\b")
_ALLOTTED_AFTER = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated|receiv\w+|compar\w+|treated)\b(?![^.;]{0,30}\bby\b)"
)
_ALONE = re.compile(r"\b(?:alone|only|monotherapy|by itself)(?: to see how well it works)?\W*(?:(?:as|when)\s)?\Z")
_ADDED = re.compile(r"\b(?:plus|with|and|added|in addition)\b|\+")
_WITH_UNKNOWN = re.compile(
    r"(?:\b(?:plus|(?<!treated )(?<!therapy )(?<!treatment )with|and|added to)|\+)\s(?:the\s)?\Z"
)
_DONE = ("procedure/", "radiation/", "standard-care/")
_ITEM = re.compile(r"\s*(?:[*•–-]|\(?\d[.)]|\(?[a-h][.)])\s")
_NAMED_SOON = 60
_LONGEST_ALONE = len("monotherapy to see how well it works, as ")
_LONGEST_SIDE = 600  # characters, in a text without sentences
_GENERAL = ("standard-care/", "drug-class/", "placebo/active")


class Versus(NamedTuple):
    """One `A versus B` of the record: what stands on either side."""

    passage: Passage
    at: int
    left: list[Given]
    right: list[Given]
    turned: bool = False
    """`A (alone) versus A plus B`: the left side is what is compared with, and stands at the right here."""


def contrasts(document: Document) -> Iterator[Versus]:
    """Every `A versus B` that speaks of this trial."""
    for passage in document.prose():
        folded = folded_text(passage.text)
        stances = None
        for match in begun_by(_VERSUS, folded, _BEGINS):
            start, end = next(
                ((a, b) for a, b in document.sentences(passage) if a <= match.start() < b), (0, len(passage.text))
            )
            if not document.is_title(passage):
                stances = stances or clauses(document, passage)
                if stance_at(stances, match.start()) == "background":
                    continue
            if "strat" in folded and of_strata(folded, start, match.start()):
                continue
            left = given(document, passage.part(max(start, match.start() - _LONGEST_SIDE), match.start()))
            right = _compared_with(document, passage, folded, match.end(), end)
            told = stances is None or stance_at(stances, match.start()) == "trial"
            alone = right and (_by_itself(right[0]) or _STANDARD.match(folded, match.end()))
            if right and _is_less(passage, folded, left, right, start, match):
                yield Versus(passage, match.start(), right, [g for g in left if _is_of(g, right)], turned=True)
            elif right and (left or (told and alone)):
                yield Versus(passage, match.start(), left, right)


def _is_less(
    passage: Passage, folded: str, left: list[Given], right: list[Given], start: int, sign: re.Match[str]
) -> bool:
    """Whether all that the left side gets, and more, is told of the right: `A versus A plus B`. What is done beside
    may be the usual way, unless the left side is called alone."""
    if not left or not _is_of(left[-1], right):
        return False
    if len(left) == 1 and _WITH_UNKNOWN.search(folded, start, left[-1].passage.start - passage.start + left[-1].start):
        return False  # "RP2 with A versus B with A", where RP2 has no name here
    own = {g.concept for g in left}
    more = {g.concept for g in right} - own
    if not more or any(concept.startswith("placebo/") for concept in more):
        return False
    if _ADDED.search(folded, sign.end(), sign.end() + right[-1].end) is None:
        return False
    if _ALONE.search(folded, max(start, sign.start() - _LONGEST_ALONE), sign.start()) is not None:
        return True
    return all(_is_of(g, right) for g in left) and not any(concept.startswith(_DONE) for concept in more)


def _is_of(one: Given, side: list[Given]) -> bool:
    return any(g.concept == one.concept for g in side)


def of_strata(folded: str, start: int, at: int) -> bool:
    """Whether the place tells strata: behind the word in its sentence, or in a list right below a line with it."""
    begin = folded.rfind("\n", 0, at) + 1
    line = begin
    while _ITEM.match(folded, line):
        line = folded.rfind("\n", 0, line - 1) + 1 if line else 0
        if not line:
            break
    begin = line if line < begin else start
    strata = max((m.end() for m in _STRATA.finditer(folded, begin, at)), default=-1)
    return strata >= 0 and _ALLOTTED_AFTER.search(folded, strata, at) is None


def _by_itself(first: Given) -> bool:
    """Whether what is compared with is plain although the other side is not known: `X-12 versus timolol`, not
    `early versus late surgery`, where both sides share the noun."""
    return first.start <= 1 or first.concept.startswith(("placebo/", "standard-care/"))


def _compared_with(document: Document, passage: Passage, folded: str, begin: int, end: int) -> list[Given]:
    """What stands on the right of `versus`: up to the end of its phrase."""
    end = min(end, begin + _LONGEST_SIDE)
    ends = _VERSUS_ENDS.search(folded, begin + 1, end)
    stop = ends.start() if ends else end
    listed = _OR_LIST.match(folded, stop, end)
    stop = listed.end() if listed else stop
    shared = _SHARED.search(folded, begin, stop)
    if shared is not None and _SHARED.search(folded, max(0, begin - 160), begin) is None:
        stop = shared.start()  # "A versus B, combined with C": both are
    right = given(document, passage.part(begin, stop))
    if not right:
        return _operated(document, passage, begin, stop) or _standard(document, passage, folded, begin)
    if right[0].start > _NAMED_SOON or _WITHOUT.search(folded, begin, begin + right[0].start):
        return []
    bracket = _BRACKET.match(folded, stop - 1) or _BRACKET.match(folded, stop)
    if bracket is not None and all(g.concept.startswith(_GENERAL) for g in right):  # "standard care (docetaxel)"
        right += given(document, passage.part(*bracket.span(1)))
    return right


def _operated(document: Document, passage: Passage, begin: int, stop: int) -> list[Given]:
    """`versus surgery`: the word by itself."""
    side = passage.part(begin, stop)
    match = OPERATED.match(folded_text(side.text))
    grounding = ground("surgical procedure", DOMAIN, document.vocabulary) if match is not None else None
    if match is None or grounding is None or grounding.concept is None:
        return []
    return [Given(side, *match.span("what"), grounding, grounding.concept)]


def _standard(document: Document, passage: Passage, folded: str, begin: int) -> list[Given]:
    """`versus the current standard treatment (docetaxel)`: the bracket says what is standard."""
    match = _STANDARD.match(folded, begin)
    return given(document, passage.part(*match.span(1))) if match else []
