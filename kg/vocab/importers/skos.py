"""Any concept scheme in SKOS: Turtle, N-Triples or RDF/XML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.errors import InputError
from kg.terms import KIND_PATHS, THINGS
from kg.vocab.importers.files import plain_suffix, triples
from kg.vocab.importers.term import Term, curie, unique

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML}


def read_skos(path: Path, kind: str = "") -> Iterator[Term]:
    """The concepts of a SKOS file, English labels before those without a language. `kind` is an ontology class
    (`Drug`) for all of them; without it the vocabulary of the code decides."""
    rdf_format = _FORMATS.get(plain_suffix(path))
    if rdf_format is None:
        raise InputError(f"{path.name}: expected one of {', '.join(_FORMATS)}")
    labels: dict[str, dict[str, list[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(list))
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
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
        preferred = sorted(labels[iri]["prefLabel"])
        code = curie(iri) or next((c for other in links[iri]["exactMatch"] if (c := curie(other))), None)
        if not preferred or code is None:
            continue
        label = preferred[0][1]
        matches = {
            m: tuple(c for o in links[iri][m] if (c := curie(o)) and c != code) for m in ("exactMatch", "closeMatch")
        }
        yield Term(
            code,
            label,
            unique((text for _, text in sorted(labels[iri]["altLabel"])), label),
            tuple(p for o in links[iri]["broader"] if (p := curie(o))),
            exact=matches["exactMatch"],
            close=matches["closeMatch"],
            definition=next((text for _, text in sorted(labels[iri]["definition"])), ""),
            path=KIND_PATHS.get(kind, "") or (iri[len(THINGS) :].partition("/")[0] if iri.startswith(THINGS) else ""),
            hidden=unique((text for _, text in sorted(labels[iri]["hiddenLabel"])), label),
        )
