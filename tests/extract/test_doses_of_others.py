"""Doses and schedules that prose gives of something else: of what a product holds, of the same drug at another dose."""

from __future__ import annotations

import pytest

from kg.extract import interventions
from kg.extract.document import Document
from kg.extract.giving.in_text import given
from kg.model import Passage, Statement, Value
from kg.vocab import load
from tests.extract.reading import trial

HELD = [
    ("CPX-351 (daunorubicin 44 mg/m2 and cytarabine 100 mg/m2) is given.",
     [("combination-product/cpx-351", ["44 mg/m2", "100 mg/m2"])]),
    ("Cytarabine 100 mg/m2 and daunorubicin 60 mg/m2 are given.",
     [("drug/cytarabine", ["100 mg/m2"]), ("drug/daunorubicin", ["60 mg/m2"])]),
    ("CPX-351 (liposomal), or daunorubicin 60 mg/m2.",
     [("combination-product/cpx-351", []), ("drug/daunorubicin", ["60 mg/m2"])]),
    # a regimen is given drug by drug
    ("FOLFOX (oxaliplatin 85 mg/m2, leucovorin 400 mg/m2) is given.",
     [("regimen/folfox", []), ("drug/oxaliplatin", ["85 mg/m2"]), ("drug/leucovorin", ["400 mg/m2"])]),
]  # fmt: skip


OF_RAYS = [
    ("SBRT starts 4 weeks after TACE #1; 30-50 Gy in 5 fractions every other day.",
     [("radiation/stereotactic-body-radiotherapy", ["30-50 Gy", "5 fractions every other day"]),
      ("procedure/transarterial-chemoembolization", [])]),
    ("Radiotherapy 45 Gy in 25 fractions with cisplatin 40 mg/m2 weekly.",
     [("radiation/radiotherapy", ["45 Gy", "25 fractions"]), ("drug/cisplatin", ["40 mg/m2", "weekly"])]),
    ("Iodine-131 1.1 GBq and radiotherapy.",
     [("drug/sodium-iodide-i-131", ["1.1 GBq"]), ("radiation/radiotherapy", [])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), OF_RAYS)
def test_grays_and_fractions_are_of_radiation(text: str, told: list[tuple[str, list[str]]]) -> None:
    document = Document(trial(summary=text), load())
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, [f.value for f in g.facts]) for g in found] == told


@pytest.mark.parametrize(("text", "told"), HELD)
def test_what_a_product_holds_has_no_dose_of_its_own(text: str, told: list[tuple[str, list[str]]]) -> None:
    document = Document(trial(summary=text), load())
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, [f.value for f in g.facts if f.kind == "dose"]) for g in found] == told


