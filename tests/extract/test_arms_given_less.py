"""Arms that get what the others get, and no more; `alone`; one of several doses; and entries by what is done."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values
from tiny_vocabulary import tiny

D, A, K, R = "drug/docetaxel", "drug/aspirin", "drug/ketamine", "procedure/radiofrequency-ablation"
E, C = "experimental", "active-comparator"
NAMES = ("Docetaxel", "Aspirin", "Ketamine")


def _arms(text: str, names: tuple[str, ...] = NAMES, title: str = "A Trial") -> list[tuple[str | None, set[str]]]:
    document = told(prose_record(title, text, names), tiny())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    return [(next(iter(values(document, p, "tkg:armRole")), None), set(given_by(document, p))) for p in paths]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("They are randomized. Arm A: docetaxel. Arm B: docetaxel plus ketamine.", [C, E]),
        ("They are randomized to docetaxel plus ketamine, or to docetaxel.", [E, C]),
        ("They are randomized. Arm A: docetaxel. Arm B: docetaxel and ketamine. Arm C: docetaxel and aspirin.",
         [C, E, E]),
        ("They are randomized to zorbing with docetaxel or docetaxel alone.", [E, C]),
        ("They are randomized to zorbing with docetaxel or ketamine alone.", [None, None]),
        ("Arm A (reference): docetaxel. Arm B: ketamine.", [C, E]),
        ("We compare docetaxel plus ketamine versus aspirin. Group A: docetaxel plus ketamine. Group B: docetaxel.",
         [E, C]),
        # not by lot; the least is what is tested; not all of it is in each; the same; one gets more done
        ("Arm A: docetaxel. Arm B: docetaxel plus ketamine.", [None, E]),
        ("They are randomized. Experimental arm: docetaxel. Arm B: docetaxel plus ketamine.", [E, E]),
        ("They are randomized. Arm A: docetaxel. Arm B: docetaxel and ketamine. Arm C: ketamine.", [None, None, None]),
        ("They are randomized. Arm A: docetaxel 5 mg. Arm B: docetaxel 9 mg.", [None, None]),
        ("They are randomized. Arm A: docetaxel. Arm B: docetaxel and radiofrequency ablation.", [None, None]),
    ],
)  # fmt: skip
def test_what_gets_least_is_compared_with(text: str, roles: list[str | None]) -> None:
    assert [role for role, _ in _arms(text)] == roles


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Arm A (n = 9): ablation by RFA, then docetaxel 5 mg. Arm B (n = 9): RFA alone. Inclusion: age 18.",
         [(E, {R, D}), (C, {R})]),
        ("Arm A (n = 9): radiofrequency ablation of nodules, then docetaxel. Arm B (n = 9): ablation alone.",
         [(E, {R, D}), (C, {R})]),
        ("Arm A: radiofrequency ablation alone. Arm B: docetaxel alone.", [(None, {R}), (None, {D})]),
        ("Arm A: radiofrequency ablation, then docetaxel. Arm B: massage alone.", [(None, {R, D}), (None, set())]),
        # another treatment, by when it is given
        ("Arm A: docetaxel, then adjuvant radiofrequency ablation. Arm B: ablation alone.",
         [(E, {R, D}), (C, set())]),
    ],
)  # fmt: skip
def test_alone_is_what_the_other_gets_too(text: str, wanted: list[tuple[str | None, set[str]]]) -> None:
    assert _arms(text, ("Radiofrequency ablation", "Docetaxel"))[: len(wanted)] == wanted


def test_criteria_behind_the_last_arm_are_not_of_it() -> None:
    text = "Arm A: docetaxel. Arm B: aspirin. Key inclusion: age 18. Exclusion: ketamine."
    document = told(prose_record("A Trial", text, NAMES), tiny())
    last = document.objects(document.trial.path, "tkg:hasArm")[-1]
    (told_at,) = [s for s in document.said(document.trial.path, "tkg:hasArm") if s.object == last]
    assert told_at.evidence[0].end == told_at.evidence[0].start + len("Arm B: aspirin")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They are randomized to placebo or one of two dosing regimens of docetaxel.", 3),
        ("They are randomized to receive either placebo or one of three doses of docetaxel.", 4),
        ("They are randomized to placebo or one of two kinds of docetaxel.", 2),
        ("They are randomized to placebo or two doses of docetaxel.", 0),
    ],
)
def test_one_of_several_doses_is_several_arms(text: str, count: int) -> None:
    arms = _arms(text, ("Docetaxel", "Placebo"))
    assert len(arms) == count
    assert [role for role, _ in arms] == ["placebo-comparator", *[E] * (count - 1)][:count]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("In the first randomized trial, 131 adults were randomized to receive docetaxel or aspirin.", 0),
        ("In one study of pain, 92 adults were randomized to docetaxel or aspirin.", 0),
        ("In the first part, adults will be randomized to docetaxel or aspirin.", 2),
        ("In one trial with two stages, adults will be randomized to docetaxel or aspirin.", 2),
    ],
)
def test_the_first_of_other_trials(text: str, count: int) -> None:
    assert len(_arms(text)) == count


@pytest.mark.parametrize(
    ("names", "text", "used"),
    [
        (("RFA with 20 ml ketamine", "Docetaxel 300 mcg"),
         "Group A gets docetaxel 300 micrograms; group B gets RFA under ultrasound.", [["Docetaxel 300 mcg"],
         ["RFA with 20 ml ketamine"]]),
        (("RFA with ketamine", "RFA with aspirin"), "Group A gets RFA; group B gets docetaxel.", [[], []]),
        (("FOLFIRI", "Docetaxel"), "Arm A: irinotecan 180 mg/m2, leucovorin and 5-FU. Arm B: docetaxel.",
         [["FOLFIRI"], ["Docetaxel"]]),
        (("FOLFIRI", "Docetaxel"), "Arm A: irinotecan 180 mg/m2 and leucovorin. Arm B: docetaxel.",
         [[], ["Docetaxel"]]),
    ],
)  # fmt: skip
def test_entries_by_what_is_done_and_by_all_drugs_of_a_regimen(
    names: tuple[str, ...], text: str, used: list[list[str]]
) -> None:
    document = told(prose_record("A Trial", text, names), tiny())
    called = {document.trial.part(f"intervention-{i.position}"): i.name.text for i in document.trial.interventions}
    paths = document.objects(document.trial.path, "tkg:hasArm")
    assert [[called[str(e)] for e in document.objects(path, "tkg:usesEntry")] for path in paths] == used


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The docetaxel group gets docetaxel. The sham exercise group performs other exercises.",
         [E, "sham-comparator"]),
        ("The docetaxel group gets docetaxel. The exercise group performs other exercises.", []),
    ],
)  # fmt: skip
def test_what_a_group_imitates(text: str, roles: list[str]) -> None:
    assert [role for role, _ in _arms(text, ("Docetaxel", "Exercise"))][: len(roles)] == roles
