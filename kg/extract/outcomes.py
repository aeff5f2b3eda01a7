"""Outcomes: for each measure its endpoint, instruments, acronym, time frame, clock and response categories.

Each edge is said where the words stand: the measure first, then the description, then the time frame. What a record
does not say is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.extract.abbreviated_cells import letter_more
from kg.extract.document import Document, Item
from kg.extract.measures import endpoints, instruments, spelling
from kg.extract.measures.grounded import Grounded
from kg.extract.times import anchoring, clock_events, frames, in_measures
from kg.extract.times.therapy_starts import Event
from kg.model import Concept, Finding, Node, OutcomeItem, Passage, Span, Statement, Value
from kg.terms import time_point_id
from kg.text import holds_any

_BRACKETED_SHORT = re.compile(r"\(\s*([A-Za-z][A-Za-z0-9./+&-]{1,11})\s*\)")
_BY = re.compile(
    r"\b(?:according\sto|(?:assessed|measured|evaluated|graded|determined|defined|scored)\s(?:by|with|using|on|per)|per|using|"
    r"based\son)\s(?:the\s|an?\s)?(?:[\w-]+\s){0,2}\Z",
    re.IGNORECASE,
)
_LONE_SHORT = re.compile(r"\s*([A-Za-z]{0,3}[A-Z][A-Za-z0-9]{0,3}[A-Z0-9][A-Za-z0-9]{0,3})\s*")
_SPREAD = re.compile(r"(?:±|\+/-|mean|median|deviation|\d\s*)[\s(,]*$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_ANSWERS = "instrument/likert"
_RATES_ANYTHING = frozenset({"instrument/nrs", "instrument/vas"})
_TIMED = re.compile(r"survival|^endpoint/(?:time-to-(?!maximum)|duration-of)|progression-free|(?<!qt-)(?<!pr-)interval")
_RESPONSE = re.compile(r"respon|control|benefit|remission|progress|survival|resection|tumor|residual|efficacy")


def extract(document: Document) -> Iterator[Item]:
    """Everything said about the record's outcome measures."""
    for outcome in document.trial.outcomes:
        yield from _outcome(outcome, document)


def _outcome(outcome: OutcomeItem, document: Document) -> Iterator[Item]:
    subject = document.trial.part(f"{outcome.role}-{outcome.position}")
    grounded = endpoints.ground(outcome.measure, outcome.description, document, outcome.time_frame)
    for found in grounded:
        yield Statement(
            subject, "tkg:endpoint", found.concept, found.method, _sure(found.confidence, outcome),
            (found.passage.span(found.start, found.end),), found.rule, found.rivals,
        )  # fmt: skip
        if found.method == "spelling":
            yield from _misspelled(found, subject)
    acronym = _acronym(outcome, grounded)
    if acronym is not None:
        at = outcome.measure.span(*acronym)
        word = outcome.measure.text[acronym[0] : acronym[1]]
        yield Statement(subject, "tkg:acronym", Value(word), "grammar", _sure(0.95, outcome), (at,), "outcome-acronym")
    yield from _instruments(outcome, subject, document)
    when = outcome.time_frame if outcome.time_frame is not None else in_measures.time_of(outcome.measure, grounded)
    if when is not None:
        yield from _time_frame(outcome, when, subject, document)
    yield from _clock(outcome, grounded, subject, document)
    if outcome.description is not None:
        yield from _responses(outcome.description, grounded, outcome, subject, document)


def _sure(confidence: float, outcome: OutcomeItem) -> float:
    """No edge is surer than the split of the cell that it was read from."""
    if outcome.confidence >= confidence:  # as of every format but flattened ones
        return confidence
    return round(min(confidence, max(outcome.confidence, 0.5)), 3)


def _misspelled(found: Grounded, subject: str) -> Iterator[Item]:
    for start, end, meant in spelling.misspellings(found.passage, found.start, found.end):
        written = found.passage.text[start:end]
        yield Finding("misspelling", f"“{written}” is read as “{meant}”", (found.passage.span(start, end),), subject)


# ------------------------------------------------------------------------------------------------------------- acronym


def _acronym(outcome: OutcomeItem, grounded: list[Grounded]) -> tuple[int, int] | None:
    """Where the measure's short form stands: in the bracket after its name, or the whole measure."""
    text = outcome.measure.text
    if not grounded or grounded[0].passage is not outcome.measure:
        return None
    lone = _LONE_SHORT.fullmatch(text)
    if lone is not None:
        return lone.span(1)
    more = letter_more(text)
    if more is not None:
        return more[0]
    for match in _BRACKETED_SHORT.finditer(text):
        begin = _long_form(match.group(1), text[: match.start()])
        if begin is not None and not _is_beside(text, begin, match, grounded):
            return match.span(1)
    return None


