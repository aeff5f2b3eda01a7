"""Agreement of two sets of concepts: strict, and half a point for one step."""

from __future__ import annotations

import pytest

from kg.vocab.agreement import (
    Agreement,
    Standing,
    ancestry,
    canonical_mesh,
    credit,
    mesh_parents,
    mesh_standing,
)
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


def found(*names: str) -> list[Standing]:
    """Concepts that stand for themselves."""
    return [Standing(frozenset([name]), 0) for name in names]


def test_figures() -> None:
    agreement = Agreement()
    agreement.add(found("asthma", "stroke"), {"asthma", "lung disease"}, parents)
    agreement.add(found("pneumonia"), {"lung disease"}, parents)
    figures = agreement.figures()
    assert figures["strict precision"] == pytest.approx(1 / 3)
    assert figures["strict recall"] == pytest.approx(1 / 3)
    assert figures["lenient precision"] == pytest.approx(1.5 / 3)
    assert figures["lenient recall"] == pytest.approx(2 / 3)
    assert figures["recall, narrower ones included"] == 1.0
    assert agreement.extras == {"stroke": 1}
    assert agreement.misses == {}


def test_a_concept_counts_once_however_many_codes_stand_for_it() -> None:
    agreement = Agreement()
    agreement.add([Standing(frozenset({"asthma", "stroke"}), 0)], {"asthma"}, parents)
    assert agreement.figures()["strict precision"] == agreement.figures()["strict recall"] == 1.0
    assert agreement.steps == {0: 1}


@pytest.mark.parametrize(
    ("steps", "lenient_recall", "broad_recall"), [(0, 1.0, 1.0), (1, 0.5, 1.0), (2, 0.0, 1.0)]
)
def test_what_has_no_term_is_judged_in_neither_way(steps: int, lenient_recall: float, broad_recall: float) -> None:
    agreement = Agreement()
    agreement.add([Standing(frozenset({"asthma"}), steps)], {"asthma"}, parents)
    agreement.add([Standing(frozenset({"stroke"}), steps)], set(), parents)
    figures = agreement.figures()
    assert agreement.predicted == (2 if steps == 0 else 0)
    assert figures["lenient precision"] == (0.5 if steps == 0 else 0.0)
    assert figures["lenient recall"] == lenient_recall
    assert figures["lenient recall, other concepts by broader terms"] == broad_recall
    assert figures["lenient precision, other concepts by broader terms"] == 0.5


def test_the_nearer_of_two_that_share_a_term_counts() -> None:
    agreement = Agreement()
    both = [Standing(frozenset({"asthma"}), 0), Standing(frozenset({"asthma"}), 1)]
    agreement.add(both, {"asthma"}, parents)
    assert (agreement.predicted, agreement.figures()["lenient recall"]) == (1, 1.0)


def test_what_the_rest_is() -> None:
    agreement = Agreement()
    stroke = frozenset({"stroke"})
    agreement.add(found("stroke", "gout"), {"asthma", "disease"}, parents, verbatim={stroke}, said={"lung disease"})
    assert agreement.verbatim == {"stroke": 1, "gout": 0}
    assert agreement.unsaid == {"asthma": 1, "disease": 0}  # the record names a lung disease, which is a disease


def test_ancestry() -> None:
    assert ancestry({"asthma"}, parents) == {"asthma", "lung disease", "disease"}
    assert ancestry((), parents) == set()
    assert ancestry({"a"}, lambda code: {"a": {"b"}, "b": {"a"}}[code]) == {"a", "b"}


def test_nothing_at_all_is_no_division_by_zero() -> None:
    assert set(Agreement().figures().values()) == {0.0}


def test_a_concept_without_mesh_stands_for_its_nearest_broader_ones() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert mesh_standing("condition/bowel", index.get) == (frozenset({"mesh:D015179"}), 0)
    assert mesh_standing("condition/bowel-ras", index.get) == (frozenset({"mesh:D015179"}), 1)
    assert mesh_standing("condition/bowel-liver", index.get) == (frozenset({"mesh:D015179"}), 1)
    assert mesh_standing("condition/nowhere", index.get).codes == frozenset()
    assert mesh_parents(index)("mesh:D015179") == {"mesh:D009369"}
    assert mesh_parents(index)("mesh:D999999") == frozenset()


def test_padded_ids() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert canonical_mesh("D000015179", index) == "mesh:D015179"
    assert canonical_mesh("mesh:D015179", index) == "mesh:D015179"
    assert canonical_mesh("C000730814", index) == "mesh:C000730814"
