"""The lexicon of conditions beside the published names: it adds to them, it does not take them away."""

from __future__ import annotations

import re

import pytest

from kg.vocab import load

# Labels of MeSH that the lexicon gives to another concept on purpose.
ON_PURPOSE: set[str] = set()


def test_the_label_of_a_published_condition_finds_that_condition() -> None:
    vocabulary = load()
    taken = {}
    for concept in vocabulary:
        if concept.kind == "Condition" and re.search(r"/mesh-D", concept.id):
            first = vocabulary.lookup(concept.label, "condition")[0]
            if first != concept.id and concept.label not in ON_PURPOSE:
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
