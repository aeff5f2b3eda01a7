"""A real Virtuoso of a test's own, where one is installed."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {place}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 100000
"""


class Virtuoso(NamedTuple):
    """A running Virtuoso: its address, the port of its SQL, the command that speaks that, and where it may read."""

    url: str
    sql: int
    isql: str
    place: Path


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """An empty Virtuoso 7 of its own, on free ports."""
    server, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    if server is None or isql is None:
        pytest.skip("needs virtuoso-t and isql-vt: apt-get install virtuoso-opensource-7-bin (Debian)")
    place = tmp_path_factory.mktemp("virtuoso")
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        http, sql = one.getsockname()[1], other.getsockname()[1]
    (place / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http, place=place), encoding="utf-8")
    with (place / "out.txt").open("wb") as out:
        process = subprocess.Popen([server, "+foreground", "+configfile", "virtuoso.ini"], cwd=place, stdout=out)
    try:
        log = place / "virtuoso.log"
        for _ in range(1_200):
            assert process.poll() is None, f"virtuoso did not start: {log.read_text() if log.is_file() else ''}"
            if log.is_file() and "Server online" in log.read_text(encoding="utf-8", errors="replace"):
                break
            time.sleep(0.1)
        yield Virtuoso(f"http://127.0.0.1:{http}", sql, isql, place)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(60)
        if process.poll() is None:
            process.kill()
            process.wait(30)
