"""The intervention lexicons hold together: ids, references, names, codes, sizes, and the contracts of the ontology."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from kg.terms import INTERVENTION_KINDS
from kg.text import name_key
from kg.vocab.lexicon import Row, kind_of, read

LEXICONS = Path(__file__).parents[2] / "ontology" / "lexicons"
KINDS = {
    "regimens": {"Regimen"},
    "procedures": {"Procedure"},
    "drugs": {"Drug"},
    "drug_classes": {"DrugClass"},
    "radiation": {"Radiation"},
    "devices": {"Device"},
    "combination_products": {"CombinationProduct"},
    "supplements": {"DietarySupplement"},
    "behavioral": {"Behavioral"},
    "diagnostics": {"DiagnosticTest"},
    "placebo_care": {"Placebo", "StandardCare"},
    "routes": {"Route"},
}
MINIMA = {
    "regimens": 120,
    "procedures": 200,
    "drugs": 500,
    "drug_classes": 120,
    "radiation": 40,
    "devices": 100,
    "combination_products": 100,
    "supplements": 100,
    "behavioral": 80,
    "diagnostics": 80,
    "placebo_care": 30,
    "routes": 30,
}
BACKBONE_ID = re.compile(r"[a-z-]+/(?:mesh-[CD]\d+|unii-[A-Z0-9]{10})")


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    return tuple(read(LEXICONS / f"{name}.tsv"))


@cache
def all_rows() -> dict[str, Row]:
    return {row.concept.id: row for name in KINDS for row in rows_of(name)}


def drugs_of(concept_id: str) -> set[str]:
    """The drugs and drug classes that a concept consists of, all the way down."""
    concept = all_rows()[concept_id].concept
    if not concept.components:
        return {concept_id} if concept.kind in {"Drug", "DrugClass"} else set()
    return set().union(*(drugs_of(component) for component in concept.components))


def names_of(concept_id: str) -> set[str]:
    return {name.text for name in all_rows()[concept_id].names}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_large_enough_and_holds_its_own_kinds(name: str) -> None:
    rows = rows_of(name)
    assert len(rows) >= MINIMA[name]
    assert {row.concept.kind for row in rows} == KINDS[name]


def test_ids_are_unique() -> None:
    assert sum(len(rows_of(name)) for name in KINDS) == len(all_rows())


def test_every_reference_leads_to_a_concept_of_a_fitting_kind() -> None:
    faults = []
    extra = {row.concept.id for row in rows_of("interventions_extra")}
    for concept_id, row in all_rows().items():
        concept = row.concept
        references = (*concept.broader, *concept.components, *concept.drug_classes)
        missing = [r for r in references if r not in all_rows() and r not in extra and not BACKBONE_ID.fullmatch(r)]
        faults += [f"{concept_id} names {reference}, which does not exist" for reference in missing]
        faults += [f"{concept_id}: class {c}" for c in concept.drug_classes if kind_of(c) != "DrugClass"]
        faults += [f"{concept_id}: part {c}" for c in concept.components if kind_of(c) not in INTERVENTION_KINDS]
    assert faults == []


def test_nothing_is_broader_than_itself() -> None:
    def above(concept_id: str, path: tuple[str, ...] = ()) -> None:
        assert concept_id not in path, " < ".join((*path, concept_id))
        row = all_rows().get(concept_id)
        for parent in row.concept.broader if row else ():
            above(parent, (*path, concept_id))

    for concept_id in all_rows():
        above(concept_id)


def test_a_name_stands_in_one_row_of_all_files_of_interventions() -> None:
    plain: dict[str, set[str]] = defaultdict(set)
    for row in (*all_rows().values(), *rows_of("interventions_extra")):
        if row.concept.kind != "Route":
            for name in row.names:
                if not name.ambiguous:
                    plain[name_key(name.text)].add(row.concept.id)
    assert {name: ids for name, ids in plain.items() if len(ids) > 1} == {}


def test_everyday_words_are_never_names_in_running_text() -> None:
    everyday = {"foster", "vigil", "yasmin", "norco", "cane", "walking", "website", "casting", "traction", "reminder"}
    everyday |= {"milk", "egg", "eggs", "nuts", "iron", "zinc", "oats", "urea"}
    plain = {
        name.text.lower()
        for row in (*all_rows().values(), *rows_of("interventions_extra"))
        for name in row.names
        if not name.ambiguous
    }
    assert plain & everyday == set()


@pytest.mark.parametrize("routes", [False, True], ids=["interventions", "routes"])
def test_a_name_belongs_to_one_concept_or_is_declared_ambiguous(routes: bool) -> None:
    # Routes are looked up in another domain: "hepatic arterial infusion" is a procedure and a route.
    plain: dict[str, set[str]] = defaultdict(set)
    for concept_id, row in all_rows().items():
        if (row.concept.kind == "Route") is routes:
            for name in row.names:
                if not name.ambiguous:
                    plain[name_key(name.text)].add(concept_id)
    assert {name: ids for name, ids in plain.items() if len(ids) > 1} == {}


def test_a_code_belongs_to_one_concept() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept_id, row in all_rows().items():
        for code in row.concept.exact:
            owners[code].add(concept_id)
    assert {code: ids for code, ids in owners.items() if len(ids) > 1} == {}


def test_codes_look_like_codes_of_their_vocabulary() -> None:
    shapes = {
        "mesh": r"[CD]\d{6,9}",
        "UNII": r"[A-Z0-9]{10}",
        "CHEBI": r"\d+",
        "NCIT": r"C\d+",
        "MAXO": r"\d{7}",
    }
    for concept_id, row in all_rows().items():
        for code in (*row.concept.exact, *row.concept.close, *row.concept.broad):
            prefix, _, local = code.partition(":")
            assert re.fullmatch(shapes[prefix], local), f"{concept_id}: {code}"


def test_every_regimen_and_product_has_parts() -> None:
    for row in rows_of("regimens"):
        parts = row.concept.components
        assert len(parts) >= 2, row.concept.id
        # A regimen with radiotherapy has one drug; all others have at least two.
        wanted = 1 if any(kind_of(part) == "Radiation" for part in parts) else 2
        assert len(drugs_of(row.concept.id)) >= wanted, row.concept.id
    for row in rows_of("combination_products"):
        assert row.concept.components, row.concept.id


def test_words_that_say_nothing_are_never_names_in_running_text() -> None:
    empty = """treatment therapy control injection device application drug intervention experimental group arm study
    standard active comparator test procedure program training management medication tablet capsule solution cream
    combination dose care support impact lead combined gold trial patients observation surgery follow-up screening
    education exercise exercises diet water oxygen glucose insulin assessment monitoring none other all""".split()
    found = {
        (name.text, concept_id)
        for concept_id, row in all_rows().items()
        for name in row.names
        if not name.ambiguous and name_key(name.text) in empty
    }
    assert found - {("other", "route/other")} == set()


@pytest.mark.parametrize(
    "short",
    "AC TC EC GP EP CF FC BR TP IP MICE ICE FEC CAP TAC PCI CRT AE OS PD LV FU DES AED AS UC ACT CPT RIC".split(),
)
def test_dangerous_short_forms_are_declared_ambiguous(short: str) -> None:
    for concept_id, row in all_rows().items():
        for name in row.names:
            if name.text == short and concept_id != "combination-product/drug-eluting-stent":
                assert name.ambiguous, f"{concept_id}: {short}"


def test_mixed_case_acronyms_that_are_words_count_as_written() -> None:
    words = {"matrix", "stride", "beam", "flag", "smile", "extreme", "map", "tip"}
    for concept_id, row in all_rows().items():
        for name in row.names:
            if name.text.lower() in words and not name.text.islower():
                short = len(name.text) <= 4 or (len(name.text) <= 5 and name.text.isupper())
                assert name.ambiguous or name.case_sensitive or short, f"{concept_id}: {name.text}"


def test_drug_labels_are_nonproprietary_names_in_lower_case() -> None:
    odd = [
        row.concept.label
        for row in rows_of("drugs")
        if re.fullmatch(r"[A-Z][a-z]{3,}", row.concept.label)  # a capitalised plain word is a brand name
    ]
    assert odd == []


@pytest.mark.parametrize(
    ("regimen", "parts"),
    [
        ("folfox", "oxaliplatin leucovorin fluorouracil"),
        ("mfolfox6", "oxaliplatin leucovorin fluorouracil"),
        ("folfiri", "irinotecan leucovorin fluorouracil"),
        ("folfoxiri", "fluorouracil leucovorin oxaliplatin irinotecan"),
        ("folfirinox", "fluorouracil leucovorin oxaliplatin irinotecan"),
        ("capox", "capecitabine oxaliplatin"),
        ("r-chop", "rituximab cyclophosphamide doxorubicin vincristine prednisone"),
        ("tpf", "docetaxel cisplatin fluorouracil"),
        ("flot", "fluorouracil leucovorin oxaliplatin docetaxel"),
        ("rhze", "rifampicin isoniazid pyrazinamide ethambutol"),
        ("sox", "tegafur gimeracil oteracil oxaliplatin"),
    ],
)
def test_regimens_consist_of_what_the_ontology_says(regimen: str, parts: str) -> None:
    assert drugs_of(f"regimen/{regimen}") == {f"drug/{part}" for part in parts.split()}


def test_debiri_is_a_product_of_device_drug_and_procedure() -> None:
    assert all_rows()["combination-product/debiri"].concept.components == (
        "device/drug-eluting-beads",
        "drug/irinotecan",
        "procedure/transarterial-chemoembolization",
    )


@pytest.mark.parametrize(
    ("concept_id", "codes"),
    [
        ("drug/bevacizumab", "NCIT:C2039 mesh:D000068258"),
        ("drug/regorafenib", "NCIT:C78204 CHEBI:68647 mesh:C559147"),
        ("drug/irinotecan", "CHEBI:80630 mesh:D000077146"),
        ("drug/oxaliplatin", "CHEBI:31941 mesh:D000077150"),
        ("drug/fluorouracil", "NCIT:C505 CHEBI:46345 mesh:D005472"),
        ("drug/leucovorin", "CHEBI:15640 mesh:D002955"),
        ("drug/dexamethasone", "CHEBI:41879 mesh:D003907"),
        ("drug/anisodamine", "CHEBI:2735 mesh:C003922"),
        ("drug/icaritin", "CHEBI:201674 mesh:C499403"),
        ("drug/toripalimab", "mesh:C000656314"),
        ("drug/sodium-bicarbonate", "NCIT:C29457 CHEBI:32139 mesh:D017693"),
        ("procedure/radiofrequency-ablation", "MAXO:0001395 mesh:D000078703"),
        ("procedure/transarterial-chemoembolization", "mesh:D016461"),
        ("procedure/intra-arterial-infusion", "mesh:D007261"),
        ("route/intra-arterial", "NCIT:C38222"),
        ("route/intravenous", "NCIT:C38276"),
        ("regimen/folfox", "NCIT:C11197 mesh:C410216"),
        ("regimen/folfoxiri", "mesh:C509829"),
    ],
)
def test_codes_that_the_ontology_lists_are_there(concept_id: str, codes: str) -> None:
    assert set(codes.split()) <= set(all_rows()[concept_id].concept.exact)


def test_folfiri_is_only_close_to_the_ifl_protocol() -> None:
    folfiri = all_rows()["regimen/folfiri"].concept
    assert "mesh:C480833" in folfiri.close
    assert "mesh:C480833" not in folfiri.exact


@pytest.mark.parametrize(
    ("name", "concept_id"),
    [
        ("5-FU", "drug/fluorouracil"),
        ("folinic acid", "drug/leucovorin"),
        ("CPT-11", "drug/irinotecan"),
        ("L-OHP", "drug/oxaliplatin"),
        ("bicarbonate", "drug/sodium-bicarbonate"),
        ("SHR-1210", "drug/camrelizumab"),
        ("JS001", "drug/toripalimab"),
        ("HLX10", "drug/serplulimab"),
        ("AMG 510", "drug/sotorasib"),
        ("DS-8201", "drug/trastuzumab-deruxtecan"),
        ("TAS-102", "combination-product/trifluridine-tipiracil"),
        ("HAIC", "procedure/hepatic-arterial-infusion"),
        ("DEB-TACE", "procedure/drug-eluting-bead-chemoembolization"),
        ("PD-1 monoclonal antibody", "drug-class/pd-1-inhibitor"),
        ("XELOX", "regimen/capox"),
        ("placebo", "placebo/placebo"),
        ("standard of care", "standard-care/standard-of-care"),
        ("intravenously", "route/intravenous"),
        ("CBT", "behavioral/cognitive-behavioral-therapy"),
        ("SBRT", "radiation/stereotactic-body-radiotherapy"),
    ],
)
def test_common_names_are_known(name: str, concept_id: str) -> None:
    assert name in names_of(concept_id)


@pytest.mark.parametrize(
    "route",
    "oral intravenous subcutaneous intramuscular intraperitoneal hepatic-arterial-infusion intra-arterial topical "
    "intrathecal inhaled intratumoral intravitreal other".split(),
)
def test_routes_of_the_contract_exist(route: str) -> None:
    assert f"route/{route}" in all_rows()
