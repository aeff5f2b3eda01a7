"""Several measures in one cell: each known one is told, and what only looks like a list is one measure."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest
from test_endpoints import ground


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("1) Length of stay, 2) surgical site infection, 3) falls", ["length-of-hospital-stay", "surgical-site-infection", "falls"]),
        ("(i) pain score, (ii) opioid consumption and (iii) nausea", ["pain", "analgesic-consumption", "nausea-vomiting"]),
        ("a) operative time b) blood loss c) conversion rate to open surgery", ["operative-time", "blood-loss", "surgical-conversion"]),
        ("1. Overall survival 2. Progression-free survival", ["overall-survival", "progression-free-survival"]),
        ("Operative time; blood loss; length of hospital stay", ["operative-time", "blood-loss", "length-of-hospital-stay"]),
        ("Neonatal outcomes: Apgar score, NICU admission, birth weight", ["apgar", "nicu-admission", "birth-weight"]),
        ("Complications (seroma, hematoma, wound infection)", ["seroma", "hematoma", "surgical-site-infection"]),
        ("Feasibility (recruitment rate, retention, acceptability)", ["enrollment-rate", "retention", "acceptability"]),
    ],
)  # fmt: skip
def test_each_item_is_told(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Pain at rest; assessed on day 1; day 2; day 7", ["pain"]),
        ("HbA1c; % units", ["hba1c"]),
        ("Number of patients with pain in group 1) or group 2)", ["pain"]),
        ("Depressive symptoms (Patient Health Questionnaire; PHQ-9)", ["depression"]),
        ("Neonatal outcomes", ["neonatal-outcome"]),
        ("Complications (e.g. seroma, hematoma)", ["adverse-events"]),
    ],
)
def test_one_measure_stays_one(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("To identify and treat complications of the disease", []),
        ("To treat hypotension during surgery", []),
        ("To assess pain", ["pain"]),
        ("Time to treat fever", ["fever"]),
        ("Alveolar recruitment", []),
        ("Number of intubation attempts", ["procedure-attempts"]),
        ("Frequency of attacks of gout", ["gout-flares"]),
        ("Pneumonia mortality", ["mortality"]),
    ],
)
def test_an_aim_of_care_or_another_sense_is_no_measure(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected
