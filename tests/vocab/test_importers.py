"""Importers of published vocabularies, each on a few hand-made lines in its format; merging and conflicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError, UnknownName
from kg.vocab.importers import FORMATS, READERS, Mapping, Term, read_mappings, read_vocabulary, rows, sniff
from kg.vocab.importers.term import concept_id_of, curie
from kg.vocab.index import Index
from kg.vocab.lexicon import Row

MESH_XML = """<?xml version="1.0"?>
<DescriptorRecordSet LanguageCode="eng">
<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000001</DescriptorUI>
 <DescriptorName><String>Oak Fever</String></DescriptorName>
 <TreeNumberList><TreeNumber>C01.100</TreeNumber></TreeNumberList>
 <ConceptList><Concept PreferredConceptYN="Y"><ScopeNote> A fever of oaks. </ScopeNote>
  <TermList><Term><String>Oak Fever</String></Term><Term><String>Fever, Oak</String></Term></TermList></Concept>
  <Concept PreferredConceptYN="N"><TermList><Term><String>Quercus Pyrexia</String></Term></TermList></Concept>
 </ConceptList></DescriptorRecord>
<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000002</DescriptorUI>
 <DescriptorName><String>Oak Fever, Acute</String></DescriptorName>
 <TreeNumberList><TreeNumber>C01.100.200</TreeNumber></TreeNumberList></DescriptorRecord>
<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000003</DescriptorUI>
 <DescriptorName><String>Libraries</String></DescriptorName>
 <TreeNumberList><TreeNumber>L01.346</TreeNumber></TreeNumberList></DescriptorRecord>
</DescriptorRecordSet>
"""
SUPPLEMENTARY_XML = """<SupplementalRecordSet>
<SupplementalRecord SCRClass="1"><SupplementalRecordUI>C000009</SupplementalRecordUI>
 <SupplementalRecordName><String>oakumab</String></SupplementalRecordName>
 <HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D000900</DescriptorUI>
 </DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList></SupplementalRecord></SupplementalRecordSet>
"""
MESH = "http://id.nlm.nih.gov/mesh/"
MESH_NT = f"""\
<{MESH}D000001> <http://www.w3.org/2000/01/rdf-schema#label> "Oak Fever"@en .
<{MESH}D000001> <{MESH}vocab#treeNumber> <{MESH}C01.100> .
<{MESH}D000001> <{MESH}vocab#preferredConcept> <{MESH}M01> .
<{MESH}M01> <http://www.w3.org/2000/01/rdf-schema#label> "Oak Fever"@en .
<{MESH}M01> <{MESH}vocab#scopeNote> "A fever of oaks."@en .
<{MESH}M01> <{MESH}vocab#term> <{MESH}T01> .
<{MESH}T01> <{MESH}vocab#prefLabel> "Quercus Pyrexia"@en .
<{MESH}D000002> <http://www.w3.org/2000/01/rdf-schema#label> "Oak Fever, Acute"@en .
<{MESH}D000002> <{MESH}vocab#treeNumber> <{MESH}C01.100.200> .
"""
OBO = """\
format-version: 1.4

[Term]
id: MONDO:0000001
name: oak fever
def: "A fever \\"of\\" oaks." [PMID:1]
synonym: "quercus pyrexia" EXACT []
synonym: "hot tree" RELATED []
xref: MESH:D000001 {source="MONDO:equivalentTo"}
xref: DOID:5

[Term]
id: MONDO:0000002
name: acute oak fever
is_a: MONDO:0000001 ! oak fever

