"""What an entry says besides its condition: care, relapse, genotype, cause, line and what was had before."""

from __future__ import annotations

import pytest

from kg.extract import population
from tests.extract.test_conditions import concepts, document_of


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("CKD Stage 3b-4, Non-dialysis", ["chronic-kidney-disease"]),
        ("CKD Patients Not on Dialysis", ["chronic-kidney-disease"]),
        ("HIE in Neonates Born >= 36 Weeks", ["hypoxic-ischemic-encephalopathy"]),
        ("Painful DPN", ["painful-diabetic-neuropathy"]),
        ("NMOSD AQP4-IgG Positive", ["neuromyelitis-optica-spectrum-disorder"]),
        ("Cholangiocarcinoma Non-resectable, FGFR2 Fusion", ["cholangiocarcinoma"]),
        ("Chronic HCV Genotype 1 Infection", ["chronic-hepatitis-c"]),
        ("Hepatitis C, Genotype 1a or 4", ["hepatitis-c"]),
        ("MCI Due to Alzheimer's Disease", ["mild-cognitive-impairment", "alzheimer-s-disease"]),
        ("MASH With Fibrosis", ["steatohepatitis-with-fibrosis"]),
        ("Nephrotic Syndrome, Frequently Relapsing", ["frequently-relapsing-nephrotic-syndrome"]),
        ("Adenocarcinoma of Stomach", ["gastric-adenocarcinoma"]),
        ("Gastric Adenocarcinoma", ["gastric-adenocarcinoma"]),
        ("Gastric Cancer", ["gastric-cancer"]),
        ("NSTE-ACS", ["non-st-elevation-acute-coronary-syndrome"]),
        ("Neuroendocrine Tumor G3", ["neuroendocrine-tumors"]),
        ("MSS", []),
        ("Philadelphia Chromosome Positive ALL", ["acute-lymphoblastic-leukemia"]),
        ("Ovarian Cancer Platinum-sensitive Relapse", ["ovarian-neoplasms"]),
        ("PDA in ELBW Infants", ["patent-ductus-arteriosus"]),
        ("DMD Amenable to Exon 51 Skipping", ["duchenne-muscular-dystrophy"]),
        ("Cholestasis", ["mesh-D002779"]),
        ("Biliary Obstruction", ["biliary-obstruction"]),
        ("ARDS", ["acute-respiratory-distress-syndrome"]),
        # a single word before a comma is not enough
        ("LARC, Contraception", []),
        ("Genotype 1", []),
        ("Sleep Habits, Non-dialysis", []),
    ],
)
def test_entries(entry: str, found: list[str]) -> None:
    assert [concept.partition("/")[2] for concept in concepts(document_of(entry))] == found


@pytest.mark.parametrize(
    ("entries", "predicate", "found"),
    [
        (("AML in Second Relapse",), "tkg:diseaseState", ["recurrent"]),
        (("AML, Relapse Prevention",), "tkg:diseaseState", []),
        (("NSCLC, 1L",), "tkg:lineOfTherapy", ["first-line"]),
        (("NSCLC, 2L",), "tkg:lineOfTherapy", ["second-line"]),
        (("Asthma, 2L",), "tkg:lineOfTherapy", []),
        (("HR+/HER2- mBC",), "tkg:requiresBiomarker", ["hormone-receptor-positive", "her2-negative"]),
        (("HCC After Sorafenib Failure",), "tkg:priorTreatment", ["failure-of-sorafenib"]),
        (("PBC With Inadequate Response to UDCA",), "tkg:priorTreatment", ["failure-of-ursodeoxycholic-acid"]),
        (("Kidney Transplant Failure",), "tkg:priorTreatment", []),
        (("Insulin Resistance",), "tkg:priorTreatment", []),
        # one of a list
        (("De Novo MDS", "Secondary MDS", "Previously Treated MDS"), "tkg:priorTreatment", []),
    ],
)
def test_what_entries_say_besides(entries: tuple[str, ...], predicate: str, found: list[str]) -> None:
    document = document_of(*entries)
    document.add(list(population.extract(document)))
    said = [s.object for s in document.statements if s.predicate == predicate]
    assert [str(each).partition("/")[2] for each in said] == found


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("EGFR Wild-type", "mistyped-entry"),
        ("BRAF V600E Mutation", "mistyped-entry"),
        ("HER2-positive Somethingitis", "unmapped-entry"),
        ("Somethingitis", "unmapped-entry"),
    ],
)
def test_a_biomarker_entered_as_a_condition_is_said_to_be_one(entry: str, kind: str) -> None:
    assert [finding.kind for finding in document_of(entry).findings] == [kind]
