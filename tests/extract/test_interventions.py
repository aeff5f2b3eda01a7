"""Intervention entries: the five seeds, 200 annotated names, and records made for one rule each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import kg.vocab
from kg.extract import abbreviations, interventions, structure
from kg.extract.document import Document
from kg.extract.names.composite import parse
from kg.extract.names.parts import Composite, Part
from kg.model import (
    Finding,
    InterventionItem,
    Passage,
    Source,
    SourceField,
    Trial,
    Value,
)
from kg.read import read
from kg.text import name_key
from kg.vocab.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return kg.vocab.load()


def record(
    *entries: tuple[str, str], description: str | None = None, other: tuple[str, ...] = (), prose: str = ""
) -> Trial:
    """A trial with these (type, name) interventions; description and other names belong to the first."""
    fields, items = [], []
    for position, (kind, name) in enumerate(entries):
        base = f"interventions/{position}"
        passages = {"name": name}
        if position == 0 and description is not None:
            passages["description"] = description
        made = {key: Passage(text, f"{base}/{key}") for key, text in passages.items()}
        others = tuple(Passage(text, f"{base}/other/{i}") for i, text in enumerate(other)) if position == 0 else ()
        fields += [SourceField(p.field, p.text) for p in (*made.values(), *others)]
        items.append(InterventionItem(position, kind, made["name"], made["name"], made.get("description"), others))
    summary = Passage(prose, "brief_summary") if prose else None
    fields += [SourceField("brief_summary", prose)] if prose else []
    return Trial(
        "NCT00000001",
        Source("x", "test", 0, "0" * 64),
        tuple(fields),
        brief_summary=summary,
        interventions=tuple(items),
    )


def read_out(trial: Trial, vocabulary: Vocabulary) -> Document:
    document = Document(trial, vocabulary)
    for extractor in (structure, abbreviations, interventions):
        document.add(list(extractor.extract(document)))
    texts = {field.name: field.text for field in trial.fields}
    for statement in document.statements:
        assert statement.evidence, statement
        for span in statement.evidence:
            assert 0 <= span.start < span.end <= len(texts[span.field]), statement
        assert 0 < statement.confidence <= 1
    return document


def resolved(document: Document, position: int = 0) -> set[str]:
    path = document.trial.part(f"intervention-{position}")
    return set(document.objects(path, "tkg:resolvesTo"))


def labels(document: Document, position: int = 0) -> set[str]:
    """Labels of what the entry resolves to, combinations opened."""
    found = set()
    for concept_id in resolved(document, position):
        concept = document.concept(concept_id)
        assert concept is not None
        inner = concept.components if concept.kind == "Combination" else (concept_id,)
        found |= {c.label for i in inner if (c := document.concept(i)) is not None}
    return found


# --------------------------------------------------------------------------------------------------------- the seeds


def _names(document: Document, concept_id: str) -> set[str]:
    concept = document.concept(concept_id)
    assert concept is not None
    return {*concept.exact, *(name_key(n) for n in (concept.label, *concept.synonyms))}


def test_seeds_have_the_components_and_expansions_of_the_annotation(vocabulary: Vocabulary) -> None:
    trials = {Path(t.source.path).name: t for t in read(ROOT / "seeds") if isinstance(t, Trial)}
    entries = components = 0
    for path in sorted(GOLD.glob("seed_*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_out(trials[gold["seed"]], vocabulary)
        for item in gold["interventions"]:
            entries += 1
            entry = document.trial.part(f"intervention-{item['index']}")
            tops = set()
            for concept_id in document.objects(entry, "tkg:resolvesTo"):
                concept = document.concept(concept_id)
                assert concept is not None
                tops |= set(concept.components) if concept.kind == "Combination" else {concept_id}
            for component in item["components"]:
                components += 1
                wanted = {name_key(component["normalized"]), name_key(component["normalized"].split("(")[-1])}
                wanted |= {name_key(component["evidence"])} if component["kind"] != "drug" else set()
                if component.get("mesh"):
                    wanted.add("mesh:" + component["mesh"]["id"])
                match = [c for c in tops if _names(document, c) & wanted]
                assert match, (gold["seed"], component["normalized"], tops)
                inside = {i for c in match for i in document.components(c)}
                for inner in component.get("expands_to", ()):
                    keys = {name_key(inner["normalized"])}
                    if inner.get("mesh"):
                        keys.add("mesh:" + inner["mesh"]["id"])
                    broader = {b for i in inside if (found := document.concept(i)) is not None for b in found.broader}
                    assert any(_names(document, i) & keys for i in inside | broader), (gold["seed"], inner, inside)
            assert len(tops) == len(item["components"]), (gold["seed"], item["evidence"], tops)
    assert (entries, components) == (16, 23)


# ----------------------------------------------------------------------------------------------- 200 annotated names


def singular(name: str) -> str:
    """The key of a name without plural endings."""
    return " ".join(word.removesuffix("s") for word in name_key(name).split())


class Wanted:
    """One annotated part: surface, keys of the right concepts, whether it may be unmapped or missing."""

    def __init__(self, cell: str, name: str) -> None:
        surface, concepts = cell.split(" => ")
        self.optional = surface.startswith("~")
        self.surface = surface.lstrip("~")
        self.start = name.lower().index(self.surface.lower())
        self.end = self.start + len(self.surface)
        alternatives = concepts.split(" | ")
        self.keys = {singular(a) for a in alternatives if a != "?"}
        self.may_be_unmapped = "?" in alternatives

    def takes(self, part: Part, vocabulary: Vocabulary) -> bool:
        if part.concept is None:
            return self.may_be_unmapped and part.start < self.end and self.start < part.end
        concept = vocabulary.get(part.concept)
        if concept is None:
            return False
        names = {singular(n) for n in (concept.label, *concept.synonyms, *concept.hidden)}
        return bool(names & self.keys)


def is_exact(composite: Composite, wanted: list[Wanted], vocabulary: Vocabulary) -> bool:
    """Every part is an annotated one, and every annotated one that must be there is there."""
    met: set[int] = set()
    for part in composite.parts:
        takers = [i for i, w in enumerate(wanted) if w.takes(part, vocabulary)]
        if not takers:
            inner = vocabulary.get(part.concept or "")
            takers = [
                i
                for c in (inner.components if inner is not None else ())
                for i, w in enumerate(wanted)
                if w.takes(part._replace(grounding=part.grounding._replace(concept=c)), vocabulary)
            ]
            if inner is None or len(takers) < len(inner.components):
                return False
        met.update(takers)
    for i, w in enumerate(wanted):
        if i in met or w.optional:
            continue
        silent = w.may_be_unmapped and not any(
            p.concept and p.start < w.end and w.start < p.end for p in composite.parts
        )
        if not silent:
            return False
    return True


def annotated(file: str) -> list[tuple[str, str, list[Wanted]]]:
    lines = (GOLD / file).read_text(encoding="utf-8").splitlines()
    rows = csv.reader([line for line in lines if not line.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows)
    return [(kind, name, [Wanted(cell, name) for cell in parts.split(" || ")]) for _, kind, name, parts in rows]


@pytest.mark.parametrize(
    ("file", "names", "exact"),
    [
        ("intervention_names.tsv", 200, 0.94),
        ("intervention_names_2.tsv", 150, 0.95),
        ("intervention_names_3.tsv", 150, 0.96),
    ],
)
def test_annotated_names_are_taken_apart(vocabulary: Vocabulary, file: str, names: int, exact: float) -> None:
    rows = annotated(file)
    wrong = [name for kind, name, wanted in rows if not is_exact(parse(name, vocabulary, kind), wanted, vocabulary)]
    assert len(rows) == names
    assert 1 - len(wrong) / len(rows) >= exact, wrong


# Kinds of names, each with the concepts of its parts in the shipped vocabulary; None is a part that stays unknown.
KINDS: list[tuple[str, str, list[str | None]]] = [
    ("PROCEDURE", "Quadratus Lumborum (QL) Block", ["procedure/quadratus-lumborum-block"]),
    ("BIOLOGICAL", "CD123/CLL1 CAR-T Cells", ["drug-class/cd123-cll1-car-t-cells"]),
    ("BIOLOGICAL", "CD5/CLL1 CAR-T Cells", ["drug-class/car-t-cell-therapy"]),
    ("BIOLOGICAL", "GD2, PSMA and CD276 CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("BIOLOGICAL", "CD7-specific CAR gene-engineered T cells", ["drug-class/cd7-car-t-cells"]),
    ("BIOLOGICAL", "HLX10 + CD19 CAR-T cells", ["drug/serplulimab", "drug-class/cd19-car-t-cells"]),
    ("DRUG", "CAR.70/IL15-transduced CB-NK cells", ["drug-class/car-nk-cells"]),
    ("BIOLOGICAL", "XYZ-ADC plus pembrolizumab", ["drug-class/antibody-drug-conjugate", "drug/pembrolizumab"]),
    ("DRUG", "antibody conjugated to topoisomerase I inhibitor", ["drug-class/antibody-drug-conjugate"]),
    ("DEVICE", "CAR seat with T cells on it", [None]),
    ("DRUG", "NatestoTM", ["drug/testosterone"]),
    ("OTHER", "Intermittent Fasting - Early feeding window", ["dietary-supplement/intermittent-fasting"]),
    ("DRUG", "Reduced-dose HHT", ["drug/homoharringtonine"]),
    ("DRUG", "mesalamine enema", ["drug/mesalamine"]),
    ("DRUG", "budesonide rectal enema 2 mg", ["drug/budesonide"]),
    ("DRUG", "chlorhexidine 0.2% mouthwash", ["drug/chlorhexidine"]),
    ("PROCEDURE", "tap water enema", ["procedure/enema"]),
    ("DRUG", "mesalamine and enema", ["drug/mesalamine", "procedure/enema"]),
    ("PROCEDURE", "stress MRI-guided PCI", ["procedure/percutaneous-coronary-intervention"]),
    ("PROCEDURE", "FFR guided PCI", ["procedure/ffr-guided-revascularization"]),
    ("PROCEDURE", "ultrasound guidance", ["diagnostic-test/ultrasound"]),
    ("BEHAVIORAL", "IPT", ["behavioral/interpersonal-psychotherapy"]),
    ("DRUG", "IPT", ["drug/isoniazid"]),
    (
        "DRUG",
        "investigator's choice of chemotherapy (docetaxel, eribulin or vinorelbine)",
        ["drug/docetaxel", "drug/eribulin", "drug/vinorelbine"],
    ),
    ("DRUG", "chemotherapy (docetaxel and cisplatin)", ["drug/docetaxel", "drug/cisplatin"]),
    ("DRUG", "parnaparin", ["drug/mesh-C080945"]),
    ("DRUG", "imrecoxib 100 mg", ["drug/unii-SGW6W5758V"]),
    ("OTHER", "Probiotic CNCM I-4036", ["dietary-supplement/probiotic"]),
    ("DRUG", "[177Lu]Lu-DOTATATE", ["drug/lutetium-lu-177-dotatate"]),
    ("DRUG", "[18F]ZZQ-77", [None]),
    ("DRUG", "SOC chemotherapies", ["drug-class/chemotherapy"]),
    ("DRUG", "standard of care and chemotherapy", ["standard-care/standard-of-care", "drug-class/chemotherapy"]),
    ("DEVICE", "infrared-C ray irradiation", ["procedure/infrared-therapy"]),
    ("DEVICE", "4 weekly LIESWT with the RENOVA device", ["procedure/low-intensity-shockwave-therapy", None]),
    ("DRUG", "Renova cream", ["drug/tretinoin"]),
    ("DRUG", "Valsartan 160mg plus HCT 25mg", ["drug/valsartan", "drug/hydrochlorothiazide"]),
    ("PROCEDURE", "HCT", ["procedure/hematopoietic-stem-cell-transplantation"]),
    ("DRUG", "hyoscine-n-butylbromide", ["drug/hyoscine-butylbromide"]),
    ("DRUG", "docetaxel-n-quuxonate", [None]),
    ("DRUG", "clobetasol-17-propionate", ["drug/clobetasol"]),
    ("OTHER", "Avoidance of wheat", [None]),
    ("DIETARY_SUPPLEMENT", "Low Oxalate Diet", ["dietary-supplement/low-oxalate-diet"]),
    ("DRUG", "Intensive phosphate target", [None]),
    ("DIAGNOSTIC_TEST", "Nitric oxide synthase gene", [None]),
    ("OTHER", "Stop antibiotic therapy", ["standard-care/treatment-discontinuation"]),
    ("DRUG", "Discontinuation of methotrexate", ["standard-care/treatment-discontinuation"]),
    ("BEHAVIORAL", "Stop the Clot training", [None]),
    ("RADIATION", "Radiation by SBRT", ["radiation/stereotactic-body-radiotherapy"]),
    ("PROCEDURE", "joint radiofrequency ablation using 3-tined needles", ["procedure/radiofrequency-ablation"]),
    ("PROCEDURE", "Trabeculectomy using mitomycin C", ["procedure/trabeculectomy", "drug/mitomycin"]),
    ("BEHAVIORAL", "Peer-led vaccine education intervention", ["behavioral/education"]),
    ("DRUG", "antibacterial plant extract", ["drug-class/mesh-D010936"]),
    ("DRUG", "antibacterial agents and plant extract", ["drug-class/antibiotic", "drug-class/mesh-D010936"]),
    ("DRUG", "carvedilol controlled release/lisinopril", ["drug/carvedilol", "drug/lisinopril"]),
    ("DRUG", "Calcineurin inhibitor withdrawal", ["standard-care/treatment-discontinuation"]),
    ("OTHER", "Renal Diet App", ["device/mobile-app"]),
    ("OTHER", "Physical Exercise and Manual Therapy", ["behavioral/exercise", "procedure/manual-therapy"]),
    ("BEHAVIORAL", "Stoma care education with the Quuxonate Belt", ["behavioral/education"]),
    ("OTHER", "Dialysis session of at least 4 hours", ["procedure/dialysis"]),
    ("OTHER", "Inventory for Men (IFM) questionnaire administration", ["diagnostic-test/questionnaire-administration"]),
    ("BEHAVIORAL", "Support for patients on chemotherapy", []),
    ("OTHER", "Written advice LDL Cholesterol", [None]),
    ("DRUG", "B10 L-BPA Injection", ["drug/boronophenylalanine"]),
    ("DEVICE", "salicylic acid wart patches", ["drug/salicylic-acid"]),
    ("OTHER", "TCM physician involved collaborative care", ["behavioral/collaborative-care"]),
    ("BIOLOGICAL", "Bispecific antibody for PD-L1 and VEGF-A", ["drug-class/bispecific-antibody"]),
    ("BIOLOGICAL", "iC9-CAR.B7-H3 T Cell Therapy", ["drug-class/b7-h3-car-t-cells"]),
    ("DIETARY_SUPPLEMENT", "milk or egg, low dose", ["dietary-supplement/milk", "dietary-supplement/egg"]),
    ("DRUG", "[68Ga]Ga-FAPI-46", ["drug/fapi-46"]),
    ("DRUG", "cholesterol-lowering diet", ["dietary-supplement/diet-intervention"]),
    ("DRUG", "urate-lowering therapy", ["drug-class/urate-lowering-therapy"]),
    ("DRUG", "Treprostinil Diolamine", ["drug/treprostinil"]),
    ("DEVICE", "Zoll external defibrillator", ["device/external-defibrillator"]),
    ("PROCEDURE", "Knee Joint Distraction", ["procedure/joint-distraction"]),
    ("PROCEDURE", "Amniotic membrane sweep", ["procedure/membrane-sweeping"]),
    ("DEVICE", "virtual bronchoscopic navigation", ["procedure/image-guided-navigation"]),
    ("RADIATION", "pelvic irradiation 45 Gy", ["radiation/pelvic-radiotherapy"]),
    ("DRUG", "Lactulose 667 milligram/milliliter Oral Solution", ["drug/lactulose"]),
    ("DRUG", "Insulin aspart 30 mix", ["drug/biphasic-insulin-aspart"]),
    ("DRUG", "fluticasone furoate", ["drug/fluticasone-furoate"]),
    ("DRUG", "Retin-A cream", ["drug/tretinoin"]),
    ("DRUG", "atezolizumab/bevacizumab", ["regimen/atezolizumab-bevacizumab"]),
    ("OTHER", "3/7 Resistance Training Method", ["behavioral/resistance-training"]),
    ("DEVICE", "titanium mesh produced by Oak Hydrogels Ltd.", ["device/titanium-mesh"]),
    ("DEVICE", "amber lattice produced by Oak Hydrogels Ltd.", [None]),
]


@pytest.mark.parametrize(("kind", "name", "wanted"), KINDS, ids=[name for _, name, _ in KINDS])
def test_kinds_of_names(vocabulary: Vocabulary, kind: str, name: str, wanted: list[str | None]) -> None:
    assert [part.concept for part in parse(name, vocabulary, kind).parts] == wanted


# --------------------------------------------------------------------------------------------- one rule, one record


def findings(document: Document) -> list[str]:
    return sorted(f.kind for f in document.findings if isinstance(f, Finding))


def test_a_combination_is_one_concept_with_evidence_for_each_component(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Docetaxel plus Bevacizumab")), vocabulary)
    (combination,) = resolved(document)
    assert combination == "combination/bevacizumab--docetaxel"
    assert labels(document) == {"docetaxel", "bevacizumab"}
    places = {s.object: s.evidence[0] for s in document.said(combination, "tkg:hasComponent")}
    name = document.trial.interventions[0].name.text
    assert {name[e.start : e.end] for e in places.values()} == {"Docetaxel", "Bevacizumab"}


def test_alternatives_stand_apart(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Docetaxel or Paclitaxel")), vocabulary)
    assert labels(document) == {"docetaxel", "paclitaxel"}
    assert not any(c.startswith("combination/") for c in resolved(document))
    roles = [s.object for s in document.statements if s.predicate == "tkg:administrationRole"]
    assert roles == [Value("alternative")]


@pytest.mark.parametrize(("name", "concepts"), [
    ("Lisinopril + placebo", {"drug/lisinopril", "placebo/placebo"}),
    ("Placebo, then varenicline", {"drug/varenicline", "placebo/placebo"}),
    ("Exercise and sham taping", {"behavioral/exercise", "placebo/sham-taping"}),
    ("Placebo / Sham", {"placebo/placebo", "placebo/sham"}),
    ("Docetaxel, placebo, ramucirumab", {"drug/docetaxel", "drug/ramucirumab", "placebo/placebo"}),
    ("Docetaxel, ramucirumab, placebo", {"combination/docetaxel--ramucirumab", "placebo/placebo"}),
    ("Docetaxel, placebo and ramucirumab", {"combination/docetaxel--ramucirumab", "placebo/placebo"}),
])  # fmt: skip
def test_a_placebo_makes_no_combination(name: str, concepts: set[str], vocabulary: Vocabulary) -> None:
    assert resolved(read_out(record(("DRUG", name)), vocabulary)) == concepts


def test_optional_part(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Docetaxel with or without Bevacizumab")), vocabulary)
    optional = [s.subject for s in document.statements if s.predicate == "tkg:optional"]
    assert [document.objects(node, "tkg:gives") for node in optional] == [["drug/bevacizumab"]]


def test_unknown_names_are_found_by_other_names_and_said_with_less_confidence(vocabulary: Vocabulary) -> None:
    known = read_out(record(("DRUG", "ZZQ-9182"), other=("Docetaxel",)), vocabulary)
    assert labels(known) == {"docetaxel"}
    assert all(s.confidence < 0.85 for s in known.statements if s.predicate == "tkg:resolvesTo")
    half = read_out(record(("DRUG", "Quuxolate"), other=("docetaxel quuxonate blend",)), vocabulary)
    assert resolved(half) == set()


def test_other_names_name_what_is_given_besides(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Apatinib"), other=("Carboplatin", "albumin paclitaxel")), vocabulary)
    assert {"carboplatin", "nab-paclitaxel"} < labels(document)
    besides = [s for s in document.statements if s.object == "drug/carboplatin" and s.predicate == "tkg:resolvesTo"]
    assert [s.confidence < 0.75 for s in besides] == [True]
    assert not any(c.startswith("combination/") for c in resolved(document))


@pytest.mark.parametrize(
    ("kind", "name", "other"),
    [
        ("DRUG", "Rabeprazole", "E3810"),  # a code that two makers gave
        ("DRUG", "Dexamethasone", "Dexamethasone acetate"),  # the same, as a salt
        ("DRUG", "Docetaxel", "Taxotere"),
        ("DRUG", "Placebo", "Docetaxel"),  # what it looks like
        ("PROCEDURE", "Colectomy", "Docetaxel"),
        ("DRUG", "Docetaxel", "half carboplatin quuxonate blend"),
    ],
)
def test_other_names_that_name_nothing_else(vocabulary: Vocabulary, kind: str, name: str, other: str) -> None:
    alone = resolved(read_out(record((kind, name)), vocabulary))
    assert resolved(read_out(record((kind, name), other=(other,)), vocabulary)) == alone


def test_of_a_class_the_one_member_that_other_names_name_is_given(vocabulary: Vocabulary) -> None:
    one = read_out(record(("BIOLOGICAL", "Anti-LAG-3"), other=("BMS-986016", "Relatlimab")), vocabulary)
    assert labels(one) == {"relatlimab"}
    several = read_out(record(("DRUG", "Taxane"), other=("Docetaxel", "Paclitaxel")), vocabulary)
    assert not labels(several) & {"docetaxel", "paclitaxel"}
    narrower = read_out(record(("DRUG", "Insulin"), other=("Insulin glargine",)), vocabulary)
    assert resolved(narrower) == {"drug/insulin-glargine"}
    synonyms = read_out(record(("DRUG", "Insulin"), other=("Human insulin", "insulin", "Lantus")), vocabulary)
    assert "drug/insulin" in resolved(synonyms)
    stranger = read_out(record(("DRUG", "Taxane"), other=("Aspirin",)), vocabulary)
    assert "aspirin" not in labels(stranger)


@pytest.mark.parametrize(
    ("name", "description", "members"),
    [
        ("Glucocorticoids", "Oral prednisolone 0.5 mg/kg/day for 4 weeks.", {"drug/prednisolone"}),
        ("Glucocorticoids", "Glucocorticoids (e.g., oral prednisolone 0.5 mg/kg) or equivalent.", set()),
        ("Glucocorticoids", "One of the options: * oral prednisolone 5 mg. Dexamethasone 4 mg daily.", set()),
        ("Glucocorticoids", "Given before docetaxel 75 mg/m2.", set()),  # no member of the class
        ("Glucocorticoids", "Prednisolone suppresses inflammation.", set()),
        ("Dexamethasone", "Oral prednisolone 0.5 mg/kg/day.", set()),
    ],
)
def test_of_a_class_the_description_may_give_members(
    name: str, description: str, members: set[str], vocabulary: Vocabulary
) -> None:
    document = read_out(record(("DRUG", name), description=description), vocabulary)
    told = [s for s in document.statements if s.rule.startswith("a member of the class")]
    assert {str(s.object) for s in told} == members
    assert all(s.confidence <= 0.7 and s.predicate == "tkg:resolvesTo" for s in told)


def test_a_placebo_is_of_what_its_other_names_name(vocabulary: Vocabulary) -> None:
    saline = read_out(record(("DRUG", "Placebo"), other=("Normal Saline",)), vocabulary)
    assert resolved(saline) == {"placebo/saline-placebo"}
    likeness = read_out(record(("DRUG", "Placebo"), other=("Docetaxel",)), vocabulary)
    assert resolved(likeness) == {"placebo/placebo"}


def test_an_entry_that_only_repeats_its_type_is_what_its_other_names_say(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DIETARY_SUPPLEMENT", "Dietary supplement"), other=("Milk", "Egg protein")), vocabulary)
    assert resolved(document) >= {"dietary-supplement/milk", "dietary-supplement/egg-protein"}
    known = read_out(record(("DIETARY_SUPPLEMENT", "Peanut"), other=("Milk",)), vocabulary)
    assert resolved(known) == {"dietary-supplement/peanut"}


def test_a_description_gives_only_its_own_facts(vocabulary: Vocabulary) -> None:
    text = "Docetaxel is given to patients controlled with inhaled fluticasone 100 mcg twice daily."
    document = read_out(record(("DRUG", "Docetaxel"), description=text), vocabulary)
    stated = {s.predicate for s in document.statements}
    assert not stated & {"tkg:route", "tkg:dose", "tkg:schedule"}
    shared = read_out(record(("DRUG", "Docetaxel"), description="Docetaxel or placebo once daily."), vocabulary)
    assert "tkg:schedule" in {s.predicate for s in shared.statements}


def test_foreign_names_are_said_with_less_confidence(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Tobramicina + betametasona")), vocabulary)
    assert labels(document) >= {"tobramycin", "betamethasone"}
    parts = [s for s in document.statements if s.predicate == "tkg:hasComponent"]
    assert {s.method for s in parts} == {"spelling"}
    assert all(s.confidence <= 0.8 for s in parts)


def test_unknown_names_are_found_by_the_start_of_the_description(vocabulary: Vocabulary) -> None:
    told = read_out(record(("DRUG", "ZZQ-9182"), description="ZZQ-9182 is docetaxel for injection."), vocabulary)
    assert labels(told) == {"docetaxel"}
    other = read_out(record(("DRUG", "Quuxolate"), description="Given after docetaxel has failed."), vocabulary)
    assert resolved(other) == set()
    test = read_out(record(("DIAGNOSTIC_TEST", "Hemogram ZZ"), other=("Glucose",)), vocabulary)
    assert not any(c.startswith("drug/") for c in resolved(test))


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ((("DRUG", "Quuxolate"),), ["unmapped-entry"]),
        ((("OTHER", "Asthma"),), ["mistyped-entry"]),  # a condition
        ((("DRUG", "Asthma Quuxolate"),), ["unmapped-entry"]),
        ((("OTHER", "ALL"),), ["unmapped-entry"]),  # a short form means too much
        ((("DRUG", "Docetaxel plus Quuxolate"),), ["partly-mapped-entry"]),
        ((("DRUG", "Online docetaxel"),), []),  # how it is given is no name
        ((("DRUG", "Home-based docetaxel system"),), []),
        ((("DRUG", "Online Quuxolate docetaxel"),), ["partly-mapped-entry"]),
        ((("DRUG", "Docetaxel 12-week crossover sequence"),), []),
        ((("DRUG", "Docetaxel 12-Quuxolate"),), ["partly-mapped-entry"]),
        ((("DRUG", "ZZQ-9182"),), ["unknown-code"]),
        ((("DRUG", "Docetaxel plus ZZQ-9182"),), ["unknown-code"]),
        ((("OTHER", "Radiofrequency ablation"),), ["mistyped-entry"]),
        ((("OTHER", "Nephrectomy"),), ["mistyped-entry"]),
        ((("OTHER", "Hemodialysis"),), ["mistyped-entry"]),
        ((("OTHER", "Continuous glucose monitor"),), ["mistyped-entry"]),
        ((("OTHER", "Physical therapy"),), []),  # no type of a registry is made for these
        ((("OTHER", "Prone positioning"),), []),
        ((("OTHER", "Acupuncture"),), []),
        ((("OTHER", "Enhanced recovery after surgery"),), []),
        ((("OTHER", "Mobile app"),), []),
        ((("PROCEDURE", "Physical therapy"),), []),
        ((("DRUG", "Physical therapy"),), ["mistyped-entry"]),
        ((("DRUG", "Spinal anesthesia"),), []),  # is done with drugs
        ((("DRUG", "Platelet-rich plasma"),), []),
        ((("DRUG", "Nephrectomy"),), ["mistyped-entry"]),
        ((("DEVICE", "Virtual reality"),), []),
        ((("PROCEDURE", "Balance training"),), []),
        ((("DRUG", "Balance training"),), ["mistyped-entry"]),
        ((("OTHER", "Normal saline"),), []),
        ((("OTHER", "Docetaxel"),), ["mistyped-entry"]),
        ((("OTHER", "Docetaxel treatment"),), ["mistyped-entry"]),
        ((("DRUG", "Docetaxel and radiotherapy"),), ["mistyped-entry"]),
        ((("DRUG", "Formoterol MDI"),), []),
        ((("DRUG", "Oxaliplatin (HAI)"),), []),  # its way
        ((("DRUG", "HAI"),), ["mistyped-entry"]),
        ((("DRUG", "Hepatic arterial oxaliplatin infusion"),), ["mistyped-entry"]),
        ((("PROCEDURE", "FOLFOX"),), ["mistyped-entry"]),
        ((("PROCEDURE", "HAIC of FOLFOX"),), []),
        ((("DRUG", "HAIC of FOLFOX"),), []),
        ((("DRUG", "Docetaxel"), ("DRUG", "docetaxel ")), ["duplicate-entry"]),
        ((("DRUG", "Docetaxel"), ("DRUG", "docetaxel "), ("DRUG", "DOCETAXEL")), ["duplicate-entry"]),
        ((("DRUG", "Docetaxel"), ("DRUG", "Placebo")), []),
    ],
)
def test_findings(entries: tuple[tuple[str, str], ...], kinds: list[str], vocabulary: Vocabulary) -> None:
    assert findings(read_out(record(*entries), vocabulary)) == kinds


def test_the_description_says_how_it_is_given(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Docetaxel"), description="75 mg/m2 intravenously every 3 weeks."), vocabulary)
    stated = {s.predicate: s.object for s in document.statements if "administration" in s.subject}
    assert stated["tkg:dose"] == Value("75 mg/m2")
    assert stated["tkg:route"] == "route/intravenous"
    assert stated["tkg:schedule"] == Value("every 3 weeks")


def test_a_name_of_ten_million_characters(vocabulary: Vocabulary) -> None:
    document = read_out(record(("DRUG", "Docetaxel" + " (x" * 3_500_000)), vocabulary)
    assert "partly-mapped-entry" in findings(document)


def test_markup_and_metacharacters_do_no_harm(vocabulary: Vocabulary) -> None:
    for name in (
        "<b>Docetaxel</b>",
        '"; DROP GRAPH <x> ;',
        "\\u0000 {} $ ^ .* (?=",
        "|||",
        " ",
        "a|b",
        "😀 docetaxel 😀",
    ):
        read_out(record(("DRUG", name)), vocabulary)


# ------------------------------------------------------------------------------------------------- rows of doses


def _how(document: Document, position: int = 0) -> dict[str, set[str]]:
    """What the first administration of an entry states, by property."""
    node = document.trial.part(f"administration-intervention-{position}-0")
    found: dict[str, set[str]] = {}
    for statement in document.statements:
        if statement.subject == node and statement.predicate in ("tkg:dose", "tkg:route", "tkg:schedule"):
            said = statement.object if isinstance(statement.object, str) else statement.object.lexical
            found.setdefault(statement.predicate, set()).add(said)
    return found


@pytest.mark.parametrize(
    ("prose", "how"),
    [
        (
            "Program: apatinib 250mg oral d1-21; carboplatin AUC=5 intravenous drip d1.",
            {"tkg:dose": {"250mg"}, "tkg:route": {"route/oral"}, "tkg:schedule": {"d1-21"}},
        ),
        ("Apatinib 500 mg once daily plus carboplatin.", {"tkg:dose": {"500 mg"}, "tkg:schedule": {"once daily"}}),
        ("In previous studies, apatinib 850 mg once daily was tolerated.", {}),
        ("Apatinib is absorbed well; 250 mg is the usual strength.", {}),
        (
            "Apatinib (YN968D1) 250 mg po qd.",
            {"tkg:dose": {"250 mg"}, "tkg:route": {"route/oral"}, "tkg:schedule": {"qd"}},
        ),
        ("Apatinib, 250 mg.", {}),
        ("Carboplatin 5 mg orally d1-3.", {}),
        # right beside the name, in a clause on the trial
        ("This trial is to compare oral apatinib with rest.", {"tkg:route": {"route/oral"}}),
        ("This study is on patients with oral pain and the safety of apatinib.", {}),
        ("Patients are randomized to apatinib for 9 weeks or to rest.", {"tkg:schedule": {"for 9 weeks"}}),
        ("They receive carboplatin 50 mg/m2 - daily apatinib", {"tkg:schedule": {"daily"}}),
        ("This trial is to assess stable disease for at least 4 months on apatinib.", {}),
    ],
)
def test_a_row_of_doses_needs_no_verb(prose: str, how: dict[str, set[str]], vocabulary: Vocabulary) -> None:
    assert _how(read_out(record(("DRUG", "Apatinib"), prose=prose), vocabulary)) == how


# ------------------------------------------------------------------------------- local procedures as records name them


def _routes(name: str, kind: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    parts = parse(name, vocabulary, kind).parts
    return [(part.concept or "", next((f.value for f in part.facts if f.kind == "route"), "")) for part in parts]


_HAI, _BY_HAI = "procedure/hepatic-arterial-infusion", "route/hepatic-arterial-infusion"


@pytest.mark.parametrize(
    ("name", "kind", "parts"),
    [
        ("CT-guided microwave ablation", "PROCEDURE", [("procedure/microwave-ablation", "")]),
        ("Microwave ablation under CT guidance", "PROCEDURE", [("procedure/microwave-ablation", "")]),
        (
            "Percutaneous ultrasound-guided RFA",
            "PROCEDURE",
            [("procedure/radiofrequency-ablation", "route/percutaneous")],
        ),
        ("Computed tomography", "DIAGNOSTIC_TEST", [("diagnostic-test/computed-tomography", "")]),
        (
            "Ultrasound and microwave ablation",
            "PROCEDURE",
            [("diagnostic-test/ultrasound", ""), ("procedure/microwave-ablation", "")],
        ),
        (
            "Intravenous paclitaxel + carboplatin",
            "DRUG",
            [("drug/paclitaxel", "route/intravenous"), ("drug/carboplatin", "route/intravenous")],
        ),
        (
            "Oral capecitabine and temozolomide",
            "DRUG",
            [("drug/capecitabine", "route/oral"), ("drug/temozolomide", "route/oral")],
        ),
        ("I.V. irinotecan", "DRUG", [("drug/irinotecan", "route/intravenous")]),
        ("Irinotecan I.V.", "DRUG", [("drug/irinotecan", "route/intravenous")]),
        ("S.C. trastuzumab", "DRUG", [("drug/trastuzumab", "route/subcutaneous")]),
        ("I.M. methotrexate", "DRUG", [("drug/methotrexate", "route/intramuscular")]),
        ("CRS-HIPEC", "PROCEDURE", [("procedure/cytoreductive-surgery", ""),
                                    ("procedure/hyperthermic-intraperitoneal-chemotherapy", "")]),
        ("I+V", "DRUG", [("regimen/ibrutinib-venetoclax", "")]),
        ("Yttrium Y-90 Radioembolization", "PROCEDURE", [("procedure/selective-internal-radiation-therapy", "")]),
        ("IV cisplatin + capecitabine", "DRUG", [("drug/cisplatin", "route/intravenous"), ("drug/capecitabine", "")]),
        ("Oral etoposide and rituximab", "DRUG", [("drug/etoposide", "route/oral"), ("drug/rituximab", "")]),
        (
            "Subcutaneous insulin glargine + empagliflozin",
            "DRUG",
            [("drug/insulin-glargine", "route/subcutaneous"), ("drug/empagliflozin", "")],
        ),
        (
            "Oral metformin tablets and glimepiride",
            "DRUG",
            [("drug/metformin", "route/oral"), ("drug/glimepiride", "")],
        ),
        ("TACE via femoral artery with epirubicin", "PROCEDURE",
         [("procedure/transarterial-chemoembolization", ""), ("drug/epirubicin", "")]),
        ("Nerve stimulation via electrodes with a remote", "PROCEDURE", [("procedure/electrical-stimulation", "")]),
        ("HAIC (FOLFOX)", "DRUG", [(_HAI, ""), ("regimen/folfox", _BY_HAI)]),
        (
            "HIPEC (cisplatin)",
            "PROCEDURE",
            [
                ("procedure/hyperthermic-intraperitoneal-chemotherapy", ""),
                ("drug/cisplatin", "route/intraperitoneal"),
            ],
        ),
        ("Radiofrequency ablation (RFA)", "PROCEDURE", [("procedure/radiofrequency-ablation", "")]),
        (
            "Hepatic arterial infusion of oxaliplatin, fluorouracil and leucovorin",
            "DRUG",
            [(_HAI, ""), *((f"drug/{drug}", _BY_HAI) for drug in ("oxaliplatin", "fluorouracil", "leucovorin"))],
        ),
        (
            "Hepatic arterial infusion of oxaliplatin plus lenvatinib",
            "DRUG",
            [(_HAI, ""), ("drug/oxaliplatin", _BY_HAI), ("drug/lenvatinib", "")],
        ),
        (
            "Hepatic arterial infusion of oxaliplatin and lenvatinib",
            "DRUG",
            [(_HAI, ""), ("drug/oxaliplatin", _BY_HAI), ("drug/lenvatinib", "")],
        ),
        (
            "Intravenous oxaliplatin and capecitabine",
            "DRUG",
            [("drug/oxaliplatin", "route/intravenous"), ("drug/capecitabine", "")],
        ),
        ("non-smoker oral melatonin", "DRUG", [("drug/melatonin", "route/oral")]),
        ("non-aspirin", "DRUG", []),
        ("Fruquintinib 4 mg po d1-21 q4w", "DRUG", [("drug/fruquintinib", "route/oral")]),
    ],
)
def test_local_procedures(name: str, kind: str, parts: list[tuple[str, str]], vocabulary: Vocabulary) -> None:
    assert _routes(name, kind, vocabulary) == parts


@pytest.mark.parametrize(
    ("entries", "prose", "routes"),
    [
        (
            ("Oxaliplatin", "Leucovorin", "Lenvatinib"),
            "They receive oxaliplatin 85 mg/m2 and leucovorin 400 mg/m2 via the hepatic artery, and lenvatinib.",
            [_BY_HAI, _BY_HAI, ""],
        ),
        (
            ("Lenvatinib", "Oxaliplatin"),
            "Patients receive lenvatinib 8 mg and oxaliplatin 85 mg/m2 via hepatic artery infusion.",
            ["", _BY_HAI],
        ),
        (
            ("Capecitabine", "Oxaliplatin"),
            "Patients receive capecitabine 1000 mg/m2 orally and oxaliplatin 85 mg/m2 by intravenous infusion.",
            ["route/oral", "route/intravenous"],
        ),
        (
            ("Capecitabine", "Oxaliplatin"),
            "Patients receive capecitabine. They are also given oxaliplatin 85 mg/m2 by intravenous infusion.",
            ["", "route/intravenous"],
        ),
        (("Hyaluronic acid",), "They receive an intra-articular shot of hyaluronic acid.", ["route/intra-articular"]),
        (("Tuvusertib", "Temozolomide"), "They receive tuvusertib orally (PO), temozolomide PO.", ["route/oral"] * 2),
        (("Capecitabine", "Apatinib"), "They take capecitabine and apatinib by mouth.", ["route/oral"] * 2),
        (("Oxaliplatin", "Capecitabine"), "They get oxaliplatin and capecitabine by mouth.", ["", "route/oral"]),
        (("Bleximenib",), "Bleximenib is taken by mouth.", ["route/oral"]),
        (("Capecitabine", "Lenvatinib"), "They get capecitabine. It will be taken by mouth.", ["route/oral", ""]),
        (("Capecitabine", "Lenvatinib"), "They receive capecitabine and lenvatinib. It is taken by mouth.", ["", ""]),
        (("Capecitabine", "Lenvatinib"), "They receive capecitabine. It is well absorbed by mouth.", ["", ""]),
        (("Bleximenib", "Placebo"), "Subjects received study drug intravenously.", ["route/intravenous", ""]),
        (("Bleximenib", "Docetaxel"), "Subjects received study drug intravenously.", ["", ""]),
        (("Lenvatinib",), "Lenvatinib is inhaled through a nebulizer every 20 minutes.", ["route/inhaled"]),
        (("Lenvatinib",), "Lenvatinib gel is applied to the skin every morning.", ["route/topical"]),
        (("Lenvatinib",), "Lenvatinib 0.5% in glaucoma or ocular hypertension.", [""]),
        (("Lenvatinib",), "Lenvatinib 0.5% for oral mucositis.", [""]),
    ],
)
def test_ways_told_in_prose(entries: tuple[str, ...], prose: str, routes: list[str], vocabulary: Vocabulary) -> None:
    document = read_out(record(*(("DRUG", name) for name in entries), prose=prose), vocabulary)
    found = [_how(document, position).get("tkg:route", {""}) for position in range(len(entries))]
    assert found == [{route} for route in routes]


def _doses(document: Document) -> dict[str, str]:
    gives = {s.subject: str(s.object) for s in document.statements if s.predicate == "tkg:gives"}
    said = [s for s in document.statements if s.predicate == "tkg:dose"]
    return {gives[s.subject]: s.object.lexical for s in said if isinstance(s.object, Value)}


def test_a_drug_of_a_regimen_is_given_as_the_prose_says(vocabulary: Vocabulary) -> None:
    prose = "Patients receive gemcitabine 1000 mg/m2 and oxaliplatin 85 mg/m2 every 3 weeks."
    doses = {"drug/gemcitabine": "1000 mg/m2", "drug/oxaliplatin": "85 mg/m2"}
    assert _doses(read_out(record(("DRUG", "GEMOX"), prose=prose), vocabulary)) == doses
    assert _doses(read_out(record(("DRUG", "Lenvatinib"), prose=prose), vocabulary)) == {}


def test_what_all_arms_are_given_is_told_of_the_entry(vocabulary: Vocabulary) -> None:
    prose = (
        "Patients will be randomized to receive pyrotinib or placebo, both in combination with docetaxel 75 mg/m2. "
        "Patients receive pyrotinib 400 mg daily."
    )
    entries = (("DRUG", "Docetaxel"), ("DRUG", "Pyrotinib"), ("DRUG", "Placebo"))
    doses = {"drug/docetaxel": "75 mg/m2", "drug/pyrotinib": "400 mg"}
    assert _doses(read_out(record(*entries, prose=prose), vocabulary)) == doses
    prose = prose.replace("receive pyrotinib or", "receive pyrotinib 320 mg or")  # an arm has a way of its own
    assert _doses(read_out(record(*entries, prose=prose), vocabulary)) == {"drug/docetaxel": "75 mg/m2"}


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("Cisplatin/Carboplatin", ["first", "or"]),
        ("Paclitaxel / docetaxel", ["first", "or"]),
        ("Bevacizumab plus FOLFOX/FOLFIRI", ["first", "with", "or"]),
        ("Cisplatin and carboplatin", ["first", "with"]),
        ("Cisplatin/etoposide", ["first"]),
        ("Cisplatin/pembrolizumab", ["first", "with"]),
        ("Oxaliplatin/bevacizumab", ["first", "with"]),
    ],
)
def test_a_stroke_between_two_of_a_kind_is_a_choice(name: str, relations: list[str], vocabulary: Vocabulary) -> None:
    assert [part.relation for part in parse(name, vocabulary, "DRUG").parts] == relations


@pytest.mark.parametrize(
    ("prose", "how"),
    [
        ("This study evaluates multiple intravenous (IV) doses of docetaxel 75 mg/m2.", {"route/intravenous"}),
        ("Participants receive an SC abdominal injection of docetaxel every 4 weeks.", {"route/subcutaneous"}),
        ("The study looks at bleeding after intravenous administration of docetaxel.", {"route/intravenous"}),
        ("Participants get docetaxel as infusions into a vein.", {"route/intravenous"}),
        ("The study tests the effect of docetaxel on the skin.", set()),
        ("Participants receive docetaxel 75 mg/m2 every 3 weeks.", set()),
        ("Intravenous docetaxel has been found to prolong survival in other studies.", set()),
        ("Participants receive docetaxel 14 days after intravenous contrast.", set()),
    ],
)
def test_of_a_described_entry_prose_tells_the_route_alone(prose: str, how: set[str], vocabulary: Vocabulary) -> None:
    trial = record(("DRUG", "Docetaxel"), description="Chemotherapy, 60 mg/m2.", prose=prose)
    told = _how(read_out(trial, vocabulary))
    assert told.pop("tkg:route", set()) == how
    assert told == {"tkg:dose": {"60 mg/m2"}}


def test_a_description_tells_how_each_of_several_parts_is_given(vocabulary: Vocabulary) -> None:
    text = "Erlotinib is to be taken orally at 150 mg daily on days 8-21. Cisplatin 75 mg/m2 is given intravenously."
    document = read_out(record(("DRUG", "Cisplatin and erlotinib"), description=text), vocabulary)
    assert _how(document) == {"tkg:route": {"route/intravenous"}, "tkg:dose": {"75 mg/m2"}}
    assert _doses(document) == {"drug/cisplatin": "75 mg/m2", "drug/erlotinib": "150 mg"}


def test_what_a_thing_is_made_with_is_not_the_thing(vocabulary: Vocabulary) -> None:
    text = "ZZQ-9182 is an extract within particles of docetaxel."
    assert labels(read_out(record(("DRUG", "ZZQ-9182"), description=text), vocabulary)) == {"ZZQ-9182"}


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("thrombin inhibitor", {"drug-class/thrombin-inhibitor"}),
        ("oral glucokinase activator", set()),
        ("cortisol synthesis inhibitor", set()),
        ("progesterone receptor modulator", {"drug-class/progesterone-receptor-modulator"}),
        ("trastuzumab-MMAE conjugate", set()),
        ("glucokinase activator ZZQ-9182", {"drug/zzq9182"}),
        ("peptide-exatecan conjugate ZZQ-9182", {"drug/zzq9182"}),
        ("beta-2 agonist salbutamol", {"drug/albuterol"}),
        ("calcium channel blocker", {"drug-class/calcium-channel-blocker"}),
        ("trastuzumab deruxtecan antibody-drug conjugate", {"drug/trastuzumab-deruxtecan"}),
    ],
)
def test_what_a_drug_acts_on_is_not_the_drug(name: str, concepts: set[str], vocabulary: Vocabulary) -> None:
    assert resolved(read_out(record(("DRUG", name)), vocabulary)) == concepts


def test_what_a_drug_acts_on_is_not_given(vocabulary: Vocabulary) -> None:
    trial = record(("DRUG", "Thrombin"), prose="They receive a thrombin inhibitor 10 mg daily.")
    document = read_out(trial, vocabulary)
    assert not _doses(document)


def test_what_is_more_than_the_thing_named_may_be_of_another_type(vocabulary: Vocabulary) -> None:
    document = read_out(record(("OTHER", "Written leaflet about the morning hours of docetaxel")), vocabulary)
    assert "mistyped-entry" not in findings(document)
