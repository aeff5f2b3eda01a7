"""Without an optional package, what needs it says how to get it; nothing else needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.query import Table

# Found before any other module, this makes the packages named in LACKING impossible to import.
HIDE = """
import os, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name in os.environ["LACKING"].split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Finder())
"""


@pytest.mark.parametrize(
    ("lacking", "arguments", "says"),
    [
        ("matplotlib", ["plot", "{build}"], "pip install 'trialkg[plots]'"),
        ("pyarrow", ["export", "{build}", "--format", "parquet", "--out", "{out}"], "pip install 'trialkg[parquet]'"),
        ("uvicorn", ["serve", "{build}"], "pip install 'trialkg[serve]'"),
        ("mcp", ["mcp", "{build}"], "pip install 'trialkg[mcp]'"),
        ("distributed", ["build", "{build}", "--out", "{out}", "--engine", "dask"], "pip install 'trialkg[dask]'"),
    ],
)
def test_a_command_says_what_it_lacks(
    lacking: str, arguments: list[str], says: str, seed_build: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(HIDE)
    places = {"build": seed_build, "out": tmp_path / "out"}
    words = [sys.executable, "-m", "kg", *(each.format(**places) for each in arguments)]
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path, "LACKING": lacking}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_table_says_what_a_data_frame_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InputError, match=r"trialkg\[dataframe\]"):
        Table((), ()).to_dataframe()
