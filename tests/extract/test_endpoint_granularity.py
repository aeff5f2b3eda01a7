"""Endpoints as narrow as the measure names them: what a wide bucket held before is told apart, and nothing more is."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract import endpoints
from kg.extract.document import Document
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
        # function
        ("Five times sit-to-stand test at 8 weeks", ["performance-test"]),
        ("Muscle function", ["muscle-strength"]),
        ("Grip endurance", ["muscle-endurance"]),
        ("Physical function", ["functional-status"]),
        ("Low back pain disability", ["spine-disability"]),
        ("Action Research Arm Test", ["upper-limb-function"]),
        ("WHO functional class", ["heart-failure-class"]),
        ("Kinesiophobia at discharge", ["kinesiophobia"]),
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
