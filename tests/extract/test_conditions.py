"""Condition entries: what they name, what they do not, and on what evidence."""

from __future__ import annotations

import pytest

import kg.vocab
from kg.extract import conditions
from kg.extract.document import Abbreviation, Document
from kg.model import Concept, ConditionItem, Finding, Passage, Source, SourceField, Span, Statement, Trial


def document_of(
    *entries: str,
    abbreviations: tuple[tuple[str, str], ...] = (),
    keywords: tuple[str, ...] = (),
    title: str = "",
) -> Document:
    text = "|".join(entries)
    items, start = [], 0
    for position, entry in enumerate(entries):
        items.append(ConditionItem(position, Passage(entry, "conditions", start)))
        start += len(entry) + 1
    fields = [SourceField("conditions", text), SourceField("title", title)]
    fields += [SourceField(f"keywords/{n}", keyword) for n, keyword in enumerate(keywords)]
    trial = Trial(
        "X",
        Source("x", "test", 0, "0"),
        tuple(fields),
        title=Passage(title, "title") if title else None,
        conditions=tuple(items),
        keywords=tuple(Passage(keyword, f"keywords/{n}") for n, keyword in enumerate(keywords)),
    )
    document = Document(trial, kg.vocab.load())
    here = Span("brief_summary", 0, 1)
    document.abbreviations.extend(Abbreviation(short, long, here, here, here) for short, long in abbreviations)
    document.add(conditions.extract(document))
    return document


def concepts(document: Document, position: int = 0) -> list[str]:
    return document.objects(f"part/X-condition-{position}", "tkg:resolvesTo")


def labels(entry: str) -> list[str]:
    document = document_of(entry)
    found = [document.concept(concept) for concept in concepts(document)]
    assert all(found), entry
    return [concept.label.lower() for concept in found if concept]


