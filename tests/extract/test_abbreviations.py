"""Definitions of abbreviations in running text: what is one, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.abbreviations import definitions

FOUND = [
    ("Overall survival (OS) at 5 years", [("OS", "Overall survival")]),
    ("Progression-free survival(PFS)", [("PFS", "Progression-free survival")]),
    ("PD (Progressive Disease) or death", [("PD", "Progressive Disease")]),
    ("No evidence of disease rate (NED)", [("NED", "No evidence of disease")]),
    ("Objective response rate (ORR)", [("ORR", "Objective response rate")]),
    ("adverse events (AEs)", [("AEs", "adverse events")]),
    ("depth of tumor regression (DpR)", [("DpR", "depth of tumor regression")]),
    ("System for Care (“SC”)", [("SC", "System for Care")]),
    ("hepatic artery infusion chemotherapy (HAI)", [("HAI", "hepatic artery infusion chemotherapy")]),
    ("Forced expiratory volume in 1 second (FEV1)", [("FEV1", "Forced expiratory volume in 1 second")]),
    ("visual analog scale (VAS; 0-10)", [("VAS", "visual analog scale")]),
    ("first (complete response (CR)) then", [("CR", "complete response")]),
    (
        "CR (complete response), PR (partial response)",
        [("CR", "complete response"), ("PR", "partial response")],
    ),
    ("area under the curve (AUC) and area under the curve (AUC)", [("AUC", "area under the curve")] * 2),
]
NOT_FOUND = [
    "patients (n = 30)",
    "aged 18 years (or older)",
    "treatment (see above)",
    "once daily (days 1-21)",
    "males (male)",
    "a dose (e.g. 5 mg)",
    "death (from any cause)",
    "stable lesions (SD)",
    "the study (NCT01234567)",
    "brackets () and ((())) and )(",
    "response (RECIST)",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_definitions_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.short, d.long) for d in definitions(text)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_brackets_are_left_alone(text: str) -> None:
    assert list(definitions(text)) == []


@given(st.text(alphabet="abcDE ()[]|\n.,-\"'s1", max_size=200))
def test_offsets_are_verbatim_in_any_text(text: str) -> None:
    for found in definitions(text):
        assert text[slice(*found.short_at)] == found.short
        assert text[slice(*found.long_at)] == found.long
        assert found.whole[0] <= min(found.short_at[0], found.long_at[0])
        assert found.whole[1] >= max(found.short_at[1], found.long_at[1])


def test_bracket_soup_is_linear() -> None:
    assert list(definitions("(" * 50_000 + "AB" + ")" * 50_000)) == []
