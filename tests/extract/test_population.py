"""Population: conditions, states, sites, biomarkers, lines, prior treatment, interventions named."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import time

import pytest

from kg.extract import claims, consistency, design, eligibility, population
from kg.extract.document import Document
from kg.extract.negation import polarity
from kg.extract.patients.markers import markers
from kg.model import Passage
from kg.vocab import lexicon
from kg.vocab.index import Index
from tests.extract.reading import abbreviate, facts, read, trial


def _said(predicate: str, **texts: str) -> dict[str, list[str]]:
    return facts(read(trial(**texts), population.extract), predicate)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------ conditions


@pytest.mark.parametrize(
    "title",
    [
        "X in the Treatment of Liver Metastases From Colorectal Cancer",
        "X in Unresectable Colorectal Cancer Liver Metastases",
        "X in Patients With Colorectal Cancer and Liver Metastases",
        "X in Patients With CRLM",
        "X in Liver Metastases From Advanced Colorectal Cancer",
    ],
)
def test_a_cancer_and_its_metastases_are_one_condition(title: str) -> None:
    document = read(trial(title=title), population.extract)
    assert list(facts(document, "tkg:populationCondition")) == ["condition/crlm"]
    assert list(facts(document, "tkg:metastaticSite")) == ["site/liver"]


def test_patients_between_the_two_do_not_part_them() -> None:
    summary = (
        "This study will enroll initially unresectable RAS-mutated colorectal cancer patients with liver metastases."
    )
    document = read(trial(summary=summary), population.extract)
    assert facts(document, "tkg:populationCondition") == {
        "condition/crlm": ["colorectal cancer patients with liver metastases"]
    }
    assert facts(document, "tkg:metastaticSite") == {"site/liver": ["liver metastases"]}
    assert facts(document, "tkg:diseaseState") == {"state/initially-unresectable": ["initially unresectable"]}
    assert facts(document, "tkg:requiresBiomarker") == {"biomarker/ras-mutated": ["RAS-mutated"]}


def test_two_conditions_that_the_vocabulary_does_not_join() -> None:
    found = _said("tkg:populationCondition", title="X in Breast Cancer With Brain Metastases")
    assert list(found) == ["condition/breast-cancer", "condition/brain-metastasis"]


def test_a_disease_in_the_name_of_something_else() -> None:
    assert not _said("tkg:populationCondition", title="Melanoma Wave Therapy for Walking")


def test_conditions_of_the_background_are_not_the_population() -> None:
    summary = "Breast cancer is the most common cancer. This study will enroll patients with melanoma."
    assert list(_said("tkg:populationCondition", summary=summary)) == ["condition/melanoma"]


def test_a_short_form_of_the_record_is_its_long_form() -> None:
    document = read(trial(title="X in Patients With CRCLM"))
    abbreviate(document, "CRCLM", "colorectal cancer liver metastasis")
    document.add(list(population.extract(document)))
    assert facts(document, "tkg:populationCondition") == {"condition/crlm": ["CRCLM"]}
    assert facts(document, "tkg:metastaticSite") == {"site/liver": ["CRCLM"]}


@pytest.mark.parametrize(
    "summary",
    [
        "This study will exclude people with a history of asthma.",
        "This study will test an anti-melanoma drug.",
        "The study will be conducted at the asthma clinic.",
        "This study will measure patient-reported asthma in adults with pain.",
        "This study will count patients with pain because of asthma.",
        "The incidence of asthma in patients with pain will be measured in this study.",
        "This study will use the QLQ-Lung Cancer questionnaire in patients.",
        "This study will enroll patients with anaplastic melanoma kinase.",
        "This study will exclude patients with asthma.",
        "This study will enroll patients with other asthma.",
        "This study will enroll patients who have non-asthma pain.",
        "This study will enroll patients with genotype 1b infection.",
    ],
)
def test_conditions_that_nobody_in_the_trial_has(summary: str) -> None:
    assert not _said("tkg:populationCondition", summary=summary)


def test_a_history_that_makes_the_population() -> None:
    summary = "This study will enroll patients with a history of asthma, psoriasis or melanoma."
    found = _said("tkg:populationCondition", summary=summary)
    assert list(found) == ["condition/asthma", "condition/psoriasis", "condition/melanoma"]


# ---------------------------------------------------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("title", "states"),
    [
        ("X in Unresectable Melanoma", ["unresectable"]),
        ("X in Locally Advanced or Metastatic NSCLC", ["locally-advanced", "metastatic"]),
        ("X in Relapsed/Refractory AML", ["recurrent", "refractory"]),
        ("X for Colorectal Cancer Metastatic", ["metastatic"]),
        ("X in Previously Untreated Advanced NSCLC", ["treatment-naive", "advanced"]),
        ("X in Patients With Newly Diagnosed AML", ["newly-diagnosed"]),
        ("X in Moderate to Severe Psoriasis", ["moderate-to-severe"]),
        ("X in Chronic Low Back Pain", ["chronic"]),
        ("X in Advanced Solid Tumors", ["advanced"]),
        ("X in Stage IIIB-IV NSCLC", ["stage-iii", "metastatic"]),
        ("X in Stages I and III Melanoma", ["early-stage", "stage-iii"]),
        ("X in Early Breast Cancer", ["early-stage"]),
        ("X in Early Breast Cancer Detection", []),
        ("X in Early or Locally Advanced Breast Cancer", ["early-stage", "locally-advanced"]),
        ("X in Early and Late Hours in Breast Cancer", []),
        ("Early Treatment With X in Melanoma", []),
        ("X in Acute Myeloid Leukemia", []),
        ("X in Acute B Lymphoblastic Leukemia and Melanoma", []),
        ("X in Chronic Kidney Patients With Melanoma", []),
        ("X in Extensive-Stage Lung Cancer", ["extensive-stage"]),
        ("X in Untreated Melanoma", ["treatment-naive"]),
        ("X in Treatment-naive Patients With Melanoma", ["treatment-naive"]),
        ("X in Melanoma With an Untreated Control Group", []),
        ("X in Treated or Untreated Melanoma", []),
        ("Advanced Imaging in Asthma", []),
        ("Advanced Practice Nurses and Asthma", []),
        ("Stable Housing and Asthma Care", []),
        ("X in Melanoma Without Metastatic Disease", []),
        ("X in Melanoma With Advanced and/or Metastatic Disease", ["advanced", "metastatic"]),
        ("X in Relapse/Refractory AML", ["recurrent", "refractory"]),
        ("X in R/R AML", ["recurrent", "refractory"]),
        ("X to Lower the Risk of Metastatic Disease in Melanoma", []),
        ("X to Prevent Relapse of AML", []),
        ("X in Intermediate and High-Risk Melanoma", ["intermediate-risk", "high-risk"]),
        ("X in Intermediate Care and High-Risk Melanoma", ["high-risk"]),
        ("The r/r Interval in Melanoma", []),
    ],
)
def test_states_in_titles(title: str, states: list[str]) -> None:
    assert list(_said("tkg:diseaseState", title=title)) == [f"state/{s}" for s in states]


def test_a_marker_among_many_entries_counts_where_it_is_a_whole_entry() -> None:
    many = ("Melanoma", "Breast Cancer", "Asthma", "MSI-H")
    assert list(facts(read(trial(conditions=many), population.extract), "tkg:requiresBiomarker")) == [
        "biomarker/msi-high"
    ]
    rivals = ("Melanoma", "Asthma", "HER2-positive", "HER2-negative")
    assert not facts(read(trial(conditions=rivals), population.extract), "tkg:requiresBiomarker")


def test_states_of_the_background_are_not_the_trial() -> None:
    assert not _said(
        "tkg:diseaseState", summary="Regorafenib is one of the standard treatments for advanced colorectal cancer."
    )


def test_states_of_registered_conditions_and_keywords() -> None:
    record = trial(conditions=("Metastatic Breast Cancer",), keywords=("recurrent", "unresectable melanoma"))
    found = facts(read(record, population.extract), "tkg:diseaseState")
    assert list(found) == ["state/metastatic", "state/recurrent", "state/unresectable"]


# ----------------------------------------------------------------------------------------------------------- sites


@pytest.mark.parametrize(
    ("title", "sites"),
    [
        ("X for Brain Metastases", ["brain"]),
        ("X for Melanoma Metastatic to the Liver and Lung", ["liver", "lung"]),
        ("X for Liver and Lung Metastases", ["liver", "lung"]),
        ("X for Lung Metastatic Cancer", []),
        ("X for Metastatic Lung Cancer", []),
        ("Liver Transplantation for Melanoma", []),
        ("X in Melanoma Without Brain Metastases", []),
    ],
)
def test_sites_of_metastases(title: str, sites: list[str]) -> None:
    assert sorted(_said("tkg:metastaticSite", title=title)) == [f"site/{s}" for s in sites]


# ------------------------------------------------------------------------------------------------------ biomarkers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RAS-mutated CRLM", "ras-mutated"),
        ("KRAS G12C mutation", "kras-g12c-mutated"),
        ("mutations in the EGFR gene", "egfr-mutated"),
        ("EGFR sensitizing mutation", "egfr-mutated"),
        ("KRAS/NRAS/BRAF wild-type", "ras-wild-type braf-wild-type"),
        ("HER2-positive, HR-negative breast cancer", "her2-positive hormone-receptor-negative"),
        ("hormone receptor (HR)-positive", "hormone-receptor-positive"),
        ("absence of ALK or ROS1 rearrangement", "alk-rearranged ros1-rearranged"),
        ("PD-L1 TPS ≥ 50%", "pd-l1-high"),
        ("PD-L1 expression ≥1%", "pd-l1-positive"),
        ("MSI-H/dMMR", "msi-high dmmr"),
        ("Ph-positive ALL", "philadelphia-chromosome-positive"),
        ("FLT3-ITD positive", "flt3-itd-positive"),
        ("GNAQ-mutant uveal melanoma", "gnaq-mutated"),
        ("CCR8-positive tumors", "ccr8-positive"),
        ("EML4-ALK fusion negative", "alk-negative"),
        ("HER2- early breast cancer", "her2-negative"),
        ("EGFR inhibitor", ""),
        ("HER2-targeted therapy", ""),
        ("CD19 CAR-T cells", ""),
        ("anti-PD-L1 high dose", ""),
        ("tumors with GPC3 expression", "gpc3-positive"),
        ("cancer with PD-L1 expression level", ""),
        ("effect on GPC3 expression", ""),
        ("HIV-positive", ""),
        ("the MET office", ""),
        ("patients met the criteria", ""),
        ("a RECIST mutation", ""),
        ("PR (partial response)", ""),
    ],
)
def test_markers_and_their_status(text: str, found: str) -> None:
    document = read(trial(title=text))
    assert [m.concept for m in markers(document, Passage(text, "title"))] == [f"biomarker/{f}" for f in found.split()]


def test_a_pair_that_the_lexicon_lacks_is_minted_with_gene_and_status() -> None:
    document = read(trial(title="X in MET-Negative NSCLC"), population.extract)
    assert list(facts(document, "tkg:requiresBiomarker")) == ["biomarker/met-negative"]
    minted = document.minted["biomarker/met-negative"]
    assert (minted.kind, minted.broader) == ("Biomarker", ("biomarker/met",))
    assert minted.properties == (("tkg:gene", "MET"), ("tkg:markerStatus", "negative"))


@pytest.mark.parametrize(
    ("title", "required", "excluded"),
    [
        ("X in HER2-positive Breast Cancer", ["her2-positive"], []),
        ("X in NSCLC Without EGFR Mutations", [], ["egfr-mutated"]),
        ("X in NSCLC With or Without EGFR Mutations", [], []),
        ("X in NSCLC Regardless of PD-L1 High Status", [], []),
        ("X in MET Exon 14 Skipping NSCLC", ["met-exon-14-skipping-mutated"], []),
        ("X in Melanoma Harbouring BRAF V600E", ["braf-v600e-mutated"], []),
        ("X in NSCLC With EGFR Exon 20 Insertion", ["egfr-exon-20-insertion-mutated"], []),
        ("X in EGFR exon20ins NSCLC", ["egfr-exon-20-insertion-mutated"], []),
        ("X in NSCLC With Epidermal Growth Factor Receptor (EGFR) Exon 20 Insertion Mutations",
         ["egfr-exon-20-insertion-mutated"], []),
        ("X in NSCLC Without EGFR Exon 20 Insertions", [], ["egfr-exon-20-insertion-mutated"]),
        ("Testing NSCLC With an EGFR Exon 20 Insertion Assay", [], []),
        ("A KRAS G12C Inhibitor in Colorectal Cancer", [], []),
        ("Targeting KRAS G12C in Colorectal Cancer", [], []),
        ("KRAS G12C-targeted Therapy of Solid Tumors", [], []),
        ("X in AML With del(5q)", ["del5q-deleted"], []),
        ("X in HER2-Negative, Locally Advanced, Inoperable, Unresectable or Metastatic Breast Cancer",
         ["her2-negative"], []),
        ("HER2-Negative Result of a Locally Advanced Biopsy Before the Operation on Breast Cancer", [], []),
    ],
)
def test_required_and_excluded(title: str, required: list[str], excluded: list[str]) -> None:
    document = read(trial(title=title), population.extract)
    assert list(facts(document, "tkg:requiresBiomarker")) == [f"biomarker/{b}" for b in required]
    assert list(facts(document, "tkg:excludesBiomarker")) == [f"biomarker/{b}" for b in excluded]


@pytest.mark.parametrize(
    "summary",
    [
        "EGFR mutations have been reported in 30% of patients with NSCLC.",
        "This study will assess the association with PD-L1 positive cells.",
        "In this study patients will be classified as MRD positive or MRD negative.",
        "We will measure HER2 amplification in all samples.",
        "This study will assess the duration of MRD-negative status in patients with leukemia.",
        "In this study patients are treated until they achieve MRD-negative remission.",
        "This study treats gastric cancer. HER2 positive tumors must have failed trastuzumab.",
    ],
)
def test_markers_that_choose_nobody(summary: str) -> None:
    assert not _said("tkg:requiresBiomarker", summary=summary)


@pytest.mark.parametrize(
    ("summary", "required"),
    [
        ("This study enrolls patients with triple-negative breast cancer or melanoma.", ["triple-negative"]),
        # one disease of a row, or of lines of diseases
        ("This study enrolls patients with HER2-positive breast cancer, melanoma, lung cancer or psoriasis.", []),
        ("This study enrolls patients with melanoma, lung cancer, psoriasis (any kind), asthma and triple-negative breast cancer.", []),
        ("This study enrolls these cohorts:\n* Melanoma (n=28)\n* Triple-negative breast cancer (n=25)\n* Lung cancer", []),
        ("This study enrolls patients with\n* Triple-negative breast cancer\n* Age 18 or older\n* Measurable disease", ["triple-negative"]),
        ("This study enrolls patients with:\n* Measurable disease\n* Triple-negative breast cancer without earlier therapy", ["triple-negative"]),
    ],
)
def test_markers_of_one_disease_of_a_list(summary: str, required: list[str]) -> None:
    assert list(_said("tkg:requiresBiomarker", summary=summary)) == [f"biomarker/{b}" for b in required]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("patients without EGFR mutation", "EGFR", "ruled-out"),
        ("absence of HER2 amplification", "HER2", "ruled-out"),
        ("chemotherapy with or without bevacizumab", "bevacizumab", "open"),
        ("regardless of PD-L1 status", "PD-L1", "open"),
        ("no evidence of disease and HER2-positive", "HER2", "wanted"),
        ("non-small cell lung cancer with EGFR mutation", "EGFR", "wanted"),
        ("not only EGFR mutation", "EGFR", "wanted"),
        ('a drug (called "InO") given to participants with newly diagnosed Philadelphia chromosome-positive (Ph+) disease', "Ph+",
         "wanted"),
        ("no brain metastases; EGFR mutation", "EGFR", "wanted"),
        ("Patients with HER2-positive disease are excluded.", "HER2", "ruled-out"),
        ("Those with severe disease will be excluded from the study.", "severe", "ruled-out"),
        ("Those with severe disease are not eligible.", "severe", "ruled-out"),
        ("Those with severe disease are not eligible for this study.", "severe", "ruled-out"),
        ("Those with severe disease who are not eligible for surgery", "severe", "wanted"),
        ("EGFR mutation is needed. Patients with diabetes are excluded.", "EGFR", "wanted"),
        ("EGFR mutation is included.", "EGFR", "wanted"),
        ("Prior docetaxel is allowed but not mandatory.", "docetaxel", "open"),
        ("Prior surgery is not required.", "surgery", "open"),
        ("Patients with HER2-positive disease are allowed to go on with X.", "HER2", "wanted"),
        ("Stage IV melanoma (of unknown origin is accepted)", "Stage", "wanted"),
    ],
)  # fmt: skip
def test_polarity(text: str, word: str, expected: str) -> None:
    assert polarity(text, text.index(word)) == expected


# ------------------------------------------------------------------------------------------- lines, prior treatment


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("X as First-line Treatment in Advanced NSCLC", ["first-line"]),
        ("X as 2nd Line Therapy of Melanoma", ["second-line"]),
        ("Neoadjuvant and Adjuvant Pembrolizumab in Melanoma", ["neoadjuvant", "adjuvant"]),
        ("Maintenance Therapy With X in AML", ["maintenance"]),
        ("Conversion Therapy for Unresectable NSCLC", ["conversion"]),
        ("X After First-line Chemotherapy in NSCLC", []),
        ("X in NSCLC Patients Who Are Candidates for Neoadjuvant Therapy", ["neoadjuvant"]),
        ("X in NSCLC Patients Not Candidates for Neoadjuvant Therapy", []),
        ("X in NSCLC Patients Eligible for First-line Chemotherapy", []),
        ("X as Salvage Radiation Therapy in Melanoma", ["salvage"]),
        ("X in NSCLC Who Failed Second-line Chemotherapy", []),
        ("X for First-line Osimertinib Resistance in NSCLC", []),
        ("Dexamethasone as Adjuvant to Bupivacaine in Nerve Block", []),
        ("Maintenance Treatment of Asthma", []),
        ("Targeted Maintenance in AML", ["maintenance"]),
        ("X Maintenance Versus Osimertinib in NSCLC", ["maintenance"]),
        ("Maintenance of Weight in Melanoma", []),
        ("Maintenance Osimertinib in NSCLC", ["maintenance"]),
        ("Consolidation Osimertinib in NSCLC", ["consolidation"]),
        ("Consolidative Radiofrequency Ablation in NSCLC", ["consolidation"]),
        ("Bone Consolidation Regorafenib-like in Asthma", []),
        ("Maintenance Insulin in Diabetes", []),
        ("Maintenance Weight in Melanoma", []),
        ("Maintenance in Asthma", []),
        ("Frontline Workers and Asthma", []),
    ],
)
def test_lines_in_titles(title: str, lines: list[str]) -> None:
    assert list(_said("tkg:lineOfTherapy", title=title)) == [f"line/{name}" for name in lines]


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        ("A phase 2 trial of X for third-line treatment in patients with colorectal cancer.", ["third-line"]),
        ("At present, second-line chemotherapy is the main treatment option for colorectal cancer.", []),
        ("Regorafenib is one of the standard third-line treatments for colorectal cancer.", []),
        ("The first-line treatment option recommended by the guidelines is chemotherapy.", []),
        ("No results of first- and second-line chemotherapy have been reported.", []),
        ("This study will enroll patients who progressed after second-line therapy.", []),
        ("In this study patients must have received an intermediate EGFR-free second-line therapy of melanoma.", []),
        ("In this study patients receive a bevacizumab-free second-line therapy of melanoma.", ["second-line"]),
        ("Patients with colorectal cancer will receive neoadjuvant X.", ["neoadjuvant"]),
        ("In this study of colorectal cancer adjuvant therapy is also allowed.", []),
    ],
)
def test_lines_in_prose(summary: str, lines: list[str]) -> None:
    if "neoadjuvant" in summary or "adjuvant" in summary:
        document = read(trial(title="X in Colorectal Cancer", summary=summary), population.extract)
        assert list(facts(document, "tkg:lineOfTherapy")) == [f"line/{name}" for name in lines]
        return
    assert list(_said("tkg:lineOfTherapy", summary=summary)) == [f"line/{name}" for name in lines]


@pytest.mark.parametrize(
    ("summary", "prior"),
    [
        ("Enroll 30 patients with colorectal cancer and failure of standard therapy.", ["standard-therapy-failure"]),
        ("This study will enroll patients who progressed on osimertinib.", ["failure-of-osimertinib"]),
        ("This study will compare local tumour progression after osimertinib and resection.", []),
        ("This study will evaluate progression after osimertinib.", []),
        ("This study will evaluate X in patients with progression after osimertinib.", ["failure-of-osimertinib"]),
        (
            "This study will enroll patients previously treated with pembrolizumab.",
            ["previously-treated", "prior-pembrolizumab"],
        ),
        ("This study will enroll adults with Inadequate Glycemic Control on Insulin.", ["failure-of-insulin"]),
        (
            "This study will enroll patients who progressed on platinum and an osimertinib.",
            ["failure-of-platinum-agent", "failure-of-osimertinib"],
        ),
        ("This study will enroll platinum-resistant patients.", ["failure-of-platinum-agent"]),
        (
            "This study is for patients who progressed on platinum. Patients will receive osimertinib.",
            ["failure-of-platinum-agent"],
        ),
        (
            "This study will enroll women whose disease has progressed following anti-hormones plus chemotherapy.",
            ["prior-chemotherapy"],
        ),
        (
            "This study is for patients with colorectal cancer who have undergone radiofrequency ablation.",
            ["prior-radiofrequency-ablation"],
        ),
        ("This study will enroll adults with insulin-resistant Staphylococcus aureus infection.", []),
        ("In this study, patients undergo radiofrequency ablation and receive regorafenib.", []),
        ("In this study, there are other treatments for people who do not respond to insulin.", []),
        ("Failure of standard therapy has been reported in most patients.", []),
        ("This study will measure time to progression after osimertinib.", []),
        ("This study will enroll adults with NSCLC after first-line treatment with osimertinib.", ["prior-osimertinib"]),
        ("This study will enroll adults with NSCLC who get osimertinib as first-line treatment.", []),
        ("This study will enroll adults with insulin resistance.", []),
        ("This study will enroll adults with NSCLC who received prior VEGF-targeted therapy.", ["prior-vegf-inhibitor"]),
        ("This study will enroll adults with NSCLC who received prior PD-L1-directed vaccination.", []),
        ("This study will enroll patients without failure of standard therapy.", []),
    ],
)
def test_prior_treatment(summary: str, prior: list[str]) -> None:
    assert list(_said("tkg:priorTreatment", summary=summary)) == [f"prior-treatment/{p}" for p in prior]


# --------------------------------------------------------------------------------------------------- interventions


@pytest.mark.parametrize(
    ("texts", "mentions"),
    [
        ({"title": "Study of Regorafenib and Toripalimab Combined With RFA"},
         ["drug/regorafenib", "drug/toripalimab", "procedure/radiofrequency-ablation"]),
        ({"title": "X in Osimertinib-resistant NSCLC"}, []),
        ({"title": "X After Chemotherapy in NSCLC"}, []),
        ({"summary": "Regorafenib is one of the standard treatments. This study will evaluate toripalimab."}, ["drug/toripalimab"]),
        ({"summary": "In a mouse model, regorafenib improved survival."}, []),
        ({"summary": "This study will measure insulin in blood."}, []),
        ({"summary": "In this study patients will receive fulvestrant."}, ["drug/mesh-D2"]),
        ({"summary": "In this study patients will not receive chemotherapy."}, []),
        ({"summary": "In this study regorafenib will be given."}, ["drug/regorafenib"]),
        ({"summary": "This study will test regorafenib for the treatment of melanoma."}, ["drug/regorafenib"]),
        ({"summary": "This trial will compare regorafenib versus toripalimab."}, ["drug/regorafenib", "drug/toripalimab"]),
        ({"summary": "In this study, blood is assayed for regorafenib."}, []),
        ({"summary": "In this study levels of regorafenib and insulin levels are recorded."}, []),
        ({"summary": "This study will record allergy to regorafenib."}, []),
        ({"summary": "This study will enroll patients after failure of regorafenib."}, []),
        ({"summary": "This study will enroll patients who progressed on regorafenib."}, []),
        ({"summary": "The outcomes of this study are survival and the use of regorafenib."}, []),
        ({"summary": "In this study chemotherapy use and chemotherapy days are counted."}, []),
        ({"summary": "In this study CAR-T cells targeting regorafenib are infused."}, []),
        ({"summary": "In this study drugs that work in different ways, such as regorafenib, are given."}, []),
        ({"summary": "In this study blood is drawn before and after RFA."}, []),
        ({"title": "Music During RFA"}, []),
        ({"title": "Cytotoxic Effects of Regorafenib"}, ["drug/regorafenib"]),
        ({"title": "Regorafenib Efficacy in CRC"}, ["drug/regorafenib"]),
        ({"title": "Toripalimab in Patients Undergoing RFA"}, ["drug/toripalimab"]),
        ({"title": "Toripalimab in Combination With RFA"}, ["drug/toripalimab", "procedure/radiofrequency-ablation"]),
        ({"title": "RFA Versus Regorafenib in Melanoma"}, ["procedure/radiofrequency-ablation", "drug/regorafenib"]),
        ({"title": "Validation of the RFA-17 Scale"}, []),
        ({"summary": "In this study rapid fever assays (RFA) will be compared with toripalimab."}, ["drug/toripalimab"]),
    ],
)  # fmt: skip
def test_interventions_named_as_the_trial_s_own(texts: dict[str, str], mentions: list[str]) -> None:
    assert list(_said("tkg:mentionsIntervention", **texts)) == mentions


def test_one_edge_keeps_all_its_grounds() -> None:
    document = read(
        trial(title="Regorafenib in CRC", summary="To evaluate regorafenib in patients with CRC."), population.extract
    )
    assert facts(document, "tkg:mentionsIntervention") == {"drug/regorafenib": ["Regorafenib", "regorafenib"]}
    assert facts(document, "tkg:populationCondition") == {"condition/colorectal-neoplasms": ["CRC", "CRC"]}


def test_a_negation_ends_where_the_disease_begins() -> None:
    title = "FOLFIRI With or Without Bevacizumab in Initially Unresectable RAS-mutated CRLM Patients"
    document = read(trial(title=title), population.extract)
    assert facts(document, "tkg:requiresBiomarker") == {"biomarker/ras-mutated": ["RAS-mutated"]}
    assert facts(document, "tkg:diseaseState") == {"state/initially-unresectable": ["Initially Unresectable"]}
    assert polarity("chemotherapy without bevacizumab in HER2-positive disease", 36) == "wanted"
    assert polarity("absence of mutations in EGFR", 24) == "ruled-out"


@pytest.mark.parametrize(
    "title",
    [
        "X in Castration-resistant Prostate Cancer",
        "Osimertinib-resistant Th1 Cells in Melanoma",
        "X in Insulin-resistant Strains of Mice",
    ],
)
def test_resistance_that_is_no_prior_treatment(title: str) -> None:
    assert not _said("tkg:priorTreatment", title=title)


def test_a_cancer_after_metastasis_in_is_no_site() -> None:
    assert not _said("tkg:metastaticSite", title="Surveillance for Distant Metastasis in Breast Cancer")


def test_walls_of_brackets_and_hyphens_are_read_in_time() -> None:
    soup = "(((|||" * 2000 + "a-" * 5000 + " phase " * 2000 + "no " * 2000
    record = trial(title=soup[:3000], description=soup, criteria=soup)
    started = time.process_time()
    read(record, design.extract, population.extract, eligibility.extract, claims.extract, consistency.extract)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("summary", "condition", "words"),
    [
        ("This study is for patients with carcinoma of the breast.", "breast-cancer", "carcinoma of the breast"),
        ("This study is for patients with cancer of the lung who smoke.", "lung-cancer", "cancer of the lung"),
        ("This study is for patients with carcinoma of the third kind.", "carcinoma", "carcinoma"),
        ("This study is for patients with melanoma of the lung.", "melanoma", "melanoma"),
    ],
)
def test_the_place_of_a_growth_belongs_to_its_name(summary: str, condition: str, words: str) -> None:
    rows = ["id\tlabel\tsynonyms", "condition/carcinoma\tcarcinoma\tcancer", "condition/melanoma\tmelanoma\t"]
    rows += ["condition/lung-cancer\tlung cancer\t", "condition/breast-cancer\tbreast carcinoma\t"]
    document = Document(trial(summary=summary), Index.of(lexicon.parse(rows, "rows.tsv")))
    document.add(list(population.extract(document)))
    assert facts(document, "tkg:populationCondition") == {f"condition/{condition}": [words]}


def test_the_time_to_the_failure_of_treatment_is_no_failure() -> None:
    summary = "In this study we will determine the time to treatment failure of osimertinib in patients with NSCLC."
    assert not any("time" in prior for prior in _said("tkg:priorTreatment", summary=summary))
