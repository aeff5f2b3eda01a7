"""The concepts a graph uses: all they rest on, nothing else, misspellings included."""

from __future__ import annotations

import pytest
import sample

from kg.emit import emit_run, emit_vocabulary, usage
from kg.errors import ResourceError
from kg.model import Concept
from kg.terms import expand


def _lines(*used: str, minted: tuple[Concept, ...] = (), hidden: dict[str, set[str]] | None = None) -> list[str]:
    return list(emit_vocabulary(used, minted, hidden or {}, sample.VOCABULARY))


def _objects(lines: list[str], subject: str, predicate: str) -> set[str]:
    head = f"<https://w3id.org/trialkg/id/{subject}> <{expand(predicate)}> "
    return {line[len(head) : -2] for line in lines if line.startswith(head)}


def _subjects(lines: list[str]) -> set[str]:
    return {line.split(">")[0].removeprefix("<https://w3id.org/trialkg/id/") for line in lines} - {"vocabulary"}


def test_a_concept_brings_all_it_rests_on_and_nothing_else() -> None:
    assert _subjects(_lines("regimen/folfiri")) == {
        "regimen/folfiri", "drug/irinotecan", "drug/leucovorin", "drug/fluorouracil",
    }  # fmt: skip
    assert _subjects(_lines("drug/bevacizumab")) == {"drug/bevacizumab", "drug-class/vegf-inhibitor"}
    assert _subjects(_lines("condition/liver-metastasis")) == {
        "condition/liver-metastasis",
        "condition/neoplasm-metastasis",
    }
    assert _lines() == []


def test_names_codes_and_classes() -> None:
    lines = _lines("drug/bevacizumab", "regimen/folfiri", "drug/leucovorin")
    assert _objects(lines, "drug/bevacizumab", "skos:prefLabel") == {'"bevacizumab"'}
    assert _objects(lines, "drug/bevacizumab", "skos:altLabel") == {'"Avastin"', '"rhuMAb-VEGF"'}
    assert _objects(lines, "drug/bevacizumab", "skos:exactMatch") == {
        "<http://id.nlm.nih.gov/mesh/D000068258>", "<http://purl.obolibrary.org/obo/NCIT_C2039>",
    }  # fmt: skip
    assert _objects(lines, "regimen/folfiri", "skos:closeMatch") == {"<http://id.nlm.nih.gov/mesh/C480833>"}
    assert _objects(lines, "drug/leucovorin", "skos:notation") == {'"LV"'}
    assert _objects(lines, "drug/bevacizumab", "rdf:type") == {
        f"<{expand(curie)}>" for curie in ("tkg:Drug", "tkg:Intervention", "skos:Concept")
    }


def test_the_three_kinds_of_label_never_overlap() -> None:
    hidden = {"drug/fluorouracil": {"5-FU", "fluorouracil", "florouracil"}}
    lines = _lines("drug/fluorouracil", hidden=hidden)
    assert _objects(lines, "drug/fluorouracil", "skos:altLabel") == {'"5-FU"'}
    assert _objects(lines, "drug/fluorouracil", "skos:hiddenLabel") == {'"florouracil"', '"flurouracil"'}


def test_an_instrument_brings_the_endpoint_that_it_measures() -> None:
    lines = _lines("instrument/recist-1.1")
    assert _subjects(lines) == {"instrument/recist-1.1", "endpoint/objective-response-rate"}
    measured = {"<https://w3id.org/trialkg/id/endpoint/objective-response-rate>"}
    assert _objects(lines, "instrument/recist-1.1", "tkg:measures") == measured


def test_values_of_concepts_are_typed() -> None:
    point = Concept(
        "time/48-month", "TimePoint", "48 months", properties=(("tkg:timeValue", "48.0"), ("tkg:timeUnit", "month"))
    )
    lines = _lines(point.id, minted=(point,))
    assert _objects(lines, point.id, "tkg:timeValue") == {'"48"^^<http://www.w3.org/2001/XMLSchema#decimal>'}
    assert _objects(lines, point.id, "tkg:timeUnit") == {'"month"'}


def test_a_concept_minted_in_two_ways_has_one_preferred_label() -> None:
    parts = ("drug/irinotecan", "drug/leucovorin")
    one = Concept("combination/x", "Combination", "a + b", components=parts)
    other = Concept("combination/x", "Combination", "b + a", components=parts)
    for pair in ((one, other), (other, one), (one, other, one)):
        lines = _lines("combination/x", minted=pair)
        assert _objects(lines, "combination/x", "skos:prefLabel") == {'"a + b"'}
        assert _objects(lines, "combination/x", "skos:altLabel") == {'"b + a"'}


def test_a_concept_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ResourceError, match="drug/nonsense"):
        _lines("drug/nonsense")
    missing: list[str] = []
    lines = list(emit_vocabulary(["drug/nonsense", "state/metastatic"], (), {}, sample.VOCABULARY, missing))
    assert missing == ["drug/nonsense"]
    assert _subjects(lines) == {"state/metastatic"}


def test_a_concept_that_was_joined_to_another_is_written_once_under_its_present_id() -> None:
    joined = Concept("drug/new", "Drug", "new")
    vocabulary = sample.TinyVocabulary(
        joined, Concept("regimen/r", "Regimen", "r", components=("drug/old", "drug/new"))
    )
    vocabulary.concepts["drug/old"] = joined
    lines = list(emit_vocabulary(["drug/old", "regimen/r"], (), {}, vocabulary))
    assert _subjects(lines) == {"drug/new", "regimen/r"}
    assert _objects(lines, "regimen/r", "tkg:hasComponent") == {"<https://w3id.org/trialkg/id/drug/new>"}
    assert len(lines) == len(set(lines))


def test_the_vocabulary_s_word_counts_before_a_record_s() -> None:
    lines = _lines("drug/irinotecan", minted=(Concept("drug/irinotecan", "Drug", "Irinotecan injection"),))
    assert _objects(lines, "drug/irinotecan", "skos:prefLabel") == {'"irinotecan"'}


def test_concepts_that_refer_to_one_another_in_a_circle_end() -> None:
    ring = (Concept("drug/a", "Drug", "a", broader=("drug/b",)), Concept("drug/b", "Drug", "b", broader=("drug/a",)))
    assert _subjects(_lines("drug/a", minted=ring)) == {"drug/a", "drug/b"}


def test_usage_names_every_concept_and_the_misspellings() -> None:
    found = usage(sample.extraction())
    assert {"drug/bevacizumab", "endpoint/pain", "combination/bevacizumab--folfiri", "time/48-month"} <= found.used
    assert "condition/neoplasm-metastasis" in found.used  # a rival
    assert not any(path.startswith(("part/", "trial/")) for path in found.used)
    assert found.hidden == {"drug/bevacizumab": {"Bevacizumba"}}


def test_the_run_has_no_clock_unless_it_is_given_one() -> None:
    assert emit_run(sample.RUN) == emit_run(sample.RUN)
    assert not any("endedAtTime" in line for line in emit_run(sample.RUN))
    assert len({line.split(" ")[0] for line in emit_run(sample.RUN)}) > 3