NAMED = [
    ("Colorectal Cancer", "colorectal neoplasms"),
    ("Colorectal Cancer Metastatic", "metastatic colorectal cancer"),
    ("Colorectal Cancer Liver Metastases", "colorectal cancer liver metastases"),
    ("Liver Metastases From Colorectal Cancer", "colorectal cancer liver metastases"),
    ("Metastatic Colorectal Cancer to Liver", "colorectal cancer liver metastases"),
    ("Metastatic Colorectal Cancer to the Liver, Unresectable", "colorectal cancer liver metastases"),
    ("Colorectal Cancer Metastatic in the Liver", "colorectal cancer liver metastases"),
    ("Liver Metastases, Colorectal Cancer", "colorectal cancer liver metastases"),
    ("Colorectal Liver Oligometastases", "colorectal cancer liver metastases"),
    ("Colorectal Cancer With Liver-predominant Metastases", "colorectal cancer liver metastases"),
    ("Metastatic Melanoma in the Liver", "melanoma liver metastases"),
    ("Hepatic Metastatic Cancer", "liver metastasis"),
    ("Metastatic Cancer to the Liver", "liver metastasis"),
    ("Pancreatic Head Cancer", "pancreatic cancer"),
    ("Cancer of Body and Tail of Pancreas", "pancreatic cancer"),
    ("Hydatid Liver Cyst", "hepatic echinococcosis"),
    ("Caecal Cancer", "cecal neoplasms"),
    ("Small-for-size Syndrome", "small-for-size syndrome"),
    ("CRLM", "colorectal cancer liver metastases"),
    ("CRCLM", "colorectal cancer liver metastases"),
    ("Breast Cancer Brain Metastases", "breast cancer brain metastases"),
    ("Brain Metastases From Melanoma", "melanoma brain metastases"),
    ("Metastatic Malignant Neoplasm in the Brain", "brain metastasis"),
    ("Peritoneal Carcinomatosis", "peritoneal metastasis"),
    ("Stage IIIB Non-Small Cell Lung Cancer AJCC v8", "non-small cell lung cancer"),
    ("Recurrent Adult Acute Myeloid Leukaemia", "acute myeloid leukemia"),
    ("Unspecified Adult Solid Tumor, Protocol Specific", "solid tumor"),
    ("Cancer of the Pancreas", "pancreatic cancer"),
    ("Malignant tumour of the breast", "breast neoplasms"),
    ("Diabetes Mellitus, Type 2", "type 2 diabetes mellitus"),
    ("Type2 Diabetes", "type 2 diabetes mellitus"),
    ("Hypertension,Essential", "essential hypertension"),
    ("Stone, Kidney", "kidney stones"),
    ("Urticaria Chronic", "chronic urticaria"),
    ("Haemophilia A", "hemophilia a"),
    ("Chronic Obstructive Pulmonary Disease (COPD)", "chronic obstructive pulmonary disease"),
    ("COPD", "chronic obstructive pulmonary disease"),
    ("Hiv", "hiv infection"),
    ("Poorly Controlled Severe Asthma in Children", "asthma"),
    ("Patients With Crohn's Disease", "crohn's disease"),
    ("Crohns disease", "crohn's disease"),
    ("Healthy Participants", "healthy volunteers"),
    ("Healthy Adult Volunteers", "healthy volunteers"),
    ("Crohn Disease (CD), Fistulizing", "crohn's disease"),
    ("Peripheral Arterial Occlusive Disease Fontaine III", "peripheral artery disease"),
    ("Anorexia Nervosa Restricting Type", "anorexia nervosa"),
    ("Autism Spectrum Disorder High-Functioning", "autism spectrum disorder"),
    ("ST Elevation Myocardial Infarct", "st elevation myocardial infarction"),
    ("Vocal Fold Paralysis", "vocal cord paralysis"),
    ("Oral Mucositis Due to Radiation", "radiation-induced oral mucositis"),
    ("Diarrhea Associated With Antibiotics", "antibiotic-associated diarrhea"),
    ("Headache Following Dural Puncture", "post-dural puncture headache"),
    ("Depression After Stroke", "post-stroke depression"),
    ("Diabetes (Type 1), Uncontrolled", "type 1 diabetes mellitus"),
    ("Bronchiolitis (AB) Requiring Oxygen", "bronchiolitis"),
    ("Leptomeningeal Metastases From Melanoma", "melanoma leptomeningeal metastases"),
    ("Meningeal Carcinomatosis", "leptomeningeal metastasis"),
    ("Eustachian Tube Dysfunction, Chronic", "eustachian tube dysfunction"),
    ("Rebound Pain After Nerve Block", "rebound pain"),
    ("Perineal Laceration, Third Degree", "obstetric anal sphincter injury"),
    ("Asthma (Allergic)", "allergic asthma"),
    ("Cancer (All Types)", "neoplasms"),
    ("Wrist Pain From Typing", "wrist pain"),
    ("Erectile Dysfunction Following Radical Prostatectomy", "erectile dysfunction"),
    ("Heart Failure With Reduced Ejection Fraction (HFrEF)", "heart failure with reduced ejection fraction"),
    ("SARS-CoV2 Infection", "covid-19"),
    ("EGFR-mutant NSCLC", "egfr-mutant non-small cell lung cancer"),
    ("Post-operative Nausea and Vomiting", "postoperative nausea and vomiting"),
    ("Dementia, Mild", "dementia"),
    ("Prevention of Migraine", "migraine"),
    ("Infection, Wound", "wound infection"),
    ("CLL/SLL", "chronic lymphocytic leukemia"),
    ("Diabetes Mellitus, Type 2/Prevention & Control", "type 2 diabetes mellitus"),
    ("Cutaneous Lupus", "cutaneous lupus erythematosus"),
    ("Cardiovascular Disease Other", "cardiovascular diseases"),
    ("Hypoparathyroidism Post-surgical", "hypoparathyroidism"),
    ("Nephrotic Syndrome，Idiopathic", "idiopathic nephrotic syndrome"),
    ("Metastatic Cancer of the Breast", "breast neoplasms"),
    ("Chronic Lymphocytic Leukemia - Chronic Phase", "chronic lymphocytic leukemia"),
    ("Low-Tension Glaucoma, Unspecified Eye", "low tension glaucoma"),
    ("Milk Allergy Suspected", "cow's milk allergy"),
    ("Burns Sequelae", "burns"),
    ("Preclinical Alzheimer&#39;s Disease", "preclinical alzheimer's disease"),
    ("Gastric and/or Esophageal Varices", "esophageal and gastric varices"),
    ("Liver Transplant; Complications", "complications of transplantation"),
    ("Follicular Lymphoma Grade 3A", "follicular lymphoma"),
    ("Medication Overuse Headache", "medication-overuse headache"),
    # a bracket that says which kind; what is no kind of it stays outside
    ("Lung Cancer (NSCLC)", "non-small cell lung cancer"),
    ("Melanoma (Skin Cancer)", "melanoma"),
    # an infection by what causes it is no other infection beside it
    ("Dengue Infection", "dengue"),
    ("COVID-19 Infection", "covid-19"),
    ("Pseudomonas Aeruginosa Infection", "pseudomonas infection"),
    ("Metastatic Lung Cancer", "lung neoplasms"),
    ("Lumbar Degenerative Disease", "degenerative lumbar spine disease"),
    ("PSA Progression", "biochemical recurrence"),
    ("Proximal Humerus Fracture", "proximal humerus fracture"),
    ("Meniscus Tear", "meniscus injury"),
    ("Prelabor Rupture of Membranes", "premature rupture of membranes"),
    ("Malignant Neoplasms of Female Genital Organs", "gynecologic cancer"),
    ("CAPS", "cryopyrin-associated periodic syndrome"),
    ("Lower GI Bleeding", "lower gastrointestinal bleeding"),
    # after an operation, and what one is named by
    ("Pain After Hernia Surgery", "postoperative pain"),
    ("Bunionectomy Pain", "postoperative pain"),
    ("Knee Surgery; Complications", "surgical complications"),
    ("Chronic Pain Following Thoracotomy", "chronic postsurgical pain"),
    # inverted with hyphens inside; three words turned round; adjectives behind
    ("Cardiac Arrest, Out-Of-Hospital", "out-of-hospital cardiac arrest"),
    ("Scoliosis Idiopathic Adolescent", "adolescent idiopathic scoliosis"),
    ("Diabetic Foot Ulcer Neuropathic", "diabetic foot ulcer"),
    ("Pneumothorax Spontaneous", "pneumothorax"),
    # degrees, classes, sides, people
    ("Ankle Sprain 1st Degree", "ankle sprain"),
    ("Dental Caries Class II", "dental caries"),
    ("Lateral Epicondylitis, Unspecified Elbow", "lateral epicondylitis"),
    ("Sepsis Newborn", "neonatal sepsis"),
    # what a vaccine or a prophylaxis is for
    ("Rabies Exposure", "rabies"),
    ("Hepatitis B Vaccination", "hepatitis b"),
    # what is had of a substance
    ("Opiate Addiction", "opioid use disorder"),
    ("Cocaine Misuse", "cocaine use disorder"),
    # short names in any capitals; complaints that are not looked for in text
    ("pain", "pain"),
    ("GOUT", "gout"),
    ("Catheter Site Pain", "pain"),
    ("Acute on Chronic Kidney Failure", "renal insufficiency"),
    # a syndrome that is not called one
    ("Carpal Tunnel", "carpal tunnel syndrome"),
    ("HRS-AKI", "hepatorenal syndrome"),
    ("Ulcerative Colitis Flare", "ulcerative colitis"),
    ("Squamous NSCLC Stage IV PD-L1 ≥50%", "squamous non-small cell lung cancer"),
    ("Occult HBV Infection", "occult hepatitis b"),
    ("Colorectal Liver Metastases (CRLM)", "colorectal cancer liver metastases"),
    ("Unresectable Colorectal Liver Metastases", "colorectal cancer liver metastases"),
    ("Synchronous Colorectal Liver Metastases", "colorectal cancer liver metastases"),
    ("Hepatic Metastases of Colorectal Origin", "colorectal cancer liver metastases"),
    ("Gastric Peritoneal Carcinomatosis", "gastric cancer peritoneal metastases"),
    ("Bone Metastases of Prostatic Origin", "prostate cancer bone metastases"),
    ("Multiple Liver Metastases", "liver metastasis"),
    ("Residual Brain Metastases", "brain metastasis"),
    ("Microvascular Invasion", "microvascular invasion"),
    ("Macrovascular Invasion", "macrovascular invasion"),
    ("Budd-Chiari", "budd-chiari syndrome"),
    ("Aortic Aneurysm, Type B", "aortic aneurysm"),
    # a short form before what qualifies it, initials behind the name, sizes, genotypes, stages
    ("PBC With Incomplete Response to UDCA", "primary biliary cholangitis"),
    ("CKD Stage 3-5 Not on Dialysis", "chronic kidney disease"),
    ("Coronary Artery Disease Involving Native Coronary Artery of Native Heart", "coronary artery disease"),
    ("Acute Ischaemic Stroke AIS", "ischemic stroke"),
    ("Colonic Polyps >10mm", "colonic polyps"),
    ("HCV Genotype 1b", "hepatitis c"),
    ("Intermediate-stage HCC Beyond Up-to-7 Criteria", "hepatocellular carcinoma"),
    ("Helicobacter Pylori Eradication Failure", "helicobacter pylori infection"),
    ("Colorectal Liver Oligometastases", "colorectal cancer liver metastases"),
    ("Uveal Melanoma Metastatic to the Liver", "uveal melanoma liver metastases"),
    ("HBV-ACLF", "hepatitis b-related acute-on-chronic liver failure"),
    ("HRS-AKI", "hepatorenal syndrome"),
]


