"""Reads one record with every extractor, in the one order that works: each may use what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from kg.model import Extraction, Passage, Trial
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


def prepare(trials: Iterable[Trial], vocabulary: Vocabulary) -> None:
    """Look for names in all that the extractors will read of these trials, before `extract` is called for each: not
    needed, but faster than looking through their texts one by one."""
    vocabulary.prepare([passage.text for trial in trials for passage in _read_whole(trial)])


def _read_whole(trial: Trial) -> Iterator[Passage]:
    """The passages in which names are looked for, whatever the record says."""
    of_trial = trial.title, trial.official_title, trial.brief_summary, trial.detailed_description
    yield from filter(None, (*of_trial, trial.eligibility.criteria))
    yield from (condition.name for condition in trial.conditions)
    yield from trial.keywords
    for intervention in trial.interventions:
        yield from filter(None, (intervention.name, intervention.description, *intervention.other_names))
    for arm in trial.arms:
        yield from filter(None, (arm.label, arm.description))
    for outcome in trial.outcomes:
        yield from filter(None, (outcome.measure, outcome.description, outcome.time_frame))


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
