"""The page as text: one file, the same bytes, nothing that data could run. What it does is tested in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_graph import HOSTILE

from kg.render.notebook import Shown
from kg.render.page import LARGEST_NODES, TooLargeError, render, render_what_fits
from kg.render.view import View, ViewNode

_DATA = re.compile(r'<script id="data" type="application/json">(.*?)</script>', re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def data_of(page: str) -> dict[str, Any]:
    found = _DATA.search(page)
    assert found
    loaded: dict[str, Any] = json.loads(found[1])
    return loaded


def test_two_renders_are_the_same_bytes(view: View) -> None:
    assert render(view, title="Four trials") == render(view, title="Four trials")


def test_hash_seed_does_not_matter(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from sample_graph import sample; "
        "from kg.render.gather import gather; from kg.render.page import render; import hashlib; "
        "print(hashlib.sha256(render(gather(sample()), title='x').encode()).hexdigest())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", program, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_policy_names_the_hashes_of_what_runs(view: View) -> None:
    page = render(view, title="x")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    scripts = _SCRIPT.findall(page)
    assert len(scripts) == 2
    for text in scripts:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy[1]


def test_hostile_text_cannot_leave_its_place(view: View, hostile_view: View) -> None:
    page = render(hostile_view, title=HOSTILE)
    found = _DATA.search(page)
    assert found
    assert not set("<>&\u2028\u2029") & set(found[1])
    harmless = render(view, title="x")
    for tag in ("<script", "</script", "<img", "<a "):
        rest = page.replace(found[0], "")
        assert rest.lower().count(tag) == _DATA.sub("", harmless).lower().count(tag)
    assert any(HOSTILE in str(node.get("full")) for node in data_of(page)["nodes"])


def test_no_address_is_loaded(view: View) -> None:
    page = render(view, title="x")
    markup = _SCRIPT.sub("", _DATA.sub("", page))
    assert not re.search(r"https?://|src=|href=|@import|url\(", markup)
    assert "sourceMappingURL" not in page


def test_lone_surrogates_do_not_stop_it() -> None:
    page = render(View((ViewNode("drug/x", "Drug", "bad \ud800 text", "bad"),), ()), title="x")
    page.encode("utf-8")


def test_too_large_a_view_is_refused_with_advice() -> None:
    many = tuple(ViewNode(f"drug/{i}", "Drug", "", "") for i in range(LARGEST_NODES + 1))
    with pytest.raises(TooLargeError, match="name a trial or a concept"):
        render(View(many, ()), title="x")


def test_a_build_always_gets_a_page(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = render_what_fits(view, title="x")
    assert whole == render(view, title="x")
    small, large = (len(str(_DATA.findall(render(v, title="x"))[0])) for v in (view.lean(), view))
    monkeypatch.setattr("kg.render.page.LARGEST_BYTES", (small + large) // 2)
    lean = render_what_fits(view, title="x")
    assert len(lean) < len(whole)
    assert len(data_of(lean)["edges"]) == len(view.edges)
    assert all(not row[3] and not row[5] for row in data_of(lean)["evidence"])
    assert "large" in str(data_of(lean)["note"])
    monkeypatch.setattr("kg.render.page.LARGEST_NODES", 3)
    refused = data_of(render_what_fits(view, title="x"))
    assert refused["nodes"] == []
    assert "name a trial or a concept" in str(refused["note"])


def test_an_empty_view_renders() -> None:
    assert data_of(render(View((), ()), title="Nothing"))["nodes"] == []


def test_notebook_frame_holds_the_page(view: View) -> None:
    shown = Shown(render(view, title="x"))
    frame = shown._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert frame.count("<") == 2
    assert "characters" in repr(shown)
