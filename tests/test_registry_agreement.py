"""Agreement with the registry's own terms: what counts, and that the terms themselves are not used."""

from __future__ import annotations

import json
from pathlib import Path

import kg
from kg.agreement import against_registry_mesh
from kg.vocab import load


def _record(condition: str, terms: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001", "briefTitle": "A trial"},
            "conditionsModule": {"conditions": [condition]},
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


def test_records_without_terms_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(_record("Asthma", [])))
    assert against_registry_mesh(kg.extract_records([path]), load())["condition"].records == 0
