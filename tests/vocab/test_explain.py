"""Explaining and searching names."""

from __future__ import annotations

from kg.vocab.explain import explain, search, source_of
from kg.vocab.index import Index
from kg.vocab.lexicon import parse

LEXICON = """\
id\tlabel\tsynonyms\tcodes
procedure/tace\ttransarterial chemoembolization\tTACE\tmesh:D016461
drug/mesh-D002749\tchlorotrianisene\tTACE {ambiguous}\tmesh:D002749
condition/asthma\tasthma\tbronchial asthma\t~NCIT:C28397
""".splitlines()


def test_explain_lists_every_reading_with_its_source() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    readings = explain("TACE", index)
    assert {(r.concept, r.source, r.in_text) for r in readings} == {
        ("procedure/tace", "lexicon", True),
        ("drug/mesh-D002749", "MeSH", False),
    }
    assert all("as written" in r.note for r in readings)
    (lower,) = [r for r in explain("tace", index) if r.concept == "procedure/tace"]
    assert "written otherwise here" in lower.note
    assert explain("nothing of the kind", index) == []


def test_explain_shows_codes() -> None:
    (reading,) = explain("Bronchial Asthma", Index.of(parse(LEXICON, "t.tsv")))
    assert reading.codes == ("~NCIT:C28397",)
    assert reading.domain == "condition"


def test_search_by_part_of_a_name() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert [found[0] for found in search("chemo", index)] == ["procedure/tace"]
    assert search("asthma", index)[0] == ("condition/asthma", "asthma", "asthma")
    assert search("zzz", index) == []


def test_search_by_words_in_any_order() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    assert search("Chemo trans", index) == search("transarterial chemoembolization", index)
    assert search("asthma bronch", index) == [("condition/asthma", "asthma", "bronchial asthma")]
    assert search("asthma TACE", index) == []


def test_sources() -> None:
    assert source_of("drug/unii-S3GQZ2K36V") == "FDA UNII"
    assert source_of("condition/mesh-D001943") == "MeSH"
    assert source_of("drug/mesh-free-drug") == "lexicon"
    assert source_of("drug/bevacizumab") == "lexicon"