@pytest.mark.parametrize(("entry", "label"), NAMED)
def test_entry_names(entry: str, label: str) -> None:
    assert labels(entry)[:1] == [label]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Obesity and Overweight", {"obesity", "overweight"}),
        ("Colorectal Liver Metastases, Melanoma", {"colorectal cancer liver metastases", "melanoma"}),
        ("Asthma; Allergic Rhinitis", {"asthma", "allergic rhinitis"}),
        ("Milk and/or Peanut Allergy", {"cow's milk allergy", "peanut allergy"}),
        ("Lung and Breast Cancer", {"lung neoplasms", "breast neoplasms"}),
        ("AML/MDS", {"acute myeloid leukemia", "myelodysplastic syndrome"}),
        ("Dyslipidemia Associated With Type II Diabetes Mellitus", {"dyslipidemia", "type 2 diabetes mellitus"}),
        ("Depression, Anxiety", {"depression", "anxiety"}),
        ("Anxiety/Depression", {"depression", "anxiety"}),
        ("Solid Tumors (Melanoma, Gastric Cancer)", {"solid tumor", "melanoma", "gastric cancer"}),
        ("Breast Cancer (Female, Early)", {"breast neoplasms"}),
        ("COVID-19 Acute Respiratory Distress Syndrome", {"covid-19", "acute respiratory distress syndrome"}),
        ("HIV-associated Hodgkin Lymphoma", {"hiv infection", "hodgkin lymphoma"}),
        ("Parkinson's Disease Psychosis", {"parkinson's disease", "psychosis"}),
        (
            "Metastatic Castration-resistant Prostate Cancer and Other Solid Tumors",
            {"metastatic castration-resistant prostate cancer", "solid tumor"},
        ),
        ("Advanced or Metastatic Breast Cancer", {"breast neoplasms"}),
        ("Advanced, Metastatic Cervical Cancer", {"cervical cancer"}),
        ("Locally Advanced, Unresectable or Metastatic Solid Tumors", {"solid tumor"}),
        ("Metastatic Solid Tumors", {"metastatic solid tumor"}),
        ("Pancreatitis Relapsing", {"pancreatitis"}),
        # an inverted name within a list is one of its parts
        ("Obesity and Diabetes Mellitus, Type 2", {"obesity", "type 2 diabetes mellitus"}),
        ("Sepsis, Shock, and Diabetes Mellitus, Type 1", {"sepsis", "shock", "type 1 diabetes mellitus"}),
        ("Overweight or Obesity", {"overweight", "obesity"}),
        ("Anxiety as a Late Effect of Stroke", {"anxiety", "stroke"}),
        # what the places share stands before them
        (
            "Adenocarcinoma of the Stomach or Gastroesophageal Junction",
            {"gastric adenocarcinoma", "gastroesophageal junction adenocarcinoma"},
        ),
        ("Cancer of the Lung and Asthma", {"lung neoplasms", "asthma"}),
        ("cHCC-CCA and Hepatitis C", {"combined hepatocellular carcinoma and cholangiocarcinoma", "hepatitis c"}),
        # what a condition comes from, or is a complaint of
        ("HCV-Related Decompensated Cirrhosis", {"hepatitis c", "decompensated cirrhosis"}),
        ("Alagille Syndrome (ALGS) Pruritus", {"alagille syndrome", "pruritus"}),
        ("Chronic Pancreatitis Pain", {"chronic pancreatitis", "pain"}),
        ("Catheter Site Pain", {"pain"}),
        ("AF With Stroke Risk", {"atrial fibrillation"}),
        ("mNSCLC", {"non-small cell lung cancer"}),
        ("mGIST", {"gastrointestinal stromal tumors"}),
        ("T-LBL", {"t-lymphoblastic lymphoma"}),
        ("AF With Stroke", {"atrial fibrillation", "stroke"}),
        ("Stroke Risk", {"stroke"}),
        (
            "Primary Open Angle Glaucoma (POAG) and Ocular Hypertension (OHT)",
            {"primary open-angle glaucoma", "ocular hypertension"},
        ),
        ("AIDS-related Peripheral/Systemic Lymphoma", {"aids", "lymphoma"}),
        ("Small Cell and Non-small Cell Lung Cancer", {"small cell lung cancer", "non-small cell lung cancer"}),
        ("Kidney and Heart Failure", {"renal insufficiency", "heart failure"}),
        ("Primary and Secondary Hypertension", {"essential hypertension", "secondary hypertension"}),
        ("Acute and Chronic Kidney Disease", {"chronic kidney disease"}),
        # an infection that they do not have
        ("Head and Neck Cancer, HPV-negative", {"head and neck cancer"}),
        ("Head and Neck Cancer, HPV-positive", {"head and neck cancer", "human papillomavirus infection"}),
        ("Hepatitis C, HIV Seronegative", {"hepatitis c"}),
        ("Breast Cancer Node-negative", {"breast neoplasms"}),
        ("Hepatitis B, Chronic, HBeAg Negative", {"chronic hepatitis b"}),
        # entries of their own, written in one
        (
            "Metastatic Colorectal Cancer; Liver Metastases; Microsatellite Stable",
            {"metastatic colorectal cancer", "liver metastasis"},
        ),
        ("Colorectal Cancer and Liver Metastases", {"colorectal cancer liver metastases"}),
    ],
)
def test_several_conditions(entry: str, expected: set[str]) -> None:
    assert set(labels(entry)) == expected


