"""What many tests share: the seeds, their graph (built once), and records made for a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import kg
from kg.graph import Graph
from kg.model import Extraction

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
GOLD = ROOT / "tests" / "gold"

# The first example of a test may read tables, and a busy machine is slow: no example fails by the clock.
settings.register_profile("trialkg", deadline=None)
settings.load_profile("trialkg")


@pytest.fixture(scope="session")
def seed_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the seeds on disk."""
    out = tmp_path_factory.mktemp("seeds") / "build"
    kg.build(SEEDS, out).close()
    return out


@pytest.fixture(scope="session")
def seed_graph(seed_build: Path) -> Iterator[Graph]:
    """The graph of the seeds, open."""
    with Graph.open(seed_build) as graph:
        yield graph


@pytest.fixture(scope="session")
def seed_extractions() -> list[Extraction]:
    """The extractions of the seeds, in the order of their files."""
    return sorted(kg.extract_records([SEEDS]), key=lambda e: e.trial.source.path)
