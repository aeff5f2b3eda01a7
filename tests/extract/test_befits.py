"""What is told of how a thing is given: nothing that its kind cannot have."""

from __future__ import annotations

import pytest

from kg.extract.giving.administration import Fact, FactKind
from kg.extract.giving.befits import befits
from kg.extract.names.composite import parse
from kg.vocab import load


@pytest.mark.parametrize(
    ("concept", "kind", "value", "can"),
    [
        ("drug/cisplatin", "dose", "25 mg/m2", True),
        ("drug/saline", "dose", "0.9%", True),
        ("drug/nivolumab", "dose", "15%", False),
        ("drug/tacrolimus", "dose", "0.03%", True),
        ("drug/ruxolitinib", "dose", "1.5 %", True),
        ("drug/ruxolitinib", "dose", "35%", False),
        ("drug/olaparib", "dose", "1%", False),
        ("drug/capecitabine", "dose", "2.0-1.8 Gy", False),
        ("drug/lutetium-177-dotatate", "dose", "7.4 GBq", True),
        ("drug/iodine-131", "dose", "30 Gy", True),
        ("drug/nph-insulin", "form", "inhaler", False),
        ("drug/salbutamol", "form", "inhaler", True),
        ("placebo/placebo", "form", "tablet", True),
        ("drug-class/car-t-cell-therapy", "dose", "30 mg/m2", False),
        ("drug-class/cd22-car-t-cells", "dose", "10%", False),
        ("drug-class/car-t-cell-therapy", "dose", "1x10^6 cells/kg", True),
        ("drug-class/car-t-cell-therapy", "schedule", "as needed", False),
        ("drug-class/car-t-cell-therapy", "schedule", "on day 0", True),
        ("drug-class/chemotherapy", "dose", "30 mg/m2", True),
        ("drug/cisplatin", "schedule", "10 fractions", False),
        ("drug/lutetium-177-dotatate", "schedule", "4 fractions", True),
        ("procedure/mesh-D014611", "route", "route/subcutaneous", True),
        ("radiation/radiotherapy", "dose", "60 Gy", True),
        ("radiation/proton-therapy", "dose", "67.5 GyE", True),
        ("radiation/chemoradiotherapy", "dose", "75 mg", False),
        ("device/fibrin-sealant", "dose", "8 ml", True),
        ("device/cooling-fan", "dose", "45%", False),
        ("device/knee-prosthesis", "form", "implant", False),
        ("diagnostic-test/liquid-biopsy", "form", "liquid", False),
        ("diagnostic-test/blood-sampling", "dose", "35 ml", False),
        ("diagnostic-test/histamine-challenge", "route", "route/inhaled", True),
        ("behavioral/exercise", "route", "route/intravenous", False),
        ("behavioral/exercise", "schedule", "daily", True),
        ("behavioral/exercise", "schedule", "150 min/week", True),
        ("drug/dapagliflozin", "schedule", "150 min/week", False),
        ("drug/dapagliflozin", "schedule", "over 30 min", True),
        ("procedure/transarterial-chemoembolization", "schedule", "10 fractions", False),
        ("procedure/transarterial-chemoembolization", "schedule", "every 6 weeks", True),
        ("radiation/radiotherapy", "schedule", "10 fractions", True),
        ("standard-care/standard-of-care", "route", "route/oral", False),
        ("procedure/fecal-microbiota-transplantation", "form", "capsule", True),
        ("procedure/hepatic-arterial-infusion", "route", "route/hepatic-arterial-infusion", True),
        ("procedure/transarterial-chemoembolization", "route", "route/oral", False),
        ("procedure/transarterial-chemoembolization", "route", "route/intraarterial", True),
        ("procedure/femoral-nerve-block", "dose", "20 ml", True),
        ("procedure/transcranial-magnetic-stimulation", "dose", "110%", True),
        ("procedure/induction-of-anesthesia", "dose", "2 mg/kg", False),
        ("procedure/induction-of-anesthesia", "route", "route/intravenous", True),
        ("procedure/discectomy", "route", "route/endoscopic", True),
        ("procedure/discectomy", "form", "implant", False),
        ("procedure/surgery", "route", "route/topical", False),
    ],
)
def test_what_can_be_said_of_what(concept: str, kind: FactKind, value: str, can: bool) -> None:
    assert befits(concept, Fact(kind, value, 0, 1)) is can


@pytest.mark.parametrize(
    ("name", "doses"),
    [
        ("Fluid challenge with 250 ml of Ringer lactate", {"drug/ringer-s-lactate": ["250 ml"]}),
        ("Cisplatin with 2 L of saline", {"drug/saline": ["2 L"]}),
        ("Cisplatin 25 mg of day 1 and saline", {"drug/cisplatin": ["25 mg"]}),
    ],
)
def test_so_much_of_it(name: str, doses: dict[str, list[str]]) -> None:
    parts = parse(name, load(), "DRUG").parts
    told = {p.concept: [f.value for f in p.facts if f.kind == "dose"] for p in parts if p.concept}
    assert {concept: values for concept, values in told.items() if values} == doses


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        # what stands before the name makes it another, which may be known
        ("Neo-Synalar cream", [None]),
        ("hydroxy-chloroquine 200 mg", ["drug/hydroxychloroquine"]),
        ("nor-cisplatin", [None]),
        ("Co-administration of aspirin", ["drug/aspirin"]),
        ("Bi-weekly cetuximab", ["drug/cetuximab"]),
        # a way of giving is no intervention
        ("Intravenous injection", [None]),
        ("Intravenous injection of cisplatin", ["drug/cisplatin"]),
        ("Intravitreal injection", ["procedure/intravitreal-injection"]),
        # lenses by what they are made of
        ("Narafilcon A contact lenses", ["device/narafilcon-a"]),
    ],
)
def test_what_makes_another_thing_of_it(name: str, concepts: list[str | None]) -> None:
    assert [p.concept for p in parse(name, load(), "DRUG").parts] == concepts
