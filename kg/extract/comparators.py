"""What the trial compares with, as prose tells it: what stands behind `versus` in a sentence on this trial, what only
control arms give, and the placebo of a trial that calls itself placebo-controlled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms.arm import ToldArm
from kg.extract.told_arms.contrasts import Versus
from kg.model import Span, Statement

COMPARING = frozenset({"active-comparator", "placebo-comparator", "sham-comparator"})
_SINGLE_ARM = re.compile(r"\b(?:single|one)[- ](?:arm|group)\b", re.IGNORECASE)
_CONTROLLED = re.compile(r"\b(placebo|sham)[- ]controlled\b")


def told_comparators(document: Document, arms: list[ToldArm], roles: list[str | None]) -> Iterator[Statement]:
    """What only the control arms told in prose give, where another arm is no control."""
    trial = document.trial
    tested = {
        g.concept
        for arm, role in zip(arms, roles, strict=True)
        if role not in COMPARING
        for g in arm.gives
        if not g.concept.startswith("placebo/")  # of two drugs, one arm gives one and the placebo of the other
    }
    for arm, role in zip(arms, roles, strict=True):
        for found in arm.gives if tested and (role in COMPARING or role == "no-intervention") else ():
            if found.concept not in tested:
                spans = (arm.label.span(), found.passage.span(found.start, found.end))
                yield Statement(
                    trial.path, "tkg:comparator", found.concept, "grammar", 0.75, spans, "control arm told in prose"
                )


def controlled(document: Document) -> Iterator[Statement]:
    """`placebo-controlled`, where a placebo is an entry: that is what is compared with."""
    trial = document.trial
    feigned = {
        concept for item in trial.interventions for concept in document.meant_by(item) if concept.startswith("placebo/")
    }
    for passage in document.prose() if len(feigned) == 1 else ():
        match = _CONTROLLED.search(folded_text(passage.text))
        (concept,) = feigned
        if match is None or (match.group(1) == "sham") != ("sham" in concept):
            continue
        if stance_at(clauses(document, passage), match.start()) != "background":
            yield Statement(
                trial.path,
                "tkg:comparator",
                concept,
                "grammar",
                0.8,
                (passage.span(*match.span()),),
                "placebo-controlled",
            )
            return


def by_roles(compared: list[Versus], tested: set[str], controls: set[str]) -> list[Versus]:
    """The comparisons as the roles of arms tell them: turned where the left side is given by controls and the right by
    what is tested, as in `surgery versus ablation`; left out where nothing is known of the left."""
    own, others = tested - controls, controls - tested
    if not own or not others:
        return compared
    made: list[Versus] = []
    for contrast in compared:
        if contrast.turned or not {g.concept for g in contrast.right} <= own:
            made.append(contrast)
        elif contrast.left and {g.concept for g in contrast.left} <= others:
            made.append(contrast._replace(left=contrast.right, right=contrast.left, turned=True))
        elif contrast.left:
            made.append(contrast)
    return made


def stated_comparators(document: Document, compared: list[Versus]) -> Iterator[Statement]:
    """`tkg:comparator` for what stands on the right of each `versus`, but for what both sides are given."""
    trial = document.trial
    evidence: dict[str, list[Span]] = {}
    titled: set[str] = set()
    for contrast in compared:
        beside = {g.concept for g in contrast.left}
        own = [g for g in contrast.right if g.concept not in beside]  # what both sides are given is no comparator
        for found in own or contrast.right:
            inside = found.passage
            offset = inside.start - contrast.passage.start
            begin, end = contrast.at, offset + found.end
            if contrast.turned:
                begin, end = offset + found.start, contrast.at - 1
            span = contrast.passage.span(begin, end)
            evidence.setdefault(found.concept, []).append(span)
            if document.is_title(contrast.passage):
                titled.add(found.concept)
    alone = any(_SINGLE_ARM.search(passage.text) for passage in document.prose()) if evidence else False
    for concept, spans in evidence.items():
        confidence = 0.9 if concept in titled else 0.8
        rule = "versus"
        if alone:  # the record contradicts itself; which side is right cannot be known
            confidence, rule = 0.6, "versus, in a record that says single-arm"
        yield Statement(trial.path, "tkg:comparator", concept, "grammar", confidence, tuple(dict.fromkeys(spans)), rule)
