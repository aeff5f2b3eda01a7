"""What the page of a concept says: names, codes, hierarchy, the trials that it occurs in by role, what goes with it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.serve.explorer.look import Look, Thing, kind_of, words
from kg.store import Store
from kg.terms import THINGS

PAGE = 25
_STATEMENTS = 4_000  # statements of a concept that are followed to trials
_NARROWER = 120  # narrower concepts whose trials count, too
_TOGETHER = 150  # trials that are looked through for what goes with a concept
_LISTED = 60
_CODES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_TOGETHER_WITH = (
    ("Drugs given", "tkg:givesDrug"),
    ("Other things tested", "tkg:tests"),
    ("Conditions studied", "tkg:studies"),
)


def concept(store: Store, *, iri: str, role: str = "", page: int = 1) -> dict[str, Any]:
    """All that the page says. `role` keeps the trials of one role only. Raises `UnknownName` for no such concept."""
    look = Look(store)
    node = ox.NamedNode(iri)
    if not look.known(node):
        raise UnknownName(f"no concept {iri.removeprefix(THINGS)!r} in this build")
    narrower, cut = _below(look, node)
    trials, more = _trials(look, node, narrower)
    roles = Counter(each for row in trials.values() for each in row["roles"])
    chosen = {key: row for key, row in trials.items() if not role or role in row["roles"]}
    page = max(1, min(page, -(-len(chosen) // PAGE) or 1))
    shown = sorted(chosen)[(page - 1) * PAGE : page * PAGE]
    names = look.texts(node, "skos:altLabel")
    return {
        **look.thing(node),
        "id": iri.removeprefix(THINGS),
        "names": sorted(names, key=lambda name: (name.casefold(), name)),
        "misspelt": look.texts(node, "skos:hiddenLabel")[:_LISTED],
        "definition": look.text(node, "skos:definition") or look.text(node, "rdfs:comment"),
        "codes": [
            {"match": match, "things": found}
            for match in _CODES
            if (found := look.things(node, f"skos:{match}")[:_LISTED])
        ],
        "notation": look.texts(node, "skos:notation")[:_LISTED],
        "above": _above(look, node),
        "narrower": sorted(look.named(_children(look, node)), key=_by_name)[:_LISTED],
        "components": look.things(node, "tkg:hasComponent"),
        "inside": sorted(look.named({s for s, _ in look.into(node, "tkg:hasComponent")}), key=_by_name)[:_LISTED],
        "classes": look.things(node, "tkg:inDrugClass"),
        "members": sorted(look.named({s for s, _ in look.into(node, "tkg:inDrugClass")}), key=_by_name)[:_LISTED],
        "roles": [[name, words(name), number] for name, number in sorted(roles.items(), key=lambda r: (-r[1], r[0]))],
        "role": role,
        "trials": [_row(look, trial, chosen[trial]) for trial in shown],
        "number": len(chosen),
        "total": len(trials),
        "more": more or cut,
        "page": page,
        "pages": -(-len(chosen) // PAGE) or 1,
        "together": _together(look, node, sorted(trials)[:_TOGETHER]),
        "together_of": min(len(trials), _TOGETHER),
    }


def _by_name(thing: Thing) -> tuple[str, str]:
    return thing["name"].casefold(), thing["iri"]


def _children(look: Look, node: ox.NamedNode) -> list[ox.NamedNode]:
    return sorted({child for child, _ in look.into(node, "skos:broader")}, key=lambda child: child.value)


def _below(look: Look, node: ox.NamedNode) -> tuple[list[ox.NamedNode], bool]:
    """The narrower concepts, theirs, and so on: so many of them, and whether there are more."""
    found: dict[str, ox.NamedNode] = {}
    waiting = [node]
    while waiting:
        for child in _children(look, waiting.pop(0)):
            if child.value not in found and child != node:
                if len(found) == _NARROWER:
                    return list(found.values()), True
                found[child.value] = child
                waiting.append(child)
    return list(found.values()), False


def _above(look: Look, node: ox.NamedNode) -> list[list[Thing]]:
    """The broader concepts by level, nearest last; each once."""
    seen, now = {node.value}, [node]
    levels: list[list[Thing]] = []
    while len(levels) < 12:
        now = sorted(
            {up for each in now for up in look.nodes(each, "skos:broader") if up.value not in seen},
            key=lambda up: up.value,
        )[:12]
        if not now:
            break
        seen |= {up.value for up in now}
        levels.insert(0, look.named(now))
    return levels


def _trials(look: Look, node: ox.NamedNode, narrower: list[ox.NamedNode]) -> tuple[dict[str, dict[str, Any]], bool]:
    """Trials with roles and the narrower concepts by which they came, and whether there may be more."""
    found: dict[str, dict[str, Any]] = {}
    room, more = _STATEMENTS, False
    for each in (node, *narrower):
        if room <= 0:
            return found, True
        trials, cut = look.trials_of(each, room)
        more |= cut
        room -= sum(map(len, trials.values()))
        for trial, roles in trials.items():
            row = found.setdefault(trial, {"roles": set(), "via": {}})
            row["roles"] |= roles
            if each != node:
                row["via"][each.value] = look.thing(each)
    return found, more


def _row(look: Look, trial: str, row: dict[str, Any]) -> dict[str, Any]:
    node = ox.NamedNode(trial)
    return {
        "iri": trial,
        "key": trial.rpartition("/")[2],
        "title": look.name(node),
        "phase": look.things(node, "tkg:phase"),
        "roles": [words(role) for role in sorted(row["roles"])],
        "via": [row["via"][iri] for iri in sorted(row["via"])][:5],
    }


def _together(look: Look, node: ox.NamedNode, trials: list[str]) -> list[dict[str, Any]]:
    """What else these trials give, test, study and measure, the most frequent first."""
    groups: dict[str, Counter[str]] = {name: Counter() for name, _ in _TOGETHER_WITH}
    groups["Endpoints measured"] = Counter()
    for trial in map(ox.NamedNode, trials):
        for name, property_ in _TOGETHER_WITH:
            terms = {term.value for term in look.out(trial, property_) if isinstance(term, ox.NamedNode)}
            groups[name].update(iri for iri in terms if property_ != "tkg:tests" or kind_of(iri) != "Drug")
        measured = {
            term.value
            for outcome in look.out(trial, "tkg:hasOutcomeMeasure")
            for term in look.out(outcome, "tkg:endpoint")
            if isinstance(term, ox.NamedNode)
        }
        groups["Endpoints measured"].update(measured)
    found = []
    for name, counts in groups.items():
        counts.pop(node.value, None)
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
        if best:
            things = [{**look.thing(ox.NamedNode(iri)), "number": str(number)} for iri, number in best]
            found.append({"name": name, "things": things})
    return found
