"""Linked data: every IRI of the graph leads to what the graph says of it.

    /id/drug/bevacizumab        303 to a page or to data: the drug itself is neither
    /page/drug/bevacizumab      the page
    /data/drug/bevacizumab.ttl  the data; also .nt, .jsonld, .rdf
    /resource?iri=…             the same for any IRI, such as a code of a vocabulary
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.serve import jobs
from kg.serve.endpoint import sent
from kg.serve.explorer.rooms import thing_page
from kg.serve.negotiate import GRAPHS, HTML, choose, media_type
from kg.serve.site import Site
from kg.terms import ONTOLOGY, THINGS

_OFFERS = (*HTML, *GRAPHS)
_ENDINGS = {"html": "", "ttl": ".ttl", "nt": ".nt", "jsonld": ".jsonld", "rdfxml": ".rdf"}
_FORMS = {ending[1:]: form for form, ending in _ENDINGS.items() if ending}
_NOT_IN_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20\x7f]')
_LONGEST = 2000


def routes(site: Site) -> list[Route]:
    """The routes of things."""

    async def thing(request: Request) -> Response:
        request.state.route = "id"
        path = _path(request, "/id/")
        await _must_exist(request, site, THINGS + path)
        form = _negotiated(request)
        place = f"/page/{path}" if form == "html" else f"/data/{path}{_ENDINGS[form]}"
        return RedirectResponse(quote(place, safe="/:@!$&'()*+,;=~-._%"), 303, {"Vary": "Accept"})

    async def page(request: Request) -> Response:
        request.state.route = "page"
        return await _html(request, site, THINGS + _path(request, "/page/"))

    async def data(request: Request) -> Response:
        request.state.route = "data"
        path, _, ending = _path(request, "/data/").rpartition(".")
        if ending not in _FORMS:
            raise HTTPException(404, f"the data end in .{', .'.join(_FORMS)}")
        return await _rdf(request, site, THINGS + path, _FORMS[ending])

    async def resource(request: Request) -> Response:
        request.state.route = "resource"
        given = request.query_params.getlist("iri")
        if len(given) != 1 or len(given[0]) > _LONGEST or _NOT_IN_IRI.search(given[0]) or ":" not in given[0]:
            raise HTTPException(400, "write /resource?iri= and one IRI")
        form = _negotiated(request)
        return await (_html(request, site, given[0]) if form == "html" else _rdf(request, site, given[0], form))

    async def ontology(request: Request) -> Response:
        request.state.route = "ontology"
        form = _negotiated(request)
        iri = ONTOLOGY.rstrip("#")
        if form == "html":
            return await _html(request, site, iri)
        found = await site.call(jobs.ontology, request=request, iri=iri, graph_as=form)
        return sent(site, media_type(form), found)

    return [
        Route("/id/{path:path}", thing),
        Route("/page/{path:path}", page),
        Route("/data/{path:path}", data),
        Route("/resource", resource),
        Route("/ontology", ontology),
    ]


def _path(request: Request, before: str) -> str:
    """The rest of the path as it stands in IRIs. It is a name of the graph and never a name of a file."""
    path = str(request.scope["path"]).removeprefix(before)
    if not path or len(path) > _LONGEST or _NOT_IN_IRI.search(path):
        raise HTTPException(404, "there is nothing of that name")
    return path


def _negotiated(request: Request) -> str:
    chosen = choose(request.headers.get("accept", ""), _OFFERS)
    if chosen is None:
        raise HTTPException(406, "it can be HTML, Turtle, N-Triples, JSON-LD or RDF/XML")
    return chosen[0]


async def _must_exist(request: Request, site: Site, iri: str) -> None:
    if not await site.call(jobs.exists, request=request, iri=iri):
        raise HTTPException(404, f"the graph says nothing of {iri}")


async def _html(request: Request, site: Site, iri: str) -> Response:
    response = await thing_page(request, site, iri, _data(iri))
    response.headers["Vary"] = "Accept"
    response.headers["Link"] = ", ".join(
        f'<{place}>; rel="alternate"; type="{media_type(form)}"' for form, place in _data(iri).items()
    )
    return response


def _data(iri: str) -> dict[str, str]:
    """Where the data of an IRI are, by format."""
    if not iri.startswith(THINGS):
        return {}
    path = quote(iri.removeprefix(THINGS), safe="/:@!$&'()*+,;=~-._")
    return {form: f"/data/{path}{ending}" for form, ending in _ENDINGS.items() if ending}


async def _rdf(request: Request, site: Site, iri: str, form: str) -> Response:
    limits = {"max_rows": site.settings.max_rows, "max_bytes": site.settings.max_bytes}
    found = await site.call(jobs.describe_as, request=request, iri=iri, graph_as=form, **limits)
    return sent(site, media_type(form), found["body"], found["truncated"], found["rows"])
