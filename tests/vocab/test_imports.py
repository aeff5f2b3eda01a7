"""Imported vocabularies in a directory: kept, joined, listed, removed; the same whatever the order; damage is named.

The shipped vocabulary is replaced by three rows, so that nothing here takes seconds.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError, TrialKgError, UnknownName
from kg.vocab import imports, shipped, tables
from kg.vocab.explain import explain
from kg.vocab.importers import FORMATS, Mapping, read_content
from kg.vocab.importers.files import stated
from kg.vocab.joining import chains
from kg.vocab.lexicon import parse
from kg.vocab.manifest import manifest

SHIPPED = """\
id\tlabel\tsynonyms\tcodes\tbroader
condition/fever\tfever\t\tmesh:D005334\t
condition/oak-fever\toak fever\tquercus pyrexia\tmesh:D000001\tcondition/fever
condition/elm-fever\telm fever\t\tmesh:D000008\tcondition/fever
drug/oakumab\toakumab\t\tUNII:AAAAAAAAAA\t
""".splitlines()
OBO = """\
format-version: 1.4
data-version: releases/2026-01-01
property_value: http://purl.org/dc/terms/license https://example.org/licence

[Term]
id: MONDO:0000001
name: Oak pyrexia
synonym: "hot oak" EXACT []
synonym: "impact" EXACT []
xref: MESH:D000001 {source="MONDO:equivalentTo"}

[Term]
id: MONDO:0000002
name: acute oak fever
is_a: MONDO:0000001 ! oak fever

[Term]
id: MONDO:0000003
name: elm fever

[Term]
id: MONDO:0000004
xref: nothing

