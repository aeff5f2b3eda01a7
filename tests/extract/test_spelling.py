"""Which words are misspellings of a name that the record has elsewhere, and which are words of their own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kg.extract.document import Document
from kg.extract.spelling import corrections


class _Knows:
    """A vocabulary that knows these names."""

    def __init__(self, *names: str) -> None:
        self.names = set(names)

    def lookup(self, name: str, domain: str) -> tuple[str, ...]:
        return ("drug/x",) if name in self.names and domain == "intervention" else ()


def _corrected(text: str, *names: str, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    document = SimpleNamespace(vocabulary=_Knows(*names, *known))
    assert isinstance(Document, type)
    return [(text[a:b], name) for a, b, name in corrections(text, names, document)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Lcaritin", "icaritin"),
        ("REGORAFINIB", "regorafenib"),
        ("rigofenib", "regorafenib"),
        ("terepliumab", "toripalimab"),
        ("bevacizumb", "bevacizumab"),
        ("Bevaciuzmab", "bevacizumab"),
        ("irinotekan", "irinotecan"),
        ("oxalaplatin", "oxaliplatin"),
        ("pembrolizumub", "pembrolizumab"),
        ("docetaxol", "docetaxel"),
    ],
)
def test_misspellings(word: str, name: str) -> None:
    assert _corrected(f"treated with {word} daily", name) == [(word, name)]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("nivolumab", "ipilimumab"),  # another antibody
        ("cisplatin", "carboplatin"),
        ("cisplatin", "oxaliplatin"),
        ("vaccinees", "vaccines"),  # other words of the same stem
        ("lymphodepleting", "lymphodepletion"),
        ("microdiskectomy", "microdiscectomy"),  # spelled both ways
        ("gastro-enterostomy", "gastroenterostomy"),
        ("aspiring", "aspirin"),  # an English word
        ("MRIgFUS", "mrgfus"),  # an acronym
        ("insulins", "insulin"),  # an inflection
        ("metformine", "metformin"),  # another language
        ("prednisolone", "prednisone"),  # known to the vocabulary
        ("sorafenib", "regorafenib"),
        ("performing", "metformin"),
        ("placebo", "paclitaxel"),
        ("hydroxychloroquine", "chloroquine"),
        ("patients", "patinent"),
        ("docetaxel", "docetaxel"),  # right as it stands
        ("anxiolysis", "anxiolytics"),  # another ending
        ("irinotekan®", "irinotecan"),  # a brand
        ("tamsulin™", "tamsulon"),
        ("iron", "irone"),  # too short to tell
    ],
)
def test_other_words(word: str, name: str) -> None:
    drugs = ("nivolumab", "cisplatin", "prednisolone", "sorafenib", "hydroxychloroquine")
    assert _corrected(f"treated with {word} daily", name, known=drugs) == []


def test_of_two_names_the_nearer_is_meant() -> None:
    assert _corrected("ranibizumb", "bevacizumab", "ranibizumab") == [("ranibizumb", "ranibizumab")]


def test_no_names_no_corrections() -> None:
    assert _corrected("Lcaritin") == []


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("an extract of phytosterols and phytostanols", []),
        ("phytostanols versus phytosterols", []),
        ("phytostanols/phytosterols", []),
        ("doses of PHYTO-SD and PHYTO-HD", []),
        ("phytostanols daily", ["phytostanols"]),
        ("phytosterols daily and phytostanols", ["phytostanols"]),
        ("PHYTOSTANOLS DAILY", ["PHYTOSTANOLS"]),
    ],
)
def test_two_things_side_by_side_are_two(text: str, corrected: list[str]) -> None:
    assert [word for word, _ in _corrected(text, "phytosterols", "phyto-hd")] == corrected
