"""Doses of registered arms with one entry, whose label or description names nothing that is given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, told
from tiny_vocabulary import tiny

from kg.model import ArmGroup, InterventionItem, Passage, Source, SourceField, Trial


def one_arm(label: str, description: str, name: str) -> Trial:
    texts = {"arms/0/label": label, "arms/0/description": description, "interventions/0/name": name}
    at = {field: Passage(text, field) for field, text in texts.items()}
    item = InterventionItem(0, "DRUG", at["interventions/0/name"], at["interventions/0/name"])
    arm = ArmGroup(0, at["arms/0/label"], "EXPERIMENTAL", None, at["arms/0/description"], (f"Drug: {name}",))
    fields = tuple(SourceField(field, text) for field, text in texts.items())
    return Trial("NCT00000004", Source("x", "test", 0, "0" * 64), fields, interventions=(item,), arms=(arm,))


@pytest.mark.parametrize(
    ("label", "description", "name", "wanted"),
    [
        ("A", "75 mg/m2 IV for 7 days", "Docetaxel", {"drug/docetaxel": "75 mg/m2"}),
        ("Adults 0.08 mg/kg SC dose", "Adults.", "Docetaxel", {"drug/docetaxel": "0.08 mg/kg"}),
        ("A", "Cohort 2: 5 mg by mouth once daily", "Docetaxel", {"drug/docetaxel": "5 mg"}),
        ("A", "Participants received 400 mg once daily.", "Docetaxel", {"drug/docetaxel": "400 mg"}),
        ("A", "1 mg dose level", "Docetaxel, oral", {"drug/docetaxel": "1 mg"}),
        ("A", "Adults who need at least 10 mg daily.", "Docetaxel", {}),
        ("A", "Adults on stable doses of 10 mg.", "Docetaxel", {}),
        ("A", "20 mg of ketamine and an infusion.", "Docetaxel", {}),
        ("A", "Goal: 13 g/dl or more", "Trabeculectomy", {}),
        ("A", "A volume that corresponds to 100 mg/day", "Placebo", {}),
        ("A", "Cohort 2: 5 mg once daily", "Docetaxel plus bevacizumab", {}),
        ("A", "Cohort 2: once daily", "Docetaxel", {}),
    ],
)
def test_a_dose_is_that_of_the_only_entry(label: str, description: str, name: str, wanted: dict[str, str]) -> None:
    document = told(one_arm(label, description, name), tiny())
    given = given_by(document, document.trial.part("arm-0"))
    assert {concept: facts.get("tkg:dose") for concept, facts in given.items() if "tkg:dose" in facts} == wanted
