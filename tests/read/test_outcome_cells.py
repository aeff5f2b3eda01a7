"""Joined outcomes split back: the seeds against their gold, invented cells, the model's bookkeeping, its training."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_trials import as_v2, invented

from kg.errors import ResourceError
from kg.model import Passage, Trial
from kg.read import read
from kg.read.outcomes.cells import LONGEST, Splitter, load_splitter, read_outcomes, shipped_splitter, split_cells
from kg.read.outcomes.cuts import find_cuts, siblings
from kg.read.outcomes.features import analyse
from kg.read.outcomes.readings import pair_features, readings
from kg.read.record import Origin, RecordBuilder

ROOT = Path(__file__).parents[2]


def fields(cell: str, *others: str) -> tuple[str, str | None, str | None]:
    split = split_cells([cell, *others])[0]
    return (
        cell[: split.measure_end],
        cell[slice(*split.description)] if split.description else None,
        cell[slice(*split.time_frame)] if split.time_frame else None,
    )


def test_seeds_as_annotated() -> None:
    checked = 0
    for trial in read(ROOT / "seeds"):
        assert isinstance(trial, Trial)
        gold = json.loads((ROOT / "tests" / "gold" / f"seed_{trial.source.path.split('/')[1][:3]}.json").read_text())
        found = {(o.role, o.position): (o.measure, o.description, o.time_frame) for o in trial.outcomes}
        assert len(found) == len(gold["outcomes"])
        for outcome in gold["outcomes"]:
            wanted = [outcome[name] for name in ("measure", "description", "time_frame")]
            for passage, part in zip(found[outcome["role"], outcome["index"]], wanted, strict=True):
                if part is None:
                    assert passage is None
                else:
                    assert passage is not None
                    assert (passage.text, passage.start) == (part["evidence"], part["start"])
            checked += 1
    assert checked == 30


@pytest.mark.parametrize(
    ("measure", "description", "time"),
    [
        ("Overall survival", None, None),
        ("Overall survival", None, "5 years"),
        ("Objective response", "Proportion of participants with a complete or partial response by RECIST 1.1.", None),
        ("Overall survival (OS)", "OS is the time from randomization to death, whatever its cause", "up to 5 years"),
        ("Change in weight, kg", "Weight is measured with a calibrated scale.", "Baseline, week 12 and week 24"),
        ("Pain score", "Visual analogue scale, from 0 (no pain) to 10 (worst pain).", "1, 2 and 6 hours after surgery"),
        ("Number of participants with nausea, vomiting and diarrhea", None, "8 weeks"),
        ("Adverse events (nausea, vomiting, other)", "Graded by CTCAE v5.0, all causes.", "at the end, about 1 year"),
        ("HbA1c", "Change from baseline in HbA1c, measured in the central laboratory.", "Baseline, 26 weeks"),
        ("Overall survival", "Time from randomization to death from any cause.", None),
        ("Overall survival (OS)", "Time from randomization to death from any cause", None),
        ("Disease-free survival", "Time from surgery to recurrence or death, whichever comes first.", None),
        ("Overall survival", None, "From randomization to death, up to 5 years"),
        ("Overall survival", None, "Time from enrollment to the time of death, assessed up to 2 years"),
        ("hs-CRP", "change in hs-CRP from baseline to W24", "24 weeks"),
        ("Safety", "Number of participants with adverse events", None),
        ("Levels of IL-6, IL-8 and TNF", None, "baseline, week 4"),
        ("Mortality", "Death from any cause within 30 days, as recorded in the registry.", "30 days"),
    ],
)  # fmt: skip
def test_cells(measure: str, description: str | None, time: str | None) -> None:
    cell = ", ".join(part for part in (measure, description, time) if part)
    assert fields(cell) == (measure, description, time)


def test_siblings_inform_one_another() -> None:
    """A time frame that the other outcomes of the record share is recognised by that."""
    time = "at visits 1, 4, 9"
    others = [f"{name}, Read from the chart by two people., {time}" for name in ("Pulse", "Weight", "Blood pressure")]
    assert fields(f"Body height, Read from the chart by two people., {time}", *others)[2] == time


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a, b", ["a", "b"]),
        ("a (b, c), d", ["a (b, c)", "d"]),
        ("a (b, c, d", ["a (b", "c", "d"]),
        ("a) b, c", ["a) b", "c"]),
        ("a [b, (c, d), e], f", ["a [b, (c, d), e]", "f"]),
        ("a,b", ["a,b"]),
        ("", [""]),
        (", ", ["", ""]),
    ],
)
def test_cuts_stand_outside_balanced_brackets(text: str, pieces: list[str]) -> None:
    cuts = find_cuts(text)
    begins, ends = [0, *(c + 2 for c in cuts)], [*cuts, len(text)]
    assert [text[b:e] for b, e in zip(begins, ends, strict=True)] == pieces


CELLS = st.lists(
    st.sampled_from(
        "Overall survival/(OS)/Time to death/12 weeks/baseline/5 years./a (b/c)//İ/ﬁ/1/\n/|".split("/")
    ),
    min_size=1,
    max_size=40,
).map(", ".join)  # fmt: skip


@settings(deadline=None)  # the first example reads the weights
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_no_character_is_lost(cells: list[str]) -> None:
    for cell, split in zip(cells, split_cells(cells), strict=True):
        parts = [(0, split.measure_end), *filter(None, (split.description, split.time_frame))]
        assert ", ".join(cell[start:end] for start, end in parts) == cell
        assert 0 < split.confidence <= 1
        assert split.ambiguous <= (split.confidence < 0.9)


@settings(deadline=None)  # the first example reads the weights
@given(CELLS)
def test_readings_are_the_features_places(cell: str) -> None:
    analysed = analyse(cell, siblings([cell]))
    pairs = readings(analysed)
    assert len(set(pairs)) == len(pairs)
    assert pairs[0] == (len(analysed.cuts), len(analysed.cuts))
    for i, j in pairs:
        assert i <= j
        assert pair_features(analysed, i, j) if analysed.cuts else True


def test_time_is_linear_in_the_length_of_a_cell() -> None:
    """A cell of nothing but commas is read with bounded effort."""
    cell = ", ".join(["word"] * (LONGEST // 6))
    (split,) = split_cells([cell])
    assert split.measure_end > 0


def test_ambiguity_is_a_finding() -> None:
    undecided = Splitter({}, {}, (1.0,), (0.4, 0.9), ambiguous_below=0.5)
    cell = "Measure, or not, or time"
    builder = RecordBuilder(Origin("x", "x", "x"), 0)
    field = builder.add("primary_outcomes", cell)
    assert field is not None
    (outcome,) = read_outcomes([("primary", [field])], builder, undecided)
    assert outcome.ambiguous
    assert outcome.confidence == 0.4
    assert [finding.kind for finding in builder.findings] == ["ambiguous-split"]
    assert builder.findings[0].evidence == (field.span(),)
    sure = Passage("Overall survival, Time from randomization to death., up to 5 years", "primary_outcomes")
    (outcome,) = read_outcomes([("primary", [sure])], builder)
    assert not outcome.ambiguous
    assert outcome.confidence > 0.95
    assert len(builder.findings) == 1


def test_shipped_weights() -> None:
    """The weights say where they come from and how good they are, and the confidence grows with the margin."""
    data = json.loads((ROOT / "ontology" / "models" / "outcome_splitter.json").read_text())
    assert float(data["about"]["exact recovery"].split()[0]) >= 0.96
    assert "records" in data["about"]["data"]
    model = shipped_splitter()
    assert list(model.margins) == sorted(model.margins)
    assert list(model.probabilities) == sorted(model.probabilities)
    assert len(model.probabilities) == len(model.margins) + 1
    assert model.confidence(0.0) < 0.75 < model.confidence(99.0) <= 1.0
    assert model.confidence(model.ambiguous_below + 0.1) > 0.7
    assert all(math.isfinite(weight) for weights in (model.first, model.second) for weight in weights.values())


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"first": 3}'])
def test_malformed_weights(content: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content)
    with pytest.raises(ResourceError, match=r"weights\.json"):
        load_splitter(path)


def test_training_on_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("scipy")
    from kg.read import train_splitter

    for number in range(150):
        (tmp_path / f"{number:03}.json").write_text(as_v2(invented(number)))
    out = tmp_path / "weights.out"
    assert train_splitter.main([str(tmp_path), "--out", str(out), "--folds", "2"]) == 0
    about = json.loads(capsys.readouterr().out)
    assert "150 public" in about["data"]
    assert float(about["exact recovery"].split()[0]) > 0.95
    model = load_splitter(out)
    cell = "Body weight, Measured on a visual analogue scale from 0 to 10., 24 weeks"
    (split,) = split_cells([cell], model)
    assert cell[: split.measure_end] == "Body weight"
