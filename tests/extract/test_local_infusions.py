"""Is hepatic arterial infusion how a drug is given, or something given beside it?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import prose_record, told
from tiny_vocabulary import tiny

from kg.extract.giving.in_text import given

HAI, ROUTE = "procedure/hepatic-arterial-infusion", "route/hepatic-arterial-infusion"
D, A = "drug/docetaxel", "drug/aspirin"
F, X, R, T = "regimen/folfox", "drug/oxaliplatin", "drug/regorafenib", "drug/toripalimab"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HAI of FOLFOX", {F: ROUTE}),
        ("HAI with oxaliplatin", {X: ROUTE}),
        ("hepatic arterial infusion (HAI) of oxaliplatin", {X: ROUTE}),
        ("HAI (FOLFOX)", {F: ROUTE}),
        ("FOLFOX via hepatic arterial infusion", {F: ROUTE}),
        ("oxaliplatin 85 mg/m2 by HAI", {X: ROUTE}),
        ("oxaliplatin-based HAI", {X: ROUTE}),
        ("FOLFOX hepatic artery infusion chemotherapy", {F: ROUTE}),
        ("HAI of FOLFOX combined with regorafenib", {F: ROUTE, R: None}),
        ("oxaliplatin 85 mg/m2 and docetaxel 40 mg/m2 by continuous HAI", {X: ROUTE, D: ROUTE}),
        # of a whole list
        ("HAI of oxaliplatin 85 mg/m2, docetaxel 40 mg/m2 and aspirin 5 mg", {X: ROUTE, D: ROUTE, A: ROUTE}),
        ("HAI of oxaliplatin (85 mg/m2), docetaxel (40 mg/m2) and aspirin", {X: ROUTE, D: ROUTE, A: ROUTE}),
        ("HAI (oxaliplatin, docetaxel) combined with aspirin", {X: ROUTE, D: ROUTE, A: None}),
        ("HAI of oxaliplatin and regorafenib", {X: ROUTE, R: None}),
        ("HAI of oxaliplatin, toripalimab and docetaxel", {X: ROUTE, T: None, D: None}),
        ("HAI of oxaliplatin plus docetaxel by mouth", {X: ROUTE, D: "route/oral"}),
        ("HAI of oxaliplatin. Docetaxel 40 mg/m2", {X: ROUTE, D: None}),
        # beside
        ("HAI combined with regorafenib and toripalimab", {HAI: None, R: None, T: None}),
        ("HAI plus oxaliplatin", {HAI: None, X: None}),
        ("HAI followed by oxaliplatin", {HAI: None, X: None}),
        ("oxaliplatin and HAI", {X: None, HAI: None}),
        ("regorafenib, toripalimab and HAI", {R: None, T: None, HAI: None}),
        ("HAI with regorafenib", {HAI: None, R: None}),  # which is swallowed
        ("HAI every 3 weeks", {HAI: None}),
        ("HAI, regorafenib 80 mg daily", {HAI: None, R: None}),
        # each its own
        ("hepatic arterial infusion of oxaliplatin, intravenous docetaxel", {X: ROUTE, D: "route/intravenous"}),
        ("intravenous docetaxel, oral aspirin", {D: "route/intravenous", A: "route/oral"}),
        ("aspirin, oral, and intravenous docetaxel", {A: "route/oral", D: "route/intravenous"}),
        # only a way
        ("by hepatic arterial infusion", {}),
        ("HAI of XB-12", {}),
    ],
)
def test_infusion_into_the_hepatic_artery(text: str, wanted: dict[str, str | None]) -> None:
    document = told(prose_record("A Trial", text), tiny())
    passage = document.trial.detailed_description
    assert passage is not None
    routes = {g.concept: [fact.value for fact in g.facts if fact.kind == "route"] for g in given(document, passage)}
    assert {concept: found[0] if found else None for concept, found in routes.items()} == wanted
