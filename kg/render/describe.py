"""What the details panel says about a node: its facts, codes and synonyms, each with its words where it has some."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import pyoxigraph as ox

from kg.render.evidence import Grounds
from kg.render.lookup import Graph
from kg.render.view import Code, Fact, shorten
from kg.terms import curie_of

_TRIAL_FACTS = (
    ("dcterms:title", "Title"),
    ("tkg:acronym", "Acronym"),
    ("tkg:status", "Status"),
    ("tkg:startDate", "Start"),
    ("tkg:completionDate", "Completion"),
    ("tkg:designFeature", "Design"),
    ("tkg:enrollment", "Enrollment"),
    ("tkg:plannedArms", "Planned arms"),
    ("tkg:cycleLengthDays", "Cycle length, days"),
    ("tkg:maximumCycles", "Maximum cycles"),
    ("tkg:minimumAgeYears", "Minimum age, years"),
    ("tkg:maximumAgeYears", "Maximum age, years"),
    ("tkg:sex", "Sex"),
    ("tkg:objective", "Objective"),
    ("tkg:statesPrimaryEndpoint", "States as primary endpoint"),
    ("tkg:statesSecondaryEndpoint", "States as secondary endpoint"),
    ("tkg:discontinuationReason", "Treatment stops at"),
    ("tkg:sponsor", "Sponsor"),
    ("tkg:collaborator", "Collaborator"),
)
_CONCEPT_FACTS = (
    ("skos:definition", "Definition"),
    ("skos:broader", "Is a kind of"),
    ("tkg:inDrugClass", "Drug class"),
    ("tkg:hasComponent", "Components"),
    ("tkg:gene", "Gene"),
    ("tkg:markerStatus", "Status"),
    ("tkg:armRole", "Role"),
    ("dcterms:description", "Description"),
    ("tkg:registryType", "Registry type"),
    ("tkg:timeFrameText", "Time frame"),
    ("skos:hiddenLabel", "Misspellings"),
)
_MATCHES = (("skos:exactMatch", "exact"), ("skos:closeMatch", "close"), ("skos:broadMatch", "broader"))

# Words that open a title without saying what the trial is about.
_OPENING = frozenset(
    "a an the of and on in for to at with by phase i ii iii iv 1 2 3 4 i/ii ii/iii 1/2 2/3 1b 1b/2 study trial trials "
    "studies clinical efficacy safety effectiveness effect effects evaluation evaluating evaluate assessment assessing "
    "comparison comparing prospective retrospective randomized randomised controlled multicenter multicentre "
    "single-arm single-center open-label open label pilot feasibility investigation investigating exploratory "
    "tolerability observational interventional double-blind placebo-controlled impact".split()
)
TRIAL_WIDTH = 23
_WORD = re.compile(r"\S+")


def short_title(title: str) -> str:
    """The title without its opening formula, as long as four words remain.

    >>> short_title("A Phase II Study of the Efficacy of Regorafenib Combined With RFA")
    'Regorafenib Combined With RFA'
    """
    words = list(_WORD.finditer(title))
    for place, word in enumerate(words):
        if word.group().lower().strip(",:;()") not in _OPENING:
            return title[word.start() :] if len(words) - place >= 4 else title
    return title


def registry_number(graph: Graph, trial: ox.NamedNode) -> str:
    """The registry's number; a key made from a hash is none."""
    numbers = graph.texts(trial, "dcterms:identifier")
    return next((number for number in numbers if not number.startswith("r-")), "")


def trial_label(graph: Graph, trial: ox.NamedNode) -> str:
    """Registry number or acronym where there is one, and what the title is about: at most two short lines."""
    title = graph.text(trial, "dcterms:title") or graph.name(trial)
    about = short_title(title)
    number = registry_number(graph, trial) or graph.text(trial, "tkg:acronym")
    if number:
        return f"{shorten(number, TRIAL_WIDTH)}\n{shorten(about, TRIAL_WIDTH)}"
    lines = textwrap.wrap(" ".join(about.split()), TRIAL_WIDTH) or [about]
    return lines[0] if len(lines) == 1 else f"{lines[0]}\n{shorten(' '.join(lines[1:]), TRIAL_WIDTH)}"


