"""Presets answer their questions: the right things in the right lanes, nothing invented, and a query that agrees."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from sample_graph import HOSTILE, sample

from kg.errors import InputError, UnknownName
from kg.render.lookup import iri_of
from kg.render.presets import PRESETS, Wanted, preset
from kg.render.style import KINDS, RELATIONS
from kg.render.view import View, ViewNode
from kg.store import Store

ASKED: dict[str, dict[str, object]] = {
    "trial": {"trials": ["NCT90000002"]},
    "compare": {"trials": ["NCT90000001", "NCT90000002"]},
    "landscape": {"concept": "stomach cancer"},
    "drug": {"concept": "oxaliplatin"},
    "endpoints": {"concept": "overall survival"},
    "ontology": {},
}


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(sample(), None)


def draw(store: Store, name: str, **asked: object) -> View:
    return preset(name, Wanted(store, **asked))  # type: ignore[arg-type]


def lane(view: View, name: str) -> set[str]:
    return {node.id for node in view.nodes if node.lane == name}


def node(view: View, path: str) -> ViewNode:
    return next(node for node in view.nodes if node.id == path)


def links(view: View) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.relation, edge.target) for edge in view.edges}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_whole(store: Store, name: str) -> None:
    view = draw(store, name, **ASKED[name])
    assert view == draw(store, name, **ASKED[name])
    known, lanes = {one.id for one in view.nodes}, dict(view.scene.lanes)
    assert view.nodes
    assert view.edges
    assert {end for edge in view.edges for end in edge[:2]} <= known
    assert all(one.lane in lanes for one in view.nodes)
    assert all(one.kind in KINDS for one in view.nodes)
    assert {edge.relation for edge in view.edges} <= RELATIONS.keys() | dict(view.scene.relations).keys()
    assert view.scene.question.endswith("?")
    assert view.scene.answer
    assert view.scene.preset == name
    for edge in view.edges:  # nothing is drawn without its reason
        assert edge.method == "vocabulary" or edge.evidence or edge.relation in ("optional", "what", "clock"), edge


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "ontology"])
def test_the_query_yields_what_is_drawn(store: Store, name: str) -> None:
    """Every trial, arm and concept of the picture is an answer of its query, but for what the view itself folds in."""
    view = draw(store, name, **ASKED[name])
    answer = store.query(view.scene.query)
    assert isinstance(answer, ox.QuerySolutions)
    found = {cell.value for row in answer for cell in row if isinstance(cell, ox.NamedNode)}
    asked = {view.start} if view.start else set()
    kinds = {"Trial", "Endpoint", "Drug"} - ({"Trial"} if name == "compare" else set())
    drawn = {iri_of(one.id) for one in view.nodes if one.kind in kinds and one.id not in asked}
    parts = {edge.target for edge in view.edges if edge.relation == "component"}
    assert drawn - {iri_of(part) for part in parts} <= found


def test_trial_shows_arms_by_route_and_outcomes_by_role(store: Store) -> None:
    view = draw(store, "trial", trials=["NCT90000002"])
    assert lane(view, "arms") == {"part/NCT90000002-arm-0", "part/NCT90000002-arm-1"}
    assert lane(view, "primary") == {"endpoint/overall-survival"}
    assert lane(view, "secondary") == {"endpoint/objective-response-rate"}
    (way,) = lane(view, "ways")
    assert node(view, way).full == "intravenous"
    assert ("part/NCT90000002-arm-1", "administration", way) in links(view)
    assert (way, "what", "regimen/folfox") in links(view)
    assert ("part/NCT90000002-arm-0", "gives", "regimen/capox") in links(view)  # by no route that is told
    assert ("part/NCT90000002-arm-1", "optional", "drug/leucovorin") in links(view)
    assert ("trial/NCT90000002", "tests", "regimen/capox") not in links(view)  # the arm says it already
    assert ("trial/NCT90000002", "tests", "procedure/gastrectomy") in links(view)


def test_trial_is_named_by_the_beginning_of_its_key(store: Store) -> None:
    assert draw(store, "trial", trials=["r-0123"]).trials[0][0] == "r-0123456789abcdef"
    with pytest.raises(UnknownName, match="names several trials"):
        draw(store, "trial", trials=["NCT9"])
    with pytest.raises(UnknownName, match="is no trial of this build"):
        draw(store, "trial", trials=["NCT1"])
    with pytest.raises(InputError, match="needs --trial KEY: this build has 4 trials, such as NCT90000001"):
        draw(store, "trial")


def test_compare_two_trials(store: Store) -> None:
    view = draw(store, "compare", trials=["NCT90000001", "NCT90000002"])
    assert lane(view, "A") == {"trial/NCT90000001"}
    assert lane(view, "B") == {"trial/NCT90000002"}
    assert lane(view, "both0") == {"condition/gastric-neoplasms"}
    assert {"drug/oxaliplatin", "drug/fluorouracil"} <= lane(view, "both1")
    assert "drug/nivolumab" in lane(view, "a1")
    assert "drug/capecitabine" in lane(view, "b1")
    assert "endpoint/overall-survival" in lane(view, "both2")
    response = node(view, "instrument/recist-1.1")
    assert response.lane == "both2"
    other = draw(store, "compare", trials=["NCT90000002", "NCT90000001"])
    assert lane(other, "A") == {"trial/NCT90000002"}  # in the order in which they were named


def test_compare_marks_what_is_not_the_same(store: Store) -> None:
    view = draw(store, "compare", trials=["NCT90000003", "r-0123456789abcdef"])
    events = node(view, "endpoint/adverse-events")
    assert events.lane == "both2"
    assert events.differs
    assert events.note == "other | primary"
    assert [fact.text.rsplit(": ", 1)[1] for fact in events.facts[:2]] == ["other outcome", "primary outcome"]
    same = draw(store, "compare", trials=["NCT90000001", "NCT90000002"])
    assert not node(same, "condition/gastric-neoplasms").differs


def test_compare_two_arms(store: Store) -> None:
    view = draw(store, "compare", trials=["NCT90000002"])
    assert lane(view, "A") == {"part/NCT90000002-arm-0"}
    assert "drug/oxaliplatin" in lane(view, "both1")
    assert "drug/capecitabine" in lane(view, "a1")
    assert "route/intravenous" in lane(view, "b1")
    with pytest.raises(InputError, match="0 arms, so there is nothing to compare"):
        draw(store, "compare", trials=["NCT90000003"])
    with pytest.raises(InputError, match="takes two trials"):
        draw(store, "compare", trials=["NCT90000001", "NCT90000002", "NCT90000003"])


def test_landscape_of_a_condition(store: Store) -> None:
    view = draw(store, "landscape", concept="condition/asthma")  # reached through severe asthma too
    assert lane(view, "trial") == {"trial/NCT90000003"}
    assert lane(view, "given") == {"drug/budesonide", "placebo/placebo"}
    assert lane(view, "endpoint") == {"endpoint/adverse-events"}
    stomach = draw(store, "landscape", concept="stomach cancer")
    assert node(stomach, "drug/oxaliplatin").note == "3"
    assert ("trial/NCT90000002", "inside", "drug/capecitabine") in links(stomach)
    assert not {n.kind for n in stomach.nodes} & {"Regimen", "Combination"}
    everything = draw(store, "landscape")
    assert len(lane(everything, "trial")) == 4


def test_drug_directly_and_inside(store: Store) -> None:
    view = draw(store, "drug", concept="Eloxatin")
    assert lane(view, "direct") == {"trial/r-0123456789abcdef"}
    assert lane(view, "inside") == {"trial/NCT90000001", "trial/NCT90000002"}
    assert {"regimen/folfox", "regimen/capox"} <= lane(view, "sets")
    assert ("regimen/folfox", "component", "drug/oxaliplatin") in links(view)
    assert "drug/fluorouracil" not in {one.id for one in view.nodes}
    assert "1 give it itself, 2 only inside" in view.scene.answer
    with pytest.raises(InputError, match="needs a drug"):
        draw(store, "drug")
    with pytest.raises(UnknownName, match="perhaps oxaliplatin"):
        draw(store, "drug", concept="oxaliplatine")


def test_endpoints_by_instrument(store: Store) -> None:
    view = draw(store, "endpoints")
    assert ("endpoint/progression-free-survival", "instrument", "instrument/recist-1.1") in links(view)
    assert ("endpoint/overall-survival", "instrument", "instrument/recist-1.1") not in links(view)
    one = draw(store, "endpoints", concept="objective response rate")
    assert lane(one, "trial") == {"trial/NCT90000002"}
    assert lane(one, "clock") == {"#clock-unsaid"}
    assert lane(one, "instrument") == {"instrument/recist-1.1"}


def test_endpoints_by_clock() -> None:
    handle = sample()
    thing, tkg = "https://w3id.org/trialkg/id/", "https://w3id.org/trialkg/ontology#"
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for event, name in (("randomization", "randomization"), ("death", "death"), ("treatment-start", "first dose")):
        handle.add(ox.Quad(ox.NamedNode(f"{thing}event/{event}"), label, ox.Literal(name)))
    for key, start in (("NCT90000001", "randomization"), ("NCT90000002", "treatment-start")):
        outcome = ox.NamedNode(f"{thing}part/{key}-primary-0")
        for prop, event in (("startEvent", start), ("endEvent", "death")):
            handle.add(ox.Quad(outcome, ox.NamedNode(tkg + prop), ox.NamedNode(f"{thing}event/{event}")))
    view = draw(Store(handle, None), "endpoints", concept="overall survival")
    clocks = {one.full: one.trials for one in view.nodes if one.kind == "Clock"}
    assert clocks == {"randomization → death": ("NCT90000001",), "first dose → death": ("NCT90000002",)}
    assert "2 definitions" in view.scene.answer


def test_ontology_counts(store: Store) -> None:
    view = draw(store, "ontology")
    trial = node(view, "https://w3id.org/trialkg/ontology#Trial")
    assert trial.note == "4"
    drugs = node(view, "https://w3id.org/trialkg/ontology#Drug")
    edge = next(e for e in view.edges if e.relation == "tkg:hasComponent" and e.target == drugs.id)
    assert edge.source.endswith(("Regimen", "Combination"))
    assert not view.trials


@pytest.mark.parametrize("name", ["landscape", "drug", "endpoints"])
def test_nothing_found_says_so(store: Store, name: str) -> None:
    concept = {"landscape": "drug/budesonide", "drug": "endpoint/overall-survival", "endpoints": "condition/asthma"}
    view = draw(store, name, concept=concept[name])
    assert view.nodes == ()
    assert view.scene.empty.startswith("No trial of this build")


@pytest.mark.parametrize("name", PRESETS)
def test_an_empty_build(name: str) -> None:
    empty = Store(ox.Store(), None)
    wrong = {"drug": "needs a drug", "compare": "nothing to compare"}
    if name in wrong:
        with pytest.raises(InputError, match=wrong[name]):
            draw(empty, name)
    else:
        view = draw(empty, name)
        assert view.nodes == ()
        assert view.scene.empty


@pytest.mark.parametrize("name", ["trial", "compare", "landscape", "endpoints", "ontology"])
def test_hostile_names_are_only_values(name: str) -> None:
    hostile = Store(sample(HOSTILE), None)
    asked = {key: value for key, value in ASKED[name].items() if key != "concept"}
    view = draw(hostile, name, **asked)
    assert view.nodes
    store_answer = hostile.query(view.scene.query)  # the query still parses, and holds no text of a record
    assert isinstance(store_answer, ox.QuerySolutions)
    assert "owned" not in view.scene.query


def test_no_such_preset(store: Store) -> None:
    with pytest.raises(UnknownName, match="there are trial, compare"):
        draw(store, "galaxy")
