"""Eligibility text taken apart: which stretch is a criterion, and does meeting it let people in or keep them out?

The rule: a heading in any of its writings ("Inclusion Criteria:", "Key exclusion criteria", "Patients will be
excluded if:", "DISEASE CHARACTERISTICS:") sets the kind of what follows; a bullet, a number or a paragraph is one
criterion, and lines that go on belong to it. Nothing is trimmed but white space, bullets and numbers.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from kg.extract.context import folded_text

Kind: TypeAlias = Literal["inclusion", "exclusion"]


class Criterion(NamedTuple):
    """`text[start:end]` is one criterion. `stated`: a heading gave its kind; `depth` counts nesting; `scoped`: it
    stands under the name of a cohort, arm or sub-study and does not hold for all."""

    start: int
    end: int
    kind: Kind
    stated: bool
    depth: int = 0
    scoped: bool = False


_BULLET = re.compile(
    r"[ \t]*(?:(?:[-*•·●○◦▪■‣–—>~o+]|\\[-*+])(?=\s)|(?:[-•·●*](?=[A-Z]))|\(?(?:\d{1,2}|[a-zA-Z]|"
    r"[ivx]{1,4})(?:\\?[.)])(?=\s|[A-Z≥≤<>])|(?:\d{1,2}、))[ \t]*"
)
_HEADING = re.compile(
    r"^\W*(?:[\w()&/,'-]+\s+){0,7}?(?P<word>inclusion|exclusion|excluded|ineligible|ineligibility|not eligible|"
    r"eligible|eligibility|included|include|exclude)\b(?P<rest>[^.]*)$"
)
_CRITERIA = re.compile(
    r"^\W*(?:[\w()&/-]+\s+){0,5}?(?P<word>inclusion|exclusion|non-inclusion|"
    r"eligibility)(?:\s+criteri(?:a|on|ons|um)|\s*:|\s*$)[^:\n]{0,60}?(?P<colon>:|-(?=\s)|\.|$)"
)
_CAPITALS = re.compile(r"^[A-Z][A-Z /,&()-]{5,60}:?$")
_INLINE = re.compile(r"(?:(?<=[.;,:)\s])|(?<=^))\(?(\d{1,2})[.)](?=\s?[A-Z(≥≤<>a-z])")
_SCOPE = re.compile(
    r"\b(?:cohorts?|sub-?stud(?:y|ies)|arms?|parts?|expansion|escalation|modules?|groups?|strat(?:um|a)|"
    r"phases? (?:[12]|i+)\b|(?:nsclc|melanoma|"
    r"control|healthy)\b[^.]{0,30}(?:only|specific|subjects|participants|patients))"
)
MOST = 400


def _kind(word: str) -> Kind | None:
    """The kind that a heading's word says; None for "eligibility", which leaves it as it is."""
    if word.startswith(("exclu", "non-", "inelig", "not ")):
        return "exclusion"
    return None if word == "eligibility" else "inclusion"


def split(text: str) -> list[Criterion]:
    """The criteria of an eligibility text, in order."""
    found: list[Criterion] = []
    folded = folded_text(text)
    kind: Kind = "inclusion"
    stated = False
    scoped = False
    open_at: tuple[int, int, int] | None = None  # start, end and depth of the criterion being read
    blank = True

    def close() -> None:
        nonlocal open_at, scoped
        if open_at is not None:
            start, end, depth = open_at
            scoped = scoped or _names_a_part(folded[start:end])
            inline = _inline(text, start, end, kind, stated, depth)
            found.extend([c._replace(scoped=True) for c in inline] if scoped else inline)
            open_at = None

    position = 0
    for line in text.splitlines(keepends=True):
        begin, position = position, position + len(line)
        body = line.rstrip()
        if not body.strip():
            blank = True
            continue
        start = begin + len(body) - len(body.lstrip())
        end = begin + len(body)
        heading = _heading(folded[start:end])
        if heading is not None:
            close()
            kind, stated = heading[0] or kind, stated or heading[0] is not None
            scoped = _SCOPE.search(folded, start, start + heading[1]) is not None
            blank = True
            start += heading[1]
            while start < end and text[start] in " \t:：-":
                start += 1
            if start >= end:
                continue
        bullet = _BULLET.match(text, begin if heading is None else start, end)
        if bullet is not None and bullet.end() < end:
            close()
            open_at = (bullet.end(), end, (start - begin) // 2 if heading is None else 0)
        elif open_at is not None and not blank:
            open_at = (open_at[0], end, open_at[2])
        elif not _CAPITALS.match(text[start:end]):
            close()
            open_at = (start, end, (start - begin) // 2)
        else:
            close()
        blank = False
        if len(found) >= MOST:
            break
    close()
    return [c for c in found if _worth(text[c.start : c.end])]


def _worth(text: str) -> bool:
    words = text.strip(" -*•:;.,")
    return len(words) >= 3 and any(c.isalpha() for c in words)


def _names_a_part(folded: str) -> bool:
    """Whether a line only says for whom the next ones are: "Cohort B:", "Sub-study A (melanoma)"."""
    return (
        len(folded) < 90 and (folded.rstrip().endswith(":") or len(folded) < 30) and _SCOPE.search(folded) is not None
    )


def _heading(folded: str) -> tuple[Kind | None, int] | None:
    """The kind that a line sets as a heading, and how much of the line the heading is."""
    if "clu" not in folded and "elig" not in folded:
        return None
    if len(folded) > 400:
        match = _CRITERIA.match(folded, 0, 90)
        return (_kind(match["word"]), match.end()) if match is not None and match["colon"] == ":" else None
    match = _CRITERIA.match(folded)
    if match is not None and (match["colon"] == ":" or (match.end() >= len(folded) - 1 and len(folded) < 70)):
        return _kind(match["word"]), match.end()
    if folded.endswith(":"):
        match = _HEADING.match(folded[:-1])
        if match is not None and not _BULLET.match(folded) and len(folded) < 160:
            return _kind(match["word"]), len(folded)
    return None


def _inline(text: str, start: int, end: int, kind: Kind, stated: bool, depth: int) -> list[Criterion]:
    """A paragraph that numbers its criteria itself ("1. Age over 18 2. Signed consent 3. …") is as many criteria."""
    if end - start > 80 and (text.find("2.", start, end) >= 0 or text.find("2)", start, end) >= 0):
        marks = []
        wanted = 1
        opening = max(text.rfind("\n", 0, start) + 1, start - 4)  # the bullet that was cut off may be the first number
        for match in _INLINE.finditer(text, opening, end):
            if int(match[1]) == wanted:
                marks.append(match)
                wanted += 1
        if len(marks) >= 3 and marks[0].start() - start < 5:
            starts = [mark.end() for mark in marks]
            ends = [*(mark.start() for mark in marks[1:]), end]
            return [_trimmed(text, s, e, kind, stated, depth) for s, e in zip(starts, ends, strict=True)]
    return [_trimmed(text, start, end, kind, stated, depth)]


def _trimmed(text: str, start: int, end: int, kind: Kind, stated: bool, depth: int) -> Criterion:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Criterion(start, end, kind, stated, depth)
