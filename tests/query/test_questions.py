"""Named questions: complete heads, typed parameters, names that resolve to concepts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import sample

from kg.errors import QueryError, ResourceError, UnknownName
from kg.query import Question, ask, question, questions, resolve, run
from kg.query.questions import TYPES, parse, term
from kg.store import Store
from kg.terms import THINGS

GOOD = "# question: Q?\n# why: W.\n# param: x concept drug/bevacizumab\nSELECT ?x { ?x a tkg:Drug }"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with sample.fill(Store.memory(), sample.extraction()) as store:
        yield store


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_every_question_parses_and_has_the_variables_it_declares(asked: Question) -> None:
    with Store.memory() as empty:
        values = {p.name: ox.NamedNode("x:y") for p in asked.parameters}
        empty.query(asked.sparql, bindings=values)
    assert asked.question.endswith("?")
    assert asked.why.endswith((".", "!"))


def test_there_are_thirty_questions_with_names_of_their_own() -> None:
    assert len({q.question for q in questions()}) == len(questions()) >= 30


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x {}", "needs one"),
        ("# question: Q?\nASK {}", "needs one"),
        ("# question: Q?\n# question: Q?\n# why: W.\nASK {}", "needs one"),
        (GOOD.replace("concept", "thing"), "NAME TYPE DEFAULT"),
        (GOOD.replace("drug/bevacizumab", ""), "NAME TYPE DEFAULT"),
        ("# about: nothing\n" + GOOD, "no parameter that is a concept"),
    ],
)
def test_a_head_that_is_not_complete_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ResourceError, match=rf"odd\.rq.*{message}"):
        parse("odd", text)


def test_a_question_from_a_directory(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text(GOOD, encoding="utf-8")
    (found,) = questions(tmp_path)
    assert (found.name, found.question, found.why) == ("b", "Q?", "W.")
    assert [(p.name, p.type, p.default) for p in found.parameters] == [("x", "concept", "drug/bevacizumab")]


@pytest.mark.parametrize(
    "value",
    [
        "drug/bevacizumab",
        "drug:bevacizumab",
        "https://w3id.org/trialkg/id/drug/bevacizumab",
        "mesh:D000068258",
        "NCIT:C2039",
        "ncit:C2039",
        "MESH:D000068258",
        "<https://w3id.org/trialkg/id/drug/bevacizumab>",
        "id:drug/bevacizumab",
        "Drug:bevacizumab",
        " drug/bevacizumab ",
        "bevacizumab",
        "Bevacizumab",
        "AVASTIN",
        "rhuMAb VEGF",
        "Bevacizumba",
    ],
)
def test_a_concept_by_id_code_name_or_misspelling(store: Store, value: str) -> None:
    assert resolve(store, value).value == "https://w3id.org/trialkg/id/drug/bevacizumab"


@pytest.mark.parametrize(
    "value",
    ["aspirin", "drug/aspirin", "mesh:D0", "", "<", "<>", "id:", "x:y", "\udcff", "> <", 'a" } #', "http://[", "://"],
)
def test_a_concept_that_is_not_there_is_named(store: Store, value: str) -> None:
    with pytest.raises(UnknownName, match="no concept"):
        resolve(store, value)


def test_a_near_name_is_offered(store: Store) -> None:
    with pytest.raises(UnknownName, match="perhaps bevacizumab"):
        resolve(store, "bevacizumabb")


def test_a_preferred_name_counts_before_other_names() -> None:
    with Store.memory() as store:
        for path, field in (("drug/a", "altLabel"), ("drug/b", "prefLabel"), ("drug/c", "hiddenLabel")):
            store.load_lines(
                [f'<https://w3id.org/trialkg/id/{path}> <http://www.w3.org/2004/02/skos/core#{field}> "Gold" .']
            )
        assert resolve(store, "gold").value.endswith("drug/b")


def test_a_name_of_several_concepts_is_not_guessed() -> None:
    with Store.memory() as store:
        for path in ("drug/a", "endpoint/b"):
            store.load_lines(
                [f'<https://w3id.org/trialkg/id/{path}> <http://www.w3.org/2004/02/skos/core#altLabel> "OS" .']
            )
        with pytest.raises(UnknownName, match="drug/a, endpoint/b"):
            resolve(store, "os")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("text", 'a" }', ox.Literal('a" }')),
        ("integer", "42", ox.Literal("42", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
        ("decimal", "0.5", ox.Literal("0.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ("iri", "tkg:tests", ox.NamedNode("https://w3id.org/trialkg/ontology#tests")),
        ("iri", "https://example.org/a", ox.NamedNode("https://example.org/a")),
    ],
)
def test_values_become_terms(store: Store, kind: str, value: str, expected: ox.Literal | ox.NamedNode) -> None:
    assert kind in TYPES
    assert term(store, kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1.5"), ("integer", "1 } #"), ("integer", ""), ("integer", "9" * 30), ("integer", "١"),
        ("decimal", "1e3"), ("decimal", "."), ("iri", "no colon"), ("iri", "a:b c"),
        ("iri", "http://[x"),
    ],
)  # fmt: skip
def test_values_of_the_wrong_type_are_refused(store: Store, kind: str, value: str) -> None:
    with pytest.raises(QueryError):
        term(store, kind, value)


def test_a_trial_has_several_names(store: Store) -> None:
    key = str(store.query("SELECT ?t { ?t a tkg:Trial } LIMIT 1").__next__()[0].value).rpartition("/")[2]
    node = ox.NamedNode(f"https://w3id.org/trialkg/id/trial/{key}")
    for name in (key, f" {key} ", f"trial:{key}", f"trial/{key}", node.value, f"<{node.value}>"):
        assert term(store, "trial", name) == node


@pytest.mark.parametrize("value", ["a b", "x>", "NCT09999999", ""])
def test_a_trial_that_is_not_there_is_told(store: Store, value: str) -> None:
    with pytest.raises(UnknownName, match="no trial"):
        term(store, "trial", value)


def test_asking_with_the_default_and_with_a_value(store: Store) -> None:
    name = "trials-giving-drug"
    default = ask(store, name)
    assert len(default) > 0
    assert list(ask(store, name, {"drug": "Avastin"})) == list(default)
    assert len(ask(store, name, {"drug": "CPT-11"})) > 0
    assert len(ask(store, name, {"drug": "placebo"})) == 0  # a placebo is no drug


def test_a_default_that_the_build_lacks_answers_with_nothing() -> None:
    with Store.memory() as empty:
        assert len(ask(empty, "trials-giving-drug")) == 0
        with pytest.raises(UnknownName):
            ask(empty, "trials-giving-drug", {"drug": "drug/bevacizumab"})


@pytest.mark.parametrize("asked", questions(), ids=lambda q: q.name)
def test_a_question_of_the_facts_has_the_same_answer_there(store: Store, asked: Question) -> None:
    if not asked.union:
        bindings = {p.name: ox.NamedNode(THINGS + p.default) for p in asked.parameters}
        assert run(store, asked.sparql, bindings) == run(store, asked.sparql, bindings, union=False)


def test_a_question_says_which_graphs_it_needs() -> None:
    assert parse("x", GOOD).union
    assert not parse("x", f"# graphs: facts\n{GOOD}").union
    with pytest.raises(ResourceError, match="facts, run or all"):
        parse("x", f"# graphs: some\n{GOOD}")


def test_what_does_not_exist_is_named(store: Store) -> None:
    with pytest.raises(UnknownName, match="perhaps trials-giving-drug"):
        question("trials-giving-drugs")
    with pytest.raises(UnknownName, match=r"no parameter 'drugs'.*drug"):
        ask(store, "trials-giving-drug", {"drugs": "x"})
