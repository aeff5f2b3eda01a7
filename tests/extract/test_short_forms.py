"""Short forms in running text: those the record defines, and acronyms of what its entries name."""

from __future__ import annotations

import pytest

import kg.vocab
from kg.extract import abbreviations, conditions, interventions, population
from kg.extract.context import short_forms
from kg.extract.document import Document
from kg.model import ConditionItem, InterventionItem, Passage, Source, SourceField, Statement, Trial
from kg.vocab.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return kg.vocab.load()


def _read(vocabulary: Vocabulary, prose: str, condition: str = "", drug: str = "") -> Document:
    fields = [SourceField("brief_summary", prose)]
    registered, given = (), ()
    if condition:
        fields.append(SourceField("conditions/0", condition))
        registered = (ConditionItem(0, Passage(condition, "conditions/0")),)
    if drug:
        fields.append(SourceField("interventions/0", drug))
        name = Passage(drug, "interventions/0")
        given = (InterventionItem(0, "DRUG", name, name),)
    trial = Trial(
        "NCT00000001",
        Source("x", "test", 0, "0" * 64),
        tuple(fields),
        brief_summary=Passage(prose, "brief_summary"),
        conditions=registered,
        interventions=given,
    )
    document = Document(trial, vocabulary)
    for extractor in (abbreviations, interventions, conditions, population):
        document.add(extractor.extract(document))
    return document


def _meant(document: Document, domain: str) -> list[tuple[str, str]]:
    passage = document.trial.brief_summary
    assert passage is not None
    return [(passage.text[w.start : w.end], w.concept) for w in short_forms(document, passage, domain)]


@pytest.mark.parametrize(
    ("condition", "prose", "meant"),
    [
        ("Hereditary angioedema", "X in preventing HAE attacks.", ["HAE"]),
        ("Parkinson's disease", "Dysphagia in patients with PD.", ["PD"]),
        ("Parkinson's disease", "The PK, PD and safety of X.", []),
        ("Parkinson's disease", "PK and PD of X are measured.", []),
        ("Multiple sclerosis", "People with MS take part.", ["MS"]),
        ("Multiple sclerosis", "Samples are read by LC-MS/MS.", []),
        ("Multiple sclerosis", "A STUDY OF X IN MS", []),
        ("Melanoma", "X in preventing HAE attacks.", []),
        ("Parkinson's disease", "Progressive disease (PD) ends treatment. PD is confirmed.", []),
    ],
)
def test_an_acronym_means_what_the_record_registers(
    condition: str, prose: str, meant: list[str], vocabulary: Vocabulary
) -> None:
    document = _read(vocabulary, prose, condition)
    (registered,) = document.objects(document.trial.part("condition-0"), "tkg:resolvesTo")
    assert [short for short, concept in _meant(document, "condition") if concept == registered] == meant


def test_the_population_is_named_by_its_acronym(vocabulary: Vocabulary) -> None:
    document = _read(vocabulary, "X in patients with HAE.", "Hereditary angioedema")
    assert document.objects(document.trial.path, "tkg:populationCondition") == ["condition/hereditary-angioedema"]


@pytest.mark.parametrize(
    ("prose", "dose"),
    [
        ("This trial is of gemcitabine (GCB). Patients receive GCB 1000 mg/m2 weekly.", "1000 mg/m2"),
        ("This trial is of gemcitabine (GCB). Patients receive GCBX 1000 mg/m2 weekly.", ""),
        ("This trial is of gemcitabine (GCB). Patients without GCB get 1000 mg/m2 weekly.", ""),
    ],
)
def test_what_is_given_under_its_short_form(prose: str, dose: str, vocabulary: Vocabulary) -> None:
    document = _read(vocabulary, prose, drug="Gemcitabine")
    said = [s for s in document.statements if isinstance(s, Statement) and s.predicate == "tkg:dose"]
    assert [getattr(s.object, "lexical", "") for s in said] == ([dose] if dose else [])
