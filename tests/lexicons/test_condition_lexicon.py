"""The lexicon of conditions beside the published names: it adds to them, it does not take them away."""

from __future__ import annotations

import re

import pytest

from kg.resources import resource
from kg.vocab import lexicon, load
from kg.vocab.variants import variants


def test_the_label_of_a_published_condition_finds_that_condition() -> None:
    vocabulary = load()
    taken = {}
    for concept in vocabulary:
        if concept.kind == "Condition" and re.search(r"/mesh-D", concept.id):
            first = vocabulary.lookup(concept.label, "condition")[0]
            if first != concept.id:
                taken[concept.label] = first
    assert taken == {}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("insulin resistance", "insulin resistance"),
        ("gestational hypertension", "gestational hypertension"),
        ("bronchospasm", "bronchospasm"),
        ("bacteremia", "Bacteremia"),
        ("tic disorder", "Tic Disorders"),
        ("renal neoplasm", "kidney cancer"),
        ("type 1 hypersensitivity", "immediate hypersensitivity"),
        ("vascular disease", "vascular diseases"),
        ("cerebral aneurysm", "intracranial aneurysm"),
    ],
)
def test_neighbours_are_kept_apart(name: str, label: str) -> None:
    vocabulary = load()
    concept = vocabulary.get(vocabulary.lookup(name, "condition")[0])
    assert concept is not None
    assert concept.label == label


def test_shared_short_forms_are_declared_by_all_who_share_them() -> None:
    vocabulary = load()
    assert set(vocabulary.listed("MM", "condition")) == {"condition/melanoma", "condition/multiple-myeloma"}
    assert len(vocabulary.listed("PE", "condition")) == 3
    assert vocabulary.listed("COPD", "condition") == ("condition/chronic-obstructive-pulmonary-disease",)
    assert vocabulary.listed("mm", "condition") == ()


def test_a_name_of_two_rows_is_flagged_in_both() -> None:
    path = resource("lexicons", "conditions.tsv")
    names: dict[str, dict[str, bool]] = {}
    for row in lexicon.parse(path.read_text(encoding="utf-8").splitlines(), path.name):
        for name in row.names:
            names.setdefault(min(variants(name.text)), {})[row.concept.id] = name.ambiguous
    unflagged = {name: rows for name, rows in names.items() if len(rows) > 1 and not all(rows.values())}
    assert unflagged == {}


@pytest.mark.parametrize(
    ("name", "label", "above"),
    [
        ("PPROM", "preterm premature rupture of membranes", "premature rupture of membranes"),
        ("HeFH", "heterozygous familial hypercholesterolemia", "familial hypercholesterolemia"),
        ("ccRCC", "clear cell renal cell carcinoma", "renal cell carcinoma"),
        ("decompensated cirrhosis", "decompensated cirrhosis", "cirrhosis"),
        ("plaque psoriasis", "plaque psoriasis", "psoriasis"),
        ("irreversible pulpitis", "irreversible pulpitis", "pulpitis"),
        ("intertrochanteric fracture", "intertrochanteric fracture", "hip fracture"),
        ("proximal humeral fracture", "proximal humerus fracture", "humeral fracture"),
        ("oropharyngeal dysphagia", "oropharyngeal dysphagia", "dysphagia"),
        ("cUTI", "complicated urinary tract infection", "urinary tract infection"),
        ("hATTR amyloidosis", "hereditary transthyretin amyloidosis", "transthyretin amyloidosis"),
        ("COVID-19 pneumonia", "COVID-19 pneumonia", "COVID-19"),
        ("beta thalassaemia major", "beta-thalassemia major", "beta-thalassemia"),
        ("ADHF", "acute heart failure", "heart failure"),
        ("scaphoid fracture", "scaphoid fracture", "hand fracture"),
        ("iNHL", "indolent non-Hodgkin lymphoma", "non-Hodgkin lymphoma"),
        ("anterior shoulder dislocation", "shoulder dislocation", "Shoulder Injuries"),
        ("Parkinson's disease dementia", "Parkinson's disease dementia", "Parkinson's disease"),
        ("bleeding peptic ulcer", "peptic ulcer bleeding", "gastrointestinal bleeding"),
        ("allergic fungal sinusitis", "allergic fungal rhinosinusitis", "rhinosinusitis"),
    ],
)
def test_a_kind_of_a_condition_is_a_concept_below_it(name: str, label: str, above: str) -> None:
    vocabulary = load()
    concept = vocabulary.get(vocabulary.lookup(name, "condition")[0])
    assert concept is not None
    assert concept.label == label
    assert above in [wider.label for i in concept.broader if (wider := vocabulary.get(i)) is not None]


@pytest.mark.parametrize(
    ("name", "not_this"),
    [
        ("fracture malunion", "fracture nonunion"),
        ("unwanted pregnancy", "miscarriage"),
        ("monogenic diabetes", "maturity-onset diabetes of the young"),
        ("osteonecrosis of the jaw", "medication-related osteonecrosis of the jaw"),
        ("gunshot wound", "penetrating trauma"),
        ("blepharochalasis", "dermatochalasis"),
        ("pediatric cataract", "congenital cataract"),
        ("post-extubation stridor", "extubation failure"),
        ("upper limb fracture", "forearm fracture"),
        ("severe cutaneous adverse reactions", "scar"),
        ("uterine corpus carcinosarcoma", "Retroviridae Infections"),
        ("spasmodic dysphonia", "Dysphonia"),
        ("syndesmotic injury", "ankle sprain"),
        ("anogenital HPV infection", "Condylomata Acuminata"),
    ],
)
def test_a_wider_or_other_condition_is_no_name_of_a_narrower_one(name: str, not_this: str) -> None:
    vocabulary = load()
    concept = vocabulary.get(vocabulary.lookup(name, "condition")[0])
    assert concept is not None
    assert concept.label != not_this


def test_a_dysmorphic_syndrome_is_no_body_dysmorphic_disorder() -> None:
    assert load().lookup("dysmorphic syndromes", "condition") == ()
    assert load().lookup("body dysmorphic disorder", "condition")
