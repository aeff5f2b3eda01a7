"""Why an edge is in the graph: the assertion, the mentions that support it, the fields they stand in.

Every edge of an extraction becomes one `tkg:Assertion` for each method that found it; statements of one method that
say the same are one, with the evidence of all and the confidence of the surest. Every mention is checked: a span that
lies outside its field raises.

What another line says already is not said again (decision 12): a copy of words that the edge to its node cites needs no
assertion of its own, and a rule that is named like its property is left out.

Most of a graph is made here, so nodes are written whole: (node, its lines in their sorted order), not line by line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath
from typing import TypeAlias

from kg.emit.ntriples import date, integer, iri, literal, name, number, string, thing
from kg.model import Span, Statement, Trial, Value
from kg.text import slug

_A = name("rdf:type")
_ASSERTION = f" {_A} {name('tkg:Assertion')} ."
_SUBJECT, _PREDICATE, _OBJECT = (f" {name(f'rdf:{part}')} " for part in ("subject", "predicate", "object"))
_CONFIDENCE, _METHOD, _RULE, _RIVAL, _EVIDENCE = (
    f" {name(curie)} "
    for curie in ("tkg:confidence", "tkg:method", "tkg:rule", "tkg:rival", "tkg:evidence")
)  # fmt: skip
_MENTION = f" {_A} {name('tkg:Mention')} ."
_EXACT, _START, _END, _SOURCE = (
    f" {name(curie)} " for curie in ("oa:exact", "oa:start", "oa:end", "oa:hasSource")
)  # fmt: skip
_FIELD = f" {_A} {name('tkg:SourceField')} ."
_FIELD_NAME, _TEXT, _HAS_FIELD = (
    f" {name(curie)} " for curie in ("tkg:fieldName", "tkg:text", "tkg:hasField")
)  # fmt: skip

PUBMED_PAGE = "https://pubmed.ncbi.nlm.nih.gov/"
COPIES = frozenset({"tkg:criterionText", "tkg:shortForm", "tkg:longForm"})
"""Properties whose value is words of the mention that leads to their node: like labels, they copy the record."""

# A node and its lines, each with its end.
Block: TypeAlias = tuple[str, str]


class NotVerbatimError(ValueError):
    """A span that does not lie inside the field that it names."""


class Sources:
    """The fields of one record and the mentions in them: an IRI for every span that is asked for, `blocks`
    for all."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._texts = {field.name: field.text for field in trial.fields}
        self._slugs = _field_slugs(tuple(self._texts))
        self._mentions: dict[Span, str] = {}
        self._start = thing(trial.part("mention"))[:-1]  # a slug needs no escape

    def quote(self, span: Span) -> str:
        """The characters of a span. Raises `NotVerbatimError` where there are none."""
        text = self._texts.get(span.field)
        if text is None or not 0 <= span.start < span.end <= len(text):
            size = "no such field" if text is None else f"{len(text)} characters"
            raise NotVerbatimError(f"{self.trial.key}: {span.field}[{span.start}:{span.end}] is no text ({size})")
        return text[span.start : span.end]

    def mention(self, span: Span) -> str:
        """The IRI of the mention of a span."""
        found = self._mentions.get(span)
        if found is None:
            self.quote(span)  # raises where there are no such characters
            field, start, end = span
            found = self._mentions[span] = f"{self._start}-{self._slugs[field]}-{start}-{end}>"
        return found

    def blocks(self, facts: Collection[str] = ()) -> Iterator[Block]:
        """The fields of the record, and the mentions that were asked for.

        A field that no mention cites and whose whole text stands in the `facts` is left out: nothing of the record is
        lost, and a record of many small fields is not written twice.
        """
        trial = self.trial
        record = thing(trial.part("record"))
        start = thing(trial.part("field"))[:-1]
        fields: dict[str, str] = {}
        written: dict[str, str] = {}
        cited = {span.field for span in self._mentions}
        said = {line.split(" ", 2)[2][:-2] for line in facts}
        of_record: list[str] = []
        for field, text in self._texts.items():
            verbatim = written[field] = string(text)
            if field not in cited and (verbatim in said or date(text) in said or iri(PUBMED_PAGE + text) in said):
                continue
            node = fields[field] = f"{start}-{self._slugs[field]}>"
            of_record.append(f"{record}{_HAS_FIELD}{node} .\n")
            yield (
                node,
                f"{node}{_FIELD}\n{node}{_FIELD_NAME}{string(field)} .\n{node}{_TEXT}{verbatim} .\n",
            )
        # The file's name is no fact: the same record may come in several files.
        if trial.source.path:
            of_record.append(f"{record} {name('tkg:recordFile')} {string(PurePath(trial.source.path).name)} .\n")
        if of_record:
            yield record, "".join(sorted(of_record))
        for (field, first, end), node in self._mentions.items():
            text = self._texts[field]
            exact = written[field] if end - first == len(text) else string(text[first:end])
            yield (
                node,
                f"{node}{_MENTION}\n{node}{_END}{integer(end)} .\n{node}{_EXACT}{exact} .\n"
                f"{node}{_SOURCE}{fields[field]} .\n{node}{_START}{integer(first)} .\n",
            )


