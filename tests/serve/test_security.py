"""Each point of the server's defence, tried by an attack."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from served import ROOT, RUNAWAY, Served

from kg.errors import InputError
from kg.serve.settings import Settings

TOKEN = "a-token-of-more-than-16"


class Trap:
    """A server that must never be called: it remembers whether it was."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.called = False
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        try:
            connection, _ = self.socket.accept()
        except OSError:
            return
        self.called = True
        connection.close()

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def trap() -> Trap:
    return Trap()


_AT = "SERVICE <http://127.0.0.1:{port}/sparql> {{ ?x ?y ?z }}"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {_AT} }}",
        f"SELECT * {{ {_AT.replace('SERVICE', 'sErViCe SILENT')} }}",
        f"SELECT * {{ {_AT.replace('SERVICE', 'SERVICE # a comment' + chr(10))} }}",
        f"SELECT * {{ {{ SELECT * {{ {{ SELECT * {{ {_AT} }} }} }} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {_AT} }} }}",
        f"SELECT * {{ ?s ?p true{_AT} }}",
        f"SELECT * {{ {_AT.replace('SERVICE', chr(92) + 'u0053ERVICE')} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<'x>y') {_AT} }} #'",
        f'SELECT * {{ BIND("\\u0022" AS ?n) OPTIONAL {{ ?s <http://x#\\u0041> ?i }} {_AT} }} #"',
        f"PREFIX ex: <x:> SELECT * {{ ?s ?p ?o OPTIONAL {{ ?s ?p ex:a·\\' }} {_AT} }} #'",
        "SELECT * { VALUES ?e { <http://127.0.0.1:{port}/> } SERVICE ?e { ?x ?y ?z } }",
        "SELECT * FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:{port}/> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:{port}/>",
        "SELECT * { ?s ?p ?o } ; LOAD <http://127.0.0.1:{port}/>",
    ],
)
def test_no_query_makes_the_server_call_another(server: Served, trap: Trap, query: str) -> None:
    answer = server.sparql(query.replace("{{", "{").replace("}}", "}").replace("{port}", str(trap.port)))
    assert answer.status_code in (400, 403), answer.text
    time.sleep(0.02)
    assert not trap.called
    trap.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the second line of defence is the system's")
