"""Is hepatic arterial infusion how a drug is given, or something given beside it?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told
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
        ("HAI via the catheter: oxaliplatin 85 mg/m2, docetaxel 40 mg/m2", {X: ROUTE, D: ROUTE}),
        ("HAI through the arterial port: oxaliplatin and docetaxel", {X: ROUTE, D: ROUTE}),
        ("HAI via the catheter, and oxaliplatin 85 mg/m2", {HAI: None, X: None}),
        ("HAI; the catheter was flushed. Oxaliplatin 85 mg/m2", {HAI: None, X: None}),
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
        # what only tells when
        ("docetaxel 12 mg/d starts 3-7 days after the first HAI", {D: None, HAI: None}),
        ("aspirin (5 mg) before each HAI", {A: None, HAI: None}),
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


@pytest.mark.parametrize(
    ("title", "entries", "routes"),
    [
        ("HAI of FOLFOX Versus Intravenous Chemotherapy", ("HAI FOLFOX", "FOLFOX"), [ROUTE, None]),
        ("Systemic FOLFOX or HAI of FOLFOX", ("FOLFOX", "HAI FOLFOX"), [None, ROUTE]),
        ("HAI of FOLFOX", ("FOLFOX", "Regorafenib"), [ROUTE, None]),  # no other entry tells it
        ("HAI of FOLFOX", ("FOLFOX", "HAI of oxaliplatin"), [ROUTE, ROUTE]),  # of something else
        ("HAI of FOLFOX", ("HAI FOLFOX 1", "HAI FOLFOX 2"), [ROUTE, ROUTE]),
        # routes into the body are shared
        ("Early Intravenous Docetaxel", ("Intravenous docetaxel", "Late docetaxel"), ["route/intravenous"] * 2),
    ],
)
def test_the_way_of_one_entry_is_not_that_of_another(
    title: str, entries: tuple[str, ...], routes: list[str | None]
) -> None:
    document = told(prose_record(title, "", entries), tiny())
    found = [
        [how.get("tkg:route") for how in given_by(document, document.trial.part(f"intervention-{n}")).values()]
        for n in range(len(entries))
    ]
    assert [next(filter(None, each), None) for each in found] == routes
