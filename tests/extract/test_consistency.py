"""Contradictions: both sides shown; what is merely unusual is not reported."""

from __future__ import annotations

import pytest

from kg.extract import consistency, design
from kg.model import Trial
from tests.extract.reading import read, trial


def _contradictions(record: Trial) -> list[tuple[str, list[str]]]:
    document = read(record, design.extract, consistency.extract)
    texts = {source.name: source.text for source in record.fields}
    assert {finding.kind for finding in document.findings} <= {"contradiction"}
    assert all(len(finding.evidence) >= 2 for finding in document.findings)
    return [(f.message, [texts[s.field][s.start : s.end] for s in f.evidence]) for f in document.findings]


ONE_ARM = "This is a single-arm study."


def test_one_arm_and_a_comparison() -> None:
    record = trial(summary="A single-arm study is planned to explore regorafenib versus chemotherapy in patients.")
    assert _contradictions(record) == [
        ("single-arm, but two treatments are compared", ["single-arm", "versus chemotherapy"])
    ]


def test_one_arm_and_an_outcome_from_randomization() -> None:
    record = trial(summary=ONE_ARM, outcomes=(("Overall survival", "Time from randomization to death"),))
    assert _contradictions(record) == [
        ("single-arm, but an outcome is counted from randomization", ["single-arm", "from randomization"])
    ]


def test_one_arm_and_several_arms() -> None:
    record = trial(summary=f"{ONE_ARM} Patients will be divided into two treatment groups.")
    assert [message for message, _ in _contradictions(record)] == ["single-arm, but 2 arms are described"]


def test_two_phases() -> None:
    assert [m for m, _ in _contradictions(trial(title="A phase 2 study", summary="This is a phase 3 study."))] == [
        "two phases: phase 2 and phase 3"
    ]


def test_two_maskings() -> None:
    record = trial(summary="This is a single-blind study.", description="This double-blind study has two groups.")
    assert [m for m, _ in _contradictions(record)] == ["the record says both single-blind and double-blind"]
    for summary in ("Outcome assessors are blinded.", "This study has a single-blind run-in period."):
        record = trial(summary=summary, description="This double-blind study has two groups.")
        assert not _contradictions(record)


def test_two_sizes() -> None:
    record = trial(
        summary="This study will enroll 30 patients.", description="A total of 40 patients will be enrolled."
    )
    assert [m for m, _ in _contradictions(record)] == ["two numbers of participants: 30 and 40"]


def test_an_actual_size_may_differ_from_the_plan() -> None:
    coded: dict[str, str | tuple[str, ...]] = {"enrollment": "28", "enrollment_basis": "ACTUAL"}
    assert not _contradictions(trial(summary="This study will enroll 30 patients.", design=coded))
    coded["enrollment_basis"] = "ESTIMATED"
    assert len(_contradictions(trial(summary="This study will enroll 30 patients.", design=coded))) == 1


@pytest.mark.parametrize(
    ("summary", "size", "found"),
    [
        ("Approximately 300 patients will be enrolled.", "301", 0),
        ("Approximately 300 patients will be enrolled.", "450", 1),
        ("Up to 100 patients will be enrolled.", "90", 0),
        ("Up to 100 patients will be enrolled.", "120", 1),
        ("This study will enroll 300 patients.", "301", 1),
        ("This study will enroll 30 adults. We will also recruit 20 healthy controls.", "50", 0),
        ("This study will enroll 30 adults. We will also recruit 10 healthy controls.", "50", 0),
        ("This study will enroll 299 patients at 1 site.", "300", 1),
        ("Prospective cohort: 150 subjects will be included in the study.", "250", 0),
        ("A cohort study. 150 subjects will be included in the study.", "250", 1),
        ("A maximum of 25 healthy subjects will be recruited for this sub-study.", "100", 0),
    ],
)
def test_sizes_that_are_about_right(summary: str, size: str, found: int) -> None:
    coded: dict[str, str | tuple[str, ...]] = {"enrollment": size, "enrollment_basis": "ESTIMATED"}
    assert len(_contradictions(trial(summary=summary, design=coded))) == found


def test_open_and_blind() -> None:
    record = trial(title="An open-label study", summary="This is a double-blind study.")
    assert [m for m, _ in _contradictions(record)] == ["the record says both open-label and double-blind"]


@pytest.mark.parametrize(("start", "end", "found"), [
    ("2024-05", "2023-01", 1), ("2023-01-05", "2023-01-04", 1), ("2023-01-31", "2023-01", 0), ("2023-01", "2023-01", 0),
    ("soon", "2020-01", 0), ("2020-01", "", 0),
])  # fmt: skip
def test_an_end_before_the_beginning(start: str, end: str, found: int) -> None:
    assert len(_contradictions(trial(start=start, completion=end))) == found


@pytest.mark.parametrize(
    "record",
    [
        trial(summary="This is a randomized study of regorafenib versus chemotherapy.",
              outcomes=(("Overall survival", "Time from randomization to death"),)),
        trial(summary=f"{ONE_ARM} This study precedes a possible trial of regorafenib versus chemotherapy."),
        trial(summary=ONE_ARM, outcomes=(("Overall survival", "Time from randomization or first dose to death"),)),
        trial(summary="This study will enroll 32 patients (up to 38 with dropouts).",
              description="A total of 38 patients will be enrolled."),
        trial(summary=ONE_ARM, description="Regorafenib versus chemotherapy has been shown to be better."),
        trial(summary="This is a double-blind study followed by an open-label extension."),
        trial(summary="This is a prospective and retrospective study."),
        trial(summary="A prospective, retrospective registry."),
        trial(summary=f"{ONE_ARM} Patients are stratified by radiotherapy (yes vs no), chemotherapy (yes vs no)."),
        trial(summary="This study has a single-arm part and a randomized part."),
        trial(title="A phase 1/2 study", summary="This is a phase 1/2 study."),
        trial(summary=ONE_ARM, outcomes=(("Survival", "Time from first dose to death"),)),
    ],
)  # fmt: skip
def test_records_that_do_not_contradict_themselves(record: Trial) -> None:
    assert not _contradictions(record)
