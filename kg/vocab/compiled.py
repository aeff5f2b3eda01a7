"""The vocabulary as flat tables: compiled once, written to one file, read back in hundredths of a second.

Concepts are kept as MessagePack and decoded when asked for. Ids and codes are found by a sorted table of 64-bit hashes.
A pattern (a view string of the automaton) has entries: which concept, and how careful to be with the name.
"""

from __future__ import annotations

import gc
import hashlib
import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from kg.files import whole_file
from kg.model import Concept
from kg.terms import INTERVENTION_KINDS
from kg.vocab.lexicon import Name, Row
from kg.vocab.matcher import Automaton, spans_a_parting
from kg.vocab.variants import variants

DOMAINS = ("intervention", "condition", "endpoint", "instrument", "context")
_MAGIC = b"trialkg-vocabulary-3\n"

# Flags of an entry, beside its domain in the lowest three bits; the rank stands above them.
IN_TEXT, PARTED, STRICT = 8, 16, 32
RANK_SHIFT = 6
_NEAR = 1_000  # places from where a hash is expected: far more than the standard deviation in a million
CURATED = 2  # the last rank of names in curated lexicons

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Concept)


class _Id(msgspec.Struct):
    """As much of a concept as most hits need."""

    id: str


_id_decoder = msgspec.msgpack.Decoder(_Id)


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


