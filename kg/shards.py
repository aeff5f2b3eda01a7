"""Shards: what was made of some records, in one file that is there whole or not at all.

    head | facts, evidence and needs of each trial, each compressed by itself | foot: where they are, what was skipped

Facts are N-Triples; of the evidence there is what `kg.emit.evidence_of` makes N-Triples from; the needs are what the
vocabulary, the report and an update must know of a trial. Each trial can be read alone, so a build stays open to
`explain`, `update` and `diff` without its store being searched. The same records give the same bytes.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

import msgspec
import zstandard

from kg.errors import BuildDamaged
from kg.files import whole_file
from kg.model import Concept, Skipped
from kg.terms import THINGS

_HEAD, _TAIL = b"trialkg2", b"shardend"
_LEVEL = 1  # 3 takes a third more time for 1% less
FACTS, EVIDENCE, NEEDS = range(3)
SUFFIX = ".shard"

T = TypeVar("T")


class Needs(msgspec.Struct, frozen=True, array_like=True):
    """What the report and the vocabulary need to know of one trial."""

    used: tuple[str, ...]
    minted: tuple[Concept, ...]
    hidden: dict[str, tuple[str, ...]]
    mapping: dict[str, tuple[int, int]]
    findings: tuple[tuple[str, str], ...]
    predicates: dict[str, int]
    classes: dict[str, int]
    evidence: int
    counted: dict[str, tuple[str, ...]] = {}
    abbreviated: dict[str, tuple[str, ...]] = {}


class Rank(NamedTuple):
    """Which of several versions of a trial stands: the newest, then the longest, then the one whose hash sorts last; of
    the same record in several files, that of the file whose name sorts first (as those of dated downloads do)."""

    updated: str
    length: int
    sha256: str
    path: str

    def outranks(self, other: Rank) -> bool:
        """Whether this version stands beside the other."""
        return self[:3] > other[:3] or (self[:3] == other[:3] and self.path < other.path)


class Block(NamedTuple):
    """One trial, ready to be written: N-Triples of its facts, its evidence packed, and its needs."""

    key: str
    rank: Rank
    position: int
    facts: bytes
    evidence: bytes
    needs: Needs


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """Where a trial is in its shard. `digest` is of the facts; `sizes` are those of its three pieces."""

    key: str
    rank: Rank
    position: int
    digest: bytes
    offset: int
    sizes: tuple[int, int, int]


class _Foot(msgspec.Struct, frozen=True, array_like=True):
    entries: list[Entry]
    skipped: list[Skipped]
    shared: bytes


def encode(value: Any) -> bytes:
    """A value as MessagePack; what is no Unicode in it becomes a question mark."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_plain(msgspec.to_builtins(value)))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@cache
def _decoder(kind: Any) -> Any:
    return msgspec.msgpack.Decoder(kind)


def decode(data: bytes, kind: type[T]) -> T:
    """The value of MessagePack. Raises `BuildDamaged` where it is none."""
    try:
        return _decoder(kind).decode(data)  # type: ignore[no-any-return, arg-type]
    except msgspec.MsgspecError as error:
        raise BuildDamaged(f"data of a build cannot be read: {error}") from error


def shared_lines(key: str, facts: bytes) -> list[bytes]:
    """The lines that other trials may have too: those whose subject is neither the trial nor a part of it."""
    own = (f"<{THINGS}trial/{key}>".encode(), f"<{THINGS}part/{key}-".encode())
    return [line for line in facts.split(b"\n")[:-1] if not line.startswith(own)]


def line_hash(line: bytes) -> int:
    """A number for a line."""
    return int.from_bytes(blake2b(line, digest_size=8).digest(), "little")


def write_shard(place: str | Path, blocks: Iterable[Block], skipped: Sequence[Skipped] = ()) -> int:
    """Write a shard, on disk for good before it gets its name; returns how many trials it holds.

    `place` may be an address that fsspec knows (`s3://…`).
    """
    compress = zstandard.ZstdCompressor(level=_LEVEL).compress
    entries: list[Entry] = []
    pieces = [_HEAD]
    offset = len(_HEAD)
    shared = array("Q")
    for block in blocks:
        packed = [compress(piece) for piece in (block.facts, block.evidence, encode(block.needs))]
        sizes = (len(packed[FACTS]), len(packed[EVIDENCE]), len(packed[NEEDS]))
        digest = blake2b(block.facts, digest_size=8).digest()
        entries.append(Entry(block.key, block.rank, block.position, digest, offset, sizes))
        pieces += packed
        offset += sum(sizes)
        shared.extend(map(line_hash, shared_lines(block.key, block.facts)))
    foot = compress(encode(_Foot(entries, list(skipped), array("Q", sorted(shared)).tobytes())))
    pieces += (foot, len(foot).to_bytes(8, "little"), _TAIL)
    _write_whole(place, b"".join(pieces))
    return len(entries)


def _write_whole(place: str | Path, data: bytes) -> None:
    if "://" in str(place):
        import fsspec

        system, path = fsspec.core.url_to_fs(str(place))
        fresh = f"{path}.{os.getpid()}.part"
        system.makedirs(os.path.dirname(path), exist_ok=True)
        system.pipe_file(fresh, data)
        system.mv(fresh, path)
        return
    with whole_file(place, lasting=True) as file:
        file.write(data)


class Shard:
    """A finished shard, open for reading: use it in a `with`. Raises `BuildDamaged` where a file is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: IO[bytes] = open(path, "rb")  # noqa: SIM115 - `close` closes it
        except OSError as error:
            raise BuildDamaged(f"{path} cannot be read: {error}") from error
        self._unpack = zstandard.ZstdDecompressor().decompress

    def read(self, entry_offset: int, sizes: tuple[int, int, int], piece: int) -> bytes:
        """One piece of a trial: `FACTS`, `EVIDENCE` or `NEEDS`."""
        data = os.pread(self._file.fileno(), sizes[piece], entry_offset + sum(sizes[:piece]))
        return self._unpacked(data)

    def needs(self, entry_offset: int, sizes: tuple[int, int, int]) -> Needs:
        """The needs of a trial."""
        return decode(self.read(entry_offset, sizes, NEEDS), Needs)

    def foot(self) -> tuple[list[Entry], list[Skipped], array[int]]:
        """The trials of the shard, the records that were not read, and hashes (sorted) of lines that may be shared."""
        size = os.fstat(self._file.fileno()).st_size
        tail = os.pread(self._file.fileno(), 16, max(0, size - 16))
        length = int.from_bytes(tail[:8], "little")
        if tail[8:] != _TAIL or length > size - 16:
            raise BuildDamaged(f"{self.path} is not a finished shard: build again")
        foot = decode(self._unpacked(os.pread(self._file.fileno(), length, size - 16 - length)), _Foot)
        shared = array("Q")
        shared.frombytes(foot.shared)
        return foot.entries, foot.skipped, shared

    def _unpacked(self, data: bytes) -> bytes:
        try:
            return self._unpack(data)
        except zstandard.ZstdError as error:
            raise BuildDamaged(f"{self.path} is damaged ({error}): build again") from error

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Shard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
