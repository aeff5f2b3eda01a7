"""The README is true: its commands run and print what it shows, and its tables are those of the code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from readme_tables import filled, tables

from kg.query import questions

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    (command.split("\n")[0], command.split("\n")[1:])
    for block in CONSOLE
    for command in block.removeprefix("$ ").split("\n$ ")
]


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text)


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[" ".join(c.split()[:4]) for c, _ in COMMANDS])
def test_a_command_prints_what_is_shown(seed_build: Path, command: str, shown: list[str]) -> None:
    program, *arguments = shlex.split(command)
    assert program == "trialkg"
    arguments = [str(seed_build) if argument == "build/" else argument for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = _squeezed(done.stdout)
    for line in shown:
        assert _squeezed(line).strip() in printed, done.stdout


def test_the_python_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_number_of_questions_is_right() -> None:
    assert f"all {len(questions())} named questions" in TEXT


def test_the_tables_are_those_of_the_code() -> None:
    """Where this fails, `python tests/readme_tables.py` writes them anew."""
    assert filled(TEXT, tables()) == TEXT


def test_every_link_to_a_file_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert target.startswith("http") or (ROOT / target).exists(), target