def hash64(text: str) -> int:
    """A stable 64-bit hash."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@dataclass(slots=True)
class HashTable:
    """Numbers by the hash of a string; the caller checks that the number is the right one."""

    hashes: Sequence[int]
    numbers: Sequence[int]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> HashTable:
        """The first number given for a string wins."""
        first: dict[int, int] = {}
        for text, number in pairs:
            first.setdefault(hash64(text), number)
        ordered = sorted(first)
        return cls(array("Q", ordered), array("I", [first[h] for h in ordered]))

    def get(self, text: str) -> int | None:
        """The number of the string, or of one with the same hash."""
        wanted = hash64(text)
        hashes = self.hashes
        count = len(hashes)
        near = wanted * count >> 64  # hashes are spread evenly
        low, high = max(0, near - _NEAR), min(count, near + _NEAR)
        if (low and hashes[low] > wanted) or (high < count and hashes[high] < wanted):
            low, high = 0, count
        place = bisect_left(hashes, wanted, low, high)
        if place < count and hashes[place] == wanted:
            return self.numbers[place]
        return None


@dataclass(slots=True)
class Tables:
    """Everything that an `Index` needs."""

    automaton: Automaton
    concepts: memoryview
    offsets: Sequence[int]
    ids: HashTable
    codes: HashTable
    first_entry: Sequence[int]
    entry_concept: Sequence[int]
    entry_flags: Sequence[int]
    entry_written: Sequence[int]
    written: Sequence[str]
    masks: Sequence[int]  # per pattern, one bit for each domain in whose running text it is looked for
    patterns: HashTable  # every pattern; those looked for in running text come first, and the automaton holds only them

    def concept(self, number: int) -> Concept:
        """The concept with this number."""
        return _decoder.decode(self.concepts[self.offsets[number] : self.offsets[number + 1]])

    def id_of(self, number: int) -> str:
        """The id of the concept with this number."""
        return _id_decoder.decode(self.concepts[self.offsets[number] : self.offsets[number + 1]]).id


def merge(curated: Iterable[Row], imported: Iterable[Row]) -> tuple[list[Row], dict[str, str]]:
    """Curated rows first, imported ones joined to the row that has the same thing; and where each joined id went.

    The same thing: one exact code in common, or, for drugs and conditions, the same label where the row that is there
    has no code of that vocabulary. The row that came first keeps id, label and definition; names and codes are united.
    """
    rows: list[Row] = []
    by_code: dict[str, int] = {}
    by_label: dict[tuple[str, str], int] = {}
    alias: dict[str, str] = {}
    joined: dict[int, list[Row]] = {}
    for number_of_source, source in enumerate((curated, imported)):
        for row in source:
            number = None
            if number_of_source:
                number = next((by_code[code] for code in row.concept.exact if code in by_code), None)
                if number is None and row.concept.kind in ("Drug", "Condition"):
                    number = by_label.get((row.concept.kind, row.concept.label.lower()))
                    if number is not None and _has_code_like(rows[number], row):
                        number = None
            if number is None:
                number = len(rows)
                rows.append(row)
                for code in row.concept.exact:
                    if code.startswith(("mesh:", "UNII:", "MONDO:")):
                        by_code.setdefault(code, number)
                if not number_of_source:
                    by_label.setdefault((row.concept.kind, row.concept.label.lower()), number)
            else:
                joined.setdefault(number, []).append(row)
                alias[row.concept.id] = rows[number].concept.id
    for number, others in joined.items():
        rows[number] = united(rows[number], others)
    return [redirected(row, alias) for row in rows] if alias else rows, alias


def _has_code_like(row: Row, other: Row) -> bool:
    prefixes = {code.partition(":")[0] for code in row.concept.exact}
    return any(code.partition(":")[0] in prefixes for code in other.concept.exact[:1])


def united(row: Row, others: list[Row]) -> Row:
    """The row with the names, codes and broader concepts of the others. Of each vocabulary it keeps one exact code."""
    concept = row.concept
    known = {name.text.lower() for name in row.names}
    names, ranks = list(row.names), list(_ranks(row))
    exact, close, broader = list(concept.exact), list(concept.close), list(concept.broader)
    for other in others:
        for name, rank in zip(other.names, _ranks(other), strict=True):
            if name.text.lower() not in known:
                known.add(name.text.lower())
                names.append(name)
                ranks.append(rank)
        prefixes = {code.partition(":")[0] for code in exact}
        exact += [c for c in other.concept.exact if c not in exact and c.partition(":")[0] not in prefixes]
        close += [c for c in other.concept.close if c not in close]
        broader += [b for b in other.concept.broader if b not in broader]
    added = tuple(name.text for name in names[len(row.names) :])
    concept = replace(
        concept, synonyms=concept.synonyms + added, exact=tuple(exact), close=tuple(close), broader=tuple(broader)
    )
    return Row(concept, tuple(names), row.path, row.line, tuple(ranks))


def redirected(row: Row, alias: Mapping[str, str]) -> Row:
    """The row pointing to the concepts that stayed where others were joined to them."""
    concept = row.concept
    if not any(each in alias for each in (*concept.broader, *concept.components, *concept.drug_classes)):
        return row
    pointing = (
        tuple(new for new in dict.fromkeys(alias.get(old, old) for old in ids) if new != concept.id)
        for ids in (concept.broader, concept.components, concept.drug_classes)
    )
    broader, components, drug_classes = pointing
    return replace(row, concept=replace(concept, broader=broader, components=components, drug_classes=drug_classes))


def _ranks(row: Row) -> tuple[int, ...]:
    """How much each name of the row is worth among rivals, the best 0."""
    if row.ranks:
        return row.ranks
    if not row.path.endswith(".xz"):
        worth = 0, 1, 2
    elif "/mesh-D" in row.concept.id:
        worth = 3, 4, 4
    else:
        worth = (5, 7, 7) if "/mesh-C" in row.concept.id else (6, 8, 8)
    return tuple(worth[2 if name.hidden else 1 if place else 0] for place, name in enumerate(row.names))


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: among millions of objects that all stay, looking for rubbish costs a quarter."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
        for name, rank in zip(row.names, _ranks(row), strict=True):
            flags = domain | rank << RANK_SHIFT
            flags |= 0 if name.ambiguous else IN_TEXT
            flags |= PARTED if spans_a_parting(name.text, 0, len(name.text)) else 0
            flags |= STRICT if name.case_sensitive else 0
            as_written = counts_as_written(name)
            shape = written.setdefault(name.text, len(written)) if as_written else 0
            for form in variants(name.text, exact=as_written):
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


def save(tables: Tables, path: Path) -> None:
    """Write the tables to one file, whole or not at all."""
    parts: list[bytes] = [
        tables.automaton.to_bytes(),
        bytes(tables.concepts),
        json.dumps(list(tables.written)).encode(),
        *(bytes(memoryview(array(kind, column))) for kind, column in _columns(tables)),
    ]
    head = json.dumps([len(part) for part in parts]).encode()
    with whole_file(path) as file:
        file.write(_MAGIC + head + b"\n")
        for part in parts:
            file.write(b"\0" * (-file.tell() % 8))
            file.write(part)


def load(path: Path) -> Tables | None:
    """What `save` wrote; None where the file is missing or not whole."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    with file:
        if file.readline() != _MAGIC:
            return None
        try:
            sizes = json.loads(file.readline())
            at = file.tell()
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (ValueError, OSError):
            return None
    parts: list[memoryview] = []
    for size in sizes:
        at += -at % 8
        parts.append(mapped[at : at + size])
        at += size
    if at != len(mapped):
        return None
    columns = [
        part if kind == "B" else part.cast("Q" if kind == "Q" else "I")
        for part, (kind, _) in zip(parts[3:], _columns(None), strict=True)
    ]
    automaton = Automaton.from_bytes(bytes(parts[0]))
    offsets, id_hashes, id_numbers, code_hashes, code_numbers, first, concept, flag, shape, masks = columns[:10]
    pattern_hashes, pattern_numbers = columns[10:]
    return Tables(
        automaton,
        parts[1],
        offsets,
        HashTable(id_hashes, id_numbers),
        HashTable(code_hashes, code_numbers),
        first,
        concept,
        flag,
        shape,
        json.loads(bytes(parts[2])),
        masks,
        HashTable(pattern_hashes, pattern_numbers),
    )


def _columns(tables: Tables | None) -> list[tuple[str, Sequence[int]]]:
    """Type code and values of each column, in the order of the file."""
    if tables is None:
        return [(kind, ()) for kind in "IQIQIIIIIBQI"]
    return [
        ("I", tables.offsets),
        ("Q", tables.ids.hashes),
        ("I", tables.ids.numbers),
        ("Q", tables.codes.hashes),
        ("I", tables.codes.numbers),
        ("I", tables.first_entry),
        ("I", tables.entry_concept),
        ("I", tables.entry_flags),
        ("I", tables.entry_written),
        ("B", tables.masks),
        ("Q", tables.patterns.hashes),
        ("I", tables.patterns.numbers),
    ]
