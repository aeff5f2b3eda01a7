"""What is asked of some of the patients, or granted to them, is no fact of all; what an opening teaches is none of theirs."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import eligibility, population
from kg.extract.diseases.to_come import at_risk, not_yet_had
from tests.extract.conftest import Told
from tests.extract.reading import facts, read, trial

TITLE = "X in NSCLC"


@pytest.mark.parametrize(
    ("sentence", "priors", "markers"),
    [
        ("Patients with HER2-positive tumors must have failed osimertinib.", [], []),
        ("HER2-positive tumors must have failed osimertinib.", [], []),
        ("This trial enrolls patients with MSS/MSI tumors.", [], []),
        ("This trial enrolls patients with dMMR or pMMR tumors.", [], []),
        ("This trial enrolls patients with MSI-H/dMMR tumors.", [], ["msi-high", "dmmr"]),
        ("Patients whose tumors are MSI-H/dMMR must have received prior pembrolizumab.", [], []),
        ("ROS1 rearranged patients should have progressed on osimertinib.", [], []),
        ("Subjects with actionable genomic alterations must have been treated, and must have progressed on osimertinib.", [], []),
        ("Patients with psoriasis must have failed bevacizumab.", [], []),
        ("If patients have psoriasis, prior bevacizumab is needed.", [], []),
        ("Patients must have progressed on chemotherapy; those with psoriasis must have failed bevacizumab.", ["prior-chemotherapy"], []),
        ("Patients must have progressed on chemotherapy and osimertinib if EGFR-mutated.", ["prior-chemotherapy"], []),
        ("Patients must have progressed on chemotherapy and bevacizumab (for patients with EGFR-mutated NSCLC).", ["prior-chemotherapy"], []),
        ("Antiviral therapy should be given to HER2-positive patients.", [], []),
        ("Patients have NSCLC or lung tumors (as in HER2-positive disease).", [], []),
        ("The drug is given to patients with HER2-negative tumors.", [], ["her2-negative"]),
        ("Patients must have had no more than two prior chemotherapy regimens.", [], []),
        # of all
        ("Patients must have failed osimertinib.", ["failure-of-osimertinib"], []),
        ("Patients with NSCLC must have failed osimertinib.", ["failure-of-osimertinib"], []),
        ("Patients with advanced lung cancer must have failed osimertinib.", ["failure-of-osimertinib"], []),
        ("Patients are eligible if they have HER2-positive tumors.", [], ["her2-positive"]),
        ("EGFR, ALK gene must be negative.", [], ["egfr-negative", "alk-negative"]),
        ("Patients must have HER2-positive tumors.", [], ["her2-positive"]),
        ("Patients who progressed on osimertinib will be enrolled.", ["failure-of-osimertinib"], []),
        ("All subjects must have had at least two prior chemotherapy regimens.", ["prior-chemotherapy"], []),
        ("Patients were enrolled after failure of osimertinib in patients with NSCLC.", ["failure-of-osimertinib"], []),
        ("Those who had previously received chemotherapy were required to have recovered.", [], []),
        ("Patients who have previously received chemotherapy (e.g., cisplatin) must have recovered.", [], []),
        ("Previous therapy with osimertinib (in any line) is allowed.", [], []),
        ("The need of prior chemotherapy may be waived.", [], []),
        ("Patients must have received prior chemotherapy, which is given every 3 weeks.", ["prior-chemotherapy"], []),
    ],
)  # fmt: skip
def test_what_is_asked(told: Told, sentence: str, priors: list[str], markers: list[str]) -> None:
    texts = {"title": TITLE, "conditions": ("NSCLC",)}
    summary = f"This study uses much music. {sentence}"
    assert told("tkg:priorTreatment", summary, **texts) == priors
    assert told("tkg:requiresBiomarker", summary, **texts) == markers


@pytest.mark.parametrize(
    ("criteria", "markers"),
    [
        ("Key inclusion: 1. HER2-positive tumors; 2. consent; Key exclusion: 1. EGFR-mutated tumors; 2. pregnancy.", ["her2-positive"]),
        ("Inclusion: HER2-positive tumors. Exclusion criteria include: EGFR-mutated tumors.", ["her2-positive"]),
        ("In: HER2-positive tumors. Out: EGFR-mutated tumors, ALK-positive tumors.", ["her2-positive"]),
        ("Key exclusion: 1. EGFR-mutated tumors; key inclusion criteria: 1. HER2-positive tumors.", ["her2-positive"]),
        ("Key incl: HER2-positive tumors; consent. Key excl: EGFR-mutated tumors, ALK-positive tumors.", ["her2-positive"]),
        ("InclusionCriteria: HER2-positive tumors. ExclusionCriteria: EGFR-mutated tumors.", ["her2-positive"]),
        ("The inclusion: visits and calls. HER2-positive tumors are treated.", ["her2-positive"]),
    ],
)  # fmt: skip
def test_headings_within_a_line(told: Told, criteria: str, markers: list[str]) -> None:
    summary = f"This study uses much music. {criteria}"
    assert told("tkg:requiresBiomarker", summary, title=TITLE, conditions=("NSCLC",)) == markers


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("Cohort 1 includes treatment-naive patients with NSCLC.", []),
        ("Cohort 4: refractory NSCLC.", []),
        ("Dose is escalated, and the dose expansion part will enroll patients with metastatic NSCLC.", []),
        ("The expansion of metastatic NSCLC is treated.", ["metastatic"]),
        ("Patients enter two cohorts: cohort A with relapsed NSCLC, and cohort B with metastatic NSCLC.", []),
        ("Parts 2 and 3 will be limited to locally recurrent NSCLC patients.", []),
        ("Group 2: patients with recurrent NSCLC, with 20 in each group.", []),
        ("Subjects are those with untreated metastatic NSCLC (cohort 1) and those with relapsed NSCLC (cohort 2).", []),
        # of all
        ("A cohort of 60 patients with metastatic NSCLC will be enrolled.", ["metastatic"]),
        ("Two cohorts of patients with metastatic NSCLC will be enrolled.", ["metastatic"]),
        ("In part 1 X is given in combination with Y in patients with metastatic NSCLC.", ["metastatic"]),
        ("Patients with metastatic NSCLC enter cohort 1 (10 mg) or cohort 2 (20 mg).", ["metastatic"]),
        ("Group A will receive X, group B will receive Y, in patients with metastatic NSCLC.", ["metastatic"]),
    ],
)  # fmt: skip
def test_what_one_cohort_has(told: Told, sentence: str, states: list[str]) -> None:
    summary = f"This study uses much music. {sentence}"
    assert told("tkg:diseaseState", summary, title=TITLE, conditions=("NSCLC",)) == states


def test_a_marker_that_the_title_asks_for_is_that_of_all(told: Told) -> None:
    summary = "This study uses much music. Patients with EGFR mutations must have failed osimertinib."
    title = "X in EGFR-mutated NSCLC"
    assert told("tkg:priorTreatment", summary, title=title, conditions=("NSCLC",)) == ["failure-of-osimertinib"]
    assert told("tkg:priorTreatment", summary, title=TITLE, conditions=("NSCLC",)) == []


@pytest.mark.parametrize(
    ("sentence", "conditions", "sites"),
    [
        ("Subjects with asymptomatic brain metastases may be enrolled.", ["nsclc"], []),
        ("Patients with brain metastases are eligible if they are stable.", ["nsclc"], []),
        ("Patients with liver metastases are also eligible.", ["nsclc"], []),
        ("Patients with asthma are allowed.", ["nsclc"], []),
        ("In patients with asthma, lung function is measured.", ["nsclc"], []),
        ("For those with psoriasis, a visit is added.", ["nsclc"], []),
        ("Patients with asthma must be on pembrolizumab.", ["nsclc"], []),
        ("Patients with asthma on pembrolizumab are eligible.", ["nsclc"], []),
        ("People with asthma will be included regardless of their age.", ["nsclc"], []),
        # the population of the trial
        ("Patients with brain metastases will be enrolled.", ["nsclc", "brain-metastasis"], ["brain"]),
        ("Only patients with brain metastases are eligible if they are stable.", ["nsclc", "brain-metastasis"], ["brain"]),
        ("Participants may be eligible if they have asthma.", ["nsclc"], []),
        ("In patients with NSCLC, X is given.", ["nsclc"], []),
        ("This study enrolls patients with asthma and psoriasis.", ["nsclc", "asthma", "psoriasis"], []),
    ],
)  # fmt: skip
def test_what_is_granted(told: Told, sentence: str, conditions: list[str], sites: list[str]) -> None:
    texts = {"title": TITLE, "conditions": ("NSCLC",)}
    summary = f"This study uses much music. {sentence}"
    assert told("tkg:populationCondition", summary, **texts) == conditions
    assert told("tkg:metastaticSite", summary, **texts) == sites


@pytest.mark.parametrize(
    ("criterion", "priors"),
    [
        ("HER2-positive tumors must have failed osimertinib", []),
        ("For melanoma: the patient has previously received pembrolizumab", []),
        ("Phase 1b subjects must have experienced progression on pembrolizumab", []),
        ("Patients must have had =\\< 4 prior chemotherapy regimens", []),
        ("Biologic-naive or TNF inhibitor-exposed", []),
        ("Patients must have failed osimertinib", ["failure-of-osimertinib"]),
        ("At least 2 prior chemotherapy regimens", ["prior-chemotherapy"]),
        ("Biologic-naive", ["biologic-naive"]),
    ],
)
def test_criteria_of_some(criterion: str, priors: list[str]) -> None:
    criteria = f"Inclusion Criteria:\n\n* Adults with NSCLC\n* {criterion}"
    document = read(trial(title=TITLE, conditions=("NSCLC",), criteria=criteria), eligibility.extract)
    assert [prior.partition("/")[2] for prior in facts(document, "tkg:priorTreatment")] == priors


@pytest.mark.parametrize(
    ("criterion", "markers"),
    [
        ("Melanoma (BRAF wild-type or mutant)", []),
        ("BRAF-mutated melanoma", ["braf-mutated"]),
    ],
)
def test_criteria_that_take_a_marker_either_way(criterion: str, markers: list[str]) -> None:
    document = read(trial(title="X", criteria=f"Inclusion Criteria:\n\n* {criterion}"), eligibility.extract)
    assert [marker.partition("/")[2] for marker in facts(document, "tkg:requiresBiomarker")] == markers


@pytest.mark.parametrize(
    ("summary", "conditions"),
    [
        # an opening, of which nothing says that it speaks of this trial
        ("Lung cancer is common, and comorbidities include NSCLC.", []),
        ("Patients with NSCLC live longer.", ["nsclc"]),
        ("This study is about NSCLC.", ["nsclc"]),
        # what is excluded
        ("This study uses much music. Patients with asthma, or on insulin, are not included.", []),
        ("This study uses much music. Asthma is an exclusion, as is psoriasis.", []),
        ("This study uses much music.\nInclusion criteria\n- adults with psoriasis\nExclusion criteria\n- patients with asthma\n- low back pain", ["psoriasis"]),
        ("This study uses much music. Exclusion criteria include: patients with asthma.", []),
        # causes
        ("This study enrolls patients with low back pain of any etiology (asthma, psoriasis).", ["low-back-pain"]),
        ("This study enrolls patients with low back pain (asthma, psoriasis).", ["low-back-pain", "asthma", "psoriasis"]),
        ("This study enrolls patients who must have asthma.", ["asthma"]),
        ("In this study women must have a negative asthma test.", []),
        ("In this study women must have a negative asthma skin test.", []),
        ("In this study people who have obesity have poor outcomes, including asthma and psoriasis.", []),
        ("This study enrolls women who have a triple negative breast cancer.", ["breast-cancer"]),
        # patients anywhere
        ("This study uses much music, as not all patients with asthma can sing.", []),
        ("This study uses much music. Many patients with severe asthma need it.", []),
        ("In this study, as in 20% of children with asthma, X is inhaled.", []),
        ("This study enrolls patients with asthma, of whom most sing.", ["asthma"]),
        ("This study enrolls all patients with asthma of 20 centers.", ["asthma"]),
        ("This study enrolls 20 patients with asthma.", ["asthma"]),
        # to be identified
        ("This study aims to identify 'asthmatic patients' and to help them.", []),
        ("This study will help the identification of patients with asthma.", []),
        ("This study aims to identify predictors in patients with asthma.", ["asthma"]),
        ("This study enrolls patients with asthma to identify genes.", ["asthma"]),
    ],
)  # fmt: skip
def test_background_and_what_is_excluded(told: Told, summary: str, conditions: list[str]) -> None:
    found = told("tkg:populationCondition", summary, conditions=("Lung Cancer",))
    assert [name for name in found if name != "lung-cancer"] == conditions


def test_a_short_form_inside_a_name_and_a_row_that_a_name_of_the_vocabulary_opens() -> None:
    summary = "This study enrolls patients with non-small cell lung (NSCL) cancer after prior platinum-based chemotherapy and a VEGF inhibitor."
    document = read(trial(summary=summary), population.extract)
    assert list(facts(document, "tkg:populationCondition")) == ["condition/nsclc"]
    assert list(facts(document, "tkg:priorTreatment")) == ["prior-treatment/prior-platinum", "prior-treatment/prior-vegf-inhibitor"]


@pytest.mark.parametrize(
    ("title", "priors"),
    [
        ("X in NSCLC Progressed After First-line", ["failure-of-first-line-therapy"]),
        ("X in NSCLC, Failed Second Line.", ["failure-of-second-line-therapy"]),
        ("X as First-line", []),
    ],
)
def test_a_line_that_failed_at_the_end_of_a_title(told: Told, title: str, priors: list[str]) -> None:
    assert told("tkg:priorTreatment", title=title) == priors


@pytest.mark.parametrize(
    ("sentence", "therapies"),
    [
        ("Subjects on insulin must have been on a stable dose.", []),
        ("Patients with asthma must be on insulin.", []),
        ("Patients must be on insulin.", ["mesh-D1"]),
        ("All patients on insulin will be enrolled.", ["mesh-D1"]),
    ],
)
def test_what_some_are_on(told: Told, sentence: str, therapies: list[str]) -> None:
    summary = f"This study uses much music. {sentence}"
    assert told("tkg:backgroundTherapy", summary, title=TITLE, conditions=("NSCLC",)) == therapies


@pytest.mark.parametrize(
    ("texts", "predicate", "found"),
    [
        # both of a pair: of some each
        ({"summary": "In this study MRD-positive AML patients receive X. MRD-negative AML patients stop."}, "tkg:requiresBiomarker", []),
        ({"title": "X in HER2-positive Breast Cancer", "summary": "In this study HER2-negative tumors are compared."}, "tkg:requiresBiomarker", ["her2-positive"]),
        ({"title": "X in Treatment-naive NSCLC vs. Pretreated NSCLC"}, "tkg:diseaseState", []),
        ({"title": "X in Treatment-naive NSCLC vs. Pretreated NSCLC"}, "tkg:priorTreatment", []),
        ({"title": "X in Treatment-naive NSCLC"}, "tkg:diseaseState", ["treatment-naive"]),
        # one side of a comparison, and what cells did
        ({"summary": "This study compares X in naive eyes versus eyes with poor response to prior bevacizumab."}, "tkg:priorTreatment", []),
        ({"summary": "This study enrolls patients with poor response to prior bevacizumab."}, "tkg:priorTreatment", ["failure-of-bevacizumab"]),
        ({"summary": "This study enrolls patients who did not respond to two adequate trials of pembrolizumab."}, "tkg:priorTreatment", ["failure-of-pembrolizumab"]),
        ({"summary": "This study counts patients with failure of insulin to take."}, "tkg:priorTreatment", []),
        # to be prevented, in people who have something else
        ({"title": "X for Preventing Low Back Pain in Patients With Melanoma"}, "tkg:populationCondition", ["melanoma"]),
        ({"title": "Prevention of Low Back Pain"}, "tkg:populationCondition", []),
        # lines
        ({"summary": "This study evaluates X as induction and consolidation in AML."}, "tkg:lineOfTherapy", ["induction", "consolidation"]),
        ({"summary": "This study evaluates X as induction of sleep in AML."}, "tkg:lineOfTherapy", []),
        ({"summary": "This study evaluates X as induction in asthma."}, "tkg:lineOfTherapy", []),
        ({"title": "HER2 Peptides With Adjuvant Sargramostim in AML"}, "tkg:lineOfTherapy", []),
        ({"title": "HER2 Peptides as Adjuvant Therapy With Sargramostim in AML"}, "tkg:lineOfTherapy", ["adjuvant"]),
        ({"title": "Adjuvant Imatinib in AML"}, "tkg:lineOfTherapy", ["adjuvant"]),
        ({"title": "X in AML", "keywords": ("FLT3 mutation status in AML",)}, "tkg:requiresBiomarker", []),
        ({"title": "X in AML", "keywords": ("FLT3 mutation",)}, "tkg:requiresBiomarker", ["flt3-mutated"]),
    ],
)  # fmt: skip
def test_opposites_and_others(told: Told, texts: dict[str, object], predicate: str, found: list[str]) -> None:
    conditions = ("AML",) if "AML" in str(texts) else ()
    assert told(predicate, conditions=conditions, **texts) == found  # type: ignore[arg-type]


NOT_YET = (
    "radiation in preventing nervous system (cns) <metastases> in patients with lung cancer",
    "aspirin for the prevention of <liver metastases> in colorectal cancer",
    "prevention of <stroke> in patients with atrial fibrillation",
    "prevention of nausea and <vomiting> in cancer patients",
    "prophylaxis against pneumocystis pneumonia (<pcp>) in infants",
    "a lifestyle program to prevent <type 2 diabetes>",
    "reducing the risk of falls and <fractures> in older men",
    "<gvhd> prophylaxis after transplantation",
    "<insomnia> prevention in children with leukemia",
    "immunogenicity of <varicella zoster> virus vaccine live",
    "<human papillomavirus> (hpv) vaccination of girls",
    "completion of human papillomavirus (<hpv>) vaccine series",
    "outreach for <lung cancer> screening",
    "telemedicine for early detection of <skin tumors>",
    "artificial intelligence to detect <cardiac amyloidosis>",
    "primary screening for <allergic rhinitis>",
    "combined <hepatitis a> and b vaccine",
    "a 9-valent <human papillomavirus> (hpv) l1 virus-like particle (vlp) vaccine",
    "tetravalent meningococcal <diphtheria> conjugate vaccine in children",
    "secondary distribution of <hiv> self-tests",
    "protecting our community: <covid-19> testing",
    "<chd> risk factors in a community",
    "prevalence of <metabolic syndrome> in sleep apnea",
    "exhaled nitric oxide in infants as a predictive marker of <asthma>",
    "aprepitant to reduce <postoperative nausea and vomiting>",
    "reduction of <surgical site infection> using bundles",
)
HAD = (
    "prevention of skeletal events in <bone metastases>",
    "prevention of <migraine> in adults",
    "treatment of <liver metastases> in colorectal cancer",
    "treatment and prevention of <histoplasmosis>",
    "prevention and treatment of <covid-19>",
    "prevention of recurrent <pancreatitis>",
    "secondary prevention of <stroke>",
    "secondary <stroke> prevention",
    "to prevent <prostate cancer> progression",
    "preventing <opioid overdose> deaths",
    "prevention of <hiv> transmission from mothers",
    "prophylaxis in <acute leukaemia>",
    "a <grass pollen allergy> vaccine",
    "a personalized <cancer> vaccine",
    "detection and management of <depression>",
    "<tb> case-finding, treatment and prevention",
    "screening for studies on <nystagmus>",
    "newly detected <lung cancer>",
    "a vaccine in <hiv>-infected patients",
    "children with <pneumonia> and pneumococcal vaccine",
    "response of <asthma> patients to a vaccine",
    "testing music in <fibromyalgia>",
    "prediction of outcome after surgery for <disc disease>",
    "prevalence of depression in <obese> adults",
    "predictors of <asthma> control",
    "x for <postoperative pain>",
    "music to reduce anxiety in <postoperative pain>",
    "x to reduce <chronic pain>",
)


@pytest.mark.parametrize(("title", "to_come"), [*((t, True) for t in NOT_YET), *((t, False) for t in HAD)])
def test_what_is_to_be_prevented_or_found_is_not_had(title: str, to_come: bool) -> None:
    start, end = title.index("<"), title.index(">") - 1
    assert not_yet_had(title.replace("<", "").replace(">", ""), start, end) == to_come


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("women at risk of <breast cancer>", True),
        ("adults at high risk for developing <type 2 diabetes>", True),
        ("adults at risk of stroke, <heart failure> or death", True),
        ("infants at risk for developing allergic disease (<asthma>)", True),
        ("patients at risk of recurrence of <melanoma>", False),
        ("patients at high risk of <melanoma> recurrence", False),
        ("people at risk of falls with <dementia>", False),
        ("people at risk of these events because they have <diabetes>", False),
        ("high-risk <melanoma>", False),
    ],
)
def test_what_people_are_at_risk_of(text: str, risk: bool) -> None:
    start, end = text.index("<"), text.index(">") - 1
    assert at_risk(text.replace("<", "").replace(">", ""), 0, start, end) == risk


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("This study enrolls asthma-negative women with melanoma.", ["melanoma"]),
        ("This study enrolls adults with melanoma at risk of asthma.", ["melanoma"]),
        ("This study enrolls adults at high risk for asthma.", []),
        ("This study enrolls adults with asthma at high risk for melanoma recurrence.", ["asthma", "melanoma"]),
    ],
)
def test_who_is_at_risk_has_it_not(told: Told, summary: str, found: list[str]) -> None:
    assert sorted(told("tkg:populationCondition", summary, title="X in Adults", conditions=("Melanoma", "Asthma"))) == found


def test_prose_about_what_is_prevented_gives_it_to_nobody(told: Told) -> None:
    summary = "We study whether X lowers the incidence of asthma. This study enrolls patients with melanoma."
    prevented = told("tkg:populationCondition", summary, title="X to Prevent Asthma in Infants", conditions=("Asthma",))
    assert prevented == ["melanoma"]
    summary = "This study enrolls children with asthma."
    assert told("tkg:populationCondition", summary, title="X to Prevent Asthma", conditions=("Asthma",)) == ["asthma"]
    summary = "This study is about the uptake of asthma screening."
    assert told("tkg:populationCondition", summary, title="X in Schools", conditions=("Asthma",)) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        # a treatment acts on it, and the record registers something else
        ("Effect of a Virtual Visit on Asthma", []),
        ("The Impact of Music on Pain, Asthma and Sleep After Surgery", []),
        ("Effects of X on Sleep, Asthma and Fatigue in Melanoma", ["melanoma"]),
        # it is registered, has people of its own, or is what something else is of
        ("Effect of a Virtual Visit on Melanoma", ["melanoma"]),
        ("Effect of X on Asthma Patients", ["asthma"]),
        ("Effect of X on Quality of Life of Asthma", ["asthma"]),
        ("Effect of X on Sleep in Asthma", ["asthma"]),
        ("Efficacy of X Versus Y on Asthma in Melanoma", ["asthma", "melanoma"]),
        ("A Study of X, With a Focus on Asthma", ["asthma"]),
    ],
)
def test_what_a_title_says_is_acted_on(told: Told, title: str, found: list[str]) -> None:
    assert told("tkg:populationCondition", title=title, conditions=("Melanoma",)) == found


def test_the_name_of_a_test_is_no_condition(told: Told) -> None:
    assert told("tkg:populationCondition", title="An Asthma Test in Melanoma", conditions=("Melanoma",)) == ["melanoma"]
    assert told("tkg:populationCondition", title="Testing X in Asthma", conditions=("Melanoma",)) == ["asthma"]


CRITERIA = "This study uses much music. Inclusion criteria: patients with advanced NSCLC; "


@pytest.mark.parametrize(
    ("row", "conditions", "sites"),
    [
        ("AST <= 2.5 x ULN (<= 5 x ULN in patients with liver metastases).", [], []),
        ("Bilirubin <= 1.5 x ULN, or <= 3 x ULN for patients with asthma.", [], []),
        ("INR within the limits for patients with asthma.", [], []),
        ("patients with asthma; AST <= 2.5 x ULN.", ["asthma"], []),
        ("bone marrow is normal, if liver metastases are present.", [], []),
        ("radiotherapy for brain metastases was completed.", [], []),
        ("if known to have prior brain metastases, these must be small.", [], []),
        ("bone marrow metastatic disease will be eligible.", [], []),
        ("patients who have a positive asthma antibody test.", [], []),
        ("patients with liver metastases.", ["liver-metastasis"], ["liver"]),
        ("at least one of the liver metastases was measured.", [], ["liver"]),
    ],
)
def test_limits_for_those_who_have_a_disease(told: Told, row: str, conditions: list[str], sites: list[str]) -> None:
    texts = {"title": TITLE, "conditions": ("NSCLC",)}
    found = told("tkg:populationCondition", CRITERIA + row, **texts)
    assert sorted({*found} - {"nsclc"}) == conditions
    assert told("tkg:metastaticSite", CRITERIA + row, **texts) == sites


@pytest.mark.parametrize(
    ("heading", "ruled_out"),
    [
        ("Additional exclusion criteria for sub-study A:", True),
        ("Phase 1 and 2 Exclusion Criteria:", True),
        ("Specific exclusion criteria", True),
        ("Most important exclusion criteria:", True),
        ("Patients do not meet any of the exclusion criteria.", False),
        ("They need not see the exclusion criteria", False),
        ("Inclusion and exclusion criteria of all:", False),
    ],
)
def test_headings_of_exclusions(told: Told, heading: str, ruled_out: bool) -> None:
    summary = f"In this study patients have NSCLC.\n{heading}\n* Patients with asthma\n* Patients with psoriasis"
    found = told("tkg:populationCondition", summary, title=TITLE, conditions=("NSCLC",))
    assert ("psoriasis" not in found) == ruled_out


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        ("In this study maintenance therapy with an approved HER2 agent and/or hormones is permitted.", []),
        ("In this study radiotherapy is acceptable as adjuvant therapy.", []),
        ("In this study patients had received neoadjuvant or adjuvant chemotherapy.", []),
        ("In this study X is given as maintenance therapy.", ["maintenance"]),
        ("In this study X is tested. Inclusion criteria: 1. Adults; 2. end of first-line chemotherapy.", []),
        ("Inclusion criteria: adults.\n\nIn this study X is given as maintenance therapy.", ["maintenance"]),
    ],
)
def test_lines_that_are_allowed(told: Told, sentence: str, lines: list[str]) -> None:
    assert told("tkg:lineOfTherapy", sentence, title=TITLE, conditions=("NSCLC",)) == lines


@pytest.mark.parametrize(
    ("criteria", "required", "excluded"),
    [
        ("Inclusion: ECOG 0-1; MSS or pMMR; consent.", ["mss", "pmmr"], []),
        ("Inclusion: ECOG 0-1; BRAF mutation or triple wild-type; consent.", [], []),
        ("Excluded: MSI-H tumours, prior surgery.", [], ["msi-high"]),
        ("Not eligible: pregnancy; BRAF V600E-mutated disease; asthma.", [], ["braf-v600e-mutated"]),
        ("Excluded: patients with asthma who have MSI-H tumours and pain.", [], []),
        ("Excluded: no BRAF mutation.", [], []),
        ("Inclusion: RAS and BRAF wild-type ctDNA; consent.", ["ras-wild-type", "braf-wild-type"], []),
    ],
)
def test_markers_of_a_list(told: Told, criteria: str, required: list[str], excluded: list[str]) -> None:
    summary = f"In this study patients have colorectal cancer. {criteria}"
    texts = {"title": "X in Colorectal Cancer", "conditions": ("Colorectal Cancer",)}
    assert told("tkg:requiresBiomarker", summary, **texts) == required
    assert told("tkg:excludesBiomarker", summary, **texts) == excluded


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Perioperative Dexmedetomidine in Melanoma", []),
        ("Perioperative Branched-Chain Amino Acids in Gastric Cancer", []),
        ("Perioperative FLOT in Gastric Cancer", ["perioperative"]),
        ("Perioperative Durvalumab in NSCLC", ["perioperative"]),
        ("Perioperative Chemotherapy in Gastric Cancer", ["perioperative"]),
    ],
)
def test_perioperative_is_a_line_of_what_acts_on_cancer(told: Told, title: str, lines: list[str]) -> None:
    assert told("tkg:lineOfTherapy", title=title, conditions=(title.partition(" in ")[2],)) == lines
