"""One trial, all formats: the same concepts of its entries, the same endpoints, instruments and horizons."""

from __future__ import annotations

from pathlib import Path

import pytest
from synthetic_trials import Invented, as_lines, as_rows, as_v2, as_xml, invented

from kg.extract.run import extract
from kg.model import Trial, Value
from kg.read import read
from kg.vocab import load

TRIALS = [invented(seed) for seed in range(60)]
_OF_PARTS = ("tkg:resolvesTo", "tkg:endpoint", "tkg:assessedWith", "tkg:startEvent", "tkg:endEvent", "tkg:horizonDays")


def _facts(path: Path) -> set[tuple[str, str, str]]:
    (trial,) = read(path)
    assert isinstance(trial, Trial)
    extraction = extract(trial, load())
    return {
        (
            s.subject.removeprefix(f"part/{trial.key}-"),
            s.predicate,
            s.object.lexical if isinstance(s.object, Value) else s.object,
        )
        for s in extraction.statements
        if s.predicate in _OF_PARTS
    }


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.number)
def test_all_formats_give_the_same_facts(trial: Invented, tmp_path: Path) -> None:
    facts = []
    for name, text in (("a", as_v2(trial)), ("b", as_xml(trial)), ("c", as_lines(trial)), ("d", as_rows([trial]))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        facts.append(_facts(tmp_path / name))
    assert facts[0], "a trial without a single fact tells nothing"
    for other in facts[1:]:
        assert other == facts[0]
