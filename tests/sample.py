"""One invented record, extracted by hand: something of every class and property, for tests of what comes after."""

# ruff: noqa: E501 - the rows of a table read best on one line
from __future__ import annotations

from kg.emit import RunInfo, emit_ontology, emit_run, emit_trial, emit_vocabulary, usage
from kg.model import (
    ArmGroup,
    Concept,
    ConditionItem,
    Extraction,
    Finding,
    InterventionItem,
    Node,
    OutcomeItem,
    Participant,
    Passage,
    ReferenceItem,
    RegisteredDesign,
    RegisteredEligibility,
    RegistryTerm,
    ResultItem,
    SiteItem,
    Source,
    SourceField,
    Span,
    Statement,
    Trial,
    Value,
)
from kg.store import Store

FIELDS = {
    "title": 'Bevacizumba Plus FOLFIRI or "Placebo" in <Liver> Metastases',
    "brief_summary": "A phase 2 trial of 30 patients.\nOverall survival (OS) was 12.5 months before.",
    "conditions": "Liver Metastases|Something Odd",
    "interventions": "DRUG: Bevacizumab + FOLFIRI|OTHER: Placebo",
    "primary_outcomes/0/measure": "Progression free survival (PFS)",
    "primary_outcomes/0/description": "From randomization to progression, RECIST v1.1, partial response",
    "primary_outcomes/0/time_frame": "up to 48 months",
    "secondary_outcomes": "Pain",
    "arms": "Arm A|bevacizumab 5 mg/kg intravenously every 2 weeks",
    "other": "NCT00000001 2020-02 \\ RECRUITING Hospital Basel Switzerland 12345678 A paper. adult 18 Years "
    "Neoplasm Metastasis 17 participants KRAS mutated. No chemotherapy before.",
}


class TinyVocabulary:
    """A vocabulary of a dozen concepts."""

    def __init__(self, *concepts: Concept) -> None:
        self.concepts = {concept.id: concept for concept in concepts}

    def get(self, concept_id: str) -> Concept | None:
        """The concept with this id, or None."""
        return self.concepts.get(concept_id)


VOCABULARY = TinyVocabulary(
    Concept(
        "drug/bevacizumab",
        "Drug",
        "bevacizumab",
        ("Avastin", "rhuMAb-VEGF"),
        exact=("mesh:D000068258", "NCIT:C2039"),
        drug_classes=("drug-class/vegf-inhibitor",),
    ),
    Concept("drug-class/vegf-inhibitor", "DrugClass", "VEGF inhibitor", definition="Acts against VEGF."),
    Concept(
        "regimen/folfiri",
        "Regimen",
        "FOLFIRI",
        close=("mesh:C480833",),
        components=("drug/irinotecan", "drug/leucovorin", "drug/fluorouracil"),
    ),
    Concept("drug/irinotecan", "Drug", "irinotecan", ("CPT-11",)),
    Concept("drug/leucovorin", "Drug", "leucovorin", ("folinic acid",), notation="LV"),
    Concept("drug/fluorouracil", "Drug", "fluorouracil", ("5-FU",), hidden=("flurouracil",)),
    Concept("placebo/placebo", "Placebo", "placebo"),
    Concept(
        "condition/liver-metastasis",
        "Condition",
        "liver metastasis",
        ("hepatic metastasis",),
        exact=("NCIT:C4758",),
        broader=("condition/neoplasm-metastasis",),
    ),
    Concept("condition/neoplasm-metastasis", "Condition", "neoplasm metastasis", exact=("mesh:D009362",)),
    Concept("state/metastatic", "DiseaseState", "metastatic"),
    Concept("site/liver", "BodySite", "liver"),
    Concept("line/second-line", "LineOfTherapy", "second-line"),
    Concept("phase/phase-2", "Phase", "phase 2", exact=("NCIT:C15601",)),
    Concept("design/randomized", "DesignFeature", "randomized"),
    Concept(
        "biomarker/kras-mutated",
        "Biomarker",
        "KRAS mutated",
        properties=(("tkg:gene", "KRAS"), ("tkg:markerStatus", "mutated")),
    ),
    Concept("route/intravenous", "Route", "intravenous"),
    Concept(
        "endpoint/progression-free-survival",
        "Endpoint",
        "progression-free survival",
        ("PFS",),
        broad=("NCIT:C28234",),
        broader=("endpoint/survival",),
    ),
    Concept("endpoint/survival", "Endpoint", "survival"),
    Concept("endpoint/pain", "Endpoint", "pain"),
    Concept(
        "instrument/recist-1.1",
        "Instrument",
        "RECIST 1.1",
        properties=(("tkg:measures", "endpoint/objective-response-rate"),),
    ),
    Concept("endpoint/objective-response-rate", "Endpoint", "objective response rate"),
    Concept("response/partial-response", "ResponseCategory", "partial response"),
    Concept("event/randomization", "TimeEvent", "randomization"),
    Concept("event/progression", "TimeEvent", "progression"),
    Concept("discontinuation/disease-progression", "DiscontinuationReason", "disease progression"),
    Concept("prior-treatment/chemotherapy", "PriorTreatment", "chemotherapy"),
    Concept("drug/unused", "Drug", "unused"),
)
RUN = RunInfo(
    "0.1.0", {"drugs.tsv": "1234"}, "ab" * 32, 1, 0, {"facts": 100, "evidence": 300}, {"Trial": 1}, {"dcterms:title": 1}
)


