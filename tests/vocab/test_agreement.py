"""Agreement of two sets of concepts: strict, and half a point for one step."""

from __future__ import annotations

import pytest

from kg.vocab.agreement import Agreement, canonical_mesh, credit, mesh_codes, mesh_parents
from kg.vocab.index import Index
from kg.vocab.lexicon import parse

TREE = {"pneumonia": {"lung disease"}, "lung disease": {"disease"}, "asthma": {"lung disease"}}
LEXICON = """\
id\tlabel\tcodes\tbroader
condition/cancer\tcancer\tmesh:D009369\t
condition/bowel\tbowel cancer\tmesh:D015179\tcondition/cancer
condition/bowel-ras\tRAS-mutant bowel cancer\t\tcondition/bowel
condition/bowel-liver\tbowel cancer liver metastases\t\tcondition/bowel condition/liver
condition/liver\tliver metastasis\t\tcondition/metastasis
condition/metastasis\tmetastasis\tmesh:D009362\t
""".splitlines()


def parents(item: str) -> set[str]:
    return TREE.get(item, set())


@pytest.mark.parametrize(
    ("item", "others", "expected"),
    [
        ("asthma", {"asthma"}, 1.0),
        ("asthma", {"lung disease"}, 0.5),
        ("lung disease", {"asthma"}, 0.5),
        ("asthma", {"disease"}, 0.0),
        ("asthma", {"pneumonia"}, 0.0),
        ("asthma", set(), 0.0),
    ],
)
def test_credit(item: str, others: set[str], expected: float) -> None:
    assert credit(item, others, parents) == expected


def test_figures() -> None:
    agreement = Agreement()
    agreement.add({"asthma", "stroke"}, {"asthma", "lung disease"}, parents)
    agreement.add({"pneumonia"}, {"lung disease"}, parents)
    figures = agreement.figures()
    assert figures["strict precision"] == pytest.approx(1 / 3)
    assert figures["strict recall"] == pytest.approx(1 / 3)
    assert figures["lenient precision"] == pytest.approx(1.5 / 3)
    assert figures["lenient recall"] == pytest.approx(2 / 3)
    assert agreement.extras == {"stroke": 1}
    assert agreement.misses == {}


def test_nothing_at_all_is_no_division_by_zero() -> None:
    assert set(Agreement().figures().values()) == {0.0}


def test_a_concept_without_mesh_stands_for_its_nearest_broader_ones() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert mesh_codes(["condition/bowel-ras"], index.get) == {"mesh:D015179"}
    assert mesh_codes(["condition/bowel-liver"], index.get) == {"mesh:D015179"}
    assert mesh_codes(["condition/nowhere"], index.get) == set()
    assert mesh_parents(index)("mesh:D015179") == {"mesh:D009369"}
    assert mesh_parents(index)("mesh:D999999") == frozenset()


def test_padded_ids() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert canonical_mesh("D000015179", index) == "mesh:D015179"
    assert canonical_mesh("mesh:D015179", index) == "mesh:D015179"
    assert canonical_mesh("C000730814", index) == "mesh:C000730814"
