"""A large build from a small one: `python tests/bench/copies.py BUILD OUT --trials 100000 [--jobs N]`.

Every trial again and again under new registry numbers, in new shards; then everything that a build does after
extraction: catalogue, sums, vocabulary, store. Nothing is extracted again, so 100,000 trials take minutes.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kg.catalogue import SHARDS, Catalogue, Place
from kg.pipeline import write
from kg.pipeline.blocks import Part
from kg.pipeline.collect import collect
from kg.pipeline.parts import RECORDS
from kg.pipeline.program import Settings
from kg.shards import EVIDENCE, FACTS, NEEDS, Block, Needs, decode, write_shard

_NUMBER = re.compile(r"NCT\d{8}")
_OWN = re.compile(r"r-[0-9a-f]{16}")


class _Job(NamedTuple):
    build: Path
    out: Path
    evidence: bool
    size: int


def copy_number(key: str, copy: int, place: int, size: int) -> str:
    """The number of a copy of a trial, as long as the old one: lengths that stand before a text stay right."""
    if _NUMBER.fullmatch(key):
        return f"NCT{20_000_000 + copy * size + place * 7919 % size:08d}"
    if _OWN.fullmatch(key):
        return f"r-{sha256(f'{key} {copy}'.encode()).hexdigest()[:16]}"
    raise SystemExit(f"{key}: only NCT numbers and trials without a number can be copied")


def _shard(work: tuple[int, int, tuple[tuple[int, Place], ...]], job: _Job) -> int:
    number, copies, members = work
    with Catalogue.open(job.build) as catalogue:
        pieces = (FACTS, EVIDENCE, NEEDS) if job.evidence else (FACTS, NEEDS)
        read = [{piece: _read(catalogue, place, piece) for piece in pieces} for _, place in members]
    for copy in range(copies):
        blocks = (_copied(place, at, each, copy, job.size) for (at, place), each in zip(members, read, strict=True))
        write_shard(job.out / SHARDS / Part(number + copy, ()).name, blocks)
    return copies * len(members)


def _read(catalogue: Catalogue, place: Place, piece: int) -> bytes:
    """A piece as it is kept: evidence packed, as a build has it, and not the lines that are made from it."""
    return catalogue.packed(place) if piece == EVIDENCE else catalogue.read(place, piece)


def _copied(place: Place, at: int, pieces: dict[int, bytes], copy: int, size: int) -> Block:
    key = copy_number(place.key, copy, at, size)
    facts, evidence, needs = (
        pieces.get(piece, b"").replace(place.key.encode(), key.encode()) for piece in (FACTS, EVIDENCE, NEEDS)
    )
    rank = place.rank._replace(sha256=sha256(f"{place.rank.sha256} {key}".encode()).hexdigest())
    return Block(key, rank, place.position, facts, evidence, decode(needs, Needs))


def _work(places: list[Place], trials: int) -> Iterator[tuple[int, int, tuple[tuple[int, Place], ...]]]:
    """Shards to make: the number of the first, how many copies of these trials."""
    whole, rest = divmod(trials, len(places))
    number = 0
    for first in range(0, len(places), RECORDS):
        members = tuple(enumerate(places))[first : first + RECORDS]
        copies = whole + (members[-1][0] < rest)
        yield number, copies, members
        number += copies


def copies(build: Path, out: Path, trials: int, jobs: int, evidence: str) -> None:
    """Make the build."""
    with Catalogue.open(build) as catalogue:
        places = list(catalogue.places())
        settings = Settings.of_options(catalogue.kept("options", {}))
    settings = settings._replace(evidence=settings.evidence and evidence != "none")
    (out / SHARDS).mkdir(parents=True)
    start = time.perf_counter()
    work = list(_work(places, trials))
    with ProcessPoolExecutor(jobs) as pool:
        made = sum(pool.map(partial(_shard, job=_Job(build, out, settings.evidence, len(places))), work))
    print(f"{made:,} trials in shards: {time.perf_counter() - start:.0f} s", flush=True)
    start = time.perf_counter()
    with collect(out, [Part(first + n, ()).name for first, count, _ in work for n in range(count)], settings) as found:
        print(f"catalogue: {time.perf_counter() - start:.0f} s", flush=True)
        start = time.perf_counter()
        write.everything(found, write.Wanted(False, False, False, evidence), jobs)
    print(f"store: {time.perf_counter() - start:.0f} s", flush=True)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--trials", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--evidence", choices=("store", "apart", "none"), default="apart")
    given = parser.parse_args()
    copies(given.build, given.out, given.trials, given.jobs, given.evidence)


if __name__ == "__main__":
    main()
