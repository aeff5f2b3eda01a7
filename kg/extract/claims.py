"""Claims: what the background says about the world ("15% to 25% of patients have liver metastases when diagnosed").

The rule: only clauses that no words of their own give to the trial, only those with a figure that is a finding (a
share, a rank, a survival time) or with words that assert one of medicine, right behind a claim of anything
(`kg.extract.claim_cues`), and none that says what a trial does, wants or supposes. Where all around is background,
telling how something is, is enough (`kg.extract.claim_plain`); so it is behind an opening claim. An opening sentence,
which may speak of the trial, needs asserting words even with a figure, or must tell something of a disease or a
treatment; one between sentences about the trial needs a pair of them, in the present ("X may … reduce"), or must be a
plain statement that asserts.
The text is verbatim; one claim said in two fields is one node with two spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.extract.background import Clause, clauses, cued
from kg.extract.claim_before import meant, names_the_kind, takes_up
from kg.extract.claim_cues import Said, said
from kg.extract.claim_pieces import pieces
from kg.extract.claim_plain import plain, tells_a_share
from kg.extract.claim_shapes import shapes, stands_alone
from kg.extract.claim_subjects import Subject, subjects
from kg.extract.claim_whole import whole
from kg.extract.context import between, folded_text
from kg.extract.document import Document, Item
from kg.extract.figures import figures, tells_how_it_is_tested
from kg.extract.named_studies import is_own, may_name_studies, of_a_named_study, own_names
from kg.extract.stance_cues import Stance
from kg.model import Node, Passage, Statement, Value

MOST = 80
_LONGEST = 600
_OF_OTHERS = ("and ", "or ", "the former", "the latter", "both ", "they ", "these ", "it is ")
_EDGES = " .,;:\\*-•\n\t"
# "Rest helps, but it is not known why", "…, and its cause is unknown", "…; it is cheap": more of what was just named.
_OF_THE_SAME = re.compile(
    r"(?:,|;)\s*(?:(?:but|yet|while|whereas)\s+(?:its|their|it|they)|and\s+(?:its|their))\s|;\s*(?:its|it|they)\s"
)
_SURE = {"background": 0.75, "likely": 0.7, "trial": 0.62}
# "Cases are divided into two groups: up to 50% proficiency, and after that": how a study counts.
_DIVIDES = re.compile(r"\b(?:is|are|was|were|will be) (?:then )?(?:divided|split|classified|grouped) (?:into|in|as)\b")
# "CEA < 80 ng/ml, decrease >= 50%": who may take part; "a level ≥ 50 with a count ≥ 300 indicates asthma" is a claim.
_LIMIT = re.compile(r"[<>≤≥]\s?=?\s?\d")
_TELLS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|might|could|indicates?|suggests?|predicts?|means?|increases|reduces|"
    r"defines?)\b"
)
_HYPOTHESIS = ("hypothesis: ", "hypothesis - ", "hypothesis:\n", "h0: ", "h1: ", "hypotheses: ")
# "1% lidocaine", "100% oxygen": how strong something is, not how many.
_STRENGTH = re.compile(
    r"\d\s?%\s(?:[\w-]+\s)?(?:oxygen|o2|lidocaine|saline|solution|cream|gel|ointment|ethanol|alcohol|dextrose|glucose|"
    r"bupivacaine|ropivacaine|chlorhexidine|povidone|hydrogen|bleach)\b"
)
@dataclass(slots=True)
class _Claim:
    places: list[tuple[Passage, int, int]] = field(default_factory=list)
    figures: list[tuple[str, str, int, int]] = field(default_factory=list)
    confidence: float = 0.8
    about: Subject | None = None  # what its pronoun stands for


def extract(document: Document) -> Iterator[Item]:
    """Claim nodes with text, figures and the concepts they are about."""
    trial = document.trial
    claims: dict[str, _Claim] = {}
    for passage in (trial.brief_summary, trial.detailed_description):
        if passage is None:
            continue
        folded = folded_text(passage.text)
        opening = True  # until something is said of the trial
        among = False  # among claims: the sentence before, an opening one, was one
        before: _Before | None = None
        for clause in clauses(document, passage):
            if before is not None and clause.sentence - before.sentence > 1:
                before = None
            opening = opening and clause.stance != "trial"
            stance = "background" if among and clause.stance == "likely" else clause.stance
            among = False
            if clause.end - clause.start < 20:
                continue
            if clause.stance == "trial" and cued(passage.text, clause.start, clause.end):
                continue
            behind = before if before is not None and before.sentence < clause.sentence else None
            for start, end, found in _claimed(document, passage, folded, clause, stance, opening, behind):
                among = opening
                claim = claims.setdefault(" ".join(folded[start:end].split()), _Claim())
                claim.places.append((passage, start, end))
                about = _taken_up(document, passage, folded, start, behind) if stance == "background" else None
                if len(claim.places) == 1:
                    claim.figures, claim.about = found, about
                    claim.confidence = _SURE[clause.stance] if clause.stance != "background" or not found else 0.88
                if before is None or before.sentence != clause.sentence:
                    before = _Before(clause.sentence, start, end, about)
        if len(claims) >= MOST:
            break
    for number, claim in enumerate(list(claims.values())[:MOST]):
        yield from _items(document, number, claim)


_Figures = list[tuple[str, str, int, int]]


class _Before(NamedTuple):
    """The first claim of the sentence before, and what its own pronoun stands for."""

    sentence: int
    start: int
    end: int
    about: Subject | None


def _taken_up(
    document: Document, passage: Passage, folded: str, start: int, before: _Before | None
) -> Subject | None:
    """What the pronoun at `start`, right behind a claim, stands for."""
    if before is None or not folded.startswith(("it", "the"), start):
        return None
    text = folded[start : start + 160]
    number = "" if stands_alone(text) else takes_up(text)
    if not number:
        return None
    again = takes_up(folded[before.start : before.start + 160])
    if again:
        return before.about if again == number else None
    return meant(document, passage, before.start, before.end, number)


def _claimed(
    document: Document,
    passage: Passage,
    folded: str,
    clause: Clause,
    stance: Stance,
    opening: bool,
    before: _Before | None,
) -> Iterator[tuple[int, int, _Figures]]:
    """The pieces of a clause that are claims; what goes on about the same ("…, but its cause is unknown") is one, and
    so is what one sentence tells of a study by its name."""
    if stance == "background" and (of_it := _of_a_named_study(document, passage, folded, clause)) is not None:
        yield of_it
        return
    last: tuple[int, int, _Figures] | None = None
    for start, end in pieces(folded, clause.start, clause.end):
        found = _stated(document, passage, folded, start, end, stance, opening, before)
        before = None
        if last is not None and found is None and end - last[0] <= _LONGEST and _goes_on(folded, last[1], start, end):
            last = last[0], end, [*last[2], *figures(folded, start, end)]
            continue
        if last is not None:
            yield last
        last = None if found is None else (start, end, found)
    if last is not None:
        yield last


def _of_a_named_study(
    document: Document, passage: Passage, folded: str, clause: Clause
) -> tuple[int, int, _Figures] | None:
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
    if not 20 <= end - start <= _LONGEST or not whole(folded[start:end], True):
        return None
    return (start, end, found) if found or words.medical or _names_any(document, passage, start, end) else None


def _goes_on(folded: str, after: int, start: int, end: int) -> bool:
    """Whether a piece asserts something more of what the piece before it, which ends at `after`, names."""
    if _OF_THE_SAME.match(folded, after, end) is None:
        return False
    words = said(folded, start, end)
    if not words.asserts or words.plan or words.hint or words.modal:
        return False
    return shapes().of_a_study.search(folded, start, end) is None


def _stated(
    document: Document,
    passage: Passage,
    folded: str,
    start: int,
    end: int,
    stance: Stance,
    opening: bool,
    before: _Before | None,
) -> _Figures | None:
    """The figures of a piece that is a claim, None where it is none. Nothing but its own words says that an opening
    sentence, or one between others about the trial, speaks of the world."""
    text = folded[start:end]
    if not 20 <= end - start <= _LONGEST or text.endswith(("?", ":")) or shapes().no_statement.match(text):
        return None
    found = list(figures(folded, start, end)) if "%" not in text or not _STRENGTH.search(text) else []
    if tells_how_it_is_tested(text, bool(found) and stance == "background") or folded.endswith(_HYPOTHESIS, 0, start):
        return None
    if len(_LIMIT.findall(text)) > 1 and _TELLS.search(text) is None:
        return None
    words = said(folded, start, end)
    if words.plan or (words.hint and not (stance == "background" and shapes().cited.search(text))):
        return None
    if not whole(text, words.finite):
        return None
    if found and stance == "background" and not (words.procedure and _DIVIDES.search(text)):
        return found
    if stance == "trial" and (shapes().of_the_trial.match(text) or passage.text[start].islower()):
        return None
    if (words.modal and not found) or not _says(words, text, stance, opening, bool(found)):
        return None
    if not stands_alone(text):
        if before is None or stance != "background":
            return None
        if _taken_up(document, passage, folded, start, before) is not None:
            return found
        goes_on = words.medical and (words.asserts or words.tells) and not words.procedure and takes_up(text)
        if not goes_on and not names_the_kind(text):
            return None
    perhaps_ours = stance == "likely" and not words.asserts and (words.procedure or words.will)
    medical = words.medical and not perhaps_ours
    if not medical and before is not None and stance == "background" and words.asserts and not words.procedure:
        # "High-quality evidence is lacking.", right behind a claim: of what that one speaks of
        return None if text.startswith(_OF_OTHERS) else found
    return found if medical or _names_any(document, passage, start, end) else None


def _says(words: Said, text: str, stance: Stance, opening: bool, counted: bool) -> bool:
    """Whether the words say enough for the place. Between sentences about the trial: a pair that asserts, or a plain
    statement that asserts; in an opening one: that asserts, tells, or tells a share ("20% of patients develop …");
    where all is background, telling is enough."""
    if (stance != "trial" and words.asserts) or (words.paired and not words.procedure):
        return True
    if stance == "background" and shapes().cited.search(text) and shapes().reported.search(text):
        return True
    if shapes().of_a_study.search(text):
        return False
    told = not (words.procedure or words.will) and plain(text, words.verb)
    if stance == "trial":
        return words.asserts and told
    if stance == "likely":
        return opening and (
            words.tells or (told and words.verb) or (counted and not words.procedure and tells_a_share(text))
        )
    return words.tells or told


def _names_any(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Whether a disease or a treatment is named there, or something for which the record has an abbreviation."""
    text = passage.text[start:end]
    return any(abbreviation.short in text for abbreviation in document.abbreviations) or any(
        hit.end <= end
        for domain in ("condition", "intervention")
        for hit in between(document.hits(passage, domain), start, end)
    )


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
