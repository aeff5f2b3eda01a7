"""Records read together: the same as each by itself, whatever happens to one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extract.document import Document, Item
from kg.extract.run import extract, extract_together
from kg.model import Finding, Passage, Statement, Trial, Value
from kg.read import read
from kg.vocab import load

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """The seed records."""
    return [record for record in read([SEEDS]) if isinstance(record, Trial)]


def test_together_they_say_what_each_says(trials: list[Trial]) -> None:
    assert extract_together(trials, load()) == [extract(trial, load()) for trial in trials]
    assert extract_together([], load()) == []


def test_one_that_fails_spoils_no_other(trials: list[Trial]) -> None:
    poisoned = trials[1].key

    def breaks(document: Document) -> Iterator[Item]:
        if document.trial.key == poisoned:
            raise ZeroDivisionError("an error of the program")
        return iter(())

    first, second, *others = extract_together(trials, load(), [breaks])
    assert isinstance(second, ZeroDivisionError)
    assert [first, *others] == [extract(trial, load()) for trial in trials if trial.key != poisoned]
    with pytest.raises(ZeroDivisionError, match="an error of the program"):
        extract(trials[1], load(), [breaks])


def test_a_span_outside_the_text_is_refused(trials: list[Trial]) -> None:
    def lies(document: Document) -> Iterator[Item]:
        beyond = Passage("beyond", "no such field").span()
        yield Statement(document.trial.path, "tkg:sex", Value("all"), "grammar", 1.0, (beyond,), "a lie")

    assert all(isinstance(each, ValueError) for each in extract_together(trials[:2], load(), [lies]))
    with pytest.raises(ValueError, match="a lie: no such text in the record: no such field"):
        extract(trials[0], load(), [lies])


def test_what_several_places_give_cause_for_is_one_finding(trials: list[Trial]) -> None:
    first, second = trials[0].fields[:2]

    def finds(document: Document) -> Iterator[Item]:
        for source, message in ((first, "“dosse” is read as “dose”"), (second, "“dosse” is read as “dose”")):
            yield Finding("misspelling", message, (Passage(source.text, source.name).span(0, 3),), document.trial.path)
        yield Finding("misspelling", "“pil” is read as “pill”", (), document.trial.path)

    found = [f for f in extract(trials[0], load(), [finds]).findings if "is read as" in f.message]
    assert [f.message for f in found] == ["“dosse” is read as “dose”", "“pil” is read as “pill”"]
    assert [span.field for span in found[0].evidence] == [first.name, second.name]


def test_a_drug_inside_something_is_no_surer_than_any_step_to_it(trials: list[Trial]) -> None:
    seen = 0
    for extraction in (extract(trial, load()) for trial in trials):
        parts = {(s.subject, s.object): s for s in extraction.statements if s.predicate == "tkg:hasComponent"}
        wholes = {s.object: s for s in extraction.statements if s.predicate == "tkg:resolvesTo"}
        for given in (s for s in extraction.statements if s.predicate == "tkg:givesDrug"):
            for (whole, part), step in parts.items():
                if part == given.object and whole in wholes and given.object not in wholes:
                    assert given.confidence <= min(step.confidence, wholes[whole].confidence)
                    assert given.evidence == step.evidence
                    seen += 1
    assert seen >= 5
