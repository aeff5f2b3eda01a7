"""Agreement with the registry's own terms: what counts, and that the terms themselves are not used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.agreement import against_registry_mesh
from kg.errors import InputError
from kg.vocab import load


def _record(condition: str, terms: list[tuple[str, str]], keywords: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A trial"},
            "conditionsModule": {"conditions": [condition], "keywords": list(keywords)},
            "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "FOLFOX plus bevacizumab"}]},
        },
        "derivedSection": {
            "conditionBrowseModule": {"meshes": [{"id": i, "term": t} for i, t in terms]},
            "interventionBrowseModule": {
                "meshes": [
                    {"id": "D000068258", "term": "Bevacizumab"},
                    {"id": "D000077150", "term": "Oxaliplatin"},
                ]
            },
        },
    }


def test_agreement(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(_record("Asthma", [("D000001249", "Asthma"), ("D003924", "Type 2 Diabetes")])))
    found = against_registry_mesh(kg.extract_records([path]), load())
    condition = found["condition"].figures()
    assert condition["strict precision"] == 1.0
    assert condition["strict recall"] == 0.5  # what the text does not say is missed, though the registry has it
    intervention = found["intervention"].figures()
    assert intervention["strict recall"] == 1.0  # oxaliplatin is inside the regimen
    assert intervention["strict precision"] < 1.0  # so are fluorouracil and leucovorin


def test_what_stands_above_the_terms_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    record = _record("Asthma", [("D001249", "Asthma")])
    above = [{"id": "D001982", "term": "Bronchial Diseases"}]
    record["derivedSection"]["conditionBrowseModule"]["ancestors"] = above  # type: ignore[index]
    path.write_text(json.dumps(record))
    assert against_registry_mesh(kg.extract_records([path]), load())["condition"].figures()["strict recall"] == 1.0


def test_records_without_terms_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    record = _record("Asthma", [])
    path.write_text(json.dumps(record))
    assert against_registry_mesh(kg.extract_records([path]), load())["condition"].records == 0
    del record["derivedSection"]
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match="none of the records has MeSH terms"):
        against_registry_mesh(kg.extract_records([path]), load())


def test_the_registry_reads_keywords_too(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    terms = [("D001249", "Asthma"), ("D009298", "Nasal Polyps"), ("D003550", "Cystic Fibrosis")]
    path.write_text(json.dumps(_record("Asthma", terms, ("Nasal polyps", "Gout"))))
    found = against_registry_mesh(kg.extract_records([path]), load())
    assert found["condition"].figures()["strict recall"] == 2 / 3
    assert found["condition entries"].figures()["strict recall"] == 1 / 3
    assert found["condition"].extras == {"mesh:D006073": 1}
    assert found["condition"].verbatim == {"mesh:D006073": 1}  # a whole keyword is its name: the registry left it out
    assert found["condition"].unsaid == {"mesh:D003550": 1}  # nothing in the record names cystic fibrosis


def test_terms_without_ids_are_read_by_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "record.xml"
    path.write_text(
        "<clinical_study><id_info><nct_id>NCT00000001</nct_id></id_info><brief_title>A trial</brief_title>"
        "<condition>Asthma</condition><condition_browse><mesh_term>Asthma</mesh_term></condition_browse>"
        "</clinical_study>"
    )
    condition = against_registry_mesh(kg.extract_records([path]), load())["condition"]
    assert (condition.records, condition.figures()["strict recall"]) == (1, 1.0)


def _interventions(tmp_path: Path, names: list[str], terms: list[tuple[str, str]]) -> dict[str, float]:
    record = _record("Asthma", [])
    record["protocolSection"]["armsInterventionsModule"]["interventions"] = [  # type: ignore[index]
        {"type": "DRUG", "name": name} for name in names
    ]
    record["derivedSection"]["interventionBrowseModule"]["meshes"] = [  # type: ignore[index]
        {"id": i, "term": t} for i, t in terms
    ]
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record))
    return against_registry_mesh(kg.extract_records([path]), load())["intervention"].figures()


def test_a_placebo_is_not_compared(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["Bevacizumab", "Placebo"], [("D000068258", "Bevacizumab")])
    assert figures["strict precision"] == 1.0


def test_a_placebo_counts_where_what_it_is_made_of_is_tagged(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["Saline placebo"], [("D000077330", "Saline Solution")])
    assert figures["strict recall"] == figures["strict precision"] == 1.0


def test_the_class_of_a_drug_is_one_step(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["Montelukast"], [("D020024", "Leukotriene Antagonists")])
    assert (figures["strict recall"], figures["lenient recall"], figures["lenient precision"]) == (0.0, 0.5, 0.5)
    stranger = _interventions(tmp_path, ["Montelukast"], [("D000077330", "Saline Solution")])
    assert stranger["lenient recall"] == 0.0


def test_what_the_record_does_not_name_is_left_out_of_two_figures(tmp_path: Path) -> None:
    terms = [("D000068258", "Bevacizumab"), ("D007267", "Injections")]
    figures = _interventions(tmp_path, ["Bevacizumab", "Cetuximab"], terms)
    assert figures["lenient recall"] == figures["lenient precision"] == 0.5
    assert figures["lenient recall of what the record names"] == 1.0
    assert figures["lenient precision but for what an entry names as a whole"] == 1.0


def test_a_regimen_that_the_registry_tags_stands_for_itself(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["FOLFOX"], [("C410216", "Folfox protocol")])
    assert figures["strict recall"] == figures["strict precision"] == 1.0
    both = _interventions(tmp_path, ["FOLFOX"], [("C410216", "Folfox protocol"), ("D000077150", "Oxaliplatin")])
    assert both["strict recall"] == both["strict precision"] == 1.0
    drugs = _interventions(tmp_path, ["FOLFOX"], [("D000077150", "Oxaliplatin")])
    assert drugs["strict precision"] < 0.5  # its other drugs are not tagged


def test_a_regimen_of_which_nothing_is_tagged_is_left_out_once(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["FOLFOX", "Bevacizumab"], [("D000068258", "Bevacizumab")])
    assert figures["strict precision"] == 0.5


def test_what_mesh_has_no_term_for_is_not_judged(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["CD19 CAR-T cells", "Bevacizumab"], [("D000068258", "Bevacizumab")])
    assert figures["strict precision"] == 1.0
    assert figures["lenient precision, other concepts by broader terms"] == 0.5


def test_an_unknown_id_is_what_its_label_names(tmp_path: Path) -> None:
    figures = _interventions(tmp_path, ["tiragolumab"], [("C999999999", "tiragolumab")])
    assert figures["strict recall"] == figures["strict precision"] == 1.0
    figures = _interventions(tmp_path, ["tiragolumab"], [("C999999999", "no such thing")])
    assert figures["strict recall"] == 0.0


def test_two_ids_of_one_drug_are_one(tmp_path: Path) -> None:
    for code in ("D000068196", "C520255"):
        assert _interventions(tmp_path, ["nab-paclitaxel"], [(code, "Paclitaxel")])["strict recall"] == 1.0
