"""Arms that a title tells: ways of giving written with full stops, ways of operating that share their noun, and what
stands before a colon."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values

from kg.vocab import load

OPEN, KEYHOLE = "procedure/open-hepatectomy", "procedure/laparoscopic-hepatectomy"


@pytest.mark.parametrize(
    ("title", "arms"),
    [
        ("TACE vs. I.V. Docetaxel", [("TACE", None), ("I.V. Docetaxel", "route/intravenous")]),
        ("Docetaxel i.v. vs. TACE", [("Docetaxel i.v.", "route/intravenous"), ("TACE", None)]),
        ("Docetaxel. vs. Chemoembolization.", [("Docetaxel", None), ("Chemoembolization", None)]),
    ],
)
def test_ways_of_giving(title: str, arms: list[tuple[str, str | None]]) -> None:
    document = told(prose_record(title, "x", ("Docetaxel", "Chemoembolization", "TACE")), load())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    routes = [next((f.get("tkg:route") for f in given_by(document, p).values()), None) for p in paths]
    assert [(values(document, p, "rdfs:label")[0], r) for p, r in zip(paths, routes, strict=True)] == arms


@pytest.mark.parametrize(
    ("title", "arms"),
    [
        ("Laparoscopic Versus Open Left Hepatectomy",
         [("Laparoscopic Left Hepatectomy", KEYHOLE), ("Open Left Hepatectomy", OPEN)]),
        ("Hepatectomy and Immunity: Laparoscopic Versus Open Left Hepatectomy",
         [("Laparoscopic Left Hepatectomy", KEYHOLE), ("Open Left Hepatectomy", OPEN)]),
        ("Pain: Docetaxel Versus Ketamine", [("Docetaxel", "drug/docetaxel"), ("Ketamine", "drug/ketamine")]),
        ("Early Versus Late Hepatectomy",
         [("Early", "procedure/hepatectomy"), ("Late Hepatectomy", "procedure/hepatectomy")]),
    ],
)  # fmt: skip
def test_ways_of_operating(title: str, arms: list[tuple[str, str]]) -> None:
    names = ("Laparoscopic left hepatectomy", "Open left hepatectomy", "Docetaxel", "Ketamine")
    document = told(prose_record(title, "Patients are randomized.", names), load())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    found = [(values(document, p, "rdfs:label")[0], *given_by(document, p)) for p in paths]
    assert found == arms
