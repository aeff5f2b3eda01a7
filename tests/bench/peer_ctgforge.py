"""Run by a Python that has ctgforge: v2 records (JSON lines) to its two tables, as its manual tells."""

import json
import sys
from pathlib import Path

from ctgforge.export import to_property_graph
from ctgforge.flatten import flatten_core

records, folder = map(Path, sys.argv[1:])
trials, refused = [], 0
with records.open(encoding="utf-8") as lines:
    for line in lines:
        try:
            trials.append(flatten_core(json.loads(line)))
        except (ValueError, AttributeError, TypeError):  # a record that lacks what its model asks for
            refused += 1
nodes, edges = to_property_graph(trials)
nodes.to_csv(folder / "ctgforge-nodes.csv", index=False)
edges.to_csv(folder / "ctgforge-edges.csv", index=False)
print(json.dumps({"nodes": len(nodes), "edges": len(edges), "refused": refused}))
