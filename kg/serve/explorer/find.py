"""Finding trials and concepts by what they are called, through the build's index: registry numbers, names, other
names, typing errors, titles."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.search import Hit, ensure_index
from kg.serve.explorer.look import Look, kind_of
from kg.store import Store
from kg.text import name_key

LONGEST = 200
_MOST = 1_000  # hits that are looked through for those of one kind
_NUMBERS = frozenset({"dcterms:identifier", "tkg:secondaryIdentifier"})
_HIDDEN = frozenset({"Part", "", "Organization", "Site", "TimePoint"})


def find(store: Store, *, text: str, kind: str = "", limit: int = 20) -> dict[str, Any]:
    """`{"hits": [{"iri", "name", "kind", "match", "how"}], "more": bool}`, the best first. `match` is the name that
    fits, `how` one of number, name, beginning, words, nearly."""
    asked = " ".join(text[:LONGEST].split())
    look = Look(store)
    with ensure_index(store) as index:
        found = index.search(asked, _MOST if kind else 3 * limit + 1) if asked else []
    wanted = [hit for hit in found if kind_of(hit.thing) not in _HIDDEN and (not kind or kind_of(hit.thing) == kind)]
    hits = [{**look.thing(ox.NamedNode(h.thing)), "match": h.label, "how": _how(h, asked)} for h in wanted[:limit]]
    return {"hits": hits, "more": len(wanted) > limit}


def _how(hit: Hit, asked: str) -> str:
    """How a name fits what was asked for."""
    name, key = name_key(hit.label), name_key(asked)
    if name == key:
        return "number" if hit.field in _NUMBERS else "name"
    if name.startswith(key):
        return "beginning"
    return "words" if all(word in name for word in key.split()) else "nearly"
