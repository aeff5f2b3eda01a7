"""Servers over a build of the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import Served


@pytest.fixture(scope="session")
def server(seed_build: Path) -> Iterator[Served]:
    """A server with small limits, shared by tests that leave it as it is."""
    served = Served(seed_build, "--workers", "4", "--time-limit", "1", "--max-rows", "200", "--max-request", "200000")
    yield served
    served.stop()


@pytest.fixture
def serve(seed_build: Path) -> Iterator[Callable[..., Served]]:
    """Start servers with options of one's own; they are stopped after the test."""
    running: list[Served] = []

    def start(*options: str, build: Path = seed_build, environment: dict[str, str] | None = None) -> Served:
        running.append(Served(build, *options, environment=environment))
        return running[-1]

    yield start
    for each in running:
        each.stop()
