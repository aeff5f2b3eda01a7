"""Eligibility: criteria split, limits, and what holds for all patients."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import eligibility
from kg.extract.eligibility import years
from kg.extract.patients.criteria import split
from tests.extract.reading import facts, read, trial


def _parts(text: str) -> list[tuple[str, str]]:
    return [(c.kind[:2], text[c.start : c.end]) for c in split(text)]


def test_bullets_numbers_and_both_headings() -> None:
    text = (
        "Inclusion Criteria:\n\n* Age over 18\n* Signed\n  consent\n\nExclusion Criteria:\n\n1. Pregnant\n2) Asthma\n"
    )
    assert _parts(text) == [("in", "Age over 18"), ("in", "Signed\n  consent"), ("ex", "Pregnant"), ("ex", "Asthma")]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("INCLUSION CRITERIA", "in"), ("Key Inclusion Criteria:", "in"), ("Exclusion criteria -", "ex"), ("EXCLUSION:", "ex"),
        ("Main exclusion criteria:", "ex"), ("Patients will be excluded if:", "ex"), ("Women were ineligible if they:", "ex"),
        ("Women were eligible for participation if they:", "in"), ("Non-inclusion criteria:", "ex"),
        ("Subjects meeting any of the following are not eligible:", "ex"), ("Exclusion Criteria for Cohort B:", "ex"),
    ],
)  # fmt: skip
def test_headings_in_many_writings(heading: str, kind: str) -> None:
    found = split(f"{heading}\n\n* First one\n* Second one")
    assert [(c.kind[:2], c.stated) for c in found] == [(kind, True)] * 2


@pytest.mark.parametrize(
    "line", ["No exclusion of smokers is planned in this trial.", "Eligible for surgery", "* Inclusion body myositis"]
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert [text for _, text in _parts(f"Inclusion Criteria:\n\n{line}")] == [line.removeprefix("* ")]


def test_nested_criteria_keep_their_parent_s_kind_and_depth() -> None:
    text = "Exclusion Criteria:\n\n* Organ failure:\n\n  * liver failure\n  * renal failure\n* Pregnancy"
    assert [(c.kind, c.depth, text[c.start : c.end]) for c in split(text)] == [
        ("exclusion", 0, "Organ failure:"), ("exclusion", 1, "liver failure"), ("exclusion", 1, "renal failure"),
        ("exclusion", 0, "Pregnancy"),
    ]  # fmt: skip


def test_criteria_numbered_inside_one_paragraph() -> None:
    text = "Inclusion Criteria: 1. Age of 18 years or more at the time of consent. 2. Confirmed melanoma of the skin. 3. Signed consent to the study."
    assert [t for _, t in _parts(text)] == [
        "Age of 18 years or more at the time of consent.", "Confirmed melanoma of the skin.", "Signed consent to the study."
    ]  # fmt: skip


def test_text_without_headings_is_not_stated() -> None:
    assert [(c.kind, c.stated) for c in split("Adults with asthma.\n\nNon-smokers.")] == [("inclusion", False)] * 2


@given(st.text(alphabet="Inclusion Exclusion Criteria:\n*-1.) aA≥", max_size=200))
def test_criteria_lie_in_order_inside_the_text(text: str) -> None:
    end = 0
    for criterion in split(text):
        assert end <= criterion.start < criterion.end <= len(text)
        assert text[criterion.start : criterion.end].strip() == text[criterion.start : criterion.end]
        end = criterion.end


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18 Years", "18"),
        ("6 Months", "0.5"),
        ("1 Day", "0.0027"),
        ("2 Weeks", "0.0383"),
        ("N/A", None),
        ("", None),
        ("18.5 years", "18.5"),
    ],
)
def test_ages_in_years(text: str, value: str | None) -> None:
    assert years(text) == value


def test_limits_and_nodes() -> None:
    record = trial(
        criteria="Inclusion Criteria:\n\n* Adults\n\nExclusion Criteria:\n\n* Smokers",
        limits={"sex": "Both", "minimum_age": "18 Years", "maximum_age": "N/A"},
    )
    document = read(record, eligibility.extract)
    assert facts(document, "tkg:sex") == {"all": ["Both"]}
    assert facts(document, "tkg:minimumAgeYears") == {"18": ["18 Years"]}
    assert not facts(document, "tkg:maximumAgeYears")
    assert list(facts(document, "tkg:hasCriterion", record.path)) == [
        record.part("criterion-0"),
        record.part("criterion-1"),
    ]
    assert list(facts(document, "tkg:criterionKind", record.part("criterion-1"))) == ["exclusion"]
    assert facts(document, "tkg:criterionText", record.part("criterion-1")) == {"Smokers": ["Smokers"]}
    assert {node.kind for node in document.nodes.values()} == {"EligibilityCriterion"}


@pytest.mark.parametrize(
    ("inclusion", "exclusion", "required", "excluded"),
    [
        ("Documented KRAS G12C mutation", "Pregnancy", ["kras-g12c-mutated"], []),
        ("Adults", "Known EGFR mutations or ALK rearrangement", [], ["egfr-mutated", "alk-rearranged"]),
        ("Absence of sensitizing EGFR mutations", "Pregnancy", [], ["egfr-mutated"]),
        ("Any BRAF status is allowed (BRAF-mutated or BRAF wild-type)", "Pregnancy", [], []),
        ("Patients with BRAF V600E mutation must have received a BRAF inhibitor", "Pregnancy", [], []),
        ("Adults", "Absence of HER2 amplification", [], []),
        ("Adults", "Malignancy other than the HER2-positive breast cancer", [], []),
        ("Adults", "Allergy to a Ph-like drug", [], []),
        ("HER2-positive or HER2-low breast cancer", "Pregnancy", [], []),
        ("ER-positive breast cancer", "HER2-positive breast cancer", ["estrogen-receptor-positive"], ["her2-positive"]),
    ],
)
def test_biomarkers_of_criteria(inclusion: str, exclusion: str, required: list[str], excluded: list[str]) -> None:
    criteria = f"Inclusion Criteria:\n\n* {inclusion}\n\nExclusion Criteria:\n\n* {exclusion}"
    document = read(trial(criteria=criteria), eligibility.extract)
    assert list(facts(document, "tkg:requiresBiomarker")) == [f"biomarker/{b}" for b in required]
    assert list(facts(document, "tkg:excludesBiomarker")) == [f"biomarker/{b}" for b in excluded]


def test_what_one_cohort_needs_is_not_needed_by_all() -> None:
    criteria = "Inclusion Criteria:\n\n* Adults\n\nCohort B:\n\n* HER2-positive breast cancer\n* Signed consent"
    document = read(trial(criteria=criteria), eligibility.extract)
    assert not facts(document, "tkg:requiresBiomarker")


def test_states_of_the_diagnosis() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Histologically confirmed unresectable or metastatic melanoma\n* Stable brain metastases are allowed\n"
        "* At least one measurable recurrent lesion\n\nExclusion Criteria:\n\n* Refractory melanoma"
    )
    document = read(trial(conditions=("Melanoma",), criteria=criteria), eligibility.extract)
    assert list(facts(document, "tkg:diseaseState")) == ["state/unresectable", "state/metastatic"]
    assert not facts(document, "tkg:metastaticSite")


@pytest.mark.parametrize(
    ("inclusion", "prior"),
    [
        ("Must have progressed on osimertinib", ["failure-of-osimertinib"]),
        ("Has received at least one prior platinum-based chemotherapy", ["prior-platinum"]),
        ("Recovery from toxicity of prior chemotherapy", []),
        ("No prior chemotherapy", []),
        ("Prior radiotherapy is allowed", []),
    ],
)
def test_prior_treatment_of_criteria(inclusion: str, prior: list[str]) -> None:
    document = read(trial(criteria=f"Inclusion Criteria:\n\n* {inclusion}"), eligibility.extract)
    assert list(facts(document, "tkg:priorTreatment")) == [f"prior-treatment/{p}" for p in prior]


def test_what_stands_below_a_condition_holds_under_it_only() -> None:
    criteria = "Inclusion Criteria:\n\n* Adults\n* If the tumor is of the breast:\n\n  * HER2-positive\n* KRAS-mutated"
    document = read(trial(criteria=criteria), eligibility.extract)
    assert list(facts(document, "tkg:requiresBiomarker")) == ["biomarker/kras-mutated"]


def test_a_negation_reaches_over_what_stands_in_brackets() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Absence of sensitizing EGFR mutations (including, but not limited to, exon 19 deletion and exon 21 L858R, "
        "exon 21 L861Q and exon 18 G719X mutations) and ALK and ROS1 rearrangements"
    )
    document = read(trial(criteria=criteria), eligibility.extract)
    assert {"biomarker/egfr-mutated", "biomarker/alk-rearranged", "biomarker/ros1-rearranged"} <= set(
        facts(document, "tkg:excludesBiomarker")
    )
    assert not facts(document, "tkg:requiresBiomarker")


def test_failure_of_a_treatment_that_is_not_the_standard() -> None:
    document = read(trial(criteria="Inclusion Criteria:\n\n* Has failed standard treatment"), eligibility.extract)
    assert list(facts(document, "tkg:priorTreatment")) == ["prior-treatment/standard-therapy-failure"]