_slug = lru_cache(maxsize=1 << 14)(slug)  # records share the names of their fields


def _field_slugs(names: tuple[str, ...]) -> dict[str, str]:
    """A local name for each field. Names that would share one get a few digits of their hash."""
    slugs = {field: _slug(field) for field in names}
    if len(set(slugs.values())) == len(slugs) and all(slugs.values()):
        return slugs
    counts: dict[str, int] = {}
    for local in slugs.values():
        counts[local] = counts.get(local, 0) + 1
    return {
        field: local if local and counts[local] == 1 else f"{local or 'field'}-{_digest(field, 6)}"
        for field, local in slugs.items()
    }


def _digest(text: str, digits: int) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def object_term(value: str | Value) -> str:
    """The object of a statement as text."""
    return thing(value) if isinstance(value, str) else literal(value)


def statement_lines(statements: Iterable[Statement], sources: Sources) -> tuple[list[str], list[Block]]:
    """The lines of the edges, and the blocks of their assertions (whose mentions are then known to `sources`)."""
    # By edge and method, as written; with the terms of the edge and all statements that say it.
    said: dict[str, tuple[str, str, str, list[Statement]]] = {}
    edges: dict[str, None] = {}
    statements = list(statements)
    copied = {statement.subject for statement in statements if statement.predicate in COPIES}
    leading: dict[str | Value, list[Span]] = {}
    for statement in statements:
        if statement.object in copied:
            leading.setdefault(statement.object, []).extend(statement.evidence)
    for statement in statements:
        subject, predicate, value = thing(statement.subject), name(statement.predicate), object_term(statement.object)
        edge = f"{subject} {predicate} {value} "
        edges[f"{edge}."] = None
        if statement.predicate in COPIES and _copies(statement, leading, sources):
            continue
        known = said.get(edge + statement.method)
        if known is None:
            said[edge + statement.method] = (subject, predicate, value, [statement])
        else:
            known[3].append(statement)
    start = thing(sources.trial.part("assertion"))[:-1]
    mention = sources.mention
    blocks: list[Block] = []
    for key, (subject, predicate, value, group) in said.items():
        node = f"{start}-{_digest(key, 12)}>"
        if len(group) == 1:
            best = group[0]
            mentions = set(map(mention, best.evidence))
            rivals: Iterable[str] = best.rivals
            grounded = bool(mentions)
        else:
            best = min(group, key=lambda s: (-s.confidence, s.rule))
            mentions = {mention(span) for statement in group for span in statement.evidence}
            rivals = [rival for statement in group for rival in statement.rivals]
            grounded = all(statement.evidence for statement in group)
        if not grounded:
            raise NotVerbatimError(f"{sources.trial.key}: no evidence for {subject} {predicate} {value}")
        text = (
            f"{node}{_OBJECT}{value} .\n{node}{_PREDICATE}{predicate} .\n{node}{_SUBJECT}{subject} .\n"
            f"{node}{_ASSERTION}\n{node}{_CONFIDENCE}{number(best.confidence)} .\n{repeated(node, _EVIDENCE, mentions)}"
            f'{node}{_METHOD}"{best.method}" .\n'
        )
        if rivals:
            text += repeated(node, _RIVAL, {thing(rival) for rival in rivals})
        if best.rule and not _told_by(best.predicate, best.rule):
            text += f"{node}{_RULE}{string(best.rule)} .\n"
        blocks.append((node, text))
    return list(edges), blocks


def _copies(statement: Statement, leading: Mapping[str | Value, list[Span]], sources: Sources) -> bool:
    """Whether a value is the very words of a span that lies inside one by which its subject was reached."""
    around = leading.get(statement.subject, ())
    return isinstance(statement.object, Value) and any(
        sources.quote(span) == statement.object.lexical
        and any(span.field == whole.field and whole.start <= span.start <= span.end <= whole.end for whole in around)
        for span in statement.evidence
    )


@lru_cache(maxsize=1 << 10)
def _told_by(predicate: str, rule: str) -> bool:
    """Whether a rule is named like its property, as `time-frame` for `tkg:timeFrame` and `arm` for `tkg:hasArm`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", predicate.partition(":")[2]).lower().split("-")
    return rule.lower().split("-") in (words, words[words[0] == "has" :], words[-1:])


def repeated(node: str, predicate: str, values: set[str]) -> str:
    """The lines of one predicate with several objects."""
    if len(values) == 1:
        (value,) = values
        return f"{node}{predicate}{value} .\n"
    return "".join([f"{node}{predicate}{value} .\n" for value in sorted(values)])
