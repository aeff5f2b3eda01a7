"""One trial as lines: complete, verbatim, the same every time, and nothing without its ground."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from kg.emit import NotVerbatimError, emit_packed, emit_trial, evidence_of, unpack
from kg.emit.edges import COPIES
from kg.emit.evidence import _field_slugs
from kg.emit.facts import PUBMED_PAGE, Facts
from kg.emit.ntriples import date, iri
from kg.errors import BuildDamaged
from kg.model import Extraction, Finding, Passage, Source, SourceField, Span, Statement, Trial, Value
from kg.store import Store
from kg.terms import THINGS, expand

TRIAL = "<https://w3id.org/trialkg/id/trial/NCT00000001>"


def _store(extraction: Extraction) -> Store:
    store = Store.memory()
    emitted = emit_trial(extraction)
    store.load_lines(emitted.facts)
    store.load_lines(emitted.evidence, "evidence")
    return store


def _rows(store: Store, query: str) -> set[tuple[str, ...]]:
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return {tuple(cell.value for cell in row) for row in answer}  # type: ignore[union-attr]


def test_every_line_is_what_the_store_would_write() -> None:
    emitted = emit_trial(sample.extraction())
    with _store(sample.extraction()) as store:
        assert sorted(emitted.facts) == sorted(store.lines("facts").decode().rstrip("\n").split("\n"))
        assert sorted(emitted.evidence) == sorted(store.lines("evidence").decode().rstrip("\n").split("\n"))


def test_no_line_comes_twice_and_no_blank_node_ever() -> None:
    emitted = emit_trial(sample.extraction())
    for lines in emitted:
        assert len(lines) == len(set(lines))
        assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines)


def test_the_order_of_statements_does_not_change_the_graph() -> None:
    extraction = sample.extraction()
    backwards = replace(extraction, statements=extraction.statements[::-1], nodes=extraction.nodes[::-1])
    for one, other in zip(emit_trial(extraction), emit_trial(backwards), strict=True):
        assert set(one) == set(other)


def test_the_same_record_twice_doubles_nothing() -> None:
    with _store(sample.extraction()) as store:
        before = store.count()
        store.load_lines(emit_trial(sample.extraction()).facts)
        assert store.count() == before


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("dcterms:identifier", '"NCT00000001"'),
        ("schema:sameAs", "<https://clinicaltrials.gov/study/NCT00000001>"),
        ("tkg:startDate", '"2020-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("tkg:completionDate", '"2021-06-15"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("tkg:lastUpdateDate", '"soon"'),
        ("tkg:sponsor", "<https://w3id.org/trialkg/id/organization/hospital>"),
        ("tkg:site", "<https://w3id.org/trialkg/id/place/hospital-basel-switzerland>"),
        ("prov:wasDerivedFrom", "<https://w3id.org/trialkg/id/part/NCT00000001-record>"),
        ("dcterms:title", '"Bevacizumba Plus FOLFIRI or \\"Placebo\\" in <Liver> Metastases"'),
    ],
)
def test_facts_of_the_record(predicate: str, expected: str) -> None:
    assert f"{TRIAL} <{expand(predicate)}> {expected} ." in emit_trial(sample.extraction()).facts


def test_a_trial_without_a_registry_number_has_no_page_there() -> None:
    facts = emit_trial(sample.extraction("r-0123456789abcdef")).facts
    assert not any(f"<{expand('schema:sameAs')}> <https://clinicaltrials.gov" in line for line in facts)
    assert any(line.endswith('"r-0123456789abcdef" .') for line in facts)


def test_every_mention_says_what_its_field_says() -> None:
    with _store(sample.extraction()) as store:
        wrong = """ASK { ?m oa:exact ?words ; oa:start ?start ; oa:end ?end ; oa:hasSource/tkg:text ?text .
                         FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) != ?words) }"""
        assert not store.query(wrong)
        assert _rows(store, "SELECT (COUNT(?m) AS ?n) { ?m a tkg:Mention }") != {("0",)}


def test_every_edge_of_an_assertion_stands_in_the_facts() -> None:
    with _store(sample.extraction()) as store:
        missing = "ASK { ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o MINUS { ?s ?p ?o } }"
        assert not store.query(missing)


def test_every_statement_is_asserted_with_method_confidence_and_evidence() -> None:
    extraction = sample.extraction()
    edges = {(s.subject, s.predicate, s.object) for s in extraction.statements}
    copies = {edge for edge in edges if edge[1] in COPIES}
    assert len(copies) == 3
    with _store(extraction) as store:
        found = _rows(store, "SELECT ?a { ?a a tkg:Assertion ; tkg:method ?m ; tkg:confidence ?c ; tkg:evidence ?e }")
        assert len(found) == len(edges) - len(copies)
        for subject, predicate, value in copies:  # the words stand in a mention of the edge that leads to their node
            (row,) = _rows(
                store,
                f"""SELECT DISTINCT ?words {{ <{THINGS}{subject}> {predicate} ?copy .
                  ?a rdf:object <{THINGS}{subject}> ; tkg:evidence/oa:exact ?words FILTER CONTAINS(?words, ?copy) }}""",
            )
            assert value.lexical in row[0]  # type: ignore[union-attr]


def test_packed_evidence_is_counted_before_it_is_written() -> None:
    plain = emit_packed(sample.extraction())
    lines = evidence_of(plain.facts, plain.evidence)
    assert lines.decode().split("\n")[:-1] == emit_trial(sample.extraction()).evidence
    assert lines.count(b"\n") == plain.lines > 100
    assert len(plain.evidence) < len(lines) / 5
    assert unpack(plain.evidence) is not None
    assert evidence_of(plain.facts, b"") == b""  # none was kept


def test_packed_evidence_that_is_damaged_is_named() -> None:
    plain = emit_packed(sample.extraction())
    for data in (plain.evidence[:-9], plain.evidence[1:], b"\x00"):
        with pytest.raises(BuildDamaged, match="cannot be read"):
            evidence_of(plain.facts, data)
    for facts in (b"", plain.facts[:99], plain.facts.replace(b" ", b"_")):  # of another trial
        with pytest.raises(BuildDamaged, match="of other facts"):
            evidence_of(facts, plain.evidence)


def test_a_copy_of_words_that_nothing_else_cites_keeps_its_assertion() -> None:
    extraction = sample.extraction()
    odd = [
        s._replace(evidence=(sample.span("title", "Liver"),), object=Value("Liver")) if s.predicate in COPIES else s
        for s in extraction.statements
    ]
    with _store(replace(extraction, statements=tuple(odd))) as store:
        rows = _rows(store, "SELECT ?p { ?a rdf:predicate ?p ; rdf:object 'Liver' }")
    assert len(rows) == 3


def _two(first: dict[str, object], second: dict[str, object]) -> Extraction:
    record = sample.trial()
    base: dict[str, object] = {
        "subject": record.path, "predicate": "tkg:studies", "object": "condition/x", "method": "lexicon",
        "confidence": 0.8, "evidence": (sample.span("title", "Liver"),), "rule": "a",
    }  # fmt: skip
    statements = (Statement(**(base | first)), Statement(**(base | second)))  # type: ignore[arg-type]
    return Extraction(record, statements=statements)


def test_statements_that_say_the_same_are_one_assertion() -> None:
    second = {"confidence": 0.9, "method": "grammar", "rule": "b", "evidence": (sample.span("title", "Metastases"),),
              "rivals": ("condition/y",)}  # fmt: skip
    query = """SELECT ?c ?m ?r ?rival ?words {
      ?a tkg:confidence ?c ; tkg:method ?m ; tkg:rule ?r ; tkg:rival ?rival ; tkg:evidence/oa:exact ?words }"""
    rival = "https://w3id.org/trialkg/id/condition/y"
    first = {"method": "grammar"}
    for pair in ((first, second), (second, first)):
        with _store(_two(*pair)) as store:
            assert _rows(store, query) == {
                ("0.9", "grammar", "b", rival, "Liver"),
                ("0.9", "grammar", "b", rival, "Metastases"),
            }


def test_each_method_has_an_assertion_of_its_own() -> None:
    second = {"confidence": 0.9, "method": "spelling", "evidence": (sample.span("title", "Metastases"),)}
    query = "SELECT ?m ?words { ?a tkg:method ?m ; tkg:evidence/oa:exact ?words }"
    with _store(_two({"method": "grammar"}, second)) as store:
        assert _rows(store, query) == {("grammar", "Liver"), ("spelling", "Metastases")}


@pytest.mark.parametrize(
    "span",
    [
        Span("title", 0, 1000),
        Span("title", -1, 3),
        Span("title", 5, 5),
        Span("title", 6, 5),
        Span("no such field", 0, 1),
    ],
)
def test_a_span_that_is_no_text_of_the_record_is_refused(span: Span) -> None:
    with pytest.raises(NotVerbatimError, match="NCT00000001"):
        emit_trial(_two({"evidence": (span,)}, {}))
    finding = Extraction(sample.trial(), findings=(Finding("x", "y", (span,)),))
    with pytest.raises(NotVerbatimError, match="NCT00000001"):
        emit_trial(finding)


def test_a_statement_without_evidence_is_refused() -> None:
    with pytest.raises(NotVerbatimError, match="no evidence"):
        emit_trial(_two({"evidence": ()}, {"evidence": ()}))


def test_a_value_that_is_not_of_its_datatype_is_refused() -> None:
    with pytest.raises(ValueError, match="'many' is not an xsd:integer"):
        emit_trial(_two({"object": Value("many", "integer")}, {}))


def test_without_evidence_the_facts_are_the_same() -> None:
    extraction = sample.extraction()
    assert emit_trial(extraction, evidence=False) == (emit_trial(extraction).facts, [])


def test_every_text_of_the_record_is_in_the_graph_verbatim() -> None:
    record = sample.trial()
    with _store(Extraction(record)) as store:
        texts = {text for (text,) in _rows(store, "SELECT DISTINCT ?text { ?s ?p ?text FILTER isLiteral(?text) }")}
        assert {field.text for field in record.fields} <= texts
        fields = {name for (name,) in _rows(store, "SELECT ?name { ?f a tkg:SourceField ; tkg:fieldName ?name }")}
        assert "interventions" in fields  # its text stands nowhere else
        assert "brief_summary" not in fields  # stands in the facts, and nothing cites it


def test_fields_whose_names_share_a_slug_keep_apart() -> None:
    fields = (
        SourceField("a_b", "one"),
        SourceField("a-b", "two"),
        SourceField("é", "three"),
        SourceField("日", "four"),
    )
    record = Trial("NCT1", Source("x", "y", 0, "z"), fields)
    spans = tuple(Span(field.name, 0, 3) for field in fields)
    statements = (Statement(record.path, "tkg:studies", "condition/x", "lexicon", 0.9, spans),)
    with _store(Extraction(record, statements=statements)) as store:
        found = _rows(store, "SELECT ?words ?text { ?m oa:exact ?words ; oa:hasSource/tkg:text ?text }")
        assert found == {("one", "one"), ("two", "two"), ("thr", "three"), ("fou", "four")}


@pytest.mark.parametrize("role", ["sponsor", "collaborator"])
def test_organizations_of_any_script_have_a_name_of_their_own(role: str) -> None:
    names = ["复旦大学", "北京大学", "Charité", "Charite", "A" * 500, "A" * 499 + "B", "<>", "&&"]
    record = replace(
        sample.trial(),
        participants=tuple(sample.Participant(role, Passage(name, "other")) for name in names),
        sites=(),
    )
    with _store(Extraction(record)) as store:
        found = _rows(store, f"SELECT ?o ?name {{ {TRIAL} tkg:{role} ?o . ?o rdfs:label ?name }}")
        assert len({node for node, _ in found}) == len({name for _, name in found}) == len(names)


HOSTILE = st.text(
    st.sampled_from("\"'\\<>{}|^`\n\r\t\x00\x07\x7f\x85\u2028\ud800\udfff\ufffe.;,# ?@:%é日🙂ab"), max_size=12
)


@given(key=HOSTILE.filter(bool), field=HOSTILE, text=HOSTILE.filter(bool), kind=HOSTILE)
def test_hostile_records_make_a_valid_graph(key: str, field: str, text: str, kind: str) -> None:
    record = Trial(
        key, Source(text, kind, 0, text), (SourceField(field, text),), title=Passage(text, field),
        keywords=(Passage(text, field),), participants=(sample.Participant("sponsor", Passage(text, field)),),
    )  # fmt: skip
    whole = Span(field, 0, len(text))
    statements = (
        Statement(record.path, "tkg:objective", Value(text), "grammar", 0.5, (whole,), kind),
        Statement(record.path, "tkg:studies", f"condition/{text}", "grammar", 0.5, (whole,), kind),
    )
    extraction = Extraction(record, (), statements, (), (Finding(kind, text, (whole,)),))
    emitted = emit_trial(extraction)
    assert emit_packed(extraction).lines == len(emitted.evidence)
    for lines in emitted:
        strict = list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES))
        assert len(strict) == len(lines)


def test_a_posted_value_says_in_which_row_it_stands() -> None:
    with _store(sample.extraction()) as store:
        assert _rows(store, "SELECT ?v ?c { ?r tkg:resultCategory ?c ; tkg:resultValue ?v }") == {("17", "Basel")}


def test_fields_of_one_local_name_are_told_apart() -> None:
    found = _field_slugs(["a b", "a-b", "??", "c"])
    assert len(set(found.values())) == 4
    assert found["c"] == "c"
    assert found["a b"].startswith("a-b-")
    assert found["a-b"].startswith("a-b-")
    assert found["??"].startswith("field-")
    assert _field_slugs(["a b", "c"]) == {"a b": "a-b", "c": "c"}


def test_which_texts_of_a_record_the_facts_tell() -> None:
    facts = Facts()
    facts.text("<x:trial>", " <x:title> ", "A trial of 2020")
    facts.objects |= {date("2020-05-17"), iri(f"{PUBMED_PAGE}12345678")}
    assert [text for text in ("A trial of 2020", "2020-05-17", "12345678") if facts.tell(text)] == [
        "A trial of 2020", "2020-05-17", "12345678"
    ]  # fmt: skip
    assert not any(map(facts.tell, ("A trial of 2021", "2020-05-18", "1234567", "no number", "")))
