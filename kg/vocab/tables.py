"""The compiled vocabulary: flat tables, written to one file, read back in hundredths of a second.

Concepts are kept as MessagePack and decoded when asked for. Ids and codes are found by a sorted table of 64-bit hashes.
A pattern (a view string of the automaton) has entries: which concept, and how careful to be with the name. What is read
is mapped into memory, so that processes share it.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.files import whole_file
from kg.model import Concept
from kg.vocab.matcher import Automaton

_MAGIC = b"trialkg-vocabulary-3\n"
_NEAR = 1_000  # places from where a hash is expected: far more than the standard deviation in a million
_decoder = msgspec.msgpack.Decoder(Concept)


class _Id(msgspec.Struct):
    """As much of a concept as most hits need."""

    id: str


_id_decoder = msgspec.msgpack.Decoder(_Id)


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
