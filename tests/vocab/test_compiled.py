"""Compiled vocabularies: what is written is what is read; damage is noticed; merging keeps what came first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.vocab import compiled, tables
from kg.vocab.index import Index
from kg.vocab.lexicon import parse

CURATED = """\
id\tlabel\tsynonyms\tcodes
drug/bevacizumab\tbevacizumab\tAvastin\tmesh:D1
drug/novumab\tnovumab\t\t
condition/asthma\tasthma\t\tmesh:D9
""".splitlines()
IMPORTED = """\
id\tlabel\tsynonyms\tcodes\tbroader
drug/mesh-D1\tBevacizumab\trhuMAb-VEGF\tmesh:D1 UNII:AAAAAAAAAA\tdrug-class/mesh-D2
drug-class/mesh-D2\tAntibodies\t\tmesh:D2\t
drug/unii-BBBBBBBBBB\tnovumab\tNVM-12345\tUNII:BBBBBBBBBB\t
condition/mesh-D8\tacute asthma\t\tmesh:D8\tcondition/mesh-D9
condition/mesh-D9\tAsthma\tasthma bronchiale\tmesh:D9\t
""".splitlines()


def compiled_rows() -> tables.Tables:
    return compiled.compile_rows(parse(CURATED, "own.tsv"), parse(IMPORTED, "backbone.tsv.xz"))


def test_one_code_one_concept() -> None:
    index = Index(compiled_rows())
    concept = index.get("drug/mesh-D1")
    assert concept is not None
    assert (concept.id, concept.label) == ("drug/bevacizumab", "bevacizumab")
    assert set(concept.synonyms) == {"Avastin", "rhuMAb-VEGF"}
    assert concept.exact == ("mesh:D1", "UNII:AAAAAAAAAA")
    assert concept.broader == ("drug-class/mesh-D2",)
    assert index.lookup("rhumab vegf", "intervention") == ("drug/bevacizumab",)


def test_the_same_label_joins_where_no_code_contradicts() -> None:
    index = Index(compiled_rows())
    assert index.by_code("UNII:BBBBBBBBBB") == "drug/novumab"
    assert index.lookup("NVM12345", "intervention") == ("drug/novumab",)


def test_a_label_alone_joins_neither_where_a_code_contradicts_nor_other_kinds() -> None:
    curated = ["id\tlabel\tsynonyms\tcodes", "condition/asthma\tasthma\t\tmesh:D9", "procedure/lavage\tlavage\t\t"]
    imported = [
        "id\tlabel\tsynonyms\tcodes\tbroader",
        "condition/mesh-D7\tAsthma\tasthma of another kind\tmesh:D7\t",
        "procedure/mesh-E3\tLavage\tirrigation\tmesh:E3\t",
    ]
    index = Index.of(parse(curated, "own.tsv"), parse(imported, "backbone.tsv.xz"))
    assert index.by_code("mesh:D7") == "condition/mesh-D7"
    assert index.lookup("asthma of another kind", "condition") == ("condition/mesh-D7",)
    assert index.by_code("mesh:E3") == "procedure/mesh-E3"
    assert index.lookup("irrigation", "intervention") == ("procedure/mesh-E3",)


def test_a_code_that_two_concepts_claim_is_exact_for_the_first_only() -> None:
    curated = ["id\tlabel\tsynonyms\tcodes", "condition/oak-flu\toak flu\t\tMONDO:1 NCIT:C1 mesh:D1"]
    imported = [
        "id\tlabel\tsynonyms\tcodes\tbroader",
        "condition/mesh-D2\tOak Viruses\t\tmesh:D2 NCIT:C1 DOID:7\t",
        "condition/mesh-D3\tOak Fevers\t\tmesh:D3 NCIT:C1 DOID:7\t",
    ]
    index = Index.of(parse(curated, "own.tsv"), parse(imported, "backbone.tsv.xz"))
    assert index.by_code("NCIT:C1") == "condition/oak-flu"
    assert index.by_code("DOID:7") == "condition/mesh-D2"
    first, second = index.get("condition/mesh-D2"), index.get("condition/mesh-D3")
    assert first is not None
    assert second is not None
    assert (first.exact, first.close) == (("mesh:D2", "DOID:7"), ("NCIT:C1",))
    assert (second.exact, second.close) == (("mesh:D3",), ("NCIT:C1", "DOID:7"))


def test_of_two_concepts_that_are_each_broader_one_is() -> None:
    imported = [
        "id\tlabel\tsynonyms\tcodes\tbroader",
        "condition/mesh-D1\tOaks\t\tmesh:D1\tcondition/mesh-D2",
        "condition/mesh-D2\tTrees\t\tmesh:D2\tcondition/mesh-D3 condition/mesh-D1",
        "condition/mesh-D3\tPlants\t\tmesh:D3\tcondition/mesh-D4",
        "condition/mesh-D4\tPlants again\t\tmesh:D4\tcondition/mesh-D3",
    ]
    index = Index.of([], parse(imported, "backbone.tsv.xz"))
    broader = {concept.id[-2:]: [above[-2:] for above in concept.broader] for concept in index}
    assert broader == {"D1": ["D2"], "D2": ["D3"], "D3": ["D4"], "D4": []}


def test_what_points_to_a_joined_concept_points_to_the_one_that_stays() -> None:
    concept = Index(compiled_rows()).get("condition/mesh-D8")
    assert concept is not None
    assert concept.broader == ("condition/asthma",)


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("Gold", True),  # short
        ("gold", True),
        ("talcs", False),
        ("TALCS", True),  # a short acronym
        ("SAM-e", True),  # four letters and a sign
        ("ab 12", True),
        ("abc-12", False),
        ("INSULIN", False),
        ("long name {cs}", True),  # says so
    ],
)
def test_which_names_count_as_written_only(text: str, as_written: bool) -> None:
    (row,) = parse(["id\tlabel", f"drug/x\t{text}"], "own.tsv")
    assert compiled.counts_as_written(row.names[0]) is as_written


def test_saved_tables_read_back_the_same(tmp_path: Path) -> None:
    before = compiled_rows()
    path = tmp_path / "cache" / "v.bin"
    tables.save(before, path)
    after = tables.load(path)
    assert after is not None
    first, second = Index(before), Index(after)
    assert list(first) == list(second)
    text = "Avastin, NVM-12345 and acute asthma"
    for domain in compiled.DOMAINS:
        assert first.scan(text, domain) == second.scan(text, domain)
    assert second.by_code("mesh:D9") == "condition/asthma"
    assert [p.name for p in path.parent.iterdir()] == ["v.bin"]


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_a_damaged_file_is_not_used(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "v.bin"
    tables.save(compiled_rows(), path)
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "other": b"something else\n" + data}[damage])
    assert tables.load(path) is None


def test_an_empty_vocabulary_finds_nothing() -> None:
    index = Index.of([])
    assert len(index) == 0
    assert index.scan("bevacizumab", "intervention") == ()
    assert index.lookup("bevacizumab", "intervention") == ()
    assert index.get("drug/x") is None
    assert index.by_code("mesh:D1") is None


def test_the_file_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    """Names are spelled out through sets of strings, whose order changes with the seed."""
    program = """
