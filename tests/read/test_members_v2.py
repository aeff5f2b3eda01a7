"""Decoding only what is read must change nothing of what is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.model import Skipped, Trial
from kg.read import api_v2, json_stream
from kg.read.api_v2 import read_study
from kg.read.members_v2 import _STUDY, Shape, decode_members
from kg.read.record import Origin, RecordBuilder

ORIGIN = Origin("studies.jsonl", "studies.jsonl", "ctgov-v2-json")
OF_TEXTS = {"conditions", "keywords", "phases", "nctIdAliases", "otherNames", "armGroupLabels", "interventionNames"}
TYPES = {"outcomeMeasures": "PRIMARY", "milestones": "STARTED"}


def full(shape: Shape, name: str = "") -> Any:
    """A study in which every member is filled."""
    if isinstance(shape, list):
        return [full(shape[0], name), full(shape[0], name)]
    if isinstance(shape, str):
        shape = {"": shape}
    words = str(shape.get("", "")).split() if name else []
    members: dict[str, Any] = {
        word: [f"{word} one", f"{word} two"] if word in OF_TEXTS else f"a {word}" for word in words
    }
    if "type" in members:
        members["type"] = TYPES.get(name, "DRUG")
    if "nctId" in members:
        members["nctId"] = "NCT00000001"
    return members | {key: full(inner, key) for key, inner in shape.items() if key}


def understood(study: Any) -> Trial | Skipped:
    return read_study(study, RecordBuilder(ORIGIN, 0))


class Watched(dict[str, Any]):
    """A dictionary that remembers what it was asked for."""

    asked: set[str]

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def watched(value: Any, asked: dict[str, set[str]], place: str = "") -> Any:
    if isinstance(value, list):
        return [watched(each, asked, place) for each in value]
    if not isinstance(value, dict):
        return value
    found = Watched({key: watched(inner, asked, f"{place}/{key}") for key, inner in value.items()})
    found.asked = asked.setdefault(place, set())
    return found


def named(shape: Shape, place: str = "") -> dict[str, set[str]]:
    """The members that the table has, by place."""
    if isinstance(shape, list):
        return named(shape[0], place)
    if isinstance(shape, str):
        shape = {"": shape}
    found = {place: {*str(shape.get("", "")).split(), *shape} - {""}}
    for key, inner in shape.items():
        if key:
            found |= named(inner, f"{place}/{key}")
    return found


def test_the_table_names_exactly_what_the_reader_asks_for() -> None:
    asked: dict[str, set[str]] = {}
    assert isinstance(understood(watched(full(_STUDY), asked)), Trial)
    table = named(_STUDY)
    assert asked.pop("") == {"protocolSection", "derivedSection", "resultsSection"}
    measured = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/analyses"
    asked[measured].add("statisticalMethod")  # is asked for where there is no paramType
    assert asked == {place: words for place, words in table.items() if place}


def test_a_full_study_is_read_the_same() -> None:
    study = full(_STUDY)
    study["protocolSection"]["oversightModule"] = {
        "isFdaRegulatedDrug": True,
        "deep": [{"a": [None, 1.5e3, "x\u00e9"]}],
    }
    study["resultsSection"]["adverseEventsModule"] = {"events": [{"term": "nausea \ud83d\ude00"}] * 3}
    data = json.dumps(study).encode()
    members = decode_members(data)
    assert members is not None
    assert "oversightModule" not in members["protocolSection"]
    trial = understood(members)
    assert isinstance(trial, Trial)
    assert trial == understood(study)
    assert {finding.kind for finding in trial.findings} == {"repeated-field"}  # two steps of one kind
    assert len(trial.fields) > 90


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("identificationModule", "none"),
        ("armsInterventionsModule", {"interventions": ["aspirin"]}),
        ("armsInterventionsModule", {"interventions": {"name": "aspirin"}}),
        ("outcomesModule", {"primaryOutcomes": [None]}),
        ("statusModule", {"startDateStruct": "2020"}),
        ("conditionsModule", []),
    ],
)
def test_a_container_of_another_type_is_told_as_before(section: str, value: object) -> None:
    study = full(_STUDY)
    study["protocolSection"][section] = value
    data = json.dumps(study).encode()
    assert decode_members(data) is None
    found, note = json_stream.decode(data)
    assert (found, note) == (study, "")
    trial = understood(found)
    assert isinstance(trial, Trial)
    assert any(finding.kind == "wrong-type" for finding in trial.findings)


def test_values_of_another_type_stay_for_the_reader() -> None:
    study = full(_STUDY)
    study["protocolSection"]["identificationModule"]["briefTitle"] = {"text": "a title"}
    study["protocolSection"]["designModule"]["phases"] = "PHASE2"
    study["protocolSection"]["designModule"]["enrollmentInfo"]["count"] = 40
    members = decode_members(json.dumps(study).encode())
    assert members is not None
    trial = understood(members)
    assert trial == understood(study)
    assert isinstance(trial, Trial)
    assert len([finding for finding in trial.findings if finding.kind == "wrong-type"]) == 2


@pytest.mark.parametrize(
    "data",
    [
        b'{"protocolSection": {"x": "caf\xe9"}}',  # in another encoding, though in a member that nobody reads
        b'{"protocolSection": {"x": 1}',
        b'{"protocolSection": {"x": tru}}',
        b'{"protocolSection": {"x": NaN}}',
        b'{"protocolSection": null}',
        b'{"protocolSection": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
        b'{"Study": {}}',
        b"[]",
        b"",
    ],
)
def test_what_does_not_decode_so_is_left_to_the_other_decoder(data: bytes) -> None:
    assert decode_members(data) is None


def test_other_shapes_are_known_by_their_members() -> None:
    for key in ("Study", "ProtocolSection", "studies", "FullStudies", "FullStudiesResponse"):
        value, _ = json_stream.decode(json.dumps({"protocolSection": {}, key: {"a": [1]}}).encode())
        assert value == {"protocolSection": {}, key: {"a": [1]}}
    assert api_v2.read_study({"protocolSection": {}}, RecordBuilder(ORIGIN, 0)).__class__ is Skipped
