"""Measures that set names side by side, rates that do not say when, and bare names that the description narrows."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Document
from kg.extract.measures import endpoints
from kg.model import ConditionItem, OutcomeItem, Passage, Source, SourceField, Trial


def told(measure: str, description: str = "", time_frame: str = "", condition: str = "Colon Cancer") -> list[str]:
    texts = {"measure": measure, "description": description, "time_frame": time_frame, "condition": condition}
    fields = tuple(SourceField(name, text) for name, text in texts.items())
    conditions = (ConditionItem(0, Passage(condition, "condition")),)
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=conditions)
    said = {name: Passage(text, name) if text else None for name, text in texts.items()}
    measured = said["measure"]
    assert measured is not None
    found = endpoints.ground(measured, said["description"], Document(trial, vocab.load()), said["time_frame"])
    for name in found:
        assert name.passage.text[name.start : name.end].strip()
    return [name.concept.partition("/")[2] for name in found]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("PHQ-9, GAD-7", ["depression", "anxiety"]),
        ("PHQ-9 and GAD-7 scores", ["depression", "anxiety"]),
        ("HAMD, HAMA", ["depression", "anxiety"]),
        ("BDI; BAI", ["depression", "anxiety"]),
        ("pruritus, N/V, resp depression", ["pruritus", "nausea-vomiting", "respiratory-depression"]),
        ("WOMAC pain, stiffness, function", ["joint-pain", "lower-limb-function"]),
        ("90-day post-op mortality; Clavien ≥3 morbidity", ["postoperative-mortality", "postoperative-complications"]),
        ("Graft loss; in severe uncomplicated anterior uveitis", ["graft-survival"]),
        ("ferritin, TSAT, MCV", ["iron-status", "red-cell-indices"]),
        ("Pain at 24 h and analgesic consumption", ["pain", "analgesic-consumption"]),
        ("Pain VAS at 1, 6, 24 h and analgesic consumption", ["pain", "analgesic-consumption"]),
        ("Mortality at 30 days, readmission", ["mortality", "readmission"]),
        ("3-year DFS, 3-year OS", ["disease-free-survival-rate", "overall-survival-rate"]),
        ("Pain at 1, 6, 24 h", ["pain"]),
        ("LOS, ICU stay", ["length-of-hospital-stay", "icu-stay"]),
        ("ctDNA VAF vs OS, TMB", ["ctdna", "overall-survival", "tumor-mutational-burden"]),
        ("BPRS, CGI-S", ["psychiatric-symptoms", "clinical-global-impression"]),
        ("KCCQ-12 overall summary score, 6MWD", ["quality-of-life", "exercise-capacity"]),
        ("MMSE, ADL", ["cognitive-function", "activities-of-daily-living"]),
        ("MSI, TMB and PD-L1 expression",
         ["microsatellite-instability", "tumor-mutational-burden", "pd-l1-expression"]),
        ("Rebleeding rate, 6-week mortality", ["rebleeding", "mortality"]),
        ("HBV DNA undetectable rate, HBeAg seroconversion rate", ["viral-suppression", "hbeag-seroconversion"]),
        ("Pain, function and quality of life", ["pain", "quality-of-life"]),
        ("Response and remission", ["clinical-response", "clinical-remission"]),
        ("HDRS-17, HAMA-14", ["depression", "anxiety"]),
        ("HADS-A and HADS-D", ["anxiety", "depression"]),
        ("1-year mortality, 2-year mortality and quality of life", ["mortality", "quality-of-life"]),
        ("All-cause death and HF rehospitalization", ["mortality", "heart-failure-hospitalization"]),
        # one between commas that no name is
        ("Blood loss, Hb drop, transfusion rate", ["blood-loss", "hemoglobin", "transfusion"]),
        ("hemoglobin, total blood protein, albumin, pre-albumin", ["hemoglobin", "albumin", "prealbumin"]),
        ("Change in eGFR, eGFR calculated by creatinine and cystatin C", ["gfr"]),
        # told as before
        ("ORR, DCR, DoR", ["objective-response-rate", "disease-control-rate", "duration-of-response"]),
        ("EQ-5D-5L, SF-36", ["quality-of-life"]),
        ("Depression and anxiety", ["depression-anxiety"]),
        ("nausea, vomiting", ["nausea-vomiting"]),
        ("Pruritus needing treatment, PONV, urinary retention", ["pruritus", "nausea-vomiting", "urinary-retention"]),
        ("Change in ascites grade, diuretic dose", ["ascites", "medication-use"]),
        ("Albumin, Hb, total lymphocyte count", ["albumin", "hemoglobin", "lymphocyte-count"]),
        ("Readmission within 30 days, ED visits", ["readmission", "emergency-visits"]),
        # a word that belongs to both
        ("Liver fat and stiffness", ["liver-fat", "liver-stiffness"]),
        ("Muscle mass and strength", ["lean-mass", "muscle-strength"]),
        ("bone mineral density and pain", ["bone-density", "pain"]),
        ("Pain intensity and location", ["pain"]),
        ("Liver fat and satisfaction", ["liver-fat", "patient-satisfaction"]),
        ("pain score and changes in the", ["pain"]),
    ],
)
def test_names_that_fill_their_items_are_each_told(measure: str, expected: list[str]) -> None:
    assert told(measure, condition="Colon Cancer" if "ORR" in measure else "Cirrhosis") == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Suicidal ideation, C-SSRS", ["suicidality"]),  # how it is assessed
        ("Fatigue, FACT-G", ["fatigue"]),
        ("Anxiety, HADS", ["anxiety"]),
        ("Length and frequency of hospitalization", ["hospitalization"]),
        ("Diet and exercise behavior", ["physical-activity"]),
        ("DOR, Duration of response", ["duration-of-response"]),
        ("User experience and engagement", ["usability"]),
        ("Adverse effects as assessed by serum IgG, IgA, IgM and IgE levels", ["adverse-events"]),
        ("Neck Disability Index for pain and function", ["spine-disability"]),
        ("Changes in bone mineral density at several sites and changes in biochemical markers", ["bone-density"]),
        ("Correlation between total IgE and lung function", ["association"]),
        ("Death, myocardial infarction or stroke", ["major-adverse-cardiac-events"]),
    ],
)
def test_what_only_explains_or_does_not_fill_its_item_is_not_told(measure: str, expected: list[str]) -> None:
    assert told(measure, condition="Asthma") == expected


@pytest.mark.parametrize(
    ("measure", "condition", "expected"),
    [
        ("POPF, PPH", "Pancreatic Cancer", ["pancreatic-fistula", "postoperative-bleeding"]),
        ("POPF, PPH", "Cesarean Section", ["pancreatic-fistula", "postpartum-hemorrhage"]),
        ("pCR, OS, R0", "Rectal Cancer", ["pathological-complete-response", "overall-survival", "r0-resection-rate"]),
        ("R0", "Liver Metastases", ["r0-resection-rate"]),
        ("R0", "Healthy", ["drug-accumulation"]),
        ("PK following multiple doses - R0", "Rectal Cancer", ["drug-accumulation"]),
        ("Variceal bleeding, ascites, SBP", "Liver Cirrhosis", ["variceal-bleeding", "ascites", "peritonitis"]),
        ("Recurrence of SBP", "Liver Cirrhosis", ["peritonitis"]),
        ("SBP, DBP", "Liver Cirrhosis", ["systolic-blood-pressure", "diastolic-blood-pressure"]),
        ("Change in SBP", "Liver Cirrhosis", ["systolic-blood-pressure"]),
        ("SBP", "Hypertension", ["systolic-blood-pressure"]),
    ],
)
def test_a_short_form_is_what_the_record_makes_of_it(measure: str, condition: str, expected: list[str]) -> None:
    assert told(measure, condition=condition) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Number of TACE sessions", ["treatment-cycles"]),
        ("Lung shunt fraction", ["dosimetry"]),
        ("Shunt fraction", ["gas-exchange"]),
        ("TACE refractoriness", ["treatment-failure"]),
        ("The rate of successful conversion", ["conversion-resection-rate"]),
        ("Port dysfunction", ["catheter-complications"]),
        ("PHES score", ["hepatic-encephalopathy"]),
        ("Complete virological response", ["viral-suppression"]),
        ("Shunt dysfunction", ["stent-dysfunction"]),
        ("Hospitalization expenses", ["costs"]),
        ("Hospitalization", ["hospitalization"]),
        ("Drop-out rate from the waiting list", ["waitlist-dropout"]),
        ("Drop-out rate", ["dropout"]),
        ("Retransplantation rate", ["retransplantation"]),
        ("Post-ablation syndrome", ["post-ablation-syndrome"]),
        ("Time to untreatable progression (TTUP)", ["time-to-untreatable-progression"]),
        ("Time to progression", ["time-to-progression"]),
        ("Time to extrahepatic spread", ["time-to-metastasis"]),
        ("Proportion of patients downstaged within Milan criteria", ["downstaging"]),
        ("Microvascular invasion", ["vascular-invasion"]),
        ("Positive peritoneal cytology", ["peritoneal-cytology"]),
        ("PFS on next line (PFS2)", ["progression-free-survival-2"]),
        ("Target lesion response", ["objective-response-rate"]),
        ("Return to intended oncologic therapy", ["adjuvant-therapy-receipt"]),
        ("Completion of neoadjuvant chemotherapy", ["treatment-completion"]),
        ("Esophagogastric varices progression rate", ["varices"]),
        # what is related to another thing is measured, too
        ("Tumor absorbed dose (Gy) on PET/CT, and its correlation with response", ["dosimetry"]),
        ("ctDNA clearance and correlation with PFS", ["ctdna"]),
        ("Correlation of ctDNA with PFS", ["association"]),
        ("Correlation between tumor size and its correlation with AFP", ["association"]),
        ("6-month PFS rate, 12-month OS rate", ["progression-free-survival-rate", "overall-survival-rate"]),
        ("1-year tumor recurrence-free rate", ["recurrence-free-survival-rate"]),
        ("iORR, iDCR, iDoR",
         ["intracranial-response-rate", "intracranial-disease-control-rate", "intracranial-duration-of-response"]),
        ("G3+ AEs", ["severe-adverse-events"]),
        ("AEs in G3 tumours", ["adverse-events"]),
        ("D90 HR-CTV", []),
        ("HR, MAP", ["heart-rate", "mean-arterial-pressure"]),
        ("Small for size syndrome, early allograft dysfunction",
         ["small-for-size-syndrome", "early-allograft-dysfunction"]),
        ("Time to distant recurrence", ["time-to-metastasis"]),
        ("Rate of HIV viral load suppression", ["viral-suppression"]),
        ("Adverse events related with product of the trial", ["treatment-related-adverse-events"]),
        ("Adverse events related with the disease", ["adverse-events"]),
        # deaths beside what operations bring
        ("Bile leak; 90 day mortality", ["bile-leak", "postoperative-mortality"]),
        ("Ascites; 90 day mortality", ["ascites", "mortality"]),
    ],
)
def test_measures_of_liver_trials(measure: str, expected: list[str]) -> None:
    assert told(measure, condition="Hepatocellular Carcinoma") == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("3y-DFS, 3y-OS", ["disease-free-survival-rate", "overall-survival-rate"]),
        ("1-year PFS, 2-year OS", ["progression-free-survival-rate", "overall-survival-rate"]),
        ("5-year OS and 5-year DFS", ["overall-survival-rate", "disease-free-survival-rate"]),
        ("CGI-BP", []),
        ("PFS, 12 patients", ["progression-free-survival"]),
    ],
)
def test_landmarks_do_not_part_a_list(measure: str, expected: list[str]) -> None:
    assert told(measure)[: len(expected) or None] == expected


@pytest.mark.parametrize(
    ("measure", "description", "time_frame", "expected"),
    [
        ("PFS rate", "", "6 months", "progression-free-survival-rate"),
        ("Progression Free Survival (PFS) Rate", "", "At 8 Weeks", "progression-free-survival-rate"),
        ("Overall Survival Rate (OSR)", "", "2 years", "overall-survival-rate"),
        ("PFS rate", "The rate of PFS at 12 months after the first treatment", "up to 2 years",
         "progression-free-survival-rate"),
        ("DFS rate", "The 2-year DFS rate of patients in both arms", "", "disease-free-survival-rate"),
        ("Recurrence-free survival rate", "Proportion of patients alive without recurrence at 24 weeks", "1 year",
         "recurrence-free-survival-rate"),
        # these stay the survival
        ("PFS", "", "6 months", "progression-free-survival"),
        ("PFS rate", "", "", "progression-free-survival"),
        ("PFS rate", "", "up to 2 years", "progression-free-survival"),
        ("PFS rate", "", "every 8 weeks", "progression-free-survival"),
        ("PFS rate", "", "7 days", "progression-free-survival"),
        ("Overall survival rate (OS)", "The period from registration to death due to any cause.", "2 years",
         "overall-survival"),
        ("Overall survival rate (OS)", "Death from any cause", "6, 12 months", "overall-survival"),
    ],
)  # fmt: skip
def test_a_survival_rate_is_taken_at_one_time_where_the_record_says_when(
    measure: str, description: str, time_frame: str, expected: str
) -> None:
    assert told(measure, description, time_frame) == [expected]


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Mortality", "In-hospital mortality", ["in-hospital-mortality"]),
        ("AE", "The incidence of immune-related adverse events (irAEs) as assessed by CTCAE 5.0",
         ["immune-related-adverse-events"]),
        ("Adverse events", "Number of participants with treatment-related adverse events",
         ["treatment-related-adverse-events"]),
        ("Kidney function", "Serum creatinine (mg/dl)", ["creatinine"]),
        ("Overall survival", "5-year OS rate", ["overall-survival-rate"]),
        ("Overall survival", "OS at 5 years after randomisation", ["overall-survival-rate"]),
        ("DFS", "2-year disease-free survival", ["disease-free-survival-rate"]),
        ("VAS score at rest and on movement", "", ["pain"]),
        ("Static and dynamic VAS", "0 no pain, 10 worst pain", ["pain"]),
        # more than a kind of it, or said of something else
        ("Overall survival", "OS, time from randomisation to death", ["overall-survival"]),
        ("Overall survival", "OS and PFS at 2 years", ["overall-survival"]),
        ("VAS score", "", []),
        ("VAS at baseline", "satisfaction with the operation", ["patient-satisfaction"]),
        ("Mortality", "All deaths, in hospital and after discharge", ["mortality"]),
        ("Adverse events", "Patients will be asked about serious adverse events at each visit", ["adverse-events"]),
        ("Adverse events", "Serious adverse events and all others are recorded", ["adverse-events"]),
        ("Mortality at one year in both groups", "In-hospital mortality", ["mortality"]),
        ("Kidney function", "Serum creatinine and urea", ["renal-function"]),
    ],
)  # fmt: skip
def test_a_bare_name_is_narrowed_by_the_description_that_opens_with_a_kind_of_it(
    measure: str, description: str, expected: list[str]
) -> None:
    assert told(measure, description) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Sense of psychological safety", []),
        ("Food safety behaviors", []),
        ("IgE receptors", []),
        ("Safety of the study drug", ["safety"]),
        ("Serum IgE", ["total-ige"]),
        ("Number of participants with different programmed death-ligand 1 (PD-L1) status", ["pd-l1-expression"]),
        ("Laryngoscopy duration in seconds", ["intubation-time"]),
    ],
)
def test_names_beside_words_that_turn_them(measure: str, expected: list[str]) -> None:
    assert told(measure) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (("DFS", "OS"), "time-to-recurrence"),
        (("Recurrence rate",), "time-to-recurrence"),
        (("RFS", "immune response: ELISPOT"), "time-to-recurrence"),
        (("ORR", "DFS"), "time-to-response"),
        (("Time to relapse", "Duration of response"), "time-to-response"),
        (("OS", "PFS"), "time-to-response"),
    ],
)
def test_ttr_is_of_what_the_other_outcomes_are(others: tuple[str, ...], expected: str) -> None:
    measures = ("TTR", *others)
    told_in = [SourceField(f"m{n}", text) for n, text in enumerate(measures)]
    fields = (*told_in, SourceField("condition", "Liver Cancer"))
    outcomes = tuple(OutcomeItem("secondary", n, Passage(text, f"m{n}")) for n, text in enumerate(measures))
    conditions = (ConditionItem(0, Passage("Liver Cancer", "condition")),)
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=conditions, outcomes=outcomes)
    found = endpoints.ground(outcomes[0].measure, None, Document(trial, vocab.load()))
    assert [name.concept for name in found] == [f"endpoint/{expected}"]


@pytest.mark.parametrize(
    ("measure", "condition", "expected"),
    [
        ("Rigidity at 12 months", "Erectile Dysfunction", []),
        ("Rigidity", "Parkinson Disease", ["movement-disorder-severity"]),
        ("Change in lesions at 24 hours", "Stroke", []),
        ("Lesions", "Plaque Psoriasis", ["skin-lesions"]),
        ("CR at 3 months", "Bladder Cancer", ["complete-response-rate"]),
        ("CR", "Chronic Kidney Disease", []),
        ("PPD, BOP, PI", "Periodontitis", ["periodontal-pocket-depth", "gingival-inflammation", "dental-plaque"]),
        ("Time to MVI or EHS", "Hepatocellular Carcinoma", ["time-to-metastasis"]),
        ("EHS", "Erectile Dysfunction", ["erectile-function"]),
        ("4-point MACE: CV death, stroke", "Coronary Disease", ["major-adverse-cardiac-events"]),
        ("MACE: CV death", "Coronary Disease", ["major-adverse-cardiac-events"]),
        ("MACE, stent thrombosis", "Coronary Disease", ["major-adverse-cardiac-events", "stent-thrombosis"]),
        ("S100B, NSE, IL-6", "Postoperative Delirium", ["s100b", "interleukin-6"]),
        ("NSE", "Cardiac Arrest", ["s100b"]),
        ("NSE", "Small Cell Lung Cancer", ["tumor-marker-change"]),
    ],
)
def test_short_forms_in_their_records_and_parts_of_one(measure: str, condition: str, expected: list[str]) -> None:
    assert told(measure, condition=condition) == expected
