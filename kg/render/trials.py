"""Which trials a page shows: those that are named, or those that point to a concept."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.render.lookup import Graph, path_of
from kg.terms import trial_key


def trial_keys(graph: Graph, named: Collection[str]) -> tuple[str, ...]:
    """The keys of the trials that are named, as named; of all, sorted, where none is. A trial is named by its key
    (`NCT01234567`, `r-…`), the whole IRI, or the beginning of its key. Raises `UnknownName`."""
    known = sorted(t.value.rsplit("/", 1)[-1] for t in graph.subjects("rdf:type", Graph.iri("tkg:Trial")))
    if not named:
        return tuple(known)
    there = set(known)
    found: dict[str, None] = {}
    for name in named:
        key = trial_key(name)
        near = [key] if key in there else [one for one in known if key and one.startswith(key)]
        if len(near) != 1:
            some = ", ".join((near or known)[:3])
            what = "names several trials" if near else "is no trial of this build"
            raise UnknownName(f"{name!r} {what}; of its {len(known)} there are {some}")
        found[near[0]] = None
    return tuple(found)


def trials_with(graph: Graph, concept: ox.NamedNode) -> tuple[str, ...]:
    """The keys of the trials that point to a concept, by whatever parts, combinations or narrower concepts."""
    found: set[str] = set()
    seen, waiting = {concept}, [concept]
    while waiting:
        for subject in graph.pointing_at(waiting.pop()) - seen:
            seen.add(subject)
            path = path_of(subject.value)
            if path.startswith("trial/"):
                found.add(path.removeprefix("trial/"))
            elif ":" not in path.split("/", 1)[0]:
                waiting.append(subject)
    return tuple(sorted(found))
