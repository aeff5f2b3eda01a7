"""The graph as KGX TSV: nodes and edges in the categories and predicates of the Biolink model (4.4).

A trial tests; it does not prove. So a drug is `biolink:in_clinical_trials_for` the conditions of the trials that give
it, one edge a pair with the trials named, and nothing here ever "treats". Edges without a predicate of their own in
Biolink are `biolink:related_to`, and each edge says which of ours it was (`original_predicate`).

Columns are those of the KGX format (https://github.com/biolink/kgx/blob/master/specification/kgx-format.md); lists are
joined by `|`.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator

import networkx as nx
import pyoxigraph as ox

from kg.store import Store
from kg.terms import PREFIXES, expand

SOURCE = "infores:trialkg"
CATEGORIES = {
    "Trial": "biolink:ClinicalTrial",
    "Arm": "biolink:StudyPopulation",
    "Drug": "biolink:Drug",
    "DrugClass": "biolink:ChemicalEntity",
    "DietarySupplement": "biolink:ChemicalEntity",
    "CombinationProduct": "biolink:ChemicalMixture",
    "Regimen": "biolink:Treatment",
    "Combination": "biolink:Treatment",
    "Procedure": "biolink:Procedure",
    "Radiation": "biolink:Procedure",
    "DiagnosticTest": "biolink:Procedure",
    "Behavioral": "biolink:ClinicalIntervention",
    "Device": "biolink:Device",
    "Condition": "biolink:Disease",
    "Endpoint": "biolink:ClinicalAttribute",
}
OTHER_CATEGORY = "biolink:NamedThing"
PREDICATES = {"skos:broader": "biolink:subclass_of", "tkg:hasComponent": "biolink:has_part"}
OTHER_PREDICATE = "biolink:related_to"
TESTED_FOR = "biolink:in_clinical_trials_for"
NODE_COLUMNS = ("id", "category", "name", "synonym", "xref", "provided_by")
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "primary_knowledge_source", "knowledge_level", "agent_type",
    "original_predicate", "has_confidence_score", "has_supporting_studies",
)  # fmt: skip
# What our prefixes are called in Biolink's prefix map.
_PREFIXES = {"mesh": "MESH", "RXNORM": "RXCUI"}


def nodes_and_edges(store: Store, graph: nx.MultiDiGraph[str]) -> tuple[str, str]:
    """The two files as text: (nodes.tsv, edges.tsv)."""
    names = _names(store)
    nodes = [
        (
            _curie(node),
            CATEGORIES.get(data["type"], OTHER_CATEGORY),
            data["label"],
            "|".join(names[data["iri"]]["synonym"]),
            "|".join(names[data["iri"]]["xref"]),
            SOURCE,
        )
        for node, data in sorted(graph.nodes(data=True))
    ]
    return _table(NODE_COLUMNS, nodes), _table(EDGE_COLUMNS, [*_said(graph), *_tested(graph)])


def _said(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, ...]]:
    for subject, other, data in sorted(graph.edges(data=True), key=lambda edge: (*edge[:2], edge[2]["predicate"])):
        ours = data["predicate"]
        stated = data.get("method", "") == "registry-field" or "method" not in data
        yield (
            f"{subject}|{ours}|{other}".replace("|", "--"),
            _curie(subject),
            PREDICATES.get(ours, OTHER_PREDICATE),
            _curie(other),
            SOURCE,
            "knowledge_assertion" if stated else "not_provided",
            "not_provided" if "method" not in data else "manual_agent" if stated else "text_mining_agent",
            ours,
            str(data.get("confidence", "")),
            "",
        )


def _tested(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, ...]]:
    """Each drug with each condition of a trial that gives it."""
    trials: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for trial in sorted(node for node, data in graph.nodes(data=True) if data["type"] == "Trial"):
        told = graph.out_edges(trial, data="predicate")
        drugs = [other for _, other, predicate in told if predicate == "tkg:givesDrug"]
        conditions = [other for _, other, predicate in told if predicate == "tkg:studies"]
        for drug in drugs:
            for condition in conditions:
                trials[drug, condition].append(_curie(trial))
    for (drug, condition), found in sorted(trials.items()):
        yield (
            f"{drug}--in_clinical_trials_for--{condition}",
            _curie(drug),
            TESTED_FOR,
            _curie(condition),
            SOURCE,
            "not_provided",
            "text_mining_agent",
            "tkg:givesDrug tkg:studies",
            "",
            "|".join(found),
        )


def _curie(node: str) -> str:
    kind, _, name = node.partition("/")
    if kind == "trial" and name.startswith("NCT"):
        return f"CLINICALTRIALS:{name}"
    return f"trialkg:{node}"


def _names(store: Store) -> defaultdict[str, dict[str, list[str]]]:
    """Synonyms and codes of the things that have some."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: {"synonym": [], "xref": []})
    for quad in store.quads("facts", expand("skos:altLabel")):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            found[quad.subject.value]["synonym"].append(quad.object.value.replace("|", "/"))
    for quad in store.quads("facts", expand("skos:exactMatch")):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found[quad.subject.value]["xref"].append(_code(quad.object.value))
    for names in found.values():
        names["synonym"].sort()
        names["xref"].sort()
    return found


def _code(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{_PREFIXES.get(prefix, prefix)}:{iri[len(namespace) :]}"
    return iri


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(columns)
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return out.getvalue()


def _plain(cell: str) -> str:
    """A cell without tabs and line breaks, which the format cannot hold."""
    return " ".join(cell.split())
