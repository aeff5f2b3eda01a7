"""The name that a title gives the trial, and what of a title stays an abbreviation."""

from __future__ import annotations

import pytest

from kg.extract.abbreviations import extract
from kg.extract.document import Document
from kg.model import Passage, Source, SourceField, Statement, Trial, Value
from kg.vocab import load


def _read(title: str, acronym: str = "") -> tuple[list[str], list[str]]:
    """(names of the trial, short forms) of a title."""
    record = Trial(
        "T1",
        Source("x.txt", "flattened", 0, "0" * 64),
        (SourceField("title", title),),
        title=Passage(title, "title"),
        acronym=Passage(acronym, "acronym") if acronym else None,
    )
    told: dict[str, list[str]] = {"tkg:acronym": [], "tkg:shortForm": []}
    for item in extract(Document(record, load())):
        if isinstance(item, Statement) and item.predicate in told and isinstance(item.object, Value):
            told[item.predicate].append(item.object.lexical)
    return told["tkg:acronym"], told["tkg:shortForm"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Women's Ischemia Syndrome Evaluation (WISE)", "WISE"),
        ("Strengthening Exercises in Shoulder Impingement (SExSI) Trial", "SExSI"),
        ("The Depression in Alzheimer's Disease Study (DIADS)", "DIADS"),
        ("System Alignment for VaccinE Delivery (SAVED): Improving Rates of Vaccination", "SAVED"),
        ("Follow-up of Patients With Uveal Melanoma Adapted to the Risk of Relapse (SALOME)", "SALOME"),
        ("Nivolumab in Locally Advanced Melanoma (the LEONID Study)", "LEONID"),
        ("Nivolumab in Locally Advanced Melanoma (ENLIGHTEN 2).", "ENLIGHTEN 2"),
        ("Eliminating Monitor Overuse Trial (EMO Trial)", "EMO"),
        ("Vaccines in Pregnant Women (PREVAIL)", "PREVAIL"),
    ],
)
def test_the_title_names_the_trial(title: str, name: str) -> None:
    assert _read(title) == ([name], [])


@pytest.mark.parametrize(
    ("title", "shorts"),
    [
        ("Nivolumab in Patients With Non-small Cell Lung Cancer (NSCLC)", ["NSCLC"]),
        ("Low Dose Naltrexone (LDN) for Fibromyalgia", ["LDN"]),
        ("Charles Bonnet Syndrome (CBS): Prevalence", ["CBS"]),
        ("Drug-Drug Interaction (DDI) Study of Aspirin", ["DDI"]),
        ("A Prospective, Randomized, Open, Blinded Endpoint (PROBE) Study", []),
        ("Safety of a Recombinant Vaccine (TBC-QX)", []),
        ("A Novel Diagnostic Tool (AbioSKOPE)", []),
        ("Single Agent in Advanced Melanoma (BMS-986504)", []),
        ("Expanded Access for Adults With Food Allergy (NCT06369467)", []),
        ("Prevention of Pneumonia in Ventilated Patients (COVID-19)", []),
        ("Wound Closure With Staples (Skin)", []),
        ("A Trial of Rest (Pilot) in Back Pain", []),
    ],
)
def test_what_is_no_name_of_the_trial(title: str, shorts: list[str]) -> None:
    assert _read(title) == ([], shorts)


def test_the_registry_knows_the_name_better() -> None:
    assert _read("Women's Ischemia Syndrome Evaluation (WISE)", "WISE-1") == ([], [])
