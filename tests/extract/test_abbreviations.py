"""Definitions of abbreviations in running text: what is one, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocab
from kg.extract.abbreviations import coded, definitions, extract
from kg.extract.document import Document
from kg.model import OutcomeItem, Passage, Source, SourceField, Trial

FOUND = [
    ("Overall survival (OS) at 5 years", [("OS", "Overall survival")]),
    ("Progression-free survival(PFS)", [("PFS", "Progression-free survival")]),
    ("PD (Progressive Disease) or death", [("PD", "Progressive Disease")]),
    ("No evidence of disease rate (NED)", [("NED", "No evidence of disease")]),
    ("Objective response rate (ORR)", [("ORR", "Objective response rate")]),
    ("adverse events (AEs)", [("AEs", "adverse events")]),
    ("Six-minute walk distance (6MWD)", [("6MWD", "Six-minute walk distance")]),
    ("6-minute walk test (6MWT)", [("6MWT", "6-minute walk test")]),
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
    ("acute lymphoblastic leukemia (ALL)", [("ALL", "acute lymphoblastic leukemia")]),
    ("总生存 overall survival（OS）", [("OS", "overall survival")]),
    ("objective response rate [ORR]", [("ORR", "objective response rate")]),
    ("progression-free survival \\[PFS\\]", [("PFS", "progression-free survival")]),
    ("graft versus host disease (GVHD)", [("GVHD", "graft versus host disease")]),
    ("Psoriasis (PsO)", [("PsO", "Psoriasis")]),
    (
        "complete remission with incomplete count recovery (CRi)",
        [("CRi", "complete remission with incomplete count recovery")],
    ),
    ("a high clinical risk score (CRS 3-5)", [("CRS", "clinical risk score")]),
    ("visual analog scale (VAS ≥ 4)", [("VAS", "visual analog scale")]),
    ("numeric rating scale (NRS score of 0 to 10)", [("NRS", "numeric rating scale")]),
    ("Criteria in Solid Tumors version 1.1 (CST 1.1)", [("CST", "Criteria in Solid Tumors")]),
    ("area under the curve (AUC) and area under the curve (AUC)", [("AUC", "area under the curve")] * 2),
]
NOT_FOUND = [
    "PVE (PVA particles + coils)",
    "patients (n = 30)",
    "performance status (ECOG 0-1)",
    "clinical risk score (3-5)",
    "who are not controlled (ACT < 20)",
    "haploidentical stem cell transplantation (HLA 5/10)",
    "Motivation and Problem Solving (AMPS)",
    "aged 18 years (or older)",
    "treatment (see above)",
    "ten-minute walk distance (6MWD)",
    "once daily (days 1-21)",
    "males (male)",
    "a dose (e.g. 5 mg)",
    "death (from any cause)",
    "stable lesions (SD)",
    "the study (NCT01234567)",
    "brackets () and ((())) and )(",
    "response (RECIST)",
    "patients (ALL)",
    "at all visits (all)",
    "a large language (and)",
    "ED-SCLC (etoposide/atezolizumab in treatment naive patients with extensive disease SCLC)",
    "etoposide/atezolizumab in treatment naive patients with small cell lung cancer (ED-SCLC)",
    "LB-100 (LB-100)",
    "GPC3-CART cell (GPC3)",
    "CD4+ T-cell subsets (CD4)",
    "[see below] and [1-3]",
]
CODED = [
    ("Maximum concentration (Cmax)", [("Cmax", "Maximum concentration")]),
    ("Time to Maximum Concentration (Tmax)", [("Tmax", "Time to Maximum Concentration")]),
    ("the terminal half-life (t1/2) of the drug", [("t1/2", "terminal half-life")]),
    ("glycated hemoglobin [HbA1c]", [("HbA1c", "glycated hemoglobin")]),
    ("Time to response (Cmax)", []),
    ("Serum immunoglobulins (IgM)", []),
    ("overall survival (OS)", []),  # its letters align
    ("pain (Pain)", []),
    ("Cmax (Cmax)", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_definitions_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.short, d.long) for d in definitions(text)] == expected


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_brackets_are_left_alone(text: str) -> None:
    assert list(definitions(text)) == []


@pytest.mark.parametrize(("text", "expected"), CODED)
def test_codes_are_found_where_the_vocabulary_knows_both(text: str, expected: list[tuple[str, str]]) -> None:
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), ())
    found = list(coded(text, Document(trial, vocab.load())))
    assert [(d.short, d.long) for d in found] == expected
    assert all(text[slice(*d.short_at)] == d.short and text[slice(*d.long_at)] == d.long for d in found)


def test_a_time_frame_may_define_one() -> None:
    fields = (SourceField("m", "Cough"), SourceField("t", "from baseline to end of treatment (EOT)"))
    outcome = OutcomeItem("primary", 0, Passage(fields[0].text, "m"), None, Passage(fields[1].text, "t"))
    document = Document(Trial("r-0", Source("a.txt", "x", 0, "0"), fields, outcomes=(outcome,)), vocab.load())
    list(extract(document))
    assert [(a.short, a.long) for a in document.abbreviations] == [("EOT", "end of treatment")]


@given(st.text(alphabet="abcDE ()[]\\（）|\n.,-\"'s1", max_size=200))
def test_offsets_are_verbatim_in_any_text(text: str) -> None:
    for found in definitions(text):
        assert text[slice(*found.short_at)] == found.short
        assert text[slice(*found.long_at)] == found.long
        assert found.whole[0] <= min(found.short_at[0], found.long_at[0])
        assert found.whole[1] >= max(found.short_at[1], found.long_at[1])


def test_bracket_soup_is_linear() -> None:
    assert list(definitions("(" * 50_000 + "AB" + ")" * 50_000)) == []
