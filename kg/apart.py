"""Trials of a build whose evidence is kept apart: taken from the shards into a store of their own, with their concepts.

Facts and evidence come from the shards, by registry number; what they point to (concepts, and what those rest on) is
copied from the store.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from kg.catalogue import Catalogue
from kg.errors import InputError
from kg.export import export_files
from kg.query.questions import Question
from kg.search import catalogued
from kg.shards import EVIDENCE, FACTS
from kg.sparql import predicates
from kg.store import GRAPHS, QUERY_PREFIXES, Store, Term
from kg.terms import THINGS

_COMMON = 5_000  # statements about a concept: its trials are then looked for in their order, not from the concept
MOST = 1_000
"""Trials that are taken at once: each has some two thousand triples, which memory must hold."""


def chosen(
    path: Path | None,
    store: Store,
    trials: Collection[str],
    only: Collection[str] | None = None,
    about: Collection[str] = (),
    below: float | None = None,
) -> Store:
    """Some trials with all that belongs to them, in memory; `only`: what has one of these predicates, `about`: of the
    evidence, where any are given, the assertions that have one of these terms as their object, `below`: those that are
    less sure than this.

    Raises `UnknownName`, and `InputError` for too many.
    """
    if path is None:
        raise InputError("a graph in memory cannot be asked about some trials only: write the build to a directory")
    if len(trials) > MOST:
        raise InputError(
            f"the evidence of {len(trials)} trials is too much at once (at most {MOST}): name some with --trials"
        )
    wanted = None if only is None else frozenset(f"<{each}>".encode() for each in only)
    found = Store.memory()
    with Catalogue.open(path) as catalogue:
        found.fill({"facts": (_with(wanted, each) for each in catalogue.pieces(FACTS, trials))})
        found.fill({"evidence": (_with(wanted, each) for each in catalogue.evidence(trials, about, below))})
    facts = ox.DefaultGraph()
    said = list(found.quads("facts"))
    known = {quad.subject for quad in said}
    waiting = {quad.object for quad in said} - known
    properties = [None] if only is None else [ox.NamedNode(each) for each in only]
    while waiting:
        term = waiting.pop()
        if not isinstance(term, ox.NamedNode) or term in known:
            continue
        known.add(term)
        for each in properties:
            quads = list(store.handle.quads_for_pattern(term, each, None, facts))
            found.handle.extend(quads)
            waiting.update(quad.object for quad in quads)
    return found


def packed(path: Path, trials: Collection[str]) -> Iterator[tuple[bytes, bytes]]:
    """Facts and packed evidence of some trials, in the order of their keys. Raises `UnknownName`."""
    with Catalogue.open(path) as catalogue:
        for place in catalogue.places(trials):
            yield catalogue.read(place, FACTS), catalogue.packed(place)


def _with(only: Collection[bytes] | None, lines: bytes) -> bytes:
    if only is None:
        return lines
    return b"".join([line for line in lines.splitlines(keepends=True) if line.split(b" ", 2)[1] in only])


def export(path: Path, store: Store, form: str, out: Path | str) -> None:
    """Write everything, evidence included, in a format that holds several graphs."""
    with tempfile.TemporaryDirectory(prefix="trialkg-export-") as place, Catalogue.open(path) as catalogue:
        files = {graph: [Path(place, f"{graph}.nt")] for graph in GRAPHS}
        for graph, (file,) in files.items():
            store.dump(file, graph)
        with files["evidence"][0].open("wb") as lines:
            lines.writelines(catalogue.pieces(EVIDENCE))
        export_files(files, form, out)


class Evidence:
    """The evidence of a build that keeps it apart, for questions asked of its store (`kg.query.listing.Grounds`)."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._store = store

    def trials(self, asked: Question, bindings: Mapping[str, Term | Sequence[Term]]) -> Iterable[str] | None:
        """The trials in which the concepts of a question occur, sorted; None where it has no such parameter."""
        given = [bindings[each.name] for each in asked.parameters if each.type == "concept"]
        concepts = [each for each in given if not isinstance(each, Sequence)]
        if not concepts:
            return None
        if asked.order[:1] == (("trial", False),) and any(self._is_common(each) for each in concepts):
            return self._naming(concepts)
        return [f"{THINGS}trial/{key}" for key in _trials_of(self._store, concepts)]

    def _is_common(self, concept: Term) -> bool:
        found = self._store.handle.quads_for_pattern(None, None, concept, ox.DefaultGraph())
        return sum(1 for _ in islice(found, _COMMON)) == _COMMON

    def _naming(self, concepts: Sequence[Term]) -> Iterator[str]:
        """The trials whose facts name one of the concepts, one after the other: the first are mostly enough."""
        words = [f" {concept} .\n".encode() for concept in concepts]
        with Catalogue.open(self._path) as catalogue:
            for iri in catalogued(self._store):
                facts = catalogue.read(catalogue.whereabouts(_key(iri)), FACTS)
                if any(word in facts for word in words):
                    yield iri

    def of(self, trials: Sequence[str], asked: Question, bindings: Mapping[str, Term | Sequence[Term]]) -> Store:
        """Some trials with what a question asks of them. Raises `InputError` for too many."""
        only = predicates(asked.sparql, QUERY_PREFIXES)
        given = bindings.get(asked.about, ())
        about = list(map(str, given if isinstance(given, Sequence) else (given,)))
        return chosen(self._path, self._store, list(map(_key, trials)), only, about, asked.below)


def _key(iri: str) -> str:
    return unquote(iri.removeprefix(f"{THINGS}trial/"))


def _trials_of(store: Store, concepts: list[Term]) -> list[str]:
    waiting = list(concepts)
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
