"""Every preset, opened where nothing can be reached: drawn in its columns, readable, accessible, on paper and phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page
from sample_graph import HOSTILE, sample
from test_page_in_browser import PAINTED, axe_source, tally

from kg.render import page_of, view_of
from kg.render.page import render
from kg.render.presets import PRESETS
from kg.render.view import View
from kg.store import Store

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]

ASKED: dict[str, dict[str, object]] = {
    "trial": {"trials": ["NCT90000002"]},
    "compare": {"trials": ["NCT90000001", "NCT90000002"]},
    "landscape": {},
    "drug": {"concept": "oxaliplatin"},
    "endpoints": {"concept": "overall survival"},
    "ontology": {},
}


def _store(poison: str = "") -> Store:
    """The sample with horizons, so that the timeline strip has something to show."""
    handle = sample(poison)
    thing, tkg = "https://w3id.org/trialkg/id/", "https://w3id.org/trialkg/ontology#"
    outcomes = sorted(
        (q.object for q in handle.quads_for_pattern(None, ox.NamedNode(f"{tkg}hasOutcomeMeasure"), None)), key=str
    )
    for place, outcome in enumerate(outcomes):
        frame = ox.NamedNode(f"{thing}part/frame-{place}")
        days = ox.Literal((365.25, 730.5, 84)[place % 3])
        handle.add(ox.Quad(outcome, ox.NamedNode(f"{tkg}timeFrame"), frame))  # type: ignore[arg-type]
        handle.add(ox.Quad(frame, ox.NamedNode(f"{tkg}horizonDays"), days))
    return Store(handle, None)


@pytest.fixture(scope="module")
def page_file(folder: Path) -> Callable[..., Path]:
    store = _store()

    def make(name: str, **more: object) -> Path:
        file = folder / f"preset-{name}{len(more)}.html"
        if not file.exists():
            file.write_text(page_of(store, preset=name, **ASKED[name], **more), encoding="utf-8")  # type: ignore[arg-type]
        return file

    return make


def boxes(page: Page) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.evaluate("[...window.page.labels(), ...window.page.notes()]")
    return found


def overlaps(found: list[dict[str, float]]) -> list[tuple[object, object]]:
    return [
        (a, b)
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a["x"] < b["x"] + b["w"] - 0.5
        and b["x"] < a["x"] + a["w"] - 0.5
        and a["y"] < b["y"] + b["h"] - 0.5
        and b["y"] < a["y"] + a["h"] - 0.5
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_opens_offline_with_every_name_in_sight(open_page: Opener, page_file: Callable[..., Path], name: str) -> None:
    page = open_page(page_file(name), width=1440, height=900)
    assert page.requests == []  # type: ignore[attr-defined]
    assert page.trouble == []  # type: ignore[attr-defined]
    assert page.evaluate(PAINTED) > 0.01
    assert page.inner_text("h1").endswith("?")
    assert page.inner_text("#about p")
    labels = page.evaluate("window.page.labels()")
    assert len(labels) == page.evaluate("window.page.data.nodes.length")
    assert not overlaps(boxes(page))
    frame = page.locator("#canvas").bounding_box()
    assert frame
    for label in labels:
        assert label["x"] >= 0
        assert label["x"] + label["w"] <= frame["width"]
        assert 0 <= label["y"] <= frame["height"]
    # Lanes stand from left to right, at the same places every time.
    column = "window.page.data.lanes[n.lane].column"
    places = page.evaluate(f"window.page.data.nodes.map((n) => [{column}, window.page.net.getPosition(n.id).x])")
    spans = [[x for c, x in places if c == column] for column in sorted({column for column, _ in places})]
    assert all(max(one) < min(other) for one, other in pairwise(spans))
    before = page.evaluate("window.page.net.getPositions()")
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("window.page.net.getPositions()") == before


@pytest.mark.parametrize("name", PRESETS)
def test_accessible_in_the_dark_on_paper_and_on_a_phone(
    open_page: Opener, page_file: Callable[..., Path], name: str
) -> None:
    page = open_page(page_file(name), color_scheme="dark", bypass_csp=True)
    page.add_script_tag(content=axe_source())
    steps = (
        "window.page.select(window.page.data.nodes[0].id)",
        "document.getElementById('asks').click()",
        "document.getElementById('done').click(); document.getElementById('theme').click()",
    )
    for step in steps:
        page.evaluate(step)
        if step == steps[-1]:
            page.set_viewport_size({"width": 390, "height": 844})
            page.wait_for_function("window.page.net.canvas.frame.clientWidth <= 390")
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        bad = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert not bad, (step, [(v["id"], v["nodes"][0]["html"]) for v in bad])
    page.evaluate("window.page.clear()")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(PAINTED) > 0.01
    assert not overlaps(boxes(page))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper svg text").count() >= page.evaluate("window.page.data.nodes.length") / 2
    assert page.locator("#tools").is_hidden()


def test_same_bytes(page_file: Callable[..., Path]) -> None:
    for name in PRESETS:
        assert page_of(_store(), preset=name, **ASKED[name]) == page_file(name).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_query_that_yields_the_picture(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("drug"))
    page.click("#asks")
    assert page.locator("#asked").is_visible()
    query = page.input_value("#query")
    assert "tkg:givesDrug" in query
    answer = _store().query(query)
    assert isinstance(answer, ox.QuerySolutions)
    assert len(list(answer)) >= 3
    assert page.locator("#asked a").count() == 0  # no server, no link
    page.evaluate("void (navigator.clipboard.writeText = async (text) => { window.kept = text; })")
    page.click("#copy")
    page.wait_for_function("document.getElementById('copied').textContent === 'Copied'")
    assert page.evaluate("window.kept") == query
    page.evaluate("void (navigator.clipboard.writeText = async () => { throw new Error('not allowed'); })")
    page.click("#copy")  # the old way, or a word on what to do
    page.wait_for_function("document.getElementById('copied').textContent.length > 0")
    page.keyboard.press("Escape")
    assert page.locator("#asked").is_hidden()
    page.click("#asks")
    page.click("#done")
    assert page.locator("#asked").is_hidden()


def test_served_page_opens_its_query(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("drug", sparql="http://127.0.0.1:9/sparql?query="))
    page.click("#asks")
    link = page.get_attribute("#asked a", "href")
    assert link
    assert unquote(link.removeprefix("http://127.0.0.1:9/sparql?query=")) == page.input_value("#query")


def test_queries_of_a_node_and_of_a_line(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("compare"))
    page.evaluate("window.page.select('drug/oxaliplatin')")
    page.locator("#panel .address button").click()
    answer = _store().query(page.input_value("#query"))
    assert isinstance(answer, ox.QuerySolutions)
    assert any("Eloxatin" in str(row) for row in answer)
    page.click("#done")
    ends = "['trial/NCT90000001', 'endpoint/overall-survival']"
    page.evaluate(f"window.page.selectPair(JSON.stringify({ends}))")
    page.locator("#panel .edge details summary").last.click()
    page.locator("#panel .edge .why").first.click()
    answer = _store().query(page.input_value("#query"))
    assert isinstance(answer, ox.QuerySolutions)
    assert "Overall survival (OS)" in {row["words"].value for row in answer}  # type: ignore[union-attr]


def test_timeline_strip(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("landscape"))
    bars = page.locator("#moments .moment")
    assert bars.count() == 3
    texts = [bar.get_attribute("aria-label") or "" for bar in bars.all()]
    assert [text.split(":")[0] for text in texts] == ["12 weeks", "1 year", "2 years"]
    total = sum(int(number) for text in texts for number in re.findall(r"(\d+) (?:primary|secondary|other)", text))
    outcomes = "['primary', 'secondary', 'other'].includes(e.relation)"
    assert total == page.evaluate(f"window.page.inSight().edges.filter((e) => {outcomes}).length")
    xs = [bar.bounding_box()["x"] for bar in bars.all()]  # type: ignore[index]
    assert xs == sorted(xs)
    bars.first.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Measured at 12 weeks"
    page.locator("#panel .why").first.click()
    assert page.locator("#panel blockquote").count() >= 1
    page.locator("#relations .row", has_text="primary outcome").locator("input").uncheck()
    assert "primary" not in " ".join(bar.get_attribute("aria-label") or "" for bar in bars.all())
    page.locator("#strip summary").click()
    assert page.locator("#moments").is_hidden()


def test_picture_without_horizons_has_no_strip(open_page: Opener, sample_page: Path) -> None:
    assert open_page(sample_page).locator("#strip").is_hidden()


def test_trial_says_route_and_time(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("trial"))
    way = page.evaluate("window.page.data.nodes.find((n) => n.kind === 'Administration').id")
    page.evaluate("id => window.page.select(id)", way)
    panel = page.inner_text("#panel")
    assert "intravenous" in panel
    assert "FOLFOX group" in panel
    page.locator("#panel .why").first.click()
    assert page.locator("#panel mark").first.inner_text() == "intravenously"


def test_differences_are_marked(open_page: Opener, folder: Path) -> None:
    view = view_of(_store(), preset="compare", trials=["NCT90000003", "r-0123456789abcdef"])
    file = folder / "differs.html"
    file.write_text(render(view), encoding="utf-8")
    page = open_page(file)
    page.evaluate("window.page.select('endpoint/adverse-events')")
    assert "Differs: How" in page.inner_text("#panel")
    noted = page.evaluate("window.page.labels().filter((l) => l.note).map((l) => l.note)")
    assert "other | primary" in noted


def test_a_group_of_a_preset_is_no_thing(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("endpoints"))
    page.evaluate("window.page.select('#clock-unsaid')")
    assert page.locator("#panel .address").count() == 0
    turtle = page.evaluate("window.page.asTurtle()")
    assert "clock-unsaid" not in turtle
    list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))


def test_empty_picture_says_what_to_do(open_page: Opener, folder: Path) -> None:
    file = folder / "empty.html"
    file.write_text(page_of(_store(), preset="landscape", concept="drug/budesonide"), encoding="utf-8")
    page = open_page(file)
    assert "No trial of this build studies budesonide" in page.inner_text("#empty")
    assert page.trouble == []  # type: ignore[attr-defined]
    page.click("#fit")
    page.click("#as-table")
    assert "0 edges" in page.inner_text("#table")
    nothing = folder / "nothing.html"
    nothing.write_text(render(View((), ())), encoding="utf-8")
    assert "nothing to draw" in open_page(nothing).inner_text("#empty")


def test_link_keeps_what_is_collapsed_and_where_one_looks(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("landscape"))
    page.evaluate("window.page.toggle('trial/NCT90000003', false)")
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + box["height"] - 80, steps=4)
    page.mouse.up()
    fragment = page.evaluate("location.hash")
    assert "shut=" in fragment
    assert "at=" in fragment
    again = open_page(page_file("landscape"), fragment)
    assert tally(again) == tally(page)
    here, there = (p.evaluate("window.page.net.getViewPosition()") for p in (page, again))
    assert abs(here["x"] - there["x"]) < 2
    assert abs(here["y"] - there["y"]) < 2
    again.click("#reset")
    assert list(tally(again)) == again.evaluate("[window.page.data.nodes.length, window.page.data.edges.length]")
    for odd in ("#at=a b c", "#at=1 2 1e9&open=%7B%7D&shut=%5B1,2%5D", "#open=%5B%22nowhere%22%5D"):
        strange = open_page(page_file("landscape"), odd)
        assert strange.trouble == []  # type: ignore[attr-defined]
        assert strange.evaluate(PAINTED) > 0.01


def test_a_frame_of_another_size_is_laid_out_anew(open_page: Opener, page_file: Callable[..., Path]) -> None:
    page = open_page(page_file("landscape"), width=1440, height=900)
    wide = page.evaluate("window.page.net.getPositions()")
    page.set_viewport_size({"width": 1000, "height": 700})
    page.wait_for_function("w => window.page.net.canvas.frame.clientWidth < w", arg=900)
    page.wait_for_timeout(300)
    assert page.evaluate("window.page.net.getPositions()") != wide
    assert not overlaps(boxes(page))


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "drug"])
def test_hostile_text_stays_text(open_page: Opener, folder: Path, name: str) -> None:
    asked = {key: value for key, value in ASKED[name].items() if key != "concept"}
    file = folder / f"hostile-{name}.html"
    file.write_text(page_of(_store(HOSTILE), preset=name, **asked), encoding="utf-8")  # type: ignore[arg-type]
    page = open_page(file)
    page.evaluate("window.page.data.nodes.forEach(({ id }) => window.page.select(id))")
    page.evaluate("[...window.page.pairs().keys()].forEach(window.page.selectPair)")
    page.click("#as-table")
    page.click("#asks")
    page.click("#done")
    if name != "ontology":
        page.evaluate("document.querySelectorAll('.moment').forEach((bar) => bar.click())")
    page.evaluate("window.page.asSvg()")
    page.wait_for_timeout(100)
    assert page.evaluate("window.owned") is None
    assert page.evaluate("document.querySelectorAll('img, main script, aside script').length") == 0
    assert page.evaluate("[...document.links].every((a) => /^https?:$/.test(a.protocol))")
    assert page.requests == []  # type: ignore[attr-defined]
    assert page.trouble == []  # type: ignore[attr-defined]
