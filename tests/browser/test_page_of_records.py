"""Records in, page out: the seeds are understood at one look, and a hostile record is only text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sample_graph import HOSTILE

import kg

pytestmark = pytest.mark.browser
_SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds_page(folder: Path) -> Path:
    file = folder / "seeds.html"
    file.write_text(kg.build(_SEEDS).html(), encoding="utf-8")
    return file


def test_seeds_fit_one_look(open_page: Callable[..., Page], seeds_page: Path) -> None:
    page = open_page(seeds_page, width=1440, height=900)
    assert page.trouble == []  # type: ignore[attr-defined]
    nodes = page.evaluate("window.page.data.nodes.length")
    assert 40 <= nodes <= 120
    named = page.evaluate("window.page.labels().length")
    assert named >= 0.9 * nodes  # the rest is named when pointed at
    assert page.locator("#kinds .row", has_text="Trial").locator(".count").inner_text() == "5"


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (390, 844)])
def test_rows_are_named_on_smaller_screens(
    open_page: Callable[..., Page], seeds_page: Path, width: int, height: int
) -> None:
    page = open_page(seeds_page, width=width, height=height)
    left = page.evaluate(
        """() => {
            const { data } = window.page, drawn = data.nodes.filter((n) => data.kinds[n.kind].left);
            const named = new Set(window.page.labels().map((label) => label.id));
            return [drawn.length, drawn.filter((n) => !named.has(n.id)).map((n) => n.full)];
        }"""
    )
    assert left[0] >= 30
    assert left[1] == []
    assert [box for box in page.evaluate("window.page.notes()") if box["x"] < 0] == []
    assert page.locator("#more").is_visible() == (width == 390)  # what does not fit is announced


def test_marks_of_a_column_do_not_touch(open_page: Callable[..., Page], seeds_page: Path) -> None:
    page = open_page(seeds_page, width=1440, height=900)
    near = page.evaluate(
        """() => {
            const { marks, data } = window.page, rows = new Map();
            const kinds = new Map(data.nodes.map((n) => [n.id, n.kind]));
            for (const mark of marks.get()) {
                if (["Trial", "Arm"].includes(kinds.get(mark.id))) continue;
                rows.set(mark.x, [...(rows.get(mark.x) || []), mark]);
            }
            return [...rows.values()].flatMap((column) => {
                column.sort((a, b) => a.y - b.y);
                return column.slice(1).map((mark, i) => mark.y - mark.size - column[i].y - column[i].size);
            });
        }"""
    )
    assert len(near) >= 40
    assert min(near) > 0


def test_every_line_of_the_seeds_says_why(open_page: Callable[..., Page], seeds_page: Path) -> None:
    page = open_page(seeds_page)
    silent = page.evaluate(
        "window.page.data.edges.filter((e) => !e.evidence.length && e.method !== 'vocabulary').length"
    )
    assert silent == 0
    wrong = page.evaluate(
        "window.page.data.evidence.filter(([, start, end, , quote]) => [...quote].length !== end - start)"
    )
    assert wrong == []


def test_arms_of_a_seed_differ_by_route(open_page: Callable[..., Page], seeds_page: Path) -> None:
    page = open_page(seeds_page)
    page.evaluate("window.page.select(window.page.search('HAI group', 1)[0].node.id)")
    panel = page.inner_text("#panel")
    assert "FOLFOX hepatic arterial infusion" in panel
    assert "arm gives, optional (1)" in panel


def test_what_is_found_stands_with_its_neighbours_in_sight(open_page: Callable[..., Page], seeds_page: Path) -> None:
    page = open_page(seeds_page, width=1440, height=900)
    page.evaluate("window.page.net.moveTo({ scale: 4 })")
    page.fill("#find", "bevacizumab")
    page.keyboard.press("Enter")
    outside = page.evaluate(
        """() => {
            const { net, data, state } = window.page, canvas = document.querySelector("#canvas");
            const beside = data.edges.filter((e) => e.from === state.node || e.to === state.node);
            const places = net.getPositions([...new Set(beside.flatMap((e) => [e.from, e.to]))]);
            return Object.entries(places).filter(([, place]) => {
                const { x, y } = net.canvasToDOM(place);
                return x < 0 || y < 0 || x > canvas.clientWidth || y > canvas.clientHeight;
            }).map(([id]) => id);
        }"""
    )
    assert page.evaluate("window.page.state.node") == "drug/bevacizumab"
    assert outside == []


def test_hostile_record_is_only_text(open_page: Callable[..., Page], folder: Path) -> None:
    words = HOSTILE.replace("\u2028", " ").replace("|", " ")
    record = folder / "hostile.txt"
    lines = [
        f"Nivolumab {words}",
        f"A phase 2 study of nivolumab. {words}",
        f"Melanoma|{words}",
        f"DRUG: Nivolumab {words}|DRUG: {words}",
        f"Overall survival {words}, {words}, 2 years",
        f"Adverse events {words}, {words}, 1 year",
        f"Patients with melanoma receive nivolumab. {words}",
    ]
    record.write_text("\n".join(lines), encoding="utf-8")
    file = folder / "hostile-record.html"
    file.write_text(kg.build(record).html(title=words), encoding="utf-8")
    page = open_page(file)
    for node in page.evaluate("window.page.data.nodes.map((n) => n.id)"):
        page.evaluate("id => window.page.select(id)", node)
    page.click("#as-table")
    page.wait_for_timeout(200)
    assert "onerror" in page.inner_text("#table")
    assert page.evaluate("window.owned") is None
    assert page.evaluate("document.querySelectorAll('img, a:not([href^=http])').length") == 0
    assert page.trouble == []  # type: ignore[attr-defined]
    assert page.requests == []  # type: ignore[attr-defined]


def _poisoned(value: object, words: str) -> object:
    """A record with these words behind every text of it."""
    if isinstance(value, dict):
        return {key: _poisoned(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_poisoned(inner, words) for inner in value]
    return f"{value} {words}" if isinstance(value, str) and not value.startswith("NCT") else value


_RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99999999", "briefTitle": "Nivolumab in Melanoma", "acronym": "NIM"},
        "descriptionModule": {"briefSummary": "Nivolumab is given intravenously.", "detailedDescription": "Second."},
        "conditionsModule": {"conditions": ["Melanoma"], "keywords": ["skin"]},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A hospital"}},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Arm A", "description": "Nivolumab", "interventionNames": ["Drug: Nivolumab"]},
                {"label": "Arm B", "description": "Placebo", "interventionNames": ["Drug: Placebo"]},
            ],
            "interventions": [
                {"name": "Nivolumab", "description": "intravenously", "otherNames": ["Opdivo"]},
                {"name": "Placebo", "description": "saline"},
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "Overall survival", "description": "to death", "timeFrame": "2 years"}],
            "secondaryOutcomes": [{"measure": "Adverse events", "description": "by CTCAE", "timeFrame": "1 year"}],
        },
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n* melanoma"},
    }
}


def test_every_field_of_a_hostile_record_is_only_text(open_page: Callable[..., Page], folder: Path) -> None:
    words = HOSTILE.replace("\u2028", " ")
    record = folder / "hostile.json"
    record.write_text(json.dumps(_poisoned(_RECORD, words)), encoding="utf-8")
    with kg.build(record) as graph:
        for preset in ("", "trial", "compare", "landscape", "endpoints"):
            file = folder / f"hostile-json-{preset}.html"
            file.write_text(graph.html(preset=preset), encoding="utf-8")
            page = open_page(file)
            page.evaluate("window.page.data.nodes.forEach(({ id }) => window.page.select(id))")
            page.evaluate("[...window.page.pairs().keys()].forEach(window.page.selectPair)")
            page.click("#as-table")
            assert page.evaluate("window.owned") is None
            assert page.evaluate("document.querySelectorAll('img, a:not([href^=http])').length") == 0
            assert page.trouble == []  # type: ignore[attr-defined]
            assert page.requests == []  # type: ignore[attr-defined]
            assert "onerror" in page.content()  # the words did reach the page