def _is_beside(text: str, begin: int, bracket: re.Match[str], grounded: list[Grounded]) -> bool:
    """Whether what the bracket shortens, from `begin` on, is not what is measured but a scale by which, or stands
    before it: "activity according to the Response Evaluation Criteria (RECIST)", "a kinetic (PK) parameter, AUC"."""
    if _BY.search(text, 0, begin) is not None:
        return True
    own = [found for found in grounded if found.passage.text == text]
    return begin > 0 and bool(own) and all(found.start >= bracket.end() for found in own)


@lru_cache(maxsize=1 << 12)
def _long_form(short: str, before: str) -> int | None:
    """Where the words begin whose letters `short` has in order, the first at the start of a word; None where there
    are none.

    >>> _long_form("DpR", "The Depth of Response "), _long_form("ITT", "Survival ")
    (4, None)
    """
    if sum(character.isupper() for character in short) < 2:
        return None
    letters = [character for character in short.removesuffix("s").lower() if character.isalpha()]
    text = before[-90:].lower()
    position = len(text)
    for index in range(len(letters) - 1, -1, -1):
        position = text.rfind(letters[index], 0, position)
        while index == 0 and position > 0 and text[position - 1].isalnum():
            position = text.rfind(letters[index], 0, position)
        if position < 0:
            return None
    return max(0, len(before) - 90) + position


# --------------------------------------------------------------------------------------------------------- instruments


def _instruments(outcome: OutcomeItem, subject: str, document: Document) -> Iterator[Item]:
    evidence: dict[str, list[Span]] = {}
    minted: dict[str, Concept] = {}
    for passage in (outcome.measure, outcome.description):
        if passage is None:
            continue
        for found in instruments.find(passage, document):
            evidence.setdefault(found.concept, []).append(passage.span(found.start, found.end))
            if found.minted is not None:
                minted[found.concept] = found.minted
    for concept, found_minted in minted.items():
        if document.concept(concept) is None:
            yield found_minted
    for concept, spans in evidence.items():
        if _is_version_of(concept, evidence) or _is_wider(concept, evidence, document):
            continue
        yield Statement(
            subject, "tkg:assessedWith", concept, "lexicon", _sure(0.96 if concept not in minted else 0.9, outcome),
            tuple(spans), "instrument-version" if concept in minted else "instrument-name",
        )  # fmt: skip


def _is_version_of(concept: str, evidence: dict[str, list[Span]]) -> bool:
    """Whether the same outcome also names a version of this instrument: the bare name then adds nothing."""
    stem = f"{concept}-"
    return any(other.startswith(stem) and _NUMBERS.fullmatch(other, len(stem)) for other in evidence)


def _is_wider(concept: str, evidence: dict[str, list[Span]], document: Document) -> bool:
    """Whether the same outcome names a kind of this instrument, which itself may rate anything: "NRS pain on movement,
    numeric rating scale 0-10". A Likert scale is how the items of another questionnaire are answered."""
    if concept == _ANSWERS:
        return len(evidence) > 1
    if concept not in _RATES_ANYTHING:
        return False
    return any(concept in instruments.family(other, document) - {other} for other in evidence)


# --------------------------------------------------------------------------------------------------------- time frames


class _Frame(NamedTuple):
    """What a time frame's text says, apart from where it stands: the outcomes of a record share their time frames."""

    points: tuple[tuple[Concept, tuple[tuple[int, int], ...]], ...]
    stretch: tuple[int, int]
    horizon: str | None
    kind: str


@lru_cache(maxsize=1 << 14)
def _frame(text: str) -> _Frame | None:
    frame = frames.parse(text)
    if frame is None:
        return None
    spans: dict[str, dict[tuple[int, int], None]] = {}
    concepts: dict[str, Concept] = {}
    for point in frame.points:
        concept_id = time_point_id(point.value, point.unit)
        spans.setdefault(concept_id, {})[point.start, point.end] = None
        if concept_id not in concepts:
            label = f"{point.value} {point.unit}" + ("" if point.value == "1" else "s")
            properties = (("tkg:timeValue", point.value), ("tkg:timeUnit", point.unit))
            concepts[concept_id] = Concept(concept_id, "TimePoint", label, properties=properties)
    return _Frame(
        tuple((concept, tuple(spans[concept_id])) for concept_id, concept in concepts.items()),
        (min((p.start for p in frame.points), default=0), max((p.end for p in frame.points), default=len(text))),
        frame.horizon,
        frame.kind,
    )


