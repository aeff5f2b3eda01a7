"""Procedures as events of time frames and clocks."""

from __future__ import annotations

import pytest

from kg import vocab
from kg.extract import abbreviations
from kg.extract.document import Document
from kg.extract.times import anchoring, clock_events
from kg.model import ConditionItem, Passage, Source, SourceField, Trial


def document_of(text: str, title: str = "A trial") -> tuple[Passage, Document]:
    fields = (SourceField("time_frame", text), SourceField("title", title), SourceField("condition", "HCC"))
    conditions = (ConditionItem(0, Passage("HCC", "condition")),)
    trial = Trial(
        "r-0", Source("a.txt", "flattened", 0, "0"), fields, conditions=conditions, title=Passage(title, "title")
    )
    return Passage(text, "time_frame"), Document(trial, vocab.load())


def anchored(text: str, title: str = "A trial") -> list[str]:
    passage, document = document_of(text, title)
    found = anchoring.anchors(passage, document)
    for span in found.values():
        assert 0 <= span.start < span.end <= len(text)
    return [event.partition("/")[2] for event in found]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("at 1, 3 and 6 months after TACE", ["procedure"]),
        ("14 days after ERCP", ["procedure"]),
        ("3 weeks after PVE", ["procedure"]),
        ("within 7 days after each TACE", ["procedure"]),
        ("1 month after the first HAIC", ["procedure"]),
        ("24 hours following radioembolization", ["procedure"]),
        ("6 weeks post TIPS", ["procedure"]),
        ("3 and 6 months after thoracotomy", ["surgery"]),
        ("30 days after laparoscopic cholecystectomy", ["surgery"]),
        ("24 hours after cesarean section", ["surgery"]),
        ("30 minutes after TAP block", ["anesthesia"]),
        ("30 minutes after the block", ["anesthesia"]),
        ("5 years after LT", ["transplantation"]),
        ("1 year after lung transplantation", ["transplantation"]),
        ("Within 90 days after the completion of BNCT", ["radiotherapy"]),
        ("3 months after SBRT", ["radiotherapy"]),
        ("6-8 weeks after last cycle", ["treatment-end"]),
        ("10 minutes after stent insertion", ["implantation"]),
        # a named treatment that begins
        ("12 months after inclisiran initiation", ["treatment-start"]),
        ("from the time of starting durvalumab", ["treatment-start"]),
        ("20 days after start of pemetrexed", ["treatment-start"]),
        ("from starting metformin up to 1 year", ["treatment-start"]),
        ("12 weeks after the beginning of the intervention", ["treatment-start"]),
        ("12 weeks of metformin", []),
        ("24 hours after aspirin, at the start", []),
        ("starting 1 week after aspirin", []),
        ("after starting dose 2 of aspirin", ["dosing"]),
        ("from the start of the winter", []),
        # what a time frame only mentions, what goes on for long, what is no procedure
        ("12 weeks of physical therapy", []),
        ("12 weeks after rehabilitation", []),
        ("24 hours after mechanical ventilation", []),
        ("1 hour after monitoring", []),
        ("6 months after acupuncture", []),
        ("TACE sessions up to 2 years", []),
        ("up to 2 years", []),
        ("1 hour after aspirin", []),
        ("2 years after failed ablation or death", ["procedure", "death"]),
    ],
)
def test_a_procedure_behind_a_word_of_time_anchors_the_frame(text: str, events: list[str]) -> None:
    assert anchored(text) == events


@pytest.mark.parametrize(
    ("text", "long", "events"),
    [
        ("30 days after PD", "pancreaticoduodenectomy", ["surgery"]),
        ("from the PD start date", "peritoneal dialysis", []),
        ("time to PD", "Parkinson's disease", []),
        ("time to PD", "progressive disease", ["progression"]),
        ("time to PD", "disease progression", ["progression"]),
        ("time to PD", "", ["progression"]),
        ("30 days of PD", "pancreaticoduodenectomy", []),
    ],
)
def test_a_short_form_means_what_the_record_defines(text: str, long: str, events: list[str]) -> None:
    title = f"{long} (PD)" if long else "A trial"
    passage, document = document_of(text, title)
    document.add(abbreviations.extract(document))
    assert [event.partition("/")[2] for event in anchoring.anchors(passage, document)] == events


@pytest.mark.parametrize(
    ("text", "title", "events"),
    [
        ("from induction to 10 min after intubation", "A trial", ["anesthesia", "intubation"]),
        ("1 minute after induction", "Remimazolam for general anesthesia", ["anesthesia"]),
        ("end of induction (day 28)", "Chemotherapy of leukemia", ["induction"]),
        ("end of induction therapy", "Anesthesia and induction therapy", ["induction"]),
    ],
)
def test_induction_is_of_anaesthesia_where_a_patient_is_put_to_sleep(text: str, title: str, events: list[str]) -> None:
    assert anchored(text, title) == events


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Time from TACE to death from any cause", ["procedure"], ["death"]),
        ("The date from start of Y-90 SIRT until death", ["treatment-start"], ["death"]),
        ("The time from curative ablation to local tumor progression", ["procedure"], ["local-progression"]),
        ("Time from the day of completion of SBRT to progression", ["radiotherapy"], ["progression"]),
        ("Time from thoracotomy to death", ["surgery"], ["death"]),
        # the start is another, with the procedure behind it
        ("Time from progression after TACE to death", [], ["death"]),
        ("Time from randomization to death after hepatectomy", ["randomization"], ["death"]),
    ],
)
def test_a_procedure_starts_a_clock_right_behind_from(text: str, starts: list[str], ends: list[str]) -> None:
    passage, document = document_of(text)
    begun, ended = clock_events.find(passage, True, document)
    assert [event.concept.partition("/")[2] for event in begun] == starts
    assert [event.concept.partition("/")[2] for event in ended] == ends
