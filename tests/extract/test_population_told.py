"""The population told in sentences: what patients have, what is to be prevented, recorded, or only divides them."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import conditions, eligibility, population
from kg.extract.document import Document
from kg.vocab import load
from tests.extract.conftest import Told
from tests.extract.reading import abbreviate, facts, read, trial


@pytest.mark.parametrize(
    ("title", "sites"),
    [
        ("X in Patients With Melanoma and Brain Metastases", ["brain"]),
        ("X for Bone Metastases in Patients at Risk of Fracture", ["bone"]),
        ("X in Solid Tumors That Have Metastasized to the Liver", ["liver"]),
        ("X in Melanoma (Including Pts With Active Brain Mets)", []),
        ("X in Melanoma, Including Brain Metastases", ["brain"]),
        ("X in Preventing Brain Metastases in Patients With Lung Cancer", []),
        ("The Effect of X on Brain Metastasis-Free Survival in Melanoma", []),
        ("Scans for Detecting Liver Metastases in Early Melanoma", []),
        ("X to Reduce the Incidence of Liver Metastases", []),
        ("X in Peritoneal Metastases of Lung or Liver Origin", ["peritoneum"]),
        ("X in Metastases of the Lung or Liver", ["lung", "liver"]),
    ],
)
def test_sites(told: Told, title: str, sites: list[str]) -> None:
    assert told("tkg:metastaticSite", title=title) == sites


@pytest.mark.parametrize(
    ("summary", "states"),
    [
        ("This study will enroll patients with previously untreated, unresectable locally advanced or metastatic melanoma.", ["treatment-naive", "unresectable", "locally-advanced", "metastatic"]),
        ("This study will enroll pts w/ resectable stage II-III (cT3-4) melanoma.", ["resectable", "stage-ii", "stage-iii"]),
        ("This study will enroll patients with unresectable or metastatic HER2-positive (IHC3+ or IHC2+/ISH+) melanoma.", ["unresectable", "metastatic"]),
        ("This study will enroll patients with unresectable melanoma, and severe, rare and often unknown pain.", ["unresectable"]),
        ("This study will enroll women with chest wall recurrence of breast cancer.", ["recurrent"]),
        ("This study will enroll patients with a relapse of melanoma.", ["recurrent"]),
        ("This study will enroll adults who have uncontrolled asthma.", ["uncontrolled"]),
        ("This study will enroll patients who have unresectable melanoma.", ["unresectable"]),
        ("This study will enroll people with melanoma (MM) that is advanced or recurrent.", ["advanced", "recurrent"]),
        ("Researchers are looking for new ways to treat people with advanced melanoma.", ["advanced"]),
        ("This study will enroll patients with melanoma who have not received systemic treatment.", ["treatment-naive"]),
        ("This study compares drugs in patients with AML after hematological complete remission.", ["in-remission"]),
        ("This study will enroll adults with melanoma that has come back or did not respond to treatment.", ["recurrent", "refractory"]),
        ("This study treats people with a lymphoma (NHL) which has spread to other places in the body.", ["metastatic"]),
        ("This study will enroll people with lung cancer that cannot be removed by surgery or has spread to the brain.", ["unresectable", "metastatic"]),
        ("This study will enroll women with recurrent or persistent breast cancer.", ["recurrent", "persistent"]),
        ("This study will enroll patients with melanoma who have never received treatment.", ["treatment-naive"]),
        ("This study asks how far the melanoma has spread and whether it came back.", []),
        ("This study wants to find cancer that has spread to the brain.", []),
        ("This study will enroll patients with melanoma that has not come back.", []),
        ("This study treats patients with AML until complete remission.", []),
        ("This study will enroll adults with stage IV melanoma.", ["metastatic"]),
        ("This study will enroll adults with stage 3/4 asthma.", []),
        ("This study will enroll patients with melanoma at high risk of recurrence.", []),
        ("This study will enroll patients with breast cancer recurrence risk scores.", []),
        ("This study will treat patients with melanoma until the cancer has advanced.", []),
        ("This study asks whether X slows progression to severe asthma.", []),
        ("This study will enroll adults with newly diagnosed stage III or stage IV melanoma.", ["newly-diagnosed", "stage-iii", "metastatic"]),
        ("This study will enroll adults with stage III unresectable or stage IV NSCLC.", ["stage-iii", "unresectable", "metastatic"]),
        ("This study will enroll adults with melanoma that is not amenable to curative resection.", ["unresectable"]),
        ("This study will enroll adults with chronic low back pain.", ["chronic"]),
        ("This study will enroll adults with melanoma, recurrent or metastatic.", ["recurrent", "metastatic"]),
        ("This study will enroll treatment-naive adults with melanoma.", ["treatment-naive"]),
        ("The participants will be adults with refractory melanoma.", ["refractory"]),
        ("This study will enroll adults with melanoma, and metastatic sites are counted.", []),
        ("In this study patients are stratified according to type (refractory asthma vs other).", []),
        ("In this study patients must be treatment-naive.", ["treatment-naive"]),
        ("This study will enroll adults with resectable melanoma with high-risk recurrence factors.", ["resectable", "high-risk"]),
        ("This study will enroll adults with resectable melanoma without high-risk factors.", ["resectable"]),
        ("This study looks for high-risk factors of melanoma.", []),
        ("In this study patients have received no prior anti-tumor therapy.", ["treatment-naive"]),
        ("This study will enroll patients who have not received any anti-tumor treatment.", ["treatment-naive"]),
        ("In this study patients have not received systemic therapy within 4 weeks before enrollment.", []),
        ("In this study patients have received no prior anti-tumor treatment in the last six months.", []),
        ("This study will enroll adults with melanoma who have not received any prior systemic treatment.",
         ["treatment-naive"]),
        ("This study will enroll adults with melanoma who had not been treated with any systemic therapy.",
         ["treatment-naive"]),
        ("This study will enroll adults with melanoma who have not received any prior treatment with X.", []),
        ("This study will enroll adults with melanoma who have not received systemic therapy within 4 weeks.", []),
        ("In this study cells must be treatment-naive.", []),
        ("This study will enroll men with metastatic melanoma after prior radiotherapy for localized melanoma.", ["metastatic"]),
        ("This study will enroll men with localized melanoma.", ["localized"]),
        ("This study estimates the prevalence of severe melanoma.", []),
        ("This study asks whether X can be used to detect metastatic melanoma.", []),
        ("This study asks whether X may predict metastatic melanoma.", []),
        ("This study asks whether X may predict recurrence in metastatic melanoma.", ["metastatic"]),
        ("This study asks whether X may predict responses of metastatic melanoma patients.", ["metastatic"]),
        ("This study tests X for its anti-metastatic action in melanoma.", []),
    ],
)
def test_states(told: Told, summary: str, states: list[str]) -> None:
    assert told("tkg:diseaseState", summary) == states


@pytest.mark.parametrize(
    ("summary", "prior"),
    [
        ("This study will enroll patients with melanoma who have failed second-line therapy.", ["failure-of-second-line-therapy"]),
        ("This study will enroll patients with melanoma that progressed after 1st-line treatment.", ["failure-of-first-line-therapy"]),
        ("This study will enroll patients with melanoma after at least two prior lines of therapy.", ["two-prior-lines"]),
        ("This study will enroll patients who received 3 or more prior regimens.", ["two-prior-lines"]),
        ("This study will enroll patients with at least one prior systemic regimen.", ["previously-treated"]),
        ("This study will enroll patients with melanoma after failure of radiofrequency ablation.", ["failure-of-radiofrequency-ablation"]),
        ("This study will enroll patients with melanoma after first-line therapy.", ["prior-first-line-therapy"]),
        ("This study will enroll women who have received chemotherapy.", ["prior-chemotherapy"]),
        ("This study will enroll patients with toripalimab (T) refractory melanoma.", ["failure-of-toripalimab"]),
        ("This study will enroll adults whose disease has not progressed after definitive chemotherapy.", ["prior-chemotherapy"]),
        ("This study will enroll adults whose disease has progressed after definitive chemotherapy.", ["prior-chemotherapy"]),
        ("This study will enroll women after at least 1 but no more than 3 prior lines of therapy.", ["previously-treated"]),
        ("This study will enroll adults with a sub-optimal response to toripalimab.", ["failure-of-toripalimab"]),
        ("This study measures survival after first-line therapy.", []),
        ("This study will enroll patients who are naïve to prior treatment with pembrolizumab.", []),
        ("This study asks for genes of resistance to insulin in bacteria.", []),
        ("In this study some cancers become resistant to chemotherapy.", []),
        ("This study will enroll patients who failed to standard chemotherapy.", ["standard-therapy-failure"]),
        # allowed, recorded, dividing, given by the trial, or what becomes of a treatment
        ("In this study prior pembrolizumab is allowed but not mandatory.", []),
        ("In this study data on age, comorbidity and prior surgery are recorded.", []),
        ("In this study patients are stratified according to age and prior chemotherapy.", []),
        ("In this study patients will be pretreated with chemotherapy before the infusion of cells.", []),
        ("This study asks why some people do not respond to insulin.", []),
        ("In this study other treatments will be considered for people who do not respond to insulin.", []),
        ("This study will exclude no one for previous studies with insulin.", []),
        ("This study asks how X slows radiofrequency ablation failure.", []),
        ("If a patient progressed after first-line treatment, this study ends for that patient.", []),
    ],
)  # fmt: skip
def test_prior_treatment(told: Told, summary: str, prior: list[str]) -> None:
    assert told("tkg:priorTreatment", summary) == prior


@pytest.mark.parametrize(
    ("texts", "markers"),
    [
        ({"summary": "This study will enroll patients with HER2-positive breast cancer."}, ["her2-positive"]),
        ({"title": "X as Maintenance in HER2+/- Breast Cancer"}, []),
        ({"title": "X in HPV+ and HPV- Squamous Carcinoma"}, []),
        ({"title": "X in Melanoma", "summary": "This study uses X. The antigen B7-H3 is highly expressed in melanoma."}, []),
        ({"summary": "In this study women who are HPV positive will be referred to a clinic."}, []),
        ({"keywords": ("HER2-positive breast cancer", "HER2-negative breast cancer")}, []),
        ({"keywords": ("HER2-positive breast cancer",)}, ["her2-positive"]),
        ({"title": "X in Mismatch Repair Proficient Breast Cancer"}, ["pmmr"]),
        ({"title": "X in NSCLC With PD-L1 Tumor Area Positivity (TAP) ≥ 10%"}, ["pd-l1-high"]),
        ({"summary": "This study will enroll adults with NSCLC and with PD-L1 expression on ≥ 1% of tumor cells."}, ["pd-l1-positive"]),
        ({"summary": "This study will enroll adults with melanoma and measure MUC1-positive T cells of the blood."}, []),
        ({"summary": "This study will enroll adults with psoriasis and high A3AR expression."}, ["a3ar-high"]),
        ({"title": "X in Breast Cancer With ARID1A Mutation"}, ["arid1a-mutated"]),
        ({"summary": "This study will enroll adults with AML harboring KMT2A rearrangement or KMT2A amplification."}, ["kmt2a-rearranged", "kmt2a-amplified"]),
        ({"summary": "This study will enroll adults with NSCLC without exon 20 S768I mutations."}, []),
        ({"summary": "In this study blood is kept for markers of type 2 inflammation in patients with asthma."}, []),
        # of one cohort, not of the trial
        ({"summary": "In this study cohort A is made of patients with HER2-positive breast cancer, cohort B of all others."}, []),
        ({"summary": "This study will enroll patients with NSCLC. Arm 2: patients with EGFR-mutated NSCLC receive X."}, []),
        ({"summary": "This study will enroll adults with breast cancer and with HER2-positive breast cancer (cohort 2)."}, []),
        ({"summary": "This study is in two parts. Phase 2 will evaluate X in patients with HER2-positive breast cancer."}, []),
        ({"summary": "This study compares X (Arm A) with Y (Arm C) in patients with HER2-positive breast cancer."}, ["her2-positive"]),
        ({"summary": "This study will enroll adults with melanoma and BRAF V600 mutation status determined."}, []),
        ({"summary": "This study will enroll adults with EB virus-positive melanoma."}, ["ebv-positive"]),
        ({"summary": "This study will enroll adults with melanoma (BRAF wild-type or mutant)."}, []),
        ({"keywords": ("EGFR-mutated NSCLC", "EGFR T790M-mutated NSCLC")}, ["egfr-mutated", "egfr-t790m-mutated"]),
        ({"summary": "In this study a biopsy is needed for PD-L1 expression, and HER2, EGFR gene must be negative."}, ["her2-negative", "egfr-negative"]),
    ],
)  # fmt: skip
def test_markers(told: Told, texts: dict[str, object], markers: list[str]) -> None:
    assert told("tkg:requiresBiomarker", **texts) == markers  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "markers"),
    [
        ("HER2-positive patients are excluded.", ["her2-positive"]),
        ("Patients with HER2-positive tumors are not eligible.", ["her2-positive"]),
        ("Patients with HER2-positive tumors who smoke are excluded.", []),
        ("In an earlier trial in Spain, HER2-positive patients were excluded.", []),
        ("Patients with HER2-positive tumors are not eligible for surgery.", []),
    ],
)
def test_markers_whose_bearers_are_excluded(told: Told, sentence: str, markers: list[str]) -> None:
    summary = f"This study will enroll patients with breast cancer. {sentence}"
    assert told("tkg:excludesBiomarker", summary) == markers


@pytest.mark.parametrize(
    ("summary", "therapies"),
    [
        ("This study will enroll patients with asthma on stable doses of insulin.", ["mesh-D1"]),
        ("This study tests sleep in women with breast cancer who are receiving fulvestrant or chemotherapy.", ["mesh-D2", "chemotherapy"]),
        ("This study tests music in patients treated with pembrolizumab.", ["pembrolizumab"]),
        ("This study tests music as an add-on to insulin in adults.", ["mesh-D1"]),
        ("The aim of this study is to evaluate the effect of adding regorafenib (80 mg) to optimal insulin therapy.", ["mesh-D1"]),
        ("In this study doses of insulin and chemotherapy must remain stable.", ["mesh-D1", "chemotherapy"]),
        # given or studied by the trial, had before, stopped, or to come
        ("In this study patients will be randomized to receiving insulin or nothing.", []),
        ("This study measures the response of patients treated with pembrolizumab.", []),
        ("This study will enroll patients previously treated with pembrolizumab.", []),
        ("This study will enroll patients not receiving insulin.", []),
        ("This study will enroll patients on regorafenib.", []),
        ("This study asks what effect insulin has on patients.", []),
    ],
)  # fmt: skip
def test_background_therapy(told: Told, summary: str, therapies: list[str]) -> None:
    assert told("tkg:backgroundTherapy", summary, interventions=("regorafenib",)) == therapies


def test_markers_of_responses_and_assays_in_criteria() -> None:
    criteria = (
        "Inclusion Criteria:\n\n* Chronic myeloid leukemia in remission, with Ph+ metaphases below 35%\n"
        "* Positive for EGFR or HER2 exon 20 mutations\n* Killing of EGFR-positive targets of 20%"
    )
    document = read(trial(criteria=criteria), eligibility.extract)
    assert not {"biomarker/egfr-positive", "biomarker/philadelphia-chromosome-positive"} & set(
        facts(document, "tkg:requiresBiomarker")
    )


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        ("This study evaluates X as second-line treatment of melanoma.", ["second-line"]),
        ("Patients with melanoma will receive neoadjuvant X in this study.", ["neoadjuvant"]),
        ("This study evaluates the safety of a neoadjuvant combination in melanoma.", ["neoadjuvant"]),
        ("This study tests whether pembrolizumab given before surgery shrinks melanoma.", ["neoadjuvant"]),
        ("This study evaluates radiation therapy after surgery in melanoma.", ["adjuvant"]),
        ("This study evaluates X in the (neo)adjuvant setting of melanoma.", ["neoadjuvant", "adjuvant"]),
        ("This study takes scans at the end of the chemotherapy and before surgery for melanoma.", []),
        ("This study evaluates radiotherapy for recurrence after prostatectomy in melanoma.", []),
        ("This study will enroll patients with melanoma who received chemotherapy after surgery.", []),
        ("This study will enroll patients with melanoma and progressive disease on first-line therapy.", []),
        ("In this study patients with melanoma in remission after (re)induction/consolidation chemotherapy will receive X.", []),
        ("In this study groups with melanoma are balanced by induction therapy received or not.", []),
        ("This study tests perioperative nutrition therapy in melanoma.", []),
        ("This study collects cells prior to initiation of adjuvant chemotherapy for melanoma.", []),
        ("This trial stratifies by centre; patients are stratified by time since the start of induction therapy for AML.", []),
        ("In our previous prospective studies of melanoma, markers fell before neoadjuvant chemotherapy; this study goes on.", []),
    ],
)  # fmt: skip
def test_lines(told: Told, summary: str, lines: list[str]) -> None:
    assert told("tkg:lineOfTherapy", summary, conditions=("Melanoma",)) == lines


@pytest.mark.parametrize(
    ("summary", "conditions"),
    [
        ("This study will enroll patients with melanoma, psoriasis (PSO) and asthma.", ["melanoma", "psoriasis", "asthma"]),
        ("This study will enroll women with recurrent lung or breast cancer.", ["lung-cancer", "breast-cancer"]),
        ("This study will enroll women with advanced or metastatic breast cancer.", ["breast-cancer"]),
        ("This study will enroll patients with psoriasis, who can have other problems, such as asthma and low back pain.", ["psoriasis"]),
    ],
)
def test_conditions_in_a_row(told: Told, summary: str, conditions: list[str]) -> None:
    assert told("tkg:populationCondition", summary) == conditions


@pytest.mark.parametrize(
    ("summary", "conditions"),
    [
        ("This study will enroll patients with lung cancer.", ["lung-cancer"]),
        ("This study shows early signs of fighting lung cancer.", []),
        ("In this study lung cancer nurses will call.", []),
        ("In this study a lung cancer screening system is used in patients with psoriasis.", ["psoriasis"]),
        ("In this study a lung cancer simulator is used in patients with psoriasis.", ["psoriasis"]),
        ("In this study patients with asthma or psoriasis (a rash) will not be included.", []),
        ("This study will enroll adults with asthma; those with low back pain must not be enrolled.", ["asthma"]),
        ("In this study adults with asthma will not be told.", ["asthma"]),
        # of relatives, of those who care for them, of a comparison: but not where it is registered
        ("This study enrolls siblings of patients with low back pain.", []),
        ("This study enrolls nurses who care for people with low back pain.", []),
        ("In this study women with asthma are compared with a control group of patients with low back pain.", ["asthma"]),
        ("This study compares asthma patients with healthy controls and with patients with low back pain.", ["asthma"]),
        ("This study enrolls parents of children with asthma.", ["asthma"]),
        ("This study enrolls children with asthma and parents with low back pain.", ["asthma", "low-back-pain"]),
        # a row goes on being theirs, however long it is
        ("This study enrolls patients with the old and wet and cold and common kind of asthma, severe dry plaque psoriasis, low back pain.",
         ["asthma", "psoriasis", "low-back-pain"]),
        ("This study enrolls veterans (aged 50 to 70) at the clinics with moderate to severe low back pain.", ["low-back-pain"]),
        ("In this study children must have a new low back pain.", ["low-back-pain"]),
        ("In this study patients undergoing surgery for low back pain are asked.", ["low-back-pain"]),
        ("In this study adults scheduled for open resection of primary or secondary melanoma are asked.", ["melanoma"]),
        ("In this study adults referred for spinal surgery for low back pain are asked.", ["low-back-pain"]),
        ("In this study adults undergoing assessment of low back pain are asked.", []),
        ("In this study adults use an app scheduled for control of low back pain.", []),
        ("In this study one in 20 people having low back pain are asked.", []),
        ("In this study patients on insulin (used for low back pain) are told.", []),
        ("This study tests whether patients remain free of low back pain.", []),
        ("In this study those with test results diagnostic for low back pain are told.", []),
        ("In this study patients with psoriasis reduce the response in low back pain.", ["psoriasis"]),
        ("This study tests a psoriasis stapling set in patients with asthma.", ["asthma"]),
        ("This study enrolls patients with asthma and negative skin testing for psoriasis.", ["asthma"]),
        ("This study expects no differences in asthma in patients with psoriasis.", ["psoriasis"]),
        # whoever they are; but not what is told of a nurse or a proportion of them
        ("This study enrolls kidney transplant recipients with low back pain.", ["low-back-pain"]),
        ("This study enrolls nursing students with low back pain.", ["low-back-pain"]),
        ("This study enrolls nursing home residents with severe low back pain.", ["low-back-pain"]),
        ("This study counts the proportion of patients who develop low back pain.", []),
        ("This study enrolls low back pain nurses.", []),
        ("This study reports the percentage of patients with low back pain.", []),
        ("This study reports the number of visits of patients with low back pain.", ["low-back-pain"]),
        ("The National Institute of Asthma runs this study in patients with psoriasis.", ["psoriasis"]),
    ],
)
def test_conditions(told: Told, summary: str, conditions: list[str]) -> None:
    registered = ("NSCLC",) if "lung cancer" in summary else ("Asthma", "Psoriasis")
    found = told("tkg:populationCondition", summary, conditions=registered)
    assert [name for name in found if name != "nsclc"] == conditions


@pytest.mark.parametrize(
    ("title", "conditions"),
    [
        ("Effect of X on Low Back Pain in Patients With Psoriasis", ["psoriasis"]),
        ("Impact of X Added to Y on Albuminuria and Low Back Pain in Adults Living With Asthma", ["asthma"]),
        ("Effect of X on Psoriasis in Patients With Asthma", ["psoriasis", "asthma"]),  # it is registered
        ("Effect of X on Low Back Pain in Patients Undergoing Surgery", []),
        ("Effect of X on Low Back Pain", []),
        ("Patients on X With Low Back Pain", ["low-back-pain"]),
    ],
)
def test_what_a_title_measures_in_people_who_have_something_else(told: Told, title: str, conditions: list[str]) -> None:
    found = told("tkg:populationCondition", title=title, conditions=("Asthma", "Psoriasis"))
    assert [name for name in found if name != "mesh-D000419"] == conditions


@pytest.mark.parametrize(
    ("long", "therapies"),
    [("chemotherapy", ["drug-class/chemotherapy"]), ("reading aloud", []), ("platinum reading", ["drug-class/platinum-agent"])],
)  # fmt: skip
def test_background_therapy_by_a_short_form_of_the_record(long: str, therapies: list[str]) -> None:
    document = read(trial(summary="This study will enroll adults on platinum."))
    abbreviate(document, "platinum", long)
    document.add(list(population.extract(document)))
    assert list(facts(document, "tkg:backgroundTherapy")) == therapies


@pytest.mark.parametrize(
    ("title", "condition"),
    [
        ("X in Preterm Infants With Respiratory Distress Syndrome", "respiratory-distress-syndrome-of-newborn"),
        ("Surfactant in Respiratory Distress Syndrome", "respiratory-distress-syndrome-of-newborn"),
        ("X in Acute Respiratory Distress Syndrome of Newborns and Adults", "acute-respiratory-distress-syndrome"),
        ("X in Patients With Respiratory Distress Syndrome", "acute-respiratory-distress-syndrome"),
    ],
)
def test_the_respiratory_distress_syndrome_of_newborns(told: Told, title: str, condition: str) -> None:
    assert told("tkg:populationCondition", title=title) == [condition]


@pytest.mark.parametrize(
    ("registered", "summary", "found"),
    [
        ("Food Allergy", "In this study exacerbation of atopic dermatitis is noted.", []),
        ("Asthma", "In this study the diagnosis of COPD is ruled upon by a board.", []),
        ("Food Allergy", "In this study an egg allergy is treated.", ["hen-s-egg-allergy"]),
        ("Schizophrenia", "This study enrolls adults with acute psychosis.", ["psychosis"]),
        # what is narrower, where it is asked for or treated; not where it is an outcome
        ("Food Allergy", "This study evaluates X in egg allergy.", ["hen-s-egg-allergy"]),
        ("Food Allergy", "This study asks for a confirmed egg allergy.", ["hen-s-egg-allergy"]),
        ("Food Allergy", "This study counts deaths, falls and egg allergy.", []),
        ("Food Allergy", "This study compares the effects on egg allergy and others.", []),
    ],
)
def test_a_sister_of_what_is_registered_counts_only_where_it_is_said_to_be_theirs(
    registered: str, summary: str, found: list[str]
) -> None:
    document = Document(trial(summary=summary, conditions=(registered,)), load())
    document.add(list(conditions.extract(document)))
    document.add(list(population.extract(document)))
    assert list(facts(document, "tkg:populationCondition")) == [f"condition/{each}" for each in found]


@pytest.mark.parametrize(
    ("texts", "conditions"),
    [
        ({"summary": "This study treats asthma, including those with psoriasis."}, ["asthma"]),
        ({"summary": "This study treats adults with asthma (incl. patients with severe psoriasis)."}, ["asthma"]),
        ({"summary": "This study treats adults with asthma and psoriasis."}, ["asthma", "psoriasis"]),
        ({"summary": "This study treats adults including those with asthma."}, ["asthma"]),
        ({"summary": "This study treats adults with asthma and a high psoriasis risk."}, ["asthma"]),
        ({"summary": "", "title": "X in Asthma With Psoriasis Risk"}, ["asthma"]),
        ({"summary": "", "title": "X in Asthma With Psoriasis"}, ["asthma", "psoriasis"]),
        ({"summary": "", "title": "X in High-risk Melanoma and Asthma"}, ["melanoma", "asthma"]),
    ],
)
def test_what_some_have_or_may_come_to_have(told: Told, texts: dict[str, str], conditions: list[str]) -> None:
    given = {"title": "X", **texts}
    assert told("tkg:populationCondition", conditions=("Asthma",), **given) == conditions


@pytest.mark.parametrize(
    ("title", "markers"),
    [
        ("X in Claudin (CLDN) 18.2-Positive NSCLC", ["cldn18.2-positive"]),
        ("X in Human Epidermal Growth Factor Receptor (HER) 2-negative NSCLC", ["her2-negative"]),
        ("X in Claudin (CLDN) 18.2 Measured in NSCLC", []),
        ("X in NSCLC (Stage) 3-positive Patients", []),
    ],
)
def test_a_short_form_within_the_name_of_a_marker(told: Told, title: str, markers: list[str]) -> None:
    assert told("tkg:requiresBiomarker", title=title, conditions=("NSCLC",)) == markers


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Adjuvant Low Dose Insulin After Resection of Melanoma", ["adjuvant"]),
        ("Adjuvant Pembrolizumab in Melanoma", ["adjuvant"]),
        ("Patients' Views of Adjuvant Care With Insulin in Melanoma", []),
        ("An Adjuvant to Insulin in Melanoma", []),
        ("Low Dose Adjuvant Insulin in Asthma", []),
    ],
)
def test_the_setting_of_what_a_title_gives(told: Told, title: str, lines: list[str]) -> None:
    assert told("tkg:lineOfTherapy", title=title) == lines


@pytest.mark.parametrize(
    ("description", "predicate", "found"),
    [
        ("Key inclusion: 18-70 y, HER2 positive by IHC (≥25% of tumor cells), ECOG 0-1.", "tkg:requiresBiomarker", ["her2-positive"]),
        ("Main incl. criteria: cT2-4, any N; HER2-positive; ECOG 0.", "tkg:requiresBiomarker", ["her2-positive"]),
        ("Eligibility criteria: age over 18; HER2-negative; able to walk.", "tkg:requiresBiomarker", ["her2-negative"]),
        ("Eligibility criteria: ECOG 0-1; no previous systemic therapy; able to walk.", "tkg:diseaseState", ["treatment-naive"]),
        ("Main inclusion: well-differentiated, HER2-positive on PET, able to walk.", "tkg:requiresBiomarker", ["her2-positive"]),
        # no item of its own, no heading, a heading of exclusion, another paragraph
        ("Key inclusion: 18-70 y, HER2-positive controls, ECOG 0-1.", "tkg:requiresBiomarker", []),
        ("We measure: HER2 positive, ECOG.", "tkg:requiresBiomarker", []),
        ("Key inclusion: age over 18. Key exclusion: pregnancy, HER2 positive.", "tkg:requiresBiomarker", []),
        ("Inclusion: adults. Non-inclusion: pregnancy, HER2 positive.", "tkg:requiresBiomarker", []),
        ("Key inclusion: age over 18.\n\nSamples are stained: HER2 positive, or gray.", "tkg:requiresBiomarker", []),
        ("Key exclusion: no previous systemic therapy; asthma.", "tkg:diseaseState", []),
        ("Key eligibility: age 18-75; no previous treatment for this cancer; consent.", "tkg:diseaseState", ["treatment-naive"]),
        ("Key eligibility: age 18-75; no previous treatment for pain; consent.", "tkg:diseaseState", []),
    ],
)  # fmt: skip
def test_rows_of_criteria(told: Told, description: str, predicate: str, found: list[str]) -> None:
    title = "X in Breast Cancer"
    assert told(predicate, title=title, description=description, conditions=("Breast Cancer",)) == found
