"""Plots of what trials measure: with which drugs, in which role, how far ahead."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from kg.analysis.members import Members, members, studied, titles
from kg.errors import InputError
from kg.plots.counted import as_written, commonest, of_condition
from kg.plots.style import BLUE, GREEN, ORANGE, SKY, cut, figure, name_rows
from kg.query import run

if TYPE_CHECKING:
    from kg.graph import Graph

_SHADES = LinearSegmentedColormap.from_list("trialkg", ["#F4F8FB", SKY, BLUE])
_ROLES = {"primary": BLUE, "secondary": ORANGE, "primary and secondary": GREEN}
_MARKS = {"primary": "s", "secondary": "o", "primary and secondary": "D"}
_TICKS = {1 / 24: "1 h", 1: "1 d", 7: "1 w", 30.4375: "1 mo", 91.3125: "3 mo", 182.625: "6 mo", 365.25: "1 y",
          730.5: "2 y", 1826.25: "5 y", 3652.5: "10 y", 7305: "20 y"}  # fmt: skip


def endpoints_by_drug(graph: Graph, condition: str, most: int) -> Figure:
    """How many trials give a drug and measure an endpoint."""
    drugs, endpoints = members(graph.store, "drugs", condition), members(graph.store, "endpoints", condition)
    columns, rows = commonest(drugs, most), commonest(endpoints, most)
    if not columns or not rows:
        of = of_condition(condition)
        raise InputError(f"no trial{of} gives a known drug and measures a known endpoint: nothing to plot")
    counts = np.zeros((len(rows), len(columns)), dtype=int)
    for trial, given in drugs.of.items():
        measured = endpoints.of.get(trial, frozenset())
        for x, drug in enumerate(columns):
            if drug in given:
                counts[[y for y, endpoint in enumerate(rows) if endpoint in measured], x] += 1
    drawn = figure(3.6 + 0.42 * len(columns), 1.6 + 0.36 * len(rows))
    axes = drawn.subplots()
    axes.imshow(counts, cmap=_SHADES, aspect="auto", vmin=0)
    axes.set_xticks(range(len(columns)), [cut(drugs.labels[c], 26) for c in columns], rotation=45, ha="right")
    name_rows(axes, [endpoints.labels[r] for r in rows], as_written(graph, rows))
    for y, x in zip(*np.nonzero(counts), strict=True):
        shade = "white" if counts[y, x] > 0.6 * counts.max() else "#222222"
        axes.text(x, y, str(counts[y, x]), ha="center", va="center", fontsize=7.5, color=shade)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(f"Trials that give a drug and measure an endpoint{of_condition(condition)}")
    return drawn


def primary_secondary(graph: Graph, condition: str, most: int) -> Figure:
    """Which endpoints are primary, secondary or both, in how many trials or in which."""
    primary = members(graph.store, "primary endpoints", condition)
    secondary = members(graph.store, "secondary endpoints", condition)
    every = Members(
        {t: primary.of.get(t, frozenset()) | secondary.of.get(t, frozenset()) for t in {*primary.of, *secondary.of}},
        primary.labels | secondary.labels,
    )
    rows = commonest(every, most)
    if not rows:
        raise InputError(f"no outcome{of_condition(condition)} has a known endpoint: nothing to plot")
    trials = sorted(every.of)
    raw = as_written(graph, rows)

    def role(trial: str, endpoint: str) -> str:
        first, second = endpoint in primary.of.get(trial, ()), endpoint in secondary.of.get(trial, ())
        return "primary and secondary" if first and second else "primary" if first else "secondary" if second else ""

    if len(trials) <= most:  # few trials: one column each
        called = titles(graph.store)
        drawn = figure(3.8 + 0.5 * len(trials), 2.2 + 0.34 * len(rows))
        axes = drawn.subplots()
        for x, trial in enumerate(trials):
            for y, endpoint in enumerate(rows):
                told = role(trial, endpoint)
                if told:
                    axes.scatter(x, y, s=64, marker=_MARKS[told], color=_ROLES[told])
        axes.set_xticks(
            range(len(trials)),
            [cut(f"{t.rpartition('/')[2]}: {called.get(t, '')}", 42) for t in trials],
            rotation=45,
            ha="right",
        )
        axes.set_xlim(-0.6, len(trials) - 0.4)
        axes.grid(color="#ECEFF1", zorder=0)
        axes.set_axisbelow(True)
    else:
        drawn = figure(8.2, 1.8 + 0.34 * len(rows))
        axes = drawn.subplots()
        left = np.zeros(len(rows), dtype=int)
        for told, colour in _ROLES.items():
            sizes = np.array([sum(role(trial, endpoint) == told for trial in trials) for endpoint in rows])
            axes.barh(range(len(rows)), sizes, left=left, color=colour, height=0.62)
            left += sizes
        axes.set_xlabel("trials")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    name_rows(axes, [every.labels[row] for row in rows], raw)
    axes.set_title(f"Primary and secondary endpoints{of_condition(condition)}")
    for told, colour in _ROLES.items():
        axes.scatter([], [], color=colour, marker=_MARKS[told] if len(trials) <= most else "s", label=told)
    drawn.legend(loc="outside lower left", frameon=False, ncols=3)
    return drawn


def horizons(graph: Graph, condition: str, most: int) -> Figure:
    """How far outcomes reach after their start, by endpoint; days on a logarithmic scale."""
    reach = _reach(graph, condition)
    if not reach:
        raise InputError(f"no outcome{of_condition(condition)} has a known endpoint and a time frame with a duration")
    chosen = sorted(reach, key=lambda key: (-len(reach[key]), key))[:most]
    chosen.sort(key=lambda key: (float(np.median([days for days, _ in reach[key]])), key))
    drawn = figure(8.6, 1.9 + 0.34 * len(chosen))
    axes = drawn.subplots()
    for y, key in enumerate(chosen):
        for role, colour, shift in (("primary", BLUE, -0.14), ("secondary", ORANGE, 0.14)):
            counted = Counter(days for days, told in reach[key] if told == role)
            axes.scatter(
                list(counted), [y + shift] * len(counted), s=[16 + 10 * min(n, 30) for n in counted.values()],
                color=colour, alpha=0.65, linewidths=0,
            )  # fmt: skip
        median = float(np.median([days for days, _ in reach[key]]))
        axes.plot([median, median], [y - 0.36, y + 0.36], color="#444444", linewidth=1.2, zorder=0.9)
    axes.set_xscale("log")
    shown = _ticks([days for key in chosen for days, _ in reach[key]])
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(shown, [_TICKS.get(tick, f"{tick:g} d") for tick in shown])
    axes.grid(axis="x", color="#ECEFF1")
    axes.set_axisbelow(True)
    name_rows(axes, [label for _, label in chosen], as_written(graph, [endpoint for endpoint, _ in chosen]))
    axes.set_ylim(len(chosen) - 0.4, -0.6)
    axes.set_title(f"Last time point of outcomes{of_condition(condition)}")
    axes.set_xlabel("one dot a time, larger where more outcomes share it; the line is the median")
    for role, colour in (("primary", BLUE), ("secondary", ORANGE)):
        axes.scatter([], [], color=colour, label=role)
    drawn.legend(loc="outside lower left", frameon=False, ncols=2)
    return drawn


def _reach(graph: Graph, condition: str) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """Of each endpoint, by IRI and label, how many days its outcomes look ahead, and whether as primary ones."""
    narrowed = "?trial tkg:studies/skos:broader* ?condition ." if condition else ""
    rows = run(
        graph.store,
        f"SELECT ?endpoint ?label ?days ?role WHERE {{ {narrowed} "
        "VALUES (?has ?role) { (tkg:hasPrimaryOutcome 'primary') (tkg:hasSecondaryOutcome 'secondary') } "
        "?trial ?has ?outcome . ?outcome tkg:endpoint ?endpoint ; tkg:timeFrame/tkg:horizonDays ?days . "
        "?endpoint skos:prefLabel ?label }",
        studied(graph.store, condition),
        union=False,
    )
    reach: defaultdict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for endpoint, label, days, role in rows:
        if days is not None and float(days) > 0:
            reach[str(endpoint), str(label)].append((float(days), str(role)))
    return reach


def _ticks(days: list[float]) -> list[float]:
    """The round times around these; of a wide range no more than fit beside one another."""
    low, high = min(days), max(days)
    shown = [tick for tick in _TICKS if low / 3 <= tick <= high * 3] or [low]
    if high / low > 1_000:
        shown = [tick for tick in shown if _TICKS[tick] in ("1 h", "1 d", "1 w", "1 mo", "6 mo", "2 y", "10 y")]
    return shown
