"""A real server for the tests: its own process, on a free port."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"


class Served:
    """A running server: its address, its process, what it wrote."""

    def __init__(self, build: Path, *options: str, environment: dict[str, str] | None = None) -> None:
        words = [sys.executable, "-m", "kg", "serve", str(build), "--port", "0", *options]
        clean = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **(environment or {})}
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=clean, cwd=ROOT)
        self.lines: list[str] = []
        self.url = ""
        self._started = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._started.wait(60) or not self.url:
            self.stop()
            raise AssertionError("the server did not start: " + "".join(self.lines))
        self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stderr:
            for line in stderr:
                self.lines.append(line)
                if found := re.search(r" at (http://\S+)/$", line):
                    self.url = found[1]
                    self._started.set()
        self._started.set()

    @property
    def log(self) -> str:
        """All that it wrote."""
        return "".join(self.lines)

    @property
    def port(self) -> int:
        """Its port."""
        return int(self.url.rpartition(":")[2])

    def sparql(self, query: str, accept: str = "application/sparql-results+json", **more: str) -> httpx.Response:
        """The answer to a query."""
        return self.client.post("/sparql", data={"query": query, **more}, headers={"Accept": accept})

    def figure(self, name: str) -> float:
        """A figure of its metrics."""
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.client.get("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it; the exit code."""
        with contextlib.suppress(AttributeError):
            self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self._reader.join(10)
        return code
