"""What is given, with a bracket behind that calls the arm: `docetaxel (experimental arm) versus capecitabine (control
arm)`.

The rule: a sentence with at least two such brackets; what stands between the sign before and the bracket is given
there. What the row goes on from (`A, followed by B (arm 1) or C (arm 2)`, `A with either B (arm 1) or C (arm 2)`), and
what follows on all of it (`…, and then surgery`), all arms get.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.in_text import Given, given
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, tell, with_the_same
from kg.model import Passage

_LONGEST = 110
_PAIR = 2
_TOGETHER = (" combined ", " in combination ", " together ", " along ")
_ON = re.compile(
    r"(?:(?:followed\sby|(?:and\s)?then)\s(?:either\s(?:of\s)?)?(?:receive\s)?|"
    r"(?:(?:combined|in\scombination|together)\swith|plus|with|and)\seither\s(?:of\s)?)\Z"
)
_OF_STUDY = re.compile(r"\b(?:trial|study|efficacy|safety)\sof\s(?:the\s)?")
# `A combined with B (arm 1) or C (arm 2)` may tell C alone; not so of cohorts, nor of more than two.
_COMBINED = re.compile(r"\s(?:combined|in\scombination)\swith\s")
_GOES_ON = re.compile(r"(?:followed\sby|(?:and\s)?then|(?:combined|in\scombination|together)\swith|plus|added\sto)\s")
_LEADS = re.compile(
    r"\b(?:receive|given|treated\swith|undergo|(?:trial|study|efficacy|safety|combination)\sof|randomi[sz]ed\sto|between|by)\s"
)
_OTHERS = re.compile(r"\b(?:or|versus|vs|compared|patients|who|after|before|if)\b")
# `…), or A, B plus C (arm 3)`: all behind the tag before, where nothing but a list stands there.
_IN_A_ROW = re.compile(
    r"(?:\s?[,;])?\s(?:or|and|versus|vs\.?)\s(?:an?\s|the\s)?"
    r"(?P<what>(?:(?!\b(?:patients|participants|subjects|will|receiv\w+|followed|then|while|group|arm|in|for|who)\b)(?:[^.;:()]|\([^().;:]{1,30}\))){3,90}?)\s?"
)
_FOLLOWS = re.compile(
    r"(?:\s?[,;])?\s(?:and\sthen|then|followed\sby|both\sfollowed\sby|all\sfollowed\sby)\s(?P<what>[^.;:()]{3,90})"
)


def tagged_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The arms of the first sentence with two such brackets, and of those right behind it that call others so."""
    folded = folded_text(passage.text)
    named: set[str] = set()
    for start, end in document.sentences(passage):
        tags = list(words.TAGGED.finditer(folded, start, end))
        labels = {tag.group("label").strip() for tag in tags}
        if len(tags) < _PAIR or not named.isdisjoint(labels):
            if named:
                return
            continue
        named |= labels
        yield from _of_sentence(document, passage, folded, (start, end), tags)


def _of_sentence(
    document: Document, passage: Passage, folded: str, sentence: tuple[int, int], tags: list[re.Match[str]]
) -> Iterator[ToldArm]:
    """An arm for every bracket of one sentence."""
    start, end = sentence
    floor = start
    arms: list[ToldArm] = []
    shared: list[Given] = []
    for tag in tags:
        begin = tag.start("inside")
        if not tag.group("inside").strip(" :,-"):
            chunk = max(floor, tag.start() - _LONGEST)
            begin = _sign(folded, chunk, tag.start())
            row = _IN_A_ROW.fullmatch(folded, floor, tag.start()) if arms else None
            begin = row.start("what") if row is not None else begin
            if not arms:
                shared = _before(document, passage, folded, start, begin)
                lead = _OF_STUDY.search(folded, begin, tag.start())
                begin = lead.end() if lead is not None else begin
                on = _COMBINED.search(folded, begin, tag.start())
                if on is not None and (len(tags) > _PAIR or "cohort" in tag.group("label")):
                    shared, begin = given(document, passage.part(begin, on.start())), on.end()
        stop = tag.start("label") if begin == tag.start("inside") else tag.start()
        arms.append(tell(document, passage, begin, tag.span("label"), begin, stop, "X (arm)", 0.85))
        floor = tag.end()
    follows = _FOLLOWS.match(folded, floor, end)
    if any(g.concept in arm.concepts for g in shared for arm in arms[1:]):  # "A plus B (arm 1) or A plus C (arm 2)"
        arms[0], shared = arms[0]._replace(gives=[*shared, *arms[0].gives]), []
    if follows is not None:
        shared += given(document, passage.part(*follows.span("what")))
    arms = with_the_same(arms)
    own = {g.concept for arm in arms for g in arm.gives}
    yield from (arm._replace(shared=tuple(g for g in shared if g.concept not in own)) for arm in arms)


def _sign(folded: str, chunk: int, stop: int) -> int:
    """Where what is given begins: behind the last sign that stands in no bracket."""
    for pattern in (words.BEFORE_TAG, words.BEFORE_TAG_TOO):
        for sign in reversed(list(pattern.finditer(folded, chunk, stop))):
            closed = folded.count(")", sign.end(), stop) <= folded.count("(", sign.end(), stop)
            if closed and not folded.endswith(_TOGETHER, chunk, sign.start()):
                return sign.end()
    return chunk


def _before(document: Document, passage: Passage, folded: str, start: int, begin: int) -> list[Given]:
    """What is given before the row, where the row goes on from it."""
    floor = max(start, begin - _LONGEST)
    stop = begin
    if _GOES_ON.match(folded, begin) is None:
        on = _ON.search(folded, floor, begin)
        if on is None:
            return []
        stop = on.start()
    leads = [m.end() for m in _LEADS.finditer(folded, floor, stop)]
    if not leads or _OTHERS.search(folded, leads[-1], stop):
        return []
    return given(document, passage.part(leads[-1], stop))
