"""A real `oxigraph serve` on a free port, and a server that says what a test wants."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from virtuoso_server import virtuoso

__all__ = ["oxigraph", "pretend", "virtuoso"]

Answering = Callable[[BaseHTTPRequestHandler, bytes], None]


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[str]:
    """The address of an Oxigraph server in memory, empty at first."""
    yield from _oxigraph()


@pytest.fixture
def oxigraph_of_its_own() -> Iterator[str]:
    """The same for one test alone."""
    yield from _oxigraph()


def _oxigraph() -> Iterator[str]:
    found = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if found is None:
        pytest.skip("needs the command `oxigraph`: pip install oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [found, "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            assert process.poll() is None, "oxigraph did not start"
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def pretend() -> Iterator[Callable[[Answering], str]]:
    """Start a server that answers every request as the test says; gives its address."""
    running: list[ThreadingHTTPServer] = []

    def start(answering: Answering) -> str:
        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                answering(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            do_GET = do_POST = do_PUT = _answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        running.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/x"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()
