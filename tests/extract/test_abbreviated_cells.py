"""A measure that is only a short form, and the description that spells it out."""

import pytest

from kg.extract.abbreviated_cells import letter_more, spelled_out

SPELLED = [
    ("TTR", "Time To Recurrence", "Time To Recurrence"),
    ("TTR", "time to response according to RECIST 1.1", "time to response"),
    ("DOR", "Duration of response, from the first response", "Duration of response"),
    ("DR", "Duration of response", "Duration of response"),
    ("DoR.", " Duration of response", "Duration of response"),
    ("LTP", "Local tumor progression rate", "Local tumor progression"),
    ("HRQoL", "Health-related quality of life", "Health-related quality of life"),
    ("AEs", "Adverse events", None),  # a plural
    ("AE", "Adverse events graded by CTCAE", "Adverse events"),
    ("pCR", "Pathological complete response (ypT0N0)", "Pathological complete response"),
]
NOT_SPELLED = [
    ("TTR", "Time from surgery to recurrence"),
    ("OS", "The overall survival"),
    ("OS", "Overall, survival"),
    ("OS", "From randomisation to death"),
    ("Pain", "Patients are in no pain"),
    ("PFS", "PFS by RECIST"),
    ("pa", "patient assessment"),
    ("OS", ""),
    ("", "Overall survival"),
    ("CA", "Cancer"),
    ("OSAKA-SCORES", "Overall survival"),
]


@pytest.mark.parametrize(("alone", "spelled", "long"), SPELLED)
def test_the_first_words_of_the_other_cell_spell_it_out(alone: str, spelled: str, long: str | None) -> None:
    found = spelled_out(alone, spelled)
    assert (found and spelled[slice(*found[1])]) == long
    assert found is None or alone[slice(*found[0])] == alone.rstrip(".")


@pytest.mark.parametrize(("alone", "spelled"), NOT_SPELLED)
def test_other_cells_do_not(alone: str, spelled: str) -> None:
    assert spelled_out(alone, spelled) is None


@pytest.mark.parametrize(
    ("measure", "short", "long"),
    [
        ("Early recurrence (EDR)", "EDR", "Early recurrence"),
        ("objective response (ORR)", "ORR", "objective response"),
        ("Rate of local progression (RLTP)", "RLTP", "Rate of local progression"),
        # another scale, two letters more, none more, too short, something behind
        ("Chest pain (NRS)", None, None),
        ("Adverse events (AESI)", None, None),
        ("Overall survival (OS)", None, None),
        ("Mortality (MR)", None, None),
        ("Early recurrence (EDR) at 6 months", None, None),
        ("Serious events (AES)", None, None),
    ],
)
def test_a_short_form_may_have_a_letter_more(measure: str, short: str | None, long: str | None) -> None:
    found = letter_more(measure)
    assert (found and measure[slice(*found[0])]) == short
    assert (found and measure[slice(*found[1])]) == long
