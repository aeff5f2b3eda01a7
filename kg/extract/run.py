"""Reads records with every extractor, in the one order that works: each may use what the earlier ones found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
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
from kg.model import Extraction, Finding, Passage, Trial
from kg.vocab.vocabulary import Vocabulary

TOGETHER = 16
"""Trials at a time for which `extract_together` pays: the caches of `kg.extract.context` hold the texts of so many."""

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
    (extracted,) = extract_together([trial], vocabulary, extra)
    if isinstance(extracted, Exception):
        raise extracted
    return extracted


def extract_together(
    trials: Sequence[Trial], vocabulary: Vocabulary, extra: Sequence[Extractor] = ()
) -> list[Extraction | Exception]:
    """What `extract` returns or raises for each of some trials, made sooner: one extractor reads all of them before the
    next one does, so that its code and tables stay in the processor's cache."""
    documents = [Document(trial, vocabulary) for trial in trials]
    failed: dict[int, Exception] = {}
    for extractor in (*EXTRACTORS[:-1], *extra, EXTRACTORS[-1]):
        for number, document in enumerate(documents):
            if number not in failed:
                try:
                    document.add(extractor(document))
                except Exception as error:
                    failed[number] = error
    return [failed[n] if n in failed else _checked(document) for n, document in enumerate(documents)]


def _checked(document: Document) -> Extraction | ValueError:
    """What was found, if every span lies in the record's text."""
    trial = document.trial
    lengths = {name: len(text) for name, text in trial.fields}
    for statement in document.statements:
        for field, start, end in statement.evidence:
            if not 0 <= start < end <= lengths.get(field, 0):
                where = f"{field}[{start}:{end}]"
                return ValueError(f"{statement.rule or statement.method}: no such text in the record: {where}")
    return Extraction(
        trial,
        tuple(document.nodes.values()),
        tuple(document.statements),
        tuple(document.minted.values()),
        tuple(_each_once(document.findings)),
    )


def _each_once(findings: Sequence[Finding]) -> Iterable[Finding]:
    """Every finding once; what several places of the record give the same cause for ("“dosse” is read as “dose”") is
    one finding of the first place, with the words of all of them."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.kind, finding.message)
        known = found.get(key)
        if known is None:
            found[key] = finding
        else:
            more = tuple(span for span in finding.evidence if span not in known.evidence)
            found[key] = replace(known, evidence=known.evidence + more)
    return found.values()
