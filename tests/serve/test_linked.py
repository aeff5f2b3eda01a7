"""Every IRI of the graph leads to what the graph says of it."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from served import Served

from kg.graph import Graph
from kg.terms import ONTOLOGY, THINGS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
DRUG = "drug/bevacizumab"
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html", f"/page/{DRUG}"),
        ("*/*", f"/page/{DRUG}"),
        ("text/turtle", f"/data/{DRUG}.ttl"),
        ("application/n-triples", f"/data/{DRUG}.nt"),
        ("application/ld+json", f"/data/{DRUG}.jsonld"),
        ("application/rdf+xml", f"/data/{DRUG}.rdf"),
        ("text/html;q=0.5, text/turtle", f"/data/{DRUG}.ttl"),
    ],
)
def test_a_thing_redirects_to_what_describes_it(server: Served, accept: str, place: str) -> None:
    answer = server.client.get(f"/id/{DRUG}", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == place
    assert "accept" in answer.headers["vary"].lower()
    there = server.client.get(place)
    assert there.status_code == 200
    assert accept.startswith("*") or there.headers["content-type"].split(";")[0] in accept


def test_every_format_of_the_data_tells_the_same(server: Served) -> None:
    found = []
    for media, form in PARSERS.items():
        answer = server.client.get(f"/id/{DRUG}", headers={"Accept": media}, follow_redirects=True)
        found.append(set(rdflib.Graph().parse(data=answer.content, format=form)))
    thing = rdflib.URIRef(THINGS + DRUG)
    assert any(subject == thing for subject, _, _ in found[0])
    assert any(target == thing for _, _, target in found[0])
    assert all(each == found[0] for each in found)


def test_every_iri_of_the_graph_dereferences(server: Served, seed_build: Path) -> None:
    with Graph.open(seed_build) as graph:
        iris = {
            term.value
            for quad in graph.store.quads()
            for term in (quad.subject, quad.predicate, quad.object)
            if isinstance(term, ox.NamedNode)
        }
    assert len(iris) > 1000
    own = [iri for iri in iris if iri.startswith(THINGS)]
    for iri in random.Random(3).sample(sorted(own), 60):
        media = random.Random(iri).choice(["text/html", *PARSERS])
        answer = server.client.get(f"/id/{iri.removeprefix(THINGS)}", headers={"Accept": media}, follow_redirects=True)
        assert answer.status_code == 200, iri
        assert answer.history
    for iri in random.Random(4).sample(sorted(iris), 60):
        answer = server.client.get("/resource", params={"iri": iri}, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200, iri
        assert len(rdflib.Graph().parse(data=answer.content, format="turtle")) >= 1


@pytest.mark.parametrize(
    "path",
    ["/id/drug/nothing", "/id/", "/page/drug/nothing", "/data/drug/nothing.ttl", f"/data/{DRUG}.exe", f"/data/{DRUG}"],
)
def test_what_the_graph_does_not_know_is_not_found(server: Served, path: str) -> None:
    answer = server.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("iri=urn:nothing", 404), ("iri=", 400), ("", 400), ("iri=a&iri=b", 400), ("iri=not%20an%20iri", 400),
     ("iri=javascript:alert(1)", 404), ("iri=http://%5Bbad", 404), ("iri=x:%3Cscript%3E", 400)],
)  # fmt: skip
def test_a_resource_is_one_iri(server: Served, query: str, status: int) -> None:
    assert server.client.get(f"/resource?{query}").status_code == status


def test_the_page_shows_what_is_said_and_links_to_the_data(server: Served) -> None:
    answer = server.client.get(f"/page/{DRUG}")
    assert "<h1>bevacizumab</h1>" in answer.text
    assert f'href="/data/{DRUG}.ttl"' in answer.text
    assert 'rel="alternate"; type="text/turtle"' in answer.headers["link"]
    assert not re.search(r'<script(?! src="/static/[\w.-]+" defer></script>)', answer.text)


def test_the_ontology_is_there(server: Served) -> None:
    answer = server.client.get("/ontology", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    assert (rdflib.URIRef(f"{ONTOLOGY}Trial"), rdflib.RDF.type, rdflib.OWL.Class) in graph
    assert server.client.get(f"/resource?iri={quote(ONTOLOGY + 'Trial', safe='')}").status_code == 200
    assert server.client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
