"""A SPARQL server somewhere else, asked and filled by the W3C's protocols: SPARQL 1.1 Protocol, Graph Store HTTP
Protocol, SPARQL Update. No server's own interface is used.

    Endpoint("http://localhost:7878/query").query("SELECT …")     as `kg.store.Store.query`
    fill(Address("http://localhost:7878/store"), {"facts": lines, …})

On a server the facts are a named graph, too: one that is not ours keeps what it has in its default graph, and some have
none. Which graphs a query sees is said with it (`default-graph-uri`), so it means the same as on the embedded store.

Credentials go to the address that was given and nowhere else: redirects are not followed.
"""

from __future__ import annotations

import http.client
import re
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.message import Message
from itertools import pairwise
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg.errors import EndpointFailed, InputError, QueryError
from kg.sparql import asked, bind, tokens
from kg.store import GRAPH_IRIS, GRAPHS, QUERY_PREFIXES, Answer, Term, written
from kg.terms import FACTS_GRAPH

IRI_OF = {name: iri for iri, name in GRAPH_IRIS.items()}
_LONG_QUERY = 1_500  # characters: longer ones are posted, as proxies refuse long addresses
_MOST_ANSWERED = 1 << 29  # bytes of an answer
_MOST_LINES, _MOST_BYTES = 40_000, 8_000_000  # of one request to a graph store
_MOST_UPDATE_LINES = 1_000  # of one update: Virtuoso compiles each into a program of at most 10,000 lines
_TRIES = 4
_PASSING = frozenset({None, 429, 502, 503, 504})  # no answer, or one that may be another in a moment
_NO_GRAPH_STORE = frozenset({400, 404, 405, 406, 411, 415, 422, 500, 501})
_CUT = ("X-SPARQL-MaxRows", "Trialkg-Truncated")  # how servers say that there is more: Virtuoso, and our own
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
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
            raise InputError(f"{_words(url)!r} is no address of a server: give http://… or https://…")
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
                said = _words(str(why)) or type(why).__name__
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
            said = _words(error.read(2_000).decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException):
            said = ""
        hint = _HINTS.get(error.code, "")
        if error.code == 401 and self._login is not None:
            hint = "the user or the password is wrong"
        if 300 <= error.code < 400:
            hint = f"it points to {_words(error.headers.get('Location', ''))!r}: give that address if you trust it"
        parts = (f"{self.url} answered {method} with {error.code} {_words(error.reason or '')}".rstrip(), said, hint)
        return EndpointFailed(": ".join(part for part in parts if part), error.code)


class Endpoint:
    """The query address of a server that holds a build. `query` means what it means on the embedded store."""

    def __init__(self, url: str, login: Login | None = None, timeout: float = 60) -> None:
        self.address = Address(url, login, timeout)

    def query(
        self, text: str, *, bindings: Mapping[str, Term | Sequence[Term]] | None = None, union: bool = True
    ) -> Answer:
        """Ask the server. Raises `QueryError` where it does not parse there, `EndpointFailed` where no answer comes.

        An answer that the server cut short is an error, too: nothing can tell what it lacks.
        """
        found = asked(text, QUERY_PREFIXES)
        default, named = found.default, found.named
        if default is None and named is None:
            default = tuple(IRI_OF.values()) if union else (FACTS_GRAPH,)
            named = tuple(iri for iri in IRI_OF.values() if iri != FACTS_GRAPH) if union else ()
        fields = [("query", _declared(bind(found.text, written(bindings or {}))))]
        fields += [("default-graph-uri", iri) for iri in default or ()]
        fields += [("named-graph-uri", iri) for iri in named or ()]
        headers = {"Accept": _ACCEPT}
        try:
            if len(fields[0][1]) < _LONG_QUERY:
                reply = self.address.send("GET", fields, None, headers)
            else:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                reply = self.address.send("POST", (), urlencode(fields).encode(), headers)
        except EndpointFailed as error:
            if error.status == 400:
                raise QueryError(f"the server refused the query: {error}") from None
            raise
        return self._read(reply)

    def _read(self, reply: Reply) -> Answer:
        if any(name in reply.headers for name in _CUT):
            raise EndpointFailed(
                f"{self.address.url} gives no more than some of the rows: ask for fewer (LIMIT), or raise its limit "
                f"(Virtuoso: ResultSetMaxRows; trialkg serve: --max-rows)",
                200,
            )
        try:
            if (rows := ox.QueryResultsFormat.from_media_type(reply.type)) is not None:
                return ox.parse_query_results(reply.body, format=rows)
            if (triples := ox.RdfFormat.from_media_type(reply.type)) is not None:
                graph = ox.Store()  # it alone makes the engine's answers of a CONSTRUCT
                graph.load(reply.body, format=triples)
                return graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise EndpointFailed(f"{self.address.url}: the answer cannot be read: {_words(str(error))}", 200) from None
        raise EndpointFailed(
            f"{self.address.url} answered with {_words(reply.type)}, which is no answer to a query: "
            f"is it a query address? It begins: {_words(reply.body[:300].decode('utf-8', 'replace'))}",
            200,
        )


