"""A term of a published vocabulary as its file has it, and how it becomes a row of the vocabulary.

Reading and deciding are apart: importers yield `Term`s and judge nothing; `rows` decides kinds and ids, and reports
what contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.lexicons import Name
from kg.model import Concept
from kg.terms import PREFIXES
from kg.vocab.lexicon import Row, kind_of
from kg.vocab.trees import path_of_trees


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `code` and the codes of `parents`, `exact`, `close` are CURIEs; `trees` are MeSH tree numbers; `path`
    says the kind where the file does (`drug`); `hidden` are misspellings."""

    code: str
    label: str
    names: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    trees: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    definition: str = ""
    path: str = ""
    hidden: tuple[str, ...] = ()


class Mapping(NamedTuple):
    """`subject` and `object` are the same thing (`exact`), or nearly."""

    subject: str
    object: str
    exact: bool


class Conflict(NamedTuple):
    """Two statements of the sources that cannot both hold; the message names both. `source` is the import whose
    statement came second."""

    kind: str
    code: str
    message: str
    source: str = ""


_PATH_BY_PREFIX = {
    "MONDO": "condition",
    "DOID": "condition",
    "HP": "condition",
    "CHEBI": "drug",
    "UNII": "drug",
    "RXNORM": "drug",
}
_SPELLED = {"mesh": "mesh", "ncit": "NCIT", "nci": "NCIT", "chebi": "CHEBI", "mondo": "MONDO", "doid": "DOID",
            "efo": "EFO", "unii": "UNII", "rxnorm": "RXNORM", "rxcui": "RXNORM", "hgnc": "HGNC", "maxo": "MAXO",
            "hp": "HP", "drugbank": "DRUGBANK", "msh": "mesh", "obi": "OBI", "sio": "SIO"}  # fmt: skip

_BASES = tuple((prefix, base) for prefix, base in PREFIXES.items() if prefix in _SPELLED.values())
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")  # what may stand in an IRI and in a CURIE as it is


def curie(text: str) -> str | None:
    """The CURIE with our spelling of its prefix; None where the prefix is none of ours.

    >>> curie("MESH:D001943"), curie("http://purl.obolibrary.org/obo/MONDO_0007254"), curie("UMLS:C0006142")
    ('mesh:D001943', 'MONDO:0007254', None)
    """
    text = text.strip()
    if text.startswith("http"):
        for known, base in _BASES:
            if text.startswith(base):
                local = text[len(base) :]
                return f"{known}:{local}" if _LOCAL.fullmatch(local) else None
        return None
    prefix, _, local = text.partition(":")
    spelled = _SPELLED.get(prefix.lower())
    return f"{spelled}:{local}" if spelled and _LOCAL.fullmatch(local) else None


def concept_path(term: Term) -> str | None:
    """The path of the term's concept: what the file says, else what tree or vocabulary implies."""
    if term.path:
        return term.path if kind_of(f"{term.path}/x") is not None else None
    if term.trees:
        return path_of_trees(term.trees)
    return _PATH_BY_PREFIX.get(term.code.partition(":")[0])


def concept_id_of(term: Term) -> str | None:
    """`condition/mondo-0007254` for `MONDO:0007254`; None where the kind is unknown."""
    path = concept_path(term)
    prefix, _, local = term.code.partition(":")
    return f"{path}/{prefix.lower()}-{local}" if path else None


def rows(terms: Iterable[Term], source: str, mappings: Iterable[Mapping] = ()) -> tuple[list[Row], list[Conflict]]:
    """The terms as rows of the vocabulary, with the codes that the mappings add; and what contradicts.

    Terms whose kind is not known are left out. A code that two terms claim stays with neither: it is reported.
    """
    kept: dict[str, tuple[str, Term]] = {}
    conflicts: list[Conflict] = []
    by_tree: dict[str, str] = {}
    for term in terms:
        concept_id = concept_id_of(term)
        if concept_id is None:
            continue
        if term.code in kept:
            conflicts.append(
                Conflict("code-twice", term.code, f"{term.code} is {kept[term.code][1].label!r} and {term.label!r}")
            )
            continue
        kept[term.code] = (concept_id, term)
        by_tree.update(dict.fromkeys(term.trees, concept_id))
    claims: dict[str, list[str]] = {}
    added: dict[str, list[tuple[str, bool]]] = {}
    for subject, obj, exact, *_ in mappings:
        for one, other in ((subject, obj), (obj, subject)):
            if one in kept:
                added.setdefault(one, []).append((other, exact))
    for code, (_, term) in kept.items():
        for other in dict.fromkeys((*term.exact, *(o for o, exact in added.get(code, ()) if exact))):
            claims.setdefault(other, []).append(code)
    for other, claimants in claims.items():
        if len(claimants) > 1:
            conflicts.append(
                Conflict("code-claimed-twice", other, f"{other} is claimed by {', '.join(sorted(claimants))}")
            )
    found = [
        _row(concept_id, term, kept, by_tree, added.get(code, []), claims, source, line)
        for line, (code, (concept_id, term)) in enumerate(kept.items(), 1)
    ]
    return found, conflicts


def _row(
    concept_id: str,
    term: Term,
    kept: dict[str, tuple[str, Term]],
    by_tree: dict[str, str],
    added: list[tuple[str, bool]],
    claims: dict[str, list[str]],
    source: str,
    line: int,
) -> Row:
    """The row of a term that is kept, with the codes that it alone claims."""
    kind = kind_of(concept_id)
    assert kind is not None  # concept_id_of makes no other
    broader = [kept[parent][0] for parent in term.parents if parent in kept]
    broader += [by_tree[up] for tree in term.trees if (up := tree.rpartition(".")[0]) in by_tree]
    exact = [
        term.code,
        *(c for c in term.exact if len(claims[c]) == 1),
        *(c for c, e in added if e and len(claims[c]) == 1),
    ]
    close = [*term.close, *(c for c, e in added if not e)]
    names = dict.fromkeys(name for name in (term.label, *term.names) if name.strip())
    hidden = dict.fromkeys(name for name in term.hidden if name not in names)
    concept = Concept(
        id=concept_id,
        kind=kind,
        label=term.label,
        synonyms=tuple(list(names)[1:]),
        hidden=tuple(hidden),
        exact=tuple(dict.fromkeys(exact)),
        close=tuple(dict.fromkeys(close)),
        broader=tuple(sorted(set(broader) - {concept_id})),
        definition=term.definition,
    )
    shown = [Name(name, len(name) <= 4, len(name) <= 4) for name in names] + [
        Name(name, hidden=True) for name in hidden
    ]
    return Row(concept, tuple(shown), source, line)


def unique(names: Iterable[str], label: str) -> tuple[str, ...]:
    """The names without the label and without doubles, in order."""
    return tuple(dict.fromkeys(name for name in names if name and name != label))


def read_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines without their ends."""
    return (line.rstrip("\r\n") for line in lines)
