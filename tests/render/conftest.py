"""The sample graph for the tests of pages."""

from __future__ import annotations

import pytest
from sample_graph import HOSTILE, sample

from kg.render.gather import gather
from kg.render.view import View


@pytest.fixture(scope="session")
def view() -> View:
    return gather(sample())


@pytest.fixture(scope="session")
def hostile_view() -> View:
    return gather(sample(HOSTILE))
