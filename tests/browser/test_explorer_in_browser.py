"""The server's pages in a headless browser: accessible, inert, narrow, dark, and whole without JavaScript."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent.parent / "serve"))

from served import Served

axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe is not installed: pip install axe-core-python")

TRIAL, OTHER = "r-3536e172dc01c3d1", "r-80c11c0c07f28c95"
PAGES = (
    "/",
    "/trials",
    "/search?q=survival",
    f"/page/trial/{TRIAL}",
    "/page/drug/bevacizumab",
    f"/page/part/{TRIAL}-primary-0",
    f"/compare?trial={TRIAL}+{OTHER}",
    "/questions",
    "/questions/trials-giving-drug",
    "/sparql",
)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(seed_build: Path) -> Iterator[Served]:
    served = Served(seed_build, "--workers", "2")
    yield served
    served.stop()


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Callable[..., Page]]:
    """Opens a page of the server; `page.trouble` is what went wrong in it, `page.requests` what it asked of others."""
    contexts = []

    def open_(path: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        trouble: list[str] = []
        requests: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else requests.append(r.url))
        page.goto(server.url + path)
        page.trouble, page.requests = trouble, requests  # type: ignore[attr-defined]
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_telephone(visit: Callable[..., Page], path: str, scheme: str) -> None:
    page = visit(path, width=390, color_scheme=scheme)
    found = axe.Axe().run(page)["violations"]
    bad = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert not bad
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.trouble  # type: ignore[attr-defined]
    assert not page.requests  # type: ignore[attr-defined]


def test_everything_works_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit("/", java_script_enabled=False)
    page.fill("#find", "Avastin")
    page.click("button:has-text('Search')")
    page.click(".hits a:has-text('bevacizumab')")
    assert page.locator("h1").inner_text() == "bevacizumab"
    for box in page.locator("input[name=trial]").all()[:2]:
        box.check()
    page.click("button:has-text('Compare the chosen')")
    assert page.locator("table.compare thead th").count() == 2
    page.goto(page.url.partition("/compare")[0] + f"/page/trial/{TRIAL}")
    mark = page.locator(".text a.mark").first
    mark.click()
    assert page.evaluate("location.hash").startswith("#edge-")
    assert page.locator("tr:target").is_visible()
    page.goto(page.url.partition("/page")[0] + "/questions/trials-giving-drug")
    page.fill("#p-drug", "FOLFIRI")
    page.click("button:has-text('Ask')")
    assert "row" in page.locator("[role=status]").inner_text()


def test_search_suggests_and_is_worked_by_keys(visit: Callable[..., Page]) -> None:
    page = visit(f"/page/trial/{TRIAL}")
    page.locator("body").press("/")
    page.keyboard.type("avas", delay=20)
    page.wait_for_selector(".suggestions li")
    page.keyboard.press("ArrowDown")
    assert page.locator(".suggestions [aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**drug*bevacizumab*")
    assert page.locator("h1").inner_text() == "bevacizumab"


def test_no_more_than_five_trials_can_be_chosen(visit: Callable[..., Page]) -> None:
    page = visit("/trials")
    button = page.locator("button:has-text('Compare the chosen')")
    assert button.is_disabled()
    for box in page.locator("input[name=trial]").all()[:2]:
        box.check()
    assert button.is_enabled()


def test_the_query_editor_asks_this_server(visit: Callable[..., Page]) -> None:
    page = visit("/sparql?show=SELECT+(COUNT(*)+AS+?trials)+{+?t+a+<https://w3id.org/trialkg/ontology%23Trial>+}")
    page.locator(".yasqe_queryButton:visible").click()
    page.wait_for_selector(".yasr_results td:has-text('5')")
    assert not page.locator("#plain").is_visible()
    assert not page.requests  # type: ignore[attr-defined]
    without = visit("/sparql", java_script_enabled=False)
    with without.expect_download() as download:
        without.click("button:has-text('Ask')")
    assert "r-3536e172dc01c3d1" in download.value.path().read_text()


def test_a_picture_draws_under_its_own_policy(visit: Callable[..., Page]) -> None:
    page = visit(f"/graph?trial={TRIAL}")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
    assert page.locator("#canvas canvas").count() >= 1
    assert not page.requests  # type: ignore[attr-defined]


def test_names_in_a_narrow_table_break_between_words(visit: Callable[..., Page]) -> None:
    page = visit("/trials", width=390)
    names = page.evaluate(
        """() => [...document.querySelectorAll("td .chip")].map((chip) =>
            [chip.textContent, chip.getClientRects()[0].height / parseFloat(getComputedStyle(chip).lineHeight)])"""
    )
    assert len(names) >= 10
    assert [(name, lines) for name, lines in names if lines > len(name.replace("-", " ").split()) + 0.5] == []
