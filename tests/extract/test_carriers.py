"""What a drug is dissolved in is not given; what is poured into the peritoneum; what an operation is done under."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_arms import prose_record, told

import kg.vocab
from kg.extract.giving.in_text import given
from kg.vocab.vocabulary import Vocabulary

T, S = "drug/tranexamic-acid", "drug/saline"
H, C, D = "procedure/hyperthermic-intraperitoneal-chemotherapy", "drug/cisplatin", "drug/docetaxel"
INTO, IV, HAI = "route/intraperitoneal", "route/intravenous", "route/hepatic-arterial-infusion"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return kg.vocab.load()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 g tranexamic acid in 100 ml saline by intravenous drip", {T: (["1 g"], [IV])}),
        ("1 g tranexamic acid diluted in 50 ml of normal saline", {T: (["1 g"], [])}),
        ("tranexamic acid dissolved in normal saline, orally", {T: ([], ["route/oral"])}),
        ("1 g tranexamic acid in 2 L/m2 saline", {T: (["1 g"], [])}),
        ("tranexamic acid: 1 g, in 100 ml normal saline", {T: (["1 g"], [])}),
        ("tranexamic acid: 1 g; or in 100 ml normal saline", {T: (["1 g"], []), S: (["100 ml"], [])}),
        ("docetaxel plus oral/intravenous cisplatin", {D: ([], []), C: ([], ["route/oral", IV])}),
        ("docetaxel orally and intravenous cisplatin", {D: ([], ["route/oral"]), C: ([], [IV])}),
        # the way at the end of a list, behind rows of doses and hours; not behind a sentence of its own
        ("docetaxel 2.5 mg from hour 0 to 2 on day 1, and cisplatin 20 mg/m2 via the hepatic artery",
         {D: (["2.5 mg"], [HAI]), C: (["20 mg/m2"], [HAI])}),
        ("docetaxel 2.5 mg on day 1; from then on every third day until week 4 cisplatin via the hepatic artery",
         {D: (["2.5 mg"], []), C: ([], [HAI])}),
        # given by itself
        ("1 g tranexamic acid or 100 ml saline", {T: (["1 g"], []), S: (["100 ml"], [])}),
        ("tranexamic acid in group A and 100 ml of saline in group B", {T: ([], []), S: (["100 ml"], [])}),
        ("tranexamic acid; placebo in 100 ml saline", {T: ([], []), S: ([], [])}),
        ("tranexamic acid and saline", {T: ([], []), S: ([], [])}),
        ("irrigation in 100 ml saline", {S: ([], [])}),
        ("HIPEC with cisplatin 75 mg/m2 and docetaxel", {H: ([], []), C: (["75 mg/m2"], [INTO]), D: ([], [INTO])}),
        ("HIPEC (cisplatin 75 mg/m2)", {H: ([], []), C: (["75 mg/m2"], [INTO])}),
        ("HIPEC followed by cisplatin", {H: ([], []), C: ([], [])}),
        ("HIPEC and cisplatin", {H: ([], []), C: ([], [])}),
        ("HIPEC with intravenous cisplatin", {H: ([], []), C: ([], [IV])}),
    ],
)
def test_carriers(text: str, wanted: dict[str, tuple[list[str], list[str]]], vocabulary: Vocabulary) -> None:
    document = told(prose_record("A Trial", text), vocabulary)
    passage = document.trial.detailed_description
    assert passage is not None
    found = {
        g.concept: ([f.value for f in g.facts if f.kind == "dose"], [f.value for f in g.facts if f.kind == "route"])
        for g in given(document, passage)
        if g.concept in (T, S, H, C, D)
    }
    if "placebo in" in text or "irrigation" in text:  # what is fluid there may be given, or dosed
        assert set(found) == set(wanted)
    else:
        assert found == wanted


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("Docetaxel",), [{D}, {C}]),
        (("Docetaxel", "General anesthesia"), [{D, "procedure/general-anesthesia"}, {C}]),
    ],
)
def test_what_it_is_done_under(names: tuple[str, ...], wanted: list[set[str]], vocabulary: Vocabulary) -> None:
    text = "Group A receives docetaxel under general anesthesia. Group B receives cisplatin."
    document = told(prose_record("A Trial", text, names), vocabulary)
    paths = document.objects(document.trial.path, "tkg:hasArm")
    found = [{document.objects(n, "tkg:gives")[0] for n in document.objects(p, "tkg:hasAdministration")} for p in paths]
    assert found == wanted


def test_a_fluid_that_is_tried_is_given(vocabulary: Vocabulary) -> None:
    names = ("Tranexamic acid and normal saline", "Tranexamic acid and hypertonic saline")
    document = told(prose_record("A Trial", "1 g tranexamic acid in 100 ml saline", names), vocabulary)
    passage = document.trial.detailed_description
    assert passage is not None
    assert {g.concept for g in given(document, passage)} == {T, S}
