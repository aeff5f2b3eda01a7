"""Arms: registered ones with roles, entries and administrations; arms told in prose; comparators."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from tiny_vocabulary import tiny

import kg.vocab
from kg.extract import abbreviations, arms, interventions, structure
from kg.extract.arms import role_of
from kg.extract.document import Document
from kg.extract.told_arms.choices import rows
from kg.extract.told_arms.compared_arms import compared
from kg.extract.told_arms.groups import tellings
from kg.extract.told_arms.patterns import BRACKETED, HEADED
from kg.model import ArmGroup, InterventionItem, Passage, Source, SourceField, Statement, Trial, Value
from kg.read import read
from kg.vocab.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]


def told(trial: Trial, vocabulary: Vocabulary) -> Document:
    document = Document(trial, vocabulary)
    for extractor in (structure, abbreviations, interventions, arms):
        document.add(list(extractor.extract(document)))
    texts = {field.name: field.text for field in trial.fields}
    for statement in document.statements:
        assert statement.evidence, statement
        for span in statement.evidence:
            assert 0 <= span.start < span.end <= len(texts[span.field]), statement
    return document


def prose_record(title: str, description: str = "", names: tuple[str, ...] = ("Docetaxel",)) -> Trial:
    fields = [SourceField("title", title), SourceField("description", description)]
    items = []
    for position, name in enumerate(names):
        passage = Passage(name, f"interventions/{position}")
        fields.append(SourceField(passage.field, name))
        items.append(InterventionItem(position, "DRUG", passage, passage))
    return Trial(
        "NCT00000002",
        Source("x", "test", 0, "0" * 64),
        tuple(fields),
        title=Passage(title, "title"),
        detailed_description=Passage(description, "description") if description else None,
        interventions=tuple(items),
    )


def given_by(document: Document, arm: str) -> dict[str, dict[str, str]]:
    """What an arm gives: concept → predicate → value."""
    found: dict[str, dict[str, str]] = {}
    for node in document.objects(arm, "tkg:hasAdministration"):
        concept = document.objects(node, "tkg:gives")[0]
        found[concept] = {}
        for predicate in ("tkg:route", "tkg:dose", "tkg:schedule", "tkg:optional", "tkg:formulation"):
            for statement in document.said(node, predicate):
                value = statement.object
                found[concept][predicate] = value.lexical if isinstance(value, Value) else value
    return found


def values(document: Document, subject: str, predicate: str) -> list[str]:
    return [s.object.lexical for s in document.said(subject, predicate) if isinstance(s.object, Value)]


# ------------------------------------------------------------------------------------------------- registered


def registered() -> Trial:
    texts = {
        "arms/0/label": "Docetaxel plus bevacizumab",
        "arms/0/description": "Docetaxel 75 mg/m2 IV every 3 weeks. Bevacizumab 15 mg/kg IV every 3 weeks.",
        "arms/0/type": "EXPERIMENTAL",
        "arms/1/label": "Docetaxel plus placebo",
        "arms/1/description": "",
        "arms/1/type": "PLACEBO_COMPARATOR",
        "interventions/0/name": "Docetaxel",
        "interventions/1/name": "Bevacizumab",
        "interventions/2/name": "Placebo",
    }
    at = {name: Passage(text, name) for name, text in texts.items()}
    both = (texts["arms/0/label"], texts["arms/1/label"])
    items = tuple(
        InterventionItem(i, "DRUG", at[f"interventions/{i}/name"], at[f"interventions/{i}/name"], arm_labels=labels)
        for i, labels in enumerate((both, both[:1], both[1:]))
    )
    groups = (
        ArmGroup(
            0,
            at["arms/0/label"],
            "EXPERIMENTAL",
            at["arms/0/type"],
            at["arms/0/description"],
            ("Drug: Docetaxel", "Drug: Bevacizumab"),
        ),
        ArmGroup(
            1, at["arms/1/label"], "PLACEBO_COMPARATOR", at["arms/1/type"], None, ("Drug: Docetaxel", "Drug: Placebo")
        ),
    )
    fields = tuple(SourceField(name, text) for name, text in texts.items())
    return Trial("NCT00000003", Source("x", "test", 0, "0" * 64), fields, interventions=items, arms=groups)


def test_registered_arms_have_role_entries_and_administrations() -> None:
    document = told(registered(), tiny())
    first, second = document.trial.part("arm-0"), document.trial.part("arm-1")
    assert values(document, first, "tkg:armRole") == ["experimental"]
    assert values(document, second, "tkg:armRole") == ["placebo-comparator"]
    entry = document.trial.part
    assert document.objects(first, "tkg:usesEntry") == [entry("intervention-0"), entry("intervention-1")]
    assert document.objects(second, "tkg:usesEntry") == [entry("intervention-0"), entry("intervention-2")]
    assert given_by(document, first) == {
        "drug/docetaxel": {"tkg:route": "route/intravenous", "tkg:dose": "75 mg/m2", "tkg:schedule": "every 3 weeks"},
        "drug/bevacizumab": {"tkg:route": "route/intravenous", "tkg:dose": "15 mg/kg", "tkg:schedule": "every 3 weeks"},
    }
    assert given_by(document, second) == {}


@pytest.mark.parametrize(
    ("label", "description", "besides"),
    [
        ("Docetaxel 60 mg/m2", "", {"drug/docetaxel": {"tkg:dose": "60 mg/m2"}}),
        ("Arm A", "Ketamine 20 mg orally before docetaxel.",
         {"drug/ketamine": {"tkg:dose": "20 mg", "tkg:route": "route/oral"}}),
        ("Arm A", "They maintain ketamine 20 mg orally. Ketamine helps.", {}),
        ("Arm A", "Aspirin 100 mg.", {}),
    ],
)  # fmt: skip
def test_labels_and_dosed_drugs_of_an_arm(label: str, description: str, besides: dict[str, dict[str, str]]) -> None:
    plain = registered()
    arm = plain.arms[1]
    changed = replace(arm, label=Passage(label, "arms/1/label"), description=Passage(description, "arms/1/description"))
    texts = {"arms/1/label": label, "arms/1/description": description}
    fields = (*(f for f in plain.fields if f.name not in texts), *(SourceField(*text) for text in texts.items()))
    items = tuple(replace(item, arm_labels=()) for item in plain.interventions)
    document = told(replace(plain, arms=(plain.arms[0], changed), fields=fields, interventions=items), tiny())
    assert given_by(document, document.trial.part("arm-1")) == besides


def test_what_only_comparator_arms_use_is_the_comparator() -> None:
    document = told(registered(), tiny())
    assert document.objects(document.trial.path, "tkg:comparator") == ["placebo/placebo"]


@pytest.mark.parametrize(
    ("kind", "role"),
    [("EXPERIMENTAL", "experimental"), ("Active Comparator", "active-comparator"), ("NO_INTERVENTION",
     "no-intervention"),
     ("SHAM_COMPARATOR", "sham-comparator"), ("", None), ("SOMETHING", None)],
)  # fmt: skip
def test_roles(kind: str, role: str | None) -> None:
    assert role_of(kind) == role


# ------------------------------------------------------------------------------------------------- prose

TOLD: list[tuple[str, list[tuple[str, dict[str, dict[str, str]]]]]] = [
    (
        "Patients in the A group receive docetaxel 75 mg/m2 every 3 weeks, "
        "while patients in the B group receive oral capecitabine.",
        [("A group", {"drug/docetaxel": {"tkg:dose": "75 mg/m2", "tkg:schedule": "every 3 weeks"}}),
         ("B group", {"drug/capecitabine": {"tkg:route": "route/oral"}})],
    ),
    (
        "Arm A: docetaxel plus bevacizumab every 21 days.\nArm B (n=20): docetaxel alone.",
        [("Arm A", {"drug/docetaxel": {"tkg:schedule": "every 21 days"},
         "drug/bevacizumab": {"tkg:schedule": "every 21 days"}}),
         ("Arm B", {"drug/docetaxel": {}})],
    ),
    (
        "Experimental group: irinotecan with or without bevacizumab\nControl group: intravenous FOLFOX",
        [("Experimental group", {"drug/irinotecan": {}, "drug/bevacizumab": {"tkg:optional": "true"}}),
         ("Control group", {"regimen/folfox": {"tkg:route": "route/intravenous"}})],
    ),
    (
        "Patients will be randomized 1:1 to receive docetaxel or capecitabine.",
        [("docetaxel", {"drug/docetaxel": {}}), ("capecitabine", {"drug/capecitabine": {}})],
    ),
    (
        "The treatment group will receive pembrolizumab. The control group will receive placebo.",
        [("treatment group", {"drug/pembrolizumab": {}}), ("control group", {"placebo/placebo": {}})],
    ),
    (
        "Arm 1: docetaxel + bevacizumab, Arm 2: docetaxel + aspirin, and Arm 3: capecitabine. "
        "Arm 4: ketamine and Arm 5: placebo were added.",
        [("Arm 1", {"drug/docetaxel": {}, "drug/bevacizumab": {}}),
         ("Arm 2", {"drug/docetaxel": {}, "drug/aspirin": {}}),
         ("Arm 3", {"drug/capecitabine": {}}), ("Arm 4", {"drug/ketamine": {}}), ("Arm 5", {"placebo/placebo": {}})],
    ),
    (
        "Group 1 received docetaxel 75 mg/m2, Group 2, treated by oral capecitabine.",
        [("Group 1", {"drug/docetaxel": {"tkg:dose": "75 mg/m2"}}),
         ("Group 2", {"drug/capecitabine": {"tkg:route": "route/oral"}})],
    ),
    (
        "Group 1 received docetaxel twice daily and Group 2 received placebo.",
        [("Group 1", {"drug/docetaxel": {"tkg:schedule": "twice daily"}}), ("Group 2", {"placebo/placebo": {}})],
    ),
    (
        "Arm A: docetaxel IV on days 1 and 8, surgery on day 31. "
        "Arm B: chemotherapy for cells expressing the aspirin; capecitabine, rest, and pain relief as needed",
        [("Arm A", {"drug/docetaxel": {"tkg:route": "route/intravenous", "tkg:schedule": "on days 1 and 8"}}),
         ("Arm B", {"drug-class/chemotherapy": {}, "drug/capecitabine": {}})],
    ),
    (
        "Patients are randomized to: * Arm A: Docetaxel * Arm B: Capecitabine. In both arms aspirin is allowed.",
        [("Arm A", {"drug/docetaxel": {}}), ("Arm B", {"drug/capecitabine": {}})],
    ),
    (
        "- Arms I and II: Patients receive oral capecitabine. - Arm III: Patients receive docetaxel and a placebo.",
        [("Arms I and II", {"drug/capecitabine": {"tkg:route": "route/oral"}}),
         ("Arm III", {"drug/docetaxel": {}, "placebo/placebo": {}})],
    ),
    (
        "COHORT A1: Patients with prior aspirin receive docetaxel. COHORT A2: Patients who progressed on docetaxel "
        "receive capecitabine before surgery.",
        [("COHORT A1", {"drug/docetaxel": {}}), ("COHORT A2", {"drug/capecitabine": {}})],
    ),
    (
        "Subjects are assigned to Group 1 (docetaxel 75 mg/m2), Group 2 (ketamine) or Group 3 (placebo).",
        [("Group 1", {"drug/docetaxel": {"tkg:dose": "75 mg/m2"}}), ("Group 2", {"drug/ketamine": {}}),
         ("Group 3", {"placebo/placebo": {}})],
    ),
    (
        "Docetaxel (experimental arm) is compared with oral capecitabine (control arm).",
        [("experimental arm", {"drug/docetaxel": {}}),
         ("control arm", {"drug/capecitabine": {"tkg:route": "route/oral"}})],
    ),
    (
        "The first group is adults with gout who will receive docetaxel twice daily, "
        "and the control group took a placebo.",
        [("first group", {"drug/docetaxel": {"tkg:schedule": "twice daily"}}),
         ("control group", {"placebo/placebo": {}})],
    ),
    (
        "In the exercise group, participants attended lessons. In the drug group, participants used ketamine. "
        "The control group receives a letter.",
        [("drug group", {"drug/ketamine": {}}), ("control group", {})],
    ),
    (
        "Patients are assigned to one cohort and randomized to receive docetaxel or placebo while taking aspirin.",
        [("docetaxel", {"drug/docetaxel": {}}), ("placebo", {"placebo/placebo": {}})],
    ),
    (
        "Group 1 receives docetaxel and ketamine placebo. Group 2 receives docetaxel placebo and ketamine.",
        [("Group 1", {"drug/docetaxel": {}, "placebo/placebo": {}}),
         ("Group 2", {"placebo/placebo": {}, "drug/ketamine": {}})],
    ),
    (
        "Patients had this: cohort 1: 2 mg/kg intravenously on day 1; cohort 2: 4 mg/kg intravenously on day 1, single "
        "dose. Patients with gout will be treated with docetaxel 8 mg/kg every 3 weeks.",
        [("cohort 1", {"drug/docetaxel": {"tkg:dose": "2 mg/kg", "tkg:route": "route/intravenous",
                                          "tkg:schedule": "on day 1"}}),
         ("cohort 2", {"drug/docetaxel": {"tkg:dose": "4 mg/kg", "tkg:route": "route/intravenous",
                                          "tkg:schedule": "on day 1, single dose"}})],
    ),
    (
        "If you are in Group 1, you will receive docetaxel every day for 7 days. You will also take aspirin by mouth. "
        "If you are in Group 2, you will receive ketamine. You will return.",
        [("Group 1", {"drug/docetaxel": {"tkg:schedule": "every day for 7 days"},
                      "drug/aspirin": {"tkg:route": "route/oral"}}), ("Group 2", {"drug/ketamine": {}})],
    ),
    (
        "They will be divided into groups receiving docetaxel 800mg/day, ketamine 500mg/day, and aspirin 600mg/day.",
        [("docetaxel 800mg/day", {"drug/docetaxel": {"tkg:dose": "800mg/day"}}),
         ("ketamine 500mg/day", {"drug/ketamine": {"tkg:dose": "500mg/day"}}),
         ("aspirin 600mg/day", {"drug/aspirin": {"tkg:dose": "600mg/day"}})],
    ),
    (
        "Patients in one group receive docetaxel. Patients in the other group receive ketamine. Those in the ketamine "
        "group receive ketamine twice daily.",
        [("one group", {"drug/docetaxel": {}}), ("other group", {"drug/ketamine": {}})],
    ),
    (
        "One arm is randomized to receive docetaxel, the other arm to receive a placebo.",
        [("One arm", {"drug/docetaxel": {}}), ("other arm", {"placebo/placebo": {}})],
    ),
    (
        "They are randomized to either docetaxel or capecitabine (experimental), or to ketamine (standard).",
        [("docetaxel or capecitabine (experimental)", {"drug/docetaxel": {}, "drug/capecitabine": {}}),
         ("ketamine (standard)", {"drug/ketamine": {}})],
    ),
    (  # how long a dose takes is told of the last of several doses, how often of all
        "Arm A: docetaxel 75 mg/m2, ketamine 20 mg and capecitabine 2400 mg/m2 over 46 hours, every 2 weeks. "
        "Arm B: aspirin.",
        [("Arm A", {"drug/docetaxel": {"tkg:dose": "75 mg/m2", "tkg:schedule": "every 2 weeks"},
                    "drug/ketamine": {"tkg:dose": "20 mg", "tkg:schedule": "every 2 weeks"},
                    "drug/capecitabine": {"tkg:dose": "2400 mg/m2", "tkg:schedule": "over 46 hours, every 2 weeks"}}),
         ("Arm B", {"drug/aspirin": {}})],
    ),
    (  # the schedule of a second phase
        "Arm A: docetaxel 300 mg plus ketamine 20 mg, then ketamine 20 mg every 4 weeks. Arm B: aspirin alone.",
        [("Arm A", {"drug/docetaxel": {"tkg:dose": "300 mg"},
                    "drug/ketamine": {"tkg:dose": "20 mg", "tkg:schedule": "every 4 weeks"}}),
         ("Arm B", {"drug/aspirin": {}})],
    ),
    (  # the length of a dose that only the last one has
        "Arm A: docetaxel and ketamine 20 mg over 2 hours. Arm B: aspirin.",
        [("Arm A", {"drug/docetaxel": {}, "drug/ketamine": {"tkg:dose": "20 mg", "tkg:schedule": "over 2 hours"}}),
         ("Arm B", {"drug/aspirin": {}})],
    ),
    (  # without doses of their own
        "Arm A: docetaxel and ketamine over 2 hours. Arm B: aspirin.",
        [("Arm A", {"drug/docetaxel": {"tkg:schedule": "over 2 hours"},
                    "drug/ketamine": {"tkg:schedule": "over 2 hours"}}),
         ("Arm B", {"drug/aspirin": {}})],
    ),
    (
        "Group A receives docetaxel or ketamine plus capecitabine every 3 weeks for 4 courses followed by aspirin "
        "daily. Group B receives saline substituted for ketamine, and docetaxel.",
        [("Group A", {"drug/docetaxel": {"tkg:schedule": "every 3 weeks for 4 courses"},
                      "drug/ketamine": {"tkg:schedule": "every 3 weeks for 4 courses"},
                      "drug/capecitabine": {"tkg:schedule": "every 3 weeks for 4 courses"},
                      "drug/aspirin": {"tkg:schedule": "daily"}}),
         ("Group B", {"drug/saline": {}, "drug/docetaxel": {}})],
    ),
    # who: rows, shares, people
    (
        "One group will receive docetaxel and the second group a placebo.",
        [("One group", {"drug/docetaxel": {}}), ("second group", {"placebo/placebo": {}})],
    ),
    (
        "Half of the patients with gout will receive aspirin, while the other half will take aspirin and ketamine.",
        [("Half of the patients", {"drug/aspirin": {}}), ("other half", {"drug/aspirin": {}, "drug/ketamine": {}})],
    ),
    (
        "One-third of the women take docetaxel, one-third take ketamine once daily, and one-third take both.",
        [("One-third of the women", {"drug/docetaxel": {}}),
         ("one-third", {"drug/ketamine": {"tkg:schedule": "once daily"}}), ("one-third", {})],
    ),
    (
        "Volunteers will be divided in a 2:1 ratio: in group 1 - 40 volunteers received treatment with docetaxel, "
        "in group 2 - 20 volunteers received ketamine.",
        [("group 1", {"drug/docetaxel": {}}), ("group 2", {"drug/ketamine": {}})],
    ),
    (
        "Patients are randomized. In the infusion group, docetaxel will be given over 2 hours. The control group will "
        "not receive docetaxel.",
        [("infusion group", {"drug/docetaxel": {"tkg:schedule": "over 2 hours"}}), ("control group", {})],
    ),
    (
        "Patients allocated to the docetaxel group receive it. Treated subjects got docetaxel, while controls received "
        "ketamine but will not get docetaxel.",
        [("docetaxel group", {}), ("Treated subjects", {"drug/docetaxel": {}}), ("controls", {"drug/ketamine": {}})],
    ),
    (
        "Half of the women will not receive docetaxel but will receive aspirin, the other half docetaxel.",
        [("Half of the women", {"drug/aspirin": {}}), ("other half", {"drug/docetaxel": {}})],
    ),
    (
        "They are divided into groups. Group A with docetaxel once daily, group B without docetaxel.",
        [("Group A", {"drug/docetaxel": {"tkg:schedule": "once daily"}}), ("group B", {})],
    ),
    # choices
    (
        "Subjects will be randomized in a 1:1 ratio to capecitabine, 0.1% or vehicle.",
        [("capecitabine, 0.1%", {"drug/capecitabine": {"tkg:dose": "0.1%"}}), ("vehicle", {})],
    ),
    (
        "Participants are randomised to docetaxel or no docetaxel.",
        [("docetaxel", {"drug/docetaxel": {}}), ("no docetaxel", {})],
    ),
    (
        "They are assigned to one of two conditions (1) Docetaxel + Placebo; (2) Docetaxel + Ketamine 20 mg daily.",
        [("Docetaxel + Placebo", {"drug/docetaxel": {}, "placebo/placebo": {}}),
         ("Docetaxel + Ketamine 20 mg daily",
          {"drug/docetaxel": {}, "drug/ketamine": {"tkg:dose": "20 mg", "tkg:schedule": "daily"}})],
    ),
    (
        "90 patients were divided into the ketamine group and the docetaxel group, who were followed.",
        [("ketamine group", {"drug/ketamine": {}}), ("docetaxel group", {"drug/docetaxel": {}})],
    ),
    (
        "Arm A: docetaxel. Arm B: ketamine. Subjects aged 18 to 75, underwent surgery, aspirin not received.",
        [("Arm A", {"drug/docetaxel": {}}), ("Arm B", {"drug/ketamine": {}})],
    ),
    (
        "Arm A: docetaxel. Arm B: ketamine. Subjects receive aspirin, too.",
        [("Arm A", {"drug/docetaxel": {}}), ("Arm B", {"drug/ketamine": {}, "drug/aspirin": {}})],
    ),
    (
        "Participants will receive either docetaxel (intervention), or ketamine (control).",
        [("docetaxel (intervention)", {"drug/docetaxel": {}}), ("ketamine (control)", {"drug/ketamine": {}})],
    ),
    (
        "Patients are randomized to docetaxel 5 mg, 10 mg or 20 mg, or placebo.",
        [("docetaxel 5 mg", {"drug/docetaxel": {"tkg:dose": "5 mg"}}),
         ("10 mg", {"drug/docetaxel": {"tkg:dose": "10 mg"}}), ("20 mg", {"drug/docetaxel": {"tkg:dose": "20 mg"}}),
         ("placebo", {"placebo/placebo": {}})],
    ),
    (
        "They are divided into two groups: the combination of docetaxel and aspirin, and ketamine.",
        [("combination of docetaxel and aspirin", {"drug/docetaxel": {}, "drug/aspirin": {}}),
         ("ketamine", {"drug/ketamine": {}})],
    ),
    (
        "Women are randomized to delayed or immediate docetaxel.",
        [("delayed", {"drug/docetaxel": {}}), ("immediate docetaxel", {"drug/docetaxel": {}})],
    ),
    (
        "Patients were randomly allocated to the intervention group (n=30) or the control group (n=30).",
        [("intervention group", {}), ("control group", {})],
    ),
    (
        "Experimental group: Patients treated with docetaxel Active Comparator group: Patients treated with aspirin",
        [("Experimental group", {"drug/docetaxel": {}}), ("Active Comparator group", {"drug/aspirin": {}})],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[row[0][:40] for row in TOLD])
def test_arms_told_in_prose(text: str, wanted: list[tuple[str, dict[str, dict[str, str]]]]) -> None:
    document = told(prose_record("A Trial", text), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [(values(document, p, "rdfs:label")[0], given_by(document, p)) for p in paths] == wanted


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Patients will be randomized to receive docetaxel in addition to standard care or standard care alone.",
         [["experimental"], ["active-comparator"]]),
        ("Patients will be randomized to receive docetaxel plus usual care or usual care.",
         [["experimental"], ["active-comparator"]]),
        ("Patients will be randomized to docetaxel plus aspirin or to aspirin.",
         [["experimental"], ["active-comparator"]]),
        ("Arm A: docetaxel. Arm B: placebo.", [["experimental"], ["placebo-comparator"]]),
        ("Arm A: docetaxel plus aspirin. Arm B: placebo plus aspirin.", [["experimental"], ["placebo-comparator"]]),
        ("Patients will be randomized to receive docetaxel or placebo while receiving standard aspirin.",
         [["experimental"], ["placebo-comparator"]]),
        ("Arm A: docetaxel. Arm B: aspirin. Arm C: placebo.", [[], [], ["placebo-comparator"]]),
        ("Treatment group: docetaxel. Control group: no treatment.", [["experimental"], ["no-intervention"]]),
        ("Treatment group: docetaxel. Control group: a letter.", [["experimental"], ["active-comparator"]]),
        ("They are randomized to docetaxel or a control group.", [["experimental"], []]),
        ("They are randomized to docetaxel, aspirin or a control group.", [[], [], []]),
        ("They are randomized to docetaxel + treatment as usual or treatment as usual alone.",
         [["experimental"], ["active-comparator"]]),
        ("They are randomized to docetaxel or to the reference drug aspirin.",
         [["experimental"], ["active-comparator"]]),
        ("They are randomized to docetaxel or to aspirin.", [[], []]),
        ("They are randomized to docetaxel 10 mg, docetaxel 20 mg or placebo.",
         [["experimental"], ["experimental"], ["placebo-comparator"]]),
        ("This retrospective study compares docetaxel with aspirin.", [[], []]),
        ("This study compares docetaxel with aspirin.", [["experimental"], ["active-comparator"]]),
        ("They are randomized to docetaxel or normal saline.", [["experimental"], ["placebo-comparator"]]),
        ("Arm A: docetaxel in 5 ml saline. Arm B: 5 ml saline.", [["experimental"], ["placebo-comparator"]]),
        ("They are randomized to irrigation with docetaxel or irrigation with saline.", [[], []]),
        ("They are randomized to a bolus of docetaxel or fluid resuscitation with saline.", [[], []]),
        ("They are randomized to docetaxel with saline or to aspirin with saline.", [[], []]),
        ("They are randomized to docetaxel, aspirin or placebo.", [[], [], ["placebo-comparator"]]),
        ("Arm A: docetaxel plus aspirin. Arm B: aspirin alone.", [["experimental"], ["active-comparator"]]),
        ("Arm A: docetaxel plus aspirin. Arm B: aspirin.", [["experimental"], []]),
        ("They are randomized to docetaxel alone or docetaxel plus aspirin.",
         [["active-comparator"], ["experimental"]]),
        ("They are randomized to docetaxel alone or to aspirin.", [[], []]),
        ("Arm I: Patients receive high-dose docetaxel. Arm II: Patients receive standard-dose docetaxel.",
         [["experimental"], ["active-comparator"]]),
        ("Arm I: Patients receive standard docetaxel. Arm II: Patients receive standard aspirin.", [[], []]),
        ("Half of the patients receive docetaxel. The other half are observed without treatment.",
         [["experimental"], ["no-intervention"]]),
    ],
)  # fmt: skip
def test_what_is_added_to_standard_care_is_no_comparator(text: str, roles: list[list[str]]) -> None:
    document = told(prose_record("A Trial", text), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, p, "tkg:armRole") for p in paths] == roles


@pytest.mark.parametrize(
    ("names", "text", "wanted"),
    [
        (("Telephone by nurse", "Usual lessons"), "Group A will be followed by a nurse on the telephone. "
         "Group B will attend the usual lessons.", {0: ["Telephone by nurse"], 1: ["Usual lessons"]}),
        (("Zorbit", "Zorbit placebo"), "Patients are randomized to Zorbit or placebo.",
         {0: ["Zorbit"], 1: ["Zorbit placebo"]}),
        (("Keytruda", "Aspirin"), "Patients are randomized to pembrolizumab or aspirin.",
         {0: ["Keytruda"], 1: ["Aspirin"]}),
        (("Keytruda 20 mg", "Keytruda 40 mg"), "One group will get pembrolizumab 40mg, the other pembrolizumab 20mg.",
         {0: ["Keytruda 40 mg"], 1: ["Keytruda 20 mg"]}),
        (("Keytruda 20 mg", "Keytruda 40 mg"), "Patients are randomized to pembrolizumab or aspirin.",
         {0: ["Keytruda 20 mg"], 1: ["Keytruda 40 mg"]}),
        (("Keytruda 20 mg", "Aspirin"), "Patients are randomized to pembrolizumab 40 mg or aspirin.",
         {1: ["Aspirin"]}),
        (("Keytruda", "Keytruda and aspirin"), "They are randomized to pembrolizumab or pembrolizumab plus aspirin.",
         {0: ["Keytruda"], 1: ["Keytruda and aspirin"]}),
        (("Zorbit 5 mg", "Zorbit 10 mg"), "One group will get Zorbit 5 mg, the other group Zorbit 10 mg.",
         {0: ["Zorbit 5 mg"], 1: ["Zorbit 10 mg"]}),
        (("Stent with balloon", "Stent without balloon"),
         "One group will have a stent with a balloon, the other group will have a stent without balloon.",
         {0: ["Stent with balloon"], 1: ["Stent without balloon"]}),
    ],
)  # fmt: skip
def test_entries_that_a_told_arm_names(names: tuple[str, ...], text: str, wanted: dict[int, list[str]]) -> None:
    document = told(prose_record("A Trial", text, names), tiny())
    used = {}
    for place, arm in enumerate(document.objects(document.trial.path, "tkg:hasArm")):
        entries = document.objects(arm, "tkg:usesEntry")
        if entries:
            used[place] = [names[int(entry.rsplit("-", 1)[1])] for entry in entries]
    assert used == wanted


COMPARED = [
    ("Docetaxel Versus Capecitabine in Gastric Cancer", "",
     [("Docetaxel", "experimental"), ("Capecitabine", "active-comparator")]),
    ("A Trial", "The aim is to compare the efficacy and safety of docetaxel 20 mg with that of ketamine in adults.",
     [("docetaxel 20 mg", "experimental"), ("ketamine", "active-comparator")]),
    ("A Trial", "This study compares docetaxel tablets made from yew to a placebo (a capsule) in women.",
     [("docetaxel tablets", "experimental"), ("placebo (a capsule)", "placebo-comparator")]),
    ("A Trial", "We will determine whether docetaxel is superior to capecitabine for pain.",
     [("docetaxel", "experimental"), ("capecitabine", "active-comparator")]),
    ("Docetaxel Compared to Docetaxel Combined With Aspirin", "",
     [("Docetaxel", "active-comparator"), ("Docetaxel Combined With Aspirin", "experimental")]),
    ("A Comparison of Docetaxel and Ketamine for Pain", "", [("Docetaxel", None), ("Ketamine", None)]),
    ("Docetaxel or Capecitabine Compared to Placebo in Pain", "",
     [("Docetaxel", "experimental"), ("Capecitabine", "experimental"), ("Placebo", "placebo-comparator")]),
    ("Placebo Versus Docetaxel in Pain", "", [("Placebo", "placebo-comparator"), ("Docetaxel", "experimental")]),
    ("10 mg and 20 mg of Docetaxel Compared to Placebo", "",
     [("10 mg", "experimental"), ("20 mg of Docetaxel", "experimental"), ("Placebo", "placebo-comparator")]),
    ("Docetaxel Versus Ketamine Combined With Capecitabine in Pain", "",
     [("Docetaxel", "experimental"), ("Ketamine Combined With Capecitabine", "active-comparator")]),
    ("A Trial", "The trial evaluates the relative vaccine effectiveness of docetaxel versus capecitabine.",
     [("docetaxel", "experimental"), ("capecitabine", "active-comparator")]),
    ("A Trial", "The study evaluates docetaxel versus ketamine and placebo in adults.",
     [("docetaxel", "experimental"), ("ketamine", "active-comparator"), ("placebo", "placebo-comparator")]),
    ("A Trial", "The aim is to compare the analgesic effects of docetaxel and ketamine in men.",
     [("docetaxel", None), ("ketamine", None)]),
    ("A Trial", "Participants take docetaxel or a placebo once a day.",
     [("docetaxel", "experimental"), ("placebo", "placebo-comparator")]),
    ("A Trial", "Subjects receive either 1) docetaxel, or 2) ketamine.", [("docetaxel", None), ("ketamine", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "wanted"), COMPARED, ids=[f"{row[0]} {row[1]}"[:50] for row in COMPARED])
def test_arms_told_by_what_is_compared(title: str, text: str, wanted: list[tuple[str, str | None]]) -> None:
    document = told(prose_record(title, text), tiny())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    found = [(values(document, a, "rdfs:label")[0], (values(document, a, "tkg:armRole") or [None])[0]) for a in arms]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("Subjects receive quuxol 20 mg versus docetaxel 40 mg.", [None, "40 mg"]),
        ("Subjects receive low dose (20 mg) versus high dose (40 mg) docetaxel.", ["20 mg", "40 mg"]),
    ],
)
def test_a_dose_of_something_unknown_is_none_of_what_the_other_arm_gets(text: str, doses: list[str | None]) -> None:
    document = told(prose_record("A Trial", text, ("Quuxol", "Docetaxel")), tiny())
    arms = [given_by(document, arm) for arm in document.objects(document.trial.path, "tkg:hasArm")]
    assert [arm.get("drug/docetaxel", {}).get("tkg:dose") for arm in arms] == doses


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Docetaxel and Capecitabine for Pain", ""),
        ("Docetaxel versus ", ""),
        ("Docetaxel versus the ", "compare docetaxel with "),
        ("Docetaxel Compared With Historical Controls", ""),
        ("Docetaxel in Adults Compared With Healthy Volunteers", ""),
        ("Docetaxel and Capecitabine Versus Placebo", ""),  # together, or each by itself?
        ("Two Doses of Docetaxel Versus Placebo", ""),
        ("Ketamine Versus Aspirin", ""),  # neither is of this record
        ("A Single-Arm Trial of Docetaxel Versus Ketamine", ""),
        ("A Trial", "The weight losses with docetaxel are better than the control."),
        ("A Trial", "The use of docetaxel demonstrates efficacy comparable to that of ketamine."),
        ("A Trial", "Earlier studies compared docetaxel with ketamine and found no difference."),
        ("A Trial", "The aim is to compare docetaxel in women with docetaxel in men."),
        ("A Trial", "We compare three techniques: docetaxel-based, ketamine-based and aspirin-based."),
        ("A Trial", "We compare the effect of adding docetaxel to ketamine."),
        ("A Trial", "Ketamine use will be compared to the group getting docetaxel."),
        ("A Trial", "Patients receive different doses of docetaxel or placebo."),
        ("A Trial", "They go on with ketamine in addition to the study drug or placebo."),
        ("A Trial", "The aim is to compare pain after docetaxel with ketamine in men."),
        ("A Factorial Trial of Docetaxel Versus Placebo and/or Ketamine Versus Placebo", ""),
        ("A Pilot Study of Docetaxel", "A subsequent randomized trial will compare docetaxel to usual care."),
    ],
)
def test_what_is_no_comparison_of_arms(title: str, text: str) -> None:
    document = told(prose_record(title, text), tiny())
    assert document.objects(document.trial.path, "tkg:hasArm") == []


NO_ARMS = [
    "Patients receive docetaxel every 3 weeks.",
    "In this group of patients, docetaxel is the standard.",
    "Patients in the first group of hospitals receive a letter.",
    "Group A: people over 60. Group B: people under 60.",
    "Participants will be randomized to one of two groups.",
    "Patients are divided into groups receiving docetaxel in three hospitals and letters.",
    "Cohort 1: patients who progressed on docetaxel. Cohort 2: patients with aspirin allergy.",
    "Patients are randomized on Arms I and II. Regimen A: Docetaxel. Regimen B: Capecitabine.",
    "The retrospective group (n=20) and the prospective group (n=30) are compared.",
    "The age group receives docetaxel. This group receives aspirin.",
    "Cohort 1: Mesothelioma. Cohort 2: Thymoma. The primary objective is to assess docetaxel plus capecitabine.",
    "Patients are randomized to take part in the docetaxel study or the aspirin study.",
    "Patients are randomized, ten to each arm, aiming at a dose of docetaxel of 25 or 50 mg.",
    "On the one hand patients receive docetaxel, on the other hand, they will be trained.",
    "Patients receive docetaxel every 2 or 4 weeks.",
    "One group of experts met, the others received a letter.",
    "Patients randomized to treatments will be compared with regard to docetaxel or ketamine levels.",
    "",
]


@pytest.mark.parametrize("text", NO_ARMS)
def test_no_arms_are_invented(text: str) -> None:
    document = told(prose_record("A Trial", text), tiny())
    assert document.objects(document.trial.path, "tkg:hasArm") == []


@pytest.mark.parametrize(
    ("title", "comparators"),
    [
        ("Docetaxel Versus Capecitabine in Gastric Cancer", ["drug/capecitabine"]),
        ("Docetaxel vs. FOLFOX With or Without Bevacizumab", ["regimen/folfox", "drug/bevacizumab"]),
        ("Docetaxel Compared With Placebo for Ketamine Dependence", ["placebo/placebo"]),
        ("Docetaxel and Capecitabine", []),
        ("Early Versus Late Surgery", []),
        ("Docetaxel Versus Observation of Symptoms", []),
        ("Whether Docetaxel, Compared to Placebo, Will Provide More Benefit With Bevacizumab", ["placebo/placebo"]),
        ("Docetaxel Versus Placebo (Matrix Without Ketamine)", ["placebo/placebo"]),
        ("Docetaxel Versus Standard Care (Ketamine)", ["standard-care/standard-of-care", "drug/ketamine"]),
        ("Docetaxel Versus Ketamine Combined With Chemotherapy", ["drug/ketamine"]),
        ("Docetaxel With Aspirin Versus Docetaxel With Ketamine", ["drug/ketamine"]),
        ("Docetaxel Plus Aspirin Versus Docetaxel", ["drug/docetaxel"]),
        ("Docetaxel Versus Ketamine, Aspirin, or Capecitabine",
         ["drug/ketamine", "drug/aspirin", "drug/capecitabine"]),
        ("XY-12 Compared to Standard Care Alone", ["standard-care/standard-of-care"]),
        ("XY-12 vs. Ketamine in Pain", ["drug/ketamine"]),
        ("Early Versus Late Ketamine", []),
        ("Docetaxel Versus Non-Ketamine Care", []),
        ("Docetaxel Compared to a Group Not Receiving Ketamine", []),
    ],
)  # fmt: skip
def test_comparator_of_a_title(title: str, comparators: list[str]) -> None:
    document = told(prose_record(title), tiny())
    assert document.objects(document.trial.path, "tkg:comparator") == comparators


@pytest.mark.parametrize(
    ("text", "comparators"),
    [
        ("Treatment group: docetaxel. Control group: capecitabine.", ["drug/capecitabine"]),
        ("Arm A: docetaxel plus aspirin. Arm B: placebo plus aspirin.", ["placebo/placebo"]),
        ("Arm A: docetaxel. Arm B: capecitabine.", []),
        ("Group 1 receives docetaxel placebo plus ketamine placebo; Group 2 receives docetaxel plus ketamine placebo; "
         "and Group 3 receives docetaxel placebo plus ketamine.", ["placebo/placebo"]),
        ("Treatment group: docetaxel 2 mg. Control group: docetaxel 1 mg.", []),
        ("This trial compares XY-12 versus the current standard treatment (capecitabine/docetaxel : standard arm).",
         ["drug/capecitabine", "drug/docetaxel"]),
        ("This trial is placebo-controlled.", []),  # no placebo is an entry
    ],
)  # fmt: skip
def test_comparators_of_arms_told_in_prose(text: str, comparators: list[str]) -> None:
    document = told(prose_record("A Trial", text), tiny())
    assert sorted(document.objects(document.trial.path, "tkg:comparator")) == sorted(comparators)


def test_background_has_no_comparator() -> None:
    text = "It has been reported that docetaxel versus capecitabine improved survival in previous studies."
    document = told(prose_record("A Trial of Bevacizumab", text), tiny())
    assert document.objects(document.trial.path, "tkg:comparator") == []


# ------------------------------------------------------------------------------------------------- the seeds


@pytest.fixture(scope="module")
def seeds() -> dict[str, Document]:
    vocabulary = kg.vocab.load()
    return {Path(t.source.path).name[:3]: told(t, vocabulary) for t in read(ROOT / "seeds") if isinstance(t, Trial)}


def test_the_two_arms_of_seed_001(seeds: dict[str, Document]) -> None:
    document = seeds["001"]
    local, systemic = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, a, "rdfs:label") for a in (local, systemic)] == [["HAI group"], ["systemic group"]]
    assert [values(document, a, "tkg:armRole") for a in (local, systemic)] == [["experimental"], ["active-comparator"]]
    every = {"tkg:schedule": "every 14 days"}
    assert given_by(document, local) == {
        "regimen/folfox": {"tkg:route": "route/hepatic-arterial-infusion", **every},
        "drug/irinotecan": {"tkg:route": "route/intravenous", **every},
        "drug/bevacizumab": {"tkg:optional": "true", **every},
    }
    assert given_by(document, systemic) == {
        "regimen/folfoxiri": {"tkg:route": "route/intravenous", **every},
        "drug/bevacizumab": {"tkg:optional": "true", **every},
    }
    assert document.objects(document.trial.path, "tkg:comparator") == ["regimen/folfoxiri"]


def test_seed_003_compares_though_it_says_single_arm(seeds: dict[str, Document]) -> None:
    document = seeds["003"]
    compared = [document.concept(c) for c in document.objects(document.trial.path, "tkg:comparator")]
    assert {c.label for c in compared if c is not None} >= {"bevacizumab"}
    assert {s.confidence for s in document.said(document.trial.path, "tkg:comparator")} == {0.6}
    assert document.objects(document.trial.path, "tkg:hasArm") == []


def test_seed_004_says_how_each_is_given(seeds: dict[str, Document]) -> None:
    document = seeds["004"]
    stated: dict[str, dict[str, str]] = {}
    for position in (0, 1):
        stated |= given_by(document, document.trial.part(f"intervention-{position}"))
    assert stated["drug/serplulimab"] == {"tkg:route": "route/intravenous", "tkg:schedule": "once every two weeks"}
    assert stated["drug/regorafenib"] == {"tkg:schedule": "from the first day to the 21th day"}
    assert stated["drug/sodium-bicarbonate"]["tkg:route"] == "route/hepatic-arterial-infusion"
    assert stated["drug/sodium-bicarbonate"]["tkg:schedule"] == "once every four weeks"


def test_background_trials_give_nothing_in_seeds_000_and_002(seeds: dict[str, Document]) -> None:
    for seed in ("000", "002"):
        document = seeds[seed]
        assert document.objects(document.trial.path, "tkg:hasArm") == []
        assert document.objects(document.trial.path, "tkg:comparator") == []
        routes = [s for s in document.statements if isinstance(s, Statement) and s.predicate == "tkg:route"]
        assert routes == []


@pytest.mark.parametrize(
    "text", ["- * " * 4000, "group a " * 3000, "patients in " * 2000, "arm 1 (x) " * 2000, " " * 9000]
)
def test_arms_are_looked_for_in_linear_time(text: str) -> None:
    begun = time.process_time()
    list(HEADED.finditer(text))
    list(BRACKETED.finditer(text))
    tellings(text, text, ((0, len(text)),))
    rows(text, 0, len(text))
    assert time.process_time() - begun < 2


def test_comparisons_are_read_in_linear_time() -> None:
    """A text without full stops is one sentence."""

    def took(times: int) -> float:
        trial = prose_record("A Trial", "we compare docetaxel of the or a-b with ketamine versus aspirin " * times)
        document = Document(trial, tiny())
        begun = time.process_time()
        list(compared(document, [trial.detailed_description] if trial.detailed_description else []))
        return time.process_time() - begun

    assert took(800) < 2
