"""How fast, how much, and beside whom: `python tests/bench/run.py --size N… [--of RECORDS] [--jobs N] [--peers …]`.

Makes a corpus (`generate`), builds it as `trialkg build` does, and prints tables: the whole build by the clock with the
peak memory of all its processes; an update of some trials, and how long the named questions take (`queries`), in the
largest of them; each step in one process, and rdflib making the same graph; other programs on the same records. With
several sizes it tells whether cost grows in proportion. Nothing is asserted.
Peers live in virtual environments below `--environments`, which are made (with pip) where they are asked for and not
there. Compare within one run only: ratios last longer than seconds do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import generate
import measure
import peers
import queries
import steps

from kg.query import questions
from kg.vocab import load
from kg.vocab.shipped import cache_dir

_MOST = 2000  # records for the other programs
_LARGE = 20_000
_HERE = Path(__file__).parent
_ROW = "{:>9}{:>9}{:>11}{:>11}{:>9}{:>9}{:>13}{:>11}{:>9}{:>9}{:>9}"


def build(records: Path, out: Path, jobs: int, evidence: str) -> tuple[measure.Spent, dict[str, Any]]:
    """One build in processes of its own."""
    options = ["--jobs", str(jobs), "--evidence", evidence]
    command = [sys.executable, str(_HERE / "whole.py"), str(records), str(out), *options]
    spent = measure.run(command, out.with_suffix(".log"))
    return spent, json.loads(spent.printed)


def builds(options: argparse.Namespace, scratch: Path) -> Path:
    """The table of whole builds; the largest one with the first kind of evidence is kept."""
    rates: dict[str, list[tuple[int, float, float]]] = {}
    print(f"whole builds, {options.jobs} processes; peak memory of all of them together")
    print(_ROW.format("trials", "evidence", "shards s", "trials/s", "all s", "trials/s", "triples/s", "triples/t",
                      "cpu s", "peak MB", "store MB"))  # fmt: skip
    kept = scratch / f"build-{options.evidence[0]}"
    for size in sorted(options.size):
        corpus = scratch / f"{size}.jsonl"
        generate.write(generate.corpus(size, options.of, options.varied, options.seed), corpus)
        for evidence in options.evidence:
            out = scratch / f"build-{evidence}"
            spent, told = build(corpus, out, options.jobs, evidence)
            if out != kept:
                shutil.rmtree(out)
            triples = sum(count for name, count in told["triples"].items() if evidence != "none" or name != "evidence")
            each = told["trials"], told["trials"] / told["whole"], told["trials"] / spent.cpu
            rates.setdefault(evidence, []).append(each)
            print(_ROW.format(
                f"{told['trials']:,}", evidence, f"{told['shards']:.1f}", f"{told['trials'] / told['shards']:,.0f}",
                f"{told['whole']:.1f}", f"{told['trials'] / told['whole']:,.0f}", f"{triples / told['whole']:,.0f}",
                f"{triples / told['trials']:,.0f}", f"{spent.cpu:.1f}", f"{spent.memory:,.0f}",
                f"{told['bytes']['store'] / 1e6:,.0f}",
            ), flush=True)  # fmt: skip
    for evidence, found in rates.items():
        (few, clock, cpu), (many, later_clock, later_cpu) = found[0], found[-1]
        if len(found) > 1:
            ratios = f"{later_clock / clock:.2f} by the clock, {later_cpu / cpu:.2f} by CPU"
            print(f"evidence {evidence}: trials/s at {many:,} trials are those at {few:,} times {ratios}")
    return kept


def update(options: argparse.Namespace, built: Path, scratch: Path) -> None:
    """What it takes to replace some trials of a build by other versions."""
    count = min(options.update, max(options.size))
    changed = scratch / "changed.jsonl"
    generate.write(generate.newer(generate.corpus(count, options.of, options.varied, options.seed + 1)), changed)
    spent = measure.run([sys.executable, "-m", "kg", "update", str(built), str(changed)], scratch / "update.log")
    print(f"\nupdate of {count:,} of {max(options.size):,} trials: {spent.wall:.1f} s, peak {spent.memory:,.0f} MB")


def beside(options: argparse.Namespace, corpus: Path, scratch: Path) -> None:
    """The table of programs on the same records."""
    for name in peers.NAMES:
        if name not in options.peers:
            print(f"\n{name}: not asked for (--peers {name})")
    if not options.peers:
        return
    part, table = scratch / "part.jsonl", scratch / "part.csv"
    size = min(_MOST, *options.size)
    with corpus.open("rb") as lines, part.open("wb") as file:
        file.writelines(islice(lines, size))
    peers.write_csv(part, table)
    print(f"\nother programs on the same {size:,} records, one process each, start included")
    print(f"{'':28}{'cpu s':>8}{'trials/s':>10}{'peak MB':>9}{'statements/trial':>18}  what they hold")
    found: list[peers.Peer] = []
    for source, what in ((part, "v2 JSON"), (table, "CSV")):
        spent, told = build(source, scratch / "beside", 1, "apart")
        triples = sum(told["triples"].values()) - told["triples"].get("vocabulary", 0)
        found.append(peers.Peer(f"trialkg, {what}", spent, triples, "concepts, facts in a store, evidence in shards"))
    for name in options.peers:
        try:
            peer = peers.ctgforge(part, options.environments, scratch) if name == "ctgforge" else peers.morph_kgc(
                table, options.environments, scratch)  # fmt: skip
            found.append(peer)
        except RuntimeError as error:
            print(f"{name}: left out: {error}")
    for name, spent, statements, holds in found:
        print(f"{name:28}{spent.cpu:8.1f}{size / spent.cpu:10,.0f}{spent.memory:9,.0f}"
              f"{statements / size:18,.1f}  {holds}")  # fmt: skip


def main() -> None:
    """Read the options, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, nargs="+", default=[1000], help="trials; several sizes show how cost grows")
    generate.add_options(parser)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes of the whole builds")
    parser.add_argument("--evidence", nargs="+", default=["apart", "none"], choices=["apart", "none", "store"])
    parser.add_argument("--update", type=int, default=100, metavar="N", help="trials to replace in the largest build")
    parser.add_argument("--questions", nargs="*", metavar="NAME", help="to ask of it; unless given: all")
    parser.add_argument("--sample", type=int, default=300, help="trials for the steps, one by one")
    parser.add_argument("--peers", type=_names, default=[], metavar="NAME,…", help=f"of {', '.join(peers.NAMES)}")
    parser.add_argument("--environments", type=Path, default=cache_dir() / "peers")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="trialkg-bench-"))
    try:
        start = time.process_time()
        load()
        loaded = time.process_time() - start  # seconds only where it had to be compiled
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores; vocabulary in {loaded:.2f} s")
        what = f"copies of {options.of}, {options.varied:.0%} of words varied" if options.of else "invented"
        print(f"records: {what}, seed {options.seed}")
        built = builds(options, scratch)
        if options.update:
            update(options, built, scratch)
        if asked := [each.name for each in questions()] if options.questions is None else options.questions:
            print()
            large = max(options.size) > _LARGE  # then all rows of a long list are nothing to wait for
            queries.table(built, asked, 3 if large else 1, first=large)
        corpus = scratch / f"{max(options.size)}.jsonl"
        print(f"\n{steps.HEAD}")
        warm_up = min(100, max(options.size) // 4)
        for step in steps.steps(corpus, options.sample, warm_up, scratch):
            print(step, flush=True)
        beside(options, corpus, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _names(text: str) -> list[str]:
    names = text.split(",") if text else []
    if unknown := set(names) - set(peers.NAMES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: none of {', '.join(peers.NAMES)}")
    return names


if __name__ == "__main__":
    main()
