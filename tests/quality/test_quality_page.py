"""The quality page: what it tells, and that nothing of a record can act in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import kg
from kg.quality import page, write_page
from kg.quality.gather import KINDS

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
RECORD = f"""Study of Drug {HOSTILE}
Patients will receive methotrexat.
Psoriasis|Psoriasis
OTHER: Methotrexate|DRUG: Zzyx {HOSTILE}
Pain, {HOSTILE}, 12 weeks
"""


def built(tmp_path: Path, evidence: str = "store") -> kg.Graph:
    (tmp_path / "a.txt").write_text(RECORD, encoding="utf-8")
    (tmp_path / "b.txt").write_text("no record at all", encoding="utf-8")
    return kg.build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "build", page=False, evidence=evidence)


def test_tells_what_a_curator_should_know(tmp_path: Path) -> None:
    with built(tmp_path) as graph:
        text = page(graph)
    assert "duplicate entry" in text
    assert "unmapped entry" in text
    assert "<mark>Psoriasis</mark>" in text
    assert "b.txt" in text  # the file that holds no record
    assert re.search(r"<li>Zzyx", text)


def test_a_file_that_is_no_record_at_all_has_no_number_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RECORD, encoding="utf-8")
    (tmp_path / "empty.json").write_text("")
    with kg.build([tmp_path / "a.txt", tmp_path / "empty.json"], tmp_path / "build", page=False) as graph:
        text = page(graph)
    assert "<td>empty.json</td><td></td>" in re.sub(r"<td>[^<]*/empty.json", "<td>empty.json", text)
    assert ">None<" not in text


def test_nothing_of_a_record_acts(tmp_path: Path) -> None:
    with built(tmp_path) as graph:
        text = page(graph)
    assert "<script" not in text
    assert "<img" not in text
    assert "onerror=alert(2)&gt;" in text
    assert "default-src 'none'" in text


def test_the_same_page_each_time_written_whole(tmp_path: Path) -> None:
    with built(tmp_path) as graph:
        write_page(graph, tmp_path / "out" / "report.html")
        assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8") == page(graph)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report.html"]


def test_evidence_apart_and_none(tmp_path: Path) -> None:
    with built(tmp_path, "apart") as graph:
        assert "<mark>Psoriasis</mark>" in page(graph)
    (tmp_path / "second").mkdir()
    with built(tmp_path / "second", "none") as graph:
        text = page(graph)
    assert "<mark>" not in text
    assert "no evidence at hand" in text


def test_every_kind_of_finding_has_a_meaning() -> None:
    said = {
        call.args[0].value
        for path in Path(kg.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in ("note", "Finding")
    }  # fmt: skip
    assert {"missing-field", "contradiction", "several-records"} <= said
    assert said <= KINDS.keys()
