"""Pages in a headless browser without a network. Skipped, with the reason, where no browser is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install playwright")
sys.path.insert(0, str(Path(__file__).parent.parent / "render"))

from browser_session import chromium, launched, ready
from crowd import crowd
from playwright.sync_api import Browser, Page
from sample_graph import HOSTILE, sample

from kg.render.gather import gather
from kg.render.page import render

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("no Chromium: install it (apt-get install chromium) or set TRIALKG_CHROMIUM")
    with launched() as running:
        yield running


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def sample_page(folder: Path) -> Path:
    file = folder / "sample.html"
    file.write_text(render(gather(sample()), title="Four trials"), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def hostile_page(folder: Path) -> Path:
    file = folder / "hostile.html"
    file.write_text(render(gather(sample(HOSTILE)), title=HOSTILE), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def crowd_page(folder: Path) -> Callable[[int], Path]:
    def make(nodes: int) -> Path:
        file = folder / f"crowd-{nodes}.html"
        if not file.exists():
            file.write_text(render(crowd(nodes), title=f"About {nodes} nodes"), encoding="utf-8")
        return file

    return make


def _foreign(url: str) -> bool:
    return not url.startswith(("file:", "blob:", "data:"))


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Opens a page file; `page.requests` are the addresses it asked for, `page.trouble` what went wrong in it."""
    contexts = []

    def opener(
        file: Path, fragment: str = "", *, width: int = 1280, height: int = 800, before: str = "", **options: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        # Anything but the file itself is noted and never answered, as behind a firewall that hangs.
        requests: list[str] = []
        trouble: list[str] = []
        page.route(_foreign, lambda route: requests.append(route.request.url))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.requests, page.trouble = requests, trouble  # type: ignore[attr-defined]
        return ready(page, file, fragment)

    yield opener
    for context in contexts:
        context.close()
