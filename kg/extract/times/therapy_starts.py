"""Clocks that a named therapy starts: "from the first HAIC to death", "from the date of DEB-TACE until progression".

The rule: right behind "from", a name of the vocabulary or of the record, with words of starting before it or, if it is
something that is done to a patient, with none. The first of it, or a drug, starts the treatment; a procedure that is
told by its date alone is that procedure.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.times.performed import event_of
from kg.model import Passage


class Event(NamedTuple):
    """An event at `text[start:end]` of the passage."""

    concept: str
    start: int
    end: int


_OPENS = re.compile(
    r"\s(?:the\s)?(?P<when>(?:date|day|time|moment)\sof\s(?:the\s)?)?"
    r"(?P<first>(?:first|initial|1st)\s(?:(?:session|cycle|dose|course|administration|infusion)\sof\s)?"
    r"|(?:start|beginning|initiation|commencement|starting|initiating|receiving)\s(?:of\s)?(?:the\s)?(?:first\s|study\s)?)?"
)
_CLOSES = re.compile(r"[^;.]{0,60}?(?:\b(?:to|until|till)\b|,\s(?:death|progression))")
_GIVEN = ("drug/", "drug-class/", "regimen/", "combination-product/", "procedure/", "radiation/", "device/")


def of_therapy(passage: Passage, text: str, begin: int, document: Document) -> list[Event]:
    """The therapy at `text[begin:]`, right behind "from", as what starts the clock; `text` is the lower case of the
    passage."""
    opens = _OPENS.match(text, begin)
    if opens is None:
        return []
    place = opens.end()
    named = next(
        ((hit.end, hit.concepts[0]) for hit in document.hits(passage, "intervention") if hit.start == place),
        None,
    ) or _own_name(passage, place, document)
    if named is None or not named[1].startswith(_GIVEN) or _CLOSES.match(text, named[0]) is None:
        return []
    end, concept = named
    done = event_of(concept, document) or ("event/procedure" if concept.startswith("procedure/") else None)
    if opens["first"] is not None or (done is None and opens["when"] is not None):
        return [Event("event/treatment-start", begin + 1, end)]
    return [Event(done, place, end)] if done is not None else []


def _own_name(passage: Passage, place: int, document: Document) -> tuple[int, str] | None:
    """A short form of the record's own at that place, where the vocabulary knows what it stands for as a therapy."""
    for abbreviation in document.abbreviations:
        if passage.text.startswith(abbreviation.short, place):
            end = place + len(abbreviation.short)
            known = document.vocabulary.lookup(abbreviation.long, "intervention")
            if known and not passage.text[end : end + 1].isalnum():
                return end, known[0]
    return None
