"""Codes of makers that no vocabulary knows: which become drugs, which do not, and where they are found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
import kg.vocab
from kg.extract.run import extract
from kg.model import Extraction, Trial, Value
from kg.read import read

RECORD = """\
A Phase I Study of ZQX-5041 With Rezvilutamide in Prostate Cancer
To evaluate ZQX-5041 in combination with rezvilutamide.
Prostate Cancer
{entries}
Objective response rate, RECIST 1.1, 2 years
Overall survival, Time from enrollment to death, 2 years
ZQX-5041 200 mg orally twice daily in combination with rezvilutamide 240 mg once daily in 28-day cycles.
"""


def read_with(tmp_path: Path, entries: str, text: str = RECORD) -> Extraction:
    path = tmp_path / "record.txt"
    path.write_text(text.format(entries=entries), encoding="utf-8")
    (trial,) = (record for record in read([path]) if isinstance(record, Trial))
    return extract(trial, kg.vocab.load())


def given(extraction: Extraction) -> set[str]:
    return {s.object for s in extraction.statements if s.predicate == "tkg:givesDrug" and isinstance(s.object, str)}


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("ZQX-5041", "drug/zqx5041"),
        ("ZQX5041", "drug/zqx5041"),
        ("ZQX 5041 tablets", "drug/zqx5041"),
        ("ZQX\u20115041 for injection", "drug/zqx5041"),
        ("ZQ 765423 low dose", "drug/zq765423"),
        ("ZQX-A3055", "drug/zqxa3055"),
        ("ZQX-23E73", "drug/zqx23e73"),
        ("Z3011", "drug/z3011"),
        ("ZQ008-1A", "drug/zq0081a"),
        ("ZQ008-1A 900mg", "drug/zq0081a"),
        ("ZQX-5041 (an anti-CCR8 antibody)", "drug/zqx5041"),
        ("ZQX-5041 200 mg", "drug/zqx5041"),
        ("ZQX-5041 rapamycin-resistant T cells", "drug/zqx5041"),
        ("ZQX-5041 Tables", "drug/zqx5041"),
        ("EGFR inhibitor ZQX-5041", "drug/zqx5041"),
        ("XmAb99871", "drug/xmab99871"),
    ],
)
def test_code_of_a_drug(tmp_path: Path, name: str, drug: str) -> None:
    extraction = read_with(tmp_path, f"DRUG: {name}")
    assert given(extraction) == {drug}
    (concept,) = (c for c in extraction.concepts if c.id == drug)
    assert concept.kind == "Drug"
    assert not concept.exact
    assert [f.kind for f in extraction.findings if f.kind in ("unknown-code", "unmapped-entry")] == ["unknown-code"]


@pytest.mark.parametrize(
    "entry",
    [
        "BIOLOGICAL: CD19",
        "DRUG: Cohort 2",
        "DRUG: Arm 12",
        "DRUG: Dose 100",
        "DRUG: Part-02",
        "DRUG: NCT01234567",
        "DRUG: COVID-19",
        "DRUG: IL-15",
        "DRUG: HER-2",
        "DRUG: CD3-CD28",
        "DRUG: IL2-15R",
        "DRUG: Zqxorin",
        "DRUG: ZQX-5041 matching placebo",
        "DRUG: 18F Rats",
        "DRUG: 225Xy-AB12",
        "DRUG: 68Ga-labelled",
        "DRUG: study drug 100 mg",
        "BEHAVIORAL: ZQX-5041",
        "DEVICE: ZQX-5041",
        "OTHER: QLQ-C30",
    ],
)
def test_no_code_of_a_drug(tmp_path: Path, entry: str) -> None:
    extraction = read_with(tmp_path, entry)
    assert not any(f.kind == "unknown-code" for f in extraction.findings)
    assert not any(c.kind == "Drug" for c in extraction.concepts)


@pytest.mark.parametrize(
    ("name", "drug", "label"),
    [
        ("[68Ga]Ga-ZQX7", "drug/68gazqx7", "68Ga-ZQX7"),
        ("68Ga-ZQX7", "drug/68gazqx7", "68Ga-ZQX7"),
        ("Gallium Ga 68 ZQX7", "drug/68gazqx7", "68Ga-ZQX7"),
        ("[F-18]ZQXAB", "drug/18fzqxab", "18F-ZQXAB"),
        ("[177Lu]Lu-ZQX-007 injection", "drug/177luzqx007", "177Lu-ZQX-007"),
        ("99mTc-ZQX12", "drug/99mtczqx12", "99mTc-ZQX12"),
    ],
)
def test_labelled_compound(tmp_path: Path, name: str, drug: str, label: str) -> None:
    extraction = read_with(tmp_path, f"DRUG: {name}")
    made = [(c.id, c.label, c.drug_classes) for c in extraction.concepts if c.kind == "Drug"]
    assert made == [(drug, label, ("drug-class/radiopharmaceutical",))]


def test_known_codes_stay_what_they_are(tmp_path: Path) -> None:
    extraction = read_with(tmp_path, "DRUG: SKB264|DRUG: AK112")
    assert given(extraction) == {"drug/sacituzumab-tirumotecan", "drug/ivonescimab"}
    assert given(read_with(tmp_path, "DRUG: [F-18]FLT")) == {"drug/fluorothymidine-f-18"}
    assert not any(f.kind == "unknown-code" for f in extraction.findings)


def test_part_of_a_combination_that_prose_doses(tmp_path: Path) -> None:
    extraction = read_with(tmp_path, "DRUG: ZQX 5041 + rezvilutamide")
    assert given(extraction) == {"drug/zqx5041", "drug/rezvilutamide"}
    assert "combination/rezvilutamide--zqx5041" in {s.object for s in extraction.statements}
    (node,) = (s.subject for s in extraction.statements if (s.predicate, s.object) == ("tkg:gives", "drug/zqx5041"))
    told = {(s.predicate, s.object) for s in extraction.statements if s.subject == node}
    assert ("tkg:dose", Value("200 mg")) in told
    assert ("tkg:route", "route/oral") in told


def test_what_the_record_defines_otherwise_is_no_code(tmp_path: Path) -> None:
    text = RECORD.replace("To evaluate", "Zinc quality extract 5041 (ZQX5041) is a mixture. To evaluate")
    extraction = read_with(tmp_path, "DRUG: ZQX5041", text)
    assert "drug/zqx5041" not in given(extraction)


def test_other_ways_to_write_it_are_one_concept(tmp_path: Path) -> None:
    for number, entry in enumerate(("DRUG: ZQX-5041", "DRUG: ZQX5041")):
        (tmp_path / f"{number}.txt").write_text(RECORD.format(entries=entry), encoding="utf-8")
    with kg.build(tmp_path) as graph:
        rows = graph.query("SELECT ?d ?l { ?t tkg:givesDrug ?d . ?d skos:prefLabel ?l } ORDER BY ?t").rows
        assert len(rows) == 2
        assert len(set(rows)) == 1
        also = graph.query("SELECT ?a { ?d a tkg:Drug ; skos:altLabel ?a FILTER(STRSTARTS(?a, 'ZQX')) }").rows
        assert [row[0].value for row in also] == ["ZQX5041"]


def test_a_code_that_the_entry_explains_is_no_drug_of_its_own(tmp_path: Path) -> None:
    study = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09999999", "briefTitle": "A Study of ZQX5041 in Prostate Cancer"},
            "armsInterventionsModule": {
                "interventions": [{"type": "DRUG", "name": "ZQX5041", "otherNames": ["rezvilutamide"]}]
            },
        }
    }
    path = tmp_path / "record.json"
    path.write_text(json.dumps(study), encoding="utf-8")
    (trial,) = (record for record in read([path]) if isinstance(record, Trial))
    found = extract(trial, kg.vocab.load())
    given = {s.object for s in found.statements if s.predicate in ("tkg:resolvesTo", "tkg:mentionsIntervention")}
    assert given == {"drug/rezvilutamide"}


@pytest.mark.parametrize("name", ["CALGB 10403", "SWOG S1826", "AALL0232", "RTOG-0617", "NSABP B-35", "KEYNOTE-189"])
def test_the_number_of_a_study_is_no_drug(name: str, tmp_path: Path) -> None:
    extraction = read_with(tmp_path, f"DRUG: {name}")
    assert given(extraction) == set()
    assert [f.kind for f in extraction.findings if f.kind in ("unknown-code", "unmapped-entry")] == ["unmapped-entry"]
