"""What all pages of a server share: its settings, the workers, the templates, the figures that it counts.

    rows = await site.call(jobs.table, question="trials-giving-drug", values={"drug": "bevacizumab"})
    return site.page(request, "answer.html", rows=rows)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.serve.metrics import Metrics
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.terms import DATASET, ONTOLOGY, THINGS

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_PATIENCE = 0.05  # seconds after which one looks whether the client is still there
_T = TypeVar("_T")


class Gone(Exception):
    """The client went away: there is nobody to answer."""


class Site:
    """One server. `folders` are further folders of templates, looked at first."""

    def __init__(self, settings: Settings, *, folders: tuple[Path, ...] = ()) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.metrics = Metrics(self.pool)
        self.report: dict[str, Any] = {}
        loader = jinja2.FileSystemLoader([*folders, _HERE / "templates"])
        self.templates = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self.templates.globals.update(version=__version__, place=self.place)

    def read_report(self) -> None:
        """Take over what the build says of itself."""
        self.report = json.loads((self.settings.build / "report.json").read_text(encoding="utf-8"))

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
        from urllib.parse import quote

        return f"/resource?iri={quote(iri, safe='')}"

    @property
    def names(self) -> dict[str, str]:
        """IRIs that pages need."""
        return {"dataset": DATASET, "ontology": ONTOLOGY, "things": THINGS}


def _plain(path: str) -> bool:
    return path.isascii() and not set(path) & set("?#%\\ ") and "//" not in path and "/." not in f"/{path}"


async def _while_there(request: Request, work: Awaitable[_T]) -> _T:
    """The result of the work, which is cancelled when the client of the request goes away."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
        if not done:
            gone = asyncio.ensure_future(_disconnected(request))
            try:
                await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                gone.cancel()
            if not task.done():
                raise Gone
        return task.result()
    finally:
        if not task.done():
            task.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
