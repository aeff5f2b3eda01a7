"""Train the outcome splitter on any folder of structured records (API v2 JSON, XML): joined, their fields are data.

    python -m kg.read.train_splitter FOLDER [--out outcome_splitter.json] [--folds 5] [--evaluate-only]

Reports exact recovery (measure, description and time frame all right), cross-validated by trial. Two passes are fitted,
each a log-linear model over the readings of a cell with an L2 penalty; the second sees the other outcomes too.
The rule: folds are by trial, and nothing that is reported was seen in training. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from kg.files import write_whole
from kg.model import OutcomeItem, Trial
from kg.read import read
from kg.read.outcomes.cells import Context, Reading, best_reading, contexts
from kg.read.outcomes.cuts import SEPARATOR, siblings
from kg.read.outcomes.features import analyse
from kg.read.outcomes.readings import Cell, readings

PENALTY = 3.0
RAREST = 5
"""A feature seen in fewer readings than this is left out."""
SMALLEST = 0.1
"""A weight below this is left out."""
ITERATIONS = 150
DOUBTFUL = 0.75
"""A reading that is right less often than this is reported as ambiguous."""
TIMELESS = 30
"""One record in this many is also learnt from with the time frames of some of its outcomes left out. A registry always
has one; a list that somebody else flattened may not."""


class Example(NamedTuple):
    """One outcome: its cell, the true pair of cuts, and the place of that among the readings (None: not among them)."""

    cell: Cell
    truth: tuple[int, int]
    place: int | None


class Record(NamedTuple):
    """The outcomes of one trial."""

    key: str
    fold: int
    texts: tuple[str, ...]
    examples: tuple[Example, ...]


def joined(outcome: OutcomeItem) -> tuple[str, int, int]:
    """The cell of a structured outcome, the end of its measure, the start of its time frame (-1 without one)."""
    parts = [
        " ".join(p.text.split("\n")) if p else "" for p in (outcome.measure, outcome.description, outcome.time_frame)
    ]
    text = SEPARATOR.join(part for part in parts if part)
    return text, len(parts[0]), len(text) - len(parts[2]) if parts[2] else -1


def examples(trials: Iterable[Trial], folds: int) -> list[Record]:
    """The training records: each trial once, by its key."""
    found: dict[str, Record] = {}
    for trial in trials:
        outcomes = [outcome for outcome in trial.outcomes if outcome.whole is None]
        if trial.key in found or not outcomes:
            continue
        cells = [joined(outcome) for outcome in outcomes]
        texts = tuple(text for text, _, _ in cells)
        shared = siblings(texts)
        items = []
        for text, measure_end, time_start in cells:
            cell = analyse(text, shared)
            count = len(cell.cuts)
            i = cell.cuts.index(measure_end) if measure_end in cell.cuts else count if measure_end == len(text) else -1
            j = cell.cuts.index(time_start - 2) if time_start - 2 in cell.cuts else count if time_start < 0 else -1
            pairs = readings(cell)
            items.append(Example(cell, (i, j), pairs.index((i, j)) if (i, j) in pairs else None))
        fold = int(hashlib.sha256(trial.key.encode()).hexdigest(), 16) % folds
        found[trial.key] = Record(trial.key, fold, texts, tuple(items))
    return [found[key] for key in sorted(found)]


def without_times(record: Record) -> Record:
    """The record with the time frame of every other outcome that is described left out: nothing else is like it."""
    texts, places = [], []
    for number, (text, example) in enumerate(zip(record.texts, record.examples, strict=True)):
        i, j = example.truth
        cuts = example.cell.cuts
        drop = 0 <= i < j < len(cuts) and (number % 2 == 0 or len(record.texts) == 1)
        texts.append(text[: cuts[j]] if drop else text)
        places.append((i, -2 if drop else j))
    shared = siblings(texts)
    items = []
    for text, (i, j) in zip(texts, places, strict=True):
        cell = analyse(text, shared)
        truth = (i, len(cell.cuts) if j == -2 else j)
        pairs = readings(cell)
        items.append(Example(cell, truth, pairs.index(truth) if truth in pairs else None))
    return Record(record.key, record.fold, tuple(texts), tuple(items))


def with_timeless(records: Sequence[Record]) -> list[Record]:
    """The records to fit on: all of them, and a share of them once more without some of their time frames."""
    chosen = [r for r in records if int(hashlib.sha256(f"timeless {r.key}".encode()).hexdigest(), 16) % TIMELESS == 0]
    return [*records, *map(without_times, chosen)]


def _true_contexts(record: Record) -> list[Context]:
    cells = [example.cell for example in record.examples]
    return contexts(cells, [Reading(max(e.truth[0], 0), max(e.truth[1], 0), 0.0) for e in record.examples])


class _Rows(NamedTuple):
    """What the readings of all cells are made of. `rows` are lists of features: of measure ends, of time starts, of
    pairs; the first is of nothing. Each reading has one of each sort, by number; `starts` says where the readings of a
    cell begin, `truths` which of them is right."""

    rows: list[list[str]]
    measure_of: list[int]
    time_of: list[int]
    pair_of: list[int]
    starts: list[int]
    truths: list[int]


def _rows(records: Sequence[Record], second_pass: bool) -> _Rows:
    """The readings of the cells of the records, in the second pass with what the other cells of a record tell."""
    rows, measure_of, time_of, pair_of, starts, truths = made = _Rows([[]], [], [], [], [], [])
    for record in records:
        around: Sequence[Context | None] = _true_contexts(record) if second_pass else [None] * len(record.examples)
        for example, context in zip(record.examples, around, strict=True):
            cell = example.cell
            if example.place is None or not cell.cuts:
                continue
            count = len(cell.cuts)
            measure_rows = [len(rows) + k for k in range(len(cell.measure))]
            rows.extend(cell.measure)
            time_rows = [len(rows) + k for k in range(count)]
            rows.extend(
                names + (context.time_features(cell, k) if context and k >= cell.first_time_cut else [])
                for k, names in enumerate(cell.time)
            )
            starts.append(len(pair_of))
            truths.append(len(pair_of) + example.place)
            for i, j, names in cell.pairs:
                measure_of.append(measure_rows[i] if i < count else 0)
                time_of.append(time_rows[j] if j < count else 0)
                pair_of.append(len(rows))
                extra = [context.described if i < j else context.not_described] if context and i < count else []
                rows.append(names + extra)
    return made


def fit(records: Sequence[Record], second_pass: bool) -> dict[str, float]:
    """The weights of one pass."""
    np: Any = import_module("numpy")  # only here: training needs them, reading does not
    minimize: Any = import_module("scipy.optimize").minimize
    csr_matrix: Any = import_module("scipy.sparse").csr_matrix

    data = _rows(records, second_pass)
    rows = data.rows
    counts = Counter(name for names in rows for name in names)
    number = {name: at for at, name in enumerate(sorted(name for name, seen in counts.items() if seen >= RAREST))}
    columns: list[int] = []
    ends = [0]
    for names in rows:
        columns.extend(number[name] for name in names if name in number)
        ends.append(len(columns))
    features = csr_matrix(
        (np.ones(len(columns)), np.array(columns, dtype=np.int32), np.array(ends)), shape=(len(rows), len(number))
    )
    transposed = features.T.tocsr()
    measures, times, pairs = np.array(data.measure_of), np.array(data.time_of), np.array(data.pair_of)
    begin, truth = np.array(data.starts), np.array(data.truths)
    segment = np.repeat(np.arange(len(begin)), np.diff([*data.starts, len(data.pair_of)]))

    def loss(weights: Any) -> tuple[float, Any]:
        row_scores = features @ weights
        scores = row_scores[measures] + row_scores[times] + row_scores[pairs]
        highest = np.maximum.reduceat(scores, begin)
        shares = np.exp(scores - highest[segment])
        sums = np.add.reduceat(shares, begin)
        shares /= sums[segment]
        likelihood = (scores[truth] - highest - np.log(sums)).sum()
        shares[truth] -= 1
        by_row = sum(np.bincount(of, shares, minlength=len(rows)) for of in (measures, times, pairs))
        return float(-likelihood + 0.5 * PENALTY * (weights @ weights)), transposed @ by_row + PENALTY * weights

    solution = minimize(loss, np.zeros(len(number)), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x
    return {name: round(float(solution[at]), 2) for name, at in number.items() if abs(solution[at]) >= SMALLEST}


class Outcome(NamedTuple):
    """How one held-out cell was read."""

    right: bool
    margin: float
    text: str
    truth: tuple[int, int]
    reading: Reading


def judge(records: Sequence[Record], first: dict[str, float], second: dict[str, float]) -> list[Outcome]:
    """Read every cell of the records with these weights."""
    found = []
    for record in records:
        cells = [example.cell for example in record.examples]
        around = contexts(cells, [best_reading(cell, first) for cell in cells])
        for example, context in zip(record.examples, around, strict=True):
            reading = best_reading(example.cell, second, context)
            right = (reading.i, reading.j) == example.truth
            found.append(Outcome(right, reading.margin, example.cell.text, example.truth, reading))
    return found


def calibrate(outcomes: Sequence[Outcome], bins: int = 60) -> tuple[list[float], list[float]]:
    """Isotonic (pool adjacent violators) regression of being right on the margin: upper margins and probabilities."""
    ordered = sorted((o.margin, o.right) for o in outcomes if o.margin < 99.0)
    size = max(1, len(ordered) // bins)
    pools: list[list[float]] = []  # [right, count, upper margin]
    for at in range(0, len(ordered), size):
        chunk = ordered[at : at + size]
        pools.append([float(sum(right for _, right in chunk)), float(len(chunk)), chunk[-1][0]])
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] >= pools[-1][0] * pools[-2][1]:
            last = pools.pop()
            pools[-1] = [pools[-1][0] + last[0], pools[-1][1] + last[1], last[2]]
    margins = [round(pool[2], 2) for pool in pools[:-1]]
    return margins, [round((pool[0] + 0.5) / (pool[1] + 1.0), 3) for pool in pools]


def cross_validate(records: Sequence[Record], folds: int) -> tuple[list[Outcome], list[Outcome]]:
    """Every record read by weights that were fitted without it: as it is, and without some of its time frames."""
    outcomes: list[Outcome] = []
    timeless: list[Outcome] = []
    for fold in range(folds):
        rest = [record for record in records if record.fold != fold]
        held_out = [record for record in records if record.fold == fold]
        learnt = with_timeless(rest)
        first, second = fit(learnt, second_pass=False), fit(learnt, second_pass=True)
        found = judge(held_out, first, second)
        timeless += judge([without_times(record) for record in held_out], first, second)
        print(
            f"fold {fold}: {sum(o.right for o in found) / len(found):.4f} of {len(found)}", file=sys.stderr, flush=True
        )
        outcomes += found
    return outcomes, timeless


def train(paths: Iterable[Path | str], folds: int = 5, fit_all: bool = True) -> dict[str, Any]:
    """The content of the weights file, with its provenance and the cross-validated figures."""
    records = examples((item for item in read(paths) if isinstance(item, Trial)), folds)
    outcomes, timeless = cross_validate(records, folds)
    cut_short = [o for o in timeless if o.truth[0] < o.truth[1] == len(analyse(o.text, siblings([o.text])).cuts)]
    learnt = with_timeless(records)
    margins, probabilities = calibrate(outcomes)
    exact = sum(o.right for o in outcomes) / len(outcomes)
    ambiguous_below = max((m for m, p in zip(margins, probabilities, strict=False) if p < DOUBTFUL), default=0.0)
    sure = [o for o in outcomes if o.margin >= 2.5]
    return {
        "about": {
            "what": "log-linear model that splits `measure, description, time frame` cells: kg/read/outcomes/cells.py",
            "made by": "python -m kg.read.train_splitter",
            "data": f"{len(outcomes)} structured outcomes of {len(records)} public ClinicalTrials.gov records",
            "exact recovery": f"{exact:.4f} of all three fields, {folds}-fold cross-validation by trial",
            "sure": f"margin >= 2.5: {len(sure) / len(outcomes):.3f} of the outcomes, {_share(sure):.4f} right",
            "without time frame": f"{_share(cut_short):.4f} of {len(cut_short)} measures with a description only",
            "augmentation": f"one record in {TIMELESS} once more with half of its time frames left out",
            "penalty": PENALTY,
            "licence": "CC0-1.0",
        },
        "ambiguous_below": ambiguous_below,
        "margins": margins,
        "probabilities": probabilities,
        "first": dict(sorted(fit(learnt, second_pass=False).items())) if fit_all else {},
        "second": dict(sorted(fit(learnt, second_pass=True).items())) if fit_all else {},
    }


def _share(outcomes: Sequence[Outcome]) -> float:
    return sum(o.right for o in outcomes) / len(outcomes) if outcomes else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="train_splitter", description="Train the outcome splitter.")
    parser.add_argument("paths", nargs="+", help="structured records: files or folders")
    parser.add_argument("--out", type=Path, help="where to write the weights")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--evaluate-only", action="store_true")
    given = parser.parse_args(arguments)
    model = train(given.paths, given.folds, not given.evaluate_only)
    print(json.dumps(model["about"], indent=1))
    if given.out and not given.evaluate_only:
        write_whole(given.out, json.dumps(model, ensure_ascii=False, indent=0) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
