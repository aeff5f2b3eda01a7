"""Stock clients against the server, as their users would write it."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from served import Served
from SPARQLWrapper import CSV, JSON, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated", "ignore::ResourceWarning")
SELECT = "PREFIX tkg: <https://w3id.org/trialkg/ontology#> SELECT ?t WHERE { ?t a tkg:Trial } ORDER BY ?t"


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("how", [None, POSTDIRECTLY])
def test_sparqlwrapper_asks_for_rows(server: Served, method: str, how: str | None) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    if how:
        client.setRequestMethod(how)
    client.setQuery(SELECT)
    client.setReturnFormat(JSON)
    found = client.queryAndConvert()["results"]["bindings"]
    assert len(found) == 5
    client.setReturnFormat(XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 5
    for form in (CSV, TSV):
        client.setReturnFormat(form)
        assert len(client.queryAndConvert().decode().splitlines()) == 6


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML])
def test_sparqlwrapper_asks_for_a_graph(server: Served, form: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery("CONSTRUCT { ?t dcterms:title ?n } WHERE { ?t a tkg:Trial ; dcterms:title ?n }")
    client.setReturnFormat(form)
    found = client.queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(graph) == 5


def test_sparqlwrapper_names_a_graph(server: Served) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.addDefaultGraph("https://w3id.org/trialkg/id/graph/run")
    client.setQuery("SELECT DISTINCT ?run { ?run a tkg:BuildRun }")
    client.setReturnFormat(JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(server: Served, method: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server.url}/sparql", method=method, returnFormat="json"))
    rows = list(graph.query(SELECT))
    assert len(rows) == 5
    trial = rows[0][0]
    facts = list(graph.predicate_objects(trial))
    assert len(facts) > 10
    assert (trial, None, None) in graph
    assert bool(graph.query("ASK { ?s ?p ?o }"))


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_curl(server: Served) -> None:
    def curl(*words: str) -> str:
        done = subprocess.run(["curl", "-sSf", "--noproxy", "*", *words], capture_output=True, text=True, check=True)
        return done.stdout

    endpoint = f"{server.url}/sparql"
    assert len(json.loads(curl(endpoint, "--data-urlencode", f"query={SELECT}"))["results"]["bindings"]) == 5
    got = curl("-G", endpoint, "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    assert len(got.splitlines()) == 6
    direct = ("-H", "Content-Type: application/sparql-query", "--data-binary", SELECT)
    assert curl(endpoint, *direct, "-H", "Accept: text/tab-separated-values").startswith("?t\n")
    followed = curl("-L", f"{server.url}/id/drug/bevacizumab", "-H", "Accept: text/turtle")
    assert len(Graph().parse(data=followed, format="turtle")) > 5
