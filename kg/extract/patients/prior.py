"""What the patients were treated with before they came to the trial.

The rule: names of the vocabulary ("failure of standard therapy", "previously untreated"), and words of having had a
treatment ("progressed on", "refractory to", "previously treated with") directly before an intervention, which mint
the pair's concept.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.background import Clause, clause_at
from kg.extract.collect import Collector
from kg.extract.context import words
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.extract.patients import prior_lines
from kg.extract.patients.not_had import OTHER_PEOPLE, not_had
from kg.grammar import alternatives
from kg.model import Concept, Hit, Passage
from kg.terms import concept_id
from kg.text import holds_any

_HINTS = (
    "fail progress refractor resist relaps respon intoler prior previous pretreat naive experienced inadequate "
    "insufficient poor undergone received completed -line"
).split()
_ROLES = ("had", "between", "no-row", "after", "resists", "failure", "measured", "looked-at")


class _Patterns(NamedTuple):
    """What was had before a name, and whether it is told as a failure (group `how`); the same behind a name; what is
    only measured; what a failure behind it is looked at by."""

    had: re.Pattern[str]
    failure: re.Pattern[str]
    behind: re.Pattern[str]
    measured: re.Pattern[str]
    looked_at: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    role = alternatives("prior_words.tsv", _ROLES)
    return _Patterns(
        re.compile(
            rf"\b(?P<how>{role['had']})"
            r"\s(?:or (?:are |is )?(?:intolerant|resistant|refractory) (?:to|of)\s|(?:or|and) \w+ (?:on|after|to)\s)?"
            rf"(?:(?:{role['between']}) )*"
            # "progressed following anti-estrogens plus X"
            rf"(?:(?!(?:{role['no-row']})\b)[\w-]+ (?:or|and|plus|with) (?:[\w-]+ (?:plus|with) )?)?$"
        ),
        re.compile(rf"^(?:{role['failure']})"),
        re.compile(
            r"^(?:\s\([^()]{1,20}\))?[\s)-]*(?:therapy |treatment |chemotherapy )?"
            rf"(?P<how>{role['after']})\b(?! (?:{role['resists']}))"
        ),
        re.compile(rf"\b(?:{role['measured']})\W+(?:[\w-]+\W+){{0,2}}$"),
        re.compile(
            rf"\b(?:{role['looked-at']})\W+"
            r"(?:(?!(?:patients|participants|subjects|people|those|with|who)\b)[\w-]+\W+){0,3}$"
        ),
    )


_PREDICATE = "tkg:priorTreatment"
_STANDARD = frozenset({"standard-care/standard-of-care", "standard-care/usual-care"})
_TREATMENTS = frozenset({"Drug", "DrugClass", "Regimen", "Combination", "Radiation", "StandardCare", "Procedure"})
_AND = re.compile(
    r"[\s-]*(?:-?based )?(?:chemo)?(?:therapy |treatment )?(?:,|,? ?and|,? ?or|and/or|plus|/|"
    r",? ?as well as)\s?(?:an? |the )?(?:prior )?"
)
# "slow kidney transplant failure", "long-term failure of a hip arthroplasty": what becomes of it, not what came before.
_AN_EVENT = re.compile(
    r"(?<=[a-z-] )(?<!after )(?<!the )(?<!following )(?<!with )(?<!by )(?<!or )failures?\b(?: of\b|$)"
)


# "prior VEGF-targeted therapy": what it is aimed at was not given.
_AIMED_AT = re.compile(r"[- ](?:targeted|targeting|directed|to (?:take|engraft|grow|work|expand|function))\b")


# "after platinum-based chemotherapy and a PD-1 inhibitor": a name of the vocabulary opens the row.
_HAD_NAMED = re.compile(
    r"(?P<how>after|prior|previous(?:ly)?|pre-?treated|(?:progress\w*|fail\w*) (?:on|after|of|to|following))\b"
)


def _beside_named(folded: str, clause: Clause, start: int, told: list[tuple[int, int]]) -> re.Match[str] | None:
    """The words of having had a treatment, where the vocabulary's own name of one stands right before `start`."""
    for begin, end in told:
        if clause.start <= begin and end <= start and _AND.fullmatch(folded, end, start):
            return _HAD_NAMED.match(folded, begin)
    return None


class _Had(NamedTuple):
    """A treatment (`hit`, its concept `known`) that words of its clause say was had: they and its name stand at
    `start:end`, `how` is what they say. `held`: that the disease has not progressed on it; `failed`: that it failed."""

    clause: Clause
    hit: Hit
    known: Concept | None
    start: int
    end: int
    how: str
    held: bool
    failed: bool


def treatments(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...]
) -> list[tuple[int, int]]:
    """Add what the passage says of earlier treatment; returns the stretches that speak of it."""
    own = [clause for clause in found if clause.stance == "trial"]
    stretches, told = _named(document, collected, passage, folded, own)
    if not holds_any(folded, _HINTS):
        return stretches
    row: tuple[int, re.Match[str]] | None = None
    for hit in document.hits(passage, "intervention"):
        clause = clause_at(own, hit.start)
        if clause is None or any(s < hit.end and hit.start < e for s, e in stretches):
            continue
        match = _told_before(folded, clause, hit, row, told)
        row = (hit.end, match) if match is not None else None
        had = _had(document, passage, folded, clause, hit, match)
        if had is None or OTHER_PEOPLE.search(folded, max(clause.start, had.start - 80), had.start):
            continue
        if not_had(folded, clause, had.start, hit.end):
            continue
        stretches.append((had.start, had.end))
        if _is_wanted(document, passage, had) and _is_a_treatment(folded, had):
            _add(document, collected, passage, had)
    if holds_any(folded, prior_lines.HINTS):
        prior_lines.lines_before(collected, passage, folded, own, stretches)
    return stretches


