"""An outcome without a time frame is taken when its measure says so, and never when the words mean something else."""

from __future__ import annotations

import pytest

from kg.extract.measures.grounded import Grounded
from kg.extract.times.in_measures import time_of
from kg.model import Passage

TOLD = [
    ("90-day mortality", "mortality", "90-day"),
    ("90-d mortality", "mortality", "90-d"),
    ("6-wk mortality", "mortality", "6-wk"),
    ("30-day all-cause mortality", "mortality", "30-day"),
    ("Mortality at 30 days", "Mortality", "30 days"),
    ("Incidence of encephalopathy within 168 days after TIPS", "encephalopathy", "168 days after TIPS"),
    ("Transplant-free survival 6 mo", "Transplant-free survival", "6 mo"),
    ("Overall survival, 2 years after randomization", "Overall survival", "2 years after randomization"),
    ("1-year overall survival", "1-year overall survival", "1-year"),
    ("Pain at 24 h (VAS)", "Pain", "24 h"),
    ("Pain at rest on days 1, 3 and 7", "Pain", "days 1, 3 and 7"),
    ("Change in body weight at Week 12 for 600 mg versus placebo", "body weight", "Week 12"),
    ("Change from baseline to week 8 in erectile function", "erectile function", "week 8"),
    ("Safety over 4 week treatment period", "Safety", "4 week treatment period"),
]

NOT_TOLD = [
    ("Mortality", "Mortality"),
    ("Mortality in patients aged 65 years", "Mortality"),
    ("Survival of patients older than 65 years", "Survival"),
    ("Survival in patients with at least 2 years of disease", "Survival"),
    ("Pain every 2 days", "Pain"),
    ("Pain in the last 4 weeks", "Pain"),
    ("Plasma concentration (Cmax) at 8 hours", "Plasma concentration"),
    ("2-hour glucose levels", "glucose"),
    ("OGTT at 2 h", "OGTT"),
    ("Late toxicity from 90 days after irradiation until death", "toxicity"),
    ("Response to capecitabine 14 days followed by surgery", "Response"),
    ("Number of patients with 3 or more lesions", "lesions"),
    ("Neutropenia grade 3", "Neutropenia"),
    ("Survival without a known year of birth", "Survival"),
]


def _time(measure: str, name: str) -> str | None:
    passage = Passage(measure, "primary_outcomes/0/measure", 7)
    at = measure.index(name)
    found = Grounded("endpoint/any", passage, at, at + len(name), "lexicon", 0.9, "endpoint-phrase")
    told = time_of(passage, [found])
    if told is None:
        return None
    assert measure[told.start - 7 :].startswith(told.text)
    return told.text


@pytest.mark.parametrize(("measure", "name", "time"), TOLD)
def test_told(measure: str, name: str, time: str) -> None:
    assert _time(measure, name) == time


@pytest.mark.parametrize(("measure", "name"), NOT_TOLD)
def test_not_told(measure: str, name: str) -> None:
    assert _time(measure, name) is None


def test_a_measure_of_which_nothing_is_known_has_no_time() -> None:
    assert time_of(Passage("90-day whatever", "primary_outcomes/0/measure"), []) is None
