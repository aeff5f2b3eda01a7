"""The edges of an extraction: their lines, which statements say the same one, and what these stand on.

Every edge becomes one `tkg:Assertion` for each method that found it; statements of one method that say the same are
one, with the evidence of all and the confidence of the surest. Every span is checked: one that lies outside its field
raises.

What another line says already is not said again (decision 12): a copy of words that the edge to its node cites needs no
assertion of its own, and a rule that is named like its property is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

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
        """The fields to write: all but those that no mention cites and whose whole text is `said`: an object of the
        facts, with the end of its line. Nothing of a record is lost, and many small fields are not written twice."""
        return [
            field
            for field, text in self.of.items()
            if field in cited
            or not (f"{string(text)} ." in said or f"{date(text)} ." in said or f"{iri(PUBMED_PAGE + text)} ." in said)
        ]


def whole(statements: list[Statement]) -> tuple[Statement, set[Span], set[str]]:
    """The surest of some statements, and the spans and rivals of all."""
    if len(statements) == 1:
        best = statements[0]
        return best, set(best.evidence), set(best.rivals)
    return (
        min(statements, key=lambda statement: (-statement.confidence, statement.rule)),
        {span for statement in statements for span in statement.evidence},
        {rival for statement in statements for rival in statement.rivals},
    )


class Edges:
    """The statements of one trial as lines of the facts, each with the statements that are to be asserted."""

    def __init__(self, statements: Sequence[Statement], texts: Texts) -> None:
        self._texts = texts
        self.lines: dict[str, list[Statement]] = {}
        copied = {statement.subject for statement in statements if statement.predicate in COPIES}
        leading: dict[str | Value, list[Span]] = {}
        for statement in statements if copied else ():
            if statement.object in copied:
                leading.setdefault(statement.object, []).extend(statement.evidence)
        known: dict[str, str] = {}
        for statement in statements:
            subject, predicate, value = statement[:3]
            node = known.get(subject)
            if node is None:
                node = known[subject] = thing(subject)
            if not isinstance(value, str):
                other = literal(value)
            elif (found := known.get(value)) is not None:
                other = found
            else:
                other = known[value] = thing(value)
            line = f"{node} {name(predicate)} {other} ."
            if predicate in COPIES and _copies(statement, leading, texts):
                self.lines.setdefault(line, [])
            elif (those := self.lines.get(line)) is None:
                self.lines[line] = [statement]
            else:
                those.append(statement)

    def said(self) -> Iterator[tuple[str, list[Statement]]]:
        """Each assertion: its edge as written, and the statements of one method that say it."""
        for line, statements in self.lines.items():
            if len(statements) == 1:
                yield line, statements
                continue
            by_method: dict[str, list[Statement]] = {}
            for statement in statements:
                by_method.setdefault(statement.method, []).append(statement)
            for those in by_method.values():
                yield line, those

    def count(self, findings: Iterable[tuple[str, tuple[Span, ...]]], said: Collection[str]) -> int:
        """How many lines the evidence has. `findings` are what `kg.emit.evidence.Grounds` keeps, `said` the objects of
        the facts, with the ends of their lines.

        Raises `NotVerbatimError` for a span outside its field or a statement without a span.
        """
        lines = 0
        cited: set[Span] = set()
        for line, statements in self.said():
            best, spans, rivals = whole(statements)
            for statement in statements:
                if not statement.evidence:
                    raise NotVerbatimError(f"{self._texts.key}: no evidence for {line[:-2]}")
            cited |= spans
            lines += _OF_ASSERTION + len(spans) + len(rivals) + has_own_name(best)
        for spans in {node: set(evidence) for node, evidence in findings}.values():
            cited |= spans
            lines += len(spans)
        texts = self._texts.of
        for span in cited:
            field, start, end = span
            if not 0 <= start < end <= len(texts.get(field, "")):
                self._texts.quote(span)  # says what is wrong
        fields = self._texts.written({span[0] for span in cited}, said)
        return lines + _OF_MENTION * len(cited) + _OF_FIELD * len(fields)


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
