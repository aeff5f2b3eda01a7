"""What an evaluation counts: right, wrong and missed, per kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts for one kind of fact. `confidences` holds (confidence, right) of every edge judged."""

    wanted: int = 0
    right: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the edges that gold confirms; 1 where there are none."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 1 where there are none."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Evaluation:
    """Scores per kind over all records; `false_facts` lists the not-facts that were asserted."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    not_facts: int = 0
    false_facts: list[str] = field(default_factory=list)

    def coverage(self, thresholds: Sequence[float] = (0.5, 0.7, 0.8, 0.9, 0.95)) -> list[tuple[float, float, float]]:
        """(threshold, share of judged edges at or above it, their precision)."""
        judged = [c for tally in self.kinds.values() for c in tally.confidences]
        rows = []
        for threshold in thresholds:
            kept = [right for confidence, right in judged if confidence >= threshold]
            share = len(kept) / len(judged) if judged else 0.0
            rows.append((threshold, share, sum(kept) / len(kept) if kept else 1.0))
        return rows