UNMAPPED = """
Resectable Disease
Recurrent Disease
Quality of Life
Surgery
Physical Activity
Anesthesia
Cardiology
Randomized Controlled Trial
Children
Rehabilitation
Primary Care
Artificial Intelligence
Communication Research
Control
Nursing Education
EGFR
Nivolumab
T Cell
Asthma Education
Cancer Registry Software
Stroke Volume
Implementation Science
Validation Study
Deprescription
Colonoscopy
Stage IV
Adult
Recurrent
Prospective
Lead
OS
Efficacy and Safety
Pharmacokinetics
Exercise
Drug Interactions
Bioequivalence
Morning Rounds
fed
hCG
HIV-negative
Not on Dialysis
CBT With Exposure
PCI With Stents
CABG Following AMI
ICU Following Surgery
UC, Moderate
""".strip().splitlines()


@pytest.mark.parametrize("entry", UNMAPPED)
def test_what_is_no_condition_stays_unmapped(entry: str) -> None:
    document = document_of(entry)
    assert concepts(document) == []
    assert [finding.kind for finding in document.findings] in (["unmapped-entry"], ["mistyped-entry"])


@pytest.mark.parametrize(
    ("entry", "label", "message"),
    [
        ("Myelodisplastic Syndrome", "myelodysplastic syndrome", "“Myelodisplastic” is read as “myelodysplastic”"),
        ("Retinopaty of Prematurity", "retinopathy of prematurity", "“Retinopaty” is read as “retinopathy”"),
    ],
)
def test_a_misspelt_entry_is_read_and_reported(entry: str, label: str, message: str) -> None:
    document = document_of(entry)
    assert labels(entry) == [label]
    (statement,) = document.said("part/X-condition-0", "tkg:resolvesTo")
    assert (statement.method, [span.field for span in statement.evidence]) == ("spelling", ["conditions"])
    assert [(finding.kind, finding.message) for finding in document.findings] == [("misspelling", message)]


