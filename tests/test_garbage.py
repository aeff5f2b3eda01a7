"""The garbage collector rests while records are read, and only then."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

import kg
from kg import pipeline
from kg.garbage import uncollected
from kg.model import Extraction

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def test_it_is_as_it_was_before() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()  # who asked first decides
    assert gc.isenabled()


def test_also_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        _ = 1 / 0
    assert gc.isenabled()


def test_whoever_takes_the_extractions_has_it_running() -> None:
    seen = [gc.isenabled() for _ in kg.extract_records([SEEDS])]
    assert seen
    assert all(seen)


def test_an_error_comes_in_the_turn_of_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [extraction.trial.key for extraction in kg.extract_records([SEEDS])]
    together = pipeline.extract_together

    def third_fails(*given: object) -> list[Extraction | Exception]:
        found = together(*given)
        found[2] = ValueError("no such text")
        return found

    monkeypatch.setattr(pipeline, "extract_together", third_fails)
    taken = kg.extract_records([SEEDS])
    assert [next(taken).trial.key, next(taken).trial.key] == keys[:2]
    with pytest.raises(ValueError, match="no such text"):
        next(taken)
    assert gc.isenabled()
