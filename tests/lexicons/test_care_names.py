"""Names of psychotherapy, physiotherapy, complementary medicine, care, diets and tests: a concept for each kind."""

import pytest

from kg.vocab import load


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("CBASP", "behavioral/cbasp"),
        ("metacognitive therapy", "behavioral/metacognitive-therapy"),
        ("Metacognitive training", "behavioral/metacognitive-training"),
        ("Strengthening Families Program", "behavioral/strengthening-families-program"),
        ("STAIR narrative therapy", "behavioral/skills-training-in-affective-and-interpersonal-regulation"),
        ("Semont manoeuvre", "procedure/semont-maneuver"),
        ("Nordic hamstring exercise", "behavioral/eccentric-training"),
        ("chin tuck against resistance", "procedure/chin-tuck-against-resistance"),
        ("graded motor imagery", "procedure/graded-motor-imagery"),
        ("press needle", "procedure/intradermal-acupuncture"),
        ("Danggui Buxue Tang", "drug/danggui-buxue-decoction"),
        ("teach-back", "behavioral/teach-back"),
        ("stepped care", "behavioral/stepped-care"),
        ("V/Q scan", "diagnostic-test/ventilation-perfusion-scan"),
        ("PSMA PET", "diagnostic-test/psma-pet-ct"),
        ("EBUS-TBNA", "diagnostic-test/ebus-tbna"),
        ("Stockholm3", "diagnostic-test/stockholm3"),
        ("VLCD", "dietary-supplement/very-low-calorie-diet"),
        ("I-PASS handoff", "behavioral/structured-handoff"),
        ("small needle knife", "procedure/acupotomy"),
        ("CBITS", "behavioral/cats-cbits"),
        ("AlloSure", "diagnostic-test/donor-derived-cell-free-dna-test"),
        ("Octaplas", "drug/solvent-detergent-plasma"),
        ("whole food plant-based diet", "dietary-supplement/plant-based-diet"),
    ],
)
def test_kinds_of_care_have_their_own_concepts(name: str, concept_id: str) -> None:
    assert load().lookup(name, "intervention") == (concept_id,)


@pytest.mark.parametrize(
    "text",
    [
        "The tablets are supplied in blister packs of 14.",
        "Children are seen with friends and peers at the medical home.",
        "Fasting C-peptide and BNP will be read from the chart.",
        "The stepping stones to a craft are a habit; stairs and mantras are not, wash and wrap, ensure the target.",
    ],
)
def test_everyday_words_are_no_programmes_tests_or_devices(text: str) -> None:
    kinds = ("behavioral", "device", "diagnostic-test")
    found = [c for h in load().scan(text, "intervention") for c in h.concepts if c.split("/")[0] in kinds]
    assert found == []
