"""What of an endpoint is measured: how often, how long, how strongly; what cells do and not how many there are."""

from __future__ import annotations

import re

import pytest

from kg.errors import ResourceError
from kg.extract.measures import word_lists
from kg.resources import resource
from tests.extract.test_endpoint_granularity import ground


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Duration of each migraine attack in hours", ["headache-duration"]),
        ("Change in intensity of cluster headache attacks", ["headache-severity"]),
        ("Weekly migraine attack frequency", ["headache-frequency"]),
        ("Number of migraine attacks treated with a triptan", ["headache-frequency"]),
        ("Mean severity of attacks", ["attack-severity"]),
        ("Onset of complete sensory block", ["block-onset"]),
        ("Sensory block duration", ["block-duration"]),
        ("Sensory block success at 30 minutes", ["block-success"]),
        ("Neutrophil activation at 24 hours", ["immune-cell-function"]),
        ("Eosinophil degranulation", ["eosinophil-activation"]),
        ("CD8+ T cell function", ["t-cell-response"]),
        ("Proportion with systolic BP < 140 mmHg", ["blood-pressure-control"]),
        ("SBP below 130 mmHg at month 6", ["blood-pressure-control"]),
        ("LDL-C <70 mg/dL", ["lipid-goal-attainment"]),
        ("Proportion with BP < 130/80 mmHg", ["blood-pressure-control"]),
        ("Pain freedom at 2 hours", ["headache-relief"]),
        ("Number of participants free from pain at 1 hour", ["headache-relief"]),
        # several quantities, other things counted, none: the wider one
        ("Frequency and severity of migraine", ["headache-frequency", "headache-severity"]),
        ("Number of participants with headache", ["headache"]),
        ("Incidence of headache", ["headache"]),
        ("Sensory block", ["block-characteristics"]),
        ("SBP < 90 mmHg during induction", ["systolic-blood-pressure"]),
        ("Abdominal pain relief", ["abdominal-pain"]),
        ("Neutrophil count on day 8", ["neutrophil-count"]),
        ("Number of eosinophils in blood", ["eosinophil-count"]),
    ],
)
def test_a_quantity_beside_the_name_makes_it_narrower(measure: str, expected: list[str]) -> None:
    assert ground(measure, "Migraine") == expected


