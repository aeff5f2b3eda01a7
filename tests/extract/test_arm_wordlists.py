"""The words in the patterns by which arms are told, from their table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import grammar
from kg.errors import ResourceError
from kg.extract.told_arms import wordlists


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "arm_words.tsv"
    monkeypatch.setattr(grammar, "resource", lambda *_: path)
    return path


@pytest.fixture(autouse=True)
def read_again() -> object:
    wordlists._table.cache_clear()
    yield
    wordlists._table.cache_clear()


def test_a_star_stands_for_any_ending_and_a_space_for_white_space(table: Path) -> None:
    table.write_text("# head\nrole\tword\ndone\tstay on*\ndone\tplay\nchosen\topen-label\n", encoding="utf-8")
    pattern = re.compile(rf"(?:{wordlists.alternatives('done')})\b")
    found = [text for text in ("stay\non", "stay only", "play", "played", "stayon") if pattern.match(text)]
    assert found == ["stay\non", "stay only", "play"]
    assert re.fullmatch(wordlists.alternatives("chosen"), "open-label")


@pytest.mark.parametrize("row", ["nothing\tplay", "done", "done\t", "done\tplay\ndone\tplay"])
def test_a_row_that_says_nothing_is_refused(table: Path, row: str) -> None:
    table.write_text(f"role\tword\n{row}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"arm_words\.tsv:"):
        wordlists.alternatives("done")


def test_each_role_has_words() -> None:
    for role in wordlists._ROLES:
        assert wordlists.alternatives(role)
        re.compile(wordlists.alternatives(role))
