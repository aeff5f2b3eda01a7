"""Routes, doses, schedules and dosage forms in text, and numbers that are none of these."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from tiny_vocabulary import tiny

from kg.extract.giving.administration import LONGEST, facts, quantities, routes

STATED: list[tuple[str, list[tuple[str, str]]]] = [
    ("180 mg/sqm i.v. on day 1", [("dose", "180 mg/sqm"), ("route", "route/intravenous"), ("schedule", "on day 1")]),
    ("85 mg/sq m on day 1", [("dose", "85 mg/sq m"), ("schedule", "on day 1")]),
    ("85 mg/m2 i.v. 2h d1", [("dose", "85 mg/m2"), ("route", "route/intravenous"), ("schedule", "2h d1")]),
    ("2400 mg/m2 (46 h) d1-2", [("dose", "2400 mg/m2"), ("schedule", "46 h"), ("schedule", "d1-2")]),
    ("85 mg/m2 iv 2 h before surgery", [("dose", "85 mg/m2"), ("route", "route/intravenous")]),
    ("85 mg/m2 2 h after rest", [("dose", "85 mg/m2")]),
    ("100 mg/㎡ d1", [("dose", "100 mg/㎡"), ("schedule", "d1")]),
    ("20 mg/square wave", [("dose", "20 mg")]),
    ("300mg, SC, Q4W", [("dose", "300mg"), ("route", "route/subcutaneous"), ("schedule", "Q4W")]),
    ("Carboplatin AUC 5 IV on day 1", [("dose", "AUC 5"), ("route", "route/intravenous"), ("schedule", "on day 1")]),
    ("60,000 IU weekly for 2 months", [("dose", "60,000 IU"), ("schedule", "weekly for 2 months")]),
    ("75 mg/m2 on day 1, 8 and 15 of each 28-day cycle",
     [("dose", "75 mg/m2"), ("schedule", "on day 1, 8 and 15 of each 28-day cycle")]),
    ("1,000 mg/m2 orally twice daily on days 1-14",
     [("dose", "1,000 mg/m2"), ("route", "route/oral"), ("schedule", "twice daily on days 1-14")]),
    ("once every two weeks", [("schedule", "once every two weeks")]),
    ("from the first day to the 21th day", [("schedule", "from the first day to the 21th day")]),
    ("every 14 days", [("schedule", "every 14 days")]),
    ("every other week", [("schedule", "every other week")]),
    ("60 Gy in 30 fractions", [("dose", "60 Gy"), ("schedule", "30 fractions")]),
    ("0.5 mg/kg/day", [("dose", "0.5 mg/kg/day")]),
    ("epinephrine 1:100,000", [("dose", "1:100,000")]),
    ("100 UNT", [("dose", "100 UNT")]),
    ("randomized 1:1", []),
    ("a ratio of 1:2000 to 1", []),
    ("0.016mg/kg", [("dose", "0.016mg/kg")]),
    ("0.6 mg kg-1 and 5.0 μg ml−1", [("dose", "0.6 mg kg-1"), ("dose", "5.0 μg ml−1")]),
    ("0.6 mg kg", [("dose", "0.6 mg")]),
    ("7.5 mg-15 mg", [("dose", "7.5 mg"), ("dose", "15 mg")]),
    ("LG-15 mg", []),
    ("35 mg bid d1-5 & 8-12 q28d", [("dose", "35 mg"), ("schedule", "bid d1-5 & 8-12 q28d")]),
    ("40 mg PO D1-4,9-12,17-20 q35 days", [("dose", "40 mg"), ("route", "route/oral"), ("schedule",
     "D1-4,9-12,17-20 q35 days")]),
    ("once on day 3 or 4 of cycle 1", [("schedule", "on day 3 or 4 of cycle 1")]),
    ("on day 1 or at 100 mg", [("schedule", "on day 1"), ("dose", "100 mg")]),
    ("on day 1 or orally", [("schedule", "on day 1"), ("route", "route/oral")]),
    ("po od 3 wks on/1 wk off", [("route", "route/oral"), ("schedule", "od 3 wks on/1 wk off")]),
    ("d1-5 q28, then", [("schedule", "d1-5 q28")]),
    ("1 q28 deletion", []),
    ("0.016 mg/kg/IgE (IU/mL)", [("dose", "0.016 mg/kg/IgE")]),
    ("60 mg in 10 mL Injection", [("dose", "60 mg in 10 mL"), ("form", "injection")]),
    ("SBRT: 8-10Gy*5f", [("dose", "8-10Gy"), ("schedule", "5f")]),
    ("5 × 10-12 Gy", [("schedule", "5 ×"), ("dose", "10-12 Gy")]),
    ("3x20 Gy or 8x7.5 Gy", [("schedule", "3x"), ("dose", "20 Gy"), ("schedule", "8x"), ("dose", "7.5 Gy")]),
    ("50 Gy (BED10 >= 100 Gy)", [("dose", "50 Gy"), ("dose", "BED10 >= 100 Gy")]),
    ("EQD2 of 60 Gy", [("dose", "EQD2 of 60 Gy")]),
    ("from 1x10e6/kg-10x10e6/kg", [("dose", "1x10e6/kg")]),
    ("2x500 mg", [("dose", "500 mg")]),
    ("3 x 20 mg", [("dose", "20 mg")]),
    ("85 mg/m2 D1 by bolus, q3w", [("dose", "85 mg/m2"), ("schedule", "D1"), ("schedule", "q3w")]),
    ("20 mg, d1 receptor", [("dose", "20 mg")]),
    ("infused every 6 weeks or 8 weeks for 2 years", [("schedule", "every 6 weeks or 8 weeks for 2 years")]),
    ("every 6 weeks or orally", [("schedule", "every 6 weeks"), ("route", "route/oral")]),
    ("20 mg d1-5, 5-FU", [("dose", "20 mg"), ("schedule", "d1-5")]),
    ("D2/D3 receptors", []),
    ("for day 1 through day28", [("schedule", "day 1 through day28")]),
    ("day -19 to day-3", [("schedule", "day -19 to day-3")]),
    ("667 milligram/milliliter", [("dose", "667 milligram/milliliter")]),
    ("5 mg, Q6 PRN", [("dose", "5 mg"), ("schedule", "Q6 PRN")]),
    ("1 x 10^8 cells/kg", [("dose", "1 x 10^8 cells/kg")]),
    ("2 puffs b.i.d.", [("dose", "2 puffs"), ("schedule", "b.i.d.")]),
    ("0.1% cream", [("dose", "0.1%"), ("form", "cream")]),
    ("extended-release capsules 30 mg daily", [("form", "extended-release capsule"), ("dose", "30 mg"), ("schedule",
     "daily")]),
    ("30/20 mg film coated tablet", [("dose", "30/20 mg"), ("form", "film-coated tablet")]),
    ("150 to 200 mg q8h", [("dose", "150 to 200 mg"), ("schedule", "q8h")]),
    ("ophthalmic solution, one drop", [("form", "eye drops")]),
    ("40-50 Gy in 5 fx", [("dose", "40-50 Gy"), ("schedule", "5 fx")]),
    ("at 12, 15, 18 Gy-Eq", [("dose", "12, 15, 18 Gy-Eq")]),
    ("doses of 3 and 10 mg", [("dose", "3 and 10 mg")]),
    ("400 mg/m2 bolus at hour 3 and 2400 mg/m2 over 46 hours",
     [("dose", "400 mg/m2"), ("dose", "2400 mg/m2"), ("schedule", "over 46 hours")]),
    ("in cohort 1 and 10 mg in cohort 2", [("dose", "10 mg")]),
    ("(AB 122, 240 mg)", [("dose", "240 mg")]),
    ("at week 4, 20 mg", [("schedule", "week 4"), ("dose", "20 mg")]),
    ("2 of 30, 10 mg", [("dose", "10 mg")]),
    ("carboplatin IV", [("route", "route/intravenous")]),
    ("oral tablet and oral steroids", [("route", "route/oral"), ("form", "tablet")]),
    ("200 mg IV d1 q21d", [("dose", "200 mg"), ("route", "route/intravenous"), ("schedule", "d1 q21d")]),
    ("85 mg/m2 drip, d1;", [("dose", "85 mg/m2"), ("schedule", "d1")]),
    ("400 mg/m2 d1, 5-FU 2400 mg/m2", [("dose", "400 mg/m2"), ("schedule", "d1"), ("dose", "2400 mg/m2")]),
    ("on days 1 and 2, 5-azacitidine", [("schedule", "on days 1 and 2")]),
    ("75 mg/m2 d1,8 q3w", [("dose", "75 mg/m2"), ("schedule", "d1,8 q3w")]),
    ("4 mg po d1-21 q4w", [("dose", "4 mg"), ("route", "route/oral"), ("schedule", "d1-21 q4w")]),
    ("po bid", [("route", "route/oral"), ("schedule", "bid")]),
    ("50Gy/5f", [("dose", "50Gy"), ("schedule", "5f")]),
    ("stage iv, 3 mg", [("dose", "3 mg")]),
    ("eye drops 0.005% in oral mucositis", [("form", "eye drops"), ("dose", "0.005%")]),
    ("the po valley, 3 mg", [("dose", "3 mg")]),
    ("ipilimumab on an every-3-week schedule", [("schedule", "every-3-week")]),
    ("every 3 weeks for 4 courses", [("schedule", "every 3 weeks for 4 courses")]),
    ("up to 12 cycles", [("schedule", "12 cycles")]),
    ("at week 0, 2 and 6", [("schedule", "week 0, 2 and 6")]),
    ("5 days a week for 6.4 weeks", [("schedule", "5 days a week for 6.4 weeks")]),
    ("10 fractions/12 days", [("schedule", "10 fractions/12 days")]),
    ("on Days #1 and #8", [("schedule", "on Days #1 and #8")]),
    ("on days -8 to -5", [("schedule", "on days -8 to -5")]),
    ("2 - 3 times a day", [("schedule", "2 - 3 times a day")]),
    ("5 & 10 mg/kg", [("dose", "5 & 10 mg/kg")]),
    ("8 mg daily (< 60 kg) or 12 mg (≥ 60 kg)", [("dose", "8 mg"), ("schedule", "daily"), ("dose", "12 mg")]),
    ("5 mg/kg", [("dose", "5 mg/kg")]),
    ("25 MG/1 ML solution", [("dose", "25 MG/1 ML"), ("form", "solution")]),
    ("2 mg/24 h", [("dose", "2 mg/24 h")]),
    ("80 mg/20 mg tablets", [("dose", "80 mg"), ("dose", "20 mg"), ("form", "tablet")]),
    ("250 mg qd. Then", [("dose", "250 mg"), ("schedule", "qd")]),
    ("250 mg q.d. then", [("dose", "250 mg"), ("schedule", "q.d.")]),
    ("infused within 30 minutes", [("schedule", "within 30 minutes")]),
    ("50 million autologous stem cells", [("dose", "50 million")]),
    ("2 million IU on alternate days", [("dose", "2 million IU"), ("schedule", "on alternate days")]),
    ("vaccinated at 0, 1 and 6 months", [("schedule", "at 0, 1 and 6 months")]),
    ("vaccinated at 2, 4 and 12 months of age", [("schedule", "at 2, 4 and 12 months of age")]),
    ("0.1mL ID", [("dose", "0.1mL"), ("route", "route/intradermal")]),
    ("600 mg q6mo", [("dose", "600 mg"), ("schedule", "q6mo")]),
    ("25 mcg PV q4h", [("dose", "25 mcg"), ("route", "route/vaginal"), ("schedule", "q4h")]),
    ("50 mg/kg D+3, +4", [("dose", "50 mg/kg"), ("schedule", "D+3, +4")]),
    ("5 mg/m2 days +1, +3, +6", [("dose", "5 mg/m2"), ("schedule", "days +1, +3, +6")]),
    ("30 mg/m2 d-6 to d-2", [("dose", "30 mg/m2"), ("schedule", "d-6 to d-2")]),
    ("200 mg BID x 5d", [("dose", "200 mg"), ("schedule", "BID x 5d")]),
    ("60 ug, 0-1-6 months", [("dose", "60 ug"), ("schedule", "0-1-6 months")]),
    ("1000mg/m2,bid,po,d1-14;",
     [("dose", "1000mg/m2"), ("schedule", "bid"), ("route", "route/oral"), ("schedule", "d1-14")]),
    ("14.5 mg/kg on d +3 and +4", [("dose", "14.5 mg/kg"), ("schedule", "d +3 and +4")]),
    ("3.2 mg/kg/d iv d -5 to -3",
     [("dose", "3.2 mg/kg/d"), ("route", "route/intravenous"), ("schedule", "d -5 to -3")]),
    ("1000 mg/m2 IV D2 and oxaliplatin", [("dose", "1000 mg/m2"), ("route", "route/intravenous"), ("schedule", "D2")]),
    ("30 mg on D1 of cycles 2-12", [("dose", "30 mg"), ("schedule", "D1 of cycles 2-12")]),
    ("on day 1 of each cycle", [("schedule", "on day 1 of each cycle")]),
    ("2400 mg/m2 for 46 h", [("dose", "2400 mg/m2"), ("schedule", "for 46 h")]),
    ("2400 mg/m2 CIV 48h, q2w", [("dose", "2400 mg/m2"), ("route", "route/intravenous"), ("schedule", "48h, q2w")]),
    ("20-30 min per session, 5 sessions/week for 2 weeks",
     [("schedule", "20-30 min per session, 5 sessions/week for 2 weeks")]),
    ("3-5 times per week", [("schedule", "3-5 times per week")]),
    ("1 patch for 12 h per day", [("form", "patch"), ("schedule", "for 12 h per day")]),
    ("5 mg qd, 2 weeks on/1 week off", [("dose", "5 mg"), ("schedule", "qd, 2 weeks on/1 week off")]),
    ("500 mg tds, 2 puffs bd", [("dose", "500 mg"), ("schedule", "tds"), ("dose", "2 puffs"), ("schedule", "bd")]),
    ("3 Gy x 15", [("dose", "3 Gy"), ("schedule", "x 15")]),
    ("5 x 5 Gy", [("schedule", "5 x"), ("dose", "5 Gy")]),
    ("half a tablet per day", [("dose", "half a tablet per day")]),
    ("0.375% per side", [("dose", "0.375% per side")]),
    ("8 mg/kg (max 800 mg)", [("dose", "8 mg/kg")]),
    ("0.03 mg/kg/d, target 8-12 ng/ml", [("dose", "0.03 mg/kg/d")]),
    ("a target dose of 20 mg", [("dose", "20 mg")]),
    ("glucose 50 mg/ml", [("dose", "50 mg/ml")]),
    ("10 mg, increased weekly by 5 mg", [("dose", "10 mg")]),
    ("started at 0.25 mg weekly and escalated every 4 weeks to 2.4 mg/week",
     [("dose", "0.25 mg"), ("schedule", "weekly"), ("dose", "2.4 mg/week")]),
    ("200mg, po, bid, may be reduced to 200 mg qd or qod; then 100 mg",
     [("dose", "200mg"), ("route", "route/oral"), ("schedule", "bid"), ("dose", "100 mg")]),
    ("300 mg/m2 d-7; 200 mg/m2 q12h d-6~-3",
     [("dose", "300 mg/m2"), ("schedule", "d-7"), ("dose", "200 mg/m2"), ("schedule", "q12h d-6~-3")]),
    ("2-5×10^6/kg on day +2", [("dose", "2-5×10^6/kg"), ("schedule", "on day +2")]),
    ("2×10^6 CD34+/kg", [("dose", "2×10^6 CD34+/kg")]),
    ("67.5 GyE/15 fx", [("dose", "67.5 GyE"), ("schedule", "15 fx")]),
    ("60 Gy(RBE) in 12 fractions", [("dose", "60 Gy(RBE)"), ("schedule", "12 fractions")]),
    ("in a 2:1 ratio, 250 mg daily", [("dose", "250 mg"), ("schedule", "daily")]),
    ("10 mg on day 7", [("dose", "10 mg"), ("schedule", "on day 7")]),
    ("200 mg BD, target trough 1-5.5 mcg/mL", [("dose", "200 mg"), ("schedule", "BD")]),
    ("3.125 mg bid, doubled every 2 weeks to 25 mg",
     [("dose", "3.125 mg"), ("schedule", "bid"), ("dose", "25 mg")]),
    ("1.4 mg/m2 (max. 2 mg) d1, prednisone", [("dose", "1.4 mg/m2"), ("schedule", "d1")]),
    ("1000 mg/m2 days 1, 8, & 15;", [("dose", "1000 mg/m2"), ("schedule", "days 1, 8, & 15")]),
    ("1 mg for weeks 9-12 and 1.7 mg for weeks 13-16",
     [("dose", "1 mg"), ("schedule", "weeks 9-12"), ("dose", "1.7 mg"), ("schedule", "weeks 13-16")]),
    ("Day 2, 30% of the dose", [("schedule", "Day 2"), ("dose", "30%")]),
    ("from Week 0 to Week 36", [("schedule", "from Week 0 to Week 36")]),
    ("1.4 mg/m2 Q 21 Days x 6 cycles", [("dose", "1.4 mg/m2"), ("schedule", "Q 21 Days x 6 cycles")]),
    ("2 capsules BD for 4 months", [("dose", "2 capsules"), ("schedule", "BD for 4 months")]),
    ("50 mg (single-dose)", [("dose", "50 mg"), ("schedule", "single-dose")]),
    ("a single-dose study of 100 mg in single-dose vials", [("dose", "100 mg"), ("form", "vial")]),
    ("every 3 weeks up to 24 weeks", [("schedule", "every 3 weeks up to 24 weeks")]),
    ("on day 1 of each 21-day cycle up to 4 cycles", [("schedule", "on day 1 of each 21-day cycle up to 4 cycles")]),
    ("followed up to 24 weeks, during 6 months", []),
    ("20 mg QD, 4 weeks", [("dose", "20 mg"), ("schedule", "QD, 4 weeks")]),
    ("20 mg QD, 2 weeks before surgery", [("dose", "20 mg"), ("schedule", "QD")]),
    ("three times daily, seven days per week", [("schedule", "three times daily")]),
    ("every 3 months, 6 months and a year", [("schedule", "every 3 months")]),
    ("once a day during 21 days", [("schedule", "once a day during 21 days")]),
    ("0.5 mg before each meal 3 times a day", [("dose", "0.5 mg"), ("schedule", "before each meal 3 times a day")]),
    ("glucose before meals", []),
    ("1 x 106 transduced T cells/kg", [("dose", "1 x 106 transduced T cells/kg")]),
    ("5 x 10^6 CAR+ cells (± 20%)", [("dose", "5 x 10^6 CAR+ cells")]),
    ("10^6 (±20%) CD33 CAR T cells/kg", [("dose", "10^6 (±20%) CD33 CAR T cells/kg")]),
    ("106 patients with T cells", []),
    ("weekly increase of the dose, daily assessments", []),
    ("weekly escalating doses, daily phone calls", [("schedule", "weekly"), ("schedule", "daily")]),
    ("40 mg/day, oral, 12 weeks", [("dose", "40 mg/day"), ("route", "route/oral"), ("schedule", "12 weeks")]),
    ("3 mg qd, 3 weeks on / 1 week off", [("dose", "3 mg"), ("schedule", "qd, 3 weeks on / 1 week off")]),
    ("3 mg qd, 3 weeks on with 1 week off", [("dose", "3 mg"), ("schedule", "qd")]),
    ("100 mg, 12 weeks", [("dose", "100 mg")]),
    ("hemoglobin 13.0 g/dl, glucose 70-180 mg/dL", []),
    ("37.5 mg/m(2) every 2 weeks", [("dose", "37.5 mg/m(2)"), ("schedule", "every 2 weeks")]),
    ("75,000 SQ-T, 300 IR", [("dose", "75,000 SQ-T"), ("dose", "300 IR")]),
    ("30-50 Gy/5#", [("dose", "30-50 Gy"), ("schedule", "5#")]),
    ("6 mg/kg 8 hourly", [("dose", "6 mg/kg"), ("schedule", "8 hourly")]),
    ("over 1 hour daily x 5 days", [("schedule", "over 1 hour daily x 5 days")]),
    ("20 mg biw po", [("dose", "20 mg"), ("schedule", "biw"), ("route", "route/oral")]),
    ("10 mg o.d. if tolerated", [("dose", "10 mg"), ("schedule", "o.d.")]),
    ("weekly x 6; daily x 10 mg", [("schedule", "weekly x 6"), ("schedule", "daily"), ("dose", "10 mg")]),
    ("1000 mg in 50 mL NS, 20 ml + 2 ml NS", [("dose", "1000 mg"), ("dose", "20 ml")]),
    ("2 ml in the morning", [("dose", "2 ml"), ("schedule", "in the morning")]),
    ("given intravenously over 60 minutes", [("route", "route/intravenous"), ("schedule", "over 60 minutes")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), STATED, ids=[row[0] for row in STATED])
def test_stated(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(f.kind, f.value) for f in facts(text, tiny())] == wanted


NOT_STATED = [
    "a trough of 5 to 10", "titrated to FPG 4.0-5.0 mmol/L", "a maximum dose of 2 mg", "not exceeding 60 mg",
    "reduced by 25%", "increments of 20 mg", "adjusted every 2 weeks", "UPCR between 500 mg/g and 5000 mg/g",
    "part 1G", "by the end of week 1", "2 hours post-dose on day 19", "a PK study on day 7", "after day 7",
    "till week 12",
    "platelets 75 x 10^3", "4x10^9/L",
    "in BD or HS", "the D1 and D2 receptors", "the life of each cycle", "aiming at 8 ng/ml",
    "vitamin D3", "vitamin D3, B12", "D2 lymphadenectomy", "cyclin D1.",
    "stage IV melanoma", "phase IV trial", "aged 18 to 65", "CD19", "COVID-19", "5-FU", "n = 30",
     "NCT01234567",
    "version 5.0", "IL-2", "a random sample", "interleukin 6", "PD-1", "HbA1c", "grade IV", "T4 N2", "SF-36", "group 2",
    "the treatment of pain", "B12", "MK-3475",
    "following 6 cycles of treatment", "through week 14", "after completion of 4 courses",
    "within 10 weeks of surgery", "within 24 hours after birth", "a BMI of 25 kg/m2", "25 kg per m2",
    "an oral food challenge", "oral mucositis", "controlled with inhaled steroids", "other serious adverse events",
    "50 million people", "weighing 50 kg or more", "body weight 45-60 kg",
    "the PV interval", "ID number 5", "PV loop",
    "vitamin D-3", "HLA D-4", "D-2 lymphadenectomy", "0-6 months", "10 x 20 cm", "2 x 5 mm", "group D-3 or so",
    "pain at 3, 6 and 12 months", "aged 0 to 6 months", "at a single dose level",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text: str) -> None:
    assert facts(text, tiny()) == []


def test_when_something_else_is_given_is_not_how() -> None:
    stated = facts("It is given orally for 14 days after vector injection.", tiny())
    assert [(f.kind, f.value) for f in stated if f.kind in ("route", "form")] == [("route", "route/oral")]
    assert [f.kind for f in facts("Rest after the visit; injection once daily.", tiny())] == ["form", "schedule"]


def test_a_short_form_that_the_record_defines_is_no_route() -> None:
    text = "SC is given as usual"
    assert [f.value for f in facts(text, tiny())] == ["route/subcutaneous"]
    assert facts(text, tiny(), [("SC", "standard care")]) == []
    assert [f.value for f in facts(text, tiny(), [("SC", "subcutaneous")])] == ["route/subcutaneous"]


def test_values_are_verbatim_with_single_spaces() -> None:
    text = "take 5  mg   every\n8 hours"
    for fact in quantities(text):
        assert fact.value == " ".join(text[fact.start : fact.end].split())


def test_routes_are_concepts() -> None:
    found = routes("oral or intrathecal, nebulised", tiny())
    assert [f.value for f in found] == ["route/oral", "route/intrathecal", "route/inhaled"]


@pytest.mark.parametrize(
    "text", ["1 " * 3000, "every 1 to " * 500, "10^" * 1500, "day 1, " * 800, "1,000" * 900, "twice " * 900]
)
def test_linear(text: str) -> None:
    start = time.perf_counter()
    quantities(text[:LONGEST])
    assert time.perf_counter() - start < 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 .,/-mgkqwdayIVx^%()to", max_size=60))
def test_facts_lie_in_order_inside_the_text(text: str) -> None:
    last = 0
    for fact in facts(text, tiny()):
        assert last <= fact.start < fact.end <= len(text)
        last = fact.end


@pytest.mark.parametrize(
    "text",
    [
        "12 mg daily for a weight of 60 kg",
        "12 mg daily (trough level 5-8 ng/ml)",
        "12 mg daily, serum concentration above 0.5 µg/mL",
    ],
)
def test_a_weight_and_a_level_are_no_dose(text: str) -> None:
    assert [fact.value for fact in quantities(text) if fact.kind == "dose"] == ["12 mg"]


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("1 mg/(m2.d) for 14 days", ["1 mg/(m2.d)"]),
        ("5 ug/(kg·d)", ["5 ug/(kg·d)"]),
        ("AUC 5 mg/ml×min", ["AUC 5 mg/ml×min"]),
        ("4 cycles of 1L induction (8 mg/kg)", ["8 mg/kg"]),
        ("2L PEG", ["2L"]),
        ("2 L of water", ["2 L"]),
        ("saline 1L.", ["1L"]),
        ("oxygen 2L/min", ["2L/min"]),
    ],
)
def test_units_in_brackets_and_lines(text: str, doses: list[str]) -> None:
    assert [fact.value for fact in quantities(text) if fact.kind == "dose"] == doses
