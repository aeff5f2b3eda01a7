"""Plots of the trials themselves: drugs given together, phases and years, what could be mapped."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kg.analysis.members import members, studied
from kg.errors import InputError
from kg.plots.counted import commonest, of_condition
from kg.plots.style import BLUE, GREEN, GREY, VERMILION, cut, figure, name_rows
from kg.query import run

if TYPE_CHECKING:
    from kg.graph import Graph


def combinations(graph: Graph, condition: str, most: int) -> Figure:
    """Which drugs are given in one trial, and how often (UpSet)."""
    drugs = members(graph.store, "drugs", condition)
    rows = commonest(drugs, min(most, 16))
    sets = Counter(frozenset(given) & frozenset(rows) for given in drugs.of.values())
    columns = sorted((s for s in sets if len(s) > 1), key=lambda s: (-sets[s], len(s), sorted(s)))[:most]
    if not columns:
        raise InputError(f"no trial{of_condition(condition)} gives two of the known drugs: nothing to plot")
    rows = [row for row in rows if any(row in column for column in columns)]
    counts = drugs.counts()
    drawn = figure(4.2 + 0.34 * len(columns), 2.6 + 0.26 * len(rows))
    grid = drawn.add_gridspec(2, 2, height_ratios=[1.6, 0.26 * len(rows)], width_ratios=[1, 0.34 * len(columns) / 1.2])
    drawn.add_subplot(grid[0, 0]).axis("off")
    bars = drawn.add_subplot(grid[0, 1])
    bars.bar(range(len(columns)), [sets[c] for c in columns], color=BLUE, width=0.6)
    bars.set_xticks([])
    bars.set_xlim(-0.6, len(columns) - 0.4)
    bars.yaxis.set_major_locator(MaxNLocator(integer=True))
    bars.set_ylabel("trials with exactly\nthese of the drugs")
    bars.set_title(f"Drugs given in one trial{of_condition(condition)}")
    dots = drawn.add_subplot(grid[1, 1], sharex=bars)
    for y in range(0, len(rows), 2):
        dots.axhspan(y - 0.5, y + 0.5, color="#F2F4F6", zorder=0)
    for x, column in enumerate(columns):
        held = [y for y, row in enumerate(rows) if row in column]
        dots.scatter([x] * len(rows), range(len(rows)), s=16, color="#D5D9DD", zorder=1)
        dots.plot([x, x], [min(held), max(held)], color="#222222", linewidth=1.4, zorder=2)
        dots.scatter([x] * len(held), held, s=24, color="#222222", zorder=3)
    dots.set_ylim(len(rows) - 0.5, -0.5)
    dots.set_yticks([])
    dots.tick_params(bottom=False, labelbottom=False)
    dots.spines[:].set_visible(False)
    sizes = drawn.add_subplot(grid[1, 0])
    sizes.barh(range(len(rows)), [counts[row] for row in rows], color=GREY, height=0.55)
    sizes.set_ylim(len(rows) - 0.5, -0.5)
    sizes.invert_xaxis()
    sizes.yaxis.tick_right()
    sizes.set_yticks(range(len(rows)), [cut(drugs.labels[row], 28) for row in rows])
    sizes.tick_params(right=False)
    sizes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
    sizes.set_xlabel("trials that give it")
    sizes.spines[["left", "right"]].set_visible(False)
    return drawn


def phases(graph: Graph, condition: str, most: int) -> Figure:
    """Phases and years of start of the trials that tell them."""
    narrowed = "?trial tkg:studies/skos:broader* ?condition ." if condition else ""
    rows = run(
        graph.store,
        f"SELECT DISTINCT ?trial ?phase ?start WHERE {{ ?trial a tkg:Trial . {narrowed} "
        "OPTIONAL { ?trial tkg:phase/skos:prefLabel ?phase } OPTIONAL { ?trial tkg:startDate ?start } }",
        studied(graph.store, condition),
        union=False,
    )
    trials = {str(row[0]) for row in rows}
    told = Counter(phase for _, phase in {(str(r[0]), str(r[1])) for r in rows if r[1] is not None})
    years = Counter(
        year for _, year in {(str(r[0]), str(r[2])[:4]) for r in rows if r[2] is not None} if year.isdigit()
    )
    if not told and not years:
        raise InputError(f"no trial{of_condition(condition)} tells a phase or a day of start: nothing to plot")
    parts: list[tuple[str, Counter[str]]] = []
    if told:
        parts.append((f"Phase, as {sum(told.values()):,} statements of {len(trials):,} trials tell it", told))
    if years:
        parts.append((f"Year of start, of {sum(years.values()):,} of {len(trials):,} trials", years))
    drawn = figure(8.2, 2.6 * len(parts))
    for axes, (title, counted) in zip(np.atleast_1d(drawn.subplots(len(parts))), parts, strict=True):
        keys = sorted(counted)[-max(most, 40) :]
        places = [int(key) for key in keys] if counted is years else range(len(keys))
        axes.bar(places, [counted[key] for key in keys], color=BLUE, width=0.7)
        if counted is not years:
            axes.set_xticks(places, keys)
            axes.set_xlim(-0.6, max(5.4, len(keys) - 0.4))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True)) if counted is years else None
        axes.set_ylabel("trials")
        axes.set_title(title + of_condition(condition))
    return drawn


def quality(graph: Graph, condition: str, most: int) -> Figure:
    """What of the records' entries, outcomes and time frames could be mapped."""
    if condition or not most:
        raise InputError("the quality plot is of a whole build: leave the condition out")
    mapping = {what: counts for what, counts in graph.report.get("mapping", {}).items() if sum(counts.values())}
    if not mapping:
        raise InputError("the report of this build tells of no entries: nothing to plot")
    names = list(mapping)
    drawn = figure(7.4, 1.2 + 0.55 * len(names))
    axes = drawn.subplots()
    for y, what in enumerate(names):
        known, unknown = mapping[what].get("mapped", 0), mapping[what].get("unmapped", 0)
        share = known / (known + unknown)
        axes.barh(y, share, color=GREEN, height=0.58)
        axes.barh(y, 1 - share, left=share, color=VERMILION, height=0.58, hatch="//", edgecolor="white", linewidth=0)
        axes.text(0.01, y, f"{known:,} mapped ({share:.0%})", color="white", va="center", fontweight="bold")
        axes.text(1.01, y, f"{unknown:,} not mapped", color="#222222", va="center")
    axes.set_xlim(0, 1.25)
    axes.set_xticks([])
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.tick_params(length=0)
    name_rows(axes, names)
    axes.set_title("Mapped and not mapped")
    return drawn