[Term]
id: MONDO:0000005
name: fever
is_a: MONDO:0000001
xref: MESH:D005334 {source="MONDO:equivalentTo"}
"""
TABLE = (
    "id\tlabel\tsynonyms\tcodes\nregimen/oakfox\tOAKFOX\toak regimen\t\n"
    "drug/oakumab\tOakumab\tOAK-1\t\nbad id\tx\t\t\n"
)
LIST = (
    "# version: 7\n# licence: CC0\ncode\tname\tkind\taliases\n"
    "CHEBI:1\tquercin\tDrug\tquercine\nCHEBI:2\tx\tPlanet\t\n"
)
SSSOM = (
    "#mapping_set_version: 2026-01\n#license: CC0\nsubject_id\tpredicate_id\tobject_id\n"
    "MONDO:0000003\tskos:exactMatch\tmesh:D000008\n"
    "NCIT:C1\tskos:exactMatch\tMONDO:0000001\nNCIT:C2\tskos:exactMatch\tMONDO:0000009\n"
    "NCIT:C3\tskos:exactMatch\tMONDO:0000009\nshort\n"
)
NCIT = "C1\t\t\tOak Disease\t\t\t\tDisease or Syndrome\t\nnonsense\n"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped, "read_shipped", lambda: (list(parse(SHIPPED, "own.tsv")), ()))
    monkeypatch.setattr(
        shipped, "stop_names", lambda: {"intervention": frozenset(), "condition": frozenset({"hot oak"})}
    )
    monkeypatch.setenv("TRIALKG_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("TRIALKG_VOCABULARY", raising=False)


def files(directory: Path) -> dict[str, Path]:
    directory.mkdir(exist_ok=True)
    found = {}
    for name, text in (
        ("mondo.obo", OBO), ("own.tsv", TABLE), ("list.tsv", LIST), ("set.sssom.tsv", SSSOM), ("Thesaurus.txt", NCIT),
    ):  # fmt: skip
        found[name] = directory / name
        found[name].write_text(text, encoding="utf-8")
    return found


def bytes_of(directory: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in directory.iterdir() if p.name != ".lock"}


def conflicts(directory: Path) -> set[tuple[str, str]]:
    lines = (directory / "conflicts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {(line.split("\t")[0], line.split("\t")[1]) for line in lines}


def test_concepts_join_by_codes_and_by_chains_of_exact_matches(tmp_path: Path) -> None:
    given_files = files(tmp_path / "in")
    found = imports.add(given_files.values(), tmp_path / "dir")
    index = imports.load(tmp_path / "dir")
    assert index.lookup("Oak Pyrexia", "condition") == ("condition/oak-fever",)  # an equivalent that the file states
    assert index.lookup("oak disease", "condition") == ("condition/oak-fever",)  # NCIT, over MONDO, to MeSH
    assert index.by_code("MONDO:0000003") == "condition/elm-fever"  # by the mapping set
    child = index.get("condition/mondo-0000002")
    assert child is not None
    assert child.broader == ("condition/oak-fever",)
    assert index.lookup("OAK-1", "intervention") == ("drug/oakumab",)  # by its id
    assert index.lookup("oak regimen", "intervention") == ("regimen/oakfox",)
    assert index.lookup("quercine", "intervention") == ("drug/chebi-1",)
    assert {(i.name, i.joined, i.new) for i in found.imports} == {
        ("mondo.obo", 3, 1), ("own.tsv", 1, 1), ("list.tsv", 0, 1), ("set.sssom.tsv", 0, 0), ("Thesaurus.txt", 1, 0),
    }  # fmt: skip


def test_contradictions_are_listed_and_nothing_is_taken_of_them(tmp_path: Path) -> None:
    found = imports.add(files(tmp_path / "in").values(), tmp_path / "dir")
    listed = conflicts(tmp_path / "dir")
    assert ("exact-match-chain", "MONDO:0000009") in listed  # two NCIT codes would be one
    assert ("label-differs", "condition/oak-fever") in listed
    assert ("circle", "condition/fever") in listed  # fever below oak fever, which is below fever
    assert ("unreadable-row", "mondo.obo:21") in listed
    assert ("unreadable-row", "own.tsv:4") in listed
    assert {"unreadable-row", "label-differs", "circle", "exact-match-chain"} <= set(found.conflicts)
    fever = imports.load(tmp_path / "dir").get("condition/fever")
    assert fever is not None
    assert fever.broader == ()


def test_one_name_of_several_concepts_is_listed_and_what_ships_comes_first(tmp_path: Path) -> None:
    imports.add([files(tmp_path / "in")["mondo.obo"]], tmp_path / "dir")
    assert ("name-of-several", "elm fever") in conflicts(tmp_path / "dir")
    index = imports.load(tmp_path / "dir")
    assert index.lookup("elm fever", "condition") == ("condition/elm-fever", "condition/mondo-0000003")


def test_codes_of_two_concepts_join_neither(tmp_path: Path) -> None:
    both = tmp_path / "both.tsv"
    both.write_text("code\tlabel\tcodes\tkind\nNCIT:C9\ttree fever\tmesh:D000001 mesh:D000008\tCondition\n")
    again = tmp_path / "again.tsv"
    again.write_text("code\tlabel\tcodes\tkind\nUNII:BBBBBBBBBB\toaku\tUNII:AAAAAAAAAA\tDrug\n")
    imports.add([both, again], tmp_path / "dir")
    assert {("code-of-several", "condition/ncit-C9"), ("two-codes-of-one-vocabulary", "UNII:BBBBBBBBBB")} <= conflicts(
        tmp_path / "dir"
    )
    index = imports.load(tmp_path / "dir")
    assert index.by_code("mesh:D000001") == "condition/oak-fever"
    apart = index.get("condition/ncit-C9")
    assert apart is not None
    assert apart.exact == ("NCIT:C9",)
    assert set(apart.close) == {"mesh:D000001", "mesh:D000008"}
    assert index.by_code("UNII:AAAAAAAAAA") == "drug/oakumab"


def test_names_that_mean_something_else_in_prose_are_not_looked_for_there(tmp_path: Path) -> None:
    imports.add([files(tmp_path / "in")["mondo.obo"]], tmp_path / "dir")
    index = imports.load(tmp_path / "dir")
    assert not index.scan("the impact of hot oak", "condition")
    assert index.lookup("impact", "condition") == ("condition/oak-fever",)
    assert [hit.concepts for hit in index.scan("an acute oak fever", "condition")] == [("condition/mondo-0000002",)]


def test_provenance_is_kept_and_explained(tmp_path: Path) -> None:
    imports.add(files(tmp_path / "in").values(), tmp_path / "dir")
    held = {each.name: each for each in manifest(tmp_path / "dir").imports}
    assert (held["mondo.obo"].version, held["mondo.obo"].licence) == (
        "releases/2026-01-01", "https://example.org/licence",
    )  # fmt: skip
    assert (held["list.tsv"].version, held["list.tsv"].licence) == ("7", "CC0")
    assert (held["set.sssom.tsv"].version, held["set.sssom.tsv"].licence) == ("2026-01", "CC0")
    assert held["own.tsv"].version == ""
    assert len(held["own.tsv"].sha256) == 64
    index = imports.load(tmp_path / "dir")
    (reading,) = explain("Oak Pyrexia", index, tuple(held.values()))
    assert "the import mondo.obo" in reading.note
    (own,) = explain("quercus pyrexia", index, tuple(held.values()))
    assert "import" not in own.note


def test_the_same_imports_give_the_same_bytes_in_any_order_and_again(tmp_path: Path) -> None:
    given_files = list(files(tmp_path / "in").values())
    imports.add(given_files, tmp_path / "one")
    for path in reversed(given_files):
        imports.add([path], tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    before = bytes_of(tmp_path / "one")
    imports.add(given_files[:2], tmp_path / "one")
    assert bytes_of(tmp_path / "one") == before


def test_a_new_version_replaces_the_old_one(tmp_path: Path) -> None:
    paths = files(tmp_path / "in")
    imports.add([paths["mondo.obo"]], tmp_path / "dir")
    paths["mondo.obo"].write_text(OBO.replace("acute oak fever", "sudden oak fever"))
    imports.add([paths["mondo.obo"]], tmp_path / "dir")
    index = imports.load(tmp_path / "dir")
    assert index.lookup("acute oak fever", "condition") == ()
    assert index.lookup("sudden oak fever", "condition") == ("condition/mondo-0000002",)
    assert len([name for name in bytes_of(tmp_path / "dir") if name.endswith((".bin", ".terms"))]) == 2


@pytest.mark.parametrize(
    ("name", "safe"),
    [("../../etc/x.tsv", "_.._etc_x.tsv"), (".hidden", "hidden"), ("a\nb|é", "a_b__"), ("..", "import")],
)
def test_a_name_stays_in_the_directory(name: str, safe: str) -> None:
    assert imports._safe(name) == safe


def test_removing_leaves_what_was_there_before(tmp_path: Path) -> None:
    paths = files(tmp_path / "in")
    imports.add([paths["list.tsv"]], tmp_path / "dir")
    before = bytes_of(tmp_path / "dir")
    imports.add([paths["mondo.obo"]], tmp_path / "dir")
    imports.remove(["mondo.obo"], tmp_path / "dir")
    assert bytes_of(tmp_path / "dir") == before
    with pytest.raises(UnknownName, match=r"nothing.obo is not imported; there are: list\.tsv"):
        imports.remove(["nothing.obo"], tmp_path / "dir")
    imports.remove(["list.tsv"], tmp_path / "dir")
    assert imports.load(tmp_path / "dir").lookup("oak fever", "condition") == ("condition/oak-fever",)


def test_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = files(tmp_path / "in")
    imports.add([paths["list.tsv"]], tmp_path / "dir")
    before = bytes_of(tmp_path / "dir")
    bad = tmp_path / "bad.obo"
    bad.write_text("format-version: 1.4\n\n[Term]\nname: no id\n")
    with pytest.raises(InputError, match=r"bad\.obo: nothing in it .*without id"):
        imports.add([paths["mondo.obo"], bad], tmp_path / "dir")
    assert bytes_of(tmp_path / "dir") == before

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "save", full)
    with pytest.raises(OSError, match="No space"):
        imports.add([paths["mondo.obo"]], tmp_path / "dir")
    assert manifest(tmp_path / "dir").imports[0].name == "list.tsv"


def test_what_is_damaged_is_named_or_made_anew(tmp_path: Path) -> None:
    imports.add([files(tmp_path / "in")["list.tsv"]], tmp_path / "dir")
    (index,) = (tmp_path / "dir").glob("*.bin")
    index.write_bytes(b"half")
    assert imports.load(tmp_path / "dir").lookup("quercin", "intervention") == ("drug/chebi-1",)
    (terms,) = (tmp_path / "dir").glob("*.terms")
    terms.write_bytes(b"\xc1")
    with pytest.raises(InputError, match=r"damaged, import list\.tsv anew"):
        imports.remove([], tmp_path / "dir")
    (tmp_path / "dir" / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest\.json cannot be read"):
        imports.load(tmp_path / "dir")


def test_directories_that_are_not_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no imported vocabulary"):
        imports.load(tmp_path / "nowhere")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        imports.add([files(tmp_path / "in")["list.tsv"]], tmp_path)


@pytest.mark.parametrize("format_name", FORMATS)
@settings(deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_nonsense_is_named_and_never_a_crash(
    format_name: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for suffix in (".ttl", ".gz"):
        path = tmp_path_factory.getbasetemp() / f"nonsense-{format_name}{suffix}"
        path.write_bytes(data)
        with contextlib.suppress(TrialKgError):
            content = read_content(path, format_name)
            assert content.terms or content.rows or content.mappings


def test_compressed_files_and_those_with_entities(tmp_path: Path) -> None:
    packed = tmp_path / "mondo.obo.gz"
    packed.write_bytes(gzip.compress(OBO.encode()))
    assert len(read_content(packed).terms) == 4
    assert stated(packed).version == "releases/2026-01-01"
    packed.write_bytes(gzip.compress(OBO.encode())[:60])
    with pytest.raises(InputError, match=r"mondo\.obo\.gz"):
        read_content(packed, "obo")
    bomb = tmp_path / "bomb.xml"
    bomb.write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><DescriptorRecordSet><a>&a;</a></DescriptorRecordSet>')
    with pytest.raises(InputError, match="entities"):
        read_content(bomb)


def test_chains() -> None:
    pairs, found = chains([
        Mapping("MONDO:1", "mesh:D1", True), Mapping("NCIT:C1", "MONDO:1", True), Mapping("NCIT:C5", "mesh:D5", False),
        Mapping("MONDO:2", "mesh:D2", True), Mapping("mesh:D2", "NCIT:C2", True), Mapping("NCIT:C2", "MONDO:3", True),
    ])  # fmt: skip
    assert {(a, b) for a, b, exact, *_ in pairs if exact} == {
        ("MONDO:1", "NCIT:C1"), ("MONDO:1", "mesh:D1"), ("NCIT:C1", "mesh:D1"),
    }  # fmt: skip
    assert [(a, b) for a, b, exact, *_ in pairs if not exact] == [("NCIT:C5", "mesh:D5")]
    assert [conflict.kind for conflict in found] == ["exact-match-chain"]


def test_on_the_command_line(tmp_path: Path) -> None:
    paths = files(tmp_path / "in")
    run = CliRunner().invoke
    into = ["--into", str(tmp_path / "dir")]
    done = run(app, ["vocab", "import", str(paths["list.tsv"]), "--mappings", str(paths["set.sssom.tsv"]), *into])
    assert done.exit_code == 0, done.output
    assert "list.tsv" in done.output
    assert "conflicts.tsv" in done.output
    listed = run(app, ["vocab", "list"], env={"TRIALKG_VOCABULARY": str(tmp_path / "dir")})
    assert "CC0" in listed.output
    told = run(app, ["vocab", "explain", "quercine", "--vocabulary", str(tmp_path / "dir")])
    assert "drug/chebi-1" in told.output
    gone = run(app, ["vocab", "remove", "list.tsv", "set.sssom.tsv", *into])
    assert "nothing is imported" in gone.output
    assert isinstance(run(app, ["vocab", "import", *into]).exception, InputError)
    assert isinstance(run(app, ["vocab", "import", "x.obo"]).exception, InputError)


def test_a_build_says_what_it_used(tmp_path: Path) -> None:
    from kg.pipeline import build

    imports.add([files(tmp_path / "in")["list.tsv"]], tmp_path / "dir")
    record = tmp_path / "record.json"
    record.write_text(json.dumps({"protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Quercin"},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Quercine"}]},
    }}))  # fmt: skip
    graph = build(record, vocabulary=tmp_path / "dir")
    assert graph.report["vocabularies"][0]["licence"] == "CC0"
    runs = graph.query("SELECT ?v WHERE { ?run tkg:lexiconVersion ?v FILTER(CONTAINS(?v, 'import list.tsv')) }")
    assert "7, CC0" in str([list(row) for row in runs])
    assert len(graph.query("SELECT ?e WHERE { ?e tkg:resolvesTo <https://w3id.org/trialkg/id/drug/chebi-1> }")) == 1
