"""Time frames: a table of real wordings, and generated frames parsed back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.times.frames import canonical, days, parse

FRAMES = [
    ("up to 5 years", ["5 year"], "up-to", "1826.25"),
    ("Assessed up to 48 months", ["48 month"], "up-to", "1461"),
    ("2 years.", ["2 year"], "fixed", "730.5"),
    ("1, 3, 6 months after surgery", ["1 month", "3 month", "6 month"], "time-points", "182.625"),
    ("From Baseline to disease progress, up to 18 months", ["18 month"], "interval", "547.875"),
    ("From Baseline to primary completion date, about 2 years", ["2 year"], "interval", "730.5"),
    ("Through study completion, an average of 1 year", ["1 year"], "up-to", "365.25"),
    ("Baseline to Day 180", ["180 day"], "interval", "180"),
    ("Baseline, Week 12", ["12 week"], "time-points", "84"),
    ("Week 1 to Week 48", ["1 week", "48 week"], "interval", "336"),
    ("day 1 to day 28", ["1 day", "28 day"], "interval", "28"),
    ("Day 1-Day 28", ["1 day", "28 day"], "interval", "28"),
    ("Days 1-15 After Any Vaccination", ["1 day", "15 day"], "interval", "15"),
    ("weeks 4, 8, and 12", ["4 week", "8 week", "12 week"], "time-points", "84"),
    ("at 2- and 4-weeks", ["2 week", "4 week"], "time-points", "28"),
    ("D1, W12, M6", ["1 day", "12 week", "6 month"], "time-points", "182.625"),
    ("30-day", ["30 day"], "fixed", "30"),
    ("30-d", ["30 day"], "fixed", "30"),
    ("2-D echo", [], "event", None),
    ("5D", ["5 day"], "fixed", "5"),
    # Chinese units, but neither dates nor what recurs
    ("术后2年", ["2 year"], "fixed", "730.5"),
    ("1、3、6个月", ["1 month", "3 month", "6 month"], "time-points", "182.625"),
    ("24小时, 第3天", ["24 hour", "3 day"], "time-points", "3"),
    ("2026年3月", [], "event", None),
    ("每8周", [], "event", None),
    # questionnaires called by their dimensions
    ("EQ-5D-5L at 6 months", ["6 month"], "fixed", "182.625"),
    ("EuroQol 5D and SF-6D", [], "event", None),
    ("3D-CAM, day 3", ["3 day"], "fixed", "3"),
    # three visits or more joined by hyphens, which are no range; not what only looks like them
    ("3-6-12-24 months", ["3 month", "6 month", "12 month", "24 month"], "time-points", "730.5"),
    ("6 weeks, 6-12-36 months post surgery", ["6 week", "6 month", "12 month", "36 month"], "time-points", "1095.75"),
    ("24-48-72h after surgery", ["24 hour", "48 hour", "72 hour"], "time-points", "3"),
    ("6-12 months", ["6 month", "12 month"], "interval", "365.25"),
    ("2020-1-1 to 2020-6-1", [], "event", None),
    ("31-08-21", [], "event", None),
    ("12-6-3 months", [], "event", None),
    # a slash between two visits, and one that tells how often
    ("6 months/12 months", ["6 month", "12 month"], "time-points", "365.25"),
    ("12 weeks / 48 weeks", ["12 week", "48 week"], "time-points", "336"),
    ("6 months / 180 days", ["6 month"], "fixed", "182.625"),
    ("2 sessions/1 week", ["2 visit"], "fixed", None),
    # from its first day on, without "from"
    ("Day 1 of study treatment through up to 90 days post last dose", ["1 day", "90 day"], "interval", "90"),
    ("Day 0 until death, assessed at 1 year", ["0 day", "1 year"], "interval", "365.25"),
    ("Start of protocol therapy to death, assessed up to 2 years", ["2 year"], "interval", "730.5"),
    ("First infusion date up to 28 days", ["28 day"], "interval", "28"),
    ("6 weeks after first device use to 12 months", ["6 week", "12 month"], "interval", "365.25"),
    ("30 days after first treatment to the primary joint", ["30 day"], "fixed", "30"),
    ("26 months after the start of radiotherapy or until death", ["26 month"], "up-to", "791.375"),
    ("Day 1 and up to 8 weeks", ["1 day", "8 week"], "time-points", "56"),
    ("First visit at 2 weeks, up to 8 weeks", ["1 visit", "2 week", "8 week"], "time-points", "56"),
    # a word and a number, or a number and a misspelt unit, written as one
    ("Up to15 months", ["15 month"], "up-to", "456.5625"),
    ("at12th postoperative week", ["12 week"], "fixed", "84"),
    ("6moths", ["6 month"], "fixed", "182.625"),
    ("Week: 2", ["2 week"], "fixed", "14"),
    ("day: (1) before, (2) after", [], "event", None),
    ("Auto15 months", [], "event", None),
    ("12-month", ["12 month"], "fixed", "365.25"),
    ("two years", ["2 year"], "fixed", "730.5"),
    ("twenty-four months", ["24 month"], "fixed", "730.5"),
    ("twelve (12) months", ["12 month"], "fixed", "365.25"),
    ("3rd month, 6th month", ["3 month", "6 month"], "time-points", "182.625"),
    ("6- to-12-month follow-up", ["6 month", "12 month"], "interval", "365.25"),
    ("2 and 3 years, then on until year 2044", ["2 year", "3 year"], "time-points", "1095.75"),
    ("half a year", ["0.5 year"], "fixed", "182.625"),
    ("6mo", ["6 month"], "fixed", "182.625"),
    ("1,000 days", ["1000 day"], "fixed", "1000"),
    ("up to 3,5 years", ["3.5 year"], "up-to", "1278.375"),
    ("an average of 2,5 years", ["2.5 year"], "fixed", "913.125"),
    ("3,5 years", ["3 year", "5 year"], "time-points", "1826.25"),
    ("up to 3, 5 years", ["3 year", "5 year"], "time-points", "1826.25"),
    ("up to 1,3,5 years", ["1 year", "3 year", "5 year"], "time-points", "1826.25"),
    ("24 hours", ["24 hour"], "fixed", "1"),
    ("24, 48 & 168 h p.i.", ["24 hour", "48 hour", "168 hour"], "time-points", "7"),
    ("1 hour", ["1 hour"], "fixed", "0.041667"),
    ("Week -2 and Day 1", ["-2 week", "1 day"], "time-points", "1"),
    ("36 months +/- 60 days", ["36 month"], "fixed", "1095.75"),
    ("every 8 weeks, up to 2 years", ["2 year"], "up-to", "730.5"),
    ("every 12 weeks until progression", ["12 week"], "up-to", None),
    # days of every cycle are no days of the trial
    ("Day 1 of each cycle", ["1 day"], "fixed", None),
    ("Days 1, 8 and 15 of each 28-day cycle", ["1 day", "8 day", "15 day"], "time-points", None),
    ("Day 1 of every cycle, up to 2 years", ["1 day", "2 year"], "time-points", "730.5"),
    ("each cycle day 1", ["1 day"], "fixed", None),
    ("q6w", ["6 week"], "fixed", None),
    ("q3 weeks for 24 weeks", ["24 week"], "fixed", "168"),
    ("Q2 2026", [], "event", None),
    ("first 5 postop days", ["5 day"], "fixed", "5"),
    ("up to mo 12", ["12 month"], "up-to", "365.25"),
    ("at the end of each 12-week period", ["12 week"], "fixed", "84"),
    ("C1D1, C2D1 (1 cycle = 28 days)", ["1 cycle", "2 cycle"], "time-points", "29"),
    ("From Cycle 1 Day 1 until Cycle 1 Day 21 (Cycle 1 is 21 days)", ["1 cycle", "1 cycle"], "interval", "21"),
    ("Cycle 3 Day 1", ["3 cycle"], "fixed", None),
    ("within the first 30 days", ["30 day"], "up-to", "30"),
    ("Up to 2 years and 10 months", ["34 month"], "up-to", "1034.875"),
    ("up to 1 year, 6 months", ["18 month"], "up-to", "547.875"),
    ("2 years 6 months", ["30 month"], "fixed", "913.125"),
    ("within 3 weeks and 4 days", ["25 day"], "up-to", "25"),
    ("1 hour 30 minutes after the dose", ["90 minute"], "fixed", "0.0625"),
    ("at 1 year and 6 months", ["1 year", "6 month"], "time-points", "365.25"),
    ("Baseline, 1 year, 3 months", ["1 year", "3 month"], "time-points", "365.25"),
    ("up to 6 months and 1 year", ["6 month", "1 year"], "time-points", "365.25"),
    ("up to 1 year and 18 months", ["1 year", "18 month"], "time-points", "547.875"),
    ("Up to Year 2 and Month 6", ["2 year", "6 month"], "time-points", "730.5"),
    ("26 weeks (4+22 weeks)", ["26 week"], "fixed", "182"),
    ("24 weeks (12 weeks + 12 weeks)", ["24 week"], "fixed", "168"),
    ("12 weeks (and 24 weeks)", ["12 week", "24 week"], "time-points", "168"),
    ("Day 1 up to Day 14 of Cycle 1", ["1 day", "1 cycle"], "interval", "14"),
    ("Cycle 1 Day 15", ["1 cycle"], "fixed", "15"),
    ("at week 4 of cycle 2 and every other cycle thereafter", ["2 cycle"], "fixed", None),
    ("Cycle 2 Week 3", ["2 cycle"], "fixed", None),
    ("week 4 of cycle 1", ["1 cycle"], "fixed", "28"),
    ("week 2 of cycle 3 (each cycle is 28 days)", ["3 cycle"], "fixed", "70"),
    ("week 4, cycle 2", ["4 week", "2 cycle"], "time-points", "28"),
    ("Cycle 1 Day 15 and Cycle 3 Day 1", ["1 cycle", "3 cycle"], "time-points", None),
    ("From Day 1 of the study drug through +/- 5 days at completion", ["1 day"], "interval", None),
    ("From C1D1 until death", ["1 cycle"], "interval", None),
    ("Day 1 through study completion, an average of 1 year", ["1 day", "1 year"], "interval", "365.25"),
    ("Day 1 (end of the procedure)", ["1 day"], "fixed", "1"),
    ("30 minutes after the block, then until discharge", ["30 minute"], "up-to", "0.020833"),
    ("Seventh day after surgery", ["7 day"], "fixed", "7"),
    ("6, 12 mons", ["6 month", "12 month"], "time-points", "365.25"),
    ("12 mon", ["12 month"], "fixed", "365.25"),
    (
        "From date of randomization until the date of first documented progression or date of death from any cause, "
        "whichever came first, assessed up to 100 months",
        ["100 month"],
        "interval",
        "3043.75",
    ),
    # an ordinal is a number, and "POD" a day
    ("Seventh day, sixth month, twelfth month", ["7 day", "6 month", "12 month"], "time-points", "365.25"),
    ("on days 5th, 15th and 30th after discharge", ["5 day", "15 day", "30 day"], "time-points", "30"),
    ("POD 1 and POD3", ["1 day", "3 day"], "time-points", "3"),
    # what stands in the bracket is no number of the visit
    ("At the final visit (2-8 months from baseline)", ["2 month", "8 month"], "interval", "243.5"),
    ("Visit 2 (week 4)", ["2 visit", "4 week"], "time-points", "28"),
    ("visit 2-8", ["2 visit", "8 visit"], "interval", None),
    ("Visits day 1 - 1 month", ["1 day", "1 month"], "interval", "30.4375"),
    # what ends before the clock starts does not look ahead
    ("Month -2 versus month -1", ["-2 month", "-1 month"], "time-points", None),
    ("Day -8 pre-transplant to day -4 pre-transplant", ["-8 day", "-4 day"], "interval", None),
    ("Day -3 to day 0", ["-3 day", "0 day"], "interval", "0"),
    ("Day -1, day 1", ["-1 day", "1 day"], "time-points", "1"),
    ("At day-1, day-3 and day-30", ["1 day", "3 day", "30 day"], "time-points", "30"),
    ("Day-14 to Day+28", ["-14 day", "28 day"], "interval", "28"),
    # a nuclide is no number of months
    ("Up to 4 weeks after the first Sn-117m-DTPA administration", ["4 week"], "up-to", "28"),
    ("Within 12 weeks from first dose of tin Sn 117m DTPA", ["12 week"], "up-to", "84"),
    ("60 minutes after injection of Tc-99m", ["60 minute"], "fixed", "0.041667"),
    ("12m", ["12 month"], "fixed", "365.25"),
    ("6m, 12m after IN-vitro test", ["6 month", "12 month"], "time-points", "365.25"),
    ("D+28, D+56 and D+100", ["28 day", "56 day", "100 day"], "time-points", "100"),
    # a hyphen behind a word
    ("Baseline-30 minutes after transfusion", ["30 minute"], "time-points", "0.020833"),
    ("At enrolment-3 years", ["3 year"], "fixed", "1095.75"),
    # how old an unborn child is, is no time of the trial
    ("36 weeks postmenstrual age", ["36 week"], "fixed", None),
    ("Delivery after 20 weeks and before 37 weeks gestation", ["20 week", "37 week"], "time-points", None),
    ("After 20 weeks of gestation till 6 weeks postpartum", ["20 week", "6 week"], "time-points", "42"),
    ("36 weeks after menopause", ["36 week"], "fixed", "252"),
]


@pytest.mark.parametrize(("text", "points", "kind", "horizon"), FRAMES)
def test_reads_points_kind_and_horizon(text: str, points: list[str], kind: str, horizon: str | None) -> None:
    frame = parse(text)
    assert frame is not None
    assert [f"{point.value} {point.unit}" for point in frame.points] == points
    assert (frame.kind, frame.horizon) == (kind, horizon)


@pytest.mark.parametrize(
    "text",
    [
        "End of study",
        "Hospital discharge",
        "T0 and T1",
        "AUC0-24",
        "HbA1c",
        "Macular thickness by OCT",
        "RECIST 1.1",
        "B7-H3-CAR T-cell infusion",
    ],
)
def test_finds_no_duration_where_none_is_named(text: str) -> None:
    frame = parse(text)
    assert frame is not None
    assert frame.points == ()
    assert frame.horizon is None
    assert frame.kind == "event"


def test_reads_nothing_in_nothing() -> None:
    assert parse("") is None
    assert parse("  ") is None


_UNITS = st.sampled_from(["hour", "day", "week", "month", "year"])
_NUMBERS = st.integers(min_value=1, max_value=120)


@given(
    st.lists(_NUMBERS, min_size=1, max_size=6),
    _UNITS,
    st.sampled_from(["{} {}", "at {} {} after surgery", "Up to {} {}"]),
)
def test_a_list_before_its_unit_comes_back(numbers: list[int], unit: str, form: str) -> None:
    words = ", ".join(map(str, numbers[:-1])) + (" and " if len(numbers) > 1 else "") + str(numbers[-1])
    frame = parse(form.format(words, unit + "s"))
    assert frame is not None
    assert [(point.value, point.unit) for point in frame.points] == [(str(number), unit) for number in numbers]
    assert frame.horizon == canonical(max(days(str(number), unit) or Decimal(0) for number in numbers))


@given(st.lists(_NUMBERS, min_size=1, max_size=6), st.sampled_from(["day", "week", "month", "year"]))
def test_a_list_after_its_unit_comes_back(numbers: list[int], unit: str) -> None:
    frame = parse(f"Baseline, {unit.capitalize()}s {', '.join(map(str, numbers))}")
    assert frame is not None
    assert [(point.value, point.unit) for point in frame.points] == [(str(number), unit) for number in numbers]


@given(_NUMBERS, _NUMBERS, _UNITS)
def test_a_range_is_an_interval(first: int, last: int, unit: str) -> None:
    frame = parse(f"{first} to {last} {unit}s")
    assert frame is not None
    assert [point.value for point in frame.points] == [str(first), str(last)]
    assert frame.kind == "interval"


@given(st.text(max_size=80))
def test_any_text_is_read_and_spans_lie_inside(text: str) -> None:
    frame = parse(text)
    if frame is not None:
        for point in frame.points:
            assert 0 <= point.start < point.end <= len(text)


@given(st.decimals(min_value=-10000, max_value=10000, places=4))
def test_canonical_decimals_keep_their_value(value: Decimal) -> None:
    text = canonical(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not (("." in text) and text.endswith("0"))
