"""Does what stands before a cut of an outcome cell go on behind it? Features told by its wording.

A list of labels ("Part A, B and C: …"), the long form of an acronym ("Face, Legs, Activity (FLA)"), a row of times
("Day 1, Day 8"), "i.e.", a title that keeps its capitals, a time frame that goes on ("…, an average of 1 year"). The
rule: as in `kg.read.outcomes.features`, a feature says what it sees.
"""

from __future__ import annotations

import re

# "Part A, B and C: from the first dose": commas inside a list of labels.
_LABELLED = re.compile(
    r"\b(?:parts?|cohorts?|arms?|groups?|phases?|stages?|periods?|sub-?stud(?:y|ies))\s"
    r"(?:[a-z0-9]{1,3}, )*[a-z0-9]{1,3}$"
)
_LABEL = re.compile(r"(?:and |& )?[a-z0-9]{1,3}(?=,|:|;| and\b| &|$)")
# "Blood pressure, Period 1, …": a label that belongs to what stands before it.
_APPENDED = re.compile(
    r"(?:period|part|week|day|visit|cohort|arm|group|baseline|month|change from)\b[^,]{0,40}$", re.IGNORECASE
)
_LONG_FORM = re.compile(r"\(([A-Z]{3,9})s?\)")
_FOLLOWED = re.compile(r"\b(?:followed|duration|through|until|completion|throughout|to)\b")
_CONTINUES = re.compile(r"(?:an? )?(?:expected|average|assessed|estimated|approximately|up to|whichever|about|or)\b")
_ROW = re.compile(r"(?:and |at |on )*(?:days?|weeks?|months?|visits?|cycles?|years?) ?-?\d")
_INITIAL = re.compile(r"(?<![A-Za-z])[A-Za-z]")
_LONG_WORD = re.compile(r"(?<![A-Za-z'’-])[A-Za-z][a-z]{3,}")


def long_forms(text: str) -> list[tuple[int, int]]:
    """The stretches whose words a bracketed acronym abbreviates: `Face, Legs, Activity, Cry, Consolability (FLACC)`."""
    found = []
    for match in _LONG_FORM.finditer(text) if "(" in text else ():
        initials = list(_INITIAL.finditer(text, max(0, match.start() - 200), match.start()))[-len(match.group(1)) :]
        if "".join(initial.group() for initial in initials).upper() == match.group(1):
            found.append((initials[0].start(), match.end()))
    return found


def _title_case(text: str, begin: int, end: int) -> str:
    """Whether the longer words of `text[begin:end]` begin with capitals: all, some, or none of them."""
    words = _LONG_WORD.findall(text, begin, end)
    capitals = sum(word[0].isupper() for word in words)
    return "-" if not words else "all" if capitals == len(words) else "most" if 2 * capitals > len(words) else "few"


def wording_features(
    part: str, text: str, low: str, before: int, cut: int, end: int, spelled_out: list[tuple[int, int]]
) -> list[str]:
    """Does the piece from `before` to the cut go on in the piece behind it, which ends at `end`?"""
    begin = cut + 2
    head, tail = _title_case(text, 0, min(cut, 200)), _title_case(text, begin, min(end, begin + 60))
    found = [f"{part}:case={head},{tail}"] if part == "measure" else []
    if any(start < cut < stop for start, stop in spelled_out):
        found.append(f"{part}:inside-long-form")
    if _LABELLED.search(low, max(0, cut - 40), cut) and _LABEL.match(low, begin):
        found.append(f"{part}:between-labels")
    if end < len(text) and _APPENDED.match(text, begin, end):
        found.append(f"{part}:label-follows")
    if low.endswith(("i.e.", "e.g.", " eg", " ie"), 0, cut):
        found.append(f"{part}:that-is")
    if part == "measure" and cut > 8 and low.startswith(low[:cut], begin):
        found.append("measure:repeated-at-once")
    if part == "time" and cut - before <= 40 and _ROW.match(low, before) and _ROW.match(low, begin):
        found.append("time:inside-row")
    if part == "time" and _CONTINUES.match(low, begin) and _FOLLOWED.search(low, max(0, cut - 60), cut):
        found.append("time:continues")
    return found
