"""Where nodes stand. Same view, same places: fixed seed, sorted input, whole numbers out; nothing moves in the browser.

    columns   small views: trials in the middle, who is studied and what is measured to their left, what is given to
              their right; rows ordered so that few lines cross
    organic   larger ones: Fruchterman-Reingold per component, components packed on shelves, labels pushed apart

One unit is one pixel at scale 1; a label is about 7 units per character wide and 16 high.
"""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import igraph

from kg.render.style import KINDS, Kind
from kg.render.view import View

Point = tuple[int, int]

ROW, ROOMY_ROW, TALL = 28, 60, 1150  # rows spread up to ROOMY_ROW while all of them stay within TALL
GAP = 34  # above a section of a column, for its name
ARM_GAP = 12  # between arms, which have boxes of one line
BOX = 62  # between two trials, whose boxes have two lines
MOST_ROWS, LANE = 38, 190  # a column of more rows stands in several lanes
LEFT, FIRST, NEXT = -290, 275, 165  # from the trials to the left column, to the first and between further right ones
LARGEST_BY_COLUMNS = 160
LARGEST = 3000
_SWEEPS = 24
_SEED = 20


def place(view: View) -> dict[str, Point]:
    """The place of every node; none where the view is so large that only neighbourhoods are ever drawn."""
    if not view.nodes or len(view.nodes) > LARGEST:
        return {}
    return columns(view) if len(view.nodes) <= LARGEST_BY_COLUMNS else organic(view)


# ---------------------------------------------------------------------------------------------------- by columns


