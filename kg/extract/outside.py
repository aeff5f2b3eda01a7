"""What plug-ins say of a record, checked before it is taken: known properties, concepts and parts; spans that are text
of the record; confidences between 0 and 1. What fails the check becomes a finding that names the plug-in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from kg.extract.document import Document, Item
from kg.extract.properties import Property, of, properties, reaches
from kg.model import Finding, Mention, Passage, Span, Statement, Value
from kg.plugins import EXTRACTORS, Plugin, Suggestion, brief
from kg.terms import INTERVENTION_KINDS
from kg.vocab.importers.term import curie

MOST_ITEMS = 5_000
"""What one plug-in may say of one record: more is taken for a loop."""
_MOST_COMPLAINTS = 5
_DOMAINS = {
    "Condition": "condition", "Endpoint": "endpoint", "Instrument": "instrument", "Intervention": "intervention",
    **dict.fromkeys(INTERVENTION_KINDS, "intervention"),
}  # fmt: skip


class _Rejected(Exception):
    """An item that is not taken; the message says why."""


def extractors(plugins: Iterable[Plugin]) -> tuple[Callable[[Document], Iterator[Item]], ...]:
    """The plug-ins as extractors, in their order."""
    return tuple(partial(_extract if plugin.group == EXTRACTORS else _ground, plugin) for plugin in plugins)


def _extract(plugin: Plugin, document: Document) -> Iterator[Item]:
    complaints: list[str] = []
    try:
        said = list(islice(plugin.call(document.trial, document.vocabulary) or (), MOST_ITEMS + 1))
    except (Exception, SystemExit) as error:
        yield _failed(plugin, document, error)
        return
    if len(said) > MOST_ITEMS:
        complaints.append(f"more than {MOST_ITEMS} items; the rest was not read")
    for item in said[:MOST_ITEMS]:
        try:
            yield _checked(item, plugin, document)
        except _Rejected as rejected:
            complaints.append(str(rejected))
    yield from _complaints(plugin, document, complaints)


def _ground(plugin: Plugin, document: Document) -> Iterator[Item]:
    """A concept for each entry that has none; the finding that it has none then goes."""
    trial = document.trial
    complaints: list[str] = []
    for domain, entries in (("condition", trial.conditions), ("intervention", trial.interventions)):
        for entry in entries:
            part = trial.part(f"{domain}-{entry.position}")
            if document.said(part, "tkg:resolvesTo") or not entry.name.text.strip():
                continue
            try:
                suggestion = plugin.call(entry.name.text, domain, trial, document.vocabulary)
            except (Exception, SystemExit) as error:
                yield _failed(plugin, document, error)
                return
            if suggestion is None:
                continue
            try:
                yield _grounded(suggestion, part, domain, entry.name, plugin, document)
            except _Rejected as rejected:
                complaints.append(str(rejected))
                continue
            document.findings = [f for f in document.findings if (f.kind, f.about) != ("unmapped-entry", part)]
    yield from _complaints(plugin, document, complaints)


def _grounded(
    suggestion: object, part: str, domain: str, name: Passage, plugin: Plugin, document: Document
) -> Statement:
    if not isinstance(suggestion, Suggestion):
        raise _Rejected(f"expected a Suggestion or None, got {type(suggestion).__name__}")
    prop = properties()["tkg:resolvesTo"]
    concept = _concept(suggestion.concept, prop, document)
    found = document.concept(concept)
    if found is None or _DOMAINS.get(found.kind) != domain:
        raise _Rejected(f"{concept} is no {domain}")
    span = name.span()
    rule = _rule(plugin, suggestion.reason)
    return Statement(part, prop.name, concept, "plugin", _confidence(suggestion.confidence), (span,), rule)


def _checked(item: object, plugin: Plugin, document: Document) -> Statement:
    if isinstance(item, Mention):
        span = Span(item.field, item.start, item.end)
        _verify(span, document)
        quoted = item.words
        if quoted and quoted != _quote(span, document):
            raise _Rejected(f"{span.field}[{span.start}:{span.end}] reads {_quote(span, document)!r}, not {quoted!r}")
        name = item.kind if ":" in str(item.kind) else f"tkg:{item.kind}"
        known = properties().get(name)
        value = Value(str(item.value), known.datatype) if known and known.datatype else str(item.value)
        said = Statement(document.trial.path, name, value, "plugin", item.confidence, (span,), item.rule)
        return _stated(said, plugin, document)
    if isinstance(item, Statement):
        if not isinstance(item.evidence, tuple) or not item.evidence:
            raise _Rejected(f"{item.predicate} without evidence")
        for span in item.evidence:
            _verify(span, document)
        return _stated(item, plugin, document)
    raise _Rejected(f"expected a Mention or a Statement, got {type(item).__name__}")


def _stated(said: Statement, plugin: Plugin, document: Document) -> Statement:
    """The statement, if it is about the trial or a part of it, and of a value that its property may have."""
    subject, value = said.subject, said.object
    node = document.nodes.get(subject)
    kind = "Trial" if subject == document.trial.path else node.kind if node is not None else ""
    if not kind:
        raise _Rejected(f"{str(subject)[:80]!r} is neither the trial nor one of its parts")
    prop = of(said.predicate, kind)
    if prop is None:
        raise _Rejected(f"{str(said.predicate)[:80]!r} is no property that a plug-in may state of a {kind}")
    if prop.datatype:
        if not isinstance(value, Value) or value.datatype != prop.datatype or not prop.allows(value.lexical):
            raise _Rejected(f"{prop.name} asks for a literal of type {prop.datatype}, not {str(value)[:80]!r}")
    elif isinstance(value, Value):
        raise _Rejected(f"{prop.name} points to {prop.range}, not to a literal")
    else:
        value = _concept(value, prop, document)
    there = {other.object for other in document.said(subject, prop.name)}
    if prop.single and there - {value}:
        raise _Rejected(f"{prop.name} of {subject} is there already, with another value, and there is only one")
    confidence, rule = _confidence(said.confidence), _rule(plugin, said.rule)
    return Statement(subject, prop.name, value, "plugin", confidence, tuple(dict.fromkeys(said.evidence)), rule)


def _concept(value: str, prop: Property, document: Document) -> str:
    """The id of the concept or part that is meant, by id, code or name; of the kind that the property asks for."""
    text = str(value).strip()
    node = document.nodes.get(text)
    if node is not None:
        if not reaches(node.kind, prop.range):
            raise _Rejected(f"{prop.name} points to {prop.range}, not to {node.kind} ({text})")
        return text
    code = curie(text)
    coded = document.vocabulary.by_code(code) if code else None
    candidates = [text if coded is None else coded]
    if document.concept(candidates[0]) is None:
        candidates = list(document.vocabulary.lookup(text, _DOMAINS.get(prop.range, "context")))
    for candidate in candidates:
        concept = document.concept(candidate)
        if concept is not None and reaches(concept.kind, prop.range):
            return concept.id
    raise _Rejected(f"{prop.name} points to {prop.range}, and {text[:80]!r} is none in the vocabulary")


def _verify(span: object, document: Document) -> None:
    if not (
        isinstance(span, Span)
        and isinstance(span.start, int)
        and isinstance(span.end, int)
        and 0 <= span.start < span.end <= len(_text(span.field, document))
    ):
        raise _Rejected(f"{str(span)[:120]} is no text of the record")


def _text(field: str, document: Document) -> str:
    return next((source.text for source in document.trial.fields if source.name == field), "")


def _quote(span: Span, document: Document) -> str:
    return _text(span.field, document)[span.start : span.end]


def _confidence(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise _Rejected(f"{str(value)[:40]} is no confidence: above 0, up to 1")
    return float(value)


def _rule(plugin: Plugin, rule: object) -> str:
    said = " ".join(str(rule or "").split())[:120]
    return f"plug-in {plugin.label}: {said}" if said else f"plug-in {plugin.label}"


def _failed(plugin: Plugin, document: Document, error: BaseException) -> Finding:
    return Finding("plugin-failed", f"plug-in {plugin.label}: {brief(error)}", about=document.trial.path)


def _complaints(plugin: Plugin, document: Document, complaints: list[str]) -> Iterator[Finding]:
    listed = list(dict.fromkeys(complaints))
    for complaint in listed[:_MOST_COMPLAINTS]:
        message = f"plug-in {plugin.label} said what was not taken: {complaint}"
        yield Finding("plugin-rejected", message, about=document.trial.path)
    if len(listed) > _MOST_COMPLAINTS:
        message = f"plug-in {plugin.label}: {len(listed) - _MOST_COMPLAINTS} more items were not taken"
        yield Finding("plugin-rejected", message, about=document.trial.path)
