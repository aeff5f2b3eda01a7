"""What a command takes: seconds by the clock, CPU and peak memory of it and all processes below it.

Memory is the largest sum of the proportional set sizes (PSS: what processes share counts once) of the whole tree, where
Linux tells them, looked at every 0.2 s (less often where looking takes long, so that it costs little); elsewhere the
largest resident size of any one process.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PAUSE = 0.2
_SHARE = 50  # for every second of looking, so many of not looking


class Spent(NamedTuple):
    """What a command took, and what it printed. `memory` is in megabytes."""

    wall: float
    cpu: float
    memory: float
    printed: str


def run(command: Sequence[str], log: Path) -> Spent:
    """Run a command until it ends. Raises `RuntimeError` with the end of its log where it fails."""
    before, start, peak = _children(), time.perf_counter(), 0
    with log.with_suffix(".out").open("w+b") as out, log.open("w+b") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors)
        try:
            while process.poll() is None:
                looked = time.perf_counter()
                peak = max(peak, sum(map(_pss, _tree(process.pid))))
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(_PAUSE, _SHARE * (time.perf_counter() - looked)))
        finally:
            process.kill()
            process.wait()
        wall, after = time.perf_counter() - start, _children()
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            told = errors.read().decode("utf-8", "replace").strip()
            raise RuntimeError(f"{' '.join(command[:4])} … ended with {process.returncode}: {told[-500:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        alone = after.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return Spent(wall, cpu, peak / 1e3 if peak else alone, out.read().decode("utf-8", "replace"))


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def _tree(pid: int) -> list[int]:
    """A process and all below it, as far as they still live."""
    found = [pid]
    for each in found:
        for place in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, place.read_text().split())
            except OSError:
                continue
    return found


def _pss(pid: int) -> int:
    """Kilobytes; 0 where the process has ended or nobody tells."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0