def passage(field: str, text: str | None = None) -> Passage:
    """A passage of a field: the whole, or the first place where `text` stands."""
    whole = FIELDS[field]
    return Passage(whole, field) if text is None else Passage(text, field, whole.index(text))


def span(field: str, text: str) -> Span:
    """Where `text` stands in a field."""
    return passage(field, text).span()


def trial(key: str = "NCT00000001") -> Trial:
    """The record."""
    other = "other"
    return Trial(
        key,
        Source("somewhere/record.txt", "flattened", 0, "0f" * 32),
        tuple(SourceField(name, text) for name, text in FIELDS.items()),
        registry_id=passage(other, "NCT00000001"),
        secondary_ids=(passage(other, "12345678"),),
        title=passage("title"),
        official_title=passage("title"),
        acronym=passage(other, "KRAS"),
        brief_summary=passage("brief_summary"),
        detailed_description=passage("brief_summary"),
        status=passage(other, "RECRUITING"),
        start_date=passage(other, "2020-02"),
        completion_date=Passage("June 15, 2021", other),
        primary_completion_date=Passage("2021", other),
        last_update_date=Passage("soon", other),
        conditions=(
            ConditionItem(0, passage("conditions", "Liver Metastases")),
            ConditionItem(1, passage("conditions", "Something Odd")),
        ),
        keywords=(passage(other, "KRAS"),),
        interventions=(
            InterventionItem(
                0, "DRUG", passage("interventions", "Bevacizumab + FOLFIRI"),
                passage("interventions", "DRUG: Bevacizumab + FOLFIRI"),
                description=passage("arms"), other_names=(passage(other, "paper"),),
            ),
            InterventionItem(
                1, "OTHER", passage("interventions", "Placebo"), passage("interventions", "OTHER: Placebo")
            ),
        ),
        arms=(ArmGroup(0, passage("arms", "Arm A"), "EXPERIMENTAL", description=passage("arms")),),
        outcomes=(
            OutcomeItem(
                "primary", 0, passage("primary_outcomes/0/measure"), passage("primary_outcomes/0/description"),
                passage("primary_outcomes/0/time_frame"),
            ),
            OutcomeItem("secondary", 0, passage("secondary_outcomes")),
            OutcomeItem("other", 0, passage("secondary_outcomes")),
        ),
        design=RegisteredDesign(study_type=passage(other, "participants"), primary_purpose=passage(other, "A paper"),
                                enrollment_basis=passage(other, "17")),
        eligibility=RegisteredEligibility(criteria=passage(other), healthy_volunteers=passage(other, "No")),
        participants=(
            Participant("sponsor", passage(other, "Hospital")),
            Participant("collaborator", passage(other, "Basel")),
        ),
        sites=(SiteItem(passage(other, "Hospital"), passage(other, "Basel"), passage(other, "Switzerland")),),
        references=(ReferenceItem(passage(other, "12345678"), passage(other, "A paper.")),),
        registry_terms=(
            RegistryTerm("condition", "mesh:D009362", passage(other, "Neoplasm Metastasis")),
            RegistryTerm("condition", "D009369", passage(other, "Neoplasm"), ancestor=True),
            RegistryTerm("intervention", "mesh:D002945", passage(other, "paper")),
        ),
        results=(
            ResultItem("flow", None, passage(other, "Basel"), passage(other, "17"), passage(other, "participants")),
            ResultItem(
                "outcome", passage("primary_outcomes/0/measure"), None, Passage("12.5", "brief_summary"),
                p_value=passage(other, "18"), parameter=passage(other, "Years"),
            ),
            ResultItem(
                "outcome", passage(other, "Neoplasm"), None, passage(other, "17"), category=passage(other, "Basel")
            ),
        ),
        findings=(Finding("ambiguous-split", "The cell may be cut otherwise.", (span("secondary_outcomes", "Pain"),)),),
    )  # fmt: skip


