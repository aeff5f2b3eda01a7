"""What is done to a patient at one time, as an event: "2 weeks after TACE", "time from thoracotomy to discharge".

The rule: a procedure or radiotherapy of the vocabulary that stands right behind a word such as "after" or "since", at
most behind "the", "each", "the first", "the end of" or one word more ("successful"), is the event that
`ontology/grammar/performed.tsv` says. What is not in that table (training, monitoring, ventilation) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.context import short_forms
from kg.extract.document import Document
from kg.grammar import rows
from kg.model import Hit, Passage
from kg.text import holds_any, lowered

_HINTS = ("after", "following", "post", "since", "before", "prior to", "from", "until", "between", "pre-", " of ")
_BETWEEN = (
    r"(?:(?:the|an?|each|every|any|all|last|first|initial|second|index|undergoing|receiving|performing)\s"
    r"|(?:date|time|day|moment|end|start|completion|beginning|initiation)\sof\s){0,4}"
    r"(?!(?:and|or|of|to|in|on|with|without|for|by|at|until|failed|no|not)\s)(?:[\w-]+\s)?"
)
_BEHIND = re.compile(
    r"\b(?:after|following|post|since|before|prior\sto|pre|from|until|between|(?:end|completion|start|date)\sof)[\s-]"
    + _BETWEEN
    + r"\Z"
)
OPENS = re.compile(r"\s*" + _BETWEEN)
"""What may stand between "from" and the procedure that starts a clock."""
_REACH = 60
_RADIOTHERAPY = "event/radiotherapy"


def performed(passage: Passage, document: Document) -> Iterator[tuple[str, int, int]]:
    """The events of the procedures that the passage names behind a word of time, each with its place."""
    text = lowered(passage.text)
    if not holds_any(text, _HINTS):
        return
    named = document.hits(passage, "intervention")
    short = (Hit(word.start, word.end, (word.concept,)) for word in short_forms(document, passage, "intervention"))
    for hit in (*named, *short):
        if _BEHIND.search(text, max(0, hit.start - _REACH), hit.start) is None:
            continue
        for concept in hit.concepts:
            event = event_of(concept, document)
            if event is not None:
                yield event, hit.start, hit.end
                break


def event_of(concept: str, document: Document) -> str | None:
    """The event that a concept of the vocabulary is, if it is something done to a patient at one time."""
    if concept.startswith("radiation/"):
        return _RADIOTHERAPY
    if not concept.startswith("procedure/"):
        return None
    named, endings = _table()
    below = [concept]
    seen: set[str] = set()
    while below:  # the nearest that the table names
        current = below.pop(0)
        slug = current.partition("/")[2]
        if slug in named:
            return named[slug]
        seen.add(current)
        known = document.concept(current)
        if known is not None:
            below.extend(parent for parent in known.broader if parent not in seen)
    slug = concept.partition("/")[2]
    return next((event for ending, event in endings.items() if slug.endswith(ending)), None)


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """The event of each id, and of each ending of ids."""
    named: dict[str, str] = {}
    endings: dict[str, str] = {}
    for row in rows("performed.tsv", "event", "procedures"):
        event, procedures = row.cells
        for name in procedures.split("|"):
            if name.startswith("*"):
                endings[name[1:]] = event
            else:
                named[name] = event
    return named, endings
