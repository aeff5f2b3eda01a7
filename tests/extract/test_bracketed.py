"""What a bracket says of the class before it: its members, what is given together, examples and exceptions."""

from __future__ import annotations

import pytest

from kg.extract import interventions
from kg.extract.document import Document
from kg.extract.names.composite import parse
from kg.extract.names.facts import MEMBER
from kg.model import Statement, Value
from kg.vocab import load
from tests.extract.reading import trial

# name, registry type, (relation, concept) of its parts
LISTED = [
    ("Anti-EGFR antibody (cetuximab or panitumumab)", "BIOLOGICAL",
     [("first", "drug-class/anti-egfr-antibody"), ("or", "drug/cetuximab"), ("or", "drug/panitumumab")]),
    ("Checkpoint inhibitor (nivolumab, pembrolizumab)", "DRUG",
     [("first", "drug-class/immune-checkpoint-inhibitor"), ("or", "drug/nivolumab"), ("or", "drug/pembrolizumab")]),
    ("Hypomethylating agents (azacitidine/decitabine)", "DRUG",
     [("first", "drug-class/hypomethylating-agent"), ("or", "drug/azacitidine"), ("or", "drug/decitabine")]),
    ("Platinum (cisplatin or carboplatin) + etoposide", "DRUG",
     [("first", "drug-class/platinum-agent"), ("or", "drug/cisplatin"), ("or", "drug/carboplatin"),
      ("with", "drug/etoposide")]),
    ("Aspirin, statin (atorvastatin or rosuvastatin)", "DRUG",
     [("first", "drug/aspirin"), ("with", "drug-class/statin"), ("or", "drug/atorvastatin"),
      ("or", "drug/rosuvastatin")]),
    ("Antibiotics (amoxicillin, clarithromycin)", "DRUG",
     [("first", "drug-class/antibiotic"), ("with", "drug/amoxicillin"), ("with", "drug/clarithromycin")]),
    ("Thermal ablation (RFA or cryoablation)", "PROCEDURE",
     [("first", "procedure/ablation"), ("or", "procedure/radiofrequency-ablation"), ("or", "procedure/cryoablation")]),
    ("Chemotherapy (FOLFOX, FOLFIRI, FOLFOXIRI ± bevacizumab/cetuximab)", "DRUG",
     [("first", "drug-class/chemotherapy"), ("or", "regimen/folfox"), ("or", "regimen/folfiri"),
      ("or", "regimen/folfoxiri"), ("optional", "drug/bevacizumab"), ("optional", "drug/cetuximab")]),
    ("PD-1/PD-L1 inhibitors (atezolizumab, sintilimab)", "DRUG",
     [("first", "drug-class/pd-1-or-pd-l1-inhibitor"), ("or", "drug/atezolizumab"), ("or", "drug/sintilimab")]),
    ("Checkpoint inhibitors, including nivolumab and pembrolizumab", "DRUG",
     [("first", "drug-class/immune-checkpoint-inhibitor"), ("or", "drug/nivolumab"), ("or", "drug/pembrolizumab")]),
    ("Locoregional therapy (TACE or ablation)", "OTHER",
     [("first", "procedure/local-therapy"), ("or", "procedure/transarterial-chemoembolization"),
      ("or", "procedure/ablation")]),
    ("TACE (doxorubicin or DC Bead)", "PROCEDURE",
     [("first", "procedure/transarterial-chemoembolization"), ("with", "drug/doxorubicin"),
      ("or", "device/drug-eluting-beads")]),
    # a bracket that only holds together what is joined to the rest
    ("FOLFIRI + (cetuximab or panitumumab)", "DRUG",
     [("first", "regimen/folfiri"), ("with", "drug/cetuximab"), ("or", "drug/panitumumab")]),
    ("Docetaxel with (or without) cisplatin", "DRUG", [("first", "drug/docetaxel")]),
    ("Epidural analgesia (ropivacaine 0.2%)", "PROCEDURE",
     [("first", "procedure/epidural-analgesia"), ("with", "drug/ropivacaine")]),
    ("Spinal anesthesia (sitting position)", "PROCEDURE", [("first", "procedure/spinal-anesthesia")]),
    ("General anesthesia (propofol or sevoflurane)", "PROCEDURE",
     [("first", "procedure/general-anesthesia"), ("with", "drug/propofol"), ("or", "drug/sevoflurane")]),
    # a bracket that makes the name of a drug longer
    ("(oral)ganciclovir", "DRUG", [("first", "drug/ganciclovir")]),
    ("Endocrine therapy (XYZ or tamoxifen)", "DRUG",
     [("first", "drug-class/endocrine-therapy"), ("or", "drug/tamoxifen")]),
    ("Endocrine therapy (tamoxifen)", "DRUG", [("first", "drug/tamoxifen")]),
    ("tPA (alteplase or tenecteplase)", "DRUG", [("first", "drug/alteplase"), ("or", "drug/tenecteplase")]),
    ("Anti-VEGF (ranibizumab or aflibercept) intravitreal injection", "DRUG",
     [("first", "drug-class/vegf-inhibitor"), ("or", "drug/ranibizumab"), ("or", "drug/aflibercept"),
      ("with", "procedure/intravitreal-injection")]),
    ("Lymphodepletion (fludarabine 30 mg/m2, cyclophosphamide 300 mg/m2)", "DRUG",
     [("first", "drug-class/lymphodepletion"), ("with", "drug/fludarabine"), ("with", "drug/cyclophosphamide")]),
    ("Immunosuppression (tacrolimus, prednisone)", "DRUG",
     [("first", "procedure/mesh-D007165"), ("with", "drug/tacrolimus"), ("with", "drug/prednisone")]),
    ("Standard immunosuppression: tacrolimus, prednisone", "DRUG",
     [("first", "drug/tacrolimus"), ("with", "drug/prednisone")]),
    ("Immunosuppression: XYZ", "DRUG", [("first", "procedure/mesh-D007165")]),
    # given together: that is what the class is here
    ("Chemotherapy (carboplatin and paclitaxel)", "DRUG", [("first", "drug/carboplatin"), ("with", "drug/paclitaxel")]),
    ("Chemotherapy (FOLFOX)", "DRUG", [("first", "regimen/folfox")]),
    ("Immunotherapy (nivolumab, pembrolizumab and sintilimab)", "DRUG",
     [("first", "drug-class/immunotherapy"), ("or", "drug/nivolumab"), ("or", "drug/pembrolizumab"),
      ("or", "drug/sintilimab")]),
    ("Glucocorticoid (methylprednisolone, then prednisone)", "DRUG",
     [("first", "drug/methylprednisolone"), ("with", "drug/prednisone")]),
    # examples, an exception, and what is no list of members
    ("Checkpoint inhibitors (e.g. nivolumab, pembrolizumab)", "DRUG",
     [("first", "drug-class/immune-checkpoint-inhibitor")]),
    ("Statins (such as atorvastatin or rosuvastatin)", "DRUG", [("first", "drug-class/statin")]),
    ("PD-1 inhibitors (sintilimab, tislelizumab, etc.)", "DRUG", [("first", "drug-class/pd-1-inhibitor")]),
    ("Targeted agents (e.g., lenvatinib 8 mg/d)", "DRUG", [("first", "drug-class/targeted-therapy")]),
    ("Probiotics including Lactobacillus", "DIETARY_SUPPLEMENT", [("first", "dietary-supplement/lactobacillus")]),
    ("Corticosteroids (other than dexamethasone)", "DRUG", [("first", "drug-class/corticosteroid")]),
    ("Statins other than simvastatin", "DRUG", [("first", "drug-class/statin")]),
    ("FOLFOX (oxaliplatin, leucovorin, 5-FU)", "DRUG", [("first", "regimen/folfox")]),
    ("Cladribine, Cytarabine, G-CSF (CLAG) regimen", "DRUG",
     [("first", "drug/cladribine"), ("with", "drug/cytarabine"), ("with", "drug-class/g-csf")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "told"), LISTED, ids=[row[0] for row in LISTED])
def test_what_a_bracket_lists(name: str, kind: str, told: list[tuple[str, str]]) -> None:
    assert [(p.relation, p.concept) for p in parse(name, load(), kind).parts] == told


def test_each_member_has_its_own_dose() -> None:
    parts = parse("Statin (atorvastatin 40 mg or rosuvastatin 20 mg) plus ezetimibe", load(), "DRUG").parts
    assert [(p.concept, [f.value for f in p.facts]) for p in parts] == [
        ("drug-class/statin", []), ("drug/atorvastatin", ["40 mg"]), ("drug/rosuvastatin", ["20 mg"]),
        ("drug/ezetimibe", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SGLT2i (dapagliflozin 10 mg or empagliflozin 25 mg) once daily", [["once daily"], ["10 mg"], ["25 mg"]]),
        ("tPA (alteplase 0.9 mg/kg or tenecteplase 0.25 mg/kg)", [["0.9 mg/kg"], ["0.25 mg/kg"]]),
        ("Omega 3 (EPA+DHA) 2 g/day", [["2 g/day"], [], []]),
        ("Prednisone (oral) 5 mg", [["route/oral", "5 mg"]]),
    ],
)
def test_what_stands_behind_a_bracket_is_of_the_name_before_it(name: str, told: list[list[str]]) -> None:
    assert [[f.value for f in p.facts] for p in parse(name, load(), "DRUG").parts] == told


def test_the_dose_of_an_example_is_not_that_of_the_class() -> None:
    (part,) = parse("Targeted agents (e.g., lenvatinib 8 mg/d)", load(), "DRUG").parts
    assert part.facts == ()


@pytest.mark.parametrize(
    ("name", "schedules"),
    [
        ("Gemcitabine 1000 mg/m2 + Cisplatin 25 mg/m2 D1, D8 q21d", [["D1, D8 q21d"]] * 2),
        ("Durvalumab 1500 mg, tremelimumab 75 mg every 4 weeks", [["every 4 weeks"]] * 2),
        # each has its own, or not a dose, or the schedule stands in a bracket of the last
        ("Aspirin 100 mg bid + clopidogrel 75 mg daily", [["bid"], ["daily"]]),
        ("Docetaxel 75 mg/m2 + capecitabine 1000 mg/m2 twice daily", [[], ["twice daily"]]),
        ("Aspirin + clopidogrel 75 mg daily", [[], ["daily"]]),
        ("Docetaxel 75 mg/m2, cisplatin 75 mg/m2 (d1)", [[], ["d1"]]),
        ("Aspirin 100 mg or clopidogrel 75 mg daily", [[], ["daily"]]),
    ],
)
def test_a_schedule_at_the_end_is_that_of_all(name: str, schedules: list[list[str]]) -> None:
    parts = parse(name, load(), "DRUG").parts
    assert [[f.value for f in p.facts if f.kind == "schedule"] for p in parts] == schedules


def test_what_is_joined_to_a_member_is_one_choice_with_it() -> None:
    name = "Systemic therapy (lenvatinib, sorafenib, or atezolizumab plus bevacizumab)"
    said = _statements(trial(interventions=(name,)))
    assert [s.object for s in said if s.predicate == "tkg:resolvesTo"] == [
        "drug-class/antineoplastic-agent", "drug/lenvatinib", "drug/sorafenib",
        "combination/atezolizumab--bevacizumab",
    ]  # fmt: skip


def _statements(record: object) -> list[Statement]:
    document = Document(record, load())  # type: ignore[arg-type]
    return [item for item in interventions.extract(document) if isinstance(item, Statement)]


def test_members_stand_for_themselves_beside_the_combination_of_the_class() -> None:
    said = _statements(trial(interventions=("Platinum (cisplatin or carboplatin) + etoposide",)))
    assert [(s.object, s.rule) for s in said if s.predicate == "tkg:resolvesTo"] == [
        ("combination/etoposide--platinum-agent", "combination"),
        ("drug/cisplatin", MEMBER), ("drug/carboplatin", MEMBER),
    ]  # fmt: skip
    assert [s.object for s in said if s.predicate == "tkg:administrationRole"] == [Value("alternative")] * 2


def test_what_the_prose_says_is_of_what_is_surely_given() -> None:
    entries = ("BPaL", "Standard of care (linezolid, clofazimine, levofloxacin)")
    said = _statements(
        trial(
            interventions=entries,
            description="Patients receive bedaquiline 400 mg once daily and linezolid 600 mg once daily for 16 weeks.",
        )
    )
    doses = [(s.subject.split("administration-")[1][:14], s.object) for s in said if s.predicate == "tkg:dose"]
    assert doses == [("intervention-0", Value("400 mg")), ("intervention-0", Value("600 mg"))]
