"""Any concept scheme in SKOS: Turtle, N-Triples or RDF/XML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.errors import InputError
from kg.terms import KIND_PATHS, THINGS
from kg.vocab.importers.files import plain_suffix, triples
from kg.vocab.importers.term import Term, curie, unique

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML}

# What is said of one concept, by property: texts, each with whether it lacks a language; and the concepts named.
Labels: TypeAlias = defaultdict[str, list[tuple[bool, str]]]
Links: TypeAlias = defaultdict[str, list[str]]


def read_skos(path: Path, kind: str = "") -> Iterator[Term]:
    """The concepts of a SKOS file, English labels before those without a language. `kind` is an ontology class
    (`Drug`) for all of them; without it the vocabulary of the code decides."""
    rdf_format = _FORMATS.get(plain_suffix(path))
    if rdf_format is None:
        raise InputError(f"{path.name}: expected one of {', '.join(_FORMATS)}")
    labels: dict[str, Labels] = defaultdict(lambda: defaultdict(list))
    links: dict[str, Links] = defaultdict(lambda: defaultdict(list))
    for triple in triples(path, rdf_format):
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode) or not (predicate.startswith(_SKOS) or predicate == _TYPE):
            continue
        local = predicate.removeprefix(_SKOS)
        if isinstance(value, Literal):
            language = (value.language or "").partition("-")[0]
            if language in ("", "en"):
                labels[subject.value][local].append((language != "en", value.value))
        elif isinstance(value, NamedNode):
            links[subject.value][local].append(value.value)
    for iri in sorted(labels):
        term = _term(iri, labels[iri], links[iri], kind)
        if term is not None:
            yield term


def _term(iri: str, labels: Labels, links: Links, kind: str) -> Term | None:
    """One concept; None without a preferred label, or without a code of its own or of an exact match."""
    preferred = sorted(labels["prefLabel"])
    code = curie(iri) or next((c for other in links["exactMatch"] if (c := curie(other))), None)
    if not preferred or code is None:
        return None
    label = preferred[0][1]
    return Term(
        code,
        label,
        unique((text for _, text in sorted(labels["altLabel"])), label),
        tuple(p for o in links["broader"] if (p := curie(o))),
        exact=_others(links["exactMatch"], code),
        close=_others(links["closeMatch"], code),
        definition=next((text for _, text in sorted(labels["definition"])), ""),
        path=KIND_PATHS.get(kind, "") or (iri[len(THINGS) :].partition("/")[0] if iri.startswith(THINGS) else ""),
        hidden=unique((text for _, text in sorted(labels["hiddenLabel"])), label),
    )


def _others(matches: list[str], code: str) -> tuple[str, ...]:
    """The codes that a concept is matched to, without its own."""
    return tuple(c for match in matches if (c := curie(match)) and c != code)
