"""The events that a time frame names: what its points are counted from, or lie before or after.

The rule: an event is one that the lexicon names, or a procedure of the vocabulary (`kg.extract.times.performed`).
Treatment is its start, its end or another treatment's start where the words beside its name say so ("after completion
of antimicrobial treatment", "12 months post-treatment initiation"); the intervention that is given in doses is the
dose; induction, where a patient is put to sleep, is of anaesthesia; a named drug that begins is the start of treatment.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.times.performed import performed
from kg.model import Passage, Span
from kg.text import holds_any, lowered

_PERIOD = "event/treatment-period"
_TREATED = {_PERIOD, "event/treatment-end"}
_DOSES = {"event/first-dose", "event/dosing", "event/treatment-end"}
_BETWEEN = r"\s(?:of\s)?(?P<words>(?:[\w-]+\s){0,3})\Z"
_ENDED = re.compile(
    r"\b(?:end|completion|cessation|termination|discontinuation|conclusion|stopping|completing|finishing|last\sday)"
    + _BETWEEN
)
_STARTED = re.compile(r"\b(?:start|initiation|beginning|onset|commencement|starting|initiating|first\sday)" + _BETWEEN)
_STARTS = re.compile(
    r"[\s-](?:initiation|start|beginning|commencement|onset)\b|\s(?:is|was|has\sbeen)\s(?:initiated|started|begun)\b"
)
_IN_PART = re.compile(r"\b(?:cycles?|courses?|each|every|before|after|to|until|and|or)\b")
_ANOTHER = re.compile(r"\b(?:an?other|new|next|subsequent|further|additional|alternative|rescue|post-progression)\b")
_DOSE_OF = re.compile(r"\b(?:doses?|administration|infusion|injection)\sof\s(?:the\s)?(?:study\s)?\Z")
_HINTS = tuple("end comple cess terminat discont conclu stop finish last start initi begin begun commenc onset".split())
_OF = (" of ", " of the ")
_AROUND = 60
_BEGUN = ("initiat", "start", "commenc", "beginn")
_TREATMENTS = ("drug/", "drug-class/", "regimen/", "combination-product/", "radiation/", "dietary-supplement/")
_STARTED_AT = re.compile(
    r"\b(?:start|initiation|beginning|commencement)\sof\s(?:the\s)?\Z|\b(?:starting|initiating|commencing)\s(?:the\s)?\Z"
)
_INDUCTION = "event/induction"
_ASLEEP = re.compile(r"an(?:a?e)sthe|intubat|laryngosc|propofol|remimazolam|etomidate|skin incision|laryngeal mask")


def anchors(passage: Passage, document: Document) -> dict[str, Span]:
    """The events that the time frame names, each where it is first named."""
    first: dict[str, Span] = {}
    known: list[tuple[int, int]] = []
    last = ""
    for hit in document.hits(passage, "context"):
        for concept in hit.concepts:
            if concept.startswith("event/"):
                event, start, end = _read(concept, passage.text, hit.start, hit.end)
                if event == _PERIOD and last in _DOSES and passage.text[known[-1][1] : start] in _OF:
                    continue  # "first dose of study treatment"
                if event == _INDUCTION and _puts_to_sleep(passage.text, document):
                    event = "event/anesthesia"
                if event:
                    first.setdefault(event, passage.span(start, end))
                    known.append((start, end))
                    last = event
    for event, start, end in performed(passage, document):
        if not any(begin < end and start < stop for begin, stop in known):
            first.setdefault(event, passage.span(start, end))
    if "event/treatment-start" not in first and holds_any(lowered(passage.text), _BEGUN):
        begun = _drug_begun(passage, document)
        if begun is not None:
            first["event/treatment-start"] = passage.span(*begun)
    return first


def _drug_begun(passage: Passage, document: Document) -> tuple[int, int] | None:
    """Where the start of a named treatment is told: "after inclisiran initiation", "after the start of re-RT"."""
    text = lowered(passage.text)
    for hit in document.hits(passage, "intervention"):
        if not hit.concepts[0].startswith(_TREATMENTS):
            continue
        behind = _STARTS.match(text, hit.end)
        if behind is not None:
            return hit.start, behind.end()
        before = _STARTED_AT.search(text, max(0, hit.start - _AROUND), hit.start)
        if before is not None:
            return before.start(), hit.end
    return None


def _puts_to_sleep(text: str, document: Document) -> bool:
    """Whether a bare "induction" is that of anaesthesia: the time frame or the trial's name speaks of it."""
    if holds_any(lowered(text), ("induction therap", "induction chemo", "induction treat", "induction phase")):
        return False
    titles = (document.trial.title, document.trial.official_title)
    said = (text, *(title.text for title in titles if title is not None))
    return any(_ASLEEP.search(lowered(one)) for one in said)


def _read(concept: str, text: str, start: int, end: int) -> tuple[str, int, int]:
    """The event that a name at `text[start:end]` stands for, with the words that say so; none ("") where it stands for
    a drug."""
    if concept == "event/intervention":
        return ("" if _DOSE_OF.search(lowered(text[max(0, start - _AROUND) : start])) else concept), start, end
    if concept not in _TREATED or not holds_any(lowered(text[max(0, start - _AROUND) : end + _AROUND]), _HINTS):
        return concept, start, end
    begins = _STARTS.match(lowered(text[end : end + _AROUND]))
    if begins is not None:
        return "event/treatment-start", start, end + begins.end()
    if concept == _PERIOD:
        offset = max(0, start - _AROUND)
        before = lowered(text[offset:start])
        for event, words in (("event/treatment-end", _ENDED), ("event/treatment-start", _STARTED)):
            match = words.search(before)
            if match is not None and _IN_PART.search(match["words"]) is None:
                another = event == "event/treatment-start" and _ANOTHER.search(match["words"]) is not None
                return ("event/next-treatment" if another else event), offset + match.start(), end
    return concept, start, end
