"""How fast a server answers, and whether it does so while some queries never end.

    python tests/bench/serve.py BUILD [--oxigraph PROGRAM] [--rdflib-endpoint PYTHON]

First a lookup of one trial is asked again and again, of `trialkg serve` and, in the same run with the same client, of
`oxigraph serve` and rdflib-endpoint where their programs are given. Then 2,000 mixed requests go to `trialkg serve`
over 32 connections, one in twenty of them a runaway; every answer is compared with that of the store itself.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from kg.graph import open_graph
from kg.query import questions

CONNECTIONS = 32
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a LIMIT 10",
    "ASK { ?a (<x:p>|!<x:p>)* ?b . ?b (<x:p>|!<x:p>)* ?c FILTER(?a = <x:never> && ?c = <x:never>) }",
)
_ENDPOINT = """
import sys, uvicorn
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint
uvicorn.run(SparqlEndpoint(graph=Graph().parse(sys.argv[1]), path="/"), port=int(sys.argv[2]), log_level="error")
"""


class Reply(NamedTuple):
    """One answer: what was asked (its place), the status, the body and how long it took."""

    asked: int
    status: int
    body: bytes
    seconds: float


async def _connection(port: int, path: str, work: Iterator[tuple[int, str]], replies: list[Reply]) -> None:
    reader = writer = None
    for place, query in work:
        if writer is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert reader is not None
        start = time.perf_counter()
        head = f"GET {path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        writer.write(f"{head}Accept: application/sparql-results+json\r\n\r\n".encode())
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await reader.readline(), 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        else:
            body = await reader.readexactly(int(headers["content-length"]))
        replies.append(Reply(place, int(lines[0].split()[1]), body, time.perf_counter() - start))
        if headers.get("connection") == "close":
            writer.close()
            writer = None
    if writer is not None:
        writer.close()


def ask_all(port: int, path: str, queries: Sequence[str]) -> tuple[list[Reply], float]:
    """All queries over 32 connections; the replies, and the seconds that it took."""

    async def go() -> list[Reply]:
        replies: list[Reply] = []
        work = iter(enumerate(queries))
        await asyncio.gather(*(_connection(port, path, work, replies) for _ in range(CONNECTIONS)))
        return replies

    start = time.perf_counter()
    return asyncio.run(go()), time.perf_counter() - start


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu(pid: int) -> float:
    """CPU seconds of a process and its descendants, ended ones that were waited for included (Linux)."""
    total, ticks = 0.0, os.sysconf("SC_CLK_TCK")
    parents: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(place.parent.name)
        parents.setdefault(int(fields[1]), []).append(number)
        used[number] = sum(map(int, fields[11:15])) / ticks
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        total += used.get(each, 0.0)
        waiting += parents.get(each, [])
    return total


@contextmanager
def running(words: Sequence[str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it answers until the block ends."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(words, stderr=log, stdout=log)
        try:
            for _ in range(600):
                try:
                    ask_all(port, path, ["ASK {}"])
                    break
                except (OSError, asyncio.IncompleteReadError):
                    if process.poll() is not None:
                        break
                    time.sleep(0.1)
            if process.poll() is not None:
                log.seek(0)
                raise SystemExit(f"{words[0]} ended: {log.read().decode()[-2000:]}")
            yield process
        finally:
            process.terminate()
            process.wait()


def trialkg(build: Path, port: int, *more: str) -> list[str]:
    """The command that serves a build."""
    return [sys.executable, "-m", "kg", "serve", str(build), "--port", str(port), *more]


def lookups(build: Path) -> list[str]:
    """A query for each trial: what is said of it."""
    with open_graph(build) as graph:
        trials = graph.query("SELECT ?t { ?t a tkg:Trial } ORDER BY ?t").column("t")
    return [f"SELECT ?p ?o WHERE {{ <{trial}> ?p ?o }}" for trial in trials]


def throughput(build: Path, others: dict[str, tuple[Callable[[int], list[str]], str]], count: int) -> None:
    """Lookups per second, and CPU per lookup, of each server."""
    queries = lookups(build)
    drawn = [random.Random(1).choice(queries) for _ in range(count)]
    servers = {"trialkg serve": (lambda port: trialkg(build, port), "/sparql"), **others}
    for name, (words, path) in servers.items():
        port = _free_port()
        number = count if name != "rdflib-endpoint" else count // 10
        with running(words(port), port, path) as process:
            ask_all(port, path, drawn[: number // 10])
            before = _cpu(process.pid)
            replies, seconds = ask_all(port, path, drawn[:number])
            used = _cpu(process.pid) - before
        failed = sum(reply.status != 200 for reply in replies)
        rate, cpu = len(replies) / seconds, 1e6 * used / len(replies)
        print(f"{name:16} {rate:7.0f} lookups/s  {cpu:6.0f} µs of CPU each  {failed} failed", flush=True)


def mixed(build: Path, count: int, limit: float) -> int:
    """The mixed load; how many answers were wrong."""
    draw = random.Random(2)
    short = lookups(build)[:200]
    with open_graph(build) as graph:
        for question in questions():
            start = time.perf_counter()
            table = graph.query(question.sparql)
            if time.perf_counter() - start < 0.02 and len(table) < 1000 and "LIMIT" not in question.sparql:
                short.append(question.sparql)
        short += ["ASK { ?s a tkg:Trial }", "SELECT (COUNT(*) AS ?n) { ?t a tkg:Trial }"]
        expected = {query: _normal(graph.query(query).render("json")) for query in short}
    queries = [draw.choice(RUNAWAYS) if draw.random() < 0.05 else draw.choice(short) for _ in range(count)]
    port = _free_port()
    with running(trialkg(build, port, "--time-limit", str(limit)), port, "/sparql") as process:
        replies, seconds = ask_all(port, "/sparql", queries)
        alive = process.poll() is None
    shorts = sorted(reply.seconds for reply in replies if queries[reply.asked] in expected)
    refused = sum(reply.status == 503 for reply in replies if queries[reply.asked] in expected)
    wrong = sum(
        reply.status == 200 and _normal(reply.body.decode()) != expected[queries[reply.asked]]
        for reply in replies
        if queries[reply.asked] in expected
    )
    lost = sum(reply.status not in (200, 503) for reply in replies if queries[reply.asked] in expected)
    ends = Counter(reply.status for reply in replies if queries[reply.asked] not in expected)
    longest = max(reply.seconds for reply in replies if queries[reply.asked] not in expected)
    p50, p95, p99 = (1000 * shorts[int(len(shorts) * part)] for part in (0.5, 0.95, 0.99))
    print(
        f"{len(replies)} requests over {CONNECTIONS} connections in {seconds:.1f} s\n"
        f"short: {len(shorts)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms; "
        f"{refused} refused (503), {wrong} wrong, {lost} lost\n"
        f"runaways: {dict(sorted(ends.items()))}, the longest ended after {longest:.2f} s of {limit:g} s; "
        f"the server {'lives' if alive else 'DIED'}"
    )
    return wrong + lost + (not alive)


def _normal(text: str) -> object:
    told = json.loads(text)
    if "boolean" in told:
        return told["boolean"]
    return sorted(json.dumps(row, sort_keys=True) for row in told["results"]["bindings"])


def main() -> None:
    """Run both parts; exit code 1 if an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--oxigraph", help="the program `oxigraph`")
    parser.add_argument("--rdflib-endpoint", help="a Python that has rdflib-endpoint")
    parser.add_argument("--lookups", type=int, default=5000)
    parser.add_argument("--mixed", type=int, default=2000)
    parser.add_argument("--time-limit", type=float, default=2.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        others: dict[str, tuple[Callable[[int], list[str]], str]] = {}
        if given.oxigraph:
            store = Path(folder, "store")
            shutil.copytree(given.build / "store", store)
            others["oxigraph serve"] = (
                lambda port: [
                    given.oxigraph, "serve-read-only", "--union-default-graph", "--location", str(store),
                    "--bind", f"127.0.0.1:{port}",
                ],
                "/query",
            )  # fmt: skip
        if given.rdflib_endpoint:
            turtle = str(given.build / "graph.ttl")
            others["rdflib-endpoint"] = (lambda port: [given.rdflib_endpoint, "-c", _ENDPOINT, turtle, str(port)], "/")
        if given.lookups:
            throughput(given.build, others, given.lookups)
        sys.exit(1 if given.mixed and mixed(given.build, given.mixed, given.time_limit) else 0)


if __name__ == "__main__":
    main()
