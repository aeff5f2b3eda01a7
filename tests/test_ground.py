"""Names to concepts: the registry's type, the record's abbreviations, short names, and words that name nothing."""

from __future__ import annotations

from functools import cache

import pytest

import kg.vocab
from kg.ground import ground
from kg.vocab import lexicon
from kg.vocab.index import Index

ROWS = """\
id\tlabel\tsynonyms
drug/bevacizumab\tbevacizumab\tAvastin
drug/mesh-D002741\tchlorotrianisene\tTACE {cs}
drug/mesh-D000001\tgold\t
procedure/transarterial-chemoembolization\ttransarterial chemoembolization\tTACE
procedure/laser-therapy\tlaser therapy\tlaser
device/laser\tlaser device\tlaser
drug-class/mesh-D001639\tbicarbonates\tbicarbonate
drug/sodium-bicarbonate\tsodium bicarbonate\tbicarbonate
drug/mesh-D000009\tstudy\t
regimen/ice\tICE\t
drug/icaritin\ticaritin\t
behavioral/mesh-D1\tAA Therapy\tAA
procedure/epidural-analgesia\tepidural analgesia\tTEA
drug/mesh-D013662\ttea\t
drug/mesh-C000007\tpranidipine\tACALAS
drug/mesh-C000008\ttirozamide\tBONALFA
drug/mesh-D000003\tdibenzothiophene\tDBT {cs}
""".split("\n")


@cache
def tiny() -> Index:
    return Index.of(list(lexicon.parse(ROWS, "tiny.tsv")))


@pytest.mark.parametrize(
    ("name", "kind", "concept"),
    [
        ("Bevacizumab", "DRUG", "drug/bevacizumab"),
        ("AVASTIN®", "DRUG", "drug/bevacizumab"),
        ("  bevacizumab. ", "", "drug/bevacizumab"),
        ("TACE", "PROCEDURE", "procedure/transarterial-chemoembolization"),
        ("TACE", "DRUG", "procedure/transarterial-chemoembolization"),
        ("laser", "PROCEDURE", "procedure/laser-therapy"),
        ("laser", "DEVICE", "device/laser"),
        ("bicarbonate", "DRUG", "drug/sodium-bicarbonate"),
        ("Tea", "OTHER", "drug/mesh-D013662"),
        ("TEA", "PROCEDURE", "procedure/epidural-analgesia"),
        ("ICE", "DRUG", "regimen/ice"),
        ("ice", "OTHER", None),
        ("gold", "DRUG", None),
        ("study", "DRUG", None),
        ("DBT", "DRUG", "drug/mesh-D000003"),
        ("DBT", "BEHAVIORAL", None),  # an acronym that only a published vocabulary of drugs knows
        ("ACALAS", "DRUG", "drug/mesh-C000007"),
        ("Acala", "DRUG", None),  # a trade name that ends in an s is no plural
        ("Bonalfa", "DRUG", "drug/mesh-C000008"),
        ("Bonalfas", "DRUG", "drug/mesh-C000008"),
        ("nothing known", "DRUG", None),
        ("", "DRUG", None),
        ("®", "DRUG", None),
    ],
)
def test_ground(name: str, kind: str, concept: str | None) -> None:
    assert ground(name, "intervention", tiny(), kind).concept == concept


def test_rivals_and_reason_are_kept() -> None:
    chosen = ground("laser", "intervention", tiny(), "DEVICE")
    assert chosen.rivals == ("procedure/laser-therapy",)
    assert "DEVICE" in chosen.reason
    undecided = ground("laser", "intervention", tiny())
    assert undecided.score < chosen.score < ground("Bevacizumab", "intervention", tiny(), "DRUG").score


def test_neighbours_decide_between_equals() -> None:
    assert ground("laser", "intervention", tiny(), "", ("device/laser",)).concept == "device/laser"


def test_a_short_form_is_less_sure_than_the_name_that_it_stands_for() -> None:
    name = ground("icaritin", "intervention", tiny(), "DRUG")
    short = ground("ICT", "intervention", tiny(), "DRUG", own=(("ICT", "icaritin"),))
    assert short.concept == name.concept == "drug/icaritin"
    assert short.score < name.score
    rivalled = ground("laser", "intervention", tiny(), "OTHER")
    assert ground("LT", "intervention", tiny(), "OTHER", own=(("LT", "laser"),)).score <= rivalled.score


def test_a_name_is_no_short_form_of_itself() -> None:
    alone = ground("Icaritin", "intervention", tiny(), "DRUG")
    assert ground("Icaritin", "intervention", tiny(), "DRUG", own=(("Icaritin", "icaritin"),)) == alone


def test_own_abbreviations_override() -> None:
    found = ground("TACE", "intervention", tiny(), "DRUG", own=(("TACE", "icaritin"),))
    assert (found.concept, found.method) == ("drug/icaritin", "abbreviation")
    unknown = ground("TACE", "intervention", tiny(), "DRUG", own=(("TACE", "telephone advice on care at the end"),))
    assert (unknown.concept, unknown.score) == (None, 0.0)


TRAPS = (
    "study trial control controls Control CONTROL impact lead Lead combined combination gold Gold OS os AE PD "
    "MICE mice treatment therapy intervention group arm experimental active drug Drug medication agent device "
    "product other test dose patient subjects human adult children women men data analysis system model time "
    "tablets capsule powder solution cream gel health care team cells blood serum plasma tissue water air "
    "light food protein acid salt base ion metal early low high single double first second new guide support "
    "lipid sugar oil fat plant tree score scale index monitor mask map lens plate pen release hand head body "
    "skin neck internet software research technology goals risk safety efficacy quality life association "
    "compliance family school schools hospital reference comparator Impact Lead-in matrix Matrix perfusion "
    "irrigation allergen antigen implants feedback attention sleep movement "
).split()


@pytest.mark.parametrize("kind", ["DRUG", "OTHER", "DEVICE"])
def test_words_that_name_nothing_stay_unmapped(kind: str) -> None:
    vocabulary = kg.vocab.load()
    wrong = {
        word: found.concept
        for word in TRAPS
        if (found := ground(word, "intervention", vocabulary, kind)).concept is not None
        and not found.concept.startswith(("standard-care/", "placebo/"))
    }
    assert len(TRAPS) >= 130
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "kind", "score", "rivals"),
    [
        ("bevacizumab", "DRUG", 0.97, 0),  # its label
        ("Avastin", "DRUG", 0.96, 0),  # another name
        ("laser", "PROCEDURE", 0.96, 1),  # the registry's type decides
        ("laser", "", 0.85, 1),  # nothing decides
    ],
)
def test_a_name_of_several_concepts_is_less_sure(name: str, kind: str, score: float, rivals: int) -> None:
    found = ground(name, "intervention", tiny(), kind)
    assert (found.score, len(found.rivals)) == (score, rivals)
