"""Doses of what no vocabulary knows, marks to reach and what something comes in: none of these is given of a drug."""

from __future__ import annotations

import pytest

from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.giving.in_text import given
from kg.extract.giving.quantities import quantities
from kg.model import Passage
from kg.vocab import load
from tests.extract.reading import trial

GIVEN = [
    # right before the dose stands a name that nothing knows
    ("Ara-C 2 g/m2 q12h, BU 3.2 mg/kg for 4 days.", [("drug/cytarabine", ["2 g/m2", "q12h"])]),
    ("Placebo 900 mg IV, T 200 mg IV and pemetrexed 500 mg/m2.",
     [("placebo/placebo", ["900 mg", "route/intravenous"]), ("drug/pemetrexed", ["500 mg/m2"])]),
    ("Pemetrexed 500 mg/m2 and zolinib tablets 5 mg daily.", [("drug/pemetrexed", ["500 mg/m2"])]),
    ("Pemetrexed 500 mg/m2 + QXZ-1234 5 mg daily.", [("drug/pemetrexed", ["500 mg/m2"])]),
    # ... and something else does
    ("Omeprazole 10 mg, IV 20 mg", [("drug/omeprazole", ["10 mg", "route/intravenous", "20 mg"])]),
    ("Omeprazole 10 mg daily and XR 20 mg", [("drug/omeprazole", ["10 mg", "daily", "20 mg"])]),
    ("Omeprazole 10 mg daily, then 20 mg", [("drug/omeprazole", ["10 mg", "daily", "20 mg"])]),
    ("Capecitabine (CAPE) 1000 mg/m2 bid", [("drug/capecitabine", ["1000 mg/m2", "bid"])]),
    # before the first name
    ("25 mcg JJA venom + 5 mg delta-inulin", [("drug/delta-inulin", ["5 mg"])]),
    ("Cape 1000 mg/m2 and oxaliplatin 130 mg/m2", [("drug/oxaliplatin", ["130 mg/m2"])]),
    ("1012 µg of AGS-v PLUS and omeprazole", [("drug/omeprazole", [])]),
    ("Cape 1000 mg/m2 twice daily and oxaliplatin 130 mg/m2 d1", [("drug/oxaliplatin", ["130 mg/m2", "d1"])]),
    ("TBC-3B on day 0 and omeprazole on day 56", [("drug/omeprazole", ["on day 56"])]),
    ("daily and weekly omeprazole", [("drug/omeprazole", ["daily and weekly"])]),
    ("twice daily omeprazole and water", [("drug/omeprazole", ["twice daily"])]),
    ("every 8 or 12 hours omeprazole is given", [("drug/omeprazole", ["every 8 or 12 hours"])]),
    ("10 mg and 20 mg of omeprazole", [("drug/omeprazole", ["10 mg", "20 mg"])]),
    ("20 mg of oral omeprazole and water", [("drug/omeprazole", ["20 mg", "route/oral"])]),
    ("Patients receive 20 mg twice daily of omeprazole", [("drug/omeprazole", ["20 mg", "twice daily"])]),
]  # fmt: skip
OF_WHOM = [
    ("Hepatectomy, then CAPOX for 6 months.", [("procedure/hepatectomy", []), ("regimen/capox", ["for 6 months"])]),
    ("Cetuximab and irinotecan every 2 weeks.",
     [("drug/cetuximab", ["every 2 weeks"]), ("drug/irinotecan", ["every 2 weeks"])]),
    # a dose each, and one way of both behind the last
    ("Cetuximab 7.5 mg/kg and irinotecan 200 mg/m2 intravenously on day 2.",
     [("drug/cetuximab", ["7.5 mg/kg", "route/intravenous", "on day 2"]),
      ("drug/irinotecan", ["200 mg/m2", "route/intravenous", "on day 2"])]),
    ("Cetuximab 7.5 mg/kg, irinotecan 200 mg/m2 intravenously on day 2.",
     [("drug/cetuximab", ["7.5 mg/kg"]), ("drug/irinotecan", ["200 mg/m2", "route/intravenous", "on day 2"])]),
    ("Oral cetuximab 7.5 mg/kg and irinotecan 200 mg/m2 intravenously.",
     [("drug/cetuximab", ["route/oral", "7.5 mg/kg"]), ("drug/irinotecan", ["200 mg/m2", "route/intravenous"])]),
    ("Cetuximab and irinotecan 200 mg/m2 intravenously on day 2.",
     [("drug/cetuximab", []), ("drug/irinotecan", ["200 mg/m2", "route/intravenous", "on day 2"])]),
    ("Cetuximab, irinotecan and omeprazole are administered intravenously on day 1.",
     [(drug, ["route/intravenous", "on day 1"]) for drug in ("drug/cetuximab", "drug/irinotecan", "drug/omeprazole")]),
    ("Cetuximab, irinotecan and omeprazole intravenously on day 1.",
     [("drug/cetuximab", []), ("drug/irinotecan", []), ("drug/omeprazole", ["route/intravenous", "on day 1"])]),
    ("Cetuximab after irinotecan and omeprazole are administered intravenously on day 1.",
     [("drug/cetuximab", []), ("drug/irinotecan", ["route/intravenous", "on day 1"]),
      ("drug/omeprazole", ["route/intravenous", "on day 1"])]),
    ("Omeprazole IV daily in combination with adenovirus ZQX administered by intralesional injection.",
     [("drug/omeprazole", ["route/intravenous", "daily"])]),
    ("Omeprazole daily in combination with food is administered orally.",
     [("drug/omeprazole", ["daily", "route/oral"])]),
    ("Standard care only or biweekly sessions of acupuncture.",
     [("standard-care/standard-of-care", []), ("procedure/acupuncture", ["biweekly"])]),
    ("Omeprazole along with a weekly injection of tirzepatide.",
     [("drug/omeprazole", []), ("drug/tirzepatide", ["weekly", "injection"])]),
    ("Toripalimab, 240 mg, d1, q3w Eribulin: 1.4 mg/m2, d1", [("drug/toripalimab", ["240 mg", "d1, q3w"]),
     ("drug/eribulin", ["1.4 mg/m2", "d1"])]),
    ("Cetuximab, 400 mg, daily omeprazole.", [("drug/cetuximab", ["400 mg"]), ("drug/omeprazole", ["daily"])]),
    ("Cetuximab, 400 mg, days 1-28 Omeprazole.",
     [("drug/cetuximab", ["400 mg", "days 1-28"]), ("drug/omeprazole", [])]),
    ("Filgrastim (granulocyte colony stimulating factor; G-CSF) is given weekly.", [("drug/filgrastim", ["weekly"])]),
    ("Filgrastim (granulocyte colony stimulating factor), or G-CSF weekly.",
     [("drug/filgrastim", ["weekly"]), ("drug-class/g-csf", ["weekly"])]),
    ("Omeprazole in weeks 1-4 of treatment.", [("drug/omeprazole", ["weeks 1-4"])]),
    ("Cetuximab prior to daily external beam radiotherapy.", [("drug/cetuximab", []), ("radiation/radiotherapy", [])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), OF_WHOM)
def test_a_schedule_is_of_what_it_stands_with(text: str, told: list[tuple[str, list[str]]]) -> None:
    document = Document(trial(summary=text), load())
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, [f.value for f in g.facts]) for g in found] == told


