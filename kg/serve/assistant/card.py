"""A build on one card, as Markdown for the context of a language model: names, counts, properties, examples.

Tokens are estimated as one for every three bytes: the tokenizers in use take three to four bytes of such text for one,
so the card is rather shorter than allowed. What does not fit is left out from the end, and the card says how much.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.query import questions
from kg.serve.explorer.look import Look, curie
from kg.store import Store
from kg.terms import PREFIXES, THINGS, expand

LEAST = 500
_BYTES = 3  # for one token
_LAST = 60  # tokens kept for the line that says what was left out
_PREFIXES = ("tkg", "id", "skos", "dcterms", "rdfs", "rdf", "oa", "prov")
_RULES = (
    "Things are `id:drug/…`, `id:condition/…`, `id:endpoint/…`; write `drug:bevacizumab`, `trial:NCT01234567`.",
    "Concepts have one `skos:prefLabel`, other names as `skos:altLabel`, codes as `skos:exactMatch`.",
    "`?trial tkg:givesDrug ?drug` also finds drugs inside regimens; `tkg:hasComponent*` walks into combinations.",
    "`skos:broader*` leads from a concept to wider ones: studies of a disease and of its kinds need it.",
    "Why an edge is there: `?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; tkg:evidence/oa:exact ?words`.",
    "A trial tests, it does not prove; `tkg:reportsClaim` is what a record says of other studies.",
    "Read-only SPARQL 1.1 without SERVICE. Use LIMIT.",
)
_HEAD = re.compile(r"^(#.*|PREFIX .*)\n", re.MULTILINE)


def tokens(text: str) -> int:
    """How many tokens a text has at most, by estimate.

    >>> tokens("four words of text")
    6
    """
    return -(-len(text.encode()) // _BYTES)


def card(store: Store, *, report: Mapping[str, Any], max_tokens: int) -> str:
    """The card. Raises `InputError` for fewer tokens than the least that says anything."""
    if max_tokens < LEAST:
        raise InputError(f"{max_tokens} tokens are too few for a card: at least {LEAST}")
    room = max_tokens - _LAST
    parts: list[str] = []
    left_out: dict[str, int] = {}

    def add(kind: str, block: str) -> None:
        if kind in left_out or tokens("".join([*parts, block])) > room:
            left_out[kind] = left_out.get(kind, 0) + 1
        else:
            parts.append(block)

    add("head", _head(report))
    add("prefixes", "\n## Prefixes (known, need not be declared)\n\n" + _prefixes())
    add("rules", "\n## Rules\n\n" + "".join(f"- {rule}\n" for rule in _RULES))
    asked = [f"\n{q.question}\n\n```sparql\n{_HEAD.sub('', q.sparql).strip()}\n```\n" for q in questions()]
    for place, block in enumerate(asked[:3]):
        add("questions", block if place else f"\n## Examples\n{block}")
    for place, line in enumerate(_properties(store, report)):
        add("properties", line if place else f"\n## Properties (by number of uses)\n\n{line}")
    for place, block in enumerate(asked[3:]):
        add("questions", block if place else f"\n## More examples\n{block}")
    text = "".join(parts)
    lost = {name: left_out[name] for name in ("properties", "questions") if name in left_out}
    if left_out:
        what = " and ".join(f"{number} {name}" for name, number in lost.items()) or "sections"
        text += f"\n(truncated: {what} left out to keep within {max_tokens} tokens)\n"
    return text


def _head(report: Mapping[str, Any]) -> str:
    records = report.get("records", {}).get("built", 0)
    classes = {name: number for name, number in report.get("classes", {}).items() if number}
    counts = ", ".join(f"{name} {number:,}" for name, number in sorted(classes.items(), key=lambda c: (-c[1], c[0])))
    return (
        f"# A knowledge graph of {records:,} clinical trials (RDF, SPARQL 1.1)\n\n"
        "Registry records taken apart: who is studied, what is given and how, what is measured and when; "
        f"every edge with the words of the record that say so.\n\nInstances: {counts}.\n"
    )


def _prefixes() -> str:
    lines = [f"- `{name}:` {PREFIXES[name]}\n" for name in _PREFIXES]
    return "".join(lines) + f"- `trial:` `drug:` `condition:` `endpoint:` and the like: {THINGS}trial/ …\n"


def _properties(store: Store, report: Mapping[str, Any]) -> list[str]:
    """One line for a property of the ontology that is used: from, to, uses, meaning."""
    look = Look(store)
    used = sorted(report.get("predicates", {}).items(), key=lambda pair: (-pair[1], pair[0]))
    found = []
    for name, number in used:
        if not name.startswith("tkg:"):
            continue
        node = ox.NamedNode(expand(name))
        ends = [
            " or ".join(sorted(curie(each.value) for property_ in pair for each in look.nodes(node, property_)))
            for pair in (("rdfs:domain", "schema:domainIncludes"), ("rdfs:range", "schema:rangeIncludes"))
        ]
        comment = look.text(node, "rdfs:comment").partition(". ")[0].rstrip(".")
        span = f" {ends[0] or '?'} → {ends[1] or '?'}" if any(ends) else ""
        found.append(f"- `{name}`{span} ({number:,}){f': {comment}' if comment else ''}\n")
    return found
