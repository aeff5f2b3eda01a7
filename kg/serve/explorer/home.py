"""What the first page and the list of trials say."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.catalogue import CATALOGUE, Catalogue
from kg.serve.explorer.look import FACTS, TRIAL, Look
from kg.store import Store
from kg.terms import expand

_STATEMENTS = 200_000  # of each property, looked through for the most frequent
_BEST = 12
_LEADERS = (
    ("Drugs given", "tkg:givesDrug"),
    ("Conditions studied", "tkg:studies"),
    ("Endpoints measured", "tkg:endpoint"),
    ("Instruments used", "tkg:assessedWith"),
)
PAGE = 50


def leaders(store: Store) -> list[dict[str, Any]]:
    """The most frequent drugs, conditions, endpoints and instruments, with how often each is named."""
    look = Look(store)
    found = []
    for name, property_ in _LEADERS:
        quads = store.handle.quads_for_pattern(None, ox.NamedNode(expand(property_)), None, FACTS)
        counts = Counter(
            quad.object.value for quad in islice(quads, _STATEMENTS) if isinstance(quad.object, ox.NamedNode)
        )
        best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_BEST]
        things = [{**look.thing(ox.NamedNode(iri)), "number": str(number)} for iri, number in best]
        if things:
            found.append({"name": name, "things": things})
    return found


def trials(store: Store, *, page: int) -> dict[str, Any]:
    """A page of the list of trials, by registry number."""
    look = Look(store)
    if store.path is not None and (store.path.parent / CATALOGUE).is_file():
        with Catalogue.open(store.path.parent) as catalogue:
            number = len(catalogue)
            page = max(1, min(page, -(-number // PAGE) or 1))
            keys = [place.key for place in islice(catalogue.places(), (page - 1) * PAGE, page * PAGE)]
    else:
        quads = store.handle.quads_for_pattern(
            None, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("tkg:Trial")), FACTS
        )
        every = sorted(
            quad.subject.value.removeprefix(TRIAL) for quad in quads if isinstance(quad.subject, ox.NamedNode)
        )
        number = len(every)
        page = max(1, min(page, -(-number // PAGE) or 1))
        keys = every[(page - 1) * PAGE : page * PAGE]
    rows = []
    for key in keys:
        node = ox.NamedNode(TRIAL + key)
        rows.append(
            {
                "iri": node.value,
                "key": key,
                "title": look.name(node),
                "phase": look.things(node, "tkg:phase"),
                "status": look.text(node, "tkg:status"),
                "studies": look.things(node, "tkg:studies")[:4],
                "drugs": look.things(node, "tkg:givesDrug")[:6],
            }
        )
    return {"trials": rows, "number": number, "page": page, "pages": -(-number // PAGE) or 1}