@pytest.mark.parametrize(
    "entry",
    ["Cervical Fusion", "Asthma Clinic", "Cancer Survival", "Pain Management Device", "No Pain", "Hip Surgery"],
)
def test_no_condition_is_made_of_a_part(entry: str) -> None:
    assert concepts(document_of(entry)) == []


@pytest.mark.parametrize("entry", ["Operable Disposition", "Relative Energy Deficit", "Contrition"])
def test_no_other_word_is_bent_to_a_condition(entry: str) -> None:
    assert [finding.kind for finding in document_of(entry).findings] == ["unmapped-entry"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("BRAF V600E Mutation Present", "“BRAF V600E Mutation Present” is entered as a condition but names a "
                                        "biomarker: BRAF V600E mutated"),
        ("KRAS G12C", "“KRAS G12C” is entered as a condition but names a biomarker: KRAS G12C mutated"),
        ("Nivolumab", "“Nivolumab” is entered as a condition but names a drug: nivolumab"),
        ("Cesarean Delivery", "“Cesarean Delivery” is entered as a condition but names a procedure: cesarean section"),
        ("Hip Replacement", "“Hip Replacement” is entered as a condition but names a procedure: hip arthroplasty"),
        ("Aerobic Exercise", "“Aerobic Exercise” is entered as a condition but names a behavioural intervention: "
                             "aerobic exercise"),
        ("Biologics", "“Biologics” is entered as a condition but names a class of drugs: biologic agent"),
        ("Percutaneous Nephrolithotomy (PCNL)", "“Percutaneous Nephrolithotomy (PCNL)” is entered as a condition but "
                                                "names a procedure: percutaneous nephrolithotomy"),
        ("Beta-blocker Therapy", "“Beta-blocker Therapy” is entered as a condition but names a class of drugs: "
                                 "beta blocker"),
        ("Magnetic Resonance Imaging", "“Magnetic Resonance Imaging” is entered as a condition but names a test: "
                                       "magnetic resonance imaging"),
        ("Quality of Life", "“Quality of Life” is entered as a condition but names what is measured: quality of life"),
        ("Lipoprotein(A)", "“Lipoprotein(A)” is entered as a condition but names what is measured: lipoprotein(a)"),
        ("Mortality", "“Mortality” is entered as a condition but names what is measured: mortality"),
        ("Hospital Readmission", "“Hospital Readmission” is entered as a condition but names what is measured: "
                                 "readmission"),
    ],
)  # fmt: skip
def test_what_is_given_is_no_condition(entry: str, message: str) -> None:
    document = document_of(entry)
    assert concepts(document) == []
    assert [(finding.kind, finding.message) for finding in document.findings] == [("mistyped-entry", message)]


