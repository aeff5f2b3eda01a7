"""Groups in a row and what they get in another: `cohorts 1 and 2 will be treated with A and B, respectively`.

The rule: a sentence that ends a row with `respectively`; before it as many stretches as groups are called in a row
before the verb, or behind `A and B are given to`. Each stretch gives something, or nothing by its words, and no two the
same; outcomes in such a row are none of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, differ, tell
from kg.extract.told_arms.dosed import dosed
from kg.extract.told_arms.elsewhere import elsewhere
from kg.model import Passage

Stretch = tuple[int, int]

RESPECTIVELY = "respectively: A, B"
_NOUN = r"(?:groups?|arms?|cohorts?)"
_NAME = (
    r"(?!(?:the|in|into|of|on|to|and|or|both|all|each|either|with|for|patients|participants|subjects|who|were|was|will|are|"
    r"randomi[sz]ed|randomly|divided|assigned|allocated|groups?|arms?|cohorts?)\b)[\w+/&.-]+"
)
_CALLED = (
    rf"(?:{_NOUN}\s{words.ORDINAL}\b|{words.ORDINAL}(?=,|\s(?:and|&)|\s(?:will|are|were|received?|receives)\b)|"
    rf"(?:{_NAME}\s){{1,4}}{_NOUN}\b|(?:{_NAME})(?=,|\s(?:and|&)\s))"
)
_JOINS = r"(?:,\s(?:and\s)?|\s(?:and|&)\s|\sor\s)(?:the\s|in\s(?:the\s)?|to\s(?:the\s)?)?"
_ASIDE = r"(?:\s?\([^()]{1,60}\))?"
_ROW = rf"(?<![\w+/&.-])(?P<row>{_CALLED}{_ASIDE}(?:{_JOINS}{_CALLED}{_ASIDE}){{1,5}})"
_TOLD = (
    re.compile(
        rf"{_ROW},?\s(?:(?:{words.PEOPLE}|who|which|that|then|and)\s){{0,2}}{words.RECEIVES}(?:\swith)?\s"
        r"(?P<what>[^;]{5,400}?),?\s\(?respectively\b"
    ),
    re.compile(
        rf"(?P<what>(?:[^.;:]|(?<=\d)\.(?=\d)){{5,300}}?)\s(?:will\sbe|is|are|was|were)\s(?:[a-z]+ly\s)?"
        rf"(?:given|administered|applied|performed|used|injected)\s(?:to|in|for)\s(?:the\s)?{_ROW},?\s\(?respectively\b"
    ),
)
_SIGN = re.compile(rf"{_JOINS}(?!\d+\b(?!\s?[\w%]))")
_LEAD = re.compile(r"\s*(?:(?:the|an?|either|with|by|(?:groups|arms|cohorts)(?=\s\w{1,3}\Z))\s)*")
_OUTCOME = re.compile(
    r"\b(?:than|rates?|median|survival|years\sold|aged|p\s?[<=]|increased|decreased|improved|higher|lower)\b"
)
_FEWEST, _MOST = 2, 6


def respective_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The arms of the first sentence that tells both rows."""
    folded = folded_text(passage.text)
    if "respectively" not in folded:
        return
    others: list[Stretch] | None = None
    for start, end in document.sentences(passage):
        if "respectively" not in folded[start:end] or _OUTCOME.search(folded, start, end):
            continue
        for pattern in _TOLD:
            told = pattern.search(folded, start, end)
            if told is None:
                continue
            labels = _parted(folded, *told.span("row"))
            gets = _parted(folded, *told.span("what"))
            if not _FEWEST <= len(labels) == len(gets) <= _MOST:
                continue
            arms = [
                tell(document, passage, a, label, a, b, RESPECTIVELY, 0.85)
                for label, (a, b) in zip(labels, gets, strict=True)
            ]
            arms = [
                arm._replace(nothing=words.NOTHING.match(folded, a, b) is not None)
                for arm, (a, b) in zip(arms, gets, strict=True)
            ]
            arms = dosed(document, arms)
            others = elsewhere(document, passage) if others is None else others
            if all(arm.says for arm in arms) and differ(arms) and not any(a <= start < b for a, b in others):
                yield from arms
                return


def _parted(folded: str, begin: int, stop: int) -> list[Stretch]:
    """The members of a row, without brackets around a sign and the words before them."""
    found: list[Stretch] = []
    at = begin
    signs = [
        m.span()
        for m in _SIGN.finditer(folded, begin, stop)
        if folded.count("(", begin, m.start()) <= folded.count(")", begin, m.start())
    ]
    for a, b in [*signs, (stop, stop)]:
        lead = _LEAD.match(folded[:a], at)
        found.append((lead.end() if lead else at, a))
        at = b
    return [one for one in found if one[0] < one[1]]
