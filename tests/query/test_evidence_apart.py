"""Questions about a build whose evidence is kept apart: the same answers, with evidence fetched trial by trial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import kg
from kg import apart, search
from kg.catalogue import CATALOGUE, Catalogue
from kg.errors import InputError
from kg.graph import Graph
from kg.query import listing, question, questions
from kg.query.listing import trials
from kg.shards import EVIDENCE
from kg.sparql import predicates
from kg.store import QUERY_PREFIXES, Store
from kg.terms import THINGS, expand

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The seeds with evidence apart."""
    out = tmp_path_factory.mktemp("apart") / "build"
    with kg.build(SEEDS, out, evidence="apart", page=False) as graph:
        yield graph


@pytest.mark.parametrize("limit", [0, 2])
@pytest.mark.parametrize("name", [each.name for each in questions()])
def test_the_answer_does_not_depend_on_where_evidence_is(
    parted: Graph, seed_graph: Graph, name: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_FEW", 2)  # so that it is fetched more than once
    assert parted.store.count("evidence") == 0
    assert parted.ask(name, limit=limit) == seed_graph.ask(name, limit=limit)


def test_only_what_a_question_asks_is_fetched(parted: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    whole = apart.chosen

    def counted(path, store, keys, only=None, about=(), below=None):  # type: ignore[no-untyped-def]
        found = whole(path, store, keys, only, about, below)
        sizes.append((found.count(), whole(path, store, keys).count()))
        return found

    monkeypatch.setattr(apart, "chosen", counted)
    assert len(parted.ask("surface-forms", concept="drug/bevacizumab"))
    assert sizes
    assert all(0 < some < everything / 2 for some, everything in sizes)


@pytest.mark.parametrize("name", [each.name for each in questions() if each.about])
def test_only_assertions_about_the_parameter_are_fetched(
    parted: Graph, seed_graph: Graph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects: set[str] = set()
    whole = apart.chosen

    def counted(path, store, keys, only=None, about=(), below=None):  # type: ignore[no-untyped-def]
        found = whole(path, store, keys, only, about, below)
        objects.update(value for _, value in found.matching(ox.NamedNode(expand("rdf:object")), None, "evidence"))
        return found

    monkeypatch.setattr(apart, "chosen", counted)
    (parameter,) = [each for each in question(name).parameters if each.name == question(name).about]
    answer = parted.ask(name, limit=0)
    assert len(answer)
    assert answer == seed_graph.ask(name, limit=0)
    assert objects == {THINGS + parameter.default}


def test_only_assertions_that_are_unsure_are_fetched(
    parted: Graph, seed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[float] = []
    whole = apart.chosen

    def counted(*given, **named):  # type: ignore[no-untyped-def]
        found = whole(*given, **named)
        kept.extend(float(v) for _, v in found.matching(ox.NamedNode(expand("tkg:confidence")), None, "evidence"))
        return found

    monkeypatch.setattr(apart, "chosen", counted)
    answer = parted.ask("least-certain-edges", limit=0)
    assert answer == seed_graph.ask("least-certain-edges", limit=0)
    assert question("least-certain-edges").below == 0.8
    assert len(kept) >= len({row[2:5] for row in answer}) > 0
    assert max(kept) < 0.8


def test_evidence_below_a_confidence_is_a_part_of_all(parted: Graph) -> None:
    assert parted.path is not None
    confidence = b"#confidence> \""
    with Catalogue.open(parted.path) as catalogue:
        for place in catalogue.places():
            whole = catalogue.read(place, EVIDENCE).splitlines()
            values = {float(line.split(b'"')[1]) for line in whole if confidence in line}
            for below in (0.0, min(values), 0.8, max(values), 2.0):
                (some,) = catalogue.evidence([place.key], (), below)
                assert set(some.splitlines()) <= set(whole)
                said = sorted(float(line.split(b'"')[1]) for line in some.splitlines() if confidence in line)
                assert said == sorted(
                    value for line in whole if confidence in line and (value := float(line.split(b'"')[1])) < below
                )


def test_evidence_about_some_terms_is_a_part_of_all(parted: Graph) -> None:
    assert parted.path is not None
    with Catalogue.open(parted.path) as catalogue:
        for place in catalogue.places():
            (everything,) = catalogue.evidence([place.key])
            assert everything == catalogue.read(place, EVIDENCE)
            lines = everything.splitlines()
            edge = next(line for line in lines if b"-syntax-ns#object> <" in line)
            term = edge.split(b" ")[2].decode()
            (some,) = catalogue.evidence([place.key], [term])
            assert set(some.splitlines()) < set(lines)
            assert edge in some.splitlines()
            stated = [line for line in lines if line.endswith(f"-syntax-ns#object> {term} .".encode())]
            assert some.count(b"-syntax-ns#object> ") == len(stated)
            cited = {line.split(b" ")[2] for line in some.splitlines() if b"#evidence> " in line}
            assert cited == {line.split(b" ")[0] for line in some.splitlines() if b"#exact> " in line}


@pytest.mark.parametrize("name", ["evidence-for-edge", "surface-forms"])
def test_a_common_concept_is_looked_for_in_the_trials(
    parted: Graph, seed_graph: Graph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_COMMON", 2)
    for concept in ("drug/bevacizumab", "condition/colorectal-neoplasms", "endpoint/overall-survival", "phase/phase-2"):
        for limit in (0, 1, 3):
            expected = seed_graph.ask(name, concept=concept, limit=limit)
            assert parted.ask(name, concept=concept, limit=limit) == expected, concept


def test_only_trials_that_name_the_concept_are_looked_at(parted: Graph) -> None:
    assert parted.path is not None
    there = apart.Evidence(parted.path, parted.store)
    concept = {"concept": ox.NamedNode(f"{THINGS}drug/regorafenib")}
    found = list(there.trials(question("surface-forms"), concept) or ())
    assert found == sorted(found)
    named = parted.query("SELECT DISTINCT ?t { ?t tkg:mentionsIntervention|tkg:givesDrug drug:regorafenib }")
    assert set(found) == {row[0] for row in named}
    assert len(found) == 2
    assert there.trials(question("designs"), {}) is None


def test_questions_about_some_trials_know_no_others(parted: Graph, seed_graph: Graph) -> None:
    for name in ("arms-of-trial", "contradictions", "misspellings"):
        rows = list(seed_graph.ask(name, limit=0))
        key = rows[-1][0].rpartition("/")[2]  # type: ignore[union-attr]
        assert list(parted.ask(name, [key], limit=0)) == [row for row in rows if row[0] == rows[-1][0]]


def test_trials_come_in_order_from_the_catalogue_too(parted: Graph) -> None:
    assert search.CATALOGUE == CATALOGUE
    assert len(list(search.catalogued(parted.store))) == parted.report["records"]["built"]
    assert parted.path is not None
    index = parted.path / "search.db"
    expected = list(trials(parted.store))
    index.rename(index.with_suffix(".away"))
    try:
        assert list(trials(parted.store)) == expected == sorted(expected)
    finally:
        index.with_suffix(".away").rename(index)


def test_keys_that_iris_do_not_hold_as_they_are_come_in_their_order(tmp_path: Path) -> None:
    keys = ["NCT00000001", "ISRCTN1", "a b", "a~b", "a%b", "CTRI/2018/1", "é", "zz", "NCT:1", "", "x]", "x^", "r-0"]
    with Catalogue.create(tmp_path) as catalogue:
        catalogue.connection.executemany("INSERT INTO trial (key) VALUES (?)", ((key,) for key in keys))
        catalogue.connection.execute("COMMIT")
    with Store.memory() as store:
        store.path = tmp_path / "store"
        found = list(trials(store))
    assert found == sorted(f"{THINGS}trial/{quote(key, safe='/-._~+:@')}" for key in keys)


def test_a_build_without_evidence_says_so(tmp_path: Path) -> None:
    with kg.build(next(SEEDS.iterdir()), tmp_path / "build", evidence="none", page=False) as graph:
        with pytest.raises(InputError, match="has none"):
            graph.ask("misspellings")
        assert len(graph.ask("build-run"))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p 5 }", "SELECT * { ?s ?p true }", "SELECT * { ?s ?p [] }",
        "SELECT * { [] ?p ?o }", "SELECT * { x:s ?p 'x' }", "SELECT * { ?s !x:p ?o }", "SELECT * { ?s !(x:p|x:q) ?o }",
        "SELECT * { ?s x:p ?o ; ?p 'x' }", "SELECT * { ?s nowhere:p ?o }", "DESCRIBE ?x { ?x x:p 1 }",
    ],
)  # fmt: skip
def test_queries_that_may_ask_for_any_predicate(query: str) -> None:
    assert predicates(query, {"x": "urn:"}) is None


def test_predicates_of_queries() -> None:
    query = """PREFIX y: <urn:y#> SELECT ?s ?o { # ?a ?b ?c
      { SELECT DISTINCT ?s ?o { ?s y:p/^x:q+ ?o , ?z OPTIONAL { ?s <urn:r> ?o } } GROUP BY ?s ?o } FILTER (?s!=?o) }"""
    assert predicates(query, {"x": "urn:x#"}) == {"urn:y#p", "urn:x#q", "urn:r"}


def test_questions_that_need_evidence_name_their_predicates() -> None:
    for each in questions():
        assert not each.evidence or predicates(each.sparql, QUERY_PREFIXES), each.name
    assert not question("build-run").evidence
