"""Records made for a test, read with the lexicons of the population and a handful of diseases, drugs and endpoints."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from kg.extract.document import Abbreviation, Document, Item
from kg.model import (
    ArmGroup,
    ConditionItem,
    InterventionItem,
    OutcomeItem,
    Passage,
    RegisteredDesign,
    RegisteredEligibility,
    Source,
    SourceField,
    Span,
    Statement,
    Trial,
    Value,
)
from kg.resources import resource
from kg.vocab import lexicon
from kg.vocab.index import Index

FILES = ("states", "lines", "sites", "biomarkers", "design", "phases", "discontinuation", "prior_treatment")
ROWS = """\
id\tlabel\tsynonyms\tbroader
condition/colorectal-neoplasms\tcolorectal neoplasms\tcolorectal cancer|CRC\t
condition/liver-metastasis\tliver metastasis\tliver metastases|hepatic metastases\t
condition/crlm\tcolorectal cancer liver metastases\tCRLM|colorectal liver metastases|colorectal cancer liver metastasis\tcondition/colorectal-neoplasms condition/liver-metastasis
condition/nsclc\tnon-small cell lung cancer\tNSCLC\tcondition/lung-cancer
condition/lung-cancer\tlung cancer\t\t
condition/breast-cancer\tbreast cancer\t\t
condition/brain-metastasis\tbrain metastasis\tbrain metastases\t
condition/melanoma\tmelanoma\t\t
condition/aml\tacute myeloid leukemia\tAML\t
condition/asthma\tasthma\t\t
condition/low-back-pain\tlow back pain\t\t
condition/acute-respiratory-distress-syndrome\tacute respiratory distress syndrome\trespiratory distress syndrome\t
condition/respiratory-distress-syndrome-of-newborn\trespiratory distress syndrome of newborn\t\t
condition/psoriasis\tpsoriasis\t\t
drug/regorafenib\tregorafenib\t\t
drug/toripalimab\ttoripalimab\t\t
drug/osimertinib\tosimertinib\t\t
drug/pembrolizumab\tpembrolizumab\t\t
drug/bevacizumab\tbevacizumab\t\t
drug/mesh-D1\tinsulin\t\t
drug/mesh-D2\tfulvestrant\t\t
drug-class/chemotherapy\tchemotherapy\t\t
drug-class/vegf-inhibitor\tVEGF inhibitor\tVEGF-targeted therapy\t
drug-class/platinum-agent\tplatinum agent\tplatinum\t
regimen/folfiri\tFOLFIRI\t\t
procedure/radiofrequency-ablation\tradiofrequency ablation\tRFA\t
standard-care/standard-of-care\tstandard of care\tstandard therapy|standard treatment\t
placebo/placebo\tplacebo\t\t
endpoint/objective-response-rate\tobjective response rate\tobjective remission rate|ORR\t
endpoint/progression-free-survival\tprogression-free survival\tPFS\t
endpoint/overall-survival\toverall survival\tOS|median survival\t
endpoint/survival-rate\tsurvival rate\t5-year survival rate\t
endpoint/conversion-resection-rate\tconversion resection rate\t\t
endpoint/adverse-events\tadverse events\tadverse effects|AE\t
endpoint/safety\tsafety\t\t
endpoint/feasibility\tfeasibility\treach\t
"""


@cache
def vocabulary() -> Index:
    """The shipped lexicons of the population, and the rows above."""
    rows = [row for name in FILES for row in lexicon.read(resource("lexicons", f"{name}.tsv"))]
    rows += lexicon.parse(ROWS.split("\n"), "rows.tsv")
    return Index.of(rows)


def trial(
    *,
    title: str = "",
    summary: str = "",
    description: str = "",
    conditions: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
    interventions: tuple[str, ...] = (),
    arms: tuple[str, ...] = (),
    outcomes: tuple[tuple[str, str], ...] = (),
    criteria: str = "",
    design: dict[str, str | tuple[str, ...]] | None = None,
    limits: dict[str, str] | None = None,
    start: str = "",
    completion: str = "",
) -> Trial:
    """A trial of these texts, each a source field of its own."""
    fields: list[SourceField] = []

    def passage(name: str, text: str) -> Passage | None:
        if not text:
            return None
        fields.append(SourceField(name, text))
        return Passage(text, name)

    def must(name: str, text: str) -> Passage:
        found = passage(name, text)
        assert found is not None
        return found

    coded = {
        key: tuple(must(f"design/{key}/{n}", v) for n, v in enumerate(value)) if isinstance(value, tuple)
        else must(f"design/{key}", value)
        for key, value in (design or {}).items()
    }  # fmt: skip
    return Trial(
        key="T1",
        source=Source("test.txt", "test", 0, "0" * 64),
        title=passage("title", title),
        brief_summary=passage("brief_summary", summary),
        detailed_description=passage("detailed_description", description),
        conditions=tuple(ConditionItem(n, must(f"conditions/{n}", c)) for n, c in enumerate(conditions)),
        keywords=tuple(must(f"keywords/{n}", k) for n, k in enumerate(keywords)),
        interventions=tuple(
            InterventionItem(n, "DRUG", must(f"interventions/{n}", i), Passage(i, f"interventions/{n}"))
            for n, i in enumerate(interventions)
        ),
        arms=tuple(ArmGroup(n, must(f"arms/{n}", a)) for n, a in enumerate(arms)),
        outcomes=tuple(
            OutcomeItem("primary", n, must(f"outcomes/{n}/measure", m), passage(f"outcomes/{n}/description", d))
            for n, (m, d) in enumerate(outcomes)
        ),
        design=RegisteredDesign(**coded),  # type: ignore[arg-type]
        eligibility=RegisteredEligibility(
            criteria=passage("eligibility/criteria", criteria),
            **{key: must(f"eligibility/{key}", value) for key, value in (limits or {}).items()},
        ),
        start_date=passage("start_date", start),
        completion_date=passage("completion_date", completion),
        fields=tuple(fields),
    )


def read(record: Trial, *extractors: Callable[[Document], Iterator[Item]]) -> Document:
    """The record after these extractors. Registered conditions and interventions are resolved by their whole name
    first."""
    document = Document(record, vocabulary())
    for domain, items in (("condition", record.conditions), ("intervention", record.interventions)):
        for item in items:
            for concept in document.vocabulary.lookup(item.name.text, domain)[:1]:
                path, spans = record.part(f"{domain}-{item.position}"), (item.name.span(),)
                document.add([Statement(path, "tkg:resolvesTo", concept, "lexicon", 0.95, spans)])
    for extract in extractors:
        document.add(list(extract(document)))
    return document


def abbreviate(document: Document, short: str, long: str) -> None:
    """Let the record define an abbreviation."""
    nowhere = Span("title", 0, 0)
    document.abbreviations.append(Abbreviation(short, long, nowhere, nowhere, nowhere))


def facts(document: Document, predicate: str, subject: str | None = None) -> dict[str, list[str]]:
    """What `predicate` points to, with the words that ground it; every span is checked to be verbatim on the way."""
    texts = {source.name: source.text for source in document.trial.fields}
    found: dict[str, list[str]] = {}
    for statement in document.statements:
        if statement.predicate != predicate or (subject is not None and statement.subject != subject):
            continue
        target = statement.object.lexical if isinstance(statement.object, Value) else statement.object
        assert 0 < statement.confidence <= 1
        assert statement.evidence
        for span in statement.evidence:
            words = texts[span.field][span.start : span.end]
            assert words.strip() == words != "", (statement, words)
            found.setdefault(target, []).append(words)
    return found