def test_a_worker_could_not_call_even_if_a_query_got_through(trap: Trap) -> None:
    program = f"""
import pyoxigraph as ox
from kg.serve.sandbox import no_sockets
query = "SELECT * {{ SERVICE <http://127.0.0.1:{trap.port}/> {{ ?x ?y ?z }} }}"
if not no_sockets():
    raise SystemExit(77)
try:
    list(ox.Store().query(query))
except OSError as error:
    print("denied")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode == 77:
        pytest.skip("this system has no filter of system calls")
    assert done.stdout == "denied\n"
    assert not trap.called
    trap.close()


@pytest.mark.parametrize(
    "graph", ["file:///etc/passwd", "/etc/passwd", "../../etc/passwd", "http://localhost/", "id:graph/evidence"]
)
def test_no_graph_but_those_of_the_build(server: Served, graph: str) -> None:
    for query, more in (
        (f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}", {}),
        (f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
        ("SELECT * { ?s ?p ?o }", {"default-graph-uri": graph}),
        ("SELECT * { ?s ?p ?o }", {"named-graph-uri": graph}),
    ):
        answer = server.sparql(query, **more)
        assert answer.status_code == 403
        assert "root:" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py", "/static//etc/passwd",
        "/static/....//settings.py", "/static/%00", "/id/../../etc/passwd", "/id/%2e%2e/%2e%2e/etc/passwd",
        "/data/..%2f..%2fetc%2fpasswd.ttl", "/page/%2fetc%2fpasswd", "/data//etc/passwd", "/static/",
        "/resource?iri=file:///etc/passwd", "/static/..\\settings.py", "/id/" + "a" * 5000, "/data/x.ttl%00.html",
    ],
)  # fmt: skip
def test_no_path_reaches_a_file(server: Served, path: str) -> None:
    told = _raw(server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    status = int(told.split(b" ", 2)[1])
    assert status in (303, 400, 404, 405), told[:200]
    assert b"root:" not in told
    assert b"dataclass" not in told


def test_updates_change_nothing(server: Served) -> None:
    def count() -> str:
        return server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text

    before = count()
    for update in ("CLEAR ALL", "INSERT DATA { <x:a> <x:b> <x:c> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL"):
        assert server.client.post("/sparql", data={"update": update}).status_code == 403
        assert server.sparql(update).status_code in (400, 403)
        direct = {"Content-Type": "application/sparql-update"}
        assert server.client.post("/sparql", content=update, headers=direct).status_code == 403
    assert count() == before


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::2]"])
def test_another_name_for_this_machine_is_not_answered(server: Served, host: str) -> None:
    answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Host": host})
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:9", "[::1]:80", "LOCALHOST:8080"])
def test_its_own_names_are(server: Served, host: str) -> None:
    assert server.client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["", "a b", "a<script>", "x/../y", "a:b:c", "é.example", "a\tb", "[", "..", "a@b"])
def test_what_is_no_host_is_refused(server: Served, host: str) -> None:
    head = b"GET /sparql HTTP/1.1\r\nHost: " + host.encode() + b"\r\nConnection: close\r\n\r\n"
    assert b" 400 " in _raw(server, head).splitlines()[0]


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=x", "/nothing", "/static/explorer.css", "/id/drug/x"])
def test_every_answer_has_the_headers(server: Served, path: str) -> None:
    headers = server.client.get(path, headers={"Origin": "http://evil.example"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
    assert not [name for name in headers if name.startswith("access-control")]


def test_other_origins_may_ask_only_where_they_are_named(serve: Callable[..., Served]) -> None:
    served = serve("--allow-origin", "https://friend.example", "--workers", "1")
    ask = {"query": "ASK {}"}
    friend = served.client.get("/sparql", params=ask, headers={"Origin": "https://friend.example"})
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    assert "Origin" in friend.headers["vary"]
    for origin in ("https://evil.example", "https://friend.example.evil.example", "null"):
        answer = served.client.get("/sparql", params=ask, headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers
    asked = {"Origin": "https://friend.example", "Access-Control-Request-Method": "POST"}
    leave = served.client.options("/sparql", headers=asked)
    assert leave.status_code == 204
    assert "POST" in leave.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in leave.headers


def test_a_token_is_needed_where_one_is_set(serve: Callable[..., Served], tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    served = serve("--token", str(file), "--workers", "1", "--allow-origin", "*")
    for path in ("/", "/sparql?query=ASK%20{}", "/metrics", "/id/drug/bevacizumab", "/static/explorer.css", "/nothing"):
        for given in ("", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é", "Bearer"):
            answer = served.client.get(path, headers={"Authorization": given.encode()} if given else {})
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
    for scheme in ("Bearer", "bearer"):
        bearing = {"Authorization": f"{scheme} {TOKEN}"}
        answer = served.client.get("/sparql", params={"query": "ASK {}"}, headers=bearing)
        assert answer.status_code == 200
    assert served.client.get("/healthz").status_code == 200
    assert served.client.get("/readyz").status_code == 200
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert served.client.options("/sparql", headers=asked).status_code == 204
    assert TOKEN not in served.log


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.1", "example.org"])
def test_other_machines_need_a_token_or_an_explicit_word(host: str) -> None:
    with pytest.raises(InputError, match="--token"):
        Settings(build=Path("x"), host=host)
    Settings(build=Path("x"), host=host, token=TOKEN)
    Settings(build=Path("x"), host=host, open_to_all=True)


@pytest.mark.parametrize("token", ["short", "twenty characters\nand more", "é" * 20])
def test_a_weak_token_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="token"):
        Settings(build=Path("x"), token=token)


def test_no_token_shows_when_settings_are_printed() -> None:
    assert TOKEN not in repr(Settings(build=Path("x"), token=TOKEN))


def test_too_large_is_refused(server: Served) -> None:
    large = "ASK {} #" + "x" * 210_000
    direct = {"Content-Type": "application/sparql-query"}
    assert server.client.post("/sparql", content=large, headers=direct).status_code == 413
    assert server.sparql(large).status_code == 413
    pieces = (piece.encode() for piece in [large[:1000], large[1000:]])  # chunked: no length is told
    assert server.client.post("/sparql", content=pieces, headers=direct).status_code == 413
    assert server.client.get("/sparql?query=" + "x" * 20_000).status_code == 414
    assert server.client.get("/sparql", params={"query": "ASK {}"}).status_code == 200


def test_a_head_without_end_is_refused(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        try:
            for number in range(400):
                client.sendall(b"X-%d: %s\r\n" % (number, b"y" * 2000))
            told = client.recv(1000)
        except (BrokenPipeError, ConnectionResetError):
            return
    assert told == b"" or b" 431 " in told.splitlines()[0]


def test_a_client_that_sends_slowly_is_dropped(seed_build: Path) -> None:
    program = f"""
