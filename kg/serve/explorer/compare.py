"""Two to five trials side by side: for each thing that any of them has, which of them have it, and how."""

from __future__ import annotations

from typing import Any

from kg.errors import InputError
from kg.serve.explorer.look import TRIAL, Thing
from kg.serve.explorer.trial import trial
from kg.store import Store

FEWEST, MOST = 2, 5
_TEXTS = ("Status", "Study type", "Participants", "Age", "Sex", "Planned arms", "Sites", "Start", "Completion")


def compare(store: Store, *, keys: list[str]) -> dict[str, Any]:
    """`{"trials": heads, "sections": [{"name", "rows": [{"name", "thing", "cells", "differs"}]}]}`; a cell is None or
    texts. Raises `InputError` for too few or too many, `UnknownName` for one that is not there."""
    if not FEWEST <= len(keys) <= MOST:
        raise InputError(f"choose {FEWEST} to {MOST} trials to compare, not {len(keys)}")
    found = [trial(store, iri=TRIAL + key) for key in keys]
    sections = [
        {"name": "Design", "rows": _design(found)},
        {"name": "Who is studied", "rows": _of(found, _studied)},
        {"name": "What is given", "rows": _of(found, _given)},
        {"name": "What is measured", "rows": _of(found, _measured)},
    ]
    heads = [{name: each[name] for name in ("iri", "key", "title", "acronym")} for each in found]
    return {"trials": heads, "sections": [section for section in sections if section["rows"]]}


def _design(trials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for name in _TEXTS:
        cells = [next((fact["texts"] for fact in each["facts"] if fact["name"] == name), None) for each in trials]
        rows.append(_row(name, None, cells))
    rows.append(_row("Arms", None, [[arm["label"] for arm in each["arms"]] or None for each in trials]))
    features = _of(trials, lambda each: [
        (thing, "yes") for fact in each["facts"] if fact["name"] in ("Phase", "Design") for thing in fact["things"]
    ])  # fmt: skip
    return [row for row in rows if any(row["cells"])] + features


def _studied(each: dict[str, Any]) -> list[tuple[Thing, str]]:
    listed = [(thing, "listed") for entry in each["conditions"] for thing in entry["concepts"]]
    return listed + [(thing, row["name"].lower()) for row in each["population"] for thing in row["things"]]


def _given(each: dict[str, Any]) -> list[tuple[Thing, str]]:
    found: list[tuple[Thing, str]] = [(thing, "given") for thing in each["drugs"]]
    for entry in each["interventions"]:
        found += [(concept, "tested") for concept in entry["concepts"] if concept["kind"] != "Drug"]
        found += _how(entry["given"])
    for arm in each["arms"]:
        found += _how(arm["given"])
    return found + [(thing, "comparator") for thing in each["comparators"]]


def _how(given: list[dict[str, Any]]) -> list[tuple[Thing, str]]:
    return [(thing, route["name"]) for one in given for thing in one["gives"] for route in one["routes"]]


def _measured(each: dict[str, Any]) -> list[tuple[Thing, str]]:
    return [(thing, _clock(outcome)) for outcome in each["outcomes"] for thing in outcome["endpoints"]]


def _clock(outcome: dict[str, Any]) -> str:
    """How an endpoint is measured, in a few words."""
    clock = " or ".join(thing["name"] for thing in outcome["starts"])
    end = " or ".join(thing["name"] for thing in outcome["ends"])
    parts = [
        outcome["role"],
        ", ".join(outcome["horizon"]),
        ", ".join(thing["name"] for thing in outcome["instruments"]),
        f"from {clock}" if clock else "",
        f"to {end}" if end else "",
    ]
    return " · ".join(part for part in parts if part)


def _of(trials: list[dict[str, Any]], told: Any) -> list[dict[str, Any]]:
    """One row for each thing; those of all trials first, then by how many have it and by name."""
    rows: dict[str, tuple[Thing, list[list[str] | None]]] = {}
    for place, each in enumerate(trials):
        for thing, text in told(each):
            _, cells = rows.setdefault(thing["iri"], (thing, [None] * len(trials)))
            before = cells[place] or []
            cells[place] = before if text in before else [*before, text]
    found = [_row(thing["name"], thing, cells) for thing, cells in rows.values()]
    return sorted(found, key=lambda row: (row["cells"].count(None), row["name"].casefold(), row["thing"]["iri"]))


def _row(name: str, thing: Thing | None, cells: list[list[str] | None]) -> dict[str, Any]:
    kept = {"iri": thing["iri"], "name": thing["name"], "kind": thing["kind"]} if thing else None
    return {"name": name, "thing": kept, "cells": cells, "differs": any(cell != cells[0] for cell in cells)}
