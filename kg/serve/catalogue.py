"""What the server says of itself and of its data: SPARQL 1.1 Service Description, and VoID."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.query.published import turtle
from kg.serve import jobs
from kg.serve.negotiate import GRAPHS, choose
from kg.serve.site import Site
from kg.terms import DATASET, EVIDENCE_GRAPH, ONTOLOGY, PREFIXES, RUN_GRAPH, THINGS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples JSON-LD RDF_XML"
).split()
_USUAL = ("void", "dcterms", "prov", "tkg", "rdfs", "xsd")
_PREFIXES = {"sd": _SD, "formats": _FORMATS, **{name: PREFIXES[name] for name in _USUAL}}


def _n(text: str) -> ox.NamedNode:
    prefix, _, local = text.partition(":")
    known = {"sd": _SD, **PREFIXES}
    return ox.NamedNode(known[prefix] + local if prefix in known else text)


def _write(triples: list[ox.Triple], form: str) -> bytes:
    if form == "ttl":
        return turtle(triples, _PREFIXES).encode()
    return ox.serialize(sorted(triples, key=str), format=jobs.RDF[form]) or b""


def service_description(site: Site, request: Request, form: str) -> bytes:
    """The description of the endpoint as RDF. Without blank nodes, so that it is the same each time."""
    endpoint = f"{site.base(request)}/sparql"
    service, data = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    triples = [
        ox.Triple(service, _n("rdf:type"), _n("sd:Service")),
        ox.Triple(service, _n("sd:endpoint"), service),
        ox.Triple(service, _n("sd:supportedLanguage"), _n("sd:SPARQL11Query")),
        ox.Triple(service, _n("sd:feature"), _n("sd:UnionDefaultGraph")),
        ox.Triple(service, _n("sd:defaultDataset"), data),
        ox.Triple(data, _n("rdf:type"), _n("sd:Dataset")),
        ox.Triple(data, _n("sd:defaultGraph"), default),
        ox.Triple(default, _n("rdf:type"), _n("sd:Graph")),
        ox.Triple(data, _n("rdfs:seeAlso"), ox.NamedNode(f"{site.base(request)}/.well-known/void")),
        *(ox.Triple(service, _n("sd:resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
    ]
    for iri in (EVIDENCE_GRAPH, RUN_GRAPH):
        graph = ox.NamedNode(f"{endpoint}#{iri.rsplit('/', 1)[-1]}")
        triples += [
            ox.Triple(data, _n("sd:namedGraph"), graph),
            ox.Triple(graph, _n("rdf:type"), _n("sd:NamedGraph")),
            ox.Triple(graph, _n("sd:name"), ox.NamedNode(iri)),
        ]
    return _write(triples, form)


def routes(site: Site) -> list[Route]:
    """The routes of VoID."""

    async def void(request: Request) -> Response:
        from kg.serve.endpoint import sent  # which itself needs the description of the service

        request.state.route = "void"
        chosen = choose(request.headers.get("accept", ""), GRAPHS) or ("ttl", "text/turtle")
        statements: list[list[str]] = await site.call(jobs.void)
        return sent(site, chosen[1], _void(site, request, statements, chosen[0]))

    return [Route("/.well-known/void", void)]


def _void(site: Site, request: Request, statements: list[list[str]], form: str) -> bytes:
    text = "".join(f"{' '.join(terms)} .\n" for terms in statements)
    quads: list[Any] = list(ox.parse(input=text, format=ox.RdfFormat.N_TRIPLES))
    base, data = site.base(request), ox.NamedNode(DATASET)
    triples = [quad.triple for quad in quads]
    triples += [
        ox.Triple(data, _n("rdf:type"), _n("void:Dataset")),
        ox.Triple(data, _n("dcterms:title"), ox.Literal("A knowledge graph of clinical trials")),
        ox.Triple(data, _n("void:sparqlEndpoint"), ox.NamedNode(f"{base}/sparql")),
        ox.Triple(data, _n("void:uriSpace"), ox.Literal(THINGS)),
        ox.Triple(data, _n("void:vocabulary"), ox.NamedNode(ONTOLOGY)),
        ox.Triple(data, _n("void:feature"), ox.NamedNode(f"{_FORMATS}Turtle")),
        ox.Triple(data, _n("void:uriLookupEndpoint"), ox.NamedNode(f"{base}/resource?iri=")),
    ]
    return _write(triples, form)