def _time_frame(outcome: OutcomeItem, passage: Passage, subject: str, document: Document) -> Iterator[Item]:
    frame = _frame(passage.text)
    anchors = anchoring.anchors(passage, document)
    if frame is None or (not frame.points and not anchors):
        return
    node = f"{subject}-time-frame"
    whole = (passage.span(),)
    sure, fairly = _sure(0.95, outcome), _sure(0.9, outcome)
    yield Node(node, "TimeFrame")
    yield Statement(subject, "tkg:timeFrame", node, "grammar", sure, whole, "time-frame")
    for concept, places in frame.points:
        if concept.id not in document.minted:
            yield concept
        spans = tuple(passage.span(start, end) for start, end in places)
        yield Statement(node, "tkg:timePoint", concept.id, "grammar", sure, spans, "time-point")
    if frame.horizon is not None:
        horizon = Value(frame.horizon, "decimal")
        stretch = (passage.span(*frame.stretch),)
        yield Statement(node, "tkg:horizonDays", horizon, "grammar", sure, stretch, "time-horizon")
    yield Statement(node, "tkg:timeFrameKind", Value(frame.kind), "grammar", fairly, whole, "time-frame-kind")
    for event, span in anchors.items():
        yield Statement(node, "tkg:anchorEvent", event, "lexicon", fairly, (span,), "time-anchor")


# --------------------------------------------------------------------------------------------------- clock and response


@lru_cache(maxsize=1 << 12)
def _is_timed(concept: str) -> bool:
    return _TIMED.search(concept) is not None


def _clock(outcome: OutcomeItem, grounded: list[Grounded], subject: str, document: Document) -> Iterator[Item]:
    timed = any(_is_timed(found.concept) for found in grounded)
    starts: list[Event] = []
    ends: list[Event] = []
    passage = outcome.measure
    for candidate in (outcome.description, outcome.measure, outcome.time_frame if timed else None):
        if candidate is not None:
            starts, ends = clock_events.find(candidate, timed, document)
            passage = candidate
            if starts or ends:
                break
    if passage is outcome.time_frame:
        starts, ends = clock_events.of_response({found.concept for found in grounded}, starts, ends)
    sure = 0.92 if timed else 0.82
    for predicate, events in (("tkg:startEvent", starts), ("tkg:endEvent", ends)):
        for event in events:
            span = passage.span(event.start, event.end)
            yield Statement(subject, predicate, event.concept, "grammar", _sure(sure, outcome), (span,), "clock-event")


_MOLECULE = re.compile(r"[\s\\_/-]{0,2}L?-?[12]\b")
# Without one of these words no description names a response category; most do not, and are not searched.
_CATEGORY = re.compile(
    r"\b(?:i?r?s?i?CR[ih]?|i?r?PR|i?r?SD|PD|NE|VGPR|MLFS|iCPD|iUPD)\b|[Cc]omplete (?:re|tu|cl)|[Pp]artial re|"
    r"[Mm]in(?:or|imal) re|[Ss]table d|[Pp]rogressive d|evaluable|leuk[a-z]+-free state"
)
_CATEGORY_HINTS = (
    *("CR", "PR", "SD", "PD", "NE", "MLFS"),
    *("omplete ", "artial re", "inor re", "inimal re", "table d", "rogressive d", "evaluable", "-free state"),
)


def _responses(
    description: Passage, grounded: list[Grounded], outcome: OutcomeItem, subject: str, document: Document
) -> Iterator[Item]:
    text = description.text
    if not holds_any(text, _CATEGORY_HINTS) or _CATEGORY.search(text) is None:
        return
    meanings = {abbreviation.short: abbreviation.long.lower() for abbreviation in document.abbreviations}
    found: dict[str, list[Span]] = {}
    short_only: set[str] = set()
    for hit in document.hits(description, "context"):
        for concept in hit.concepts:
            if not concept.startswith("response/"):
                continue
            surface = text[hit.start : hit.end]
            if len(surface) <= 4:
                if _MOLECULE.match(text, hit.end):
                    continue  # "PD" of PD-1
                meaning = meanings.get(surface, "")
                if _SPREAD.search(text[max(0, hit.start - 12) : hit.start]) or (
                    meaning and not re.search(r"respon|remiss|diseas|progres|stab", meaning)
                ):
                    continue
                short_only.add(concept)
            found.setdefault(concept, []).append(description.span(hit.start, hit.end))
    if len(found) < 2 and not any(_RESPONSE.search(name.concept) for name in grounded):
        found = {concept: spans for concept, spans in found.items() if concept not in short_only}
    for concept, spans in found.items():
        yield Statement(
            subject, "tkg:responseCategory", concept, "lexicon", _sure(0.93, outcome), tuple(spans), "response-category"
        )
