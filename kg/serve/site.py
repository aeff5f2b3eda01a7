"""What all pages of a server share: its settings, the workers, the templates, the figures that it counts.

    rows = await site.call(jobs.table, question="trials-giving-drug", values={"drug": "bevacizumab"})
    return site.page(request, "answer.html", rows=rows)
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.build_report import read_report
from kg.serve.metrics import Metrics
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.terms import DATASET, ONTOLOGY, THINGS

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_PATIENCE = 0.05  # seconds after which one looks whether the client is still there
_LOG_PAUSE = 0.1
_T = TypeVar("_T")


class Gone(Exception):
    """The client went away: there is nobody to answer."""


class RequestLog:
    """One line for each request, on standard error, written together some times a second: a busy server should not
    wait for its log."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def write(self, line: str) -> None:
        """Take a line."""
        self._lines.append(line)
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_later(_LOG_PAUSE, self.flush)

    def flush(self) -> None:
        """Write what is there."""
        lines, self._lines = self._lines, []
        if lines:
            with contextlib.suppress(OSError):  # nobody reads it any more: no reason to end
                sys.stderr.write("\n".join([*lines, ""]))
                sys.stderr.flush()


class Site:
    """One server. `folders` are further folders of templates, looked at first."""

    def __init__(self, settings: Settings, *, folders: tuple[Path, ...] = ()) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.metrics = Metrics(self.pool)
        self.log = RequestLog()
        self.report: dict[str, Any] = {}
        loader = jinja2.FileSystemLoader([*folders, _HERE / "templates"])
        self.templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self.templates.globals.update(version=__version__, place=self.place)

    def read_report(self) -> None:
        """Take over what the build says of itself."""
        self.report = read_report(self.settings.build)

    async def call(self, function: Callable[..., Any], /, *, request: Request | None = None, **arguments: Any) -> Any:
        """The result of `function(store, **arguments)`, a function of a module, from a worker.

        With the request, the work stops when its client goes away (`Gone`). Raises what `Pool.call` raises.
        """
        work = self.pool.call(function, **arguments)
        return await (work if request is None else _while_there(request, work))

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page: values are escaped by the template."""
        text = self.templates.get_template(template).render(request=request, site=self, **values)
        return HTMLResponse(text, status)

    def base(self, request: Request) -> str:
        """The address of this server, without a slash at its end."""
        return (self.settings.public_url or str(request.base_url)).rstrip("/")

    def place(self, iri: str) -> str:
        """The address, on this server, of the page of an IRI."""
        if iri.startswith(THINGS) and _plain(iri.removeprefix(THINGS)):
            return f"/id/{iri.removeprefix(THINGS)}"
        return f"/resource?iri={quote(iri, safe='')}"

    @property
    def names(self) -> dict[str, str]:
        """IRIs that pages need."""
        return {"dataset": DATASET, "ontology": ONTOLOGY, "things": THINGS}


def _plain(path: str) -> bool:
    return path.isascii() and not set(path) & set("?#%\\ ") and "//" not in path and "/." not in f"/{path}"


async def _while_there(request: Request, work: Awaitable[_T]) -> _T:
    """The result of the work, which is cancelled when the client of the request goes away. Work that is done soon
    costs no more than a timer."""
    loop = asyncio.get_running_loop()
    worker = asyncio.current_task()
    watch: asyncio.Task[None] | None = None
    gone = False

    async def look() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone = True
        if worker is not None:
            worker.cancel()

    def begin() -> None:
        nonlocal watch
        watch = loop.create_task(look())

    timer = loop.call_later(_PATIENCE, begin)
    try:
        return await work
    except asyncio.CancelledError:
        if gone:
            raise Gone from None
        raise
    finally:
        timer.cancel()
        if watch is not None:
            watch.cancel()
