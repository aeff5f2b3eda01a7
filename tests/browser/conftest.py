"""Pages in a headless browser without a network. Skipped, with the reason, where no browser is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install playwright")
sys.path.insert(0, str(Path(__file__).parent.parent / "render"))

from browser_session import chromium, launched, ready  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from sample_graph import HOSTILE, sample  # noqa: E402

from kg.render.gather import gather  # noqa: E402
from kg.render.page import render  # noqa: E402
from kg.render.view import View, ViewEdge, ViewNode  # noqa: E402

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


def crowd(nodes: int) -> View:
    """A view of about this many nodes: trials that give drugs, each with outcomes of its own."""
    drugs = [ViewNode(f"drug/d{i}", "Drug", f"drug {i}", f"drug {i}") for i in range(max(3, nodes // 20))]
    trials, outcomes, edges = [], [], []
    for i in range((nodes - len(drugs)) // 4):
        key = f"NCT{i:08d}"
        trials.append(ViewNode(f"trial/{key}", "Trial", key, f"{key} a trial", trials=(key,)))
        for j in range(3):
            part = f"part/{key}-primary-{j}"
            outcomes.append(ViewNode(part, "OutcomeMeasure", f"outcome {i} {j}", f"outcome {i} {j}", trials=(key,)))
            edges.append(ViewEdge(f"trial/{key}", part, "primary", 1.0, "registry-field", trials=(key,)))
            drug = drugs[(i * (j + 1)) % len(drugs)].id
            edges.append(ViewEdge(f"trial/{key}", drug, "tests", 0.9, "lexicon", trials=(key,)))
    given: dict[str, set[str]] = {}
    for edge in edges:
        given.setdefault(edge.target, set()).update(edge.trials)
    drugs = [drug._replace(trials=tuple(sorted(given.get(drug.id, ())))) for drug in drugs]
    keys = tuple((trial.full[:11], trial.full) for trial in trials)
    return View(tuple(sorted(drugs + trials + outcomes)), tuple(sorted(set(edges))), keys)


@pytest.fixture(scope="session")
def crowd_page(folder: Path) -> Callable[[int], Path]:
    def make(nodes: int) -> Path:
        file = folder / f"crowd-{nodes}.html"
        if not file.exists():
            file.write_text(render(crowd(nodes), title=f"About {nodes} nodes"), encoding="utf-8")
        return file

    return make


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    """Opens a page file; `page.requests` are the addresses it asked for, `page.trouble` what went wrong in it."""
    contexts = []

    def opener(file: Path, fragment: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.requests, page.trouble = [], []  # type: ignore[attr-defined]
        # Anything but the file itself is noted and never answered, as behind a firewall that hangs.
        page.route(lambda url: not url.startswith(("file:", "blob:", "data:")), lambda route: page.requests.append(route.request.url))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.trouble.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda message: page.trouble.append(message.text) if message.type == "error" else None)  # type: ignore[attr-defined]
        page.on("dialog", lambda dialog: (page.trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))  # type: ignore[attr-defined]
        return ready(page, file, fragment)

    yield opener
    for context in contexts:
        context.close()
