"""Cells whose measure is a list of names, and those whose description only begins with one."""

from __future__ import annotations

import pytest

from kg.read.outcomes.cells import split_cells
from kg.read.outcomes.corrections import corrected
from kg.read.outcomes.cuts import siblings
from kg.read.outcomes.features import analyse
from kg.read.outcomes.names import named


def parts(cell: str) -> tuple[str, str, str]:
    (split,) = split_cells([cell])
    described, when = split.description, split.time_frame
    return (
        cell[: split.measure_end],
        cell[slice(*described)] if described else "",
        cell[slice(*when)] if when else "",
    )


@pytest.mark.parametrize(
    ("measure", "description", "time_frame"),
    [
        ("MAP, HR, SpO2", "mean arterial pressure (mmHg), heart rate and saturation", "5 minutes after intubation"),
        ("ORR, DCR, PFS, OS", "as per RECIST 1.1", "up to 2 years"),
        ("ALT, AST, TBIL", "", "every 4 weeks"),
        ("EFS, OS", "", "3 years"),
        ("PFS, OS and ORR", "", "2 years"),
        ("ORR, DCR and DoR based on RECIST 1.1 and mRECIST", "", "approximately 2 years"),
        ("ORR, DCR, DoR per RECIST 1.1", "", "2 years"),
        ("ORR", "CR and PR by RECIST 1.1", "8 weeks"),
        ("OS", "OS and PFS are measured from randomization", "1 year"),
        ("AFP, CEA, CA19-9", "serum tumour markers", "before and 1 month after surgery"),
        ("LVEF, LVEDD", "by echocardiography", "6 months"),
        ("HBV DNA undetectable rate, HBeAg seroconversion rate", "HBV DNA < 20 IU/mL", "48 weeks"),
        ("Systolic blood pressure, diastolic blood pressure", "measured sitting", "week 12"),
        ("1-, 3-, 5-year OS", "Kaplan-Meier", "5 years"),
        # names of different things
        ("Rebleeding rate, 6-week mortality", "", "6 weeks"),
        ("5-day treatment failure, 6 week rebleeding", "", "6 weeks"),
        ("28-day mortality, 90-day mortality", "", "28 days, 90 days"),
        ("3-year local recurrence rate, 3-year DFS, 5-year OS", "", "up to 5 years"),
        ("Miscarriage, multiple pregnancy, OHSS", "", "12 weeks"),
        ("conversion to open, estimated blood loss, number of harvested lymph nodes", "", "during surgery"),
        ("Operative time (min), blood loss and need of blood transfusion", "", "intraoperative"),
        ("Vasopressor free days, ventilator-free days, ICU-free days to day 28", "days alive and free", "28 days"),
        ("Rebleeding at 5 days, mortality at 6 weeks and 1 year", "", "1 year"),
        ("surgical conversion rate, pCR rate in resected patients", "", "up to 12 months"),
        ("Blood loss, Hb drop, transfusion rate", "Gross formula", "POD 1, 3"),
        ("Safety: number of participants with TEAEs, SAEs, deaths and laboratory abnormalities", "", "48 months"),
        ("Number of Participants with MACE, VTE, herpes zoster", "", "48 weeks"),
        ("AFP, PIVKA-II", "", "every 3 months"),
        ("Fecal calprotectin, CRP", "", "weeks 0, 4, 8"),
        ("Postoperative complications, 30-day mortality", "Clavien-Dindo", "30 days"),
        ("POPF (B,C), biliary leak", "ISGPS 2016", "90 days"),
        ("ALT normalization, platelet count", "", "week 24"),
        ("QLQ-C30, QLQ-HCC18", "", "baseline, 6 months"),
        ("Pruritus needing treatment, PONV, urinary retention", "", "48 h"),
        ("NRS at rest and with coughing", "0 = no pain, 10 = worst possible", "PACU, 6, 12, 24, 48 hrs"),
        ("ICU mortality, 28-d mortality", "", "28 days"),
        # short forms that only some records mean so, brackets behind short forms, harms, steps of one measure
        ("LR, DM", "", "3 years"),
        ("Bile leak, ascites, HE, PVT", "", "30 days"),
        ("TTUP (time to untreatable progression), TTP", "", "2 years"),
        ("AEs, SAEs, AESIs", "", "90 days"),
        ("PSA50, PSA90", "", "12 weeks"),
        ("LARS score, Wexner score", "", "12 months"),
        ("Symptom score", "Wexner score", "12 months"),
        ("IgA", "IgA2", "12 months"),
        # a kind that a short form of its own tells, and one told beside what it is compared with
        ("LOS, ICU stay", "", "90 days"),
        ("LOS, ICU stay, readmission", "", "90 days"),
        ("Hospital stay in days, readmission", "", "30 days"),
        ("ICU LOS, hosp LOS", "", "90 days"),
        ("LOS", "postoperative hospital stay", "90 days"),
        ("ctDNA VAF vs PFS, microbiome", "", "baseline and month 3"),
        # below a heading, and told of one thing
        ("body composition (DXA): lean mass, fat mass", "", "24 weeks"),
        ("3y DFS, 3y OS, recurrence pattern", "", "36 months"),
        ("DFS, OS at 36 and 60 months", "", "5 years"),
        ("ferritin, TSAT, MCV", "", "4 weeks"),
        ("stress hormones: cortisol, glucose", "", "2h, 24h"),
        ("Sleep: PSQI, ESS", "", "12, 24, 36 months"),
        ("HBeAg loss, HBeAg seroconversion", "", "week 48"),
        # a unit is no part of the measure
        ("PD, CAL", "mm, UNC-15 probe", "baseline, 1, 3 months"),
        ("Quadriceps strength by hand held dynamometer", "kg", "4 weeks"),
        # a row of visits, and cells without a time frame
        ("EASI, DLQI", "", "w4, w16, w52"),
        ("PFS, OS", "", ""),
        ("R0 resection rate, blood loss, length of stay", "", ""),
        # a description that begins with a name
        ("Event-free survival", "Time from randomization to progression, recurrence, a tumour or death", "5 years"),
        ("Progression-free survival", "time to progression, death", "2 years"),
        ("Overall survival", "Survival time of patients, mortality", "2 years"),
        ("Autonomic indices 2", "Heart Rate", "Baseline, Week 4"),
        ("Overall response rate (ORR)", "ORR includes CR, CRi", "2 years"),
        ("Health status", "pain, fatigue", "12 weeks"),
        ("Balance and Gait", "gait speed", "2 weeks"),
        ("PFS", "Disease-free survival", "16 weeks"),
        ("24 Hour Pain Score", "24 hour pain score (follow-up phone call)", "24 hours after discharge"),
        ("Postoperative complications", "bleeding, wound infection", "30 days"),
        ("Growth", "body weight, IGF-1", "1 year"),
        ("Urinary Biomarkers", "KIM-1, NGAL", "24 weeks"),
        ("Mental Health", "The Depression, Anxiety, and Stress Scales (DASS-21) are 21 items", "One month"),
        ("Retention rates", "Number of participants recruited and number completing the program", "12 months"),
        ("total CD34+ cell count", "Median total number of CD34+ cells collected", "two weeks"),
        ("Level of Total IgE and Free IgE", "Pharmacodynamics", "Week 20"),
        ("Weight gain", "Treatment-related adverse effects", "Two months"),
        ("asthma severity", "questionnaire", "2 years"),
        ("Hospital stay", "days", "1 month"),
        ("Mortality", "28-day mortality", "28 days"),
        ("MTD", "MTD determination: dose limiting toxicity (DLT) rate", "52 months"),
        ("Change in duration of cluster headache attacks, in minutes", "", "baseline, week 3"),
        ("Overall survival", "Survival time of patients, mortality", ""),
        ("Pain", "VAS, 0-10", ""),
        ("QoL", "SF-36", "6 months"),
        ("ORR", "RECIST", "6 months"),
        ("ROM", "VAS", "6 months"),
        ("PFS", "Progression-free survival", "2 years"),
        ("Lipid profile", "TC, TG, LDL-C", "12 weeks"),
        ("LFT", "ALT and AST by standard methods", "week 12"),
        ("Anxiety", "GAD-7", "week 8"),
        ("Sleep quality", "PSQI score", "week 4"),
        ("Kidney function", "Serum creatinine (mg/dl)", "six weeks"),
        ("Adverse events", "Treatment-related adverse events", "6 weeks"),
        ("HbA1c", "glucose level", "12 months"),
        ("Beck Scale for Suicide Ideation", "Suicidal ideation", "At intake and 3 months"),
        ("Body weight", "Measured on a scale in kg", "12 weeks"),
        ("Post-embolization syndrome", "fever, abdominal pain, nausea and vomiting after TACE", "7 days"),
    ],
)
def test_names_that_follow_belong_to_a_measure_in_a_list(measure: str, description: str, time_frame: str) -> None:
    cell = ", ".join(part for part in (measure, description, time_frame) if part)
    assert parts(cell) == (measure, description, time_frame)


