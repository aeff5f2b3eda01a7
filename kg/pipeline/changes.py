"""A finished build with some trials changed: the same graph that a build of all the input together would give.

    1. read the new records, keep those that are newer than what the build has, extract them into new shards
    2. work out which lines go and which come: catalogue and shards tell, the store is not searched
    3. write all of it down beside the store (`update/`); nothing else has been touched until here
    4. change the store in one transaction, then the catalogue and the files; then `update/` goes

Whoever stops before 3 is done has changed nothing; after that, the next update carries out the rest first: every step
may be done twice. Readers see the store before or after, never between.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from kg.build_report import REPORT, read_report, write_report
from kg.catalogue import CATALOGUE, SHARDS, Catalogue, Place
from kg.errors import BuildDamaged, InputError, NothingBuilt
from kg.files import sync_directory, write_whole
from kg.graph import Graph
from kg.model import Skipped, Trial
from kg.pipeline import write
from kg.pipeline.blocks import Part, Task, rank_of, ready
from kg.pipeline.collect import FINDINGS, Changes, duplicate, enter, findings_of, report_of, run_lines, unknown_lines
from kg.pipeline.delta import Concepts, delta_of
from kg.pipeline.engine import Processes, Serial, check_jobs, cores
from kg.pipeline.parts import TOLD, make_shards, why_nothing
from kg.pipeline.program import Settings, program
from kg.pipeline.progress import Progress
from kg.pipeline.staging import locked
from kg.read import read
from kg.search import FILE as SEARCH
from kg.search import change_index, open_index
from kg.shards import encode
from kg.store import Store
from kg.totals import Totals

JOURNAL = "update"
_HALF_WRITTEN = re.compile(r"\.(?:graph\.ttl|dataset\.trig|graph\.html|search\.db)-\d+")
_GONE, _COME = "gone", "come"


class Updated(NamedTuple):
    """What an update did: trials that are new, that were replaced, records that were not newer, records not read."""

    added: int
    changed: int
    older: int
    skipped: int


def update(
    build: Path | str, records: Iterable[Path | str] | Path | str, *, jobs: int = 1, progress: bool = False
) -> Updated:
    """Bring the trials of these records, where they are new or newer, into a finished build. `jobs` are the processes
    that extract; 0: as many as there are cores.

    Raises `NothingBuilt` where none of the records could be read, `InputError` where the build was made by another
    program, `BuildDamaged` where it is none.
    """
    check_jobs(jobs)
    jobs = jobs or cores()
    root = Path(build)
    sources = [records] if isinstance(records, str | Path) else list(records)
    if not (root / REPORT).is_file():
        raise BuildDamaged(f"{root} is not a finished build: run `trialkg build` first")
    with locked(root, f"{root}: another update is running"):
        finish(root)
        with Catalogue.open(root) as catalogue, Progress(0, progress) as shown:
            if catalogue.kept("program", "") != program():
                raise InputError(f"{root} was made by another version of trialkg or its vocabulary: build it anew")
            settings = Settings.of_options(catalogue.kept("options", {}))
            if settings.as_options() != catalogue.kept("options", {}):
                raise InputError(f"{root}: its imported vocabularies or plug-ins have changed since: build it anew")
            newer = _Newer(catalogue)
            first = 1 + max((int(name.partition(".")[0]) for name in catalogue.shards()), default=-1)
            task = Task(str((root / SHARDS).resolve()), settings, program())
            settings.names()
            engine = Serial() if jobs == 1 else Processes(jobs, partial(ready, settings))
            try:
                count = make_shards(newer.of(read(sources)), engine, task, lambda _: False, shown.add, first)
            finally:
                engine.close()
            names = [Part(number, ()).name for number in range(first, first + count)]
            if newer.skipped and not newer.trials:
                for name in names:
                    (root / SHARDS / name).unlink(missing_ok=True)
                raise NothingBuilt(why_nothing(sources, newer.skipped, newer.told))
            shown.say("changing the store")
            done = _write_down(catalogue, names, newer, settings)
        finish(root)
    return done


class _Newer:
    """Lets through what is newer than a build, and remembers the rest: counts `trials` and `skipped` records, of which
    the first are `told`."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.older: list[Skipped] = []
        self.trials = self.skipped = 0
        self.told: list[Skipped] = []

    def of(self, records: Iterable[Trial | Skipped]) -> Iterator[Trial | Skipped]:
        """The records to extract."""
        for record in records:
            if isinstance(record, Skipped):
                self.skipped += 1
                self.told += [record] if self.skipped <= TOLD else []
            else:
                self.trials += 1
                known = self._catalogue.place(record.key)
                rank = rank_of(record)
                if known is not None and known.rank[:3] >= rank[:3]:
                    source = record.source
                    self.older.append(duplicate(record.key, rank, source.position, known.rank, known.position))
                    continue
            yield record


