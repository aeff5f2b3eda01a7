"""What a heading goes on to name, and what the words beside a name make of it."""

from __future__ import annotations

import pytest
from test_endpoints import ground


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Pharmacokinetics (PK): serum zelimab concentration", ["drug-concentration"]),
        ("Population PK of drug A: clearance", ["clearance"]),
        ("Pharmacokinetics (AUC and Cmax)", ["area-under-the-curve", "maximum-concentration"]),
        ("PK parameters of the tablet: AUC0-336h", ["area-under-the-curve"]),
        ("Pharmacodynamics: change in serum interleukin-6", ["interleukin-6"]),
        ("Safety (adverse events)", ["adverse-events"]),
        ("Safety (vital signs, adverse events)", ["vital-signs", "adverse-events"]),
        ("Safety of the patch as assessed by adverse events", ["adverse-events"]),
        ("Tolerability evaluated by vital signs", ["vital-signs"]),
        ("Patient-Reported Outcomes Measurement Information System (PROMIS) Fatigue", ["fatigue"]),
        ("Anxiety: Patient-Reported Outcomes Measurement Information System (PROMIS) 4a", ["anxiety"]),
        ("Change in symptoms measured by the Urticaria Activity Score", ["urticaria-activity"]),
        ("Time to first occurrence of infection", ["infection"]),
        ("Time to resolution of neck pain", ["neck-pain"]),
        ("Safety of the gel by incidence of serious adverse events", ["serious-adverse-events"]),
        ("Shoulder pain: Brief Pain Inventory", ["joint-pain"]),
        # The heading stays where nothing that is measured stands behind it.
        ("Safety (including adverse events, deaths and the like)", ["safety"]),
        ("Safety of the device at 30 days", ["safety"]),
        ("Safety and tolerability in patients with pain", ["safety", "tolerability"]),
        ("Pharmacokinetics (PK) - phase 1", ["pharmacokinetics"]),
        ("Pharmacodynamics assessed by markers in blood samples", ["pharmacodynamics"]),
        ("Change in patient-reported outcomes in patients with fatigue", ["patient-reported-outcome"]),
        ("Time to first occurrence of stroke, infarction or death", ["time-to-first-event"]),
        ("Symptoms assessed with a visual analogue scale", ["symptom-score"]),
    ],
)
def test_a_heading_gives_way_to_what_it_heads(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Change in cashew immunoglobulin E (IgE)", ["specific-ige"]),
        ("Serum IgE against birch pollen", ["specific-ige"]),
        ("IgE antibodies to selected mites", ["specific-ige"]),
        ("Change in serum IgE", ["total-ige"]),
        ("Total IgE in peanut allergic children", ["total-ige"]),
        (
            "Number of participants with AEs leading to permanent discontinuation",
            ["adverse-events-leading-to-discontinuation"],
        ),
        ("Study drug discontinuation due to unacceptable toxicity", ["adverse-events-leading-to-discontinuation"]),
        ("Discontinuation of treatment for any reason", ["treatment-discontinuation"]),
        ("AEs leading to dose reduction", ["adverse-events"]),
        ("Adherence to daily aspirin tablets", ["medication-adherence"]),
        ("Compliance with the yoga sessions", ["intervention-adherence"]),
        ("Adherence at 12 weeks", ["treatment-compliance"]),
        ("Adherence to nightly CPAP", ["device-use"]),
        ("Inhaler adherence", ["medication-adherence"]),
        ("Average statin therapy adherence for the first year", ["medication-adherence"]),
        ("Specific and total IgE", ["specific-ige", "total-ige"]),
        ("Reactions to anti-IgE", []),
        ("Satisfaction of the surgeon with the drape", ["provider-satisfaction"]),
        ("Satisfaction with the block by the anesthesiologist", ["provider-satisfaction"]),
        ("Satisfaction with the care provided by nurses", ["patient-satisfaction"]),
        ("Patient satisfaction with teaching by the nurse", ["patient-satisfaction"]),
        ("Average symptom score in the mugwort pollen season", ["nasal-symptom-score"]),
        ("Average symptom score in winter", ["symptom-score"]),
        ("Nurses' overall satisfaction", ["provider-satisfaction"]),
        ("Patient and nurse satisfaction", ["patient-satisfaction", "provider-satisfaction"]),
        ("Pharmacokinetics of BCMA CAR-T", ["cell-expansion"]),
        ("Pharmacokinetics of the antibody", ["pharmacokinetics"]),
        ("Sensitivity of PET for bone metastases", ["diagnostic-accuracy"]),
        ("Tolerating a cumulative dose of 2 g of peanut", ["allergen-threshold"]),
        ("Continuous abstinence rate of smokers", ["smoking-abstinence"]),
        ("Continuous abstinence rate of smokers who use cocaine", ["substance-use"]),
    ],
)
def test_what_stands_beside_a_name_changes_it(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # what only says when it is measured is no part of the name
        ("Change in norepinephrine at 6 months", ["catecholamines"]),
        ("Chemistry (blood): total bilirubin (mg/dL) at week 12", ["bilirubin"]),
        ("Vital signs: temperature, change from baseline", ["body-temperature"]),
        ("Pharmacokinetics of drug A: clearance over time", ["clearance"]),
        ("Cure at 3 months", ["cure-rate"]),
        # a scale is for what it measures, however long the measure
        ("Mean score of the visual analogue scale for sleepiness, self-rated each morning", ["daytime-sleepiness"]),
        ("Improvement shown by the visual analogue scale (VAS) for neck and arm pain", ["neck-pain", "arm-pain"]),
        ("Time to Maximum Observed Plasma Drug Concentration", ["time-to-maximum-concentration"]),
        ("Maximum plasma concentration and the time to it", ["maximum-concentration"]),
        ("Adverse Events Leading to Zelimab/Placebo Discontinuation", ["adverse-events-leading-to-discontinuation"]),
        ("Function of UD-NK Cells", ["immune-cell-function"]),
        ("Number of UD-NK Cells", ["nk-cell-count"]),
        # nor is what stands in brackets for those who want it
        ("All (Serious) Adverse Events", ["adverse-events"]),
        ("Proportion of patients using a pump in the glucose cohort", []),
        # but not for those who fill it in
        ("Responsiveness of a new questionnaire for female partners of men with erectile dysfunction", []),
        ("Norepinephrine given at week 12 of the study", []),
    ],
)
def test_when_and_on_which_scale(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected
