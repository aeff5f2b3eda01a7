"""A build's names and titles in one SQLite file, `search.db`: text search, spelling, and the trials in their order.

It is made of the store when a build is made, or when it is first needed, appears whole or not at all, follows an update
of the store, and is made anew where the store holds another run than it. A scan of the store for a word takes seconds
where this takes milliseconds.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from heapq import merge
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.files import half_written
from kg.store import Store
from kg.terms import ODD_KEY, THINGS, expand
from kg.text import name_key

FILE = "search.db"
CATALOGUE = "catalogue.sqlite"  # that of `kg.catalogue`, which knows more than a search needs
FIELDS = (
    "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "dcterms:identifier", "tkg:secondaryIdentifier",
    "tkg:acronym", "dcterms:title", "tkg:officialTitle",
)  # fmt: skip
LABELS = FIELDS[:3]  # those of concepts
_VERSION = "1"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE trial (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, thing TEXT, field INTEGER, label TEXT, key TEXT);
CREATE VIRTUAL TABLE words USING fts5(key, content='name', content_rowid='id', detail='column');
CREATE VIRTUAL TABLE counted USING fts5vocab(words, 'row');
CREATE TABLE spelling (size INTEGER, term TEXT, PRIMARY KEY (size, term)) WITHOUT ROWID;
"""
_RANKED = """
SELECT name.thing, name.field, name.label, name.key = :key AS same FROM words JOIN name ON name.id = words.rowid
WHERE words MATCH :match ORDER BY same DESC, length(name.key), name.field, name.thing, name.label LIMIT :most
"""
_SPELL = "INSERT INTO spelling SELECT length(term), term FROM counted WHERE NOT term GLOB '*[0-9]*'"
_KNOWN = "SELECT id FROM name WHERE key = ? AND thing = ? AND field = ? AND label = ?"
_WORD = re.compile(r"\w+")
_LONGEST = 20  # words of a search that count
_SHORTEST_CORRECTED = 4
_NEAR = 5  # known words that a word may be meant for


class Hit(NamedTuple):
    """A concept or trial that was found: its IRI, the field that has the words, and what it says."""

    thing: str
    field: str
    label: str


class Index:
    """The open index of a build. Use it in a `with`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def trials(self) -> Iterator[str]:
        """The IRIs of all trials, sorted."""
        return (iri for (iri,) in self._connection.execute("SELECT iri FROM trial ORDER BY iri"))

    def named(self, name: str) -> list[tuple[str, int]]:
        """Concepts that are called so, whatever the case and the hyphens, and by which field (0 is the best)."""
        query = "SELECT DISTINCT thing, field FROM name WHERE key = ? AND field < ? ORDER BY field, thing"
        return list(self._connection.execute(query, (name_key(name), len(LABELS))))

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """What has all the words (the last may be a beginning), the exact name first; else what has words near them."""
        words = _WORD.findall(name_key(text))[:_LONGEST]
        if not words:
            return []
        match = " ".join(f'"{word}"' for word in words) + "*"
        found = self._find(match, " ".join(words), limit)
        if not found:
            near = [self._near(word) for word in words]
            key = " ".join(each[0] for each in near)
            groups = (" OR ".join(f'"{term}"' for term in each) for each in near)
            found = self._find(" AND ".join(f"({group})" for group in groups), key, limit)
        return found

    def _find(self, match: str, key: str, limit: int) -> list[Hit]:
        hits: dict[str, Hit] = {}
        for thing, field, label, _ in self._connection.execute(
            _RANKED, {"match": match, "key": key, "most": 20 * limit}
        ):
            hits.setdefault(thing, Hit(thing, FIELDS[field], label))
        return list(hits.values())[:limit]

    def _near(self, word: str) -> list[str]:
        """The word as it is known to be written, the nearest first; the word itself where none is near."""
        if len(word) < _SHORTEST_CORRECTED or any(map(str.isdecimal, word)):
            return [word]
        slips = 1 if len(word) < 8 else 2
        query = "SELECT term FROM spelling WHERE size BETWEEN ? AND ? ORDER BY term"
        known = [term for (term,) in self._connection.execute(query, (len(word) - slips, len(word) + slips))]
        near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=_NEAR)
        return [term for term, _, _ in near] or [word]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_index(store: Store) -> Index | None:
    """The index of a build's store; None where there is none, or only one of another run."""
    if store.path is None or not (place := store.path.parent / FILE).is_file():
        return None
    try:
        connection = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    except sqlite3.Error:
        return None
    try:
        known = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error:
        known = {}
    if known != _identity(store):
        connection.close()
        return None
    return Index(connection)


def catalogued(store: Store) -> Iterator[str]:
    """The IRIs of all trials, sorted, as the catalogue of a build lists them; none where there is no catalogue."""
    if store.path is None or not (place := store.path.parent / CATALOGUE).is_file():
        return
    try:
        opened = sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return
    with closing(opened) as connection:
        try:
            plain = connection.execute(f"SELECT key FROM trial WHERE NOT key GLOB '{ODD_KEY}' ORDER BY key")
            odd = connection.execute(f"SELECT key FROM trial WHERE key GLOB '{ODD_KEY}'")
            quoted = sorted(quote(key, safe="/-._~+:@", errors="surrogatepass") for (key,) in odd)
        except sqlite3.Error:
            return
        for key in merge((key for (key,) in plain), quoted):
            yield f"{THINGS}trial/{key}"