[Term]
id: MONDO:0000003
name: obsolete twig fever
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""
PURL = "http://purl.obolibrary.org/obo/"
OBOGRAPH = json.dumps(
    {
        "graphs": [
            {
                "nodes": [
                    {
                        "id": f"{PURL}MONDO_0000001",
                        "lbl": "oak fever",
                        "type": "CLASS",
                        "meta": {
                            "definition": {"val": "A fever of oaks."},
                            "synonyms": [
                                {"pred": "hasExactSynonym", "val": "quercus pyrexia"},
                                {"pred": "hasRelatedSynonym", "val": "hot tree"},
                            ],
                            "basicPropertyValues": [
                                {"pred": "http://www.w3.org/2004/02/skos/core#exactMatch", "val": f"{MESH}D000001"}
                            ],
                            "xrefs": [{"val": "DOID:5"}, {"val": "UMLS:C1"}],
                        },
                    },
                    {"id": f"{PURL}MONDO_0000002", "lbl": "acute oak fever", "type": "CLASS"},
                    {"id": f"{PURL}MONDO_0000003", "lbl": "old", "type": "CLASS", "meta": {"deprecated": True}},
                ],
                "edges": [{"sub": f"{PURL}MONDO_0000002", "pred": "is_a", "obj": f"{PURL}MONDO_0000001"}],
            }
        ]
    }
)
NCIT = (
    "C1\t<iri>\t\tOak Fever|Quercus Pyrexia\tA fever.\tOak Fever\t\tDisease or Syndrome\t\n"
    "C2\t<iri>\tC1\tAcute Oak Fever\t\t\t\tDisease or Syndrome\t\n"
    "C3\t<iri>\t\tTwig\t\t\tObsolete_Concept\tDisease or Syndrome\t\n"
    "C4\t<iri>\t\tLibrary\t\t\t\tManufactured Object\t\n"
)
RXNORM = (
    "10|ENG||||||A1||||RXNORM|IN|10|oakumab||N|4096|\n"
    "10|ENG||||||A2||||MTHSPL|SU|0123456789|OAKUMAB||N||\n"
    "10|ENG||||||A3||||MSH|NM|C000009|oakumab-abcd||N||\n"
    "10|ENG||||||A4||||X|BN|1|Quercia||O||\n"
    "11|FRE||||||A5||||RXNORM|IN|11|chenumab||N||\n"
)
UNII = (
    "name\ttype\tunii\tdisplay_name\n"
    "OAKUMAB\tof\tABCDEFGHIJ\tOAKUMAB\nOAKUMAB [INN]\tcn\tABCDEFGHIJ\tOAKUMAB\nOAK-1234\tcd\tABCDEFGHIJ\tOAKUMAB\n"
    "ACORN OIL\tcn\tKKKKKKKKKK\tACORN OIL\n"
)
SKOS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/trialkg/id/> .
<http://purl.obolibrary.org/obo/MONDO_0000001> a skos:Concept ; skos:prefLabel "Eichenfieber"@de, "oak fever"@en ;
  skos:altLabel "quercus pyrexia"@en ; skos:hiddenLabel "oak fevre" ; skos:definition "A fever."@en ;
  skos:exactMatch <http://id.nlm.nih.gov/mesh/D000001> .
<http://purl.obolibrary.org/obo/MONDO_0000002> skos:prefLabel "acute oak fever" ;
  skos:broader <http://purl.obolibrary.org/obo/MONDO_0000001> .
