"""Download the studies of a search from the registry's public API, version 2. Runs only when it is called.

    pages of the search → DIR/<run>-<page>.json, complete or not there; DIR/.fetch.json says how far it got

The rule: polite (one request at a time, a pause between them, `Retry-After` obeyed, back-off), resumable (call it again
after any failure), incremental (once complete, another call asks only for what was updated since that day).
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import InputError
from kg.files import write_whole

BASE_URL = "https://clinicaltrials.gov/api/v2"
PAUSE = 1.3
"""Seconds between two requests: the registry asks for at most 50 a minute."""
ATTEMPTS = 6
LONGEST_WAIT = 300.0
TIMEOUT = 60.0
STATE = ".fetch.json"
_LARGEST_PAGE = 256 << 20


class FetchError(InputError):
    """The download could not go on; what has been fetched is kept, and another call resumes it."""


class Fetched(NamedTuple):
    """What one call brought: pages and studies written, and how many the registry says there are."""

    pages: int
    studies: int
    total: int | None


class _Transient(Exception):
    """Worth another attempt, after `wait` seconds where the server said so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def fetch(
    term: str,
    out_dir: Path | str,
    *,
    base_url: str = BASE_URL,
    since: str | date | None = None,
    page_size: int = 200,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
    today: Callable[[], date] = lambda: datetime.now(UTC).date(),
) -> Fetched:
    """Download every study that matches `term` into `out_dir`, as pages that `kg.read.read` takes.

    `since` limits it to studies updated on that day (`YYYY-MM-DD`) or later. Raises `FetchError` where the server
    keeps failing, `InputError` where it refuses the question.
    """
    if not term.strip():
        raise InputError('nothing to search for: expected a term such as "colorectal liver metastases"')
    if urllib.parse.urlsplit(base_url).scheme not in ("http", "https"):
        raise InputError(f"{base_url}: expected an address that starts with https://")
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    state = _load(folder, term, _day(since), today())
    pages = studies = 0
    total: int | None = None
    while True:
        page = _get(_address(base_url, state, page_size), sleep)
        found = page["studies"]
        total = page.get("totalCount", total)
        token = page.get("nextPageToken")
        if found:
            _write(folder / f"{state['run']:03}-{state['page']:05}.json", page)
        state.update(page=state["page"] + 1, token=token, finished=token is None)
        _write(folder / STATE, state)
        pages += bool(found)
        studies += len(found)
        if token is None:
            return Fetched(pages, studies, total)
        sleep(pause)


def _day(since: str | date | None) -> str:
    if since is None or isinstance(since, date):
        return since.isoformat() if since else ""
    try:
        return date.fromisoformat(since).isoformat()
    except ValueError:
        raise InputError(f"since {since!r}: expected a day such as 2024-01-31") from None


def _load(folder: Path, term: str, since: str, today: date) -> dict[str, Any]:
    """Where to start: afresh, where the last call stopped, or after the day of the last complete one."""
    fresh: dict[str, Any] = {
        "term": term,
        "since": since,
        "run": 0,
        "page": 0,
        "token": None,
        "finished": False,
        "day": str(today),
    }
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
        before = fresh | {name: state[name] for name in fresh}
    except FileNotFoundError:
        return fresh
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{folder / STATE} is damaged: remove it, or fetch into another folder") from None
    if before["term"] != term:
        raise InputError(f"{folder} holds the search {before['term']!r}: fetch {term!r} into another folder")
    if before["finished"]:
        return fresh | {"run": before["run"] + 1, "since": since or before["day"]}
    if since and since != before["since"]:
        return fresh | {"run": before["run"] + 1}
    return before


def _address(base_url: str, state: dict[str, Any], page_size: int) -> str:
    query = {"query.term": state["term"], "pageSize": str(page_size), "countTotal": "true", "format": "json"}
    if state["since"]:
        query["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{state['since']},MAX]"
    if state["token"]:
        query["pageToken"] = state["token"]
    return f"{base_url.rstrip('/')}/studies?{urllib.parse.urlencode(query)}"


def _write(path: Path, content: Any) -> None:
    write_whole(path, json.dumps(content, ensure_ascii=False))


def _get(address: str, sleep: Callable[[float], None]) -> dict[str, Any]:
    """One page, after as many attempts as it takes."""
    for attempt in range(ATTEMPTS):
        try:
            return _request(address)
        except _Transient as problem:
            if attempt == ATTEMPTS - 1:
                raise FetchError(f"gave up after {ATTEMPTS} attempts ({problem}); call again to resume") from None
            wait = problem.wait if problem.wait is not None else 2.0**attempt
            sleep(min(wait, LONGEST_WAIT))
    raise AssertionError("unreachable")


def _request(address: str) -> dict[str, Any]:
    request = urllib.request.Request(address, headers={"Accept": "application/json", "User-Agent": "trialkg"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            body = response.read(_LARGEST_PAGE)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 429 or error.code >= 500:
                wait = _retry_after(error.headers.get("Retry-After"))
                raise _Transient(f"the server answered {error.code}", wait) from None
            said = error.read(500).decode("utf-8", "replace").strip()
        raise InputError(f"the registry refused the search ({error.code}): {said}") from None
    except (OSError, http.client.HTTPException) as error:
        raise _Transient(f"{type(error).__name__}: {error}") from None
    try:
        page = json.loads(body)
    except (ValueError, RecursionError):
        raise _Transient("the answer is cut short or no JSON") from None
    if not isinstance(page, dict) or not isinstance(page.get("studies"), list):
        raise _Transient("the answer has no list of studies")
    return page


def _retry_after(value: str | None) -> float | None:
    """Seconds from a `Retry-After` header: a number or a date."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
