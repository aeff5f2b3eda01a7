"""What a reader of the page can do, point by point, in a browser that can reach nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as Waited

from kg.render.page import render
from kg.render.view import View, ViewEdge, ViewNode

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]

# Share of canvas pixels that differ from the first one, the background.
PAINTED = """() => {
  const c = document.querySelector('#canvas canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0;
  for (let i = 0; i < d.length; i += 4) if (d[i + 3] !== d[3] || d[i] !== d[0] || d[i + 1] !== d[1]) n++;
  return n / (d.length / 4);
}"""
PLACE = "id => window.page.net.canvasToDOM(window.page.net.getPositions([id])[id])"
CAMERA = "[window.page.net.getViewPosition(), window.page.net.getScale()]"
SIZE = "[window.page.data.nodes.length, window.page.data.edges.length]"


def tally(page: Page) -> tuple[int, int]:
    found = re.search(r"([\d,]+) of [\d,]+ nodes?, ([\d,]+) of [\d,]+ edges?", page.inner_text("#status"))
    assert found, page.inner_text("#status")
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def click_node(page: Page, node: str) -> None:
    place = page.evaluate(PLACE, node)
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def test_opens_offline_and_paints(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    assert page.requests == []  # type: ignore[attr-defined]
    assert page.trouble == []  # type: ignore[attr-defined]
    assert page.evaluate(PAINTED) > 0.01
    assert page.evaluate("performance.now()") < 15_000
    assert list(tally(page)) == page.evaluate(SIZE)


def test_labels_do_not_overlap(open_page: Opener, sample_page: Path, crowd_page: Callable[[int], Path]) -> None:
    for file in (sample_page, crowd_page(300)):
        page = open_page(file, width=1440, height=900)
        boxes = page.evaluate("[...window.page.labels(), ...window.page.notes()]")
        assert len(boxes) >= 30
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                beside = a["x"] + a["w"] <= b["x"] or b["x"] + b["w"] <= a["x"]
                assert beside or a["y"] + a["h"] <= b["y"] or b["y"] + b["h"] <= a["y"], (a, b)


def test_no_label_is_cut_by_the_edge(open_page: Opener, crowd_page: Callable[[int], Path]) -> None:
    page = open_page(crowd_page(300), width=1100, height=900)
    wide = page.evaluate("document.getElementById('canvas').clientWidth")
    labels = page.evaluate("window.page.labels()")
    assert len(labels) >= 20
    assert [label for label in labels if label["x"] < 0 or label["x"] + label["w"] > wide] == []


def test_same_picture_every_time(open_page: Opener, sample_page: Path) -> None:
    first, second = (open_page(sample_page).evaluate("window.page.net.getPositions()") for _ in range(2))
    assert first == second


def test_node_panel(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    click_node(page, "drug/oxaliplatin")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "oxaliplatin"
    assert "Eloxatin" in panel.inner_text()
    code = panel.locator("a", has_text="mesh:D000077150")
    assert code.get_attribute("href") == "http://id.nlm.nih.gov/mesh/D000077150"
    panel.locator(".link", has_text="FOLFOX").first.click()
    assert panel.locator("h2").inner_text() == "FOLFOX"


def test_edge_panel_shows_the_words(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.evaluate("window.page.selectPair(JSON.stringify(['trial/NCT90000001', 'line/first-line']))")
    panel = page.locator("#panel")
    quote = panel.locator("blockquote")
    assert quote.inner_text() == "First-line therapy of HER2-negative gastric cancer."
    assert quote.locator("mark").inner_text() == "First-line"
    text = panel.inner_text()
    for part in ("brief summary, characters 0–10", "confidence 0.95", "lexicon", "rule: a name in its place"):
        assert part in text


def test_a_line_can_be_clicked(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    a, b = (page.evaluate(PLACE, node) for node in ("trial/r-0123456789abcdef", "drug/oxaliplatin"))
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + (a["x"] + b["x"]) / 2, box["y"] + (a["y"] + b["y"]) / 2)
    assert "Oxaliplatin Alone" in page.locator("#panel h2").inner_text()
    assert page.locator("#panel blockquote").count() >= 1


def test_parallel_edges_are_one_line(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    ends = "['trial/NCT90000001', 'endpoint/progression-free-survival']"
    page.evaluate(f"window.page.selectPair(JSON.stringify({ends}))")
    assert page.locator("#panel .edge").count() == 2
    assert "2 statements" in page.inner_text("#panel")
    drawn = page.evaluate(f"window.page.lines.get().filter((l) => l.from === {ends}[0] && l.to === {ends}[1])")
    assert len(drawn) == 1
    assert drawn[0]["dashes"]  # a secondary outcome


SEARCHES = (
    ("oxaliplatin", "drug/oxaliplatin"),  # exact before the trial whose title begins with it
    ("eloxatin", "drug/oxaliplatin"),
    ("stomach", "condition/gastric-neoplasms"),
    ("D000077150", "drug/oxaliplatin"),
    ("mesh:d001249", "condition/asthma"),
    ("NCT90000003", "trial/NCT90000003"),
    ("oxali", "drug/oxaliplatin"),
    ("asth", "condition/asthma"),
)


@pytest.mark.parametrize("wide", [1280, 390])
def test_search(open_page: Opener, sample_page: Path, wide: int) -> None:
    """What is found is in sight: a picture that is read as a whole does not move for it."""
    page = open_page(sample_page, width=wide)
    box, before = page.locator("#canvas").bounding_box(), page.evaluate(CAMERA)
    assert box
    for text, node in SEARCHES:
        page.focus("#canvas")
        page.keyboard.press("/")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        assert page.evaluate("window.page.state.node") == node, text
        place = page.evaluate(PLACE, node)
        assert 0 < place["x"] < box["width"], text
        assert 0 < place["y"] < box["height"], text
        assert wide < 600 or page.evaluate(CAMERA) == before, text


def test_search_centres_where_the_user_looked_closer(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.wheel(0, -600)
    page.wait_for_timeout(400)
    page.fill("#find", "oxaliplatin")
    page.press("#find", "Enter")
    place = page.evaluate(PLACE, "drug/oxaliplatin")
    assert abs(place["x"] - box["width"] / 2) < 2
    assert abs(place["y"] - box["height"] / 2) < 2


def test_find_is_reached_from_a_checkbox(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.focus("#kinds input")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("a/b")
    assert page.input_value("#find") == "a/b"


def test_filters_that_leave_nothing_say_so(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    assert page.locator("#empty").is_hidden()
    for box in page.query_selector_all("#kinds input"):
        box.uncheck()
    assert "filters" in page.inner_text("#empty")
    page.click("#reset")
    assert page.locator("#empty").is_hidden()


def test_many_names_are_folded(open_page: Opener, folder: Path) -> None:
    names = tuple(f"name {n}" for n in range(60))
    nodes = (
        ViewNode("drug/few", "Drug", "few", "few", synonyms=names[:14]),
        ViewNode("drug/many", "Drug", "many", "many", synonyms=names),
    )
    file = folder / "names.html"
    file.write_text(render(View(nodes, ()), title="Names"), encoding="utf-8")
    page = open_page(file)
    page.evaluate("window.page.select('drug/few')")
    assert "name 13" in page.inner_text("#panel")
    page.evaluate("window.page.select('drug/many')")
    assert "name 11" in page.inner_text("#panel")
    assert "name 12" not in page.inner_text("#panel")
    page.click("#panel summary:has-text('48 more names')")
    assert "name 59" in page.inner_text("#panel")


def test_search_without_match_says_so(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.fill("#find", "zzzz<b>")
    page.press("#find", "Enter")
    assert page.inner_text("#status") == "No match for “zzzz<b>”"
    assert page.evaluate("window.page.state.node") is None


def test_search_offers_a_list(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.fill("#find", "asthma")
    assert page.locator("#found li").count() == 3
    page.press("#find", "ArrowDown")
    page.press("#find", "ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "option-1"
    page.press("#find", "Enter")
    assert page.evaluate("window.page.state.node") == "condition/severe-asthma"
    assert page.locator("#found").is_hidden()


def test_legend_drops_exactly_its_count(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    nodes, edges = tally(page)
    for home, place in (("#kinds", 0), ("#relations", 1)):
        for row in page.locator(f"{home} .row").all():
            count = int(row.locator(".count").inner_text())
            row.locator("input").uncheck()
            assert (nodes, edges)[place] - tally(page)[place] == count > 0
            row.locator("input").check()
            assert tally(page) == (nodes, edges)


def test_filters_take_pixels_away(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    before = page.evaluate(PAINTED)
    for box in page.locator("#kinds input").all():
        box.uncheck()
    page.wait_for_timeout(200)
    assert page.evaluate(PAINTED) < before / 20


def test_trial_filter(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.select_option("#only", index=3)
    shown = page.evaluate("window.page.inSight().nodes.map((n) => n.id)")
    assert "drug/budesonide" in shown
    assert "drug/oxaliplatin" not in shown
    assert tally(page)[1] == sum(int(t) for t in page.locator("#relations .count").all_inner_texts())


def test_neighbourhood_is_lit(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.evaluate("window.page.select('regimen/capox')")
    lit = page.evaluate("window.page.marks.get().filter((m) => m.opacity === 1).map((m) => m.id).sort()")
    near = ["drug/capecitabine", "drug/oxaliplatin", "trial/NCT90000002", "part/NCT90000002-arm-0"]
    assert lit == sorted(["regimen/capox", *near])
    colour = page.evaluate("window.page.marks.get('regimen/capox').color.background")
    assert colour == "#E69F00"  # a selected node keeps the colour of its kind


def test_collapse_and_expand(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    everything = tally(page)
    page.evaluate("window.page.select('trial/NCT90000003')")
    page.locator("#panel button", has_text="Collapse").click()
    assert tally(page)[0] < everything[0]
    assert "collapsed" in page.inner_text("#status")
    page.locator("#panel button", has_text="hidden").click()
    assert tally(page) == everything


def test_deep_link(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.evaluate("window.page.select('drug/nivolumab')")
    page.locator("#kinds .row", has_text="Phase").locator("input").uncheck()
    fragment = page.evaluate("location.hash")
    again = open_page(sample_page, fragment)
    assert again.locator("#panel h2").inner_text() == "nivolumab"
    assert tally(again) == tally(page)
    again.evaluate("window.page.selectPair(JSON.stringify(['regimen/folfox', 'drug/oxaliplatin']))")
    third = open_page(sample_page, again.evaluate("location.hash"))
    assert third.locator("#panel .edge").count() == 1


def test_malformed_link_is_harmless(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    for fragment in (
        "#node=nowhere",
        "#node=%E0%A4%A",
        "#edge=%5B1%5D",
        "#edge=notjson&hide=constructor __proto__ Nope",
        "#trial=x&without=toString",
        "#around=nowhere&&==%",
    ):
        page.evaluate("fragment => { location.hash = fragment; }", fragment)
        page.wait_for_timeout(50)
        assert list(tally(page)) == page.evaluate(SIZE), fragment
        page.reload()
        page.wait_for_selector("html[data-ready]", state="attached")
        assert list(tally(page)) == page.evaluate(SIZE), fragment
    assert page.trouble == []  # type: ignore[attr-defined]


def test_keyboard_alone(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    first = page.evaluate("window.page.state.node")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("window.page.state.node")
    assert first != second
    linked = page.evaluate("window.page.data.edges.map((e) => [e.from, e.to])")
    assert [first, second] in linked or [second, first] in linked
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert "collapsed" in page.inner_text("#status") or "added" in page.inner_text("#status")
    page.keyboard.press("Escape")
    assert page.evaluate("window.page.state.node") is None
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_table_lists_what_is_in_sight(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    page.click("#as-table")
    assert page.locator("#table tbody tr").count() == tally(page)[1]
    page.locator("#relations .row", has_text="tests").locator("input").uncheck()
    assert page.locator("#table tbody tr").count() == tally(page)[1]
    assert "First-line" in page.inner_text("#table")
    page.locator("#table").get_by_role("button", name="oxaliplatin", exact=True).first.click()
    assert page.locator("#panel h2").inner_text() == "oxaliplatin"


def download(page: Page, button: str) -> bytes:
    page.click("#save summary")
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path()).read_bytes()


def test_exports(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page)
    nodes, edges = tally(page)
    assert download(page, "#png")[:8] == b"\x89PNG\r\n\x1a\n"
    picture = ElementTree.fromstring(download(page, "#svg"))
    assert len(picture.findall(".//{http://www.w3.org/2000/svg}polygon")) > 20
    assert "oxaliplatin" in "".join(picture.itertext())
    data = json.loads(download(page, "#json"))
    assert (len(data["nodes"]), len(data["edges"])) == (nodes, edges)
    assert all(w["exact"] in w["sentence"] for e in data["edges"] for w in e["evidence"])
    rows = list(csv.reader(io.StringIO(download(page, "#csv").decode("utf-8-sig"))))
    assert rows[0][:3] == ["from", "relation", "to"]
    assert len(rows) > edges
    graph = list(ox.parse(download(page, "#turtle"), format=ox.RdfFormat.TURTLE))
    tkg = "https://w3id.org/trialkg/ontology#"
    assert any(t.predicate.value == f"{tkg}resolvesTo" and t.object.value.endswith("drug/oxaliplatin") for t in graph)


def test_hostile_text_stays_text(open_page: Opener, hostile_page: Path) -> None:
    page = open_page(hostile_page)
    markup = "document.querySelectorAll('img, #panel script, #table script, a:not([href^=http])').length"
    strange = page.evaluate(
        f"""() => {{
          let found = 0;
          for (const {{ id }} of window.page.data.nodes) {{ window.page.select(id); found += {markup}; }}
          for (const key of window.page.pairs().keys()) {{ window.page.selectPair(key); found += {markup}; }}
          return found;
        }}"""
    )
    assert strange == 0
    page.click("#as-table")
    page.fill("#find", "script")
    assert page.locator("#found li").count() > 0
    page.click("#as-table")
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    svg = page.evaluate("window.page.asSvg()")
    picture = ElementTree.fromstring(svg)
    assert not [e for e in picture.iter() if e.tag.endswith(("script", "image", "a", "foreignObject"))]
    list(ox.parse(page.evaluate("window.page.asTurtle()").encode(), format=ox.RdfFormat.TURTLE))
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None
    assert page.evaluate(markup) == 0
    assert page.evaluate("[...document.links].every((a) => /^https?:$/.test(a.protocol))")
    assert page.requests == []  # type: ignore[attr-defined]
    assert page.trouble == []  # type: ignore[attr-defined]


def test_no_cell_is_a_formula(open_page: Opener, folder: Path) -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '"=1"', "plain")
    nodes = tuple(ViewNode(f"drug/{i}", "Drug", name, name) for i, name in enumerate(names))
    edges = tuple(ViewEdge("drug/7", node.id, "component", 0.5, "=cmd") for node in nodes[:-1])
    file = folder / "formulas.html"
    file.write_text(render(View(nodes, edges), title="=1"), encoding="utf-8")
    rows = list(csv.reader(io.StringIO(open_page(file).evaluate("window.page.asCsv()").lstrip("\ufeff"), newline="")))
    assert sorted(row[2].lstrip("'") for row in rows[1:]) == sorted(names[:-1])
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def axe_source() -> str:
    package = pytest.importorskip("axe_core_python", reason="axe-core is not installed: pip install axe-core-python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_accessible(open_page: Opener, sample_page: Path, scheme: str, width: int) -> None:
    # The page's own policy refuses foreign scripts, so the checker needs it lifted.
    page = open_page(sample_page, color_scheme=scheme, width=width, bypass_csp=True)
    page.add_script_tag(content=axe_source())
    steps = [
        "",
        "window.page.select('trial/NCT90000002')",
        "window.page.selectPair(JSON.stringify(['trial/NCT90000001', 'line/first-line']))",
        "document.getElementById('as-table').click()",
    ]
    for step in steps:
        if step:
            page.evaluate(step)
        found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        bad = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert not bad, (step, [(v["id"], v["nodes"][0]["html"]) for v in bad])


def test_dark_follows_the_system_and_the_button(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 17, 23)"
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_phone(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(PAINTED) > 0.01
    assert page.evaluate("document.getElementById('legend').open") is False
    page.evaluate("window.page.select('drug/oxaliplatin')")
    assert page.locator("#panel h2").inner_text() == "oxaliplatin"


def test_print(open_page: Opener, sample_page: Path) -> None:
    page = open_page(sample_page, color_scheme="dark")
    page.evaluate("window.page.select('drug/oxaliplatin')")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#tools").is_hidden()
    assert page.locator("#paper svg").bounding_box()["height"] > 100  # type: ignore[index]
    assert page.locator("#panel h2").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize(("nodes", "limit"), [(300, 3000), (500, 4000), (1400, 6000), (2800, 8000), (20_000, 8000)])
def test_size(open_page: Opener, crowd_page: Callable[[int], Path], nodes: int, limit: int) -> None:
    """Ready in time (on a busy machine twice the time is allowed), and never more drawn than can be read."""
    page = open_page(crowd_page(nodes))
    assert page.evaluate("performance.now()") < 2 * limit
    assert page.evaluate(PAINTED) > 0.01
    shown = tally(page)[0]
    if nodes <= 300:
        assert shown == page.evaluate("window.page.data.nodes.length")
    else:
        assert 20 < shown <= 300
        start = page.evaluate("window.page.data.start")
        page.evaluate("id => window.page.select(id)", start)
        page.evaluate("id => window.page.toggle(id, true)", start)
        assert shown <= tally(page)[0] <= 300
        far = page.evaluate("window.page.data.nodes.find((n) => !window.page.state.drawn.has(n.id)).full")
        page.fill("#find", far)
        page.press("#find", "Enter")
        assert page.locator("#panel h2").inner_text() == far
        assert page.locator("#all").is_visible() == (nodes <= 3000)
        if nodes <= 3000:
            page.click("#all")
            assert list(tally(page)) == page.evaluate(SIZE)
            assert "says little" in page.inner_text("#status")
            page.click("#reset")
            assert tally(page)[0] == shown


def test_notebook_frame(open_page: Opener, sample_page: Path, folder: Path) -> None:
    from kg.render.notebook import Shown

    shown = Shown(sample_page.read_text(encoding="utf-8"))
    file = folder / "notebook.html"
    frame = f"<!doctype html><html data-ready='yes'><body>{shown._repr_html_()}"
    file.write_text(frame, encoding="utf-8")
    page = open_page(file)
    # The frame may be swapped while it loads, so it is looked up anew until its page is ready; of one that is swapped
    # on a busy machine the driver may never hear, so the page is loaded a second time.
    ready = page.frame_locator("iframe").locator("html[data-ready]")
    try:
        ready.wait_for(state="attached", timeout=15_000)
    except Waited:
        page.reload()
        ready.wait_for(state="attached")
    inner = page.locator("iframe").element_handle().content_frame()
    assert inner is not None
    inner.evaluate("window.page.select('drug/oxaliplatin')")
    assert inner.inner_text("#panel h2") == "oxaliplatin"
    assert page.trouble == []  # type: ignore[attr-defined]
