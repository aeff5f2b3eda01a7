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
from kg.extract.told_arms.arm import ToldArm, tell
from kg.model import Passage

_LONGEST = 110
_ON = re.compile(
    r"(?:followed\sby|(?:and\s)?then|(?:combined|in\scombination|together)\swith|plus|with|and)\s"
    r"(?:either\s(?:of\s)?)?(?:receive\s)?\Z"
)
_GOES_ON = re.compile(r"(?:followed\sby|(?:and\s)?then|(?:combined|in\scombination|together)\swith|plus|added\sto)\s")
_LEADS = re.compile(
    r"\b(?:receive|given|treated\swith|undergo|(?:trial|study|efficacy|safety|combination)\sof|randomi[sz]ed\sto|by)\s"
)
_OTHERS = re.compile(r"\b(?:or|versus|vs|compared|patients|who|after|before|if)\b")
_FOLLOWS = re.compile(
    r"(?:\s?[,;])?\s(?:and\sthen|then|followed\sby|both\sfollowed\sby|all\sfollowed\sby)\s(?P<what>[^.;:()]{3,90})"
)


def tagged_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The arms of the first sentence with two such brackets."""
    folded = folded_text(passage.text)
    for start, end in document.sentences(passage):
        tags = list(words.TAGGED.finditer(folded, start, end))
        if len(tags) < 2:
            continue
        floor = start
        arms: list[ToldArm] = []
        shared: list[Given] = []
        for tag in tags:
            begin = tag.start("inside")
            if not tag.group("inside").strip(" :,-"):
                chunk = max(floor, tag.start() - _LONGEST)
                signs = list(words.BEFORE_TAG.finditer(folded, chunk, tag.start()))
                signs = signs or list(words.BEFORE_TAG_TOO.finditer(folded, chunk, tag.start()))
                begin = signs[-1].end() if signs else chunk
                if not arms:
                    shared = _before(document, passage, folded, start, begin)
            stop = tag.start("label") if begin == tag.start("inside") else tag.start()
            arms.append(tell(document, passage, begin, tag.span("label"), begin, stop, "X (arm)", 0.85))
            floor = tag.end()
        follows = _FOLLOWS.match(folded, floor, end)
        if follows is not None:
            shared += given(document, passage.part(*follows.span("what")))
        own = {g.concept for arm in arms for g in arm.gives}
        yield from (arm._replace(shared=tuple(g for g in shared if g.concept not in own)) for arm in arms)
        return


def _before(document: Document, passage: Passage, folded: str, start: int, begin: int) -> list[Given]:
    """What is given before the row, where the row goes on from it."""
    floor = max(start, begin - _LONGEST)
    on = _ON.search(folded, floor, begin) if _GOES_ON.match(folded, begin) is None else None
    stop = on.start() if on is not None else begin
    if on is None and _GOES_ON.match(folded, begin) is None:
        return []
    if on is not None and "either" not in on.group() and "followed" not in on.group() and "then" not in on.group():
        return []  # "A plus B (arm 1) or C (arm 2)": A with B, or C
    leads = [m.end() for m in _LEADS.finditer(folded, floor, stop)]
    if not leads or _OTHERS.search(folded, leads[-1], stop):
        return []
    return given(document, passage.part(leads[-1], stop))
