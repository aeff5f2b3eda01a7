"""What differs between two builds: trials that came or went, and the facts of those that changed.

The catalogues tell which trials differ, by a digest of their facts; only the blocks of those are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.catalogue import Catalogue, Place
from kg.shards import FACTS
from kg.terms import curie_of


class Difference(NamedTuple):
    """One trial that differs: `added`, `removed` or `changed`; the facts that went and that came, as prefixed lines.

    The record's hash is no fact of the trial: where nothing else differs, both are empty.
    """

    trial: str
    what: str
    before: str
    after: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def diff(old: Path | str, new: Path | str) -> Iterator[Difference]:
    """The trials that differ, by registry number. Raises `BuildDamaged` where one is no build."""
    with Catalogue.open(Path(old)) as before, Catalogue.open(Path(new)) as after:
        was, now = before.places(), after.places()
        one, other = next(was, None), next(now, None)
        while one is not None or other is not None:
            if other is None or (one is not None and one.key < other.key):
                assert one is not None
                yield Difference(one.key, "removed", one.rank.updated, "")
                one = next(was, None)
            elif one is None or other.key < one.key:
                yield Difference(other.key, "added", "", other.rank.updated)
                other = next(now, None)
            else:
                if one.digest != other.digest:
                    yield _changed(before, one, after, other)
                one, other = next(was, None), next(now, None)


def _changed(before: Catalogue, one: Place, after: Catalogue, other: Place) -> Difference:
    was, now = (set(c.read(p, FACTS).decode().split("\n")[:-1]) for c, p in ((before, one), (after, other)))
    gone, come = (
        tuple(sorted(_short(line) for line in lines if "#recordHash> " not in line)) for lines in (was - now, now - was)
    )
    return Difference(one.key, "changed", one.rank.updated, other.rank.updated, gone, come)


def _short(line: str) -> str:
    """A line of N-Triples with prefixed names, for people."""
    subject, predicate, value = line[:-2].split(" ", 2)
    return f"{_name(subject)} {_name(predicate)} {_name(value)}"


def _name(term: str) -> str:
    if term[0] != "<":
        text, mark, datatype = term.rpartition('"^^<')
        return f'{text}"^^{_name("<" + datatype)}' if mark else term
    short = curie_of(term[1:-1])
    return term if short == term[1:-1] else short