import sys
from pathlib import Path
from kg.resources import resource
from kg.vocab import compiled, lexicon, tables
rows = lexicon.read_all(resource("lexicons"))
tables.save(compiled.compile_rows(rows[:400]), Path(sys.argv[1]))
"""
    for seed in ("1", "2"):
        command = [sys.executable, "-c", program, str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_joined_names_stay_behind_the_concept_that_bears_the_name_itself() -> None:
    """`insulin resistance` is itself, not the disease that some table lists it under, whatever else was redirected."""
    curated = ["id\tlabel\tsynonyms\tcodes\tbroader", "condition/t2d\ttype 2 diabetes\t\tmesh:D3\t",
               "condition/diabetes\tdiabetes\t\tmesh:D4\t"]  # fmt: skip
    imported = [
        "id\tlabel\tsynonyms\tcodes\tbroader",
        "condition/mesh-D3\tDiabetes Type 2\tinsulin resistance\tmesh:D3\tcondition/mesh-D4",
        "condition/mesh-D4\tDiabetes\t\tmesh:D4\t",
        "condition/mesh-D5\tInsulin Resistance\t\tmesh:D5\t",
    ]
    index = Index.of(parse(curated, "own.tsv"), parse(imported, "backbone.tsv.xz"))
    joined = index.get("condition/t2d")
    assert joined is not None
    assert joined.broader == ("condition/diabetes",)
    assert index.lookup("insulin resistance", "condition") == ("condition/mesh-D5", "condition/t2d")
