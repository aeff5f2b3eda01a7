"""Endpoints that are times: "time from randomization to death", "time to complete remission", "duration of remission".

A clock that the measure itself defines says which survival is meant by what ends it; "time to" and "duration of" turn
the endpoint that they stand before into a time.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.times import clock_events
from kg.model import Passage
from kg.text import lowered

_CLOCK = re.compile(
    r"\s*(?:[^.;:]{1,60}?\s(?:calculated|defined)\sas\s)?(?:the\s|median\s|mean\s|average\s)*(?:length\sof\s)?(?:time|interval|duration|period)(?:\s(?:interval|period|elapsed|in\s\w+))?"
    r"\s(?:from|between)\b"
)
_TIME_TO = re.compile(
    r"(?:^|:\s*)(?:the\s|median\s|mean\s|average\s)*time\s(?:to|until|till)\s(?:the\s|a\s|an\s)?(?:first\s|initial\s)?"
)
_DURATION = re.compile(
    r"(?:^|:\s*)(?:the\s|median\s|mean\s|average\s)*duration\sof\s(?:the\s|a\s|an\s)?(?:first\s|best\s)?"
)
_WITHIN = 30
_PROGRESSES = re.compile(r"[^,;.]{0,30}?(?:progress|spread|invasion|relapse)", re.IGNORECASE)
_RESPONSES = {
    f"endpoint/{name}"
    for name in """
    objective-response-rate complete-response-rate partial-response-rate very-good-partial-response-rate
    best-overall-response cytogenetic-molecular-response hematologic-response intracranial-response-rate
    pathological-complete-response minimal-residual-disease
    """.split()
}
_TIMES = dict.fromkeys(_RESPONSES, "endpoint/time-to-response") | {
    "endpoint/disease-progression": "endpoint/time-to-progression",
    "endpoint/recurrence-rate": "endpoint/time-to-recurrence",
    "endpoint/local-recurrence": "endpoint/time-to-recurrence",
    "endpoint/biochemical-recurrence": "endpoint/time-to-recurrence",
    "endpoint/mortality": "endpoint/overall-survival",
    "endpoint/treatment-failure": "endpoint/time-to-treatment-failure",
    "endpoint/treatment-discontinuation": "endpoint/time-to-treatment-discontinuation",
    "endpoint/metastasis-incidence": "endpoint/time-to-metastasis",
    "endpoint/exacerbations": "endpoint/time-to-first-exacerbation",
    "endpoint/subsequent-therapy": "endpoint/time-to-next-treatment",
    "endpoint/maximum-concentration": "endpoint/time-to-maximum-concentration",
}
_DURATIONS = dict.fromkeys(_RESPONSES | {"endpoint/psa-response"}, "endpoint/duration-of-response")
# What only names the end of a clock, where the whole clock says more.
ENDS = frozenset(
    {
        *_TIMES,
        *_TIMES.values(),
        *(f"endpoint/{name}" for name in "clinical-response clinical-remission progression-free-survival".split()),
    }
) - {"endpoint/overall-survival"}

_PROGRESSIONS = {f"event/{name}progression" for name in ("", "hepatic-", "intracranial-", "local-")}
_RECURRENCES = {"event/recurrence", "event/local-recurrence"}
_FAILURES = {
    f"event/{name}"
    for name in "treatment-failure second-primary-cancer graft-failure graft-versus-host-disease next-treatment".split()
}
_RESPONDED = {"event/first-response", "event/complete-response"}
_DEATH, _METASTASIS = "event/death", "event/metastasis"
SURVIVAL, _ANY_EVENT = "endpoint/overall-survival", "endpoint/event-free-survival"
_DEATH_OR = re.compile(
    r"time\s(?:to|until|till)\s(?:the\s)?(?:all-cause\s|first\s)*death(?:\s(?:from|due\sto|of)\s(?:\w+\s){0,2}?\w+)?,?\sor\s(?P<other>[^.;:]{4,60})"
)
_OR_WHAT = {
    "local": "endpoint/local-progression-free-survival",
    "metasta": "endpoint/metastasis-free-survival",
    "distant": "endpoint/metastasis-free-survival",
    "progress": "endpoint/progression-free-survival",
    "recurrence": "endpoint/recurrence-free-survival",
    "relapse": "endpoint/recurrence-free-survival",
    "transplant": "endpoint/transplant-free-survival",
}
_NO_END = {
    f"event/{name}"
    for name in "last-follow-up follow-up loss-to-follow-up study-completion unacceptable-toxicity".split()
}
_LONE_ENDS = {
    "event/next-treatment": "endpoint/time-to-next-treatment",
    "event/treatment-end": "endpoint/time-to-treatment-discontinuation",
    "event/withdrawal": "endpoint/time-to-treatment-discontinuation",
    "event/treatment-failure": "endpoint/time-to-treatment-failure",
    "event/metastasis": "endpoint/time-to-metastasis",
    "event/exacerbation": "endpoint/time-to-first-exacerbation",
    "event/discharge": "endpoint/length-of-hospital-stay",
    "event/readmission": "endpoint/readmission",
    "event/psa-progression": "endpoint/time-to-psa-progression",
    "event/cancer-death": "endpoint/cancer-specific-survival",
} | dict.fromkeys(_RESPONDED, "endpoint/time-to-response")


def of_clock(measure: Passage, document: Document) -> tuple[str, int, int] | None:
    """The endpoint that a measure defines by its clock alone, with the stretch that says so."""
    clock = _CLOCK.match(lowered(measure.text))
    if clock is None:
        return None
    starts, ends = clock_events.find(measure, True, document)
    concept = _told({event.concept for event in starts}, {event.concept for event in ends} - _NO_END)
    return None if concept is None else (concept, clock.start(), max(event.end for event in ends))


def _told(starts: set[str], ends: set[str]) -> str | None:
    if starts & _RESPONDED and ends and ends <= _PROGRESSIONS | _RECURRENCES | {_DEATH}:
        return "endpoint/duration-of-response"
    died = _DEATH in ends
    other = ends - {_DEATH}
    if died and not other:
        return "endpoint/overall-survival"
    if other & _FAILURES and (died or len(other) > 1):
        return "endpoint/event-free-survival"
    if other and other <= _PROGRESSIONS | _RECURRENCES and other & _PROGRESSIONS:
        return "endpoint/progression-free-survival" if died else "endpoint/time-to-progression"
    if other and other <= _RECURRENCES:
        return "endpoint/recurrence-free-survival" if died else "endpoint/time-to-recurrence"
    if died and other == {_METASTASIS}:
        return "endpoint/metastasis-free-survival"
    return _LONE_ENDS.get(next(iter(other))) if len(other) == 1 and not died else None


def as_time(concept: str, text: str, start: int) -> str:
    """The endpoint as a time, where the name at `text[start:]` stands behind "time to" or "duration of".

    >>> as_time("endpoint/complete-response-rate", "Time to first complete remission", 14)
    'endpoint/time-to-response'
    >>> as_time("endpoint/complete-response-rate", "Complete remission", 0)
    'endpoint/complete-response-rate'
    """
    if concept == SURVIVAL:
        return _death_or(text, start)
    for words, times in ((_TIME_TO, _TIMES), (_DURATION, _DURATIONS)):
        if concept in times:
            match = words.search(lowered(text[:start]))
            if match is not None and start - match.end() <= _WITHIN and _whole_event(concept, text, match.end(), start):
                return times[concept]
    return concept


def _death_or(text: str, start: int) -> str:
    """What "time to death" is a part of: "time to death or local recurrence" is a survival free of that too."""
    either = _DEATH_OR.match(lowered(text[start:]))
    if either is None:
        return SURVIVAL
    return next((concept for word, concept in _OR_WHAT.items() if word in either["other"]), _ANY_EVENT)


def _whole_event(concept: str, text: str, begin: int, start: int) -> bool:
    """Whether the name is the event itself: "time to death", not "time to cardiovascular death"; "worsening" outside
    oncology is no progression."""
    if concept == "endpoint/mortality":
        return start == begin or text[begin:start].strip().lower() in ("all-cause", "any")
    return concept != "endpoint/disease-progression" or _PROGRESSES.match(text, start) is not None
