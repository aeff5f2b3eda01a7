"""NLM's official MeSH files: descriptor and supplementary XML, and the N-Triples of MeSH RDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeAlias
from xml.etree import ElementTree

from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.errors import InputError
from kg.model import Skipped
from kg.vocab.importers.files import head, opened_bytes, triples
from kg.vocab.importers.term import Term, curie, unique

_MESH = "http://id.nlm.nih.gov/mesh/"
_VOCAB = f"{_MESH}vocab#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_RECORDS = {
    "DescriptorRecord": ("DescriptorUI", "DescriptorName"),
    "SupplementalRecord": ("SupplementalRecordUI", "SupplementalRecordName"),
}
# By subject and property: the things, or the texts, that it has.
Values: TypeAlias = defaultdict[str, defaultdict[str, list[str]]]


def read_xml(path: Path) -> Iterator[Term | Skipped]:
    """Descriptors or supplementary concepts of the official XML, one at a time: the files are big."""
    if "<!ENTITY" in head(path):
        raise InputError(f"{path.name}: it declares entities of its own, which no MeSH file does and which is refused")
    with opened_bytes(path) as file:
        yield from _records(file, path.name)


def _records(file: IO[bytes], name: str) -> Iterator[Term | Skipped]:
    """The records of one XML file, each forgotten when it is read."""
    number = 0
    for _, element in ElementTree.iterparse(file, events=("end",)):
        names = _RECORDS.get(element.tag)
        if names is None:
            continue
        number += 1
        ui, label = element.findtext(names[0], ""), element.findtext(f"{names[1]}/String", "").strip()
        terms = [term.text or "" for term in element.findall("ConceptList/Concept/TermList/Term/String")]
        mapped = [
            node.text or ""
            for node in element.findall("HeadingMappedToList/HeadingMappedTo/DescriptorReferredTo/DescriptorUI")
        ]
        trees = tuple(node.text or "" for node in element.findall("TreeNumberList/TreeNumber"))
        note = element.findtext("ConceptList/Concept[@PreferredConceptYN='Y']/ScopeNote", "").strip()
        path_hint = (
            "" if trees else {"3": "condition", "2": "regimen", "1": "drug"}.get(element.get("SCRClass", ""), "")
        )
        if curie(f"mesh:{ui}") is None or not label:
            yield Skipped(name, number, "", f"a record without {names[0]} or {names[1]}")
        else:
            yield Term(
                f"mesh:{ui}",
                label,
                unique((t.strip() for t in terms), label),
                tuple(f"mesh:{m.lstrip('*')}" for m in mapped),
                trees,
                definition=note,
                path=path_hint,
            )
        element.clear()


def read_ntriples(path: Path) -> Iterator[Term]:
    """Descriptors and supplementary concepts of MeSH RDF, joined from their concepts and terms."""
    links: Values = defaultdict(lambda: defaultdict(list))
    texts: Values = defaultdict(lambda: defaultdict(list))
    wanted = ("treeNumber", "concept", "preferredConcept", "term", "preferredTerm", "preferredMappedTo", "mappedTo")
    for triple in triples(path, RdfFormat.N_TRIPLES):
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(_MESH):
            continue
        key = subject.value[len(_MESH) :]
        local = predicate.removeprefix(_VOCAB)
        if isinstance(value, Literal) and (predicate == _LABEL or local in ("prefLabel", "altLabel", "scopeNote")):
            texts[key][local if predicate != _LABEL else "label"].append(value.value)
        elif isinstance(value, NamedNode) and local in wanted:
            links[key][local].append(value.value.removeprefix(_MESH))
    for key in sorted(texts):
        if key[:1] in "DC" and key[1:].isdigit() and texts[key]["label"]:
            yield _joined(key, links, texts)


def _joined(key: str, links: Values, texts: Values) -> Term:
    """The record of this id, with the names that its concepts and their terms have."""
    label = texts[key]["label"][0]
    concepts = [*links[key]["preferredConcept"], *links[key]["concept"]]
    terms = [t for c in [key, *concepts] for t in (*links[c]["preferredTerm"], *links[c]["term"])]
    names = [name for t in terms for name in (*texts[t]["prefLabel"], *texts[t]["altLabel"])]
    notes = [note for c in concepts for note in texts[c]["scopeNote"]]
    mapped = [*links[key]["preferredMappedTo"], *links[key]["mappedTo"]]
    return Term(
        f"mesh:{key}",
        label,
        unique((name for c in concepts for name in (*texts[c]["label"], *names)), label),
        tuple(f"mesh:{m}" for m in dict.fromkeys(mapped) if m[:1] == "D"),
        tuple(sorted(links[key]["treeNumber"])),
        definition=notes[0] if notes else "",
        path="drug" if key[0] == "C" else "",
    )
