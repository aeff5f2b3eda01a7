"""Outcomes as a whole: what is said of one outcome measure, with the words that ground it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import vocab
from kg.extract import abbreviations, outcomes
from kg.extract.document import Document
from kg.model import Finding, OutcomeItem, Passage, Source, SourceField, Statement, Trial, Value
from kg.read import read

ROOT = Path(__file__).parents[2]


def document_of(measure: str, description: str = "", time_frame: str = "") -> Document:
    fields = (SourceField("m", measure), SourceField("d", description), SourceField("t", time_frame))
    outcome = OutcomeItem(
        "primary",
        0,
        Passage(measure, "m"),
        Passage(description, "d") if description else None,
        Passage(time_frame, "t") if time_frame else None,
    )
    trial = Trial("r-0", Source("a.txt", "flattened", 0, "0"), fields, outcomes=(outcome,))
    document = Document(trial, vocab.load())
    document.add(abbreviations.extract(document))
    document.add(outcomes.extract(document))
    return document


def said(document: Document, predicate: str, part: str = "primary-0") -> list[str]:
    return [
        item.object.lexical if isinstance(item.object, Value) else item.object.partition("/")[2]
        for item in document.said(document.trial.part(part), predicate)
    ]


@pytest.mark.parametrize(
    ("measure", "description", "starts", "ends"),
    [
        (
            "PFS",
            "Time from first dose to first documented progression or death from any cause",
            ["first-dose"],
            ["progression", "death"],
        ),
        ("Overall survival", "Time from randomization to death (from any cause)", ["randomization"], ["death"]),
        (
            "Progression free survival",
            "the time from enrollment to the first documented progression according to RECIST version 1.1, or to death",
            ["enrollment"],
            ["progression", "death"],
        ),
        (
            "Recurrence-free survival",
            "Time from date of curative surgery to recurrence or death",
            ["surgery"],
            ["recurrence", "death"],
        ),
        (
            "Overall survival",
            "The length of time from the start of treatment that patients are still alive",
            ["treatment-start"],
            [],
        ),
        (
            "DOR",
            "Time between the first assessment as PR or CR and the first assessment as PD or death",
            ["first-response"],
            ["progression", "death"],
        ),
        ("PFS", "Time from randomization to progression (death is censored)", ["randomization"], ["progression"]),
        (
            "PFS",
            "Time from randomization to progression (deaths are censored) or relapse",
            ["randomization"],
            ["progression", "recurrence"],
        ),
        ("PFS", "Time from randomization to death (whatever its cause)", ["randomization"], ["death"]),
        (
            "DOR",
            "Time from first documented complete response or partial response to progression or death",
            ["first-response"],
            ["progression", "death"],
        ),
        ("DOCR", "Time from complete response to relapse", ["complete-response"], ["recurrence"]),
        ("DOCR", "Time after CR until relapse or death", ["first-response"], ["recurrence", "death"]),
        (
            "DOR",
            "Time from the initial documentation of a response until the first documented progression",
            ["first-response"],
            ["progression"],
        ),
        (
            "DOR",
            "Time from first response to progression or death in responders",
            ["first-response"],
            ["progression", "death"],
        ),
        ("TTR", "Time from randomization to first documented response", ["randomization"], ["first-response"]),
        ("TTR", "Time from first dose to complete response", ["first-dose"], ["complete-response"]),
        ("TTR", "Time from first dose to the first determination of a response", ["first-dose"], ["first-response"]),
        (
            "DOR",
            "Time from the first determination of an objective response to progression",
            ["first-response"],
            ["progression"],
        ),
        (
            "PFS",
            "Time from the first day of lymphodepleting chemotherapy prior to the infusion to progression or death",
            ["lymphodepletion"],
            ["progression", "death"],
        ),
        (
            "OS",
            "Measured from the start of lymphodepletion prior to aX-CAR.19 T cell infusion to the date of death",
            ["lymphodepletion"],
            ["death"],
        ),
        ("OS", "Time from leukapheresis to death from any cause", ["apheresis"], ["death"]),
        ("OS", "The time of first trial treatment until death from any cause", ["treatment-start"], ["death"]),
        ("OS", "From randomization to the time of death from any cause", ["randomization"], ["death"]),
        (
            "OS",
            "OS from time of randomization will be calculated by the Kaplan-Meier method and compared between the arms",
            ["randomization"],
            [],
        ),
        ("RFS rate", "Patients without recurrence or death from any cause at 12 months post-treatment", [], []),
        ("OS", "Measured from entry onto the protocol to death", ["enrollment"], ["death"]),
        ("OS", "Time from the date of treatment to death", ["treatment-start"], ["death"]),
        ("OS", "Time from the third visit to death", [], ["death"]),
        ("OS", "Time from the start of the trial to death", ["study-start"], ["death"]),
        ("OS", "Time from baseline to death", ["baseline"], ["death"]),
        (
            "PFS",
            "From the date study treatment was initiated until the earliest date of progression or death",
            ["treatment-start"],
            ["progression", "death"],
        ),
        ("DOR", "Time from CR to relapse or death after CAR-T infusion", ["first-response"], ["recurrence", "death"]),
        ("Time to infusion", "Time from enrollment to infusion", ["enrollment"], ["infusion"]),
        ("Pain", "Assessed after surgery until discharge", [], []),
        ("OS", "Baseline to death from any cause", ["baseline"], ["death"]),
        ("DOR", "Date of first response to date of progression or death", ["first-response"], ["progression", "death"]),
        # the end stands before the start
        ("RFS", "Time to relapse or death from randomization", ["randomization"], ["recurrence", "death"]),
        ("PFS", "Time to progression, calculated from first dose", ["first-dose"], ["progression"]),
        ("Mortality", "Time to transfer from surgery", [], []),
        # a named therapy starts the clock
        ("OS", "From first HAIC to death", ["treatment-start"], ["death"]),
        ("PFS", "From the beginning of sorafenib to progression", ["treatment-start"], ["progression"]),
        ("PFS", "from the date of first DEB-TACE until tumor progression", ["treatment-start"], ["progression"]),
        ("Hepatic PFS", "from first TACE to intrahepatic progression", ["treatment-start"], ["hepatic-progression"]),
        ("EFS", "Time from randomization to progression precluding surgery", ["randomization"], ["progression"]),
        ("OS", "from TACE to death of any cause", ["procedure"], ["death"]),
        ("PFS", "From sorafenib to progression", [], ["progression"]),
        ("OS", "from sorafenib discontinuation to death", ["treatment-end"], ["death"]),
        ("Pain", "Change from morphine to oxycodone", [], []),
        ("OS", "Baseline to week 24", [], []),
        ("OS", "Screening up to study completion", [], []),
        ("OS", "Hospital stay (time until death): followed for the hospital stay", [], []),
        ("OS", "Baseline through up to 2 years or until disease progression", [], []),
        ("Time to PSA progression", "No decrease in PSA from baseline, and a rise of 25% after week 12", [], []),
        ("Time to maximum concentration (Tmax)", "From pre-dose to study completion", [], []),
        ("Adverse events", "Number of patients with adverse events from the pharmacy records", [], []),
        ("Quality of life", "Measured by EORTC QLQ-C30, from 0 to 100", [], []),
        ("Body weight", "Measured as the change from baseline to week 12", [], []),
        # what fails to happen is no end
        ("EFS", "Time from first dose to progression, failure to complete surgery, or death", ["first-dose"],
         ["progression", "death"]),
        ("EFS", "Time from enrollment to failure to achieve CR, relapse or death", ["enrollment"],
         ["recurrence", "death"]),
        ("Time to surgery", "Time from randomization to surgery", ["randomization"], ["surgery"]),
        # what is lost is no end, what a decrease is told against no start
        ("EFS", "Time from enrollment to relapse from CR or CRi, or death", ["enrollment"], ["recurrence", "death"]),
        ("EFS", "Time from enrollment to first response or death", ["enrollment"], ["first-response", "death"]),
        ("PSA response duration", "The time from >50% decrease from baseline to a rise of 25%", [], []),
        ("Headache days", "The reduction in headache days between the baseline period and the final visit", [], []),
        ("Duration of PSA response", "The time from PSA response, when PSA declined by 50% of the baseline, to PSA "
         "progression", ["first-response"], ["psa-progression"]),
        ("PFS", "Time from randomization to relapse or induction ended without CR", ["randomization"], ["recurrence"]),
        # what holds the end, or comes before it, is no end
        ("PFS", "Time from randomization to progression or death (within 30 days of the last study treatment)",
         ["randomization"], ["progression", "death"]),
        ("OS", "Time from enrollment to death from any cause during the whole study", ["enrollment"], ["death"]),
        ("TTD", "Time from randomization to deterioration in subsequent follow-up", ["randomization"],
         ["deterioration"]),
        ("OS", "Time from randomization to death or last follow-up", ["randomization"], ["death", "last-follow-up"]),
        ("EFS", "From randomization to progression, postoperative recurrence or death", ["randomization"],
         ["progression", "recurrence", "death"]),
        ("Loss of control", "Days from randomization to the first dose of X (in the withdrawal group)", [], []),
        ("TTD", "Time from randomization to withdrawal", ["randomization"], ["withdrawal"]),
        # one start, told more closely; two that may start it
        ("OS", "From the date of the initial dose of study intervention to death", ["first-dose"], ["death"]),
        ("RFS", "From first CR after transplantation to relapse", ["first-response"], ["recurrence"]),
        ("OS", "From enrollment or infusion to death", ["enrollment", "infusion"], ["death"]),
        ("OS", "From Cycle 1 Day 1 to death", ["treatment-start"], ["death"]),
        ("OS", "From C1D1 until death", ["treatment-start"], ["death"]),
        ("OS", "From day 0 to death", [], ["death"]),
        ("Engraftment", "Time from day 0 to engraftment", [], []),
        # a bracket's own semicolon ends no sentence
        ("DOR", "Time from first CR (CR; no target lesions) or PR until progression", ["first-response"],
         ["progression"]),
        ("DOR", "Time from first response (PR or CR; until then no benefit", ["first-response"], []),
        # how long participants are watched is no clock of what is no time
        ("Fasting glucose", "Measured over the period from baseline to the end of the study", [], []),
        ("Days with a pump", "Number of days from baseline to the 6-month follow-up", [], []),
        ("Days on drug", "Number of days from first injection until discontinuation", ["first-dose"],
         ["treatment-end"]),
        # death from the cancer
        ("CSS", "Time from randomization to death due to the underlying prostate cancer", ["randomization"],
         ["cancer-death"]),
        ("OS", "Time from randomization to death from any cause or second cancer", ["randomization"],
         ["death", "second-primary-cancer"]),
    ],
)
def test_reads_what_starts_and_ends_the_clock(
    measure: str, description: str, starts: list[str], ends: list[str]
) -> None:
    document = document_of(measure, description)
    assert (said(document, "tkg:startEvent"), said(document, "tkg:endEvent")) == (starts, ends)


@pytest.mark.parametrize(
    ("measure", "acronym"),
    [
        ("Progression-free survival(PFS)", ["PFS"]),
        ("Depth of Response (DpR)", ["DpR"]),
        ("TRAEs", ["TRAEs"]),
        ("Objective Response Rate", []),
        ("Overall survival (in the ITT population)", []),
        ("Adverse events", []),
        ("Quality of Life Questionnaire (QLQ) score", ["QLQ"]),
        ("Antitumour activity according to the Response Evaluation Criteria in Solid Tumours (RECIST) v 1.1", []),
        ("Pain measured by a Visual Analogue Scale (VAS)", []),
        ("Measurement of pharmacokinetic (PK) parameter area under the curve", []),
        ("Area under the curve (AUC) of C-peptide", ["AUC"]),
    ],
)
def test_reads_the_acronym(measure: str, acronym: list[str]) -> None:
    assert said(document_of(measure), "tkg:acronym") == acronym


def test_reads_response_categories_where_they_are_meant() -> None:
    assert said(document_of("ORR", "The ratio of patients who are evaluated as CR or PR"), "tkg:responseCategory") == [
        "cr",
        "pr",
    ]
    assert said(document_of("Body weight", "Reported as mean ± SD in kg"), "tkg:responseCategory") == []
    assert said(document_of("Response", "T cells: PD-1, PD\\_L1 and PD-L1"), "tkg:responseCategory") == []
    assert said(document_of("Heart rate", "PR interval of the ECG"), "tkg:responseCategory") == []


@pytest.mark.parametrize(
    ("measure", "time_frame", "starts", "ends"),
    [
        ("OS rate at 12 months", "From the first dose to 12 months after the treatment", ["first-dose"], []),
        ("OS", "From the first dose to death", ["first-dose"], ["death"]),
        ("Time to response", "From first dose until progression or death", ["first-dose"], []),
        ("Time to response", "From first dose until first response", ["first-dose"], ["first-response"]),
        ("Duration of response", "From first dose until progression or death", [], []),
        ("Duration of response", "From first response until progression", ["first-response"], ["progression"]),
        ("QTc interval", "From initiation of infusion until discharge", [], []),
    ],
)
def test_reads_the_clock_of_a_time_frame(measure: str, time_frame: str, starts: list[str], ends: list[str]) -> None:
    document = document_of(measure, time_frame=time_frame)
    assert (said(document, "tkg:startEvent"), said(document, "tkg:endEvent")) == (starts, ends)


def test_a_time_frame_has_points_a_horizon_and_an_anchor() -> None:
    document = document_of("Pain", time_frame="1, 3, 6 months after surgery")
    frame = "primary-0-time-frame"
    assert said(document, "tkg:timePoint", frame) == ["1-month", "3-month", "6-month"]
    assert said(document, "tkg:horizonDays", frame) == ["182.625"]
    assert said(document, "tkg:anchorEvent", frame) == ["surgery"]
    assert document.minted["time/3-month"].properties == (("tkg:timeValue", "3"), ("tkg:timeUnit", "month"))


ANCHORS = [
    ("12 months after completion of antifungal treatment", ["treatment-end"]),
    ("Week 24 (conclusion of the treatment period)", ["treatment-end"]),
    ("6 months following the initiation of romosozumab treatment", ["treatment-start"]),
    ("3 and 6 months post-treatment initiation", ["treatment-start"]),
    ("Until 28 days after the initiation of a new systemic treatment", ["next-treatment"]),
    ("At the end of every other treatment cycle", ["treatment-period"]),
    ("Start of the study to the end of treatment", ["study-start", "treatment-end"]),
    ("8 weeks of treatment", ["treatment-period"]),
    ("From the first dose of study treatment up to 30 months", ["first-dose"]),
    ("90 days after the last dose of the study treatment", ["treatment-end"]),
    ("First dose of study drug, then end of each cycle", ["first-dose", "treatment-period"]),
    ("After 12 weeks of intervention", ["intervention"]),
    ("Immediately post-intervention", ["intervention"]),
    ("3 hours after the last dose of study intervention", ["treatment-end"]),
    ("3 month follow-up visit", ["follow-up"]),
    ("From inclusion to last known follow-up", ["enrollment", "last-follow-up"]),
    ("5 minutes after induction of anesthesia", ["anesthesia"]),
    ("30 minutes after arrival in the post-anesthesia care unit", ["recovery-room"]),
    ("90 days post-stroke", ["stroke"]),
    ("From transplantation to the onset of chronic GVHD", ["transplantation", "graft-versus-host-disease"]),
    ("28 days after oocyte retrieval", ["oocyte-retrieval"]),
    ("5 years after implantation of the stent", ["implantation"]),
    ("POD 1", ["surgery"]),
    ("12 months after ileostomy reversal", ["surgery"]),
    ("During colonoscopy", ["procedure"]),
    ("100 days post-HCT", ["transplantation"]),
    ("12 months after IMRT", ["radiotherapy"]),
    ("3 weeks after a positive RT-PCR", []),
]


@pytest.mark.parametrize(("time_frame", "events"), ANCHORS)
def test_a_time_frame_is_anchored_by_the_events_it_names(time_frame: str, events: list[str]) -> None:
    assert said(document_of("Pain", time_frame=time_frame), "tkg:anchorEvent", "primary-0-time-frame") == events


def test_a_misspelled_measure_is_a_finding() -> None:
    document = document_of("Overal survival")
    assert [finding.kind for finding in document.findings] == ["misspelling"]
    assert isinstance(document.findings[0], Finding)


def test_every_edge_stands_on_the_records_words() -> None:
    document = document_of(
        "Objective Response Rate (ORR)", "Share of patients with CR or PR by RECIST v1.1", "From baseline to week 12"
    )
    texts = {field.name: field.text for field in document.trial.fields}
    statements = [item for item in document.statements if item.subject.startswith("part/r-0-primary-0")]
    assert len(statements) >= 8
    for item in statements:
        assert isinstance(item, Statement)
        assert item.evidence
        assert 0 < item.confidence <= 1
        for span in item.evidence:
            assert texts[span.field][span.start : span.end].strip()


LABELS = {"adverse events and serious adverse events": {"adverse-events", "serious-adverse-events"}}
SLUGS = {"safety (composite adverse events)": "safety", "R0 resection rate": "r0-resection-rate"}


def _seeds() -> list[tuple[Trial, dict[str, object]]]:
    pairs = []
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        (trial,) = [item for item in read(path) if isinstance(item, Trial)]
        gold = json.loads((ROOT / "tests" / "gold" / f"seed_{path.name[:3]}.json").read_text(encoding="utf-8"))
        pairs.append((trial, gold))
    return pairs


def test_the_seeds_are_read_as_annotated() -> None:
    kinds = {"up_to": "up-to", "fixed": "fixed", "timepoints": "time-points", "interval": "interval"}
    counted = 0
    for trial, gold in _seeds():
        document = Document(trial, vocab.load())
        document.add(abbreviations.extract(document))
        document.add(outcomes.extract(document))
        for outcome in gold["outcomes"]:  # type: ignore[attr-defined]
            part = f"{outcome['role']}-{outcome['index']}"
            label = outcome["endpoint"]["label"]
            wanted = LABELS.get(label) or {SLUGS.get(label, label.replace(" ", "-"))}
            assert set(said(document, "tkg:endpoint", part)) == wanted
            time = outcome["parsed_time"]
            frame = f"{part}-time-frame"
            assert said(document, "tkg:timePoint", frame) == [f"{value}-{time['unit']}" for value in time["points"]]
            assert said(document, "tkg:timeFrameKind", frame) == [kinds[time["kind"]]]
            assert said(document, "tkg:acronym", part) == ([outcome["acronym"]["value"]] if outcome["acronym"] else [])
            named = {
                i["name"].removeprefix("NCI ") + (f" {i['version']}" if i["version"] else "")
                for i in outcome["instruments"]
            }
            assert {name.upper().replace("-", " ") for name in said(document, "tkg:assessedWith", part)} == {
                name.upper().replace("-", " ") for name in named
            }
            categories = {category["value"].lower() for category in outcome["response_categories"]}
            assert set(said(document, "tkg:responseCategory", part)) == categories
            counted += 1
    assert counted == 30


@pytest.mark.parametrize(
    ("measure", "description", "time_frame", "endpoint"),
    [
        ("90-day mortality", "", "90 days after surgery", "postoperative-mortality"),
        ("Mortality", "Death within 30 days after liver resection", "30 days", "postoperative-mortality"),
        ("Mortality", "", "90 days postoperatively", "postoperative-mortality"),
        ("Mortality", "", "1 year after surgery", "mortality"),
        ("30-day mortality", "All-cause death", "30 days", "mortality"),
        ("Mortality", "", "28 days after admission", "mortality"),
    ],
)
def test_deaths_soon_after_an_operation(measure: str, description: str, time_frame: str, endpoint: str) -> None:
    assert said(document_of(measure, description, time_frame), "tkg:endpoint") == [endpoint]


@pytest.mark.parametrize(
    ("measure", "description", "expected"),
    [
        ("NRS pain on movement", "numeric rating scale 0 (no pain) to 10", ["nprs"]),
        ("Pain NRS, numeric rating scale", "", ["nprs"]),
        ("Numeric rating scale", "0 to 10", ["nrs"]),
        ("Anxiety", "The GAD-7 uses a 4-point Likert scale", ["gad-7"]),
        ("Satisfaction", "on a 5-point Likert scale", ["likert"]),
        ("FACT-G and FACT-L", "", ["fact-g", "fact-l"]),
    ],
)
def test_a_scale_that_rates_anything_is_not_told_beside_what_it_rates(
    measure: str, description: str, expected: list[str]
) -> None:
    assert sorted(said(document_of(measure, description), "tkg:assessedWith")) == expected
