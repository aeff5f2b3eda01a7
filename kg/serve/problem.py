"""Refusals and failures as answers: RFC 9457 problem details, with the status that fits."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import BuildDamaged, InputError, QueryError, TrialKgError, UnknownName
from kg.serve.failures import Busy, Fault, TimeLimit
from kg.serve.jobs import NotAcceptable
from kg.serve.process import Crashed

_RETRY = {"Retry-After": "5"}
_STATUS: tuple[tuple[type[TrialKgError], int, dict[str, str]], ...] = (
    (Busy, 503, _RETRY),
    (BuildDamaged, 503, _RETRY),
    (TimeLimit, 504, {}),
    (Crashed, 422, {}),
    (Fault, 500, {}),
    (NotAcceptable, 406, {}),
    (QueryError, 400, {}),
    (UnknownName, 404, {}),
    (InputError, 400, {}),
)


def as_http(error: TrialKgError) -> HTTPException:
    """The status that an error deserves. A query that is refused, not malformed, is forbidden."""
    status, headers = next(((s, h) for kind, s, h in _STATUS if isinstance(error, kind)), (500, {}))
    if status == 400 and str(error).startswith("refused"):
        status = 403
    detail = "something went wrong; the server's log says what" if status == 500 else str(error)
    return HTTPException(status, detail, headers)


def problem(error: HTTPException) -> Response:
    """The answer: JSON that says what is wrong."""
    headers = dict(error.headers or {})
    if error.status_code in (204, 304):
        return Response(status_code=error.status_code, headers=headers)
    title = HTTPStatus(error.status_code).phrase
    body = {"type": "about:blank", "title": title, "status": error.status_code, "detail": error.detail}
    headers["Cache-Control"] = "no-store"
    return Response(json.dumps(body) + "\n", error.status_code, headers, "application/problem+json")
