"""A SPARQL server somewhere else, asked and filled by the W3C's protocols: SPARQL 1.1 Protocol, Graph Store HTTP
Protocol, SPARQL Update. No server's own interface is used.

    Endpoint("http://localhost:7878/query").query("SELECT …")     as `kg.store.Store.query`
    fill(Address("http://localhost:7878/store"), {"facts": lines, …})

On a server the facts are a named graph, too: one that is not ours keeps what it has in its default graph, and some have
none. Which graphs a query sees is said with it (`default-graph-uri`), so it means the same as on the embedded store.
"""

from __future__ import annotations

from kg.remote.address import Address, Login
from kg.remote.endpoint import IRI_OF, Endpoint
from kg.remote.filling import fill

__all__ = ["IRI_OF", "Address", "Endpoint", "Login", "fill"]
