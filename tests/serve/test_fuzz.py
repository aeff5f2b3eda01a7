"""Requests without sense: whatever comes, no 500, and the server lives. `FUZZ=5000` tries as many."""

from __future__ import annotations

import os
import random
import socket

from served import Served

_WORDS = (
    *"{}()<>\"'\\#?$:@_ \n\t.|*/&=!,;%+-^",
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "FILTER", "OPTIONAL", "UNION", "VALUES", "BIND", "AS", "GRAPH",
    "SERVICE", "FROM", "NAMED", "LIMIT", "ORDER BY", "GROUP BY", "COUNT(*)", "?s", "?p", "?o", "tkg:Trial", "<x:a>",
    "a", "'x'", '"y"@en', "1", "1.5e3", "true", "PREFIX", "BASE", "_:b", "\u00e9", "\u202e", "\x00", "\x1b[31m", "😀",
)  # fmt: skip
_PATHS = (
    "/", "/sparql", "/sparql/", "/id/drug/bevacizumab", "/id/", "/page/", "/data/", "/resource", "/ontology",
    "/questions.ttl", "/.well-known/void", "/metrics", "/healthz", "/static/plain.css", "/static/", "/x", "//", "/%",
)  # fmt: skip
_ACCEPT = (
    "*/*", "text/html", "text/turtle", "application/json", "text/csv;q=0", "*/*;q=-1", "a/b;q=", ";;", "\xff",
    "x" * 5000,
)  # fmt: skip
_FIELDS = ("query", "default-graph-uri", "named-graph-uri", "format", "iri", "update", "é")
_TYPES = (
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/plain", "",
    "application/sparql-query; charset=utf-16", "multipart/form-data", "application/x-www-form-urlencoded; charset",
)  # fmt: skip


def _text(draw: random.Random) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(draw.randint(0, 14)))


def _escaped(draw: random.Random, text: str) -> str:
    raw = text.encode() + (bytes([draw.randint(128, 255)]) if draw.random() < 0.1 else b"")
    return "".join(chr(b) if chr(b).isalnum() and b < 128 else f"%{b:02x}" for b in raw)


def request(draw: random.Random) -> bytes:
    """A request: most of it nearly right, so that it gets far before it fails."""
    method = draw.choice(["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "get", "X" * 30])
    path = draw.choice(_PATHS) if draw.random() < 0.5 else "/sparql"
    if draw.random() < 0.2:
        path += _escaped(draw, _text(draw))
    names = draw.choices(_FIELDS, k=draw.randint(0, 3))
    query = "&".join(f"{_escaped(draw, name)}={_escaped(draw, _text(draw))}" for name in names)
    body = _text(draw).encode() if draw.random() < 0.5 else f"query={_escaped(draw, _text(draw))}".encode()
    body = body if method in ("POST", "PUT") else b""
    head = f"{method} {path}{'?' if query else ''}{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += f"Accept: {draw.choice(_ACCEPT)}\r\nContent-Type: {draw.choice(_TYPES)}\r\n"
    length = len(body) if draw.random() < 0.97 else draw.choice(["-1", "x", 10**12, ""])
    if body:
        head += f"Content-Length: {length}\r\n"
    if draw.random() < 0.1:
        head += f"Origin: {_escaped(draw, _text(draw))}\r\nAuthorization: {draw.choice(['Bearer', 'x y z', ''])}\r\n"
    return head.encode("latin-1", "replace") + b"\r\n" + body


def test_whatever_comes_there_is_no_500(server: Served) -> None:
    draw = random.Random(7)
    statuses: dict[int, int] = {}
    for _ in range(int(os.environ.get("FUZZ", "1000"))):
        sent = request(draw)
        found = b""
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            try:
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                while piece := client.recv(65536):
                    found += piece
            except ConnectionResetError:
                continue
        if found:
            status = int(found.split(b" ", 2)[1])
            statuses[status] = statuses.get(status, 0) + 1
            assert status != 500, sent
    assert server.process.poll() is None
    assert server.sparql("ASK {}").json()["boolean"] is True
    assert {200, 400} <= statuses.keys()
    assert "Traceback" not in server.log