from kg.serve.run import serve
from kg.serve.settings import Settings
from pathlib import Path
import sys
settings = Settings(build=Path({str(seed_build)!r}), port=0, workers=1, read_time=0.5)
serve(settings, lambda address: print("it is at " + address, file=sys.stderr, flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        port = int(re.findall(r":(\d+)/", process.stderr.readline())[0])
        post = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
        post += b"Content-Type: application/sparql-query\r\n\r\n"
        for slow in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n", post + b"ASK"):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                client.sendall(slow)
                start = time.monotonic()
                told = client.recv(1000)
                assert time.monotonic() - start < 10
                assert told == b"" or b" 408 " in told.splitlines()[0]
        process.terminate()
        process.stderr.read()
        assert process.wait() == 0


def test_the_log_has_no_line_of_another(serve: Callable[..., Served]) -> None:
    served = serve("--workers", "1")
    secret = "bevacizumab-in-the-query"
    hostile = "/id/%0a%7b%22forged%22%3a1%7d%1b%5b31m%c2%9b%e2%80%ae%0d%00"
    _raw(served, f"GET {hostile} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    served.sparql(f"SELECT * {{ ?s skos:prefLabel '{secret}' }}")
    served.sparql("SELECT ?title { ?t dcterms:title ?title }")
    served.stop()
    lines = [line for line in served.log.split("\n") if line][1:]
    assert len(lines) == 3, lines
    for line in lines:
        assert line.isprintable()
        assert line.isascii()
        told = json.loads(line)
        assert {"time", "client", "method", "path", "status", "ms", "bytes"} <= told.keys()
    assert secret not in served.log
    assert "Icaritin" not in served.log


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "STR(" * 9000 + "1" + ")" * 9000 + ") }",
        "SELECT * {" + "{" * 20000 + "}" * 20000 + "}",
        "SELECT * { FILTER(" + "!" * 30000 + "true) }",
        "SELECT * { ?s " + "<x:a>/" * 3000 + "<x:a> ?o }",
        "SELECT * { ?s ?p " + "(" * 400 + "1" + ")" * 400 + " }",
        "SELECT {" + "a." * 20000,
    ],
    ids=["calls", "braces", "nots", "path", "lists", "dots"],
)
def test_a_query_that_breaks_the_engine_breaks_nothing_else(server: Served, query: str) -> None:
    answer = server.sparql(query)
    assert answer.status_code in (400, 422, 504), answer.text
    assert server.sparql("ASK {}").status_code == 200


def test_memory_has_a_limit(serve: Callable[..., Served]) -> None:
    served = serve("--workers", "1", "--max-memory", "256", "--time-limit", "30")
    answer = served.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 1")
    assert answer.status_code == 422, answer.text
    assert served.sparql("ASK {}").json()["boolean"] is True


def _raw(server: Served, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(request)
        found = b""
        while piece := client.recv(65536):
            found += piece
        return found


def test_runaways_do_not_hold_up_the_others(server: Served) -> None:
    answers: list[int] = []

    def run() -> None:
        answers.append(server.sparql(RUNAWAY).status_code)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    for _ in range(20):
        assert server.sparql("ASK {}").status_code == 200
    for thread in threads:
        thread.join()
    assert set(answers) <= {503, 504}
    assert 504 in answers
