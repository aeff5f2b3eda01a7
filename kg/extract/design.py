"""The trial's design: registry codes first, then the title and the sentences that speak of this trial.

The rule: a coded field is a fact as it stands (method registry-field, confidence 1); words of the title or of a
clause about the trial are a fact where they qualify the study itself ("randomized, controlled clinical study",
"single-arm"), never where they merely mention one ("from randomization", "phase III studies of others",
"uncontrolled asthma").
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.background import Clause, clauses, stances
from kg.extract.collect import Collector
from kg.extract.context import folded_text, words
from kg.extract.document import Document, Item
from kg.extract.study_design.arms import planned_arms
from kg.extract.study_design.codes import registered_design
from kg.extract.study_design.counts import Counted, enrollment, told_in_a_row, weigh_counts
from kg.extract.study_design.course import course
from kg.extract.study_design.endpoints_stated import stated_endpoints
from kg.extract.study_design.features import features
from kg.extract.study_design.objectives import objective, objectives_headed
from kg.extract.study_design.objectives_told import objectives_told, questions_and_headings
from kg.extract.study_design.phases import Phase, join_phases, phases_of
from kg.extract.study_design.told import Told, told, weigh
from kg.model import Passage


def extract(document: Document) -> Iterator[Item]:
    """Phase, features, enrollment, arms, cycles, objective, endpoints that the text itself names, stopping reasons."""
    collected = Collector(document.trial.path)
    registered = registered_design(document, collected)
    phases: list[Phase] = []
    in_passing: list[Told] = []
    counted: list[Counted] = []
    for passage in document.prose():
        named = words(document, passage, "design")
        titled = document.is_title(passage)
        folded = folded_text(passage.text)
        for clause in clauses(document, passage):
            if clause.stance == "trial":
                if "phase" not in registered:
                    phases.extend(phases_of(passage, folded, clause, titled))
                features(named, collected, passage, folded, clause, titled, registered)
                enrollment(collected, passage, folded, clause, counted)
                planned_arms(collected, passage, folded, clause)
                told(passage, folded, clause, in_passing)
                objective(collected, passage, folded, clause)
                objectives_told(collected, passage, folded, clause)
        for clause in _unless_said_otherwise(document, passage):
            course(document, collected, passage, folded, clause)
            if clause.stance == "likely" and not collected.targets("tkg:enrollment"):
                told_in_a_row(passage, folded, clause, counted)
        objectives_headed(collected, passage, folded)
        questions_and_headings(collected, passage, folded, titled)
        stated_endpoints(document, collected, passage, folded)
    join_phases(collected, phases)
    weigh(collected, in_passing, registered)
    weigh_counts(collected, counted)
    yield from collected.items()


def _unless_said_otherwise(document: Document, passage: Passage) -> Iterator[Clause]:
    """The clauses that nothing turns to the background: cycles and reasons to stop need no words on "this trial"."""
    if passage != document.trial.detailed_description:
        yield from (clause for clause in clauses(document, passage) if clause.stance == "trial")
        return
    yield from (clause for clause in stances(passage.text, "likely") if clause.stance != "background")
