"""Why an edge is in the graph: the assertion, the mentions that support it, the fields they stand in.

The lines of evidence are four times as many as those of the facts, and few are ever looked at. So a build checks and
counts them (`kg.emit.edges`), keeps what they are made from (`Grounds`, packed), and makes them where they are wanted:
the same lines whenever that is (decision 16).

Nodes are written whole: (node, its lines in their sorted order), not line by line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import PurePath
from typing import TypeAlias

import msgspec

from kg.emit.edges import Edges, Texts, has_own_name, whole
from kg.emit.ntriples import integer, name, number, string, thing
from kg.errors import BuildDamaged
from kg.model import Extraction, Span, Statement
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
_FILE = f" {name('tkg:recordFile')} "

# A node and its lines, each with its end.
Block: TypeAlias = tuple[str, str]


class Grounds(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What the evidence of one trial is made from: its key, the name of the file that its record came in (empty: none),
    the fields of the record (name, text), the statements, and what findings rest on (path of the finding, spans)."""

    key: str
    file: str
    fields: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    findings: tuple[tuple[str, tuple[Span, ...]], ...]


def grounds_of(extraction: Extraction, findings: tuple[tuple[str, tuple[Span, ...]], ...]) -> Grounds:
    """The grounds of an extraction. The name of a file is no fact: the same record may come in several."""
    trial = extraction.trial
    return Grounds(
        trial.key,
        PurePath(trial.source.path).name,
        tuple([(field.name, field.text) for field in trial.fields]),
        extraction.statements,
        findings,
    )


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Grounds).decode


def pack(grounds: Grounds, said: Collection[str]) -> bytes:
    """Grounds as bytes. Those with characters that no encoding can carry are kept as the lines themselves."""
    try:
        return _encode(grounds)
    except UnicodeEncodeError:
        return evidence_text(grounds, said).encode()


def unpack(packed: bytes) -> Grounds | None:
    """The grounds; None where they were kept as lines. Raises `BuildDamaged` where they are neither."""
    if packed.startswith(b"<"):  # a line begins so, no packed array does
        return None
    try:
        return _decode(packed)
    except msgspec.MsgspecError as error:
        raise BuildDamaged(f"the evidence of a trial cannot be read: {error}; build again") from error


def evidence_of(facts: bytes, packed: bytes) -> bytes:
    """The lines of evidence, sorted by code point, from the facts of the trial and its packed grounds."""
    if not packed:
        return b""
    grounds = unpack(packed)
    if grounds is None:
        return packed
    return evidence_text(grounds, {line.split(" ", 2)[2] for line in facts.decode().split("\n")[:-1]}).encode()


def asserted(grounds: Grounds) -> Iterator[tuple[str, Statement, set[Span]]]:
    """Each assertion: its edge as a line, the surest statement of it, and the spans of all."""
    for line, statements in Edges(grounds.statements, Texts(grounds.key, grounds.fields)).said():
        best, spans, _ = whole(statements)
        yield line, best, spans


def evidence_text(grounds: Grounds, said: Collection[str]) -> str:
    """The lines of evidence, each with its end, sorted by code point. `said` are the objects of the facts, with the
    ends of their lines."""
    texts = Texts(grounds.key, grounds.fields)
    mentions = _Mentions(grounds, texts)
    blocks = [*_assertions(grounds, texts, mentions), *_of_findings(grounds, mentions)]
    blocks += mentions.blocks(said)
    # No node is the start of another one (all end in ">"), so the order of the nodes is that of their lines.
    return "".join([text for _, text in sorted(blocks)])


class _Mentions:
    """The mentions in the fields of one record: an IRI for every span that is asked for, `blocks` for all."""

    def __init__(self, grounds: Grounds, texts: Texts) -> None:
        self._grounds = grounds
        self._texts = texts
        self._slugs = _field_slugs(tuple(texts.of))
        self._found: dict[Span, str] = {}
        self._start = _start(grounds, "mention")

    def __call__(self, span: Span) -> str:
        """The IRI of the mention of a span."""
        found = self._found.get(span)
        if found is None:
            self._texts.quote(span)  # raises where there are no such characters
            field, start, end = span
            found = self._found[span] = f"{self._start}-{self._slugs[field]}-{start}-{end}>"
        return found

    def blocks(self, said: Collection[str]) -> Iterator[Block]:
        """The fields of the record, and the mentions that were asked for."""
        record = thing(f"part/{self._grounds.key}-record")
        start = _start(self._grounds, "field")
        texts = self._texts.of
        nodes: dict[str, str] = {}
        written: dict[str, str] = {}
        of_record: list[str] = []
        for field in self._texts.written({span.field for span in self._found}, said):
            verbatim = written[field] = string(texts[field])
            node = nodes[field] = f"{start}-{self._slugs[field]}>"
            of_record.append(f"{record}{_HAS_FIELD}{node} .\n")
            yield (
                node,
                f"{node}{_FIELD}\n{node}{_FIELD_NAME}{string(field)} .\n{node}{_TEXT}{verbatim} .\n",
            )
        if self._grounds.file:
            of_record.append(f"{record}{_FILE}{string(self._grounds.file)} .\n")
        if of_record:
            yield record, "".join(sorted(of_record))
        for (field, first, end), node in self._found.items():
            text = texts[field]
            exact = written[field] if end - first == len(text) else string(text[first:end])
            yield (
                node,
                f"{node}{_MENTION}\n{node}{_END}{integer(end)} .\n{node}{_EXACT}{exact} .\n"
                f"{node}{_SOURCE}{nodes[field]} .\n{node}{_START}{integer(first)} .\n",
            )


def _start(grounds: Grounds, kind: str) -> str:
    return thing(f"part/{grounds.key}-{kind}")[:-1]  # a slug needs no escape


def _assertions(grounds: Grounds, texts: Texts, mentions: _Mentions) -> Iterator[Block]:
    start = _start(grounds, "assertion")
    for line, statements in Edges(grounds.statements, texts).said():
        subject, predicate, value = line.split(" ", 2)
        best, spans, rivals = whole(statements)
        node = f"{start}-{_digest(line[:-1] + best.method, 12)}>"
        text = (
            f"{node}{_OBJECT}{value}\n{node}{_PREDICATE}{predicate} .\n{node}{_SUBJECT}{subject} .\n"
            f"{node}{_ASSERTION}\n{node}{_CONFIDENCE}{number(best.confidence)} .\n"
            f'{_repeated(node, _EVIDENCE, set(map(mentions, spans)))}{node}{_METHOD}"{best.method}" .\n'
        )
        if rivals:
            text += _repeated(node, _RIVAL, set(map(thing, rivals)))
        if has_own_name(best):
            text += f"{node}{_RULE}{string(best.rule)} .\n"
        yield node, text


def _of_findings(grounds: Grounds, mentions: _Mentions) -> Iterator[Block]:
    for path, spans in dict(grounds.findings).items():
        node = thing(path)
        yield node, _repeated(node, _EVIDENCE, set(map(mentions, spans)))


def _repeated(node: str, predicate: str, values: set[str]) -> str:
    """The lines of one predicate with several objects."""
    if len(values) == 1:
        (value,) = values
        return f"{node}{predicate}{value} .\n"
    return "".join([f"{node}{predicate}{value} .\n" for value in sorted(values)])


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
