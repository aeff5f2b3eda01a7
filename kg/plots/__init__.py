"""Plots of a build, with matplotlib (`pip install trialkg[plots]`): each shows what the facts hold and nothing else.

    plot(graph, "endpoints-by-drug", condition="condition/colorectal-neoplasms")    a matplotlib Figure
    save(figure, "plot.svg")                                                        the same bytes for the same build

A plot for which the build has no data is an `InputError` that says what is missing.
"""

from __future__ import annotations

from kg.plots.figures import PLOTS, plot, summary
from kg.plots.style import save

__all__ = ["PLOTS", "plot", "save", "summary"]
