"""The JSON splitter sees the same records whatever the pieces its bytes come in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.json_stream import Malformed, _records

VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\[]{}:, é\n'), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "studies", "]", '"']), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", '"', "[{"]), VALUES, max_size=3)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(objects=st.lists(OBJECTS, min_size=1, max_size=5), size=st.integers(1, 40), indent=st.none() | st.integers(0, 2))
def test_arrays_and_pages(objects: list[dict[str, object]], size: int, indent: int | None) -> None:
    for document in (objects, {"totalCount": 3, "studies": objects, "next": {"x": [{}]}}):
        data = json.dumps(document, indent=indent, ensure_ascii=False).encode()
        found = list(_records(pieces(data, size)))
        assert [json.loads(item) for item in found if isinstance(item, bytes)] == objects
        assert len(found) == len(objects)


@given(objects=st.lists(OBJECTS, min_size=1, max_size=3), size=st.integers(1, 40), keep=st.integers(1, 30))
def test_a_cut_short_document_says_so(objects: list[dict[str, object]], size: int, keep: int) -> None:
    data = json.dumps({"studies": objects}).encode()
    found = list(_records(pieces(data[: max(1, len(data) - keep)], size)))
    assert isinstance(found[-1], Malformed)
    whole = [json.loads(item) for item in found if isinstance(item, bytes)]
    assert whole == objects[: len(whole)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"[" * 300 + b"]" * 300, "nested too deeply to be a trial record: the rest was not read"),
        (b'{"a": 1}}', "a closing bracket without an opening one"),
        (b'[{"a": "' + b"x" * 5000 + b'"}]', "a record of more than"),
        (b"[1, 2]", "no study in it"),
    ],
)
def test_what_cannot_be_cut_further_is_said(data: bytes, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.json_stream.MAX_RECORD", 1000)
    found = list(_records(pieces(data, 100)))
    assert isinstance(found[-1], Malformed)
    assert told in str(found[-1])
