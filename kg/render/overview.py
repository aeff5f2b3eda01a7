"""The whole build as one map: every trial and concept a point, drawn by WebGL or, without it, on a canvas.

A map shows where things lie, not why: for reasons there are the other pages. So it reads the facts alone, and puts the
concepts that most trials share first, by how often they occur together; trials stand among their concepts, and what few
trials have beside those.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import igraph
import pyoxigraph as ox

from kg.errors import InputError
from kg.render.lookup import Graph, path_of
from kg.render.presets.frame import counted
from kg.render.style import KINDS
from kg.render.view import shorten
from kg.store import Store
from kg.terms import THINGS, expand

RELATIONS = (
    "tkg:studies tkg:tests tkg:givesDrug tkg:phase tkg:lineOfTherapy tkg:diseaseState tkg:metastaticSite "
    "tkg:requiresBiomarker tkg:priorTreatment"
).split()
LARGEST = 100_000  # points; a browser opens that many in seconds
_HUBS, _SEED, _GOLDEN = 1200, 20, math.pi * (3 - math.sqrt(5))

Place = tuple[float, float]


class Map(NamedTuple):
    """Points (path, kind, label) and lines (numbers of two points)."""

    points: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[int, int], ...]
    trials: int


def map_of(store: Store) -> Map:
    """All trials of a build and the concepts they point to, also by their outcomes. Raises `InputError` beyond
    100,000 points."""
    graph = Graph(store.handle)
    facts = ox.DefaultGraph()
    links: set[tuple[str, str]] = set()

    def pairs(curie: str) -> Iterable[tuple[str, str]]:
        for quad in store.handle.quads_for_pattern(None, ox.NamedNode(expand(curie)), None, facts):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                yield quad.subject.value, quad.object.value

    for relation in RELATIONS:
        links.update(pairs(relation))
    owner = {outcome: trial for trial, outcome in pairs("tkg:hasOutcomeMeasure")}
    links.update((owner[outcome], endpoint) for outcome, endpoint in pairs("tkg:endpoint") if outcome in owner)
    links = {link for link in links if link[0].startswith(f"{THINGS}trial/")}
    names = sorted({end for link in links for end in link})
    if len(names) > LARGEST:
        raise InputError(
            f"a map of {len(names):,} points is more than a browser draws (at most {LARGEST:,}): take a preset, or "
            "draw the trials of a query with --query, such as "
            "SELECT ?trial WHERE { ?trial tkg:givesDrug drug:bevacizumab }"
        )
    number = {name: place for place, name in enumerate(names)}
    points = []
    for name in names:
        thing = ox.NamedNode(name)
        trial = name.startswith(f"{THINGS}trial/")
        title = graph.text(thing, "dcterms:title") if trial else graph.name(thing)
        key = name.rsplit("/", 1)[-1]
        label = shorten(f"{key} {title}" if trial and not key.startswith("r-") else title or key, 80)
        points.append((path_of(name), "Trial" if trial else graph.kind(thing, KINDS), label))
    lines = tuple(sorted((number[a], number[b]) for a, b in links))
    return Map(tuple(points), lines, sum(kind == "Trial" for _, kind, _ in points))


def places(whole: Map) -> list[Place]:
    """A place for every point; the same map has the same places."""
    near: dict[int, list[int]] = defaultdict(list)
    for trial, concept in whole.lines:
        near[trial].append(concept)
        near[concept].append(trial)
    concepts = [n for n, (_, kind, _) in enumerate(whole.points) if kind != "Trial"]
    hubs = sorted(concepts, key=lambda n: (-len(near[n]), n))[:_HUBS]
    found = _hubs(hubs, near)
    crowd: Counter[Place] = Counter()

    def beside(number: int, known: Mapping[int, Place], spread: float) -> Place:
        there = [known[other] for other in near[number] if other in known]
        weights = [1 / math.sqrt(len(near[other])) for other in near[number] if other in known]
        total = sum(weights) or 1.0
        x = sum(w * p[0] for w, p in zip(weights, there, strict=True)) / total
        y = sum(w * p[1] for w, p in zip(weights, there, strict=True)) / total
        spot = (round(x, 1), round(y, 1))
        crowd[spot] += 1  # those of one place stand in a spiral around it
        turn, out = crowd[spot] * _GOLDEN, spread * math.sqrt(crowd[spot])
        return (x + out * math.cos(turn), y + out * math.sin(turn))

    rank = set(hubs)
    for number, (_, kind, _) in enumerate(whole.points):
        if kind == "Trial":
            found[number] = beside(number, {h: found[h] for h in near[number] if h in rank}, 0.5)
    for number in concepts:
        if number not in rank:
            found[number] = beside(number, found, 0.9)
    return [(round(found[n][0], 2), round(found[n][1], 2)) for n in range(len(whole.points))]


def _hubs(hubs: list[int], near: Mapping[int, list[int]]) -> dict[int, Place]:
    """The most shared concepts, those near one another that the same trials have."""
    if not hubs:
        return {}
    row = {hub: place for place, hub in enumerate(hubs)}
    together: Counter[tuple[int, int]] = Counter()
    for trial in sorted({trial for hub in hubs for trial in near[hub]}):
        mine = sorted(row[c] for c in near[trial] if c in row)[:30]
        together.update((a, b) for i, a in enumerate(mine) for b in mine[i + 1 :])
    kept = sorted(together.items(), key=lambda pair: (-pair[1], pair[0]))[: 12 * len(hubs)]
    graph = igraph.Graph(n=len(hubs), edges=[pair for pair, _ in kept])
    igraph.set_random_number_generator(random.Random(_SEED))
    try:
        drawn = graph.layout_fruchterman_reingold(
            niter=300, seed=graph.layout_circle(), grid="nogrid", weights=[math.log1p(n) for _, n in kept] or None
        )
    finally:
        igraph.set_random_number_generator(random)
    # Lone concepts drift far out; drawing them in keeps the middle readable.
    middle = [sum(p[axis] for p in drawn) / len(drawn) for axis in (0, 1)]
    far = sorted(math.dist(p, middle) for p in drawn)[int(len(drawn) * 0.9)] or 1.0
    scale = 4.0 * math.sqrt(len(hubs)) / far

    def pulled(p: list[float]) -> Place:
        away = math.dist(p, middle) or 1.0
        factor = scale * (1.0 if away <= far else far / away * (1 + 0.25 * math.tanh(away / far - 1)))
        return ((p[0] - middle[0]) * factor, (p[1] - middle[1]) * factor)

    return {hub: pulled(drawn[place]) for hub, place in row.items()}


def data_of(whole: Map) -> dict[str, Any]:
    """What the page needs, in columns rather than records: a third of the size."""
    kinds = sorted({kind for _, kind, _ in whole.points}, key=list(KINDS).index)
    spots = places(whole)
    return {
        "kinds": [[kind, KINDS[kind].label, KINDS[kind].color] for kind in kinds],
        "ids": [path for path, _, _ in whole.points],
        "kind": [kinds.index(kind) for _, kind, _ in whole.points],
        "labels": [label for _, _, label in whole.points],
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "lines": [end for line in whole.lines for end in line],
        "things": THINGS,
    }


def answer_of(whole: Map) -> str:
    """What the map holds, in one line."""
    concepts = len(whole.points) - whole.trials
    return (
        f"{counted(whole.trials, 'trial')}, {counted(concepts, 'concept')}, {counted(len(whole.lines), 'link')}; "
        "what the same trials name lies together"
    )
