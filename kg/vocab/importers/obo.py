"""Ontologies of the OBO family (MONDO, DOID, ChEBI, HP): OBO flat files and OBO Graph JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.vocab.importers.term import Term, curie, unique

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_EXACT_XREF = re.compile(r"MONDO:equivalentTo|equivalentTo")


def read_obo(path: Path) -> Iterator[Term]:
    """The terms of an OBO flat file; obsolete ones are left out, as are synonyms that are not exact."""
    stanza: list[tuple[str, str]] | None = None
    with path.open(encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\r\n")
            if line.startswith("["):
                if stanza and (term := _stanza_term(stanza)):
                    yield term
                stanza = [] if line == "[Term]" else None
            elif stanza is not None and ": " in line:
                tag, _, value = line.partition(": ")
                stanza.append((tag, value))
    if stanza and (term := _stanza_term(stanza)):
        yield term


def _stanza_term(stanza: list[tuple[str, str]]) -> Term | None:
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


def read_obograph(path: Path) -> Iterator[Term]:
    """The classes of an OBO Graph JSON document, with their exact synonyms and is-a edges."""
    document: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    for graph in document.get("graphs", ()):
        parents: dict[str, list[str]] = {}
        for edge in graph.get("edges", ()):
            if edge.get("pred") == "is_a" and (parent := curie(edge["obj"])):
                parents.setdefault(edge["sub"], []).append(parent)
        for node in graph.get("nodes", ()):
            meta = node.get("meta") or {}
            code, label = curie(node.get("id", "")), (node.get("lbl") or "").strip()
            if code is None or not label or meta.get("deprecated") or node.get("type", "CLASS") != "CLASS":
                continue
            exact = [s["val"] for s in meta.get("synonyms", ()) if s.get("pred") == "hasExactSynonym"]
            matched = [
                c
                for v in meta.get("basicPropertyValues", ())
                if v.get("pred", "").endswith("#exactMatch") and (c := curie(v.get("val", "")))
            ]
            xrefs = [c for x in meta.get("xrefs", ()) if (c := curie(x.get("val", ""))) and c not in matched]
            yield Term(
                code,
                label,
                unique(exact, label),
                tuple(parents.get(node["id"], ())),
                exact=tuple(matched),
                close=tuple(xrefs),
                definition=(meta.get("definition") or {}).get("val", ""),
            )
