"""How fast a build answers the named questions: `python tests/bench/queries.py BUILD [QUESTION …] [--times 3]`.

Each question has a process of its own, with the defaults of its parameters, and is asked three times as `trialkg ask`
does (less often where that takes long): for its first 100 rows, then for all of them (not with `--first`). `first` is
the first time by the clock, with a store just opened (what the system has of its files in memory stays there), `ms` and
`cpu` are the medians of the three. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from kg.errors import TrialKgError
from kg.graph import open_graph
from kg.query import question, questions

_PATIENCE = 600  # seconds for one question, with all its repetitions
_ENOUGH = 20  # seconds after which an answer is not asked for again


def one(build: Path, name: str, times: int, limits: tuple[int, ...] = (100, 0)) -> None:
    """Ask one question, and print what it took as JSON, the first rows and all of them each by itself."""
    with open_graph(build) as graph:
        for limit in limits:
            walls, cpus = [], []
            for _ in range(times):
                wall, cpu = time.perf_counter(), time.process_time()
                try:
                    rows = len(graph.ask(name, limit=limit))
                except TrialKgError as error:
                    print(json.dumps({"said": str(error)}), flush=True)
                    break
                walls.append((time.perf_counter() - wall) * 1e3)
                cpus.append((time.process_time() - cpu) * 1e3)
                if sum(walls) > _ENOUGH * 1e3:
                    break
            if walls:
                figures = {"rows": rows, "first": walls[0], "ms": median(walls), "cpu": median(cpus)}
                print(json.dumps(figures), flush=True)


def _asked(build: Path, name: str, times: int, first: bool) -> list[dict[str, Any]]:
    command = [sys.executable, __file__, str(build), name, "--times", str(times), "--one", *["--first"] * first]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=_PATIENCE, check=True)
        text = done.stdout
    except subprocess.TimeoutExpired as error:
        text = error.stdout or b""
    return [json.loads(line) for line in text.splitlines()]


def table(build: Path, names: list[str], times: int, *, first: bool = False) -> None:
    """Print a row for each question, and the figures of them together; with `first`, of their first rows only."""
    print(f"{'':28}{'first 100 rows':>37}   {'all rows':>34}")
    heads = [f"{'rows':>8}{'first':>9}{'ms':>10}{'cpu':>10}", f"{'rows':>10}{'ms':>10}{'cpu':>10}"]
    print(f"{'question':28}{heads[0]}   {heads[1]}")
    medians = []
    for name in names:
        found = _asked(build, name, times, first)
        if first and len(found) == 1:
            found.append({"said": "not asked"})
        found += [{"said": f"no answer in {_PATIENCE} s"}] * 2
        cells = []
        for columns, each in zip((("first", "ms", "cpu"), ("ms", "cpu")), found[:2], strict=True):
            width = 8 if len(columns) == 3 else 10
            if "said" in each:
                cells.append(each["said"][:70].ljust(37 if len(columns) == 3 else 30))
            else:
                figures = [f"{each[c]:>{9 if c == 'first' else 10}.0f}" for c in columns]
                cells.append(f"{each['rows']:>{width}}" + "".join(figures))
        medians.append(found[0].get("ms", float("inf")))
        print(f"{name:28}{cells[0]}   {cells[1]}", flush=True)
    slow = sum(each > 2_000 for each in medians)
    print(
        f"\n{len(names)} questions, first 100 rows: median {median(medians):.0f} ms, "
        f"longest {max(medians):.0f} ms, {slow} over 2 s"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("names", nargs="*", metavar="QUESTION")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--first", action="store_true", help="only the first 100 rows")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_intermixed_args()
    names = [question(name).name for name in given.names] or [each.name for each in questions()]
    if given.one:
        one(given.build, names[0], given.times, (100,) if given.first else (100, 0))
    else:
        table(given.build, names, given.times, first=given.first)


if __name__ == "__main__":
    main()
