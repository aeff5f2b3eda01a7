"""The backbone: what the builder keeps, what it folds together, and how its file is read."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from kg.errors import InputError, ResourceError
from kg.vocab import backbone
from kg.vocab.index import Index
from kg.vocab.making import build
from kg.vocab.sources import is_company_code

DESCRIPTORS = """\
D000001\tBreast Neoplasms\tBreast Neoplasm|Neoplasms, Breast|Breast Tumors\tC04.588.180
D000002\tNeoplasms\tNeoplasm\tC04
D000003\tCisplatin\tcis-Platinum|Platinum, cis\tD01.210
D000004\tLibraries\tLibrary\tL01.346
D000005\tAntineoplastic Agents\t\tD27.505
D000006\tColectomy\t\tE04.210
D000007\tEsophageal Neoplasms\t\tC04.588.443
D000008\tHemoglobins\t\tD12.776.124
D000009\tNose Diseases\t\tC09.603
D000010\tSneezing Sickness\tSneezing Sicknesses|Sickness, Sneezing\tC09.603.100
D000011\tNasal Bridge\t\tA01.456
D000012\tRhinitis, Oaken\t\tC09.603.200
"""
SUPPLEMENTARY = """\
C000001\toakumab\tAB-1234|anti-oak antibody\tD000005
C000002\tBmp7 protein, rat\t\t
C000003\tacorn protocol\tACORN regimen\t
C000004\t3-(4,5-dimethyl)-oak\t\t
C000005\tOak Bark Syndrome\t\t
C000006\toakumab phosphate\tAB-1235\tD000005
C000007\tsodium oakate\tAB-1236\tD000005
C000008\tglanstinib\t\tD000005
C000009\tfungomycin\t\tD000005
C000011\ttwigparin\t\tD000003
C000010\tSneezing Sickness 4\tacorn cough|SNZ4\tD000010
"""
UNII = """\
name\ttype\tunii\tdisplay_name
CISPLATIN [INN]\tcn\tAAAAAAAAAA\tCISPLATIN
PLATINOL\tbn\tAAAAAAAAAA\tCISPLATIN
OAKUMAB [INN]\tcn\tBBBBBBBBBB\tOAKUMAB
QUERCUTINIB [INN]\tcn\tCCCCCCCCCC\tQUERCUTINIB
QRC-101\tcd\tCCCCCCCCCC\tQUERCUTINIB
NSC-12345\tcd\tCCCCCCCCCC\tQUERCUTINIB
ACORN OIL\tcn\tDDDDDDDDDD\tACORN OIL
OAKUMAB PHOSPHATE [USAN]\tcn\tEEEEEEEEEE\tOAKUMAB PHOSPHATE
SODIUM OAKATE [USAN]\tcn\tFFFFFFFFFF\tSODIUM OAKATE
BARKOXIB [WHO-DD]\tcn\tGGGGGGGGGG\tBARKOXIB
TWIGOXIB [WHO-DD]\tcn\tGGGGGGGGGG\tBARKOXIB
QUERCUS WHOLE [WHO-DD]\tcn\tHHHHHHHHHH\tQUERCUS WHOLE
QUERCUS WHOLE\tbn\tHHHHHHHHHH\tQUERCUS WHOLE
GALLIC POWDER [WHO-DD]\tcn\tIIIIIIIIII\tGALLIC POWDER
TWIGPARIN SODIUM [INN]\tcn\tJJJJJJJJJJ\tTWIGPARIN SODIUM
"""
SSSOM = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\n"
    "MONDO:0000006\tnose disorder\tskos:exactMatch\tmesh:D000009\n"
    "MONDO:0000001\tbreast neoplasm\tskos:exactMatch\tmesh:D000001\n"
    "MONDO:0000005\toak bark syndrome\tskos:exactMatch\tmesh:C000005\n"
)
MONDO = [
    {"id": "0000000", "namespace": "mondo", "name": "disease"},
    {"id": "0000001", "namespace": "mondo", "name": "breast neoplasm", "relations": {"is_a": ["0000000"]}},
    {
        "id": "0000002",
        "namespace": "mondo",
        "name": "breast carcinoma",
        "synonyms": ["carcinoma of the breast", "mammary carcinoma", "breast cancer, somatic"],
        "relations": {"is_a": ["0000001"]},
    },
    {"id": "0000003", "namespace": "mondo", "name": "luminal breast cancer", "relations": {"is_a": ["0000002"]}},
    {"id": "0000004", "namespace": "mondo", "name": "wet nose", "relations": {"is_a": ["0000009"]}},
    {"id": "0000005", "namespace": "mondo", "name": "oak bark syndrome", "relations": {"is_a": ["0000000"]}},
    {
        "id": "0000006",
        "namespace": "mondo",
        "name": "nose disorder",
        "synonyms": ["sneezing sickness", "nasal bridge", "rhinitis", "oaken rhinitis", "acorn cough", "blocked nose"],
        "relations": {"is_a": ["0000000"]},
        "xrefs": [{"namespace": "MESH", "id": "D000009"}],
    },
    {
        "id": "0000007",
        "namespace": "mondo",
        "name": "acorn cough",
        "synonyms": ["sneezing illness"],
        "relations": {"is_a": ["0000006"]},
    },
    {
        "id": "0000008",
        "namespace": "mondo",
        "name": "oaken nose inflammation",
        "synonyms": ["oaken rhinitis", "wooden nose"],
        "relations": {"is_a": ["0000006"]},
        "xrefs": [{"namespace": "DOID", "id": "1"}],
    },
    {
        "id": "0000010",
        "namespace": "mondo",
        "name": "chronic oaken rhinitis",
        "synonyms": ["rhinitis, oaken"],
        "relations": {"is_a": ["0000006"]},
        "xrefs": [{"namespace": "MESH", "id": "D000012"}],
    },
    {"id": "0000009", "namespace": "mondo", "name": "non-human animal disease", "relations": {"is_a": ["0000000"]}},
]


DOID = [
    {
        "id": "DOID:1",
        "namespace": "doid",
        "name": "timber rhinitis",
        "xrefs": [{"namespace": "MESH", "id": "D000012"}],
    }
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sources")
    texts = {
        "mesh_descriptors.tsv": DESCRIPTORS,
        "mesh_supplementary.tsv": SUPPLEMENTARY,
        "unii_names.tsv": UNII,
        "set.sssom.tsv": SSSOM,
        "mondo.json": json.dumps(MONDO),
        "doid.json": json.dumps(DOID),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
    target = directory / "backbone.tsv.xz"
    assert build(directory, target) > 0
    return target


@pytest.fixture(scope="module")
def index(built: Path) -> Index:
    return Index.of([], backbone.read(built))


def test_kinds_come_from_the_tree(index: Index) -> None:
    kinds = {concept.id: concept.kind for concept in index}
    assert kinds["condition/mesh-D000001"] == "Condition"
    assert kinds["drug/mesh-D000003"] == "Drug"
    assert kinds["drug-class/mesh-D000005"] == "DrugClass"
    assert kinds["procedure/mesh-D000006"] == "Procedure"
    assert kinds["regimen/mesh-C000003"] == "Regimen"
    assert kinds["condition/mesh-C000005"] == "Condition"
    assert not any("D000004" in concept_id for concept_id in kinds)


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("breast cancer", "condition/mesh-D000001"),
        ("Carcinoma of the Breast", "condition/mesh-D000001"),
        ("mammary carcinoma", "condition/mesh-D000001"),
        ("Breast Tumours", "condition/mesh-D000001"),
        ("oesophageal cancer", "condition/mesh-D000007"),
        ("luminal breast cancer", "condition/mondo-0000003"),
    ],
)
def test_cancers_are_folded_into_neoplasms(index: Index, name: str, concept: str) -> None:
    assert index.lookup(name, "condition") == (concept,)


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("blocked nose", ("condition/mesh-D000009",)),  # nobody else lists it
        ("sneezing sickness", ("condition/mesh-D000010",)),  # MeSH gives it to another
        ("nasal bridge", ()),  # an organ
        ("acorn cough", ("condition/mondo-0000007",)),  # the label of another; one with a number lists it too
        ("SNZ4", ("condition/mesh-C000010",)),
        ("wooden nose", ("condition/mesh-D000012",)),  # refers to it by way of DOID, and bears its label
        ("oaken rhinitis", ("condition/mesh-D000012",)),
        ("timber rhinitis", ("condition/mesh-D000012",)),
        ("chronic oaken rhinitis", ("condition/mondo-0000010",)),  # says more than the label that it lists
    ],
)
def test_a_name_goes_to_who_has_the_best_claim(index: Index, name: str, concepts: tuple[str, ...]) -> None:
    assert index.lookup(name, "condition") == concepts


def test_medicines(index: Index) -> None:
    cisplatin = index.get("drug/mesh-D000003")
    assert cisplatin is not None
    assert cisplatin.label == "cisplatin"
    assert "UNII:AAAAAAAAAA" in cisplatin.exact
    assert index.lookup("Platinol", "intervention") == ("drug/mesh-D000003",)
    assert index.lookup("AB1234", "intervention") == ("drug/mesh-C000001",)
    assert index.lookup("quercutinib", "intervention") == ("drug/unii-CCCCCCCCCC",)
    assert index.lookup("QRC 101", "intervention") == ("drug/unii-CCCCCCCCCC",)


def test_a_medicine_that_no_agency_lists_but_that_is_dispensed_is_a_name_of_fields(index: Index) -> None:
    assert index.lookup("barkoxib", "intervention") == ("drug/unii-GGGGGGGGGG",)
    assert index.lookup("twigoxib", "intervention") == ("drug/unii-GGGGGGGGGG",)
    assert list(index.scan("given barkoxib daily", "intervention")) == []


def test_what_a_medicine_is_a_salt_of_is_a_medicine(index: Index) -> None:
    assert index.lookup("twigparin", "intervention") == ("drug/mesh-C000011",)


@pytest.mark.parametrize("name", ["quercus whole", "gallic powder"])
def test_herbs_and_reagents_that_are_dispensed_are_left_out(index: Index, name: str) -> None:
    assert index.lookup(name, "intervention") == ()


@pytest.mark.parametrize(
    "name", ["Bmp7 protein, rat", "acorn oil", "NSC-12345", "Library", "wet nose", "3-(4,5-dimethyl)-oak"]
)
def test_what_no_registry_talks_about_is_left_out(index: Index, name: str) -> None:
    assert index.candidates(name) == ()


def test_broader(index: Index) -> None:
    narrow = index.get("condition/mondo-0000003")
    assert narrow is not None
    assert narrow.broader == ("condition/mesh-D000001",)
    breast = index.get("condition/mesh-D000001")
    assert breast is not None
    assert "MONDO:0000001" in breast.exact


def test_things_that_are_measured_are_not_looked_for_in_text(index: Index) -> None:
    assert not index.scan("the hemoglobins", "intervention")
    assert index.lookup("Hemoglobins", "intervention") != ()


def test_stop_names(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "stop.tsv"
    path.write_text("# why\ndomain\tname\nintervention\tcolectomy\nintervention\tplatinol\n", encoding="utf-8")
    index = Index.of([], backbone.read(built, backbone.read_stop_names(path)))
    assert not index.scan("a colectomy", "intervention")
    assert index.lookup("Colectomy", "intervention") == ("procedure/mesh-D000006",)
    assert index.lookup("Platinol", "intervention") == ()
    path.write_text("domain\tname\nnowhere\tx\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"stop\.tsv:2"):
        backbone.read_stop_names(path)


def test_a_disease_that_was_joined_is_there_once(index: Index) -> None:
    assert index.get("condition/mondo-0000008") is None
    joined = index.get("condition/mesh-D000012")
    assert joined is not None
    assert "MONDO:0000008" in joined.exact


def test_building_twice_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tsv.xz"
    build(built.parent, again)
    assert again.read_bytes() == built.read_bytes()


def test_faults_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mesh_descriptors\.tsv is missing"):
        build(tmp_path, tmp_path / "x")
    damaged = tmp_path / "backbone.tsv.xz"
    damaged.write_bytes(lzma.compress(b"# head\nid\tlabel\ncondition/x\tonly two\n"))
    with pytest.raises(ResourceError, match=r"backbone\.tsv\.xz:3"):
        list(backbone.read(damaged))


def test_the_shipped_file_is_small_and_names_its_sources() -> None:
    from kg.resources import resource

    path = resource("vocabularies", "backbone.tsv.xz")
    assert path.stat().st_size < 12_000_000
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        head = "".join(line for line, _ in zip(lines, range(20), strict=False) if line.startswith("#"))
    for source in ("U.S. National Library of Medicine", "Mondo", "UNII", "CC BY 4.0", "does not endorse"):
        assert source in " ".join(head.replace("#", " ").split())


@pytest.mark.parametrize(
    ("name", "expected"),
    [("MK-3475", True), ("AZD9291", True), ("HLX10", False), ("NSC-123", False), ("E-100", False), ("pentane", False)],
)
def test_company_codes(name: str, expected: bool) -> None:
    assert is_company_code(name) is expected


def test_a_salt_stands_below_its_base(index: Index) -> None:
    salt = index.get("drug/mesh-C000006")
    assert salt is not None
    assert "drug/mesh-C000001" in salt.broader
    other = index.get("drug/mesh-C000007")
    assert other is not None
    assert not any(b.startswith("drug/") for b in other.broader)


def test_names_of_todays_stems_are_medicines_without_a_list_that_says_so(index: Index) -> None:
    assert index.lookup("glanstinib", "intervention") == ("drug/mesh-C000008",)
    assert index.lookup("fungomycin", "intervention") == ()
