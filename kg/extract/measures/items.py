"""Several measures in one cell: "1) Length of stay, 2) infection, 3) falls", "Pain; blood loss; transfusion rate",
"Neonatal outcomes: Apgar score, NICU admission".

The rule: items that are numbered from one on, clauses between semicolons, and what stands between commas behind a
heading ("… outcomes:", "… complications (") are each read as a measure of its own. But for numbered ones they must name
their endpoint at once, so that what only says when or in what unit does not count. Where fewer than two name something
narrow, nothing is a list and the measure is read as a whole.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.heads import heads_of
from kg.extract.measures.kinds import EFFICACY, NAMED_BESIDE, VAGUE
from kg.extract.measures.names import Name
from kg.extract.measures.parts import brackets, is_within, opening_end, plain
from kg.model import Passage

_MARK = re.compile(r"(?:^|(?<=[\s:;,.]))\(?(?P<mark>\d|i{1,3}|iv|v|vi|[a-h])(?:\)|\.(?=\s?[A-Z]))\s?(?=[A-Za-z])")
_ORDERS = (tuple("123456789"), ("i", "ii", "iii", "iv", "v", "vi"), tuple("abcdefgh"))
_HEADING = re.compile(
    r"[^:;(.]{0,60}?\b(?:outcomes?|complications?|morbidit(?:y|ies)|feasibility|parameters|variables)\s*(?:\([A-Z]{2,6}\)\s*)?"
    r"(?::\s|\((?!e\.?\s?g|i\.?\s?e|incl|such)(?=[^()]*\)\W*$))"
    # The brackets behind the function of an organ only tell how it is seen.
    r"|[^:;(.]{0,30}?\b(?:liver|hepatic|renal|kidney|thyroid|coagulation|pulmonary|lung|marrow)\sfunctions?(?:\stests?)?:\s",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",\s*(?:and\s|or\s)?|\s(?:and|or|&)\s|;")
_LITTLE = VAGUE - NAMED_BESIDE | {EFFICACY}
_AT_ONCE = 12  # characters behind the opening of an item
_FEW_BEFORE = re.compile(
    r"(?:(?!(?:in|of|for|with|by|during|after|before|to|from|at|on|and|or)\b)[\w≥≤%+/.-]+\s){0,4}", re.IGNORECASE
)
_OF_WHOM = re.compile(r"\W*(?:in|among|for|during|after|by|with)\b", re.IGNORECASE)
# A name may stand farther behind where it ends its item: "90-day post-operative mortality".
_ENDS_ITEM = re.compile(r"(?:\s(?:rates?|levels?|scores?|subsets?|counts?))?\s*(?:\([^()]*\)\s*)?[.\s]*\Z")
_FEWEST = 2


def listed(measure: Passage, document: Document) -> list[Name]:
    """The names of the items of a measure that is a list; empty where it is none."""
    text = plain(measure.text)
    stretches = _numbered(text) if ")" in text or ". " in text else []
    reach = len(text) if stretches else _AT_ONCE
    stretches = stretches or _clauses(text) or _headed(text)
    told: dict[str, Name] = {}
    items = 0
    for begin, end in stretches:
        names = _of_item(measure.part(begin, end), document, reach)
        items += any(name.concept not in told for name in names)
        for name in names:
            told.setdefault(name.concept, name._replace(start=name.start + begin, end=name.end + begin))
    return list(told.values()) if items >= _FEWEST else []


def _of_item(item: Passage, document: Document, reach: int) -> list[Name]:
    if "censor" in item.text:  # what a survival does not count
        return []
    begin = opening_end(item.text) + reach
    return [
        name
        for name in heads_of(item, document)
        if name.concept not in _LITTLE
        and (name.start <= begin or _ends(item.text, begin - reach, name))
    ]


def _ends(text: str, begin: int, name: Name) -> bool:
    """Whether the name ends its item and stands behind few words, none of which tells of whom or how."""
    if _OF_WHOM.match(text) is not None:
        return False
    return _FEW_BEFORE.fullmatch(text, begin, name.start) is not None and _ENDS_ITEM.match(text, name.end) is not None


def _numbered(text: str) -> list[tuple[int, int]]:
    """The stretches behind marks that count up from the first without a gap."""
    every = list(_MARK.finditer(text))
    for order in _ORDERS if len(every) >= _FEWEST else ():
        marks: list[re.Match[str]] = []
        for match in every:
            if match["mark"] == order[len(marks)]:
                marks.append(match)
                if len(marks) == len(order):
                    break
        if len(marks) >= _FEWEST:
            ends = [match.start() for match in marks[1:]] + [len(text)]
            return [(match.end(), end) for match, end in zip(marks, ends, strict=True)]
    return []


def _clauses(text: str) -> list[tuple[int, int]]:
    """The stretches between semicolons that stand outside brackets."""
    if ";" not in text:
        return []
    inside = brackets(text)
    cuts = [at for at, sign in enumerate(text) if sign == ";" and not is_within(inside, at, at + 1)]
    return _apart(text, 0, [(cut, cut + 1) for cut in cuts])


def _headed(text: str) -> list[tuple[int, int]]:
    """The stretches between commas behind a heading."""
    heading = _HEADING.match(text) if "," in text and (":" in text or "(" in text) else None
    if heading is None:
        return []
    return _apart(text, heading.end(), [cut.span() for cut in _BETWEEN.finditer(text, heading.end())])


def _apart(text: str, start: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches that the cuts leave behind `start`; none without a cut."""
    begins, ends = [start, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(text)]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if text[begin:end].strip()] if cuts else []
