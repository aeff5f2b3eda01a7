"""From a record to a block of a shard: everything that can be done for a trial alone is done here, in any process."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from kg.emit import abbreviated, counted, emit_packed, usage
from kg.english import commonness
from kg.errors import InputError, TrialKgError
from kg.extract.run import TOGETHER, extract_together, prepare
from kg.garbage import uncollected
from kg.model import Extraction, Skipped, Trial
from kg.pipeline.program import Settings, program
from kg.read import Raw, understand
from kg.shards import SUFFIX, Block, Needs, Rank, write_shard


class Task(NamedTuple):
    """How blocks are made, and where the shards go; `program` is the version that all processes must be of."""

    shards: str
    settings: Settings
    program: str


class Part(NamedTuple):
    """Some records that follow one another in the input, decoded or not: they become one shard. `done` says that it is
    there."""

    number: int
    records: tuple[Trial | Skipped | Raw, ...]
    done: bool = False

    @property
    def name(self) -> str:
        """The name of its shard."""
        return f"{self.number:06d}{SUFFIX}"


def share(settings: Settings) -> None:
    """Before processes are forked from this one: what all of them will read."""
    settings.names()
    commonness("the")


def ready(settings: Settings) -> None:
    """In a process that only extracts: what is there stays."""
    settings.names()
    gc.collect()
    gc.freeze()


def make_shard(part: Part, task: Task) -> int:
    """Extract the records of a part and write its shard; returns how many there were."""
    with uncollected():
        return _make_shard(part, task)


def _make_shard(part: Part, task: Task) -> int:
    records = list(understood(part))
    vocabulary = task.settings.names()
    with suppress(Exception):  # then texts are looked through one by one, and the record at fault is named
        prepare((record for record in records if isinstance(record, Trial)), vocabulary)
    results: list[Block | Skipped] = []
    for start in range(0, len(records), TOGETHER):
        results += blocks_or_skipped(records[start : start + TOGETHER], task)
    return keep_shard(part, results, task)


def understood(part: Part) -> Iterator[Trial | Skipped]:
    """The records of a part, decoded."""
    for record in part.records:
        yield from understand(record)


def keep_shard(part: Part, results: Iterable[Block | Skipped], task: Task) -> int:
    """Write the shard of a part; returns how many results there are."""
    results = list(results)
    blocks = [result for result in results if isinstance(result, Block)]
    skipped = [result for result in results if isinstance(result, Skipped)]
    return write_shard(f"{task.shards}/{part.name}", blocks, skipped) + len(skipped)


def only_block(part: Part, task: Task) -> Block | Skipped:
    """The block of the one record of a part."""
    (result,) = blocks_or_skipped(list(understood(part)), task)
    return result


def blocks_or_skipped(records: Sequence[Trial | Skipped], task: Task) -> list[Block | Skipped]:
    """A record that the program cannot cope with is named and left out; the rest of the run goes on."""
    if task.program != program():
        raise InputError("a worker runs another version of trialkg or of its vocabulary: install the same everywhere")
    settings = task.settings
    trials = [record for record in records if isinstance(record, Trial)]
    if not settings.registry_mesh:
        trials = [replace(trial, registry_terms=()) if trial.registry_terms else trial for trial in trials]
    extracted = iter(extract_together(trials, settings.names(), settings.extractors()))
    return [
        record if isinstance(record, Skipped) else _block_or_skipped(record, next(extracted), settings)
        for record in records
    ]


def _block_or_skipped(record: Trial, extracted: Extraction | Exception, settings: Settings) -> Block | Skipped:
    try:
        if isinstance(extracted, Exception):
            raise extracted
        return _block(extracted, settings)
    except TrialKgError:  # the installation or the input as a whole, not this record
        raise
    except Exception as error:
        reason = f"{record.key} could not be extracted, please report it: {type(error).__name__}: {error}"
        return Skipped(record.source.path, record.source.position, "", reason)


def _block(extraction: Extraction, settings: Settings) -> Block:
    trial = extraction.trial
    packed = emit_packed(extraction, evidence=settings.evidence)
    use = usage(extraction)
    needs = Needs(
        used=tuple(sorted(use.used)),
        minted=use.minted,
        hidden={concept: tuple(sorted(names)) for concept, names in sorted(use.hidden.items())},
        mapping=_mapping(extraction),
        findings=tuple(sorted((each.kind, each.message) for each in (*trial.findings, *extraction.findings))),
        predicates=packed.predicates,
        classes=packed.classes,
        evidence=packed.lines,
        counted=counted(extraction),
        abbreviated=abbreviated(extraction),
    )
    return Block(trial.key, rank_of(trial), trial.source.position, packed.facts, packed.evidence, needs)


def rank_of(trial: Trial) -> Rank:
    """The rank of a version: what the registry's terms are worth does not count."""
    length = sum(len(source.text) for source in trial.fields)
    updated = trial.last_update_date.text if trial.last_update_date else ""
    return Rank(updated, length, trial.source.sha256, trial.source.path)


def _mapping(extraction: Extraction) -> dict[str, tuple[int, int]]:
    """(mapped, not mapped) entries of a trial, by kind of entry."""
    trial = extraction.trial
    resolved: set[str] = set()
    measured: set[str] = set()
    timed: set[str] = set()
    sets = {"tkg:resolvesTo": resolved, "tkg:endpoint": measured, "tkg:timeFrame": timed}
    for statement in extraction.statements:
        if statement.predicate in sets:
            sets[statement.predicate].add(statement.subject)
    counts = {}
    for kind, parts, found in (
        ("conditions", [f"condition-{c.position}" for c in trial.conditions], resolved),
        ("interventions", [f"intervention-{i.position}" for i in trial.interventions], resolved),
        ("outcomes", [f"{o.role}-{o.position}" for o in trial.outcomes], measured),
        ("time frames", [f"{o.role}-{o.position}" for o in trial.outcomes if o.time_frame], timed),
    ):
        mapped = sum(trial.part(part) in found for part in parts)
        counts[kind] = (mapped, len(parts) - mapped)
    return counts
