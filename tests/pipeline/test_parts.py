"""How the input is cut, and what a build of so many trials holds unless told otherwise."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.model import Skipped
from kg.pipeline import parts as module
from kg.pipeline.parts import parts, why_nothing
from kg.pipeline.write import Wanted
from kg.read import Raw


def _raw(size: int) -> Raw:
    return Raw("a.json", "a.json", 0, b"x" * size, "record")


def test_a_part_is_bounded_in_records_and_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORDS", 3)
    monkeypatch.setattr(module, "_SIZE", 100)
    records = [_raw(size) for size in (1, 1, 1, 60, 60, 1, 500, 1)]
    found = list(parts(records, lambda name: name == "000008.shard", 7))
    assert [[len(record.data) for record in part.records if isinstance(record, Raw)] for part in found] == [
        [1, 1, 1], [60, 60], [1, 500], [1]
    ]  # fmt: skip
    assert [(part.name, part.done) for part in found] == [
        ("000007.shard", False), ("000008.shard", True), ("000009.shard", False), ("000010.shard", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trials", "decided"),
    [
        (2_000, Wanted(True, True, True, "store")),
        (2_001, Wanted(False, True, False, "apart")),
        (20_001, Wanted(False, False, False, "apart")),
    ],
)
def test_what_a_large_build_holds_unless_told_otherwise(trials: int, decided: Wanted) -> None:
    assert Wanted(None, None, None, "auto").decided(trials) == decided
    told = Wanted(True, False, True, "none")
    assert told.decided(trials) == told


def test_a_place_of_evidence_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="--evidence here: one of auto, store, apart, none"):
        Wanted(None, None, None, "here").decided(0)


def test_what_could_not_be_read_is_named_up_to_some() -> None:
    some = [Skipped(f"{n}.json", None, "", "why") for n in range(2)]
    assert why_nothing(["a"], 5, some) == "nothing could be built: 0.json: why; 1.json: why (and 3 more)"
    assert why_nothing(["a", "b"], 0, []) == "nothing could be built from a, b: no record there"
    assert why_nothing([], 0, []) == "nothing could be built: no records were given"