@pytest.mark.parametrize(("text", "told"), GIVEN)
def test_a_dose_of_something_unknown_is_of_no_neighbour(text: str, told: list[tuple[str, list[str]]]) -> None:
    document = Document(trial(summary=text), load())
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, [f.value for f in g.facts]) for g in found] == told


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("hydroxyurea to keep the hematocrit < 45%", []),
        ("insulin, titrated to maintain 50% of readings", []),
        ("lidocaine in 30 cc syringes", []),
        ("a single-use, 5 ml vial of it", []),
        ("lidocaine 2%, < 10 ml", ["2%", "10 ml"]),
        ("maintained at 1.2 mg", ["1.2 mg"]),
        ("if the level is < 15 ng/mL, 10,000 IU", ["10,000 IU"]),
        ("supplied as 100 mg capsules", []),
        ("available in vials of 40 mg (2 ml) and 100 mg", []),
        ("It comes in 120 mg per 1 ml vials. They receive 24 mg.", ["24 mg"]),
        ("supplied as 100 mg capsules, taken once daily", ["100 mg"]),
        ("provided as 5 mg tablets to be taken at night", ["5 mg"]),
        ("150 mg upon reconstitution with 1.4 ml sterile water", ["150 mg"]),
        ("10cc syringe dose", ["10cc"]),
        ("1 mg/kg rounded to the nearest 5mg", ["1 mg/kg"]),
        ("the nearest hospital gives 5mg", ["5mg"]),
        ("two 150 mg vials", ["150 mg"]),
        ("120 mg/1 ml vials", ["120 mg/1 ml"]),
        ("60 mg in 10 mL over 2 hours", ["60 mg"]),
        ("1 g in 100 ml over 30 minutes", ["1 g"]),
        ("10 ml in 20 ml syringes", ["10 ml"]),
        ("100 mg loaded in 1 vial of beads", ["100 mg"]),
        ("1 vial daily", ["1 vial"]),
        ("100 mg irinotecan per vial, 200 mg per procedure", ["200 mg"]),
        ("100 mg, one vial a day", ["100 mg"]),
        ("0.5 ml in each eye", ["0.5 ml"]),
    ],
)
def test_marks_to_reach_and_what_it_comes_in_are_no_doses(text: str, doses: list[str]) -> None:
    assert [f.value for f in quantities(text) if f.kind == "dose"] == doses


@pytest.mark.parametrize(
    ("text", "schedules"),
    [
        ("A study of 2 doses of omeprazole compared with placebo", []),
        ("Patients get one of 3 doses of omeprazole.", []),
        ("To determine which of 2 doses of dapsone prevents it", []),
        ("Patients get 3 doses of hepatitis B vaccine.", ["3 doses"]),
        ("etoposide twice a day (total 8 doses)", ["twice a day", "8 doses"]),
    ],
)
def test_doses_to_choose_from_are_no_schedule(text: str, schedules: list[str]) -> None:
    assert [f.value for f in facts(text, load()) if f.kind == "schedule"] == schedules


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("SC-DARIC33 is infused", []),
        ("a product manufactured locally", []),
        ("SC omalizumab", ["route/subcutaneous"]),
        ("omalizumab in cutaneous or subcutaneous metastatic melanoma", []),
        ("for cutaneous melanoma", []),
        ("applied as cutaneous and subcutaneous injections", ["route/topical", "route/subcutaneous"]),
        ("IV-PCA with morphine", ["route/intravenous"]),
        ("applied locally", ["route/local"]),
    ],
)
def test_codes_and_places_of_making_are_no_routes(text: str, routes: list[str]) -> None:
    assert [f.value for f in facts(text, load()) if f.kind == "route"] == routes
