"""Short forms of running text that mean what the record registers, as its disease shows; names that no dose counts."""

from __future__ import annotations

import pytest

from kg.extract import interventions
from kg.extract.document import Document
from kg.extract.giving.in_text import given
from kg.extract.names.composite import parse
from kg.model import Passage
from kg.vocab import load
from tests.extract.reading import trial


@pytest.mark.parametrize(
    ("entry", "condition", "text", "told"),
    [
        ("Cyclophosphamide", "Lupus Nephritis", "Rituximab 1 g is compared to IV CYC (500 mg every 2 weeks).",
         [("drug/rituximab", ["1 g"]), ("drug/cyclophosphamide", ["route/intravenous", "500 mg", "every 2 weeks"])]),
        ("LD chemo: Flu + Cy", "Lymphoma", "Flu 30 mg/m2 and Cy 500 mg/m2 are given.",
         [("drug/fludarabine", ["30 mg/m2"]), ("drug/cyclophosphamide", ["500 mg/m2"])]),
        # another disease, or nothing of the kind is registered; but a dose behind it tells what it begins
        ("Cyclophosphamide", "Breast Cancer", "CYC is given.", []),
        ("Cyclophosphamide", "Breast Cancer", "CYC 500 mg is given.", [("drug/cyclophosphamide", ["500 mg"])]),
        ("Rituximab", "Lupus Nephritis", "CYC 500 mg is given.", []),
        ("Fludarabine", "Influenza", "Flu vaccination is given.", []),
        ("Fludarabine", "Influenza", "Flu vaccination or Flu 30 mg/m2.", [("drug/fludarabine", ["30 mg/m2"])]),
    ],
)  # fmt: skip
def test_the_prose_uses_short_forms_of_what_is_registered(
    entry: str, condition: str, text: str, told: list[tuple[str, list[str]]]
) -> None:
    document = Document(trial(interventions=(entry,), conditions=(condition,), summary=text), load())
    document.add(list(interventions.extract(document)))
    found = given(document, Passage(text, "brief_summary"))
    assert [(g.concept, [f.value for f in g.facts]) for g in found if g.concept.startswith("drug/")] == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Axi-cel 2 x 10^6 CAR T cells/kg", [("drug/axicabtagene-ciloleucel", ["2 x 10^6 CAR T cells/kg"])]),
        ("CD19 CAR-T 2×10^6 cells/kg", [("drug-class/cd19-car-t-cells", ["2×10^6 cells/kg"])]),
        ("1x10^6 CAR-T cells/kg", [("drug-class/car-t-cell-therapy", [])]),  # nothing else is named
        ("Tocilizumab 8 mg/kg if CRS", [("drug/tocilizumab", ["8 mg/kg"])]),
        ("Oxytocin if needed", [("drug/oxytocin", [])]),
        ("CRS + HIPEC", [("procedure/cytoreductive-surgery", []),
                         ("procedure/hyperthermic-intraperitoneal-chemotherapy", [])]),
        ("Dolutegravir 50 mg OD", [("drug/dolutegravir", ["50 mg", "OD"])]),
        ("Latanoprost OD", [("drug/latanoprost", [])]),  # the right eye
        ("Obinutuzumab (C1D1 100 mg, C1D8, C1D15 1000 mg)",
         [("drug/obinutuzumab", ["C1D1", "100 mg", "C1D8, C1D15", "1000 mg"])]),
    ],
)  # fmt: skip
def test_what_a_dose_counts_and_when_it_is_given(name: str, told: list[tuple[str, list[str]]]) -> None:
    assert [(p.concept, [f.value for f in p.facts]) for p in parse(name, load(), "BIOLOGICAL").parts] == told
