"""New drugs by their nonproprietary names: which words become drugs, of what class, and which do not."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg.vocab
from kg.extract.names.inn import _longest, _stems
from kg.extract.run import extract
from kg.model import Extraction, Statement, Trial, Value
from kg.read import read
from kg.vocab.lexicon import read as read_lexicon

RECORD = """\
{title}
{prose}
Solid Tumor
{entries}
Objective response rate, RECIST 1.1, 2 years
Overall survival, Time from enrollment to death, 2 years
"""
LEXICON = Path(__file__).parents[2] / "ontology" / "lexicons" / "drugs.tsv"


def read_with(
    tmp_path: Path, entries: str, title: str = "A Phase I Study in Solid Tumor", prose: str = "To evaluate safety."
) -> Extraction:
    path = tmp_path / "record.txt"
    path.write_text(RECORD.format(entries=entries, title=title, prose=prose), encoding="utf-8")
    (trial,) = (record for record in read([path]) if isinstance(record, Trial))
    return extract(trial, kg.vocab.load())


def resolved(extraction: Extraction) -> list[Statement]:
    return [s for s in extraction.statements if s.predicate == "tkg:resolvesTo" and "-intervention-" in s.subject]


def minted(extraction: Extraction) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {c.id: (c.label, c.drug_classes) for c in extraction.concepts if c.kind == "Drug"}


@pytest.mark.parametrize(
    ("entry", "label", "drug_class"),
    [
        ("DRUG: Zalonetinib", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: ZALONETINIB", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: zalonetinib 50 mg tablets", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: Zalonetinib mesylate capsules", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: oral zalonetinib", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: EGFR inhibitor zalonetinib", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: zalonetinib, an EGFR inhibitor", "zalonetinib", "tyrosine-kinase-inhibitor"),
        ("DRUG: Dorvanciclib", "dorvanciclib", "cdk-inhibitor"),
        ("DRUG: Mexoparib", "mexoparib", "parp-inhibitor"),
        ("DRUG: Quorabrutinib", "quorabrutinib", "btk-inhibitor"),
        ("DRUG: felzorasib", "felzorasib", "ras-inhibitor"),
        ("DRUG: Wexigliptin", "wexigliptin", "dpp-4-inhibitor"),
        ("DRUG: pozigliflozin", "pozigliflozin", "sglt2-inhibitor"),
        ("DRUG: dravoglutide once weekly", "dravoglutide", "glp-1-receptor-agonist"),
        ("DRUG: kelposartan", "kelposartan", "angiotensin-receptor-blocker"),
        ("DRUG: Xerovastatin", "xerovastatin", "statin"),
        ("DRUG: zuvoprazan", "zuvoprazan", "potassium-competitive-acid-blocker"),
        ("DRUG: olvexaban", "olvexaban", "factor-xa-inhibitor"),
        ("DRUG: bravofloxacin", "bravofloxacin", "fluoroquinolone"),
        ("BIOLOGICAL: Wudrelimab", "wudrelimab", "monoclonal-antibody"),
        ("BIOLOGICAL: wudrelimab-qxzt", "wudrelimab", "monoclonal-antibody"),
        ("BIOLOGICAL: Pomdrekitug", "pomdrekitug", "monoclonal-antibody"),
        ("BIOLOGICAL: fenzobartamig", "fenzobartamig", "bispecific-antibody"),
        ("BIOLOGICAL: Wudrelimab vedotin", "wudrelimab vedotin", "antibody-drug-conjugate"),
        ("BIOLOGICAL: wudrelimab kolzotecan for injection", "wudrelimab kolzotecan", "antibody-drug-conjugate"),
        ("BIOLOGICAL: trastuzumab kolzotecan", "trastuzumab kolzotecan", "antibody-drug-conjugate"),
        ("BIOLOGICAL: zemocabtagene autoleucel", "zemocabtagene autoleucel", "car-t-cell-therapy"),
        ("GENETIC: dulmogene elaparvovec", "dulmogene elaparvovec", "gene-therapy"),
        ("DRUG: Felzibulin", "felzibulin", "microtubule-inhibitor"),
        ("DRUG: zelposiran", "zelposiran", "small-interfering-rna"),
        ("DRUG: Bravotirsen", "bravotirsen", "antisense-oligonucleotide"),
        ("COMBINATION_PRODUCT: efzograstim alfa", "efzograstim alfa", "g-csf"),
    ],
)
def test_new_drug_with_its_class(tmp_path: Path, entry: str, label: str, drug_class: str) -> None:
    extraction = read_with(tmp_path, entry)
    concept = f"drug/{label.replace(' ', '-')}"
    assert minted(extraction) == {concept: (label, (f"drug-class/{drug_class}",))}
    (edge,) = resolved(extraction)
    assert (edge.object, edge.method) == (concept, "grammar")
    assert edge.confidence < 0.8
    assert [f.kind for f in extraction.findings if f.kind in ("unknown-drug-name", "unmapped-entry")] == [
        "unknown-drug-name"
    ]


@pytest.mark.parametrize(
    "entry",
    [
        # no such ending, too short, or an ending that other words have
        "DRUG: Zalonex",
        "DRUG: Solvab",
        "DRUG: cMAB",
        "DRUG: zalotinibe group",
        "DRUG: vaccine",
        "DRUG: treatment",
        "DRUG: supplement",
        "DRUG: Nutrament",
        "DRUG: intercept",
        "DRUG: zerocept",
        # ends so and is no drug
        "DRUG: brassicosterol",
        "DRUG: zalosterol",
        "DRUG: thyroglobulin antigen",
        "DRUG: lactoglobulins",
        "DRUG: zalonglobulin",
        "BIOLOGICAL: immunoglubulin",
        "DRUG: cholesterol",
        "DRUG: interleukin",
        "DRUG: zalopiprazole",
        "DRUG: Petersen",
        "DRUG: orphan",
        # one letter from a drug that is known, or a writing of one
        "DRUG: Pembrolizumabe",
        "DRUG: Pembrolizumb",
        "DRUG: Nivolumabb",
        "DRUG: Omalizimab",
        "DRUG: Osimertinb",
        "DRUG: Atorvostatin",
        "DRUG: Ibuprophen",
        "DRUG: Nystatin",
        "DRUG: Somatostatin",
        "DRUG: Dapagliflozine",
        # known by now: no concept is made
        "DRUG: osimertinib",
        "BIOLOGICAL: trastuzumab deruxtecan",
        "DRUG: amoxicillin",
        # the words of another name
        "DRUG: zalonetinib-resistant cells",
        "DRUG: vedotin",
        "DRUG: dulmogene vedotin",
        "DRUG: placebo for zalonetinib",
        "DRUG: no zalonetinib",
        # not the types that give drugs
        "DEVICE: Zalonetinib",
        "BEHAVIORAL: Zalonetinib",
        "OTHER: Zalonetinib",
        "PROCEDURE: Lombart",
    ],
)
def test_no_new_drug(tmp_path: Path, entry: str) -> None:
    extraction = read_with(tmp_path, entry)
    assert not minted(extraction)
    assert not any(f.kind == "unknown-drug-name" for f in extraction.findings)


def test_beside_a_known_drug(tmp_path: Path) -> None:
    extraction = read_with(tmp_path, "DRUG: Zalonetinib plus pembrolizumab|DRUG: pembrolizumab")
    assert {s.object for s in resolved(extraction)} == {"combination/pembrolizumab--zalonetinib", "drug/pembrolizumab"}


def test_a_misspelling_of_what_the_record_names_is_corrected(tmp_path: Path) -> None:
    title = "Furmonertinib in Lung Cancer"
    extraction = read_with(tmp_path, "DRUG: Formunertinib", title, "Furmonertinib 80 mg is given daily.")
    assert {(s.object, s.method) for s in resolved(extraction)} == {("drug/furmonertinib", "spelling")}
    assert not minted(extraction)


def test_prose_gives_its_dose_and_route(tmp_path: Path) -> None:
    prose = "Zalonetinib 60 mg orally once daily in combination with pembrolizumab 200 mg IV every 3 weeks."
    extraction = read_with(tmp_path, "DRUG: Zalonetinib|DRUG: pembrolizumab", prose=prose)
    (node,) = (s.subject for s in extraction.statements if (s.predicate, s.object) == ("tkg:gives", "drug/zalonetinib"))
    told = {(s.predicate, s.object) for s in extraction.statements if s.subject == node}
    assert ("tkg:dose", Value("60 mg")) in told
    assert ("tkg:route", "route/oral") in told


def test_endings_are_sorted_and_their_classes_known() -> None:
    vocabulary = kg.vocab.load()
    stems = _stems()
    assert list(stems) == sorted(stems)
    assert not [s for s in stems if s.drug_class != "-" and vocabulary.get(s.drug_class) is None]
    assert not [s for s in stems if len(s.ending) < 3 or (s.drug_class != "-" and s.shortest < 7)]


def test_endings_agree_with_what_the_lexicon_knows() -> None:
    """Of the drugs of the lexicon with a class, nearly all have the class that their ending says."""
    vocabulary = kg.vocab.load()
    agree = of = 0
    for row in read_lexicon(LEXICON):
        stem = _longest(row.concept.label, "")
        if stem is None or stem.drug_class == "-" or " " in row.concept.label or not row.concept.drug_classes:
            continue
        above: set[str] = set()
        waiting = [row.concept.id]
        while waiting:
            known = vocabulary.get(waiting.pop())
            new = {*known.drug_classes, *known.broader} - above if known is not None else set()
            above |= new
            waiting += new
        of += 1
        agree += stem.drug_class in above
    assert of > 900
    assert agree / of > 0.88
