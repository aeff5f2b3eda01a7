"""Names that only the record explains: what counts as an explanation, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.vocab
from kg.extract.run import extract
from kg.model import Extraction, Trial
from kg.read import read

RECORD = """\
A Trial in Gastric Cancer
{prose}
Gastric Cancer
{entry}
Objective response rate, RECIST 1.1, 2 years
Overall survival, Time from enrollment to death, 2 years
"""


def read_with(tmp_path: Path, entry: str, prose: str) -> Extraction:
    path = tmp_path / "record.txt"
    path.write_text(RECORD.format(entry=entry, prose=prose), encoding="utf-8")
    (trial,) = (record for record in read([path]) if isinstance(record, Trial))
    return extract(trial, kg.vocab.load())


def resolved(extraction: Extraction) -> list[str]:
    return [
        str(s.object)
        for s in extraction.statements
        if s.predicate == "tkg:resolvesTo" and "-intervention-" in s.subject
    ]


@pytest.mark.parametrize(
    ("entry", "prose", "concept"),
    [
        ("DRUG: ZOF", "Patients receive ZOF. ZOF: paclitaxel + oxaliplatin + 5-FU every two weeks.",
         "combination/fluorouracil--oxaliplatin--paclitaxel"),
        ("DRUG: ZOF regimen", "ZOF regimen (paclitaxel, cisplatin) is given.", "combination/cisplatin--paclitaxel"),
        ("DRUG: ZOF chemotherapy", "ZOF (paclitaxel/etoposide) is given.", "combination/etoposide--paclitaxel"),
        ("PROCEDURE: Zettum", "The efficacy of Zettum (Electrical moxibustion) is tested.", "procedure/moxibustion"),
        ("DRUG: ZQX-103", "The efficacy of ZQX-103 (oral levosimendan) is tested.", "drug/levosimendan"),
        ("DRUG: Zyrbex tablets", "Zyrbex® tablets (abiraterone acetate) are taken.", "drug/abiraterone"),
    ],
)  # fmt: skip
def test_explained_by_the_record(tmp_path: Path, entry: str, prose: str, concept: str) -> None:
    extraction = read_with(tmp_path, entry, prose)
    assert resolved(extraction) == [concept]
    assert all(s.confidence < 0.85 for s in extraction.statements if s.rule == "defined by the record")
    assert any(s.rule == "defined by the record" for s in extraction.statements)


@pytest.mark.parametrize(
    ("entry", "prose"),
    [
        ("DRUG: ZOF", "Patients receive ZOF (study drug)."),
        ("DRUG: ZOF", "Patients receive ZOF (an anticancer drug with paclitaxel in mind)."),
        ("DRUG: ZOF", "ZOF (or paclitaxel) is given."),
        ("DRUG: ZOF", "ZOF (paclitaxel or cisplatin) is given."),
        ("DRUG: ZOF", "ZOF (a kinase inhibitor) is given."),
        ("DRUG: ZOF", "ZOF (e.g. paclitaxel) is given."),
        ("DRUG: ZOF", "ZOF: paclitaxel is another drug."),
        ("DRUG: ZOF", "ZOFA (paclitaxel) is another drug."),
        ("DRUG: ZOF", "Paclitaxel is compared with ZOF, which is new."),
        ("DRUG: Cisplatin", "Cisplatin (paclitaxel) is given."),
    ],
)
def test_no_explanation(tmp_path: Path, entry: str, prose: str) -> None:
    extraction = read_with(tmp_path, entry, prose)
    assert not any(s.rule == "defined by the record" for s in extraction.statements)


def test_ingredients_behind_a_code_are_no_explanation(tmp_path: Path) -> None:
    extraction = read_with(tmp_path, "DRUG: ZQX-103", "ZQX-103: mannitol and magnesium stearate.")
    assert resolved(extraction) == ["drug/zqx103"]


def test_prose_gives_what_it_explains(tmp_path: Path) -> None:
    prose = (
        "ZOF: paclitaxel + oxaliplatin. In the ZOF group, patients receive ZOF every 2 weeks; the control group "
        "receives cisplatin orally."
    )
    extraction = read_with(tmp_path, "DRUG: ZOF|DRUG: Cisplatin", prose)
    gives = [str(s.object) for s in extraction.statements if s.predicate == "tkg:gives" and "-arm-" in s.subject]
    assert gives == ["combination/oxaliplatin--paclitaxel", "drug/cisplatin"]