@pytest.mark.parametrize("entry", ["Bonding", "Utilization", "Morning Rounds", "Beta-blocker Clinic", "PRP"])
def test_what_only_sounds_like_something_given_is_unmapped(entry: str) -> None:
    assert [finding.kind for finding in document_of(entry).findings] == ["unmapped-entry"]


@pytest.mark.parametrize(
    ("entry", "not_this"),
    [
        ("Pulmonary Hypertension Secondary to Lung Disease", "lung metastasis"),
        ("Skin Care", "skin neoplasms"),
        ("Persistent Physical Symptoms (PPS)", "popliteal pterygium syndrome"),
        ("Acute Leukemia", "leukemia, acute, x-linked"),
        ("Cow's Milk Allergy", "heiner syndrome"),
        ("Patients Without Diabetes", "diabetes mellitus"),
        ("Acute Pancreatitis Without Necrosis or Infection", "infections"),
        ("Bacterial Pleural Effusion Other Than Tuberculosis", "tuberculosis"),
        ("Insulin Resistance", "type 2 diabetes mellitus"),
        ("Cutaneous Lupus", "systemic lupus erythematosus"),
        ("Stress Disorder", "psychological stress"),
        ("Cardiovascular System", "cardiovascular diseases"),
        ("Depression (Mild) in Students", "mild cognitive impairment"),
        ("Headache After Work", "occupational diseases"),
        ("Hypotension From Surgery to Discharge", "postoperative hypotension"),
    ],
)
def test_false_friends(entry: str, not_this: str) -> None:
    assert not_this not in labels(entry)


