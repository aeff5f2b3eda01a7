"""Contradictions: two things that the record says of itself and that cannot both be true.

The rule: each finding shows both sides. The rules are general (one arm and a comparison, two phases, two sizes,
open and blind, an end before the beginning); what is only odd is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from kg.extract.background import clauses
from kg.extract.document import Document, Item
from kg.model import Finding, OutcomeItem, Passage, Span, Statement, Value
from kg.text import fold

_FROM_RANDOMIZATION = re.compile(
    r"\b(?:from|after|since|following|post)[- ](?:the )?(?:date of |time of |day of |"
    r"start of |moment of )?(?P<event>randomi[sz]ation)\b"
    r"(?!\s?(?:/|or (?:the )?)\s?(?:date of )?(?:first|start|enrol|inclusion|registration|treatment))"
)
_VERSUS = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|in comparison (?:with|to))\s")
# "Use the data to design a phase III trial of X versus Y": another trial.
_ANOTHER_TRIAL = re.compile(
    r"\b(?:possible|future|subsequent|later|larger|prior to an?|to design an?|historical)\b[^.;]{0,120}\Z"
)
_OPPOSITES = (
    ("single-arm", "randomized"),
    ("single-arm", "parallel"),
    ("single-arm", "crossover"),
    ("single-arm", "factorial"),
    ("single-arm", "placebo-controlled"),
    ("single-arm", "double-blind"),
    ("randomized", "non-randomized"),
    ("open-label", "single-blind"),
    ("open-label", "double-blind"),
    ("open-label", "triple-blind"),
    ("open-label", "quadruple-blind"),
    ("single-blind", "double-blind"),
    ("single-blind", "triple-blind"),
    ("single-center", "multicenter"),
    ("prospective", "retrospective"),
    ("interventional", "observational"),
)


def extract(document: Document) -> Iterator[Item]:
    """Findings of kind `contradiction`."""
    features = {
        s.object.removeprefix("design/"): s
        for s in document.said(document.trial.path, "tkg:designFeature")
        if isinstance(s.object, str)
    }
    yield from _opposites(document, features)
    if "single-arm" in features:
        yield from _one_arm(document, features["single-arm"])
    yield from _two_values(document, "tkg:phase", "phases")
    yield from _sizes(document)
    yield from _dates(document)


def _finding(document: Document, message: str, *grounds: tuple[Span, ...]) -> Finding:
    return Finding(
        "contradiction", message, tuple(span for spans in grounds for span in spans[:2]), document.trial.path
    )


def _opposites(document: Document, features: dict[str, Statement]) -> Iterator[Finding]:
    """Features of the design that cannot both be true; of a trial in parts, each part may have its own."""
    if "open-label-extension" in features or "ambispective" in features or _both_ways(features):
        features = {n: s for n, s in features.items() if n not in ("open-label", "prospective", "retrospective")}
    against: dict[str, list[str]] = {}
    for one, other in _OPPOSITES:
        if one not in features or other not in features or _parts(document, features[one], features[other]):
            continue
        if one != "single-blind" or (_named(features[one]) and _named(features[other])):
            against.setdefault(one, []).append(other)
    for one, others in against.items():
        message = f"the record says both {one} and {', '.join(others)}"
        yield _finding(document, message, features[one].evidence, *(features[o].evidence for o in others))


def _named(feature: Statement) -> bool:
    """Whether the text names the masking: what registry and prose count otherwise, and who is blinded, is no rival."""
    return feature.rule == "design-word"


def _both_ways(features: dict[str, Statement]) -> bool:
    """Whether one breath names both directions: `prospective and retrospective data collection`."""
    spans = [features[name].evidence[0] for name in ("prospective", "retrospective") if name in features]
    if len(spans) < 2 or spans[0].field != spans[1].field:
        return False
    first, second = sorted(spans, key=lambda span: span.start)
    return second.start - first.end <= _ONE_BREATH


_ONE_BREATH = len(" and/or ")
_PART = re.compile(r"\b(?:part|phase|stage|period|step|cohort|extension|followed by|then|lead-in|run-in)\b")


def _parts(document: Document, first: Statement, second: Statement) -> bool:
    """Whether the two belong to parts of the study ("an open-label part followed by a double-blind part")."""
    texts = {source.name: source.text for source in document.trial.fields}
    for span in (*first.evidence, *second.evidence):
        around = fold(texts.get(span.field, "")[max(0, span.start - 60) : span.end + 60])
        if _PART.search(re.sub(r"phase (?:[ivx0-4]+[ab]?(?:/[ivx0-4]+[ab]?)?)\b", "", around)):
            return True
    return False


def _one_arm(document: Document, single: Statement) -> Iterator[Finding]:
    """What a trial that calls itself single-arm tells besides: several arms, clocks from randomization, a
    comparison."""
    trial = document.trial
    arms = [
        s
        for s in document.said(trial.path, "tkg:plannedArms")
        if isinstance(s.object, Value)
        and int(s.object.lexical) > 1
        and not (single.method == s.method == "registry-field")
    ]
    if arms:
        counts = " or ".join(dict.fromkeys(s.object.lexical for s in arms if isinstance(s.object, Value)))
        message = f"single-arm, but {counts} arms are described"
        yield _finding(document, message, single.evidence, *(s.evidence for s in arms))
    clocks = tuple(span for outcome in trial.outcomes if (span := _randomized_clock(outcome)) is not None)
    if clocks:
        count = "an outcome is" if len(clocks) == 1 else f"{len(clocks)} outcomes are"
        yield _finding(document, f"single-arm, but {count} counted from randomization", single.evidence, clocks)
    span = _comparison(document)
    if span is not None:
        yield _finding(document, "single-arm, but two treatments are compared", single.evidence, (span,))


def _randomized_clock(outcome: OutcomeItem) -> Span | None:
    for passage in (outcome.description, outcome.measure, outcome.time_frame):
        if passage is not None and "andomi" in passage.text:
            match = _FROM_RANDOMIZATION.search(fold(passage.text))
            if match is not None:
                return passage.span(match.start(), match.end())
    return None


def _comparison(document: Document) -> Span | None:
    """ "versus" between two interventions, in the title or in a clause about the trial."""
    for passage in document.prose():
        folded = fold(passage.text)
        if "versus" not in folded and "vs" not in folded:
            continue
        for clause in clauses(document, passage):
            if clause.stance != "trial":
                continue
            for match in _VERSUS.finditer(folded, clause.start, clause.end):
                if not match.group().startswith("v") or _ANOTHER_TRIAL.search(folded, clause.start, match.start()):
                    continue
                hits = document.hits(passage, "intervention")
                before = [
                    h
                    for h in hits
                    if clause.start <= h.start and h.end <= match.start() and match.start() - h.end <= 80
                ]
                after = [
                    h
                    for h in hits
                    if 0 <= h.start - match.end() <= 25 and ")" not in folded[match.end() : h.start]  # "(yes vs no), X"
                ]
                if before and after:
                    return passage.span(match.start(), after[0].end)
    return None


def _two_values(document: Document, predicate: str, name: str) -> Iterator[Finding]:
    found = {s.object: s for s in document.said(document.trial.path, predicate)}
    for one, other in combinations(found.values(), 2):
        if isinstance(one.object, str) and isinstance(other.object, str):
            first, second = (document.concept(o) for o in (one.object, other.object))
            if first is not None and second is not None:
                yield _finding(document, f"two {name}: {first.label} and {second.label}", one.evidence, other.evidence)


_HEDGED = re.compile(r"\b(?:approximately|about|around|roughly|estimated|some|planned|aims?|expected)\b")
_AT_MOST = re.compile(r"\b(?:up to|maximum|at most|no more than)\b")
_AT_LEAST = re.compile(r"\b(?:at least|minimum|or more)\b")
_UP_TO = re.compile(r"\s?\((?:up to|maximum|max\.?) (?P<most>\d{1,6})\b")
# "Prospective cohort: 150 people will be …", "a similar trial with 70 people": not the whole, or not this one.
_OF_A_PART = re.compile(r"\b(?:cohort|part|stage|phase|arm|group|similar)\b[^.;]{0,40}\Z")
_NEAR = 200  # characters within which what makes up the difference is told: "30 patients; we will also recruit 20 …"
_MUCH = 0.1  # by what share two sizes differ where one is said to be about right
_ENDED = ("COMPLETED", "TERMINATED", "WITHDRAWN")


def _sizes(document: Document) -> Iterator[Finding]:
    """Two planned sizes. An actual enrolment is expected to differ from the plan."""
    trial = document.trial
    basis, status = trial.design.enrollment_basis, trial.status
    if basis is not None and basis.text.strip().upper() == "ACTUAL":
        return
    if basis is None and status is not None and status.text.strip().upper().startswith(_ENDED):
        return
    said = [s for s in document.said(trial.path, "tkg:enrollment") if isinstance(s.object, Value)]
    for one, other in combinations(said, 2):
        assert isinstance(one.object, Value)
        assert isinstance(other.object, Value)
        if not _agree(document, one, other):
            message = f"two numbers of participants: {one.object.lexical} and {other.object.lexical}"
            yield _finding(document, message, one.evidence, other.evidence)


def _agree(document: Document, one: Statement, other: Statement) -> bool:
    """Whether two sizes can both be true: `up to 100` and 90, `about 300` and 301."""
    assert isinstance(one.object, Value)
    assert isinstance(other.object, Value)
    texts = {source.name: source.text for source in document.trial.fields}
    first, second = int(one.object.lexical), int(other.object.lexical)
    for statement, this, that in ((one, first, second), (other, second, first)):
        span = statement.evidence[0]
        text = texts.get(span.field, "")
        words = fold(text[max(0, span.start - 30) : span.end])
        if this < that and (
            _OF_A_PART.search(fold(text[max(0, span.start - 50) : span.start]))
            or (that - this > 9
            and re.search(rf"\b{that - this}\b", text[max(0, span.start - _NEAR) : span.end + _NEAR]))
        ):
            return True
        if (_AT_MOST.search(words) and that <= this) or (_AT_LEAST.search(words) and that >= this):
            return True
        behind = _UP_TO.match(fold(text[span.end : span.end + 30]))
        if behind is not None and that <= int(behind["most"]):
            return True  # "32 patients (up to 38 with dropouts)"
        if _HEDGED.search(words) and abs(this - that) <= _MUCH * max(this, that):
            return True
    return first == second


_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?$")


def _dates(document: Document) -> Iterator[Finding]:
    trial = document.trial
    for late, name in ((trial.completion_date, "completion"), (trial.primary_completion_date, "primary completion")):
        if trial.start_date is None or late is None:
            continue
        start, end = _DATE.match(trial.start_date.text.strip()), _DATE.match(late.text.strip())
        if start is None or end is None:
            continue
        length = 3 if start[3] and end[3] else 2
        if start.groups()[:length] > end.groups()[:length]:
            yield _finding(document, f"the start is later than the {name}", (_span(trial.start_date),), (_span(late),))


def _span(passage: Passage) -> Span:
    return passage.span()
