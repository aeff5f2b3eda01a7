"""Adverse events of a kind that the words beside them tell: those that come of what is studied, and the grave ones.

The rule: "related to" or "attributable to" what the record gives, or a treatment; "severe" or "grade 3" and what is
higher, unless milder ones are named too.
"""

from __future__ import annotations

import re

from kg.extract.document import Document

_RELATED_TO = re.compile(
    r"\s(?:\([^()]*\)\s)?(?:of\sgrade[^,;.]{1,25}?\s)?(?:(?:that|which|are|were|or|possibly|probably|definitely|causally|considered)\s)*"
    r"(?:related\s(?:to|with)|attribut(?:ed|able)\sto)\s(?:the\s)?"
    r"(?P<what>[\w-]{4,}(?:\s(?:drug|treatment|product|medication|intervention|therapy))?)",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"(?:study|investigational)\s\w+|product|treatments?|drugs?|medications?|interventions?|therapy|[\w-]+(?:mab|nib|[a-z]ib|limus|mide)",
    re.IGNORECASE,
)
_SO_RELATED = re.compile(r"(?P<what>[\w-]{4,})[\s-]related\s(?:(?:serious|severe|clinical|adverse)\s)*$", re.IGNORECASE)
_THREE = (
    r"(?:grades?\s?(?:≥|>=|=>|>|of)?\s?(?:3|iii)\b|(?:≥|>=)\s?(?:ctcae\s)?grade\s?3\b"
    r"|\bg\s?(?:≥|>=)?\s?3(?![\d.]))"
)
_GRAVE_BEFORE = re.compile(
    rf"(?:\bsevere\s(?:\([^()]*\)\s)?|{_THREE}(?:[\s,/–-]*(?:or|and|to)?[\s/–-]*(?:higher|greater|above|more|worse|over|4|5|iv|v)\b)*\+?"
    r"\s(?:[\w-]+\s)?)$",
    re.IGNORECASE,
)
_GRAVE_BEHIND = re.compile(
    r"\s(?:\((?:t?e?aes?|aes?)\)\s)?\(?(?:(?:of|with|that|meet|meets|meeting|are|were|is|at|ctcae|nci|toxicit\w+|graded|as)\s)*"
    rf"(?:(?:greater|higher|more)\sthan\s)?{_THREE}",
    re.IGNORECASE,
)
_MILD_TOO = re.compile(r"\b(?:mild|moderate|grades?\s?[12])\b", re.IGNORECASE)


def grave(text: str, start: int, end: int) -> bool:
    """Whether the harms at `text[start:end]` are the grave ones only: "grade 3 or 4 toxicity", "AEs of grade >= 3"."""
    if _MILD_TOO.search(text):
        return False
    return _GRAVE_BEFORE.search(text, 0, start) is not None or _GRAVE_BEHIND.match(text, end) is not None


def related(text: str, start: int, end: int, document: Document) -> bool:
    """Whether what stands beside "adverse events" says that they come of what is studied: "related to crenolanib"."""
    of = _RELATED_TO.match(text, end) or _SO_RELATED.search(text, 0, start)
    if of is None:
        return False
    given = " ".join(item.name.text.lower() for item in document.trial.interventions)
    return _STUDIED.fullmatch(of["what"]) is not None or of["what"].lower() in given
