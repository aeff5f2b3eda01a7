"""The words for how long a run will take."""

from __future__ import annotations

import pytest

from kg.pipeline.progress import time_left


@pytest.mark.parametrize(
    ("spent", "read", "size", "words"),
    [
        (60, 250, 1000, "0:03:00 left"),
        (3600, 1, 3, "2:00:00 left"),
        (5, 1000, 1000, "0:00:00 left"),
        (5, 0, 1000, ""),  # nothing yet
        (5, 10, 0, ""),  # standard input
        (5, 1001, 1000, ""),  # the file has grown meanwhile
    ],
)
def test_time_left(spent: float, read: int, size: int, words: str) -> None:
    assert time_left(spent, read, size) == words
