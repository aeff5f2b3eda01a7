"""Names in running text and as whole names: boundaries, case, variants, offsets."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.vocab.index import Index
from kg.vocab.lexicon import parse
from kg.vocab.matcher import partings, unglued
from kg.vocab.variants import variants

LEXICON = """\
id\tlabel\tsynonyms
drug/bevacizumab\tbevacizumab\tAvastin
drug/fluorouracil\tfluorouracil\t5-FU|5FU
drug/az\tosimertinib\tAZD9291
regimen/folfiri\tFOLFIRI\t
procedure/tace\ttransarterial chemoembolization\tTACE|trans-arterial chemo-embolization
condition/liver-metastasis\tliver metastasis\thepatic metastases
condition/tumour\ttumor\t
condition/leukemia\tleukemia\t
condition/pain\tpain\tpostoperative pain
condition/pop\tpostoperative pain syndrome\t
condition/crohn\tCrohn's disease\t
condition/aids\tAcquired Immunodeficiency Syndrome\tAIDS
condition/nsclc\tnon-small cell lung cancer\tNSCLC
condition/lung\tlung cancer\t
condition/her2p\tHER2+ breast cancer\t
condition/her2n\tHER2- breast cancer\t
condition/os\tosteosarcoma\tOS {ambiguous}
endpoint/os\toverall survival\tOS
""".splitlines()


@cache
def built() -> Index:
    return Index.of(parse(LEXICON, "t.tsv"))


@pytest.fixture
def index() -> Index:
    return built()


@pytest.mark.parametrize(
    ("text", "domain", "expected"),
    [
        ("given bevacizumab.", "intervention", ["bevacizumab"]),
        ("Bevacizumab+FOLFIRI", "intervention", ["Bevacizumab", "FOLFIRI"]),
        ("bevacizumab,FOLFIRI;x", "intervention", ["bevacizumab", "FOLFIRI"]),
        ("(bevacizumab)", "intervention", ["bevacizumab"]),
        ("使用bevacizumab", "intervention", []),
        ("使用 bevacizumab。给", "intervention", ["bevacizumab"]),
        ("β-bevacizumab…", "intervention", ["bevacizumab"]),
        ("bevacizumabα", "intervention", []),
        ("bevacizumabs", "intervention", ["bevacizumabs"]),
        ("bevacizumabx", "intervention", []),
        ("xbevacizumab", "intervention", []),
        ("5-FU, 5FU and 5 FU", "intervention", ["5-FU", "5FU", "5 FU"]),
        ("AZD-9291 AZD 9291 azd9291", "intervention", ["AZD-9291", "AZD 9291", "azd9291"]),
        ("TACE but not tace", "intervention", ["TACE"]),
        (
            "Trans-Arterial\n     chemoembolisation",
            "intervention",
            ["Trans-Arterial\n     chemoembolisation"],
        ),
        ("liver metastases, hepatic metastasis", "condition", ["liver metastases", "hepatic metastasis"]),
        ("liver (metastasis)", "condition", []),
        ("liver, metastasis", "condition", []),
        ("liver/metastasis", "condition", []),
        ("Tumours and TUMOR", "condition", ["Tumours", "TUMOR"]),
        ("leukaemia", "condition", ["leukaemia"]),
        ("Pain, pain, PAIN", "condition", ["Pain", "pain"]),
        ("post-operative pain syndromes", "condition", ["post-operative pain syndromes"]),
        (
            "Crohn disease, Crohns disease, crohn’s disease",
            "condition",
            ["Crohn disease", "Crohns disease", "crohn’s disease"],
        ),
        ("AIDS not aids", "condition", ["AIDS"]),
        ("non–small-cell lung cancers", "condition", ["non–small-cell lung cancers"]),
        ("NSCLC; Nsclc", "condition", ["NSCLC"]),
        ("HER2+ breast cancer", "condition", ["HER2+ breast cancer"]),
        ("HER2- breast cancer", "condition", ["HER2- breast cancer"]),
        ("HER2 breast cancer", "condition", []),
        ("FOLFIRI+ bevacizumab- ", "intervention", ["FOLFIRI", "bevacizumab"]),
        ("OS", "condition", []),
        ("OS of osmium", "endpoint", ["OS"]),
        ("dose, os", "endpoint", []),
        ("", "endpoint", []),
    ],
)
def test_scan(index: Index, text: str, domain: str, expected: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in index.scan(text, domain)] == expected


@pytest.mark.parametrize(
    ("name", "domain", "expected"),
    [
        ("Bevacizumab", "intervention", ("drug/bevacizumab",)),
        (" AVASTIN ", "intervention", ("drug/bevacizumab",)),
        ("bevacizumab injection", "intervention", ()),
        ("OS", "condition", ("condition/os",)),
        ("OS", "endpoint", ("endpoint/os",)),
        ("nsclc", "condition", ("condition/nsclc",)),
        ("Tumours", "condition", ("condition/tumour",)),
        ("bevacizumab", "condition", ()),
        ("HER2+ breast cancer", "condition", ("condition/her2p",)),
        ("HER2- Breast Cancer", "condition", ("condition/her2n",)),
        ("", "condition", ()),
    ],
)
def test_lookup(index: Index, name: str, domain: str, expected: tuple[str, ...]) -> None:
    assert index.lookup(name, domain) == expected


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_offsets_are_of_the_text_given(before: str, after: str) -> None:
    text = f"{before} bevacizumab {after}"
    hits = built().scan(text, "intervention")
    assert "bevacizumab" in [text[hit.start : hit.end] for hit in hits]
    assert all(a.end <= b.start for a, b in pairwise(hits))


@given(
    st.lists(st.sampled_from([" ", "  ", "\n", "\n    ", " \n", "\t", "\r\n"]), min_size=4, max_size=4),
    st.text(alphabet="abc ,.\n\t-é", max_size=12),
)
def test_wrapped_lines_keep_their_offsets(gaps: list[str], before: str) -> None:
    name = f"non-small{gaps[0]}cell{gaps[1]}lung{gaps[2]}cancer"
    text = f"{before} with {name}{gaps[3]}or asthma"
    found = [text[hit.start : hit.end] for hit in built().scan(text, "condition")]
    assert name in found


def test_what_is_prepared_is_what_is_found_one_by_one() -> None:
    """Texts with wraps, beyond ASCII, empty, twice; and one that was not prepared."""
    texts = ["NSCLC,\n  non-small\n  cell lung cancer", "", "β-bevacizumab… 5-FU", "OS (overall survival)", ""]
    prepared = Index.of(parse(LEXICON, "t.tsv"))
    prepared.prepare(texts)
    for text in (*texts, "pain after TACE"):
        for domain in ("intervention", "condition", "endpoint", "instrument", "context"):
            assert prepared.scan(text, domain) == built().scan(text, domain)
    assert [len(prepared.scan(texts[0], "condition")), len(prepared.scan(texts[2], "intervention"))] == [2, 2]


def test_more_than_is_prepared_is_still_found() -> None:
    index = Index.of(parse(LEXICON, "t.tsv"))
    index.prepare(["tumour " * 300_000, "pain"])
    assert [hit.concepts for hit in index.scan("pain", "condition")] == [("condition/pain",)]
    index.prepare([])
    assert len(index.scan("tumour and tumor", "condition")) == 2


@given(st.text(st.sampled_from(list("aZé9 .,;:!?)]}([+/<=>\"-—，。\n"))))
def test_bytes_of_a_text_tell_what_patterns_would(text: str) -> None:
    assert unglued(text) == re.sub(r"[,;:.)\]}?!，。](?=[A-Za-z])", " ", text)
    found = {match.start() for match in re.finditer(r"[/+(\[\"<>=,;:]", text)}
    assert [place in found for place in range(len(text))] == list(partings(text))


def test_an_ampersand_is_also_and() -> None:
    assert {"at and t disease", "at t disease"} <= variants("AT&T disease")
    assert variants("salt and water") == {"salt and water"}
