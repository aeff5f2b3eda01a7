"""The first rows of an answer: those that the query as written would begin with, whatever way they were found."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

import kg.query.listing as listing
from kg.errors import QueryError, ResourceError
from kg.graph import Graph
from kg.query import Question, ask, questions, run
from kg.query.questions import parse
from kg.store import Store
from kg.terms import ONTOLOGY, THINGS

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LISTED = """# question: Which?
# why: A test.
# graphs: facts
# by: trial
SELECT ?trial ?n WHERE { ?trial tkg:enrollment ?n }
ORDER BY ?trial DESC(?n)
"""


@pytest.fixture(scope="module")
def many() -> Store:
    """Three hundred trials; every second one has two numbers, the 250th has a third."""
    store = Store.memory()
    quads = []
    for i in range(300):
        trial = ox.NamedNode(f"{THINGS}trial/NCT{i:08}")
        quads.append(ox.Quad(trial, RDF_TYPE, ox.NamedNode(f"{ONTOLOGY}Trial")))
        numbers = (9, 10) * (i % 2) + (5,) * (i == 250)
        quads += [ox.Quad(trial, ox.NamedNode(f"{ONTOLOGY}enrollment"), ox.Literal(n)) for n in numbers]
    store.handle.extend(quads)
    return store


def _as_written(store: Store, asked: Question) -> list[tuple[object, ...]]:
    return list(run(store, asked.sparql, union=asked.union))


@pytest.mark.parametrize("limit", [1, 2, 99, 100, 298, 299, 300, 301, 302, 1000, 0])
def test_the_first_rows_are_those_of_the_query_as_written(many: Store, limit: int) -> None:
    asked = parse("listed", LISTED)
    expected = _as_written(many, asked)
    assert len(expected) == 301
    table = listing.listed(many, asked, {}, limit)
    assert list(table) == expected[: limit or None]
    assert table.more == (0 < limit < 301)


def test_rare_rows_are_found_at_once(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_BATCH", 8)
    monkeypatch.setattr(listing, "_SAMPLE", 16)
    asked = parse("rare", LISTED.replace("?n }", "?n FILTER (?n = 5) }"))
    table = listing.listed(many, asked, {}, 10)
    assert list(table) == _as_written(many, asked) == [(f"{THINGS}trial/NCT00000250", 5)]
    assert not table.more


def test_only_trials_that_meet_the_pattern_are_looked_at(many: Store) -> None:
    asked = parse("some", LISTED.replace("# by: trial", "# by: trial\n# having: ?trial tkg:enrollment 5"))
    assert list(listing.listed(many, asked, {}, 1)) == [(f"{THINGS}trial/NCT00000250", 5)]


def test_an_answer_without_rows_is_not_asked_for_again(many: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LISTED.replace("# by: trial", "# by: trial\n# having: ?trial tkg:enrollment 10")
    asked = parse("none", text.replace("?n }", "?n FILTER (?n = 7) }"))
    told = []
    plain = listing.run
    monkeypatch.setattr(listing, "run", lambda *args, **named: told.append(args[2]) or plain(*args, **named))
    assert not listing.listed(many, asked, {}, 10)
    assert told
    assert all("trial" in bindings for bindings in told)


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_an_answer_has_the_rows_of_its_query_in_its_order(seed_graph: Graph, asked: Question) -> None:
    bindings = {p.name: ox.NamedNode(THINGS + p.default.replace("r-80", "trial/r-80")) for p in asked.parameters}
    table = ask(seed_graph.store, asked.name, {"limit": 0})
    written = run(seed_graph.store, asked.sparql, bindings, union=asked.union)

    def cell(value: object) -> object:  # what a group joins comes in any order, and nothing joined is an empty cell
        return (sorted(re.split(" / |, ", value)) if value else None) if isinstance(value, str) else value

    def comparable(rows: object) -> list[tuple[object, ...]]:
        return [tuple(map(cell, row)) for row in rows]  # type: ignore[attr-defined]

    assert sorted(map(repr, comparable(table))) == sorted(map(repr, comparable(written)))
    for name, _ in asked.order[:1]:
        assert table.column(name) == written.column(name)
    for limit in (1, 3):
        assert list(ask(seed_graph.store, asked.name, {"limit": limit})) == list(table)[:limit]


def test_order_is_by_value_with_nothing_first() -> None:
    def number(text: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))

    terms = [ox.Literal("b"), number("10"), number("9.5"), None, ox.NamedNode("x:y"), ox.Literal("B")]
    expected = [None, ox.NamedNode("x:y"), number("9.5"), number("10"), ox.Literal("B"), ox.Literal("b")]
    assert sorted(terms, key=listing._key) == expected


@pytest.mark.parametrize(
    "text",
    [
        LISTED.replace("DESC(?n)", "DESC(STR(?n))"),
        LISTED.replace("# by: trial", "# by: n"),
        LISTED.replace("# by: trial", "# below: all"),
        LISTED.replace("BY ?trial ", "BY "),
        LISTED.replace("BY ?trial ", "BY DESC(?trial) "),
        LISTED.replace("# by: trial", "# by: trial n x"),
        LISTED.replace("# by: trial", "# by: n").replace("BY ?trial DESC(?n)", "BY ?n ?trial"),
    ],
)
def test_an_order_that_cannot_be_kept_is_an_error(text: str) -> None:
    with pytest.raises(ResourceError):
        parse("odd", text)


@pytest.mark.parametrize("limit", ["-1", "x", "1.5", "", "9" * 12])
def test_a_limit_that_is_none_is_refused(seed_graph: Graph, limit: str) -> None:
    with pytest.raises(QueryError, match="limit"):
        seed_graph.ask("designs", limit=limit)
    assert len(seed_graph.ask("designs", limit="2")) == 2


@pytest.mark.parametrize("crowd", [1, 2, 5_000])
@pytest.mark.parametrize("limit", [1, 2, 7, 18, 19, 20, 0])
def test_rows_whose_order_begins_with_a_number_come_trial_by_trial(
    limit: int, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trial has rows that stand before and after those of others; ties go by the trial."""
    monkeypatch.setattr(listing, "_BATCH", 2)
    monkeypatch.setattr(listing, "_CROWD", crowd)
    store = Store.memory()
    numbers = ((3, 1), (1,), (2, 2, 9), (), (1, 5), (9, 9), (1, 2, 3, 4), (7,), (3, 3), (1, 8), (4, 6, 1))
    for i, found in enumerate(numbers):
        trial = ox.NamedNode(f"{THINGS}trial/NCT{i:08}")
        store.handle.add(ox.Quad(trial, RDF_TYPE, ox.NamedNode(f"{ONTOLOGY}Trial")))
        if found:
            store.handle.add(ox.Quad(trial, ox.NamedNode(f"{ONTOLOGY}plannedArms"), ox.Literal(min(found))))
        store.handle.extend(
            ox.Quad(trial, ox.NamedNode(f"{ONTOLOGY}enrollment"), ox.Literal(n)) for n in found
        )
    asked = parse(
        "numbers",
        "# question: Which?\n# why: A test.\n# graphs: facts\n# by: n trial\n"
        "# having: ?trial tkg:plannedArms ?least .\n"
        "SELECT ?n ?trial WHERE { ?trial tkg:enrollment ?n }\nORDER BY ?n ?trial\n",
    )
    expected = _as_written(store, asked)
    assert len(expected) == 19
    table = listing.listed(store, asked, {}, limit)
    assert list(table) == expected[: limit or None]
    assert table.more == (0 < limit < 19)


