"""Claims: what the background says about the world ("15% to 25% of patients have liver metastases when diagnosed").

The rule: only clauses that no words of their own give to the trial, cut into the pieces that can stand alone; what a
piece must say to be a claim depends on its place (`kg.extract.claimed.stated`). Where all around is background, least
is asked for; so it is behind an opening claim.
The text is verbatim; one claim said in two fields is one node with two spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.background import Clause, clauses, cued
from kg.extract.claimed.cues import said
from kg.extract.claimed.pieces import pieces
from kg.extract.claimed.shapes import shapes
from kg.extract.claimed.stated import LONGEST, Before, Figures, Place, names_any, stated, taken_up
from kg.extract.claimed.subjects import Subject, subjects
from kg.extract.claimed.whole import whole
from kg.extract.context import folded_text
from kg.extract.document import Document, Item
from kg.extract.figures import figures
from kg.extract.named_studies import is_own, may_name_studies, of_a_named_study, own_names
from kg.model import Node, Passage, Statement, Value

MOST = 80
_EDGES = " .,;:\\*-•\n\t"
# "Rest helps, but it is not known why", "…, and its cause is unknown", "…; it is cheap": more of what was just named.
_OF_THE_SAME = re.compile(
    r"(?:,|;)\s*(?:(?:but|yet|while|whereas)\s+(?:its|their|it|they)|and\s+(?:its|their))\s|;\s*(?:its|it|they)\s"
)
_SURE = {"background": 0.75, "likely": 0.7, "trial": 0.62}


@dataclass(slots=True)
class _Claim:
    places: list[tuple[Passage, int, int]] = field(default_factory=list)
    figures: list[tuple[str, str, int, int]] = field(default_factory=list)
    confidence: float = 0.8
    about: Subject | None = None  # what its pronoun stands for


def extract(document: Document) -> Iterator[Item]:
    """Claim nodes with text, figures and the concepts they are about."""
    claims: dict[str, _Claim] = {}
    for passage in (document.trial.brief_summary, document.trial.detailed_description):
        if passage is not None:
            _gather(document, passage, claims)
        if len(claims) >= MOST:
            break
    for number, claim in enumerate(list(claims.values())[:MOST]):
        yield from _items(document, number, claim)


def _gather(document: Document, passage: Passage, claims: dict[str, _Claim]) -> None:
    """Add the claims of one passage to those found so far, by their words."""
    folded = folded_text(passage.text)
    opening = True  # until something is said of the trial
    among = False  # among claims: the sentence before, an opening one, was one
    before: Before | None = None
    for clause in clauses(document, passage):
        if before is not None and clause.sentence - before.sentence > 1:
            before = None
        opening = opening and clause.stance != "trial"
        stance = "background" if among and clause.stance == "likely" else clause.stance
        among = False
        if clause.end - clause.start < 20 or clause.ruled_out:
            continue
        if clause.stance == "trial" and cued(passage.text, clause.start, clause.end):
            continue
        behind = before if before is not None and before.sentence < clause.sentence else None
        place = Place(document, passage, folded, stance, opening)
        for start, end, found in _claimed(place, clause, behind):
            among = opening
            claim = claims.setdefault(" ".join(folded[start:end].split()), _Claim())
            claim.places.append((passage, start, end))
            about = taken_up(document, passage, folded, start, behind) if stance == "background" else None
            if len(claim.places) == 1:
                claim.figures, claim.about = found, about
                claim.confidence = _SURE[clause.stance] if clause.stance != "background" or not found else 0.88
            if before is None or before.sentence != clause.sentence:
                before = Before(clause.sentence, start, end, about)


def _claimed(place: Place, clause: Clause, before: Before | None) -> Iterator[tuple[int, int, Figures]]:
    """The pieces of a clause that are claims; what goes on about the same ("…, but its cause is unknown") is one, and
    so is what one sentence tells of a study by its name."""
    folded = place.folded
    if place.stance == "background":
        of_it = _of_a_named_study(place.document, place.passage, folded, clause)
        if of_it is not None:
            yield of_it
            return
    last: tuple[int, int, Figures] | None = None
    for start, end in pieces(folded, clause.start, clause.end):
        found = stated(place, start, end, before)
        before = None
        if last is not None and found is None and end - last[0] <= LONGEST and _goes_on(folded, last[1], start, end):
            last = last[0], end, [*last[2], *figures(folded, start, end)]
            continue
        if last is not None:
            yield last
        last = None if found is None else (start, end, found)
    if last is not None:
        yield last


def _of_a_named_study(
    document: Document, passage: Passage, folded: str, clause: Clause
) -> tuple[int, int, Figures] | None:
    """What the clause tells that another study, called by its name, found: a claim as a whole, the name included."""
    start, end = clause.start, clause.end
    opening = folded[start : start + 160]
    if "in " not in opening and not may_name_studies(passage.text[start : start + 160], opening):
        return None
    study = of_a_named_study(passage.text, folded, start, end)
    if study is None or is_own(study, own_names(document)):
        return None
    while start < end and folded[start] in _EDGES:
        start += 1
    while end > start and folded[end - 1] in _EDGES:
        end -= 1
    found = list(figures(folded, start, end))
    words = said(folded, start, end)
    if not 20 <= end - start <= LONGEST or not whole(folded[start:end], True):
        return None
    return (start, end, found) if found or words.medical or names_any(document, passage, start, end) else None


def _goes_on(folded: str, after: int, start: int, end: int) -> bool:
    """Whether a piece asserts something more of what the piece before it, which ends at `after`, names."""
    if _OF_THE_SAME.match(folded, after, end) is None:
        return False
    words = said(folded, start, end)
    if not words.asserts or words.plan or words.hint or words.modal:
        return False
    return shapes().of_a_study.search(folded, start, end) is None


def _items(document: Document, number: int, claim: _Claim) -> Iterator[Item]:
    trial = document.trial
    path = trial.part(f"claim-{number}")
    spans = tuple(dict.fromkeys(passage.span(start, end) for passage, start, end in claim.places))
    passage, start, end = claim.places[0]
    yield Node(path, "Claim")
    yield Statement(trial.path, "tkg:reportsClaim", path, "grammar", claim.confidence, spans, "background-claim")
    yield Statement(
        path, "tkg:claimText", Value(passage.text[start:end]), "grammar", claim.confidence, spans, "background-claim"
    )
    if claim.about is not None:
        what = claim.about
        pronoun = start + len(passage.text[start:end].split(maxsplit=1)[0])
        grounds = (passage.span(what.start, what.end), passage.span(start, pronoun))
        yield Statement(path, "tkg:claimAbout", what.concept, "inference", 0.7, grounds, "claim-about-before")
    said: set[tuple[str, str]] = set()
    for value, unit, first, last in claim.figures:
        span = (passage.span(first, last),)
        if ("value", value) not in said:
            said.add(("value", value))
            yield Statement(path, "tkg:claimedValue", Value(value, "decimal"), "grammar", 0.88, span, "claimed-figure")
        if ("unit", unit) not in said:
            said.add(("unit", unit))
            yield Statement(path, "tkg:claimedUnit", Value(unit), "grammar", 0.88, span, "claimed-figure")
    for subject in subjects(document, passage, start, end):
        if claim.about is not None and subject.concept == claim.about.concept:
            continue
        place = (passage.span(subject.start, subject.end),)
        yield Statement(path, "tkg:claimAbout", subject.concept, subject.method, 0.85, place, "claim-about")
