"""The figures that the seeds must reach, and that the evaluator itself can tell right from wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate import Evaluation, evaluate, load_gold
from kg.model import Extraction, Statement, Value
from kg.vocab import load

GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def scores(seed_extractions: list[Extraction]) -> Evaluation:
    return evaluate(seed_extractions, load_gold(GOLD), load())


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("outcome splits", 30),
        ("horizons", 30),
        ("instruments", 8),
        ("intervention entries", 16),
        ("intervention components", 23),
        ("conditions", 6),
    ],
)
def test_all_are_right(scores: Evaluation, kind: str, wanted: int) -> None:
    tally = scores.kinds[kind]
    assert (tally.wanted, tally.right, tally.false) == (wanted, wanted, 0), tally.missed + tally.extra


def test_all_endpoints_are_right(scores: Evaluation) -> None:
    tally = scores.kinds["endpoints"]
    assert tally.wanted >= 30  # an outcome may name two
    assert (tally.missed, tally.extra) == ([], [])


def test_regimens_expand(scores: Evaluation) -> None:
    tally = scores.kinds["regimen expansions"]
    assert tally.wanted > 0
    assert tally.missed == []


@pytest.mark.parametrize("kind", ["population", "facts", "abbreviations"])
def test_prose_facts(scores: Evaluation, kind: str) -> None:
    tally = scores.kinds[kind]
    assert tally.wanted > 10
    assert tally.f1 >= 0.95, tally.missed + tally.extra


def test_nothing_is_asserted_that_the_record_only_mentions(scores: Evaluation) -> None:
    assert scores.not_facts >= 7
    assert scores.false_facts == []


def test_confidence_orders_right_before_wrong(scores: Evaluation) -> None:
    rows = scores.coverage((0.5, 0.95))
    assert rows[0][1] >= rows[1][1] > 0
    assert rows[1][2] >= rows[0][2] - 0.01


def _only(extractions: list[Extraction], drop: str) -> list[Extraction]:
    return [replace(e, statements=tuple(s for s in e.statements if s.predicate != drop)) for e in extractions]


@pytest.mark.parametrize(
    ("predicate", "kind"),
    [
        ("tkg:resolvesTo", "intervention entries"),
        ("tkg:resolvesTo", "conditions"),
        ("tkg:endpoint", "endpoints"),
        ("tkg:assessedWith", "instruments"),
        ("tkg:horizonDays", "horizons"),
        ("tkg:longForm", "abbreviations"),
        ("tkg:diseaseState", "population"),
        ("tkg:designFeature", "facts"),
    ],
)
def test_what_is_left_out_is_missed(seed_extractions: list[Extraction], predicate: str, kind: str) -> None:
    crippled = evaluate(_only(seed_extractions, predicate), load_gold(GOLD), load())
    assert crippled.kinds[kind].missed


@pytest.mark.parametrize(
    ("predicate", "wrong", "kind"),
    [
        ("tkg:endpoint", "endpoint/blood-pressure", "endpoints"),
        ("tkg:assessedWith", "instrument/fact-c", "instruments"),
        ("tkg:horizonDays", Value("3", "decimal"), "horizons"),
        ("tkg:resolvesTo", "condition/asthma", "conditions"),
        ("tkg:resolvesTo", "drug/aspirin", "intervention entries"),
        ("tkg:longForm", Value("something else"), "abbreviations"),
        ("tkg:diseaseState", "state/early-stage", "population"),
        ("tkg:designFeature", "design/crossover", "facts"),
    ],
)
def test_what_is_wrong_costs_precision_and_recall(
    seed_extractions: list[Extraction], scores: Evaluation, predicate: str, wrong: str | Value, kind: str
) -> None:
    """All statements of one record are made to say something wrong: each is false, and what they said is missed."""
    (first, number) = next(
        (e, n) for e in seed_extractions if (n := sum(s.predicate == predicate for s in e.statements)) > 1
    )
    told = tuple(s._replace(object=wrong) if s.predicate == predicate else s for s in first.statements)
    others = [each for each in seed_extractions if each is not first]
    before, after = scores.kinds[kind], evaluate([replace(first, statements=told), *others], load_gold(GOLD), load())
    tally = after.kinds[kind]
    assert before.false == 0
    assert 1 <= tally.false <= number
    assert tally.precision < 1
    assert before.right - number <= tally.right < before.right
    assert tally.recall < before.recall
    assert sum(not right for _, right in tally.confidences) == tally.false


def test_a_part_of_a_regimen_that_is_not_annotated_is_wrong(seed_extractions: list[Extraction]) -> None:
    gold = load_gold(GOLD)
    regimens = [c for g in gold.values() for i in g["interventions"] for c in i["components"] if c.get("expands_to")]
    regimens[0]["expands_to"].pop()
    tally = evaluate(seed_extractions, gold, load()).kinds["regimen expansions"]
    assert (tally.missed, tally.false) == ([], 1)
    assert tally.right == tally.wanted > 0


def test_an_outcome_that_is_split_elsewhere_is_wrong(seed_extractions: list[Extraction]) -> None:
    first, *others = seed_extractions
    outcomes = (replace(first.trial.outcomes[0], time_frame=None), *first.trial.outcomes[1:])
    broken = replace(first, trial=replace(first.trial, outcomes=outcomes))
    tally = evaluate([broken, *others], load_gold(GOLD), load()).kinds["outcome splits"]
    assert (tally.wanted, tally.right, tally.false, len(tally.missed)) == (30, 29, 1, 1)


def test_a_false_fact_is_caught(seed_extractions: list[Extraction]) -> None:
    gold = load_gold(GOLD)
    added = []
    for extraction in seed_extractions:
        trial = extraction.trial
        description = trial.detailed_description
        if description is None or "third-line" not in description.text:
            continue
        at = description.text.index("third-line")
        line = Statement(
            trial.path, "tkg:lineOfTherapy", "line/third-line", "grammar", 0.9, (description.span(at, at + 10),)
        )
        summary = trial.brief_summary
        assert summary is not None
        named = [p for p in (summary, description) if "third-line" in p.text]
        spans = [p.span(p.text.index("third-line"), p.text.index("third-line") + 10) for p in named]
        added.append(replace(extraction, statements=(*extraction.statements, line._replace(evidence=tuple(spans)))))
    assert evaluate(added, gold, load()).false_facts


def test_a_not_fact_that_no_rule_scores_is_caught_too(seed_extractions: list[Extraction]) -> None:
    gold = load_gold(GOLD)
    (extraction,) = [e for e in seed_extractions if e.trial.brief_summary and "mouse" in e.trial.brief_summary.text]
    summary = extraction.trial.brief_summary
    assert summary is not None
    at = summary.text.index("mouse")
    false = Statement(
        extraction.trial.path, "tkg:diseaseState", "state/advanced", "grammar", 0.9, (summary.span(at, at + 5),)
    )
    broken = replace(extraction, statements=(*extraction.statements, false))
    assert not evaluate([extraction], gold, load()).false_facts
    assert evaluate([broken], gold, load()).false_facts


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold annotation"):
        load_gold(tmp_path)


def test_records_without_annotation_are_not_scored_as_nothing(seed_extractions: list[Extraction]) -> None:
    with pytest.raises(InputError, match="none of the records has a gold annotation"):
        evaluate(seed_extractions, {"another.txt": {}}, load())


def test_gold_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.json: cannot be read as JSON"):
        load_gold(tmp_path)
