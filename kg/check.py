"""Is the graph what it says it is? SHACL shapes and check queries, run on the store itself.

A shape is compiled to queries, one a constraint, so that a check of many trials costs what the store's own joins cost.
A check query is a file of `ontology/checks` that says in its head what a row of its answer means and what to do:

    # problem: The words of a mention are not the words of its field at its offsets.
    # solution: Build again; if it stays, the reader of this format moves offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.query.table import Table, run, short
from kg.resources import resource
from kg.store import Store, Term
from kg.terms import PREFIXES

_MOST = 100  # problems of one kind that are listed
_SH = PREFIXES["sh"]
_RDF = PREFIXES["rdf"]
_HEAD = re.compile(r"#\s*(problem|solution):\s*(.*)")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with a graph: which check found it, where, what it is, and what to do about it."""

    check: str
    focus: str
    message: str
    solution: str

    def as_dict(self) -> dict[str, str]:
        """As a dictionary, for JSON."""
        return asdict(self)


class Check(NamedTuple):
    """One thing to check: a query whose rows (`?focus`, perhaps `?value`) are the places where it fails."""

    name: str
    sparql: str
    problem: str
    solution: str


def check(store: Store, most: int = _MOST, told: Callable[[str], object] | None = None) -> list[Problem]:
    """What is wrong with a graph, sorted; empty where nothing is. Of each kind at most `most` are listed, and one line
    says how many there are. `told` hears of each check before it is made, as those of many trials take minutes."""
    problems: list[Problem] = []
    checks = (*shape_checks(), *query_checks())
    for number, each in enumerate(checks, 1):
        if told is not None:
            told(f"{number} of {len(checks)}: {each.name}")
        found = run(store, each.sparql)
        problems += sorted({_problem(each, found, row) for row in found.rows})[:most]
        if len(found) > most:
            problems.append(Problem(each.name, "", f"{len(found)} in all; the first {most} are listed", each.solution))
    return problems


def _problem(check: Check, found: Table, row: tuple[Term | None, ...]) -> Problem:
    cells = dict(zip(found.columns, row, strict=True))
    focus = short(cells.pop("focus", None))
    values = ", ".join(f"{name}: {short(cell)}" for name, cell in cells.items() if cell is not None)
    return Problem(check.name, focus, f"{check.problem}{f' ({values})' if values else ''}", check.solution)


# --------------------------------------------------------------------------------------------------- check queries


@cache
def query_checks() -> tuple[Check, ...]:
    """The check queries, by name. Raises `ResourceError` for a head that is not complete."""
    found = []
    for path in sorted(resource("checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        head = {match[1]: match[2] for line in text.splitlines() if (match := _HEAD.match(line))}
        if set(head) != {"problem", "solution"}:
            raise ResourceError(f"checks/{path.name}: the head needs `# problem:` and `# solution:`")
        found.append(Check(path.stem, text, head["problem"].strip(), head["solution"].strip()))
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------- shapes

_REMEDY = "A fact like this must not be written: find the extractor or reader that wrote it"
# Parts of a shape that say what is meant, not what must hold.
_SILENT = frozenset(f"{_SH}{name}" for name in ("path", "message", "name", "description"))


class _Shapes:
    """The shapes graph, read by its terms."""

    def __init__(self, quads: Iterator[ox.Quad]) -> None:
        self._edges: dict[ox.NamedNode | ox.BlankNode, list[tuple[str, Term]]] = {}
        for quad in quads:
            if not isinstance(quad.subject, ox.Triple):
                self._edges.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))

    def edges(self, node: Term) -> list[tuple[str, Term]]:
        """Predicates and objects of a node."""
        return self._edges.get(node, []) if isinstance(node, ox.NamedNode | ox.BlankNode) else []

    def one(self, node: Term, predicate: str) -> Term | None:
        """The object for a predicate."""
        return next((value for name, value in self.edges(node) if name == predicate), None)

    def items(self, node: Term) -> list[Term]:
        """The members of a list."""
        members = []
        while (first := self.one(node, f"{_RDF}first")) is not None:
            members.append(first)
            rest = self.one(node, f"{_RDF}rest")
            if rest is None:
                break
            node = rest
        return members

    def targets(self) -> list[tuple[Term, Term]]:
        """Shapes with their target classes."""
        pairs = [(s, o) for s, edges in self._edges.items() for p, o in edges if p == f"{_SH}targetClass"]
        return sorted(pairs, key=str)


