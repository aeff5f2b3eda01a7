"""Which trials give this drug, directly or inside a regimen, and to whom?"""

from __future__ import annotations

from kg.render.lookup import path_of
from kg.render.presets.frame import Wanted, compose, counted, reaches
from kg.render.presets.queries import query_of
from kg.render.view import Lane, Scene, View, ViewNode

_LANES = {
    "drug": Lane("", 0, left=True),
    "sets": Lane("inside", 1),
    "direct": Lane("trials that give it itself", 2, 0),
    "inside": Lane("trials that give it inside something", 2, 1),
    "condition": Lane("who is studied", 3),
}
_MOST = 34
_TRIALS = """
SELECT DISTINCT ?trial WHERE {
  { ?trial tkg:givesDrug %(it)s } UNION { ?trial tkg:tests/tkg:hasComponent* %(it)s }
} ORDER BY ?trial
"""


def build(wanted: Wanted) -> View:
    """The trials of a drug, or of any other intervention."""
    drug = wanted.concept_of("drug", "a drug", "bevacizumab")
    it, name = path_of(drug.value), wanted.name(drug)
    keys = wanted.keys(_TRIALS % {"it": str(drug)})
    if wanted.trials:
        keys = [key for key in keys if key in wanted.trials]
    view = wanted.gather(keys[:_MOST])
    edges, direct, sets = [], set(), set()
    for node in view.nodes:
        if node.kind != "Trial":
            continue
        ways = reaches(view, node.id, ("tests", "mentions"))
        for edge in view.edges:
            if edge.source == node.id and edge.relation == "arm":
                ways += reaches(view, edge.target, ("gives", "optional"))
        for way in ways:
            if way.target != it:
                continue
            if not way.parts:
                direct.add(node.id)
                edges.append(way.first._replace(source=node.id))
            else:
                sets |= {way.first.target, *(part.source for part in way.parts)}
                edges += [way.first._replace(source=node.id), *way.parts]
    edges += [edge for edge in view.edges if edge.relation in ("studies", "population")]
    to_it = {edge.source for edge in edges} | {edge.target for edge in edges}

    def lane(node: ViewNode) -> ViewNode | None:
        if node.id not in to_it:
            return None
        if node.kind == "Trial":
            return node._replace(lane="direct" if node.id in direct else "inside")
        if node.id == it:
            return node._replace(lane="drug")
        if node.id in sets:
            return node._replace(lane="sets")
        number = len({e.source for e in edges if e.target == node.id and e.relation == "studies"})
        return node._replace(lane="condition", note=f"{number}" if number > 1 else "")

    inside = sum(node.kind == "Trial" for node in view.nodes) - len(direct)
    scene = Scene(
        "drug",
        f"Which trials give {name}, and to whom?",
        f"{counted(len(keys), 'trial')}{f', {_MOST} are drawn' if len(keys) > _MOST else ''}: "
        f"{len(direct)} give it itself, {inside} only inside a regimen, combination or product",
        query_of("drug", drug=[drug.value]),
        tuple(_LANES.items()),
        empty=f"No trial of this build gives {name}.",
    )
    found = compose(view, lane, edges)
    return found._replace(scene=scene, start=it)
