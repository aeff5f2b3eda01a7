"""The only place that knows every stage: read → extract → emit → shards → store, Turtle, TriG, page, report.

    parts      the input in parts, each made into a shard by an engine (`engine`: processes here; `cluster`)
    collect    shards → catalogue: which version of a trial stands, and the sums over all
    write      catalogue → store and files
    staging    where that happens, so that a build appears whole or not at all and can be continued
    changes    a finished build → the same with some trials changed (`delta`: which lines go and come)

The result does not depend on the order of the input, the number of workers, or on where it was interrupted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from kg.catalogue import SHARDS
from kg.errors import InputError, NothingBuilt
from kg.extract.run import TOGETHER, extract_together, prepare
from kg.garbage import uncollected
from kg.graph import Graph
from kg.model import Extraction, Trial
from kg.pipeline import write
from kg.pipeline.blocks import Part, Task, ready, share
from kg.pipeline.changes import update
from kg.pipeline.collect import collect
from kg.pipeline.engine import Engine, Processes, Serial, check_jobs, usual_jobs
from kg.pipeline.parts import TOLD, make_shards, missing, why_nothing
from kg.pipeline.program import Settings, program
from kg.pipeline.progress import Progress
from kg.pipeline.staging import plan_of, put_in_place, refuse_to_overwrite, size_of, staging
from kg.pipeline.write import Wanted
from kg.read import read, split
from kg.vocab.manifest import chosen

__all__ = ["build", "extract_records", "update"]


def extract_records(
    records: Iterable[Path | str] | Path | str, *, vocabulary: Path | str | None = None, plugins: Iterable[str] = ()
) -> Iterator[Extraction]:
    """Read and extract the records in their order, some of them together as that is faster; what cannot be read is
    left out."""
    settings = Settings(vocabulary=chosen(vocabulary), plugins=tuple(plugins))
    names, extra = settings.names(), settings.extractors()
    trials = (record for record in read(records) if isinstance(record, Trial))
    while True:
        with uncollected():
            some = list(islice(trials, TOGETHER))
            prepare(some, names)
            together = extract_together(some, names, extra)
        if not some:
            return
        for extracted in together:
            if isinstance(extracted, Exception):
                raise extracted
            yield extracted


def build(
    records: Iterable[Path | str] | Path | str,
    out: Path | str | None = None,
    *,
    jobs: int = 1,
    page: bool | None = None,
    turtle: bool | None = None,
    trig: bool | None = None,
    evidence: str = "auto",
    registry_mesh: bool = True,
    vocabulary: Path | str | None = None,
    plugins: Iterable[str] = (),
    resume: bool = False,
    engine: str = "local",
    shards: str = "",
    progress: bool = False,
) -> Graph:
    """The graph of these records: written to the directory `out`, or held in memory where there is none.

    `jobs` are the processes that extract; 0: as many as there are cores, one where the input is small. `page`, `turtle`
    and `trig` say which files are written beside the store, `evidence` where evidence goes (`store`,
    `apart`, `none`); unless told, that depends on the number of trials (`kg.pipeline.write`). `vocabulary` is a
    directory made by `trialkg vocab import` (unless given, `$TRIALKG_VOCABULARY`), `plugins` are names of outside
    extractors and grounders (see `kg.plugins`). `resume` goes on with a build that was interrupted. `engine` is `local`
    or `dask[=ADDRESS]`, whose workers write to `shards`, a place that all of them and this process reach.

    Raises `NothingBuilt` where no record could be read, `InputError` where `out` is something else than a build.
    """
    sources = [records] if isinstance(records, str | Path) else list(records)
    target = None if out is None else Path(out)
    wanted = Wanted(page, turtle, trig, evidence)
    wanted.decided(0)  # a mistake in the options costs no hours
    check_jobs(jobs)
    if target is not None:
        refuse_to_overwrite(target)
    if resume and (target is None or "-" in map(str, sources)):
        raise InputError("only a build of files, in a directory, can be continued: standard input is gone")
    if shards and find_spec("fsspec") is None:
        raise InputError("shards at an address need fsspec: pip install 'trialkg[dask]'")
    settings = Settings(registry_mesh, evidence != "none", chosen(vocabulary), tuple(plugins))
    plan = plan_of(sources, **settings.as_options(), shards=shards)
    jobs = jobs or usual_jobs(None if "-" in map(str, sources) else size_of(plan))
    with staging(target, plan, resume) as stage, Progress(size_of(plan), progress) as shown:
        place = stage / SHARDS
        task = Task(shards or str(place.resolve()), settings, program())
        if jobs > 1 and engine == "local":
            share(settings)
        settings.names()  # fails early, where it is not there
        workers = _engine(engine, jobs, settings)
        try:
            count = make_shards(
                split(sources, shown.meter),
                workers,
                task,
                lambda name: not shards and (place / name).is_file(),
                shown.add,
            )
        finally:
            workers.close()
        if shards:
            write.fetch(shards, place, (Part(number, ()).name for number in range(count)))
        missing(place, count)
        with collect(stage, [Part(number, ()).name for number in range(count)], settings) as catalogue:
            if not len(catalogue):
                raise NothingBuilt(why_nothing(sources, *catalogue.left_out("skipped", TOLD)))
            if target is None:
                return write.in_memory(catalogue, wanted)
            shown.say("writing the store")
            write.everything(catalogue, wanted, jobs)
        put_in_place(stage, target)
    return Graph.open(target)


def _engine(name: str, jobs: int, settings: Settings) -> Engine:
    kind, _, address = name.partition("=")
    if kind == "dask":
        from kg.pipeline.cluster import Dask

        return Dask(address, jobs)
    if name != "local":
        raise InputError(f"no engine {name!r}: local, dask or dask=ADDRESS")
    return Serial() if jobs == 1 else Processes(jobs, partial(ready, settings))
