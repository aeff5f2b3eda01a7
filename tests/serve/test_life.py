"""The life of a server: a new build, clients that go away, processes that die, the end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from served import RUNAWAY, Served

from kg.errors import InputError
from kg.store import Store


def _until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def _smaller(build: Path, out: Path) -> Path:
    """A build that knows one trial only."""
    out.mkdir()
    shutil.copy(build / "report.json", out)
    lines = out / "facts.nt"
    lines.write_text(
        "<https://w3id.org/trialkg/id/trial/new> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/trialkg/ontology#Trial> .\n",
        encoding="utf-8",
    )
    Store.build(out / "store", {"facts": [lines]})
    return out


def _trials(served: Served) -> int:
    answer = served.sparql("SELECT (COUNT(?t) AS ?n) { ?t a tkg:Trial }")
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("told", [True, False], ids=["SIGHUP", "watched"])
def test_a_new_build_is_taken_over_and_no_request_is_lost(
    serve: Callable[..., Served], seed_build: Path, tmp_path: Path, told: bool
) -> None:
    build = tmp_path / "build"
    shutil.copytree(seed_build, build)
    served = serve("--workers", "2", build=build)
    seen: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen.append(_trials(served))

    thread = threading.Thread(target=ask)
    thread.start()
    fresh = _smaller(seed_build, tmp_path / "fresh")
    build.rename(tmp_path / "old")
    fresh.rename(build)
    shutil.rmtree(tmp_path / "old")
    if told:
        served.process.send_signal(signal.SIGHUP)
    _until(lambda: seen and seen[-1] == 1)
    done.set()
    thread.join()
    assert set(seen) == {5, 1}
    assert seen == sorted(seen, reverse=True)  # never back
    assert served.figure("trialkg_build_generation") >= 1


def test_a_port_that_is_taken_is_a_wrong_call_and_no_damaged_build(seed_build: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "kg", "serve", str(seed_build), "--port", str(port)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == InputError.exit_code
    assert "address already in use" in done.stderr
    assert done.stderr.endswith(f"trialkg: 127.0.0.1:{port} cannot be served: see the lines above\n")


def test_a_damaged_build_is_not_taken_over(serve: Callable[..., Served], seed_build: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    shutil.copytree(seed_build, build)
    served = serve("--workers", "1", "--time-limit", "2", build=build)
    (build / "store").rename(tmp_path / "kept")
    (build / "store").mkdir()
    (build / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    served.process.send_signal(signal.SIGHUP)
    _until(lambda: "stays" in served.log)
    assert served.client.get("/healthz").status_code == 200
    assert served.sparql("ASK {}").status_code in (200, 422, 503, 504)  # its files may be gone: never an endless wait
    shutil.rmtree(build / "store")
    (tmp_path / "kept").rename(build / "store")
    served.process.send_signal(signal.SIGHUP)
    _until(lambda: served.sparql("ASK {}").status_code == 200)
    assert _trials(served) == 5


def test_nobody_computes_for_a_client_that_went_away(serve: Callable[..., Served]) -> None:
    served = serve("--workers", "2", "--time-limit", "60")
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        _until(lambda: served.figure("trialkg_queries_running") == 1)
    _until(lambda: served.figure('trialkg_queries_stopped_total{reason="gone"}') == 1)
    _until(lambda: served.figure("trialkg_queries_running") == 0)
    assert _trials(served) == 5


def _children(pid: int) -> list[int]:
    told = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in told.split()]


@pytest.mark.skipif(shutil.which("pgrep") is None, reason="no pgrep")
def test_processes_that_die_are_replaced_and_none_is_left(serve: Callable[..., Served]) -> None:
    served = serve("--workers", "2")
    (mother,) = _children(served.process.pid)
    _until(lambda: len(_children(mother)) == 2)
    workers = _children(mother)
    os.kill(workers[0], signal.SIGKILL)
    _until(lambda: len(_children(mother)) == 2 and workers[0] not in _children(mother))
    assert _trials(served) == 5
    os.kill(mother, signal.SIGKILL)
    _until(lambda: _children(served.process.pid) and mother not in _children(served.process.pid))
    (other,) = _children(served.process.pid)
    _until(lambda: len(_children(other)) == 2)
    assert _trials(served) == 5
    left = [other, *_children(other)]
    served.stop()
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_waits_for_what_runs(serve: Callable[..., Served], number: int) -> None:
    served = serve("--workers", "2", "--time-limit", "2")
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(served.sparql(RUNAWAY).status_code))
    thread.start()
    _until(lambda: served.figure("trialkg_queries_running") == 1)
    served.process.send_signal(number)
    thread.join()
    assert answers == [504]
    assert served.stop() == 0
    assert "Traceback" not in served.log


def test_more_than_may_run_is_told_to_come_back(serve: Callable[..., Served]) -> None:
    served = serve("--workers", "2", "--max-running", "2", "--time-limit", "3")
    threads = [threading.Thread(target=served.sparql, args=(RUNAWAY,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    statuses = []
    for _ in range(200):
        answer = served.sparql("ASK {}")
        statuses.append(answer.status_code)
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) > 0
            break
    for thread in threads:
        thread.join()
    assert served.sparql("ASK {}").status_code == 200
    assert set(statuses) <= {200, 503}


def test_figures_are_counted(server: Served) -> None:
    assert server.sparql("ASK {}").status_code == 200
    before = server.figure('trialkg_requests_total{method="POST",route="sparql",status="200"}')
    for _ in range(3):
        assert server.sparql("ASK {}").status_code == 200
    assert server.figure('trialkg_requests_total{method="POST",route="sparql",status="200"}') == before + 3
    assert server.figure("trialkg_workers") == 4
    assert server.client.get("/healthz").text == "ok\n"
    assert server.client.get("/readyz").text == "ready\n"
    for odd in ("BREW", "PROPFIND"):
        server.client.request(odd, "/sparql")
    assert "BREW" not in server.client.get("/metrics").text
