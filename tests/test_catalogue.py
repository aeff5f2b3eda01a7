"""Shards and the catalogue of them: which version of a trial stands, where it is, and who else has its lines."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from kg import catalogue as module
from kg.catalogue import SHARDS, Catalogue
from kg.errors import BuildDamaged, UnknownName
from kg.model import Skipped
from kg.shards import FACTS, NEEDS, Block, Needs, Rank, Shard, decode, shared_lines, write_shard
from kg.terms import THINGS

NONE = Needs((), (), {}, {}, (), {}, {}, 0)
OWN = f'<{THINGS}trial/%s> <urn:p> "%s" .\n'
SHARED = f"<{THINGS}place/lyon> <urn:p> <urn:o> .\n"
OTHER = f"<{THINGS}place/lima> <urn:p> <urn:o> .\n"


def _rank(updated: str = "2020-01-01", length: int = 10, sha256: str = "aa", path: str = "b.json") -> Rank:
    return Rank(updated, length, sha256, path)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (_rank("2020-01-02", 1), _rank("2020-01-01", 9)),  # the newest
        (_rank("2020-01-01"), _rank("")),
        (_rank(length=11, sha256="aa"), _rank(length=10, sha256="ff")),  # then the longest
        (_rank(sha256="ab", path="z"), _rank(sha256="aa", path="a")),  # then any, but always the same
        (_rank(path="a.json"), _rank(path="b.json")),  # the same record: the file whose name sorts first
    ],
)
def test_which_of_two_versions_stands(winner: Rank, loser: Rank) -> None:
    assert winner.outranks(loser)
    assert not loser.outranks(winner)
    assert not winner.outranks(winner)


def test_lines_of_a_trial_alone_are_not_shared() -> None:
    key = "NCT0000001"
    own = [f"<{THINGS}trial/{key}> <urn:p> <urn:o> .", f"<{THINGS}part/{key}-arm-0> <urn:p> <urn:o> ."]
    others = [f"<{THINGS}trial/{key}0> <urn:p> <urn:o> .", f"<{THINGS}part/{key}0-arm-0> <urn:p> <urn:o> ."]
    facts = "".join(f"{line}\n" for line in (*own, *others)).encode()
    assert shared_lines(key, facts) == [line.encode() for line in others]


def _block(key: str, version: int, *lines: str) -> Block:
    facts = (OWN % (key, version) + "".join(lines)).encode()
    return Block(key, _rank(f"2020-01-0{version}"), version, facts, b"", NONE)


def _shards(root: Path) -> dict[str, list[Block]]:
    made = {
        "0.shard": [_block("T1", 1, SHARED, OTHER), _block("T2", 1, SHARED)],
        "1.shard": [_block("T1", 2, SHARED), _block("T3", 1)],
        "2.shard": [_block("T2", 3)],
    }
    (root / SHARDS).mkdir()
    for name, blocks in made.items():
        assert write_shard(root / SHARDS / name, blocks, [Skipped("bad", 7, "", "why")]) == len(blocks)
    return made


def test_a_shard_gives_back_what_was_written(tmp_path: Path) -> None:
    made = _shards(tmp_path)
    with Shard(tmp_path / SHARDS / "0.shard") as shard:
        entries, skipped, shared = shard.foot()
        assert [(each.key, each.rank, each.position) for each in entries] == [b[:3] for b in made["0.shard"]]
        assert [shard.read(e.offset, e.sizes, FACTS) for e in entries] == [b.facts for b in made["0.shard"]]
        assert all(decode(shard.read(e.offset, e.sizes, NEEDS), Needs) == NONE for e in entries)
    assert skipped == [Skipped("bad", 7, "", "why")]
    assert list(shared) == sorted(shared)
    assert len(shared) == 3


@pytest.mark.parametrize("left", [0, 5, 15, 40, -1])
def test_a_shard_that_is_cut_anywhere_is_damaged(tmp_path: Path, left: int) -> None:
    _shards(tmp_path)
    place = tmp_path / SHARDS / "0.shard"
    place.write_bytes(place.read_bytes()[:left])
    with Shard(place) as shard, pytest.raises(BuildDamaged, match="not a finished shard"):
        shard.foot()


@pytest.mark.parametrize("length", [0, 1, 200, 1 << 40, None])
def test_a_foot_of_another_length_or_end_is_damaged(tmp_path: Path, length: int | None) -> None:
    _shards(tmp_path)
    place = tmp_path / SHARDS / "2.shard"
    data = place.read_bytes()
    foot = data[-16:-8] + b"anything" if length is None else length.to_bytes(8, "little") + data[-8:]
    place.write_bytes(data[:-16] + foot)
    with Shard(place) as shard, pytest.raises(BuildDamaged):
        shard.foot()


@pytest.mark.parametrize("order", list(permutations(("0.shard", "1.shard", "2.shard"))))
def test_the_newest_version_stands_whatever_came_first(tmp_path: Path, order: tuple[str, ...]) -> None:
    _shards(tmp_path)
    with Catalogue.create(tmp_path) as catalogue:
        catalogue.keep("shards", list(order))
        for name in order:
            with Shard(tmp_path / SHARDS / name) as shard:
                lost = [catalogue.take(name, entry)[1] for entry in shard.foot()[0]]
            catalogue.bury(place for place in lost if place is not None)
        assert [(place.key, place.shard) for place in catalogue.places()] == [
            ("T1", "1.shard"), ("T2", "2.shard"), ("T3", "1.shard")
        ]  # fmt: skip
        assert len(catalogue) == 3
        assert [catalogue.read(place, FACTS).decode() for place in catalogue.places(["T2"])] == [OWN % ("T2", 3)]
        lines = [SHARED.rstrip().encode(), OTHER.rstrip().encode(), b"<urn:nobody> <urn:has> <urn:it> ."]
        assert list(catalogue.holders(lines).values()) == [1, 0, 0]
        assert catalogue.holders([]) == {}
        with pytest.raises(UnknownName, match="no trial 'T9' in this build of 3"):
            list(catalogue.places(["T1", "T9"]))


def test_few_shards_are_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_OPEN_SHARDS", 1)
    made = _shards(tmp_path)
    with Catalogue.create(tmp_path) as catalogue:
        for name in made:
            with Shard(tmp_path / SHARDS / name) as shard:
                for entry in shard.foot()[0]:
                    catalogue.take(name, entry)
        for _ in range(3):
            assert len(list(catalogue.pieces(FACTS))) == 3
            assert len(catalogue._shards) == 1


def test_what_was_left_out_comes_by_place(tmp_path: Path) -> None:
    with Catalogue.create(tmp_path) as catalogue:
        left = [Skipped("b", 2, "", "x"), Skipped("b", None, "", "\ud800"), Skipped("a", 9, "", "x")]
        catalogue.leave_out("skipped", left)
        catalogue.leave_out("duplicates", left[:1])
        expected = [Skipped("a", 9, "", "x"), Skipped("b", None, "", "?"), Skipped("b", 2, "", "x")]
        assert catalogue.left_out("skipped", 9) == (3, expected)
        assert catalogue.left_out("skipped", 2) == (3, expected[:2])
        assert catalogue.left_out("others", 2) == (0, [])
