"""The map of a build: its points, lines and places."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from sample_graph import sample

from kg.errors import InputError
from kg.render import overview_of, write_overview
from kg.render.overview import map_of, places
from kg.store import Store


def test_points_and_lines() -> None:
    whole = map_of(Store(sample(), None))
    number = {path: place for place, (path, _, _) in enumerate(whole.points)}
    assert whole.trials == 4
    assert (number["trial/NCT90000003"], number["endpoint/adverse-events"]) in whole.lines  # by an outcome
    assert (number["trial/NCT90000002"], number["drug/capecitabine"]) in whole.lines  # inside a regimen
    assert "part/NCT90000003-intervention-2" not in number
    kinds = {path: kind for path, kind, _ in whole.points}
    assert kinds["drug/budesonide"] == "Drug"


def test_same_map_same_places() -> None:
    whole = map_of(Store(sample(), None))
    first = places(whole)
    assert first == places(whole)
    assert len(set(first)) == len(first)
    assert overview_of(Store(sample(), None)) == overview_of(Store(sample(), None))


def test_an_empty_build_has_an_empty_map() -> None:
    whole = map_of(Store(ox.Store(), None))
    assert whole.points == ()
    assert "0 trials" in overview_of(Store(ox.Store(), None))


def test_too_large_a_map_says_what_to_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kg.render.overview.LARGEST", 5)
    with pytest.raises(InputError, match=r"--query, such as SELECT"):
        write_overview(Store(sample(), None), tmp_path / "map.html")
    assert not list(tmp_path.iterdir())
