"""Where the words of an objective end, and which of them say nothing."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

import pytest

from kg.extract import design
from kg.extract.study_design.objective_words import words
from kg.grammar import by_role
from tests.extract.reading import facts, read, trial


def _objectives(summary: str, title: str = "X in gout") -> list[str]:
    return sorted(facts(read(trial(title=title, summary=summary), design.extract), "tkg:objective"))


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        # to the end of the sentence or of the item
        ("The aim is to determine the characteristics of early failure in adults.", ["to determine the characteristics of early failure in adults"]),
        ("The aim is to assess the relationship between sleep and pain in adults.", ["to assess the relationship between sleep and pain in adults"]),
        ("The aim is to establish the safety profile of colchicine in adults.", ["to establish the safety profile of colchicine in adults"]),
        ("The aim is to establish the safety of X in adults.", ["to establish the safety of X in adults"]),
        # the other side of a comparison
        ("The aim is to evaluate the effect of sublingual versus subcutaneous tablets in adults.",
         ["to evaluate the effect of sublingual versus subcutaneous tablets in adults"]),
        ("The aim is to investigate the results of early walks vs bed rest after surgery.",
         ["to investigate the results of early walks vs bed rest after surgery"]),
        ("The aim is to evaluate the safety of X versus Y in adults.", ["to evaluate the safety of X versus Y in adults"]),
        # short forms have points, sentences end
        ("The aim is to examine whether stress changes the outcomes (i.e. sleep and pain) at week 12.",
         ["to examine whether stress changes the outcomes (i.e. sleep and pain) at week 12"]),
        ("The aim is to learn whether pills (e.g. aspirin) help. They are cheap.", ["to learn whether pills (e.g. aspirin) help"]),
        ("The aim is to learn whether X helps.They are cheap.", ["to learn whether X helps"]),
        # but not to the next one of a row, nor to a clause of its own
        ("The aim is to (1) evaluate the safety of X in adults, and (2) to assess its use by week 12, which is short.",
         ["evaluate the safety of X in adults", "to assess its use by week 12"]),
        ("The aim is to compare X with Y in adults who have gout and are well.", ["to compare X with Y in adults who have gout and are well"]),
        ("The aim is to compare X with Y and will be met in time.", ["to compare X with Y"]),
        ("The aim is to study the effect of X on sleep, and it will be met.", ["to study the effect of X on sleep"]),
        ("The aim is to study the effect of X on sleep, thus on pain.", ["to study the effect of X on sleep, thus on pain"]),
        ("The aim is to evaluate (1) the safety of X in adults and (2) its use.", ["to evaluate (1) the safety of X in adults and (2) its use"]),
        ("The aim is to study the effect of X at a ratio of 2:1 on sleep: by diary.", ["to study the effect of X at a ratio of 2:1 on sleep"]),
        ("The aim is to study the effect of X\non sleep in adults\n* by diary", ["to study the effect of X on sleep in adults"]),
        ("To describe sleep in adults is what this study wants.", []),
        ("The aim is to see the effect of X when asthma is well controlled.", ["to see the effect of X when asthma is well controlled"]),
        ("To find the effects of X in this study scans were taken.", []),
        ("In this study, to find the effect of X, scans are taken.", ["to find the effect of X"]),
        ("To evaluate the arteries, scans will be taken in this study.", []),
        # brackets are closed or left
        ("The aim is to learn whether doses (3 months; 6 months) differ.", ["to learn whether doses (3 months; 6 months) differ"]),
        ("The aim is to learn whether X helps (it was given to many people who did not sleep; they liked it and told others, who told many more people of it. So they came.",
         ["to learn whether X helps"]),
        ("Main objective: effect of zinc 10 mg o.d. on sleep by diary at 6 months.", ["effect of zinc 10 mg o.d. on sleep by diary at 6 months"]),
        ("Objective: Assess feasibility and acceptability of zinc vs. usual care. It is cheap.", ["Assess feasibility and acceptability of zinc vs. usual care"]),
        ("Exploratory aim: whether changes in sleep mediate changes in burden.", ["whether changes in sleep mediate changes in burden"]),
        ("Exploratory aim: sleep is burdened by age.", []),
        ("Aim: To compare oral vs. intravenous zinc on sleep.", ["To compare oral vs. intravenous zinc on sleep"]),
        ("The study will characterize the learning curve in surgeons, and evaluate the safety of it.",
         ["characterize the learning curve in surgeons", "evaluate the safety of it"]),
        ("Surgeons learn, and evaluate the safety of it.", []),
        ("This study will assess a novel therapy, by treating cow's milk allergy (CMA) slowly.", ["assess a novel therapy, by treating cow's milk allergy (CMA) slowly"]),
        # of whom it is told
        ("The investigators here want to test the hypothesis that rest helps.", ["to test the hypothesis that rest helps"]),
        ("This study was to evaluate the learning curve of surgeons.", ["to evaluate the learning curve of surgeons"]),
        ("Nobody wanted to test the hypothesis that rest helps.", []),
        # which
        ("The purpose of the study is to learn which of two operations works better.", ["to learn which of two operations works better"]),
        # the trial by its name
        ("SODIUM-X tests whether less salt helps.", ["tests whether less salt helps"]),
        ("INTENSIFY addresses the question whether early X helps.", ["addresses the question whether early X helps"]),
        ("KENSHE sought to determine the efficacy of one dose in women.", []),
        ("MRI tests whether there is pain.", []),
        ("The FLAME trial aims to compare X with Y in adults.", ["to compare X with Y in adults"]),
        ("PATIENTS with tests of blood are seen.", []),
        ("The goal of this trial is to learn if X helps. It will also learn about the safety of X.",
         ["learn about the safety of X", "to learn if X helps"]),
        ("The trial will also describe people.", []),
        # how and in whom alone say nothing
        ("The aim is to assess with an observational study: all causes.", []),
        ("The aim is to investigate in adults.", []),
        ("The aim is to determine by imaging the change in volume.", ["to determine by imaging the change in volume"]),
    ],
)
def test_where_objectives_end(summary: str, found: list[str]) -> None:
    assert _objectives(summary) == found


def test_what_was_sought_is_ours_where_the_title_has_the_name() -> None:
    summary = "KEN SHE sought to determine the efficacy of one dose in women."
    assert _objectives(summary, title="One dose of X in women (KEN SHE)") == ["to determine the efficacy of one dose in women"]


def test_the_words_are_expressions_of_whole_words() -> None:
    assert set(words()) == {"verb", "bare", "doing", "being", "thing"}
    found = by_role("objective_words.tsv", words())
    assert set(found["bare"]) <= {word.replace("?", "") for word in found["verb"]}


def test_what_is_too_long_ends_behind_a_word() -> None:
    (found,) = _objectives("We hypothesize that " + "some small helping " * 30 + "counts.")
    assert found.endswith(("some", "small", "helping"))
