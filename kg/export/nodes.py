"""Nodes as a shard or a store has them: what each says, property by property, with terms as N-Triples text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from kg.terms import THINGS, expand

PART = f"{THINGS}part/"
_MOST, _DIGITS = 1 << 63, 100  # 64 bits hold less than the first; Python reads no number of thousands of digits

Properties: TypeAlias = dict[str, list[str]]
Nodes: TypeAlias = dict[str, Properties]


def walk(
    handle: ox.Store, start: Iterable[str], graph: ox.NamedNode | ox.DefaultGraph, follow: Callable[[str], bool]
) -> Nodes:
    """These nodes, and those that they lead to as far as one is to follow."""
    nodes: Nodes = {}
    waiting = list(start)
    while waiting:
        iri = waiting.pop()
        if iri in nodes:
            continue
        properties = nodes[iri] = defaultdict(list)
        for quad in handle.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
            properties[quad.predicate.value].append(str(quad.object))
            if isinstance(quad.object, ox.NamedNode) and follow(quad.object.value):
                waiting.append(quad.object.value)
    return nodes


def nodes_of(lines: bytes) -> Nodes:
    """The nodes of N-Triples that the project wrote."""
    nodes: Nodes = {}
    for line in lines.decode().split("\n")[:-1]:
        subject, predicate, value = line.split(" ", 2)
        nodes.setdefault(subject[1:-1], {}).setdefault(predicate[1:-1], []).append(value[:-2])
    return nodes


def reached(nodes: Nodes, start: str) -> Nodes:
    """A trial, and those of its parts that it leads to."""
    found: Nodes = {}
    waiting = [start]
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            properties = found[iri] = nodes.get(iri, {})
            waiting += [other for terms in properties.values() for other in things_of(terms) if is_part(other)]
    return found


def is_part(iri: str) -> bool:
    """Whether it is a part of some trial: an entry, an outcome, an arm."""
    return iri.startswith(PART)


def things_of(terms: Iterable[str]) -> Iterator[str]:
    """The IRIs among these terms that are the project's own."""
    for term in terms:
        if term.startswith(THINGS, 1) and term[0] == "<":
            yield term[1:-1]


def iris_of(properties: Properties, curied: str) -> list[str]:
    """The IRIs that a property has, sorted."""
    return sorted([term[1:-1] for term in properties.get(expand(curied), ()) if term[0] == "<"])


def literals_of(properties: Properties, iri: str) -> list[str]:
    """The texts of the literals that a property has."""
    return [lexical(term) for term in properties.get(iri, ()) if term[0] == '"']


_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))")
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def lexical(literal: str) -> str:
    r"""The text of a literal.

    >>> print(lexical(r'"a \"b\" \\ \u0021"^^<http://example.org/type>'))
    a "b" \ !
    """
    text = literal[1 : literal.rindex('"')]
    return text if "\\" not in text else _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(match[3], match[3])


def text_of(properties: Properties, curied: str) -> str | None:
    """The first text of a property in their order, None where it has none."""
    return min(literals_of(properties, expand(curied)), default=None)


def largest_of(properties: Properties, curied: str, read: Callable[[str], float]) -> float | None:
    """The largest number of those that a column can hold."""
    texts = (text for text in literals_of(properties, expand(curied)) if len(text) <= _DIGITS)
    return max((number for number in map(read, texts) if -_MOST <= number < _MOST), default=None)


def path_of(iri: str) -> str:
    """The IRI of a thing below `id/`."""
    return iri.removeprefix(THINGS)
