"""Joined outcome cells (`measure, description, time frame`) split back into their three fields.

A log-linear model over pairs of cuts: score = weights of the measure's end + of the time frame's start + of the pair
(`kg.read.outcomes.features`). Two passes over the cells of one record: the second sees what the first made of the other
cells. The weights are data, `ontology/models/outcome_splitter.json`; `kg.read.train_splitter` makes them.

The rule: the margin to the runner-up, calibrated on held-out records, is the confidence; a small one is a finding.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.model import OutcomeItem, OutcomeRole, Passage
from kg.read.outcomes.apart import begins_apart, is_time
from kg.read.outcomes.corrections import corrected
from kg.read.outcomes.cuts import is_time_like, siblings
from kg.read.outcomes.features import analyse
from kg.read.outcomes.names import end_of_list
from kg.read.outcomes.readings import Cell
from kg.read.record import RecordBuilder, trimmed
from kg.resources import resource

__all__ = ["Split", "Splitter", "is_time_like", "load_splitter", "read_outcomes", "split_cells"]

LONGEST = 20_000
"""Characters of a cell that is split; a longer one is no outcome."""


class Split(NamedTuple):
    """Offsets into the cell: the measure ends at `measure_end`; `description` and `time_frame` are (start, end)."""

    measure_end: int
    description: tuple[int, int] | None
    time_frame: tuple[int, int] | None
    confidence: float
    ambiguous: bool


class Reading(NamedTuple):
    """The best pair of cuts of a cell and its margin to the runner-up."""

    i: int
    j: int
    margin: float


class Splitter(NamedTuple):
    """The weights of both passes, and what a margin is worth: `probabilities[k]` up to `margins[k]`."""

    first: dict[str, float]
    second: dict[str, float]
    margins: tuple[float, ...]
    probabilities: tuple[float, ...]
    ambiguous_below: float

    def confidence(self, margin: float) -> float:
        """How often a reading with this margin is right in all three fields."""
        return self.probabilities[min(bisect_right(self.margins, margin), len(self.probabilities) - 1)]


def load_splitter(path: Path) -> Splitter:
    """The splitter of a weights file. Raises `ResourceError` where it is malformed."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Splitter(
            {str(name): float(weight) for name, weight in data["first"].items()},
            {str(name): float(weight) for name, weight in data["second"].items()},
            tuple(float(value) for value in data["margins"]),
            tuple(float(value) for value in data["probabilities"]),
            float(data["ambiguous_below"]),
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ResourceError(f"{path.name}: not the weights of an outcome splitter ({error!r})") from error


@cache
def shipped_splitter() -> Splitter:
    """The splitter that comes with the package."""
    return load_splitter(resource("models", "outcome_splitter.json"))


def best_reading(cell: Cell, weights: dict[str, float], context: Context | None = None) -> Reading:
    """The reading with the highest score. The first of equals wins."""
    get = weights.get
    count = len(cell.cuts)
    if not count:
        return Reading(0, 0, 99.0)
    measure = [sum([get(name, 0.0) for name in names]) for names in cell.measure]
    time = [sum([get(name, 0.0) for name in names]) for names in cell.time]
    if context is not None:
        for k in range(cell.first_time_cut, count):
            for name in context.time_features(cell, k):
                time[k] += get(name, 0.0)
    best, best_score, second_score = (count, count), -1e18, -1e18
    for i, j, names in cell.pairs:
        score = 0.0
        for name in names:
            score += get(name, 0.0)
        if i < count:
            score += measure[i]
            if context is not None:
                score += get(context.described if i < j else context.not_described, 0.0)
        if j < count:
            score += time[j]
        if score > best_score:
            best, best_score, second_score = (i, j), score, best_score
        elif score > second_score:
            second_score = score
    return Reading(*best, best_score - second_score)


class Context(NamedTuple):
    """What the first pass made of the other cells of the record, as features."""

    described: str
    not_described: str
    times: dict[str, int]
    own: str
    others: int

    def time_features(self, cell: Cell, k: int) -> list[str]:
        """Is the time frame after cut k that of another outcome of the record?"""
        text = cell.text[cell.cuts[k] + 2 :]
        same = self.times.get(text, 0) - (text == self.own)
        if not self.others or same <= 0:
            return []
        return ["record:same-time", "record:same-time-most"] if same * 2 >= self.others else ["record:same-time"]


