"""One row, one instrument: its names never carry the acronyms, nor the item numbers, of two different instruments."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from kg.resources import resource
from kg.vocab.lexicon import Row, read

# Rows whose acronyms differ although the instrument is one, and why.
ALLOWED = {
    "apri": "the R stands for the ratio, which is named before the index",
    "astct": "ASBMT is the former name of the society",
    "cdr-sb": "SB and SOB both stand for the sum of boxes",
    "drss": "the scale of the ETDRS study",
    "dtsq": "its forms for status and for change",
    "exact-rs": "E-RS shortens EXACT-RS",
    "fiqol": "with and without the o of quality of life",
    "ham-d": "HAM-D, HDRS and HRSD all stand for Hamilton's scale for depression",
    "ids": "its forms for the patient and for the clinician",
    "ipss": "the seven questions are the AUA symptom index",
    "isgps": "the study group was renamed from ISGPF",
    "nice-endoscopic": "NBI is the light by which it is read",
    "npi": "its forms for nursing homes and as a questionnaire",
    "pbac": "with and without the letter for loss",
    "prwe": "the same form with the hand in its name",
    "shim": "SHIM and IIEF-5 are one form",
    "sle-responder-index": "SRI stands for the SLE responder index",
    "tnss": "T4SS counts the same four symptoms",
    "toss": "its forms for the moment and for the past day",
    "trail-making": "the two parts of one test",
}
_TOKEN = re.compile(r"[A-Za-z][A-Za-z&]*(?:[-.]?[A-Za-z0-9]+)*")
# Societies, diseases and techniques: words of a name, not the acronym of an instrument.
_ORGANISATIONS = frozenset(
    """ACR AJCC APASL BANFF CTEP DSM EORTC EULAR FACIT FACT GVHD ICU JFK MATRICS MOS NASH NAFLD NCCN NCI NIH PTSD
    RTOG SLICC UCLA WHO COPD ADHD IBS ADL GERD HIV AML MDS CLL BMT CT PET MRI MRC VAS NRS ACLF CRN EOE JOA FACES
    CRP ESR GOG""".split()
)


def acronyms(name: str) -> set[str]:
    """The acronyms in a name, without digits: three capitals or more and hardly anything else."""
    found = set()
    for token in _TOKEN.findall(name):
        parts = [letters for part in token.split("-") if (letters := re.sub(r"[^A-Za-z]", "", part))]
        parts = [part for part in parts if part.upper() not in _ORGANISATIONS and not re.fullmatch("[IVX]+", part)]
        letters = "".join(parts)
        capitals = sum(letter.isupper() for letter in letters)
        if capitals >= 3 and capitals >= len(letters) - 2:
            found.add("-".join(parts).upper())
    return found


def numbers(name: str) -> set[str]:
    """The numbers of items in a name: two digits at its end, or one after a hyphen (`PHQ-9`); no versions."""
    return set(re.findall(r"[A-Za-z]{2}[- ]?(\d{1,2})$", name))


def akin(first: str, second: str) -> bool:
    """Whether one is a version, a part or a spelling of the other, or both share the name before the hyphen."""
    one, other = first.replace("-", ""), second.replace("-", "")
    shared = set(first.split("-")) & set(second.split("-"))
    return one in other or other in one or any(len(part) >= 4 for part in shared)


def quarrels(row: Row) -> list[tuple[str, str]]:
    names = [name.text for name in row.names]
    found = []
    for one, other in combinations(names, 2):
        mine, theirs = acronyms(one), acronyms(other)
        if mine and theirs and not any(akin(a, b) for a in mine for b in theirs):
            found.append((one, other))
    return found


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read(resource("lexicons", "instruments.tsv")))


def test_no_row_carries_the_acronyms_of_two_instruments(rows: list[Row]) -> None:
    faults = {row.concept.id: pairs for row in rows if (pairs := quarrels(row))}
    assert {key: pairs for key, pairs in faults.items() if key.partition("/")[2] not in ALLOWED} == {}
    assert {f"instrument/{key}" for key in ALLOWED} <= set(faults), "an exception that is no longer needed"


def test_no_row_that_names_its_number_of_items_holds_another_number(rows: list[Row]) -> None:
    faults = {}
    for row in rows:
        own = numbers(row.concept.id)
        others = {number for name in row.names for number in numbers(name.text)} - own
        if own and others:
            faults[row.concept.id] = others
    assert faults == {}
