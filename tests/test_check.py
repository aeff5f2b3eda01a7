"""Checks: a sound graph passes, every kind of damage is found, and a SHACL processor says the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import sample
from pyshacl import validate

from kg.check import check, query_checks, shape_checks
from kg.errors import ResourceError
from kg.graph import Graph
from kg.query.table import short
from kg.resources import resource
from kg.store import Store
from kg.terms import PREFIXES, THINGS, expand

TRIAL = ox.NamedNode(f"{THINGS}trial/NCT00000001")
SH = rdflib.Namespace(PREFIXES["sh"])


@pytest.fixture
def store() -> Iterator[Store]:
    with sample.fill(Store.memory(), sample.extraction()) as store:
        yield store


def _node(path: str) -> ox.NamedNode:
    return ox.NamedNode(THINGS + path)


def _curie(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def _part(name: str) -> ox.NamedNode:
    return _node(f"part/NCT00000001-{name}")


def _remove(store: Store, subject: ox.NamedNode | None, predicate: str) -> None:
    for quad in list(store.handle.quads_for_pattern(subject, _curie(predicate), None)):
        store.handle.remove(quad)


def _add(store: Store, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    store.handle.add(ox.Quad(subject, _curie(predicate), value))


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_curie("xsd:integer"))


def test_a_sound_graph_has_no_problems(store: Store) -> None:
    assert check(store) == []


DAMAGE = {
    "Trial dcterms:identifier": lambda s: _remove(s, TRIAL, "dcterms:identifier"),
    "Trial tkg:enrollment": lambda s: _add(s, TRIAL, "tkg:enrollment", ox.Literal("many")),
    "Trial tkg:studies": lambda s: _add(s, TRIAL, "tkg:studies", _node("drug/bevacizumab")),
    "Trial tkg:minimumAgeYears": lambda s: _add(s, TRIAL, "tkg:minimumAgeYears", _integer(-1)),
    "Trial tkg:startDate": lambda s: _add(s, TRIAL, "tkg:startDate", _integer(2020)),
    "OutcomeMeasure rdfs:label": lambda s: _add(s, _part("primary-0"), "rdfs:label", ox.Literal("another")),
    "Arm tkg:armRole": lambda s: _add(s, _part("arm-1"), "tkg:armRole", ox.Literal("villain")),
    "Assertion tkg:confidence": lambda s: [_remove(s, None, "tkg:confidence")],
    "Mention oa:start": lambda s: _add(s, _part("mention-title-0-11"), "oa:start", _integer(11)),
    "SourceRecord tkg:recordHash": lambda s: _add(s, _part("record"), "tkg:recordHash", ox.Literal("xyz")),
    "Combination tkg:hasComponent": lambda s: _add(s, _node("combination/x"), "rdf:type", _curie("tkg:Combination")),
    "skos:Concept skos:exactMatch": lambda s: _add(s, _node("drug/bevacizumab"), "skos:exactMatch", ox.Literal("C1")),
    "mention-not-verbatim": lambda s: _add(s, _part("mention-title-0-11"), "oa:exact", ox.Literal("Bevacizumab")),
    "edge-without-assertion": lambda s: _add(s, TRIAL, "tkg:comparator", _node("drug/bevacizumab")),
    "assertion-without-edge": lambda s: _remove(s, TRIAL, "tkg:comparator"),
    "undefined-name": lambda s: _add(s, TRIAL, "tkg:treats", _node("condition/liver-metastasis")),
    "class-without-its-broader": lambda s: s.handle.remove(
        ox.Quad(_node("drug/bevacizumab"), _curie("rdf:type"), _curie("tkg:Intervention"))
    ),
    "untyped-thing": lambda s: _add(s, TRIAL, "tkg:studies", _node("condition/forgotten")),
    "circle-of-concepts": lambda s: _add(s, _node("endpoint/survival"), "skos:broader",
                                         _node("endpoint/progression-free-survival")),
    "code-of-two-concepts": lambda s: _add(s, _node("drug/irinotecan"), "skos:exactMatch", _curie("NCIT:C2039")),
    "label-of-two-kinds": lambda s: _add(s, _node("drug/irinotecan"), "skos:hiddenLabel", ox.Literal("CPT-11")),
    "shortcut-missing": lambda s: _remove(s, TRIAL, "tkg:tests"),
    "drug-shortcut-missing": lambda s: _remove(s, TRIAL, "tkg:givesDrug"),
    "drug-shortcut-unfounded": lambda s: _add(s, TRIAL, "tkg:givesDrug", _node("drug/unused")),
    "outcome-without-role": lambda s: _remove(s, TRIAL, "tkg:hasOtherOutcome"),
    "blank-node": lambda s: s.handle.add(ox.Quad(ox.BlankNode("b"), _curie("rdfs:label"), ox.Literal("x"))),
    "certainty-without-field": lambda s: [
        _remove(s, None, "tkg:confidence"), _remove(s, None, "tkg:method"),
        _add(s, _part("assertion-x"), "tkg:confidence", ox.Literal("1", datatype=_curie("xsd:decimal"))),
        _add(s, _part("assertion-x"), "tkg:method", ox.Literal("lexicon")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found(store: Store, name: str) -> None:
    DAMAGE[name](store)
    found = [problem for problem in check(store) if problem.check in (name, f"tkg:{name}")]
    assert found
    assert all(problem.message and problem.solution for problem in found)
    assert found[0].as_dict()["check"] == found[0].check


def test_each_check_is_told_before_it_is_made(store: Store) -> None:
    told: list[str] = []
    check(store, told=told.append)
    number = len(shape_checks()) + len(query_checks())
    assert len(told) == number
    assert told[0].startswith(f"1 of {number}: ")
    assert told[-1] == f"{number} of {number}: {query_checks()[-1].name}"


def test_an_acronym_of_the_register_needs_no_assertion(store: Store) -> None:
    """One trial's acronym is copied from its record, another's found in its title: only the second has evidence."""
    _add(store, TRIAL, "tkg:acronym", ox.Literal("COPIED"))
    assertion, other = _part("assertion-acronym"), _node("trial/NCT00000002")
    for predicate, value in (("rdf:subject", other), ("rdf:predicate", _curie("tkg:acronym"))):
        _add(store, assertion, predicate, value)
    _add(store, other, "rdf:type", _curie("tkg:Trial"))
    _add(store, _part("primary-0"), "tkg:acronym", ox.Literal("PFS2"))
    found = {problem.focus for problem in check(store) if problem.check == "edge-without-assertion"}
    assert short(TRIAL) not in found


def test_every_check_query_has_its_damage_here() -> None:
    assert {each.name for each in query_checks()} <= set(DAMAGE)


def test_long_lists_are_cut_and_counted(store: Store) -> None:
    _remove(store, None, "tkg:confidence")
    found = [problem for problem in check(store, most=5) if problem.check == "tkg:Assertion tkg:confidence"]
    assert len(found) == 6
    assert "in all; the first 5 are listed" in found[-1].message


def test_a_list_of_just_so_many_is_whole(store: Store) -> None:
    for number in range(3):
        _add(store, _node(f"trial/NCT0000001{number}"), "rdf:type", _curie("tkg:Trial"))
    found = [problem.focus for problem in check(store, most=3) if problem.check == "tkg:Trial dcterms:identifier"]
    assert found == [f"trial:NCT0000001{number}" for number in range(3)]


def _everything(store: Store) -> rdflib.Graph:
    """All graphs as one rdflib graph."""
    quads = {quad.triple for quad in store.quads()}
    text = ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=text, format="nt")


def _by_pyshacl(store: Store) -> set[tuple[str, str]]:
    """(focus, property) pairs that a SHACL processor finds fault with."""
    shapes = rdflib.Graph().parse(resource("shapes.ttl"))
    conforms, report, _ = validate(_everything(store), shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    pairs = {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }
    assert conforms == (not pairs)
    return {(short(ox.NamedNode(focus)), short(ox.NamedNode(path))) for focus, path in pairs}


def _by_us(store: Store) -> set[tuple[str, str]]:
    shapes = {each.name for each in shape_checks()}
    return {(p.focus, p.check.split()[1]) for p in check(store, most=10**6) if p.check in shapes}


def test_a_shacl_processor_agrees_that_a_sound_graph_conforms(store: Store) -> None:
    assert _by_pyshacl(store) == set()


def _is_fact(quad: ox.Quad) -> bool:
    return quad.subject.value.startswith(THINGS) and quad.predicate != _curie("rdf:type")


def test_the_facts_conform_without_their_evidence(store: Store) -> None:
    with Store.memory() as facts:
        facts.fill({"facts": [store.lines("facts")]})
        assert _by_pyshacl(facts) == _by_us(facts) == set()


@pytest.mark.parametrize("seed", range(2))
def test_a_shacl_processor_finds_the_same_in_a_damaged_graph(store: Store, seed: int) -> None:
    luck = random.Random(seed)
    # Types stay: a SHACL processor infers broader classes, here they are written (`class-without-its-broader`).
    quads = sorted((q for q in store.quads() if _is_fact(q)), key=str)
    objects = sorted({quad.object for quad in quads}, key=str)
    for quad in luck.sample(quads, 60):
        change = luck.choice(("drop", "swap", "double"))
        if change != "double":
            store.handle.remove(quad)
        if change != "drop":
            store.handle.add(ox.Quad(quad.subject, quad.predicate, luck.choice(objects), quad.graph_name))
    ours = _by_us(store)
    assert len(ours) > 10
    assert ours == _by_pyshacl(store)


def test_the_graph_of_the_seeds_is_sound_and_a_shacl_processor_agrees(seed_graph: Graph) -> None:
    assert check(seed_graph.store) == []
    assert _by_pyshacl(seed_graph.store) == set()


def test_the_turtle_file_of_the_seeds_conforms_by_itself(seed_build: Path) -> None:
    shapes = rdflib.Graph().parse(resource("shapes.ttl"))
    conforms, _, text = validate(rdflib.Graph().parse(seed_build / "graph.ttl"), shacl_graph=shapes, inference="none")
    assert conforms, text


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:equals rdfs:label", "equals is not known here"),
        ("sh:nodeKind sh:Literal", "only sh:nodeKind known here is sh:IRI"),
        ("sh:or ( [ sh:class tkg:Drug ] )", "may only list datatypes"),
    ],
)
def test_a_constraint_that_is_not_known_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constraint: str, message: str
) -> None:
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("sh", "tkg", "rdfs"))
    shape = f"sh:targetClass tkg:Trial ; sh:property [ sh:path rdfs:label ; {constraint} ]"
    text = f"{prefixes} tkg:S a sh:NodeShape ; {shape} ."
    (tmp_path / "shapes.ttl").write_text(text, encoding="utf-8")
    monkeypatch.setattr("kg.check.resource", lambda name: tmp_path / name)
    with pytest.raises(ResourceError, match=message):
        shape_checks.__wrapped__()


def test_a_check_query_without_a_complete_head_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.rq").write_text("# problem: P.\nSELECT ?focus {}", encoding="utf-8")
    monkeypatch.setattr("kg.check.resource", lambda _: tmp_path)
    with pytest.raises(ResourceError, match=r"odd\.rq"):
        query_checks.__wrapped__()
