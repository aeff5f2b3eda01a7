"""Which drugs are tried in this condition, in which trials, and what do they measure?"""

from __future__ import annotations

from collections import Counter

from kg.render.presets.frame import ROLES, Reach, Wanted, compose, counted, is_given, ranked, reaches
from kg.render.presets.queries import query_of
from kg.render.view import Lane, Scene, View, ViewNode

_LANES = {
    "given": Lane("what is given", 0, left=True),
    "trial": Lane("trials", 1),
    "endpoint": Lane("what is measured", 2),
}
_MOST = 30  # of each column; what counts most is kept
_TRIALS = """
SELECT ?trial (COUNT(DISTINCT ?what) AS ?n) WHERE {
  { SELECT DISTINCT ?trial WHERE { %s } }
  OPTIONAL { { ?trial tkg:givesDrug ?what } UNION { ?trial tkg:hasOutcomeMeasure/tkg:endpoint ?what } }
} GROUP BY ?trial ORDER BY DESC(?n) ?trial
"""


def build(wanted: Wanted) -> View:
    """The landscape of a condition, of all conditions where none is named."""
    condition = wanted.concept
    about = f"?trial tkg:studies/skos:broader* {condition}" if condition else "?trial a tkg:Trial"
    keys = list(wanted.trials) or wanted.keys(_TRIALS % about)
    view = wanted.gather(keys[:_MOST])
    given = {node.id for node in view.nodes if is_given(node)}
    pairs = _tried(view, given)
    drugs = Counter(target for _, target in pairs)
    measured = Counter(target for _, target in {(e.source, e.target) for e in view.edges if e.relation in ROLES})
    endpoints = {node.id for node in view.nodes if node.kind == "Endpoint"}
    kept = ranked(drugs, _MOST) | ranked(Counter({k: n for k, n in measured.items() if k in endpoints}), _MOST)

    def lane(node: ViewNode) -> ViewNode | None:
        if node.kind == "Trial":
            return node._replace(lane="trial")
        if node.id not in kept:
            return None
        number = drugs[node.id] or measured[node.id]
        place = "given" if node.id in given else "endpoint"
        return node._replace(lane=place, note=f"{number}" if number > 1 else "")

    edges = [way.edge()._replace(source=trial) for (trial, _), way in sorted(pairs.items())]
    edges += [edge for edge in view.edges if edge.relation in ROLES]
    name = wanted.name(condition) if condition else "these trials"
    shown = [counted(len(keys), "trial", _MOST)]
    for number, word in ((len(given & set(drugs)), "intervention"), (len(endpoints & set(measured)), "endpoint")):
        shown.append(counted(number, word, _MOST))
    question = (
        f"What is tried in {name}, and what is measured?" if condition else "What is tried, and what is measured?"
    )
    scene = Scene(
        "landscape",
        question,
        ", ".join(shown) + ("; the best linked are drawn, the query has all" if len(keys) > _MOST else "")
        + "; the number beside a name counts its trials",
        query_of("landscape", condition=[condition.value] if condition else []),
        tuple(_LANES.items()),
        empty=f"No trial of this build studies {name}. Try a broader condition.",
    )  # fmt: skip
    return compose(view, lane, edges)._replace(scene=scene)


def _tried(view: View, given: set[str]) -> dict[tuple[str, str], Reach]:
    """The way from each trial to what it tries, by itself or in its arms."""
    ways = {n.id: reaches(view, n.id, ("tests", "mentions")) for n in view.nodes if n.kind == "Trial"}
    for edge in view.edges:
        if edge.relation == "arm":
            ways[edge.source] += reaches(view, edge.target, ("gives", "optional"))
    return {(trial, way.target): way for trial, found in ways.items() for way in found if way.target in given}
