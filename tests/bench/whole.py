"""One build in a process of its own, as `trialkg build` makes it: prints as JSON when the shards were finished, and how
large everything is. `run` starts it; by itself: `python tests/bench/whole.py RECORDS OUT --jobs N --evidence apart`."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import kg.pipeline


def main() -> None:
    """Build, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--evidence", default="auto")
    options = parser.parse_args()
    plain, shards = kg.pipeline.make_shards, 0.0
    start = time.perf_counter()

    def timed(*args: Any, **named: Any) -> int:
        nonlocal shards
        count = plain(*args, **named)
        shards = time.perf_counter() - start
        return count

    kg.pipeline.make_shards = timed
    with kg.pipeline.build(
        options.records, options.out, jobs=options.jobs, evidence=options.evidence, page=False, turtle=False, trig=False
    ) as graph:
        report = graph.report
    told = {
        "shards": shards,
        "whole": time.perf_counter() - start,
        "trials": report["records"]["built"],
        "triples": report["triples"],
        "bytes": {name: _size(options.out / name) for name in ("store", "shards")},
    }
    print(json.dumps(told))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
