"""Killed at random moments, builds, their continuations and updates lose nothing and double nothing.

Loads are killed in the same way in `remote/test_oxigraph`, which has a server: twenty moments in all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "killing.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("what", ["build", "update"])
def test_killed_again_and_again_it_is_the_same_in_the_end(tmp_path: Path, what: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), what, str(tmp_path), "7"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert min(json.loads(done.stdout).values()) >= 5