@cache
def shape_checks() -> tuple[Check, ...]:
    """The constraints of `shapes.ttl` as queries. Raises `ResourceError` for a constraint that is not known here."""
    path = resource("shapes.ttl")
    try:
        shapes = _Shapes(iter(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)))
    except (SyntaxError, OSError) as error:
        raise ResourceError(f"{path.name} cannot be read: {error}") from error
    return tuple(check for shape, target in shapes.targets() for check in _compiled(shapes, shape, target))


def _compiled(shapes: _Shapes, shape: Term, target: Term) -> Iterator[Check]:
    name = short(target)
    for predicate, node in shapes.edges(shape):
        if predicate != f"{_SH}property":
            continue
        path = shapes.one(node, f"{_SH}path")
        if not isinstance(path, ox.NamedNode):
            raise ResourceError(f"shapes.ttl: {name}: a property shape needs one property as its sh:path")
        for constraint, value in shapes.edges(node):
            if constraint not in _SILENT:
                where, problem = _constraint(shapes, constraint, value, str(path), short(path))
                sparql = f"SELECT ?focus ?value WHERE {{ ?focus a {target} . {where} }}"
                if "GROUP BY" in where:
                    sparql = f"SELECT ?focus WHERE {{ {{ ?focus a {target} }} {where}"
                yield Check(f"{name} {short(path)}", sparql, f"{short(path)} {problem}", _REMEDY)


def _constraint(shapes: _Shapes, constraint: str, value: Term, path: str, name: str) -> tuple[str, str]:
    """The pattern that finds what breaks a constraint, and the words for it."""
    kind = constraint.removeprefix(_SH)
    has = f"?focus {path} ?value ."
    text = value.value if isinstance(value, ox.Literal) else str(value)
    if kind == "minCount":
        if text == "1":
            return f"MINUS {{ ?focus {path} ?any }}", "is missing"
        count = f"OPTIONAL {{ ?focus {path} ?any }} }} GROUP BY ?focus HAVING (COUNT(DISTINCT ?any) < {int(text)})"
        return count, f"is there fewer than {text} times"
    if kind == "maxCount":
        count = f"?focus {path} ?any }} GROUP BY ?focus HAVING (COUNT(DISTINCT ?any) > {int(text)})"
        return count, f"is there more than {'once' if text == '1' else f'{text} times'}"
    if kind == "datatype":
        return f"{has} FILTER (!COALESCE(DATATYPE(?value) = {value}, false))", f"is not of datatype {short(value)}"
    if kind == "or":
        types = [shapes.one(item, f"{_SH}datatype") for item in shapes.items(value)]
        if not types or None in types:
            raise ResourceError(f"shapes.ttl: {name}: sh:or may only list datatypes")
        listed = ", ".join(map(str, types))
        return f"{has} FILTER (!COALESCE(DATATYPE(?value) IN ({listed}), false))", "is not of a datatype it may have"
    if kind == "class":
        return f"{has} MINUS {{ ?value a {value} }}", f"is no {short(value)}"
    if kind == "nodeKind":
        if value != ox.NamedNode(f"{_SH}IRI"):
            raise ResourceError(f"shapes.ttl: {name}: the only sh:nodeKind known here is sh:IRI")
        return f"{has} FILTER (!isIRI(?value))", "is not a thing"
    if kind == "in":
        return (
            f"{has} FILTER (?value NOT IN ({', '.join(map(str, shapes.items(value)))}))",
            "is not a value it may have",
        )
    if kind in ("minInclusive", "maxInclusive"):
        sign, word = (">=", "less") if kind == "minInclusive" else ("<=", "more")
        return f"{has} FILTER (!COALESCE(?value {sign} {value}, false))", f"is {word} than {text}"
    if kind == "pattern":
        return f"{has} FILTER (!REGEX(STR(?value), {value}))", f"does not look like {text}"
    if kind == "lessThan":
        return (
            f"{has} ?focus {value} ?other . FILTER (!COALESCE(?value < ?other, false))",
            f"is not below {short(value)}",
        )
    raise ResourceError(f"shapes.ttl: {name}: {constraint} is not known here")
