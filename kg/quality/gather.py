"""What the quality page tells: counts, the commonest names that nothing was found for, uncertain groundings, and each
record's findings with the words that gave rise to them.

Everything comes from the graph and its report; lists are bounded, and each says how many it leaves out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.query import run
from kg.query.table import Python
from kg.store import Store
from kg.terms import THINGS
from kg.text import sentences

if TYPE_CHECKING:
    from kg.graph import Graph

MOST_NAMES = 40
MOST_RECORDS = 500  # fewer than may be asked for their evidence at once (`kg.apart.MOST`)
MOST_UNCERTAIN = 100
SURE = 0.8  # an edge below it is told as uncertain
_REACH = 240
# What a kind of finding means, and what a curator may do about it.
KINDS = {
    "contradiction": "The record says two things that cannot both hold.",
    "mistyped-entry": "The entry stands under another kind: a drug as a device, a procedure or measure as a condition.",
    "misspelling": "A word is not spelt as the field spells it.",
    "duplicate-entry": "Two entries of the record mean the same.",
    "unmapped-entry": "No concept of the vocabularies is named here.",
    "partly-mapped-entry": "Part of the name is known, part is not.",
    "unknown-code": "A maker's code that no vocabulary knows; the graph has a drug of that name and nothing more.",
    "unknown-drug-name": "A word that ends as new drugs are named and that no vocabulary knows; taken for such a drug.",
    "missing-field": "A field that records have is not there.",
    "several-records": "Another list of interventions stands in the record: two records may have run together.",
    "unread-part": "The heading of this part is not known, and nothing below it was read.",
    "unknown-type": "The registry type is none of the registry's own.",
    "unknown-registry-term": "The registry attached a term that no vocabulary here knows.",
    "ambiguous-split": "Where an outcome's measure, description and time frame part is uncertain.",
    "repeated-field": "The record gives this field twice; the first is read.",
    "oversized-field": "The field is longer than any registry allows, and was left out.",
    "wrong-type": "The field is not of the type that the format says, and was left out.",
    "encoding": "Not all characters could be read in the encoding that the file has.",
    "unwritable-characters": "Characters that no text can carry were replaced.",
    "plugin-failed": "A plug-in broke on this record.",
    "plugin-rejected": "What a plug-in said of this record cannot be.",
}


class Quote(NamedTuple):
    """Evidence: the words, and the sentence around them, in a field of the record."""

    field: str
    before: str
    words: str
    after: str


class Told(NamedTuple):
    """One finding of a record."""

    kind: str
    message: str
    quotes: tuple[Quote, ...]


class Record(NamedTuple):
    """A record and its findings."""

    key: str
    title: str
    link: str
    findings: tuple[Told, ...]


class Uncertain(NamedTuple):
    """An edge that is less sure than the others, and what else its words might have meant."""

    trial: str
    subject: str
    predicate: str
    concept: str
    confidence: str
    rivals: tuple[str, ...]


class Quality(NamedTuple):
    """All that the page tells."""

    records: dict[str, int]
    mapping: dict[str, tuple[int, int]]
    kinds: list[tuple[str, int, str]]
    skipped: list[dict[str, str]]
    skipped_more: int
    unmapped: dict[str, list[tuple[str, int]]]
    uncertain: list[Uncertain]
    told: list[Record]
    told_more: int
    evidence: bool


def gather(graph: Graph) -> Quality:
    """Ask the graph for it all."""
    report = graph.report
    store = graph.store
    findings = _findings(store)
    with_findings = sorted(findings, key=lambda trial: (-len(findings[trial]), trial))
    shown = with_findings[:MOST_RECORDS]
    quotes, uncertain, evidence = _with_evidence(graph, shown)
    titles = run(store, "SELECT ?trial ?title WHERE { ?trial a tkg:Trial ; dcterms:title ?title }", union=False)
    called = {row[0]: row[1] for row in titles}
    told = [
        Record(
            _key(trial),
            str(called.get(trial, "")),
            _link(_key(trial)),
            tuple(
                Told(kind, message, tuple(quotes.get(node, ())[:3])) for kind, message, node in sorted(findings[trial])
            ),
        )
        for trial in shown
    ]
    counts = Counter(kind for several in findings.values() for kind, _, _ in several)
    skipped = [
        {key: "" if value is None else str(value) for key, value in one.items()} for one in report.get("skipped", [])
    ]
    return Quality(
        {key: int(value) for key, value in report.get("records", {}).items()},
        {what: (n.get("mapped", 0), n.get("unmapped", 0)) for what, n in report.get("mapping", {}).items()},
        [(kind, n, KINDS.get(kind, "")) for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))],
        skipped[:MOST_RECORDS],
        max(0, int(report.get("records", {}).get("skipped", 0)) - min(len(skipped), MOST_RECORDS)),
        {
            "interventions": _unmapped(store, "tkg:InterventionEntry"),
            "conditions": _unmapped(store, "tkg:ConditionEntry"),
            "outcome measures": _unmapped(store, "tkg:OutcomeMeasure", "tkg:endpoint"),
        },
        uncertain,
        told,
        len(with_findings) - len(shown),
        evidence,
    )


def _findings(store: Store) -> dict[str, list[tuple[str, str, str]]]:
    """(kind, message, node) of each trial's findings."""
    rows = run(
        store,
        "SELECT ?trial ?finding ?kind ?message WHERE { ?trial tkg:hasFinding ?finding . "
        "?finding tkg:findingKind ?kind ; tkg:message ?message }",
        union=False,
    )
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for trial, node, kind, message in rows:
        found[str(trial)].append((str(kind), str(message), str(node)))
    return found


