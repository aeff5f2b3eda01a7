"""Whatever people point the readers at: a clear message or finding, bounded memory, and the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic_trials import as_lines, as_rows, as_v2, as_xml, assert_verbatim, invented, said

from kg.model import Skipped, Trial
from kg.read import inputs, read

GOOD = invented(1)
FIXTURES = Path(__file__).parent / "fixtures"


def items(tmp_path: Path, data: bytes | str) -> list[Trial | Skipped]:
    path = tmp_path / "record"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read(path))


def skipped(tmp_path: Path, data: bytes | str) -> Skipped:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Skipped), found
    assert found.path == str(tmp_path / "record")
    assert found.message
    return found


def one(tmp_path: Path, data: bytes | str) -> Trial:
    (found,) = items(tmp_path, data)
    assert isinstance(found, Trial), found
    assert_verbatim(found)
    return found


def kinds(trial: Trial) -> list[str]:
    return [finding.kind for finding in trial.findings]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7 some text", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "binary"),
        (b"just a line of text", "of no format that is known, and no interventions line"),
        (b"@prefix a: <urn:a> .\n\ndevice:stent a skos:Concept .\n", "no interventions line"),
        (b"a\nb\nc\nd\ne\n", "no interventions line"),
        (b"name,age\nJo,3\n", "no interventions line"),
        (b"{", "JSON"),
        (b'{"protocolSection": ', "JSON"),
        (b'{"a": 1}', "protocolSection"),
        (b"[1, 2]", "expected an object"),
        (b"[-1.5]", "expected an object"),
        (b"[]", "no study"),
        (b'{"studies": []}', "no study"),
        (b'{"protocolSection": []}', "protocolSection"),
        (b'{"protocolSection": {"identificationModule": {}}}', "registry number"),
        (b"<html><body>Not found</body></html>", "clinical_study"),
        (b"<clinical_study><brief_title>x</brief_title>", "not well-formed"),
        (b"<clinical_study><a></b></clinical_study>", "line 1"),
        (b"PK\x03\x04 not a zip at all", "zip"),
        (b"\x1f\x8b not a gzip", "damaged"),
    ],
)
def test_what_is_no_record_is_named(data: bytes, words: str, tmp_path: Path) -> None:
    found = items(tmp_path, data)
    assert found
    assert all(isinstance(item, Skipped) for item in found)
    assert any(words in f"{item.field} {item.message}" for item in found if isinstance(item, Skipped)), found


def test_a_missing_file(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "nowhere")
    assert isinstance(found, Skipped)
    assert "not there" in found.message


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(as_v2(GOOD))
    run = read(tmp_path)
    assert isinstance(next(run), Trial)
    (tmp_path / "b").unlink()
    second, third = run
    assert isinstance(second, Skipped)
    assert second.path.endswith("b")
    assert isinstance(third, Trial)


def test_an_unreadable_file_and_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked" / "x").write_text(as_v2(GOOD))
    (tmp_path / "z").write_text(as_v2(GOOD))
    real = os.scandir

    def refuse(path: str | Path) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)  # permission bits do not hold for every user that runs tests
    found = list(read(tmp_path))
    assert [type(item).__name__ for item in found] == ["Trial", "Skipped"]
    assert isinstance(found[1], Skipped)
    assert found[1].path.endswith("locked")
    assert "permission" in found[1].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_tree_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (found,) = read(tmp_path)
    assert isinstance(found, Skipped)


# ------------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("writer", [as_lines, as_v2, as_xml, lambda trial: as_rows([trial])])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_line_ends_make_no_difference(writer: object, encoding: str, tmp_path: Path) -> None:
    text = writer(GOOD).replace('encoding="UTF-8"', "")  # type: ignore[operator]
    plain = one(tmp_path, text)
    for version in (text, text.replace("\n", "\r\n"), text + "\n", text + "  \n\n"):
        found = one(tmp_path, version.encode(encoding))
        assert said(found) == said(plain)
        assert (found.key, found.source.sha256) == (plain.key, plain.source.sha256)
        assert not found.findings


def test_line_ends_within_a_text_make_no_difference(tmp_path: Path) -> None:
    text = as_lines(invented(2)) + "\n\nA last paragraph. \n"
    keys = {one(tmp_path, text.replace("\n", end)).key for end in ("\n", "\r\n", "\r")}
    assert len(keys) == 1


@pytest.mark.parametrize("writer", [as_lines, as_v2, as_xml, lambda trial: as_rows([trial])])
def test_latin_1_is_read_with_a_finding(writer: object, tmp_path: Path) -> None:
    text = writer(GOOD).replace(GOOD.title, "Étude – “naïve”")  # type: ignore[operator]
    text = text.replace("\\u00c9", "É") if text.startswith("{") else text
    found = one(tmp_path, text.encode("cp1252"))
    assert found.title is not None
    assert found.title.text == "Étude – “naïve”"
    assert "encoding" in kinds(found)


def test_mixed_encodings_in_one_file(tmp_path: Path) -> None:
    lines = [as_v2(invented(n)).replace('"briefTitle": "', '"briefTitle": "Café ') for n in range(4)]
    data = b"\n".join(line.encode("cp1252" if n == 2 else "utf-8") for n, line in enumerate(lines))
    found = items(tmp_path, data)
    assert [item.title.text[:5] for item in found if isinstance(item, Trial) and item.title] == ["Café "] * 4
    assert [bool(item.findings) for item in found if isinstance(item, Trial)] == [False, False, True, False]


def test_characters_that_nothing_can_carry(tmp_path: Path) -> None:
    text = as_v2(GOOD).replace(GOOD.title, "a\\u0000b\\ud800c\\u0007d")
    found = one(tmp_path, text)
    assert found.title is not None
    assert found.title.text == "a\ufffdb\ufffdc\ufffdd"
    assert "unwritable-characters" in kinds(found)


# ------------------------------------------------------------------------------------------------- size and depth


def bomb(size: int) -> Iterator[bytes]:
    for _ in range(size >> 20):
        yield b" " * (1 << 20)


def test_gzip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "FREE_BYTES", 4 << 20)
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as stream:
        stream.write(b'{"studies": [')
        for chunk in bomb(64 << 20):
            stream.write(chunk)
    (tmp_path / "good").write_text(as_v2(GOOD))
    (tmp_path / "bomb").write_bytes(out.getvalue())
    tracemalloc.start()
    found = list(read([tmp_path / "bomb", tmp_path / "good"]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [type(item).__name__ for item in found] == ["Skipped", "Trial"]
    assert isinstance(found[0], Skipped)
    assert "times its size" in found[0].message
    assert peak < 60 << 20


def test_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "FREE_BYTES", 4 << 20)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("a-bomb", b"x" * (32 << 20))
        bundle.writestr("b-good", as_v2(GOOD))
    found = list(read(tmp_path / "bomb.zip"))
    assert [type(item).__name__ for item in found] == ["Skipped", "Trial"]


def test_archives_in_archives_are_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as bundle:
        bundle.writestr("x", as_v2(GOOD))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as bundle:
        bundle.writestr("inner.zip", inner.getvalue())
        bundle.writestr("inner.gz", gzip.compress(b"x"))
    found = list(read(tmp_path / "outer.zip"))
    assert len(found) == 2
    assert all(isinstance(item, Skipped) and "inside an archive" in item.message for item in found)


@pytest.mark.parametrize("keep", [5, 20, 200, -20, -4])
def test_truncated_gzip_keeps_what_came_before(keep: int, tmp_path: Path) -> None:
    data = gzip.compress("\n".join(as_v2(invented(n)) for n in range(200)).encode())
    found = items(tmp_path, data[:keep])
    assert isinstance(found[-1], Skipped)
    assert "cut short" in found[-1].message or "JSON" in found[-1].message
    assert all(isinstance(item, Trial) for item in found[:-2])


def test_truncated_zip(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("x", as_v2(GOOD))
    assert "zip" in skipped(tmp_path, out.getvalue()[:-30]).message


def test_damaged_member_of_a_zip(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("a", as_v2(GOOD))
        bundle.writestr("b", as_v2(GOOD))
    data = bytearray(out.getvalue())
    data[100] ^= 0xFF
    found = items(tmp_path, bytes(data))
    assert [type(item).__name__ for item in found][-1] == "Trial"
    assert any(isinstance(item, Skipped) for item in found)


BILLION = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ENTITIES = {
    "bomb": BILLION + "]><clinical_study><brief_title>&i;</brief_title></clinical_study>",
    "file": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><clinical_study><id_info>&a;</id_info></clinical_study>",
    "network": "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'>%p;]><clinical_study/>",
    "plain": "<!DOCTYPE x [<!ENTITY a 'b'>]><clinical_study><brief_title>&a;</brief_title></clinical_study>",
}


@pytest.mark.parametrize("kind", ENTITIES)
def test_entities_are_refused(kind: str, tmp_path: Path) -> None:
    assert "entities" in skipped(tmp_path, "<?xml version='1.0'?>" + ENTITIES[kind]).message


def test_external_subset_is_not_fetched(tmp_path: Path) -> None:
    text = as_xml(GOOD).replace(
        "<clinical_study>", '<!DOCTYPE clinical_study SYSTEM "http://127.0.0.1:9/x.dtd"><clinical_study>'
    )
    assert one(tmp_path, text).key == GOOD.number


def test_deep_nesting(tmp_path: Path) -> None:
    for data in (
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"studies": [' + "[" * 100_000,
        "<clinical_study>" + "<a>" * 100_000,
    ):
        assert isinstance(items(tmp_path, data)[-1], Skipped)
    deep = as_v2(GOOD)[:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    found = items(tmp_path, "\n".join([as_v2(GOOD), deep, as_v2(GOOD)]))
    assert [type(item).__name__ for item in found] == ["Trial", "Skipped", "Trial"]
    assert isinstance(found[1], Skipped)
    assert found[1].position == 1


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    lines = as_lines(GOOD).split("\n")
    lines[1] = "x" * 10_000_000
    found = skipped(tmp_path, "\n".join(lines))
    assert found.field == "line 2"
    assert "10,000,000" in found.message


def test_a_field_of_ten_megabytes(tmp_path: Path) -> None:
    found = one(tmp_path, as_v2(GOOD).replace(GOOD.summary, "x" * 10_000_000))
    assert found.brief_summary is None
    assert kinds(found) == ["oversized-field"]


def test_huge_documents_are_read_in_pieces(tmp_path: Path) -> None:
    """A page of 40 MB: no more than a few records are in memory."""
    filler = "y" * 200_000
    path = tmp_path / "page"
    with open(path, "w") as out:
        out.write('{"studies": [\n')
        for number in range(200):
            out.write(
                (",\n" if number else "")
                + as_v2(invented(number)).replace('"protocolSection"', f'"z": "{filler}", "protocolSection"', 1)
            )
        out.write('], "nextPageToken": "}"}')
    tracemalloc.start()
    count = sum(isinstance(item, Trial) for item in read(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 200
    assert peak < 24 << 20


# ------------------------------------------------------------------------------------------------- JSON


def test_a_bad_record_does_not_spoil_its_neighbours(tmp_path: Path) -> None:
    good = as_v2(GOOD)
    for text in (
        "\n".join([good, "not json", good]),
        "\n".join([good, good[:50], good]),
        "\n".join(["{bad}", good, good]),
        "[" + ",".join([good, '{"a": bad}', good]) + "]",
        '{"studies": [' + ",".join([good, '{"a": bad}', good]) + "]}",
        "\n".join([good, "[3]", good]),
        "\n".join([good, "null", good]),
        json.dumps([json.loads(good), 7, json.loads(good)]),
    ):
        names = sorted(type(item).__name__ for item in items(tmp_path, text))
        assert names == ["Skipped", "Trial", "Trial"], text[:60]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*path, number))


SHAPES = {name: json.loads((FIXTURES / name).read_text()) for name in ("study.json", "full_studies.json")}
PLACES = [(name, place) for name, shape in SHAPES.items() for place in places(shape) if place]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_wrong_types_anywhere(
    place: tuple[str, tuple[object, ...]], value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any value in the place of any other: one item comes out, and every passage is verbatim."""
    name, path = place
    record = json.loads(json.dumps(SHAPES[name]))
    holder = record
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    folder = tmp_path_factory.mktemp("types")
    for item in items(folder, json.dumps(record)):
        if isinstance(item, Trial):
            assert_verbatim(item)
        else:
            assert "Error" not in item.message