@pytest.mark.parametrize(
    ("entry", "prose", "schedules"),
    [
        ("Cyclophosphamide 50 mg/kg", "Patients receive cyclophosphamide 14.5 mg/kg on days 2 and 3.", []),
        ("Cyclophosphamide 50 mg/kg", "Patients receive cyclophosphamide 50 mg/kg on days 2 and 3.",
         ["on days 2 and 3"]),
        ("Cyclophosphamide 50 mg/kg", "Patients receive cyclophosphamide on days 2 and 3.", ["on days 2 and 3"]),
        ("Cyclophosphamide", "Patients receive cyclophosphamide 14.5 mg/kg on days 2 and 3.", ["on days 2 and 3"]),
    ],
)  # fmt: skip
def test_the_schedule_of_another_dose_is_not_that_of_the_entry(entry: str, prose: str, schedules: list[str]) -> None:
    document = Document(trial(interventions=(entry,), description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    told = [s.object for s in said if s.predicate == "tkg:schedule"]
    assert told == [Value(schedule) for schedule in schedules]


@pytest.mark.parametrize(
    ("arms", "prose", "told"),
    [
        ((), "Patients receive cyclophosphamide 50 mg/kg IV on day 2.", {"50 mg/kg", "on day 2", "route/intravenous"}),
        # registered arms that tell no dose leave it to the prose; one that does speaks for itself
        (("Treatment",), "Patients receive cyclophosphamide 50 mg/kg IV on day 2.",
         {"50 mg/kg", "on day 2", "route/intravenous"}),
        (("Arm A", "Arm B"), "Arm A: Patients receive cyclophosphamide 50 mg/kg IV.",
         {"50 mg/kg", "route/intravenous"}),
        (("Cyclophosphamide 14 mg/kg",), "Patients receive cyclophosphamide 50 mg/kg IV on day 2.",
         {"route/intravenous"}),
        (("Two weeks every month",), "Patients receive cyclophosphamide 50 mg/kg IV.", {"route/intravenous"}),
        ((), "Patients treated for at least 6 months with cyclophosphamide are enrolled.", set()),
        (("Treatment",), "Those given cyclophosphamide for at least 6 months are enrolled.", set()),
    ],
)  # fmt: skip
def test_the_prose_tells_doses_where_registered_arms_do_not(arms: tuple[str, ...], prose: str, told: set[str]) -> None:
    document = Document(trial(interventions=("Cyclophosphamide",), arms=arms, description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    kinds = ("tkg:dose", "tkg:schedule", "tkg:route")
    values = [s.object for s in said if s.predicate in kinds]
    assert {v.lexical if isinstance(v, Value) else v for v in values} == told


@pytest.mark.parametrize(
    ("entry", "prose", "doses"),
    [
        ("Regorafenib 40 MG", "Patients receive regorafenib 160 mg daily.", {"160 mg"}),
        ("Regorafenib 40 MG Oral Tablet", "Patients receive regorafenib daily.", {"40 MG"}),
        ("Fremanezumab 225 mg/1.5 mL", "Patients receive fremanezumab 675 mg monthly.", {"675 mg"}),
        ("Panitumumab 60 mg in 10 mL Injection", "Patients receive panitumumab 6 mg/kg daily.", {"6 mg/kg"}),
        ("Donafenib 100mg Tab", "Patients receive donafenib 0.2 g bid.", {"0.2 g"}),
        ("Donafenib 100mg Tab", "Patients receive donafenib bid.", {"100mg"}),
        ("Regorafenib 40 mg", "Patients receive regorafenib 160 mg daily.", {"40 mg"}),
        ("REGORAFENIB 40MG", "Patients receive regorafenib 160 mg daily.", {"40MG"}),
        ("Cyclophosphamide 5 mg/kg", "Patients receive cyclophosphamide 50 mg.", {"5 mg/kg"}),
    ],
)
def test_how_strong_a_product_comes_is_no_dose_beside_one(entry: str, prose: str, doses: set[str]) -> None:
    document = Document(trial(interventions=(entry,), description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    assert {s.object.lexical for s in said if s.predicate == "tkg:dose" and isinstance(s.object, Value)} == doses


def test_of_what_several_entries_give_the_prose_tells_no_dose_instead_of_the_name() -> None:
    entries = ("Tadalafil 5 MG", "Tadalafil 20 mg tablet")
    document = Document(trial(interventions=entries, description="Patients receive tadalafil 20 mg daily."), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    doses = {s.object.lexical for s in said if s.predicate == "tkg:dose" and isinstance(s.object, Value)}
    assert doses == {"5 MG", "20 mg"}


def test_what_is_told_of_a_drug_in_two_regimens_of_an_entry_is_told_once() -> None:
    prose = "Patients receive CAPOX (oxaliplatin 130 mg/m2 d1, capecitabine 1000 mg/m2 bid) or FOLFOX."
    document = Document(trial(interventions=("CAPOX or FOLFOX",), description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    assert [s.object for s in said if s.predicate == "tkg:gives"].count("drug/oxaliplatin") == 1


@pytest.mark.parametrize(
    ("prose", "doses"),
    [
        ("However, the rate was only 4%.\n\nFruquintinib, 5mg, po, qd; sintilimab, 200mg, iv, d1.", {"5mg", "200mg"}),
        ("However, the rate was only 4%. Fruquintinib, 5mg, po, qd; sintilimab, 200mg, iv, d1.", set()),
        ("However, it was low.\n\nIn previous studies fruquintinib 5mg po qd; sintilimab 200mg iv d1 worked.", set()),
    ],
)
def test_a_row_of_doses_in_a_paragraph_of_its_own(prose: str, doses: set[str]) -> None:
    document = Document(trial(interventions=("Fruquintinib", "Sintilimab"), description=prose), load())
    said = [s for s in interventions.extract(document) if isinstance(s, Statement)]
    assert {s.object.lexical for s in said if s.predicate == "tkg:dose" and isinstance(s.object, Value)} == doses


HAI = "route/hepatic-arterial-infusion"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dexmedetomidine 1 mcg/kg over 10 minutes followed by 0.4 mcg/kg/h is infused.",
         [("drug/dexmedetomidine", ["1 mcg/kg", "over 10 minutes", "0.4 mcg/kg/h"])]),
        ("Tranexamic acid 15 mg/kg followed by a continuous infusion of 1 mg/kg/h.",
         [("drug/tranexamic-acid", ["15 mg/kg", "1 mg/kg/h"])]),
        ("Cisplatin 75 mg/m2 followed by 5 mg of dexamethasone.",
         [("drug/cisplatin", ["75 mg/m2"]), ("drug/dexamethasone", ["5 mg"])]),
        ("Cisplatin followed by blood sampling of 5 ml.", [("drug/cisplatin", [])]),
        ("HAI of oxaliplatin 85 mg/m2 and fluorouracil 2400 mg/m2 plus bevacizumab 5 mg/kg.",
         [("drug/oxaliplatin", [HAI, "85 mg/m2"]), ("drug/fluorouracil", ["2400 mg/m2", HAI]),
          ("drug/bevacizumab", ["5 mg/kg"])]),
        ("HAIC: oxaliplatin 85 mg/m2; leucovorin 400 mg/m2; fluorouracil 2400 mg/m2 and oral apatinib.",
         [("drug/oxaliplatin", [HAI, "85 mg/m2"]), ("drug/leucovorin", ["400 mg/m2", HAI]),
          ("drug/fluorouracil", ["2400 mg/m2", HAI]), ("drug/apatinib", ["route/oral"])]),
        ("HAIC with FOLFOX regimen: oxaliplatin 85 mg/m2, leucovorin 400 mg/m2, then capecitabine.",
         [("regimen/folfox-haic", [HAI]), ("drug/oxaliplatin", ["85 mg/m2", HAI]),
          ("drug/leucovorin", ["400 mg/m2", HAI]), ("drug/capecitabine", [])]),
        ("HAIC of oxaliplatin 85 mg/m2; leucovorin 400 mg/m2 is given before.",
         [("drug/oxaliplatin", [HAI, "85 mg/m2"]), ("drug/leucovorin", ["400 mg/m2"])]),
        ("Naproxen (500 mg) and baclofen (10 mg) tablets twice a day.",
         [("drug/naproxen", ["500 mg", "twice a day"]), ("drug/baclofen", ["10 mg", "tablet", "twice a day"])]),
        ("Naproxen and baclofen 10 mg twice a day.",
         [("drug/naproxen", []), ("drug/baclofen", ["10 mg", "twice a day"])]),
        ("Oxaliplatin 130 mg/m2, leucovorin 200 mg/m2 and fluorouracil 2400 mg/m2 for 46 hours every 3 weeks.",
         [("drug/oxaliplatin", ["130 mg/m2", "every 3 weeks"]), ("drug/leucovorin", ["200 mg/m2", "every 3 weeks"]),
          ("drug/fluorouracil", ["2400 mg/m2", "for 46 hours every 3 weeks"])]),
    ],
)  # fmt: skip
def test_what_follows_and_what_is_told_once_of_a_list(text: str, told: list[tuple[str, list[str]]]) -> None:
    document = Document(trial(summary=text), load())
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, list(dict.fromkeys(f.value for f in g.facts))) for g in found] == told
