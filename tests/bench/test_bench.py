"""The benchmark's corpus is the same each time, and the whole command runs; its figures are not looked at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import generate
import measure
import peers
import pytest

from kg.model import Trial
from kg.read import read

BENCH = Path(__file__).parent


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two records that serve as real ones, and a file that is none."""
    folder = tmp_path_factory.mktemp("real")
    records = list(generate.corpus(2, seed=7))
    (folder / "one.json").write_text(json.dumps(records[0]))
    (folder / "more.jsonl").write_text(json.dumps(records[1]) + "\n{}\n")
    (folder / "notes.txt").write_text('"protocolSection" "nctId"')
    return folder


@pytest.mark.parametrize("copied", [False, True])
def test_the_same_options_give_the_same_bytes(tmp_path: Path, real: Path, copied: bool) -> None:
    source = real if copied else None
    for name, size, seed in (("a", 6, 1), ("b", 6, 1), ("longer", 9, 1), ("other", 6, 2)):
        generate.write(generate.corpus(size, source, 0.2, seed), tmp_path / name)
    first = (tmp_path / "a").read_bytes()
    assert (tmp_path / "b").read_bytes() == first
    assert (tmp_path / "longer").read_bytes().startswith(first)
    assert (tmp_path / "other").read_bytes() != first


def test_records_are_readable_and_each_has_its_own_number(tmp_path: Path, real: Path) -> None:
    for source in (None, real):
        generate.write(generate.corpus(7, source), tmp_path / "records.jsonl")
        trials = list(read([tmp_path / "records.jsonl"]))
        assert [each.key for each in trials if isinstance(each, Trial)] == [generate.number_of(n) for n in range(7)]


def test_copies_differ_in_the_share_that_is_asked_for(real: Path) -> None:
    def words(share: float) -> list[list[str]]:
        return [re.findall(r"\w+", json.dumps(_texts(each))) for each in generate.corpus(40, real, share)]

    plain, varied = words(0.0), words(0.3)
    assert plain[0][1:] == plain[2][1:]
    pairs = [pair for old, new in zip(plain, varied, strict=True) for pair in zip(old, new, strict=True)]
    long = [(old, new) for old, new in pairs if re.fullmatch(r"[a-z]{4,}", old)]
    assert 0.2 < sum(old != new for old, new in long) / len(long) < 0.35


def test_arms_still_name_their_interventions(real: Path) -> None:
    for record in islice(generate.corpus(30, real, 0.5), 30):
        module = record["protocolSection"]["armsInterventionsModule"]
        names = {f"{each['type'].title()}: {each['name']}" for each in module["interventions"]}
        labels = {each["label"] for each in module["armGroups"]}
        assert all(name in names for arm in module["armGroups"] for name in arm["interventionNames"])
        assert all(set(each["armGroupLabels"]) <= labels for each in module["interventions"])


def test_the_table_of_the_same_records_holds_the_same_names(tmp_path: Path) -> None:
    generate.write(generate.corpus(5), tmp_path / "records.jsonl")
    peers.write_csv(tmp_path / "records.jsonl", tmp_path / "records.csv")
    lines, rows = (
        {t.key: t for t in read([tmp_path / f"records.{form}"]) if isinstance(t, Trial)} for form in ("jsonl", "csv")
    )
    assert lines.keys() == rows.keys()
    for key, trial in lines.items():
        assert [each.name.text for each in rows[key].interventions] == [each.name.text for each in trial.interventions]
        assert [each.name.text for each in rows[key].conditions] == [each.name.text for each in trial.conditions]
        assert len(rows[key].outcomes) == len(trial.outcomes)


def test_memory_of_processes_below_counts_and_failures_tell(tmp_path: Path) -> None:
    inner = "import time; x = bytearray(60_000_000); time.sleep(0.7)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    assert measure.run([sys.executable, "-c", outer], tmp_path / "log").memory > 60
    with pytest.raises(RuntimeError, match="no such luck"):
        measure.run([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path / "log")


def test_the_whole_command_runs(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCH / "run.py"), "--size", "8", "20", "--sample", "10", "--jobs", "1"]
    command += ["--evidence", "apart", "--environments", str(tmp_path), "--update", "3", "--questions", "designs"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for wanted in (
        "trials/s at 20 trials are",
        "update of 3 of 20 trials",
        "designs",
        "extraction",
        "times emission to finished shards",
        "not asked for",
    ):
        assert wanted in done.stdout
    wrong = subprocess.run([*command, "--peers", "nobody"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "nobody: none of ctgforge, morph-kgc" in wrong.stderr


def _texts(record: dict[str, Any]) -> Any:
    section = record["protocolSection"]
    return [section["outcomesModule"], section["eligibilityModule"]["eligibilityCriteria"]]
