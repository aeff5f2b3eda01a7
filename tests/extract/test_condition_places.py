"""Where a text names conditions: by the people who have them, by registered names, not by generic words or organisations."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import conditions, population
from kg.extract.diseases.people import people_with
from kg.extract.document import Document
from kg.vocab import load
from tests.extract.reading import trial


def people(text: str) -> list[tuple[str, str]]:
    """The words for people in a title, and what they have."""
    record = trial(title=text)
    assert record.title is not None
    return [
        (text[word.start : word.end], word.concept.removeprefix("condition/"))
        for word in people_with(Document(record, load()), record.title)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Steroids in Mild Asthmatics", [("Asthmatics", "asthma")]),
        ("Walking for Hypertensive Primary Care Patients", [("Hypertensive", "hypertension")]),
        ("Insulin in Type 2 Diabetic Women", [("Type 2 Diabetic", "type-2-diabetes-mellitus")]),
        ("Diet for Obese Seniors", [("Obese", "obesity")]),
        ("Morbidly obese (MO) patients after surgery", [("Morbidly obese", "morbid-obesity")]),
        ("Feeding of Critically Ill Children", [("Critically Ill", "critical-illness")]),
        ("Peanut in House Dust Mite-Allergic Adults", [("House Dust Mite-Allergic", "house-dust-mite-allergy")]),
        ("Boiled Milk for Allergic Children", [("Allergic", "allergy")]),
        ("Texting for Young E-Cigarette Users", [("E-Cigarette Users", "vaping")]),
        ("Rest after Allergic Reactions in Patients", []),
        ("Rest in Non-Diabetic Patients", []),
        ("Rest in non-asthmatics", []),
        ("Asthmatic Response to Cold Air", []),
        ("Hypertensive Disorders of Pregnant Women", []),
        ("Care of the Diabetic Foot in Patients", []),
        ("Obese mice and men", []),
        ("Depressed Mood and Patients", []),
        ("Non-allergic subjects", []),
    ],
)
def test_people_named_by_what_they_have(text: str, found: list[tuple[str, str]]) -> None:
    assert people(text) == found


def _population(title: str, summary: str, registered: str) -> list[str]:
    document = Document(trial(title=title, summary=summary, conditions=(registered,)), load())
    for extractor in (conditions.extract, population.extract):
        document.add(extractor(document))
    path = document.trial.path
    return [concept.removeprefix("condition/") for concept in document.objects(path, "tkg:populationCondition")]


@pytest.mark.parametrize(
    ("title", "summary", "registered", "found"),
    [
        # what is registered, although the vocabulary knows only a part of the name
        ("A Study of X", "This study will enroll adults with Acute Mixed-Phenotype Leukemia.", "Acute Mixed-Phenotype Leukemia", ["mondo-0019460"]),
        ("X in Asthma", "This study will enroll 42 mild asthmatics.", "Asthma", ["asthma"]),
        # short words for people; what some have
        ("A Study of X", "This study will enroll pts w/ unresectable melanoma.", "Gout", ["melanoma"]),
        ("A Study of X", "This study will enroll pts with melanoma.", "Gout", ["melanoma"]),
        ("X After Stroke in Patients With Gout or Without", "", "Stroke", ["stroke"]),
        ("X After Stroke in Patients With Gout or Without Asthma", "", "Stroke", ["stroke", "gout"]),
        # what is to be induced is not there yet
        ("X to Accelerate Future Liver Remnant Hypertrophy in Melanoma", "", "Melanoma", ["melanoma"]),
        ("X to Induce Liver Hypertrophy Before Surgery of Melanoma", "", "Melanoma", ["melanoma"]),
        ("X for Ventricular Hypertrophy in Melanoma", "", "Melanoma", ["mesh-D006984", "melanoma"]),
        ("X to Induce Melanoma Cell Death", "", "Melanoma", ["melanoma"]),
        # names that say little
        ("A Cancer Research UK Phase I Study of X in Melanoma", "", "Melanoma", ["melanoma"]),
        ("The Comprehensive Cancer Center Trial of X in Melanoma", "", "Melanoma", ["melanoma"]),
        ("X for COVID-19 Infection", "", "COVID-19", ["covid-19"]),
        ("X for Persistent Aspergillus Fumigatus Infection in Melanoma", "", "Melanoma", ["melanoma"]),
        ("X for Infection After Surgery", "", "Infection", ["mesh-D007239"]),
        ("X in Patients With Advanced Cancer", "", "Cancer", ["neoplasms"]),
    ],
)  # fmt: skip
def test_population_of_such_names(title: str, summary: str, registered: str, found: list[str]) -> None:
    assert _population(title, summary, registered) == found


@pytest.mark.parametrize(
    ("whose", "found"),
    [
        ("recurrent ovarian, fallopian tube, or primary peritoneal cancer", "ovarian-neoplasms fallopian-tube-cancer primary-peritoneal-cancer"),
        ("type 1 or type 2 diabetes", "type-1-diabetes-mellitus type-2-diabetes-mellitus"),
        ("acute myeloid or lymphoblastic leukemia", "acute-myeloid-leukemia acute-lymphoblastic-leukemia"),
        ("rheumatoid or psoriatic arthritis", "rheumatoid-arthritis psoriatic-arthritis"),
        ("renal or hepatic impairment", "renal-insufficiency hepatic-insufficiency"),
        ("small cell and non-small cell lung cancer", "small-cell-lung-cancer non-small-cell-lung-cancer"),
        ("breast, ovarian or endometrial cancer", "breast-neoplasms ovarian-neoplasms endometrial-cancer"),
        ("HIV or hepatitis B infection", "hiv-infection hepatitis-b"),
        # names of their own, and states, share nothing
        ("asthma or chronic obstructive pulmonary disease", "asthma chronic-obstructive-pulmonary-disease"),
        ("diabetes or heart failure", "diabetes-mellitus heart-failure"),
        ("advanced or metastatic breast cancer", "metastatic-breast-cancer"),
        ("locally advanced or recurrent gastric cancer", "gastric-cancer"),
        ("pain or heart failure", "heart-failure"),
    ],
)
def test_conditions_that_share_their_last_words(whose: str, found: str) -> None:
    summary = f"This study will test X in patients with {whose}."
    assert _population("A Study of X", summary, "Insomnia") == found.split()
