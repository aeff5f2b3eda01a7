"""Turtle and TriG for people: prefixed, one block a subject, sorted, the same bytes for the same graph.

Reads sorted N-Triples and streams: memory holds one subject at a time. The body is written first, to a
temporary file, because only then is it known which prefixes it needs.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Final

from kg.terms import PREFIXES, THING_PREFIXES, THINGS

_NAMESPACES = {namespace: prefix for prefix, namespace in (PREFIXES | THING_PREFIXES).items()}
_CUT = re.compile(r"[/#_:]")
_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}|\\[+~@])(?:[\w.\-]|%[0-9A-Fa-f]{2}|\\[+~@])*(?<![.])", re.ASCII)
# What most IRIs are, and all of it may stand in a prefixed name as it is.
_THING = re.compile(rf"<({re.escape(THINGS)}[a-z-]+/)([A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*)>")
_TO_ESCAPE = re.compile(r"[+~@]")
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_CACHE: Final = 100_000

# What a reader looks for first; all other predicates follow by name.
_FIRST = (
    "rdf:type",
    "skos:prefLabel",
    "rdfs:label",
    "dcterms:title",
    "dcterms:identifier",
    "rdfs:comment",
)
_RANKS = {f"<{PREFIXES[prefix]}{local}>": rank for rank, (prefix, local) in enumerate(c.split(":") for c in _FIRST)}


class Names:
    """IRIs as prefixed names, remembering which prefixes were used."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def __call__(self, token: str) -> str:
        """An N-Triples term as Turtle writes it."""
        if token[-1] == '"':  # plain text
            return token
        known = self._known.get(token)
        if known is None:
            known = self._iri(token) if token[0] == "<" else self._literal(token)
            if len(self._known) >= _CACHE:
                self._known.clear()
            self._known[token] = known
        return known

    def _iri(self, token: str) -> str:
        plain = _THING.fullmatch(token)
        if plain is not None and (prefix := _NAMESPACES.get(plain[1])) is not None:
            self.used[prefix] = plain[1]
            return f"{prefix}:{plain[2]}"
        iri = token[1:-1]
        for cut in reversed([match.end() for match in _CUT.finditer(iri)]):
            prefix = _NAMESPACES.get(iri[:cut])
            if prefix is not None:
                local = _TO_ESCAPE.sub(r"\\\g<0>", iri[cut:])
                if _LOCAL.fullmatch(local):
                    self.used[prefix] = iri[:cut]
                    return f"{prefix}:{local}"
        return token

    def _literal(self, token: str) -> str:
        if token[-1] != ">":  # plain, or with a language, or a blank node
            return token
        cut = token.rindex('"^^<')
        lexical, datatype = token[1:cut], self._iri(token[cut + 3 :])
        if datatype == "xsd:integer" and _INTEGER.fullmatch(lexical):
            return lexical
        if datatype == "xsd:decimal" and _DECIMAL.fullmatch(lexical):
            return lexical
        if datatype == "xsd:boolean" and lexical in ("true", "false"):
            return lexical
        return f'"{lexical}"^^{datatype}'


def blocks(lines: Iterable[str], names: Names, indent: str = "") -> Iterator[str]:
    """One block for each subject of sorted N-Triples lines; a comment where a new kind of thing begins."""
    subject = section = ""
    edges: dict[str, list[str]] = {}
    for line in lines:
        new, predicate, value = line.split(" ", 2)
        if new != subject:
            if subject:
                yield _block(subject, edges, names, indent)
            subject, edges = new, {}
            if (kind := _section(new)) != section:
                section = kind
                yield f"{indent}# {section}\n\n"
        edges.setdefault(predicate, []).append(value[:-2])
    if subject:
        yield _block(subject, edges, names, indent)


def _rank(predicate: str) -> int:
    return _RANKS.get(predicate, len(_RANKS))


def _section(subject: str) -> str:
    if subject.startswith(THINGS, 1):
        return subject[1 + len(THINGS) : -1].partition("/")[0]
    return "ontology and other vocabularies"


def _block(subject: str, edges: dict[str, list[str]], names: Names, indent: str) -> str:
    parts = []
    for predicate in sorted(edges, key=_rank):  # in order already, but for these
        objects = edges[predicate]
        values = names(objects[0]) if len(objects) == 1 else f" ,\n{indent}        ".join(map(names, objects))
        verb = "a" if predicate == _TYPE else names(predicate)
        parts.append(f"{verb} {values}")
    body = f" ;\n{indent}    ".join(parts)
    return f"{indent}{names(subject)} {body} .\n\n"


_TYPE = f"<{PREFIXES['rdf']}type>"


def write_turtle(lines: Iterable[str], out: IO[bytes]) -> None:
    """Write sorted N-Triples lines as Turtle."""
    write_trig([("", lines)], out)


def write_trig(graphs: Iterable[tuple[str, Iterable[str]]], out: IO[bytes]) -> None:
    """Write graphs as TriG: pairs of a graph's IRI (empty: the default graph) and its sorted lines."""
    names = Names()
    with tempfile.TemporaryFile(prefix="trialkg-turtle-") as body:
        for graph, lines in graphs:
            if graph:
                body.write(f"GRAPH {names(f'<{graph}>')} {{\n\n".encode())
            for block in blocks(lines, names, "    " if graph else ""):
                body.write(block.encode())
            if graph:
                body.write(b"}\n\n")
        for prefix, namespace in sorted(names.used.items()):
            out.write(f"PREFIX {prefix}: <{namespace}>\n".encode())
        out.write(b"\n")
        body.seek(0)
        shutil.copyfileobj(body, out, 1 << 20)
