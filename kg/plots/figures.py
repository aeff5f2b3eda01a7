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
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from kg.analysis.members import Members, members, studied, titles
from kg.errors import InputError, UnknownName
from kg.plots.style import BLUE, GREEN, GREY, ORANGE, SKY, VERMILION, cut, figure, look, name_rows
from kg.query import run

if TYPE_CHECKING:
    from kg.graph import Graph

_SHADES = LinearSegmentedColormap.from_list("trialkg", ["#F4F8FB", SKY, BLUE])
_ROLES = {"primary": BLUE, "secondary": ORANGE, "primary and secondary": GREEN}
_MARKS = {"primary": "s", "secondary": "o", "primary and secondary": "D"}
_TICKS = {1: "1 d", 7: "1 w", 30.4375: "1 mo", 91.3125: "3 mo", 182.625: "6 mo", 365.25: "1 y", 730.5: "2 y",
          1826.25: "5 y", 3652.5: "10 y", 7305: "20 y"}  # fmt: skip


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


def endpoints_by_drug(graph: Graph, condition: str, most: int) -> Figure:
    """How many trials give a drug and measure an endpoint."""
    drugs, endpoints = members(graph.store, "drugs", condition), members(graph.store, "endpoints", condition)
    columns, rows = _commonest(drugs, most), _commonest(endpoints, most)
    if not columns or not rows:
        raise InputError(f"no trial{_of(condition)} gives a known drug and measures a known endpoint: nothing to plot")
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
    name_rows(axes, [endpoints.labels[r] for r in rows], _as_written(graph, rows))
    for y, x in zip(*np.nonzero(counts), strict=True):
        shade = "white" if counts[y, x] > 0.6 * counts.max() else "#222222"
        axes.text(x, y, str(counts[y, x]), ha="center", va="center", fontsize=7.5, color=shade)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(f"Trials that give a drug and measure an endpoint{_of(condition)}")
    return drawn


def combinations(graph: Graph, condition: str, most: int) -> Figure:
    """Which drugs are given in one trial, and how often (UpSet)."""
    drugs = members(graph.store, "drugs", condition)
    rows = _commonest(drugs, min(most, 16))
    sets = Counter(frozenset(given) & frozenset(rows) for given in drugs.of.values())
    columns = sorted((s for s in sets if len(s) > 1), key=lambda s: (-sets[s], len(s), sorted(s)))[:most]
    if not columns:
        raise InputError(f"no trial{_of(condition)} gives two of the known drugs: nothing to plot")
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
    bars.set_title(f"Drugs given in one trial{_of(condition)}")
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


def primary_secondary(graph: Graph, condition: str, most: int) -> Figure:
    """Which endpoints are primary, secondary or both, in how many trials or in which."""
    primary = members(graph.store, "primary endpoints", condition)
    secondary = members(graph.store, "secondary endpoints", condition)
    every = Members(
        {t: primary.of.get(t, frozenset()) | secondary.of.get(t, frozenset()) for t in {*primary.of, *secondary.of}},
        primary.labels | secondary.labels,
    )
    rows = _commonest(every, most)
    if not rows:
        raise InputError(f"no outcome{_of(condition)} has a known endpoint: nothing to plot")
    trials = sorted(every.of)
    raw = _as_written(graph, rows)

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
    axes.set_title(f"Primary and secondary endpoints{_of(condition)}")
    for told, colour in _ROLES.items():
        axes.scatter([], [], color=colour, marker=_MARKS[told] if len(trials) <= most else "s", label=told)
    drawn.legend(loc="outside lower left", frameon=False, ncols=3)
    return drawn


