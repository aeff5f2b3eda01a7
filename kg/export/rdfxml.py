"""RDF/XML, for tools that read nothing else: one `rdf:Description` a subject, in the order of the lines.

XML 1.0 has no way to write most control characters: they become U+FFFD here, and only here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import IO

import pyoxigraph as ox

from kg.errors import InputError
from kg.terms import PREFIXES

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\t": "&#9;", "\n": "&#10;"}
_SPECIAL = re.compile('[&<>"\r]')
_SPECIAL_IN_ATTRIBUTE = re.compile('[&<>"\r\t\n]')
_NAME = re.compile(r"[A-Za-z_][\w.\-]*$", re.ASCII)


def _text(value: str) -> str:
    return _SPECIAL.sub(lambda match: _MARKUP[match.group()], _FORBIDDEN.sub("\ufffd", value))


def _attribute(value: str) -> str:
    return _SPECIAL_IN_ATTRIBUTE.sub(lambda match: _MARKUP[match.group()], value)


def write_rdfxml(triples: Iterable[ox.Triple], out: IO[bytes]) -> None:
    """Write triples that come grouped by subject. Raises `InputError` for a predicate that XML cannot name."""
    prefixes = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    declared = (f'\n  xmlns:{prefix}="{_attribute(iri)}"' for prefix, iri in sorted(PREFIXES.items()))
    head = "".join(declared)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n'.encode())
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        kind = "nodeID" if isinstance(subject, ox.BlankNode) else "about"
        out.write(f'<rdf:Description rdf:{kind}="{_attribute(subject.value)}">\n'.encode())
        for triple in group:
            out.write(f"  {_element(triple, prefixes)}\n".encode())
        out.write(b"</rdf:Description>\n")
    out.write(b"</rdf:RDF>\n")


def _element(triple: ox.Triple, prefixes: dict[str, str]) -> str:
    iri = triple.predicate.value
    match = _NAME.search(iri)
    if match is None:
        raise InputError(f"RDF/XML cannot name the property {iri}: export to another format")
    namespace, local = iri[: match.start()], match.group()
    prefix = prefixes.get(namespace)
    tag, declared = (f"{prefix}:{local}", "") if prefix else (local, f' xmlns="{_attribute(namespace)}"')
    value = triple.object
    if isinstance(value, ox.NamedNode):
        return f'<{tag}{declared} rdf:resource="{_attribute(value.value)}"/>'
    if isinstance(value, ox.BlankNode):
        return f'<{tag}{declared} rdf:nodeID="{value.value}"/>'
    if isinstance(value, ox.Triple):
        raise InputError("RDF/XML cannot hold a triple as a value: export to another format")
    kind = ""
    if value.language:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype.value != f"{PREFIXES['xsd']}string":
        kind = f' rdf:datatype="{_attribute(value.datatype.value)}"'
    return f"<{tag}{declared}{kind}>{_text(value.value)}</{tag}>"
