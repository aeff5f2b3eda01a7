"""The edges of an extraction: their lines, and which statements say the same one.

Every edge becomes one `tkg:Assertion` for each method that found it (`kg.emit.evidence`); statements of one method that
say the same are one, with the evidence of all and the confidence of the surest.

What another line says already is not said again (decision 12): a copy of words that the edge to its node cites needs no
assertion of its own, and a rule that is named like its property is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from kg.emit.facts import A, Facts, Things, between
from kg.emit.ntriples import typed
from kg.model import Span, Statement, Value

COPIES = frozenset({"tkg:criterionText", "tkg:shortForm", "tkg:longForm"})
"""Properties whose value is words of the mention that leads to their node: like labels, they copy the record."""

# The lines of edges, each with the statements that are to be asserted.
Edges: TypeAlias = dict[str, list[Statement]]


class NotVerbatimError(ValueError):
    """A span that does not lie inside the field that it names."""


class Texts:
    """The fields of one record by name, to be quoted from."""

    def __init__(self, key: str, fields: Iterable[tuple[str, str]]) -> None:
        self.key = key
        self.of = dict(fields)

    def quote(self, span: Span) -> str:
        """The characters of a span. Raises `NotVerbatimError` where there are none."""
        field, start, end = span
        text = self.of.get(field)
        if text is None or not 0 <= start < end <= len(text):
            size = "no such field" if text is None else f"{len(text)} characters"
            raise NotVerbatimError(f"{self.key}: {field}[{start}:{end}] is no text ({size})")
        return text[start:end]


def tell_edges(statements: Sequence[Statement], facts: Facts, texts: Texts, things: Things) -> Edges:
    """Tell what the statements say. Raises `NotVerbatimError` for one without a span."""
    edges: Edges = {}
    leading = _leading(statements)
    lines = facts.lines
    for statement in statements:
        subject, curie, value, _, _, evidence = statement[:6]
        predicate = between(curie)
        if isinstance(value, str):
            other = things[value]
        elif value[1] == "string":
            other = facts.literal(value[0])
        else:
            other = typed(*value)
            facts.objects.add(other)
        line = f"{things[subject]}{predicate}{other} ."
        if not evidence:
            raise NotVerbatimError(f"{texts.key}: no evidence for {line[:-2]}")
        those = edges.get(line)
        if those is None:
            those = edges[line] = []
            lines[line] = other if predicate is A else predicate
        if curie not in COPIES or not _copies(statement, leading.get(subject, ()), texts):
            those.append(statement)
    return edges


def _leading(statements: Sequence[Statement]) -> dict[str | Value, list[Span]]:
    """The spans by which each node was reached that has copies."""
    leading: dict[str | Value, list[Span]] = {each[0]: [] for each in statements if each[1] in COPIES}
    if leading:
        for each in statements:
            value = each[2]
            if isinstance(value, str) and value in leading:
                leading[value] += each[5]
    return leading


def _copies(statement: Statement, around: Sequence[Span], texts: Texts) -> bool:
    """Whether a value is the very words of a span that lies inside one by which its subject was reached."""
    value = statement.object
    if not isinstance(value, Value):
        return False
    for span in statement.evidence:
        if texts.quote(span) == value.lexical:
            field, start, end = span
            for whole, first, last in around:
                if field == whole and first <= start and end <= last:
                    return True
    return False


def asserted(statements: list[Statement]) -> Iterable[Statement]:
    """One statement for each method: the surest, with the spans and rivals of all."""
    if len(statements) == 1:
        return statements
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.method, []).append(statement)
    return map(_surest, found.values())


def _surest(statements: list[Statement]) -> Statement:
    best = min(statements, key=lambda statement: (-statement.confidence, statement.rule))
    if len(statements) == 1:
        return best
    return best._replace(
        evidence=tuple([span for statement in statements for span in statement.evidence]),
        rivals=tuple([rival for statement in statements for rival in statement.rivals]),
    )


@lru_cache(maxsize=1 << 12)
def is_worth_saying(rule: str, predicate: str) -> bool:
    """Whether a rule has another name than its property: `time-frame` of `tkg:timeFrame` has none, nor has `arm` of
    `tkg:hasArm`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", predicate.partition(":")[2]).lower().split("-")
    return rule.lower().split("-") not in (words, words[words[0] == "has" :], words[-1:])
