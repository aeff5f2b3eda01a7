"""Which entries told arms use: by what they give, a kind of it, words of their own, or as the only one left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import prose_record, told

from kg.vocab import load

TO = "Patients will be randomized to receive "
A, B = "Group 1 will receive ", " and group 2 will receive "


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        # a kind of what the entry means, or what that is a kind of
        (TO + "vitamin D or placebo.", ("Cholecalciferol", "Placebo"), [[0], [1]]),
        ("Arm I: Patients undergo prophylactic cranial irradiation.\nArm II: Patients undergo observation.",
         ("Radiation therapy", "Observation"), [[0], [1]]),
        (TO + "nivolumab or chemotherapy.", ("Nivolumab", "Topotecan", "Amrubicin"), [[0], [1, 2]]),
        (TO + "nivolumab or chemotherapy.", ("Nivolumab", "Bevacizumab"), [[0], []]),
        (TO + "nivolumab plus topotecan or nivolumab plus chemotherapy.", ("Nivolumab", "Topotecan", "Amrubicin"),
         [[0, 1], [0, 2]]),
        (A + "chemotherapy for a week" + B + "chemotherapy for a month.", ("Topotecan", "Amrubicin"), [[], []]),
        (TO + "vitamin D or placebo.", ("Cholecalciferol", "Ergocalciferol", "Placebo"), [[], [2]]),
        ("Patients in the active group will receive acupuncture, and patients in the sham group will receive sham "
         "acupuncture with electrical stimulation.", ("Electrical stimulation", "Needles"), [[], []]),
        # the way in which something else is given
        ("Arm A: hepatic resection.\nArm B: floxuridine by hepatic arterial infusion.",
         ("Hepatic arterial infusion", "FUDR"), [[], [0, 1]]),
        ("Arm A: hepatic resection.\nArm B: floxuridine intravenously.",
         ("Hepatic arterial infusion", "FUDR"), [[], [1]]),
        # the drugs of a regimen that is no entry
        ("Arm A: FOLFIRI and bevacizumab.\nArm B: FOLFIRI.", ("Irinotecan", "5-FU", "Leucovorin", "Bevacizumab"),
         [[3, 0, 1, 2], [0, 1, 2]]),
        ("Arm A: FOLFIRI and bevacizumab.\nArm B: aspirin.", ("Irinotecan", "Aspirin", "Bevacizumab"), [[2, 0], [1]]),
        ("Arm A: irinotecan.\nArm B: FOLFIRI.", ("Irinotecan", "FOLFIRI + bevacizumab", "5-FU and leucovorin"),
         [[0], []]),
        # a dose in other units
        (TO + "docetaxel 8.4 g/d or placebo.", ("Docetaxel 8400 mg", "Placebo", "Aspirin"), [[0], [1]]),
        ("Arm A: docetaxel 75 mg/m2, and aspirin.\nArm B: ketamine.",
         ("Docetaxel", "Aspirin 100 mg/m2 daily", "Ketamine"),
         [[0, 1], [2]]),  # of something else
        # by another way
        ("Arm A: docetaxel via the hepatic artery.\nArm B: aspirin.", ("Docetaxel IV", "Aspirin"), [[], [1]]),
        ("Arm A: docetaxel intravenously.\nArm B: aspirin.", ("Docetaxel IV", "Aspirin"), [[0], [1]]),
        ("Arm A: docetaxel intravenously.\nArm B: aspirin.", ("Docetaxel, parenteral", "Aspirin"), [[0], [1]]),
        ("Arm A: docetaxel via the hepatic artery.\nArm B: aspirin.", ("Intra-arterial docetaxel", "Aspirin"),
         [[0], [1]]),
        # words of their own
        ("To compare insulin glargine Ezelin with Lantus in adults.",
         ("Insulin Glargine Ezelin", "Insulin Glargine Pen Injector [Lantus]"), [[0], [1]]),
        ("To compare insulin glargine with metformin in adults.",
         ("Insulin Glargine Ezelin", "Insulin Glargine Pen Injector [Lantus]", "Metformin"), [[], [2]]),
        (A + "docetaxel" + B + "docetaxel and aspirin.", ("Docetaxel Alpha", "Docetaxel Beta", "Aspirin"), [[], [2]]),
        # choices that the name of an entry leaves
        (TO + "docetaxel or aspirin.", ("Docetaxel vs aspirin",), [[0], [0]]),
        ("Arm 1: docetaxel + bevacizumab.\nArm 2: docetaxel.", ("Docetaxel with or without bevacizumab",), [[0], [0]]),
        (TO + "docetaxel or ibuprofen.", ("Docetaxel vs aspirin",), [[0], []]),
        (TO + "docetaxel or ibuprofen.", ("Docetaxel and aspirin", "Ibuprofen"), [[], [1]]),
        # the only one left
        ("Children are randomly divided into an intervention group and a control group.", ("Wobble board",), [[0], []]),
        ("Children are randomly divided into an intervention group and a control group.",
         ("Wobble board", "Usual care"), [[0], []]),
        ("Children are randomly divided into an intervention group and a control group.",
         ("Wobble board", "Questionnaire on hope"), [[], []]),
        (TO + "aspirin or docetaxel.", ("Aspirin", "Wobble board"), [[0], []]),
    ],
)  # fmt: skip
def test_entries_that_arms_use(text: str, names: tuple[str, ...], wanted: list[list[int]]) -> None:
    document = told(prose_record("A Trial", text, names), load())
    arms = document.objects(document.trial.path, "tkg:hasArm")
    entries = [document.trial.part(f"intervention-{place}") for place in range(len(names))]
    assert [[entries.index(str(e)) for e in document.objects(arm, "tkg:usesEntry")] for arm in arms] == wanted


def test_what_is_only_left_is_an_inference() -> None:
    text = "Children are randomly divided into an intervention group and a control group."
    document = told(prose_record("A Trial", text, ("Wobble board",)), load())
    (uses,) = [s for s in document.statements if s.predicate == "tkg:usesEntry"]
    assert (uses.method, uses.rule) == ("inference", "the only entry left")
