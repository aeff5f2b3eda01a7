"""Diseases that a text lists, in a row or in lines of their own.

The rule: what stands beside one disease of a list is said of that one, not of all patients of the trial: of "ovarian
cancer, sarcoma, melanoma and triple-negative breast cancer" no patient but those with the last must be triple-negative.
"""

from __future__ import annotations

import re

from kg.extract.context import between
from kg.extract.document import Document
from kg.model import Hit, Passage

# What stands between two diseases of a row: "ovarian cancer, sarcoma (uterine sarcoma) and breast cancer".
_BETWEEN = re.compile(r"(?=[^.:\n]{1,60}\Z)[^,;/(]{0,20}(?:[,;/(]|\bor\b|\band\b)")
_REACH = 200
_MANY = 3
# A bullet, a number or a letter before an item.
_ITEM = re.compile(r"[ \t]*(?:[*•·–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s*")


def in_a_list(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether `start:end` stands in a row of more than three diseases, or in one of several lines of diseases."""
    return _in_a_row(document, passage, start, end) or _in_items(document, passage, start, end)


def _in_a_row(document: Document, passage: Passage, start: int, end: int) -> bool:
    row: list[Hit] = []
    for name in between(document.hits(passage, "condition"), start - _REACH, end + _REACH):
        if row and name.start < row[-1].end:
            continue
        if row and not _BETWEEN.match(passage.text, row[-1].end, name.start):
            if row[-1].end > start:
                break
            row = []
        row.append(name)
    # "HER2-positive breast, gastric and other cancers": what stands before the row may be said of all of it.
    inside = bool(row) and row[0].start <= start < row[-1].end
    return inside and len({name.concepts[0] for name in row}) > _MANY


def _in_items(document: Document, passage: Passage, start: int, end: int) -> bool:
    text = passage.text
    first = text.rfind("\n", 0, start) + 1
    last = _line_end(text, end)
    item = _ITEM.match(text, first, last)
    if item is None or (item.end() < start and not _names_a_disease(document, passage, first, last)):
        return False
    before = text.rfind("\n", 0, max(first - 1, 0)) + 1
    others = (before, first - 1), (last + 1, _line_end(text, last + 1))
    return any(begin < stop and _names_a_disease(document, passage, begin, stop) for begin, stop in others)


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _names_a_disease(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether this line is an item that is the name of a disease, or its name and little beside."""
    item = _ITEM.match(passage.text, start, end)
    if item is None:
        return False
    bracket = passage.text.find("(", item.end(), end)
    said = passage.text[item.end() : end if bracket < 0 else bracket].strip(" .;,:")
    named = between(document.hits(passage, "condition"), item.end(), end)
    return any(2 * (name.end - name.start) >= len(said) for name in named)
