"""Networks made from the facts: what is given together, what is measured together, which trials resemble one another.

    projection(store, "drug-co-use")      a weighted networkx graph
    measure(graph, "pagerank")            a table: thing, label, value
"""

from __future__ import annotations

from kg.analysis.measures import MEASURES, edges, measure
from kg.analysis.projections import PROJECTIONS, projection

__all__ = ["MEASURES", "PROJECTIONS", "edges", "measure", "projection"]
