"""Interrupted and continued, with workers that die and records that kill: the same build in the end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from invented_corpus import study, write

import kg.pipeline.blocks
import kg.pipeline.engine
from kg.errors import BuildDamaged, InputError, Interrupted
from kg.graph import Graph
from kg.model import Extraction, Skipped, Trial
from kg.pipeline import build
from kg.pipeline.engine import LITTLE, Lost, Processes, cores, usual_jobs
from kg.shards import Shard

FILES = ("graph.ttl", "dataset.trig", "findings.tsv")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.parts.RECORDS", 8)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Forty trials in one file."""
    return write(tmp_path / "records.jsonl", (study(n) for n in range(40)))


@pytest.fixture
def whole(records: Path, tmp_path: Path) -> Path:
    """Their build, not disturbed."""
    build(records, tmp_path / "whole", page=False).close()
    return tmp_path / "whole"


def _same(one: Path, other: Path) -> None:
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def _poison(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    real = kg.pipeline.blocks.extract_together

    def kills(trials: Sequence[Trial], *others: Any) -> list[Extraction | Exception]:
        if any(trial.key == key for trial in trials):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(trials, *others)

    monkeypatch.setattr("kg.pipeline.blocks.extract_together", kills)


def test_a_record_that_kills_its_worker_is_named_and_the_rest_is_built(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _poison(monkeypatch, "NCT00000013")
    with build(records, tmp_path / "build", jobs=2, page=False) as graph:
        assert graph.report["records"] == {"read": 40, "built": 39, "duplicates": 0, "skipped": 1}
        (skipped,) = graph.report["skipped"]
    assert skipped["position"] == 13
    assert "NCT00000013" in skipped["message"]
    assert "SIGKILL" in skipped["message"]


def test_a_worker_that_dies_once_costs_nothing(
    records: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = kg.pipeline.blocks.extract_together
    mark = tmp_path / "died"

    def kills(trials: Sequence[Trial], *others: Any) -> list[Extraction | Exception]:
        if any(trial.key == "NCT00000013" for trial in trials) and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(trials, *others)

    monkeypatch.setattr("kg.pipeline.blocks.extract_together", kills)
    build(records, tmp_path / "build", jobs=2, page=False).close()
    assert mark.exists()
    _same(tmp_path / "build", whole)


def test_ctrl_c_keeps_the_shards_and_resume_makes_only_the_rest(
    records: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = kg.pipeline.blocks.extract_together
    seen: list[str] = []

    def told(trials: Sequence[Trial], *others: Any) -> list[Extraction | Exception]:
        seen.extend(trial.key for trial in trials)
        return real(trials, *others)

    def stops(trials: Sequence[Trial], *others: Any) -> list[Extraction | Exception]:
        if len(seen) == 16:  # two parts of eight
            raise KeyboardInterrupt
        return told(trials, *others)

    out = tmp_path / "build"
    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.blocks.extract_together", stops)
        with pytest.raises(Interrupted, match="2 finished shards"):
            build(records, out, page=False)
    assert not out.exists()
    seen.clear()
    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.blocks.extract_together", told)
        build(records, out, page=False, resume=True).close()
    assert len(seen) == 40 - 16
    _same(out, whole)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_changed_meanwhile_is_not_mixed(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "build"
    with monkeypatch.context() as patch:
        patch.setattr("kg.pipeline.write.Store.build", full)
        with pytest.raises(InputError, match="No space left"):
            build(records, out, page=False)
    with pytest.raises(InputError, match="the options have changed"):
        build(records, out, page=False, registry_mesh=False, resume=True)
    write(records, (study(n, 1) for n in range(40)))
    with pytest.raises(InputError, match="the input files have changed"):
        build(records, out, page=False, resume=True)
    build(records, out, page=False).close()
    with pytest.raises(InputError, match="no interrupted build"):
        build(records, out, page=False, resume=True)
    with pytest.raises(InputError, match="standard input"):
        build("-", out, resume=True)
    with pytest.raises(InputError, match="one of auto, store, apart, none"):
        build("-", tmp_path / "other", evidence="moon")


def test_a_shard_that_is_cut_short_is_known(whole: Path) -> None:
    path = next((whole / "shards").iterdir())
    path.write_bytes(path.read_bytes()[:-30])
    shard = Shard(path)
    with pytest.raises(BuildDamaged, match="not a finished shard"):
        shard.foot()
    shard.close()


def test_evidence_apart_answers_as_in_the_store(records: Path, whole: Path, tmp_path: Path) -> None:
    build(records, tmp_path / "apart", evidence="apart", page=False).close()
    with Graph.open(whole) as stored, Graph.open(tmp_path / "apart") as apart:
        assert apart.store.count("evidence") == 0
        assert apart.explain("NCT00000007") == stored.explain("NCT00000007")
        assert apart.explain("NCT00000007", "primary-0")
        asked = {"concept": "endpoint/overall-survival"}
        expected = stored.ask("evidence-for-edge", **asked).render("csv")
        assert apart.ask("evidence-for-edge", **asked).render("csv") == expected
        assert len(expected.splitlines()) > 5
        assert apart.ask("findings").render("csv") == stored.ask("findings").render("csv")
        one = apart.ask("least-certain-edges", ["NCT00000007"]).render("csv")
        assert one == stored.ask("least-certain-edges", ["NCT00000007"]).render("csv")
        everything = stored.ask("least-certain-edges").render("csv")
        assert apart.ask("least-certain-edges").render("csv") == everything
        apart.export("trig", tmp_path / "apart.trig")
        assert (tmp_path / "apart.trig").read_bytes() == (whole / "dataset.trig").read_bytes()
    build(records, tmp_path / "none", evidence="none", page=False).close()
    with Graph.open(tmp_path / "none") as none, pytest.raises(InputError, match="has none"):
        none.explain("NCT00000007")


def _odd(number: int) -> int:
    if number == 3:
        os._exit(7)
    return number * number


def test_an_engine_says_which_item_was_lost() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    engine = Processes(2, _nothing)
    results = {}
    for item, result in engine.map(_odd, items()):
        results[item] = result
        assert len(taken) <= len(results) + 2 * 2 + 1  # read ahead of the work only so far
    engine.close()
    assert results.pop(3) == Lost("exit code 7")
    assert results == {number: number * number for number in range(40) if number != 3}


def test_an_answer_that_comes_before_the_end_of_the_items_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    given = kg.pipeline.engine._Lane.give

    def slowly(lane: kg.pipeline.engine._Lane, item: object, packed: object) -> None:
        given(lane, item, packed)
        lane.connection.poll(10)  # the answer is there when the next item is asked for

    def late(_: int, __: object) -> None:
        raise TimeoutError("the engine waits for nobody")

    monkeypatch.setattr(kg.pipeline.engine._Lane, "give", slowly)
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    engine = Processes(2, _nothing)
    try:
        assert list(engine.map(_odd, iter([5]))) == [(5, 25)]
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        engine.close()


def _nothing() -> None:
    """Nothing to prepare."""


def _refuses(_: int) -> Skipped:
    raise InputError("nobody can do this")


def test_an_error_on_purpose_ends_the_run() -> None:
    engine = Processes(2, _nothing)
    with pytest.raises(InputError, match="nobody"):
        list(engine.map(_refuses, range(5)))
    engine.close()


def test_unless_told_all_cores_work_on_what_is_not_small(
    records: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline.engine.cores", lambda: 3)
    assert usual_jobs(LITTLE) == 1
    assert usual_jobs(LITTLE + 1) == usual_jobs(None) == 3  # None: standard input
    asked: list[int] = []

    def engine(jobs: int, prepare: Callable[[], None]) -> Processes:
        asked.append(jobs)
        return Processes(jobs, prepare)

    monkeypatch.setattr("kg.pipeline.Processes", engine)
    build(records, tmp_path / "small", jobs=0, page=False).close()
    assert asked == []
    monkeypatch.setattr("kg.pipeline.engine.LITTLE", records.stat().st_size - 1)
    build(records, tmp_path / "large", jobs=0, page=False).close()
    assert asked == [3]
    _same(tmp_path / "large", whole)


def test_only_the_cores_that_this_process_may_use_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert cores() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1
