"""From rows to tables: every name spelt out in its variants, with how careful matching is to be with each.

The rule: the same rows give the same bytes, on every machine.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kg.garbage import uncollected
from kg.lexicons import Name
from kg.terms import INTERVENTION_KINDS
from kg.vocab.lexicon import Row
from kg.vocab.matcher import Automaton, partings, unglued
from kg.vocab.merging import merge, ranks_of
from kg.vocab.tables import HashTable, Tables
from kg.vocab.variants import variants

DOMAINS = ("intervention", "condition", "endpoint", "instrument", "context")

# Flags of an entry, beside its domain in the lowest three bits; the rank stands above them.
IN_TEXT, PARTED, STRICT = 8, 16, 32
RANK_SHIFT = 6
CURATED = 2  # the last rank of names in curated lexicons

_encoder = msgspec.msgpack.Encoder()


def domain_of(kind: str) -> str:
    """The domain of `scan` and `lookup` in which concepts of this kind are found."""
    if kind in INTERVENTION_KINDS:
        return "intervention"
    return {"Condition": "condition", "Endpoint": "endpoint", "Instrument": "instrument"}.get(kind, "context")


def counts_as_written(name: Name) -> bool:
    """Whether the name is matched case-sensitively: short ones, short acronyms, and those that say so."""
    text = name.text
    short = len(text) <= 4 or (len(text) <= 6 and sum(map(str.isalnum, text)) <= 4)  # SAM-e is written "same" too
    return name.case_sensitive or short or (len(text) <= 5 and text.isupper())


def _marks(name: Name) -> int:
    """The flags of a name that tell where it counts."""
    flags = 0 if name.ambiguous else IN_TEXT
    flags |= PARTED if 1 in partings(name.text) else 0
    return flags | (STRICT if name.case_sensitive else 0)


def _forms(text: str, exact: bool) -> set[str]:
    """The ways to write a name, also as a text shows it: "25(OH)D", "Ad26.COV2.S"."""
    forms = variants(text, exact=exact)
    if (loose := unglued(text)) != text:
        forms |= variants(loose, exact=exact)
    return forms


def compile_rows(curated: Iterable[Row], imported: Iterable[Row] = ()) -> Tables:
    """Merge, spell out every name's variants, build the automaton."""
    with uncollected():
        return compile_merged(*merge(curated, imported))


def compile_merged(rows: Sequence[Row], alias: Mapping[str, str]) -> Tables:
    """Tables of rows of which each is a concept of its own; `alias` are further ids of some of them."""
    names: dict[str, list[tuple[int, int, int]]] = {}
    written: dict[str, int] = {"": 0}
    blob = bytearray()
    offsets = array("I", [0])
    for number, row in enumerate(rows):
        blob += _encoder.encode(row.concept)
        offsets.append(len(blob))
        domain = DOMAINS.index(domain_of(row.concept.kind))
        for name, rank in zip(row.names, ranks_of(row), strict=True):
            flags = domain | rank << RANK_SHIFT | _marks(name)
            as_written = counts_as_written(name)
            shape = written.setdefault(name.text, len(written)) if as_written else 0
            for form in _forms(name.text, as_written):
                entries = names.setdefault(form, [])
                if not any(e[0] == number and e[2] == shape for e in entries):
                    entries.append((number, flags, shape))
    first, concept, flag, shape_of = array("I", [0]), array("I"), array("I"), array("I")
    masks = array("B")
    # By name within each half: the forms come out of sets, and the file should be the same wherever it is compiled.
    ordered = sorted(names, key=lambda form: (not any(flags & IN_TEXT for _, flags, _ in names[form]), form))
    in_text = 0
    for form in ordered:
        entries = names[form]
        masks.append(sum({1 << (flags & 7) for _, flags, _ in entries if flags & IN_TEXT}))
        in_text += masks[-1] > 0
        entries.sort(key=lambda entry: entry[1] >> RANK_SHIFT)
        for number, flags, shape in entries:
            concept.append(number)
            flag.append(flags)
            shape_of.append(shape)
        first.append(len(concept))
    place_of = {row.concept.id: number for number, row in enumerate(rows)}
    ids = [*place_of.items(), *((old, place_of[new]) for old, new in alias.items())]
    codes = [(code, number) for number, row in enumerate(rows) for code in row.concept.exact]
    patterns = HashTable.of((form, number) for number, form in enumerate(ordered))
    names.clear()  # the automaton takes much memory while it is made
    return Tables(
        Automaton.build(ordered[:in_text]),
        memoryview(bytes(blob)),
        offsets,
        HashTable.of(ids),
        HashTable.of(codes),
        first,
        concept,
        flag,
        shape_of,
        list(written),
        masks,
        patterns,
    )
