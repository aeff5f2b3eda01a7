"""Which classes and properties does this build use, and how often?"""

from __future__ import annotations

from collections import Counter, defaultdict

import pyoxigraph as ox

from kg.render.lookup import Graph, path_of
from kg.render.presets.frame import Wanted, counted
from kg.render.presets.queries import query_of
from kg.render.style import KINDS, Relation
from kg.render.view import Code, Fact, Lane, Scene, View, ViewEdge, ViewNode
from kg.terms import EVIDENCE_GRAPH, KIND_PATHS, ONTOLOGY, curie_of, expand

_LANES = {
    "origin": Lane("where it comes from", 0, left=True),
    "trial": Lane("", 1),
    "part": Lane("parts of a trial", 2),
    "concept": Lane("concepts", 3),
}
_ORIGIN = frozenset(
    {"SourceRecord", "SourceField", "Mention", "Assertion", "BuildRun", "Claim", "Finding", "Abbreviation"}
)
_PARTS = frozenset({"ConditionEntry", "InterventionEntry", "OutcomeMeasure", "Administration"})
_EVIDENCE = (
    ("Assertion", "tkg:evidence", "Mention"),
    ("Mention", "oa:hasSource", "SourceField"),
    ("SourceRecord", "tkg:hasField", "SourceField"),
)
_TYPE = expand("rdf:type")
_ALIGNED = (("owl:equivalentClass", "exact"), ("skos:exactMatch", "exact"), ("skos:closeMatch", "close"))
_ALIGNED_BELOW = "rdfs:subClassOf"


def build(wanted: Wanted) -> View:
    """The classes that have members here, and the properties that join them."""
    graph = wanted.graph
    classes = _members(wanted)
    sizes = Counter(name for name in classes.values() if name)
    joins, texts = _properties(wanted, classes)
    more, ways = _evidence(wanted)
    sizes.update(more)
    joins.update(ways)
    nodes = [_node(graph, name, number, texts[name]) for name, number in sizes.items()]
    known = {node.id for node in nodes}
    edges, relations = [], {}
    for (start, prop, end), number in sorted(joins.items()):
        ends = path_of(ONTOLOGY + start), path_of(ONTOLOGY + end)
        if not known.issuperset(ends):
            continue
        label = graph.name(ox.NamedNode(expand(prop)))
        relations[prop] = Relation(label, weak=number == 1, strong=number >= 100)
        about = graph.text(ox.NamedNode(expand(prop)), "rdfs:comment")
        facts = (Fact("Edges", f"{number:,}"), Fact("Property", prop), *((Fact("Meaning", about),) if about else ()))
        edges.append(ViewEdge(*ends, prop, None, "vocabulary", facts=facts))
    scene = Scene(
        "ontology",
        "Which classes and properties does this build use?",
        f"{counted(len(nodes), 'class')}, {len(relations)} properties between them, "
        f"{sum(joins.values()):,} edges; the number beside a class counts its members",
        query_of("ontology"),
        tuple(_LANES.items()),
        relations=tuple(sorted(relations.items())),
        empty="This build has no facts.",
    )
    return View(tuple(sorted(nodes, key=lambda n: n.id)), tuple(sorted(edges)), scene=scene)


def _members(wanted: Wanted) -> dict[str, str]:
    """Each thing of the facts → its most specific class."""
    types: dict[str, set[str]] = defaultdict(set)
    facts = ox.DefaultGraph()
    for quad in wanted.store.handle.quads_for_pattern(None, ox.NamedNode(_TYPE), None, facts):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode):
            continue
        if quad.object.value.startswith(ONTOLOGY):
            types[quad.subject.value].add(quad.object.value[len(ONTOLOGY) :])
    above: dict[str, set[str]] = {}
    for name in {name for names in types.values() for name in names}:
        above[name] = _above(wanted.graph, name)
    return {
        thing: min(names - {parent for name in names for parent in above[name]} or names)
        for thing, names in types.items()
    }


def _above(graph: Graph, name: str) -> set[str]:
    found: set[str] = set()
    stack = [ox.NamedNode(ONTOLOGY + name)]
    while stack:
        for parent in graph.nodes(stack.pop(), "rdfs:subClassOf"):
            if parent.value.startswith(ONTOLOGY) and parent.value[len(ONTOLOGY) :] not in found:
                found.add(parent.value[len(ONTOLOGY) :])
                stack.append(parent)
    return found


def _properties(
    wanted: Wanted, classes: dict[str, str]
) -> tuple[Counter[tuple[str, str, str]], dict[str, Counter[str]]]:
    """How often each property joins two classes, and how often each class has each literal."""
    joins: Counter[tuple[str, str, str]] = Counter()
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for quad in wanted.store.handle.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        start = classes.get(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else None
        iri = quad.predicate.value
        if start is None or iri == _TYPE:
            continue
        prop = names.get(iri) or names.setdefault(iri, curie_of(iri))
        if isinstance(quad.object, ox.NamedNode):
            end = classes.get(quad.object.value)
            if end is not None and prop.partition(":")[0] in ("tkg", "skos", "prov"):
                joins[start, prop, end] += 1
        else:
            texts[start][prop] += 1
    return joins, texts


def _evidence(wanted: Wanted) -> tuple[Counter[str], Counter[tuple[str, str, str]]]:
    """Classes and edges of the evidence, which is counted and not walked: it is most of the store."""
    graph = ox.NamedNode(EVIDENCE_GRAPH)
    found: Counter[str] = Counter()
    for quad in wanted.store.handle.quads_for_pattern(None, ox.NamedNode(_TYPE), None, graph):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(ONTOLOGY):
            found[quad.object.value[len(ONTOLOGY) :]] += 1
    ways: Counter[tuple[str, str, str]] = Counter()
    for way in _EVIDENCE:
        prop = ox.NamedNode(expand(way[1]))
        ways[way] = sum(1 for _ in wanted.store.handle.quads_for_pattern(None, prop, None, graph))
    return found, +ways


def _node(graph: Graph, name: str, number: int, texts: Counter[str]) -> ViewNode:
    thing = ox.NamedNode(ONTOLOGY + name)
    about = graph.text(thing, "rdfs:comment") or graph.text(thing, "skos:definition")
    facts = [Fact("Members", f"{number:,}")]
    facts += [Fact("Meaning", about)] if about else []
    facts += [Fact("Is a kind of", parent) for parent in sorted(_above(graph, name))]
    facts += [Fact(prop, f"{count:,}") for prop, count in sorted(texts.items(), key=lambda p: (-p[1], p[0]))]
    codes = tuple(
        Code(curie_of(node.value), node.value, match)
        for predicate, match in (*_ALIGNED, (_ALIGNED_BELOW, "broader"))
        for node in graph.nodes(thing, predicate)
        if not node.value.startswith(ONTOLOGY)
    )
    lane = "trial" if name == "Trial" else "origin" if name in _ORIGIN else "concept" if name in KIND_PATHS else "part"
    kind = name if name in KINDS and name not in _PARTS else "Class"
    return ViewNode(thing.value, kind, name, name, tuple(facts), codes, lane=lane, note=f"{number:,}")
