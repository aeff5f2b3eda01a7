"""Fetching, against a server on this machine that behaves like the API: pages, throttling, errors, truncated bodies."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.errors import InputError
from kg.model import Trial
from kg.read import read
from kg.read.fetch import ATTEMPTS, STATE, Fetched, FetchError, fetch

COUNT = 7
DAY = date(2026, 1, 31)


class Registry(ThreadingHTTPServer):
    """`faults` are served, one a request, before the right answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/api/v2"


class Handler(BaseHTTPRequestHandler):
    server: Registry

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(query)
        if self.server.faults:
            status, headers, body = self.server.faults.pop(0)
        elif parts.path != "/api/v2/studies":
            status, headers, body = 404, {}, b"not here"
        else:
            status, headers, body = 200, {}, self.page(query)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def page(self, query: dict[str, str]) -> bytes:
        numbers = list(range(COUNT)) if "filter.advanced" not in query else [2]
        start, size = int(query.get("pageToken", "t0")[1:]), int(query["pageSize"])
        studies = [
            {"protocolSection": {"identificationModule": {"nctId": f"NCT{n:08d}", "briefTitle": f"Trial {n}"}}}
            for n in numbers[start : start + size]
        ]
        page: dict[str, object] = {"totalCount": len(numbers), "studies": studies}
        if start + size < len(numbers):
            page["nextPageToken"] = f"t{start + size}"
        return json.dumps(page).encode()


@pytest.fixture
def registry() -> Iterator[Registry]:
    server = Registry()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Clock:
    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def get(registry: Registry, folder: Path, clock: Clock, **options: object) -> Fetched:
    settings = {"base_url": registry.url, "page_size": 3, "sleep": clock, "today": lambda: DAY, **options}
    return fetch("liver metastases", folder, **settings)  # type: ignore[arg-type]


def keys(folder: Path) -> list[str]:
    items = list(read(folder))
    assert all(isinstance(item, Trial) for item in items), items
    return [item.key for item in items if isinstance(item, Trial)]


def test_all_pages_are_read_back(registry: Registry, tmp_path: Path) -> None:
    clock = Clock()
    assert get(registry, tmp_path, clock) == Fetched(3, COUNT, COUNT)
    assert keys(tmp_path) == [f"NCT{n:08d}" for n in range(COUNT)]
    assert [query.get("pageToken") for query in registry.asked] == [None, "t3", "t6"]
    assert {query["query.term"] for query in registry.asked} == {"liver metastases"}
    assert clock.slept == [1.3, 1.3]


FAULTS = [
    (429, {"Retry-After": "7"}, b""),
    (503, {"Retry-After": formatdate(0, usegmt=True)}, b"busy"),
    (500, {}, b"oops"),
    (200, {"Content-Length": "9999"}, b'{"studies": ['),
    (200, {}, b'{"studies": ['),
    (200, {}, b"<html>maintenance</html>"),
    (200, {}, b"[]"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[2][:12]!r}")
def test_faults_are_waited_out(fault: tuple[int, dict[str, str], bytes], registry: Registry, tmp_path: Path) -> None:
    clock = Clock()
    registry.faults = [fault, fault]
    assert get(registry, tmp_path, clock).studies == COUNT
    assert keys(tmp_path) == [f"NCT{n:08d}" for n in range(COUNT)]
    expected = {"7": [7.0, 7.0]}.get(fault[1].get("Retry-After", ""), [0.0, 0.0] if fault[0] == 503 else [1.0, 2.0])
    assert clock.slept[:2] == expected


def test_a_wait_is_never_absurd(registry: Registry, tmp_path: Path) -> None:
    clock = Clock()
    registry.faults = [(429, {"Retry-After": "1000000"}, b""), (429, {"Retry-After": "soon"}, b"")]
    get(registry, tmp_path, clock)
    assert clock.slept[:2] == [300.0, 2.0]


def test_it_gives_up_and_resumes(registry: Registry, tmp_path: Path) -> None:
    clock = Clock()

    def stop(seconds: float) -> None:
        clock(seconds)
        registry.faults = [(500, {}, b"")] * ATTEMPTS

    with pytest.raises(FetchError, match="resume"):
        fetch("liver metastases", tmp_path, base_url=registry.url, page_size=3, sleep=stop, today=lambda: DAY)
    assert keys(tmp_path) == [f"NCT{n:08d}" for n in range(3)]
    registry.faults.clear()
    registry.asked.clear()
    assert get(registry, tmp_path, clock).studies == COUNT - 3
    assert registry.asked[0]["pageToken"] == "t3"
    assert keys(tmp_path) == [f"NCT{n:08d}" for n in range(COUNT)]


def test_another_call_asks_only_for_updates(registry: Registry, tmp_path: Path) -> None:
    clock = Clock()
    get(registry, tmp_path, clock)
    registry.asked.clear()
    assert get(registry, tmp_path, clock) == Fetched(1, 1, 1)
    assert registry.asked[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-01-31,MAX]"
    assert len(keys(tmp_path)) == COUNT + 1


def test_since(registry: Registry, tmp_path: Path) -> None:
    assert get(registry, tmp_path, Clock(), since="2024-02-29").studies == 1
    assert registry.asked[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2024-02-29,MAX]"


def test_what_is_refused(registry: Registry, tmp_path: Path) -> None:
    clock = Clock()
    with pytest.raises(InputError, match="a day such as"):
        get(registry, tmp_path, clock, since="last week")
    with pytest.raises(InputError, match="https://"):
        fetch("x", tmp_path, base_url="file:///etc")
    with pytest.raises(InputError, match="search for"):
        fetch(" ", tmp_path)
    registry.faults = [(400, {}, b"no such area")]
    with pytest.raises(InputError, match="no such area"):
        get(registry, tmp_path, clock)
    assert clock.slept == []
    get(registry, tmp_path, clock)
    with pytest.raises(InputError, match="another folder"):
        fetch("something else", tmp_path, base_url=registry.url)
    (tmp_path / STATE).write_text("{")
    with pytest.raises(InputError, match="damaged"):
        get(registry, tmp_path, clock)


def test_nothing_listens(tmp_path: Path) -> None:
    clock = Clock()
    with pytest.raises(FetchError):
        fetch("x", tmp_path, base_url="http://127.0.0.1:9", sleep=clock)
    assert len(clock.slept) == ATTEMPTS - 1
