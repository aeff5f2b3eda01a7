"""Headings: endpoints so wide that they only head what the measure goes on to name.

"Pharmacokinetics (PK): clearance", "Safety (adverse events)", "Tolerability of X as assessed by vital signs", "Time to
first occurrence of graft failure". The rule: what stands behind the colon, in the bracket or behind "as assessed by" is
read as a measure of its own, and what it names at once is measured. Where it names nothing, or several events of one
clock, the heading stays.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures import levels
from kg.extract.measures.heads import heads_of
from kg.extract.measures.kinds import VAGUE
from kg.extract.measures.names import Name
from kg.extract.measures.narrowing import ancestors
from kg.extract.measures.parts import opening_end
from kg.model import Passage

_INFECTION = "endpoint/infection"
_RECOVERY = "endpoint/recovery"
_CLOCK, _KINETICS, _LEVEL = "endpoint/time-to-first-event", "endpoint/pharmacokinetics", "endpoint/drug-concentration"
_EFFECTS, _VALUE = "endpoint/pharmacodynamics", "endpoint/laboratory-value"
_SYMPTOMS, _REPORTED = "endpoint/symptom-score", "endpoint/patient-reported-outcome"
HEADINGS = frozenset(
    {_CLOCK, _RECOVERY, _KINETICS, _EFFECTS, _SYMPTOMS, _REPORTED, "endpoint/safety", "endpoint/tolerability"}
)
TOLD_BY_INSTRUMENT = frozenset({_REPORTED, _SYMPTOMS})  # where the measure names one, it says more
_BELOW_KINETICS = frozenset({_LEVEL, "endpoint/metabolites"})
_REPORTABLE = frozenset({"endpoint/functional-status"})
_OF_EVENT = re.compile(r"\s(?:of|regarding)\s(?:the\s|an?\s)?", re.IGNORECASE)
_COLON = re.compile(r"[\s\w]{0,40}?(?:\([^()]*\)|\[[^\[\]]*\])?[\w\s]{0,25}?(?::|\.(?=\s)|\s?[–—-]\s|(?<=\))-)\s*")
_BRACKET = re.compile(
    r"[\s\w]{0,30}?[(\[](?P<inside>(?!incl|e\.?\s?g\b|such\sas)[^()\[\]]{3,}(?:\([^()]*\)[^()\[\]]*)*)[)\]]"
)
_ASSESSED = re.compile(
    r"\b(?:as\s)?(?:(?:assessed|measured|evaluated|determined|indicated|judged|monitored|defined|expressed|characteri[sz]ed)"
    r"(?:\s(?:primarily|mainly|according|through|in\sterms))?\s(?:by|as|using|through|via|with|from|of|to|per)"
    r"|in\sterms\sof|based\s(?:up)?on|via|using|with\srespect\sto|by(?=\s(?:the\s)?(?:number|incidence|frequency|rate)s?\s))"
    r"\s(?:the\s|an?\s)?(?:spontaneous\s)?(?:(?:occurrence|monitoring|recording|evaluation|capturing"
    r"|reporting|measurement|measuring)\s(?:of\s)?)?",
    re.IGNORECASE,
)
# What participants report stands right behind: "Patient-Reported Outcomes Measurement Information System Fatigue".
_REPORTED_BEHIND = re.compile(
    r"[\s:–-]*(?:measurement\sinformation\s(?:system)?\W{0,2}\s*)?(?:\([^()]*\)\s*)?(?:measures?\s)?(?:on\s)?"
    r"(?!(?:in|of|for|at|by|from|during|after|as|using|to|with|between|among|and|will|was|were|is|are)\b)(?=[a-z])",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r",|/|\bor\b|\band\b", re.IGNORECASE)
_AND_OR = re.compile(r",\s|\bor\b|\band\b", re.IGNORECASE)
_AT_ONCE = 24  # characters behind the opening of what is read as a measure of its own


def under_headings(names: list[Name], measure: Passage, document: Document) -> list[Name]:
    """The names of a measure, without its headings where it goes on to name what they head."""
    headings = [name for name in names if name.concept in HEADINGS]
    if not headings:
        return names
    under = named_under(max(headings, key=lambda name: name.end), measure, document)
    told = {name.concept for name in under}
    others = [name for name in names if name.concept not in HEADINGS]
    return under if under and told.issuperset(name.concept for name in others) else names


def named_under(heading: Name, measure: Passage, document: Document) -> list[Name]:
    """The names that the measure goes on to give behind a heading; empty where it gives none."""
    text = measure.text
    if heading.concept in (_CLOCK, _RECOVERY):
        of = _OF_EVENT.match(text, heading.end)
        names = [] if of is None else _read_alone(measure, of.end(), len(text), document)
        if of is None or len(names) != 1 or _ALTERNATIVES.match(text[names[0].end :].lstrip()):
            return []
        if text[: heading.end].endswith("symptoms") and _INFECTION in ancestors(names[0].concept, document):
            return []  # "resolution of symptoms of influenza": who falls ill is not what is measured
        return [] if _AND_OR.search(text, of.end(), names[0].start) else names
    for begin, end in _stretches(heading, text):
        names = _read_alone(measure, begin, end, document)
        told = [name for name in names if _narrows(heading.concept, name.concept)]
        if told:
            return told
        level = levels.level(text[begin:end], document) if heading.concept == _KINETICS and not names else None
        if level is not None and level.concept in (_LEVEL, _VALUE):
            return [Name(_LEVEL, begin + level.start, begin + level.end, "grammar", "endpoint-under-heading")]
    return []


def _stretches(heading: Name, text: str) -> list[tuple[int, int]]:
    """Where what a heading heads may stand: behind a colon, in a bracket, behind "as assessed by"."""
    found = []
    colon = _COLON.match(text, heading.end) if heading.concept != _SYMPTOMS else None
    if colon is not None:
        found.append((colon.end(), len(text)))
    bracket = _BRACKET.match(text, heading.end) if heading.concept != _SYMPTOMS else None
    if bracket is not None:
        found.append(bracket.span("inside"))
    assessed = _ASSESSED.search(text, heading.end)
    if assessed is not None:
        found.append((assessed.end(), len(text)))
    if heading.concept == _REPORTED:
        behind = _REPORTED_BEHIND.match(text, heading.end)
        found += [] if behind is None else [(behind.end(), len(text))]
        found += [(0, heading.start)] if text[: heading.start].rstrip().endswith((":", "-")) else []
    return found


def _read_alone(measure: Passage, begin: int, end: int, document: Document) -> list[Name]:
    """The names that head the stretch, read as a measure of its own, with their places in the whole."""
    alone = measure.part(begin, end)
    names = heads_of(alone, document)
    if not names or names[0].start > opening_end(alone.text) + _AT_ONCE:
        return []
    return [
        name._replace(start=name.start + begin, end=name.end + begin, rule="endpoint-under-heading") for name in names
    ]


def _narrows(heading: str, concept: str) -> bool:
    if concept in HEADINGS or (heading == _EFFECTS and concept == _VALUE):
        return False
    below = {_KINETICS: _BELOW_KINETICS, _REPORTED: _REPORTABLE}.get(heading, frozenset())
    return concept not in VAGUE or concept in below
