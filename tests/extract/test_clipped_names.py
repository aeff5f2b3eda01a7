"""Names of drugs that an entry clips: the beginning of one name that the record has elsewhere, and nothing else."""

from __future__ import annotations

import pytest

from kg.extract import abbreviations
from kg.extract.document import Document
from kg.extract.names.clipped import clipped_names
from kg.vocab import load
from tests.extract.reading import trial


@pytest.mark.parametrize(
    ("entry", "summary", "clipped"),
    [
        ("Donaf+Nivo", "Donafenib plus nivolumab in HCC.", [("Donaf", "donafenib")]),  # nivo is a name
        ("TACE+Len+Surufa", "Lenvatinib and surufatinib.", [("Len", "lenvatinib"), ("Surufa", "surufatinib")]),
        ("LEN and SURUFA", "Lenvatinib and surufatinib.", [("SURUFA", "surufatinib")]),  # LEN is a name
        # of two drugs, or of none
        ("Len+Surufa", "Lenvatinib or lenalidomide with surufatinib.", [("Surufa", "surufatinib")]),
        ("Donaf+Nivo", "A study of two drugs in HCC.", []),
        # a word of its own
        ("Breath Test", "Testosterone in older men.", []),
        ("Insulin Pen", "Penicillin and insulin.", []),
        # hardly shorter, or part of a word
        ("Aspiri", "Aspirin for headache.", []),
        ("Regorest-2Surufa", "Surufatinib in HCC.", []),
    ],
)
def test_clipped_names(entry: str, summary: str, clipped: list[tuple[str, str]]) -> None:
    document = Document(trial(summary=summary, interventions=(entry,)), load())
    assert list(clipped_names(document, entry)) == clipped


@pytest.mark.parametrize(
    ("detailed", "clipped"),
    [
        ("Prophylaxis is tacrolimus from day 5.", [("Tac", "tacrolimus")]),
        ("Prophylaxis is tacrolimus ointment, or tacalcitol.", []),  # either of two
        ("Prophylaxis is given from day 5.", []),
    ],
)
def test_the_whole_prose_may_name_the_drug(detailed: str, clipped: list[tuple[str, str]]) -> None:
    document = Document(trial(description=detailed, interventions=("Tac + MMF",)), load())
    assert list(clipped_names(document, "Tac + MMF")) == clipped


def test_what_the_record_defines_is_not_clipped() -> None:
    record = trial(summary="Lenvatinib after length (LEN) is taken.", interventions=("LEN",))
    document = Document(record, load())
    document.add(list(abbreviations.extract(document)))
    assert clipped_names(document, "LEN") == ()
