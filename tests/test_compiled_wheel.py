"""The compiled modules (decision 19) give the bytes that their Python files give.

Compiling takes minutes, a C compiler, and mypy from a package index: it is done where `TRIALKG_MYPYC=1` asks for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from invented_corpus import study, write

import kg

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
GOLD = ROOT / "tests" / "gold"

pytestmark = [
    pytest.mark.compiled,
    pytest.mark.skipif(os.environ.get("TRIALKG_MYPYC", "") in ("", "0"), reason="TRIALKG_MYPYC=1 asks for it"),
]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a compiled wheel is installed."""
    place = tmp_path_factory.mktemp("compiled")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", place, ROOT], check=True)
    (wheel,) = place.glob("trialkg-*.whl")
    assert "none-any" not in wheel.name
    subprocess.run([*pip, "install", "--no-deps", "--target", place / "site", wheel], check=True)
    return place / "site"


def _trialkg(code: Path, *arguments: str | Path) -> str:
    """What a command of the package in `code` prints."""
    command = [sys.executable, "-m", "kg", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(code)}
    done = subprocess.run(command, env=environment, cwd=code, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_program_says_whether_it_is_compiled(compiled: Path) -> None:
    assert _trialkg(compiled, "--version") == f"trialkg {kg.__version__} (compiled)\n"
    assert _trialkg(ROOT, "--version") == f"trialkg {kg.__version__}\n"


def test_nothing_compiled_stays_in_the_tree(compiled: Path) -> None:
    assert [*compiled.glob("kg/extract/*.so"), *compiled.glob("kg/extract/*.pyd")]
    assert not [path for path in (ROOT / "kg").rglob("*") if path.suffix in (".so", ".pyd", ".c")]


def test_the_bytes_are_the_same(compiled: Path, tmp_path: Path) -> None:
    records = write(tmp_path / "invented.jsonl", [study(number) for number in range(40)])
    sources = [SEEDS, GOLD / "invented", ROOT / "tests" / "read" / "fixtures", records]
    for name, code in (("python", ROOT), ("compiled", compiled)):
        _trialkg(code, "build", *sources, "--out", tmp_path / name, "--turtle", "--no-page", "--jobs", "1")
    ours = tmp_path / "python"
    shards = [path.relative_to(ours).as_posix() for path in ours.glob("shards/*")]
    for file in ("graph.ttl", "dataset.trig", "findings.tsv", *shards):
        assert (tmp_path / "compiled" / file).read_bytes() == (ours / file).read_bytes(), file
