"""A named question with values, and the picture of some trials: also where evidence is kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pyoxigraph as ox

from kg import apart
from kg.catalogue import CATALOGUE, Catalogue
from kg.errors import InputError
from kg.query import ask, question
from kg.render import page_of
from kg.serve.explorer.look import Look, curie
from kg.serve.jobs import cell
from kg.store import Store
from kg.terms import EVIDENCE_GRAPH, THINGS

MOST_TRIALS = 25
"""Trials that a picture holds."""


def answer(store: Store, *, name: str, values: Mapping[str, str], limit: int) -> dict[str, Any]:
    """The answer as `{"columns", "rows", "truncated", "number"}`; cells as of `kg.serve.jobs.table`, things with a
    name."""
    grounds = None
    if question(name).evidence and _apart(store):
        assert store.path is not None
        grounds = apart.Evidence(store.path.parent, store)
    found = ask(store, name, values, grounds)
    look = Look(store)
    rows = [[None if term is None else _cell(look, term) for term in row] for row in found.rows[:limit]]
    return {
        "columns": list(found.columns),
        "rows": rows,
        "truncated": len(found.rows) > limit,
        "number": len(found.rows),
    }


def _cell(look: Look, term: Any) -> dict[str, str]:
    found = cell(term)
    if isinstance(term, ox.NamedNode):
        found["name"] = look.name(term) if term.value.startswith(THINGS) else curie(term.value)
    return found


def _apart(store: Store) -> bool:
    graph = ox.NamedNode(EVIDENCE_GRAPH)
    empty = next(iter(store.handle.quads_for_pattern(None, None, None, graph)), None) is None
    return empty and store.path is not None and (store.path.parent / CATALOGUE).is_file()


def picture(store: Store, *, trials: list[str], concept: str = "") -> dict[str, Any]:
    """The interactive page of some trials, or of the first trials that a concept occurs in. Raises `UnknownName`."""
    title = "Clinical trial graph"
    if concept:
        look = Look(store)
        node = ox.NamedNode(THINGS + concept)
        found, _ = look.trials_of(node, 2000)
        trials = sorted(trial.rpartition("/")[2] for trial in found)
        title = look.name(node)
    if not trials:
        raise InputError("there is nothing to draw: name trials, or a concept that occurs in some")
    shown = trials[:MOST_TRIALS]
    if store.path is None or not (store.path.parent / CATALOGUE).is_file():
        return {"page": page_of(store, title=title, trials=shown)}
    with Catalogue.open(store.path.parent) as catalogue:
        list(catalogue.places(shown))  # a trial that is not there is named before anything is drawn
    if len(trials) > len(shown):
        title += f": {len(shown)} of {len(trials)} trials"
    elif len(shown) == 1:
        title = Look(store).name(ox.NamedNode(f"{THINGS}trial/{shown[0]}"))
    return {"page": page_of(store, title=title, trials=shown, evidence=partial(apart.packed, store.path.parent))}
