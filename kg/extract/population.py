"""Who is in the trial: conditions, states, metastatic sites, biomarkers, line of therapy, prior treatment; and which
interventions the text names as the trial's own.

The rule: titles, registered entries and keywords always speak of this trial; prose only in clauses whose stance
says so (`kg.extract.background`). A condition in prose counts where it is the patients' ("patients with …", "for
the treatment of …") or is one that the record registers. A state or biomarker counts where it qualifies such a
condition or the patients.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.background import Clause, clauses
from kg.extract.collect import Collector
from kg.extract.context import folded_text
from kg.extract.diseases.in_text import Named, Registered, named_conditions, registered_conditions
from kg.extract.diseases.to_come import only_to_come
from kg.extract.document import Document, Item
from kg.extract.mentions import mentioned, registered_interventions
from kg.extract.patients import prior
from kg.extract.patients.background_therapy import background_therapies
from kg.extract.patients.extent import states_near
from kg.extract.patients.lines import lines
from kg.extract.patients.markers import Marker, base_of, markers, may_hold_markers, status_of
from kg.extract.patients.required_markers import EITHER_WAY, add_marker, biomarkers, without_opposites
from kg.extract.patients.sites import sites_of
from kg.extract.patients.some_only import for_all, of_no_part
from kg.model import Passage


def extract(document: Document) -> Iterator[Item]:
    """Everything the title, the prose, the entries and the keywords say about who is treated."""
    trial = document.trial
    collected = Collector(trial.path)
    registered = registered_conditions(document)
    registered = registered._replace(named=registered.named - only_to_come(document))
    given = registered_interventions(document)
    for passage in document.prose():
        titled = document.is_title(passage)
        folded = folded_text(passage.text)
        found = clauses(document, passage)
        if all(clause.stance == "background" for clause in found):
            continue
        theirs = found if titled else for_all(document, passage, folded, found, registered)
        conditions = named_conditions(document, passage, folded, theirs, titled, registered)
        _conditions(collected, passage, conditions)
        theirs = theirs if titled else of_no_part(folded, theirs)  # what people of one cohort have, some have
        states_near(document, collected, passage, folded, theirs, conditions, titled)
        sites_of(document, collected, passage, folded, theirs, conditions)
        priors = prior.treatments(document, collected, passage, folded, theirs)
        on_them = background_therapies(document, collected, passage, folded, theirs, priors, given)
        lines(document, collected, passage, folded, theirs, titled)
        biomarkers(document, collected, passage, folded, theirs, conditions, titled)
        mentioned(document, collected, passage, folded, found, [*priors, *on_them], conditions, given)
    without_opposites(document, collected)
    _entries(document, collected)
    yield from collected.items()


def _conditions(collected: Collector, passage: Passage, conditions: list[Named]) -> None:
    for named in conditions:
        if not named.inner:
            collected.add(
                "tkg:populationCondition",
                named.concept,
                passage.span(named.start, named.end),
                "abbreviation" if named.short else "lexicon",
                named.confidence,
                named.rule,
            )


# ------------------------------------------------------------------------------------------- entries and keywords


def _is_alone(document: Document, marker: Marker, passages: list[Passage]) -> bool:
    """Whether the whole name of a condition is this marker, and no other condition names one."""
    others = {
        other.concept
        for passage in passages
        if may_hold_markers(folded_text(passage.text))
        for other in markers(document, passage)
    }
    return others == {marker.concept}


def _rivals(document: Document, passages: list[Passage]) -> frozenset[str]:
    """The markers that these names give in two statuses ("Ph-positive CML", "Ph-negative CML"): neither is required."""
    statuses: dict[str, set[str]] = {}
    for passage in passages:
        if may_hold_markers(folded_text(passage.text)):
            for marker in markers(document, passage):
                statuses.setdefault(base_of(document, marker), set()).add(status_of(document, marker))
    return frozenset(base for base, found in statuses.items() if len(found) > 1)


def _entries(document: Document, collected: Collector) -> None:
    """States, sites, lines and biomarkers in the names of registered conditions, interventions and keywords."""
    trial = document.trial
    passages = [item.name for item in trial.conditions]
    registered = passages
    one_disease = len(passages) <= 2  # a marker in a long list belongs to one disease of the list
    passages = registered + [keyword for keyword in trial.keywords if len(keyword.text) < 120]
    rivals = _rivals(document, passages)
    for passage in passages:
        folded = folded_text(passage.text)
        whole = (Clause(0, len(passage.text), "trial"),)
        conditions = named_conditions(document, passage, folded, whole, True, Registered())
        states_near(document, collected, passage, folded, whole, conditions, True, entry=True)
        sites_of(document, collected, passage, folded, whole, conditions)
        if passage in registered and one_disease:
            prior.treatments(document, collected, passage, folded, whole)
        lines(document, collected, passage, folded, whole, True)
        if may_hold_markers(folded):
            named = markers(document, passage)
            for marker in named:
                if base_of(document, marker) in rivals or EITHER_WAY.match(folded, marker.end):
                    continue
                whole_name = marker.end - marker.start >= len(passage.text.strip()) - 2
                if not one_disease and not (
                    whole_name and len(named) == 1 and passage in registered and _is_alone(document, marker, registered)
                ):
                    continue
                add_marker(collected, passage, marker, 0.93)
    for item in trial.interventions:
        folded = folded_text(item.name.text)
        if "line" in folded or "adjuvant" in folded or "mainten" in folded:
            lines(document, collected, item.name, folded, (Clause(0, len(folded), "trial"),), True)
