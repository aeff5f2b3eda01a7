"""What a user does with a graph at the prompt."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import BuildDamaged, InputError, UnknownName
from kg.graph import Graph
from kg.pipeline import update


@pytest.mark.parametrize("first", ["kg.build", "kg.read_records", "import kg.read", "kg.questions"])
def test_names_of_the_package_mean_the_same_whatever_was_used_before(first: str) -> None:
    said = "; ".join(f"assert callable(kg.{name})" for name in kg.__all__ if name != "__version__")
    subprocess.run([sys.executable, "-c", f"import kg; {first}; {said}"], check=True)


def test_every_name_is_in_the_listing_and_documented() -> None:
    assert set(kg.__all__) <= set(dir(kg))
    assert all(inspect.getdoc(getattr(kg, name)) for name in kg.__all__ if name != "__version__")
    methods = [each for name, each in vars(Graph).items() if not name.startswith("_") and callable(each)]
    assert all(inspect.getdoc(each) for each in methods)


def test_trials(seed_graph: Graph) -> None:
    keys = seed_graph.trials()
    assert len(keys) == 5
    assert keys == sorted(keys)
    assert repr(seed_graph).startswith("<kg.Graph of 5 trials")
    key = keys[0]
    for said in (key, f"trial:{key}", f"https://w3id.org/trialkg/id/trial/{key}", f" {key} "):
        assert seed_graph.explain(said) == seed_graph.explain(key)
        assert seed_graph.findings(said) == seed_graph.findings(key)


@pytest.mark.parametrize("said", ["NCT00000000", "", "r-", "x y"])
def test_a_trial_that_is_not_there(seed_graph: Graph, said: str) -> None:
    with pytest.raises(UnknownName, match="no trial"):
        seed_graph.explain(said)
    with pytest.raises(UnknownName, match="no trial"):
        seed_graph.findings(said)


def test_one_trial_may_stand_for_a_list(seed_graph: Graph) -> None:
    key = seed_graph.trials()[0]
    assert seed_graph.html(trials=key) == seed_graph.html(trials=[f"trial:{key}"])


def test_a_page_that_is_written_tells_its_size(seed_graph: Graph, tmp_path: Path) -> None:
    assert repr(seed_graph.render(tmp_path / "a.html")).startswith("<View of 5 trials: ")


def test_rows_of_an_answer(seed_graph: Graph) -> None:
    answer = seed_graph.ask("shared-drugs")
    assert answer[0] == next(iter(answer))
    assert answer[-1] == list(answer)[-1]
    with pytest.raises(IndexError):
        answer[len(answer)]


@pytest.mark.parametrize(("records", "told"), [([], "no records were given"), ("/no/such/file", "/no/such/file")])
def test_nothing_to_build_from(records: list[str] | str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        kg.build(records)


def test_a_number_of_processes_that_is_none_is_refused(seed_build: Path) -> None:
    for use in (lambda: kg.build("seeds", jobs=-1), lambda: update(seed_build, "seeds", jobs=-2)):
        with pytest.raises(InputError, match="processes cannot work"):
            use()


def test_what_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(BuildDamaged, match=r"has no report\.json"):
        kg.open(tmp_path)
    with pytest.raises(BuildDamaged, match="make one with"):
        kg.open(tmp_path / "none")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{", b"[]", b""])
def test_a_damaged_report_is_told_on_one_line(seed_build: Path, tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "build"
    shutil.copytree(seed_build, place)
    (place / "report.json").write_bytes(content)
    for use in (kg.open, lambda build: update(build, "seeds")):
        with pytest.raises(BuildDamaged, match=r"report\.json is damaged") as caught:
            use(place)
        assert "\n" not in str(caught.value)
