"""Trials of a build whose evidence is kept apart: taken from the shards into a store of their own, with their concepts.

Facts and evidence come from the shards, by registry number; what they point to (concepts, and what those rest on) is
copied from the store.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.catalogue import Catalogue
from kg.errors import InputError
from kg.export import export_files
from kg.query.questions import Question, term
from kg.shards import EVIDENCE, FACTS
from kg.store import GRAPHS, Store, Term
from kg.terms import THINGS

MOST = 1_000
"""Trials that are taken at once: each has some two thousand triples, which memory must hold."""


def chosen(path: Path | None, store: Store, trials: Collection[str]) -> Store:
    """Some trials with all that belongs to them, in memory. Raises `UnknownName`, and `InputError` for too many."""
    if path is None:
        raise InputError("a graph in memory cannot be asked about some trials only: write the build to a directory")
    if len(trials) > MOST:
        raise InputError(
            f"the evidence of {len(trials)} trials is too much at once (at most {MOST}): name some with --trials"
        )
    found = Store.memory()
    with Catalogue.open(path) as catalogue:
        found.fill({"facts": catalogue.pieces(FACTS, trials), "evidence": catalogue.pieces(EVIDENCE, trials)})
    facts = ox.DefaultGraph()
    known = {quad.subject for quad in found.quads("facts")}
    waiting = {quad.object for quad in found.quads("facts")} - known
    while waiting:
        term = waiting.pop()
        if not isinstance(term, ox.NamedNode) or term in known:
            continue
        known.add(term)
        quads = list(store.handle.quads_for_pattern(term, None, None, facts))
        found.handle.extend(quads)
        waiting.update(quad.object for quad in quads)
    return found


def export(path: Path, store: Store, form: str, out: Path | str) -> None:
    """Write everything, evidence included, in a format that holds several graphs."""
    with tempfile.TemporaryDirectory(prefix="trialkg-export-") as place, Catalogue.open(path) as catalogue:
        files = {graph: [Path(place, f"{graph}.nt")] for graph in GRAPHS}
        for graph, (file,) in files.items():
            store.dump(file, graph)
        with files["evidence"][0].open("wb") as lines:
            lines.writelines(catalogue.pieces(EVIDENCE))
        export_files(files, form, out)


def all_trials(path: Path | None) -> list[str]:
    """The trials of a build if they are few enough to be taken at once, else none."""
    if path is None:
        return []
    with Catalogue.open(path) as catalogue:
        return [place.key for place in catalogue.places()] if len(catalogue) <= MOST else []


def trials_with(store: Store, question: Question, parameters: Mapping[str, str | int]) -> list[str]:
    """The trials in whose facts the concepts of a question occur; none where it has no such parameter."""
    waiting: list[Term] = []
    for parameter in question.parameters:
        if parameter.type == "concept" and parameter.name in parameters:
            waiting.append(term(store, "concept", str(parameters[parameter.name])))
        elif parameter.type == "concept":
            waiting.append(ox.NamedNode(THINGS + parameter.default))
    found: set[str] = set()
    seen: set[ox.NamedNode] = set()
    while waiting:
        for quad in store.handle.quads_for_pattern(None, None, waiting.pop(), ox.DefaultGraph()):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode) or subject in seen:
                continue
            seen.add(subject)
            local = subject.value.removeprefix(THINGS)
            if local.startswith("trial/"):
                found.add(local.removeprefix("trial/"))
            elif local.startswith("part/"):
                waiting.append(subject)
    return sorted(found)
