"""What does this trial study, give in each arm by route, and measure when? From left to right, as one reads it."""

from __future__ import annotations

from collections import defaultdict

from kg.render.describe import short_title
from kg.render.presets.frame import CONTAINERS, ROLES, Wanted, counted, one_trial, short_time
from kg.render.presets.queries import query_of
from kg.render.style import KINDS, STUDIED
from kg.render.view import Fact, Lane, Scene, View, ViewEdge, ViewNode, shorten

_LANES = {
    "who": Lane(STUDIED, 0, 0, left=True),
    "primary": Lane("primary outcomes", 0, 1, left=True),
    "secondary": Lane("secondary outcomes", 0, 2, left=True),
    "other": Lane("other outcomes", 0, 3, left=True),
    "instruments": Lane("measured with", 0, 4, left=True),
    "trial": Lane("", 1),
    "arms": Lane("arms", 2),
    "ways": Lane("by route", 3),
    "sets": Lane("regimens, combinations", 4),
    "given": Lane("what is given", 5),
}
_ARM_GIVES = ("gives", "optional")


def build(wanted: Wanted) -> View:
    """The picture of one trial."""
    keys = one_trial(wanted, "trial")[:1]
    view = wanted.gather(keys)
    roles, times = _measured(view)

    def lane(node: ViewNode) -> ViewNode | None:
        if node.id in roles:
            when = sorted(times[node.id], key=lambda text: (times[node.id][text], text))
            note = ", ".join(when[:2]) + (" …" if len(when) > 2 else "")
            first = next(role for role in ROLES if role in roles[node.id])
            rank = int(max(times[node.id].values(), default=1e6))
            return node._replace(lane=first, note=note, rank=rank)
        return node._replace(lane=_lane(node))

    edges, ways = _by_route(view)
    nodes = {node.id: node for node in (*map(lane, view.nodes), *ways) if node is not None}
    linked = {end for edge in edges for end in edge[:2]}
    kept = {path: node for path, node in nodes.items() if path in linked or node.kind == "Trial"}
    arms = sum(node.kind == "Arm" for node in kept.values())
    outcomes = len({edge.via[-1][2] for edge in edges if edge.relation in ROLES})
    title = next((node.full for node in view.nodes if node.kind == "Trial"), "")
    scene = Scene(
        "trial",
        f"What does “{shorten(short_title(title), 90)}” study, give and measure?"
        if title
        else "This build has no trial",
        f"{counted(arms, 'arm') if arms else 'no arms told apart'}, {counted(outcomes, 'outcome')}; "
        "read from who is studied, on the left, to what is given, on the right",
        query_of("trial", trial=keys),
        tuple(_LANES.items()),
        empty="This build has no trial to show.",
    )
    return View(
        tuple(node for _, node in sorted(kept.items())),
        tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
        view.trials,
        scene=scene,
    )


def _measured(view: View) -> tuple[dict[str, set[str]], dict[str, dict[str, float]]]:
    """Of each thing that is measured, as which outcomes it is, and its last time points, with their days."""
    roles: dict[str, set[str]] = defaultdict(set)
    times: dict[str, dict[str, float]] = defaultdict(dict)
    for edge in view.edges:
        if edge.relation in ROLES:
            roles[edge.target].add(edge.relation)
            for text in _times(edge):
                times[edge.target][text] = edge.days or 0.0
    return roles, times


def _lane(node: ViewNode) -> str:
    if node.kind in ("Trial", "Arm"):
        return {"Trial": "trial", "Arm": "arms"}[node.kind]
    if node.kind == "Route":
        return "ways"
    if node.kind == "Instrument":
        return "instruments"
    if node.kind in CONTAINERS:
        return "sets"
    return "who" if KINDS[node.kind].section == STUDIED else "given"


def _times(edge: ViewEdge) -> list[str]:
    points = [short_time(fact.text) for fact in edge.facts if fact.label == "Time point"]
    return points[-1:]  # the last one is the horizon


def _by_route(view: View) -> tuple[list[ViewEdge], list[ViewNode]]:
    """The edges of the view, where an arm gives by a known route by way of a node for each route of each arm."""
    edges, ways = [], {}
    routed: dict[tuple[str, str], str] = {}
    for edge in view.edges:
        route = next((fact for fact in edge.facts if fact.label == "Route"), None)
        if edge.relation not in _ARM_GIVES or route is None:
            edges.append(edge)
            continue
        administration = edge.via[0][0]
        place = routed.setdefault((edge.source, route.text), administration)
        if place not in ways:
            ways[place] = ViewNode(
                place, "Administration", route.text, route.text, (Fact("Route", route.text, "", route.evidence),),
                trials=edge.trials, lane="ways",
            )  # fmt: skip
            steps = tuple(step for step in edge.via if step[1] == "tkg:hasAdministration")
            words = route.evidence or edge.evidence
            edges.append(edge._replace(target=place, relation="administration", via=steps, evidence=words, facts=()))
        relation = "optional" if edge.relation == "optional" else "what"
        edges.append(edge._replace(source=place, relation=relation))
    routed_arms = {source for source, _ in routed}
    edges = [edge for edge in edges if not (edge.relation == "route" and edge.source in routed_arms)]
    # What an arm gives is not said again as what the trial tests.
    return _without_repeats(edges), list(ways.values())


def _without_repeats(edges: list[ViewEdge]) -> list[ViewEdge]:
    below: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.relation in (*_ARM_GIVES, "administration", "what", "component"):
            below[edge.source].add(edge.target)
    arms = [edge.target for edge in edges if edge.relation == "arm"]
    inside, stack = set(arms), list(arms)
    while stack:
        fresh = below[stack.pop()] - inside
        inside |= fresh
        stack += fresh
    repeated = [edge for edge in edges if edge.relation in ("tests", "mentions", "route") and edge.target in inside]
    return sorted(set(edges) - set(repeated), key=lambda e: (e.source, e.target, e.relation, e.via))
