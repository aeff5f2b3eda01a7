"""Arms that are told by what another arm gets, by their names behind the row, by numbers of people; what is given to
all; and what is not told of arms."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A, K, P = "drug/docetaxel", "drug/aspirin", "drug/ketamine", "placebo/placebo"
S = "standard-care/standard-of-care"
NAMES = ("Docetaxel", "Aspirin", "Placebo")
BOTH = "Arm I: Patients receive docetaxel 75 mg and aspirin 100 mg. "

# text → label, and what is given at which dose
TOLD: list[tuple[str, list[tuple[str, dict[str, str]]]]] = [
    (BOTH + "Arm II: Patients receive docetaxel as in arm I and ketamine 5 mg.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {D: "75 mg", K: "5 mg"})]),
    (BOTH + "Arm II: Patients receive treatment as in arm I with the addition of ketamine.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {D: "75 mg", A: "100 mg", K: ""})]),
    (BOTH + "Arm II: Patients receive docetaxel as in arm I at half dose.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {D: ""})]),
    (BOTH + "Arm II: Patients receive treatment as in arm I without aspirin.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {D: "75 mg"})]),
    (BOTH + "Arm II: Patients receive treatment as in arm I, but not at the weekend. They also get ketamine.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {K: ""})]),
    (BOTH + "Arm II: Patients undergo surgery as in arm I and get ketamine.",
     [("Arm I", {D: "75 mg", A: "100 mg"}), ("Arm II", {K: ""})]),
    ("Group 1 receives docetaxel 75 mg. Group 2 receives the same treatment as group 1 plus aspirin 100 mg.",
     [("Group 1", {D: "75 mg"}), ("Group 2", {D: "75 mg", A: "100 mg"})]),
    ("Arm A: docetaxel 75 mg. Arm B: same as arm A plus aspirin.",
     [("Arm A", {D: "75 mg"}), ("Arm B", {D: "75 mg", A: ""})]),
    ("Arm A: docetaxel 75 mg. Arm B: aspirin. Arm C: docetaxel and aspirin as in arms A and B.",
     [("Arm A", {D: "75 mg"}), ("Arm B", {A: ""}), ("Arm C", {D: "75 mg", A: ""})]),
    ("Patients are randomized to group A (Docetaxel-A) and group B (Aspirin-B). Docetaxel-A: docetaxel 75 mg every 3 weeks. "
     "Aspirin-B: aspirin 100 mg daily. They are followed for a year.",
     [("group A", {D: "75 mg"}), ("group B", {A: "100 mg"})]),
    ("Patients are randomized to docetaxel or aspirin.\n- Docetaxel: 75 mg of docetaxel and ketamine\n- Aspirin: aspirin 100 mg",
     [("docetaxel", {D: "75 mg", K: ""}), ("aspirin", {A: "100 mg"})]),
    ("Children were assigned by block randomisation (40 in each): docetaxel (n=40), aspirin (n = 40) and control (n=40).",
     [("docetaxel", {D: ""}), ("aspirin", {A: ""}), ("control", {})]),
    ("Patients were divided into docetaxel (30 patients) or saline (30 patients).",
     [("docetaxel", {D: ""}), ("saline", {"drug/saline": ""})]),
    ("They will be randomised (1:1) to one of two interventions for 7 days before surgery: (i) docetaxel 75 mg or (ii) "
     "aspirin only. n= 60 per group.", [("docetaxel 75 mg", {D: "75 mg"}), ("aspirin only", {A: ""})]),
    ("The combinations tested will be:\n* Docetaxel combined with aspirin\n* Docetaxel combined with ketamine",
     [("Docetaxel combined with aspirin", {D: "", A: ""}), ("Docetaxel combined with ketamine", {D: "", K: ""})]),
    ("Patients are randomized to docetaxel or aspirin. In both groups, ketamine 8 mg or 12 mg will be given from 3 days "
     "after the first procedure.", [("docetaxel", {D: "", K: "12 mg"}), ("aspirin", {A: "", K: "12 mg"})]),
    ("Patients are randomized to docetaxel or aspirin. Ketamine 5 mg is given to all patients.",
     [("docetaxel", {D: "", K: "5 mg"}), ("aspirin", {A: "", K: "5 mg"})]),
    *[(f"Patients are randomized to docetaxel or aspirin. {text}", [("docetaxel", {D: ""}), ("aspirin", {A: ""})])
      for text in ("In all groups, ketamine will be given if pain is severe.",
                   "In both groups, ketamine or fentanyl will be given.",
                   "Ketamine is given to all patients who ask for it.",
                   "Docetaxel will be given to all patients after completion of the study.")],
    ("Children were assigned to the groups.\n\nDocetaxel group: docetaxel 75 mg.\n\nGames group; points are pressed for 3 "
     "minutes.\n\nControl group: nothing but the routine.",
     [("Docetaxel group", {D: "75 mg"}), ("Games group", {}), ("Control group", {})]),
    ("Livers in the cold arm are preserved with docetaxel. Livers in the warm arm are perfused with aspirin.",
     [("cold arm", {D: ""}), ("warm arm", {A: ""})]),
    ("Patients will be randomized to docetaxel or placebo for 9 days and then discharged from the centre.",
     [("docetaxel", {D: ""}), ("placebo for 9 days", {P: ""})]),
    ("Arm A - ketamine: Patients get docetaxel and ketamine. Arm B - no ketamine: 6 further cycles of docetaxel.",
     [("Arm A", {D: "", K: ""}), ("Arm B", {D: ""})]),
    ("Group A (go on): docetaxel and ketamine. Group B (stop): stop docetaxel, aspirin daily.",
     [("Group A", {D: "", K: ""}), ("Group B", {A: ""})]),
    ("Patients are randomized 2:1 fashion to docetaxel or placebo.", [("docetaxel", {D: ""}), ("placebo", {P: ""})]),
    ("Volunteers were randomized to receive three injections of either docetaxel or placebo.",
     [("docetaxel", {D: ""}), ("placebo", {P: ""})]),
    ("Volunteers were randomized to receive 80 mg of either docetaxel or placebo.",
     [("80 mg of either docetaxel", {D: "80 mg"}), ("placebo", {P: ""})]),
    ("Arm I: Patients receive docetaxel and standard care comprising aspirin 100 mg and ketamine. Arm II: Patients receive "
     "placebo and standard care as in arm I.",
     [("Arm I", {D: "", A: "100 mg", K: "", S: ""}), ("Arm II", {P: "", A: "100 mg", K: "", S: ""})]),
    ("Arm I: Patients receive docetaxel and standard care. They also get aspirin. Arm II: Patients receive placebo and "
     "standard care as in arm I.", [("Arm I", {D: "", A: "", S: ""}), ("Arm II", {P: "", S: ""})]),
    ("Mothers are randomized to docetaxel (n=80) or to placebo (N=80).", [("docetaxel", {D: ""}), ("placebo", {P: ""})]),
    ("Patients are randomly assigned to the docetaxel group or the aspirin group. In the docetaxel group, docetaxel 75 mg is "
     "given. Ketamine 5 mg is given intravenously every 3 weeks. In the aspirin group, aspirin 100 mg is followed by rest. "
     "Ketamine has been the standard for years.",
     [("docetaxel group", {D: "75 mg", K: "5 mg"}), ("aspirin group", {A: "100 mg"})]),
    ("Arm A: docetaxel 75 mg. Ketamine is given orally. Arm B: aspirin. Ketamine is given as rescue.",
     [("Arm A", {D: "75 mg", K: ""}), ("Arm B", {A: ""})]),
    ("Arm A: docetaxel 75 mg. Ketamine is given to all patients. Arm B: aspirin.",
     [("Arm A", {D: "75 mg", K: ""}), ("Arm B", {A: "", K: ""})]),
    ("This trial compares docetaxel followed by aspirin or ketamine versus ketamine then docetaxel or aspirin.",
     [("docetaxel followed by aspirin or ketamine", {D: "", A: "", K: ""}),
      ("ketamine then docetaxel or aspirin", {D: "", A: "", K: ""})]),
    ("This trial compares docetaxel versus aspirin or ketamine in adults.",
     [("docetaxel", {D: ""}), ("aspirin", {A: ""}), ("ketamine", {K: ""})]),
    ("Cohort 1 (n=20) docetaxel x 3 cycles; Cohort 2 (n=20): aspirin; Cohort 3 (n=20), ketamine.",
     [("Cohort 1", {D: ""}), ("Cohort 2", {A: ""}), ("Cohort 3", {K: ""})]),
    ("Infants will be randomised to 3 arms:\nA: docetaxel needle-free and aspirin\nB: docetaxel BCG needle and aspirin\n"
     "C: aspirin only", [("docetaxel needle-free and aspirin", {D: "", A: ""}),
                         ("docetaxel BCG needle and aspirin", {D: "", A: ""}), ("aspirin only", {A: ""})]),
    ("Patients are randomized to docetaxel 480 mg (240 mg if co-administered with ketamine) or placebo.",
     [("docetaxel 480 mg (240 mg if co-administered with ketamine)", {D: "240 mg"}), ("placebo", {P: ""})]),
    ("120 patients receiving ketamine were randomly divided into two groups: the D group received docetaxel 1 g and the "
     "placebo group received placebo.", [("D group", {D: "1 g"}), ("placebo group", {P: ""})]),
    ("The study is randomized. 60 patients will receive docetaxel and 50 patients will receive aspirin.",
     [("60 patients", {D: ""}), ("50 patients", {A: ""})]),
    ("Arm 1 (docetaxel): every 3 weeks. Arm 2 (aspirin): 100 mg. Arm 3 (both): docetaxel with aspirin as in arm 2.",
     [("Arm 1", {D: ""}), ("Arm 2", {A: "100 mg"}), ("Arm 3", {D: "", A: "100 mg"})]),
    ("Group I (n = 25): docetaxel 1 g. Group II (n = 25): as group I with ketamine 4 mg added.",
     [("Group I", {D: "1 g"}), ("Group II", {D: "1 g", K: "4 mg"})]),
    ("This randomized phase III trial studies docetaxel and aspirin to see how well they work compared to docetaxel alone.",
     [("docetaxel and aspirin", {D: "", A: ""}), ("docetaxel alone", {D: ""})]),
    ("This randomized phase II trial studies how well docetaxel with or without aspirin works in treating patients.",
     [("docetaxel with aspirin", {D: "", A: ""}), ("docetaxel without aspirin", {D: ""})]),
    ("To determine whether the addition of docetaxel to ketamine will improve outcomes over ketamine alone in adults.",
     [("docetaxel", {D: "", K: ""}), ("ketamine alone", {K: ""})]),
    ("The benefit of docetaxel over ketamine in adults is to be described.", []),
    # sentences that go on about an arm
    ("Experimental: docetaxel 75 mg on day 1. Aspirin starts 3-7 days after the first docetaxel. Ketamine 5 mg is given on "
     "day 1 of each 21-day cycle. Control: docetaxel 75 mg.",
     [("Experimental", {D: "75 mg", A: "", K: "5 mg"}), ("Control", {D: "75 mg"})]),
    ("Experimental: docetaxel 75 mg on day 1. Ketamine is given to each group. Control: aspirin.",
     [("Experimental", {D: "75 mg"}), ("Control", {A: ""})]),
    ("Group A: docetaxel 75 mg. Group B: aspirin 5 mg, but ketamine between the stages is not allowed.",
     [("Group A", {D: "75 mg"}), ("Group B", {A: "5 mg"})]),
    ("Group A: docetaxel 75 mg. Group B: aspirin 5 mg; induction ketamine is allowed.",
     [("Group A", {D: "75 mg"}), ("Group B", {A: "5 mg"})]),
    ("Exp: docetaxel 75 mg iv on d1. Control: aspirin 5 mg po d1.",
     [("Exp", {D: "75 mg"}), ("Control", {A: "5 mg"})]),
    ("Patients are randomly assigned to Arm A (docetaxel 75 mg) or Arm B (ketamine 5 mg within 14 days before docetaxel "
     "at the same dose as Arm A, which is given on the first day of each of six cycles of three weeks).",
     [("Arm A", {D: "75 mg"}), ("Arm B", {K: "5 mg", D: "75 mg"})]),
    ("Patients are randomly assigned to Arm A (docetaxel 75 mg) or Arm B (ketamine 5 mg before docetaxel).",
     [("Arm A", {D: "75 mg"}), ("Arm B", {K: "5 mg"})]),
    ("Two arms are compared:\n1. Docetaxel 1 g\n2. Ketamine 5 mg\n", [("Docetaxel 1 g", {D: "1 g"}), ("Ketamine 5 mg", {K: "5 mg"})]),
    ("Two arms are compared:\n1. Is docetaxel 1 g effective?\n2. Does ketamine 5 mg reduce pain?\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[text[:90] for text, _ in TOLD])
def test_what_each_arm_gives(text: str, wanted: list[tuple[str, dict[str, str]]]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    found = []
    for path in document.objects(document.trial.path, "tkg:hasArm"):
        given = {concept: facts.get("tkg:dose", "") for concept, facts in given_by(document, path).items()}
        found.append((values(document, path, "rdfs:label")[0], given))
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Previously Smith randomized men (n=30) and women (n=30) to see docetaxel.",
        "Households were randomized: West Bank (n=120), Gaza Strip (n=120).",
        "Patients were assigned to group K (n=30) and group D (n=30).",
        "We include patients with asthma (n=30), anaemia (n=40) and controls (n=20).",
        "Docetaxel is tested in 2 arms:\nA: docetaxel\nB: docetaxel",
        "The combinations of drugs are many. Docetaxel was one of them.",
        "Group 1 (n=20) and group 2 (n=20) will be compared after docetaxel.",
    ],
)
def test_what_tells_no_arms(text: str) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    assert not list(document.objects(document.trial.path, "tkg:hasArm"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Patients are randomized. They are stratified by chemotherapy (docetaxel vs aspirin) and sex.", []),
        ("Patients are randomized. Stratification factors:\n* backbone: docetaxel vs aspirin\n* region", []),
        ("In this trial, patients are stratified by stage and randomized to docetaxel vs aspirin.", [A]),
        ("This trial compares docetaxel versus aspirin, stratified by stage.", [A]),
        ("Stratification is by stage.\n\nThis trial compares:\n* docetaxel versus aspirin", [A]),
    ],
)
def test_strata_are_not_compared(text: str, wanted: list[str]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    assert list(document.objects(document.trial.path, "tkg:comparator")) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Group E: docetaxel 75 mg. Group C : ( control group) no block, only rest.", ["experimental", "no-intervention"]),
        ("Group E: docetaxel 75 mg. Group C : (control group) no block, only aspirin.", ["experimental", "active-comparator"]),
        ("Group E: docetaxel 75 mg. Group C: (control group) aspirin.", ["experimental", "active-comparator"]),
        ("Group A: aspirin (control). Group B: aspirin and docetaxel. Group C: aspirin and ketamine.",
         ["active-comparator", "experimental", "experimental"]),
        ("This trial compares docetaxel versus aspirin. Arm A: ketamine. Arm B: aspirin.", ["experimental", "active-comparator"]),
        ("This trial compares docetaxel versus aspirin. Arm A: ketamine. Arm B: fentanyl.", []),
        ("Arm A: docetaxel and aspirin. Arm B: aspirin alone. Patients may cross over.", ["experimental", "active-comparator"]),
        ("This trial compares docetaxel versus aspirin. Arm A: docetaxel. Arm B: ketamine.", ["experimental", "active-comparator"]),
        ("This trial compares docetaxel followed by aspirin versus ketamine then aspirin.",
         ["experimental", "active-comparator"]),
        ("Group A: aspirin (control). Group B: docetaxel. Group C: aspirin and ketamine.", ["active-comparator", "experimental"]),
        # a standard behind something that is tried, or in the bracket at the end
        ("This trial compares docetaxel followed by standard aspirin versus aspirin.", ["experimental", "active-comparator"]),
        ("This trial compares docetaxel followed by rest versus standard aspirin then ketamine.",
         ["experimental", "active-comparator"]),
        ("Group A: aspirin (standard treatment). Group B: aspirin and docetaxel. Group C: aspirin and ketamine.",
         ["active-comparator", "experimental", "experimental"]),
        ("Group A: aspirin (standard dose). Group B: docetaxel. Group C: ketamine.", []),
    ],
)
def test_roles(text: str, wanted: list[str]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    roles = [values(document, path, "tkg:armRole") for path in document.objects(document.trial.path, "tkg:hasArm")]
    assert [role for own in roles for role in own] == wanted