def test_wrong_types_are_findings(tmp_path: Path) -> None:
    record = json.loads(as_v2(GOOD))
    protocol = record["protocolSection"]
    protocol["conditionsModule"]["conditions"] = [3, {"x": 1}, "Asthma"]
    protocol["outcomesModule"] = "none"
    protocol["descriptionModule"]["briefSummary"] = ["a", "b"]
    found = one(tmp_path, json.dumps(record))
    assert [item.name.text for item in found.conditions] == ["3", "Asthma"]
    assert kinds(found) == ["wrong-type"] * 3
    assert "expected an object, found text" in " ".join(finding.message for finding in found.findings)


def test_a_type_that_is_no_code_is_a_finding_and_no_type(tmp_path: Path) -> None:
    record = json.loads(as_v2(GOOD))
    module = record["protocolSection"]["armsInterventionsModule"]
    types = {"aspirin": "<b>drug</b>", "zinc": "Dietary Supplement"}
    module["interventions"] = [{"type": kind, "name": name} for name, kind in types.items()]
    module["armGroups"] = [{"type": '"; DROP', "label": "Arm A"}]
    found = one(tmp_path, json.dumps(record))
    assert [item.registry_type for item in found.interventions] == ["", "DIETARY_SUPPLEMENT"]
    assert [arm.kind for arm in found.arms] == [""]
    assert kinds(found) == ["unknown-type"] * 2


