"""On which side of a clock an event stands: what may start it, what may end it, and what is only told beside.

The rule: a treatment starts a clock and never ends it, a relapse ends it and never starts it; what an event comes
after, during or within is neither ("death within 30 days of the last dose"), nor is what fails to happen or names a
group. The patterns read lower case.
"""

from __future__ import annotations

import re

from kg.extract.times.therapy_starts import Event

FIRST_RESPONSE = "event/first-response"
_COMPLETE_RESPONSE = "event/complete-response"
RESPONSES = (FIRST_RESPONSE, _COMPLETE_RESPONSE)
_NEVER_STARTS = frozenset(
    f"event/{name}"
    for name in """
    progression death cancer-death metastasis local-recurrence recurrence treatment-period
    hepatic-progression intracranial-progression psa-progression
    treatment-failure dosing study-completion last-follow-up follow-up loss-to-follow-up local-progression
    second-primary-cancer unacceptable-toxicity
    """.split()
)
_NEVER_ENDS = frozenset(
    f"event/{name}"
    for name in """
    baseline study-start enrollment randomization registration informed-consent screening
    first-dose treatment-start treatment-period diagnosis radiotherapy induction dosing procedure intervention
    implantation anesthesia intubation
    """.split()
)
# "Death due to progression after infusion", "in the subsequent follow-up", "death within 30 days of the last dose":
# what came before the end, or holds it, is not the end.
_BESIDE = re.compile(
    r"\b(?:(?:after|following|since|post|during|throughout)[\s-]|within\s(?:[^\s,;]+\s){0,4}?)"
    r"(?:(?:the|a|an|each|last|first|whole|entire|[a-z]+-t)\s){0,2}\Z"
    r"|\bin\s(?:the\s)?(?:subsequent|later|further)\s\Z|\d[\s-](?:years?|months?|weeks?|days?)[\s-](?:of\s)?\Z"
)
_IS_AFTER = re.compile(r"(?:after|following|since)\b|post")  # a name of its own: "after the treatment", "postoperative"
# "Relapse from CR or CRi", "loss of response": the response is what ends, not an end.
_LOST = re.compile(r"\b(?:relapsed?|recurrence|progress(?:ion)?|loss|lost|losing)\s(?:from|of|after)\s[^.;:]{0,40}$")
# "From a 50% decrease from baseline", "declined by 50% of the baseline": baseline is what the decrease is told against.
_AGAINST = re.compile(
    r"\b(?:changes?|decreases?|increases?|declines?|reductions?|rises?|improvements?)\s(?:\w+\s){0,2}?(?:from|since|over|versus)\s"
    r"(?:the\s)?$|%\s(?:of|from|over|above|below|under)\s(?:the\s)?$"
)
# "The initial dose of the study intervention", "CR after transplantation": one start, told more closely.
_OF_ONE = re.compile(r"\s(?:of|in|after|following|during)\s(?:(?:the|study|trial|investigational)\s){0,3}")
_BASELINE = "event/baseline"
_UNDONE = re.compile(
    r"\b(?:prior to|before|without|preclud(?:es|ing)|prevent(?:s|ing)|(?:fail(?:ure|ed|ing|s)?|inability|unable) to"
    r"|lack of)\s"
    r"(?:(?!to\b|until\b|and\b|or\b)[^\s,;]+\s){0,3}$"
)
_GROUP = re.compile(r"\s(?:group|arm|cohort)s?\b")
_DEATH, _CANCER_DEATH = "event/death", "event/cancer-death"
_OF_CANCER = re.compile(
    r"\s(?:from|due\sto|of|by|related\sto)\s(?:(?!any\b|all\b|other\b|or\b|and\b)[a-z-]+\s){0,3}?"
    r"(?:cancer|carcinoma|tumou?r|malignancy|lymphoma|melanoma|sarcoma)\b"
)


def whose(event: str, text: str, end: int) -> str:
    """The event of a name that ends at `text[end:]`; death from the cancer is not death from any cause."""
    return _CANCER_DEATH if event == _DEATH and _OF_CANCER.match(text, end) is not None else event


def happens(text: str, begin: int, start: int, end: int) -> bool:
    """Whether what is named at `text[start:end]` of a clock told from `begin` on happens: neither fails to, nor names a
    group."""
    return _UNDONE.search(text, begin, start) is None and _GROUP.match(text, end) is None


def starting(events: list[Event], text: str, begin: int, closing: int) -> list[Event]:
    """Those of the events, named before the clock's end is told at `closing`, that start it."""
    found: list[Event] = []
    for event in events:
        if event.end > closing or event.concept in _NEVER_STARTS:
            continue
        if event.concept == _BASELINE and _AGAINST.search(text, begin, event.start):
            continue
        if found and _OF_ONE.fullmatch(text, found[-1].end, event.start):
            continue
        found.append(event)
    if any(event.concept == FIRST_RESPONSE for event in found):  # "complete or partial response": the first of either
        found = [event for event in found if event.concept != _COMPLETE_RESPONSE]
    return found


def ending(events: list[Event], text: str, begin: int, closing: int) -> list[Event]:
    """Those of the events, named from where the clock's end is told at `closing`, that end it."""
    return [
        event
        for event in events
        if event.start >= closing
        and event.concept not in _NEVER_ENDS
        and _BESIDE.search(text, begin, event.start) is None
        and _IS_AFTER.match(text, event.start) is None
        and not (event.concept in RESPONSES and _LOST.search(text, closing, event.start))
    ]