def _told_before(
    folded: str, clause: Clause, hit: Hit, row: tuple[int, re.Match[str]] | None, told: list[tuple[int, int]]
) -> re.Match[str] | None:
    """The words before a name that say it was had: its own, or those of the `row` that it goes on ("progressed on
    platinum and an ICI"), or of what stands beside it and is named as earlier treatment."""
    match = _patterns().had.search(folded, max(clause.start, hit.start - 90), hit.start)
    if match is not None:
        return match
    if row is not None and row[0] > clause.start and _AND.fullmatch(folded, row[0], hit.start):
        return row[1]
    return _beside_named(folded, clause, hit.start, told)


def _named(
    document: Document, collected: Collector, passage: Passage, folded: str, own: list[Clause]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Add what the vocabulary itself names as earlier treatment; returns where it does so, and those that were had."""
    stretches: list[tuple[int, int]] = []
    told: list[tuple[int, int]] = []
    for start, end, concept in words(document, passage, "prior-treatment"):
        clause = clause_at(own, start)
        if clause is None:
            continue
        stretches.append((start, end))
        if not not_had(folded, clause, start, end) and polarity(passage.text, start) == "wanted":
            told.append((start, end))
            collected.add(_PREDICATE, concept, passage.span(start, end), "lexicon", 0.93, "prior-treatment-named")
    return stretches, told


def _had(
    document: Document, passage: Passage, folded: str, clause: Clause, hit: Hit, match: re.Match[str] | None
) -> _Had | None:
    """The treatment at `hit`, where `match` says before its name that it was had, or the words behind it do."""
    behind = _patterns().behind.match(folded[hit.end : hit.end + 36])
    if match is not None:
        start, end, how = match.start(), hit.end, match["how"]
    elif behind is not None:
        start, end, how = hit.start, hit.end + behind.end(), behind["how"]
    else:
        return None
    if _AIMED_AT.match(folded, hit.end):  # or "failure of the cells to take": what they did, not who was treated
        return None
    known = document.concept(hit.concepts[0])
    in_state = behind is not None and any(s.start <= hit.start < s.end for s in words(document, passage, "state"))
    if in_state and (known is None or known.kind not in ("Drug", "DrugClass", "Regimen")):
        return None  # "castration-resistant" is a state of the disease; "platinum-resistant" is a history too
    # "whose disease has not progressed after X": they had it
    held = how.startswith("progress") and folded.endswith(("not ", "without "), 0, start)
    failed = not held and _patterns().failure.match(how) is not None
    return _Had(clause, hit, known, start, end, how, held, failed)


def _is_wanted(document: Document, passage: Passage, had: _Had) -> bool:
    """Whether it is asked for: not what the trial itself gives ("those who have received the study's cells"), and not
    ruled out."""
    received = had.how.startswith("who ") and not holds_any(had.how, ("previously", "already"))
    if received and any(had.hit.concepts[0] in document.meant_by(item) for item in document.trial.interventions):
        return False
    return not had.how.startswith("na") and (had.held or polarity(passage.text, had.start) == "wanted")


def _is_a_treatment(folded: str, had: _Had) -> bool:
    """Whether it treats the disease, and is more than a measure ("time to"), an operation of any kind before, the event
    that something failed, or the care that is usual."""
    hit, known = had.hit, had.known
    if known is None or known.kind not in _TREATMENTS:
        return False
    before = folded[max(had.clause.start, had.start - 40) : had.start]
    if _patterns().measured.search(before) or (had.failed and _patterns().looked_at.search(before)):
        return False
    if folded.startswith("time to", hit.start):
        return False
    if known.kind == "Procedure":
        event = _AN_EVENT.search(folded, max(had.clause.start, had.start - 20), had.end)
        return event is None and had.how not in ("prior", "previous")
    return had.failed or known.id not in _STANDARD


def _add(document: Document, collected: Collector, passage: Passage, had: _Had) -> None:
    known, span = had.known, passage.span(had.start, had.end)
    if known is None:
        return
    if known.id in _STANDARD:
        wanted = "prior-treatment/standard-therapy-failure"
        collected.add(_PREDICATE, wanted, span, "grammar", 0.88, "prior-treatment-given")
        return
    label = f"failure of {known.label}" if had.failed else f"prior {known.label}"
    existing = document.vocabulary.lookup(label, "context")
    wanted = next((c for c in existing if c.startswith("prior-treatment/")), concept_id("PriorTreatment", label))
    if not existing:
        collected.mint(Concept(wanted, "PriorTreatment", label, broader=("prior-treatment/previously-treated",)))
    collected.add(_PREDICATE, wanted, span, "grammar", 0.85, "prior-treatment-given")
