"""A measure that is one bare word, and the description that tells which endpoint of its family it is."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract.document import Document
from kg.extract.measures import endpoints
from kg.model import ConditionItem, Passage, Source, SourceField, Trial


def told(measure: str, description: str) -> list[str]:
    fields = (SourceField("measure", measure), SourceField("description", description), SourceField("condition", "x"))
    condition = ConditionItem(0, Passage("Gastric Cancer", "condition"))
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=(condition,))
    found = endpoints.ground(
        Passage(measure, "measure"), Passage(description, "description"), Document(trial, vocab.load())
    )
    return [name.concept.partition("/")[2] for name in found]


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("Response", "ORR will be defined as the share of patients with CR or PR.", ["objective-response-rate"]),
        ("Treatment response", "Objective response rate by mRECIST", ["objective-response-rate"]),
        ("Tumor response", "DCR is CR plus PR plus SD", ["disease-control-rate"]),
        ("Survival", "PFS will be defined as the time from inclusion to progression or death",
         ["progression-free-survival"]),
        ("Survival outcomes", "OS and PFS will be recorded", ["overall-survival", "progression-free-survival"]),
        ("Survival", "Time from surgery to recurrence or death", ["recurrence-free-survival"]),
        ("Primary endpoint", "Time from randomisation to progression or death from any cause",
         ["progression-free-survival"]),
        ("Time to event", "Time from randomisation to death from any cause", ["overall-survival"]),
        # the first of several categories, another family, no definition, words of its own
        ("Response", "CR is the disappearance of all lesions, PR a decrease by 30%", ["clinical-response"]),
        ("Response", "Pain will be rated every day", ["clinical-response"]),
        ("Response", "Patients with an ORR of interest will be followed", ["clinical-response"]),
        ("Survival", "Dialysis is defined as three sessions a week", ["overall-survival"]),
        ("Overall survival", "OS and PFS at 2 years", ["overall-survival"]),
        ("Survival", "Time from randomisation to death", ["overall-survival"]),
        ("Survival", "Overall survival will be described", ["overall-survival"]),
        ("Immune response", "ORR will be defined as CR plus PR", ["immune-response"]),
        ("Duration of fasting", "Time from last meal to surgery", []),
    ],
)  # fmt: skip
def test_what_a_bare_word_stands_for(measure: str, description: str, expected: list[str]) -> None:
    assert told(measure, description) == expected
