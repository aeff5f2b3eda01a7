"""What those on a waiting list get: nothing that they are offered afterwards; a list for a transplantation is none; and
surgery, by itself a side of a comparison."""

# ruff: noqa: E501 - the rows of a table read best on one line

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import given_by, prose_record, told, values

import kg.vocab
from kg.vocab.vocabulary import Vocabulary

W, Y, T, C = "standard-care/wait-list", "behavioral/yoga", "procedure/liver-transplantation", "drug/capecitabine"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return kg.vocab.load()


@pytest.mark.parametrize(
    ("text", "wanted", "roles"),
    [
        ("Group 1: yoga. Group 2: wait list, after 12 weeks they get yoga.", [{Y}, {W}], ["experimental", "no-intervention"]),
        ("They are randomized to yoga or a waiting list, then offered yoga.", [{Y}, {W}], ["experimental", "no-intervention"]),
        ("Group 1: yoga. Group 2: wait list and capecitabine.", [{Y}, {W, C}], None),
        ("Group A: yoga followed by a wait list. Group B: capecitabine.", [{Y, W}, {C}], None),
        ("Group A: patients enter the waiting list and receive liver transplantation. Group B: capecitabine.", [{T}, {C}], None),
    ],
)  # fmt: skip
def test_who_waits(text: str, wanted: list[set[str]], roles: list[str] | None, vocabulary: Vocabulary) -> None:
    document = told(prose_record("A Trial", text, ("Yoga", "Capecitabine", "Liver transplantation")), vocabulary)
    arms = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, arm)) for arm in arms] == wanted
    assert roles is None or [values(document, arm, "tkg:armRole")[0] for arm in arms] == roles
    last = document.objects(arms[-1], "tkg:usesEntry")
    assert ("part/NCT00000002-intervention-0" in last) == (Y in wanted[-1])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("This trial compares capecitabine versus surgery for insulinoma.", [{C}, {"procedure/surgery"}]),
        ("This trial compares capecitabine followed by surgery with surgery alone.",
         [{C, "procedure/surgery"}, {"procedure/surgery"}]),
        ("Pain after surgery is compared with pain before surgery.", []),
        ("This trial compares capecitabine versus yoga before surgery.", [{C}, {Y}]),
    ],
)  # fmt: skip
def test_surgery_by_itself(text: str, wanted: list[set[str]], vocabulary: Vocabulary) -> None:
    document = told(prose_record("A Trial", text, ("Yoga", "Capecitabine")), vocabulary)
    arms = document.objects(document.trial.path, "tkg:hasArm")
    assert [set(given_by(document, arm)) for arm in arms] == wanted
