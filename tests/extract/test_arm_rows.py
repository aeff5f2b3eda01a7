"""Arms told in two rows, by brackets that go on from what all get, in lines of their own; their roles by what a bracket
or the text calls them; and what other trials gave."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A, K, P = "drug/docetaxel", "drug/aspirin", "drug/ketamine", "placebo/placebo"
C = "drug/capecitabine"
NAMES = ("Docetaxel", "Aspirin", "Placebo")

# text → label, and what is given at which dose
TOLD: list[tuple[str, list[tuple[str, dict[str, str]]]]] = [
    ("Patients in cohort 1 and cohort 2 will be treated with docetaxel plus ketamine and docetaxel plus aspirin, "
     "respectively.", [("cohort 1", {D: "", K: ""}), ("cohort 2", {D: "", A: ""})]),
    ("Groups A, B and C will receive 5 mg, 10 mg and 20 mg of docetaxel, respectively.",
     [("A", {D: "5 mg"}), ("B", {D: "10 mg"}), ("C", {D: "20 mg"})]),
    ("The experimental and control groups will be given docetaxel and placebo, respectively.",
     [("experimental", {D: ""}), ("control groups", {P: ""})]),
    ("Docetaxel 40 mg and placebo will be administered to the experimental group and the control group, respectively.",
     [("experimental group", {D: "40 mg"}), ("control group", {P: ""})]),
    ("They are randomly divided into docetaxel group and aspirin group, who are given docetaxel 1-2 mg/kg or aspirin "
     "100 mg respectively.", [("docetaxel group", {D: "1-2 mg/kg"}), ("aspirin group", {A: "100 mg"})]),
    ("They will receive ketamine, followed by 6 cycles of docetaxel plus aspirin (experimental group) or 6 cycles of "
     "docetaxel (control group).",
     [("experimental group", {D: "", A: "", K: ""}), ("control group", {D: "", K: ""})]),
    ("A trial of ketamine with either docetaxel (Arm 1) or aspirin (Arm 2) in adults.",
     [("Arm 1", {D: "", K: ""}), ("Arm 2", {A: "", K: ""})]),
    ("Experimental group:\n- docetaxel 20 mg\n- aspirin 50 mg\nControl group:\n- aspirin 50 mg\n",
     [("Experimental group", {D: "20 mg", A: "50 mg"}), ("Control group", {A: "50 mg"})]),
    ("Experimental group:\n1. Docetaxel 20 mg\n2. Aspirin 50 mg\n\nControl group:\n1. Aspirin 50 mg\n2. Ketamine 1 mg",
     [("Experimental group", {D: "20 mg", A: "50 mg"}), ("Control group", {A: "50 mg", K: "1 mg"})]),
    ("They get 6 cycles of docetaxel 75 mg in the test arm, or 6 cycles of ketamine (8 mg, then 6 mg), aspirin 5 mg in "
     "the control arm.", [("test arm", {D: "75 mg"}), ("control arm", {K: "6 mg", A: "5 mg"})]),
    ("Patients are randomized 2:1 to docetaxel or placebo; all patients get aspirin 15 mg every 3 weeks.",
     [("docetaxel", {D: "", A: "15 mg"}), ("placebo", {P: "", A: "15 mg"})]),
    ("In a crossover design, each subject receives docetaxel 200 mg and placebo in random order.",
     [("docetaxel 200 mg", {D: "200 mg"}), ("placebo", {P: ""})]),
    ("A trial of docetaxel (arm A) vs investigator's choice of aspirin (ASA) or ketamine (arm B).",
     [("arm A", {D: ""}), ("arm B", {A: "", K: ""})]),
    ("A trial of docetaxel (arm A) vs aspirin (ASA) (arm B).", [("arm A", {D: ""}), ("arm B", {A: ""})]),
    ("Patients are randomised between ketamine plus either docetaxel (arm C) or aspirin (arm D).",
     [("arm C", {D: "", K: ""}), ("arm D", {A: "", K: ""})]),
    ("They are randomised between docetaxel (arm A) and aspirin (arm B). Men are randomised between ketamine (arm C) "
     "and placebo (arm D).", [("arm A", {D: ""}), ("arm B", {A: ""}), ("arm C", {K: ""}), ("arm D", {P: ""})]),
    ("Patients are randomized in arm A: docetaxel 75 mg plus ketamine 100 mg d1, or arm B: docetaxel plus aspirin d1.",
     [("arm A", {D: "75 mg", K: "100 mg"}), ("arm B", {D: "", A: ""})]),
    ("They will be randomised to group A: docetaxel, or to group B: ketamine.",
     [("group A", {D: ""}), ("group B", {K: ""})]),
    ("They are randomized to receive docetaxel alone or with ketamine 24 mg.",
     [("docetaxel with ketamine 24 mg", {D: "", K: "24 mg"}), ("docetaxel without ketamine 24 mg", {D: ""})]),
    ("They are randomized to docetaxel alone or in combination with ketamine, aspirin, or both.",
     [("docetaxel alone", {D: ""}), ("combination with ketamine", {K: ""}), ("aspirin", {A: ""}),
      ("both", {D: "", K: "", A: ""})]),
    ("This trial compares docetaxel, ketamine with capecitabine, and aspirin in patients with pain.",
     [("docetaxel", {D: ""}), ("ketamine with capecitabine", {K: "", C: ""}), ("aspirin", {A: ""})]),
    ("They are randomized to docetaxel or placebo (aspirin).",
     [("docetaxel", {D: ""}), ("placebo (aspirin)", {P: ""})]),
    ("They are randomized to docetaxel or placebo (and aspirin).",
     [("docetaxel", {D: ""}), ("placebo (and aspirin)", {P: "", A: ""})]),
    ("Arm 1 docetaxel 40 mg; arm 2 ketamine 5 mg repeated on demand.",
     [("Arm 1", {D: "40 mg"}), ("arm 2", {K: "5 mg"})]),
    ("Arm A docetaxel 75 mg q3w. Arm B ketamine 1 mg.", [("Arm A", {D: "75 mg"}), ("Arm B", {K: "1 mg"})]),
    ("Group 1 patients docetaxel, group 2 patients ketamine.", [("Group 1", {D: ""}), ("group 2", {K: ""})]),
    ("Group A is older than group B, and docetaxel is for all.", []),
    ("Arm 1 docetaxel 40 mg; arm 2 is closed.", []),
    ("They are randomized. Experimental group: people receive the supplement (3 grams) in addition to docetaxel for 90 "
     "days. Control group: patients are undergoing docetaxel but do not receive any supplement.",
     [("Experimental group", {D: ""}), ("Control group", {D: ""})]),
    ("They are randomized. Experimental group: docetaxel 3 grams. Control group: patients undergoing docetaxel "
     "get rest.",
     [("Experimental group", {D: "3 grams"}), ("Control group", {})]),
    ("They get docetaxel (arm A) or aspirin (arm B). Those on ketamine (arm A) or placebo (arm B) are told so.",
     [("arm A", {D: ""}), ("arm B", {A: ""})]),
    ("Experimental: docetaxel and aspirin. Control: docetaxel alone. Patients who fail to grow may undergo rescue "
     "ketamine or salvage aspirin.", [("Experimental", {D: "", A: ""}), ("Control", {D: ""})]),
    ("Experimental: docetaxel and aspirin. Control: docetaxel. Patients who do not respond get ketamine.",
     [("Experimental", {D: "", A: ""}), ("Control", {D: ""})]),
    ("Experimental: docetaxel and aspirin. Control: docetaxel. Patients get ketamine on day 1.",
     [("Experimental", {D: "", A: ""}), ("Control", {D: "", K: ""})]),
    ("Patients are randomised to Group DX+A (docetaxel plus aspirin) or Group A (aspirin alone).",
     [("Group DX+A", {D: "", A: ""}), ("Group A", {A: ""})]),
    ("Standard arm: zorbing. Experimental arm: docetaxel 75 mg.",
     [("Standard arm", {}), ("Experimental arm", {D: "75 mg"})]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[text[:60] for text, _ in TOLD])
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
        "In the CORRECT-310 trial, 272 patients were assigned to the docetaxel group and 271 to the aspirin group. "
        "Patients in the docetaxel group received docetaxel 200 mg, while the control group received aspirin.",
        "In a previous phase III trial, patients in the induction group received docetaxel and patients in the "
        "standard-therapy group received aspirin alone.",
        "In Smith's report, group A received docetaxel and group B received aspirin.",
        "In the study of Wang, group A and group B received docetaxel and aspirin, respectively. In a recent study, "
        "patients in group C and group D were given docetaxel and aspirin, respectively.",
        "Patients in group A and group B were 55 and 60 years old, respectively, and took docetaxel.",
        "Survival rates of the docetaxel group and the aspirin group treated with it were 20 and 30, respectively.",
        "Group A and group B receive docetaxel, respectively.",
        "Patients will be divided into docetaxel positive group and docetaxel negative group.",
        "They are divided into a docetaxel-resistant group and a docetaxel-sensitive group by their markers.",
        "The group mean (docetaxel) and group size (aspirin) are told.",
        "They attend group therapy (docetaxel) or group sessions (aspirin).",
        "Blood is drawn in group A+ (docetaxel), and later in some of group B+ (aspirin).",
    ],
)
def test_what_tells_no_arms(text: str) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    assert document.objects(document.trial.path, "tkg:hasArm") == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Group A receives docetaxel, group B receives docetaxel and ketamine, and group C (control) receives aspirin.",
         [None, None, "active-comparator"]),
        ("Group A (experimental) receives docetaxel and group B (control, n = 30) receives aspirin.",
         ["experimental", "active-comparator"]),
        ("Group A (n = 30) receives docetaxel and group B (n = 30) receives aspirin.", [None, None]),
        ("Adults are randomized to docetaxel or observation for one year.", ["experimental", "no-intervention"]),
        ("The observation group receives docetaxel and the control group receives aspirin.",
         ["experimental", "active-comparator"]),
        ("Adults are randomized to docetaxel or US-licensed docetaxel.", ["experimental", "active-comparator"]),
        ("Group A: ketamine and docetaxel 5 mg; group B: docetaxel alone.", ["experimental", "active-comparator"]),
        ("Ketamine plus docetaxel group: ketamine and docetaxel 5 mg. Docetaxel group: docetaxel 5 mg.",
         ["experimental", None]),
        ("This trial tests ketamine plus docetaxel versus docetaxel.\nKetamine+docetaxel group: ketamine and docetaxel "
         "5 mg.\nDocetaxel group: docetaxel 5 mg.", ["experimental", "active-comparator"]),
        # what more is given to, or what has more
        ("This trial compares docetaxel versus docetaxel plus ketamine.", ["active-comparator", "experimental"]),
        ("This trial compares docetaxel alone with docetaxel given with ketamine.",
         ["active-comparator", "experimental"]),
        ("This trial compares docetaxel plus ketamine versus docetaxel plus aspirin.",
         ["experimental", "active-comparator"]),
        ("This trial compares zorbing plus docetaxel versus ketamine plus docetaxel.",
         ["experimental", "active-comparator"]),
        # a quoted sham; the usual treatment on which something is given
        ('Adults are randomized to "docetaxel", "sham drug" (aspirin), or ketamine.', [None, "sham-comparator", None]),
        ("Half of participants will receive docetaxel on the routine treatment. The other half will receive aspirin.",
         [None, None]),
        ("Half of participants will receive routine docetaxel. The other half will receive aspirin.",
         ["active-comparator", "experimental"]),
        # the order of three says nothing; what a control gets with or without something is not nothing
        ("This trial compares docetaxel versus aspirin versus ketamine.", [None, None, None]),
        ("This trial compares docetaxel versus aspirin versus placebo.", [None, None, "placebo-comparator"]),
        ("The intervention arm gets docetaxel. The control arm undergoes zorbing with or without rest only.",
         ["experimental", "active-comparator"]),
        ("The intervention arm gets docetaxel. The control arm receives no zorbing.",
         ["experimental", "no-intervention"]),
    ],
)  # fmt: skip
def test_roles(text: str, roles: list[str | None]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [next(iter(values(document, p, "tkg:armRole")), None) for p in paths] == roles


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Docetaxel versus aspirin. Control arm: docetaxel. Experimental arm: aspirin.", {D}),
        ("Docetaxel versus aspirin. Experimental arm: docetaxel. Control arm: aspirin.", {A}),
        ("Zorbing versus docetaxel. Control arm: aspirin. Experimental arm: docetaxel.", {A}),
        ("Docetaxel versus aspirin. Arm A: docetaxel. Arm B: aspirin.", {A}),
        ("Docetaxel versus aspirin. Control arm: docetaxel. Experimental arm: docetaxel and aspirin.", {A}),
        ("Placebo versus docetaxel. Control arm: placebo. Experimental arm: docetaxel.", {P}),
    ],
)  # fmt: skip
def test_what_the_roles_say_is_compared_with(text: str, compared: set[str]) -> None:
    title, _, arms = text.partition(". ")
    document = told(prose_record(title, arms, NAMES), tiny())
    assert set(document.objects(document.trial.path, "tkg:comparator")) == compared


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("This trial compares docetaxel alone versus docetaxel plus ketamine.", {D}),
        ("This trial compares docetaxel versus docetaxel and ketamine.", {D}),
        ("This trial compares docetaxel plus ketamine versus docetaxel alone.", {D}),
        ("This trial compares docetaxel plus ketamine versus docetaxel plus aspirin.", {A}),
        ("This trial compares zorbing with docetaxel versus ketamine with docetaxel.", {K}),
        ("This trial compares docetaxel versus radiofrequency ablation plus docetaxel.",
         {"procedure/radiofrequency-ablation"}),
        ("This trial compares aspirin versus docetaxel plus ketamine.", {D, K}),
    ],
)  # fmt: skip
def test_what_more_is_given_to_is_compared_with(text: str, compared: set[str]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    assert set(document.objects(document.trial.path, "tkg:comparator")) == compared


def test_a_drug_by_two_routes_is_given_twice() -> None:
    text = "Group A receives oral docetaxel 20 mg and intravenous docetaxel 50 mg. Group B receives aspirin 100 mg."
    document = told(prose_record("A Trial", text, NAMES), tiny())
    first, second = document.objects(document.trial.path, "tkg:hasArm")
    nodes = document.objects(first, "tkg:hasAdministration")
    ways = [(document.objects(n, "tkg:route"), values(document, n, "tkg:dose")) for n in nodes]
    assert ways == [(["route/oral"], ["20 mg"]), (["route/intravenous"], ["50 mg"])]
    assert len(document.objects(second, "tkg:hasAdministration")) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("An open trial of docetaxel (5 mg/kg, d1) combined with ketamine (cohort 1) or aspirin (cohort 2).",
         [{D: "5 mg/kg", K: ""}, {D: "5 mg/kg", A: ""}]),
        ("A trial of docetaxel combined with ketamine (arm 1) or aspirin (arm 2).", [{D: "", K: ""}, {A: ""}]),
        ("Arm 1: docetaxel. Arm 2: ketamine. Arms 1 and 2: aspirin as needed.", [{D: ""}, {K: ""}]),
        ("They are randomized into three groups: docetaxel and aspirin; ketamine and aspirin; ketamine.",
         [{D: "", A: ""}, {K: "", A: ""}, {K: ""}]),
        ("They are randomized into three groups: docetaxel; aspirin and ketamine.", [{D: ""}, {A: ""}, {K: ""}]),
        ("They receive docetaxel (arm 1), ketamine (arm 2), or ketamine, docetaxel and aspirin (arm 3).",
         [{D: ""}, {K: ""}, {K: "", D: "", A: ""}]),
        ("They receive docetaxel (arm 1), or in period 2, aspirin (arm 2).", [{D: ""}, {A: ""}]),
        ("They receive docetaxel combined with ketamine (arm 1), docetaxel (arm 2) or aspirin (arm 3).",
         [{D: "", K: ""}, {D: ""}, {A: ""}]),
        ("They receive docetaxel 30 mg (doublet arm) or the same plus aspirin 5 mg (triplet arm).",
         [{D: "30 mg"}, {D: "30 mg", A: "5 mg"}]),
        ("They receive docetaxel (DTX group, n = 72) or aspirin (ASA group, n = 72).", [{D: ""}, {A: ""}]),
        ("Patients: 120. Intervention: docetaxel 20 mg. Comparison: aspirin 5 mg.", [{D: "20 mg"}, {A: "5 mg"}]),
        ("Intervention: docetaxel 20 mg. Treatment A: rest.", []),
        ("Patients in the early group accept docetaxel, and patients in the late group accept aspirin.",
         [{D: ""}, {A: ""}]),
        ("In the early group, docetaxel starts 3 days after surgery; in the late group, docetaxel starts at week 4.",
         [{D: ""}, {D: ""}]),
    ],
)  # fmt: skip
def test_what_arms_share(text: str, wanted: list[dict[str, str]]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    found = [{c: facts.get("tkg:dose", "") for c, facts in given_by(document, path).items()} for path in paths]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("They are randomized into three arms: docetaxel alone, docetaxel plus aspirin, and docetaxel plus aspirin and "
         "ketamine.", ["docetaxel alone", "docetaxel plus aspirin", "docetaxel plus aspirin and ketamine"]),
        ("They are divided into three groups: docetaxel, aspirin and ketamine.", ["docetaxel", "aspirin", "ketamine"]),
        ("They are divided into 2 groups: docetaxel followed by aspirin vs. aspirin.",
         ["docetaxel followed by aspirin", "aspirin"]),
        ("Patients are randomized to docetaxel 5 mg for up to 8 cycles or aspirin.",
         ["docetaxel 5 mg for up to 8 cycles", "aspirin"]),
        ("Patients are randomized to docetaxel or aspirin for up to 8 cycles.", ["docetaxel", "aspirin"]),
    ],
)  # fmt: skip
def test_where_choices_part(text: str, labels: list[str]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, path, "rdfs:label")[0] for path in paths] == labels


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The study group takes docetaxel orally, and 50 mg aspirin is injected intravenously in the control group.",
         [("study group", {D}), ("control group", {A})]),
        ("Docetaxel and aspirin will be given in the experimental arm. In the standard arm aspirin is given alone.",
         [("experimental arm", {D, A}), ("standard arm", {A})]),
        ("Group A receives docetaxel. Blood is taken for aspirin levels in group B.", []),
        ("The study group takes docetaxel, and aspirin is expected to be given less often in the control group.", []),
        ("The study group takes docetaxel. Messages on aspirin are given to the group.", []),
        ("The study group takes docetaxel, and aspirin is given to all in the control group and elsewhere.", []),
    ],
)  # fmt: skip
def test_who_gets_it_is_told_before_and_behind(text: str, wanted: list[tuple[str, set[str]]]) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [(values(document, p, "rdfs:label")[0], set(given_by(document, p))) for p in paths] == wanted
