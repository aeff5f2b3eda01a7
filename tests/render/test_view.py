"""What a page shows: folded edges, their words, and nothing lost."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from sample_graph import HOSTILE, sample

import kg
from kg.errors import InputError, UnknownName
from kg.render.describe import short_title
from kg.render.evidence import Evidence, Field, Grounds
from kg.render.gather import gather
from kg.render.lookup import Graph, iri_of, path_of
from kg.render.style import KINDS, RELATIONS
from kg.render.view import View, ViewEdge, shorten
from kg.terms import curie_of


def edges(view: View, source: str, target: str) -> list[ViewEdge]:
    return [edge for edge in view.edges if (edge.source, edge.target) == (source, target)]


def test_same_store_same_view(view: View) -> None:
    assert gather(sample()) == view
    assert list(view.nodes) == sorted(view.nodes, key=lambda node: node.id)


def test_ends_of_edges_are_nodes(view: View) -> None:
    known = {node.id for node in view.nodes}
    assert {end for edge in view.edges for end in edge[:2]} <= known
    assert all(edge.relation in RELATIONS for edge in view.edges)
    assert all(node.kind in KINDS for node in view.nodes)


def test_every_extracted_edge_has_words(view: View) -> None:
    for edge in view.edges:
        assert edge.method == "vocabulary" or edge.evidence or edge.relation == "optional", edge
        for found in edge.evidence:
            assert found.end - found.start == len(found.quote)


def test_drugs_inside_regimens_are_reached(view: View) -> None:
    (node,) = (node for node in view.nodes if node.id == "drug/oxaliplatin")
    assert node.trials == ("NCT90000001", "NCT90000002", "r-0123456789abcdef")
    assert node.synonyms == ("Eloxatin", "L-OHP")
    assert node.codes[0].curie == "mesh:D000077150"


def test_outcomes_are_folded_into_edges(view: View) -> None:
    first, second = edges(view, "trial/NCT90000001", "endpoint/progression-free-survival")
    assert {first.relation, second.relation} == {"secondary"}
    assert {f.label: f.text for f in first.facts}["Time frame"] == "2 years"
    assert first.via[0][1:] == ("tkg:endpoint", "endpoint/progression-free-survival")
    assert not [node for node in view.nodes if node.id.endswith("NCT90000001-secondary-0")]


def test_what_maps_to_nothing_stays_in_sight(view: View) -> None:
    kinds = {node.id: node.kind for node in view.nodes}
    assert kinds["part/NCT90000003-intervention-2"] == "InterventionEntry"
    assert kinds["part/NCT90000003-primary-0"] == "OutcomeMeasure"


def test_arms_say_what_differs(view: View) -> None:
    (edge,) = edges(view, "part/NCT90000002-arm-1", "regimen/folfox")
    assert ("Route", "intravenous") in [(f.label, f.text) for f in edge.facts]
    (route,) = (f for f in edge.facts if f.label == "Route")
    assert route.evidence[0].quote == "intravenously"
    (optional,) = edges(view, "part/NCT90000002-arm-1", "drug/leucovorin")
    assert optional.relation == "optional"
    assert not edges(view, "part/NCT90000002-arm-0", "drug/leucovorin")


def test_prose_that_repeats_the_list_draws_no_line(view: View) -> None:
    assert [edge.relation for edge in edges(view, "trial/NCT90000001", "drug/nivolumab")] == []


def test_findings_are_facts_of_the_trial(view: View) -> None:
    (node,) = (node for node in view.nodes if node.id == "trial/NCT90000003")
    assert any(fact.label == "Finding" and "Zyxomorphin" in fact.text for fact in node.facts)


def test_some_trials_only() -> None:
    view = gather(sample(), trials=["NCT90000003"])
    assert [key for key, _ in view.trials] == ["NCT90000003"]
    assert "drug/oxaliplatin" not in {node.id for node in view.nodes}
    with pytest.raises(UnknownName, match="'NCT1' is no trial"):
        gather(sample(), trials=["NCT1"])
    with pytest.raises(UnknownName, match="names several trials"):
        gather(sample(), trials=["NCT9000"])


def test_around_a_concept() -> None:
    near = gather(sample(), concept="drug/budesonide", depth=1)
    assert {node.id for node in near.nodes} == {"drug/budesonide", "trial/NCT90000003"}
    assert near.start == "drug/budesonide"
    with pytest.raises(UnknownName):
        gather(sample(), concept="drug/nothing")


def test_an_empty_store_is_an_empty_view() -> None:
    assert gather(ox.Store()) == View((), ())


def test_hostile_labels_are_kept_verbatim(hostile_view: View) -> None:
    assert any(HOSTILE in node.full for node in hostile_view.nodes)


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("One here. Two is here. Three.", "Two", "Two is here."),
        ("alpha|beta gamma|delta", "gamma", "beta gamma"),
        ("No full stop", "full", "No full stop"),
        ("Ends in one. Goes to two.", "one. Goes", "Ends in one. Goes to two."),
        ("𝒳 means kinase. Then 𝒳 falls.", "falls", "Then 𝒳 falls."),
    ],
)
def test_quote_in_its_sentence(text: str, words: str, sentence: str) -> None:
    tkg, oa, thing = "https://w3id.org/trialkg/ontology#", "http://www.w3.org/ns/oa#", "https://w3id.org/trialkg/id/"
    store = ox.Store()

    def add(subject: str, predicate: str, target: ox.NamedNode | ox.Literal) -> None:
        store.add(ox.Quad(ox.NamedNode(thing + subject), ox.NamedNode(predicate), target))

    add("a", f"{tkg}evidence", ox.NamedNode(f"{thing}m"))
    add("m", f"{oa}exact", ox.Literal(words))
    add("m", f"{oa}start", ox.Literal(text.index(words)))
    add("m", f"{oa}end", ox.Literal(text.index(words) + len(words)))
    add("m", f"{oa}hasSource", ox.NamedNode(f"{thing}f"))
    add("f", f"{tkg}fieldName", ox.Literal("title"))
    add("f", f"{tkg}text", ox.Literal(text))
    (found,) = Grounds(Graph(store)).mentions(ox.NamedNode(f"{thing}a"))
    assert found.before + found.quote + found.after == sentence
    assert found == Evidence("title", text.index(words), text.index(words) + len(words), *found[3:])


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("A Phase II Study of Regorafenib in Liver Metastases", "Regorafenib in Liver Metastases"),
        ("The Efficacy and Safety of Drug X Combined With Y", "Drug X Combined With Y"),
        ("Exercise After Stroke: a Randomized Trial", "Exercise After Stroke: a Randomized Trial"),
        ("A Pilot Study of Yoga", "A Pilot Study of Yoga"),
        ("", ""),
    ],
)
def test_short_titles(title: str, short: str) -> None:
    assert short_title(title) == short


def test_names() -> None:
    assert shorten("x" * 40) == "x" * 27 + "…"
    assert curie_of("http://purl.obolibrary.org/obo/NCIT_C2039") == "NCIT:C2039"
    assert curie_of("http://elsewhere.example/x") == "http://elsewhere.example/x"
    for path in ("drug/bevacizumab", "http://elsewhere.example/x"):
        assert path_of(iri_of(path)) == path


def test_long_sentences_are_cut_around_the_words() -> None:
    field = Field("summary", "x" * 300 + "DRUG" + "y" * 300)
    assert field.around(300, 304) == ("…" + "x" * 220, "y" * 220 + "…")
    assert Field("summary", "x" * 220 + "DRUG" + "y" * 220).around(220, 224) == ("x" * 220, "y" * 220)
    assert Field("list", "one|a DRUG here|three").around(6, 10) == ("a ", " here")


@pytest.mark.parametrize("depth", [0, -1])
def test_a_depth_that_is_none_is_refused(seed_graph: kg.Graph, depth: int) -> None:
    with pytest.raises(InputError, match="give a depth of 1 or more"):
        seed_graph.html(concept="drug/bevacizumab", depth=depth)
