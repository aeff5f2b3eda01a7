"""Arms that the entries imply, arms of which one has no name here, and what is told of other trials."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

from kg import vocab
from kg.extract.giving.entries_named import entries_named
from kg.extract.told_arms.implied import implied_arms
from kg.model import Passage, RegisteredDesign, SourceField

D, A, P = "drug/docetaxel", "drug/aspirin", "placebo/placebo"
PAIR = ("Docetaxel", "Placebo")


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        ("Docetaxel lessens pain.", PAIR, [("Docetaxel", "experimental"), ("Placebo", "placebo-comparator")]),
        ("", ("Placebo", "Docetaxel"), [("Placebo", "placebo-comparator"), ("Docetaxel", "experimental")]),
        ("", ("Docetaxel", "Docetaxel placebo"),
         [("Docetaxel", "experimental"), ("Docetaxel placebo", "placebo-comparator")]),
        ("", ("Docetaxel", "Aspirin"), []),
        ("", ("Docetaxel",), []),
        ("", ("Docetaxel", "Aspirin", "Placebo"), []),
        ("New doses of docetaxel are tried.", PAIR, []),
        ("Ascending doses of docetaxel are given.", PAIR, []),
        ("People who completed an earlier trial are followed.", PAIR, []),
        ("This is an observational study.", PAIR, []),
        ("All switched to docetaxel afterwards.", PAIR, []),
        ("This is a randomized trial.", ("Wobble board", "Usual care"),
         [("Wobble board", "experimental"), ("Usual care", "active-comparator")]),
        ("This is a double-blind trial.", ("Docetaxel", "Normal saline"),
         [("Docetaxel", "experimental"), ("Normal saline", "placebo-comparator")]),
        ("This is a randomized trial.", ("Standard cup", "Mobile cup"),
         [("Standard cup", "active-comparator"), ("Mobile cup", "experimental")]),
        ("The wobble board is tried.", ("Wobble board", "Usual care"), []),
        ("This is a randomized trial.", ("Wobble board", "Skipping rope"), []),
        ("This is a randomized trial.", ("Wobble board", "Social comparison"), []),
        ("This is a randomized trial.", ("Wobble board", "Skipping rope", "Usual care"), []),
        ("This is a randomized trial with three arms.", ("Wobble board", "Usual care"), []),
        ("This is a randomized crossover trial.", ("Wobble board", "Usual care"), []),
        ("This is a randomized trial with an open follow-up study.", ("Wobble board", "Usual care"), []),
        ("Renal and hepatic function tests are done.", ("Docetaxel 20 mg", "Docetaxel 40 mg"),
         [("Docetaxel 20 mg", None), ("Docetaxel 40 mg", None)]),
        ("People with normal renal function take part.", ("Docetaxel 20 mg", "Docetaxel 40 mg"), []),
        ("", ("Docetaxel 20 mg", "Docetaxel 40 mg"), [("Docetaxel 20 mg", None), ("Docetaxel 40 mg", None)]),
        ("", ("Docetaxel 20 mg", "Docetaxel 40 mg", "Placebo"),
         [("Docetaxel 20 mg", "experimental"), ("Docetaxel 40 mg", "experimental"),
          ("Placebo", "placebo-comparator")]),
        ("", ("Docetaxel 20 mg", "Docetaxel 20 mg"), []),
        ("", ("Docetaxel 20 mg", "Docetaxel"), []),
        ("", ("Docetaxel 20 mg", "Aspirin 100 mg"), []),
        ("Docetaxel is titrated to 40 mg.", ("Docetaxel 20 mg", "Docetaxel 40 mg"), []),
        ("This is a single-arm trial.", ("Docetaxel 20 mg", "Docetaxel 40 mg"), [("single-arm", "experimental")]),
        ("The dose may be increased to 40 mg.", ("Docetaxel 20 mg", "Docetaxel 40 mg"), []),
        ("Subjects with hepatic impairment take part.", ("Docetaxel 20 mg", "Docetaxel 40 mg"), []),
    ],
)  # fmt: skip
def test_arms_that_the_entries_imply(
    text: str, names: tuple[str, ...], wanted: list[tuple[str, str | None]]
) -> None:
    document = told(prose_record("A Trial", text, names), tiny())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    found = [(values(document, a, "rdfs:label")[0], (values(document, a, "tkg:armRole") or [None])[0]) for a in arms]
    assert found == wanted


def test_doses_of_a_drug_that_has_only_a_code() -> None:
    for names, count in ((("HRS-5041 20 mg", "HRS-5041 40 mg"), 2), (("HRS-5041 20 mg", "HRS-5042 40 mg"), 0)):
        assert len(implied_arms(told(prose_record("A Trial", "", names), tiny()))) == count


def test_a_placebo_of_a_drug_is_none_of_it() -> None:
    document = told(prose_record("A Trial", "", ("Docetaxel", "Docetaxel placebo")), tiny())
    first, second = document.objects(document.trial.path, "tkg:hasArm")
    assert set(given_by(document, first)) == {D}
    assert set(given_by(document, second)) == {P}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Patients will be randomized to docetaxel or symptom tracking.", ["docetaxel", "symptom tracking"]),
        ("They are randomly assigned to receive either docetaxel or our current management.",
         ["docetaxel", "our current management"]),
        ("They are randomized to receive ear drops, or no ear drops.", ["ear drops", "no ear drops"]),
        ("They are randomized to one of three strategies: (1) docetaxel, (2) aspirin, or (3) an interval.",
         ["docetaxel", "aspirin", "interval"]),
        ("They are randomized to one of four strategies: (1) docetaxel, (2) aspirin, or (3) an interval.", []),
        ("They are grouped in one of three strategies: (1) docetaxel, (2) aspirin, or (3) an interval.", []),
        ("The trial is blinded. Docetaxel or an equal volume of saline is infused.",
         ["Docetaxel", "equal volume of saline"]),
        ("The trial is blinded. Docetaxel or a glass of water is infused.", []),
        ("They are randomized to something quiet or something loud.", []),
        ("They are randomized to docetaxel, symptom tracking or dance.", []),
        ("They are randomized to docetaxel or to what their doctor thinks is best for them then.", []),
        ("They are randomized to docetaxel or in blocks of four patients.", []),
        ("They take docetaxel or symptom tracking.", []),
        ("They are randomized to ear drops or no symptoms.", []),
    ],
)  # fmt: skip
def test_people_are_randomized_to_something_that_has_no_name(text: str, labels: list[str]) -> None:
    document = told(prose_record("A Trial", text), tiny())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, arm, "rdfs:label")[0] for arm in arms] == labels


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("In the ZORRO trial, patients were randomized to docetaxel or aspirin and those on aspirin lived longer.", 0),
        ("The ZORRO-3 study compared docetaxel versus aspirin.", 0),
        ("The large ZORRO trial randomized patients to docetaxel or aspirin.", 0),
        ("Patients who completed the core study, in which they were randomized to docetaxel or aspirin, may enter.", 0),
        ("Patients who were previously randomized to docetaxel or aspirin are followed.", 0),
        ("Earlier, patients were randomized to docetaxel or aspirin in the ZORRO-3 trial.", 0),
        ("ZORRO 3 randomized patients to docetaxel or aspirin and found no difference.", 0),
        ("AARDVARK randomized patients to docetaxel or aspirin.", 2),
        ("In the AARDVARK trial, patients were randomized to docetaxel or aspirin.", 2),  # this one, by its title
        ("In the ZORRO trial, patients will be randomized to docetaxel or aspirin.", 2),
        ("The trial compared docetaxel versus aspirin.", 2),
        ("Patients who complete induction will be randomized to docetaxel or aspirin.", 2),
    ],
)  # fmt: skip
def test_what_was_done_in_another_trial_tells_no_arms(text: str, count: int) -> None:
    document = told(prose_record("The AARDVARK Trial", text, ("Docetaxel", "Aspirin")), tiny())
    assert len(document.objects(document.trial.path, "tkg:hasArm")) == count


@pytest.mark.parametrize(
    ("title", "text", "roles"),
    [
        ("Docetaxel", "Group A (docetaxel + aspirin) or group B (aspirin).", [["experimental"], []]),
        ("Yoga Beside Docetaxel", "They are randomized to group A (docetaxel + yoga) or group B (docetaxel).",
         [["experimental"], ["active-comparator"]]),
        ("Ketamine for Pain", "They are randomized to group A (ketamine) or group B (aspirin).", [[], []]),
    ],
)  # fmt: skip
def test_what_the_title_names_is_tested(title: str, text: str, roles: list[list[str]]) -> None:
    document = told(prose_record(title, text, ("Docetaxel", "Aspirin", "Yoga", "Ketamine")), tiny())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    assert [values(document, arm, "tkg:armRole") for arm in arms] == roles


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Group R received docetaxel. Group RD received docetaxel with aspirin.",
         [("Group R", {D}), ("Group RD", {D, A})]),
        ("Group KET received docetaxel; group ASA received aspirin.", [("Group KET", {D}), ("group ASA", {A})]),
        ("The group ate docetaxel. The group has received aspirin.", []),
    ],
)  # fmt: skip
def test_groups_are_called_by_codes(text: str, wanted: list[tuple[str, set[str]]]) -> None:
    document = told(prose_record("A Trial", text, ("Docetaxel", "Aspirin")), tiny())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    assert [(values(document, arm, "rdfs:label")[0], set(given_by(document, arm))) for arm in arms] == wanted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A retrospective chart review of women on either.", 0),
        ("Data come from an observational registry.", 0),
        ("Women are randomized.", 2),
        ("", 2),
    ],
)
def test_a_choice_in_the_title_of_what_is_only_observed_tells_no_arms(text: str, count: int) -> None:
    document = told(prose_record("Docetaxel or Aspirin in Adults", text, ("Docetaxel", "Aspirin")), tiny())
    assert len(document.objects(document.trial.path, "tkg:hasArm")) == count


@pytest.mark.parametrize(
    ("names", "text", "named"),
    [
        (("Docetaxel 8mg/12mg", "Ketamine"), "docetaxel po qd", [0]),
        (("Albumin 20%", "Ketamine"), "ketamine with albumin", [0, 1]),
        (("Docetaxel 75 mg/m2", "Docetaxel 100 mg/m2"), "docetaxel", []),  # which of the two is not said
        (("Docetaxel 75 mg/m2", "Docetaxel 100 mg/m2"), "docetaxel 100 mg/m2", [1]),
        (("Docetaxel 8mg", "Ketamine"), "8 mg of aspirin", []),
    ],
)
def test_an_entry_is_named_without_its_dose_where_no_other_has_its_name(
    names: tuple[str, ...], text: str, named: list[int]
) -> None:
    document = told(prose_record("A Trial", "", names), tiny())
    assert [item.position for item in entries_named(document, text)] == named


@pytest.mark.parametrize(
    ("allocation", "model", "text", "names", "count"),
    [
        ("RANDOMIZED", "PARALLEL", "The wobble board is tried.", ("Wobble board", "Usual care"), 2),
        ("Randomized", "Parallel Assignment", "", ("Wobble board", "Standard rehabilitation"), 2),
        ("NON_RANDOMIZED", "PARALLEL", "", ("Wobble board", "Usual care"), 0),
        ("RANDOMIZED", "CROSSOVER", "", ("Wobble board", "Usual care"), 0),
        ("RANDOMIZED", "PARALLEL", "", ("Wobble board", "Skipping rope"), 0),
        ("RANDOMIZED", "PARALLEL", "", ("Standard care", "Usual care"), 0),
        ("RANDOMIZED", "PARALLEL", "There are four arms.", ("Wobble board", "Usual care"), 0),
        ("RANDOMIZED", "PARALLEL", "", ("Wobble board", "Skipping rope", "Usual care"), 0),
    ],
)
def test_a_control_among_two_entries_where_the_registry_says_randomized(
    allocation: str, model: str, text: str, names: tuple[str, ...], count: int
) -> None:
    trial = prose_record("A Trial", text, names)
    said = Passage(allocation, "allocation"), Passage(model, "model")
    fields = (*trial.fields, *(SourceField(passage.field, passage.text) for passage in said))
    trial = replace(trial, fields=fields, design=RegisteredDesign(allocation=said[0], intervention_model=said[1]))
    document = told(trial, tiny())
    assert len(document.objects(trial.path, "tkg:hasArm")) == count


@pytest.mark.parametrize(
    ("heads", "used"),
    [
        (("HAI group", "TACE group"), {"HAI group": [0], "TACE group": [1]}),
        (("Group A", "Group B"), {"Group A": [], "Group B": []}),
        (("HAI group", "Control group"), {"HAI group": [0], "Control group": []}),
    ],
)
def test_a_group_called_as_an_entry_uses_it(heads: tuple[str, str], used: dict[str, list[int]]) -> None:
    text = f"{heads[0]}: docetaxel 40 mg/m2 over 2 h. {heads[1]}: aspirin 100 mg on demand."
    document = told(prose_record("A Trial", text, ("HAI", "TACE")), vocab.load())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    entries = {values(document, arm, "rdfs:label")[0]: document.objects(arm, "tkg:usesEntry") for arm in arms}
    assert {head: [int(entry[-1]) for entry in own] for head, own in entries.items()} == used