def extraction(key: str = "NCT00000001") -> Extraction:
    """The record and what a careful reader finds in it."""
    record = trial(key)
    part = record.part
    combination = Concept(
        "combination/bevacizumab--folfiri", "Combination", "bevacizumab + FOLFIRI",
        components=("drug/bevacizumab", "regimen/folfiri"),
    )  # fmt: skip
    months = Concept(
        "time/48-month", "TimePoint", "48 months", properties=(("tkg:timeValue", "48"), ("tkg:timeUnit", "month"))
    )
    nodes = {
        "condition-0": "ConditionEntry", "condition-1": "ConditionEntry",
        "intervention-0": "InterventionEntry", "intervention-1": "InterventionEntry",
        "primary-0": "OutcomeMeasure", "secondary-0": "OutcomeMeasure", "other-0": "OutcomeMeasure",
        "arm-0": "Arm", "arm-1": "Arm", "administration-arm-0-0": "Administration", "primary-0-time-frame": "TimeFrame",
        "abbreviation-0": "Abbreviation", "criterion-0": "EligibilityCriterion", "claim-0": "Claim",
    }  # fmt: skip
    t = record.path
    measure, about = "primary_outcomes/0/measure", "primary_outcomes/0/description"
    rows: list[tuple[str, str, str | Value, str, str, str, float]] = [
        (t, "tkg:hasConditionEntry", part("condition-0"), "conditions", "Liver Metastases", "registry-field", 1.0),
        (t, "tkg:hasConditionEntry", part("condition-1"), "conditions", "Something Odd", "registry-field", 1.0),
        (t, "tkg:hasInterventionEntry", part("intervention-0"), "interventions", "DRUG: Bevacizumab + FOLFIRI",
         "registry-field", 1.0),
        (t, "tkg:hasInterventionEntry", part("intervention-1"), "interventions", "OTHER: Placebo", "registry-field", 1.0),
        (t, "tkg:hasPrimaryOutcome", part("primary-0"), measure, "Progression free survival (PFS)", "registry-field", 0.97),
        (t, "tkg:hasSecondaryOutcome", part("secondary-0"), "secondary_outcomes", "Pain", "registry-field", 1.0),
        (t, "tkg:hasOtherOutcome", part("other-0"), "secondary_outcomes", "Pain", "registry-field", 1.0),
        (t, "tkg:hasOutcomeMeasure", part("primary-0"), measure, "Progression free survival (PFS)", "registry-field", 0.97),
        (t, "tkg:hasOutcomeMeasure", part("secondary-0"), "secondary_outcomes", "Pain", "registry-field", 1.0),
        (t, "tkg:hasOutcomeMeasure", part("other-0"), "secondary_outcomes", "Pain", "registry-field", 1.0),
        (t, "tkg:hasArm", part("arm-0"), "arms", "Arm A", "registry-field", 1.0),
        (t, "tkg:hasArm", part("arm-1"), "title", "Placebo", "grammar", 0.8),
        (part("condition-0"), "tkg:resolvesTo", "condition/liver-metastasis", "conditions", "Liver Metastases", "lexicon", 0.97),
        (part("intervention-0"), "tkg:resolvesTo", combination.id, "interventions", "Bevacizumab + FOLFIRI", "grammar", 0.93),
        (part("intervention-1"), "tkg:resolvesTo", "placebo/placebo", "interventions", "Placebo", "lexicon", 0.97),
        (combination.id, "tkg:hasComponent", "drug/bevacizumab", "interventions", "Bevacizumab", "lexicon", 0.97),
        (combination.id, "tkg:hasComponent", "regimen/folfiri", "interventions", "FOLFIRI", "lexicon", 0.97),
        (t, "tkg:studies", "condition/liver-metastasis", "conditions", "Liver Metastases", "inference", 0.97),
        (t, "tkg:tests", combination.id, "interventions", "Bevacizumab + FOLFIRI", "inference", 0.93),
        (t, "tkg:tests", "placebo/placebo", "interventions", "Placebo", "inference", 0.97),
        (t, "tkg:givesDrug", "drug/bevacizumab", "interventions", "Bevacizumab", "expansion", 0.93),
        (t, "tkg:givesDrug", "drug/irinotecan", "interventions", "FOLFIRI", "expansion", 0.9),
        (t, "tkg:givesDrug", "drug/leucovorin", "interventions", "FOLFIRI", "expansion", 0.9),
        (t, "tkg:givesDrug", "drug/fluorouracil", "interventions", "FOLFIRI", "expansion", 0.9),
        (t, "tkg:registryTerm", "condition/neoplasm-metastasis", "other", "Neoplasm Metastasis", "registry-mesh", 0.7),
        (t, "tkg:mentionsIntervention", "drug/bevacizumab", "title", "Bevacizumba", "spelling", 0.85),
        (t, "tkg:comparator", "placebo/placebo", "title", "Placebo", "grammar", 0.8),
        (t, "tkg:populationCondition", "condition/liver-metastasis", "title", "<Liver> Metastases", "lexicon", 0.9),
        (t, "tkg:diseaseState", "state/metastatic", "title", "Metastases", "lexicon", 0.9),
        (t, "tkg:metastaticSite", "site/liver", "title", "Liver", "grammar", 0.9),
        (t, "tkg:lineOfTherapy", "line/second-line", "brief_summary", "before", "grammar", 0.7),
        (t, "tkg:phase", "phase/phase-2", "brief_summary", "phase 2", "lexicon", 0.95),
        (t, "tkg:designFeature", "design/randomized", about, "randomization", "lexicon", 0.8),
        (t, "tkg:requiresBiomarker", "biomarker/kras-mutated", "other", "KRAS mutated", "lexicon", 0.9),
        (t, "tkg:excludesBiomarker", "biomarker/kras-mutated", "other", "KRAS", "grammar", 0.4),
        (t, "tkg:priorTreatment", "prior-treatment/chemotherapy", "other", "chemotherapy", "lexicon", 0.9),
        (t, "tkg:statesPrimaryEndpoint", "endpoint/progression-free-survival", "brief_summary", "survival", "grammar", 0.6),
        (t, "tkg:statesSecondaryEndpoint", "endpoint/pain", "secondary_outcomes", "Pain", "grammar", 0.6),
        (t, "tkg:discontinuationReason", "discontinuation/disease-progression", about, "progression", "lexicon", 0.9),
        (t, "tkg:enrollment", Value("30", "integer"), "brief_summary", "30 patients", "grammar", 0.9),
        (t, "tkg:plannedArms", Value("2", "integer"), "title", "or", "grammar", 0.6),
        (t, "tkg:cycleLengthDays", Value("14", "decimal"), "arms", "2 weeks", "grammar", 0.9),
        (t, "tkg:maximumCycles", Value("8", "integer"), "arms", "2", "grammar", 0.5),
        (t, "tkg:objective", Value("trial of 30 patients"), "brief_summary", "trial of 30 patients", "grammar", 0.7),
        (t, "tkg:minimumAgeYears", Value("18", "decimal"), "other", "18 Years", "registry-field", 1.0),
        (t, "tkg:maximumAgeYears", Value("75.5", "decimal"), "other", "18 Years", "registry-field", 1.0),
        (t, "tkg:sex", Value("all"), "other", "adult", "registry-field", 1.0),
        (t, "tkg:hasCriterion", part("criterion-0"), "other", "No chemotherapy before.", "grammar", 0.9),
        (part("criterion-0"), "tkg:criterionKind", Value("exclusion"), "other", "No", "grammar", 0.9),
        (part("criterion-0"), "tkg:criterionText", Value("No chemotherapy before."), "other", "No chemotherapy before.",
         "grammar", 0.9),
        (t, "tkg:reportsClaim", part("claim-0"), "brief_summary", "Overall survival (OS) was 12.5 months before.",
         "grammar", 0.8),
        (part("claim-0"), "tkg:claimText", Value("Overall survival (OS) was 12.5 months before."), "brief_summary",
         "Overall survival (OS) was 12.5 months before.", "grammar", 0.8),
        (part("claim-0"), "tkg:claimAbout", "endpoint/survival", "brief_summary", "survival", "lexicon", 0.8),
        (part("claim-0"), "tkg:claimedValue", Value("12.5", "decimal"), "brief_summary", "12.5", "grammar", 0.8),
        (part("claim-0"), "tkg:claimedUnit", Value("months"), "brief_summary", "months", "grammar", 0.8),
        (t, "tkg:definesAbbreviation", part("abbreviation-0"), "brief_summary", "Overall survival (OS)", "grammar", 0.95),
        (part("abbreviation-0"), "tkg:shortForm", Value("OS"), "brief_summary", "OS", "grammar", 0.95),
        (part("abbreviation-0"), "tkg:longForm", Value("Overall survival"), "brief_summary", "Overall survival", "grammar", 0.95),
        (part("arm-0"), "tkg:armRole", Value("experimental"), "arms", "Arm A", "registry-field", 1.0),
        (part("arm-0"), "tkg:usesEntry", part("intervention-0"), "arms", "bevacizumab", "inference", 0.9),
        (part("arm-0"), "tkg:hasAdministration", part("administration-arm-0-0"), "arms", "bevacizumab", "grammar", 0.9),
        (part("arm-1"), "rdfs:label", Value("Placebo"), "title", "Placebo", "grammar", 0.8),
        (part("administration-arm-0-0"), "tkg:gives", "drug/bevacizumab", "arms", "bevacizumab", "lexicon", 0.95),
        (part("administration-arm-0-0"), "tkg:route", "route/intravenous", "arms", "intravenously", "lexicon", 0.95),
        (part("administration-arm-0-0"), "tkg:dose", Value("5 mg/kg"), "arms", "5 mg/kg", "grammar", 0.95),
        (part("administration-arm-0-0"), "tkg:schedule", Value("every 2 weeks"), "arms", "every 2 weeks", "grammar", 0.95),
        (part("administration-arm-0-0"), "tkg:formulation", Value("infusion"), "arms", "intravenously", "grammar", 0.5),
        (part("administration-arm-0-0"), "tkg:optional", Value("true", "boolean"), "title", "or", "grammar", 0.5),
        (part("administration-arm-0-0"), "tkg:administrationRole", Value("alternative"), "title", "or", "grammar", 0.5),
        (part("primary-0"), "tkg:endpoint", "endpoint/progression-free-survival", measure, "Progression free survival",
         "lexicon", 0.97),
        (part("secondary-0"), "tkg:endpoint", "endpoint/pain", "secondary_outcomes", "Pain", "lexicon", 0.97),
        (part("primary-0"), "tkg:assessedWith", "instrument/recist-1.1", about, "RECIST v1.1", "lexicon", 0.97),
        (part("primary-0"), "tkg:acronym", Value("PFS"), measure, "PFS", "grammar", 0.95),
        (part("primary-0"), "tkg:startEvent", "event/randomization", about, "randomization", "grammar", 0.95),
        (part("primary-0"), "tkg:endEvent", "event/progression", about, "progression", "grammar", 0.95),
        (part("primary-0"), "tkg:responseCategory", "response/partial-response", about, "partial response", "lexicon", 0.95),
        (part("primary-0"), "tkg:timeFrame", part("primary-0-time-frame"), "primary_outcomes/0/time_frame",
         "up to 48 months", "registry-field", 1.0),
        (part("primary-0-time-frame"), "tkg:timePoint", months.id, "primary_outcomes/0/time_frame", "48 months", "grammar", 0.95),
        (part("primary-0-time-frame"), "tkg:horizonDays", Value("1461", "decimal"), "primary_outcomes/0/time_frame",
         "48 months", "grammar", 0.95),
        (part("primary-0-time-frame"), "tkg:anchorEvent", "event/randomization", about, "randomization", "grammar", 0.6),
        (part("primary-0-time-frame"), "tkg:timeFrameKind", Value("up-to"), "primary_outcomes/0/time_frame", "up to",
         "grammar", 0.95),
    ]  # fmt: skip
    statements = tuple(
        Statement(s, p, o, method, confidence, (span(field, words),), f"rule of {method}")  # type: ignore[arg-type]
        for s, p, o, field, words, method, confidence in rows
    )
    findings = (
        Finding(
            "unmapped-entry",
            "“Something Odd” is not known.",
            (span("conditions", "Something Odd"),),
            part("condition-1"),
        ),
        Finding(
            "misspelling", "“Bevacizumba” looks like bevacizumab.", (span("title", "Bevacizumba"),), "drug/bevacizumab"
        ),
    )
    rivals = statements[12]._replace(rivals=("condition/neoplasm-metastasis",))
    found = (*statements[:12], rivals, *statements[13:])
    return Extraction(record, tuple(Node(part(n), k) for n, k in nodes.items()), found, (combination, months), findings)


def fill(store: Store, *extractions: Extraction, ontology: bool = True) -> Store:
    """Load extractions, the concepts they use and the run into a store."""
    used: set[str] = set()
    minted: list[Concept] = []
    hidden: dict[str, set[str]] = {}
    for each in extractions:
        facts, evidence = emit_trial(each)
        store.load_lines(facts)
        store.load_lines(evidence, "evidence")
        needs = usage(each)
        used |= needs.used
        minted += needs.minted
        for concept, names in needs.hidden.items():
            hidden.setdefault(concept, set()).update(names)
    store.load_lines(emit_vocabulary(used, minted, hidden, VOCABULARY))
    store.load_lines(emit_run(RUN), "run")
    if ontology:
        store.load_lines(emit_ontology())
    return store
