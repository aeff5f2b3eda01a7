"""Places of larger views: the same every time, nothing upon anything else. Columns are laid out in the browser."""

from __future__ import annotations

import random

import pytest

from kg.render.layout import LARGEST, organic, place
from kg.render.style import KINDS
from kg.render.view import View, ViewEdge, ViewNode


def web(size: int, seed: int = 1) -> View:
    chance = random.Random(seed)
    kinds = sorted(KINDS)
    nodes = tuple(ViewNode(f"n/{i:04d}", chance.choice(kinds), f"node number {i}", "") for i in range(size))
    edges = {tuple(chance.sample(range(size), 2)) for _ in range(size)} if size > 1 else set()
    return View(nodes, tuple(ViewEdge(nodes[a].id, nodes[b].id, "tests") for a, b in sorted(edges)))


@pytest.mark.parametrize("size", [1, 2, 30, 161, 700])
def test_no_two_nodes_in_one_place(size: int) -> None:
    places = place(web(size))
    assert len(places) == len(set(places.values())) == size


def test_same_view_same_places() -> None:
    assert place(web(80)) == place(web(80))
    assert place(web(80)) != place(web(80, seed=2))


def test_the_program_keeps_its_own_chance() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    organic(web(50))
    assert random.random() == expected


def test_empty_and_enormous_views_have_no_places() -> None:
    assert place(View((), ())) == {}
    many = tuple(ViewNode(f"n/{i}", "Drug", "", "") for i in range(LARGEST + 1))
    assert place(View(many, ())) == {}
