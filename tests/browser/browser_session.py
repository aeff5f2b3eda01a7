"""A headless Chromium that can reach nothing, and pages opened in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --force-color-profile=srgb"
).split()


def chromium() -> str | None:
    """The browser of this machine: `TRIALKG_CHROMIUM`, else the first on the path."""
    return os.environ.get("TRIALKG_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield browser
        browser.close()


def ready(page: Page, file: Path, fragment: str = "") -> Page:
    """Open a page file and wait until it has drawn."""
    page.goto(f"{file.as_uri()}{fragment}")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
    return page


def screenshot(
    html: Path, picture: Path, *, width: int = 1440, height: int = 900, scheme: str = "light", fragment: str = ""
) -> None:
    """Take a picture of a page file.

    `python tests/browser/browser_session.py build/graph.html picture.png` does it from the command line; the README's
    is that of the seeds: `python tests/browser/browser_session.py build/graph.html notebooks/graph.png`.
    """
    with launched() as browser:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        ready(page, html.resolve(), fragment).wait_for_timeout(300)
        page.screenshot(path=picture)


def screenshot_of(address: str, picture: Path, *, width: int = 1280, height: int = 860) -> None:
    """Take a picture of a served page: `python tests/browser/browser_session.py http://127.0.0.1:8080/ picture.png`."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        page.goto(address)
        page.wait_for_timeout(300)
        page.screenshot(path=picture)


if __name__ == "__main__":
    import sys

    if sys.argv[1].startswith("http://"):
        screenshot_of(sys.argv[1], Path(sys.argv[2]))
    else:
        screenshot(Path(sys.argv[1]), Path(sys.argv[2]), fragment=sys.argv[3] if len(sys.argv) > 3 else "")
