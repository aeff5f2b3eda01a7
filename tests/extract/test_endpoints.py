"""Endpoints: what a measure names, what it does not, and the sample that was read by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import vocab
from kg.extract.document import Abbreviation, Document
from kg.extract.measures import endpoints, spelling
from kg.model import ConditionItem, Passage, Source, SourceField, Span, Trial

GOLD = Path(__file__).parents[1] / "gold" / "endpoint_sample.tsv"


def document_of(measure: str, description: str, oncology: bool) -> Document:
    fields = (SourceField("measure", measure), SourceField("description", description), SourceField("condition", "x"))
    condition = ConditionItem(0, Passage("Colon Cancer" if oncology else "Asthma", "condition"))
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=(condition,))
    return Document(trial, vocab.load())


def ground(measure: str, description: str = "", oncology: bool = True) -> list[str]:
    document = document_of(measure, description, oncology)
    told = Passage(description, "description") if description else None
    return [found.concept.partition("/")[2] for found in endpoints.ground(Passage(measure, "measure"), told, document)]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Progression-free survival(PFS)", ["progression-free-survival"]),
        ("OS", ["overall-survival"]),
        ("Time to PSA progression", ["time-to-psa-progression"]),
        ("PSA response rate", ["psa-response"]),
        ("Incidence of post-ERCP pancreatitis", ["pancreatitis"]),
        ("Chronic pancreatitis on imaging", []),
        ("Fistula patency of the graft", ["patency"]),
        ("TRAEs", ["treatment-related-adverse-events"]),
        ("Objective remission rate (ORR)", ["objective-response-rate"]),
        ("converted resection rate", ["conversion-resection-rate"]),
        ("Actual R0 resection rate", ["r0-resection-rate"]),
        ("Recurrence Free Survival in resectable patients", ["recurrence-free-survival"]),
        ("Adverse Events and Serious Adverse Events", ["adverse-events", "serious-adverse-events"]),
        ("Safety (including chemotherapy-related adverse events, surgical complications, etc.)", ["safety"]),
        ("Safety and tolerability of the study drug", ["safety", "tolerability"]),
        ("5-year overall survival rate", ["overall-survival-rate"]),
        ("Overall survival at 24 months", ["overall-survival-rate"]),
        ("Number of participants with adverse events", ["adverse-events"]),
        ("Any non-serious adverse events", ["adverse-events"]),
        ("Change from baseline in HbA1c at Week 26", ["hba1c"]),
        ("Percentage of participants with at least 75% improvement in PASI", ["psoriasis-severity"]),
        ("Pharmacokinetics (PK): Tmax", ["time-to-maximum-concentration"]),
        ("Forced expiratory volume in 1 second (FEV1)", ["forced-expiratory-volume"]),
        ("Change in systolic and diastolic blood pressure", ["blood-pressure"]),
        ("Resistance mutations in case of virologic failure", ["genetic-analysis"]),
        ("Change in Haematology: Haemoglobin", ["hemoglobin"]),
        ("Change in parental efficacy", ["self-efficacy"]),
        ("Equivalence of three lots of an influenza vaccine", []),
        ("Time to weaning from cardiopulmonary bypass", []),
        ("Central nervous system progression-free survival", ["intracranial-progression-free-survival"]),
        ("Systolic blood pressure at week 12", ["systolic-blood-pressure"]),
        ("Gamma-glutamyl transpeptidase", ["gamma-glutamyltransferase"]),
        ("Controlled attenuation parameter", ["liver-fat"]),
        ("Body mass index", ["body-mass-index"]),
        ("Laboratory parameter (Hematology): Reticulocyte Count", ["reticulocyte-count"]),
        ("Biochemical parameters of hepatic function (change in serum albumin)", ["albumin"]),
        ("Geometric Mean Titers (GMTs) at Day 28", ["geometric-mean-titer"]),
        ("Percentage of participants with seroconversion", ["seroconversion"]),
        ("Incidence of anti-drug antibodies to atezolizumab", ["immunogenicity"]),
        ("Oswestry Disability Index", ["spine-disability"]),
        ("Length of hospital stay", ["length-of-hospital-stay"]),
        ("Change in MADRS total score", ["depression"]),
        ("HADS anxiety subscale", ["anxiety"]),
        ("Depression and anxiety", ["depression-anxiety"]),
        ("Psychological distress", ["psychological-distress"]),
        ("Perceived stress", ["stress"]),
        ("Profile of Mood States", ["mood"]),
        ("Liver stiffness by FibroScan", ["liver-stiffness"]),
        ("Tumor regression (Rubbia-Brandt)", ["tumor-regression-grade"]),
        ("Tumor regression on CT", ["tumor-size-change"]),
        ("HVPG/PPG after TIPS", ["portal-pressure"]),
        ("Portal pressure gradient (PPG)", ["portal-pressure"]),
        ("PPG at 2 hours", ["postprandial-glucose"]),
        ("Biliary complications", ["biliary-complications"]),
        ("LARS score", ["low-anterior-resection-syndrome"]),
        ("Hepatic fibrosis change", ["liver-fibrosis"]),
        ("Liver fat content by MRI-PDFF", ["liver-fat"]),
        ("Incidence of ICANS", ["immune-neurotoxicity"]),
        ("Late toxicity of radiotherapy", ["late-toxicity"]),
        ("Number of HAE attacks", ["angioedema-attacks"]),
        ("Monthly migraine days", ["migraine-days"]),
        ("Best corrected visual acuity", ["visual-acuity"]),
        ("Correlation between total IgE and asthma control", ["association"]),
        # several in one measure
        ("MTD or RP2D", ["maximum-tolerated-dose", "recommended-phase-2-dose"]),
        (
            "Maximum tolerated dose (MTD) and/or recommended phase 2 dose (RP2D)",
            ["maximum-tolerated-dose", "recommended-phase-2-dose"],
        ),
        ("ORR，DCR，PFS", ["objective-response-rate", "disease-control-rate", "progression-free-survival"]),
        ("Safety and tolerability of drug A, SAE", ["safety", "tolerability", "serious-adverse-events"]),
        ("Safety of drug A in asthma, age, body weight", ["safety"]),
        ("PK and ADA", ["pharmacokinetics", "immunogenicity"]),
        ("Time to relapse or death", ["time-to-recurrence"]),
        ("Complete response (CR) or partial response (PR)", ["objective-response-rate"]),
        # a survival free of what has no endpoint of its own
        ("Seizure-free survival", ["event-free-survival"]),
        ("Colectomy-free survival", ["event-free-survival"]),
        ("Progression - Free Survival", ["progression-free-survival"]),
        ("Local relapse-free survival", ["local-progression-free-survival"]),
        ("progession-free survival (PFS)", ["progression-free-survival"]),
        # near, but not the same
        ("Time to Maximum Concentration (Tmax) of the drug", ["time-to-maximum-concentration"]),
        ("Maximum concentration (Cmax)", ["maximum-concentration"]),
        ("pathological partial response", ["tumor-regression-grade"]),
        ("near-pCR rate", ["major-pathological-response"]),
        ("pCR rate", ["pathological-complete-response"]),
        ("Terminal rate constant (λz)", ["elimination-rate-constant"]),
        ("Terminal half-life", ["half-life"]),
        ("Stable disease rate", ["stable-disease-rate"]),
        ("Disease control rate", ["disease-control-rate"]),
        ("Delirium", ["delirium"]),
        ("Postoperative delirium", ["postoperative-delirium"]),
        ("Positive affect", ["positive-affect"]),
        ("Blood basophil count", ["basophil-count"]),
        ("Eosinophil count", ["eosinophil-count"]),
        ("dose -limiting toxicity (DLT)", ["dose-limiting-toxicity"]),
        ("Treatment Emerging AE", ["treatment-emergent-adverse-events"]),
        ("Incidence of anti-CAR antibodies", ["immunogenicity"]),
        ("Antitumor activity", ["efficacy"]),
        ("Efficacy (PFS)", ["progression-free-survival"]),
        ("Number of participants healed", ["wound-healing"]),
        ("CMV viral reactivation", ["cmv-infection"]),
        ("CAR copies in blood", ["cell-expansion"]),
        ("Serum metabolomics", ["metabolomics"]),
        ("Anhedonia", ["anhedonia"]),
        ("ACR20 response at week 12", ["acr-response"]),
        ("MTD（Maximum Tolerated Dose）和RP2D", ["maximum-tolerated-dose", "recommended-phase-2-dose"]),
        ("Compliance with treatment", ["treatment-compliance"]),
        ("PFS in the PD-L1 Analysis Set", ["progression-free-survival"]),
        ("Change in PD-L1 expression", ["pd-l1-expression"]),
        ("Time to Death or Distant Metastasis (TTDM)", ["metastasis-free-survival"]),
        ("CD8+ T cell infiltration", ["tumor-infiltrating-lymphocytes"]),
        ("CD4+ T cell count", ["cd4-count"]),
        ("Change in osteocalcin and bone alkaline phosphatase", ["bone-turnover"]),
        ("Immunologic function", ["immune-response"]),
        ("Favourable response at month 6", ["clinical-response"]),
        ("Participants discontinuing study treatment due to AEs", ["adverse-events-leading-to-discontinuation"]),
    ],
)
def test_names_the_endpoint(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    "measure",
    [
        "S-S-102-A",
        "Visual Analogue Scale",
        "Order of movement",
        "Photoactive porphyrins level of the study of interest in the laboratory of origin",
        "Number of steps in the protocol document that the site staff could follow without any help from the sponsor",
        "Word counts",
        "Idiographic problems",
        # a response, but not the disease's
        "Survey response",
        "Late Rad51/DDR response",
        "Change in immediate cutaneous response to Phleum pratense",
        # a name that only qualifies the noun behind it
        "Opioid agonist effects",
        "Initiation of depression treatment",
        "Rate of documented PSA discussions",
        "Number of glaucoma treatments",
        "Epidermal growth factor receptor status",
        "Performance of a CT device",
        "Heat stress",
        "Facial expressions of the raters",
        "Incidence of pre-engraftment syndrome",
        "Change in clinical diagnosis by the CGI-BP",
        "Interoceptive awareness",
        "Dose of calcium supplements",
        "Quantification of IgE producing cells",
        "Number of stroke patients screened",
        # a means in the tail is not what is measured
        "Proportion of biopsies that could be omitted",
        "Screening procedures as a function of the cause",
    ],
)
def test_says_nothing_where_the_measure_says_nothing(measure: str) -> None:
    assert not set(ground(measure)) - {"laboratory-value", "step-count", "drug-concentration"}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Adjusted mean change from baseline in serum uric acid at week 12", ["uric-acid"]),
        ("Overall mean change from baseline in number of weekly cluster headache attacks", ["headache-frequency"]),
        ("Extension phase: change from trial baseline in body weight", ["body-weight"]),
        ("Per-protocol population: percentage of participants with fever", ["fever"]),
        ("Change from baseline to the final visit at day 21 in PANSS total score", ["psychotic-symptoms"]),
        ("Percentage of participants with a 50% or greater reduction in HbA1c", ["hba1c"]),
        ("Number(%) of participants with serious adverse events", ["serious-adverse-events"]),
        ("Effect of drug A on body weight", ["body-weight"]),
        ("To assess the impact of CPAP therapy on quality of life", ["quality-of-life"]),
        ("Propotion of subjects with hypoglycemia", ["hypoglycemia"]),
        ("% subjects with NASH resolution", ["steatohepatitis-resolution"]),
        ("# of pts with dose limiting toxicity", ["dose-limiting-toxicity"]),
        ("Death or worsening HF", ["mortality", "heart-failure"]),
        ("Death or disabling stroke", ["mortality", "stroke"]),
    ],
)
def test_what_stands_before_the_head_is_passed_over(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Depression severity", ["depression"]),
        ("Opioid use after discharge", ["analgesic-consumption"]),
        ("Number of participants who received opioid medication", ["analgesic-consumption"]),
        ("PSA level", ["psa-response"]),
        ("Rate of PSA testing", ["screening-uptake"]),
        ("Microbiome changes induced by the diet", ["microbiome"]),
        ("Number of enrolled patients", ["enrollment-rate"]),
        ("Growth at two years", ["growth"]),
        ("Orthostatic hypotension", ["orthostatic-hypotension"]),
        ("Hemodynamic instability", ["perioperative-hemodynamic-events"]),
        ("Hemodynamic parameters", ["hemodynamics"]),
        ("Response to a bronchial challenge with methacholine", ["airway-hyperresponsiveness"]),
        ("Urinary calcium oxalate supersaturation", ["urinary-stone-risk"]),
        ("Rate of hematopoietic stem cell transplantation", ["transplantation-rate"]),
        ("IWQOL-Lite-CT total score", ["quality-of-life"]),
        ("Migraine-related disability", ["headache-disability"]),
        ("Adverse events related to the diet", ["adverse-events"]),
        ("Safety-related outcomes", ["safety"]),
        ("GvHD free relapse-free survival", ["graft-versus-host-disease-free-survival"]),
        ("Saliva flow rate", ["salivary-flow"]),
        ("Blood pH", ["acid-base-status"]),
        ("Perceived stress", ["stress"]),
        ("TEAEs, including serious adverse events", ["treatment-emergent-adverse-events", "serious-adverse-events"]),
        ("Lung health: number of hospitalizations", ["hospitalization"]),
        ("Lung function: change in FEV1", ["forced-expiratory-volume"]),
        ("Ruminative Response Scale", ["rumination"]),
        ("Biopsy results", ["histology"]),
    ],
)
def test_the_noun_behind_a_name_decides(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Shock index at baseline to predict hypotension", ["association"]),
        ("Predictive factors of relapse", ["risk-factors"]),
        ("Total IgE to predict severe exacerbations", ["total-ige"]),
        ("Accuracy of the clinical prediction of survival", ["diagnostic-accuracy"]),
        ("Serum ferritin in correlation with fatigue", ["association"]),
        ("Nerve function correlated to urinary function", ["association"]),
        ("Correlation of the microbiome to PD-L1 expression", ["association"]),
        ("Relationship satisfaction of the couple", ["relationship-satisfaction"]),
        ("FEV1 in percent of the predicted value", ["forced-expiratory-volume"]),
    ],
)
def test_what_is_foretold_is_not_measured(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Time from randomization to death from any cause", ["overall-survival"]),
        ("Time from first infusion to disease progression or death", ["progression-free-survival"]),
        ("The time from surgery until recurrence or death, whichever comes first", ["recurrence-free-survival"]),
        ("Time from enrollment to relapse, treatment failure or death", ["event-free-survival"]),
        ("Time from first documented complete response until relapse or death", ["duration-of-response"]),
        ("Time interval from registration to disease progression", ["time-to-progression"]),
        ("Time from randomization to second progression or death (PFS2)", ["progression-free-survival-2"]),
        ("Time to first complete remission or partial remission", ["time-to-response"]),
        ("Median duration of objective tumour response", ["duration-of-response"]),
        ("Time to pelvic recurrence", ["time-to-recurrence"]),
        ("Time to all-cause death", ["overall-survival"]),
        # the event has a kind of its own, or is no event of a tumour
        ("Time to cardiovascular death", ["cardiovascular-mortality"]),
        ("Time to first clinical worsening event", ["clinical-worsening"]),
        ("Complete remission rate", ["complete-response-rate"]),
        ("Time from arrival in the ward to start of the infusion", []),
    ],
)
def test_times_are_told_from_rates(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Change in Visual Analogue Scale (VAS)", "Participants mark how much pain they have.", ["pain"]),
        ("Numeric Rating Scale (NRS)", "Severity of fatigue from 0 to 10.", ["fatigue"]),
        ("Visual Analogue Scale", "A line of 100 mm.", []),
        ("Order of the visits", "Participants mark how much pain they have.", []),
    ],
)
def test_a_bare_scale_is_about_what_its_description_names(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # what somebody knows or wants
        ("Motivation for physical activity", ["motivation"]),
        ("Parents' knowledge of asthma attacks", ["knowledge-attitudes"]),
        ("Intention to undergo surgery for pain", ["knowledge-attitudes"]),
        ("Confidence in managing pain", ["self-efficacy"]),
        ("Physical activity", ["physical-activity"]),
        ("Physical activity enjoyment", ["enjoyment"]),
        ("Muscle glucose uptake", []),
        ("Overall survival in the intention-to-treat population", ["overall-survival"]),
        ("Overall survival (intention to treat)", ["overall-survival"]),
        # what is looked for, what acts, what it is related to
        ("Cellular source of cytokines that drive relapse", []),
        ("Mechanisms of infusion reactions", []),
        ("Relapse", ["recurrence-rate"]),
        ("Influence of baseline IgE in relation to the share of failures", ["association"]),
        ("Role of smoking in asthma exacerbations", ["association"]),
        ("Effect of the diet on total IgE", ["total-ige"]),
        ("Effect of hemoglobin on overall survival", ["overall-survival"]),
        # the cells in which something is measured
        ("Gene expression in CD4+ T cells", ["gene-expression"]),
        ("STAT5 phosphorylation in CD4+ T cells", ["signaling-pathway-activity"]),
        ("Share of viral antigen in CD4+ T cells", []),
        ("Change in CD4+ T cells", ["cd4-count"]),
        ("Percentage of CD8+ T cells", ["cd8-count"]),
        ("Changes in absolute count in eosinophils", ["eosinophil-count"]),
        ("CD4/CD8 ratio", ["cd4-cd8-ratio"]),
        # what it is compared with, comes after, is used or needed for
        ("Performance versus CA19-9 alone", []),
        ("Change in CA19-9", ["tumor-marker-change"]),
        ("Days on which oxygen was used to treat headache", []),
        ("Number of patients in complete remission ahead of stem cell transplantation", ["complete-response-rate"]),
        # words that mean something else beside their neighbours
        ("Neuronal death after 24 hours", []),
        ("Death within 24 hours", ["mortality"]),
        ("Atrial fibrillation detection performance in women", ["diagnostic-accuracy"]),
        ("Atrial fibrillation", ["atrial-fibrillation"]),
        ("Central sensitivity index", []),
        ("Sensitivity and specificity of the test", ["diagnostic-accuracy"]),
        ("Sensitivity to change of the score", ["diagnostic-accuracy"]),
        # the part of an instrument that is reported
        ("International Index of Erectile Function - orgasmic function domain", ["orgasm"]),
        ("International Index of Erectile Function, total score", ["erectile-function"]),
    ],
)
def test_a_name_counts_only_where_it_is_what_is_measured(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Time to distant metastasis", ["time-to-metastasis"]),
        ("Time to first distant metastasis", ["time-to-metastasis"]),
        ("Time from randomization to metastasis", ["time-to-metastasis"]),
        ("Time from randomization to metastasis or death", ["metastasis-free-survival"]),
        ("Distant metastasis-free survival", ["metastasis-free-survival"]),
        ("Time to discontinuation of randomized treatment", ["time-to-treatment-discontinuation"]),
        ("Time from first dose to end of treatment", ["time-to-treatment-discontinuation"]),
        ("Time to treatment failure", ["time-to-treatment-failure"]),
        ("Durable response rate (DRR)", ["durable-response-rate"]),
        ("Durability of response", ["duration-of-response"]),
        ("Complete response (CR), partial response (PR) or stable disease (SD)", ["disease-control-rate"]),
        ("Change in serum LDH", ["lactate-dehydrogenase"]),
        ("Area under the curve (AUC) of the pain score over 24 hours", ["pain"]),
        ("Area under the curve (AUC) of stimulated C-peptide", ["insulin-secretion"]),
        ("AUC of rituximab in plasma", ["area-under-the-curve"]),
        ("AUC of plasma concentration", ["area-under-the-curve"]),
        ("DoCB is the time from randomization to progression or death", ["duration-of-clinical-benefit"]),
        ("Prostate antigen (PSA) response rate", ["psa-response"]),
        ("Hematologic (XYZ) response rate", ["hematologic-response"]),
        ("Reduction of flexion contracture", ["contracture"]),
        ("Fetal hemoglobin", ["fetal-hemoglobin"]),
        ("SOFA score on day 7", ["organ-dysfunction"]),
        ("DNA methylation in blood", ["epigenetic-change"]),
    ],
)
def test_the_narrowest_endpoint_is_meant(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Serum rituximab concentration", ["drug-concentration"]),
        ("ABC-0243 concentration in plasma at each visit", ["drug-concentration"]),
        ("Effect of choline supplementation on serum taurine levels", ["laboratory-value"]),
        ("Fold change in serum hemagglutination inhibition titers", ["antibody-response"]),
        ("Serum neutralizing titers after dose 2", ["neutralizing-antibodies"]),
        ("PD: change in blood lanosterol level after administration of drug A", ["laboratory-value"]),
        ("Fresh frozen plasma consumption", ["transfusion"]),
        ("Change in plasma volume", []),
    ],
)
def test_levels_of_substances(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        (
            "antitumor activity of drug A",
            "Duration of response (DOR), relapse-free survival and OS",
            ["duration-of-response", "recurrence-free-survival", "overall-survival"],
        ),
        (
            "Preliminary anti-tumor activity of drug A given alone",
            "Disease control rate (DCR), defined as the share of patients with an objective response or stable disease",
            ["disease-control-rate"],
        ),
        ("Evaluate efficacy", "Progression-free survival by RECIST 1.1", ["progression-free-survival"]),
        ("Efficacy: change from baseline in HDL-C", "Measured in the morning.", ["hdl-cholesterol"]),
        ("Efficacy", "Read from the charts by two people who do not know the arm.", ["efficacy"]),
        ("Efficacy", "", ["efficacy"]),
        ("Efficacy as measured by 6-month progression-free survival", "", ["progression-free-survival-rate"]),
        ("Efficacy of the drug in terms of response rate", "", ["objective-response-rate"]),
        ("Efficacy compared with overall survival of historical controls", "", ["efficacy"]),
        ("Objective response rate", "Overall survival is told elsewhere.", ["objective-response-rate"]),
        ("Safety", "Number of participants with adverse events", ["safety"]),
    ],
)
def test_what_efficacy_is_measured_by(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Overall response (OS)", "Overall Survival (OS) is defined as the time to death.", ["overall-survival"]),
        (
            "Percentage of participants achieving remission (PR+CR) and lesion stabilization after the treatment given",
            "Disease control rate (DCR) is the percentage of participants who achieve remission or stable lesions.",
            ["disease-control-rate"],
        ),
        (
            "Percentage of participants achieving complete remission (CR) and partial remission (PR)",
            "Shrinkage of the tumor.",
            ["objective-response-rate"],
        ),
        ("Pain", "Quality of life is measured elsewhere.", ["pain"]),
        (
            "Median PFS by Response Evaluation Criteria in Solid Tumors as estimated in the whole population",
            "Tumor responses were evaluated by imaging.",
            ["progression-free-survival"],
        ),
        ("Overall response rate (ORR)", "Overall survival (OS) is measured elsewhere.", ["objective-response-rate"]),
        (
            "Discontinuations due to adverse events",
            "Adverse events are any untoward medical occurrences.",
            ["adverse-events-leading-to-discontinuation"],
        ),
    ],
)
def test_what_the_description_defines(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description) == expected


def test_a_misspelled_name_is_read_and_reported() -> None:
    document = document_of("Overal survival", "", oncology=True)
    measure = Passage("Overal survival", "measure")
    (found,) = endpoints.ground(measure, None, document)
    assert (found.concept, found.method) == ("endpoint/overall-survival", "spelling")
    assert list(spelling.misspellings(measure, found.start, found.end)) == [(0, 6, "overall")]


def test_the_records_own_abbreviation_overrides() -> None:
    document = document_of("Number of AE", "", oncology=False)
    span = Span("description", 0, 1)
    document.abbreviations.append(Abbreviation("AE", "acute exacerbations", span, span, span))
    (found,) = endpoints.ground(Passage("Number of AE", "measure"), None, document)
    assert (found.concept, found.method) == ("endpoint/exacerbations", "abbreviation")


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("FEV1", "forced expectorant volume for 1 sec", ["endpoint/forced-expiratory-volume"]),  # miswritten
        ("FEV1", "fetal erythrocyte variant 1", []),  # something else: nothing is told, however often it is written
    ],
)
def test_a_long_form_that_names_nothing(short: str, long: str, expected: list[str]) -> None:
    measure = f"{short} changes from {short} baseline at each visit"
    document = document_of(measure, "", oncology=False)
    span = Span("description", 0, 1)
    document.abbreviations.append(Abbreviation(short, long, span, span, span))
    assert [found.concept for found in endpoints.ground(Passage(measure, "measure"), None, document)] == expected


def test_a_response_rate_is_objective_only_of_tumours() -> None:
    assert ground("Response rate", oncology=True) == ["objective-response-rate"]
    assert ground("Response rate", oncology=False) == ["clinical-response"]


def test_the_instrument_tells_where_the_measure_has_no_name() -> None:
    assert ground("EORTC QLQ-C30") == ["quality-of-life"]
    assert ground("VAS", description="Pain intensity by patients on a scale from 0 to 10.") == ["pain"]


@pytest.mark.parametrize(
    ("sample", "size", "covered", "precise"),
    [
        ("endpoint_sample", 200, 0.8, 0.97),
        ("endpoint_sample_2", 100, 0.9, 0.99),
        ("endpoint_sample_3", 150, 0.9, 0.97),
        ("endpoint_sample_4", 197, 0.9, 0.95),
        ("endpoint_sample_5", 402, 0.9, 0.98),
        ("endpoint_sample_6", 210, 0.9, 0.98),
        ("endpoint_sample_7", 110, 0.9, 0.98),
        ("endpoint_sample_8", 200, 0.9, 0.97),
        ("endpoint_sample_9", 73, 0.9, 0.98),
        ("endpoint_sample_10", 200, 0.9, 0.95),
    ],
)
def test_sample_read_by_hand_keeps_its_precision_and_coverage(
    sample: str, size: int, covered: float, precise: float
) -> None:
    lines = GOLD.with_name(f"{sample}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows[0] == ["nct", "oncology", "measure", "endpoint", "verdict", "expected", "note"]
    right = wrong = 0
    faults = []
    for _, oncology, measure, assigned, verdict, expected, _ in rows[1:]:
        found = sorted(f"endpoint/{name}" for name in ground(measure, oncology=oncology == "yes"))
        if not found:
            continue
        # what is expected now, once it was parted from what was told then, is told in a column of its own
        if found == sorted((expected or (assigned if verdict == "correct" else "")).split()):
            right += 1
        else:
            wrong += 1
            faults.append((measure, found, assigned, verdict))
    assert len(rows) == size + 1
    assert right / (right + wrong) >= precise, faults
    assert (right + wrong) / size >= covered


def test_the_contract_is_in_the_lexicon() -> None:
    contract = """
    overall-survival progression-free-survival hepatic-progression-free-survival
    disease-free-survival recurrence-free-survival event-free-survival metastasis-free-survival
    cancer-specific-survival survival-rate objective-response-rate best-overall-response
    complete-response-rate disease-control-rate clinical-benefit-rate duration-of-response
    time-to-response time-to-progression time-to-treatment-failure depth-of-response
    pathological-complete-response major-pathological-response tumor-regression-grade
    r0-resection-rate conversion-resection-rate resection-rate no-evidence-of-disease-rate
    local-control recurrence-rate tumor-marker-change adverse-events
    treatment-related-adverse-events treatment-emergent-adverse-events serious-adverse-events
    immune-related-adverse-events adverse-events-of-special-interest dose-limiting-toxicity
    maximum-tolerated-dose recommended-phase-2-dose safety tolerability feasibility
    treatment-compliance treatment-discontinuation quality-of-life pain functional-status
    patient-satisfaction symptom-score mortality postoperative-complications postoperative-mortality
    length-of-hospital-stay hospitalization operative-time blood-loss reoperation pharmacokinetics
    pharmacodynamics immunogenicity biomarker ctdna immune-response laboratory-value vital-signs
    imaging-measure diagnostic-accuracy cost-effectiveness enrollment-rate cognitive-function
    depression-anxiety glycemic-control blood-pressure body-weight cardiovascular-events infection
    bleeding wound-healing disease-activity-score
    """
    vocabulary = vocab.load()
    assert [name for name in contract.split() if vocabulary.get(f"endpoint/{name}") is None] == []


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Remission rate (CR) after induction", ["complete-response-rate"]),
        ("Complete (CR) or partial response (PR)", ["objective-response-rate"]),
        ("Clinical remission", ["clinical-remission"]),
        ("Complications of lithotripsy", ["postoperative-complications"]),
        ("Complications by the Clavien-Dindo classification", ["postoperative-complications"]),
        ("Overall complications (CCI)", ["postoperative-complications"]),
        ("Complications by the comprehensive complication index", ["postoperative-complications"]),
        ("Complications by the Accordion system", ["postoperative-complications"]),
        ("Comorbidity (CCI)", ["comorbidity"]),
        ("Complications and Charlson Comorbidity Index (CCI)", ["adverse-events", "comorbidity"]),
        ("Complications of the disease", ["adverse-events"]),
        # fluid returns, not a tumour; where somebody stays
        ("Refractory ascites recurrence", ["ascites"]),
        ("Recurrence of ascites", ["ascites"]),
        ("Ascites and recurrence", ["ascites", "recurrence-rate"]),
        ("Recurrence of HCC", ["recurrence-rate"]),
        ("ICU LOS", ["icu-stay"]),
        ("LOS in PACU", ["pacu-stay"]),
        ("Hospital LOS", ["length-of-hospital-stay"]),
        ("Safety, including infections and toxicity", ["safety"]),
        ("Number of adverse events, e.g. nausea and vomiting", ["adverse-events"]),
        ("AEs e.g. diarrhea, orthostatic hypotension", ["adverse-events"]),
        ("Thrombotic complications", ["thromboembolism"]),
    ],
)
def test_context_narrows_what_a_word_names(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Time to prostate-specific antigen (PSA) progression after surgery", ["time-to-psa-progression"]),
        ("Serum interleukin (IL)-6", ["interleukin-6"]),
        ("Overall survival (OS) rate", ["overall-survival"]),
        ("Laboratory (chemistry, hematology, and coagulation) abnormal results", ["laboratory-abnormalities"]),
        ("Non-ocular (systemic) adverse events", ["adverse-events"]),
    ],
)
def test_a_short_form_in_brackets_does_not_part_a_name(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Heart and respiratory rate", ["heart-rate", "respiratory-rate"]),
        ("Time to neutrophil and platelet engraftment", ["neutrophil-engraftment", "platelet-engraftment"]),
        ("Total and specific IgE", ["total-ige", "specific-ige"]),
        ("Acute and chronic GVHD", ["acute-graft-versus-host-disease", "chronic-graft-versus-host-disease"]),
        ("Pain and quality of life", ["pain", "quality-of-life"]),
        ("Ctrough / Cmax of the study drug", ["trough-concentration", "maximum-concentration"]),
        ("Cost and overall survival", ["costs", "overall-survival"]),
    ],
)
def test_names_joined_by_and_share_their_noun(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Biochemistry: potassium", ["potassium"]),
        ("Laboratory test (blood chemistry): albumin (g/dL)", ["albumin"]),
        ("Change in cytokines: interferon gamma", ["interferon-gamma"]),
        ("Cytokines (IL-4, IL-5, IL-13, TNF-alpha)", ["cytokines"]),
        ("Urinalysis: glucose", ["urinalysis"]),
        ("Adverse reactions: injection pain", ["adverse-events"]),
        ("WOMAC pain subscale", ["joint-pain"]),
        ("WOMAC - pain", ["pain"]),
        ("IIEF domain scores: sexual desire", ["sexual-desire"]),
        ("Montgomery-Asberg Depression Rating Scale (MADRS) response rate", ["depression"]),
        ("INCAT disability score", ["neurological-status"]),
    ],
)
def test_a_colon_or_a_part_of_an_instrument_narrows(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Weight of secretions", []),
        ("Weight of the drained fluid", []),
        ("Placental weight", ["placental-outcome"]),
        ("Weight of adult participants", ["body-weight"]),
        ("Change in weight in kilograms", ["body-weight"]),
        ("Height of cervical discs", []),
        ("Height of children", ["height"]),
        ("Room temperature during surgery", ["environmental-exposure"]),
        ("Acute GVHD biomarkers", ["biomarker"]),
        ("Incontinence-associated skin damage", []),
        ("Adverse events associated with infusion", ["adverse-events"]),
        ("Stoma care skills", []),
        ("Cholinesterase inhibition", []),
        ("Factors related to survival of glioma", ["risk-factors"]),
        ("Prognostic impact of malnutrition on mortality", ["association"]),
        ("Fever during pregnancy", ["fever"]),
        ("Lung collapse during fever", []),
    ],
)
def test_what_a_name_only_qualifies_is_not_measured(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Leukemia-free survival at 12 months", ["leukemia-free-survival-rate"]),
        ("Proportion of patients leukaemia-free at 12 months", ["leukemia-free-survival-rate"]),
        ("Alive and progression-free at 6 months", ["progression-free-survival-rate"]),
        ("2-year distant metastasis-free survival", ["metastasis-free-survival-rate"]),
        ("Metastasis-free survival", ["metastasis-free-survival"]),
        ("Participants gluten-free at 12 months", []),
    ],
)
def test_narrower_survivals_have_landmarks_too(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Acceptability of the diet", ["acceptability"]),
        ("Feasibility and acceptability", ["feasibility", "acceptability"]),
        ("Retention rate at the last visit", ["retention"]),
        ("Recruitment rate", ["enrollment-rate"]),
        ("Drooling severity", ["sialorrhea"]),
        ("QTc interval", ["qt-interval"]),
        ("Protein expression in tumor tissue", ["protein-expression"]),
        ("Fear of recurrence", ["fear-of-recurrence"]),
        ("Decision regret", ["decision-quality"]),
        ("End-tidal CO2", ["carbon-dioxide"]),
        ("Stool frequency", ["stool-pattern"]),
        ("Cardiovascular death", ["cardiovascular-mortality"]),
        ("Craving for alcohol", ["craving"]),
        ("International Prostate Symptom Score", ["lower-urinary-tract-symptoms"]),
    ],
)
def test_what_was_lumped_together_is_told_apart(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Infection recurrence", ["recurrence-rate"]),
        ("Adverse event dropouts", ["adverse-events-leading-to-discontinuation"]),
        ("Cesarean delivery operative time", ["operative-time"]),
        ("Usability and acceptability of the anxiety questionnaire", ["usability", "acceptability"]),
        ("Biomarkers of headache and vertigo", ["biomarker"]),
        ("Biomarkers of liver fibrosis", ["liver-fibrosis"]),
        ("Barriers to vaccination", ["implementation"]),
        ("TP53 mutation status in blood samples", ["genetic-analysis"]),
        ("Patient-reported outcome measures (PROMs) pain score", ["pain"]),
        (
            "Concentration of calcium, glucose, phosphorus, potassium, sodium and urea (mmol/L)",
            ["calcium", "blood-glucose", "phosphate", "potassium", "sodium", "urea"],
        ),
        ("Short-term changes after stimulation in blood adiponectin levels", ["adipokines"]),
    ],
)
def test_the_noun_that_heads_the_phrase_is_measured(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Completion of breast MRI", "", []),
        ("CT use", "", []),
        ("Brain CT findings", "", ["imaging-measure"]),
        ("Chest X-ray", "", ["lung-imaging"]),
        ("Subject global assessment of itching", "", ["pruritus"]),
        ("Physician's global assessment", "", ["investigator-global-assessment"]),
        ("Reproducibility of the skin prick test", "", ["test-reliability"]),
        ("Respiratory function - vital capacity", "", ["vital-capacity"]),
        ("Patient-reported outcomes: BPI-SF", "", ["pain"]),
        ("Auditory brainstem response", "", []),
        ("WC", "Waist circumference in centimetres.", ["waist-circumference"]),
        ("Primary endpoint", "All-cause mortality at the end.", ["mortality"]),
        ("LRG1", "Immune cell trafficking.", []),
        ("Coefficient of variation", "Continuous glucose monitoring of all patients.", []),
        ("Luteinising substance", "The blood sample was taken in the morning.", []),
    ],
)
def test_what_says_little_is_told_or_left_out(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Duration of CR + CRh (duration of alternative CR)", ["duration-of-response"]),
        ("Percentage of participants with response (CR, CRi)", ["complete-response-rate"]),
        ("Response to therapy by RECIST criteria", ["objective-response-rate"]),
        ("Non-tolerated dose", []),
        ("MRD specificity and sensitivity", ["diagnostic-accuracy"]),
        ("Mean corpuscular volume", ["red-cell-indices"]),
        ("Anti-influenza virus total IgG", ["antibody-response"]),
        ("Total IgG", ["immunoglobulins"]),
        ("Cashew-specific IgG4/IgE ratio", ["igg4-ige-ratio"]),
        ("Relation of pain with weight", ["association"]),
    ],
)
def test_what_stands_beside_a_name_changes_it(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Hypertensive disorder of pregnancy", ["gestational-hypertension"]),
        ("Weight gain during pregnancy", ["gestational-weight-gain"]),
        ("Rate of pregnancy", ["clinical-pregnancy"]),
        ("Adverse events related to oakinib", ["treatment-related-adverse-events"]),
        ("Adverse events related to the study drug", ["treatment-related-adverse-events"]),
        ("Adverse events related to the operation", ["adverse-events"]),
        ("CD4 T cell intracellular HIV RNA", ["viral-load"]),
        ("AUC of total IgE in predicting the response", ["diagnostic-accuracy"]),
        ("Galvanic skin response", ["autonomic-function"]),
        ("Incidence of allergic rhinitis", ["allergic-rhinitis-occurrence"]),
    ],
)
def test_what_the_third_sample_suggested(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Toxicities of grade 3 or higher", ["severe-adverse-events"]),
        ("Subjects with >= grade 3 side effects", ["severe-adverse-events"]),
        ("Side effects graded mild, moderate or severe", ["adverse-events"]),
        ("Adverse events of grade 1 or 2", ["adverse-events"]),
        ("AEs leading to permanent withdrawal of the study drug", ["adverse-events-leading-to-discontinuation"]),
        ("TEAEs that resulted in stopping treatment", ["adverse-events-leading-to-discontinuation"]),
        ("AEs leading to hospitalization", ["adverse-events"]),
        ("Adverse events attributable to the study drug", ["treatment-related-adverse-events"]),
        ("Treatment-related toxicities", ["treatment-related-adverse-events"]),
        ("Fathers' anxiety about side effects", ["anxiety"]),
        ("Adverse events of special interest [safety population]", ["adverse-events-of-special-interest"]),
    ],
)
def test_harms_are_told_apart(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Anti-QX 4471 antibodies", ["immunogenicity"]),
        ("Antibodies to QXR-0098-B in serum", ["immunogenicity"]),
        ("Anti-CD19 CAR-T cell antibodies", ["immunogenicity"]),
        ("Total antibody to QX-a4471", ["drug-concentration"]),
        ("Anti-H3N2 antibodies", ["antibody-response"]),
        ("Anti-CD38 antibody titer", ["antibody-response"]),
    ],
)
def test_antibodies_against_a_product_are_not_those_of_a_vaccine(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False)[:1] == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Effectiveness of the leaflet in reducing fatigue", ["fatigue"]),
        ("Efficacy of QX-44 in preventing migraine days, versus placebo", ["headache"]),
        ("Primary effectiveness endpoint: change in ODI score", ["spine-disability"]),
        ("Efficacy: % change in fasting serum TG", ["triglycerides"]),
        ("Clinical efficacy as measured by the IIEF-5", ["erectile-function"]),
        ("Efficacy of the drug, compared with quality of life counselling", ["efficacy"]),
        ("Treatment efficacy", ["efficacy"]),
        ("Comparative effectiveness in reducing heel strike, versus balance training", ["efficacy"]),
    ],
)
def test_what_benefit_is_measured_by(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Serum chemistry: Na (mmol/L)", ["sodium"]),
        ("Patient characteristics. Sex", ["demographics"]),
        ("Anthropometric data: height", ["height"]),
        ("Serum concentration right before the next dose (Ctrough) of QX-44", ["trough-concentration"]),
        ("Quality of life: questionnaire", ["quality-of-life"]),
        ("Urine NTX/creatinine", ["bone-turnover"]),
        ("Serum creatinine", ["creatinine"]),
        ("Responses to the Beck Depression Inventory", ["depression"]),
        ("Response to the study drug", ["clinical-response"]),
        ("European Lung Association (ELA) newsletter", []),
        ("Association between age and pain", ["association"]),
        ("Prevalence of scabies", ["disease-occurrence"]),
        ("Prevalence of antihistamine prescriptions", []),
        ("Throwing accuracy", []),
        ("Accuracy of the rapid test", ["diagnostic-accuracy"]),
        ("Time to cardiovascular death or first stroke", ["major-adverse-cardiac-events"]),
        ("Time to cardiovascular death", ["cardiovascular-mortality"]),
        ("Cardiovascular death and stroke", ["cardiovascular-mortality", "stroke"]),
        ("Participants able to tolerate the full infusion", []),
        ("Children able to tolerate 1 g of baked egg", ["allergen-threshold"]),
    ],
)
def test_the_narrower_or_the_other_thing_is_meant(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Accuracy in measuring lactate", ["diagnostic-accuracy"]),
        ("Coefficient of variation of mean glucose", ["glucose-variability"]),
        ("Double support time", ["gait"]),
        ("Plantar pressure under the heel", ["plantar-pressure"]),
        ("Duration of the operation", ["operative-time"]),
        ("Hypocitraturia", ["urinary-stone-risk"]),
        ("New-onset chronic medical conditions", ["new-onset-medical-conditions"]),
        ("Serum interleukin-31", ["interleukin-31"]),
        ("Neck and back pain", ["neck-pain", "back-pain"]),
        ("Costs of treatment", ["costs"]),
        ("Grip of the handle", []),
        ("Polyp of the nose", []),
    ],
)
def test_narrower_and_newer_names(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected
