"""The lexicon format: what it takes, and that each fault names its file and line."""

from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.lexicons import Name, parse_name
from kg.vocab.lexicon import parse

HEAD = "id\tlabel\tsynonyms\tcodes\tbroader\tcomponents\tclasses\tproperties\tdefinition\n"


def rows(body: str) -> list:
    return list(parse((HEAD + body).splitlines(keepends=True), "x.tsv"))


def test_a_full_row() -> None:
    (row,) = rows(
        "drug/x\tx\tX-1|exx {hidden}|XX {cs}{ambiguous}\tmesh:D1 ~NCIT:C2 <CHEBI:3\tdrug/y\t"
        "drug/a drug/b\tdrug-class/k\t"
        "tkg:gene=KRAS;tkg:markerStatus=mutated\tA thing.\n"
    )
    concept = row.concept
    assert (concept.id, concept.kind, concept.label) == ("drug/x", "Drug", "x")
    assert concept.synonyms == ("X-1", "XX")
    assert concept.hidden == ("exx",)
    assert (concept.exact, concept.close, concept.broad) == (("mesh:D1",), ("NCIT:C2",), ("CHEBI:3",))
    assert concept.broader == ("drug/y",)
    assert concept.components == ("drug/a", "drug/b")
    assert concept.drug_classes == ("drug-class/k",)
    assert concept.properties == (("tkg:gene", "KRAS"), ("tkg:markerStatus", "mutated"))
    assert row.names[3] == Name("XX", case_sensitive=True, ambiguous=True)
    assert row.line == 2


def test_columns_in_any_order_and_comments() -> None:
    found = list(parse(["# teach\n", "\n", "label\tid\n", "a b\tstate/a\n"], "y.tsv"))
    assert [row.concept.id for row in found] == ["state/a"]
    assert found[0].line == 4


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("nowhere/x\tx\n", "x.tsv:2: 'nowhere/x' is not an id"),
        ("drug/x\t\n", "x.tsv:2: the label is empty"),
        ("drug/x\tx\ty|y\n", "x.tsv:2: the name 'y' stands there twice"),
        ("drug/x\tx\ty {odd}\n", "unknown flag {odd}"),
        ("drug/x\tx\t\tD000\n", "'D000' is not a code"),
        ("drug/x\tx\t\tFOO:1\n", "'FOO:1' is not a code"),
        ("drug/x\tx\t\t\tother\n", "'other' is not the id of a concept"),
        ("drug/x\tx\t\t\t\t\t\tgene\n", "'gene' is not a property"),
        ("# fine\ndrug/x\tx\t\t\t\t\t\t\t\ttoo many\n", "x.tsv:3: 10 cells"),
    ],
)
def test_faults_name_file_and_line(body: str, message: str) -> None:
    with pytest.raises(ResourceError) as caught:
        rows(body)
    assert message in str(caught.value)
    assert "x.tsv:" in str(caught.value)


def test_a_file_without_header() -> None:
    with pytest.raises(ResourceError, match="no header row"):
        list(parse(["# only talk\n"], "z.tsv"))


def test_unknown_column() -> None:
    with pytest.raises(ResourceError, match=r"z\.tsv:1"):
        list(parse(["id\tlabel\tsynonim\n"], "z.tsv"))


def test_name_flags() -> None:
    assert parse_name(" a b {hidden} ") == Name("a b", hidden=True)
    with pytest.raises(ValueError, match="empty"):
        parse_name("{cs}")