def trial_facts(graph: Graph, grounds: Grounds, trial: ox.NamedNode) -> Iterator[Fact]:
    """The facts of a trial that are not edges of the view, then its background claims and findings."""
    number = registry_number(graph, trial)
    if number:
        yield Fact("Registry number", number)
    yield from _facts(graph, grounds, trial, _TRIAL_FACTS)
    for same in graph.nodes(trial, "schema:sameAs"):
        yield Fact("Registry page", same.value, same.value)
    for claim in graph.nodes(trial, "tkg:reportsClaim"):
        evidence = grounds.of(trial, "tkg:reportsClaim", claim).evidence
        for text in graph.texts(claim, "tkg:claimText"):
            yield Fact("Background claim, not a fact of this trial", text, "", evidence)
    for finding in graph.nodes(trial, "tkg:hasFinding"):
        kind, message = graph.text(finding, "tkg:findingKind"), graph.text(finding, "tkg:message")
        yield Fact("Finding", f"{kind}: {message}", "", grounds.mentions(finding))


def describe(
    graph: Graph, grounds: Grounds, thing: ox.NamedNode
) -> tuple[str, tuple[Fact, ...], tuple[Code, ...], tuple[str, ...]]:
    """Full name, facts, codes and synonyms of anything but a trial."""
    codes = tuple(
        Code(curie_of(node.value), node.value, match)
        for predicate, match in _MATCHES
        for node in graph.nodes(thing, predicate)
    )
    named = (graph.text(thing, predicate) for predicate in ("skos:prefLabel", "rdfs:label"))
    name = next(filter(None, named), "") or graph.name(thing)
    synonyms = tuple(text for text in graph.texts(thing, "skos:altLabel") if text != name)
    return name, tuple(_facts(graph, grounds, thing, _CONCEPT_FACTS)), codes, synonyms


def _facts(graph: Graph, grounds: Grounds, thing: ox.NamedNode, rows: tuple[tuple[str, str], ...]) -> Iterator[Fact]:
    for predicate, label in rows:
        for value in graph.objects(thing, predicate):
            text = value.value if isinstance(value, ox.Literal) else graph.name(value)
            yield Fact(label, text, "", grounds.of(thing, predicate, value).evidence)


_HOW = (
    ("tkg:dose", "Dose"),
    ("tkg:schedule", "Schedule"),
    ("tkg:formulation", "Form"),
    ("tkg:administrationRole", "Role"),
    ("tkg:optional", "Optional"),
)


def how_given(graph: Graph, grounds: Grounds, administration: ox.NamedNode) -> Iterator[Fact]:
    """Route, dose, schedule and the rest of one administration."""
    for route in graph.nodes(administration, "tkg:route"):
        yield Fact("Route", graph.name(route), "", grounds.of(administration, "tkg:route", route).evidence)
    for predicate, label in _HOW:
        for value in graph.objects(administration, predicate):
            if isinstance(value, ox.Literal) and value.value != "false":
                text = "yes" if predicate == "tkg:optional" else value.value
                yield Fact(label, text, "", grounds.of(administration, predicate, value).evidence)


_MEASURED = (("rdfs:label", "Outcome"), ("dcterms:description", "Description"), ("tkg:timeFrameText", "Time frame"))
_READ = (
    ("tkg:startEvent", "Clock starts"),
    ("tkg:endEvent", "Clock ends"),
    ("tkg:assessedWith", "Assessed with"),
    ("tkg:responseCategory", "Counts"),
)


def outcome_facts(graph: Graph, grounds: Grounds, outcome: ox.NamedNode) -> Iterator[Fact]:
    """An outcome as registered, and how it was read."""
    for predicate, label in _MEASURED:
        yield from (Fact(label, text) for text in graph.texts(outcome, predicate))
    for frame in graph.nodes(outcome, "tkg:timeFrame"):
        for point in graph.nodes(frame, "tkg:timePoint"):
            evidence = grounds.of(frame, "tkg:timePoint", point).evidence
            yield Fact("Time point", graph.name(point), "", evidence)
        yield from (Fact("Horizon, days", days) for days in graph.texts(frame, "tkg:horizonDays"))
    for predicate, label in _READ:
        for target in graph.nodes(outcome, predicate):
            yield Fact(label, graph.name(target), "", grounds.of(outcome, predicate, target).evidence)
