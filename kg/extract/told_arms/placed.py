"""What is given is told before who gets it: `A in the study arm and B in the control arm`, `A in one period and B in
the other`.

The rule: a sentence on this trial with at least two places (`in group 1`, `for the control arm`, `in one period`), each
behind a stretch of its own. Each stretch gives something, and no two the same. All patterns are for folded text, and
linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, differ, tell
from kg.extract.told_arms.elsewhere import of_background
from kg.model import Passage
from kg.text import holds_any


class Placed(NamedTuple):
    """What stands from `begin` to `stop` is given to those, or in the time, at `label`."""

    begin: int
    stop: int
    label: tuple[int, int]


_HINTS = ("group", " arm", "period", "phase", "cohort", "one eye", "other eye", "session", "visit", "one side", "half")
_NOUN = r"(?:group|arm|cohort|period|phase|eye|side|half|session|occasion|visit|condition)"
_NAME = r"(?!(?:the|in|of|on|to|each|both|all|all\sthe|every|this|that|these|same|age|high|low|per)\b)[a-z][\w+/-]*"
_PLACE = re.compile(
    rf",?\s(?:in|to|for|on|during)\s(?:the\s)?(?P<label>{words.NUMBERED}|(?:one|first|second|third|other|another|1st|2nd|3rd)\s{_NOUN}|"
    rf"(?:one|other|another)(?=[,.;]|\s?\Z|\s(?:and|while|whereas|separated|with|after)\b)|group\s[a-z0-9]{{1,4}}\b|(?:{_NAME}\s){{1,3}}(?:group|arm))\b(?!\s(?:were|was|had|has|have)\b)"
)
_CLAUSE = re.compile(
    r"(?:[.;:]\s|,\s(?=(?:and|while|whereas)\s)|\b(?:while|whereas|and|but|by|with|using|receive|receives|received|consume|"
    r"undergo|get|use|take|given(?!\s(?:[a-z]+ly|by|via|as|at|once|twice|every)\b))\s(?:the\s|an?\s|either\s)?)"
)
_GIVES = re.compile(
    rf"\b(?:{words.RECEIVES}|given|giving|administered|applied|injected|infused|performed|delivered|using|provided|closed|treated|starts?|"
    r"drink|eat|wear|follow|restored|placed|added|sealed|managed|offered)\b"
)
_OUTCOME = re.compile(
    r"\b(?:higher|lower|better|worse|more|less|than|rates?|scores?|mean|median|difference|differ|similar|respectively|significant\w*|"
    r"observed|found|reported|occurred|showed|compared|expected|assum\w+|incidence|pain|outcomes?|questionnaires?|measured|"
    r"assessed|recorded|inclusion|patients\swith)\b"
)
# What joins the next stretch to the one before: all of it is given there.
_JOINED = re.compile(
    r"\s?[,;]?\s(?:or|and|while|whereas|versus|vs\.?)\s(?=\d{1,2}\s(?:cycles|courses|doses|weeks|days|mg|g|ml)\b)"
)
_LONGEST = 160
_FEWEST = 2


def placed(folded: str, start: int, end: int) -> list[Placed]:
    """What the sentence places in groups or in periods."""
    sentence = folded[start:end]
    if not holds_any(sentence, _HINTS) or _OUTCOME.search(sentence) or _GIVES.search(sentence) is None:
        return []
    found: list[Placed] = []
    floor = start
    for place in _PLACE.finditer(folded, start, end):
        begin = max(floor, place.start() - _LONGEST)
        joined = _JOINED.match(folded, begin, place.start()) if found else None
        first = joined is None
        begin = joined.end() if joined is not None else begin
        for sign in _CLAUSE.finditer(folded, begin, place.start()):
            if first or not found:
                begin = sign.end()
            first = False
        if folded[begin : place.start()].strip():
            found.append(Placed(begin, place.start(), place.span("label")))
        floor = place.end()
    labels = {folded[slice(*one.label)] for one in found}
    return found if _FEWEST <= len(found) == len(labels) else []


def placed_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """`A in the study arm and B in the control arm`: the first sentence of which each stretch gives something."""
    folded = folded_text(passage.text)
    for start, end in document.sentences(passage):
        arms: list[ToldArm] = []
        for one in placed(folded, start, end):
            arm = tell(document, passage, one.begin, one.label, one.begin, one.stop, "A in group 1, B in group 2", 0.8)
            without = words.NOTHING.search(folded, one.begin, one.stop) is not None and not arm.gives
            arms.append(arm._replace(nothing=without))
        told = bool(arms) and all(arm.says for arm in arms) and differ(arms)
        if told and not of_background(document, passage, start):
            yield from arms
            return
