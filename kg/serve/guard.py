"""What every request passes, before and after: host, token, sizes, headers, log and figures.

A page in a browser may be led to call a server on the same machine under a foreign name (DNS rebinding), so on loopback
only names of this machine are answered. The log has no answers and no queries, and writes JSON, so nothing in a request
can write a line of its own.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problem import problem

if TYPE_CHECKING:
    from kg.serve.site import Site

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(?:[a-z0-9_]([a-z0-9_.\-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_FREE = frozenset({"/healthz", "/readyz"})  # what a supervisor asks without a token
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
_METHODS = "GET, HEAD, POST, OPTIONS"
_SHOWN = "Retry-After, Trialkg-Truncated"


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site
        settings = site.settings
        self._token = f"bearer {settings.token}".encode() if settings.token else b""
        hosts = {host.lower() for host in settings.allow_host}
        self._hosts = hosts | _LOCAL | {settings.host.lower()} if settings.loopback or hosts else None
        self._origins = frozenset(settings.allow_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        headers = Headers(scope=scope)
        seen: dict[str, Any] = {"status": 0, "bytes": 0}

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                self._complete(MutableHeaders(scope=message), headers)
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            async with asyncio.timeout(self.site.settings.write_time):  # a client that does not read
                await send(message)

        try:
            refusal = self._refusal(scope, headers)
            if refusal is not None:
                await problem(refusal)(scope, receive, answer)
            elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                await problem(HTTPException(204))(scope, receive, answer)
            else:
                await self.app(scope, receive, answer)
        except TimeoutError:
            seen["status"] = seen["status"] or 499
        except Exception:  # answered with 500 and logged below this layer; what is left is the broken connection
            if not seen["status"]:
                raise
        finally:
            self._tell(scope, seen, time.perf_counter() - start)

    def _refusal(self, scope: Scope, headers: Headers) -> HTTPException | None:
        host = headers.get("host", "").lower()
        if not _HOST.fullmatch(host):
            return HTTPException(400, "the Host header is not the name of a host")
        if len(scope["raw_path"]) + len(scope["query_string"]) > self.site.settings.max_url:
            return HTTPException(414, "the address is too long: send the query by POST")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if self._hosts is not None and name not in self._hosts:
            return HTTPException(421, "this server is not known by that name; see --allow-host")
        asks_leave = scope["method"] == "OPTIONS" and "access-control-request-method" in headers  # bears no token
        if self._token and scope["path"] not in _FREE and not asks_leave:
            given = headers.get("authorization", "").encode("utf-8", "replace")
            scheme, _, token = given.partition(b" ")
            if not hmac.compare_digest(scheme.lower() + b" " + token.strip(), self._token):
                return HTTPException(401, "a bearer token is needed", {"WWW-Authenticate": 'Bearer realm="trialkg"'})
        return None

    def _complete(self, answer: MutableHeaders, request: Headers) -> None:
        for name, value in _HEADERS.items():
            answer.setdefault(name, value)
        origin = request.get("origin", "")
        allowed = "*" in self._origins or origin in self._origins
        answer["cross-origin-resource-policy"] = "cross-origin" if self._origins else "same-origin"
        if self._origins:
            answer.add_vary_header("Origin")
        if origin and allowed:
            answer["access-control-allow-origin"] = "*" if "*" in self._origins else origin
            answer["access-control-expose-headers"] = _SHOWN
            if "access-control-request-method" in request:
                answer["access-control-allow-methods"] = _METHODS
                answer["access-control-allow-headers"] = "Accept, Authorization, Content-Type"
                answer["access-control-max-age"] = "600"

    def _tell(self, scope: Scope, seen: dict[str, Any], seconds: float) -> None:
        route = scope.get("state", {}).get("route", "other")
        self.site.metrics.answered(route, _method(scope), seen["status"], seconds)
        client = scope.get("client") or ("", 0)
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client[0],
            "method": _method(scope),
            "path": scope["path"][:200],
            "status": seen["status"],
            "ms": round(1000 * seconds, 1),
            "bytes": seen["bytes"],
            **scope.get("state", {}).get("log", {}),
        }
        self.site.log.write(json.dumps(line))


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH") else "other"
