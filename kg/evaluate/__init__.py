"""Scores what was extracted against records annotated by hand: precision, recall and F1 per kind of fact.

A gold file annotates one record: verbatim spans given as line and offsets in it, with the concept or value that a
reader would write down, and *not-facts*: things the record mentions that are not true of its trial. A gold item counts
as found if an edge says the same (same concept or value) on overlapping text; an edge of a scored kind that no gold
item matches counts as false. What is scored, and how a gold item is compared with the graph, stands in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.gold import Gold, load_gold
from kg.evaluate.judge import Judge
from kg.evaluate.scores import Evaluation, Tally
from kg.model import Extraction
from kg.vocab.vocabulary import Vocabulary

__all__ = ["Evaluation", "Gold", "Tally", "evaluate", "load_gold"]


def evaluate(extractions: Iterable[Extraction], gold: dict[str, Gold], vocabulary: Vocabulary) -> Evaluation:
    """Scores of the records that have a gold annotation. Raises `InputError` where none of them has one."""
    result = Evaluation()
    for extraction in extractions:
        annotation = gold.get(Path(extraction.trial.source.path).name)
        if annotation is not None:
            Judge(extraction, annotation, vocabulary, result).run()
    if not result.kinds:
        wanted = ", ".join(sorted(gold)[:3])
        raise InputError(f"none of the records has a gold annotation: those given are of files such as {wanted}")
    return result