def contexts(cells: Sequence[Cell], first_pass: Sequence[Reading]) -> list[Context]:
    """For each cell, what the others look like after the first pass."""
    described = [r.i < r.j for r in first_pass]
    times = [
        cell.text[cell.cuts[r.j] + 2 :] if r.j < len(cell.cuts) else ""
        for cell, r in zip(cells, first_pass, strict=True)
    ]
    counts: dict[str, int] = {}
    for time in times:
        if time:
            counts[time] = counts.get(time, 0) + 1
    total, others = sum(described), len(cells) - 1
    found = []
    for own, time in zip(described, times, strict=True):
        share = (total - own) / others if others else -1.0
        label = (
            "alone" if share < 0 else "none" if share == 0 else "few" if share < 0.5 else "most" if share < 1 else "all"
        )
        found.append(Context(f"record:described-{label}", f"record:not-described-{label}", counts, time, others))
    return found


def split_cells(texts: Sequence[str], splitter: Splitter | None = None) -> list[Split]:
    """Split the outcome cells of one record; they inform one another."""
    model = splitter or shipped_splitter()
    shared = siblings(texts)
    cells = [analyse(text.replace("\n", " "), shared) for text in texts]
    first_pass = [best_reading(cell, model.first) for cell in cells]
    return [
        _split(cell, best_reading(cell, model.second, context), model)
        for cell, context in zip(cells, contexts(cells, first_pass), strict=True)
    ]


def _split(cell: Cell, reading: Reading, model: Splitter) -> Split:
    cuts, size = cell.cuts, len(cell.text)
    i, j = reading.i, reading.j
    confidence = model.confidence(reading.margin)
    ambiguous = reading.margin < model.ambiguous_below
    if cuts and j == len(cuts) and is_time(cell.text[cuts[-1] + 2 :]):
        i, j = min(i, len(cuts) - 1), len(cuts) - 1
    if i < len(cuts):
        i, j = corrected(cell, i, j) if j < len(cuts) else (end_of_list(cell.text, cuts, i, j), j)
    measure_end = cuts[i] if i < len(cuts) else size
    time = (cuts[j] + 2, size) if i < len(cuts) and j < len(cuts) else None
    described = (cuts[i] + 2, cuts[j] if time is not None else size) if i < min(j, len(cuts)) else None
    apart = begins_apart(cell.text, cuts, i, j)
    if apart is not None:
        end, begin = apart
        time = (begin, size)
        measure_end = min(measure_end, end)
        described = (described[0], end) if described is not None and described[0] < end else None
    return Split(measure_end, described, time, confidence, ambiguous)


def read_outcomes(
    cells: Sequence[tuple[OutcomeRole, Sequence[Passage]]], builder: RecordBuilder, splitter: Splitter | None = None
) -> Iterator[OutcomeItem]:
    """The outcomes of a record's cells, split; a finding for each that could as well be split otherwise."""
    placed = [(role, position, cell) for role, passages in cells for position, cell in enumerate(passages)]
    splits = split_cells([cell.text if len(cell.text) <= LONGEST else "" for _, _, cell in placed], splitter)
    for (role, position, cell), split in zip(placed, splits, strict=True):
        if len(cell.text) > LONGEST:
            builder.note(
                "ambiguous-split", f"{role} outcome {position + 1} is too long to be split", (cell.span(0, 200),)
            )
            yield OutcomeItem(role, position, cell, whole=cell, confidence=0.1, ambiguous=True)
            continue
        if split.ambiguous:
            builder.note(
                "ambiguous-split",
                f"{role} outcome {position + 1}: where its measure, description and time frame part is uncertain",
                (cell.span(),),
            )
        yield OutcomeItem(
            role,
            position,
            trimmed(cell.part(0, split.measure_end)) or cell,
            trimmed(cell.part(*split.description)) if split.description else None,
            trimmed(cell.part(*split.time_frame)) if split.time_frame else None,
            cell,
            split.confidence,
            split.ambiguous,
        )
