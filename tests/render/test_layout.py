"""Places: the same every time, columns by kind, nothing upon anything else."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from kg.render.layout import LARGEST, LARGEST_BY_COLUMNS, columns, organic, place
from kg.render.style import KINDS
from kg.render.view import View, ViewEdge, ViewNode


def web(size: int, seed: int = 1) -> View:
    chance = random.Random(seed)
    kinds = sorted(KINDS)
    nodes = tuple(ViewNode(f"n/{i:04d}", chance.choice(kinds), f"node number {i}", "") for i in range(size))
    edges = {tuple(chance.sample(range(size), 2)) for _ in range(size)} if size > 1 else set()
    return View(nodes, tuple(ViewEdge(nodes[a].id, nodes[b].id, "tests") for a, b in sorted(edges)))


@pytest.mark.parametrize("size", [1, 2, 30, 90, LARGEST_BY_COLUMNS, 161, 700])
def test_no_two_nodes_in_one_place(size: int) -> None:
    places = place(web(size))
    assert len(places) == len(set(places.values())) == size


@pytest.mark.parametrize("draw", [columns, organic])
def test_same_view_same_places(draw: object) -> None:
    assert callable(draw)
    assert draw(web(80)) == draw(web(80))
    assert draw(web(80)) != draw(web(80, seed=2))


def test_the_program_keeps_its_own_chance() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    organic(web(50))
    assert random.random() == expected


def test_columns_by_kind(view: View) -> None:
    places = place(view)
    for node in view.nodes:
        side = KINDS[node.kind].column
        x = places[node.id][0]
        assert (x > 0) == (side > 0)
        assert (x < 0) == (side < 0)
    assert len({places[node.id][0] for node in view.nodes if node.kind == "Drug"}) == 1


def test_rows_leave_room_for_labels(view: View) -> None:
    places = sorted(place(view).values())
    for (x, y), (u, v) in pairwise(places):
        assert x != u or v - y >= 26


def test_empty_and_enormous_views_have_no_places() -> None:
    assert place(View((), ())) == {}
    many = tuple(ViewNode(f"n/{i}", "Drug", "", "") for i in range(LARGEST + 1))
    assert place(View(many, ())) == {}
