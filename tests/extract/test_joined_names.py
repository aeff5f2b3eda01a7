"""What a hyphen, plus or slash joins to a name is one too where the vocabulary or record knows it, else not."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.vocab
from kg.extract.run import extract
from kg.model import Trial
from kg.read import read

RECORD = """A Trial in Cancer
The record names bevacizumab and cetuximab, and radiotherapy of the tumour.
Solid Tumor
{entry}
Overall survival, 3 years
"""


def named(entry: str, tmp_path: Path) -> set[str]:
    """What the one entry stands for, combinations as their parts."""
    path = tmp_path / "record.txt"
    path.write_text(RECORD.format(entry=entry), encoding="utf-8")
    (trial,) = (record for record in read([path]) if isinstance(record, Trial))
    extraction = extract(trial, kg.vocab.load())
    parts: dict[str, set[str]] = {}
    for said in extraction.statements:
        if said.predicate == "tkg:hasComponent":
            parts.setdefault(said.subject, set()).add(str(said.object))
    resolved = {
        str(said.object)
        for said in extraction.statements
        if said.predicate == "tkg:resolvesTo" and said.subject.endswith("intervention-0")
    }
    return {each for concept in resolved for each in parts.get(concept, {concept})}


@pytest.mark.parametrize(
    ("entry", "concepts"),
    [
        ("DRUG: Lenva-Pembro", {"drug/lenvatinib", "drug/pembrolizumab"}),
        ("DRUG: Durva-Treme", {"drug/durvalumab", "drug/tremelimumab"}),
        ("DRUG: XELOX-Bev", {"regimen/capox", "drug/bevacizumab"}),
        ("DRUG: mFOLFOX6-Cetu", {"regimen/mfolfox6", "drug/cetuximab"}),  # clipped: the record names cetuximab
        ("DRUG: mFOLFOX6+Bev", {"regimen/mfolfox6", "drug/bevacizumab"}),
        ("DRUG: FOLFIRI / Bev", {"regimen/folfiri", "drug/bevacizumab"}),
        ("DRUG: mFOLFOX6 + Part", {"regimen/mfolfox6"}),
        ("PROCEDURE: Lenva-TACE", {"procedure/transarterial-chemoembolization", "drug/lenvatinib"}),
    ],
)
def test_both_sides_of_the_sign_are_named(entry: str, concepts: set[str], tmp_path: Path) -> None:
    assert named(entry, tmp_path) == concepts


@pytest.mark.parametrize(
    ("entry", "concepts"),
    [
        ("DRUG: FOLFOX-Zqx", {"regimen/folfox"}),
        ("DRUG: bevacizumab-Free diet", {"dietary-supplement/diet-intervention"}),
        ("DRUG: trastuzumab-dkst", {"drug/trastuzumab"}),
        ("DRUG: Nivolumab-Based", {"drug/nivolumab"}),
        ("DRUG: nab-Paclitaxel", {"drug/nab-paclitaxel"}),
        ("PROCEDURE: TACE-Group", {"procedure/transarterial-chemoembolization"}),
    ],
)
def test_what_is_no_name_behind_a_hyphen_adds_nothing(entry: str, concepts: set[str], tmp_path: Path) -> None:
    assert named(entry, tmp_path) == concepts


@pytest.mark.parametrize(
    ("entry", "concepts"),
    [
        ("RADIATION: short-course RT 25Gy/5Fx", {"radiation/short-course-radiotherapy"}),
        ("RADIATION: Carbon ion RT", {"radiation/carbon-ion-radiotherapy"}),
        ("RADIATION: pelvic RT", {"radiation/radiotherapy"}),
        ("DRUG: TMZ/RT", {"drug/temozolomide", "radiation/radiotherapy"}),
        ("DIAGNOSTIC_TEST: RT-PCR", {"diagnostic-test/reverse-transcriptase-pcr"}),
    ],
)
def test_rt_is_radiotherapy_in_a_trial_of_cancer(entry: str, concepts: set[str], tmp_path: Path) -> None:
    assert named(entry, tmp_path) == concepts
