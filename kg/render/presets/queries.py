"""The query that yields a picture: `kg/render/queries/*.rq` with the picture's own trials or concept filled in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.bindings import bind
from kg.terms import PREFIXES, THINGS

_FOLDER = Path(__file__).parent.parent / "queries"


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def query_of(name: str, **values: Sequence[str]) -> str:
    """The query of a preset. Values are IRIs, or keys of trials; a variable without values stays free."""
    terms = {
        variable: " ".join(str(ox.NamedNode(v if ":" in v else f"{THINGS}trial/{v}")) for v in given)
        for variable, given in values.items()
        if given
    }
    query = bind(_text(name), terms).strip() + "\n"
    used = [prefix for prefix in sorted(PREFIXES) if f"{prefix}:" in query]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + "\n" + query
