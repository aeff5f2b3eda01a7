"""Goes through the items of a gold annotation, and books what was found, missed and added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.evaluate.comparison import Comparison
from kg.evaluate.gold import Gold, keys
from kg.evaluate.rules import FACTS, NO_FACTS, POPULATION, PRECISION
from kg.evaluate.scores import Evaluation
from kg.model import Extraction, OutcomeItem, Passage, Statement, Value
from kg.text import name_key
from kg.vocab.vocabulary import Vocabulary

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}


class Judge(Comparison):
    """Compares one extraction with its annotation; the scores go to `result`."""

    def __init__(self, extraction: Extraction, gold: Gold, vocabulary: Vocabulary, result: Evaluation) -> None:
        super().__init__(extraction, gold, vocabulary)
        self.result = result
        self.used: set[tuple[str, str]] = set()

    def run(self) -> None:
        """Goes through the whole annotation."""
        self.interventions()
        self.conditions()
        self.outcomes()
        self.facts()
        self.abbreviations()
        self.not_facts()

    def judge(self, kind: str, wanted: str, found: Statement | None) -> None:
        """Books one gold item."""
        tally = self.result.kinds[kind]
        tally.wanted += 1
        if found is None:
            tally.missed.append(f"{self.trial.key}: {wanted}")
            return
        tally.right += 1
        tally.confidences.append((found.confidence, True))
        self.used.add((found.predicate, str(found.object)))

    def false(self, kind: str, statement: Statement) -> None:
        """Books one edge that no gold item confirms."""
        tally = self.result.kinds[kind]
        tally.false += 1
        tally.confidences.append((statement.confidence, False))
        tally.extra.append(f"{self.trial.key}: {statement.predicate} {statement.object}")

    def interventions(self) -> None:
        """Entries, what they consist of, and the parts of regimens."""
        for item in self.gold["interventions"]:
            entry = self.trial.part(f"intervention-{item['index']}")
            resolved = [s for s in self.by_predicate["tkg:resolvesTo"] if s.subject == entry]
            reached: dict[str, Statement] = {}
            for statement in resolved:
                for concept_id in self.closure(str(statement.object), "components"):
                    reached.setdefault(concept_id, statement)
            parts = {
                **{str(s.object): s for s in self.by_predicate["tkg:hasComponent"]},
                **{str(s.object): s for s in resolved},
            }
            tops = {c: s for c, s in reached.items() if c in parts and not c.startswith("combination/")}
            complete = self._components(item["components"], tops, parts)
            self.judge("intervention entries", item["evidence"], resolved[0] if complete and resolved else None)
            if resolved and not complete:  # as a whole: its parts are judged above
                self.false("intervention entries", resolved[0])

    def _components(
        self, wanted: Sequence[Gold], tops: Mapping[str, Statement], parts: Mapping[str, Statement]
    ) -> bool:
        """Books what an entry consists of; whether all of it is found, and nothing besides."""
        explained: set[str] = set()
        complete = True
        for component in wanted:
            span, names = self.span(component), keys(component)
            match = next(
                (c for c in tops if self.overlap(parts[c], span) and self._same_thing(c, component, names)), None
            )
            self.judge("intervention components", component["normalized"], parts[match] if match else None)
            if match is None:
                complete = False
                continue
            inside = set(self.closure(match, "components"))
            explained |= inside
            complete &= self._expansions(component, inside - {match}, parts[match])
        for concept_id, statement in tops.items():
            if concept_id not in explained:
                self.false("intervention components", statement)
                complete = False
        return complete

    def _expansions(self, component: Gold, inside: set[str], statement: Statement) -> bool:
        """Books what the regimen that a component names consists of; whether all that is annotated is there."""
        expected = component.get("expands_to", ())
        for _ in self._not_annotated(inside, expected) if expected else ():
            self.false("regimen expansions", statement)
        complete = True
        for inner in expected:
            hit = any(self.broader_names(c) & keys(inner) for c in inside)
            wanted = f"{component['normalized']} > {inner['normalized']}"
            self.judge("regimen expansions", wanted, statement if hit else None)
            complete &= hit
        return complete

    def _not_annotated(self, inside: set[str], expected: Sequence[Gold]) -> set[str]:
        """What a regimen is said to consist of, and what is neither annotated nor part of what is: `S-1` confirms its
        tegafur."""
        wanted = set().union(*map(keys, expected))
        known = {c for part in inside if self.broader_names(part) & wanted for c in self.closure(part, "components")}
        return {part for part in inside - known if len(list(self.closure(part, "components"))) == 1}

    def _same_thing(self, concept_id: str, component: Gold, wanted: set[str]) -> bool:
        """By name or code; or of the annotated kind and bearing the very words that the entry uses."""
        names = self.names(concept_id)
        concept = self.concept(concept_id)
        kind = component["kind"].replace(" ", "")
        worded = concept is not None and concept.kind.lower() == kind and name_key(component["evidence"]) in names
        return bool(names & wanted) or worded

    def conditions(self) -> None:
        """Entries: right where every annotated concept is reached."""
        for position, item in enumerate(self.gold["conditions"]):
            entry = self.trial.part(f"condition-{position}")
            resolved = [s for s in self.by_predicate["tkg:resolvesTo"] if s.subject == entry]
            reached = set().union(*(self.broader_names(s.object) for s in resolved)) if resolved else set()
            complete = bool(resolved) and all(reached & keys(concept) for concept in item["concepts"])
            self.judge("conditions", item["surface"], resolved[0] if complete else None)
            wanted = set().union(*map(keys, item["concepts"]))
            for statement in resolved:
                if not self.broader_names(statement.object) & wanted:
                    self.false("conditions", statement)

    def outcomes(self) -> None:
        """Each outcome: its split, endpoints, horizon, instruments and clock."""
        ours = {(o.role, o.position): o for o in self.trial.outcomes}
        for item in self.gold["outcomes"]:
            name = f"{item['role']} {item['index']} {item['measure']['evidence']}"
            outcome = ours.get((item["role"], item["index"]))
            path = self.trial.part(f"{item['role']}-{item['index']}")
            split = outcome is not None and self._same_split(outcome, item)
            self._book("outcome splits", name, split, outcome.confidence if outcome else 0.0)
            self._endpoints(item, path, name)
            self._horizon(item, path, name)
            self._instruments(item, path, name)
            self._clock(item, path, name)

    def _book(self, kind: str, name: str, right: bool, confidence: float) -> None:
        tally = self.result.kinds[kind]
        tally.wanted += 1
        tally.right += right
        tally.false += not right
        tally.confidences.append((confidence, right))
        if not right:
            tally.missed.append(f"{self.trial.key}: {name}")

    def _same_split(self, outcome: OutcomeItem, item: Gold) -> bool:
        pairs: list[tuple[Passage | None, Gold | None]] = [
            (outcome.measure, item["measure"]),
            (outcome.description, item["description"]),
            (outcome.time_frame, item["time_frame"]),
        ]
        return all(
            (ours is None and gold is None)
            or (ours is not None and gold is not None and ours.span() == self.span(gold))
            for ours, gold in pairs
        )

    def _endpoints(self, item: Gold, path: str, name: str) -> None:
        found = [s for s in self.by_predicate["tkg:endpoint"] if s.subject == path]
        wanted = self._endpoint_ids(item["endpoint"]["label"])
        for endpoint in wanted:
            self.judge("endpoints", f"{name} → {endpoint}", next((s for s in found if s.object == endpoint), None))
        for statement in found:
            if statement.object not in wanted:
                self.false("endpoints", statement)

    def _clock(self, item: Gold, path: str, name: str) -> None:
        """What starts and what ends the time measured, where the annotation says: all of it, and nothing else."""
        clock = item.get("clock")
        if clock is None:
            return
        for side, predicate in (("starts", "tkg:startEvent"), ("ends", "tkg:endEvent")):
            found = [s for s in self.by_predicate[predicate] if s.subject == path]
            wanted = [f"event/{event}" for event in clock[side]]
            for event in wanted:
                self.judge("clocks", f"{name} {side} {event}", next((s for s in found if s.object == event), None))
            for statement in found:
                if statement.object not in wanted:
                    self.false("clocks", statement)

    def _endpoint_ids(self, label: str | None) -> list[str]:
        if label is None:  # nothing of the list fits
            return []
        for names in ([label], [label.split("(")[0].strip()], label.split(" and ")):
            ids = [self.vocabulary.lookup(n, "endpoint") for n in names]
            if all(ids):
                return [i[0] for i in ids]
        return [label]

    def _horizon(self, item: Gold, path: str, name: str) -> None:
        """How far the time frame of an outcome reaches, in days."""
        parsed = item["parsed_time"]
        if not parsed or not parsed["points"]:
            return
        wanted = max(parsed["points"]) * _DAYS[parsed["unit"]]
        frames = [str(s.object) for s in self.by_predicate["tkg:timeFrame"] if s.subject == path]
        told = [s for s in self.by_predicate["tkg:horizonDays"] if s.subject in frames]
        right = [
            s
            for s in told
            if isinstance(s.object, Value)
            and abs(float(s.object.lexical) - wanted) < 0.01
            and self.overlap(s, self.span(parsed))
        ]
        self.judge("horizons", f"{name}: {wanted:g} days", right[0] if right else None)
        for statement in told:
            if statement not in right:
                self.false("horizons", statement)

    def _instruments(self, item: Gold, path: str, name: str) -> None:
        found = [s for s in self.by_predicate["tkg:assessedWith"] if s.subject == path]
        matched = set()
        for instrument in item["instruments"]:
            span = self.span(instrument)
            hit = next((s for s in found if self.overlap(s, span) and self._same_instrument(s, instrument)), None)
            self.judge("instruments", f"{name}: {instrument['name']} {instrument['version']}", hit)
            matched.add(str(hit.object) if hit else "")
        for statement in found:
            if str(statement.object) not in matched:
                self.false("instruments", statement)

    def _same_instrument(self, statement: Statement, instrument: Gold) -> bool:
        """The instrument or a version of it, and the version that the record states."""
        version = instrument["version"]
        stated = name_key(version) if version else ""
        versioned = any(name.endswith(f" {stated}") for name in self.names(statement.object))
        return name_key(instrument["name"]) in self.broader_names(statement.object) and (versioned or not version)

    def facts(self) -> None:
        """What the annotation says of the trial as a whole."""
        for kind, items in (("population", self.gold["population"]), ("facts", self.gold["facts"])):
            for item in items:
                predicates, test = FACTS.get(item.get("role") if kind == "population" else item["type"], ((), None))
                if test is None:
                    self.judge(kind, f"{item} (no rule to score it)", None)
                    continue
                span = self.span(item)
                found = [
                    s for p in predicates for s in self.by_predicate[p] if self.overlap(s, span) and test(self, s, item)
                ]
                self.used.update((s.predicate, str(s.object)) for s in found)
                wanted = item.get("normalized") or item.get("value")
                self.judge(kind, f"{item.get('role') or item['type']}: {wanted}", found[0] if found else None)
        self._confirm_by_conditions()
        seen: set[tuple[str, str]] = set()
        for statement in self.statements:
            key = (statement.predicate, str(statement.object))
            if statement.predicate in PRECISION and key not in self.used | seen:
                seen.add(key)
                kind = "population" if statement.predicate in POPULATION else "facts"
                self.false(kind, statement)

    def _confirm_by_conditions(self) -> None:
        """What gold says of a condition entry (a metastatic site, a state) confirms the same fact of the trial."""
        for entry in self.gold["conditions"]:
            for item in entry["concepts"]:
                predicates, test = FACTS.get(item["role"], ((), None))
                for predicate in predicates if test else ():
                    for statement in self.by_predicate[predicate]:
                        if test and self.overlap(statement, self.span(item)) and test(self, statement, item):
                            self.used.add((predicate, str(statement.object)))

    def abbreviations(self) -> None:
        """Short forms with their long forms."""
        short = {s.subject: s for s in self.by_predicate["tkg:shortForm"]}
        found = {}
        for statement in self.by_predicate["tkg:longForm"]:
            assert isinstance(statement.object, Value)
            value = short[statement.subject].object
            assert isinstance(value, Value)
            found[(value.lexical, name_key(statement.object.lexical))] = statement
        wanted = {(a["short"], name_key(a["long"])) for a in self.gold["abbreviations"]}
        for key in sorted(wanted):
            self.judge("abbreviations", " = ".join(key), found.get(key))
        for key, statement in found.items():
            if key not in wanted:
                self.false("abbreviations", statement)

    def not_facts(self) -> None:
        """What the record says of other studies and must not be asserted of this one."""
        for item in self.gold["not_facts"]:
            self.result.not_facts += 1
            predicates, test = FACTS.get(item["type"], ((), None))
            span = self.span(item)
            for statement in self.statements:
                # A type that no rule scores may not become any fact of the trial at all; a claim is none.
                unruled = test is None and statement.subject == self.trial.path and statement.predicate not in NO_FACTS
                if (unruled or statement.predicate in predicates) and self.overlap(statement, span):
                    self.result.false_facts.append(
                        f"{self.trial.key}: {statement.predicate} {statement.object} from “{item['evidence']}”"
                    )
