"""Classes with letters or numbers of their own, and states that stand in a row or apart in an entry."""

from __future__ import annotations

import pytest

from kg.extract import population
from tests.extract.conftest import Told
from tests.extract.test_conditions import concepts, document_of


@pytest.mark.parametrize(
    ("title", "summary", "states"),
    [
        ("X in HCC", "This study enrolls patients with BCLC stage B or C disease.", ["bclc-b", "bclc-c"]),
        ("X in HCC", "This study enrolls patients with BCLC-A to C tumors.", ["bclc-a", "bclc-b", "bclc-c"]),
        ("X in HCC", "This study enrolls patients with Child-Pugh class A or B7.", ["child-pugh-a", "child-pugh-b"]),
        ("X in Heart Failure", "This study enrolls adults in NYHA class II-IV.", ["nyha-ii", "nyha-iii", "nyha-iv"]),
        ("X in Heart Failure", "This study enrolls adults in NYHA functional class 3.", ["nyha-iii"]),
        ("X in NASH", "This study enrolls adults with liver fibrosis stage F2-F3.", ["fibrosis-f2", "fibrosis-f3"]),
        ("X in CKD", "This study enrolls stage 3 or 4 chronic kidney disease.", ["ckd-stage-3", "ckd-stage-4"]),
        ("X in CKD", "This study enrolls CKD (stages 3a-5).", ["ckd-stage-3", "ckd-stage-4", "ckd-stage-5"]),
        ("X in CKD", "This study enrolls adults with CKD stage G3b.", ["ckd-stage-3"]),
        ("X in CKD", "This study enrolls adults with chronic kidney disease (CKD) stage IV.", ["ckd-stage-4"]),
        ("X in Melanoma", "This study enrolls adults with stage III melanoma.", ["stage-iii"]),
        # not where it changes, is measured or divides them, nor in a record of something else
        ("X in Heart Failure", "This study measures whether X improves NYHA class to class II.", []),
        ("X in Heart Failure", "This study counts the proportion of patients in NYHA class I.", []),
        ("X in HCC", "In this study patients are stratified by BCLC stage (B vs C).", []),
        ("X in HCC", "In this study patients without Child-Pugh class C are treated.", []),
        ("X in Asthma", "This study enrolls adults with asthma in NYHA class II.", []),
        ("X in Cystic Fibrosis", "This study enrolls adults with fibrosis F2.", []),
        ("X in HCC", "This study enrolls patients whose BCLC stage is known.", []),
        ("X in CKD", "This study assesses progression to stage 5 CKD.", []),
        ("X in Pressure Ulcer", "This study enrolls adults with a stage II or III pressure ulcer.", []),
        ("X in Hypertension", "This study enrolls adults with stage 2 hypertension.", []),
        ("X in Cirrhosis", "The reported incidence of thrombosis in patients of Child-Pugh A and B is 4%.", []),
    ],
)
def test_classes(told: Told, title: str, summary: str, states: list[str]) -> None:
    assert told("tkg:diseaseState", summary, title=title, conditions=(title.partition(" in ")[2],)) == states


@pytest.mark.parametrize(
    ("entry", "found", "states"),
    [
        ("HCC BCLC-C", ["hepatocellular-carcinoma"], ["bclc-c"]),
        ("BCLC Stage B Hepatocellular Carcinoma", ["hepatocellular-carcinoma"], ["bclc-b"]),
        ("Intermediate-stage HCC", ["hepatocellular-carcinoma"], ["intermediate-stage"]),
        ("Liver Cirrhosis Child-Pugh A/B", ["cirrhosis"], ["child-pugh-a", "child-pugh-b"]),
        ("CKD Stage 3b", ["chronic-kidney-disease"], ["ckd-stage-3"]),
        ("CKD Stage 3b-4, Non-dialysis", ["chronic-kidney-disease"], ["ckd-stage-3", "ckd-stage-4"]),
        ("NASH Fibrosis Stage F2-F3", ["steatohepatitis-with-fibrosis"], ["fibrosis-f2", "fibrosis-f3"]),
        ("NSCLC Stage III Unresectable", ["non-small-cell-lung-cancer"], ["stage-iii", "unresectable"]),
        ("GBM, MGMT Unmethylated, Newly Diagnosed", ["glioblastoma"], ["newly-diagnosed"]),
        ("MDD, Recurrent, Severe", ["major-depressive-disorder"], ["recurrent", "severe"]),
        ("Metastatic Gastric Adenocarcinoma or Cancer", ["gastric-adenocarcinoma"], ["metastatic"]),
        ("Non-valvular AF", ["nonvalvular-atrial-fibrillation"], []),
        ("Type2 DM Uncontrolled", ["type-2-diabetes-mellitus"], []),
        ("Lupus Nephritis (Class III/IV +/- V)", ["lupus-nephritis"], []),
        ("Leukemia, Lymphocytic, Acute", ["acute-lymphoblastic-leukemia"], []),
    ],
)
def test_entries(entry: str, found: list[str], states: list[str]) -> None:
    document = document_of(entry)
    assert [concept.partition("/")[2] for concept in concepts(document)] == found
    document.add(list(population.extract(document)))
    said = [str(s.object).partition("/")[2] for s in document.statements if s.predicate == "tkg:diseaseState"]
    assert said == states


@pytest.mark.parametrize(
    ("title", "states"),
    [
        ("X in Melanoma Stage II, Stage III or IV Patients", ["stage-ii", "stage-iii", "metastatic"]),
        ("X in Stage II and Other Melanoma", ["stage-ii"]),
    ],
)
def test_stages_in_a_row(told: Told, title: str, states: list[str]) -> None:
    assert told("tkg:diseaseState", title=title) == states
