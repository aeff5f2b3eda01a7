"""Finding trials and concepts by what they are called: registry numbers, names, other names, typing errors, titles.

The names of a build are held in memory by each worker that was asked, up to a bound; beyond it, only whole names are
found. A name that is the words asked for counts before one that begins with them, has them, or is nearly them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg.serve.explorer.look import FACTS, TRIAL, Look, kind_of
from kg.store import Store
from kg.terms import expand
from kg.text import name_key

LONGEST = 200
_MOST_NAMES = 400_000
_NAMES = (
    ("skos:prefLabel", 0),
    ("skos:altLabel", 1),
    ("skos:hiddenLabel", 2),
    ("dcterms:title", 0),
    ("tkg:acronym", 1),
)
_NUMBERS = ("dcterms:identifier", "tkg:secondaryIdentifier")
_NEAR = 84.0
_HIDDEN = frozenset({"Part", "", "Organization", "Site", "TimePoint"})


def find(store: Store, *, text: str, kind: str = "", limit: int = 20) -> dict[str, Any]:
    """`{"hits": [{"iri", "name", "kind", "match", "how"}], "more": bool}`, the best first. `match` is the name that
    fits, `how` one of number, name, beginning, words, nearly."""
    look = Look(store)
    asked = " ".join(text[:LONGEST].split())
    if not asked:
        return {"hits": [], "more": False}
    best: dict[str, tuple[tuple[float, ...], str, str]] = {}
    for iri in _by_number(store.handle, asked):
        best[iri] = ((0.0, 0.0, 0.0), asked, "number")
    for iri, rank, name, how in _index(store).hits(name_key(asked)):
        if iri not in best or rank < best[iri][0]:
            best[iri] = (rank, name, how)
    wanted = [iri for iri in best if kind_of(iri) not in _HIDDEN and (not kind or kind_of(iri) == kind)]
    wanted.sort(key=lambda iri: (best[iri][0], iri))
    hits = [{**look.thing(ox.NamedNode(iri)), "match": best[iri][1], "how": best[iri][2]} for iri in wanted[:limit]]
    return {"hits": hits, "more": len(wanted) > limit}


def _by_number(handle: ox.Store, asked: str) -> list[str]:
    found = set()
    for number in {asked, asked.upper()}:
        for property_ in _NUMBERS:
            quads = handle.quads_for_pattern(None, ox.NamedNode(expand(property_)), ox.Literal(number), FACTS)
            found |= {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(iri for iri in found if iri.startswith(TRIAL))


class _Index:
    """The names of a build: of each its key, what it names, and how good a name it is."""

    def __init__(self, store: Store) -> None:
        self.rows: list[tuple[str, str, str, int]] = []
        for property_, worse in _NAMES:
            for quad in store.handle.quads_for_pattern(None, ox.NamedNode(expand(property_)), None, FACTS):
                if len(self.rows) == _MOST_NAMES:
                    return
                if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                    self.rows.append((name_key(quad.object.value), quad.subject.value, quad.object.value, worse))

    @cached_property
    def keys(self) -> list[str]:
        """The keys alone, for the comparison with all of them."""
        return [row[0] for row in self.rows]

    def hits(self, key: str) -> list[tuple[str, tuple[float, ...], str, str]]:
        """What the key may mean: thing, rank (less is better), name, how it fits."""
        if not key:
            return []
        words = key.split()
        found: list[tuple[str, tuple[float, ...], str, str]] = []
        for name, iri, text, worse in self.rows:
            if name == key:
                found.append((iri, (1.0, float(worse), 0.0), text, "name"))
            elif name.startswith(key):
                found.append((iri, (2.0, float(len(name)), float(worse)), text, "beginning"))
            elif words[0] in name and all(word in name for word in words):
                found.append((iri, (3.0, float(len(name)), float(worse)), text, "words"))
        if not any(hit[1][0] < 3 for hit in found) and len(key) >= 4:
            found += self._nearly(key)
        return found

    def _nearly(self, key: str) -> list[tuple[str, tuple[float, ...], str, str]]:
        from rapidfuzz import fuzz, process

        near = process.extract(key, self.keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=50)
        rows = ((self.rows[place], score) for _, score, place in near)
        return [(row[1], (2.5, 100 - score, float(row[3])), row[2], "nearly") for row, score in rows]


_INDEXES: WeakKeyDictionary[Store, _Index] = WeakKeyDictionary()


def _index(store: Store) -> _Index:
    found = _INDEXES.get(store)
    if found is None:
        found = _INDEXES[store] = _Index(store)
    return found
