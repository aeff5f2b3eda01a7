"""The conditions that a trial's entries name: entry → concept, with the stretch that names it.

A cancer and where it has spread make one concept, the most specific; where the vocabulary has none it is minted, with
the primary cancer and the metastasis as its broader concepts. What is not known stays unmapped, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.condition_names import Reader, Reading
from kg.extract.document import Document, Item
from kg.extract.metastasis import spread_of
from kg.model import ConditionItem, Finding, Passage, Statement
from kg.text import name_key


def named_by(passage: Passage, document: Document) -> list[Reading]:
    """The conditions that a registry term names, without adding to the document: for keywords and evaluation."""
    spread = spread_of(passage, document)
    return spread.readings if spread is not None else _reader(document).read(passage)


def _reader(document: Document) -> Reader:
    return Reader(
        document.vocabulary,
        lambda passage: document.hits(passage, "condition"),
        {abbreviation.short: abbreviation.long for abbreviation in document.abbreviations},
    )


def extract(document: Document) -> Iterator[Item]:
    """`tkg:resolvesTo` for every condition entry; findings for those unmapped or entered twice."""
    trial = document.trial
    definitions = {a.short: a for a in document.abbreviations}
    reader = _reader(document)
    seen: dict[str, ConditionItem] = {}
    for condition in trial.conditions:
        path = trial.part(f"condition-{condition.position}")
        first = seen.setdefault(name_key(condition.name.text), condition)
        if first is not condition:
            yield Finding(
                "duplicate-entry",
                f"the condition {condition.name.text!r} is entered twice "
                f"(entries {first.position} and {condition.position})",
                (first.name.span(), condition.name.span()),
                path,
            )
        spread = spread_of(condition.name, document)
        readings = spread.readings if spread is not None else reader.read(condition.name)
        if spread is not None and spread.minted is not None:
            yield spread.minted
        if not readings:
            yield Finding(
                "unmapped-entry",
                f"no condition of the vocabulary is named by {condition.name.text!r}",
                (condition.name.span(),),
                path,
            )
        for reading in _once(readings):
            evidence = [condition.name.span(reading.start, reading.end)]
            if reading.method == "abbreviation":
                definition = definitions.get(condition.name.text[reading.start : reading.end])
                if definition is not None:
                    evidence.append(definition.definition)
            yield Statement(
                path,
                "tkg:resolvesTo",
                reading.concept,
                reading.method,
                reading.confidence,
                tuple(dict.fromkeys(evidence)),
                f"condition-{reading.rule}",
                reading.rivals,
            )


def _once(readings: list[Reading]) -> list[Reading]:
    """The first reading of each concept."""
    return list({reading.concept: reading for reading in reversed(readings)}.values())[::-1]
