"""`/sparql`: queries and their answers, and the description of the service for those who ask nothing."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve import jobs, protocol
from kg.serve.catalogue import service_description
from kg.serve.negotiate import GRAPHS, HTML, ROWS, choose, media_type
from kg.serve.protocol import Question
from kg.serve.site import Site


def routes(site: Site) -> list[Route]:
    """The routes of the endpoint."""

    async def sparql(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        request.state.route = "sparql"
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method == "POST":
            body = await read_body(request, site)
            asked = protocol.from_post(request.headers.get("content-type", ""), request.scope["query_string"], body)
        else:
            found = protocol.from_query_string(request.scope["query_string"])
            if found is None:
                return await _nothing_asked(request, site, accept)
            asked = found
        return await answer(request, site, asked, accept)

    return [Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"])]


async def answer(request: Request, site: Site, asked: Question, accept: str) -> Response:
    """The answer to a query in the best of the formats that the client takes."""
    rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if asked.form:  # counts for the kind of answer that can have it
        named = asked.form, media_type(asked.form)
        rows, graph = (named, graph) if any(name == asked.form for name, _ in ROWS) else (rows, named)
    elif rows is None and graph is None and choose(accept, HTML):
        rows, graph = (ROWS[0][0], ROWS[0][1][0]), (GRAPHS[0][0], GRAPHS[0][1][0])
    if rows is None and graph is None:
        raise HTTPException(406, "rows can be JSON, XML, CSV or TSV; a graph Turtle, N-Triples, JSON-LD or RDF/XML")
    settings = site.settings
    log = {"query": sha256(asked.query.encode()).hexdigest()[:12], "length": len(asked.query)}
    request.state.log = log
    found = await site.call(
        jobs.sparql,
        request=request,
        query=asked.query,
        default=asked.default,
        named=asked.named,
        rows_as=rows[0] if rows else "",
        graph_as=graph[0] if graph else "",
        max_rows=settings.max_rows,
        max_bytes=settings.max_bytes,
    )
    chosen = rows if rows and found["format"] == rows[0] else graph
    assert chosen is not None
    request.state.log = {**log, "rows": found["rows"], "truncated": found["truncated"]}
    return sent(site, chosen[1], found["body"], found["truncated"], found["rows"])


def sent(site: Site, media: str, body: bytes, truncated: str = "", rows: int = 0) -> Response:
    """A body as a response, with the mark of a limit where one cut it."""
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    if truncated:
        site.metrics.truncated.labels(truncated).inc()
        headers["Trialkg-Truncated"] = f"limit={truncated}; rows={rows}"
    if media.startswith("text/") or media.endswith("xml"):
        media += "; charset=utf-8"
    return Response(body, 200, headers, media)


async def read_body(request: Request, site: Site) -> bytes:
    """The body of a request, within the limits of size and time."""
    most = site.settings.max_request
    length = request.headers.get("content-length", "0")
    too_large = HTTPException(413, f"a request may have {most} bytes")
    if not length.isdigit() or int(length) > most:
        raise too_large
    found = bytearray()
    try:
        async with asyncio.timeout(site.settings.read_time):
            async for piece in request.stream():
                found += piece
                if len(found) > most:
                    raise too_large
    except TimeoutError:
        raise HTTPException(408, "the request did not arrive in time", {"Connection": "close"}) from None
    return bytes(found)


async def _nothing_asked(request: Request, site: Site, accept: str) -> Response:
    chosen = choose(accept, (*GRAPHS, *HTML))
    if chosen is None:
        raise HTTPException(406, "the description of the service is Turtle, N-Triples, JSON-LD, RDF/XML or HTML")
    if chosen[0] == "html":
        response = site.page(request, "sparql.html")
        response.headers["Vary"] = "Accept"
        return response
    return sent(site, chosen[1], service_description(site, request, chosen[0]))