def columns(view: View) -> dict[str, Point]:
    """Places in columns by kind; in each column, bands of kinds, and rows near what they are linked to."""
    kinds = {node.id: KINDS[node.kind] for node in view.nodes}
    near: dict[str, set[str]] = defaultdict(set)
    for edge in view.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    members: dict[int, list[str]] = defaultdict(list)
    for node in view.nodes:
        members[kinds[node.id].column].append(node.id)
    lanes = {number: -(-len(column) // MOST_ROWS) for number, column in members.items()}
    tallest = max(len(column) // lanes[number] for number, column in members.items())
    row = min(ROOMY_ROW, max(ROW, TALL // tallest))
    height = max(tallest * row, BOX * len(members.get(0, ())))
    across = _across(set(members))

    y: dict[str, float] = {}
    for column in members.values():
        _spread_evenly(column, height, y)
    for sweep in range(_SWEEPS):
        # Trials settle among what they share, then everything else settles around the trials.
        for number in sorted(members, key=abs, reverse=sweep % 2 == 1):
            column = members[number]
            wish = {
                node: sum(y[other] for other in near[node]) / len(near[node]) if near[node] else y[node]
                for node in column
            }
            column.sort(key=lambda node: (kinds[node].band, round(wish[node], 6), node))
            if number == 0:
                _spread_evenly(column, height, y)
            else:
                _spread_near(column, wish, y, _steps([kinds[node] for node in column], row / lanes[number]))
    middle = {number: (y[column[0]] + y[column[-1]]) / 2 for number, column in members.items()}
    return {
        node: (
            across[number] + (-1 if number < 0 else 1) * LANE * (place % lanes[number]) + _stagger(number, place),
            round(y[node] - middle[number]),
        )
        for number, column in sorted(members.items())
        for place, node in enumerate(column)
    }


def _across(present: set[int]) -> dict[int, int]:
    """Where the columns stand: those without nodes take no room."""
    right = sorted(number for number in present if number > 0)
    return {-1: LEFT, 0: 0} | {number: FIRST + NEXT * place for place, number in enumerate(right)}


def _stagger(column: int, place: int) -> int:
    """Inner columns zigzag a little, so that labels beside their nodes do not form a wall."""
    return 14 * (place % 2) if column in (1, 2) else 0


def _spread_evenly(column: list[str], height: float, y: dict[str, float]) -> None:
    step = height / len(column)
    for row, node in enumerate(column):
        y[node] = (row + 0.5) * step


def _steps(kinds: list[Kind], row: float) -> list[float]:
    """How far each row of a column stands below the first: a row apart, more between boxes and where a section
    begins."""
    steps, below = [0.0], 0.0
    for before, kind in pairwise(kinds):
        below += row + (GAP if kind.section != before.section else ARM_GAP if kind is KINDS["Arm"] else 0)
        steps.append(below)
    return steps


def _spread_near(column: list[str], wish: dict[str, float], y: dict[str, float], steps: list[float]) -> None:
    """Rows as near to their wishes as their order and the steps between them allow: pool adjacent violators on the
    wishes less their steps."""
    pools: list[tuple[float, int]] = []  # mean of the shifted wishes, number of nodes
    for node, step in zip(column, steps, strict=True):
        mean, size = wish[node] - step, 1
        while pools and pools[-1][0] >= mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    shifts = [mean for mean, size in pools for _ in range(size)]
    for node, shift, step in zip(column, shifts, steps, strict=True):
        y[node] = shift + step


# -------------------------------------------------------------------------------------------------------- organic


def organic(view: View) -> dict[str, Point]:
    """Places by attraction and repulsion, each component on its own."""
    number = {node.id: index for index, node in enumerate(view.nodes)}
    pairs = sorted({tuple(sorted((number[edge.source], number[edge.target]))) for edge in view.edges})
    graph = igraph.Graph(n=len(number), edges=[pair for pair in pairs if pair[0] != pair[1]])
    components = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    boxes = [_settle(graph.subgraph(component), component) for component in components]
    places = _apart(_pack(boxes), [min(len(node.label), 28) for node in view.nodes])
    return {node.id: (round(places[index][0]), round(places[index][1])) for index, node in enumerate(view.nodes)}


def _settle(graph: igraph.Graph, component: list[int]) -> dict[int, tuple[float, float]]:
    """Places of one component, its corner at the origin; wider than high, as labels are."""
    size = len(component)
    igraph.set_random_number_generator(random.Random(_SEED))
    start = graph.layout_circle()
    rounds, grid = (400, "nogrid") if size <= 1000 else (150, "grid")
    try:
        found = graph.layout_fruchterman_reingold(niter=rounds, seed=start, grid=grid)
    finally:
        igraph.set_random_number_generator(random)
    xs, ys = [p[0] for p in found], [p[1] for p in found]
    side = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    scale = 75 * size**0.5 / side
    return {
        node: ((x - min(xs)) * scale * 1.5, (y - min(ys)) * scale) for node, x, y in zip(component, xs, ys, strict=True)
    }


def _pack(boxes: list[dict[int, tuple[float, float]]]) -> list[tuple[float, float]]:
    """Components side by side on shelves, the largest first."""
    gap = 120.0
    widths = [max(x for x, _ in box.values()) for box in boxes]
    heights = [max(y for _, y in box.values()) for box in boxes]
    area = sum((w + gap) * (h + gap) for w, h in zip(widths, heights, strict=True))
    limit = max(max(widths) + gap, (area * 1.6) ** 0.5)
    places: dict[int, tuple[float, float]] = {}
    left = top = shelf = 0.0
    for box, width, height in zip(boxes, widths, heights, strict=True):
        if left and left + width > limit:
            left, top, shelf = 0.0, top + shelf + gap, 0.0
        places.update({node: (x + left, y + top) for node, (x, y) in box.items()})
        left, shelf = left + width + gap, max(shelf, height)
    return [places[node] for node in range(len(places))]


def _apart(places: list[tuple[float, float]], lengths: list[int]) -> list[tuple[float, float]]:
    """Push nodes whose labels overlap apart, a little at a time, along the axis that needs less."""
    x, y = [p[0] for p in places], [p[1] for p in places]
    half = [max(14.0, length * 3.5) for length in lengths]
    for _ in range(40 if len(places) <= 1000 else 12):
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for node in range(len(places)):
            cells[int(x[node] // 200), int(y[node] // 40)].append(node)
        moved = False
        for (column, row), inside in sorted(cells.items()):
            beside = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))
            around = [n for c, r in beside for n in cells.get((column + c, row + r), ())]
            for node in inside:
                for other in around:
                    if other == node or (other in inside and other < node):
                        continue
                    wide = half[node] + half[other] - abs(x[node] - x[other])
                    high = 34.0 - abs(y[node] - y[other])
                    if wide <= 0 or high <= 0:
                        continue
                    moved = True
                    if high <= wide:
                        step = high / 2 + 0.5 if y[node] >= y[other] else -high / 2 - 0.5
                        y[node], y[other] = y[node] + step, y[other] - step
                    else:
                        step = wide / 2 + 0.5 if x[node] >= x[other] else -wide / 2 - 0.5
                        x[node], x[other] = x[node] + step, x[other] - step
        if not moved:
            break
    return list(zip(x, y, strict=True))
