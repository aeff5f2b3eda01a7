"""From a store to a `View`: trials, what they study, give and measure, and the words that say so.

Entries, administrations and outcome measures are folded into the edges they explain; an entry or outcome that maps to
no concept keeps a node of its own, so that nothing the registry lists is lost from sight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from math import isfinite

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.render.describe import describe, how_given, outcome_facts, trial_facts, trial_label
from kg.render.evidence import VOCABULARY, Ground, Grounds
from kg.render.lookup import Graph, path_of
from kg.render.packed import Packed
from kg.render.style import KINDS
from kg.render.trials import trial_keys
from kg.render.view import Fact, View, ViewEdge, ViewNode, shorten
from kg.terms import INTERVENTION_KINDS, THINGS

_OUTCOMES = {
    "tkg:hasPrimaryOutcome": "primary",
    "tkg:hasSecondaryOutcome": "secondary",
    "tkg:hasOtherOutcome": "other",
}
_CONTEXT = {
    "tkg:diseaseState": "state",
    "tkg:metastaticSite": "site",
    "tkg:lineOfTherapy": "line",
    "tkg:phase": "phase",
    "tkg:requiresBiomarker": "requires",
    "tkg:excludesBiomarker": "excludes",
    "tkg:priorTreatment": "prior",
}


def gather(
    store: ox.Store,
    *,
    trials: Collection[str] = (),
    concept: str = "",
    depth: int = 2,
    packed: Iterable[tuple[bytes, bytes]] | None = None,
) -> View:
    """The view of a store: all its trials, or those whose keys are given (`NCT01234567`, `r-…`). `packed` are facts and
    packed evidence of these, which is then not looked for in the store.

    With `concept` (`drug/bevacizumab`), only what lies within `depth` steps of it, opened there. Raises `UnknownName`
    where a trial or the concept is not in the store.
    """
    graph = Graph(store)
    gatherer = _Gatherer(graph, Grounds(graph) if packed is None else Packed(graph, packed))
    for key in sorted(trial_keys(gatherer.graph, trials)):
        gatherer.trial(key, ox.NamedNode(f"{THINGS}trial/{key}"))
    view = gatherer.view()
    if not concept:
        return view
    if concept not in {node.id for node in view.nodes}:
        raise UnknownName(f"{concept!r} is not shown by any of these {len(view.trials)} trials")
    return view.around(concept, depth)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


class _Gatherer:
    """Collects edges trial by trial; nodes follow from edges at the end."""

    def __init__(self, graph: Graph, grounds: Grounds) -> None:
        self.graph = graph
        self.grounds = grounds
        self.edges: dict[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ViewEdge] = {}
        self.things: dict[str, tuple[ox.NamedNode, str]] = {}
        self.trials_of: dict[str, set[str]] = defaultdict(set)
        self.trials: list[tuple[str, str]] = []
        self.labels: dict[str, str] = {}
        self._components: dict[ox.NamedNode, list[ox.NamedNode]] = {}

    # ------------------------------------------------------------------------------------------------- one trial

    def trial(self, key: str, trial: ox.NamedNode) -> None:
        """Everything the view says about one trial."""
        self.key = key
        label = trial_label(self.graph, trial)
        self.labels[self._add(trial, "Trial")] = label
        self.trials.append((key, label.replace("\n", " · " if key in label else " ")))
        reached = self._conditions(trial) | self._interventions(trial) | self._arms(trial)
        self._outcomes(trial)
        for predicate, relation in _CONTEXT.items():
            for target in self.graph.nodes(trial, predicate):
                self._link(trial, target, relation, [(trial, predicate, target)])
        for target in self.graph.nodes(trial, "tkg:populationCondition"):
            self._link(trial, target, "population", [(trial, "tkg:populationCondition", target)])
        for target in self.graph.nodes(trial, "tkg:comparator"):
            self._link(trial, target, "comparator", [(trial, "tkg:comparator", target)])
            reached |= self._inside(target)
        # A name in the prose says nothing new about what is already drawn as tested or given.
        for target in self.graph.nodes(trial, "tkg:mentionsIntervention"):
            if target not in reached:
                self._link(trial, target, "mentions", [(trial, "tkg:mentionsIntervention", target)])

    def _conditions(self, trial: ox.NamedNode) -> set[ox.NamedNode]:
        return self._entries(trial, "tkg:hasConditionEntry", "tkg:studies", "studies", "ConditionEntry")

    def _interventions(self, trial: ox.NamedNode) -> set[ox.NamedNode]:
        return self._entries(trial, "tkg:hasInterventionEntry", "tkg:tests", "tests", "InterventionEntry")

    def _entries(self, trial: ox.NamedNode, has: str, shortcut: str, relation: str, unmapped: str) -> set[ox.NamedNode]:
        reached: set[ox.NamedNode] = set()
        for entry in self.graph.ordered(trial, has):
            step = (trial, has, entry)
            targets = self.graph.nodes(entry, "tkg:resolvesTo")
            facts = self._entry_facts(entry)
            for target in targets:
                given = self._given_by(entry, self._inside(target))
                self._link(trial, target, relation, [(entry, "tkg:resolvesTo", target), step], (*facts, *given))
                reached |= self._inside(target)
            if not targets:
                self._link(trial, entry, "unmapped", [step], facts, kind=unmapped)
            self._routes(trial, entry)
        # A graph from elsewhere may have the shortcut without the entry.
        for target in self.graph.nodes(trial, shortcut):
            if target not in reached:
                self._link(trial, target, relation, [(trial, shortcut, target)])
                reached |= self._inside(target)
        return reached

    def _entry_facts(self, entry: ox.NamedNode) -> tuple[Fact, ...]:
        facts = [Fact("Registered as", text) for text in self.graph.texts(entry, "rdfs:label")]
        facts += [Fact("Registry type", text) for text in self.graph.texts(entry, "tkg:registryType")]
        return tuple(facts)

    def _arms(self, trial: ox.NamedNode) -> set[ox.NamedNode]:
        reached: set[ox.NamedNode] = set()
        for arm in self.graph.ordered(trial, "tkg:hasArm"):
            self._link(trial, arm, "arm", [(trial, "tkg:hasArm", arm)], kind="Arm")
            given = set()
            for administration in self.graph.nodes(arm, "tkg:hasAdministration"):
                optional = self.graph.text(administration, "tkg:optional") == "true"
                for target in self.graph.nodes(administration, "tkg:gives"):
                    steps = [(administration, "tkg:gives", target), (arm, "tkg:hasAdministration", administration)]
                    how = tuple(how_given(self.graph, self.grounds, administration))
                    self._link(arm, target, "optional" if optional else "gives", steps, how)
                    given |= self._inside(target)
            for entry in self.graph.ordered(arm, "tkg:usesEntry"):
                for target in self.graph.nodes(entry, "tkg:resolvesTo"):
                    steps = [(arm, "tkg:usesEntry", entry), (entry, "tkg:resolvesTo", target)]
                    if target not in given:
                        self._link(arm, target, "gives", steps, self._entry_facts(entry))
                        given |= self._inside(target)
            self._routes(arm, arm)
            reached |= given
        return reached

    def _given_by(self, holder: ox.NamedNode, concepts: set[ox.NamedNode]) -> tuple[Fact, ...]:
        """How the administrations of an entry give these concepts; named where it is only a part of the entry."""
        facts: list[Fact] = []
        for administration in self.graph.nodes(holder, "tkg:hasAdministration"):
            names = [self.graph.name(t) for t in self.graph.nodes(administration, "tkg:gives") if t in concepts]
            how = how_given(self.graph, self.grounds, administration) if names else ()
            facts += [fact._replace(label=f"{fact.label} of {', '.join(names)}") for fact in how]
        return tuple(facts)

    def _routes(self, drawn: ox.NamedNode, holder: ox.NamedNode) -> None:
        for administration in self.graph.nodes(holder, "tkg:hasAdministration"):
            given = [Fact("Gives", self.graph.name(t)) for t in self.graph.nodes(administration, "tkg:gives")]
            for route in self.graph.nodes(administration, "tkg:route"):
                steps = [(administration, "tkg:route", route), (holder, "tkg:hasAdministration", administration)]
                self._link(drawn, route, "route", steps, tuple(given))

    # --------------------------------------------------------------------------------------------------- outcomes

    def _outcomes(self, trial: ox.NamedNode) -> None:
        for predicate, role in _OUTCOMES.items():
            for outcome in self.graph.ordered(trial, predicate):
                step = (trial, predicate, outcome)
                facts = tuple(outcome_facts(self.graph, self.grounds, outcome))
                days = max(filter(None, (_number(f.text) for f in facts if f.label == "Horizon, days")), default=None)
                endpoints = self.graph.nodes(outcome, "tkg:endpoint")
                for endpoint in endpoints:
                    self._link(trial, endpoint, role, [(outcome, "tkg:endpoint", endpoint), step], facts, days=days)
                if not endpoints:
                    self._link(trial, outcome, role, [step], facts, kind="OutcomeMeasure", days=days)
                for instrument in self.graph.nodes(outcome, "tkg:assessedWith"):
                    steps = [(outcome, "tkg:assessedWith", instrument), step]
                    self._link(trial, instrument, "instrument", steps, facts[:1])

    # --------------------------------------------------------------------------------------------- edges and nodes

    def _add(self, thing: ox.NamedNode, kind: str = "") -> str:
        path = path_of(thing.value)
        if path not in self.things:
            self.things[path] = (thing, kind or self.graph.kind(thing, KINDS))
        self.trials_of[path].add(self.key)
        return path

    def _link(
        self,
        source: ox.NamedNode,
        target: ox.NamedNode,
        relation: str,
        steps: list[tuple[ox.NamedNode, str, ox.NamedNode]],
        facts: tuple[Fact, ...] = (),
        kind: str = "",
        days: float | None = None,
    ) -> None:
        """Add one edge. Its ground is that of the first step; the other steps say how it hangs on the trial."""
        new = path_of(target.value) not in self.things or self.key not in self.trials_of[path_of(target.value)]
        ends = self._add(source), self._add(target, kind)
        via = tuple((path_of(s.value), p, path_of(o.value)) for s, p, o in steps)
        ground = self.grounds.of(*steps[0])
        if ground is VOCABULARY and len(steps) > 1:
            ground = self.grounds.of(*steps[1])
        self._put(ends, relation, ground, via, facts, days)
        if new and self.things[ends[1]][1] in INTERVENTION_KINDS:
            for part in self.graph.nodes(target, "tkg:hasComponent"):
                self._link(target, part, "component", [(target, "tkg:hasComponent", part)])

    def _put(
        self,
        ends: tuple[str, str],
        relation: str,
        ground: Ground,
        via: tuple[tuple[str, str, str], ...],
        facts: tuple[Fact, ...] = (),
        days: float | None = None,
    ) -> None:
        place = (*ends, relation, via)
        known = self.edges.get(place)
        trials = (known.trials if known else ()) + (self.key,)
        confidence, method, rule, evidence = ground
        self.edges[place] = ViewEdge(*ends, relation, confidence, method, rule, evidence, facts, via, trials, days)

    def _inside(self, concept: ox.NamedNode) -> set[ox.NamedNode]:
        """The concept and everything it is made of."""
        inside, stack = {concept}, [concept]
        while stack:
            current = stack.pop()
            if current not in self._components:
                self._components[current] = self.graph.nodes(current, "tkg:hasComponent")
            fresh = [part for part in self._components[current] if part not in inside]
            inside.update(fresh)
            stack += fresh
        return inside

    def view(self) -> View:
        """All that was collected, sorted, with the hierarchy among what is shown."""
        for path, (thing, _) in sorted(self.things.items()):
            for predicate in ("skos:broader", "tkg:inDrugClass"):
                for parent in self.graph.nodes(thing, predicate):
                    above = path_of(parent.value)
                    shared = sorted(self.trials_of[path] & self.trials_of[above]) if above in self.things else []
                    via = ((path, predicate, above),)
                    for self.key in shared:
                        self._put((path, above), "broader", VOCABULARY, via)
        return View(
            tuple(self._node(path) for path in sorted(self.things)),
            tuple(sorted(self.edges.values(), key=lambda e: (e.source, e.target, e.relation, e.via))),
            tuple(self.trials),
        )

    def _node(self, path: str) -> ViewNode:
        thing, kind = self.things[path]
        trials = tuple(sorted(self.trials_of[path]))
        if kind == "Trial":
            facts = tuple(trial_facts(self.graph, self.grounds, thing))
            title = next((fact.text for fact in facts if fact.label == "Title"), self.labels[path])
            return ViewNode(path, kind, self.labels[path], title, facts, trials=trials)
        full, facts, codes, synonyms = describe(self.graph, self.grounds, thing)
        return ViewNode(path, kind, shorten(full), full, facts, codes, synonyms, trials)
