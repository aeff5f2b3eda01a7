"""RDF files: the same graph is the same bytes, and every reader gets the same graph back."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic, to_canonical_graph

from kg.emit.ntriples import iri, string, thing, typed
from kg.errors import InputError, UnknownName
from kg.export import export, export_files, to_rdflib
from kg.export.lines import in_order, sorted_lines
from kg.export.rdf import FORMATS
from kg.store import GRAPHS, Store

RDFLIB_NAMES = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}
DATASETS = {"nq", "trig", "jsonld"}
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with sample.fill(Store.memory(), sample.extraction()) as store:
        yield store


def _written(store: Store, form: str) -> bytes:
    out = io.BytesIO()
    export(store, form, out)
    return out.getvalue()


def _shuffled(store: Store, seed: int) -> Store:
    copy = Store.memory()
    quads = list(store.quads())
    random.Random(seed).shuffle(quads)
    for quad in quads:
        copy.handle.add(quad)
    return copy


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_insertion_does_not_show(store: Store, form: str) -> None:
    first = _written(store, form)
    for seed in range(3):
        with _shuffled(store, seed) as other:
            assert _written(other, form) == first


def test_the_seed_of_hashing_does_not_show() -> None:
    program = (
        "import sys, hashlib, io, sample; from kg.export import export; from kg.store import Store;"
        "store = sample.fill(Store.memory(), sample.extraction()); out = io.BytesIO();"
        "export(store, 'trig', out); print(hashlib.sha256(out.getvalue()).hexdigest())"
    )
    tests = str(Path(sample.__file__).parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": tests},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_the_engine_reads_back_what_was_written(store: Store, form: str) -> None:
    quads = set(ox.parse(_written(store, form), format=OXIGRAPH[form]))
    assert quads == set(store.quads(None if form in DATASETS else "facts"))


@pytest.mark.parametrize("form", ["ttl", "nt", "rdfxml"])
def test_rdflib_reads_the_same_graph(store: Store, form: str) -> None:
    parsed = rdflib.Graph().parse(data=_written(store, form), format=RDFLIB_NAMES[form])
    assert isomorphic(parsed, to_rdflib(store))


# rdflib's own parsers use what rdflib deprecates.
@pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph):DeprecationWarning"
)  # its parsers use what it deprecates
@pytest.mark.parametrize("form", sorted(DATASETS))
def test_rdflib_reads_the_same_dataset(store: Store, form: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=_written(store, form), format=RDFLIB_NAMES[form])
    assert len(set(dataset.quads())) == store.count()


def test_turtle_is_for_people(store: Store) -> None:
    text = _written(store, "ttl").decode()
    assert "part:NCT00000001-condition-0 a tkg:ConditionEntry ,\n        tkg:Entry ;\n    rdfs:label" in text
    assert "trial:NCT00000001 a tkg:Trial ;\n    dcterms:title" in text
    assert "tkg:position 0 ;" in text or "tkg:position 0 ." in text
    assert "tkg:optional true" in text
    assert "tkg:maximumAgeYears 75.5" in text
    assert 'tkg:minimumAgeYears "18"^^xsd:decimal' in text  # a bare 18 would be an integer
    head = [line for line in text.splitlines() if line.startswith("PREFIX")]
    used = [line.split()[1] for line in head]
    assert used == sorted(used, key=lambda prefix: prefix.rstrip(":"))
    body = text.split("\n\n", 1)[1]
    assert all(re.search(rf"(?:^|[ ^]){prefix}\w", body, re.MULTILINE) for prefix in used)
    assert "<https://w3id.org/trialkg/id/part/" not in body


def test_a_file_appears_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "graph.ttl"
    export(store, "ttl", target)
    assert target.read_bytes() == _written(store, "ttl")
    assert [path.name for path in target.parent.iterdir()] == ["graph.ttl"]
    broken = Store.memory()
    broken.close()
    with pytest.raises(Exception, match="closed"):
        export(broken, "ttl", target)
    assert target.read_bytes() == _written(store, "ttl")
    assert [path.name for path in target.parent.iterdir()] == ["graph.ttl"]


@pytest.mark.parametrize("form", FORMATS)
def test_files_give_the_same_bytes_as_the_store_of_them(store: Store, tmp_path: Path, form: str) -> None:
    files: dict[str, list[Path]] = {}
    for graph in GRAPHS:
        lines = store.lines(graph).decode().rstrip("\n").split("\n")
        random.Random(1).shuffle(lines)
        files[graph] = [tmp_path / f"{graph}-{part}.nt" for part in range(2)]
        for part, path in enumerate(files[graph]):
            path.write_text("\n".join(lines[part::2] + lines[:2]), encoding="utf-8")  # some twice, no last line end
    out = io.BytesIO()
    export_files(files, form, out)
    assert out.getvalue() == _written(store, form)


def test_an_unknown_format_is_named(store: Store) -> None:
    with pytest.raises(UnknownName, match="'pdf': one of ttl, nt"):
        export(store, "pdf", io.BytesIO())


def test_an_empty_store_is_an_empty_graph() -> None:
    with Store.memory() as empty:
        for form in FORMATS:
            assert list(ox.parse(_written(empty, form), format=OXIGRAPH[form])) == []


def test_rdfxml_cannot_name_every_property() -> None:
    with Store.memory() as store:
        store.load_lines(["<x:s> <http://example.org/1> <x:o> ."])
        with pytest.raises(InputError, match=r"http://example\.org/1"):
            _written(store, "rdfxml")


TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\"'\\\n\r\t\x00\x1f\x7f\x85\u2028\ufeff\ufffe<>&;."),
    max_size=12,
)  # fmt: skip
PATHS = st.builds(
    "{}/{}".format, st.sampled_from(["part", "drug", "drug-class", "nowhere", "trial"]), TEXT.filter(bool)
) | st.sampled_from(
    ["part/a.", "part/-a", "part/a+b", "part/.a", "part/%41", "drug/1-a--b", "part/a/b", "part/:", "part/~"]
)
IRIS = PATHS.map(thing) | TEXT.map(lambda text: iri(f"http://www.w3.org/2004/02/skos/core#{text}"))
NUMBERS = st.integers().map(lambda n: typed(str(n), "integer")) | st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6
).map(lambda n: typed(f"{n:f}", "decimal"))
OTHERS = st.sampled_from(
    [
        typed("true", "boolean"),
        typed("2024-01-02", "date"),
        typed("2024", "gYear"),
        '"x"@en-gb',
        '"1"^^<x:d>',
        '"a^^<b>"',
    ]
)
PREDICATES = st.sampled_from(
    [thing("ontology-like/p"), "<https://w3id.org/trialkg/ontology#endpoint>", "<http://www.w3.org/2000/01/rdf-schema#label>",
     "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://purl.obolibrary.org/obo/BFO_0000051>"]
)  # fmt: skip
LINES = st.builds("{} {} {} .".format, IRIS, PREDICATES, IRIS | TEXT.map(string) | NUMBERS | OTHERS)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(st.lists(LINES, max_size=12), st.lists(LINES, max_size=4))
def test_tricky_terms_come_back_from_every_format(facts: list[str], evidence: list[str]) -> None:
    with Store.memory() as store:
        store.load_lines(facts)
        store.load_lines(evidence, "evidence")
        for form in ("ttl", "nt", "nq", "trig"):
            quads = set(ox.parse(_written(store, form), format=OXIGRAPH[form]))
            assert quads == set(store.quads(None if form in DATASETS else "facts"))
        parsed = rdflib.Graph().parse(data=_written(store, "ttl"), format="turtle")
        assert len(to_canonical_graph(parsed)) == len(set(parsed)) <= store.count("facts")
        assert {str(s) for s in parsed.subjects()} == {q.subject.value for q in store.quads("facts")}
        texts = {
            q.object.value for q in store.quads("facts") if isinstance(q.object, ox.Literal) and _is_text(q.object)
        }
        assert texts == {
            str(o) for o in parsed.objects() if isinstance(o, rdflib.Literal) and o.datatype is None and not o.language
        }


def _is_text(literal: ox.Literal) -> bool:
    return literal.datatype.value.endswith("#string")


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=5)), st.integers(1, 4)
)
def test_sorting_in_pieces_is_sorting(lines: list[str], piece: int) -> None:
    assert list(sorted_lines(lines, piece)) == sorted(set(lines))


@pytest.mark.parametrize(
    ("text", "ordered"), [("", True), ("a\n", True), ("a\nb\n", True), ("b\na\n", False), ("a\na\n", False)]
)
def test_which_files_need_no_sorting(tmp_path: Path, text: str, ordered: bool) -> None:
    (tmp_path / "a").write_text(text)
    assert in_order(tmp_path / "a") is ordered
