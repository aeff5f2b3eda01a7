"""Ways in which titles and prose tell what the arms of a trial are, and what tells none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A, K = "drug/docetaxel", "drug/aspirin", "drug/ketamine"
BOTH = ("Docetaxel", "Aspirin")
LONG = (
    "75 mg every three weeks until progression or unacceptable toxicity, for at most six cycles, with fluids before "
    "each of the infusions as is usual at the hospital, unless the treating doctor finds a reason to leave them out"
)

# text (a title where it does not end in a full stop) → label and what is given
TOLD: list[tuple[str, list[tuple[str, set[str]]]]] = [
    ("There will be two treatment arms: (1) docetaxel; (2) aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("This study compares two drugs (docetaxel and aspirin) in adults.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Subjects receive docetaxel and aspirin in random order.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Each will get both docetaxel and aspirin, separated by a washout of 7 days.",
     [("docetaxel", {D}), ("aspirin", {A})]),
    ("They are randomly assigned to the docetaxel regimen and the aspirin regimen at a ratio of 1:1.",
     [("docetaxel regimen", {D}), ("aspirin regimen", {A})]),
    ("Patients will be randomized to: a) docetaxel b) aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Sequence 1: docetaxel followed by aspirin. Sequence 2: aspirin followed by docetaxel.",
     [("Sequence 1", {D, A}), ("Sequence 2", {D, A})]),
    ("Schedule A: Patients receive docetaxel daily. Schedule B: Patients receive docetaxel weekly.",
     [("Schedule A", {D}), ("Schedule B", {D})]),
    ("Experimental: docetaxel. Control: aspirin.", [("Experimental", {D}), ("Control", {A})]),
    ("The aim is to learn whether docetaxel or aspirin is more effective.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Women are randomized to receive or not receive docetaxel.", [("docetaxel", {D}), ("not receive", set())]),
    ("They are randomized to docetaxel, or aspirin, or both.",
     [("docetaxel", {D}), ("aspirin", {A}), ("both", {D, A})]),
    ('Participants were randomized to the "early" or "late" groups.', [("early", set()), ('"late" groups', set())]),
    ("Patients are randomized to docetaxel with or without aspirin.",
     [("docetaxel with aspirin", {D, A}), ("docetaxel without aspirin", {D})]),
    ("Docetaxel or Aspirin in Treating Adults", [("Docetaxel", {D}), ("Aspirin", {A})]),
    ("Is Docetaxel Better Than Aspirin?", [("Docetaxel", {D}), ("Aspirin", {A})]),
    ("Docetaxel as an Alternative to Aspirin", [("Docetaxel", {D}), ("Aspirin", {A})]),
    ("Non-Inferiority of Docetaxel to Aspirin in Adults", [("Docetaxel", {D}), ("Aspirin", {A})]),
    ("Docetaxel Followed by Ketamine Versus Aspirin Followed by Ketamine in Adults",
     [("Docetaxel Followed by Ketamine", {D, K}), ("Aspirin Followed by Ketamine", {A, K})]),
    ("Bioequivalence of Docetaxel and Aspirin", [("Docetaxel", {D}), ("Aspirin", {A})]),
    ("The hypothesis is that docetaxel is not inferior to aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Docetaxel, aspirin and ketamine will be compared.",
     [("Docetaxel", {D}), ("aspirin", {A}), ("ketamine", {K})]),
    ("We aim to compare docetaxel, aspirin and ketamine in men.",
     [("docetaxel", {D}), ("aspirin", {A}), ("ketamine", {K})]),
    # one after the other
    ("Patients will receive docetaxel for 4 weeks and aspirin (100 mg) for 4 weeks, in random order.",
     [("docetaxel for 4 weeks", {D}), ("aspirin (100 mg) for 4 weeks", {A})]),
    ("In random order, subjects will receive docetaxel and aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("They are treated in random order with docetaxel and aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    # words between the verb and the row
    ("Patients will receive, by randomisation, either docetaxel or aspirin.",
     [("docetaxel", {D}), ("aspirin", {A})]),
    ("Patients will receive for 12 weeks either docetaxel or aspirin.", [("docetaxel", {D}), ("aspirin", {A})]),
    ("Patients are treated in a double-blind manner with either docetaxel or aspirin.",
     [("docetaxel", {D}), ("aspirin", {A})]),
    # switched or not
    ("This is a randomized trial. They will be switched to docetaxel, or ketamine, or stay on aspirin.",
     [("docetaxel", {D}), ("ketamine", {K}), ("stay on aspirin", {A})]),
    ("Half of the patients will be switched to docetaxel, and half will stay on aspirin.",
     [("Half of the patients", {D}), ("half", {A})]),
    # one gets it, the other does not
    ("In addition, half receive docetaxel, and half do not.", [("half", {D}), ("half", set())]),
    ("Half the patients will get docetaxel and the other half will not.",
     [("Half the patients", {D}), ("other half", set())]),
    ("The intervention group will receive docetaxel, the control group will not.",
     [("intervention group", {D}), ("control group", set())]),
    ("Thirty patients will receive docetaxel and 30 patients serve as controls.",
     [("Thirty patients", {D}), ("30 patients", set())]),
    ("Group 1 receives docetaxel, and group 2 serves as control.", [("Group 1", {D}), ("group 2", set())]),
    ("The left eye will receive docetaxel and the right eye will serve as control.",
     [("left eye", {D}), ("right eye", set())]),
    ("Group A will get docetaxel while group B will not.", [("Group A", {D}), ("group B", set())]),
    ("Participants will consume docetaxel and aspirin in a randomised order.", [("docetaxel", {D}), ("aspirin", {A})]),
    # the way, the dose, the schedule
    ("Docetaxel at two doses (1 mg/kg and 3 mg/kg) will be compared with placebo.",
     [("Docetaxel 1 mg/kg", {D}), ("Docetaxel 3 mg/kg", {D}), ("placebo", {"placebo/placebo"})]),
    ("Patients will be randomized to docetaxel twice daily versus once daily groups.",
     [("docetaxel twice daily", {D}), ("once daily groups", {D})]),
    ("Arm A: Patients receive docetaxel. Within 5 days, patients receive ketamine. Arm B: Patients receive aspirin.",
     [("Arm A", {D, K}), ("Arm B", {A})]),
    ("Arm A: Patients receive docetaxel. Two weeks later, patients receive ketamine. Arm B: Patients receive aspirin.",
     [("Arm A", {D, K}), ("Arm B", {A})]),
    ("Arm A: docetaxel plus ketamine (a novel immunotherapy). Arm B: aspirin.",
     [("Arm A", {D, K}), ("Arm B", {A})]),
    # a long bracket
    (f"Patients are randomized to docetaxel ({LONG}) or aspirin (until progression, for at most six months).",
     [(f"docetaxel ({LONG})", {D}), ("aspirin (until progression, for at most six months)", {A})]),
]  # fmt: skip


def record_of(text: str, names: tuple[str, ...]):  # type: ignore[no-untyped-def]
    return prose_record("A Trial", text, names) if text.endswith((".", ":")) else prose_record(text, "", names)


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[row[0][:50] for row in TOLD])
def test_wordings_that_tell_arms(text: str, wanted: list[tuple[str, set[str]]]) -> None:
    document = told(record_of(text, BOTH), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [(values(document, p, "rdfs:label")[0], set(given_by(document, p))) for p in paths] == wanted


SHARED: list[tuple[str, list[set[str]]]] = [
    ("All patients will receive ketamine. Group A will also receive docetaxel, group B aspirin.", [{D, K}, {A, K}]),
    ("Patients will receive either docetaxel or aspirin, both in combination with ketamine.", [{D, K}, {A, K}]),
    ("They will be randomized to docetaxel or aspirin, in addition to ketamine.", [{D, K}, {A, K}]),
    ("They are randomized to docetaxel or aspirin. In both arms, patients will be given ketamine.", [{D, K}, {A, K}]),
    ("Patients will be randomized to receive ketamine with either docetaxel or aspirin.", [{D, K}, {A, K}]),
    ("Patients will receive ketamine in combination with either docetaxel or aspirin.", [{D, K}, {A, K}]),
    ("They are randomized to docetaxel or aspirin. All patients may receive ketamine.", [{D}, {A}]),
    ("They are randomized to docetaxel or aspirin. All patients will receive ketamine before surgery.", [{D}, {A}]),
    ("Group A receives docetaxel, group B aspirin. All patients receive docetaxel or aspirin.", [{D}, {A}]),
]


@pytest.mark.parametrize(("text", "wanted"), SHARED, ids=[row[0][:50] for row in SHARED])
def test_what_all_arms_get_each_of_them_gets(text: str, wanted: list[set[str]]) -> None:
    document = told(record_of(text, BOTH), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, p)) for p in paths] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Three study drugs will be used: docetaxel, aspirin and ketamine.",
        "Patients were randomly divided into training and validation groups.",
        "Subjects are randomized into the young group and the old group.",
        "The study has 4 treatment groups: 3 different doses of docetaxel and placebo.",
        "Docetaxel Plus Aspirin or Ketamine",
        "Comparison of Combination Therapy: Docetaxel and Aspirin",
        "Docetaxel or Its Metabolites in Urine",
        "Patients receive docetaxel and aspirin in hospital.",
        "Ketamine With Docetaxel or Aspirin Alternating With Fentanyl in Adults",
        "A Single-Arm Trial of Docetaxel With or Without Aspirin",
        "Docetaxel Alone or in Combination With Aspirin: a Dose Escalation",
        "Docetaxel and blood pressure will be compared between visits.",
        "Treatment: docetaxel. Follow-up: three years.",
        "We ask whether docetaxel or pain is more frequent.",
        "The scans will be read in random order by docetaxel and aspirin readers.",
        "Patients receive docetaxel, and questionnaires are given in random order with aspirin and ketamine.",
        "Patients receive docetaxel and aspirin, and blood samples are read in random order.",
        "Patients receive docetaxel (75 mg) and blood is drawn in random order.",
        "Patients will receive, if needed, either docetaxel or aspirin.",
        "Patients will receive for 2 years either docetaxel or aspirin as chosen by the physician.",
        "Patients received for 12 weeks either docetaxel or aspirin before enrolment.",
        "Patients will be switched to docetaxel or stay on aspirin.",
        "This is a randomized trial. At week 24, patients may be switched to docetaxel or stay on aspirin.",
        "This is a randomized trial. Patients who fail will be switched to docetaxel or stay on aspirin.",
        "Half the patients received docetaxel before, and half had not.",
        "Half of the patients will receive docetaxel and half will remain in hospital.",
        "Patients receive docetaxel and serve as their own controls.",
        "Fifty children with asthma receive docetaxel. Twenty healthy children serve as controls.",
        "Docetaxel is given orally in group 1, and blood is taken intravenously in group 2.",
        "Docetaxel will be given orally in group 1, and docetaxel levels are measured in group 2.",
        "Patients in the docetaxel group improved, and the control group did not.",
        "Patients receive, depending on weight, either docetaxel or aspirin.",
        "Blood is drawn in once daily and twice daily groups.",
        "Patients are assigned to a retrospective group (docetaxel) or a prospective group (aspirin).",
    ],
)
def test_wordings_that_tell_no_arms(text: str) -> None:
    document = told(record_of(text, BOTH), tiny())
    assert document.objects(document.trial.path, "tkg:hasArm") == []


def test_an_entry_is_meant_by_half_of_its_words() -> None:
    names = ("Honey dressing Melectis", "Foam dressing")
    document = told(
        prose_record("A Trial", "Wounds get a honey dressing or, in a randomized trial, paraffin gauze.", names), tiny()
    )
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert paths == []  # gauze is nothing known
    document = told(
        prose_record("A Trial", "Wounds are randomized to the honey dressing or the foam dressing.", names), tiny()
    )
    first, second = document.objects(document.trial.path, "tkg:hasArm")
    assert document.objects(first, "tkg:usesEntry") == [document.trial.part("intervention-0")]
    assert document.objects(second, "tkg:usesEntry") == [document.trial.part("intervention-1")]


@pytest.mark.parametrize(
    ("text", "names", "roles"),
    [
        ("This is a randomized, placebo-controlled trial of docetaxel.", ("Docetaxel", "Placebo"),
         ["experimental", "placebo-comparator"]),
        ("A randomized, placebo-controlled, dose-ranging trial of docetaxel.", ("Docetaxel", "Placebo"), []),
        ("A placebo-controlled trial of two doses of docetaxel.", ("Docetaxel", "Placebo"), []),
        ("This is a placebo-controlled trial.", ("Docetaxel", "Aspirin", "Placebo"), []),
        ("Earlier placebo-controlled trials failed.", ("Docetaxel", "Aspirin", "Placebo"), []),
    ],
)  # fmt: skip
def test_a_placebo_implies_two_arms(text: str, names: tuple[str, ...], roles: list[str]) -> None:
    document = told(prose_record("A Trial", text, names), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [role for p in paths for role in values(document, p, "tkg:armRole")] == roles


def test_people_are_counted_who_receive() -> None:
    text = "Fifty patients will receive docetaxel and another 50 patients aspirin. Then 80 patients rest."
    document = told(prose_record("A Trial", text, BOTH), tiny())
    assert document.objects(document.trial.path, "tkg:hasArm") == []  # no verb, no sign
    text = "50 patients will be treated with docetaxel and another 50 patients with aspirin."
    document = told(prose_record("A Trial", text, BOTH), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, p)) for p in paths] == [{D}, {A}]
