"""Reading things and their names off a store. Results are plain values that msgpack can hold.

A thing is `{"iri", "name", "kind"}`: the kind is the class of the ontology for a concept, "Trial" for a trial, "" else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.store import Store
from kg.terms import KIND_PATHS, THINGS, curie_of, expand

FACTS = ox.DefaultGraph()
KIND_OF_PATH = {path: kind for kind, path in KIND_PATHS.items()}
TRIAL = f"{THINGS}trial/"
PART = f"{THINGS}part/"
_LABELS = tuple(ox.NamedNode(expand(name)) for name in ("skos:prefLabel", "dcterms:title", "rdfs:label"))
_UNITS = (("year", Decimal("365.25")), ("month", Decimal("30.4375")), ("week", Decimal(7)), ("day", Decimal(1)))

Thing = dict[str, str]


class Look:
    """A store seen as things with properties. Only facts count: evidence has its own module."""

    def __init__(self, store: Store) -> None:
        self.handle = store.handle
        self._names: dict[str, str] = {}

    def out(self, node: ox.NamedNode, property_: str) -> Iterator[Any]:
        """The objects of a property, a CURIE."""
        for quad in self.handle.quads_for_pattern(node, ox.NamedNode(expand(property_)), None, FACTS):
            yield quad.object

    def into(self, node: ox.NamedNode, property_: str = "") -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
        """What points to a node, with the property by which it does."""
        predicate = ox.NamedNode(expand(property_)) if property_ else None
        for quad in self.handle.quads_for_pattern(None, predicate, node, FACTS):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject, quad.predicate

    def nodes(self, node: ox.NamedNode, property_: str) -> list[ox.NamedNode]:
        """The objects that are things, in the order in which the record lists them, else by IRI."""
        found = {term for term in self.out(node, property_) if isinstance(term, ox.NamedNode)}
        return sorted(found, key=lambda term: (self._position(term), term.value))

    def texts(self, node: ox.NamedNode, property_: str) -> list[str]:
        """The objects that are literals, sorted."""
        return sorted({term.value for term in self.out(node, property_) if isinstance(term, ox.Literal)})

    def text(self, node: ox.NamedNode, property_: str) -> str:
        """The first of the literals, or nothing."""
        return next(iter(self.texts(node, property_)), "")

    def things(self, node: ox.NamedNode, property_: str) -> list[Thing]:
        """The objects that are things, with their names."""
        return self.named(self.nodes(node, property_))

    def named(self, nodes: Iterable[ox.NamedNode]) -> list[Thing]:
        """Nodes as things."""
        return [self.thing(node) for node in nodes]

    def thing(self, node: ox.NamedNode) -> Thing:
        """A node as a thing."""
        return {"iri": node.value, "name": self.name(node), "kind": kind_of(node.value)}

    def name(self, node: ox.NamedNode) -> str:
        """What a node is called: its label, else the end of its IRI."""
        found = self._names.get(node.value)
        if found is None:
            found = self._names[node.value] = self._label(node) or curie(node.value)
        return found

    def known(self, node: ox.NamedNode) -> bool:
        """Whether there is any fact of it."""
        return next(iter(self.handle.quads_for_pattern(node, None, None, FACTS)), None) is not None

    def _label(self, node: ox.NamedNode) -> str:
        for property_ in _LABELS:
            found = {
                quad.object.value
                for quad in self.handle.quads_for_pattern(node, property_, None, FACTS)
                if isinstance(quad.object, ox.Literal)
            }
            if found:
                return min(found)
        return ""

    def _position(self, node: ox.NamedNode) -> int:
        if not node.value.startswith(PART):
            return 0
        text = self.text(node, "tkg:position")
        return int(text) if text.isdigit() else 1 << 30

    def trials_of(self, node: ox.NamedNode, most: int) -> tuple[dict[str, set[str]], bool]:
        """The trials that a node occurs in, each with its roles, and whether there may be more: it is reached over
        parts of trials (entries, arms, outcomes, time frames), and at most so many statements are followed."""
        found: dict[str, set[str]] = {}
        owners: dict[str, set[str]] = {}
        pairs = list(islice(self.into(node), most + 1))
        for subject, predicate in pairs[:most]:
            role = predicate.value.rpartition("#")[2]
            for trial in self._owners(subject, owners, 3):
                found.setdefault(trial, set()).add(role)
        return found, len(pairs) > most

    def _owners(self, node: ox.NamedNode, known: dict[str, set[str]], depth: int) -> set[str]:
        """The trials that a part belongs to."""
        if node.value.startswith(TRIAL):
            return {node.value}
        if not node.value.startswith(PART) or not depth:
            return set()
        found = known.get(node.value)
        if found is None:
            found = known[node.value] = set()
            for subject, _ in islice(self.into(node), 20):
                found |= self._owners(subject, known, depth - 1)
        return found


def kind_of(iri: str) -> str:
    """The kind of a thing by its IRI: a class of the ontology, "Trial", "Part", or nothing."""
    if not iri.startswith(THINGS):
        return ""
    path = iri.removeprefix(THINGS).partition("/")[0]
    return {"trial": "Trial", "part": "Part"}.get(path) or KIND_OF_PATH.get(path, "")


def curie(iri: str) -> str:
    """An IRI for the eye.

    >>> curie("http://id.nlm.nih.gov/mesh/D015179")
    'mesh:D015179'
    """
    if iri.startswith(THINGS):
        return iri.removeprefix(THINGS).partition("/")[2] or iri.removeprefix(THINGS)
    return curie_of(iri)


def duration(days: str) -> str:
    """A number of days in the largest unit that fits.

    >>> duration("1826.25"), duration("42"), duration("0.5")
    ('5 years', '6 weeks', '0.5 days')
    """
    try:
        number = Decimal(days)
    except InvalidOperation:
        return days
    if not number.is_finite() or abs(number) > 10**9:
        return days
    for unit, size in _UNITS:
        count = number / size
        if count == count.to_integral_value() and count:
            return f"{int(count):,} {unit}{'' if abs(count) == 1 else 's'}"
    return f"{number.normalize():f} days"


def words(name: str) -> str:
    """The local name of a property for the eye.

    >>> words("hasInterventionEntry"), words("givesDrug")
    ('intervention entry', 'gives drug')
    """
    text = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return text.removeprefix("has ")
