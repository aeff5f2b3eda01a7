"""What a trial costs, stage by stage: `python tests/bench/stages.py RECORDS… [--limit N] [--warm-up N]` prints a table.

One process, microseconds of its core. The first trials only warm the caches; the others are read once, as in a build:
nothing is measured on a trial that was seen before. Nothing is asserted. `--regexes N` shows instead the N dearest
regular expressions; each is timed in a wrapper, so only their order counts.
"""

from __future__ import annotations

import argparse
import gc
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kg.emit import emit_packed, evidence_of, usage
from kg.extract.document import Document
from kg.extract.run import EXTRACTORS, TOGETHER, extract_together, prepare
from kg.model import Extraction, Trial
from kg.pipeline.parts import RECORDS
from kg.read import read
from kg.vocab import load


class Clock:
    """Seconds of this core by stage; what an inner stage takes does not count for the outer one."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, stage: str, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run it, and book what it took by itself."""
        self._inner.append(0.0)
        start = time.thread_time()
        try:
            return work(*args, **named)
        finally:
            spent = time.thread_time() - start
            self.seconds[stage] += spent - self._inner.pop()
            self._inner[-1] += spent

    def watch(self, owner: Any, method: str, stage: str) -> None:
        """Book every call of a method of this class as a stage of its own."""
        plain = getattr(owner, method)
        setattr(owner, method, lambda *args, **named: self.timed(stage, plain, *args, **named))


def extract_all(trials: list[Trial]) -> float:
    """Seconds for extraction, with no clock inside."""
    vocabulary = load()
    start = time.process_time()
    for part in _parts(trials, RECORDS):
        prepare(part, vocabulary)
        for some in _parts(part, TOGETHER):
            extract_together(some, vocabulary)
    return time.process_time() - start


def _parts(trials: list[Trial], size: int) -> Iterator[list[Trial]]:
    """So many at a time, as a build takes them."""
    return (trials[start : start + size] for start in range(0, len(trials), size))


def by_stage(trials: list[Trial], clock: Clock) -> int:
    """Extract and emit every trial under the clock; the number of triples."""
    vocabulary, triples = load(), 0
    for part in _parts(trials, RECORDS):
        clock.timed("dictionary", prepare, part, vocabulary)
        for some in _parts(part, TOGETHER):
            documents = [Document(trial, vocabulary) for trial in some]
            for extractor in EXTRACTORS:
                name = extractor.__module__.rpartition(".")[2]
                for document in documents:
                    clock.timed(name, lambda extractor=extractor, document=document: document.add(extractor(document)))
            for document in documents:
                triples += _emit(document, clock)
    return triples


def _emit(document: Document, clock: Clock) -> int:
    minted = tuple(document.minted.values())
    found = tuple(document.nodes.values()), tuple(document.statements), minted, tuple(document.findings)
    extraction = Extraction(document.trial, *found)
    packed = clock.timed("emission", emit_packed, extraction)
    clock.timed("expansion of the evidence", evidence_of, packed.facts, packed.evidence)
    clock.timed("usage", usage, extraction)
    return packed.facts.count(b"\n") + packed.lines


class _Regex:
    """A compiled pattern that books what it costs."""

    def __init__(self, pattern: re.Pattern[str], name: str, clock: Clock) -> None:
        self._pattern, self._name, self._clock = pattern, name, clock

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(self._pattern, attribute)
        if not callable(found):
            return found
        if attribute == "finditer":
            return lambda *args: iter(self._clock.timed(self._name, lambda: list(found(*args))))
        return lambda *args, **named: self._clock.timed(self._name, found, *args, **named)


def _wrapped(value: Any, name: str, clock: Clock) -> Any:
    if isinstance(value, re.Pattern):
        return _Regex(value, name, clock)
    if type(value) in (tuple, list):
        return type(value)(_wrapped(each, f"{name}[{number}]", clock) for number, each in enumerate(value))
    if type(value) is dict:
        return {key: _wrapped(each, f"{name}[{key}]", clock) for key, each in value.items()}
    return value


def watch_regexes(clock: Clock) -> None:
    """Put a timed wrapper around every pattern that a module of `kg` holds."""
    for module_name, module in sorted(sys.modules.items()):
        if module_name.startswith("kg."):
            for name, value in list(vars(module).items()):
                if not name.startswith("__"):
                    setattr(module, name, _wrapped(value, f"{module_name.removeprefix('kg.')}.{name}", clock))


def show(seconds: dict[str, float], count: int, limit: int | None = None) -> None:
    """Microseconds a trial, the dearest first."""
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1])[:limit]:
        print(f"{name:48}{spent / count * 1e6:10,.0f}")


def _trials(sources: list[Path], limit: int | None) -> Iterator[Trial]:
    return islice((record for record in read(sources) if isinstance(record, Trial)), limit)


def main() -> None:
    """Read the options, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path, nargs="+", help="in any format that `trialkg build` reads")
    parser.add_argument("--limit", type=int, help="only so many trials, those that warm up included")
    parser.add_argument("--warm-up", type=int, default=100)
    parser.add_argument("--regexes", type=int, default=0, metavar="N", help="show the N dearest regular expressions")
    options = parser.parse_args()
    load()
    gc.freeze()
    gc.set_threshold(1_000_000, 20, 100)  # as the build does
    start = time.process_time()
    trials = list(_trials(options.records, options.limit))
    reading = (time.process_time() - start) / max(1, len(trials))
    extract_all(trials[: options.warm_up])
    trials = trials[options.warm_up :]
    count = len(trials)
    if not count:
        raise SystemExit("no record is left to be measured: give more, or a smaller --warm-up")
    clock = Clock()
    if options.regexes:
        watch_regexes(clock)
        by_stage(trials, Clock())
        show(clock.seconds, count, options.regexes)
        return
    plain, clocked = trials[::2], trials[1::2] or trials  # no trial twice: what is said again is remembered
    whole = extract_all(plain) / len(plain)
    clock.watch(type(load()), "scan", "dictionary")
    triples = by_stage(clocked, clock)
    count = len(clocked)
    clock.seconds["reading"] = reading * count
    print(f"{count} trials of {triples / count:,.0f} triples; microseconds a trial")
    show(clock.seconds, count)
    print(f"{'all of it':48}{sum(clock.seconds.values()) / count * 1e6:10,.0f}")
    print(f"{'extraction, with no clock inside':48}{whole * 1e6:10,.0f}{1 / whole:10,.0f} trials/s a core")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{'peak memory, MB':48}{peak:10,.0f}")


if __name__ == "__main__":
    main()
