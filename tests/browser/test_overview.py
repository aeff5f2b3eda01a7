"""The map of a whole build: by WebGL, and on a canvas where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sample_graph import HOSTILE, sample
from test_page_in_browser import axe_source

from kg.render import overview_of
from kg.render.overview import Map
from kg.render.page import render_overview
from kg.store import Store

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
_WITHOUT_WEBGL = """
const given = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith('webgl') ? null : given.call(this, kind, ...more);
};
"""


@pytest.fixture(scope="module")
def map_file(folder: Path) -> Path:
    file = folder / "map.html"
    file.write_text(overview_of(Store(sample(), None)), encoding="utf-8")
    return file


def painted(page: Page) -> int:
    """How many colours the picture has, as the eye sees it."""
    page.wait_for_timeout(300)
    return len(set(page.locator("#stage").screenshot()))


@pytest.mark.parametrize("painter", ["webgl", "canvas"])
def test_map_opens_offline_and_is_walked(open_page: Opener, map_file: Path, painter: str) -> None:
    page = open_page(map_file, before=_WITHOUT_WEBGL if painter == "canvas" else "")
    if painter == "webgl" and page.evaluate("window.page.painter.kind") == "canvas":
        pytest.skip("this browser has no WebGL")
    assert page.evaluate("window.page.painter.kind") == painter
    assert page.requests == []  # type: ignore[attr-defined]
    assert page.trouble == []  # type: ignore[attr-defined]
    assert painted(page) > 40
    page.focus("#kinds input")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.focus("#canvas")
    page.keyboard.press("/")
    page.keyboard.type("oxali")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "oxaliplatin"
    assert "Trial (3)" in page.inner_text("#panel")
    page.locator("#panel .link").first.click()
    assert page.evaluate("window.page.data.kinds[window.page.data.kind[window.page.chosen()]][0]") == "Trial"
    assert "node=trial" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    assert page.evaluate("window.page.chosen()") == -1
    drug = page.evaluate("window.page.search('budesonide', 1)[0]")
    page.evaluate("n => window.page.choose(n, true)", drug)
    page.evaluate("window.page.choose(-1)")
    page.wait_for_timeout(200)
    box, place = page.locator("#stage").bounding_box(), page.evaluate("n => window.page.at(n)", drug)
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    page.wait_for_timeout(400)
    assert page.inner_text("#panel h2") == "budesonide"
    before = page.inner_text("#status")
    page.locator("#kinds .row", has_text="Endpoint").locator("input").uncheck()
    assert page.inner_text("#status") != before
    page.fill("#find", "zzzz<b>")
    page.press("#find", "Enter")
    assert page.inner_text("#status") == "No match for “zzzz<b>”"
    assert page.trouble == []  # type: ignore[attr-defined]


def test_map_links_are_harmless(open_page: Opener, map_file: Path) -> None:
    assert open_page(map_file, "#node=drug/budesonide").inner_text("#panel h2") == "budesonide"
    for odd in ("#node=nowhere", "#node=%E0%A4%A", "#%%%"):
        page = open_page(map_file, odd)
        assert page.evaluate("window.page.chosen()") == -1
        assert page.trouble == []  # type: ignore[attr-defined]


def test_map_is_accessible_and_narrow(open_page: Opener, map_file: Path) -> None:
    page = open_page(map_file, width=390, height=844, color_scheme="dark", bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("window.page.choose(0)")
    page.add_script_tag(content=axe_source())
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert not [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")]


def test_hostile_names_stay_text(open_page: Opener, folder: Path) -> None:
    file = folder / "hostile-map.html"
    file.write_text(overview_of(Store(sample(HOSTILE), None), title=HOSTILE), encoding="utf-8")
    page = open_page(file)
    page.evaluate("window.page.data.ids.forEach((_, n) => window.page.choose(n))")
    page.fill("#find", "script")
    page.wait_for_timeout(100)
    assert page.evaluate("window.owned") is None
    assert page.evaluate("document.querySelectorAll('img, a, main script').length") == 0
    assert page.trouble == []  # type: ignore[attr-defined]


def test_a_large_map(open_page: Opener, folder: Path) -> None:
    """On a canvas, as WebGL without a graphics card is slower than that."""
    size, hubs = 20_000, 1000
    points = tuple((f"drug/{i}", "Drug", f"point {i}") for i in range(hubs))
    points += tuple((f"trial/{i}", "Trial", f"point {i}") for i in range(hubs, size))
    lines = tuple((trial, (trial * 7919 + j * j * 31) % hubs) for trial in range(hubs, size) for j in (1, 2))
    file = folder / "large-map.html"
    file.write_text(render_overview(Map(points, lines, size - hubs)), encoding="utf-8")
    page = open_page(file, before=_WITHOUT_WEBGL)
    assert page.trouble == []  # type: ignore[attr-defined]
    assert "20,000 of 20,000 points" in page.inner_text("#status")
    page.fill("#find", "point 17777")
    page.press("#find", "Enter")
    assert page.inner_text("#panel h2") == "point 17777"
