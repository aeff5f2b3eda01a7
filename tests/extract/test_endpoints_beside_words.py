"""Words beside a name that say which endpoint is meant: what is done with it, what the record is about, what part of an
instrument its description tells."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Document
from kg.extract.measures import endpoints
from kg.model import ConditionItem, Passage, Source, SourceField, Trial


def ground(measure: str, description: str = "", condition: str = "Healthy") -> list[str]:
    fields = (SourceField("measure", measure), SourceField("description", description), SourceField("condition", "x"))
    conditions = (ConditionItem(0, Passage(condition, "condition")),)
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=conditions)
    told = Passage(description, "description") if description else None
    found = endpoints.ground(Passage(measure, "measure"), told, Document(trial, vocab.load()))
    return [one.concept.partition("/")[2] for one in found]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # what deteriorates, not what is given up
        ("TTD in physical functioning (QLQ-C30)", ["time-to-deterioration"]),
        ("TTD of treatment", ["time-to-treatment-discontinuation"]),
        ("Time to treatment discontinuation in the function cohort", ["time-to-treatment-discontinuation"]),
        # whether it can be done, not how much of it there is
        ("Strength feasibility", ["feasibility"]),
        ("Feasibility of strength training", ["feasibility"]),
        ("Cost-effectiveness acceptability curves", ["cost-effectiveness"]),
        # disability of what hurts, and what hurts
        ("Disability associated to low back pain", ["functional-status"]),
        ("Disability secondary to osteoarthritis", ["functional-status"]),
        ("Back pain", ["back-pain"]),
        # where it happens, not whether
        ("Localization of progression", []),
        ("Site of first recurrence", []),
        ("Recurrence at the site of surgery", ["recurrence-rate"]),
        # of a cut, not of a test
        ("Surgical accuracy of the two systems", []),
        ("Screw accuracy", []),
        ("Diagnostic accuracy of the surgical biopsy", ["diagnostic-accuracy"]),
        # cells that mature or are told apart, not how many there are
        ("Number of participants with differentiation of leukemic blasts", []),
        ("Reduction of leukemic blasts", ["blast-count"]),
        ("Immunophenotype of ABC-NK cells", []),
        ("Function of ABC-NK cells", ["immune-cell-function"]),
        ("Number of NK cells", ["nk-cell-count"]),
        ("Dendritic cell function", ["immune-cell-function"]),
        ("Cytotoxic activity in natural killer (NK) and CD8+ T cells", []),
        # what returns
        ("Menstrual recovery", ["menstrual-cycle"]),
        ("Recovery", ["recovery"]),
        ("Rebleeding of esophageal varices", ["variceal-bleeding"]),
        ("Size of esophageal varices", ["varices"]),
        ("Rate of reversion to chronic phase CML", []),
        # of genes, of a marker
        ("Expression of the target genes of menin", ["gene-expression"]),
        ("Expression of PD-1 on T cells", ["marker-expression"]),
        # attacks that ease, attacks that are treated
        ("Percentage of attacks in which the pain was reduced to mild", ["headache-relief"]),
        ("Percentage of attacks of migraine that result in resolution of all symptoms", ["headache-relief"]),
        ("Percentage of attacks treated within one hour", ["headache-and-attacks"]),
        # all of them, the serious ones too
        ("Number of subjects with serious and non-serious adverse events", ["adverse-events"]),
        ("Serious/non-serious adverse events", ["adverse-events"]),
        ("Number of subjects with serious adverse events", ["serious-adverse-events"]),
        ("Major adverse events at 30 days", ["adverse-events"]),
        # a time until half is left
        ("The time required for plasma concentration of a drug to decrease by 50%", ["half-life"]),
        ("Time until half of the participants have a plasma concentration of drug A", ["drug-concentration"]),
        ("Time for the sensory level to fall to T10", []),
        ("Time to 50% of the peak plasma concentration of drug A", ["time-to-maximum-concentration"]),
        # both of a list
        (
            "Morbidity and percentage of patients converted to open surgical procedure",
            ["postoperative-complications", "surgical-conversion"],
        ),
        ("Mortality and proportion of patients with reoperation", ["mortality", "reoperation"]),
        ("Rate of mechanical ventilation or not surviving", ["mechanical-ventilation", "mortality"]),
        ("Mortality of patients with reoperation", ["mortality"]),
        ("Combined all-cause mortality or unplanned hospital readmission", ["composite-outcome"]),
        ("Mortality or readmission", ["mortality", "readmission"]),
        ("Combined pain or stiffness score", ["pain"]),
        # what somebody answers is no response of a disease
        ("Subjective responses to symptoms", ["symptom-score"]),
        ("Probability of engraftment of platelets", ["platelet-engraftment"]),
        # what a bracket narrows
        ("Kidney function (eGFR)", ["gfr"]),
        ("Alcohol consumption (percentage of heavy drinking days)", ["heavy-drinking"]),
        ("2-year progression-free survival (PFS2)", ["progression-free-survival-rate"]),
        ("Overall response (OS)", ["clinical-response"]),
        ("Tumor regression (TRG)", ["tumor-regression-grade"]),
        ("Tumor regression", ["tumor-size-change"]),
        ("Tumor regression according to Mandard", ["tumor-regression-grade"]),
        ("Tumor size on pathology", ["tumor-size-change"]),
        # what something has an effect on
        ("Efficacy of drug A on pain intensity", ["pain"]),
        ("Effectiveness of acupuncture on hot flashes and quality of life", ["hot-flashes", "quality-of-life"]),
        ("Efficacy of drug A on day 28", ["efficacy"]),
        ("Efficacy of drug A on the ward where pain is common", ["efficacy"]),
        ("Antitumor activity as measured by ORR and DOR", ["objective-response-rate", "duration-of-response"]),
        ("Antitumor activity as measured by ORR in patients with DOR above 6 months", ["objective-response-rate"]),
        # the rate of those who respond, and the best of what is recorded
        ("Best overall response of confirmed CR or PR", ["objective-response-rate"]),
        ("Best overall response of CR, PR or SD", ["best-overall-response"]),
        ("Best overall response", ["best-overall-response"]),
        ("Rate of patients alive and free of disease at 3 years", ["disease-free-survival-rate"]),
        # of what is put on teeth, of those who take part
        ("Retention rate of sealants", ["dental-restoration"]),
        ("Retention rate of participants", ["retention"]),
        # times of their own
        ("Time to local recurrence", ["time-to-local-recurrence"]),
        ("Time to recurrence", ["time-to-recurrence"]),
        ("Analgesia onset", ["time-to-onset-of-analgesia"]),
        # what is done while pain is rated
        ("VAS at rest and on cough", ["pain"]),
        ("Cough severity VAS", ["cough"]),
        ("Effect of lozenges on cough", ["cough"]),
        # the criteria of toxicity are no cells
        ("Safety, NCI CTC 5.0", ["safety"]),
        ("Number of CTC in blood", ["circulating-tumor-cells"]),
        ("Complete response (no emesis, no rescue) in the delayed phase", ["nausea-vomiting"]),
        ("Complete response at week 8", ["complete-response-rate"]),
        # who falls ill is not who is ill
        ("Time to sustained resolution of symptoms of COVID-19", ["recovery"]),
        ("Resolution of symptoms of depression", ["depression"]),
        ("Incidence of influenza", ["influenza"]),
        # errors are no use, goals no readings, a waiting list no study
        ("Number of medication errors", ["medication-problems"]),
        ("Number of medications", ["medication-use"]),
        ("Concordance of goals of care", ["advance-care-planning"]),
        ("Concordance between readers", ["test-reliability"]),
        ("Dropout from transplant waiting list", ["waitlist-dropout"]),
        ("Dropout from the study", ["dropout"]),
        ("Neurologically intact survival", ["neurological-outcome"]),
        ("Portal vein tumor thrombus response", ["tumor-thrombus-response"]),
        # alive without something
        ("Survival without TIPS or rebleeding", ["event-free-survival"]),
        ("Survival without liver transplantation", ["transplant-free-survival"]),
        ("Survival without progression", ["progression-free-survival"]),
        ("Survival in patients without cirrhosis", ["overall-survival"]),
        # short forms and words that mean something else
        ("Eradication of varices, number of EBL sessions", ["varices"]),
        ("EBL (ml)", ["blood-loss"]),
        ("Critical view of safety", []),
        ("Wexner incontinence", ["fecal-incontinence"]),
        ("Urinary incontinence", ["urinary-incontinence"]),
        ("Pathologic node-negative conversion rate", ["lymph-node-metastasis"]),
        ("Time to negative conversion of viral RNA", ["viral-clearance"]),
        ("EGFR T790M detection rate in plasma", ["genetic-analysis"]),
        ("Detection rate of 68Ga-PSMA PET", ["lesion-detection-rate"]),
        ("Response rate to the questionnaire", []),
        # by what it is seen
        ("Proportion of lesions missed by PSMA PET", []),
        ("Tumor uptake measured by FDG-PET", ["tracer-uptake"]),
        ("Efficacy of calcium supplemetation", ["efficacy"]),
        # what takes
        ("Donor microbiota engraftment", ["microbiome"]),
        ("Time to engraftment", ["engraftment"]),
        ("HBsAg seroconversion rate", ["hbsag-seroconversion"]),
        ("HBsAg loss", ["hbsag-loss"]),
        # a misspelled name is no other name than the right one
        ("Specigic IgE glycosylation", []),
        ("Specigic IgE", ["specific-ige"]),
    ],
)  # fmt: skip
def test_words_beside_a_name_decide(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "condition", "expected"),
    [
        ("Number of colic", "Kidney Stone", ["pain"]),
        ("Episodes of colic", "Cow's Milk Allergy", ["infant-colic"]),
        ("Infantile colic", "Kidney Stone", ["infant-colic"]),
        ("Presence of allergic symptoms", "Peanut Allergy", ["systemic-allergic-reactions"]),
        ("Presence of allergic symptoms", "Allergic Rhinitis", ["nasal-symptom-score"]),
        ("Allergic symptoms during an oral challenge to milk", "Asthma", ["systemic-allergic-reactions"]),
        ("Nasal symptom score", "Peanut Allergy", ["nasal-symptom-score"]),
    ],
)
def test_what_the_record_is_about_decides(measure: str, condition: str, expected: list[str]) -> None:
    assert ground(measure, condition=condition) == expected


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        # a part that is defined first, and what is defined
        ("Cumulative incidence of engraftment", "Neutrophil recovery was defined as ANC above 0.5", ["engraftment"]),
        ("Primary endpoint", "Technical success, defined as deployment of the stent", ["procedural-success"]),
        # admissions because of an illness, and who falls ill
        ("Primary outcome", "The incidence of COVID-19 related hospital admissions in residents", ["hospitalization"]),
        ("Primary outcome", "The incidence of COVID-19 in residents", ["covid-19-incidence"]),
        # that a disease occurs is not rated
        ("Visual analogue scale", "rates the burden of allergic disease", []),
        ("Visual analogue scale", "rates back pain", ["back-pain"]),
    ],
)
def test_what_the_description_may_add(measure: str, description: str, expected: list[str]) -> None:
    assert ground(measure, description) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Orgasmic function domain", ["orgasm"]),
        ("IIEF sexual desire domain score.", ["sexual-desire"]),
        ("Erectile function domain", ["erectile-function"]),
        ("The IIEF has five domains: erectile function, orgasmic function and sexual desire.", ["erectile-function"]),
        ("Higher scores are better; the sexual desire domain is told elsewhere.", ["erectile-function"]),
        ("", ["erectile-function"]),
    ],
)
def test_a_description_that_is_a_part_of_the_instrument(description: str, expected: list[str]) -> None:
    assert ground("International Index of Erectile Function (IIEF)", description) == expected
