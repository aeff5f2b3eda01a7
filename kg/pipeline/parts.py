"""From the input to shards: read in parts, map them over an engine, and name the records that a worker dies of.

The parts are the same whatever the engine, and numbered in the order of the input: a shard that is there need not be
made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kg.errors import InputError
from kg.model import Skipped, Trial
from kg.pipeline.blocks import Part, Task, keep_shard, make_shard, only_block, understood
from kg.pipeline.engine import Engine, Lost
from kg.read import Raw
from kg.shards import Block

TOLD = 3  # records that could not be read, named where none could
RECORDS = 128  # of a part: some megabytes, a second of work
_SIZE = 8_000_000  # characters or bytes at most, so that the memory for a part is bounded, but for its last record


def parts(records: Iterable[Trial | Skipped | Raw], done: Callable[[str], bool], number: int = 0) -> Iterator[Part]:
    """The input in parts, numbered from `number` on; those whose shard is there are only counted."""
    waiting: list[Trial | Skipped | Raw] = []
    size = 0
    for record in records:
        waiting.append(record)
        if isinstance(record, Raw):
            size += len(record.data)
        elif isinstance(record, Trial):
            size += sum(len(field.text) for field in record.fields)
        if len(waiting) >= RECORDS or size >= _SIZE:
            yield _part(number, waiting, done)
            number, size, waiting = number + 1, 0, []
    if waiting:
        yield _part(number, waiting, done)


def _part(number: int, records: list[Trial | Skipped | Raw], done: Callable[[str], bool]) -> Part:
    part = Part(number, tuple(records))
    return part._replace(done=True) if done(part.name) else part


def make_shards(
    records: Iterable[Trial | Skipped | Raw],
    engine: Engine,
    task: Task,
    done: Callable[[str], bool],
    tell: Callable[[int], None],
    first: int = 0,
) -> int:
    """Make the shards of all records; `tell` hears how many records are done. Returns the number of parts."""
    count = 0
    lost: list[Part] = []

    def counted() -> Iterator[Part]:
        nonlocal count
        for part in parts(records, done, first):
            count += 1
            if part.done:
                tell(len(part.records))
            else:
                yield part

    for part, result in engine.map(partial(make_shard, task=task), counted()):
        if isinstance(result, Lost):
            lost.append(part)
        else:
            tell(result)
    for part in lost:  # an engine maps one thing at a time
        _rescue(part, engine, task)
        tell(len(part.records))
    return count


def _rescue(part: Part, engine: Engine, task: Task) -> None:
    """The records of a part over which a worker died, one by one: whoever dies again is at fault and left out."""
    results: dict[int, Block | Skipped] = {}
    alone = [Part(number, (record,)) for number, record in enumerate(understood(part))]
    for each, result in _one_by_one(engine, partial(only_block, task=task), alone):
        (record,) = each.records
        if isinstance(result, Lost):
            assert isinstance(record, Trial)
            message = f"{record.key} could not be extracted: the worker died over it ({result.reason})"
            result = Skipped(record.source.path, record.source.position, "", message)
        results[each.number] = result
    keep_shard(part, [results[number] for number in sorted(results)], task)


def _one_by_one(
    engine: Engine, work: Callable[[Part], Block | Skipped], items: list[Part]
) -> Iterator[tuple[Part, Block | Skipped | Lost]]:
    """Two at a time would blur who is at fault."""
    for item in items:
        yield from engine.map(work, [item])


def why_nothing(sources: Sequence[Path | str], count: int, skipped: Sequence[Skipped]) -> str:
    """What to tell where no record of the input could be read: `skipped` are the first of the `count` that failed."""
    listed = "; ".join(f"{s.path}: {s.message}" for s in skipped)
    more = f" (and {count - len(skipped)} more)" if count > len(skipped) else ""
    if not sources:
        return "nothing could be built: no records were given"
    if not listed:
        return f"nothing could be built from {', '.join(map(str, sources))}: no record there"
    return f"nothing could be built: {listed}{more}"


def missing(shards: Path, count: int) -> None:
    """Raises `InputError` where shards that were made cannot be seen from here."""
    absent = [number for number in range(count) if not (shards / Part(number, ()).name).is_file()]
    if absent:
        raise InputError(
            f"{len(absent)} of {count} shards are not in {shards}: the workers must write where this process reads; "
            f"name a place that all of them reach with --shards"
        )
