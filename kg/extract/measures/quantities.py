"""What of an endpoint is measured, where the words around its name tell: how often, how long, how strongly; what cells
do, not how many there are.

The rule: `ontology/grammar/quantities.tsv` says of which endpoints a row of its own names a quantity. It is meant where
that quantity alone stands right before the name ("duration of each migraine attack") or right behind it ("migraine
attack severity"); where several are listed ("frequency and severity of headaches") the wider endpoint stays.
"""

from __future__ import annotations

import re
from functools import cache

from kg.extract.measures.word_lists import pattern
from kg.grammar import rows

# "intensity of the", "number of weekly", but not "number of participants with".
_BEFORE = (
    r"(?<![\w-])(?P<said>{LIST})(?:\s\([^()]*\))?\s(?:of|in|by)\s(?:(?!{people-or-days}\b)[\w'’/-]+\s){0,3}(?:\w+-)?$"
)
_BEHIND = r"(?:['’]s)?\s?(?:\([^()]*\)\s?)?(?:(?:attacks?|episodes?|pain|marker)\s)?(?P<said>{LIST})(?![A-Za-z-])"
_LISTED_BEFORE = re.compile(r"(?:,|/|&|\b(?:and|or))\s*(?:the\s)?$", re.IGNORECASE)
_LISTED_BEHIND = re.compile(r"\s*(?:,|/(?!\d)|&|and\b|or\b)", re.IGNORECASE)  # "130/80" is no list


@cache
def _narrower() -> dict[str, dict[str, str]]:
    """For each endpoint the quantities, by the names of their lists, and what they make of it."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("quantities.tsv", "endpoint", "quantity", "narrower"):
        endpoint, name, narrower = row.cells
        found.setdefault(endpoint, {})[name] = narrower
    return found


def quantity(concept: str, text: str, start: int, end: int) -> str | None:
    """The narrower endpoint that the quantity told beside `text[start:end]` makes of its endpoint; None for none."""
    told = _narrower().get(concept)
    if told is None:
        return None
    for name, narrower in told.items():
        before = pattern(_BEFORE.replace("LIST", name)).search(text, 0, start)
        if before is not None:
            listed = _LISTED_BEFORE.search(text, 0, before.start("said"))
            return None if listed or _LISTED_BEHIND.match(text, before.end("said")) else narrower
        behind = pattern(_BEHIND.replace("LIST", name)).match(text, end)
        if behind is not None:
            return None if _LISTED_BEHIND.match(text, behind.end()) else narrower
    return None
