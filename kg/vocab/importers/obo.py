"""Ontologies of the OBO family (MONDO, DOID, ChEBI, HP): OBO flat files and OBO Graph JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kg.model import Skipped
from kg.vocab.importers.files import opened, opened_bytes
from kg.vocab.importers.term import Term, curie, unique

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_EXACT_XREF = re.compile(r"MONDO:equivalentTo|equivalentTo")


def read_obo(path: Path) -> Iterator[Term | Skipped]:
    """The terms of an OBO flat file; obsolete ones are left out, as are synonyms that are not exact."""
    stanza: list[tuple[str, str]] | None = None
    began = 0
    with opened(path) as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\r\n")
            if line.startswith("["):
                if stanza is not None:
                    yield from _stanza(stanza, path.name, began)
                stanza, began = ([], number) if line == "[Term]" else (None, number)
            elif stanza is not None and ": " in line:
                tag, _, value = line.partition(": ")
                stanza.append((tag, value))
    if stanza is not None:
        yield from _stanza(stanza, path.name, began)


def _stanza(stanza: list[tuple[str, str]], name: str, line: int) -> Iterator[Term | Skipped]:
    tags = {tag for tag, _ in stanza}
    if not {"id", "name"} <= tags and ("is_obsolete", "true") not in stanza:
        yield Skipped(name, line, "", "a [Term] without id or name")
    elif term := _stanza_term(stanza):
        yield term


def _stanza_term(stanza: list[tuple[str, str]]) -> Term | None:
    """A term that is in use and has a code and a name; None of any other stanza."""
    values: dict[str, list[str]] = {}
    for tag, value in stanza:
        values.setdefault(tag, []).append(value)
    code = curie(values.get("id", [""])[0])
    label = values.get("name", [""])[0].strip()
    if code is None or not label or values.get("is_obsolete", ["false"])[0] == "true":
        return None
    names = [
        m.group(1).replace('\\"', '"') for v in values.get("synonym", ()) if " EXACT" in v and (m := _QUOTED.match(v))
    ]
    xrefs = [(curie(v.split(" ", 1)[0]), _EXACT_XREF.search(v) is not None) for v in values.get("xref", ())]
    defined = _QUOTED.match(values.get("def", [""])[0])
    return Term(
        code,
        label,
        unique(names, label),
        tuple(p for v in values.get("is_a", ()) if (p := curie(v.split(" ", 1)[0]))),
        exact=tuple(c for c, exact in xrefs if c and exact),
        close=tuple(c for c, exact in xrefs if c and not exact),
        definition=defined.group(1) if defined else "",
    )


class _Synonym(msgspec.Struct):
    pred: str | None = None
    val: str | None = None


class _Meta(msgspec.Struct):
    deprecated: bool | None = None
    definition: _Synonym | None = None
    synonyms: list[_Synonym] | None = None
    basicPropertyValues: list[_Synonym] | None = None  # noqa: N815 - the format's name
    xrefs: list[_Synonym] | None = None


class _Node(msgspec.Struct):
    id: str | None = None
    lbl: str | None = None
    type: str | None = None
    meta: _Meta | None = None


class _Edge(msgspec.Struct):
    sub: str | None = None
    pred: str | None = None
    obj: str | None = None


class _Graph(msgspec.Struct):
    nodes: list[_Node] | None = None
    edges: list[_Edge] | None = None


class _Document(msgspec.Struct):
    graphs: list[_Graph]


def read_obograph(path: Path) -> Iterator[Term | Skipped]:
    """The classes of an OBO Graph JSON document, with their exact synonyms and is-a edges."""
    with opened_bytes(path) as file:
        document = msgspec.json.decode(file.read(), type=_Document)
    for graph in document.graphs:
        parents: dict[str, list[str]] = {}
        for edge in graph.edges or ():
            if edge.pred == "is_a" and edge.sub and (parent := curie(edge.obj or "")):
                parents.setdefault(edge.sub, []).append(parent)
        for number, node in enumerate(graph.nodes or ()):
            if node.id is None:
                yield Skipped(path.name, number, "id", "a node without an id")
            elif term := _node_term(node, node.id, tuple(parents.get(node.id, ()))):
                yield term


def _node_term(node: _Node, node_id: str, parents: tuple[str, ...]) -> Term | None:
    """A class that is in use and has a code and a label; None of any other node."""
    meta = node.meta or _Meta()
    code, label = curie(node_id), (node.lbl or "").strip()
    if code is None or not label or meta.deprecated or (node.type or "CLASS") != "CLASS":
        return None
    exact = [s.val for s in meta.synonyms or () if s.pred == "hasExactSynonym" and s.val]
    matched = _codes(v.val for v in meta.basicPropertyValues or () if (v.pred or "").endswith("#exactMatch"))
    xrefs = [c for c in _codes(x.val for x in meta.xrefs or ()) if c not in matched]
    return Term(
        code,
        label,
        unique(exact, label),
        parents,
        exact=tuple(matched),
        close=tuple(xrefs),
        definition=(meta.definition.val or "") if meta.definition else "",
    )


def _codes(values: Iterable[str | None]) -> list[str]:
    """Those of the values that are codes, as CURIEs."""
    return [code for value in values if (code := curie(value or ""))]
