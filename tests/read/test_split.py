"""Records are cut without being decoded where that is sure to be right, and come out the same in the end."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from synthetic_trials import as_rows, as_v2, as_xml, invented

import kg.read.json_stream
from kg.model import Skipped, Trial
from kg.read import Meter, Raw, read, split, understand


def _studies(count: int) -> list[dict[str, object]]:
    return [json.loads(as_v2(invented(number))) for number in range(count)]


def _numbers(path: Path) -> list[tuple[int | None, str]]:
    return [
        (each.source.position, each.key) if isinstance(each, Trial) else (each.position, each.message)
        for each in read(path)
    ]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is longer than a kilobyte is no small stream."""
    monkeypatch.setattr("kg.read.formats._HEAD", 1 << 10)


@pytest.mark.usefixtures("large")
def test_lines_are_not_decoded_before_they_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lines"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in _studies(9)) + "\n{broken\n")
    calls = 0
    plain = kg.read.json_stream.decode

    def counted(data: bytes) -> tuple[object, str]:
        nonlocal calls
        calls += 1
        return plain(data)

    monkeypatch.setattr("kg.read.json_stream.decode", counted)
    cut = list(split(path))
    assert [each.position for each in cut if isinstance(each, Raw)] == list(range(10))
    assert calls == 1  # the first line, to know that these are lines
    found = [record for each in cut for record in understand(each)]
    assert found == list(read(path))
    assert [each.key for each in found if isinstance(each, Trial)] == [invented(n).number for n in range(9)]
    (bad,) = (each for each in found if isinstance(each, Skipped))
    assert bad.position == 9
    assert "not JSON" in bad.message


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("key", ["studies", "\\u0073tudies", "FullStudies"])
def test_pages_among_the_lines_count_all_their_studies(tmp_path: Path, key: str) -> None:
    one, two, three, four = (json.dumps(each) for each in _studies(4))
    path = tmp_path / "lines"
    path.write_text(f'{one}\n{{"{key}": [{two}, 7, {three}]}}\n[]\n[{four}]\n')
    found = list(read(path))
    assert [each.source.position if isinstance(each, Trial) else each.position for each in found] == list(range(6))
    assert sum(isinstance(each, Trial) for each in found) == 4


@pytest.mark.parametrize("size", [1 << 8, 1 << 16])
@pytest.mark.parametrize("indent", [None, 1])
def test_small_and_large_streams_of_any_form_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, indent: int | None
) -> None:
    monkeypatch.setattr("kg.read.formats._HEAD", size)
    studies = _studies(3)
    (tmp_path / "page").write_text(json.dumps({"studies": studies}, indent=indent))
    (tmp_path / "one").write_text(json.dumps(studies[0], indent=indent))
    (tmp_path / "packed").write_bytes(gzip.compress(json.dumps(studies, indent=indent).encode("utf-16")))
    (tmp_path / "xml").write_text(as_xml(invented(0)))
    (tmp_path / "empty").write_text(" ")
    (tmp_path / "binary").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    key = [invented(number).number for number in range(3)]
    assert [number for _, number in _numbers(tmp_path / "page")] == key
    assert [position for position, _ in _numbers(tmp_path / "page")] == [0, 1, 2]
    assert _numbers(tmp_path / "one") == [(0, key[0])]
    assert [number for _, number in _numbers(tmp_path / "packed")] == key
    assert _numbers(tmp_path / "xml") == [(0, key[0])]
    for name, message in (("empty", "empty"), ("binary", "a binary file")):
        ((position, found),) = _numbers(tmp_path / name)
        assert position is None
        assert found.startswith(message)


def test_the_meter_knows_how_much_has_been_read(tmp_path: Path) -> None:
    lines = "".join(f"{json.dumps(each)}\n" for each in _studies(300))
    (tmp_path / "plain").write_text(lines)
    (tmp_path / "packed").write_bytes(gzip.compress(lines.encode()))
    with zipfile.ZipFile(tmp_path / "archive", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.json", lines)
    meter = Meter()
    seen = [meter.read for _ in split(tmp_path, meter)]
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert meter.read == size
    assert len({each for each in seen if 0 < each < size}) > 3  # not only in the end
    assert sum(isinstance(each, Trial) for each in read(tmp_path)) == 5 * 300


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("form", ["csv", "xml"])
def test_rows_and_elements_are_made_trials_where_they_are_wanted(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many texts as ever, and the same; a short row, an odd encoding and an empty row are told of as before."""
    trials = [invented(number) for number in range(5)]
    lines = as_rows(trials).splitlines(keepends=True)
    table = "".join([*lines, "NCT00000077,A short row\n", ",,,\n"]).encode() + "NCT00000078,Café\n".encode("latin-1")
    studies = "".join(as_xml(trial).partition("?>")[2] for trial in trials)
    path = tmp_path / form
    path.write_bytes(table if form == "csv" else f"<studies>{studies}</studies>".encode())
    with monkeypatch.context() as small:
        small.setattr("kg.read.formats._HEAD", 1 << 20)
        expected = list(read(path))
    with monkeypatch.context() as nobody:
        nobody.setattr("kg.read.formats.RecordBuilder", None)
        cut = list(split(path))
    assert sum(isinstance(each, Raw) for each in cut) == (7 if form == "csv" else 5)
    found = [record for each in cut for record in understand(each)]
    assert found == expected == list(read(path))
    assert [each.key for each in found if isinstance(each, Trial)][:5] == [trial.number for trial in trials]
    notes = {finding.kind for each in found if isinstance(each, Trial) for finding in each.findings}
    assert notes >= ({"missing-field", "encoding"} if form == "csv" else set())
    assert sum(isinstance(each, Skipped) for each in found) == (form == "csv")
