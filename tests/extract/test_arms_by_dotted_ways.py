"""Arms of titles with ways of giving that are written with full stops: `A vs. i.v. B` is one sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values

from kg.vocab import load


@pytest.mark.parametrize(
    ("title", "arms"),
    [
        ("TACE vs. I.V. Docetaxel", [("TACE", None), ("I.V. Docetaxel", "route/intravenous")]),
        ("Docetaxel i.v. vs. TACE", [("Docetaxel i.v.", "route/intravenous"), ("TACE", None)]),
        ("Docetaxel. vs. Chemoembolization.", [("Docetaxel", None), ("Chemoembolization", None)]),
    ],
)
def test_the_arms_of_a_title(title: str, arms: list[tuple[str, str | None]]) -> None:
    document = told(prose_record(title, "x", ("Docetaxel", "Chemoembolization", "TACE")), load())
    paths = document.objects(document.trial.path, "tkg:hasArm")
    routes = [next((f.get("tkg:route") for f in given_by(document, p).values()), None) for p in paths]
    assert [(values(document, p, "rdfs:label")[0], r) for p, r in zip(paths, routes, strict=True)] == arms