def horizons(graph: Graph, condition: str, most: int) -> Figure:
    """How far outcomes reach after their start, by endpoint; days on a logarithmic scale."""
    narrowed = "?trial tkg:studies/skos:broader* ?condition ." if condition else ""
    rows = run(
        graph.store,
        f"SELECT ?endpoint ?label ?days ?role WHERE {{ {narrowed} "
        "VALUES (?has ?role) { (tkg:hasPrimaryOutcome 'primary') (tkg:hasSecondaryOutcome 'secondary') } "
        "?trial ?has ?outcome . ?outcome tkg:endpoint ?endpoint ; tkg:timeFrame/tkg:horizonDays ?days . "
        "?endpoint skos:prefLabel ?label }",
        studied(condition),
        union=False,
    )
    reach: defaultdict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for endpoint, label, days, role in rows:
        if days is not None and float(days) > 0:
            reach[str(endpoint), str(label)].append((float(days), str(role)))
    if not reach:
        raise InputError(f"no outcome{_of(condition)} has a known endpoint and a time frame with a duration")
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
    every = [days for key in chosen for days, _ in reach[key]]
    low, high = min(every), max(every)
    shown = [tick for tick in _TICKS if low / 3 <= tick <= high * 3] or [low]
    if high / low > 1_000:  # what fits beside one another
        shown = [tick for tick in shown if _TICKS[tick] in ("1 d", "1 w", "1 mo", "6 mo", "2 y", "10 y")]
    axes.xaxis.set_major_locator(FixedLocator(shown))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(shown, [_TICKS.get(tick, f"{tick:g} d") for tick in shown])
    axes.grid(axis="x", color="#ECEFF1")
    axes.set_axisbelow(True)
    name_rows(axes, [label for _, label in chosen], _as_written(graph, [endpoint for endpoint, _ in chosen]))
    axes.set_ylim(len(chosen) - 0.4, -0.6)
    axes.set_title(f"Last time point of outcomes{_of(condition)}")
    axes.set_xlabel("one dot a time, larger where more outcomes share it; the line is the median")
    for role, colour in (("primary", BLUE), ("secondary", ORANGE)):
        axes.scatter([], [], color=colour, label=role)
    drawn.legend(loc="outside lower left", frameon=False, ncols=2)
    return drawn


def phases(graph: Graph, condition: str, most: int) -> Figure:
    """Phases and years of start of the trials that tell them."""
    narrowed = "?trial tkg:studies/skos:broader* ?condition ." if condition else ""
    rows = run(
        graph.store,
        f"SELECT DISTINCT ?trial ?phase ?start WHERE {{ ?trial a tkg:Trial . {narrowed} "
        "OPTIONAL { ?trial tkg:phase/skos:prefLabel ?phase } OPTIONAL { ?trial tkg:startDate ?start } }",
        studied(condition),
        union=False,
    )
    trials = {str(row[0]) for row in rows}
    told = Counter(phase for _, phase in {(str(r[0]), str(r[1])) for r in rows if r[1] is not None})
    years = Counter(
        year for _, year in {(str(r[0]), str(r[2])[:4]) for r in rows if r[2] is not None} if year.isdigit()
    )
    if not told and not years:
        raise InputError(f"no trial{_of(condition)} tells a phase or a day of start: nothing to plot")
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
        axes.set_title(title + _of(condition))
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


PLOTS: dict[str, Callable[[Graph, str, int], Figure]] = {
    "endpoints-by-drug": endpoints_by_drug,
    "combinations": combinations,
    "primary-secondary": primary_secondary,
    "horizons": horizons,
    "phases": phases,
    "quality": quality,
}


def _commonest(found: Members, most: int) -> list[str]:
    """The concepts of most trials, the commonest first."""
    counts = found.counts()
    return sorted(counts, key=lambda concept: (-counts[concept], found.labels[concept], concept))[:most]


def _as_written(graph: Graph, endpoints: list[str]) -> list[str]:
    """How the records call each endpoint: the commonest wordings of its measures."""
    rows = run(
        graph.store,
        "SELECT ?endpoint ?written (COUNT(*) AS ?n) WHERE { VALUES ?endpoint { "
        + " ".join(f"<{iri}>" for iri in endpoints)
        + " } ?outcome tkg:endpoint ?endpoint ; rdfs:label ?written } GROUP BY ?endpoint ?written",
        union=False,
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for endpoint, written, n in rows:
        found[str(endpoint)][" ".join(str(written).split())] += int(n or 0)
    commonest = {
        endpoint: sorted(several, key=lambda words: (-several[words], len(words), words))[:2]
        for endpoint, several in found.items()
    }
    return [" · ".join(f"“{words}”" for words in commonest.get(endpoint, ())) for endpoint in endpoints]


def _of(condition: str) -> str:
    return f": {condition.rpartition('/')[2].replace('-', ' ')}" if condition else ""
