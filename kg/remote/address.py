"""An address and what opens it: one request, answered or told why not.

Credentials go to the address that was given and nowhere else: redirects are not followed.
"""

from __future__ import annotations

import http.client
import re
import urllib.request
from base64 import b64encode
from collections.abc import Mapping, Sequence
from email.message import Message
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from kg.errors import EndpointFailed, InputError

_MOST_ANSWERED = 1 << 29  # bytes of an answer
_HINTS = {
    401: "give --user and --password-file",
    403: "this user may not do it",
    404: "is this the right address? (oxigraph: /query, /update, /store; Fuseki: /DATASET/query, /update, /data; "
    "GraphDB: /repositories/NAME, …/statements, …/rdf-graphs/service; Virtuoso: /sparql, /sparql-graph-crud-auth)",
    405: "is this the right address? queries, updates and graph stores often have different ones",
    413: "the server takes smaller pieces only: give --chunk",
}


class Login(NamedTuple):
    """A user and a password."""

    user: str
    password: str


class Reply(NamedTuple):
    """What a server answered."""

    headers: Message
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get_content_type()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow none: the password would go along."""


class Address:
    """An address with what opens it. `send` is one request, answered or told why not; a password is sent only when the
    server asks for it, by Digest where it offers that."""

    def __init__(self, url: str, login: Login | None = None, timeout: float = 60) -> None:
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable or not url.isascii() or not url.isprintable() or " " in url:
            raise InputError(f"{words(url)!r} is no address of a server: give http://… or https://…")
        if "@" in parts.netloc:
            raise InputError(f"{parts.hostname}: others see a password in an address: give --user and --password-file")
        self.url = url.partition("#")[0]
        self._timeout = timeout
        self._login = login
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._basic = False
        self._digest: dict[str, str] = {}
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if login is not None:
            passwords.add_password(None, self.url, *login)
        self._digester = urllib.request.AbstractDigestAuthHandler(passwords)

    def send(
        self,
        method: str,
        parameters: Sequence[tuple[str, str]] = (),
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request. Raises `EndpointFailed`."""
        url = self.url
        if parameters:
            url += ("&" if "?" in url else "?") + urlencode(parameters)
        for again in (True, False):
            request = urllib.request.Request(url, body, dict(headers or {}), method=method)
            try:
                if authorization := self._authorization(request):
                    request.add_unredirected_header("Authorization", authorization)
                with self._opener.open(request, timeout=self._timeout) as answer:
                    reply = Reply(answer.headers, answer.read(_MOST_ANSWERED + 1))
            except HTTPError as error:
                with error:
                    if error.code == 401 and again and self._challenged(error.headers):
                        continue
                    raise self._refusal(method, error) from None
            except TimeoutError:
                raise EndpointFailed(f"{self.url} has not answered for {self._timeout:g} s (--timeout)", 408) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                why = getattr(error, "reason", None) or error
                if isinstance(why, TimeoutError):
                    why = f"no answer for {self._timeout:g} s (--timeout)"
                said = words(str(why)) or type(why).__name__
                status = 408 if "(--timeout)" in said else None  # not to be tried again: it would take as long
                raise EndpointFailed(f"{self.url} cannot be reached: {said}", status) from None
            if len(reply.body) > _MOST_ANSWERED:
                raise EndpointFailed(f"{self.url}: the answer is longer than {_MOST_ANSWERED:,} bytes", 200)
            return reply
        raise AssertionError  # the second turn returns or raises

    def _challenged(self, headers: Message) -> bool:
        """Whether there is an answer to the server's wish for a password."""
        if self._login is None:
            return False
        for wanted in headers.get_all("WWW-Authenticate", []):
            scheme, _, rest = wanted.strip().partition(" ")
            if scheme.lower() == "digest":
                self._digest = urllib.request.parse_keqv_list([p for p in urllib.request.parse_http_list(rest) if p])
                return True
            self._basic = self._basic or scheme.lower() == "basic"
        return self._basic

    def _authorization(self, request: urllib.request.Request) -> str:
        if self._digest:
            return f"Digest {self._digester.get_authorization(request, self._digest)}"
        if self._basic and self._login is not None:
            return "Basic " + b64encode(":".join(self._login).encode()).decode()
        return ""

    def _refusal(self, method: str, error: HTTPError) -> EndpointFailed:
        try:
            said = words(error.read(2_000).decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException):
            said = ""
        hint = _HINTS.get(error.code, "")
        if error.code == 401 and self._login is not None:
            hint = "the user or the password is wrong"
        if 300 <= error.code < 400:
            hint = f"it points to {words(error.headers.get('Location', ''))!r}: give that address if you trust it"
        parts = (f"{self.url} answered {method} with {error.code} {words(error.reason or '')}".rstrip(), said, hint)
        return EndpointFailed(": ".join(part for part in parts if part), error.code)


def words(text: str, most: int = 240) -> str:
    """The first words of what a server says, in one line that is safe to print."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]{0,200}>", " ", text) if "</" in text else text
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[:most] + "…"
