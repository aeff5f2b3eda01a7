"""The engine on a real cluster of this machine: the same bytes, workers that die, records that kill."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest
from invented_corpus import study, write

import kg.pipeline.blocks
from kg.errors import EngineFailed, InputError
from kg.pipeline import build
from kg.pipeline.engine import Lost

distributed = pytest.importorskip("distributed")
FILES = ("graph.ttl", "dataset.trig", "findings.tsv")
pytestmark = pytest.mark.filterwarnings("default")  # those of a library that is not ours


def _square(number: int) -> int:
    return number * number


def _deadly(item: tuple[int, str]) -> int:
    number, folder = item
    if number == 3 or (number == 5 and not Path(folder, "died").exists()):
        Path(folder, "died").touch() if number == 5 else None
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


_POISON = """
import os, signal
from kg.extract.run import extract_together as real
from kg.pipeline import blocks

def kills(trials, *others):
    if any(trial.key == "NCT00000003" for trial in trials):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(trials, *others)

blocks.extract_together = kills
"""


def test_a_cluster_builds_the_same_without_the_record_that_kills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask

    monkeypatch.setattr("kg.pipeline.parts.RECORDS", 8)
    plain = kg.pipeline.blocks.extract_together
    monkeypatch.setattr("kg.pipeline.blocks.extract_together", plain)  # put back what `_POISON` changes
    records = write(tmp_path / "a.jsonl", (study(n) for n in range(20)))
    (tmp_path / "poison.py").write_text(_POISON)
    at = (tmp_path / "shards").as_uri()
    with dask.config.set({"distributed.worker.preload": [str(tmp_path / "poison.py")]}):
        build(records, tmp_path / "dask", page=False, engine="dask", jobs=2, shards=at).close()
    exec(_POISON, {})
    build(records, tmp_path / "local", page=False, jobs=2).close()
    for name in FILES:
        assert (tmp_path / "dask" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name
    for name, how in (("dask", r"Dask: 2 workers died"), ("local", "killed by SIGKILL")):
        report = json.loads((tmp_path / name / "report.json").read_text())
        assert report["records"] == {"read": 20, "built": 19, "duplicates": 0, "skipped": 1}
        (skipped,) = report["skipped"]
        assert "NCT00000003 could not be extracted" in skipped["message"]
        assert how in skipped["message"]
        assert skipped["position"] == 3


def test_workers_of_a_cluster_die_and_only_the_deadly_item_is_lost(tmp_path: Path) -> None:
    from kg.pipeline.cluster import Dask

    engine = Dask("", 2)
    try:
        results = dict(engine.map(_deadly, [(number, str(tmp_path)) for number in range(12)]))
    finally:
        engine.close()
    by_number = {number: result for (number, _), result in results.items()}
    assert (tmp_path / "died").exists()
    assert isinstance(by_number[3], Lost)
    lost = {number for number, result in by_number.items() if isinstance(result, Lost)}
    assert by_number[5] == 25 or 5 in lost  # tried again, unless it stood beside the deadly one both times
    assert all(result == number**2 for number, result in by_number.items() if number not in lost)


def test_a_worker_that_is_slow_to_start_again_is_not_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dask import config

    from kg.pipeline.cluster import Dask

    monkeypatch.setattr("kg.pipeline.cluster._ALONE", 15)
    with config.set({"distributed.deploy.lost-worker-timeout": "10ms"}):  # none is there again so soon
        engine = Dask("", 1)
        try:
            results = dict(engine.map(_deadly, [(number, str(tmp_path)) for number in (3, 5, 6)]))
        finally:
            engine.close()
        assert config.get("distributed.deploy.lost-worker-timeout") == "10ms"
    assert results[6, str(tmp_path)] == 36


def test_a_cluster_that_loses_all_its_workers_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.pipeline.cluster import Dask

    monkeypatch.setattr("kg.pipeline.parts.RECORDS", 2)
    monkeypatch.setattr("kg.pipeline.cluster._LOOK", 0.2)
    monkeypatch.setattr("kg.pipeline.cluster._ALONE", 2)
    records = write(tmp_path / "a.jsonl", (study(n) for n in range(40)))
    whole = Dask.map

    def loses_them(engine: Dask, work: Any, items: Iterable[Any]) -> Iterator[Any]:
        for number, told in enumerate(whole(engine, work, items)):
            yield told
            if number == 2:
                engine._client.cluster.scale(0)

    with monkeypatch.context() as patch:
        patch.setattr(Dask, "map", loses_them)
        with pytest.raises(EngineFailed, match=r"no workers left; \d+ finished shards are kept.*--resume"):
            build(records, tmp_path / "build", page=False, engine="dask", jobs=2)
    assert not (tmp_path / "build").exists()
    build(records, tmp_path / "build", page=False, engine="dask", jobs=2, resume=True).close()
    build(records, tmp_path / "local", page=False, jobs=1).close()
    for name in FILES:
        assert (tmp_path / "build" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name


class _Gone:
    """A client whose only future was ready on a worker that is no more, or whose scheduler is gone."""

    status = "finished"

    def __init__(self, raised: Exception) -> None:
        self.raised = raised

    def submit(self, *_: Any, **__: Any) -> _Gone:
        return self

    def add_done_callback(self, callback: Any) -> None:
        callback(self)

    def result(self, _seconds: float) -> Any:
        raise self.raised

    def nthreads(self) -> dict[str, int]:
        return {}


@pytest.mark.parametrize(
    ("raised", "told"), [(TimeoutError(), "no workers left"), (CancelledError(), "scheduler is gone")]
)
def test_a_result_that_went_with_its_worker_ends_the_run(
    raised: Exception, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.pipeline.cluster import Dask

    monkeypatch.setattr("kg.pipeline.cluster._ALONE", 0.1)
    engine = Dask.__new__(Dask)
    engine._client, engine._jobs = _Gone(raised), 1
    with pytest.raises(EngineFailed, match=told):
        list(engine.map(_square, [1]))


def test_there_is_no_such_engine_or_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.cluster._PATIENCE", 0.5)
    records = write(tmp_path / "a.jsonl", [study(1)])
    with pytest.raises(InputError, match="no engine 'spark'"):
        build(records, tmp_path / "build", engine="spark")
    with pytest.raises(InputError, match="no Dask scheduler"):
        build(records, tmp_path / "build", engine="dask=tcp://127.0.0.1:9")
