"""One trial, all formats: the same entries and outcomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from synthetic_trials import Invented, as_lines, as_rows, as_v2, as_xml, assert_verbatim, invented, said

from kg.model import Trial
from kg.read import read

TRIALS = [invented(seed) for seed in range(60)]


def only(path: Path) -> Trial:
    (trial,) = read(path)
    assert isinstance(trial, Trial), trial
    assert_verbatim(trial)
    return trial


def truth(trial: Invented) -> dict[str, object]:
    positions: dict[str, int] = {}
    outcomes = []
    for role, measure, description, time in trial.outcomes:
        outcomes.append((role, positions.setdefault(role, 0), measure, description, time))
        positions[role] += 1
    return {
        "title": trial.title,
        "summary": trial.summary,
        "description": trial.description,
        "conditions": list(trial.conditions),
        "interventions": list(trial.interventions),
        "outcomes": outcomes,
    }


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.number)
def test_all_formats_agree(trial: Invented, tmp_path: Path) -> None:
    expected = truth(trial)
    for name, text in (("a", as_v2(trial)), ("b", as_xml(trial)), ("c", as_lines(trial)), ("d", as_rows([trial]))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert said(only(tmp_path / "a")) == expected
    assert said(only(tmp_path / "b")) == expected
    assert said(only(tmp_path / "c")) == expected
    assert said(only(tmp_path / "d"), ("description",)) == {k: v for k, v in expected.items() if k != "description"}


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_tables_and_lines_of_many(delimiter: str, tmp_path: Path) -> None:
    (tmp_path / "rows").write_text(as_rows(TRIALS, delimiter), encoding="utf-8")
    (tmp_path / "lines").write_text("\n".join(as_v2(trial) for trial in TRIALS), encoding="utf-8")
    rows, lines = list(read(tmp_path / "rows")), list(read(tmp_path / "lines"))
    assert len(rows) == len(lines) == len(TRIALS)
    for row, line in zip(rows, lines, strict=True):
        assert isinstance(row, Trial)
        assert isinstance(line, Trial)
        assert row.key == line.key
        assert said(row, ("description",)) == said(line, ("description",))


NASTY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
NAMES = NASTY.filter(lambda name: name.strip() and "|" not in name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=NASTY, conditions=st.lists(NAMES, min_size=1, max_size=4), drugs=st.lists(NAMES, min_size=1, max_size=4))
def test_any_text_survives_every_format(
    title: str, conditions: list[str], drugs: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    trial = Invented("NCT97000000", title, "S.", "D.", tuple(conditions), tuple(("DRUG", d) for d in drugs), ())
    folder = tmp_path_factory.mktemp("any")
    wanted = ([c.strip() for c in conditions], [("DRUG", d.strip()) for d in drugs])
    for number, text in enumerate((as_v2(trial), as_xml(trial), as_rows([trial]))):
        path = folder / str(number)
        path.write_text(text, encoding="utf-8", newline="")
        found = only(path)
        assert (found.title.text if found.title else "") == title.strip()
        assert (
            [c.name.text for c in found.conditions],
            [(i.registry_type, i.name.text) for i in found.interventions],
        ) == wanted
