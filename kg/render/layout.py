"""Where the nodes of larger views stand: Fruchterman-Reingold per component, components packed on shelves, labels
pushed apart. Same view, same places: fixed seed, sorted input, whole numbers out; nothing moves in the browser.

Small views and presets stand in columns, which `static/layout.js` lays out for the frame at hand. One unit is one pixel
at scale 1; a label is about 7 units per character wide and 16 high.
"""

from __future__ import annotations

import random
from collections import defaultdict

import igraph

from kg.render.view import View

Point = tuple[int, int]

LARGEST_BY_COLUMNS = 160
LARGEST = 3000
_SEED = 20


def place(view: View) -> dict[str, Point]:
    """The place of every node; none where the view is so large that only neighbourhoods are ever drawn."""
    return organic(view) if 0 < len(view.nodes) <= LARGEST else {}


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
