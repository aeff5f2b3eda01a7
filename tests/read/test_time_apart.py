"""Cells whose time frame stands behind a semicolon, a dash, a colon or a full stop, and those where it does not."""

from __future__ import annotations

import pytest

from kg.read.outcomes.apart import is_time
from kg.read.outcomes.cells import split_cells


def parts(cell: str) -> tuple[str, str, str]:
    (split,) = split_cells([cell])
    described, when = split.description, split.time_frame
    return (
        cell[: split.measure_end],
        cell[slice(*described)] if described else "",
        cell[slice(*when)] if when else "",
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Disease control rate; 18 months", ("Disease control rate", "", "18 months")),
        ("Graft survival; up to 36 months", ("Graft survival", "", "up to 36 months")),
        ("Pain on a numeric rating scale; 48 hours after surgery",
         ("Pain on a numeric rating scale", "", "48 hours after surgery")),
        ("Serious adverse events; through study completion, an average of 2 years",
         ("Serious adverse events", "", "through study completion, an average of 2 years")),
        ("Procalcitonin; days 1, 3, 5", ("Procalcitonin", "", "days 1, 3, 5")),
        ("Bile leak; ISGLS grade; 90 days", ("Bile leak; ISGLS grade", "", "90 days")),
        ("Satisfaction of patients; at discharge", ("Satisfaction of patients", "", "at discharge")),
        ("Overall survival. 5 years", ("Overall survival", "", "5 years")),
        ("Overall survival - 5 years", ("Overall survival", "", "5 years")),
        ("Ejection fraction: 6 and 12 months", ("Ejection fraction", "", "6 and 12 months")),
        ("Mortality at D90, 90 days postop", ("Mortality at D90", "", "90 days postop")),
        ("Conversion rate, intraop", ("Conversion rate", "", "intraop")),
        ("Edinburgh score ≥ 10, 6 wks PP", ("Edinburgh score ≥ 10", "", "6 wks PP")),
        ("Preterm birth <37 wk; LBW, delivery", ("Preterm birth <37 wk; LBW", "", "delivery")),
        ("Sugar in blood, by finger prick; 0, 2, 5, 10 min", ("Sugar in blood", "by finger prick", "0, 2, 5, 10 min")),
        ("Access failure rate, q6w", ("Access failure rate", "", "q6w")),
        ("Pain at rest NRS 0-10, 2, 6, 12, 24h", ("Pain at rest NRS 0-10", "", "2, 6, 12, 24h")),
        # how long and in what, values and grades, and the words that only look like time
        ("Length of stay; days", ("Length of stay; days", "", "")),
        ("Survival; time from randomization to death", ("Survival; time from randomization to death", "", "")),
        ("Pain; 0-10", ("Pain; 0-10", "", "")),
        ("Pain; 0-10 at 24 hours", ("Pain; 0-10 at 24 hours", "", "")),
        ("Toxicity; grade 3 to 4", ("Toxicity; grade 3 to 4", "", "")),
        ("Blood loss; ml", ("Blood loss; ml", "", "")),
        ("Quality of life; EORTC QLQ-C30", ("Quality of life; EORTC QLQ-C30", "", "")),
        # a time frame behind a comma stays where it is
        ("Clinical cure, Resolution of all signs, test-of-cure visit; day 14",
         ("Clinical cure", "Resolution of all signs", "test-of-cure visit; day 14")),
    ],
)  # fmt: skip
def test_time_frames_behind_other_marks(cell: str, expected: tuple[str, str, str]) -> None:
    assert parts(cell) == expected


@pytest.mark.parametrize(
    "text", ["12 months", "up to 5 years", "day 28", "every 8 weeks", "at discharge", "q6w", "24 h", "M3, M6"]
)
def test_times(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize(
    "text",
    ["", "days", "time to death up to 5 years", "death within 30 days", "3 to 5", "mm", "400 m", "q", "resection"],
)
def test_no_times(text: str) -> None:
    assert not is_time(text)
