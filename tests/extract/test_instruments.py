"""Instruments and their versions, in the words of records."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Abbreviation, Document
from kg.extract.measures import instruments
from kg.model import ConditionItem, Passage, Source, SourceField, Span, Trial


def found(text: str) -> list[tuple[str, str]]:
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), (SourceField("text", text),))
    document = Document(trial, vocab.load())
    return [
        (item.concept.partition("/")[2], text[item.start : item.end])
        for item in instruments.find(Passage(text, "text"), document)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("using RECIST v1.1 criteria", [("recist-1.1", "RECIST v1.1")]),
        ("according to RECIST criteria (version 1.1).", [("recist-1.1", "RECIST criteria (version 1.1)")]),
        ("according to RECIST version 1.1, or death", [("recist-1.1", "RECIST version 1.1")]),
        ("per RECIST 1.1", [("recist-1.1", "RECIST 1.1")]),
        ("by RECIST", [("recist", "RECIST")]),
        ("by mRECIST", [("mrecist", "mRECIST")]),
        ("as assessed by NCI-CTCAE v5.0", [("ctcae-5.0", "NCI-CTCAE v5.0")]),
        ("NCI CTCAE v3.0", [("ctcae-3.0", "NCI CTCAE v3.0")]),
        ("the NCI CTC AE Version 5.0.", [("ctcae-5.0", "NCI CTC AE Version 5.0")]),
        ("CTCAE, version 4.03", [("ctcae-4.03", "CTCAE, version 4.03")]),
        ("CTCAE Version (v) 5.0 by grade", [("ctcae-5.0", "CTCAE Version (v) 5.0")]),
        ("CTCAE version (see 5.0 below)", [("ctcae", "CTCAE")]),
        (
            "Functional Assessment of Cancer Therapy - Colorectal (FACT-C) questionnaire",
            [("fact-c", "Functional Assessment of Cancer Therapy - Colorectal (FACT-C)")],
        ),
        ('from the ("FACIT System")', [("facit", '"FACIT System"')]),
        ("Oswestry Disability Index (ODI)", [("odi", "Oswestry Disability Index (ODI)")]),
        (
            "Erectile Dysfunction Inventory of Treatment Satisfaction (EDITS)",
            [("edits", "Erectile Dysfunction Inventory of Treatment Satisfaction (EDITS)")],
        ),
        ("Spinal Cord Independence Measure III", [("scim", "Spinal Cord Independence Measure")]),
        ("EQ-5D-5L and SF-36", [("eq-5d-5l", "EQ-5D-5L"), ("sf-36", "SF-36")]),
        ("graded by Clavien-Dindo", [("clavien-dindo", "Clavien-Dindo")]),
        ("satisfaction on a 5-point Likert scale", [("likert", "5-point Likert scale")]),
        ("State Anxiety Scale, 20 items", [("stai", "State Anxiety Scale")]),
        ("MFSAF v4.0 total symptom score", [("mfsaf-4.0", "MFSAF v4.0")]),
        ("Decisional Conflict Scale", [("decisional-conflict-scale", "Decisional Conflict Scale")]),
        ("by the Harvard/NSABP/RTOG cosmesis scale", [("harvard-cosmesis", "Harvard/NSABP/RTOG cosmesis scale")]),
        ("PSA nadir + 2 ng/mL (Phoenix definition)", [("phoenix-criteria", "Phoenix definition")]),
        ("distance in the 6MWT", [("six-minute-walk-test", "6MWT")]),
        ("Physical Activity Scale for the Elderly", [("pase", "Physical Activity Scale for the Elderly")]),
        # surgery, interventional radiology and the liver
        ("complications by the CIRSE classification", [("cirse", "CIRSE classification")]),
        ("liver failure by the 50-50 criteria", [("balzan-50-50", "50-50 criteria")]),
        ("50-50 mixture of both oils", []),
        ("EORTC QLQ-GI.NET21", [("eortc-qlq-ginet21", "EORTC QLQ-GI.NET21")]),
        ("the low anterior resection syndrome score", [("lars-score", "low anterior resection syndrome score")]),
        ("rate of low anterior resection syndrome", []),
        ("Glasgow-Blatchford score at admission", [("glasgow-blatchford", "Glasgow-Blatchford score")]),
        ("frail patients of 70 years", []),
        ("the goals of the operation, which must be met", []),
        ("based on the 2017 European LeukemiaNet (ELN) response criteria",
         [("eln-2017", "2017 European LeukemiaNet (ELN)")]),
        ("ORR according to (i)RECIST", [("irecist", "(i)RECIST")]),
        # modified by a working group, not for the liver
        ("PCWG3-modified RECIST v1.1", [("pcwg3", "PCWG3"), ("recist-1.1", "RECIST v1.1")]),
        ("modified RECIST (mRECIST) for HCC", [("mrecist", "modified RECIST (mRECIST)")]),
        ("by DSM-5", [("dsm-5", "DSM-5")]),
    ],
)
def test_finds_name_and_version(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "any aspect of tumour progression",
        "a cat allergy",
        "The questionnaire consists of 28 items in a 6-point Likert type.",
        "It has 20 items, each rated on a 4-point Likert scale.",
        "the dash of salt",
        "act of eating",
        "the patient health centre",
        "Mayo Clinic",
        "the impact of ACT-ED on treatment satisfaction",
        "a brief visit",
        "poem reading",
        "FEV1 of 80%",
        "Patient satisfaction score PSS",
        "feasibility of adapted ACT psychotherapy",
        "in accordance with ATS/ERS guidelines",
    ],
)
def test_leaves_common_words_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is highly correlated with the SF-36.",
        "The scale correlates well with the EQ-5D-5L",
        "a score that was validated against the SF-36",
        "consistent, and highly correlated with well-known outcomes such as a checklist, Beck Depression Inventory",
        "Unlike the SF-36, the new form is short.",
        "a short form derived from the SF-36",
        "items adapted from the Oswestry Disability Index",
        "in contrast to RECIST 1.1",
    ],
)
def test_leaves_cited_instruments_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stress by PSS", "pss"),
        ("Stress; PSS", "pss"),
        ("asthma control, ACT score", "act"),
        ("the E-RS score", "exact-rs"),
        ("QoL 5 in the run-in period will be compared with the EQ-5D-5L after treatment", "eq-5d-5l"),
        ("Correlation of the primary endpoint with the SF-36", "sf-36"),
        ("Biomarkers correlated with the SF-36", "sf-36"),
        ("Quality of life based on the SF-36", "sf-36"),
        ("Includes assessments such as SF-36", "sf-36"),
        ("Derived from the old form, SF-36 is short", "sf-36"),
        ("It is highly correlated with pain. The SF-36 is used.", "sf-36"),
    ],
)
def test_keeps_instruments_that_are_used(text: str, expected: str) -> None:
    assert [concept for concept, _ in found(text)] == [expected]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("DMFS", "distant metastasis-free survival", []),
        ("DMFS", "decayed, missing and filled surfaces", ["instrument/dmfs"]),
        ("WOMAC", "overall survival of all", ["instrument/womac"]),
        ("PSS", "patient satisfaction scale", []),
        ("GCS", "Global Cosmesis Score", []),
        ("AIMS", "Alberta Infant Motor Scale", []),
        ("PSS", "Perceived Stress Scale", ["instrument/pss"]),
        ("GCS", "Glasgow coma score", ["instrument/gcs"]),
        ("SGRQ-C", "SGRQ for COPD", ["instrument/sgrq"]),
        ("ACT", "Anesthesiology Control Tower", []),
        ("ACT", "asthma control tool", ["instrument/act"]),
        ("ISI", "Itch Severity Item", []),
        ("M-ISI", "Michigan Incontinence Symptom Index", []),
        ("WI-NRS", "Worst Itch-Numeric Rating Scale", ["instrument/nrs"]),
        ("NRS", "numerical pain scores", ["instrument/nrs"]),
        ("RTOG", "Radiation Therapy Oncology Group", ["instrument/rtog-toxicity"]),
        ("PGIC", "patient that mainly measures change in clinical status over time", ["instrument/pgic"]),
    ],
)
def test_a_short_form_of_the_record_may_be_no_instrument(short: str, long: str, expected: list[str]) -> None:
    text = f"{long} ({short})"
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), (SourceField("text", text),))
    span = Span("text", 0, len(text))
    document = Document(trial, vocab.load())
    document.abbreviations.append(Abbreviation(short, long, span, span, span))
    at = len(text) - 2
    found = [item.concept for item in instruments.find(Passage(text, "text"), document) if item.start <= at < item.end]
    assert found == expected


@pytest.mark.parametrize(("condition", "expected"), [("Rectal Cancer", []), ("Dental Caries", ["instrument/dmfs"])])
def test_dmfs_is_a_survival_where_the_record_is_about_tumours(condition: str, expected: list[str]) -> None:
    texts = (SourceField("text", "EFS, DMFS, OS"), SourceField("condition", condition))
    conditions = (ConditionItem(0, Passage(condition, "condition")),)
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), texts, conditions=conditions)
    found = instruments.find(Passage("EFS, DMFS, OS", "text"), Document(trial, vocab.load()))
    assert [item.concept for item in found] == expected


def test_a_version_without_a_row_becomes_a_concept_below_the_instrument() -> None:
    text = "MedDRA version 23.1"
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), (SourceField("text", text),))
    (item,) = instruments.find(Passage(text, "text"), Document(trial, vocab.load()))
    assert item.minted is not None
    assert item.concept == item.minted.id == "instrument/meddra-23.1"
    assert item.minted.broader == ("instrument/meddra",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clinician-Administered PTSD Scale for DSM-5", ["caps"]),
        ("Heart rate during the six-minute walk test", []),
        ("Dyspnea at the end of the 6MWT", []),
        ("Change in the timed up and go test", ["tug-test"]),
    ],
)
def test_what_an_instrument_is_made_for_or_only_the_occasion_of(text: str, expected: list[str]) -> None:
    assert [name for name, _ in found(text)] == expected


def test_a_short_form_that_the_record_spells_out_otherwise_is_another_instrument() -> None:
    text = "Psoriatic Arthritis Screening and Evaluation (PASE)"
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), (SourceField("text", text),))
    document = Document(trial, vocab.load())
    span = Span("text", 0, 1)
    document.abbreviations.append(Abbreviation("PASE", text[:-7], span, span, span))
    assert list(instruments.find(Passage(text, "text"), document)) == []
