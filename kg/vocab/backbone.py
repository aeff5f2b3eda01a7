"""The shipped backbone as rows of a lexicon. `kg.vocab.making` makes the file out of published tables."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ResourceError
from kg.lexicons import Name
from kg.model import Concept
from kg.vocab.lexicon import Row, kind_of
from kg.vocab.variants import variants, view


def read_stop_names(path: Path) -> dict[str, frozenset[str]]:
    """Per domain, the view strings of names that mean something else in running text."""
    found: dict[str, set[str]] = {"intervention": set(), "condition": set()}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or line == "domain\tname":
            continue
        domain, tab, name = line.partition("\t")
        if not tab or domain not in found or not name:
            raise ResourceError(f"{path.name}:{number}: expected: intervention or condition, tab, name")
        for form in variants(name):
            found[domain] |= {form, f"{form}s"}
    return {domain: frozenset(names) for domain, names in found.items()}


def read(path: Path, stopped: dict[str, frozenset[str]] | None = None) -> Iterator[Row]:
    """The backbone's rows. `ambiguous` are the names of `field` concepts, those of up to four characters (these only as
    written, but for a label that is a word: "Gout", also "gout") and those in `stopped`; a stopped name that is not the
    concept's label is not matched at all."""
    stops = stopped or {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(("#", "id\t")):
                continue
            cells = line.rstrip("\n").split("\t")
            kind = kind_of(cells[0])
            if len(cells) != 6 or kind is None:
                raise ResourceError(f"{path.name}:{number}: not a row of the backbone: rebuild it")
            concept_id, label, synonyms, codes, broader, use = cells
            names = [label, *filter(None, synonyms.split("|"))]
            concept = Concept(
                id=concept_id,
                kind=kind,
                label=label,
                synonyms=tuple(names[1:]),
                exact=tuple(code for code in codes.split() if code[0] not in "~<"),
                close=tuple(code[1:] for code in codes.split() if code[0] == "~"),
                broader=tuple(broader.split()),
            )
            stop = stops.get("condition" if kind == "Condition" else "intervention", frozenset())
            matched = []
            for name in names:
                short = len(name) <= 4
                is_stopped = view(name) in stop
                exact = short and not (name == label and name.isalpha() and name[1:].islower())
                if not is_stopped or name == label:
                    matched.append(Name(name, exact, use == "field" or short or is_stopped))
            yield Row(concept, tuple(matched), path.name, number)
