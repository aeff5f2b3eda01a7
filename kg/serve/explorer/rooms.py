"""The routes of the explorer. `thing_page` is also what linked data shows to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import InputError, QueryError, UnknownName
from kg.query import question, questions
from kg.serve import jobs
from kg.serve.explorer import asked, compare, concept, find, forms, home, trial, words
from kg.serve.explorer.look import TRIAL, curie, kind_of
from kg.serve.site import Site
from kg.terms import KIND_PATHS, THINGS

_SHOWN = 200  # rows of an answer on a page; downloads have as many as the server's limit
_KEY = re.compile(r"[A-Za-z0-9._~\-]{1,80}", re.ASCII)
_LONGEST = 500
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_KINDS = ("Trial", *sorted(KIND_PATHS))
_Table = Callable[[dict[str, Any]], bytes]


def prepare(site: Site) -> None:
    """Give the templates what they need besides values."""
    site.templates.globals.update(
        look=lambda iri: _look(site, iri), curie=curie, kind_words=_kind_words, with_query=_with_query, kind_of=kind_of
    )


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the explorer's own pages."""
    known: dict[str, Any] = {"generation": -1, "leaders": []}

    async def first(request: Request) -> Response:
        request.state.route = "home"
        if known["generation"] != site.pool.generation:
            known.update(generation=site.pool.generation, leaders=await site.call(home.leaders))
        return site.page(request, "home.html", report=site.report, leaders=known["leaders"], kinds=_KINDS)

    async def search(request: Request) -> Response:
        request.state.route = "search"
        text, kind = _one(request, "q"), _one(request, "kind")
        if kind and kind not in _KINDS:
            raise HTTPException(400, f"no kind {kind[:40]!r}: one of {', '.join(_KINDS)}")
        found = await site.call(find.find, request=request, text=text, kind=kind, limit=40)
        hits = found["hits"]
        if _one(request, "go") and hits and hits[0]["how"] == "number" and not _form(request):
            return RedirectResponse(_look(site, hits[0]["iri"]), 303)
        return _given(site, request, "search.html", found, forms.hits_table, text=text, kind=kind, kinds=_KINDS)

    async def every(request: Request) -> Response:
        request.state.route = "trials"
        found = await site.call(home.trials, request=request, page=_number(request, "page"))
        return _given(site, request, "trials.html", found, forms.trials_table)

    async def side_by_side(request: Request) -> Response:
        request.state.route = "compare"
        keys = _keys(request)
        if len(keys) < compare.FEWEST and not _form(request):
            return site.page(request, "compare.html", found=None, keys=keys, most=compare.MOST)
        found = await site.call(compare.compare, request=request, keys=keys)
        return _given(site, request, "compare.html", found, forms.comparison_table, keys=keys, most=compare.MOST)

    async def gallery(request: Request) -> Response:
        request.state.route = "questions"
        return site.page(request, "questions.html", questions=questions())

    async def one_question(request: Request) -> Response:
        request.state.route = "question"
        chosen = question(request.path_params["name"])
        values = {p.name: _one(request, p.name) or p.default for p in chosen.parameters}
        form = _form(request)
        found, trouble = None, ""
        try:
            limit = site.settings.max_rows if form else _SHOWN
            found = await site.call(asked.answer, request=request, name=chosen.name, values=values, limit=limit)
        except (InputError, QueryError, UnknownName) as error:
            if form:
                raise
            trouble = str(error)
        if form and found is not None:
            return _file(request, found, forms.answer_table, chosen.name)
        return site.page(
            request, "question.html", question=chosen, values=values, found=found, trouble=trouble,
            status=400 if trouble else 200, sparql=_without_head(chosen.sparql),
        )  # fmt: skip

    async def graph(request: Request) -> Response:
        request.state.route = "graph"
        name = _one(request, "concept")
        if name and (not kind_of(THINGS + name) or not re.fullmatch(r"[^\s<>\"{}|^`\\]+", name)):
            raise HTTPException(404, "there is no concept of that name")
        found = await site.call(asked.picture, request=request, trials=_keys(request), concept=name)
        return _drawn(found["page"])

    return [
        Route("/", first),
        Route("/search", search),
        Route("/trials", every),
        Route("/compare", side_by_side),
        Route("/questions", gallery),
        Route("/questions/{name:str}", one_question),
        Route("/graph", graph),
    ]


