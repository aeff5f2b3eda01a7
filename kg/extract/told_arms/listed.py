"""Arms in a list of their own: a line that announces them (`There are two arms:`, `Patients will be randomized to one
of the following:`), and below it one line each, with a dash, a bullet, a number or a letter.

The rule: the announcing line ends with a colon and names groups or allots; the items follow right below, at least two,
alike in their marks; an item is an arm, called by what stands before its own colon (`A: 66 Gy in 33 fractions`), by its
beginning, or by itself if it is short. Each item gives something, or is called and dosed; and no two the same, unless
the line says how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, differ, tell
from kg.model import Passage
from kg.text import fold


class Listed(NamedTuple):
    """One item: its label, and the whole of it."""

    label: tuple[int, int]
    item: tuple[int, int]


_ANNOUNCED = re.compile(
    r"(?:\A|\n|(?<=[.;]\s))(?=[^\n]{5,300}:[ \t]*\n)[^\n]*?\b"
    r"(?:(?:arms|groups|cohorts|regimens|treatments|strategies|interventions|conditions|combinations)\b(?!\sof\spatients)|"
    r"randomi[sz]ed|randomly|allocated|assigned|(?:receive|undergo)\s(?:one|either))[^\n]*:[ \t]*\n"
)
_NO_ARMS = re.compile(
    r"\b(?:outcomes?|criteria|objectives?|visits?|assess\w*|measur\w*|procedures?|all\s(?:patients|participants|subjects)|"
    r"both\s(?:arms|groups)|endpoints?|characteristics|stratif\w*|factors|strata|statistic\w*|analys[ei]s|"
    r"following\s(?:data|tests|information)|each\s(?:group|arm)|questionnaires?|"
    r"schedule\sof|hypothes\w*|compared\sfor|excluded|before\s(?:being\s)?random\w*|after\srandomi[sz]ation)\b"
)
_ITEM = re.compile(r"\s{0,8}(?P<mark>[*•–-]|\(?[1-8][.):]|\(?[a-h][.):])\s{1,4}(?P<text>\S[^\n]{2,600})(?:\n+|\Z)")
_CALLED = (
    re.compile(r"(?P<label>[^:.;]{2,90}):\s"),
    re.compile(rf"(?P<label>{words.NUMBERED})\b"),
    re.compile(r"(?P<label>[^,;.]{2,80}?)(?:,|;|\.|\s\(|\s(?:will|who|which)\b)"),
)
_COUNT = re.compile(
    r"\b(two|three|four|five|six|seven|eight|[2-8])\s(?:[\w-]+\s){0,3}(?:arms|groups|cohorts|regimens|treatments|schedules)\b"
)
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}
_MARKS = re.compile(r"[a-z0-9]")
_FEWEST, _MOST = 2, 8


def listed(folded: str) -> list[list[Listed]]:
    """Every announced list of the text, by the places of its items."""
    found = []
    for head in _ANNOUNCED.finditer(folded) if ":\n" in folded or ": \n" in folded else ():
        if _NO_ARMS.search(folded, head.start(), head.end()):
            continue
        items: list[Listed] = []
        marks: set[str] = set()
        item = _ITEM.match(folded, head.end())
        while item is not None and len(items) <= _MOST:  # one more is too many, and items may announce others
            marks.add(_MARKS.sub("1", item["mark"]))
            called = next((m for p in _CALLED if (m := p.match(folded, item.start("text"), item.end("text")))), None)
            items.append(Listed(called.span("label") if called else item.span("text"), item.span("text")))
            item = _ITEM.match(folded, item.end())
        asked = any(folded[: item.item[1]].rstrip().endswith("?") for item in items)  # questions of the trial
        if _FEWEST <= len(items) <= _MOST and len(marks) == 1 and not asked:
            found.append(items)
    return found


def listed_arms(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The first list below a line that announces arms, of which each item says what it gives."""
    for items in listed(folded_text(passage.text)):
        arms = [
            tell(document, passage, item.item[0], item.label, item.item[0], item.item[1], "arms: 1. A, 2. B", 0.85)
            for item in items
        ]
        arms = [arm._replace(nothing=not arm.gives and bool(words.NOTHING.match(fold(arm.label.text)))) for arm in arms]
        known = all(arm.says or _is_dosed(document, arm) for arm in arms)
        if known and any(arm.says for arm in arms) and (differ(arms) or _counted(passage.text, items)):
            yield from (arm._replace(nameless=True) for arm in arms)
            return


def _is_dosed(document: Document, arm: ToldArm) -> bool:
    """Whether an item that has a name of its own states a dose."""
    called = arm.label.text != arm.passage.text
    return called and any(fact.kind == "dose" for fact in facts(arm.passage.text, document.vocabulary))


def _counted(text: str, items: list[Listed]) -> bool:
    """Whether the line above says how many arms there are, and no two items read the same."""
    line = text.rfind("\n", 0, items[0].item[0])
    above = fold(text[text.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)])
    count = _COUNT.search(above)
    many = len({fold(text[slice(*item.item)]).strip() for item in items})
    return count is not None and many == len(items) and count.group(1) in (str(many), _NUMBERS.get(many))
