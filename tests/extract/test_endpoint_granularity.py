"""Endpoints as narrow as the measure names them: what a wide bucket held before is told apart, and nothing more is."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Document
from kg.extract.measures import endpoints
from kg.model import ConditionItem, Passage, Source, SourceField, Trial


def ground(measure: str, condition: str = "Asthma") -> list[str]:
    fields = (SourceField("measure", measure), SourceField("condition", condition))
    item = ConditionItem(0, Passage(condition, "condition"))
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=(item,))
    found = endpoints.ground(Passage(measure, "measure"), None, Document(trial, vocab.load()))
    return [name.concept.partition("/")[2] for name in found]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Intrahepatic objective response rate(iORR)", ["intrahepatic-response-rate"]),
        ("Intracranial objective response rate (iORR)", ["intracranial-response-rate"]),
        ("Percentage of patients who undergo resection", ["resection-rate"]),
        ("Local tumor progression", ["local-tumor-progression"]),
        ("Time to liver progression", ["time-to-hepatic-progression"]),
        ("Time to progression", ["time-to-progression"]),
        ("Hepatic recurrence", ["hepatic-recurrence"]),
        ("Rate of recurrence", ["recurrence-rate"]),
        ("Intrahepatic recurrence-free survival", ["recurrence-free-survival"]),
        ("Early tumor shrinkage (ETS), ≥20% reduction", ["early-tumor-shrinkage"]),
        ("Tumor shrinkage", ["tumor-size-change"]),
        ("Margin width in mm", ["r0-resection-rate"]),
        ("Function: 99mTc-mebrofenin HBS, cut-off 2.69 %/min/m2", ["liver-function"]),
        ("Completion of two-stage hepatectomy", ["treatment-completion"]),
        ("Hospital nights", ["length-of-hospital-stay"]),
        ("HBsAg loss at week 48", ["hbsag-loss"]),
        ("Post embolization syndrome", ["post-embolization-syndrome"]),
        ("HBsAg decline from baseline", ["hbsag-level"]),
        ("Reversal of HRS-AKI", ["hepatorenal-syndrome-reversal"]),
        ("Acute kidney injury", ["acute-kidney-injury"]),
        ("Number of patients requiring RRT", ["dialysis"]),
        ("Incidence of HCC", ["liver-cancer-incidence"]),
        ("Peritoneal regression grading score (PRGS)", ["peritoneal-regression-grade"]),
        ("Peritoneal Cancer Index (PCI)", ["peritoneal-cancer-index"]),
        ("Time to local tumor progression", ["time-to-local-recurrence"]),
        # function
        ("Five times sit-to-stand test at 8 weeks", ["performance-test"]),
        ("Muscle function", ["muscle-strength"]),
        ("Grip endurance", ["muscle-endurance"]),
        ("Physical function", ["functional-status"]),
        ("Low back pain disability", ["spine-disability"]),
        ("Action Research Arm Test", ["upper-limb-function"]),
        ("WHO functional class", ["heart-failure-class"]),
        ("Kinesiophobia at discharge", ["kinesiophobia"]),
        # pain
        ("Pain interference", ["pain-interference"]),
        ("Abdominal pain at week 4", ["abdominal-pain"]),
        ("Leg pain intensity", ["leg-pain"]),
        ("Pain intensity", ["pain"]),
        ("Pain during venipuncture", ["procedural-pain"]),
        # infection
        ("CMV viremia by day 100", ["cmv-infection"]),
        ("Invasive fungal infections", ["fungal-infection"]),
        ("Infections", ["infection"]),
        # eye, nose
        ("Central corneal thickness", ["corneal-thickness"]),
        ("Anterior chamber cell grade", ["ocular-inflammation"]),
        ("Runny nose score", ["rhinorrhea"]),
        ("Lund-Mackay CT score", ["sinus-opacification"]),
        # lung
        ("Slow vital capacity", ["vital-capacity"]),
        ("FEV1/FVC", ["fev1-fvc-ratio"]),
        ("Total lung capacity", ["lung-volumes"]),
        ("Impulse oscillometry", ["airway-resistance"]),
        ("Lung function", ["lung-function"]),
        # blood
        ("Change in hematocrit", ["hematocrit"]),
        ("Blood haemoglobin A1c", ["hba1c"]),
        ("Non-HDL cholesterol", ["non-hdl-cholesterol"]),
        ("LDL cholesterol", ["ldl-cholesterol"]),
        ("Remnant cholesterol", ["remnant-cholesterol"]),
        ("Serum IGF-1", ["igf-1"]),
        ("Fasting insulin", ["insulin-level"]),
        ("Insulin independence at one year", ["insulin-independence"]),
        ("Erythrocyte sedimentation rate", ["erythrocyte-sedimentation-rate"]),
        ("Inflammatory markers", ["inflammatory-markers"]),
        ("Immune reconstitution", ["immune-reconstitution"]),
        # impressions
        ("Investigator's Global Assessment of 0 or 1", ["investigator-global-assessment"]),
        ("Patient Global Impression of Change", ["patient-global-impression"]),
        ("Clinical Global Impression - Severity", ["clinical-global-impression"]),
        ("Patient's global assessment of pain", ["pain"]),
        # headache
        ("Monthly headache days", ["migraine-days"]),
        ("HIT-6 score", ["headache-disability"]),
        ("Headache relief two hours after the dose", ["headache-relief"]),
        ("Headache", ["headache"]),
        # mothers and children
        ("Gestational age at delivery", ["gestational-age-at-birth"]),
        ("Stillbirth", ["stillbirth"]),
        ("Drug delivery", []),
        ("Time to delivery", ["obstetric-outcome"]),
        # surgery
        ("Incisional hernia at two years", ["hernia"]),
        ("Clinically relevant postoperative pancreatic fistula", ["pancreatic-fistula"]),
        ("Emergence agitation", ["emergence-agitation"]),
        ("Number of red blood cell units transfused", ["transfusion"]),
        ("Chest tube duration", ["drain-duration"]),
        ("Symptomatic vasospasm", ["cerebral-vasospasm"]),
        ("Sweat chloride", ["sweat-chloride"]),
        ("HBeAg seroconversion", ["hbeag-seroconversion"]),
        ("HBsAg loss", ["hbsag-loss"]),
        # behaviour
        ("Gambling severity", ["gambling"]),
        ("Alarm fatigue", ["alarm-fatigue"]),
        # short forms in other letters
        ("HGB", ["hemoglobin"]),
        ("DoR", ["duration-of-response"]),
        # stays
        ("Length of stay in the intensive care unit", ["icu-stay"]),
        ("Length of stay in the PACU", ["pacu-stay"]),
        ("Duration of hospital admission", ["length-of-hospital-stay"]),
        # feasibility
        ("Feasibility of recruitment", ["enrollment-rate"]),
        ("Feasibility of manufacturing the cells", ["manufacturing-success"]),
        ("Feasibility", ["feasibility"]),
    ],
)
def test_a_measure_gets_the_narrowest_endpoint_that_it_names(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Very good partial response or better", ["very-good-partial-response-rate"]),
        ("Partial response rate", ["partial-response-rate"]),
        ("Complete or partial response", ["objective-response-rate"]),
        ("Objective response rate", ["objective-response-rate"]),
        ("Rate of complete response + partial response + stable disease", ["disease-control-rate"]),
        ("Duration of partial response", ["duration-of-response"]),
        ("Grade II-IV acute GVHD", ["acute-graft-versus-host-disease"]),
        ("Moderate to severe chronic GVHD", ["chronic-graft-versus-host-disease"]),
        ("Overall survival (OS): death from any cause", ["overall-survival"]),
        ("Survival without grade III-IV acute GVHD", ["event-free-survival"]),
    ],
)
def test_responses_and_survivals_are_told_apart(measure: str, expected: list[str]) -> None:
    assert ground(measure, "Leukemia") == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # a wide name is narrowed by what it is measured as, where that is one thing
        ("Pulmonary function as assessed by forced vital capacity", ["forced-vital-capacity"]),
        ("Lung function (FEV1 - litres) in the treated group", ["forced-expiratory-volume"]),
        ("Lung function (FEV1, FVC, PEF)", ["lung-function"]),
        ("Change in functional ability via the Timed Up and Go test", ["performance-test"]),
        ("Healthcare resource use - number of emergency department visits", ["emergency-visits"]),
        # the part of an instrument that is reported, and not the instrument
        ("Knee Injury and Osteoarthritis Outcome Score (KOOS) pain subscale at week 12", ["joint-pain"]),
        ("International Index of Erectile Function (IIEF), Sexual Desire Domain Score", ["sexual-desire"]),
        ("International Prostate Symptom Score quality of life (QoL) at week 12", ["quality-of-life"]),
        ("Knee Injury and Osteoarthritis Outcome Score", ["lower-limb-function"]),
        # events of the heart told one by one are one endpoint; two of them are two
        ("All-cause death, non-fatal myocardial infarction or stroke", ["major-adverse-cardiac-events"]),
        ("Cardiovascular death, myocardial infarction, stroke and major bleeding", ["cardiovascular-mortality"]),
        # whose it is, or what does not happen, is not measured
        ("Participants with HIV infection reporting serious adverse events", ["serious-adverse-events"]),
        ("Patients with diabetes reporting headache", ["headache"]),
        ("Intraocular pressure below 18 mmHg without glaucoma medications", ["intraocular-pressure"]),
        # words that mean something else beside others
        ("Habit strength", []),
        ("Strength of the knee extensors", ["muscle-strength"]),
        ("Cognitive fusion", []),
        ("Fusion rate of the spine", ["joint-fusion"]),
        ("Survival of mosquitoes after the blood meal", []),
        ("Laryngeal mask alignment", []),
        ("Geometric mean concentration of bedaquiline", []),
        ("Geometric mean concentration of anti-PRP antibodies", ["geometric-mean-titer"]),
        # a bare word beside an instrument is what the instrument measures
        ("Function (IIEF)", ["erectile-function"]),
        ("Function", ["functional-status"]),
        # a death or something else
        ("Time to death or local recurrence", ["local-progression-free-survival"]),
        ("Time to death from any cause or hospitalisation", ["event-free-survival"]),
        ("Time to death", ["overall-survival"]),
        ("Number of anti-VEGF injections", ["treatment-cycles"]),
        ("Serum VEGF", ["vegf"]),
        # a misspelled means is not what is measured
        ("Stone free rate measured by computed tomograhpy", ["stone-free-rate"]),
    ],
)
def test_what_stands_around_a_name_decides_how_far_it_tells(measure: str, expected: list[str]) -> None:
    assert ground(measure)[: len(expected) or None] == expected