def test_minted_metastasis_reaches_both_parents() -> None:
    document = document_of("Prostate Cancer With Bone Metastases")
    (concept_id,) = concepts(document)
    minted = document.minted[concept_id]
    assert isinstance(minted, Concept)
    assert minted.id == "condition/prostate-cancer-bone-metastases"
    assert set(minted.broader) == {"condition/prostate-neoplasms", "condition/bone-metastasis"}


def test_curated_composite_reaches_cancer_liver_and_metastasis() -> None:
    vocabulary = kg.vocab.load()
    (concept_id,) = concepts(document_of("Colorectal Cancer Liver Metastases"))
    seen: set[str] = set()
    codes: set[str] = set()
    stack = [concept_id]
    while stack:
        concept = vocabulary.get(stack.pop())
        if concept is not None and concept.id not in seen:
            seen.add(concept.id)
            codes.update(concept.exact)
            stack.extend(concept.broader)
    assert {"mesh:D015179", "mesh:D008113", "mesh:D009362"} <= codes


def test_evidence_is_verbatim_and_inside_the_entry() -> None:
    entries = ("Asthma", "Stage II Breast Cancer AJCC v8", "Obesity and Overweight")
    document = document_of(*entries)
    text = document.trial.fields[0].text
    spans = {s.object: text[s.evidence[0].start : s.evidence[0].end] for s in document.statements}
    assert spans == {
        "condition/asthma": "Asthma",
        "condition/breast-neoplasms": "Breast Cancer",
        "condition/obesity": "Obesity",
        "condition/overweight": "Overweight",
    }
    assert all(0 < s.confidence < 1 and s.rule for s in document.statements)


def test_the_records_own_short_form_wins() -> None:
    own = document_of("CP", abbreviations=(("CP", "chronic periodontitis"),))
    (statement,) = [s for s in own.statements if isinstance(s, Statement)]
    assert statement.object == "condition/mesh-D055113"
    assert statement.method == "abbreviation"
    assert len(statement.evidence) == 2


def test_duplicates_are_reported_once() -> None:
    document = document_of("Asthma", "Pain", "asthma")
    duplicates = [finding for finding in document.findings if finding.kind == "duplicate-entry"]
    assert len(duplicates) == 1
    assert isinstance(duplicates[0], Finding)
    assert duplicates[0].about == "part/X-condition-2"
    assert concepts(document, 2) == ["condition/asthma"]


def test_empty_entry_is_no_error() -> None:
    assert concepts(document_of(" ")) == []


# ------------------------------------------------------------------------------------------ short forms and keywords


def test_a_short_form_of_several_conditions_counts_only_where_the_record_supports_one() -> None:
    assert concepts(document_of("MM", title="A Trial in Relapsed Multiple Myeloma")) == ["condition/multiple-myeloma"]
    assert concepts(document_of("MM", "Melanoma")) == ["condition/melanoma"]
    assert concepts(document_of("PE", keywords=("pulmonary embolism",))) == ["condition/pulmonary-embolism"]
    assert concepts(document_of("COPD")) == ["condition/chronic-obstructive-pulmonary-disease"]
    for title in ("", "Dose Finding in Healthy Volunteers", "Multiple Myeloma or Melanoma"):
        document = document_of("MM", title=title)
        assert concepts(document) == []
        (finding,) = document.findings
        assert "multiple myeloma" in finding.message
        assert "melanoma" in finding.message


def test_the_acronym_of_a_rare_disease_needs_the_record_to_name_it() -> None:
    assert concepts(document_of("APDS")) == []
    document = document_of("APDS", title="Activated PI3K-delta Syndrome: A Registry")
    assert concepts(document) == ["condition/mesh-C585640"]


@pytest.mark.parametrize(
    ("entry", "concept"),
    [
        ("nmCRPC", "condition/nonmetastatic-castration-resistant-prostate-cancer"),
        ("Moyamoya", "condition/moyamoya-disease"),
        ("Behcet", "condition/behcet-syndrome"),
        ("Stargardt", "condition/stargardt-disease"),
        ("LVO", "condition/large-vessel-occlusion"),
        ("MODY", "condition/mody"),
        ("P. vivax", "condition/vivax-malaria"),
    ],
)
def test_short_names_that_mean_one_condition(entry: str, concept: str) -> None:
    assert concepts(document_of(entry)) == [concept]


