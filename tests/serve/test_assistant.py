"""The card and the tools for assistants, through the SDK's own client."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from served import ROOT, RUNAWAY

from kg.errors import InputError
from kg.graph import Graph
from kg.serve.assistant import tools
from kg.serve.assistant.card import LEAST, card, tokens

mcp = pytest.importorskip("mcp", reason="the MCP SDK is not installed: pip install 'trialkg[mcp]'")

TRIAL = "r-3536e172dc01c3d1"
TOOLS = {"schema", "resolve", "neighbours", "sparql", "evidence", "ask"}


@pytest.mark.parametrize("most", [LEAST, 800, 1500, 4000, 20_000])
def test_a_card_keeps_within_its_tokens_and_is_always_the_same(seed_graph: Graph, most: int) -> None:
    text = card(seed_graph.store, report=seed_graph.report, max_tokens=most)
    assert tokens(text) <= most
    assert text == card(seed_graph.store, report=seed_graph.report, max_tokens=most)
    assert "5 clinical trials" in text
    assert ("(truncated:" in text) == (most < 20_000)


def test_a_card_has_counts_properties_and_queries_that_run(seed_graph: Graph) -> None:
    text = card(seed_graph.store, report=seed_graph.report, max_tokens=20_000)
    assert "tkg:OutcomeMeasure 30" in text
    assert "- `tkg:endpoint` tkg:OutcomeMeasure → tkg:Endpoint (31)" in text
    queries = [block.partition("```")[0] for block in text.split("```sparql\n")[1:]]
    assert len(queries) > 20
    for query in queries[:5]:
        seed_graph.query(query)


def test_a_card_of_too_few_tokens_is_refused(seed_graph: Graph) -> None:
    with pytest.raises(InputError, match="at least"):
        card(seed_graph.store, report=seed_graph.report, max_tokens=LEAST - 1)


def test_answers_have_an_end(seed_graph: Graph) -> None:
    found = tools.sparql(seed_graph.store, query="SELECT * { ?s ?p ?o }", limit=10**9)
    assert found["truncated"]
    assert len(json.dumps(found, ensure_ascii=False)) <= tools.MOST_CHARACTERS
    assert len(tools.sparql(seed_graph.store, query="SELECT * { ?s ?p ?o }", limit=-3)["rows"]) == 1


def _with_client(target: Any, work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with mcp.Client(target) as client:
            return await work(client)

    with ThreadPoolExecutor(1) as alone:  # another test of this process may have left a loop in this thread
        return alone.submit(lambda: asyncio.run(asyncio.wait_for(run(), 90))).result()


def _text(result: Any) -> str:
    return "".join(getattr(block, "text", "") for block in result.content)


def _told(result: Any) -> dict[str, Any]:
    assert not result.is_error, _text(result)
    found: dict[str, Any] = json.loads(_text(result))
    return found


def _command(build: Path, *options: str) -> list[str]:
    return ["-m", "kg", "mcp", str(build), "--workers", "1", "--time-limit", "3", *options]


def test_the_tools_answer_over_standard_input(seed_build: Path) -> None:
    async def work(client: Any) -> None:
        listed = await client.list_tools()
        assert {tool.name for tool in listed.tools} == TOOLS
        assert all(tool.description for tool in listed.tools)

        card_ = _told(await client.call_tool("schema", {"max_tokens": 900}))
        assert tokens(card_["markdown"]) <= 900
        found = _told(await client.call_tool("resolve", {"name": "Avastin"}))
        assert found["concepts"][0] == {
            "id": "drug/bevacizumab", "name": "bevacizumab", "kind": "Drug", "matched": "Avastin", "score": 1.0,
        }  # fmt: skip
        near = _told(await client.call_tool("resolve", {"name": "befacizumabb", "kind": "Drug"}))
        assert near["concepts"][0]["id"] == "drug/bevacizumab"
        assert near["concepts"][0]["score"] < 1
        for thing in ("drug/bevacizumab", "drug:bevacizumab", "mesh:D000068258", "Avastin"):
            around = _told(await client.call_tool("neighbours", {"thing": thing, "limit": 5}))
            assert around["id"] == "drug/bevacizumab"
            assert around["truncated"]
        why = _told(await client.call_tool("evidence", {"trial": TRIAL, "about": "FOLFIRI"}))
        assert any(edge["words"] == "FOLFIRI" and edge["field"] for edge in why["edges"])
        rows = _told(await client.call_tool("sparql", {"query": "SELECT ?t { ?t a tkg:Trial }", "limit": 2}))
        assert (len(rows["rows"]), rows["truncated"]) == (2, True)
        asked = _told(await client.call_tool("ask", {"question": "trials-giving-drug", "values": {"drug": "Avastin"}}))
        assert f"trial/{TRIAL}" in {row[0] for row in asked["rows"]}
        assert "assumed" not in asked
        misnamed = _told(await client.call_tool("ask", {"question": "trials-giving-drug", "drug": "irinotecan"}))
        assert misnamed["assumed"] == {"drug": "drug/bevacizumab"}
        assert len(_told(await client.call_tool("ask", {}))["questions"]) > 30

        for tool, values, message in (
            ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, "refused"),
            ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "refused"),
            ("sparql", {"query": RUNAWAY}, "second"),
            ("evidence", {"trial": "NCT00000000"}, "resolve"),
            ("neighbours", {"thing": "befacizumabb"}, "perhaps"),
            ("ask", {"question": "trials-giving"}, "trials-giving"),
            ("resolve", {"name": " "}, "empty"),
        ):
            result = await client.call_tool(tool, values)
            assert result.is_error, (tool, values)
            assert message in _text(result), _text(result)
        assert _told(await client.call_tool("sparql", {"query": "ASK { ?s ?p ?o }"}))["answer"] is True

    command = mcp.StdioServerParameters(command=sys.executable, args=_command(seed_build), cwd=str(ROOT))
    _with_client(command, work)


def test_a_port_that_is_taken_is_a_wrong_call(seed_build: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = [sys.executable, *_command(seed_build, "--http", "--port", str(port))]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == InputError.exit_code
    assert f"trialkg: 127.0.0.1:{port} cannot be served" in done.stderr


def test_the_tools_answer_over_http_on_this_machine_only(seed_build: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, *_command(seed_build, "--http", "--port", str(port))]
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(150):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)

            async def work(client: Any) -> list[str]:
                listed = await client.list_tools()
                _told(await client.call_tool("resolve", {"name": "FOLFIRI"}))
                return [tool.name for tool in listed.tools]

            assert set(_with_client(f"http://127.0.0.1:{port}/mcp", work)) == TOOLS
        finally:
            server.terminate()
            server.wait(20)
