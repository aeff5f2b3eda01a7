"""The edges of an extraction: their lines, which statements say the same one, and what these stand on.

Every edge becomes one `tkg:Assertion` for each method that found it; statements of one method that say the same are
one, with the evidence of all and the confidence of the surest. Every span is checked: one that lies outside its field
raises.

What another line says already is not said again (decision 12): a copy of words that the edge to its node cites needs no
assertion of its own, and a rule that is named like its property is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.emit.ntriples import date, iri, literal, name, string, thing
from kg.model import Span, Statement, Value

PUBMED_PAGE = "https://pubmed.ncbi.nlm.nih.gov/"
COPIES = frozenset({"tkg:criterionText", "tkg:shortForm", "tkg:longForm"})
"""Properties whose value is words of the mention that leads to their node: like labels, they copy the record."""
_OF_ASSERTION, _OF_MENTION, _OF_FIELD = 6, 5, 4  # lines, beside those that are repeated


class NotVerbatimError(ValueError):
    """A span that does not lie inside the field that it names."""


class Texts:
    """The fields of one record by name, to be quoted from."""

    def __init__(self, key: str, fields: Iterable[tuple[str, str]]) -> None:
        self.key = key
        self.of = dict(fields)

    def quote(self, span: Span) -> str:
        """The characters of a span. Raises `NotVerbatimError` where there are none."""
        text = self.of.get(span.field)
        if text is None or not 0 <= span.start < span.end <= len(text):
            size = "no such field" if text is None else f"{len(text)} characters"
            raise NotVerbatimError(f"{self.key}: {span.field}[{span.start}:{span.end}] is no text ({size})")
        return text[span.start : span.end]

    def written(self, cited: Collection[str], said: Collection[str]) -> list[str]:
        """The fields to write: all but those that no mention cites and whose whole text is one of the objects that are
        `said` in the facts. Nothing of a record is lost, and one of many small fields is not written twice."""
        return [
            field
            for field, text in self.of.items()
            if field in cited
            or not (string(text) in said or date(text) in said or iri(PUBMED_PAGE + text) in said)
        ]  # fmt: skip


class Said(NamedTuple):
    """An edge, as written, and the statements of one method that say it."""

    subject: str
    predicate: str
    value: str
    statements: list[Statement]

    def whole(self) -> tuple[Statement, set[Span], set[str]]:
        """The surest statement, and the spans and rivals of all."""
        statements = self.statements
        if len(statements) == 1:
            best = statements[0]
            return best, set(best.evidence), set(best.rivals)
        return (
            min(statements, key=lambda statement: (-statement.confidence, statement.rule)),
            {span for statement in statements for span in statement.evidence},
            {rival for statement in statements for rival in statement.rivals},
        )


class Edges:
    """The statements of one trial as lines of the facts, and by edge and method."""

    def __init__(self, statements: Iterable[Statement], texts: Texts) -> None:
        self.lines: dict[str, None] = {}
        self.said: dict[str, Said] = {}
        statements = list(statements)
        copied = {statement.subject for statement in statements if statement.predicate in COPIES}
        leading: dict[str | Value, list[Span]] = {}
        for statement in statements if copied else ():
            if statement.object in copied:
                leading.setdefault(statement.object, []).extend(statement.evidence)
        for statement in statements:
            subject, predicate, value = thing(statement.subject), name(statement.predicate), term(statement.object)
            edge = f"{subject} {predicate} {value} "
            self.lines[f"{edge}."] = None
            if statement.predicate in COPIES and _copies(statement, leading, texts):
                continue
            known = self.said.get(edge + statement.method)
            if known is None:
                self.said[edge + statement.method] = Said(subject, predicate, value, [statement])
            else:
                known.statements.append(statement)

    def count(self, findings: Iterable[tuple[str, tuple[Span, ...]]], texts: Texts, said: Collection[str]) -> int:
        """How many lines the evidence has. `findings` are what `kg.emit.evidence.Grounds` keeps, `said` the objects of
        the facts.

        Raises `NotVerbatimError` for a span outside its field or a statement without a span.
        """
        lines = 0
        cited: set[Span] = set()
        for edge in self.said.values():
            best, spans, rivals = edge.whole()
            if not all(statement.evidence for statement in edge.statements):
                raise NotVerbatimError(f"{texts.key}: no evidence for {edge.subject} {edge.predicate} {edge.value}")
            cited |= spans
            lines += _OF_ASSERTION + len(spans) + len(rivals) + has_own_name(best)
        for spans in {node: set(evidence) for node, evidence in findings}.values():
            cited |= spans
            lines += len(spans)
        for span in cited:
            texts.quote(span)  # raises where there are no such characters
        fields = texts.written({span.field for span in cited}, said)
        return lines + _OF_MENTION * len(cited) + _OF_FIELD * len(fields)


def term(value: str | Value) -> str:
    """The object of a statement as text."""
    return thing(value) if isinstance(value, str) else literal(value)


def _copies(statement: Statement, leading: Mapping[str | Value, list[Span]], texts: Texts) -> bool:
    """Whether a value is the very words of a span that lies inside one by which its subject was reached."""
    around = leading.get(statement.subject, ())
    return isinstance(statement.object, Value) and any(
        texts.quote(span) == statement.object.lexical
        and any(span.field == whole.field and whole.start <= span.start <= span.end <= whole.end for whole in around)
        for span in statement.evidence
    )


def has_own_name(statement: Statement) -> bool:
    """Whether the rule of a statement is worth saying: it has one, with another name than its property."""
    return bool(statement.rule) and not _told_by(statement.predicate, statement.rule)


@lru_cache(maxsize=1 << 10)
def _told_by(predicate: str, rule: str) -> bool:
    """Whether a rule is named like its property, as `time-frame` for `tkg:timeFrame` and `arm` for `tkg:hasArm`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", predicate.partition(":")[2]).lower().split("-")
    return rule.lower().split("-") in (words, words[words[0] == "has" :], words[-1:])
