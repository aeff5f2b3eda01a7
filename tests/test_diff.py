"""What differs between two builds is what was changed in the records, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented_corpus import study, write
from typer.testing import CliRunner

from kg.cli import app
from kg.diff import diff
from kg.errors import BuildDamaged
from kg.pipeline import build


def test_a_diff_names_trials_and_facts(tmp_path: Path) -> None:
    build(write(tmp_path / "a.jsonl", (study(n) for n in range(6))), tmp_path / "old", page=False).close()
    later = [study(n) for n in range(1, 8)]
    section = later[2]["protocolSection"]  # NCT00000003
    section["identificationModule"]["briefTitle"] = "Another Title"
    section["statusModule"]["lastUpdatePostDateStruct"] = {"date": "2024-02-03"}
    build(write(tmp_path / "b.jsonl", later), tmp_path / "new", page=False).close()
    found = {each.trial: each for each in diff(tmp_path / "old", tmp_path / "new")}
    assert {key: each.what for key, each in found.items()} == {
        "NCT00000000": "removed",
        "NCT00000003": "changed",
        "NCT00000006": "added",
        "NCT00000007": "added",
    }
    changed = found["NCT00000003"]
    assert (changed.before, changed.after) == ("2020-05-17", "2024-02-03")
    assert 'trial:NCT00000003 dcterms:title "Another Title"' in changed.come
    assert any(line.startswith("trial:NCT00000003 dcterms:title ") for line in changed.gone)
    assert not any("recordHash" in line for line in (*changed.come, *changed.gone))
    assert list(diff(tmp_path / "new", tmp_path / "new")) == []
    shown = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new")])
    assert "2 added, 1 removed, 1 changed" in shown.output
    lines = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--json"]).output
    assert [json.loads(line)["what"] for line in lines.splitlines()] == ["removed", "changed", "added", "added"]
    with pytest.raises(BuildDamaged, match="catalogue"):
        list(diff(tmp_path, tmp_path / "new"))
