"""Every competency question, with the answer that a reader of the five seed records would give.

Trials are named by the number of their file. A row lists the columns that the table names; `exact` answers hold these
rows and no others, the rest hold at least these.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import TrialKgError
from kg.graph import Graph
from kg.model import Extraction
from kg.query import Question, question, questions
from kg.terms import PREFIXES, THING_PREFIXES, THINGS


class Answer(NamedTuple):
    columns: str
    rows: set[tuple[object, ...]]
    parameters: dict[str, str] = {}  # noqa: RUF012 - never changed
    exact: bool = True


HAI = "hepatic arterial infusion"
BEADS = "DEBIRI"
PFS = "progression-free survival"
CRLM = "colorectal cancer liver metastases"

EXPECTED: dict[str, Answer] = {
    "trials-giving-drug": Answer("trial", {("000",), ("001",), ("003",)}, {"drug": "irinotecan"}),
    "trials-giving-class": Answer(
        "trial given", {("000", "bevacizumab"), ("001", "bevacizumab"), ("003", "bevacizumab")}
    ),
    "compared-with": Answer(
        "trial with against given",
        {("001", "HAI group", "systemic group", given) for given in ("FOLFOXIRI", "bevacizumab")},
    ),
    "shared-drugs": Answer(
        "name trials",
        {("bevacizumab", 3), ("irinotecan", 3), ("fluorouracil", 2), ("leucovorin", 2), ("regorafenib", 2)},
    ),
    "arms-of-trial": Answer(
        "trial arm role given route schedule optional",
        {
            ("001", "HAI group", "experimental", "FOLFOX", HAI, "every 14 days", None),
            ("001", "HAI group", "experimental", "irinotecan", "intravenous", "every 14 days", None),
            ("001", "HAI group", "experimental", "bevacizumab", None, "every 14 days", True),
            ("001", "systemic group", "active-comparator", "FOLFOXIRI", "intravenous", "every 14 days", None),
            ("001", "systemic group", "active-comparator", "bevacizumab", None, "every 14 days", True),
            ("004", "single-arm", "experimental", "serplulimab", "intravenous", "once every two weeks", None),
            ("004", "single-arm", "experimental", "regorafenib", None, "from the first day to the 21th day", None),
            ("004", "single-arm", "experimental", "sodium bicarbonate", HAI, "once every four weeks", None),
            ("004", "single-arm", "experimental", "hepatic arterial infusion", None, None, None),
        },
    ),
    "arm-differences": Answer(
        "trial drug route",
        {
            ("001", drug, route)
            for drug in ("fluorouracil", "leucovorin", "oxaliplatin")
            for route in (HAI, "intravenous")
        },
    ),
    "evidence-for-edge": Answer(
        "trial predicate words method",
        {
            ("002", "mentionsIntervention", "Toripalimab", "lexicon"),
            ("002", "mentionsIntervention", "terepliumab", "spelling"),
            ("002", "hasComponent", "Toripalimab", "lexicon"),
        },
        {"concept": "toripalimab"},
        exact=False,
    ),
    "primary-endpoints": Answer(
        "name trials",
        {("objective response rate", 3), (PFS, 1), ("conversion resection rate", 1)},
    ),
    "endpoint-definitions": Answer(
        "trial start end",
        {
            ("000", "start of the study", "disease progression"),
            ("000", "start of the study", "death"),
            ("001", None, None),
            ("002", "first dose", "disease progression"),
            ("002", "first dose", "death"),
            ("003", "start of treatment", "disease progression"),
            ("003", "start of treatment", "death"),
            ("004", "enrolment", "disease progression"),
            ("004", "enrolment", "death"),
        },
    ),
    "same-name-different-clock": Answer(
        "endpoint starts", {(PFS, 4), ("overall survival", 3), ("recurrence-free survival", 2)}
    ),
    "same-name-different-end": Answer(
        "endpoint end trials",
        {
            (PFS, "death", 4),
            (PFS, "disease progression", 4),
            ("time to progression", "disease progression", 1),
            ("recurrence-free survival", "recurrence", 2),
            ("overall survival", "death", 3),
        },
        exact=False,
    ),
    "instruments": Answer(
        "instrument endpoint trials",
        {
            ("CTCAE 3.0", "safety", 1),
            ("CTCAE 5.0", "adverse events", 1),
            ("CTCAE 5.0", "serious adverse events", 1),
            ("CTCAE 5.0", "treatment-related adverse events", 1),
            ("FACT-C", "quality of life", 1),
            ("Functional Assessment of Chronic Illness Therapy", "quality of life", 1),
            ("RECIST 1.1", "objective response rate", 2),
            ("RECIST 1.1", PFS, 1),
        },
    ),
    "instrument-versions": Answer("versions n", {("CTCAE 3.0 / CTCAE 5.0", 2)}),
    "trials-requiring-biomarker": Answer("trial gene status", {("001", "RAS", "mutated")}),
    "trials-by-line": Answer("trial words", {("004", "third-line treatment")}),
    "drug-with-local-procedure": Answer(
        "trial procedure",
        {("002", "radiofrequency ablation"), ("003", "transarterial chemoembolization"), ("004", HAI)},
    ),
    "given-by-route": Answer("trial given", {("001", "FOLFOX"), ("004", "sodium bicarbonate")}),
    "contradictions": Answer(
        "trial words",
        {("003", "single-arm"), ("004", "single-arm"), ("004", "from randomization")},
        exact=False,
    ),
    "findings": Answer(
        "kind trial",
        {
            ("contradiction", "003"),
            ("contradiction", "004"),
            ("duplicate-entry", "001"),
            ("misspelling", "000"),
            ("misspelling", "002"),
            ("misspelling", "004"),
            ("mistyped-entry", "002"),
            ("mistyped-entry", "004"),
        },
    ),
    "unmapped-entries": Answer("trial", set()),
    "surface-forms": Answer(
        "words method",
        {("Regorafenib", "lexicon"), ("regorafenib", "lexicon"), ("rigofenib", "spelling")},
        {"concept": "regorafenib"},
        exact=False,
    ),
    "misspellings": Answer(
        "trial words",
        {("000", "Lcaritin"), ("002", "Rigofenib"), ("002", "rigofenib"), ("002", "terepliumab"), ("004", "Overal")},
    ),
    "regimen-components": Answer(
        "regimen drug trials",
        {("FOLFIRI", d, 1) for d in ("irinotecan", "leucovorin", "fluorouracil")}
        | {("FOLFOX", d, 1) for d in ("oxaliplatin", "leucovorin", "fluorouracil")}
        | {("FOLFOXIRI", d, 1) for d in ("oxaliplatin", "irinotecan", "leucovorin", "fluorouracil")},
    ),
    "combinations": Answer(
        "trial part",
        {("000", p) for p in ("icaritin", "bevacizumab", "FOLFIRI")}
        | {("002", p) for p in ("regorafenib", "toripalimab")}
        | {("003", p) for p in (BEADS, "chemotherapy", "bevacizumab")}
        | {("004", p) for p in ("serplulimab", "regorafenib")},
    ),
    "trials-studying-condition": Answer("trial", {(n,) for n in ("000", "001", "002", "003", "004")}),
    "population": Answer(
        "trial what value",
        {(n, "condition", CRLM) for n in ("000", "001", "002", "003", "004")}
        | {(n, "metastatic site", "liver") for n in ("000", "001", "002", "003", "004")}
        | {
            ("000", "state", "advanced"),
            ("001", "state", "initially unresectable"),
            ("001", "state", "metastatic"),
            ("001", "biomarker", "RAS mutated"),
            ("002", "state", "refractory"),
            ("003", "state", "unresectable"),
            ("004", "line of therapy", "third-line"),
            ("004", "prior treatment", "failure of standard therapy"),
        },
        exact=False,
    ),
    "outcome-horizons": Answer(
        "trial role measure days",
        {
            ("000", "primary", "Progression-free survival(PFS)", 1826.25),
            ("001", "primary", "Objective Remission Rate (ORR)", 1461),
            ("003", "primary", "converted resection rate", 182.625),
            ("004", "primary", "Objective Response Rate", 547.875),
            ("004", "secondary", "Overal survival", 1826.25),
        },
        exact=False,
    ),
    "measured-at": Answer(
        "trial measure anchor",
        {
            ("003", measure, "surgery")
            for measure in (
                "converted resection rate",
                "Actual R0 resection rate",
                "Progression Free Survival",
                "Recurrence-free survival",
                "Adverse events",
            )
        },
    ),
    "optional-treatments": Answer("trial given", {("001", "bevacizumab")}),
    "comparators": Answer("trial comparator", {("001", "FOLFOXIRI"), ("003", "systemic chemotherapy")}, exact=False),
    "designs": Answer(
        "trial design phase participants",
        {
            ("000", None, None, None),
            ("001", "controlled, prospective, randomized", None, None),
            ("002", None, "phase 2", None),
            ("003", "prospective, single-arm", None, None),
            ("004", "single-arm, single-center", "phase 2", 30),
        },
    ),
    "claims": Answer(
        "trial value unit",
        {("003", 6.9, "month"), ("003", 35, "month"), ("003", 15, "%"), ("003", 25, "%"), ("003", 5, "%")},
        exact=False,
    ),
    "least-certain-edges": Answer("confidence", set(), exact=False),
    "abbreviations": Answer("short meanings", {("DpR", 2), ("ORR", 2), ("DOR", 2), ("OS", 1), ("RFA", 1)}, exact=False),
    "build-run": Answer("property value", {("trialsBuilt", 5), ("recordsSkipped", 0)}, exact=False),
    "similar-trials": Answer("other drugs endpoints", {("004", 1, 3)}),
}  # fmt: skip


def test_there_are_thirty_and_all_have_an_answer() -> None:
    names = {question.name for question in questions()}
    assert len(names) >= 30
    assert names == set(EXPECTED)


@pytest.fixture(scope="module")
def numbers(seed_extractions: list[Extraction]) -> dict[str, str]:
    """Trial IRI → number of its file."""
    return {THINGS + e.trial.path: Path(e.trial.source.path).name[:3] for e in seed_extractions}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_answer(seed_graph: Graph, numbers: dict[str, str], name: str) -> None:
    expected = EXPECTED[name]
    table = seed_graph.ask(name, **expected.parameters)
    found = set()
    for record in table.records():
        row = (record[column] for column in expected.columns.split())
        found.add(tuple(_readable(value, numbers) for value in row))
    assert expected.rows <= found, f"missing: {expected.rows - found}"
    if expected.exact:
        assert found == expected.rows, f"extra: {found - expected.rows}"


def test_what_both_arms_give_is_not_compared(seed_graph: Graph) -> None:
    assert len(seed_graph.ask("compared-with", treatment="oxaliplatin")) == 0  # in FOLFOX and in FOLFOXIRI
    (one, other) = seed_graph.ask("compared-with", treatment="FOLFOXIRI").records()[:2]
    assert (one["with"], one["against"]) == (other["with"], other["against"]) == ("systemic group", "HAI group")


def _readable(value: object, numbers: dict[str, str]) -> object:
    if isinstance(value, str):
        return numbers.get(
            value, value.rsplit("#", 1)[-1] if value.startswith("https://w3id.org/trialkg/ontology#") else value
        )
    return float(value) if hasattr(value, "as_tuple") else value  # a decimal


def test_the_endpoint_of_a_question_is_no_server(seed_build: Path) -> None:
    asked = ["ask", str(seed_build), "endpoint-definitions", "--format", "csv", "--endpoint"]
    answers = {name: CliRunner().invoke(app, [*asked, name]).stdout for name in ("overall-survival", "endpoint/safety")}
    assert "death" in answers["overall-survival"]
    assert answers["endpoint/safety"] != answers["overall-survival"]
    assert "safety" in answers["endpoint/safety"]
    iri = "https://w3id.org/trialkg/id/endpoint/overall-survival"  # an address, but the build is there
    assert CliRunner().invoke(app, [*asked, iri]).stdout == answers["overall-survival"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--drug", "x"], "which question"),
        (["trials-giving-drug", "x"], "expected --parameter value, found 'x'"),
        (["trials-giving-drug", "--drug"], "--drug needs a value"),
        (["endpoint-definitions", "--endpoint", "a", "--endpoint", "b"], "given twice: a, b"),
        (["similar-trials", "--trial", "NCT09999999"], "no trial 'NCT09999999'"),
    ],
)
def test_what_cannot_be_asked_is_told(seed_build: Path, words: list[str], told: str) -> None:
    with pytest.raises(TrialKgError, match=re.escape(told)):
        CliRunner().invoke(app, ["ask", str(seed_build), *words], catch_exceptions=False)


def test_a_default_is_told(seed_build: Path) -> None:
    assumed = CliRunner().invoke(app, ["ask", str(seed_build), "trials-giving-drug"])
    assert "asked with --drug drug/bevacizumab" in assumed.stderr
    given = CliRunner().invoke(app, ["ask", str(seed_build), "trials-giving-drug", "--drug", "bevacizumab"])
    assert given.stdout == assumed.stdout
    assert not given.stderr


@pytest.fixture(scope="module")
def in_rdflib(seed_graph: Graph) -> rdflib.Graph:
    graph = seed_graph.to_rdflib()
    for prefix, iri in (PREFIXES | THING_PREFIXES).items():
        graph.bind(prefix, iri, override=True)
    return graph


@pytest.mark.parametrize("name", [each.name for each in questions() if not each.union])
def test_rdflib_has_the_same_rows(in_rdflib: rdflib.Graph, seed_graph: Graph, name: str) -> None:
    asked = question(name)
    values = {each.name: rdflib.URIRef(f"{THINGS}{'trial/' * (each.type == 'trial')}{each.default}")
              for each in asked.parameters}  # fmt: skip
    theirs = [[_plain(cell, asked) for cell in row] for row in in_rdflib.query(asked.sparql, initBindings=values)]
    ours = [[_plain(cell, asked) for cell in row] for row in seed_graph.ask(name, limit=0).rows]
    assert sorted(theirs) == sorted(ours)


def _plain(cell: object, asked: Question) -> str:
    """A cell without what engines may write differently: an unbound one and an empty list, the order within a list."""
    term = cell if cell is None or isinstance(cell, rdflib.term.Identifier) else getattr(cell, "value", cell)
    text = "" if term is None else str(term)
    for _, separator in asked.lists:
        text = separator.join(sorted(text.split(separator)))
    return text


def test_the_least_certain_come_first(seed_graph: Graph) -> None:
    confidences = [float(c) for c in seed_graph.ask("least-certain-edges").column("confidence") if c is not None]  # type: ignore[arg-type]
    assert confidences == sorted(confidences)
    assert all(c < 0.8 for c in confidences)


def test_an_arm_that_differs_from_several_is_told_once(tmp_path: Path) -> None:
    arms = {"Low": ["aspirin"], "High": ["warfarin"], "Both": ["aspirin", "warfarin"], "None": []}
    module = {
        "interventions": [{"type": "DRUG", "name": name} for name in ("aspirin", "warfarin")],
        "armGroups": [
            {"label": label, "type": "EXPERIMENTAL", "interventionNames": [f"Drug: {name}" for name in given],
             "description": ", ".join(f"{name} 5 mg by mouth daily" for name in given)}
            for label, given in arms.items()
        ],
    }  # fmt: skip
    names = {"nctId": "NCT00000001", "briefTitle": "Aspirin or warfarin"}
    study = {"protocolSection": {"identificationModule": names, "armsInterventionsModule": module}}
    (tmp_path / "a.json").write_text(json.dumps(study))
    with kg.build(tmp_path / "a.json") as graph:
        rows = graph.ask("arm-differences").rows
    assert len(rows) >= 4
    assert len(set(rows)) == len(rows)
