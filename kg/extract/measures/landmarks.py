"""A survival "rate" whose measure does not say when: "PFS rate" with the time frame "6 months".

The rule: such a rate is taken at one time where the description says so ("the rate of PFS at 12 months", "2-year DFS
rate"), or where the time frame is one duration of at least four weeks, not "up to" one, and the description tells no
clock. Otherwise it stays the survival. "Patients alive" who also are without progression are the rate of that survival.
"""

from __future__ import annotations

import re

from kg.extract.measures.grounded import Grounded
from kg.extract.measures.kinds import LANDMARK
from kg.extract.times import frames
from kg.model import Passage
from kg.text import lowered

_RATE = re.compile(r"[^,;:.]*\brates?\s*\Z")
_RATE_BEHIND = re.compile(r"\s*(?:\([^()]{2,12}\)\s*)?rates?\b")
_TIME = (
    r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|nine|ten|twelve|eighteen)[\s-]?"
    r"(?:weeks?|months?|years?|yrs?|mos?)\b"
)
_AT_ONE_TIME = re.compile(
    r"\b(?:alive|free|surviv\w*|rates?|pfs|os|dfs|rfs|efs)\b[^.;:]{0,80}?\b(?:at|after)\s(?:the\s)?" + _TIME
    + r"|\b" + _TIME + r"[\s-](?:[a-z-]+\s){0,2}?(?:rates?|survival|pfs|os|dfs|rfs|efs)\b"
)  # fmt: skip
_CLOCK = re.compile(r"\b(?:time|period|interval|duration|length)\b[^.;:]{0,40}?\b(?:from|between|until|to)\b|\bfrom\b")
_SHORTEST = 28  # days
ALIVE = "endpoint/survival-rate"
# "Patients alive without disease progression", but not "… without relapse or progression": which is meant is unsure.
_WITHOUT = re.compile(
    r"\s(?:and\s)?(?:(?:is|are|was|were|remain\w*)\s)?(?:"
    r"(?:without|free\s(?:of|from)|with\sno)\s(?:any\s)?"
    r"(?:(?:disease|tumou?r|cancer|documented|evidence|signs?|of|local|radiographic)\s)*(?P<of>progression|recurrence|relapse)"
    r"|(?P<from>progression|recurrence|relapse|event)[\s-]free)\b(?!\s?(?:or|and|/|,)\s?[a-z])"
)
_FREE = {"progression": "progression", "recurrence": "recurrence", "relapse": "recurrence", "event": "event"}


def at_one_time(
    found: list[Grounded], measure: Passage, description: Passage | None, time_frame: Passage | None
) -> list[Grounded]:
    """The endpoints of a measure, survival rates that are taken at one time told as that."""
    if not any(name.concept in LANDMARK and name.passage is measure for name in found):
        return found
    text = lowered(measure.text)
    if "rate" not in text:
        return found
    told = lowered(description.text) if description is not None else ""
    if not (_AT_ONE_TIME.search(told) or (_is_one_duration(time_frame) and _CLOCK.search(told) is None)):
        return found
    return [
        name._replace(concept=LANDMARK[name.concept], rule="endpoint-rate-at-one-time")
        if name.concept in LANDMARK
        and name.passage is measure
        and (_RATE.match(text, name.start, name.end) or _RATE_BEHIND.match(text, name.end))
        else name
        for name in found
    ]


def _is_one_duration(time_frame: Passage | None) -> bool:
    frame = frames.parse(time_frame.text) if time_frame is not None else None
    if frame is None or frame.kind != "fixed" or frame.horizon is None or len(frame.points) != 1:
        return False
    return float(frame.horizon) >= _SHORTEST


def alive_without(text: str, end: int) -> str | None:
    """The survival whose rate "patients alive", a name that ends at `end`, is where they also are free of something."""
    match = _WITHOUT.match(lowered(text), end)
    return None if match is None else f"endpoint/{_FREE[match['of'] or match['from']]}-free-survival-rate"
