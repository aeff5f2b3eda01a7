"""Which trials a build holds, in which version, and where in its shards; and what is kept of all of them together.

One SQLite file beside the shards. Of several versions of one trial the one of the highest rank stands; the others stay
in their shards, unused, and their lines are remembered as gone, so that it is known how many trials have a line.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TypeVar

from kg.emit import evidence_of
from kg.errors import BuildDamaged, UnknownName
from kg.model import Skipped
from kg.shards import EVIDENCE, FACTS, NEEDS, Entry, Needs, Rank, Shard, decode, encode, line_hash, shared_lines
from kg.terms import ODD_KEY

CATALOGUE = "catalogue.sqlite"
SHARDS = "shards"
_OPEN_SHARDS = 64
T = TypeVar("T")
_TABLES = f"""
CREATE TABLE trial (
  key TEXT PRIMARY KEY, updated TEXT, length INTEGER, sha256 TEXT, path TEXT, position INTEGER, digest BLOB,
  shard TEXT, start INTEGER, facts INTEGER, evidence INTEGER, needs INTEGER
) WITHOUT ROWID;
CREATE INDEX odd ON trial (key) WHERE key GLOB '{ODD_KEY}';
CREATE TABLE info (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE left_out (kind TEXT, path TEXT, position INTEGER, field TEXT, message TEXT);
CREATE TABLE gone (hashes BLOB);
"""


class Place(NamedTuple):
    """A trial of a build: its version, and where its pieces are."""

    key: str
    rank: Rank
    position: int
    digest: bytes
    shard: str
    start: int
    sizes: tuple[int, int, int]


class Catalogue:
    """An open catalogue. `root` is the directory that holds it and the shards."""

    def __init__(self, root: Path, connection: sqlite3.Connection) -> None:
        self.root = root
        self.connection = connection
        self._shards: OrderedDict[str, Shard] = OrderedDict()

    @classmethod
    def create(cls, root: Path) -> Catalogue:
        """An empty one in the place of any that was there."""
        path = root / CATALOGUE
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES + "BEGIN;")
        return cls(root, connection)

    @classmethod
    def open(cls, root: Path, *, write: bool = False) -> Catalogue:
        """The catalogue of a build. Raises `BuildDamaged` where there is none."""
        path = root / CATALOGUE
        if not root.is_dir():
            raise BuildDamaged(f"there is no build in {root}: make one with `trialkg build RECORDS --out {root}`")
        if not path.is_file():
            raise BuildDamaged(f"{root} has no {CATALOGUE}: it is not a build of this version; build it again")
        address = f"{path.resolve().as_uri()}?mode={'rw' if write else 'ro'}"
        connection = None
        try:
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            connection.execute("SELECT COUNT(*) FROM info").fetchone()
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise BuildDamaged(f"{path} cannot be read: {error}; build again") from error
        return cls(root, connection)

    # ------------------------------------------------------------------------------------------------------ trials

    def take(self, shard: str, entry: Entry) -> tuple[Place, Place | None]:
        """Enter a version of a trial; returns the one that stands and the one that does not, if there are two."""
        fresh = Place(entry.key, entry.rank, entry.position, entry.digest, shard, entry.offset, entry.sizes)
        known = self.place(entry.key)
        if known is not None and not fresh.rank.outranks(known.rank):
            return known, fresh
        self.connection.execute(
            "INSERT OR REPLACE INTO trial VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (fresh.key, *fresh.rank, fresh.position, fresh.digest, shard, fresh.start, *fresh.sizes),
        )
        return fresh, known

    def place(self, key: str) -> Place | None:
        """Where a trial is."""
        row = self.connection.execute("SELECT * FROM trial WHERE key = ?", (key,)).fetchone()
        return None if row is None else _place(row)

    def whereabouts(self, key: str) -> Place:
        """Where a trial is. Raises `UnknownName` where it is not there."""
        place = self.place(key)
        if place is None:
            raise UnknownName(f"no trial {key!r} in this build of {len(self)}")
        return place

    def places(self, keys: Iterable[str] | None = None) -> Iterator[Place]:
        """Where the trials are, by key: all, or some. Raises `UnknownName` for one that is not there."""
        if keys is None:
            yield from map(_place, self.connection.execute("SELECT * FROM trial ORDER BY key"))
            return
        yield from map(self.whereabouts, sorted(set(keys)))

    def __len__(self) -> int:
        return int(self.connection.execute("SELECT COUNT(*) FROM trial").fetchone()[0])

    def read(self, place: Place, piece: int) -> bytes:
        """A piece of a trial: `FACTS` or `EVIDENCE` of `kg.shards` as N-Triples, or `NEEDS`."""
        shard = self._shard(place.shard)
        data = shard.read(place.start, place.sizes, piece)
        return evidence_of(shard.read(place.start, place.sizes, FACTS), data) if piece == EVIDENCE else data

    def packed(self, place: Place) -> bytes:
        """The evidence of a trial as `kg.emit.unpack` takes it."""
        return self._shard(place.shard).read(place.start, place.sizes, EVIDENCE)

    def needs(self, place: Place) -> Needs:
        """The needs of a trial."""
        return decode(self.read(place, NEEDS), Needs)

    def pieces(self, piece: int, keys: Iterable[str] | None = None) -> Iterator[bytes]:
        """A piece of every trial, or of some, in the order of their keys."""
        for place in self.places(keys):
            yield self.read(place, piece)

    def evidence(
        self, keys: Iterable[str], about: Collection[str] = (), below: float | None = None
    ) -> Iterator[bytes]:
        """The evidence of some trials, as `evidence_of` gives it, in the order of their keys."""
        for place in self.places(keys):
            yield evidence_of(self.read(place, FACTS), self.packed(place), about, below)

    def _shard(self, name: str) -> Shard:
        shard = self._shards.get(name)
        if shard is None:
            shard = self._shards[name] = Shard(self.root / SHARDS / name)
            if len(self._shards) > _OPEN_SHARDS:
                self._shards.popitem(last=False)[1].close()
        else:
            self._shards.move_to_end(name)
        return shard

    def shards(self) -> list[str]:
        """The names of the shards."""
        names: list[str] = []
        return self.kept("shards", names)

    # -------------------------------------------------------------------------------------------------- shared lines

    def bury(self, places: Iterable[Place]) -> None:
        """Remember that the lines of these versions count no more."""
        hashes = array("Q")
        for place in places:
            hashes.extend(map(line_hash, shared_lines(place.key, self.read(place, FACTS))))
        if hashes:
            self.connection.execute("INSERT INTO gone VALUES (?)", (array("Q", sorted(hashes)).tobytes(),))

    def holders(self, lines: Iterable[bytes]) -> dict[bytes, int]:
        """How many trials have each of these lines, which are not of one trial alone."""
        wanted = {line: line_hash(line) for line in lines}
        counts = dict.fromkeys(wanted, 0)
        if not wanted:
            return counts
        for sign, hashes in self._hashes():
            for line, number in wanted.items():
                first = bisect_left(hashes, number)
                if first < len(hashes) and hashes[first] == number:
                    counts[line] += sign * (bisect_right(hashes, number, first) - first)
        return counts

    def _hashes(self) -> Iterator[tuple[int, array[int]]]:
        for name in self.shards():
            yield 1, self._shard(name).foot()[2]
        for (data,) in self.connection.execute("SELECT hashes FROM gone"):
            gone = array("Q")
            gone.frombytes(data)
            yield -1, gone

    # ---------------------------------------------------------------------------------------------------------- sums

    def kept(self, name: str, default: T) -> T:
        """What was kept under a name, of the type of the default."""
        row = self.connection.execute("SELECT value FROM info WHERE name = ?", (name,)).fetchone()
        return default if row is None else decode(bytes(row[0]), type(default))

    def keep(self, name: str, value: object) -> None:
        """Keep a value under a name."""
        self.connection.execute("INSERT OR REPLACE INTO info VALUES (?, ?)", (name, encode(value)))

    def leave_out(self, kind: str, items: Iterable[Skipped]) -> None:
        """Book records that were not built: `skipped` or `duplicates`."""
        rows = [(kind, _plain(s.path), s.position, s.field, _plain(s.message)) for s in items]
        self.connection.executemany("INSERT INTO left_out VALUES (?,?,?,?,?)", rows)

    def left_out(self, kind: str, most: int) -> tuple[int, list[Skipped]]:
        """How many records were not built, and the first of them by place."""
        (count,) = self.connection.execute("SELECT COUNT(*) FROM left_out WHERE kind = ?", (kind,)).fetchone()
        rows = self.connection.execute(
            "SELECT path, position, field, message FROM left_out WHERE kind = ? "
            "ORDER BY path, COALESCE(position, -1), field, message LIMIT ?",
            (kind, most),
        )
        return count, [Skipped(*row) for row in rows]

    def close(self) -> None:
        """Let go of all files."""
        self.connection.close()
        for shard in self._shards.values():
            shard.close()
        self._shards.clear()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _place(row: tuple[str, str, int, str, str, int, bytes, str, int, int, int, int]) -> Place:
    return Place(row[0], Rank(*row[1:5]), row[5], row[6], row[7], row[8], (row[9], row[10], row[11]))


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
