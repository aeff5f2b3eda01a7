"""Endpoints worded around what is given, and openings that say where or of whom something is measured."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Document
from kg.extract.measures import endpoints
from kg.model import ConditionItem, InterventionItem, Passage, Source, SourceField, Trial

CONDITIONS = {True: "Hepatocellular Carcinoma", False: "Asthma"}


def ground(measure: str, description: str = "", oncology: bool = True) -> list[str]:
    disease = CONDITIONS[oncology]
    given = Passage("Lenvatinib", "intervention")
    fields = tuple(
        SourceField(name, text)
        for name, text in {
            "measure": measure,
            "description": description,
            "condition": disease,
            "intervention": "Lenvatinib",
        }.items()
    )
    trial = Trial(
        "r-0",
        Source("a.txt", "flattened", 0, "0"),
        fields,
        conditions=(ConditionItem(0, Passage(disease, "condition")),),
        interventions=(InterventionItem(0, "DRUG", given, given),),
    )
    told = Passage(description, "description") if description else None
    document = Document(trial, vocab.load())
    return [found.concept.partition("/")[2] for found in endpoints.ground(Passage(measure, "measure"), told, document)]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Proportion of patients able to receive at least 3 doses of the vaccine", ["treatment-completion"]),
        ("Ability to complete at least six cycles of study therapy", ["treatment-completion"]),
        ("Percentage of subjects who received all planned infusions", ["treatment-completion"]),
        ("Number of participants who completed the course of cell infusions", ["treatment-completion"]),
        ("Number of patients receiving at least one dose", []),
        ("Proportion of patients who complete all questionnaires", []),
        ("Number of relatives whose patient completed all cycles", []),
        ("Recommended lenvatinib dose for part 2", ["recommended-phase-2-dose"]),
        ("Knowledge of the recommended dose of sun", ["knowledge-attitudes"]),
        ("CD25 Cell Count", ["immune-cell-subsets"]),
        ("LAG-3 cell density", ["immune-cell-subsets"]),
        ("Percentage of circulating innate CD161+ cells", ["immune-cell-subsets"]),
        ("Number of CD34+ cells", ["cd34-count"]),
        ("Proportion of viral antigen in CD57+ cells", []),
        ("Lenvatinib concentrations", ["drug-concentration"]),
        ("Mean lenvatinib level at week 4", ["drug-concentration"]),
        ("Cobalt concentrations", []),
        ("Combination 2: Parts 1 and 2: Number of participants with anti-drug antibodies", ["immunogenicity"]),
        ("Patients in first remission substudy - primary graft failure", ["graft-survival"]),
        ("Marrow donors in complete remission sub-study B - time alive and hospital stay", ["length-of-hospital-stay"]),
        ("Number who bridge to allogeneic hematopoietic cell transplantation", ["transplantation-rate"]),
        ("To evaluate the effect(s) the diet and exercise has on the gut microbiome", ["microbiome"]),
        ("Technique effectiveness", ["complete-ablation-rate"]),
        ("Effectiveness", ["efficacy"]),
        ("PVTT occurrence", ["tumor-thrombus"]),
        ("Incidence of cGvHD", ["chronic-graft-versus-host-disease"]),
        ("R0/R1", ["r0-resection-rate"]),
        ("Duration of Relief (DOR)", ["duration-of-response"]),
        ("Percentage of participants with confirmed OR", ["objective-response-rate"]),
        ("Time to cystectomy", ["need-for-surgery"]),
        ("Treatment-related delays to surgery", ["surgery-delay"]),
        ("Incidence of differentiation syndrome", ["differentiation-syndrome"]),
        ("Growth modulation index (GMI)", ["growth-modulation-index"]),
        ("Intrahepatic distant recurrence", ["hepatic-recurrence"]),
        ("LOS in ICU and hospital", ["icu-stay", "length-of-hospital-stay"]),
        ("Stay in ICU and hospital costs", ["icu-stay", "costs"]),
        ("CR (pCR + sustained cCR)", ["complete-response-rate"]),
        ("pCR (ypT0N0)", ["pathological-complete-response"]),
        ("Relief rate; duration of relief (DOR)", ["duration-of-response"]),
        ("GU/GI toxicity", ["genitourinary-toxicity", "gastrointestinal-toxicity"]),
        ("Conversion to CRS/HIPEC", ["conversion-resection-rate"]),
        ("CRS grade 3", ["cytokine-release-syndrome"]),
        ("Liver function: TBIL, ALB, PT-INR", ["bilirubin", "albumin", "prothrombin-time"]),
        ("Liver function (ALT, AST)", ["liver-function"]),
        ("LOS, readmission, 90-d mortality", ["length-of-hospital-stay", "readmission", "mortality"]),
        ("OS is defined as time to death; patients alive at last contact are censored", ["overall-survival"]),
        ("Bridge to allo-HSCT", ["transplantation-rate"]),
        ("Number of participants with delay in planned radical esophagectomy", ["surgery-delay"]),
        ("Delayed union", ["fracture-healing"]),
        ("Transplant related mortality", ["non-relapse-mortality"]),
        ("Persistence and trafficking of CART7 cells", ["cell-expansion"]),
        ("Kinetics of the chimeric antigen receptor(CAR)-T cell copy number", ["cell-expansion"]),
        ("Clearance of a tablet of lenvatinib", ["clearance"]),
        ("Clearance of debris", []),
        ("Change [over time] of fatigue", ["fatigue"]),
        ("Proportion of patients whose clinical management was altered", ["management-change"]),
        ("Unnecessary biopsies", ["biopsies-avoided"]),
        ("Time Up and Go (TUG) test", ["performance-test"]),
        ("Incidence of CMV", ["cmv-infection"]),
        ("ORR24w", ["objective-response-rate"]),
        ("PFS12m", ["progression-free-survival-rate"]),
        ("6m-PFS", ["progression-free-survival-rate"]),
        ("PFS 2", ["progression-free-survival-2"]),
        ("Patients alive without disease progression at 6 months", ["progression-free-survival-rate"]),
        ("Patients alive and recurrence-free at 2 years", ["recurrence-free-survival-rate"]),
        ("Patients alive at 2 years", ["survival-rate"]),
        ("Patients alive without relapse or toxicity", ["survival-rate"]),
        ("Tumor thrombus regression", ["tumor-thrombus-response"]),
        ("Thrombus regression", ["thrombus-resolution"]),
        ("Time to next systemic treatment", ["time-to-next-treatment"]),
        ("iDFS, DDFS", ["invasive-disease-free-survival", "metastasis-free-survival"]),
    ],
)
def test_measure_worded_around_what_is_given(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Primary objective and end point", "Assess financial toxicity by a questionnaire", ["financial-burden"]),
        ("Secondary observations", "Incidence of hypoparathyroidism", ["hypocalcemia"]),
        ("Cohorts A1, A2 and D", "Overall response rate in all treated", ["objective-response-rate"]),
        ("Surgeon at the local study site", "Assess financial toxicity by a questionnaire", []),
    ],
)
def test_measure_without_words_of_its_own(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description) == expected


@pytest.mark.parametrize(
    ("measure", "oncology", "expected"),
    [
        ("LC, LR, DM", True, ["local-control", "local-recurrence", "metastasis-incidence"]),
        ("IDR & EDR", True, ["hepatic-recurrence", "recurrence-rate"]),
        ("Ascites, HE, PVT", True, ["ascites", "hepatic-encephalopathy", "thromboembolism"]),
        ("Bile leak, PPH", True, ["bile-leak", "postoperative-bleeding"]),
        ("PPH", False, ["postpartum-hemorrhage"]),
        ("LR", True, ["local-recurrence"]),
        ("DM", False, []),
        ("TLS", True, []),
    ],
)
def test_short_forms_by_what_the_record_is_about(measure: str, oncology: bool, expected: list[str]) -> None:
    assert ground(measure, oncology=oncology) == expected


@pytest.mark.parametrize(
    ("description", "oncology", "expected"),
    [
        ("Share of patients whose tumours become resectable", True, ["conversion-resection-rate"]),
        ("Operations converted to laparotomy", True, ["surgical-conversion"]),
        ("Operations converted to laparotomy", False, ["surgical-conversion"]),
        ("Share of smears that turn negative", True, []),
        ("Share of participants who become resectable", False, []),
    ],
)
def test_a_bare_conversion_rate(description: str, oncology: bool, expected: list[str]) -> None:
    assert ground("Conversion rate", description, oncology) == expected


def test_recommended_dose_outside_oncology() -> None:
    assert ground("Recommended salbutamol dose for part 2", oncology=False) == []
