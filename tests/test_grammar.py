"""Tables of the grammar: read strictly, faults told with file and line, every table taught by its head."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import grammar, wording
from kg.errors import ResourceError
from kg.extract.study_design import told_words
from kg.grammar import any_of, rows
from kg.resources import ontology_dir

TABLES = sorted((ontology_dir() / "grammar").glob("*.tsv"))


def _table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = tmp_path / "sizes.tsv"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(grammar, "resource", lambda *_: path)


def test_rows_are_what_is_no_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _table(tmp_path, monkeypatch, "# teaches\n\nword\tsize\nant\t\n# more\nwhale\tlarge\u2028est\n")
    assert [(row.line, row.cells) for row in rows("sizes.tsv", "word", "size")] == [
        (4, ("ant", "")),
        (6, ("whale", "large\u2028est")),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ant\tsmall\n", r"grammar/sizes\.tsv:1: expected the names of the columns: word, size"),
        ("word\tsize\nant\n", r"grammar/sizes\.tsv:2: expected 2 cells between tabs: word, size"),
        ("word\tsize\nant\tsmall\tgrey\n", r"grammar/sizes\.tsv:2: expected 2 cells"),
        ("word\tsize\n\tsmall\n", r"grammar/sizes\.tsv:2: expected 2 cells"),
        ("word\tsize\nant  small\n", r"grammar/sizes\.tsv:2: expected 2 cells"),
    ],
)
def test_a_faulty_row_is_named(text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _table(tmp_path, monkeypatch, text)
    with pytest.raises(ResourceError, match=told):
        list(rows("sizes.tsv", "word", "size"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_is_taught_by_its_head(path: Path) -> None:
    """The comment above the names of the columns tells of each of them, or of each value that it may have."""
    lines = path.read_text(encoding="utf-8").split("\n")
    header = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
    columns = tuple(lines[header].split("\t"))
    head = " ".join(lines[:header]).lower()
    found = list(rows(path.name, *columns))
    assert found
    for place, column in enumerate(columns):
        values = {row.cells[place] for row in found}
        assert column in head or all(value in head for value in values), f"{path.name}: nothing is said of {column}"
    assert all(cell == cell.strip() for row in found for cell in row.cells)


def test_a_word_without_a_role_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("word\trole\ntherapy\ttrim\nregimen\ttirm\n", encoding="utf-8")
    monkeypatch.setattr(grammar, "resource", lambda *_: path)
    with pytest.raises(ResourceError, match=r"grammar/words\.tsv:3: expected a word and one of trim, never"):
        wording._words.__wrapped__()


def test_a_role_that_no_design_has_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _table(tmp_path, monkeypatch, "role\tword\npatient\tpatients?\nnurse\tnurses?\n")
    with pytest.raises(ResourceError, match=r"grammar/design_words\.tsv:3: expected one of patient, staff, staff-kind"):
        grammar.by_role("design_words.tsv", told_words._ROLES)


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("phrase_heads.tsv", ("role", "word", "endpoint")),
        ("condition_words.tsv", ("role", "word")),
        ("design_words.tsv", ("role", "word")),
    ],
)
def test_expressions_of_a_table_are_whole_each_by_itself(file: str, columns: tuple[str, ...]) -> None:
    """They are joined to one: a bracket that one leaves open, or an empty alternative, would change the others."""
    for row in rows(file, *columns):
        try:
            re.compile(row.cells[1])
        except re.error as error:
            pytest.fail(f"{file}:{row.line}: {error}")
        assert "" not in row.cells[1].split("|"), f"{file}:{row.line}: an empty alternative matches everywhere"


_PIECES = ("a", "b", "ab", "b?", "a*", "A", "(?:a|ba)", "[|b]", r"\|", r"a\b", "a|b", " ", "")


_WORDS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=4).map("".join), min_size=1, max_size=8)


@given(_WORDS, st.text("abA| ", max_size=12))
def test_words_that_share_letters_match_what_they_match_apart(words: list[str], text: str) -> None:
    for flags in (re.NOFLAG, re.IGNORECASE):
        apart, together = (re.compile(rf"(?:{source})(?!c)", flags) for source in ("|".join(words), any_of(words)))
        assert [m.span() for m in together.finditer(text)] == [m.span() for m in apart.finditer(text)]
