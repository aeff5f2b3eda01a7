"""Views without a preset: all trials or some, what lies around a concept, and what a query yields."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import InputError, UnknownName
from kg.render.describe import describe
from kg.render.evidence import VOCABULARY, Ground, Grounds
from kg.render.lookup import Graph, path_of
from kg.render.presets.frame import Wanted, counted
from kg.render.presets.queries import query_of
from kg.render.style import KINDS, Relation
from kg.render.trials import trial_keys, trials_with
from kg.render.view import Scene, View, ViewEdge, ViewNode, shorten
from kg.terms import PREFIXES, THINGS, curie_of

_MOST_ROWS = 200_000
_TRIAL = f"{THINGS}trial/"


def all_of(wanted: Wanted, depth: int) -> View:
    """All trials or those named; with a concept, what lies within `depth` steps of it."""
    concept = wanted.concept
    keys = wanted.trials
    if concept and not keys and depth <= 2:  # further away lie trials that do not have it
        keys = trials_with(wanted.graph, concept)
    view = wanted.gather(keys or ([] if concept and depth <= 2 else trial_keys(wanted.graph, ())))
    if concept:
        path = path_of(concept.value)
        if path not in {node.id for node in view.nodes}:
            raise UnknownName(f"{path!r} is not shown by any of these {len(view.trials)} trials")
        view = view.around(path, depth)
    count = counted(len(view.trials), "trial")
    if concept:
        question = f"What lies around {wanted.name(concept)}?"
        answer = f"{count} and what they share, {counted(depth, 'step')} away at most"
    else:
        question = f"What do these {count} study, give and measure?" if len(view.trials) != 1 else "What is this trial?"
        answer = ""
    shown = [key for key, _ in view.trials] if wanted.trials or concept else []
    return view._replace(
        scene=Scene("", question, answer, query_of("all", trial=shown), empty="This build has no trial to show.")
    )


def of_query(wanted: Wanted, query: str) -> View:
    """What a query yields: of CONSTRUCT and DESCRIBE the triples; of SELECT the trials where it yields nothing else,
    otherwise the things and the edges between them."""
    answer = wanted.store.query(query)
    if isinstance(answer, ox.QueryBoolean):
        raise InputError("an ASK query answers yes or no, which cannot be drawn: write SELECT or CONSTRUCT")
    if isinstance(answer, ox.QueryTriples):
        view = _triples(wanted.graph, answer)
    else:
        things = {cell for row in _first(answer) for cell in row if isinstance(cell, ox.NamedNode)}
        trials = sorted(t.value.removeprefix(_TRIAL) for t in things if t.value.startswith(_TRIAL))
        if not things:
            view = View((), ())
        elif len(trials) == len(things):
            view = wanted.gather(trials)
        else:
            paths = {path_of(thing.value) for thing in things}
            view = wanted.gather(trials or trial_keys(wanted.graph, ())).only(paths)
    scene = Scene(
        "",
        "What does this query yield?",
        f"{counted(len(view.nodes), 'thing')}, {counted(len(view.edges), 'edge')} between them",
        query,
        relations=view.scene.relations,
        empty="The query yields nothing that can be drawn: let it return trials and concepts, or CONSTRUCT triples.",
    )
    return view._replace(scene=scene)


def _first(answer: ox.QuerySolutions) -> list[ox.QuerySolution]:
    rows: list[ox.QuerySolution] = []
    for row in answer:
        if len(rows) == _MOST_ROWS:
            raise InputError(f"the query yields more than {_MOST_ROWS:,} rows: add a LIMIT, or narrow it")
        rows.append(row)
    return rows


def _triples(graph: Graph, answer: ox.QueryTriples) -> View:
    grounds = Grounds(graph)
    nodes: dict[str, ViewNode] = {}
    edges, relations = {}, {}
    for count, triple in enumerate(answer):
        if count == _MOST_ROWS:
            raise InputError(f"the query yields more than {_MOST_ROWS:,} triples: add a LIMIT, or narrow it")
        subject, target = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(target, ox.NamedNode):
            continue
        prop = curie_of(triple.predicate.value)
        for thing in (subject, target):
            path = path_of(thing.value)
            if path not in nodes:
                full, facts, codes, synonyms = describe(graph, grounds, thing)
                nodes[path] = ViewNode(path, graph.kind(thing, KINDS), shorten(full), full, facts, codes, synonyms)
        relations[prop] = Relation(graph.name(triple.predicate))
        ground = grounds.of(subject, prop, target) if prop.partition(":")[0] in PREFIXES else VOCABULARY
        if ground is VOCABULARY:
            ground = Ground(None, "", "", ())  # a query may construct what nobody said
        ends = path_of(subject.value), path_of(target.value)
        edge = ViewEdge(*ends, prop, ground.confidence, ground.method, ground.rule, ground.evidence)
        edges[ends[0], ends[1], prop] = edge._replace(via=((ends[0], prop, ends[1]),))
    return View(
        tuple(node for _, node in sorted(nodes.items())),
        tuple(edge for _, edge in sorted(edges.items())),
        scene=Scene(relations=tuple(sorted(relations.items()))),
    )
