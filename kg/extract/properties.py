"""The properties that may be stated of a trial and its parts, as the ontology defines them: domain and range."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.model import Datatype
from kg.resources import resource
from kg.terms import ONTOLOGY, PREFIXES

_RDFS, _SH, _XSD = PREFIXES["rdfs"], PREFIXES["sh"], PREFIXES["xsd"]
_LEXICAL = {
    "integer": re.compile(r"-?(?:0|[1-9]\d{0,17})"),
    "decimal": re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{0,17}[1-9])?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
    "gYear": re.compile(r"\d{4}"),
    "gYearMonth": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"),
    "anyURI": re.compile(r"https?://[^\s<>\"{}|\\^`]+"),
}
# What the emission makes by itself out of other statements.
_OWN = frozenset({"tkg:hasFinding", "tkg:evidence"})


@dataclass(frozen=True, slots=True)
class Property:
    """`range` is a class where the property points to a thing, `datatype` a type where its value is a literal; `single`
    says that a thing has it once at most."""

    name: str
    domain: str
    range: str = ""
    datatype: Datatype | None = None
    single: bool = False

    def allows(self, lexical: str) -> bool:
        """Whether the text is a canonical literal of the datatype."""
        pattern = _LEXICAL.get(self.datatype or "")
        return bool(lexical) if pattern is None else pattern.fullmatch(lexical) is not None


@cache
def _ontology() -> tuple[dict[str, Property], dict[str, frozenset[str]]]:
    """The properties that the ontology gives a domain and a range, and of each class all those above it."""
    domains: dict[str, str] = {}
    ranges: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    for triple in parse(path=str(resource("trialkg.ttl")), format=RdfFormat.TURTLE):
        subject, value = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(value, NamedNode) and subject.value.startswith(ONTOLOGY)):
            continue
        name = subject.value[len(ONTOLOGY) :]
        if triple.predicate.value == f"{_RDFS}domain":
            domains[name] = value.value.removeprefix(ONTOLOGY)
        elif triple.predicate.value == f"{_RDFS}range":
            ranges[name] = value.value
        elif triple.predicate.value == f"{_RDFS}subClassOf":
            above.setdefault(name, set()).add(value.value.removeprefix(ONTOLOGY))
    found = {}
    single = _single()
    for name, domain in domains.items():
        target = ranges.get(name, "")
        curie = f"tkg:{name}"
        literal = next((each for each in get_args(Datatype) if f"{_XSD}{each}" == target), None)
        if curie not in _OWN and (literal is not None or target.startswith(ONTOLOGY)):
            found[curie] = Property(
                curie, domain, "" if literal else target.removeprefix(ONTOLOGY), literal, name in single
            )
    found["tkg:resolvesTo"] = Property("tkg:resolvesTo", "Entry", "Intervention")  # of two ranges: see `of`
    closed = {}
    for name in above:
        seen, stack = {name}, [name]
        while stack:
            fresh = above.get(stack.pop(), set()) - seen
            seen |= fresh
            stack += sorted(fresh)
        closed[name] = frozenset(seen)
    return found, closed


def _single() -> set[str]:
    """The properties that some shape allows once."""
    paths: dict[str, str] = {}
    once = set()
    for triple in parse(path=str(resource("shapes.ttl")), format=RdfFormat.TURTLE):
        if triple.predicate.value == f"{_SH}path":
            paths[str(triple.subject)] = triple.object.value.removeprefix(ONTOLOGY)
        elif triple.predicate.value == f"{_SH}maxCount" and triple.object.value == "1":
            once.add(str(triple.subject))
    return {path for node, path in paths.items() if node in once}


def of(name: str, kind: str) -> Property | None:
    """The property of this name as a thing of this class has it; None where it has no such property."""
    found = properties().get(name)
    if found is None or not reaches(kind, found.domain):
        return None
    return replace(found, range="Condition") if (name, kind) == ("tkg:resolvesTo", "ConditionEntry") else found


def properties() -> dict[str, Property]:
    """Every property with a domain and a range of the project's, by CURIE."""
    return _ontology()[0]


def reaches(kind: str, wanted: str) -> bool:
    """Whether a thing of this class is one of the wanted class too."""
    return kind == wanted or wanted in _ontology()[1].get(kind, frozenset())
