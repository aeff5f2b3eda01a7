"""The plots: which facts each shows, and how.

    endpoints-by-drug    how many trials measure an endpoint in trials that give a drug (heatmap)
    combinations         which drugs are given together (UpSet: Lex et al., 2014)
    primary-secondary    which endpoints are primary, secondary, both, by trial
    horizons             how far outcomes reach, by endpoint
    phases               phases and years of start, where records tell them
    quality              what could be mapped and what could not
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from kg.errors import UnknownName
from kg.plots.endpoints import endpoints_by_drug, horizons, primary_secondary
from kg.plots.style import look
from kg.plots.trials import combinations, phases, quality

if TYPE_CHECKING:
    from kg.graph import Graph

PLOTS: dict[str, Callable[[Graph, str, int], Figure]] = {
    "endpoints-by-drug": endpoints_by_drug,
    "combinations": combinations,
    "primary-secondary": primary_secondary,
    "horizons": horizons,
    "phases": phases,
    "quality": quality,
}


def plot(graph: Graph, name: str, condition: str = "", most: int = 20) -> Figure:
    """The plot of that name; `condition`: only of trials that study it (an id below `id/`); `most`: rows at most.

    Raises `UnknownName` for another name, `InputError` where the build has nothing to plot.
    """
    draw = PLOTS.get(name)
    if draw is None:
        raise UnknownName(f"no plot {name!r}: one of {', '.join(PLOTS)}")
    with look():
        return draw(graph, condition, most)


def summary(name: str) -> str:
    """One line on what a plot shows."""
    return (inspect.getdoc(PLOTS[name]) or "").partition("\n")[0]
