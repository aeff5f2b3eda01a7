"""A build on a server, asked as the embedded store is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.bindings import bind
from kg.errors import EndpointFailed, QueryError
from kg.remote.address import Address, Login, Reply, words
from kg.sparql import asked, tokens
from kg.store import GRAPH_IRIS, QUERY_PREFIXES, Answer, Term, written
from kg.terms import FACTS_GRAPH

IRI_OF = {name: iri for iri, name in GRAPH_IRIS.items()}
_LONG_QUERY = 1_500  # characters: longer ones are posted, as proxies refuse long addresses
_CUT = ("X-SPARQL-MaxRows", "Trialkg-Truncated")  # how servers say that there is more: Virtuoso, and our own
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


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
            raise EndpointFailed(f"{self.address.url}: the answer cannot be read: {words(str(error))}", 200) from None
        raise EndpointFailed(
            f"{self.address.url} answered with {words(reply.type)}, which is no answer to a query: "
            f"is it a query address? It begins: {words(reply.body[:300].decode('utf-8', 'replace'))}",
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
