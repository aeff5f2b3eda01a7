"""Why an edge is in the graph: the assertion, the mentions that support it, the fields they stand in.

The lines of evidence are four times as many as those of the facts, and few are ever looked at. So a build checks and
counts them, keeps what they are made from (`Grounds`, packed, beside the facts), and makes them where they are wanted:
the same lines whenever that is (decision 16).

Every span is checked when it is packed: one that lies outside its field raises. A node is written whole, its lines in
their sorted order, so sorting the nodes sorts all lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple

from kg.emit.edges import Edges, Texts, asserted, is_worth_saying
from kg.emit.facts import A, Facts, between
from kg.emit.grounds import Grounds, encoded, unpack
from kg.emit.ntriples import integer, name, number, string, thing
from kg.errors import BuildDamaged
from kg.model import Span, Trial
from kg.text import slug

_ASSERTION, _MENTION, _FIELD = (
    f"{A}{name(kind)} .\n" for kind in ("tkg:Assertion", "tkg:Mention", "tkg:SourceField")
)
_SUBJECT, _PREDICATE, _OBJECT = (between(f"rdf:{part}") for part in ("subject", "predicate", "object"))
_CONFIDENCE, _METHOD, _RULE, _RIVAL, _EVIDENCE, _FIELD_NAME, _TEXT, _HAS_FIELD, _FILE = (
    between(curie)
    for curie in (
        "tkg:confidence", "tkg:method", "tkg:rule", "tkg:rival", "tkg:evidence", "tkg:fieldName", "tkg:text",
        "tkg:hasField", "tkg:recordFile",
    )
)  # fmt: skip
_EXACT, _START, _END, _SOURCE = (between(f"oa:{local}") for local in ("exact", "start", "end", "hasSource"))
_MISSING = (0, 0)
_PLACES = 4  # of a confidence as it is written
_LINES_OF_ASSERTION, _LINES_OF_MENTION, _LINES_OF_FIELD = 6, 5, 4  # beside those that are repeated


class Asserted(NamedTuple):
    """An assertion as it is told: its edge as a line, and the mentions as field, start, end and words."""

    line: str
    method: str
    confidence: float
    rule: str
    mentions: list[tuple[str, int, int, str]]


def grounds_of(
    trial: Trial, texts: Texts, facts: Facts, edges: Edges, findings: Iterable[tuple[str, tuple[Span, ...]]]
) -> tuple[Grounds, int]:
    """The grounds of what was told of a trial, and how many lines they make. `findings` are paths of findings and what
    they rest on. The name of a file is no fact: the same record may come in several.

    Raises `NotVerbatimError` for a span outside its field.
    """
    cited: dict[Span, int] = {}
    assertions = []
    lines = 0
    for at, line in enumerate(facts.lines):
        statements = edges.get(line)
        for statement in asserted(statements) if statements else ():
            _, predicate, _, method, confidence, evidence, rule, rivals = statement[:]  # unpacked quicker so
            if len(evidence) == 1:  # nearly always
                spans: tuple[int, ...] = (cited.setdefault(evidence[0], len(cited)),)
            else:
                spans = _numbers(evidence, cited)
            if rivals:
                rivals = tuple(dict.fromkeys(rivals))
            if rule and not is_worth_saying(rule, predicate):
                rule = ""
            assertions.append((at, method, confidence, spans, rule, rivals))
            lines += _LINES_OF_ASSERTION + len(spans) + len(rivals) + (rule != "")
    rest_on = {path: _numbers(evidence, cited) for path, evidence in findings}
    fields, mentions = _fields(texts, facts, cited)
    file = _file_name(trial.source.path)
    lines += sum(map(len, rest_on.values())) + _LINES_OF_MENTION * len(mentions) + _LINES_OF_FIELD * len(fields)
    grounds = Grounds(trial.key, file, fields, mentions, tuple(assertions), tuple(rest_on.items()))
    return grounds, lines + bool(file)


@lru_cache(maxsize=1 << 8)
def _file_name(path: str) -> str:
    return PurePath(path).name


def _numbers(spans: Iterable[Span], cited: dict[Span, int]) -> tuple[int, ...]:
    return tuple([cited.setdefault(span, len(cited)) for span in dict.fromkeys(spans)])


def _fields(
    texts: Texts, facts: Facts, cited: Iterable[Span]
) -> tuple[tuple[tuple[str, str, str], ...], tuple[tuple[int, int, int], ...]]:
    """The fields to write and the mentions in them.

    All fields but those that no mention cites and whose whole text the facts tell: nothing of a record is lost, and
    many small fields are not written twice.
    """
    named = {span[0] for span in cited}
    slugs = _field_slugs(texts.of)
    fields: list[tuple[str, str, str]] = []
    numbers: dict[str, tuple[int, int]] = {}  # of each field its number and length
    for field, text in texts.of.items():
        if field in named or not (text in facts.literals or facts.tell(text)):
            numbers[field] = len(fields), len(text)
            fields.append((field, slugs[field], text))
    mentions: list[tuple[int, int, int]] = []
    for span in cited:
        field, start, end = span[:]
        at, length = numbers.get(field, _MISSING)
        if not 0 <= start < end <= length:
            texts.quote(span)  # says what is wrong
        mentions.append((at, start, end))
    return tuple(fields), tuple(mentions)


def pack(grounds: Grounds, facts: bytes) -> bytes:
    """Grounds as bytes. Those with characters that no encoding can carry are kept as the lines themselves."""
    try:
        return encoded(grounds)
    except UnicodeEncodeError:
        return _written(grounds, facts)


def evidence_of(facts: bytes, packed: bytes, about: Collection[str] = (), below: float | None = None) -> bytes:
    """The lines of evidence, sorted by code point, from the facts of the trial and its packed grounds.

    `about` are terms: then only the assertions that have one of these as their object, with what they cite; with
    `below`, only those that are less sure than this (all, where grounds were kept as lines).
    """
    if not packed:
        return b""
    grounds = unpack(packed)
    return packed if grounds is None else _written(grounds, facts, about, below)


def _written(grounds: Grounds, facts: bytes, about: Collection[str] = (), below: float | None = None) -> bytes:
    # Node by node: one text of all would be as wide as its widest character. No node is the start of another one (all
    # end in ">"), so the order of the nodes is that of their lines.
    lines = BytesIO(facts).readlines()  # sooner than to split them: it leaps from line end to line end
    try:
        if about or below is not None:
            ends = tuple([f" {term} .\n".encode() for term in about]) or (b"",)
            grounds = _some(grounds, lines, ends, 2.0 if below is None else round(below, _PLACES))
        return b"".join(sorted([text.encode() for text in _nodes(grounds, lines)]))
    except (IndexError, ValueError) as error:
        raise BuildDamaged("the evidence of a trial cannot be read: it is of other facts; build again") from error


def _some(grounds: Grounds, facts: list[bytes], ends: tuple[bytes, ...], below: float) -> Grounds:
    """What assertions rest on whose edges end so and that are less sure than this."""
    kept = [
        assertion
        for assertion in grounds.assertions
        if round(assertion[2], _PLACES) < below and facts[assertion[0]].endswith(ends)
    ]
    cited = sorted({mention for assertion in kept for mention in assertion[3]})
    named = sorted({grounds.mentions[mention][0] for mention in cited})
    mentions = {mention: number for number, mention in enumerate(cited)}
    fields = {field: number for number, field in enumerate(named)}
    return Grounds(
        grounds.key,
        grounds.file,
        tuple([grounds.fields[field] for field in named]),
        tuple([(fields[field], start, end) for field, start, end in map(grounds.mentions.__getitem__, cited)]),
        tuple([(*each[:3], tuple([mentions[mention] for mention in each[3]]), *each[4:]) for each in kept]),
        (),
    )


def _nodes(grounds: Grounds, facts: list[bytes]) -> Iterator[str]:
    """The lines of each node, each with its end."""
    start = thing(f"part/{grounds.key}-")[:-1]  # of all nodes: what follows needs no escape
    record = f"{start}record>"
    of_record: list[str] = []
    fields: list[str] = []
    literals: list[str] = []
    verbatim: list[bool] = []  # whether a literal escapes nothing
    for field, local, text in grounds.fields:
        node, literal = f"{start}field-{local}>", string(text)
        fields.append(node)
        literals.append(literal)
        verbatim.append(literal == f'"{text}"')
        of_record.append(f"{record}{_HAS_FIELD}{node} .\n")
        yield f"{node}{_FIELD}{node}{_FIELD_NAME}{string(field)} .\n{node}{_TEXT}{literal} .\n"
    if grounds.file:
        of_record.append(f"{record}{_FILE}{string(grounds.file)} .\n")
    if of_record:
        yield "".join(sorted(of_record))
    mentions: list[str] = []
    for at, first, end in grounds.mentions:
        _, local, text = grounds.fields[at]
        node = f"{start}mention-{local}-{first}-{end}>"
        mentions.append(node)
        words = text[first:end]
        exact = f'"{words}"' if verbatim[at] else string(words)
        yield (
            f"{node}{_MENTION}{node}{_END}{integer(end)} .\n{node}{_EXACT}{exact} .\n"
            f"{node}{_SOURCE}{fields[at]} .\n{node}{_START}{integer(first)} .\n"
        )
    for at, method, confidence, cited, rule, rivals in grounds.assertions:
        line = facts[at]
        digest = sha256(line[:-2] + method.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        node = f"{start}assertion-{digest}>"
        subject, predicate, value = line.decode().split(" ", 2)
        if len(cited) == 1:
            evidence = f"{node}{_EVIDENCE}{mentions[cited[0]]} .\n"
        else:
            evidence = _repeated(node, _EVIDENCE, [mentions[each] for each in cited])
        rest = _repeated(node, _RIVAL, list(map(thing, rivals))) if rivals else ""
        if rule:
            rest += f"{node}{_RULE}{string(rule)} .\n"
        yield (
            f"{node}{_OBJECT}{value}{node}{_PREDICATE}{predicate} .\n{node}{_SUBJECT}{subject} .\n"
            f"{node}{_ASSERTION}{node}{_CONFIDENCE}{number(confidence)} .\n"
            f'{evidence}{node}{_METHOD}"{method}" .\n{rest}'
        )
    for path, cited in grounds.findings:
        yield _repeated(thing(path), _EVIDENCE, [mentions[each] for each in cited])


def _repeated(node: str, predicate: str, values: list[str]) -> str:
    """The lines of one predicate with several objects."""
    return "".join([f"{node}{predicate}{value} .\n" for value in sorted(values)])


def assertions_of(grounds: Grounds, facts: bytes) -> Iterator[Asserted]:
    """Each assertion, its edge as a line of the facts."""
    lines = facts.decode().split("\n")
    for at, method, confidence, cited, rule, _ in grounds.assertions:
        mentions = []
        for of_field, start, end in [grounds.mentions[each] for each in cited]:
            field, _, text = grounds.fields[of_field]
            mentions.append((field, start, end, text[start:end]))
        yield Asserted(lines[at], method, confidence, rule, mentions)


_slug = lru_cache(maxsize=1 << 14)(slug)  # records share the names of their fields


def _field_slugs(names: Collection[str]) -> dict[str, str]:
    """A local name for each field. Names that would share one get a few digits of their hash."""
    slugs = dict(zip(names, map(_slug, names), strict=True))
    counts = Counter(slugs.values())
    if len(counts) == len(slugs) and "" not in counts:
        return slugs
    return {
        field: local if local and counts[local] == 1 else f"{local or 'field'}-{_digest(field)}"
        for field, local in slugs.items()
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