@pytest.mark.parametrize(
    ("measure", "description", "time_frame"),
    [
        ("HADS-A and HADS-D, score of 0-21", "", "preoperative, 3 days, 1 month after surgery"),
        ("Pain", "measured from 0 to 10", "6 hours, 24 hours, 48 hours after surgery"),
        ("Blood levels of interleukin-13", "", "Screening, baseline, Day 1, 8, 14, 21"),
        ("Immune related adverse event (irAE)", "number of the patients who experienced irAE, CTCAE 5.0", "2 years"),
        ("NRS score at movement", "0-10", "2, 6, 12, 24, 48 hours after operation"),
        ("PIVKA-II kinetics", "", "C1D1, C2D1, C3D1"),
        ("Quality of life", "", "BL, M3, M6"),
        ("Quality of life", "", "D1 of each cycle, EoT, FU"),
        ("Inflammatory markers", "", "preop 1d, POD 1, 3, 5"),
        ("ECG at 4, 8, 24 hrs", "", "4, 8, 24 hrs"),
        ("Sedation level", "Ramsay scale", "PACU"),
        ("OHIP-14", "", "pre, 6 months"),
        ("Nutritional status", "", "before RT, week 3, week 6"),
        ("RASS, BIS", "", "intraoperatively and ICU"),
        # a measure keeps all ends of its clock
        ("EFS; from randomization to progression, relapse, death", "", "3 y"),
        ("EFS, from randomization to progression, relapse, or death from any cause", "", "3 years"),
        ("OS; from randomization to death", "any cause counts", "5 years"),
        ("Time from surgery to recurrence", "death counted as event", "5 years"),
        # survivals, units and instruments are no time frames
        ("3 yrs LRR", "DM, DFS, OS", ""),
        ("HbA1c", "%-points", ""),
        ("ACLF", "EASL-CLIF", ""),
        ("Quality of life", "EORTC QLQ-C30 and EQ-5D-5L", ""),
        # nor are other names, in a cell without a time frame
        ("ORR, DCR, PFS, OS and safety", "", ""),
        ("EFS, OS, toxicity", "", ""),
        ("Serum ALT, AST, bilirubin", "", ""),
        ("R0 rate, TRG, pCR", "", ""),
        ("Blood loss (ml), operative time (min)", "", ""),
        ("ORR, DCR, PFS, OS and safety", "", "2 years"),
        ("Change in GFR", "efficacy and safety", "48 weeks"),
        ("ORR", "toxicity", "2 years"),
        ("Pain", "", "POD 1"),
        ("Pain", "", "POD 1, 3 and 5"),
        ("PFS, OS", "", "3 years"),
        ("PFS rate at 6 months, 12-month OS rate", "", ""),
        ("Birth weight", "", "36 weeks of gestation"),
        ("AFP", "DCP kinetics", ""),
        ("Tumour markers", "AFP", "throughout the study"),
        ("Tumour markers", "AFP", "Weekly"),
        ("OS", "", "术后随访"),
        # a cell without a time frame
        ("DFS Rate at 12, 24, 36 months", "", ""),
        ("Adverse Events", "Collected by open report of illness during the study.", "Measured weekly"),
        # a row that begins again with the time before it
        ("PFS at 3 and 5 years", "progression-free survival (RECIST 1.1) at 3 years and 5 years", "3 years, 5 years"),
        # a sentence that ends in a row of times, a time frame of its own behind it
        ("Migraine Questionnaire", "Change in the total score at week 4, week 8, and week 12",
         "Baseline to Weeks 4, 8 and 12"),
        ("Nasal polyp score", "Assessed before receiving treatment, 1 week after treatment, and after 3 months",
         "6 months"),
    ],
)  # fmt: skip
def test_a_row_of_times_is_one_time_frame_and_no_instrument_begins_it(
    measure: str, description: str, time_frame: str
) -> None:
    assert parts(", ".join(part for part in (measure, description, time_frame) if part)) == (
        measure, description, time_frame,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        ("MAP", "endpoint/mean-arterial-pressure"),
        ("heart rate (beats/min)", "endpoint/heart-rate"),
        ("Change in HbA1c", "endpoint/hba1c"),
        ("PHQ-9 total score", "instrument/phq-9"),
        ("incidence of nausea and vomiting", "endpoint/nausea-vomiting"),
        ("as assessed by PHQ-9", None),
        ("12 weeks", None),
        ("", None),
        ("score", None),
    ],
)
def test_a_piece_is_a_name_from_end_to_end(piece: str, name: str | None) -> None:
    assert named(piece) == name


@pytest.mark.parametrize(
    ("cell", "time_frame"),
    [
        ("Lung disease, death, 36 weeks", "36 weeks"),
        ("Stability, MAP every 3 min, intraoperatively", "intraoperatively"),
        ("Stability, every 3 min, intraoperatively", "every 3 min, intraoperatively"),
        ("Stability, visits every 3 weeks, 6 months", "visits every 3 weeks, 6 months"),
    ],
)
def test_what_is_told_every_few_minutes_begins_no_time_frame(cell: str, time_frame: str) -> None:
    analysed = analyse(cell, siblings([cell]))
    _, j = corrected(analysed, 0, 0)
    assert cell[analysed.cuts[j] + 2 :] == time_frame
