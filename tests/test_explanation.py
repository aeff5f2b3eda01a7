"""Explaining the edges of a trial: what is named, by which words, why, and what could not be mapped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import UnknownName
from kg.explanation import _around, explanations, shown
from kg.graph import Graph

RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Avastin in Asthma"},
        "conditionsModule": {"conditions": ["Asthma"]},
        "armsInterventionsModule": {
            "interventions": [{"type": "DRUG", "name": "Avastin"}, {"type": "DRUG", "name": "zzyzx qqq"}]
        },
    }
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explained")
    (place / "record.json").write_text(json.dumps(RECORD))
    kg.build(place / "record.json", place / "build", page=False).close()
    return place / "build"


def test_the_name_the_reason_and_the_words(built: Path) -> None:
    with kg.open(built) as graph:
        (found,) = [e for e in graph.explain("NCT00000001", "intervention-0") if e.predicate == "resolvesTo"]
        assert (found.object, found.label, found.method) == ("drug/bevacizumab", "bevacizumab", "lexicon")
        assert found.reason == "another name of it"
        assert [words for *_, words in found.evidence] == ["Avastin"]
        assert shown(found) == "drug/bevacizumab"
        assert shown(found._replace(object="drug/unii-2S9ZZM9Q9V")) == "drug/unii-2S9ZZM9Q9V “bevacizumab”"
        (own,) = [e for e in graph.explain("NCT00000001", "condition-0") if e.predicate == "resolvesTo"]
        assert own.reason == "its name"


def test_a_part_is_explained_with_its_own_parts_and_their_combinations() -> None:
    edges = {
        ("part/t-arm-0", "hasAdministration", "part/t-administration-0", "grammar"),
        ("part/t-administration-0", "gives", "combination/a--b", "grammar"),
        ("part/t-administration-0", "gives", "drug/x", "grammar"),
        ("combination/a--b", "hasComponent", "combination/c--d", "expansion"),
        ("part/t-arm-1", "hasAdministration", "part/t-administration-1", "grammar"),
        ("trial/t", "hasArm", "part/t-arm-0", "grammar"),
    }
    assert _around("part/t-arm-0", edges) == {"part/t-arm-0", "part/t-administration-0", "combination/a--b"}
    assert _around("part/t-arm-9", edges) == {"part/t-arm-9"}


def test_an_entry_is_explained_with_the_parts_of_its_combination(seed_graph: Graph) -> None:
    found = seed_graph.explain("r-3536e172dc01c3d1", "intervention-0")
    subjects = {each.subject for each in found}
    assert "combination/bevacizumab--folfiri--icaritin" in subjects
    assert "part/r-3536e172dc01c3d1-intervention-0" in subjects
    assert not any(each.startswith(("trial/", "part/r-3536e172dc01c3d1-primary")) for each in subjects)


def test_a_misspelling_is_told_as_such(seed_graph: Graph) -> None:
    (found,) = [e for e in seed_graph.explain("r-3536e172dc01c3d1") if e.method == "spelling"]
    assert found.object == "drug/icaritin"
    assert found.reason == "a misspelling of its name"
    assert found.evidence == (("title", 27, 35, "Lcaritin"),)


def test_an_entry_that_was_not_mapped_says_so(built: Path) -> None:
    answer = CliRunner().invoke(app, ["explain", str(built), "NCT00000001", "intervention-1"])
    assert answer.exit_code == 0, answer.output
    assert "unmapped-entry" in answer.output
    assert "zzyzx qqq" in answer.output
    assert "Asthma" not in answer.output


def test_parts_and_trials_that_are_not_there(built: Path) -> None:
    with kg.open(built) as graph:
        with pytest.raises(UnknownName, match=r"its parts are: .*condition-0.*intervention-0"):
            graph.explain("NCT00000001", "intervention-9")
        with pytest.raises(UnknownName, match="no trial"):
            graph.explain("NCT99999999")
        assert list(explanations(graph.store, "no> key", None)) == []
