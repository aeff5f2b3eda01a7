"""What the page of a trial says, gathered from the facts. Lists have an end: what is beyond it is counted."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.serve.explorer.look import TRIAL, Look, Thing, duration
from kg.store import Store

MOST = 150
"""Entries of one list. A record may have any number; the data downloads have them all."""
_DEEPEST = 4
_DESIGN = (
    ("Phase", "tkg:phase"),
    ("Design", "tkg:designFeature"),
    ("Sponsor", "tkg:sponsor"),
    ("Collaborators", "tkg:collaborator"),
)
_PLAIN = (
    ("Status", "tkg:status"),
    ("Study type", "tkg:studyType"),
    ("Planned arms", "tkg:plannedArms"),
    ("Cycle length in days", "tkg:cycleLengthDays"),
    ("Cycles at most", "tkg:maximumCycles"),
    ("Start", "tkg:startDate"),
    ("Primary completion", "tkg:primaryCompletionDate"),
    ("Completion", "tkg:completionDate"),
    ("Last update", "tkg:lastUpdateDate"),
)
_POPULATION = (
    ("Population", "tkg:populationCondition"),
    ("State of disease", "tkg:diseaseState"),
    ("Metastatic site", "tkg:metastaticSite"),
    ("Line of therapy", "tkg:lineOfTherapy"),
    ("Requires", "tkg:requiresBiomarker"),
    ("Excludes", "tkg:excludesBiomarker"),
    ("Prior treatment", "tkg:priorTreatment"),
    ("Background therapy", "tkg:backgroundTherapy"),
    ("Stops on", "tkg:discontinuationReason"),
)
_OUTCOMES = (
    ("primary", "tkg:hasPrimaryOutcome"),
    ("secondary", "tkg:hasSecondaryOutcome"),
    ("other", "tkg:hasOtherOutcome"),
)


def trial(store: Store, *, iri: str) -> dict[str, Any]:
    """All that the page says. Raises `UnknownName` where there is no such trial."""
    look = Look(store)
    node = ox.NamedNode(iri)
    if not look.known(node):
        raise UnknownName(f"no trial {iri.removeprefix(TRIAL)!r} in this build")
    entries = [_intervention(look, entry) for entry in look.nodes(node, "tkg:hasInterventionEntry")[:MOST]]
    found = {
        **heading(look, node),
        "summary": look.text(node, "tkg:briefSummary"),
        "objective": look.texts(node, "tkg:objective")[:MOST],
        "facts": _facts(look, node),
        "population": _population(look, node),
        "conditions": [
            {"label": look.name(entry), "concepts": look.things(entry, "tkg:resolvesTo")}
            for entry in look.nodes(node, "tkg:hasConditionEntry")[:MOST]
        ],
        "interventions": entries,
        "drugs": look.things(node, "tkg:givesDrug"),
        "comparators": look.things(node, "tkg:comparator"),
        "arms": (arms := [_arm(look, arm) for arm in look.nodes(node, "tkg:hasArm")[:MOST]]),
        "matrix": _matrix(arms),
        "outcomes": [
            outcome
            for role, property_ in _OUTCOMES
            for outcome in (_outcome(look, role, each) for each in look.nodes(node, property_)[:MOST])
        ],
        "criteria": [look.name(each) for each in look.nodes(node, "tkg:hasCriterion")[:MOST]],
        "findings": [
            {
                "kind": look.text(each, "tkg:findingKind"),
                "message": look.text(each, "tkg:message"),
                "about": look.things(each, "tkg:about"),
            }
            for each in look.nodes(node, "tkg:hasFinding")[:MOST]
        ],
        "abbreviations": sorted(
            [look.text(each, "tkg:shortForm"), look.text(each, "tkg:longForm")]
            for each in look.nodes(node, "tkg:definesAbbreviation")[:MOST]
        ),
        "claims": [look.text(each, "tkg:claimText") for each in look.nodes(node, "tkg:reportsClaim")[:MOST]],
    }
    counted = {"outcomes": "tkg:hasOutcomeMeasure", "interventions": "tkg:hasInterventionEntry", "arms": "tkg:hasArm"}
    sizes = {name: len(look.nodes(node, property_)) for name, property_ in counted.items()}
    found["left_out"] = {name: more for name, size in sizes.items() if (more := size - len(found[name])) > 0}
    return found


def heading(look: Look, node: ox.NamedNode) -> dict[str, Any]:
    """What stands at the head of everything about a trial."""
    return {
        "iri": node.value,
        "key": node.value.removeprefix(TRIAL),
        "title": look.text(node, "dcterms:title") or node.value.removeprefix(TRIAL),
        "official": look.text(node, "tkg:officialTitle"),
        "acronym": look.text(node, "tkg:acronym"),
        "numbers": look.texts(node, "tkg:secondaryIdentifier")[:20],
        "elsewhere": [each.value for each in look.nodes(node, "schema:sameAs")][:5],
    }


def _facts(look: Look, node: ox.NamedNode) -> list[dict[str, Any]]:
    """Name and values of what a registry's head says: texts, or things."""
    found: list[dict[str, Any]] = [
        {"name": name, "texts": look.texts(node, property_)[:20], "things": []} for name, property_ in _PLAIN
    ]
    size = look.text(node, "tkg:enrollment")
    basis = look.text(node, "tkg:enrollmentBasis").lower()
    found.append(
        {"name": "Participants", "texts": [f"{size} ({basis})" if basis else size] if size else [], "things": []}
    )
    ages = [look.text(node, "tkg:minimumAgeYears"), look.text(node, "tkg:maximumAgeYears")]
    span = f"{ages[0] or '0'} to {ages[1]} years" if ages[1] else f"{ages[0]} years and older" if ages[0] else ""
    found.append({"name": "Age", "texts": [span] if span else [], "things": []})
    found.append({"name": "Sex", "texts": look.texts(node, "tkg:sex"), "things": []})
    found += [{"name": name, "texts": [], "things": look.things(node, property_)[:30]} for name, property_ in _DESIGN]
    sites = look.nodes(node, "tkg:site")
    if sites:
        countries = sorted({country for site in sites for country in look.texts(site, "tkg:country")})
        shown = ", ".join(countries[:8]) + (f" and {len(countries) - 8} more" if len(countries) > 8 else "")
        number = f"{len(sites):,} in {shown}" if shown else f"{len(sites):,}"
        found.append({"name": "Sites", "texts": [number], "things": []})
    return [each for each in found if each["texts"] or each["things"]]


