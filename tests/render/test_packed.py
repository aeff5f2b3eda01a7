"""A page says the same of evidence read from the shards of a build as of evidence read from its store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.apart import packed
from kg.graph import Graph
from kg.render import view_of

ODD = 'Drug "X" \\ of 5\u00b5g\ttab\u007f \U0001f489 café\r\nsecond line'


def _record(number: str, **more: object) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": f"Bevacizumab in Colorectal Cancer: {ODD}"},
            "descriptionModule": {"briefSummary": f"The purpose is to compare bevacizumab with placebo. {ODD}"},
            "conditionsModule": {"conditions": ["Colorectal Cancer", ODD]},
            "armsInterventionsModule": {
                "interventions": [
                    {"type": "DRUG", "name": "Bevacizumab plus FOLFOX", "description": "5 mg/kg i.v. every 2 weeks"},
                    {"type": "DRUG", "name": ODD},
                ]
            },
            "outcomesModule": {
                "primaryOutcomes": [{"measure": "Overall survival (OS)", "timeFrame": "24 months"}],
                "secondaryOutcomes": [{"measure": ODD, "timeFrame": ODD}],
            },
            **more,
        }
    }


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Builds of two trials with signs in their texts that N-Triples escape: evidence in the `store`, and `apart`."""
    place = tmp_path_factory.mktemp("odd")
    lines = [json.dumps(_record(f"NCT9000100{n}")) for n in range(2)]
    (place / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for where in ("store", "apart"):
        kg.build(place / "records.jsonl", place / where, evidence=where, page=False).close()
    return place


@pytest.mark.parametrize("where", ["store", "apart"])
def test_the_same_view_of_a_build(odd: Path, where: str) -> None:
    with kg.open(odd / "store") as whole, kg.open(odd / where) as graph:
        view = view_of(graph.store, evidence=lambda trials: packed(odd / where, trials))
        assert view == view_of(whole.store)
        one = view_of(graph.store, trials=["NCT90001001"], evidence=lambda trials: packed(odd / where, trials))
    quoted = [found for node in view.nodes for fact in node.facts for found in fact.evidence]
    assert any("second line" in found.before + found.quote + found.after for found in quoted)
    assert any(fact.evidence for node in view.nodes for fact in node.facts if fact.label == "Finding")
    assert [key for key, _ in one.trials] == ["NCT90001001"]
    assert len([edge for edge in one.edges if edge.evidence]) > 5


def test_the_same_page_of_the_seeds(seed_graph: Graph) -> None:
    assert seed_graph.path is not None
    whole = view_of(seed_graph.store)
    assert view_of(seed_graph.store, evidence=lambda keys: packed(seed_graph.path, keys)) == whole  # type: ignore[arg-type]
    assert len([edge for edge in whole.edges if edge.evidence]) > 100


def test_a_build_without_shards_or_evidence_has_a_page(odd: Path, tmp_path: Path) -> None:
    with kg.build(odd / "records.jsonl", tmp_path / "none", evidence="none", page=False) as graph:
        assert "Bevacizumab" in graph.html()
    with kg.build(odd / "records.jsonl", tmp_path / "build", page=False) as graph:
        with_shards = graph.html()
        (tmp_path / "build" / "shards").rename(tmp_path / "shards")
        assert graph.html() == with_shards
