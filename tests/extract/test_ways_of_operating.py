"""Operations by the way they are done: the word for the way may stand some words before the operation."""

from __future__ import annotations

import pytest

from kg.extract.names import ways
from kg.extract.names.composite import parse
from kg.vocab import load


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("ICG-guided laparoscopic anatomical hepatectomy",
         ["drug/indocyanine-green", "procedure/laparoscopic-hepatectomy"]),
        ("Laparoscopic radical gastrectomy", ["procedure/laparoscopic-gastrectomy"]),
        ("open or laparoscopic hepatectomy", ["procedure/open-hepatectomy", "procedure/laparoscopic-hepatectomy"]),
        ("Robotic right hemihepatectomy", ["procedure/robotic-hepatectomy"]),
        ("Robot-assisted laparoscopic left lateral sectionectomy", ["procedure/robotic-hepatectomy"]),
        ("Lap. transverse colectomy", ["procedure/laparoscopic-colectomy"]),
        ("Laparoscopy-assisted D2 distal gastrectomy", ["procedure/laparoscopic-gastrectomy"]),
        ("Single-incision laparoscopic right hemicolectomy", ["procedure/laparoscopic-colectomy"]),
        ("conventional open right hepatectomy", ["procedure/open-hepatectomy"]),
        ("Da Vinci robotic-assisted low anterior resection", ["procedure/robotic-low-anterior-resection"]),
        ("Minimally-invasive McKeown esophagectomy", ["procedure/minimally-invasive-esophagectomy"]),
        ("Uniportal video-assisted thoracoscopic lobectomy", ["procedure/thoracoscopic-lobectomy"]),
        # a noun between them, another operation, a comma, or no way of operating
        ("laparoscopic port hepatectomy", ["procedure/hepatectomy"]),
        ("laparoscopic cholecystectomy before open hepatectomy", ["procedure/laparoscopic-cholecystectomy"]),
        ("large right hepatectomy", ["procedure/hepatectomy"]),
        ("open-label hepatectomy", ["procedure/hepatectomy"]),
        ("Laparoscopy, then hepatectomy", ["procedure/laparoscopic-surgery", "procedure/hepatectomy"]),
        # nobody names this operation done in this way
        ("robotic tonsillectomy", ["procedure/tonsillectomy"]),
        ("open thoracentesis", ["procedure/thoracentesis"]),
        ("Minimally invasive septal myectomy", ["procedure/septal-myectomy"]),
        ("Endoscopic cryoballoon ablation", ["procedure/cryoballoon-ablation"]),
    ],
)  # fmt: skip
def test_way(name: str, concepts: list[str]) -> None:
    assert [part.concept for part in parse(name, load(), "PROCEDURE").parts] == concepts


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("HIPEC with oxaliplatin 30 min",
         ["procedure/hyperthermic-intraperitoneal-chemotherapy", "drug/oxaliplatin"]),
        ("Morphine 10 minutes before surgery", ["drug/morphine"]),
        ("Minute ventilation feedback", [None]),
    ],
)  # fmt: skip
def test_how_long_it_takes_is_no_name(name: str, concepts: list[str | None]) -> None:
    assert [part.concept for part in parse(name, load(), "PROCEDURE").parts] == concepts


def test_every_way_has_the_sign_that_is_looked_for_first() -> None:
    assert all(ways._HINT.search(way) for way in ways._WAYS)
