"""The one arm of a trial that calls itself single-arm: everybody gets all that is registered.

The rule: the words stand in a title or in a clause on this trial; nothing else in the prose speaks of arms, groups,
cohorts, parts, lots or placebos, and nothing is compared. The arm is called by these words, uses every entry, and gives
what the entries give, as they are told to be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document, Item
from kg.extract.giving.entries import administration
from kg.extract.names.composite import parse
from kg.extract.told_arms.compared_arms import only_observed
from kg.model import Node, Passage, Span, Statement, Value
from kg.text import holds_any

RULE = "single-arm"
_HINTS = ("single", "one-arm", "one arm")
_WORDS = re.compile(
    r"\b(?:(?:single|one)[- ]arm(?:ed)?|single[- ]group)\b(?![^.;]{0,30}\b(?:trials|studies|parts?|lead|run)\b)"
)
_MORE = re.compile(
    r"\b(?:(?<!single )(?<!single-)(?<!one )(?<!one-)arms?\b(?!\sdesign)|groups|cohorts?\b(?!\s(?:study|trial|design))|"
    r"strat(?:a|um)|sub-?groups?|parts?\s(?:[12ab]|i+|one|two)|stages?\s[12]|random\w*|placebo|sham|"
    r"controls?\b(?!\s(?:rate|of))|versus|vs|escalat\w+|cross-?over|trials|"
    r"dose[- ](?:finding|levels?(?!\s?[-–]\s?\d))|expansion|extension|lead-in|run-in|either|with or without)\b"
)


def single_arm(document: Document) -> Iterator[Item]:
    """The arm, its entries and its administrations; nothing where the prose tells of more."""
    trial = document.trial
    said = _said(document) if trial.interventions else None
    if said is None:
        return
    path = trial.part("arm-0")
    yield Node(path, "Arm")
    yield Statement(trial.path, "tkg:hasArm", path, "grammar", 0.85, (said.span(),), RULE)
    yield Statement(path, "rdfs:label", Value(said.text), "grammar", 0.85, (said.span(),), RULE)
    if not only_observed(document):
        yield Statement(path, "tkg:armRole", Value("experimental"), "inference", 0.8, (said.span(),), RULE)
    number = 0
    for item in trial.interventions:
        entry = trial.part(f"intervention-{item.position}")
        spans: tuple[Span, ...] = (said.span(), item.name.span())
        yield Statement(path, "tkg:usesEntry", entry, "inference", 0.85, spans, RULE)
        told: dict[str, str] = {}
        for node in document.objects(entry, "tkg:hasAdministration"):
            for given in document.said(node, "tkg:gives"):
                told[str(given.object)] = node
                yield Statement(path, "tkg:hasAdministration", node, "inference", 0.85, given.evidence, RULE)
        for part in parse(item.name.text, document.vocabulary, item.registry_type).parts:
            if part.concept is not None and part.concept not in told:
                node = trial.part(f"administration-arm-0-{number}")
                number += 1
                span = item.name.span(part.start, part.end)
                told[part.concept] = node
                yield from administration(node, path, part.concept, span, (), confidence=0.85)


def _said(document: Document) -> Passage | None:
    """The words that say it, where no others speak of more."""
    prose = tuple(document.prose())
    if not any(holds_any(folded_text(passage.text), _HINTS) for passage in prose):
        return None
    if any(_of_the_trial(document, passage, _MORE) for passage in prose):
        return None
    said = (_of_the_trial(document, passage, _WORDS) for passage in prose)
    return next(filter(None, said), None)


def _of_the_trial(document: Document, passage: Passage, words: re.Pattern[str]) -> Passage | None:
    """Where the words are first said of this trial, not of the background: others have had several arms."""
    for match in words.finditer(folded_text(passage.text)):
        if stance_at(clauses(document, passage), match.start()) != "background":
            return passage.part(*match.span())
    return None
