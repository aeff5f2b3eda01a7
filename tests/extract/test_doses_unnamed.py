"""Doses told without a name, of an arm that gets one thing; doses and schedules told one after another, of an entry."""

from __future__ import annotations

import pytest

from kg.extract import abbreviations, arms, interventions
from kg.extract.document import Document
from kg.model import ArmGroup, InterventionItem, Passage, Source, SourceField, Trial, Value
from kg.vocab import load


def _told(
    label: str, description: str, entries: tuple[tuple[str, str], ...]
) -> tuple[dict[str, set[str]], list[dict[str, set[str]]]]:
    """What the arm gives, concept → values; and the same of each entry."""
    texts = {"arms/0/label": label, "arms/0/description": description}
    for n, (name, says) in enumerate(entries):
        texts[f"interventions/{n}/name"] = name
        texts[f"interventions/{n}/description"] = says
    at = {name: Passage(text, name) for name, text in texts.items() if text}
    items = tuple(
        InterventionItem(
            n, "DRUG", at[f"interventions/{n}/name"], at[f"interventions/{n}/name"],
            at.get(f"interventions/{n}/description"), arm_labels=(label,),
        )
        for n in range(len(entries))
    )  # fmt: skip
    group = ArmGroup(0, at["arms/0/label"], "EXPERIMENTAL", None, at.get("arms/0/description"))
    fields = tuple(SourceField(name, passage.text) for name, passage in at.items())
    trial = Trial("T1", Source("x", "test", 0, "0" * 64), fields, interventions=items, arms=(group,))
    document = Document(trial, load())
    for extractor in (abbreviations, interventions, arms):
        document.add(list(extractor.extract(document)))

    def given(subject: str) -> dict[str, set[str]]:
        made: dict[str, set[str]] = {}
        for node in document.objects(subject, "tkg:hasAdministration"):
            (concept,) = document.objects(node, "tkg:gives")
            for predicate in ("tkg:dose", "tkg:schedule", "tkg:route"):
                told = {s.object for s in document.said(node, predicate)}
                made.setdefault(concept, set()).update(v.lexical if isinstance(v, Value) else str(v) for v in told)
        return made

    return given(trial.part("arm-0")), [given(trial.part(f"intervention-{n}")) for n in range(len(entries))]


@pytest.mark.parametrize(
    ("label", "description", "entry", "values"),
    [
        ("High", "Participants received 400 mg once daily.", "Sonidegib", {"400 mg", "once daily"}),
        ("High", "Subcutaneous (SC), up to Week 26", "Insulin aspart", {"route/subcutaneous"}),
        ("Cohort 2: 110 mg Q2W", "", "Sonidegib", {"110 mg", "Q2W"}),
        ("A", "Sonidegib capsules. 400 mg daily for 4 weeks", "Sonidegib", {"400 mg", "daily for 4 weeks"}),
        ("A", "1 pill before each meal", "Placebo", {"1 pill", "before each meal"}),
        ("A", "Oral; blood is drawn every 4 weeks", "Sonidegib", {"route/oral"}),
        # of something else, or only of some, or of what is looked at
        ("A", "Blood is drawn on days 1, 4 and 7.", "Sonidegib", set()),
        ("A", "People on stable doses of 10 mg daily.", "Sonidegib", set()),
        ("A", "Patients will have visits on day 1.", "Sonidegib", set()),
        ("A", "Zolendra 4 mg daily", "Sonidegib", set()),
        ("FEV1 below 80%", "", "Sonidegib", set()),
        ("A", "Once daily, they walk.", "Walking", set()),
    ],
)  # fmt: skip
def test_what_an_arm_tells_without_a_name(label: str, description: str, entry: str, values: set[str]) -> None:
    arm, _ = _told(label, description, ((entry, ""),))
    assert set().union(*arm.values()) == values


def test_of_an_arm_that_gets_two_things_nothing_is_told_without_a_name() -> None:
    arm, _ = _told("A", "400 mg once daily", (("Sonidegib", ""), ("Placebo", "")))
    assert arm == {}


def test_a_placebo_is_the_one_that_the_arm_gets() -> None:
    arm, _ = _told("A", "Participants received placebo on days 1 and 22.", (("Saline placebo", ""),))
    assert arm == {"placebo/saline-placebo": {"on days 1 and 22"}}
    arm, _ = _told("A", "Participants received placebo on days 1 and 22.", (("Saline", ""),))
    assert arm == {}


@pytest.mark.parametrize(
    ("says", "values"),
    [
        ("160 mg or 320 mg tablets once a day", {"160 mg", "320 mg", "once a day"}),
        ("10 mg, 20 mg, 30 mg, or 40 mg", {"10 mg", "20 mg", "30 mg", "40 mg"}),
        ("applied twice daily to the face for 12 weeks", {"twice daily", "for 12 weeks"}),
        ("0.25 mg twice a day orally x 6 months.", {"0.25 mg", "twice a day", "x 6 months", "route/oral"}),
        ("8 mg (< 60 kg) or 12 mg (≥ 60 kg) once daily", {"8 mg", "12 mg", "once daily"}),
        ("12 mg/day for body weight ≥60 kg; 8 mg/day for body weight <60 kg", {"12 mg/day", "8 mg/day"}),
        # how strong it comes, where a dose is told, and where none is
        ("40 units/ml, 2 ml vials. 24 units once daily", {"24 units", "once daily"}),
        ("10 mg/ml, 1 ml once daily", {"1 ml", "10 mg/ml", "once daily"}),
        ("100 mg/ml solution once daily", {"100 mg/ml", "once daily"}),
        # steps, other amounts, other times
        ("It comes in vials of 40 mg or 100 mg.", set()),
        ("10 mg daily for 2 weeks, then 20 mg for 4 weeks", {"10 mg", "daily for 2 weeks"}),
        ("1 mg/kg, 50 mg at most", {"1 mg/kg"}),
        ("300 mg daily. Visits take place for 12 weeks.", {"300 mg", "daily"}),
        ("300 mg daily until progression or for 12 weeks", {"300 mg", "daily"}),
    ],
)
def test_doses_side_by_side_and_schedules_that_go_on(says: str, values: set[str]) -> None:
    _, (entry,) = _told("A", "", (("Valsartan", says),))
    assert set().union(*entry.values()) == values


def test_a_code_is_known_in_arms_though_a_class_was_looked_up_before() -> None:
    entries = (("ZQX-406 (anti-TIGIT)", "Given to arm A."), ("toripalimab (anti-PD-1)", "It is given to arm B."))
    arm, _ = _told("A", "People receive ZQX-406 in combination with toripalimab Q3W.", entries)
    assert arm == {"drug/zqx406": {"Q3W"}, "drug/toripalimab": {"Q3W"}}
