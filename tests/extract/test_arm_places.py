"""Arms told by their doses, by where or when each thing is given, in lists, and set against controls; and what tells
none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A, K, P = "drug/docetaxel", "drug/aspirin", "drug/ketamine", "placebo/placebo"
Y = "behavioral/yoga"
NAMES = ("Docetaxel", "Aspirin", "Yoga", "Placebo")

# text → label, and what is given at which dose
DOSED: list[tuple[str, list[tuple[str, dict[str, str]]]]] = [
    ("Patients will be randomized to docetaxel 10 mg, 20 mg or placebo.",
     [("docetaxel 10 mg", {D: "10 mg"}), ("20 mg", {D: "20 mg"}), ("placebo", {P: ""})]),
    ("Patients will be randomized to 5, 10 or 20 mg of docetaxel or placebo.",
     [("5", {D: "5 mg"}), ("10", {D: "10 mg"}), ("20 mg of docetaxel", {D: "20 mg"}), ("placebo", {P: ""})]),
    ("They are randomized to docetaxel (30 mg or 60 mg) or placebo.",
     [("docetaxel 30 mg", {D: "30 mg"}), ("docetaxel 60 mg", {D: "60 mg"}), ("placebo", {P: ""})]),
    ("They are randomized to docetaxel at two doses (1 and 3 mg/kg) or aspirin.",
     [("docetaxel 1 mg/kg", {D: "1 mg/kg"}), ("docetaxel 3 mg/kg", {D: "3 mg/kg"}), ("aspirin", {A: ""})]),
    ("In this randomized trial, adults will receive docetaxel 75 mg or 100 mg every 3 weeks.",
     [("docetaxel 75 mg", {D: "75 mg"}), ("100 mg every 3 weeks", {D: "100 mg"})]),
    ("Adults will receive either 4 or 6 cycles of docetaxel.",
     [("4", {D: ""}), ("6 cycles of docetaxel", {D: ""})]),
    ("The study compares two doses of docetaxel (150 mg and 300 mg) with placebo in adults.",
     [("docetaxel 150 mg", {D: "150 mg"}), ("docetaxel 300 mg", {D: "300 mg"}), ("placebo", {P: ""})]),
    ("Subjects are randomized to docetaxel at 0 and 6 months or at 0 and 12 months.",
     [("docetaxel at 0 and 6 months", {D: ""}), ("at 0 and 12 months", {D: ""})]),
    ("Docetaxel (1% or 2%) or placebo will be applied twice daily.",
     [("Docetaxel 1%", {D: "1%"}), ("Docetaxel 2%", {D: "2%"}), ("placebo", {P: ""})]),
]  # fmt: skip

# text → label and what is given
PLACED: list[tuple[str, list[tuple[str, set[str]]]]] = [
    ("Women will take docetaxel in one period and aspirin in the other.", [("one period", {D}), ("other", {A})]),
    ("Wounds are treated using docetaxel in the study arm and aspirin in the control arm.",
     [("study arm", {D}), ("control arm", {A})]),
    ("Docetaxel will be given in group A, aspirin in group B, and nothing in group C.",
     [("group A", {D}), ("group B", {A}), ("group C", set())]),
    ("Nurses get docetaxel, while controls get aspirin.", [("Nurses", {D}), ("controls", {A})]),
    ("Women giving birth receive docetaxel, whereas women in the comparison group receive aspirin.",
     [("Women giving birth", {D}), ("comparison group", {A})]),
    ("Test sites receive docetaxel and aspirin; control sites receive aspirin alone.",
     [("Test sites", {D, A}), ("control sites", {A})]),
    ("Schools in the intervention arm will deliver yoga. Schools in the control arm will continue their lessons.",
     [("Schools in the intervention arm", {Y}), ("Schools in the control arm", set())]),
    ("Twenty-five patients will have docetaxel; the remaining 25 will have aspirin.",
     [("Twenty-five patients", {D}), ("remaining 25", {A})]),
    ("Group #1 will be treated with docetaxel. Group #2 will be treated with aspirin.",
     [("Group #1", {D}), ("Group #2", {A})]),
    ("The trial has two arms:\n1. Docetaxel weekly\n2. Aspirin daily\nAll are followed for a year.",
     [("Docetaxel weekly", {D}), ("Aspirin daily", {A})]),
    ("Patients are randomized to one of the following:\n* Intensive: docetaxel and ketamine\n* Light: aspirin",
     [("Intensive", {D, K}), ("Light", {A})]),
    ("Patients are randomly assigned to one of three strategies: (a) docetaxel, (b) aspirin, (c) ketamine.",
     [("docetaxel", {D}), ("aspirin", {A}), ("ketamine", {K})]),
    ("Patients will be randomized between docetaxel and a drug of choice (aspirin or ketamine).",
     [("docetaxel", {D}), ("drug of choice (aspirin or ketamine)", {A, K})]),
    ("Adults will be vaccinated with either docetaxel or aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Before surgery they will drink docetaxel (DTX group) or aspirin (control group).",
     [("DTX group", {D}), ("control group", {A})]),
    ("Group I patients (n=40) underwent docetaxel, and group II patients (n=40) underwent aspirin.",
     [("Group I", {D}), ("group II", {A})]),
    ("One eye of each patient will be treated with docetaxel and the fellow eye with aspirin.",
     [("One eye", {D}), ("fellow eye", {A})]),
    ("The control group will apply docetaxel twice a day, the experimental group aspirin.",
     [("control group", {D}), ("experimental group", {A})]),
    ("The sample is divided into a study group, which receives docetaxel, and a control group, which receives aspirin.",
     [("study group", {D}), ("control group", {A})]),
    ("They are randomized to docetaxel plus ketamine or to the same plus aspirin.",
     [("docetaxel plus ketamine", {D, K}), ("same plus aspirin", {D, K, A})]),
    ("The purpose of this trial is to see if adding docetaxel to aspirin works better than aspirin alone.",
     [("adding docetaxel", {D, A}), ("aspirin alone", {A})]),
    ("They are randomized to docetaxel (5 x 5 mg) or aspirin.", [("docetaxel (5 x 5 mg)", {D}), ("aspirin", {A})]),
    ("This is a randomized trial of three interventions: docetaxel, aspirin, and yoga.",
     [("docetaxel", {D}), ("aspirin", {A}), ("yoga", {Y})]),
    ("Infants will be given docetaxel 5 drops daily or nothing until discharge.",
     [("docetaxel 5 drops daily", {D}), ("nothing", set())]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), DOSED, ids=[row[0][:50] for row in DOSED])
def test_arms_that_differ_in_their_doses(text: str, wanted: list[tuple[str, dict[str, str]]]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    doses = [{c: how.get("tkg:dose", "") for c, how in given_by(document, p).items()} for p in paths]
    labels = [values(document, p, "rdfs:label")[0] for p in paths]
    assert list(zip(labels, doses, strict=True)) == wanted


@pytest.mark.parametrize(("text", "wanted"), PLACED, ids=[row[0][:50] for row in PLACED])
def test_arms_by_place_list_and_contrast(text: str, wanted: list[tuple[str, set[str]]]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [(values(document, p, "rdfs:label")[0], set(given_by(document, p))) for p in paths] == wanted


FACTORIAL = [
    ("In a 2x2 design adults will be randomized to docetaxel or placebo, and to aspirin or placebo.",
     [{D, A}, {D, P}, {P, A}, {P}]),
    ("In this factorial trial people are randomized to docetaxel or no docetaxel and to yoga or no yoga.",
     [{D, Y}, {D}, {Y}, set()]),
    ("They are randomized in a factorial design to docetaxel, aspirin, aspirin plus docetaxel, or placebo.",
     [{D}, {A}, {D, A}, {P}]),
    ("In a 2x2 design people are randomized to docetaxel or not, and to aspirin or not.", [{D, A}, {D}, {A}, set()]),
    ("Patients are randomized (2 x 2) to docetaxel or aspirin and to ketamine or placebo.",
     [{D, K}, {D, P}, {A, K}, {A, P}]),
    ("In a 2x2 design adults will be randomized to docetaxel or placebo.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FACTORIAL, ids=[row[0][:50] for row in FACTORIAL])
def test_factorial_designs(text: str, wanted: list[set[str]]) -> None:
    document = told(prose_record("A Trial", text, NAMES[:3]), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, p)) for p in paths] == wanted


def test_a_short_form_that_stands_for_two_drugs() -> None:
    text = "We add ketamine to docetaxel and aspirin (DA). Arm A: ketamine plus DA. Arm B: DA."
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, p)) for p in paths] == [{K, D, A}, {D, A}]


@pytest.mark.parametrize(
    "text",
    [
        "Adults will receive docetaxel 75 mg or 100 mg every 3 weeks.",
        "In this randomized trial, adults will receive docetaxel 75 mg or 100 mg depending on their weight.",
        "In this randomized trial, adults receive docetaxel 75 mg, or 60 mg if older than 70 years.",
        "Pain was lower after docetaxel in group A than after aspirin in group B.",
        "Docetaxel is given in the morning and aspirin in the evening.",
        "Earlier trials gave docetaxel in one group and aspirin in the other.",
        "All nurses get docetaxel, while patients sleep.",
        "The two groups get docetaxel, while controls get aspirin and rest.",
        "The secondary outcomes in both arms are:\n1. Docetaxel in blood\n2. Aspirin in urine",
        "Patients will visit the clinic for the following:\n* docetaxel\n* aspirin",
        "Patients will be randomized into two blocks, or into docetaxel.",
        "Adults got docetaxel. On the other hand, 19 patients will receive aspirin.",
        "The control group will be compared with the intervention group.",
        "The intervention group will show less pain. The control group will show more.",
    ],
)
def test_places_that_tell_no_arms(text: str) -> None:
    document = told(prose_record("A Trial", text, ("Docetaxel", "Aspirin")), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, p, "rdfs:label") for p in paths] == []


def test_cohorts_of_which_some_get_a_placebo_have_no_role() -> None:
    text = "Cohort 1 will receive 5 mg docetaxel or placebo. Cohort 2 will receive 15 mg or placebo."
    document = told(prose_record("A Trial", text, ("Docetaxel", "Placebo")), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [{c: how.get("tkg:dose") for c, how in given_by(document, p).items()} for p in paths] == [
        {D: "5 mg", P: None},
        {D: "15 mg", P: None},
    ]
    assert [values(document, p, "tkg:armRole") for p in paths] == [[], []]


@pytest.mark.parametrize(
    ("text", "names", "many"),
    [
        ("This randomized trial tests docetaxel.", ("Docetaxel", "Placebo"), 2),
        ("A double-blind trial of an unknown drug.", ("Unknown drug", "Placebo"), 2),
        ("This placebo- controlled trial tests docetaxel.", ("Docetaxel", "Placebo"), 2),
        ("This trial tests docetaxel.", ("Docetaxel", "Placebo"), 2),
        ("This trial tests docetaxel.", ("Docetaxel", "Aspirin"), 0),
        ("They are randomized to one of four chambers.", ("Docetaxel", "Placebo"), 0),
        ("This randomized trial tests docetaxel.", ("Docetaxel", "Aspirin"), 0),
    ],
)
def test_two_entries_of_a_randomized_trial(text: str, names: tuple[str, ...], many: int) -> None:
    document = told(prose_record("A Trial", text, names), tiny())
    assert len(document.objects(document.trial.path, "tkg:hasArm")) == many


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("They are randomized to docetaxel or placebo.", ["Docetaxel 10 mg", "Docetaxel 20 mg", "placebo"]),
        ("They are randomized to docetaxel 10 mg or placebo.", ["docetaxel 10 mg", "placebo"]),
    ],
)
def test_entries_of_one_drug_at_several_doses(text: str, labels: list[str]) -> None:
    document = told(prose_record("A Trial", text, ("Docetaxel 10 mg", "Docetaxel 20 mg", "Placebo")), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, p, "rdfs:label")[0] for p in paths] == labels
