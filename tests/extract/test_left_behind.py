"""Names of what one changes from, and names that share their last letters with the name behind them."""

from __future__ import annotations

import pytest

from kg.extract.names.composite import parse
from kg.vocab import load

NAMES = [
    ("Switch from TDF to TAF", ["drug/tenofovir-alafenamide"]),
    ("Switch NRTIs as a Backbone to Raltegravir", ["drug/raltegravir"]),
    ("Conversion from tacrolimus to belatacept", ["drug/belatacept"]),
    ("HCTZ prescription conversion to chlorthalidone", ["drug/chlorthalidone"]),
    # nothing is left behind, or nothing is named that one changes to
    ("Switch to bupropion", ["drug/bupropion"]),
    ("Adalimumab switch to biosimilar", ["drug/adalimumab"]),
    ("Ribavirin conversion", ["drug/ribavirin"]),
    ("Switching from IV infliximab to SC infliximab", ["drug/infliximab"]),
    ("Cis/carboplatin + etoposide", ["drug/cisplatin", "drug/carboplatin", "drug/etoposide"]),
    ("Dauno- or idarubicin", ["drug/daunorubicin", "drug/idarubicin"]),
    ("epi/doxorubicin", ["drug/epirubicin", "drug/doxorubicin"]),
    # no name of a drug comes of it
    ("gem/cisplatin", [None, "drug/cisplatin"]),
    ("Pemetrexed/cisplatin", ["regimen/pemetrexed-cisplatin"]),
    ("high or low dose prednisone", ["drug/prednisone"]),
    ("Chemotherapy as per standard of care", ["drug-class/chemotherapy"]),
    ("5-ASA enema (mesalamine 4 g)", ["drug/mesalamine"]),
    ("ATG, Rabbit", ["drug/rabbit-anti-thymocyte-globulin"]),
]


@pytest.mark.parametrize(("name", "concepts"), NAMES)
def test_concepts(name: str, concepts: list[str | None]) -> None:
    assert [part.concept for part in parse(name, load(), "DRUG").parts] == concepts


def test_the_way_of_what_is_left_behind_is_left_too() -> None:
    (part,) = parse("Switching from IV infliximab to SC infliximab", load(), "DRUG").parts
    assert [(f.kind, f.value) for f in part.facts] == [("route", "route/subcutaneous")]