def test_pain_that_eases_is_an_attack_only_in_records_about_headache() -> None:
    assert ground("Pain freedom at 2 hours", "Osteoarthritis") == ["pain"]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (
            "Time to cardiovascular death or first hospitalization for heart failure",
            "cardiovascular-death-or-heart-failure",
        ),
        ("Composite of cardiovascular death, myocardial infarction and stroke", "major-adverse-cardiac-events"),
        ("Cardiovascular death", "cardiovascular-mortality"),
        ("Hospitalization for heart failure", "heart-failure-hospitalization"),
        ("Composite of symptomatic DVT and non-fatal PE", "venous-thromboembolism"),
        ("Proximal deep vein thrombosis", "deep-vein-thrombosis"),
        ("Freedom from atrial arrhythmia off antiarrhythmic drugs", "arrhythmia"),
        ("MADRS response", "depression"),
        ("Pain on IUD insertion", "procedural-pain"),
        ("Pain intensity during labour", "labor-pain"),
        ("Pain after drain removal", "pain"),
        ("Pain during walking", "pain"),
        ("Folate in erythrocytes", "folate"),
        ("NASA-TLX of surgeons", "workload"),
        ("25(OH)D serum concentration", "vitamin-d"),
    ],
)
def test_composites_and_names_with_brackets(measure: str, expected: str) -> None:
    assert ground(measure, "Heart Failure") == [expected]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Waist-to-height ratio", ["waist-to-height-ratio"]),
        ("Major adverse kidney events at 90 days", ["major-adverse-kidney-events"]),
        ("Kt/V per session", ["dialysis-adequacy"]),
        ("Need for dialysis", ["dialysis"]),
        ("Serum TSH", ["thyroid-stimulating-hormone"]),
        ("Levothyroxine dose needed at 6 months", ["thyroid-hormone-dose"]),
        ("Hemidiaphragmatic paralysis after block", ["diaphragm-paralysis"]),
        ("Diaphragmatic excursion", ["diaphragm-function"]),
        ("Time to first ambulation after cesarean section", ["time-to-ambulation"]),
        ("Electromyographic activity of the masseter", ["muscle-activity"]),
        ("Maximum mouth opening", ["mouth-opening"]),
        ("Chewing ability", ["facial-oral-function"]),
        ("TyG index", ["insulin-sensitivity"]),
        ("Cholesterol efflux capacity", ["cholesterol-efflux"]),
        ("Hospitalization for heart failure", ["heart-failure-hospitalization"]),
        ("Worsening heart failure", ["heart-failure"]),
        ("Return of spontaneous circulation", ["return-of-spontaneous-circulation"]),
        ("Stroke or systemic embolism", ["stroke-or-systemic-embolism"]),
        ("Incidence of VTE", ["venous-thromboembolism"]),
        ("Parenting stress", ["parenting-stress"]),
        ("Percent heavy drinking days", ["heavy-drinking"]),
        ("Internet gaming disorder severity", ["internet-addiction"]),
        ("Inhaler technique score", ["inhaler-technique"]),
        ("Vaccine hesitancy", ["vaccine-hesitancy"]),
        ("Ocular itching", ["ocular-itching"]),
        ("CDR-SB", ["dementia-severity"]),
        ("Frankl Behavior Rating Scale", ["treatment-cooperation"]),
        ("Angioedema Activity Score", ["angioedema-attacks"]),
    ],
)
def test_what_one_row_lumped_is_told_apart(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


def test_lists_of_words_are_put_into_patterns() -> None:
    medicine = word_lists.pattern(r"\b{medicine}\b")
    for word in ("Statins", "medication", "eye drops", "tezepelumab", "Atorvastatin"):
        assert medicine.search(f"adherence to {word}"), word
    for word in ("ironing", "walks", "the arts"):
        assert medicine.search(f"adherence to {word}") is None, word
    device = word_lists.pattern(r"\b{device}\b", 0)
    assert device.search("CPAP")
    assert device.search("cpap") is None
    allergen = word_lists.pattern(r"^{allergen}$")
    assert [allergen.match(word) is not None for word in ("Der p 1", "cow's milk", "der x 1")] == [True, True, False]


def test_quantities_are_of_endpoints_that_there_are() -> None:
    known = {
        line.split("\t")[0]
        for line in resource("lexicons", "endpoints.tsv").read_text(encoding="utf-8").splitlines()
        if line.startswith("endpoint/")
    }
    rows = [
        line.split("\t")
        for line in resource("grammar", "quantities.tsv").read_text(encoding="utf-8").splitlines()
        if line.startswith("endpoint/")
    ]
    assert rows
    for endpoint, quantity, narrower in rows:
        assert {endpoint, narrower} <= known
        assert word_lists.either(quantity)


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(ResourceError, match=re.escape("there is no list 'nonsense'")):
        word_lists.pattern("{nonsense}")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Standing balance", ["balance"]),
        ("Energy balance", []),
        ("Nitrogen balance on day 7", ["nitrogen-balance"]),
        ("Psychological flexibility", ["resilience-coping"]),
        ("Hamstring flexibility", ["range-of-motion"]),
        ("Serum potassium", ["potassium"]),
        ("Potassium binder use", []),
        ("Insulin pump failure", []),
        ("Fasting insulin", ["insulin-level"]),
        ("Incidence of stroke", ["stroke"]),
        ("Heat stroke incidence", []),
        ("Compliance", ["treatment-compliance"]),
        ("Lung compliance", ["respiratory-mechanics"]),
        ("Stress fracture", ["fractures"]),
        ("Perceived stress", ["stress"]),
        ("Growth of the tumor", []),
        ("Infant growth", ["growth"]),
        ("Tubal patency", ["tubal-patency"]),
        ("Graft patency", ["patency"]),
    ],
)
def test_words_beside_a_name_give_it_another_meaning(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected
