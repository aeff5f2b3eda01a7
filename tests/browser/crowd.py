"""A view of any size, for the limits of the page."""

from __future__ import annotations

from kg.render.view import View, ViewEdge, ViewNode


def crowd(nodes: int) -> View:
    """A view of about this many nodes: trials that give drugs, each with outcomes of its own."""
    drugs = [ViewNode(f"drug/d{i}", "Drug", f"drug {i}", f"drug {i}") for i in range(max(3, nodes // 20))]
    trials, outcomes, edges = [], [], []
    for i in range((nodes - len(drugs)) // 4):
        key = f"NCT{i:08d}"
        trials.append(ViewNode(f"trial/{key}", "Trial", key, f"{key} a trial", trials=(key,)))
        for j in range(3):
            part = f"part/{key}-primary-{j}"
            outcomes.append(ViewNode(part, "OutcomeMeasure", f"outcome {i} {j}", f"outcome {i} {j}", trials=(key,)))
            edges.append(ViewEdge(f"trial/{key}", part, "primary", 1.0, "registry-field", trials=(key,)))
            drug = drugs[(i * (j + 1)) % len(drugs)].id
            edges.append(ViewEdge(f"trial/{key}", drug, "tests", 0.9, "lexicon", trials=(key,)))
    given: dict[str, set[str]] = {}
    for edge in edges:
        given.setdefault(edge.target, set()).update(edge.trials)
    drugs = [drug._replace(trials=tuple(sorted(given.get(drug.id, ())))) for drug in drugs]
    keys = tuple((trial.full[:11], trial.full) for trial in trials)
    return View(tuple(sorted(drugs + trials + outcomes)), tuple(sorted(set(edges))), keys)