async def thing_page(request: Request, site: Site, iri: str, data: Mapping[str, str]) -> Response:
    """The page of an IRI: of a trial, a concept, or anything else that the graph says something of."""
    kind = kind_of(iri)
    if kind == "Trial":
        found = await site.call(trial.trial, request=request, iri=iri)
        if _form(request):
            return _file(request, found, forms.trial_table, found["key"])
        evidence = await site.call(words.record_words, request=request, iri=iri)
        return site.page(request, "trial.html", trial=found, evidence=evidence, data=data)
    if kind and kind != "Part":
        role, page = _one(request, "role"), _number(request, "page")
        found = await site.call(concept.concept, request=request, iri=iri, role=role, page=page)
        return _given(site, request, "concept.html", found, forms.concept_table, data=data)
    found = await site.call(jobs.describe, request=request, iri=iri)
    return _given(site, request, "thing.html", found, forms.statements_table, data=data, shown=_SHOWN)


def _look(site: Site, iri: str) -> str:
    """The address of the page of an IRI; without the way over `/id/` where that is only a redirection."""
    place = site.place(iri)
    return f"/page/{place.removeprefix('/id/')}" if place.startswith("/id/") else place


def _kind_words(kind: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize()


def _with_query(request: Request, **changed: object) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    kept += [(name, str(value)) for name, value in changed.items() if value is not None]
    path = quote(str(request.scope["path"]), safe="/:@!$&'()*+,;=~-._")
    return f"{path}?{urlencode(kept)}" if kept else path


def _given(site: Site, request: Request, template: str, found: dict[str, Any], table: _Table, **more: Any) -> Response:
    """What was found as a page, or as the file that was asked for."""
    if _form(request):
        return _file(request, found, table, str(found.get("id", template)).replace("/", "-").removesuffix(".html"))
    return site.page(request, template, found=found, **more)


def _file(request: Request, found: dict[str, Any], table: _Table, name: str) -> Response:
    form = _form(request)
    media = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", name)[:80] or "data"
    headers = {"Content-Disposition": f'attachment; filename="{safe}.{form}"'}
    return Response(table(found) if form == "csv" else forms.as_json(found), 200, headers, media)


def _form(request: Request) -> str:
    form = _one(request, "format")
    if form not in ("", "csv", "json"):
        raise HTTPException(400, "format is csv or json; Turtle is at /data/….ttl")
    return form


def _one(request: Request, name: str) -> str:
    """A parameter's value. Control characters never help, and stores refuse some of them."""
    value = request.query_params.get(name, "").strip()
    if len(value) > _LONGEST:
        raise HTTPException(400, f"{name} is too long")
    return "".join(character for character in value if character.isprintable())


def _number(request: Request, name: str) -> int:
    text = _one(request, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _keys(request: Request) -> list[str]:
    """Registry numbers: `trial` as often as wanted, each also with several."""
    given = " ".join(request.query_params.getlist("trial")[:20])[: 20 * 81]
    found = list(dict.fromkeys(re.split(r"[,\s]+", given.strip()))) if given.strip() else []
    found = [key.removeprefix(TRIAL) for key in found]
    if bad := next((key for key in found if not _KEY.fullmatch(key)), None):
        raise HTTPException(400, f"{bad[:60]!r} is no registry number")
    return found


def _without_head(sparql: str) -> str:
    return "\n".join(line for line in sparql.splitlines() if not line.startswith("#")).strip()


def _drawn(page: str) -> Response:
    """The picture's page, under the policy that it names itself: hashes of its own two scripts."""
    named = _POLICY.search(page[:4000])
    policy = f"{unescape(named[1])}; frame-ancestors 'none'" if named else "default-src 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy})