def ensure_index(store: Store) -> Index:
    """The index of a store, made where it is not there: beside the store, or in memory where that cannot be."""
    found = open_index(store)
    if found is not None:
        return found
    if store.path is not None:
        try:
            make_index(store, store.path.parent / FILE)
        except (OSError, sqlite3.Error):
            pass  # a build that may only be read, or a full disk
        else:
            return open_index(store) or _in_memory(store)
    return _in_memory(store)


def make_index(store: Store, place: Path) -> None:
    """Write the index of a store; what stood there is replaced once the new one is complete."""
    fresh = half_written(place)
    fresh.touch()
    try:
        with _written(str(fresh)) as connection:
            _fill(connection, store)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _written(place: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(place)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        yield connection
        connection.commit()
    finally:
        connection.close()


def _in_memory(store: Store) -> Index:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(connection, store)
    return Index(connection)


def _identity(store: Store) -> dict[str, str]:
    """What the index must know to be that of this store: its runs, which are named for all that went into them."""
    runs = sorted(subject for subject, _ in _pairs(store, "rdf:type", "tkg:BuildRun", "run"))
    return {"version": _VERSION, "runs": " ".join(runs)}


def _fill(connection: sqlite3.Connection, store: Store) -> None:
    connection.executescript(_SCHEMA)
    trials = sorted(subject for subject, _ in _pairs(store, "rdf:type", "tkg:Trial"))
    connection.executemany("INSERT INTO trial VALUES (?)", ((iri,) for iri in trials))
    names: list[tuple[str, int, str]] = []
    for field, curie in enumerate(FIELDS):
        names += [
            (thing, field, label)
            for thing, label in _pairs(store, curie)
            if _has_names(thing)
        ]
    names.sort()
    rows = ((thing, field, label, name_key(label)) for thing, field, label in names)
    connection.executemany("INSERT INTO name (thing, field, label, key) VALUES (?, ?, ?, ?)", rows)
    connection.execute("CREATE INDEX name_key ON name (key)")
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute(_SPELL)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(_identity(store).items()))
    connection.commit()


def change_index(store: Store, place: Path, gone: Iterable[bytes], come: Iterable[bytes]) -> None:
    """Let the index of a store follow what left the facts and what entered them; both are lines of N-Triples. It takes
    its new place once it is complete."""
    fresh = half_written(place)
    try:
        shutil.copyfile(place, fresh)
        with _written(str(fresh)) as connection:
            for thing, field, label in _names(gone):
                if field is None:
                    connection.execute("DELETE FROM trial WHERE iri = ?", (thing,))
                    continue
                key = name_key(label)
                for (row,) in connection.execute(_KNOWN, (key, thing, field, label)).fetchall():
                    connection.execute("INSERT INTO words (words, rowid, key) VALUES ('delete', ?, ?)", (row, key))
                    connection.execute("DELETE FROM name WHERE id = ?", (row,))
            for thing, field, label in _names(come):
                if field is None:
                    connection.execute("INSERT OR IGNORE INTO trial VALUES (?)", (thing,))
                    continue
                name = thing, field, label, name_key(label)
                if connection.execute(_KNOWN, (name[3], *name[:3])).fetchone() is None:
                    insert = "INSERT INTO name (thing, field, label, key) VALUES (?, ?, ?, ?)"
                    row = connection.execute(insert, name).lastrowid
                    connection.execute("INSERT INTO words (rowid, key) VALUES (?, ?)", (row, name[3]))
            connection.execute("DELETE FROM spelling")
            connection.execute(_SPELL)
            connection.executemany("UPDATE meta SET value = ?2 WHERE key = ?1", sorted(_identity(store).items()))
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


def _names(lines: Iterable[bytes]) -> Iterator[tuple[str, int | None, str]]:
    """What lines of N-Triples say for the index: names, and (without a field) trials."""
    fields = {f"<{expand(curie)}>".encode(): field for field, curie in enumerate(FIELDS)}
    is_trial = f"<{expand('rdf:type')}> <{expand('tkg:Trial')}> .".encode()
    for line in lines:
        thing, _, rest = line.partition(b" ")
        field = fields.get(rest.partition(b" ")[0])
        if (field is None and rest != is_trial) or not _has_names(thing[1:-1].decode()):
            continue
        (triple,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        yield thing[1:-1].decode(), field, str(getattr(triple.object, "value", ""))


def _has_names(iri: str) -> bool:
    return iri.startswith(THINGS) and not iri.startswith(f"{THINGS}part/")


def _pairs(store: Store, predicate: str, value: str = "", graph: str = "facts") -> Iterator[tuple[str, str]]:
    target = ox.NamedNode(expand(value)) if value else None
    return store.matching(ox.NamedNode(expand(predicate)), target, graph)

