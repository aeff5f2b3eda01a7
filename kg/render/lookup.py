"""Reading a store by its terms: sorted answers over all its graphs, so that the same store always reads the same.

Page building is thousands of one-hop questions; index look-ups answer each in microseconds, where a SPARQL query
each would spend its time on parsing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from kg.terms import ONTOLOGY, THINGS, expand

_OF_TRIALS = (f"<{THINGS}trial/".encode(), f"<{THINGS}part/".encode())


@lru_cache(maxsize=512)
def _term(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def path_of(iri: str) -> str:
    """The short name of a thing: its path below `id/`, the whole IRI for things from elsewhere."""
    return iri[len(THINGS) :] if iri.startswith(THINGS) else iri


def iri_of(path: str) -> str:
    """The whole IRI of a thing, from its short name."""
    return path if ":" in path.split("/", 1)[0] else THINGS + path


class Graph:
    """A store, read term by term. Every list is sorted."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._given: dict[bytes, list[bytes]] = {}
        # A subject is asked about many times in a row, and one look-up for all it has costs what one for a single
        # property does.
        self._about = lru_cache(maxsize=1 << 14)(self._read)

    def take(self, lines: Iterable[bytes]) -> None:
        """Lines of N-Triples that tell all there is of trials and their parts: the store, which takes several times as
        long as parsing them does, is not asked about these."""
        for line in lines:
            if line.startswith(_OF_TRIALS):
                self._given.setdefault(line[1 : line.index(b">")], []).append(line)

    def _read(self, subject: ox.NamedNode) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        found: dict[str, dict[ox.NamedNode | ox.Literal, None]] = {}
        given = self._given.get(subject.value.encode())
        quads: Iterable[ox.Quad]
        if given is None:
            quads = self._store.quads_for_pattern(subject, None, None)
        else:
            quads = ox.parse(b"\n".join(given), format=ox.RdfFormat.N_TRIPLES)
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(quad.predicate.value, {})[quad.object] = None
        return {
            predicate: sorted(objects, key=str) if len(objects) > 1 else list(objects)
            for predicate, objects in found.items()
        }

    @staticmethod
    def iri(curie: str) -> ox.NamedNode:
        """The term of a CURIE."""
        return _term(curie)

    def objects(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """What `subject` has for `predicate`, each once."""
        return self._about(subject).get(_term(predicate).value, [])

    def nodes(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """The things that `subject` points to by `predicate`."""
        return [o for o in self.objects(subject, predicate) if isinstance(o, ox.NamedNode)]

    def texts(self, subject: ox.NamedNode, predicate: str) -> list[str]:
        """The literals of `subject` for `predicate`, as text."""
        return [o.value for o in self.objects(subject, predicate) if isinstance(o, ox.Literal)]

    def text(self, subject: ox.NamedNode, predicate: str) -> str:
        """The first such literal, empty where there is none."""
        texts = self.texts(subject, predicate)
        return texts[0] if texts else ""

    def subjects(self, predicate: str, target: ox.NamedNode) -> list[ox.NamedNode]:
        """The things that point to `target` by `predicate`."""
        found = {
            quad.subject
            for quad in self._store.quads_for_pattern(None, _term(predicate), target)
            if isinstance(quad.subject, ox.NamedNode)
        }
        return sorted(found, key=str)

    def pointing_at(self, target: ox.NamedNode) -> set[ox.NamedNode]:
        """The things of which some fact points to `target`; assertions, which are evidence, do not count."""
        found = self._store.quads_for_pattern(None, None, target, ox.DefaultGraph())
        return {quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}

    def kind(self, thing: ox.NamedNode, known: Iterable[str]) -> str:
        """The class of a thing: the first of its types, by name, that is among `known`; else `Other`."""
        types = {t.value[len(ONTOLOGY) :] for t in self.nodes(thing, "rdf:type") if t.value.startswith(ONTOLOGY)}
        return min(types & set(known), default="Other")

    def name(self, thing: ox.NamedNode) -> str:
        """What a thing is called: preferred label, else label, else the last part of its IRI."""
        found = self.text(thing, "skos:prefLabel") or self.text(thing, "rdfs:label")
        return found or thing.value.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def ordered(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """Parts of `subject` in the order of the record (`tkg:position`)."""
        return sorted(self.nodes(subject, predicate), key=lambda part: (self._position(part), part.value))

    def _position(self, part: ox.NamedNode) -> int:
        text = self.text(part, "tkg:position")
        return int(text) if text.isdecimal() else 1 << 30