def _declared(query: str) -> str:
    """The query with the prefixes declared that it uses and does not declare."""
    found = list(tokens(query))
    used = {token.text.partition(":")[0] for token in found if token.kind == "name" and token.text[:2] != "_:"}
    for before, token in pairwise(found):
        if before.kind == "word" and before.text.upper() == "PREFIX":
            used.discard(token.text.rstrip(":"))
    for token in reversed(found):
        if token.kind == "iri":  # Virtuoso knows no escapes there, which the canonical form has for #, ' and some s
            plain = re.sub(r"\\u00(23|27|53|73)", lambda code: chr(int(code[1], 16)), token.text)
            query = query[: token.start] + plain + query[token.start + len(token.text) :]
    return "".join(f"PREFIX {p}: <{QUERY_PREFIXES[p]}>\n" for p in sorted(used & QUERY_PREFIXES.keys())) + query


class _GraphStore:
    """Graphs changed by the Graph Store HTTP Protocol."""

    lines = _MOST_LINES

    def __init__(self, address: Address) -> None:
        self._address = address

    def clear(self, graph: str) -> None:
        reply = self._address.send("PUT", [("graph", graph)], b"", {"Content-Type": "application/n-triples"})
        if reply.type == "text/html" and b"<form" in reply.body.lower():
            raise EndpointFailed(f"{self._address.url} answered with a form: it is no graph store", 405)

    def add(self, graph: str, lines: bytes) -> None:
        self._address.send("POST", [("graph", graph)], lines, {"Content-Type": "application/n-triples"})


class _Updates:
    """Graphs changed by SPARQL Update."""

    lines = _MOST_UPDATE_LINES

    def __init__(self, address: Address) -> None:
        self._address = address

    def clear(self, graph: str) -> None:
        self._send(f"CLEAR SILENT GRAPH <{graph}>".encode())

    def add(self, graph: str, lines: bytes) -> None:
        self._send(b"INSERT DATA { GRAPH <%s> {\n%s} }" % (graph.encode(), lines))

    def _send(self, text: bytes) -> None:
        self._address.send("POST", (), text, {"Content-Type": "application/sparql-update"})


def fill(
    address: Address,
    graphs: Mapping[str, Iterable[bytes]],
    *,
    graph_store: bool = False,
    chunk: int = 0,
    told: Callable[[str, int], None] = lambda _graph, _lines: None,
) -> dict[str, int]:
    """Replace graphs on a server by lines of N-Triples, `chunk` of them a request; how many lines each has.

    All are emptied before the first is filled, and `run` comes last: a server whose run is there holds all of it. What
    was broken off is done again from the start; nothing is there twice, as there are no blank nodes. `told` hears of
    each request. Without `graph_store` an address that does not speak its protocol gets updates.
    """
    names = [name for name in GRAPHS if name in graphs]
    writer: _GraphStore | _Updates = _GraphStore(address)
    for name in reversed(names):
        try:
            _patiently(writer.clear, IRI_OF[name])
        except EndpointFailed as error:
            if graph_store or isinstance(writer, _Updates) or error.status not in _NO_GRAPH_STORE:
                raise
            writer = _Updates(address)
            try:
                _patiently(writer.clear, IRI_OF[name])
            except EndpointFailed as other:
                raise EndpointFailed(f"neither a graph store ({error}) nor updates ({other})", other.status) from None
    sent = dict.fromkeys(names, 0)
    for name in names:
        for count, piece in _pieces(graphs[name], min(chunk, writer.lines) if chunk else writer.lines):
            _patiently(writer.add, IRI_OF[name], piece)
            sent[name] += count
            told(name, sent[name])
    return sent


def _pieces(lines: Iterable[bytes], most: int) -> Iterator[tuple[int, bytes]]:
    """Lines (or blocks of whole lines) in pieces for one request each."""
    kept: list[bytes] = []
    size = 0
    for line in (each for block in lines for each in block.splitlines(keepends=True)):
        kept.append(line)
        size += len(line)
        if len(kept) >= most or size >= _MOST_BYTES:
            yield len(kept), b"".join(kept)
            kept, size = [], 0
    if kept:
        yield len(kept), b"".join(kept)


def _patiently(step: Callable[..., None], *values: str | bytes) -> None:
    """Do a step that may be done twice, again after a while where the server was busy or the line was cut."""
    for left in range(_TRIES - 1, -1, -1):
        try:
            return step(*values)
        except EndpointFailed as error:
            if not left or error.status not in _PASSING:
                raise
            time.sleep(0.2 * 4 ** (_TRIES - 1 - left))
    return None


def _words(text: str, most: int = 240) -> str:
    """The first words of what a server says, in one line that is safe to print."""
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]{0,200}>", " ", text) if "</" in text else text
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[:most] + "…"