def _unmapped(store: Store, kind: str, by: str = "tkg:resolvesTo") -> list[tuple[str, int]]:
    """The commonest names that nothing was found for."""
    rows = run(
        store,
        f"SELECT ?name (COUNT(*) AS ?n) WHERE {{ ?entry a {kind} ; rdfs:label ?name MINUS {{ ?entry {by} ?any }} }} "
        f"GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT {MOST_NAMES}",
        union=False,
    )
    return [(str(name), int(n or 0)) for name, n in rows]


def _with_evidence(
    graph: Graph, trials: list[str]
) -> tuple[dict[str, list[Quote]], list[Uncertain], bool]:
    """The words behind findings, and uncertain edges; empty for a build that kept no evidence."""
    if graph.evidence == "none":
        return {}, [], False
    if graph.evidence == "store":
        return _quotes(graph.store), _uncertain(graph.store), True
    with graph.chosen([_key(trial) for trial in trials]) as store:
        return _quotes(store), _uncertain(store), True


def _quotes(store: Store) -> dict[str, list[Quote]]:
    rows = run(
        store,
        "SELECT ?finding ?field ?start ?end ?text WHERE { ?finding a tkg:Finding ; tkg:evidence ?mention . "
        "?mention oa:hasSource ?source ; oa:start ?start ; oa:end ?end . "
        "?source tkg:fieldName ?field ; tkg:text ?text } ORDER BY ?finding ?field ?start",
    )
    found: defaultdict[str, list[Quote]] = defaultdict(list)
    for finding, field, start, end, text in rows:
        found[str(finding)].append(_quote(str(field), int(start or 0), int(end or 0), str(text)))
    return found


def _quote(field: str, start: int, end: int, text: str) -> Quote:
    """The words within their sentence, or within what fits on a line or two."""
    first, last = next(((a, b) for a, b in sentences(text) if a <= start and end <= b), (0, len(text)))
    first, last = max(first, start - _REACH), min(last, end + _REACH)
    return Quote(field, text[first:start], text[start:end], text[end:last])


def _uncertain(store: Store) -> list[Uncertain]:
    rows = run(
        store,
        "SELECT ?subject ?predicate ?label ?confidence ?rival WHERE { "
        f"?a tkg:confidence ?confidence FILTER(?confidence < {SURE}) "
        "?a rdf:predicate ?predicate ; rdf:subject ?subject ; rdf:object ?concept . "
        "VALUES ?predicate { tkg:resolvesTo tkg:endpoint tkg:assessedWith tkg:populationCondition } "
        "?concept skos:prefLabel ?label OPTIONAL { ?a tkg:rival/skos:prefLabel ?rival } }",
    )
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for subject, predicate, label, confidence, rival in rows:
        edge = (str(subject), str(predicate), str(label), str(confidence))
        found.setdefault(edge, set()).update([str(rival)] if rival is not None else [])
    ordered = sorted(found.items(), key=lambda item: (float(item[0][3]), item[0]))[:MOST_UNCERTAIN]
    return [
        Uncertain(*_place(subject), predicate.rpartition("#")[2], label, confidence, tuple(sorted(rivals)))
        for (subject, predicate, label, confidence), rivals in ordered
    ]


_PART = re.compile(
    r"(?:part|trial)/(?P<trial>.+?)(?:-(?P<part>(?:primary|secondary|other|intervention|condition)-\d+.*))?"
)


def _place(subject: str) -> tuple[str, str]:
    """The trial and the part of it that an edge starts from."""
    match = _PART.fullmatch(subject.removeprefix(THINGS))
    return (match["trial"], match["part"] or "") if match else (subject.removeprefix(THINGS), "")


def _key(trial: Python) -> str:
    return str(trial).removeprefix(f"{THINGS}trial/")


def _link(key: str) -> str:
    """The registry's page of the record, for numbers whose registry is known."""
    return f"https://clinicaltrials.gov/study/{key}" if re.fullmatch(r"NCT\d{8}", key) else ""
