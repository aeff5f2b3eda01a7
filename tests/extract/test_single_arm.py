"""The one arm of a trial that calls itself single-arm, and the texts that speak of more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A = "drug/docetaxel", "drug/aspirin"
NAMES = ("Docetaxel", "Aspirin 100 mg")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("This is a single-arm, phase II study. Patients receive docetaxel.", "single-arm"),
        ("This is an open-label, Single Arm trial of docetaxel.", "Single Arm"),
        ("This is a one-arm study in adults; all get docetaxel.", "one-arm"),
        ("This is a single group, open study of docetaxel.", "single group"),
        ("This is a single-arm cohort study.", "single-arm"),
        ("A single-arm study. Patients receive docetaxel (dose level -1 if toxic).", "single-arm"),
    ],
)
def test_everybody_gets_all_that_is_registered(text: str, label: str) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    (arm,) = document.objects(document.trial.path, "tkg:hasArm")
    assert values(document, arm, "rdfs:label") == [label]
    assert values(document, arm, "tkg:armRole") == ["experimental"]
    assert len(document.objects(arm, "tkg:usesEntry")) == len(NAMES)
    assert {given: facts.get("tkg:dose") for given, facts in given_by(document, arm).items()} == {D: None, A: "100 mg"}


def test_nothing_is_tried_where_people_are_only_observed() -> None:
    text = "This is a retrospective single-arm study; the medical records are read."
    document = told(prose_record("A Trial", text, NAMES), tiny())
    (arm,) = document.objects(document.trial.path, "tkg:hasArm")
    assert not values(document, arm, "tkg:armRole")


@pytest.mark.parametrize(
    "text",
    [
        "Previous single-arm trials showed that docetaxel works. Patients receive docetaxel.",
        "This is a single-arm study with two cohorts.",
        "This is a single-arm study; three dose levels are tried.",
        "This is a single-arm study in two parts. In part 1, patients receive docetaxel.",
        "A single-arm lead-in is followed by a randomized part.",
        "This single-arm trial compares docetaxel versus aspirin.",
        "This is a single-arm dose escalation study of docetaxel.",
        "The experimenter holds both knees with one arm.",
        "One group gets docetaxel.",
        "This is a study of docetaxel.",
    ],
)
def test_texts_that_speak_of_more_arms_or_of_none(text: str) -> None:
    document = told(prose_record("A Trial", text, NAMES), tiny())
    assert not document.objects(document.trial.path, "tkg:hasArm")


def test_arms_of_another_study_are_none_of_this_one() -> None:
    text = "In the FOO study, median OS was 9 months versus 6 months for placebo. However, few responded to it."
    document = told(prose_record("A Single-arm Trial", text, NAMES), tiny())
    assert len(document.objects(document.trial.path, "tkg:hasArm")) == 1
    document = told(prose_record("A Single-arm Trial", "Patients receive docetaxel versus placebo.", NAMES), tiny())
    assert len(document.objects(document.trial.path, "tkg:hasArm")) != 1


def test_no_entry_no_arm() -> None:
    document = told(prose_record("A Trial", "This is a single-arm study.", ()), tiny())
    assert not document.objects(document.trial.path, "tkg:hasArm")
