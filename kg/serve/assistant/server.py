"""The tools over the Model Context Protocol: standard input and output, or HTTP on this machine.

Each call runs in a worker with the limits of a server: at its time limit the work is killed. What goes wrong on
purpose reaches the client as the text of a `ToolError`; anything else would not say more than "error".
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from kg import __version__
from kg.build_report import read_report
from kg.errors import InputError, TrialKgError
from kg.serve.assistant import tools
from kg.serve.failures import Fault
from kg.serve.pool import Pool
from kg.serve.settings import Settings

_INSTRUCTIONS = (
    "A knowledge graph of clinical trials with evidence for every edge. Begin with `schema`; `resolve` names before "
    "you query; prefer `ask` where a named question fits, else `sparql`; `evidence` says why an edge is there. Answers "
    "are bounded: where `truncated` is true, narrow the question. A trial tests, it does not prove."
)


def server_of(settings: Settings, pool: Pool) -> MCPServer:
    """The server over a pool, which whoever runs it starts and closes."""
    server = MCPServer("trialkg", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")

    async def call(function: Callable[..., Any], **values: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = await pool.call(function, **values)
        except Fault as error:
            raise ToolError("something went wrong in the server") from error
        except TrialKgError as error:
            raise ToolError(str(error)) from error
        return found

    @server.tool()
    async def schema(max_tokens: int = 4000) -> dict[str, Any]:
        """What the graph holds, as Markdown: classes and properties with counts, prefixes, example queries."""
        return await call(tools.schema, report=read_report(settings.build), max_tokens=min(max_tokens, 8000))

    @server.tool()
    async def resolve(name: str, kind: str = "", limit: int = 10) -> dict[str, Any]:
        """Which concepts or trials a name may mean (brand names, codes, misspellings, registry numbers), with scores.
        `kind` keeps one kind, such as Drug, Condition, Endpoint, Trial."""
        return await call(tools.resolve, name=name, kind=kind, limit=limit)

    @server.tool()
    async def neighbours(thing: str, limit: int = 50) -> dict[str, Any]:
        """What a thing points to and what points to it. `thing` is an id (drug/bevacizumab), a registry number, a code
        (mesh:D000068258) or a name."""
        return await call(tools.neighbours, thing=thing, limit=limit)

    @server.tool()
    async def sparql(query: str, limit: int = 100) -> dict[str, Any]:
        """The rows of a read-only SPARQL 1.1 query. The prefixes of `schema` need not be declared."""
        return await call(tools.sparql, query=query, limit=limit)

    @server.tool()
    async def evidence(trial: str, about: str = "", limit: int = 30) -> dict[str, Any]:
        """Why the edges of a trial are there: words of the record, field, offsets, method, confidence. `about` keeps
        edges that mention it, such as a drug's name, a property or words of the record."""
        return await call(tools.evidence, trial=trial, about=about, limit=limit)

    @server.tool()
    async def ask(question: str = "", values: dict[str, str] | None = None, limit: int = 50) -> dict[str, Any]:
        """The answer to a named question with these values; without a question, the list of questions."""
        return await call(tools.ask, name=question, values=values or {}, limit=limit)

    return server


def run(settings: Settings, *, http: bool, started: Callable[[str], None]) -> None:
    """Serve until the client goes away (standard input) or the process is told to stop (HTTP). Raises `InputError`
    where the port cannot be had."""

    async def serve() -> None:
        pool = Pool(settings)
        await pool.start()
        try:
            server = server_of(settings, pool)
            work: Awaitable[None]
            if http:
                started(f"http://{settings.host}:{settings.port}/mcp")
                work = server.run_streamable_http_async(host=settings.host, port=settings.port)
            else:
                work = server.run_stdio_async()
            await work
        finally:
            await pool.close()

    try:
        asyncio.run(serve())
    except SystemExit:  # with a code of uvicorn's own, where it could not start
        raise InputError(f"{settings.host}:{settings.port} cannot be served: see the lines above") from None
