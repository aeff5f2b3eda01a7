"""What servers do wrong, or say no to, is told in a line; a password goes nowhere else."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import EndpointFailed, InputError, QueryError
from kg.remote import Address, Endpoint, Login, fill

Start = Callable[[Callable[[BaseHTTPRequestHandler, bytes], None]], str]
ASK = "ASK { ?s ?p ?o }"
YES = b'{"head": {}, "boolean": true}'
LINES = [b"<urn:a> <urn:b> <urn:c> .\n" * 3]


def _say(
    handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", kind: str = "text/plain", **headers: str
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "--user"), (403, "may not"), (404, "right address"), (405, "right address"), (500, "it broke"),
    ],
)  # fmt: skip
def test_a_status_is_told_with_the_first_words(pretend: Start, status: int, said: str) -> None:
    url = pretend(lambda h, _: _say(h, status, b"<html><b>it\x1b</b> broke</html>" if status == 500 else b"no"))
    with pytest.raises(EndpointFailed, match=said) as caught:
        Endpoint(url).query(ASK)
    assert caught.value.status == status
    assert str(status) in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "<b>" not in str(caught.value)


def test_a_query_that_the_server_refuses(pretend: Start) -> None:
    with pytest.raises(QueryError, match="line 1: no such thing"):
        Endpoint(pretend(lambda h, _: _say(h, 400, b"line 1:\n no such thing"))).query(ASK)


def test_nobody_there() -> None:
    with pytest.raises(EndpointFailed, match="cannot be reached") as caught:
        Endpoint("http://127.0.0.1:9/sparql").query(ASK)
    assert caught.value.status is None
    done = CliRunner().invoke(app, ["query", "--endpoint", "http://127.0.0.1:9/sparql", ASK])
    assert isinstance(done.exception, EndpointFailed)
    assert done.exception.exit_code == 5


def test_no_answer_in_time(pretend: Start) -> None:
    url = pretend(lambda *_: time.sleep(1))
    with pytest.raises(EndpointFailed, match=r"0\.2 s"):
        Endpoint(url, timeout=0.2).query(ASK)


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<html><title>Hello</title></html>", "text/html", "query address.*Hello"),
        (b"{not json", "application/sparql-results+json", "cannot be read"),
        (b"<urn:a> <urn:b>", "application/n-triples", "cannot be read"),
        (b"", "application/octet-stream", "no answer to a query"),
    ],
)
def test_answers_that_are_none(pretend: Start, body: bytes, kind: str, said: str) -> None:
    with pytest.raises(EndpointFailed, match=said):
        list(Endpoint(pretend(lambda h, _: _say(h, 200, body, kind))).query(ASK))  # type: ignore[arg-type]


def test_an_answer_cut_short_is_no_answer(pretend: Start) -> None:
    url = pretend(lambda h, _: _say(h, 200, YES, "application/sparql-results+json", X_SPARQL_MaxRows="10000"))
    with pytest.raises(EndpointFailed, match="ResultSetMaxRows"):
        Endpoint(url).query(ASK)


def test_an_answer_without_end_is_no_answer(pretend: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.remote.address._MOST_ANSWERED", len(YES) - 1)
    url = pretend(lambda h, _: _say(h, 200, YES, "application/sparql-results+json"))
    with pytest.raises(EndpointFailed, match="longer than"):
        Endpoint(url).query(ASK)
    monkeypatch.setattr("kg.remote.address._MOST_ANSWERED", len(YES))
    assert Endpoint(url).query(ASK)


def test_a_redirect_is_told_and_not_followed(pretend: Start) -> None:
    asked: list[str] = []
    other = pretend(lambda h, _: (asked.append(h.path), _say(h, 200, YES))[1])
    url = pretend(lambda h, _: _say(h, 302, Location=other))
    with pytest.raises(EndpointFailed, match="points to") as caught:
        Endpoint(url, Login("me", "secret")).query(ASK)
    assert other in str(caught.value)
    assert not asked


def test_a_password_is_sent_when_it_is_asked_for_and_then_at_once(pretend: Start) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        seen.append(handler.headers.get("Authorization"))
        if seen[-1] is None:
            _say(handler, 401, WWW_Authenticate='Basic realm="x"')
        else:
            _say(handler, 200, YES, "application/sparql-results+json")

    endpoint = Endpoint(pretend(answer), Login("me", "pä:ss"))
    endpoint.query(ASK)
    endpoint.query(ASK)
    basic = "Basic " + base64.b64encode("me:pä:ss".encode()).decode()
    assert seen == [None, basic, basic]


def test_digest_is_preferred_and_hides_the_password(pretend: Start) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        seen.append(handler.headers.get("Authorization"))
        if seen[-1] is None:
            _say(handler, 401, WWW_Authenticate='Digest realm="x", nonce="n", qop="auth", algorithm=MD5')
        else:
            _say(handler, 200, YES, "application/sparql-results+json")

    Endpoint(pretend(answer), Login("me", "secret")).query(ASK)
    assert len(seen) == 2
    assert str(seen[1]).startswith('Digest username="me", realm="x"')
    assert "secret" not in str(seen[1])


def test_a_wrong_password_is_told(pretend: Start) -> None:
    url = pretend(lambda h, _: _say(h, 401, WWW_Authenticate='Basic realm="x"'))
    with pytest.raises(EndpointFailed, match="password is wrong") as caught:
        Endpoint(url, Login("me", "secret")).query(ASK)
    assert "secret" not in str(caught.value)


def test_a_busy_server_is_asked_again(pretend: Start) -> None:
    seen: list[tuple[str, bytes]] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((handler.command, body))
        _say(handler, 503 if len(seen) == 2 else 204)

    assert fill(Address(pretend(answer)), {"facts": LINES}, chunk=2) == {"facts": 3}
    assert [(method, body.count(b"\n")) for method, body in seen] == [("PUT", 0), ("POST", 2), ("POST", 2), ("POST", 1)]


def test_a_server_that_refuses_is_not_asked_again(pretend: Start) -> None:
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        seen.append(handler.command)
        _say(handler, 403 if handler.command == "POST" else 204)

    with pytest.raises(EndpointFailed, match="403"):
        fill(Address(pretend(answer)), {"facts": LINES})
    assert seen == ["PUT", "POST"]


def test_updates_where_there_is_no_graph_store(pretend: Start) -> None:
    seen: list[bytes] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if handler.command == "PUT":
            _say(handler, 405)
            return
        seen.append(body)
        _say(handler, 204)

    url = pretend(answer)
    fill(Address(url), {"run": LINES, "facts": LINES})
    assert [body.split()[0] for body in seen] == [b"CLEAR", b"CLEAR", b"INSERT", b"INSERT"]
    assert b"graph/run" in seen[0]
    assert b"graph/run" in seen[-1]
    with pytest.raises(EndpointFailed, match="405"):
        fill(Address(url), {"facts": LINES}, graph_store=True)


def test_a_form_is_no_graph_store_and_both_reasons_are_told(pretend: Start) -> None:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        if handler.command == "PUT":
            _say(handler, 200, b"<html><FORM>", "text/html")
        else:
            _say(handler, 403, b"read only")

    with pytest.raises(EndpointFailed, match=r"neither a graph store .*form.* nor updates .*read only"):
        fill(Address(pretend(answer)), {"facts": LINES})


@pytest.mark.parametrize(
    "url", ["", "build", "ftp://x", "http://", "http://[", "http://x:99999/", "http://a b/", "file:///etc/passwd", "http://é"]
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InputError, match="no address"):
        Address(url)


def test_a_password_does_not_belong_into_the_address() -> None:
    with pytest.raises(InputError, match="--password-file") as caught:
        Address("http://me:secret@x.test/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        [], ["--endpoint", "http://x", "--files", "y"], ["--endpoint", "http://x", "--graphs", "nope"],
        ["--endpoint", "http://x", "--graphs", ","], ["--endpoint", "http://127.0.0.1:9", "--user", "me"],
        ["--endpoint", "http://127.0.0.1:9", "--user", "me", "--password-file", "nowhere"], ["--instructions", "mysql"],
    ],
)  # fmt: skip
def test_options_that_do_not_go(words: list[str], seed_build: Path) -> None:
    done = CliRunner().invoke(app, ["load", str(seed_build), *words])
    assert isinstance(done.exception, InputError)