@pytest.mark.parametrize("entry", ["CRS", "POI", "PPC", "AS", "HaTS", "AI", "PEP", "PROS", "BMD"])
def test_short_names_that_may_mean_something_else_need_the_record(entry: str) -> None:
    assert concepts(document_of(entry)) == []


@pytest.mark.parametrize(
    ("entry", "concept"),
    [
        ("Giant Cell Arteritis (GCA) patients", "condition/giant-cell-arteritis"),
        ("Patients with Refractory Anemia", "condition/mesh-D000753"),
        ("Patients with Low Birthweight", "condition/low-birth-weight"),
        ("1. Mental Health", "condition/mesh-D008603"),
        ("(2) Gout", "condition/gout"),
        ("Papular-pustular Rosacea (disease)", "condition/rosacea"),
        ("22q11 deletion syndrome", "condition/mesh-D058165"),
    ],
)
def test_what_stands_around_a_name(entry: str, concept: str) -> None:
    assert concepts(document_of(entry)) == [concept]


@pytest.mark.parametrize("name", ["Gout", "Pain", "Coma", "Tics", "Yaws", "Pica"])
def test_a_short_word_is_one_in_any_case(name: str) -> None:
    (concept,) = concepts(document_of(name))
    assert concepts(document_of(name.lower())) == concepts(document_of(name.upper())) == [concept]


@pytest.mark.parametrize("name", ["gla", "mel", "TINA", "cco"])
def test_a_short_form_is_none(name: str) -> None:
    assert concepts(document_of(name)) == []


def test_the_record_says_which() -> None:
    title = "Postoperative pulmonary complications after thoracic surgery"
    assert concepts(document_of("PPC", title=title)) == ["condition/postoperative-pulmonary-complications"]


def keyword_concepts(*keywords: str, entries: tuple[str, ...] = ("Asthma",)) -> dict[str, list[str]]:
    """The concepts of the keywords, each with the words that name it."""
    document = document_of(*entries, keywords=keywords)
    texts = {field.name: field.text for field in document.trial.fields}
    found = {}
    for statement in document.said("trial/X", "tkg:keywordCondition"):
        assert statement.rule.startswith("keyword-")
        assert 0 < statement.confidence < 0.9
        found[str(statement.object)] = [texts[span.field][span.start : span.end] for span in statement.evidence]
    return found


def test_keywords_name_conditions() -> None:
    assert keyword_concepts("uncontrolled asthma in children", "Nasal Polyps", "nasal polyp") == {
        "condition/asthma": ["asthma in children"],
        "condition/nasal-polyps": ["Nasal Polyps", "nasal polyp"],
    }
    assert list(keyword_concepts("stage II non-small cell lung cancer")) == ["condition/non-small-cell-lung-cancer"]
    assert list(keyword_concepts("Gout")) == list(keyword_concepts("gout")) == ["condition/gout"]
    assert keyword_concepts("Neoplasms, Breast") == {"condition/breast-neoplasms": ["Neoplasms, Breast"]}
    assert list(keyword_concepts("prostate cancer with bone metastases")) == [
        "condition/prostate-cancer-bone-metastases"
    ]


@pytest.mark.parametrize(
    "keyword",
    [
        "Cancer Registry Software",
        "asthma education",
        "Pain management",
        "cancer screening",
        "stroke rehabilitation unit",
        "Constipation in Cancer",
        "immune system",
        "Stroke Volume",
        "patient adherence",
        "efficiency",
        "fed",
        "hCG",
        "Mental Health",
        "randomized controlled trial",
        "cancer cells",
        "Beck Depression Inventory",
        "MM",
        "",
        " ; ",
    ],
)
def test_what_a_keyword_does_not_name(keyword: str) -> None:
    assert keyword_concepts(keyword) == {}


def test_keywords_are_no_entries() -> None:
    document = document_of("Asthma", keywords=("Nasal Polyps",))
    assert concepts(document) == ["condition/asthma"]
    assert document.findings == []
