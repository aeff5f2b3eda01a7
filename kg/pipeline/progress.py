"""How far a run is, on standard error while somebody looks: trials, trials a second, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Progress:
    """Counts records; shows a bar if asked to and standard error is a terminal."""

    def __init__(self, sources: Sequence[Path | str], wanted: bool) -> None:
        self.records = 0
        self._sources = sources
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
            rate = self.records / max(time.monotonic() - self._start, 1e-3)
            self._bar.update(self._row, description=f"{self.records:,} records", rate=f"{rate:,.0f}/s")
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
