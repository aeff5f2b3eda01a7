"""Folding and splitting text: character for character, whatever the characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import begun_by, fold, holds_any, lowered, sentences

MIXED = st.text(st.sampled_from(list("aAzZ09 .!?)\n\"'`-–—ÄéßøŁıİΣςµμ≥（）®ｅ￼\u00a0\u0301")), max_size=40)


@given(MIXED)
def test_a_text_is_folded_like_its_characters_one_by_one(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)


def test_letters_of_formulas_are_folded_to_small_ones() -> None:
    assert fold("𝐁𝐑𝐂𝐀 and ℝ, `Straße’") == "brca and r, 'strase'"


@given(MIXED)
def test_lower_case_keeps_every_character_in_its_place(text: str) -> None:
    lower = lowered(text)
    assert len(lower) == len(text)
    for character, small in zip(text, lower, strict=True):
        assert small in (character, character.lower(), "ς")  # sigma at the end of a word


def test_lower_case_leaves_accents_and_dashes() -> None:
    assert lowered("Naïve – İ") == "naïve – İ"


@given(MIXED)
def test_sentences_lie_in_order_and_leave_out_only_white_space_and_closing_marks(text: str) -> None:
    end = 0
    for start, stop in sentences(text):
        assert not text[end:start].strip("\"')] \n\u00a0")
        assert text[start:stop].strip() == text[start:stop] != ""
        end = stop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ends. It begins", ["It ends.", "It begins"]),
        ("It ends.It begins", ["It ends.", "It begins"]),
        ("Gold i.v. Then p.o. Iron or s.c. FOLFOX", ["Gold i.v.", "Then p.o. Iron or s.c. FOLFOX"]),
        ("Gold b.i.d. Iron", ["Gold b.i.d.", "Iron"]),
        ('He said "stop." Then', ['He said "stop.', "Then"]),
        ("Dr. Who vs. E. coli", ["Dr. Who vs. E. coli"]),
        ("at 38 mmol/L. The dialysate", ["at 38 mmol/L.", "The dialysate"]),
        ("0.5 mg of vitamin B. Daily", ["0.5 mg of vitamin B. Daily"]),
        ("what? nothing! Much", ["what? nothing!", "Much"]),
        ("one\n\ntwo\n- three\n2. four", ["one", "two", "- three", "2. four"]),
        ("a wrapped\nline", ["a wrapped\nline"]),
        ("Aims: * To see * To hear • Then", ["Aims:", "* To see", "* To hear", "• Then"]),  # lines that were joined
        ("3 * 4 and *p < 0.05 * p", ["3 * 4 and *p < 0.05 * p"]),
        (" \n ", []),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_words_are_looked_for_anywhere() -> None:
    assert holds_any("pretreated", ("never", "treat"))
    assert not holds_any("pretreated", ("Treat",))
    assert not holds_any("pretreated", ())


@pytest.mark.parametrize("pattern", [r"\bab?c\b", r"(?<!b)ab(?:ab)?", r"(?:ab|ac|b)+", r"(?:b|ab|ac)"])
@given(text=st.text("abc ", max_size=24))
def test_what_begins_with_a_word_is_found_where_the_word_stands(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    found = [match.span() for match in begun_by(compiled, text, ("ab", "ac", "b", "a"))]
    assert found == [match.span() for match in compiled.finditer(text)]
