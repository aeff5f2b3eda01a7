"""The grammar of intervention names: tables of names with their parts, and names that must not be cut."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from tiny_vocabulary import tiny

from kg.extract.names.composite import LONGEST, parse
from kg.vocab import load

# name, registry type, parts as (surface, concept or None)
PARTS: list[tuple[str, str, list[tuple[str, str | None]]]] = [
    ("Icaritin Combined With Bevacizumab and FOLFIRI", "DRUG",
     [("Icaritin", "drug/icaritin"), ("Bevacizumab", "drug/bevacizumab"), ("FOLFIRI", "regimen/folfiri")]),
    ("Serplulimab+Regorafenib", "DRUG", [("Serplulimab", "drug/serplulimab"), ("Regorafenib", "drug/regorafenib")]),
    ("Regorafenib and Toripalimab Combination", "DRUG",
     [("Regorafenib", "drug/regorafenib"), ("Toripalimab", "drug/toripalimab")]),
    ("Regorafenib plus Toripalimab", "DRUG", [("Regorafenib", "drug/regorafenib"), ("Toripalimab",
     "drug/toripalimab")]),
    ("regorafenib; toripalimab & bevacizumab", "DRUG",
     [("regorafenib", "drug/regorafenib"), ("toripalimab", "drug/toripalimab"), ("bevacizumab", "drug/bevacizumab")]),
    ("Bevacizumab in combination with radiotherapy", "DRUG",
     [("Bevacizumab", "drug/bevacizumab"), ("radiotherapy", "radiation/radiotherapy")]),
    ("Pembrolizumab (Keytruda)", "DRUG", [("Pembrolizumab", "drug/pembrolizumab")]),
    ("MK-3475 (pembrolizumab) 200 mg", "DRUG", [("MK-3475", "drug/pembrolizumab")]),
    ("TR-399 (5% sildenafil topical gel)", "DRUG", [("sildenafil", "drug/sildenafil")]),
    ("radiofrequency ablation (RFA)", "PROCEDURE", [("radiofrequency ablation", "procedure/radiofrequency-ablation")]),
    ("FOLFOX (oxaliplatin, leucovorin, 5-FU)", "DRUG", [("FOLFOX", "regimen/folfox")]),
    ("Fluoroquinolone (either ciprofloxacin or levofloxacin)", "DRUG", [("Fluoroquinolone",
     "drug-class/fluoroquinolone")]),
    ("Immunotherapy (Pembrolizumab)", "DRUG", [("Pembrolizumab", "drug/pembrolizumab")]),
    ("Sulfamethoxazole/trimethoprim tablets", "DRUG",
     [("Sulfamethoxazole", "drug/sulfamethoxazole"), ("trimethoprim", "drug/trimethoprim")]),
    ("Amlodipine/Atorvastatin", "DRUG", [("Amlodipine", "drug/amlodipine"), ("Atorvastatin", "drug/atorvastatin")]),
    ("Amlodipine/atorvastatin single pill", "DRUG",
     [("Amlodipine", "drug/amlodipine"), ("atorvastatin", "drug/atorvastatin")]),
    ("Sildenafil Citrate", "DRUG", [("Sildenafil", "drug/sildenafil")]),
    ("Placebo + docetaxel", "DRUG", [("Placebo", "placebo/placebo"), ("docetaxel", "drug/docetaxel")]),
    ("Matching placebo to sildenafil", "DRUG", [("placebo", "placebo/placebo")]),
    ("Sildenafil placebo", "DRUG", [("placebo", "placebo/placebo")]),
    ("Placebo for sildenafil and aspirin", "DRUG", [("Placebo", "placebo/placebo")]),
    ("Placebo (for HGP0904)", "DRUG", [("Placebo", "placebo/placebo")]),
    ("Low dose Aspirin, Vitamin D placebo", "DRUG", [("Aspirin", "drug/aspirin"), ("placebo", "placebo/placebo")]),
    ("Normal Saline (Placebo)", "DRUG", [("Placebo", "placebo/placebo")]),
    ("Sham acupuncture and standard care (SSC)", "OTHER",
     [("Sham acupuncture", "placebo/sham-acupuncture"), ("standard care", "standard-care/standard-of-care")]),
    ("Placebo / Sham", "DEVICE", [("Placebo", "placebo/placebo"), ("Sham", "placebo/sham")]),
    ("Bevacizumab biosimilar", "DRUG", [("Bevacizumab biosimilar", "drug/bevacizumab")]),
    ("BAT1706", "BIOLOGICAL", [("BAT1706", "drug/bevacizumab")]),
    ("Hepatic Artery Bicarbonate Infusion", "DRUG",
     [("Hepatic Artery Bicarbonate Infusion", "procedure/hepatic-arterial-infusion"),
      ("Bicarbonate", "drug/sodium-bicarbonate")]),
    ("Trabeculectomy with 5FU", "PROCEDURE", [("Trabeculectomy", "procedure/trabeculectomy"), ("5FU",
     "drug/fluorouracil")]),
    ("Group 1: Aspirin 20 mg/d followed by ketamine", "DRUG", [("Aspirin", "drug/aspirin"), ("ketamine",
     "drug/ketamine")]),
    ("Zanidatamab plus capecitabine", "DRUG", [("Zanidatamab", None), ("capecitabine", "drug/capecitabine")]),
    ("LY3298176 and aspirin", "DRUG", [("LY3298176", None), ("aspirin", "drug/aspirin")]),
    ("HEC88473, Placebo, Docetaxel", "DRUG",
     [("HEC88473", None), ("Placebo", "placebo/placebo"), ("Docetaxel", "drug/docetaxel")]),
    ("Cognitive Behavioral Therapy for Depression and ketamine misuse", "BEHAVIORAL",
     [("Cognitive Behavioral Therapy", "behavioral/cognitive-behavioral-therapy")]),
    ("Oral food challenge", "PROCEDURE", [("Oral food challenge", "diagnostic-test/oral-food-challenge")]),
    ("High energy and protein enteral nutrition", "OTHER", [("enteral nutrition",
     "dietary-supplement/enteral-nutrition")]),
    ("Granules with oksaliplatin+docetaksel", "DEVICE",
     [("oksaliplatin", "drug/oxaliplatin"), ("docetaksel", "drug/docetaxel")]),
    ("Ketamina", "DRUG", [("Ketamina", "drug/ketamine")]),
    ("Deksametazon 8 mg", "DRUG", [("Deksametazon", "drug/dexamethasone")]),
    ("Chemotherapy targeting chitosan, lead and EGFR plus ketamine", "DRUG",
     [("Chemotherapy", "drug-class/chemotherapy"), ("ketamine", "drug/ketamine")]),
    ("EGFR targeting immunotherapy", "DRUG", [("immunotherapy", "drug-class/immunotherapy")]),
    ("HAI of FOLFOX", "DRUG", [("HAI", "procedure/hepatic-arterial-infusion"), ("FOLFOX", "regimen/folfox")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "wanted"), PARTS, ids=[row[0] for row in PARTS])
def test_parts(name: str, kind: str, wanted: list[tuple[str, str | None]]) -> None:
    parts = parse(name, tiny(), kind).parts
    assert [(name[p.start : p.end], p.concept) for p in parts] == wanted


# Names of which nothing may be taken for a concept.
NOTHING = [
    ("TACE", "PROCEDURE"), ("OS", "OTHER"), ("os", "OTHER"), ("study", "OTHER"), ("Control", "OTHER"), ("Lead",
     "DEVICE"),
    ("Gold", "OTHER"), ("Impact", "BEHAVIORAL"), ("combined", "DRUG"), ("Lead optimization visits", "OTHER"),
    ("chitosan free cotton long sleeved t-shirts and pants.", "OTHER"), ("Drug A", "DRUG"), ("Investigational Agent",
     "DRUG"),
    ("Mid-Ohio Food Farmacy + Health Impact Ohio Pathways Hub", "BEHAVIORAL"), ("No yoga", "BEHAVIORAL"),
    ("Dissemination and Implementation Research", "OTHER"), ("Audit & Feedback (real time)", "BEHAVIORAL"),
    ("collection of blood and urine", "BIOLOGICAL"), ("Problem Management Plus (PM+)", "BEHAVIORAL"), ("SHR-9999",
     "DRUG"),
    ("RFA-123 app", "DEVICE"), ("Questionnaire CBT-SF", "OTHER"), ("Ketamin-like program", "BEHAVIORAL"),
    ("Sodina", "OTHER"), ("Aspiration", "PROCEDURE"),
    ("aspirin-free diet counselling leaflet", "BEHAVIORAL"), ("Gold standard training for the team", "OTHER"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), NOTHING, ids=[row[0] for row in NOTHING])
def test_nothing_is_invented(name: str, kind: str) -> None:
    composite = parse(name, tiny(), kind)
    assert [p.concept for p in composite.parts if p.concept is not None] == []
    assert composite.parts or composite.leftovers


# Names that hold a connector and must stay one part.
WHOLE = [
    "collection of blood and urine", "Audit & Feedback", "Dissemination and Implementation Research",
    "Traditional Brick-and-Mortar Hospital", "Baked or unbaked goods", "Walking, running",
     "12-page leaflet with pictures",
]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_no_cut_without_a_known_name(name: str) -> None:
    assert len(parse(name, tiny(), "OTHER").parts) == 1


RELATIONS = [
    ("icaritin & docetaxel/icaritin & sorafenib", ["first", "with", "or", "with"]),
    ("Docetaxel or capecitabine", ["first", "or"]),
    ("Docetaxel and/or capecitabine", ["first", "or"]),
    ("Docetaxel, capecitabine or irinotecan", ["first", "or", "or"]),
    ("Docetaxel, capecitabine and/or irinotecan", ["first", "with", "or"]),
    ("Docetaxel plus capecitabine or irinotecan", ["first", "with", "or"]),
    ("Docetaxel, capecitabine and irinotecan", ["first", "with", "with"]),
    ("Docetaxel versus capecitabine", ["first", "versus"]),
    ("Docetaxel vs. capecitabine", ["first", "versus"]),
    ("Irinotecan with or without bevacizumab", ["first", "optional"]),
    ("Irinotecan ± bevacizumab", ["first", "optional"]),
    ("Irinotecan +/- bevacizumab", ["first", "optional"]),
    ("Docetaxel followed by capecitabine", ["first", "then"]),
    ("Docetaxel, then capecitabine", ["first", "then"]),
    ("Docetaxel with capecitabine", ["first", "with"]),
    ("Capecitabine (or docetaxel)", ["first", "or"]),
    ("Bevacizumab added to FOLFOX", ["first", "with"]),
    ("Investigator's choice: docetaxel, capecitabine, irinotecan", ["first", "or", "or"]),
    ("Physician's choice of docetaxel/capecitabine", ["first", "or"]),
    ("Physician's choice: docetaxel and capecitabine, or irinotecan", ["first", "with", "or"]),
    ("Docetaxel, capecitabine and ketamine of the physician's choice", ["first", "with", "with"]),
]


# With the whole vocabulary: what classes drugs have.
STROKES = [
    ("Enoxaparin/warfarin", ["first", "or"]),
    ("Prednisolone/Prednisone", ["first", "or"]),
    ("Sintilimab/tislelizumab", ["first", "or"]),
    ("Cisplatin/carboplatin", ["first", "or"]),
    ("Rosuvastatin/placebo", ["first", "or"]),
    ("Patch/bupropion/varenicline choice", ["first", "or"]),
    ("Irbesartan/hydrochlorothiazide", ["first", "with"]),
    ("Carfilzomib/dexamethasone/isatuximab", ["first", "with"]),
    ("Bimatoprost/brimonidine", ["first", "with"]),
    ("Cetuximab/gemcitabine", ["first", "with"]),
    ("Colchicine/probenecid", ["first", "with"]),
]


@pytest.mark.parametrize(
    ("name", "kind", "concepts"),
    [
        ("Bupivacaine Hydrochloride, Liposomal", "DRUG", ["drug/liposomal-bupivacaine"]),
        ("Cholecystectomy, Laparoscopic", "PROCEDURE", ["procedure/laparoscopic-cholecystectomy"]),
        ("Exercise, aerobic", "BEHAVIORAL", ["behavioral/aerobic-exercise"]),
        ("Aspirin, Clopidogrel", "DRUG", ["drug/aspirin", "drug/clopidogrel"]),
        ("Metformin, Placebo", "DRUG", ["drug/metformin", "placebo/placebo"]),
        ("Cold, Control", "OTHER", [None]),
        ("Vonoprazan-amoxicillin dual therapy", "DRUG", ["regimen/vonoprazan-amoxicillin-dual-therapy"]),
        ("Nitrous oxide/oxygen sedation", "DRUG", ["combination-product/nitrous-oxide-oxygen"]),
        ("Progesterone 400mg vaginal pessaries", "DRUG", ["drug/progesterone"]),
        ("Arabin pessary", "DEVICE", ["device/cervical-pessary"]),
        ("Combined spinal-epidural analgesia", "PROCEDURE", ["procedure/combined-spinal-epidural-anesthesia"]),
        ("Digital Cognitive Behavioural Therapy for Insomnia", "BEHAVIORAL",
         ["behavioral/cognitive-behavioral-therapy-for-insomnia"]),
        ("Urinalysis", "DIAGNOSTIC_TEST", ["diagnostic-test/urinalysis"]),
        ("Phacoemulsification with IOL implantation", "PROCEDURE", ["procedure/phacoemulsification"]),
        ("Virtual reality distraction during venipuncture", "BEHAVIORAL", ["behavioral/virtual-reality"]),
    ],
)  # fmt: skip
def test_names_as_they_are_spoken(name: str, kind: str, concepts: list[str | None]) -> None:
    assert [p.concept for p in parse(name, load(), kind).parts] == concepts


@pytest.mark.parametrize(
    ("name", "kind", "concepts"),
    [
        ("TBI + allogeneic SCT", "PROCEDURE", ["radiation/total-body-irradiation",
                                              "procedure/allogeneic-hematopoietic-stem-cell-transplantation"]),
        ("Low-dose TBI", "RADIATION", ["radiation/total-body-irradiation"]),
        ("PDT + ranibizumab", "DRUG", ["procedure/photodynamic-therapy", "drug/ranibizumab"]),
        ("TBI rehabilitation", "BEHAVIORAL", ["procedure/rehabilitation"]),
        ("Education for TBI", "BEHAVIORAL", ["behavioral/education"]),
    ],
)  # fmt: skip
def test_acronyms_by_themselves(name: str, kind: str, concepts: list[str]) -> None:
    assert [p.concept for p in parse(name, load(), kind).parts] == concepts


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        # an operation by the ways that are compared
        ("Robotic vs. laparoscopic gastrectomy", "PROCEDURE",
         [("first", "procedure/robotic-gastrectomy"), ("versus", "procedure/laparoscopic-gastrectomy")]),
        ("Laparoscopic vs open liver resection", "PROCEDURE",
         [("first", "procedure/laparoscopic-hepatectomy"), ("versus", "procedure/open-hepatectomy")]),
        ("EUS-FNB vs EUS-FNA", "PROCEDURE", [("first", "diagnostic-test/eus-fine-needle-biopsy"),
                                            ("versus", "diagnostic-test/eus-fine-needle-aspiration")]),
        ("Laparoscopic vs open", "PROCEDURE", [("first", None), ("versus", None)]),
        ("Pancreatoduodenectomy: robotic versus open", "PROCEDURE",
         [("first", "procedure/robotic-pancreaticoduodenectomy"),
          ("versus", "procedure/open-pancreaticoduodenectomy")]),
        ("Gastrectomy (laparoscopic or open)", "PROCEDURE",
         [("first", "procedure/laparoscopic-gastrectomy"), ("or", "procedure/open-gastrectomy")]),
        ("Hepatectomy: early versus late", "PROCEDURE", [("first", "procedure/hepatectomy"), ("versus", None)]),
        ("Gastrectomy (laparoscopic)", "PROCEDURE", [("first", "procedure/laparoscopic-gastrectomy")]),
        ("Gastrectomy (elective)", "PROCEDURE", [("first", "procedure/gastrectomy")]),
        ("Early versus late gastrectomy", "PROCEDURE", [("first", "procedure/gastrectomy")]),
        # two ways of the same thing with a stroke between them are a choice, other procedures are not
        ("RFA/MWA", "PROCEDURE",
         [("first", "procedure/radiofrequency-ablation"), ("or", "procedure/microwave-ablation")]),
        ("CRS/HIPEC", "PROCEDURE", [("first", "procedure/cytoreductive-surgery"),
                                   ("with", "procedure/hyperthermic-intraperitoneal-chemotherapy")]),
        # said again behind a comma, more exactly
        ("Quadrivalent influenza vaccine, high dose (QIV-HD)", "BIOLOGICAL",
         [("first", "drug-class/high-dose-influenza-vaccine")]),
        ("Surgery, laparoscopic gastrectomy and chemotherapy", "PROCEDURE",
         [("first", "procedure/surgery"), ("with", "procedure/laparoscopic-gastrectomy"),
          ("with", "drug-class/chemotherapy")]),
        ("Insulin, Glargine", "DRUG", [("first", "drug/insulin-glargine")]),
        ("Aspirin, Clopidogrel", "DRUG", [("first", "drug/aspirin"), ("with", "drug/clopidogrel")]),
        # the kind of a drug in a bracket
        ("Paclitaxel (albumin-bound) + S-1", "DRUG",
         [("first", "drug/nab-paclitaxel"), ("with", "combination-product/tegafur-gimeracil-oteracil")]),
        ("Paclitaxel (weekly)", "DRUG", [("first", "drug/paclitaxel")]),
        ("Paclitaxel (Taxol)", "DRUG", [("first", "drug/paclitaxel")]),
        ("Insulin (human)", "DRUG", [("first", "drug/insulin")]),
        # two names of one drug are no choice
        ("Tislelizumab/BGB-A317 plus sitravatinib", "DRUG",
         [("first", "drug/tislelizumab"), ("with", "drug/sitravatinib")]),
        ("Tislelizumab/camrelizumab plus sitravatinib", "DRUG",
         [("first", "drug/tislelizumab"), ("or", "drug/camrelizumab"), ("with", "drug/sitravatinib")]),
        # what a scan is seen by
        ("68Ga-DOTATATE PET/CT", "DIAGNOSTIC_TEST",
         [("first", "drug/68ga-dotatate"), ("with", "diagnostic-test/pet-ct")]),
        ("Contrast enhanced ultrasound (Sonazoid)", "DIAGNOSTIC_TEST",
         [("first", "diagnostic-test/contrast-enhanced-ultrasound"), ("with", "drug/perflubutane")]),
        ("Contrast enhanced ultrasound (aspirin)", "DIAGNOSTIC_TEST",
         [("first", "diagnostic-test/contrast-enhanced-ultrasound")]),
        # `or` between two doses is no choice of what follows
        ("Amlodipine 5 mg or 10 mg + valsartan", "DRUG", [("first", "drug/amlodipine"), ("with", "drug/valsartan")]),
        ("Amlodipine 5 mg or valsartan", "DRUG", [("first", "drug/amlodipine"), ("or", "drug/valsartan")]),
    ],
)  # fmt: skip
def test_what_joins_the_parts(name: str, kind: str, told: list[tuple[str, str | None]]) -> None:
    assert [(p.relation, p.concept) for p in parse(name, load(), kind).parts] == told


@pytest.mark.parametrize(
    ("name", "doses"),
    [
        ("PEG 2 L + bisacodyl", []),
        ("PEG 2 L + bisacodyl 10 mg", ["10 mg"]),
        ("Bisacodyl 10 mg + PEG 2 L", ["10 mg"]),
        ("TR-399 (5% vardenafil)", ["5%"]),
        ("2 mg glimepiride plus metformin", ["2 mg"]),
    ],
)
def test_the_dose_of_what_is_not_known_is_of_nothing_else(name: str, doses: list[str]) -> None:
    parts = parse(name, load(), "DRUG").parts
    assert [f.value for p in parts if p.concept for f in p.facts if f.kind == "dose"] == doses


@pytest.mark.parametrize("name", [
    "Withdrawal of methotrexate", "Attempt to withdraw omalizumab", "Stopping aspirin", "Oxytocin discontinuation",
    "Antiretroviral treatment interruption", "Early steroid withdrawal", "Methadone withdrawal",
])  # fmt: skip
def test_what_is_stopped_is_not_given(name: str) -> None:
    assert [p.concept for p in parse(name, load(), "OTHER").parts] == ["standard-care/treatment-discontinuation"]


@pytest.mark.parametrize("name", [
    "Alcohol withdrawal treatment", "Opioid withdrawal", "Withdrawal symptoms scale", "Smoking cessation",
    "Ketamine for alcohol withdrawal", "Varenicline to aid smoking cessation", "Nicotine withdrawal",
])  # fmt: skip
def test_a_withdrawal_that_is_a_state_stops_nothing(name: str) -> None:
    concepts = [p.concept for p in parse(name, load(), "BEHAVIORAL").parts]
    assert "standard-care/treatment-discontinuation" not in concepts


@pytest.mark.parametrize(("name", "relations"), STROKES)
def test_a_stroke_is_a_choice_only_within_some_classes(name: str, relations: list[str]) -> None:
    parts = [p for p in parse(name, load(), "DRUG").parts if p.concept is not None]
    assert [p.relation for p in parts][: len(relations)] == relations


@pytest.mark.parametrize(("name", "relations"), RELATIONS)
def test_relations(name: str, relations: list[str]) -> None:
    assert [p.relation for p in parse(name, tiny(), "DRUG").parts] == relations


FACTS = [
    ("Docetaxel 75 mg/m2 IV q3w", [("dose", "75 mg/m2"), ("route", "route/intravenous"), ("schedule", "q3w")]),
    ("oral dexamethasone tablets 4 mg once daily",
     [("route", "route/oral"), ("form", "tablet"), ("dose", "4 mg"), ("schedule", "once daily")]),
    ("nebulised ketamine", [("route", "route/inhaled")]),
    ("intrathecal dexamethasone", [("route", "route/intrathecal")]),
    ("HAI of FOLFOX", [("route", "route/hepatic-arterial-infusion")]),
    ("Hepatic Artery Bicarbonate Infusion", [("route", "route/hepatic-arterial-infusion")]),
    ("Ketamine 0.5 mg/kg intravenous infusion",
     [("dose", "0.5 mg/kg"), ("route", "route/intravenous"), ("form", "infusion")]),
    ("Sildenafil 25 mg, 50 mg or 100 mg", [("dose", "25 mg"), ("dose", "50 mg"), ("dose", "100 mg")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts"), FACTS)
def test_facts_go_to_their_part(name: str, facts: list[tuple[str, str]]) -> None:
    given_drug = [
        p for p in parse(name, tiny(), "DRUG").parts if (p.concept or "").split("/")[0] in ("drug", "regimen")
    ]
    assert [(f.kind, f.value) for f in given_drug[0].facts] == facts


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("oral vancomycin", [("route", "route/oral")]),
        ("Oral vancomycin 125 mg", [("route", "route/oral"), ("dose", "125 mg")]),
        ("dexamethasone intravitreal implant", [("route", "route/intravitreal"), ("form", "implant")]),
        ("Intravenous lidocaine", [("route", "route/intravenous")]),
        ("Testosterone gel", [("form", "gel")]),
        ("5% dextrose", []),  # its number is no dose
        ("Topical steroids", []),
        ("Endotracheal tube", []),
    ],
)
def test_a_name_that_tells_the_route_keeps_it(name: str, told: list[tuple[str, str]]) -> None:
    (part,) = parse(name, load(), "DRUG").parts
    assert part.concept is not None
    assert [(fact.kind, fact.value) for fact in part.facts] == told


def test_the_way_of_a_list_is_that_of_each() -> None:
    parts = parse("HAI of oxaliplatin (85 mg/m2), docetaxel 40 mg/m2 and regorafenib", tiny(), "DRUG").parts
    routes = {p.concept: [f.value for f in p.facts if f.kind == "route"] for p in parts}
    assert routes["drug/oxaliplatin"] == routes["drug/docetaxel"] == ["route/hepatic-arterial-infusion"]
    assert routes["drug/regorafenib"] == []


def test_what_is_swallowed_is_not_infused() -> None:
    for name in ("Lenvatinib-HAIC", "Lenva-HAIC-ICI", "Regorafenib HAI"):
        assert not any(f.kind == "route" for p in parse(name, load(), "DRUG").parts for f in p.facts), name
    (drug,) = (p for p in parse("HAIC oxaliplatin", load(), "DRUG").parts if (p.concept or "").startswith("drug/"))
    assert [f.value for f in drug.facts] == ["route/hepatic-arterial-infusion"]


def test_each_drug_keeps_its_own_dose() -> None:
    parts = parse("Docetaxel 75 mg/m2 + Capecitabine 1000 mg/m2 twice daily", tiny(), "DRUG").parts
    assert [[f.value for f in p.facts] for p in parts] == [["75 mg/m2"], ["1000 mg/m2", "twice daily"]]


def test_the_records_own_abbreviation_overrides() -> None:
    own = (("RFA", "rapid food advice"),)
    assert [p.concept for p in parse("RFA", tiny(), "OTHER", own).parts] == [None]
    own = (("IC", "icaritin"),)
    part = parse("IC plus docetaxel", tiny(), "DRUG", own).parts[0]
    assert (part.concept, part.grounding.method) == ("drug/icaritin", "abbreviation")


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("CHP (cyclophosphamide, doxorubicin and prednisone)", ["regimen/chp"]),
        ("CHP (carboplatin, pemetrexed)", ["drug/carboplatin", "drug/pemetrexed"]),  # the record's own meaning
    ],
)
def test_an_acronym_is_the_regimen_of_just_what_follows_it(name: str, concepts: list[str]) -> None:
    short, _, long = name.removesuffix(")").partition(" (")
    found = parse(name, load(), "DRUG", ((short, long),))
    assert [part.concept for part in found.parts] == concepts


def test_long_names_are_cut_and_said() -> None:
    composite = parse("docetaxel " + "and (so on) " * 1_000_000, tiny(), "DRUG")
    assert composite.truncated
    assert [p.concept for p in composite.parts if p.concept] == ["drug/docetaxel"]


@pytest.mark.parametrize(
    "text", ["(" * 1999, "([{" * 600 + "}])" * 60, "a+" * 990, ", and " * 330, "1 to " * 400, "q2w " * 500]
)
def test_soup_is_read_in_linear_time(text: str) -> None:
    start = time.perf_counter()
    parse(text[:LONGEST], tiny(), "DRUG")
    assert time.perf_counter() - start < 2


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abdDoO 0123456789()[]{}+/,;&-±:%.aspirinKTmg", max_size=80),
    st.sampled_from(["", "DRUG", "OTHER", "DEVICE"]),
)
def test_any_text_gives_parts_inside_it(text: str, kind: str) -> None:
    composite = parse(text, tiny(), kind)
    for part in composite.parts:
        assert 0 <= part.start < part.end <= len(text)
        assert 0 <= part.grounding.score <= 1
        for fact in part.facts:
            assert 0 <= fact.start < fact.end <= len(text)
    for start, end in composite.leftovers:
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(("kind", "name", "concepts"), [
    ("DRUG", "Clobetasol Lotion Vehicle", ["placebo/vehicle"]),
    ("DRUG", "vehicle of adapalene gel", ["placebo/vehicle"]),
    ("DRUG", "Alprostadil in vehicle 2.5%", ["drug/alprostadil"]),
    ("DRUG", "losartan 50 mg plus HCT 12.5 mg", ["drug/losartan", "drug/hydrochlorothiazide"]),
    ("PROCEDURE", "HCT", ["procedure/hematopoietic-stem-cell-transplantation"]),
    ("PROCEDURE", "General or spinal anesthesia", ["procedure/general-anesthesia", "procedure/spinal-anesthesia"]),
    ("OTHER", "Blood and urine samples", ["diagnostic-test/blood-sampling", "diagnostic-test/urine-sampling"]),
    ("DRUG", "aspirin or folic acid", ["drug/aspirin", "dietary-supplement/folic-acid"]),
    ("DRUG", "iron and folic acid supplement", ["combination-product/iron-folic-acid"]),
    ("DRUG", "tofacitinib, a JAK inhibitor, plus methotrexate", ["drug/tofacitinib", "drug/methotrexate"]),
    ("DRUG", "methotrexate, a loading dose, and JAK inhibitor", ["drug/methotrexate", "drug-class/jak-inhibitor"]),
    ("DIAGNOSTIC_TEST", "Glucose", [None]),
    ("DIAGNOSTIC_TEST", "serum testosterone", [None]),
    ("DIAGNOSTIC_TEST", "oral glucose tolerance test", ["diagnostic-test/oral-glucose-tolerance-test"]),
    ("DRUG", "Testosterone", ["drug/testosterone"]),
    ("OTHER", "plasma testosterone", [None]),
    ("PROCEDURE", "blood levels of methotrexate", [None]),
    ("BIOLOGICAL", "CD33/CLL1 CAR-T", ["drug-class/cd33-cll1-car-t-cells"]),
    ("BIOLOGICAL", "CD19/CD22 CAR-T cells", ["drug-class/cd19-cd22-car-t-cells"]),
    ("DRUG", "Durysta, bimatoprost implant", ["combination-product/bimatoprost-implant"]),
    ("DRUG", "budesonide/formoterol plus budesonide", ["combination-product/budesonide-formoterol", "drug/budesonide"]),
    ("BEHAVIORAL", "Psychotherapy (CBT)", ["behavioral/cognitive-behavioral-therapy"]),
    ("PROCEDURE", "EUS-guided zorbostomy", [None]),
    ("PROCEDURE", "Ultrasound-guided zorbolysis", [None]),
    ("DIAGNOSTIC_TEST", "endoscopic ultrasound", ["procedure/endoscopic-ultrasound"]),
    ("DRUG", "IV iron (ferric derisomaltose)", ["drug/ferric-derisomaltose"]),
    ("DRUG", "Insulin (glargine)", ["drug/insulin-glargine"]),
    ("DRUG", "NAs (ETV/TDF/TAF)", ["drug/entecavir", "drug/tenofovir-disoproxil", "drug/tenofovir-alafenamide"]),
    ("DRUG", "Oxaliplatin (PIPAC)", ["drug/oxaliplatin", "procedure/pressurized-intraperitoneal-aerosol-chemotherapy"]),
    ("DRUG", "Oxaliplatin (colonoscopy)", ["drug/oxaliplatin"]),
    ("DRUG", "PegIFNα-2b 180 µg", ["drug/peginterferon-alfa-2b"]),
    ("DRUG", "anti-TNFα", ["drug-class/tnf-inhibitor"]),
    ("DRUG", "β-glucan", ["dietary-supplement/beta-glucan"]),
    ("DRUG", "Epoetin alpha", ["drug/epoetin-alfa"]),
    ("PROCEDURE", "EUS-GBD", ["procedure/eus-guided-gallbladder-drainage"]),
    ("DRUG", "mometasone/formoterol (MF/F)", ["combination-product/mometasone-formoterol"]),
    ("BEHAVIORAL", "exercise (walking, swimming)", ["behavioral/exercise"]),
    ("RADIATION", "CRT (50.4 Gy + capecitabine)", ["radiation/chemoradiotherapy", "drug/capecitabine"]),
    ("PROCEDURE", "iTBS over the left DLPFC", ["procedure/intermittent-theta-burst-stimulation"]),
    ("BIOLOGICAL", "Wharton's jelly-derived stem cells", ["drug-class/stem-cell-therapy"]),
    ("DRUG", "Glucagon receptor antagonist", ["drug-class/glucagon-receptor-antagonist"]),
    ("DRUG", "testosterone receptor blocker", [None]),
    ("DRUG", "adenosine A2B antagonist", [None]),
    ("DRUG", "calcitonin analogue", [None]),
    ("DRUG", "insulin analogue", ["drug-class/insulin-product"]),
])
def test_what_is_given_and_what_is_only_named(kind: str, name: str, concepts: list[str | None]) -> None:
    assert [part.concept for part in parse(name, load(), kind).parts] == concepts


@pytest.mark.parametrize(("name", "concepts"), [
    ("GPC3-targeting CAR-T", ["drug-class/gpc3-car-t-cells"]),
    ("anti-mesothelin-directed CAR T cells", ["drug-class/mesothelin-car-t-cells"]),
    ("B7-H3-targeted autologous CAR-T cells", ["drug-class/b7-h3-car-t-cells"]),
    ("Claudin 18.2 targeting CAR-T cells plus fludarabine",
     ["drug-class/claudin-18.2-car-t-cells", "drug/fludarabine"]),
    ("CD19/CD22-targeted CAR-T cells", ["drug-class/cd19-cd22-car-t-cells"]),
    ("CD19 and CD22 CAR-T", ["drug-class/cd19-cd22-car-t-cells"]),
    ("CD19/CD22 dual-targeted CAR-T cells", ["drug-class/cd19-cd22-car-t-cells"]),
    ("CD5/CLL1 dual CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("CD123/CLL1 dual CAR-T cells", ["drug-class/cd123-cll1-car-t-cells"]),
    ("Targeted B7-H3 UCAR-T cell injection", ["drug-class/b7-h3-car-t-cells"]),
    ("CAR-T cells targeting GPC3", ["drug-class/gpc3-car-t-cells"]),
    ("CAR-T cells against BCMA plus fludarabine", ["drug-class/bcma-car-t-cells", "drug/fludarabine"]),
    ("CAR-T cells targeting GPC3, mesothelin or HER2", ["drug-class/car-t-cell-therapy"]),
    ("CAR-T cells targeting CD19 and CD22", ["drug-class/car-t-cell-therapy"]),
    ("CAR-T cells against relapse", ["drug-class/car-t-cell-therapy"]),
    ("Targeted CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("Quux4-targeting CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("Tumor-specific CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("GPC3 and/or TGFb targeting CAR-T cells", ["drug-class/car-t-cell-therapy"]),
    ("Cyclophosphamide and CD19 CAR-T cells", ["drug/cyclophosphamide", "drug-class/cd19-car-t-cells"]),
    ("Fludarabine/CD22 CAR-T", ["drug/fludarabine", "drug-class/cd22-car-t-cells"]),
])  # fmt: skip
def test_cells_are_named_by_what_they_aim_at(name: str, concepts: list[str]) -> None:
    assert [p.concept for p in parse(name, load(), "BIOLOGICAL").parts] == concepts


@pytest.mark.parametrize(("name", "concepts"), [
    ("Irinotecan 180 mg/m2, LV 400 mg/m2, 5-FU 2400 mg/m2",
     ["drug/irinotecan", "drug/leucovorin", "drug/fluorouracil"]),
    ("L-OHP/LV/5-FU", ["drug/oxaliplatin", "regimen/fu-lv"]),
    ("Melphalan/HDS", ["drug/melphalan", "procedure/percutaneous-hepatic-perfusion"]),
    ("FA 400 mg/m2 + docetaxel", ["drug/leucovorin", "drug/docetaxel"]),
    ("LV function test + docetaxel", [None, "drug/docetaxel"]),
])  # fmt: skip
def test_short_forms_that_mean_more_are_read_by_their_dose_or_what_is_beside(
    name: str, concepts: list[str | None]
) -> None:
    assert [part.concept for part in parse(name, load(), "DRUG").parts] == concepts


@pytest.mark.parametrize(("name", "concepts"), [
    ("FOLFIRI Protocol", ["regimen/folfiri"]),
    ("CHOP protocol", ["regimen/chop"]),
    ("M-VAC regimen", ["regimen/mvac"]),
    ("FOLFOX4 protocol", ["regimen/folfox4"]),
    ("VMP protocol plus daratumumab", ["regimen/vmp", "drug/daratumumab"]),
    ("Saltz regimen", ["regimen/ifl"]),
    ("IFL protocol", ["regimen/ifl"]),
    ("Irreversible electroporation therapy", ["procedure/irreversible-electroporation"]),
    ("GVAX vaccine", ["drug/gvax"]),
    ("Flu vaccine", ["drug-class/influenza-vaccine"]),
    ("Tocolytic therapy", ["procedure/mesh-D015145"]),
    ("Exercise protocol", ["behavioral/exercise"]),
    ("Quux protocol", [None]),
])  # fmt: skip
def test_a_protocol_is_the_regimen_of_that_name(name: str, concepts: list[str | None]) -> None:
    assert [part.concept for part in parse(name, load(), "DRUG").parts] == concepts


@pytest.mark.parametrize(("name", "relations"), [
    ("FOLFIRI ± bevacizumab/cetuximab", ["first", "optional", "optional"]),
    ("FOLFIRI with or without bevacizumab/aflibercept", ["first", "optional", "optional"]),
    ("FOLFIRI ± bevacizumab plus cetuximab", ["first", "optional", "with"]),
    ("FOLFIRI + bevacizumab/cetuximab", ["first", "with", "with"]),
])  # fmt: skip
def test_what_a_stroke_joins_to_something_optional_is_optional(name: str, relations: list[str]) -> None:
    assert [part.relation for part in parse(name, load(), "DRUG").parts] == relations


IV, PO, HAI = ["route/intravenous"], ["route/oral"], ["route/hepatic-arterial-infusion"]


@pytest.mark.parametrize(("name", "routes"), [
    ("iv oxaliplatin", [IV]),
    ("po capecitabine + iv bevacizumab", [PO, IV]),
    ("ip paclitaxel plus iv cisplatin", [["route/intraperitoneal"], IV]),
    ("mFOLFOX6 and then iv cetuximab", [[], IV]),
    ("IP PTX plus SOX", [["route/intraperitoneal"], []]),
    ("IP-10 antagonist, aspirin", [[]]),
    ("Stage iv melanoma vaccine", [[]]),
    ("Factor iv concentrate, aspirin", [[]]),
    ("Docetaxel (po", [[]]),
    ("HAI floxuridine", [HAI]),
    ("HAI mFOLFOX6 plus systemic FOLFIRI", [HAI, []]),
    ("HAI titre, oxaliplatin", [[]]),
    ("CAR-T cell hepatic artery infusion", [HAI]),
    ("Hepatic artery infusion with PD-1 inhibitor", [[]]),
    ("HAIC: oxaliplatin 85 mg/m2 + leucovorin 400 mg/m2 + capecitabine 1000 mg/m2", [HAI, HAI, []]),
    ("Hepatic arterial infusion of oxaliplatin plus leucovorin plus lenvatinib", [HAI, HAI, []]),
    ("oxaliplatin via the hepatic arterial catheter", [HAI]),
    ("oxaliplatin, hepatic arterial catheter care", [[]]),
    ("oxaliplatin via an intravenous line", [[]]),
    ("oxaliplatin into the proper hepatic artery", [HAI]),
])  # fmt: skip
def test_ways_that_the_name_of_an_entry_tells(name: str, routes: list[list[str]]) -> None:
    parts = parse(name, load(), "DRUG").parts
    drugs = [p for p in parts if (p.concept or "").startswith(("drug/", "regimen/", "drug-class/"))]
    assert [[f.value for f in part.facts if f.kind == "route"] for part in drugs] == routes


def test_who_gets_a_dose_by_weight_is_no_name() -> None:
    (part,) = parse("Lenvatinib 8mg (<60kg) or 12mg (>=60kg) QD PO", load(), "DRUG").parts
    assert part.concept == "drug/lenvatinib"
    assert [fact.value for fact in part.facts] == ["8mg", "12mg", "QD", "route/oral"]


@pytest.mark.parametrize(("registry_type", "concept"), [
    ("OTHER", "behavioral/multidisciplinary-intervention"),
    ("RADIATION", "radiation/metastasis-directed-therapy"),
])  # fmt: skip
def test_a_team_is_no_radiation(registry_type: str, concept: str) -> None:
    assert [part.concept for part in parse("MDT", load(), registry_type).parts] == [concept]


def test_what_the_record_calls_hai_is_not_a_way() -> None:
    own = (("HAI", "haemagglutination inhibition"),)
    assert not [f for p in parse("HAI oxaliplatin", load(), "DRUG", own).parts for f in p.facts]


@pytest.mark.parametrize(("name", "concepts"), [
    ("Foster BDP/formoterol", ["combination-product/beclomethasone-formoterol"]),
    ("Symbicort budesonide/formoterol", ["combination-product/budesonide-formoterol"]),
    ("Kaletra plus ritonavir", ["combination-product/lopinavir-ritonavir", "drug/ritonavir"]),
    ("Truvada/efavirenz", ["combination-product/emtricitabine-tenofovir-disoproxil", "drug/efavirenz"]),
])  # fmt: skip
def test_what_a_product_holds_is_no_second_drug(name: str, concepts: list[str]) -> None:
    assert [p.concept for p in parse(name, load(), "DRUG").parts] == concepts
