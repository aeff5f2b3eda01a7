"""Why an edge is in the graph: the assertion, the mentions that support it, the fields they stand in.

Every edge of an extraction becomes one `tkg:Assertion` for each method that found it; statements of one method that
say the same are one, with the evidence of all and the confidence of the surest. Every mention is checked: a span that
lies outside its field raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import PurePath

from kg.emit.ntriples import integer, literal, name, number, string, thing
from kg.model import Span, Statement, Trial, Value
from kg.text import slug

_A = name("rdf:type")
_ASSERTION = f" {_A} {name('tkg:Assertion')} ."
_SUBJECT, _PREDICATE, _OBJECT = (f" {name(f'rdf:{part}')} " for part in ("subject", "predicate", "object"))
_CONFIDENCE, _METHOD, _RULE, _RIVAL, _EVIDENCE = (
    f" {name(curie)} "
    for curie in ("tkg:confidence", "tkg:method", "tkg:rule", "tkg:rival", "tkg:evidence")
)  # fmt: skip
_MENTION_TYPES = tuple(
    f" {_A} {name(curie)} ." for curie in ("tkg:Mention", "oa:TextQuoteSelector", "oa:TextPositionSelector")
)
_EXACT, _START, _END, _SOURCE = (
    f" {name(curie)} " for curie in ("oa:exact", "oa:start", "oa:end", "oa:hasSource")
)  # fmt: skip
_FIELD = f" {_A} {name('tkg:SourceField')} ."
_FIELD_NAME, _TEXT, _HAS_FIELD = (
    f" {name(curie)} " for curie in ("tkg:fieldName", "tkg:text", "tkg:hasField")
)  # fmt: skip


class NotVerbatimError(ValueError):
    """A span that does not lie inside the field that it names."""


class Sources:
    """The fields of one record and the mentions in them: an IRI for every span that is asked for, `lines`
    for all."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._texts = {field.name: field.text for field in trial.fields}
        self._slugs = _field_slugs(tuple(self._texts))
        self._mentions: dict[Span, str] = {}

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
            self.quote(span)
            local = f"mention-{self._slugs[span.field]}-{span.start}-{span.end}"
            found = self._mentions[span] = thing(self.trial.part(local))
        return found

    def lines(self, facts: Collection[str] = ()) -> Iterator[str]:
        """The fields of the record, and the mentions that were asked for.

        A field that no mention cites and whose whole text stands in the `facts` is left out: nothing of the record is
        lost, and a record of many small fields is not written twice.
        """
        trial = self.trial
        record = thing(trial.part("record"))
        # The file's name is no fact: the same record may come in several files.
        if trial.source.path:
            yield f"{record} {name('tkg:recordFile')} {string(PurePath(trial.source.path).name)} ."
        fields: dict[str, str] = {}
        cited = {span.field for span in self._mentions}
        said = {line.split(" ", 2)[2][:-2] for line in facts}
        for field, text in self._texts.items():
            if field not in cited and string(text) in said:
                continue
            node = fields[field] = thing(trial.part(f"field-{self._slugs[field]}"))
            yield f"{record}{_HAS_FIELD}{node} ."
            yield node + _FIELD
            yield f"{node}{_FIELD_NAME}{string(field)} ."
            yield f"{node}{_TEXT}{string(text)} ."
        for span, node in self._mentions.items():
            for ending in _MENTION_TYPES:
                yield node + ending
            yield f"{node}{_EXACT}{string(self.quote(span))} ."
            yield f"{node}{_START}{integer(span.start)} ."
            yield f"{node}{_END}{integer(span.end)} ."
            yield f"{node}{_SOURCE}{fields[span.field]} ."


def _field_slugs(names: tuple[str, ...]) -> dict[str, str]:
    """A local name for each field. Names that would share one get a few digits of their hash."""
    slugs = {field: slug(field) for field in names}
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


def statement_lines(statements: Iterable[Statement], sources: Sources) -> tuple[list[str], list[str]]:
    """The edges, and their assertions (whose mentions are then known to `sources`)."""
    said: dict[tuple[str, str, str, str], list[Statement]] = {}
    for statement in statements:
        edge = (thing(statement.subject), name(statement.predicate), object_term(statement.object), statement.method)
        said.setdefault(edge, []).append(statement)
    edges = list(dict.fromkeys(f"{subject} {predicate} {value} ." for subject, predicate, value, _ in said))
    lines: list[str] = []
    part = sources.trial.part
    for (subject, predicate, value, method), group in said.items():
        node = thing(part(f"assertion-{_digest(f'{subject} {predicate} {value} {method}', 12)}"))
        best = group[0] if len(group) == 1 else min(group, key=lambda s: (-s.confidence, s.rule))
        lines += (
            node + _ASSERTION,
            f"{node}{_SUBJECT}{subject} .",
            f"{node}{_PREDICATE}{predicate} .",
            f"{node}{_OBJECT}{value} .",
            f"{node}{_CONFIDENCE}{number(best.confidence)} .",
            f'{node}{_METHOD}"{method}" .',
        )
        if best.rule:
            lines.append(f"{node}{_RULE}{string(best.rule)} .")
        for statement in group:
            lines += [f"{node}{_RIVAL}{thing(rival)} ." for rival in statement.rivals]
            if not statement.evidence:
                raise NotVerbatimError(f"{sources.trial.key}: no evidence for {subject} {predicate} {value}")
            lines += [f"{node}{_EVIDENCE}{sources.mention(span)} ." for span in statement.evidence]
    return edges, lines
