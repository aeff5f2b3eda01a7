"""Plots: what they draw, what they refuse, and that the same build gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import InputError, UnknownName
from kg.graph import Graph

pytest.importorskip("matplotlib")

from kg.plots import PLOTS, plot, save, summary

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds() -> Iterator[Graph]:
    with kg.build(SEEDS) as graph:
        yield graph


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    record = tmp_path_factory.mktemp("records") / "a.txt"
    record.write_text("Zzz\nYyy.\nXxx\nOTHER: $x_{1}$ 名前\nQqq $\\frac{1}{0}$, soon\n", encoding="utf-8")
    with kg.build(record) as graph:
        yield graph


def words(graph: Graph, name: str, **options: str | int) -> list[str]:
    """All that is written in a plot."""
    from matplotlib.text import Text

    drawn = plot(graph, name, **options)  # type: ignore[arg-type]
    drawn.canvas.draw()
    return [text.get_text() for text in drawn.findobj(Text) if text.get_text()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PLOTS)
@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_same_bytes_each_time(seeds: Graph, name: str, ending: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
    save(plot(seeds, name), first)
    save(plot(seeds, name), second)
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) > 3_000
    assert summary(name)


def test_cells_of_the_heatmap_are_numbers_of_trials(seeds: Graph) -> None:
    drawn = plot(seeds, "endpoints-by-drug")
    (axes,) = drawn.axes
    counts = axes.images[0].get_array()
    drugs = [label.get_text() for label in axes.get_xticklabels()]
    endpoints = [label.get_text().strip() for label in axes.get_yticklabels()]
    assert counts is not None
    assert counts[endpoints.index("progression-free survival"), drugs.index("bevacizumab")] == 3
    assert counts[endpoints.index("conversion resection rate"), drugs.index("regorafenib")] == 0
    assert axes.yaxis_inverted()


def test_endpoints_stand_beside_what_the_records_call_them(seeds: Graph) -> None:
    assert any("TRAEs" in text for text in words(seeds, "endpoints-by-drug"))
    assert any("TRAEs" in text for text in words(seeds, "primary-secondary"))


def test_sets_of_drugs(seeds: Graph) -> None:
    told = words(seeds, "combinations")
    assert {"regorafenib", "serplulimab", "toripalimab"} <= set(told)


def test_a_condition_narrows(seeds: Graph) -> None:
    assert words(seeds, "horizons", condition="condition/colorectal-neoplasms")
    with pytest.raises(UnknownName, match="psoriasis"):
        plot(seeds, "endpoints-by-drug", "condition/psoriasis")


@pytest.mark.parametrize("name", [name for name in PLOTS if name != "quality"])
def test_nothing_is_plotted_that_the_build_lacks(bare: Graph, name: str) -> None:
    with pytest.raises(InputError, match=r"no (trial|outcome)"):
        plot(bare, name)


def test_text_of_records_is_no_mathematics(bare: Graph, tmp_path: Path) -> None:
    from kg.plots.style import figure, look, name_rows

    with look():
        drawn = figure(3, 2)
        name_rows(drawn.subplots(), ["$\\frac{1}{0}$ 名前"])
    save(drawn, tmp_path / "a.svg")
    assert "\\frac" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "0 mapped" in " ".join(words(bare, "quality"))


def test_unknown_names_and_endings_are_told(seeds: Graph, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="horizons"):
        plot(seeds, "pie")
    with pytest.raises(InputError, match="png"):
        save(plot(seeds, "quality"), tmp_path / "a.exe")
    assert not list(tmp_path.iterdir())
