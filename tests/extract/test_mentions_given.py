"""Interventions that running text names: given in this trial, and named without being given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import prose_record
from tiny_vocabulary import tiny

from kg.extract import abbreviations, conditions, interventions, outcomes, population, structure
from kg.extract.document import Document

GIVEN = [
    "We will give docetaxel before breakfast.",
    "This trial studies how well docetaxel works in adults.",
    "Participants will use docetaxel at home.",
    "In this study, docetaxel at 40 mg is continued for a year.",
    "Adults will be treated by docetaxel.",
    "In this study, patients take docetaxel once a day.",
    "In this study chemoembolization will be repeated with docetaxel.",
    "In this study docetaxel or rosuvastatin is given to those with relapse.",
    "Patients will be randomised. Immunosuppression: docetaxel, then rest.",
    "Immunosuppression: docetaxel induction, then rest.",
    "Premedication: docetaxel 8 mg.",
    "Patients are randomized to rest or walks. Conditioning regimen: rest, docetaxel and fluids.",
    "In this study the second part is rest, docetaxel 0.5 mg/kg, walks.",
]
NOT_GIVEN = [
    "In this study the second part is rest, docetaxel, walks.",
    "Previously docetaxel 75 mg/m2 was looked at.",
    "Immunosuppression with docetaxel has risks.",
    "The survey asks about premedication and docetaxel.",
    "Patients are randomized to rest or walks. Prior induction: docetaxel.",
    "Blood will be taken from patients before they start docetaxel.",
    "Patients undergoing treatment with docetaxel will fill in a diary.",
    "Samples are given by people who received the weekly docetaxel last year.",
    "A leaflet is provided, whereas docetaxel is not provided.",
    "Future studies will test docetaxel.",
    "Subjects may continue stable doses of docetaxel.",
    "We study adherence to docetaxel.",
    "We evaluate reactions to docetaxel.",
    "In this study docetaxel and placebos are discussed.",
    "In this study the survey will be repeated after docetaxel.",
]


def mentions(text: str) -> set[str]:
    document = Document(prose_record("A Trial", text, ()), tiny())
    for extractor in (structure, abbreviations, interventions, conditions, outcomes, population):
        document.add(list(extractor.extract(document)))
    return {str(s.object) for s in document.statements if s.predicate == "tkg:mentionsIntervention"}


@pytest.mark.parametrize("text", GIVEN)
def test_what_the_text_says_is_given(text: str) -> None:
    assert mentions(text) == {"drug/docetaxel"}


@pytest.mark.parametrize("text", NOT_GIVEN)
def test_what_the_text_only_names(text: str) -> None:
    assert mentions(text) == set()
