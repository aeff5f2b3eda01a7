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


@pytest.mark.parametrize(
    ("measure", "other", "expected"),
    [
        ("Fall in hemoglobin", "Number of falls", ["falls"]),
        ("Adhesion of platelets", "Intrauterine adhesions", ["adhesions"]),
        ("Dislocation of the intraocular lens", "Dislocation of the hip prosthesis", ["implant-dislocation"]),
        ("Sensitivity of the nipple", "Sensitivity of the test", ["diagnostic-accuracy"]),
        ("Agreement to be vaccinated", "Agreement of two readers", ["test-reliability"]),
        ("Hernia mesh", "Incisional hernia", ["hernia"]),
        ("Recruitment of motor units", "Recruitment of participants", ["enrollment-rate"]),
        ("Potency of the allergen extract", "Potency after prostatectomy", ["erectile-function"]),
        ("Pregnancy intention", "Rate of pregnancy", ["clinical-pregnancy"]),
        ("Number of new bone lesions", "New bone formation", ["bone-formation"]),
    ],
)
def test_another_sense_of_the_word_is_not_the_endpoint(measure: str, other: str, expected: list[str]) -> None:
    assert not set(ground(measure, oncology=False)) & set(expected)
    assert ground(other, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Referral to smoking cessation services", ["referral"]),
        ("Union of the scaphoid fracture", ["fracture-healing"]),
        ("Pregnancy-specific anxiety", ["anxiety"]),
        ("Surgical complications specific for the spine", ["postoperative-complications"]),
        ("Healing of the tibial fracture", ["fracture-healing"]),
        ("Survival of glass ionomer restorations", ["dental-restoration"]),
        ("Survival of patients with stents", ["overall-survival"]),
        ("EDSS worsening confirmed at 24 weeks", ["disability-progression"]),
        ("Complete healing of the diabetic foot ulcer", ["wound-healing"]),
        ("Eradication of Helicobacter pylori", ["helicobacter-eradication"]),
        ("Eradication of gonorrhoea from the pharynx", ["microbiological-response"]),
        ("Redness at the injection site", ["local-reactions"]),
        ("Drainage volume on day 1", ["drain-output"]),
        ("Time to chest tube removal", ["drain-duration"]),
        (
            "Probing pocket depth and clinical attachment level",
            ["periodontal-pocket-depth", "clinical-attachment-level"],
        ),
        ("Change in Bishop score", ["cervical-ripeness"]),
        ("Duration of the second stage of labor", ["labor-duration"]),
        ("Umbilical artery pH below 7.10", ["cord-blood-gases"]),
        ("Volume of cerebral infarct growth", ["cerebral-infarct-volume"]),
        ("Seizure freedom over 12 weeks", ["seizure-freedom"]),
        ("HIV-1 RNA < 50 copies/mL at week 48", ["viral-suppression"]),
        ("Change in HIV-1 RNA from baseline", ["viral-load"]),
    ],
)
def test_the_narrower_endpoint_is_told(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected
