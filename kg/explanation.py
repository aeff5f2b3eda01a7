"""How the edges of one trial came about, read back from a build's evidence: for `trialkg explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.store import Store
from kg.terms import THINGS
from kg.text import name_key

_EDGES = """
SELECT ?s ?p ?o ?method ?confidence ?rule ?rival ?field ?start ?end ?words WHERE {
  ?record tkg:hasField ?source .
  ?trial prov:wasDerivedFrom ?record .
  ?mention oa:hasSource ?source ; oa:exact ?words ; oa:start ?start ; oa:end ?end .
  ?source tkg:fieldName ?field .
  ?a tkg:evidence ?mention ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
     tkg:method ?method ; tkg:confidence ?confidence .
  OPTIONAL { ?a tkg:rule ?rule }
  OPTIONAL { ?a tkg:rival ?rival }
}
"""
_FINDINGS = """
SELECT ?kind ?message ?about WHERE {
  ?trial tkg:hasFinding ?finding . ?finding tkg:findingKind ?kind ; tkg:message ?message .
  OPTIONAL { ?finding tkg:about ?about }
} ORDER BY ?kind ?message
"""
_NAMES = """
SELECT ?property ?name WHERE {
  ?concept ?property ?name FILTER(?property IN (skos:prefLabel, skos:altLabel, skos:hiddenLabel))
}
"""

_METHODS = {
    "registry-field": "the record's own field says so",
    "lexicon": "a name of the vocabulary",
    "grammar": "a pattern with a meaning",
    "expansion": "follows from its components",
    "abbreviation": "a short form that the record defines",
    "spelling": "a misspelling of what the record names elsewhere",
    "inference": "follows from other edges",
    "registry-mesh": "a MeSH term that the registry attached",
    "plugin": "an outside extractor or grounder says so",
}


class Explanation(NamedTuple):
    """How one edge came about. `evidence` holds (field, start, end, words); `label` is what the object is called and
    `reason` says in words why it was taken."""

    subject: str
    predicate: str
    object: str
    method: str
    confidence: str
    rule: str
    rivals: tuple[str, ...]
    evidence: tuple[tuple[str, int, int, str], ...]
    label: str = ""
    reason: str = ""


class Names(NamedTuple):
    """What a concept is called."""

    label: str
    others: frozenset[str]
    misspelt: frozenset[str]


def explanations(store: Store, key: str, part: str | None) -> Iterator[Explanation]:
    """The edges of the trial, or of one part of it and what it resolves to, in their order."""
    if not _is_local(key):
        return
    grouped: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in _select(store, _EDGES, trial=ox.NamedNode(f"{THINGS}trial/{key}")):
        subject, predicate, value = (_short(row[name]) for name in ("s", "p", "o"))
        edge = grouped.setdefault(
            (subject, predicate, value, row["method"].value),
            {"confidence": row["confidence"].value, "rule": "", "rivals": set(), "evidence": set(), "object": row["o"]},
        )
        edge["rule"] = row["rule"].value if row["rule"] is not None else ""
        if row["rival"] is not None:
            edge["rivals"].add(row["rival"])
        edge["evidence"].add((row["field"].value, int(row["start"].value), int(row["end"].value), row["words"].value))
    wanted = None if part is None else _around(f"part/{key}-{part}", set(grouped))
    known: dict[str, Names] = {}
    for (subject, predicate, value, method), edge in sorted(grouped.items()):
        if wanted is not None and subject not in wanted:
            continue
        evidence = tuple(sorted(edge["evidence"]))
        names = _names(store, edge["object"], known)
        yield Explanation(
            subject, predicate, value, method, edge["confidence"], edge["rule"],
            tuple(_called(store, rival, known) for rival in sorted(edge["rivals"], key=_short)), evidence,
            names.label if names else "", _reason(method, names, [words for *_, words in evidence]),
        )  # fmt: skip


def findings(store: Store, key: str, part: str | None) -> list[tuple[str, str]]:
    """Kind and message of what a curator should look at in the trial, or in one part of it."""
    if not _is_local(key):
        return []
    found = _select(store, _FINDINGS, trial=ox.NamedNode(f"{THINGS}trial/{key}"))
    about = None if part is None else f"{THINGS}part/{key}-{part}"
    return [
        (row["kind"].value, row["message"].value)
        for row in found
        if about is None or (row["about"] is not None and row["about"].value == about)
    ]


def parts(store: Store, key: str) -> list[str]:
    """The parts of the trial that have edges, as `explain` takes them."""
    found = {each.subject for each in explanations(store, key, None)}
    start = f"part/{key}-"
    return sorted(each.removeprefix(start) for each in found if each.startswith(start))


def _reason(method: str, names: Names | None, words: list[str]) -> str:
    """Why words were taken for a concept, by its names and the method."""
    general = _METHODS.get(method, "")
    if names is None or method not in ("lexicon", "spelling", "abbreviation"):
        return general
    keys = {name_key(each) for each in words}
    if name_key(names.label) in keys:
        return "its name" if method == "lexicon" else general
    if any(name_key(each) in keys for each in names.others):
        return "another name of it" if method == "lexicon" else general
    if any(name_key(each) in keys for each in names.misspelt):
        return "a misspelling of its name"
    return "a name of it, in these words or nearly" if method == "lexicon" else general


def _names(store: Store, term: Any, known: dict[str, Names]) -> Names | None:
    if not isinstance(term, ox.NamedNode):
        return None
    found = known.get(term.value)
    if found is None:
        by_property: dict[str, set[str]] = {}
        for row in _select(store, _NAMES, concept=term):
            by_property.setdefault(_short(row["property"]), set()).add(row["name"].value)
        found = known[term.value] = Names(
            min(by_property.get("prefLabel", {""})),
            frozenset(by_property.get("altLabel", ())),
            frozenset(by_property.get("hiddenLabel", ())),
        )
    return found if found.label else None


def _called(store: Store, term: Any, known: dict[str, Names]) -> str:
    """The id, with the name where it says more."""
    names = _names(store, term, known)
    return f"{_short(term)} “{names.label}”" if names and _says_more(_short(term), names.label) else _short(term)


def _says_more(concept: str, label: str) -> bool:
    return name_key(concept.rpartition("/")[2].replace("-", " ")) != name_key(label.replace("-", " "))


def shown(explanation: Explanation) -> str:
    """The object for a reader: its id, with its name where the id does not tell it."""
    if explanation.label and _says_more(explanation.object, explanation.label):
        return f"{explanation.object} “{explanation.label}”"
    return explanation.object


def _select(store: Store, query: str, **bindings: ox.NamedNode) -> Any:
    answer = store.query(query, bindings=bindings)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def _around(part: str, edges: set[tuple[str, str, str, str]]) -> set[str]:
    """The part, its own parts, and the combinations that it resolves to: what explains it."""
    found = {part}
    for _ in range(2):
        found |= {o for s, _, o, _ in edges if s in found and o.startswith(("combination/", "part/"))}
    return found


def _is_local(key: str) -> bool:
    return bool(key) and all(c.isalnum() or c in "-._~" for c in key) and key.isascii()


def _short(term: Any) -> str:
    return str(term.value).removeprefix(THINGS).rsplit("#", 1)[-1]
