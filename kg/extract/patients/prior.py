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
from kg.model import Concept, Passage
from kg.terms import concept_id
from kg.text import holds_any

_HINTS = (
    "fail progress refractor resist relaps respon intoler prior previous pretreat naive experienced inadequate "
    "insufficient poor undergone received completed -line"
).split()
_ROLES = ("had", "between", "no-row", "after", "resists", "failure", "measured")


class _Patterns(NamedTuple):
    """What was had before a name, and whether it is told as a failure (group `how`); the same behind a name; what is
    only measured."""

    had: re.Pattern[str]
    failure: re.Pattern[str]
    behind: re.Pattern[str]
    measured: re.Pattern[str]


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
    )


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


def treatments(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...]
) -> list[tuple[int, int]]:
    """Add what the passage says of earlier treatment; returns the stretches that speak of it."""
    stretches: list[tuple[int, int]] = []
    told: list[tuple[int, int]] = []
    own = [clause for clause in found if clause.stance == "trial"]
    given = {
        target
        for item in document.trial.interventions
        for target in document.objects(document.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo")
    }
    for named in words(document, passage, "prior-treatment"):
        concept = named.concept
        if clause_at(own, named.start) is None:
            continue
        stretches.append((named.start, named.end))
        if not_had(folded, clause_at(own, named.start), named.start, named.end):
            continue
        if polarity(passage.text, named.start) == "wanted":
            told.append((named.start, named.end))
            collected.add(
                "tkg:priorTreatment",
                concept,
                passage.span(named.start, named.end),
                "lexicon",
                0.93,
                "prior-treatment-named",
            )
    if not holds_any(folded, _HINTS):
        return stretches
    row: tuple[int, re.Match[str]] | None = None
    for hit in document.hits(passage, "intervention"):
        clause = clause_at(own, hit.start)
        if clause is None or any(s < hit.end and hit.start < e for s, e in stretches):
            continue
        begin = max(clause.start, hit.start - 90)
        match = _patterns().had.search(folded, begin, hit.start)
        if match is None and row is not None and row[0] > clause.start and _AND.fullmatch(folded, row[0], hit.start):
            match = row[1]  # "progressed on platinum and an ICI"
        if match is None:
            match = _beside_named(folded, clause, hit.start, told)
        row = (hit.end, match) if match is not None else None
        behind = _patterns().behind.match(folded[hit.end : hit.end + 36])
        if match is None and behind is None:
            continue
        if _AIMED_AT.match(folded, hit.end):  # or "failure of the cells to take": what they did, not who was treated
            continue
        known = document.concept(hit.concepts[0])
        in_state = behind is not None and any(s.start <= hit.start < s.end for s in words(document, passage, "state"))
        if in_state and (known is None or known.kind not in ("Drug", "DrugClass", "Regimen")):
            continue  # "castration-resistant" is a state of the disease; "platinum-resistant" is a history too
        start = match.start() if match is not None else hit.start
        if OTHER_PEOPLE.search(folded, max(clause.start, start - 80), start):
            continue
        if not_had(folded, clause, start, hit.end):
            continue
        end = hit.end if behind is None or match is not None else hit.end + behind.end()
        stretches.append((start, end))
        how = match["how"] if match is not None else behind["how"] if behind is not None else ""
        if how.startswith("who ") and not holds_any(how, ("previously", "already")) and hit.concepts[0] in given:
            continue  # "those who have received the study's cells"
        # "whose disease has not progressed after X": they had it
        held = how.startswith("progress") and folded.endswith(("not ", "without "), 0, start)
        if how.startswith("na") or not (held or polarity(passage.text, start) == "wanted"):
            continue
        if (
            known is None
            or known.kind not in _TREATMENTS
            or _patterns().measured.search(folded[max(clause.start, start - 40) : start])
            or folded.startswith("time to", hit.start)
        ):
            continue
        failed = not held and bool(_patterns().failure.match(how))
        if known.kind == "Procedure" and _AN_EVENT.search(folded, max(clause.start, start - 20), end):
            continue
        if (known.kind == "Procedure" and how in ("prior", "previous")) or (known.id in _STANDARD and not failed):
            continue
        if known.id in _STANDARD:
            collected.add(
                "tkg:priorTreatment",
                "prior-treatment/standard-therapy-failure",
                passage.span(start, end),
                "grammar",
                0.88,
                "prior-treatment-given",
            )
            continue
        label = f"failure of {known.label}" if failed else f"prior {known.label}"
        existing = document.vocabulary.lookup(label, "context")
        wanted = next((c for c in existing if c.startswith("prior-treatment/")), concept_id("PriorTreatment", label))
        if not existing:
            collected.mint(Concept(wanted, "PriorTreatment", label, broader=("prior-treatment/previously-treated",)))
        collected.add("tkg:priorTreatment", wanted, passage.span(start, end), "grammar", 0.85, "prior-treatment-given")
    if holds_any(folded, prior_lines.HINTS):
        prior_lines.lines_before(collected, passage, folded, own, stretches)
    return stretches
