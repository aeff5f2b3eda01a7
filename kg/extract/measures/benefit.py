"""What "efficacy" or "antitumor activity" is measured by, where the measure itself says so.

The rule: what stands in brackets; else behind a colon or dash; else what is measured "by" or "as"; else what the
treatment is to reduce, improve or prevent, or has an effect on; else what "the efficacy variables are". Names of
endpoints come before instruments, which tell what they measure.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures import instruments
from kg.extract.measures.heads import heads_of
from kg.extract.measures.kinds import VAGUE
from kg.extract.measures.names import Name, names_in
from kg.extract.measures.parts import brackets, joins, opening_end, plain, tail, tells
from kg.model import Passage
from kg.text import lowered

_NEAR_TAIL = 60
_FAR_EFFECT = 45  # characters between "reducing" and what is reduced
_BEHIND = re.compile(r":\s+|\s[-–]\s")
_ACTS = re.compile(
    r"\b(?:in|for|of|on)\s(?:the\s)?(?:reduc|improv|increas|decreas|prevent|lower|treat|control|modify|enhanc|reliev|restor|"
    r"manag|alleviat|induc|maintain)\w*\s(?:of\s|the\s)*"
    r"|\bto\s(?:reduce|improve|increase|decrease|prevent|lower|control|modify|enhance|relieve|restore|alleviate|maintain|induce)\s"
)
# "Effectiveness of acupuncture on hot flashes": what something has an effect on, but not when.
_ON = re.compile(
    r"\b(?:efficacy|effectiveness)\sof\s[^.;:|]{2,90}?\son\s(?!demand\b|days?\b|admission|discharge|weeks?\b|treatment)"
    r"(?:the\s|(?:clinical|severity\sof|symptoms\sof)\s)*"
)
_AT_ONCE = re.compile(r"(?:(?!where|when|with|in|of|at|by|for|to|and)[\w'’-]+\s){0,3}")
_ENDS = re.compile(r"[,;:.]|\s(?:versus|vs|compared|than|among|after|during)\b")
_ARE = re.compile(
    r"\b(?:variables?|measures?|end\s?-?points?|outcomes?|parameters?|criteri(?:on|a))\s(?:is|are|was|were|will\sbe)\s(?:the\s|a\s)?"
)


def told_of_benefit(measure: Passage, document: Document) -> list[tuple[Name, float]]:
    """The names of what is measured, each with how sure that is; empty where the measure only says "efficacy"."""
    names = [name for name in names_in(measure, document) if name.concept not in VAGUE]
    for begin, end in brackets(measure.text):
        enclosed = [(name, 0.88) for name in names if begin <= name.start and name.end <= end]
        if enclosed:
            return enclosed
    text = plain(measure.text)
    behind = _BEHIND.search(text)
    if behind is not None:
        heads = _heads_behind(measure, behind.end(), document)
        if heads:
            return [(name, 0.85) for name in heads]
    position = tail(text, opening_end(text), ())
    if tells(text, position):
        assert position is not None
        near = next((name for name in names if 0 <= name.start - position <= _NEAR_TAIL), None)
        near = near or _by_instrument(measure, position, document)
        if near is not None:
            return [(name, 0.85) for name in _listed_from(near, names, text)]
    low = lowered(text)
    acts = _ACTS.search(low)
    if acts is not None:
        ends = _ENDS.search(low, acts.end())
        limit = min(acts.end() + _FAR_EFFECT, len(low) if ends is None else ends.start())
        acted = next((name for name in names if acts.end() <= name.start < limit), None)
        return [] if acted is None else [(acted, 0.8)]
    on = _ON.search(low) if " on " in low else None
    if on is not None:
        heads = _heads_behind(measure, on.end(), document)
        at_once = bool(heads) and _AT_ONCE.fullmatch(low, on.end(), heads[0].start) is not None
        return [(name, 0.8) for name in heads] if at_once else []
    are = _ARE.search(low)
    return [] if are is None else [(name, 0.85) for name in _heads_behind(measure, are.end(), document)]


def _listed_from(first: Name, names: list[Name], text: str) -> list[Name]:
    """The name and those that "and" joins to it: "as measured by ORR and DOR"."""
    told = [first]
    for name in names:
        if name.start >= told[-1].end and joins(text[told[-1].end : name.start]):
            told.append(name)
    return told


def _heads_behind(measure: Passage, begin: int, document: Document) -> list[Name]:
    """What heads the measure from `begin` on; what the instrument there measures where there is no name."""
    rest = measure.part(begin, len(measure.text))
    heads = [name for name in heads_of(rest, document) if name.concept not in VAGUE]
    if heads:
        return [name._replace(start=name.start + begin, end=name.end + begin) for name in heads]
    told = _by_instrument(measure, begin, document)
    named = (name for name in names_in(measure, document) if name.start >= begin and name.concept not in VAGUE)
    first = told or next(named, None)
    return [] if first is None else [first]


def _by_instrument(measure: Passage, begin: int, document: Document) -> Name | None:
    for instrument in instruments.find(measure, document):
        told = instruments.measured(instrument.concept, document) if instrument.start >= begin else None
        if told is not None and told not in VAGUE:
            return Name(told, instrument.start, instrument.end, "inference", "endpoint-of-instrument")
    return None