def _write_down(catalogue: Catalogue, names: list[str], newer: _Newer, settings: Settings) -> Updated:
    """The journal of an update: the new catalogue, findings and report, and the lines that go and come."""
    root = catalogue.root
    report = read_report(root)
    fresh = root / f".{JOURNAL}.part"
    skipped = report["records"]["skipped"]
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    (fresh / SHARDS).symlink_to((root / SHARDS).resolve())
    shutil.copyfile(root / CATALOGUE, fresh / CATALOGUE)
    before = catalogue.kept("totals", Totals())
    totals = catalogue.kept("totals", Totals())
    with Catalogue.open(fresh, write=True) as after:
        after.connection.execute("PRAGMA journal_mode=OFF")
        after.connection.execute("BEGIN")
        changes = Changes({}, {})
        enter(after, names, totals, changes)
        came, went = list(changes.came.values()), list(changes.went.values())
        after.keep("totals", totals)
        after.keep("read", after.kept("read", 0) + len(newer.older))
        after.leave_out("duplicates", newer.older)
        concepts = Concepts(before, totals, settings)
        delta = delta_of(after, went, came, concepts, evidence=report["evidence"] == "store")
        size = report["triples"]["vocabulary"] + len(concepts.come) - len(concepts.gone)
        report = report_of(after, totals, settings, size, concepts.unknown, report["evidence"])
        run = [line.encode() for line in run_lines(after, totals, settings, report)]
        with Store.open(root / "store") as store:
            delta.gone["run"] = [line for line in store.lines("run").split(b"\n") if line and line not in set(run)]
        delta.come["run"] = run
        _write_findings(root / FINDINGS, fresh / FINDINGS, after, came, concepts.unknown)
        after.connection.execute("COMMIT")
    (fresh / SHARDS).unlink()
    (fresh / "lines").write_bytes(encode((delta.gone, delta.come)))
    write_report(fresh, report)
    for path in fresh.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_directory(fresh)
    fresh.rename(root / JOURNAL)
    sync_directory(root)
    return Updated(len(came) - len(went), len(went), len(newer.older), report["records"]["skipped"] - skipped)


def _write_findings(old: Path, new: Path, after: Catalogue, came: list[Place], unknown: list[str]) -> None:
    """The list of findings, with the rows of the trials that came in the place of theirs."""
    keys = {place.key for place in came}
    rows = (row for place in sorted(came) for row in findings_of(place.key, after.needs(place)))
    with old.open(encoding="utf-8") as before, new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(next(before))
        file.writelines(f"{line}\n" for line in unknown_lines(unknown))
        keys.add("")  # rows about the build as a whole
        stay = (line.rstrip("\n") for line in before if line.split("\t", 1)[0] not in keys)
        file.writelines(f"{line}\n" for line in merge(stay, rows, key=lambda line: line.split("\t", 1)[0]))


def finish(root: Path) -> None:
    """Carry out an update that is written down, if there is one."""
    journal = root / JOURNAL
    shutil.rmtree(root / f".{JOURNAL}.part", ignore_errors=True)
    shutil.rmtree(root / f".{JOURNAL}.done", ignore_errors=True)
    for left in root.iterdir():  # half-written files of an update that was killed
        if _HALF_WRITTEN.fullmatch(left.name):
            left.unlink(missing_ok=True)
    if not journal.is_dir():
        return
    gone, come = write.decoded_lines(journal / "lines")
    with Store.open(root / "store") as store:
        index = open_index(store)
        if index is not None:
            index.close()
    Store.change(root / "store", gone, come)
    for name in (CATALOGUE, FINDINGS, REPORT):
        if (journal / name).is_file():
            os.replace(journal / name, root / name)
    sync_directory(root)
    if index is not None:
        with Store.open(root / "store") as store:
            change_index(store, root / SEARCH, gone["facts"], come["facts"])
    write_again(root)
    journal.rename(root / f".{JOURNAL}.done")
    shutil.rmtree(root / f".{JOURNAL}.done", ignore_errors=True)


def write_again(root: Path) -> None:
    """Make the files anew that were made of the store, where they are there."""
    with Graph.open(root) as graph:
        for form, name in (("ttl", "graph.ttl"), ("trig", "dataset.trig")):
            if (root / name).is_file():
                graph.export(form, root / name)
        page = root / "graph.html"
        if page.is_file():
            write_whole(page, graph.html())
