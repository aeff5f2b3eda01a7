"""Reads one record with every extractor, in the one order that works: each may use what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from kg.extract import (
    abbreviations,
    arms,
    claims,
    conditions,
    consistency,
    derive,
    design,
    eligibility,
    interventions,
    outcomes,
    population,
    registry_terms,
    spelling,
    structure,
)
from kg.extract.document import Document, Item
from kg.model import Extraction, Trial
from kg.vocab.vocabulary import Vocabulary

Extractor: TypeAlias = Callable[[Document], Iterator[Item]]

EXTRACTORS: tuple[Extractor, ...] = (
    structure.extract,
    abbreviations.extract,
    interventions.extract,
    conditions.extract,
    outcomes.extract,
    arms.extract,
    design.extract,
    population.extract,
    eligibility.extract,
    claims.extract,
    spelling.extract,
    registry_terms.extract,
    consistency.extract,
    derive.extract,
)


def extract(trial: Trial, vocabulary: Vocabulary, extra: Sequence[Extractor] = ()) -> Extraction:
    """Everything that the extractors find in one record; `extra` ones (from outside) run before the last step.

    Raises `ValueError` if an extractor points outside the record's text: such a span would be false evidence.
    """
    document = Document(trial, vocabulary)
    for extractor in (*EXTRACTORS[:-1], *extra, EXTRACTORS[-1]):
        document.add(extractor(document))
    lengths = {field.name: len(field.text) for field in trial.fields}
    for statement in document.statements:
        for field, start, end in statement.evidence:
            if not 0 <= start < end <= lengths.get(field, 0):
                where = f"{field}[{start}:{end}]"
                raise ValueError(f"{statement.rule or statement.method}: no such text in the record: {where}")
    return Extraction(
        trial,
        tuple(document.nodes.values()),
        tuple(document.statements),
        tuple(document.minted.values()),
        tuple(document.findings),
    )