"""
TSV = "# a lexicon\nid\tlabel\tsynonyms\ncondition/oak-fever\toak fever\tquercus pyrexia\n"
SSSOM = (
    "# comment\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tpredicate_modifier\n"
    "MONDO:0000001\toak fever\tskos:exactMatch\tMESH:D000001\t\n"
    "MONDO:0000002\tacute\tskos:closeMatch\tmesh:D000002\t\n"
    "MONDO:0000002\tacute\tskos:exactMatch\tmesh:D000009\tNot\n"
    "MONDO:0000002\tacute\tskos:exactMatch\tUMLS:C9\t\n"
)
FILES = {
    "mesh-xml": ("desc.xml", MESH_XML, "condition/mesh-D000001", "condition/mesh-D000002"),
    "mesh-nt": ("mesh.nt", MESH_NT, "condition/mesh-D000001", "condition/mesh-D000002"),
    "obo": ("mondo.obo", OBO, "condition/mondo-0000001", "condition/mondo-0000002"),
    "obograph": ("mondo.json", OBOGRAPH, "condition/mondo-0000001", "condition/mondo-0000002"),
    "ncit": ("Thesaurus.txt", NCIT, "condition/ncit-C1", "condition/ncit-C2"),
    "skos": ("scheme.ttl", SKOS, "condition/mondo-0000001", "condition/mondo-0000002"),
}


def written(directory: Path, name: str, text: str) -> Path:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def by_id(found: list[Row]) -> dict[str, Row]:
    return {row.concept.id: row for row in found}


@pytest.mark.parametrize("format_name", FILES)
def test_names_and_hierarchy(format_name: str, tmp_path: Path) -> None:
    file, text, parent, child = FILES[format_name]
    path = written(tmp_path, file, text)
    assert sniff(path) == format_name
    found, conflicts = read_vocabulary(path)
    assert conflicts == []
    concepts = by_id(found)
    assert set(concepts) == {parent, child}  # neither obsolete terms nor those of no kind
    top = concepts[parent].concept
    assert top.kind == "Condition"
    assert top.label.lower() == "oak fever"
    assert "quercus pyrexia" in {name.lower() for name in top.synonyms}
    assert "hot tree" not in top.synonyms
    assert top.definition.startswith("A fever")
    assert concepts[child].concept.broader == (parent,)
    index = Index.of(found)
    assert index.lookup("Quercus pyrexias", "condition") == (parent,)


@pytest.mark.parametrize("format_name", ["obo", "obograph", "skos"])
def test_equivalents_are_exact_and_other_references_only_close(format_name: str, tmp_path: Path) -> None:
    file, text, parent, _ = FILES[format_name]
    found, _ = read_vocabulary(written(tmp_path, file, text))
    top = by_id(found)[parent].concept
    assert "mesh:D000001" in top.exact
    if format_name != "skos":
        assert top.close == ("DOID:5",)


def test_supplementary_concepts(tmp_path: Path) -> None:
    found, _ = read_vocabulary(written(tmp_path, "supp.xml", SUPPLEMENTARY_XML))
    assert [(row.concept.id, row.concept.kind) for row in found] == [("drug/mesh-C000009", "Drug")]


def test_rxnorm(tmp_path: Path) -> None:
    path = written(tmp_path, "RXNCONSO.RRF", RXNORM)
    assert sniff(path) == "rxnorm"
    found, _ = read_vocabulary(path)
    (row,) = found
    assert row.concept.id == "drug/rxnorm-10"
    assert row.concept.synonyms == ("OAKUMAB", "oakumab-abcd")
    assert set(row.concept.exact) == {"RXNORM:10", "UNII:0123456789", "mesh:C000009"}


def test_unii(tmp_path: Path) -> None:
    path = written(tmp_path, "names.tsv", UNII)
    assert sniff(path) == "unii"
    found, _ = read_vocabulary(path)
    assert [(row.concept.id, row.concept.label, row.concept.synonyms) for row in found] == [
        ("drug/unii-ABCDEFGHIJ", "oakumab", ("OAK-1234",))
    ]


def test_skos_hidden_labels_are_names_too(tmp_path: Path) -> None:
    found, _ = read_vocabulary(written(tmp_path, "scheme.ttl", SKOS))
    top = by_id(found)["condition/mondo-0000001"]
    assert top.concept.hidden == ("oak fevre",)
    assert Index.of(found).lookup("oak fevre", "condition") == ("condition/mondo-0000001",)


def test_tsv(tmp_path: Path) -> None:
    path = written(tmp_path, "own.tsv", TSV)
    assert sniff(path) == "tsv"
    assert [row.concept.id for row in read_vocabulary(path)[0]] == ["condition/oak-fever"]


def test_sssom(tmp_path: Path) -> None:
    path = written(tmp_path, "set.sssom.tsv", SSSOM)
    assert sniff(path) == "sssom"
    assert [mapping[:3] for mapping in read_mappings(path)] == [
        ("MONDO:0000001", "mesh:D000001", True),
        ("MONDO:0000002", "mesh:D000002", False),
    ]


def test_mappings_add_codes_and_contradictions_are_listed() -> None:
    terms = [
        Term("MONDO:1", "oak fever"),
        Term("MONDO:2", "beech fever"),
        Term("MONDO:2", "another name for beech fever"),
    ]
    mappings = [
        Mapping("MONDO:1", "mesh:D1", True),
        Mapping("mesh:D2", "MONDO:2", False),
        Mapping("MONDO:1", "NCIT:C7", True),
        Mapping("MONDO:2", "NCIT:C7", True),
    ]
    found, conflicts = rows(terms, "test", mappings)
    assert [row.concept.exact for row in found] == [("MONDO:1", "mesh:D1"), ("MONDO:2",)]
    assert found[1].concept.close == ("mesh:D2",)
    assert sorted((c.kind, c.code) for c in conflicts) == [("code-claimed-twice", "NCIT:C7"), ("code-twice", "MONDO:2")]


def test_an_imported_concept_joins_the_curated_one_with_its_code(tmp_path: Path) -> None:
    own = "id\tlabel\tsynonyms\tcodes\tbroader\ncondition/oak\toak disease\toaky\tmesh:D000001\t\n"
    curated, _ = read_vocabulary(written(tmp_path, "own.tsv", own))
    imported, _ = read_vocabulary(written(tmp_path, "desc.xml", MESH_XML))
    index = Index.of(curated, imported)
    assert index.lookup("Quercus Pyrexia", "condition") == ("condition/oak",)
    joined = index.get("condition/mesh-D000001")
    assert joined is not None
    assert (joined.id, joined.label) == ("condition/oak", "oak disease")
    child = index.get("condition/mesh-D000002")
    assert child is not None
    assert child.broader == ("condition/oak",)
    assert index.by_code("mesh:D000001") == "condition/oak"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MESH:D1", "mesh:D1"),
        ("NCI:C1", "NCIT:C1"),
        ("http://purl.obolibrary.org/obo/CHEBI_15", "CHEBI:15"),
        ("UMLS:C1", None),
        ("https://example.org/x", None),
        ("", None),
    ],
)
def test_curies(text: str, expected: str | None) -> None:
    assert curie(text) == expected


def test_kind_comes_from_tree_or_vocabulary_or_not_at_all() -> None:
    assert concept_id_of(Term("mesh:D1", "x", trees=("E04.100",))) == "procedure/mesh-D1"
    assert concept_id_of(Term("mesh:D1", "x", trees=("L01.100",))) is None
    assert concept_id_of(Term("CHEBI:1", "x")) == "drug/chebi-1"
    assert concept_id_of(Term("NCIT:C1", "x")) is None


def test_what_cannot_be_read_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mesh-xml"):
        sniff(written(tmp_path, "notes.txt", "just words\n"))
    with pytest.raises(UnknownName, match="obograph"):
        read_vocabulary(written(tmp_path, "a.txt", "x"), "nonsense")
    with pytest.raises(InputError, match=r"RXNCONSO.RRF: nothing in it .*1: 1 columns"):
        read_vocabulary(written(tmp_path, "RXNCONSO.RRF", "nothing\n"))
    with pytest.raises(InputError, match="header lacks"):
        list(read_mappings(written(tmp_path, "bad.sssom.tsv", "a\tb\n")))
    assert set(READERS) == set(FORMATS)
