"""How far a run is, on standard error while somebody looks: trials, trials a second, time left."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING

from kg.read import Meter

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """Counts records; shows a bar if asked to and standard error is a terminal. `size` are the bytes to read, 0 where
    that is not known; `meter` knows how many have been."""

    def __init__(self, size: int, wanted: bool) -> None:
        self.records = 0
        self.meter = Meter()
        self._size = size
        self._wanted = wanted and sys.stderr.isatty()
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        if self._wanted:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            # No thread of its own: a process that forks should have one thread.
            self._bar = Bar(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeElapsedColumn(),
                TextColumn("{task.fields[left]}"), console=Console(stderr=True), auto_refresh=False, transient=True,
            )  # fmt: skip
            self._bar.start()
            self._start = time.monotonic()
            self._row = self._bar.add_task("reading", total=None, rate="", left="")
        return self

    def add(self, records: int) -> None:
        """So many records more are done."""
        self.records += records
        if self._bar is not None:
            spent = max(time.monotonic() - self._start, 1e-3)
            rate = f"{self.records / spent:,.0f}/s"
            left = time_left(spent, self.meter.read, self._size)
            self._bar.update(
                self._row, description=f"{self.records:,} records", rate=rate, left=left,
                total=self._size or None, completed=min(self.meter.read, self._size),
            )  # fmt: skip
            self._bar.refresh()

    def say(self, what: str) -> None:
        """What is done now."""
        if self._bar is not None:
            self._bar.update(self._row, description=f"{self.records:,} records; {what}", rate="", left="")
            self._bar.refresh()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def time_left(spent: float, read: int, size: int) -> str:
    """In words, for how long reading will go on if it goes on as before; empty where that cannot be told.

    >>> time_left(60, 250, 1000), time_left(3600, 1, 3), time_left(5, 0, 1000), time_left(5, 10, 0)
    ('0:03:00 left', '2:00:00 left', '', '')
    """
    if not read or size < read:
        return ""
    return f"{timedelta(seconds=round(spent * (size - read) / read))} left"
