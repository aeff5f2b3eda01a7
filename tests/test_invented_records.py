"""Ten invented records, flattened like the seeds and annotated by hand before any was read: what each kind of fact must
reach. They tell local procedures, regimens, rows of doses, arms, lines, markers and exclusions in the words of real
records, with names and numbers of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.evaluate import Evaluation, evaluate, load_gold
from kg.model import Extraction, Value
from kg.vocab import load

FOLDER = Path(__file__).parent / "gold" / "invented"


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [e for e in kg.extract_records(sorted(FOLDER.glob("*.txt"))) if isinstance(e, Extraction)]


@pytest.fixture(scope="module")
def scores(extractions: list[Extraction]) -> Evaluation:
    return evaluate(extractions, load_gold(FOLDER), load())


@pytest.mark.parametrize(
    ("kind", "wanted", "precision", "recall"),
    [
        ("outcome splits", 50, 0.96, 0.96),
        ("horizons", 50, 0.98, 0.98),
        ("clocks", 40, 0.95, 0.95),
        ("endpoints", 50, 0.96, 0.96),
        ("instruments", 20, 0.95, 0.95),
        ("conditions", 16, 1.0, 1.0),
        ("intervention entries", 30, 0.95, 0.95),
        ("intervention components", 36, 0.9, 0.95),
        ("regimen expansions", 16, 1.0, 1.0),
        ("population", 55, 0.95, 0.95),
        ("facts", 155, 0.97, 0.97),
        ("abbreviations", 22, 0.95, 0.95),
    ],
)
def test_each_kind_reaches_its_mark(
    scores: Evaluation, kind: str, wanted: int, precision: float, recall: float
) -> None:
    tally = scores.kinds[kind]
    assert tally.wanted >= wanted
    assert tally.precision >= precision, tally.extra
    assert tally.recall >= recall, tally.missed


def test_nothing_is_asserted_of_others_or_of_those_left_out(scores: Evaluation) -> None:
    assert scores.not_facts >= 12
    assert scores.false_facts == []


@pytest.mark.parametrize(
    ("predicate", "kind", "least"),
    [("tkg:dose", "facts", 25), ("tkg:cycleLengthDays", "facts", 6), ("tkg:startEvent", "clocks", 15),
     ("tkg:endEvent", "clocks", 25)],
)  # fmt: skip
def test_what_is_left_out_is_missed(extractions: list[Extraction], predicate: str, kind: str, least: int) -> None:
    without = [replace(e, statements=tuple(s for s in e.statements if s.predicate != predicate)) for e in extractions]
    assert len(evaluate(without, load_gold(FOLDER), load()).kinds[kind].missed) >= least


def test_a_dose_of_the_wrong_drug_is_no_hit(extractions: list[Extraction], scores: Evaluation) -> None:
    moved = [
        replace(
            e,
            statements=tuple(
                s._replace(object="drug/aspirin") if s.predicate == "tkg:gives" else s for s in e.statements
            ),
        )
        for e in extractions
    ]
    assert evaluate(moved, load_gold(FOLDER), load()).kinds["facts"].right < scores.kinds["facts"].right - 40


def test_a_clock_that_starts_otherwise_is_false(extractions: list[Extraction]) -> None:
    moved = [
        replace(
            e,
            statements=tuple(
                s._replace(object="event/birth") if s.predicate == "tkg:startEvent" else s for s in e.statements
            ),
        )
        for e in extractions
    ]
    assert evaluate(moved, load_gold(FOLDER), load()).kinds["clocks"].false >= 15


def _spans(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "evidence" in value:
            yield value
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_annotation_is_verbatim(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == gold["sha256"]
    lines = text.split("\n")
    found = list(_spans(gold))
    assert len(found) >= 25
    for item in found:
        line, start, end = item["line"], item["start"], item["end"]
        assert isinstance(line, int)
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert lines[line - 1][start:end] == item["evidence"]


def test_every_extracted_value_stands_on_the_records_words(extractions: list[Extraction]) -> None:
    for extraction in extractions:
        texts = {source.name: source.text for source in extraction.trial.fields}
        for statement in extraction.statements:
            if statement.predicate in ("tkg:dose", "tkg:schedule") and isinstance(statement.object, Value):
                words = statement.object.lexical
                assert any(words in " ".join(texts[e.field][e.start : e.end].split()) for e in statement.evidence)