def test_rows_that_wait_for_others_are_not_sorted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each trial has its least certain rows first and most rows come last, all wait until the end."""
    monkeypatch.setattr(listing, "_BATCH", 2)
    asked = parse(
        "numbers",
        "# question: Which?\n# why: A test.\n# graphs: facts\n# by: n trial\n"
        "# having: ?trial tkg:plannedArms ?least .\n"
        "SELECT ?n ?trial WHERE { ?trial tkg:enrollment ?n }\nORDER BY ?n ?trial\n",
    )
    plain = listing._key
    compared: list[int] = []
    monkeypatch.setattr(listing, "_key", lambda term: compared.append(1) or plain(term))  # type: ignore[func-returns-value]
    costs = []
    for size in (40, 160):
        store = Store.memory()
        for i in range(size):
            trial = ox.NamedNode(f"{THINGS}trial/NCT{i:08}")
            store.handle.add(ox.Quad(trial, ox.NamedNode(f"{ONTOLOGY}plannedArms"), ox.Literal(i)))
            store.handle.extend(
                ox.Quad(trial, ox.NamedNode(f"{ONTOLOGY}enrollment"), ox.Literal(n)) for n in (i, 1_000 + i, 2_000 - i)
            )
        compared.clear()
        table = listing.listed(store, asked, {}, 0)
        assert list(table) == _as_written(store, asked)
        costs.append(len(compared))
    assert costs[1] < 5 * costs[0]  # four times as many rows


@pytest.mark.parametrize("falls", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 5, 6, 7, 11, 12, 13, 0])
def test_rows_whose_order_begins_with_a_number_alone_come_number_by_number(
    limit: int, falls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pattern finds more than there are rows: four things have a number and no name."""
    store = Store.memory()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    for i, number in enumerate((5, 10, 10, 9, 1, 1, 1, 2, 5, 12, 30, 30, 2, 1, 5, 1)):
        node = ox.NamedNode(f"{THINGS}short-form/{i}")
        store.handle.add(ox.Quad(node, ox.NamedNode(f"{ONTOLOGY}meaningCount"), ox.Literal(number)))
        if i not in (2, 10, 11, 12):
            store.handle.add(ox.Quad(node, label, ox.Literal(f"name {-i}")))
    text = (
        "# question: Which?\n# why: A test.\n# graphs: facts\n# by: n\n# having: ?s tkg:meaningCount ?n\n"
        "SELECT ?n ?name WHERE { ?s tkg:meaningCount ?n ; rdfs:label ?name }\nORDER BY DESC(?n) ?name\n"
    )
    asked = parse("numbers", text if falls else text.replace("DESC(?n)", "?n"))
    expected = _as_written(store, asked)
    assert len(expected) == 12
    seen: list[int] = []
    plain = listing._find
    monkeypatch.setattr(listing, "_find", lambda *given: seen.append(len(found := plain(*given))) or found)
    table = listing.listed(store, asked, {}, limit)
    assert list(table) == expected[: limit or None]
    assert table.more == (0 < limit < 12)
    assert sum(seen) < 12 or limit in (0, 7, 11, 12, 13)


@pytest.mark.parametrize("many", [1, 3, 5_000])
def test_it_does_not_matter_how_trials_that_can_have_rows_are_found(
    many: int, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {each.name: list(seed_graph.ask(each.name, limit=2)) for each in questions() if each.having}
    monkeypatch.setattr(listing, "_MANY", many)
    monkeypatch.setattr(listing, "_CROWD", 1 if many == 3 else 5_000)
    monkeypatch.setattr(listing, "_SAMPLE", 2)
    monkeypatch.setattr(listing, "_BATCH", 2)
    for name, rows in expected.items():
        assert list(seed_graph.ask(name, limit=2)) == rows, name


def test_an_order_before_the_trial_needs_a_pattern() -> None:
    with pytest.raises(ResourceError, match="least"):
        parse("odd", LISTED.replace(": trial", ": n trial").replace("BY ?trial DESC(?n)", "BY ?n ?trial"))