# ------------------------------------------------------------------------------------------------- tables


def test_rows_that_do_not_fit(tmp_path: Path) -> None:
    rows = as_rows([invented(n) for n in range(4)]).splitlines()
    rows[2] += ",one,too,many"
    rows[3] = ",".join(rows[3].split(",")[:3])
    found = items(tmp_path, "\r\n".join([*rows, ",,,,,,,,,"]))
    assert [type(item).__name__ for item in found] == ["Trial", "Skipped", "Trial", "Trial", "Skipped"]
    assert isinstance(found[1], Skipped)
    assert found[1].field == "line 3"
    assert isinstance(found[2], Trial)
    assert kinds(found[2]) == ["missing-field"]


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    rows = as_rows([invented(n) for n in range(3)])
    found = items(tmp_path, rows + '\n"NCT1,' + "x,\n" * 340_000)
    assert [type(item).__name__ for item in found[:4]] == ["Trial", "Trial", "Trial", "Skipped"]
    assert all(isinstance(item, Skipped) for item in found[3:])


# ------------------------------------------------------------------------------------------------- hostile text

HOSTILE = [
    "<script>alert(1)</script>", "}} . ?s ?p ?o . DROP ALL #", '" ; DELETE WHERE { ?s ?p ?o } #', "<http://x> a <y> .",
    "\"\"\"'''\\u0022", "](|)[ ((( ]]] }{ , , | , ,", "&amp;&lt;&#0;", "%00%0a", "../../etc/passwd",
    "=cmd|'/c calc'!A1",
    "\u202etxt\u202c", "a" * 5_000, "，、；", "\\", "\t", "N/A", "0", "|" * 200, "(" * 500, ", " * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_of_every_format(text: str, tmp_path: Path) -> None:
    study = json.dumps(SHAPES["study.json"])
    record = json.loads(study)

    def poison(value: object) -> object:
        if isinstance(value, dict):
            return {key: poison(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [poison(inner) for inner in value]
        return f"{value} {text}" if isinstance(value, str) else value

    assert_verbatim(one(tmp_path, json.dumps(poison(record))))
    base = invented(3)
    made = type(base)(
        base.number, f"{base.title} {text}", f"{base.summary} {text}", f"{base.description} {text}",
        tuple(f"{name} {text}" for name in base.conditions),
        tuple((kind, f"{name} {text}") for kind, name in base.interventions),
        tuple((role, f"{m} {text}", f"{d} {text}" if d else None, t) for role, m, d, t in base.outcomes),
    )  # fmt: skip
    for written in (as_xml(made), as_lines(made), as_rows([made])):
        for item in items(tmp_path, written):
            assert isinstance(item, Trial), item
            assert_verbatim(item)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    """Names from an old archive are bytes of another encoding: they are shown escaped, each its own."""
    for name in (b"m\xe9.json", b"m\xe8.json"):
        (tmp_path / os.fsdecode(name)).write_text(as_v2(invented(name[1])), encoding="utf-8")
    (tmp_path / os.fsdecode(b"n\xe8.json")).write_bytes(b"")
    found = list(read(tmp_path))
    paths = [item.source.path if isinstance(item, Trial) else item.path for item in found]
    assert [path.rsplit("/")[-1] for path in paths] == ["m\\xe8.json", "m\\xe9.json", "n\\xe8.json"]
    assert [isinstance(item, Trial) for item in found] == [True, True, False]
    assert " ".join(paths).isprintable()


def test_a_record_given_twice_is_given_twice(tmp_path: Path) -> None:
    found = items(tmp_path, as_v2(GOOD) + "\n" + as_v2(GOOD))
    assert [item.key for item in found if isinstance(item, Trial)] == [GOOD.number] * 2


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    assert items(folder, data)
    assert items(folder, as_lines(GOOD).encode()[:200] + data)
    assert items(folder, as_v2(GOOD).encode()[:200] + data)
    assert items(folder, as_xml(GOOD).encode()[:200] + data)
    assert items(folder, as_rows([GOOD]).encode()[:300] + data)


SLOW = [
    " " * 400_000 + "x \n",
    "1, " * 130_000 + "x",
    "(1, " * 100_000,
    ";" * 400_000,
    "<br" + " " * 400_000,
    ". " * 200_000,
]


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_no_text_takes_more_than_linear_time(text: str, tmp_path: Path) -> None:
    """Long runs of anything, in a cell of every kind: a pattern that went over them again would take hours."""
    base = invented(4)
    outcomes = tuple((role, f"{m} {text} {m}", d, t) for role, m, d, t in base.outcomes[:2])
    made = type(base)(base.number, f"a {text} b", text, text, (f"a {text} b",), (("DRUG", f"a {text} b"),), outcomes)
    row = f'"CTRI/1","t","x {text} x","x {text} x","x {text} [Time Frame: {text} 2]"'
    export = f"TrialID,Public title,Condition,Intervention,Primary outcome\n{row}\n"
    for written in (as_v2(made), as_xml(made), as_lines(made), as_rows([made]), export):
        assert items(tmp_path, written)
