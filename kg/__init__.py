"""trialkg: a knowledge graph of clinical trials, every edge traceable to the characters that support it.

    import kg
    g = kg.build("seeds/")                                 # in memory; kg.build("seeds/", "build/") on disk
    g.query("SELECT ?t ?title { ?t dcterms:title ?title }").to_dataframe()
    g.ask("trials-giving-drug", drug="bevacizumab")        # one of kg.questions()
    g.to_networkx(), g.to_rdflib(), g.show()

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.pipeline import build, extract_records
    from kg.query import questions
    from kg.read import read as read_records

_WHERE = {
    "Graph": ("kg.graph", "Graph"),
    "build": ("kg.pipeline", "build"),
    "extract_records": ("kg.pipeline", "extract_records"),
    "open": ("kg.graph", "open_build"),
    "questions": ("kg.query", "questions"),
    "read_records": ("kg.read", "read"),  # `kg.read` is the package of readers
}
__all__ = ["Graph", "__version__", "build", "extract_records", "open", "questions", "read_records"]


def __getattr__(name: str) -> Any:
    try:
        module, attribute = _WHERE[name]
    except KeyError:
        raise AttributeError(f"module 'kg' has no attribute {name!r}") from None
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
