"""The application: routes, layers and life of a server. `run` makes it a process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import TrialKgError
from kg.query.published import questions_turtle
from kg.serve import catalogue, endpoint, linked
from kg.serve.explorer import rooms as explorer
from kg.serve.failures import Fault
from kg.serve.guard import Guard
from kg.serve.negotiate import HTML, choose
from kg.serve.problem import as_http, problem
from kg.serve.settings import Settings
from kg.serve.site import STATIC, Gone, Site

_LOG = logging.getLogger("kg.serve")
# A problem first: whoever takes anything gets that.
_TOLD = (("problem", ("application/problem+json", "application/json")), *HTML)
_ROOMS: tuple[Callable[[Site], Iterable[BaseRoute]], ...] = (
    explorer.routes,
    endpoint.routes,
    linked.routes,
    catalogue.routes,
)


def create_app(settings: Settings, *, site: Site | None = None) -> Guard:
    """The application for a build. It starts its workers when the server does, and ends them with it."""
    site = site or Site(settings)
    explorer.prepare(site)

    @contextlib.asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        site.read_report()
        await site.pool.start()
        watch = asyncio.create_task(_watch(site))
        try:
            yield
        finally:
            watch.cancel()
            await site.pool.close()
            site.log.flush()

    routes: list[BaseRoute] = [*_own(site), Mount("/static", StaticFiles(directory=STATIC), name="static")]
    for room in _ROOMS:
        routes += room(site)
    app = Starlette(
        routes=routes,
        lifespan=life,
        exception_handlers=_handlers(site),
    )
    return Guard(app, site)


def _own(site: Site) -> list[BaseRoute]:
    async def healthy(request: Request) -> Response:
        request.state.route = "health"
        return PlainTextResponse("ok\n")

    async def ready(request: Request) -> Response:
        request.state.route = "health"
        return PlainTextResponse("ready\n") if site.pool.ready else PlainTextResponse("no worker\n", 503)

    async def metrics(request: Request) -> Response:
        request.state.route = "metrics"
        return Response(site.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def questions(request: Request) -> Response:
        request.state.route = "questions"
        return endpoint.sent(site, "text/turtle", questions_turtle(f"{site.base(request)}/sparql").encode())

    return [
        Route("/healthz", healthy),
        Route("/readyz", ready),
        Route("/metrics", metrics),
        Route("/questions.ttl", questions),
    ]


async def reload(site: Site, *, forced: bool = False) -> None:
    """Go over to the build that now stands in the place of the old one; where it cannot be opened, stay."""
    before = site.pool.generation
    try:
        await site.pool.reload(forced=forced)
        site.read_report()
    except (TrialKgError, OSError, ValueError) as error:
        _LOG.error("the new build cannot be opened, the old one stays: %s", error)
    else:
        if site.pool.generation > before:
            _LOG.info("the build was opened anew (%d)", site.pool.generation)


async def _watch(site: Site) -> None:
    """Reload when the build was replaced."""
    tried = site.pool.identity()
    while True:
        await asyncio.sleep(site.settings.watch)
        now = site.pool.identity()
        if now is not None and now != tried:
            tried = now
            await reload(site)


def _handlers(site: Site) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    """What is answered where a request fails: a page to a browser, else a problem in JSON."""

    def told(request: Request, error: HTTPException) -> Response:
        answer = problem(error)
        wanted = choose(request.headers.get("accept", ""), _TOLD)
        if error.status_code in (204, 304) or wanted is None or wanted[0] != "html":
            return answer
        title = HTTPStatus(error.status_code).phrase
        page = site.page(request, "trouble.html", status=error.status_code, title=title, detail=error.detail)
        page.headers.update({name: answer.headers[name] for name in (*(error.headers or {}), "cache-control")})
        return page

    async def deliberate(request: Request, error: Exception) -> Response:
        assert isinstance(error, TrialKgError)
        if isinstance(error, Fault):
            _LOG.error("%s", str(error)[:500].encode("unicode_escape").decode())
        return told(request, as_http(error))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return told(request, error)

    async def gone(_request: Request, _error: Exception) -> Response:
        return Response(status_code=499)

    async def fault(_request: Request, error: Exception) -> Response:
        _LOG.exception("a request failed", exc_info=error)
        return problem(HTTPException(500, "something went wrong; the server's log says what"))

    return {TrialKgError: deliberate, HTTPException: refused, Gone: gone, Exception: fault}
