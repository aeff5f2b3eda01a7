"""What do two trials, or two arms of one, have in common, and where do they differ?

In the middle stands what both have; a note says where it is not the same in both (role, route, time, instrument).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kg.errors import InputError
from kg.render.lookup import iri_of
from kg.render.presets.frame import ROLES, Wanted, compose, counted, is_given, one_trial, reaches, short_time
from kg.render.presets.queries import query_of
from kg.render.style import KINDS, MEASURES, RELATIONS, STUDIED
from kg.render.view import Fact, Lane, Scene, View, ViewEdge, ViewNode, shorten

_FAMILIES = (STUDIED, "what is given", MEASURES)
_COLUMNS = {"a": 0, "both": 2, "b": 4}
_LANES = {
    f"{side}{band}": Lane(title, column, band, left=side == "a")
    for side, column in _COLUMNS.items()
    for band, title in enumerate(_FAMILIES)
} | {"A": Lane("", 1), "B": Lane("", 3)}
_TOLD = ("Route", "Dose", "Schedule", "Optional", "Time point", "Assessed with", "Clock starts", "Clock ends", "Counts")
# Manners that differ in meaning; whether a drug is listed itself or inside a regimen is none.
_HOW = {role: RELATIONS[role].label for role in (*ROLES, "requires", "excludes")} | {
    "optional": "optional", "gives": "always", "inside": "always"
}  # fmt: skip
_ABOUT = ("studies", "population", "state", "site", "line", "phase", "requires", "excludes", "prior", "unmapped")


class _Side(NamedTuple):
    """One of the two: its node, and by thing the edges that lead there."""

    node: ViewNode
    edges: dict[str, list[ViewEdge]]


def build(wanted: Wanted) -> View:
    """Two trials beside one another, or the first two arms of one."""
    keys = one_trial(wanted, "compare", 2)
    if len(keys) > 2:
        raise InputError(
            f"the preset compare takes two trials or one with arms, not {len(keys)}: {', '.join(keys[:3])} …"
        )
    view = wanted.gather(keys)
    left, right = _sides(view, keys)
    names = [shorten(side.node.label.replace("\n", " "), 48) for side in (left, right)]

    def lane(node: ViewNode) -> ViewNode | None:
        if node.id in (left.node.id, right.node.id):
            return node._replace(lane="A" if node.id == left.node.id else "B")
        inside = [side for side in (left, right) if node.id in side.edges]
        if not inside:
            return None
        where = "both" if len(inside) == 2 else "a" if inside[0] is left else "b"
        facts, note = _differences(left, right, node.id, names) if where == "both" else ((), "")
        band = _FAMILIES.index(_family(node))
        return node._replace(lane=f"{where}{band}", note=note, differs=bool(note), facts=(*facts, *node.facts))

    edges = [edge for side in (left, right) for several in side.edges.values() for edge in several]
    found = compose(view, lane, edges)
    both = [node for node in found.nodes if node.lane.startswith("both")]
    differ = sum(node.differs for node in both)
    alone = [sum(node.lane[:1] == side and node.lane != "both" for node in found.nodes) for side in "ab"]
    scene = Scene(
        "compare",
        f"What do “{names[0]}” and “{names[1]}” share, and where do they differ?",
        f"{len(both)} in both, {differ} of them not in the same way; {alone[0]} only in the left, "
        f"{alone[1]} only in the right",
        query_of("compare", side=[iri_of(side.node.id) for side in (left, right)]),
        tuple(_LANES.items()),
        ((0, "only the left"), (2, "both"), (4, "only the right")),
        aligned=True,
    )
    return found._replace(scene=scene)


def _sides(view: View, keys: Sequence[str]) -> tuple[_Side, _Side]:
    """The two trials, or the first two arms of the one."""
    nodes = {node.id: node for node in view.nodes}
    if len(keys) == 2:
        first, second = (nodes[f"trial/{key}"] for key in keys)
        return _trial(view, first), _trial(view, second)
    arms = sorted({edge.target for edge in view.edges if edge.relation == "arm"}, key=_place)
    if len(arms) < 2:
        raise InputError(
            f"{keys[0] if keys else 'an empty build'} has {counted(len(arms), 'arm')}, so there is nothing to "
            "compare: name two trials with --trial A --trial B"
        )
    return _arm(view, nodes[arms[0]]), _arm(view, nodes[arms[1]])


def _place(arm: str) -> tuple[str, int, str]:
    head, _, number = arm.rpartition("-")
    return (head, int(number), arm) if number.isdecimal() else (arm, 0, arm)


def _family(node: ViewNode) -> str:
    section = KINDS[node.kind].section
    if section in (STUDIED, MEASURES):
        return section
    return MEASURES if node.kind in ("Instrument", "OutcomeMeasure") else "what is given"


def _arm(view: View, arm: ViewNode) -> _Side:
    found: dict[str, list[ViewEdge]] = defaultdict(list)
    for way in reaches(view, arm.id, ("gives", "optional")):
        found[way.target].append(way.edge())
    for edge in view.edges:
        if edge.source == arm.id and edge.relation == "route":
            found[edge.target].append(edge)
    return _Side(arm, found)


def _trial(view: View, trial: ViewNode) -> _Side:
    """One trial with all edges to what it studies, gives and measures."""
    found: dict[str, list[ViewEdge]] = defaultdict(list)
    given = {node.id for node in view.nodes if is_given(node)}
    for edge in view.edges:
        if edge.source == trial.id and edge.relation in (*_ABOUT, *ROLES, "instrument"):
            found[edge.target].append(edge)
    holders: list[tuple[str, tuple[str, ...]]] = [(trial.id, ("tests",))]
    holders += [(e.target, ("gives", "optional")) for e in view.edges if e.source == trial.id and e.relation == "arm"]
    for holder, relations in holders:
        for way in reaches(view, holder, relations):
            if way.target in given and not (holder != trial.id and way.target in found):
                found[way.target].append(way.edge()._replace(source=trial.id))
    return _Side(trial, found)


def _told(edges: list[ViewEdge]) -> dict[str, set[str]]:
    told: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        if edge.relation in _HOW:
            told["How"].add(_HOW[edge.relation])
        for fact in edge.facts:
            label = fact.label.partition(" of ")[0]  # "Route of oxaliplatin"
            if label in _TOLD:
                told[label].add(fact.text)
    return told


def _differences(left: _Side, right: _Side, path: str, names: list[str]) -> tuple[tuple[Fact, ...], str]:
    """What differs about something both have: facts for the panel, and a note of the first difference."""
    one, other = _told(left.edges[path]), _told(right.edges[path])
    # Silence is no difference: only where both say something else do they differ, but for the manner itself.
    labels = [label for label in ("How", *_TOLD) if one[label] and other[label] and one[label] != other[label]]
    facts = tuple(
        Fact(f"Differs: {label}", f"{name}: {', '.join(sorted(said[label]))}")
        for label in labels
        for name, said in zip(names, (one, other), strict=True)
    )
    if not labels:
        return facts, ""
    first = labels[0]
    sides = [_short(", ".join(sorted(said[first]))) for said in (one, other)]
    return facts, f"{sides[0]} | {sides[1]}"


def _short(text: str) -> str:
    return shorten(short_time(text).removesuffix(" outcome"), 26)
