"""SPARQL 1.1 Protocol, after the cases of the W3C's protocol tests, and content negotiation."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from served import Served

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
G = "https://w3id.org/trialkg/id/graph/"
ASK, SELECT = "ASK {}", "SELECT ?t { ?t a tkg:Trial }"
Q = quote(ASK)

# (case, method, path, headers, body) → (status, part of the content type)
CASES: list[tuple[str, str, str, dict[str, str], bytes | None, int, str]] = [
    ("query via GET", "GET", f"/sparql?query={Q}", {}, None, 200, "sparql-results+json"),
    ("query via GET, plus for space", "GET", "/sparql?query=ASK+%7B%7D", {}, None, 200, "sparql-results+json"),
    ("query via POST, form", "POST", "/sparql", {"Content-Type": FORM}, f"query={Q}".encode(), 200, "json"),
    ("form with a charset", "POST", "/sparql", {"Content-Type": f"{FORM}; charset=UTF-8"}, b"query=" + Q.encode(), 200, "json"),
    ("query via POST, direct", "POST", "/sparql", {"Content-Type": QUERY}, ASK.encode(), 200, "json"),
    ("direct, UTF-8", "POST", "/sparql", {"Content-Type": f"{QUERY}; charset=utf-8"}, "ASK { ?s ?p 'ü' }".encode(), 200, "json"),
    ("dataset, GET", "GET", f"/sparql?query={Q}&default-graph-uri={quote(G)}facts", {}, None, 200, "json"),
    ("dataset, two graphs", "GET", f"/sparql?query={Q}&default-graph-uri={quote(G)}facts&default-graph-uri={quote(G)}run", {}, None, 200, "json"),
    ("dataset, POST form", "POST", "/sparql", {"Content-Type": FORM}, f"query={Q}&named-graph-uri={quote(G)}evidence".encode(), 200, "json"),
    ("dataset, POST direct", "POST", f"/sparql?named-graph-uri={quote(G)}run", {"Content-Type": QUERY}, ASK.encode(), 200, "json"),
    ("no query: the description", "GET", "/sparql", {}, None, 200, "text/turtle"),
    ("HEAD", "HEAD", f"/sparql?query={Q}", {}, None, 200, "json"),
    ("OPTIONS", "OPTIONS", "/sparql", {}, None, 204, ""),
    ("two queries", "GET", f"/sparql?query={Q}&query={Q}", {}, None, 400, "problem+json"),
    ("two queries, POST", "POST", "/sparql", {"Content-Type": FORM}, f"query={Q}&query={Q}".encode(), 400, "problem"),
    ("query in the URL and in the body", "POST", f"/sparql?query={Q}", {"Content-Type": QUERY}, ASK.encode(), 400, "problem"),
    ("bad method", "PUT", f"/sparql?query={Q}", {}, None, 405, ""),
    ("bad method", "DELETE", "/sparql", {}, None, 405, ""),
    ("form without its type", "POST", "/sparql", {}, f"query={Q}".encode(), 415, "problem"),
    ("direct without its type", "POST", "/sparql", {"Content-Type": "text/plain"}, ASK.encode(), 415, "problem"),
    ("multipart", "POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415, "problem"),
    ("not UTF-8", "POST", "/sparql", {"Content-Type": f"{QUERY}; charset=UTF-16"}, ASK.encode("utf-16"), 415, "problem"),
    ("not UTF-8, unsaid", "POST", "/sparql", {"Content-Type": QUERY}, b"ASK { ?s ?p '\xff' }", 400, "problem"),
    ("not UTF-8 in the URL", "GET", "/sparql?query=ASK%20%7B%7D%20%23%ff", {}, None, 400, "problem"),
    ("syntax error", "GET", "/sparql?query=ASK%20%7B", {}, None, 400, "problem"),
    ("empty query", "GET", "/sparql?query=", {}, None, 400, "problem"),
    ("form without a query", "POST", "/sparql", {"Content-Type": FORM}, b"a=b", 400, "problem"),
    ("NUL", "GET", "/sparql?query=ASK%20%7B%7D%00", {}, None, 400, "problem"),
    ("update via POST, form", "POST", "/sparql", {"Content-Type": FORM}, b"update=CLEAR%20ALL", 403, "problem"),
    ("update via POST, direct", "POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403, "problem"),
    ("update via GET", "GET", "/sparql?update=CLEAR%20ALL", {}, None, 403, "problem"),
    ("query and update", "GET", f"/sparql?query={Q}&update=CLEAR%20ALL", {}, None, 403, "problem"),
    ("update as query", "GET", "/sparql?query=CLEAR%20ALL", {}, None, 403, "problem"),
    ("unknown graph", "GET", f"/sparql?query={Q}&default-graph-uri=http%3A%2F%2Fa.example%2F", {}, None, 403, "problem"),
    ("the facts have no name", "GET", f"/sparql?query={Q}&named-graph-uri={quote(G)}facts", {}, None, 403, "problem"),
    ("format by name", "GET", f"/sparql?query={Q}&format=xml", {}, None, 200, "sparql-results+xml"),
    ("unknown format", "GET", f"/sparql?query={Q}&format=pdf", {}, None, 200, "sparql-results+json"),
    ("format of graphs", "GET", f"/sparql?query={Q}&format=turtle", {"Accept": "text/csv"}, None, 200, "text/csv"),
    ("nothing acceptable", "GET", f"/sparql?query={Q}", {"Accept": "image/png"}, None, 406, "problem"),
    ("rows as Turtle", "GET", f"/sparql?query={Q}", {"Accept": "text/turtle"}, None, 406, "problem"),
    ("too many parameters", "GET", f"/sparql?query={Q}{'&a=b' * 200}", {}, None, 400, "problem"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_case_of_the_protocol(
    server: Served, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int, kind: str
) -> None:
    answer = server.client.request(method, path, headers={"Accept": "*/*", **headers}, content=body)
    assert answer.status_code == status, answer.text
    assert kind in answer.headers.get("content-type", "")
    if "problem" in kind:
        told = answer.json()
        assert told["status"] == status
        assert told["detail"]


def _count(server: Served, query: str, **graphs: Any) -> int:
    answer = server.client.get("/sparql", params={"query": query, **graphs})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_the_data_set_is_the_one_that_the_request_names(server: Served) -> None:
    default = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    facts = _count(server, default, **{"default-graph-uri": f"{G}facts"})
    evidence = _count(server, default, **{"default-graph-uri": f"{G}evidence"})
    run = _count(server, default, **{"default-graph-uri": f"{G}run"})
    assert min(facts, evidence, run) > 50
    assert _count(server, default) == facts + evidence + run  # unless told, the union of all
    assert _count(server, default, **{"default-graph-uri": [f"{G}facts", f"{G}run"]}) == facts + run
    assert _count(server, graphs) == 2
    assert _count(server, graphs, **{"named-graph-uri": f"{G}run"}) == 1
    assert _count(server, default, **{"named-graph-uri": f"{G}run"}) == 0  # as the protocol has it
    assert _count(server, default.replace("{", f"FROM <{G}run> {{", 1)) == run
    # what the request says counts more than what the query says
    inside = default.replace("{", f"FROM <{G}evidence> {{", 1)
    assert _count(server, inside, **{"default-graph-uri": f"{G}run"}) == run


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/*", "text/csv"),
        ("application/xml;q=0.9, text/csv;q=0.8", "application/xml"),
        ("application/sparql-results+xml;q=0.2, text/tab-separated-values;q=0.7, */*;q=0.1", "text/tab-separated"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("TEXT/CSV ; Q=1", "text/csv"),
        ("nonsense, ;;;, text/csv;q=x, text/tab-separated-values", "text/tab-separated"),
    ],
)
def test_the_best_format_that_the_client_takes(server: Served, accept: str, kind: str) -> None:
    answer = server.sparql(SELECT, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    assert "accept" in answer.headers["vary"].lower()


def test_every_format_of_rows_tells_the_same(server: Served) -> None:
    query = """SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) {
        (<http://x/é> "a \\"b\\"\\t\\n\\\\ü" "x"@en UNDEF) (1 2.5 true "<&>,;\\r\\n") } }"""
    expected = [
        {"a": ("uri", "http://x/é"), "b": ("literal", 'a "b"\t\n\\ü'), "c": ("literal", "x")},
        {"a": ("literal", "1"), "b": ("literal", "2.5"), "c": ("literal", "true"), "d": ("literal", "<&>,;\r\n")},
    ]
    told = server.sparql(query).json()
    found = [{k: (v["type"], v["value"]) for k, v in row.items()} for row in told["results"]["bindings"]]
    assert found == expected
    assert told["results"]["bindings"][0]["c"]["xml:lang"] == "en"
    assert told["results"]["bindings"][1]["b"]["datatype"].endswith("#decimal")

    root = ElementTree.fromstring(server.sparql(query, "application/sparql-results+xml").content)
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = [
        {b.attrib["name"]: (b[0].tag.removeprefix(space), b[0].text or "") for b in result}
        for result in root.iter(f"{space}result")
    ]
    assert found == expected

    lines = list(csv.reader(io.StringIO(server.sparql(query, "text/csv").text, newline="")))
    assert lines[0] == ["a", "b", "c", "d"]
    assert lines[1:] == [[row.get(n, ("", ""))[1] for n in "abcd"] for row in expected]

    solutions = ox.parse_query_results(
        server.sparql(query, "text/tab-separated-values").content, format=ox.QueryResultsFormat.TSV
    )
    assert isinstance(solutions, ox.QuerySolutions)
    values = [[None if term is None else term.value for term in row] for row in solutions]
    assert values == [[row[n][1] if n in row else None for n in "abcd"] for row in expected]


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml")],
)  # fmt: skip
def test_every_format_of_a_graph_tells_the_same(server: Served, accept: str, form: str) -> None:
    for query in ("CONSTRUCT { ?t dcterms:title ?l } WHERE { ?t dcterms:title ?l }", "DESCRIBE id:drug\\/bevacizumab"):
        answer = server.sparql(query, accept)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(accept)
        found = rdflib.Graph().parse(data=answer.content, format=form)
        other = rdflib.Graph().parse(data=server.sparql(query, "application/n-triples").content, format="nt")
        assert len(found) > 4
        assert set(found) == set(other)
        assert server.sparql(query, accept).content == answer.content


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/xml", "application/json"])
def test_ask_in_every_format(server: Served, accept: str) -> None:
    assert "true" in server.sparql("ASK { ?s ?p ?o }", accept).text
    assert "false" in server.sparql("ASK { ?s ?p 'no such thing' }", accept).text


def test_a_cut_answer_says_so(server: Served) -> None:
    query = "SELECT * { ?s ?p ?o }"
    answer = server.sparql(query)
    assert answer.headers["trialkg-truncated"] == "limit=rows; rows=200"
    assert answer.json()["truncated"] == {"limit": "rows", "rows": 200}
    assert len(answer.json()["results"]["bindings"]) == 200
    assert "truncated" in server.sparql(query, "application/xml").text
    ElementTree.fromstring(server.sparql(query, "application/xml").content)
    assert len(server.sparql(query, "text/csv").text.splitlines()) > 200
    assert "trialkg-truncated" in server.sparql(query, "text/csv").headers
    graph = server.sparql("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
    assert graph.headers["trialkg-truncated"] == "limit=rows; rows=200"
    assert len(rdflib.Graph().parse(data=graph.content, format="turtle")) == 200
    whole = server.sparql(f"{query} LIMIT 200")
    assert "trialkg-truncated" not in whole.headers
    assert "truncated" not in whole.json()


def test_the_service_describes_itself(server: Served) -> None:
    graph = rdflib.Graph().parse(data=server.client.get("/sparql").content, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert str(graph.value(service, sd.endpoint)) == f"{server.url}/sparql"
    assert {str(name).rsplit("/", 1)[-1] for name in graph.objects(None, sd.name)} == {"evidence", "run"}
    other = rdflib.Graph().parse(
        data=server.client.get("/sparql", headers={"Accept": "application/ld+json"}).content, format="json-ld"
    )
    assert set(other) == set(graph)


def test_void_tells_the_sizes(server: Served) -> None:
    graph = rdflib.Graph().parse(data=server.client.get("/.well-known/void").content, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    data = rdflib.URIRef("https://w3id.org/trialkg/id/dataset")
    assert (data, rdflib.RDF.type, void.Dataset) in graph
    assert str(graph.value(data, void.sparqlEndpoint)) == f"{server.url}/sparql"
    told = int(graph.value(data, void.triples))  # type: ignore[arg-type]
    evidence = rdflib.URIRef("https://w3id.org/trialkg/id/dataset/evidence")
    assert told > int(graph.value(evidence, void.triples)) > 0  # type: ignore[arg-type]


def test_a_browser_gets_a_page(server: Served) -> None:
    answer = server.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "<textarea" in answer.text


def test_usual_prefixes_are_known(server: Served) -> None:
    assert len(server.sparql(SELECT).json()["results"]["bindings"]) == 5
    json.loads(server.sparql(SELECT).text)
