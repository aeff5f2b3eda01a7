"""What presets share: what was asked for, choosing among trials, and edges that skip what lies between.

A preset gathers the trials it needs, puts each node into a lane of its scene, and leaves out what does not answer its
question. It invents no fact: an edge that skips a regimen carries the triples of the whole way and the words of its
first step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

from kg.errors import InputError
from kg.query import resolve
from kg.render.gather import gather
from kg.render.lookup import Graph
from kg.render.trials import trial_keys
from kg.render.view import View, ViewEdge, ViewNode
from kg.store import Store
from kg.terms import INTERVENTION_KINDS

CONTAINERS = frozenset({"Combination", "Regimen", "CombinationProduct"})
ROLES = ("primary", "secondary", "other")
Evidence: TypeAlias = Callable[[Collection[str]], Iterable[tuple[bytes, bytes]]]
"""What reads facts and packed evidence of some trials, where the store is not to be asked for the evidence."""


class Wanted:
    """What a page was asked for: trials and a concept, by any name that the build knows them by."""

    def __init__(
        self,
        store: Store,
        trials: Iterable[str] = (),
        concept: str = "",
        evidence: Evidence | None = None,
    ) -> None:
        self.store = store
        self.graph = Graph(store.handle)
        self._evidence = evidence
        self._trials = tuple(trials)
        self._concept = concept

    @cached_property
    def trials(self) -> tuple[str, ...]:
        """The keys of the trials that were named. Raises `UnknownName`."""
        return trial_keys(self.graph, self._trials) if self._trials else ()

    @cached_property
    def concept(self) -> ox.NamedNode | None:
        """The concept that was named, if one was. Raises `UnknownName`."""
        return resolve(self.store, self._concept) if self._concept else None

    def concept_of(self, preset: str, what: str, example: str) -> ox.NamedNode:
        """The concept, where the preset cannot do without."""
        if self.concept is None:
            raise InputError(f"the preset {preset} needs {what}: add --concept, for example --concept {example!r}")
        return self.concept

    def name(self, concept: ox.NamedNode) -> str:
        """What a concept is called."""
        return self.graph.name(concept)

    def keys(self, query: str) -> list[str]:
        """The keys of the trials that a query yields as `?trial`, each once, in its order."""
        answer = self.store.query(query, union=False)
        assert isinstance(answer, ox.QuerySolutions)
        found = (row["trial"] for row in answer)
        return list(dict.fromkeys(t.value.rsplit("/", 1)[-1] for t in found if isinstance(t, ox.NamedNode)))

    def gather(self, keys: Collection[str]) -> View:
        """The view of some trials, with their evidence wherever that is kept; nothing for none."""
        if not keys:
            return View((), ())
        return gather(self.store.handle, trials=keys, packed=None if self._evidence is None else self._evidence(keys))


class Reach(NamedTuple):
    """A way from a trial or arm to something given: the first edge, then the components it leads through."""

    first: ViewEdge
    parts: tuple[ViewEdge, ...]

    @property
    def target(self) -> str:
        """Where the way ends."""
        return (self.parts[-1] if self.parts else self.first).target

    def edge(self) -> ViewEdge:
        """The way as one edge, with the triples of all its steps."""
        if not self.parts:
            return self.first
        relation = "optional" if self.first.relation == "optional" else "inside"
        via = tuple(step for edge in (self.first, *self.parts) for step in edge.via)
        return self.first._replace(target=self.target, relation=relation, via=via)


def reaches(view: View, source: str, relations: Collection[str]) -> list[Reach]:
    """All that `source` gives by these relations, containers and what they contain, the shortest way to each."""
    key = {node.id: node.trials for node in view.nodes if node.id == source}
    trials = set(key.get(source, ()))
    parts: dict[str, list[ViewEdge]] = defaultdict(list)
    for edge in view.edges:
        if edge.relation == "component" and trials & set(edge.trials):
            parts[edge.source].append(edge)
    ways = [Reach(e, ()) for e in view.edges if e.source == source and e.relation in relations]
    found: dict[str, list[Reach]] = defaultdict(list)
    for way in ways:
        found[way.target].append(way)
    fresh = ways
    while fresh:
        longer = [Reach(way.first, (*way.parts, part)) for way in fresh for part in parts[way.target]]
        fresh = [way for way in longer if way.target not in found]
        for way in fresh:
            found[way.target].append(way)
    return [way for _, several in sorted(found.items()) for way in several]


def is_given(node: ViewNode) -> bool:
    """Whether the node is an intervention that is not made of others."""
    return node.kind in INTERVENTION_KINDS and node.kind not in CONTAINERS


def ranked(counts: Counter[str], most: int) -> set[str]:
    """The `most` names that count most."""
    return {name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]}


def compose(
    view: View, lane: Callable[[ViewNode], ViewNode | None], edges: Iterable[ViewEdge], more: Iterable[ViewNode] = ()
) -> View:
    """The view with its nodes put into lanes (left out where there is none) and these edges instead of its own."""
    placed = [*filter(None, map(lane, view.nodes)), *more]
    known = {node.id for node in placed}
    kept = {
        (edge.source, edge.target, edge.relation, edge.via): edge
        for edge in edges
        if edge.source in known and edge.target in known
    }
    trials = {key for node in placed for key in node.trials}
    return view._replace(
        nodes=tuple(sorted(placed, key=lambda node: node.id)),
        edges=tuple(edge for _, edge in sorted(kept.items())),
        trials=tuple(trial for trial in view.trials if trial[0] in trials),
    )


def short_time(text: str) -> str:
    """A time point's name made short: `48 month` → `48 mo`."""
    for long, short in (("month", "mo"), ("week", "wk"), ("year", "y"), ("day", "d"), ("hour", "h"), ("minute", "min")):
        if text.endswith((f" {long}", f" {long}s")):
            return f"{text.rsplit(' ', 1)[0]} {short}"
    return text


def counted(number: int, word: str, most: int | None = None) -> str:
    """`1 trial`, `1,200 trials`; where at most some are shown, `30 of 1,200 trials`."""
    shown = f"{most:,} of " if most is not None and number > most else ""
    ending = "" if number == 1 else "es" if word.endswith("s") else "s"
    return f"{shown}{number:,} {word}{ending}"


def one_trial(wanted: Wanted, preset: str, count: int = 1) -> list[str]:
    """The trials that were asked for, or all where the build has no more than `count`. Raises `InputError`."""
    if wanted.trials:
        return list(wanted.trials)
    known = trial_keys(wanted.graph, ())
    if len(known) <= count:
        return list(known)
    raise InputError(
        f"the preset {preset} needs --trial KEY: this build has {len(known):,} trials, such as {', '.join(known[:3])}"
    )