def _population(look: Look, node: ox.NamedNode) -> list[dict[str, Any]]:
    rows = ({"name": name, "things": look.things(node, property_)} for name, property_ in _POPULATION)
    return [row for row in rows if row["things"]]


def _intervention(look: Look, entry: ox.NamedNode) -> dict[str, Any]:
    return {
        "label": look.name(entry),
        "type": look.text(entry, "tkg:registryType").replace("_", " ").lower(),
        "description": look.text(entry, "dcterms:description"),
        "others": look.texts(entry, "tkg:otherName")[:20],
        "concepts": [_inside(look, concept, _DEEPEST) for concept in look.nodes(entry, "tkg:resolvesTo")],
        "given": [_given(look, each) for each in look.nodes(entry, "tkg:hasAdministration")],
    }


def _inside(look: Look, concept: ox.NamedNode, depth: int) -> dict[str, Any]:
    """A concept with what it is made of, and that with what it is made of."""
    parts = look.nodes(concept, "tkg:hasComponent") if depth else []
    return {**look.thing(concept), "parts": [_inside(look, part, depth - 1) for part in parts]}


def _given(look: Look, node: ox.NamedNode) -> dict[str, Any]:
    """An administration: what is given and how."""
    how = [look.text(node, property_) for property_ in ("tkg:dose", "tkg:formulation", "tkg:schedule")]
    return {
        "gives": look.things(node, "tkg:gives"),
        "routes": look.things(node, "tkg:route"),
        "how": [each for each in how if each],
        "optional": look.text(node, "tkg:optional") == "true",
        "role": look.text(node, "tkg:administrationRole"),
    }


def _arm(look: Look, arm: ox.NamedNode) -> dict[str, Any]:
    return {
        "label": look.name(arm),
        "role": look.text(arm, "tkg:armRole").replace("-", " "),
        "description": look.text(arm, "dcterms:description"),
        "given": [_given(look, each) for each in look.nodes(arm, "tkg:hasAdministration")],
        "uses": [
            {"label": look.name(entry), "concepts": look.things(entry, "tkg:resolvesTo")}
            for entry in look.nodes(arm, "tkg:usesEntry")
        ],
    }


def _matrix(arms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is given, by arm: one row for a concept (or an entry without one), one cell for an arm. A row `differs`
    where not all arms are alike in it."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for place, arm in enumerate(arms):
        for name, thing, text in _cells(arm):
            key = (thing["iri"] if thing else "", name)
            row = rows.setdefault(key, {"name": name, "thing": thing, "cells": [None] * len(arms)})
            before = row["cells"][place] or []
            row["cells"][place] = before + ([text] if text and text not in before else [])
    found = list(rows.values())
    for row in found:
        row["differs"] = any(cell != row["cells"][0] for cell in row["cells"])
    return found


def _cells(arm: dict[str, Any]) -> list[tuple[str, Thing | None, str]]:
    """What an arm gives: its name, the concept, and how."""
    found: list[tuple[str, Thing | None, str]] = []
    told = set()
    for given in arm["given"]:
        how = [route["name"] for route in given["routes"]] + given["how"]
        how += ["optional"] if given["optional"] else []
        for thing in given["gives"]:
            told.add(thing["iri"])
            found.append((thing["name"], thing, ", ".join(how)))
    for entry in arm["uses"]:
        fresh = [thing for thing in entry["concepts"] if thing["iri"] not in told]
        found += [(thing["name"], thing, "") for thing in fresh]
        if not entry["concepts"]:
            found.append((entry["label"], None, ""))
    return found


def _outcome(look: Look, role: str, node: ox.NamedNode) -> dict[str, Any]:
    frames = look.nodes(node, "tkg:timeFrame")
    horizons = sorted({days for frame in frames for days in look.texts(frame, "tkg:horizonDays")})
    return {
        "role": role,
        "iri": node.value,
        "measure": look.name(node),
        "description": look.text(node, "dcterms:description"),
        "endpoints": look.things(node, "tkg:endpoint"),
        "instruments": look.things(node, "tkg:assessedWith"),
        "time": look.text(node, "tkg:timeFrameText"),
        "horizon": [duration(days) for days in horizons],
        "points": [thing for frame in frames for thing in look.things(frame, "tkg:timePoint")][:40],
        "starts": look.things(node, "tkg:startEvent"),
        "ends": look.things(node, "tkg:endEvent"),
        "anchors": [thing for frame in frames for thing in look.things(frame, "tkg:anchorEvent")],
    }
