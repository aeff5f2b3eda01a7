"""What sort of endpoint a concept is, as far as the reading of measures depends on it: wide and vague ones, harms, and
those that mean something else outside oncology; also whether a record is about tumours."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.document import Document

OBJECTIVE = "endpoint/objective-response-rate"
COMPLETE = "endpoint/complete-response-rate"
IMAGING = "endpoint/imaging-measure"
PARTIAL = "endpoint/partial-response-rate"
RESPONDED = "endpoint/clinical-response"
REMITTED = "endpoint/clinical-remission"
ADVERSE = "endpoint/adverse-events"
COMPLICATIONS = "endpoint/postoperative-complications"
# Measures that name no endpoint of their own: what stands in brackets or opens the description is the endpoint.
EFFICACY = "endpoint/efficacy"
HARM = frozenset({"endpoint/safety", "endpoint/tolerability", "endpoint/adverse-events"})
# Names so wide that a narrower one in the same measure says more.
WIDE = frozenset(
    f"endpoint/{name}"
    for name in """
    efficacy patient-reported-outcome laboratory-value biomarker pharmacokinetics pharmacodynamics
    vital-signs clinical-response glycemic-control symptom-score disease-activity-score functional-status
    imaging-measure immune-response disease-occurrence time-to-first-event disease-characteristics
    gene-expression clinical-chemistry quality-of-life blood-count health-behavior
    healthcare-utilization treatment-compliance postoperative-complications diagnostic-accuracy
    ocular-findings histology inflammatory-markers electrolytes adverse-events hormones feasibility
    association urinalysis genetic-analysis disease-progression medication-use hemodynamics marker-expression
    protein-expression cytokines well-being mental-health lung-function lipids growth-factors insulin-measures
    global-impression anthropometry blood-pressure bleeding demographics treatment-success pain
    """.split()
)
VAGUE = frozenset(
    f"endpoint/{name}"
    for name in """
    efficacy patient-reported-outcome disease-characteristics association time-to-first-event
    gene-expression feasibility diagnostic-accuracy imaging-measure genetic-analysis histology
    biomarker health-behavior clinical-response disease-occurrence safety
    treatment-exposure cumulative-dose treatment-cycles treatment-duration treatment-patterns
    knowledge-attitudes symptom-score functional-status pharmacokinetics drug-concentration marker-expression
    protein-expression demographics risk-factors medical-history skills-performance clinical-remission recovery
    acceptability usability implementation metabolites anthropometry treatment-success
    composite-outcome
    """.split()
)
DRUG_LEVEL = frozenset({"endpoint/drug-concentration", "endpoint/pharmacokinetics"})
# Vague, but said on purpose where they stand beside others.
NAMED_BESIDE = frozenset(
    f"endpoint/{name}" for name in "safety feasibility acceptability usability efficacy pharmacokinetics".split()
)
HEADS_ITS_PHRASE = frozenset(
    f"endpoint/{name}"
    for name in """
    safety tolerability efficacy feasibility acceptability usability adverse-events pharmacokinetics association
    test-reliability diagnostic-accuracy
    """.split()
)
LANDMARK = {
    f"endpoint/{name}": f"endpoint/{name}-rate"
    for name in """
    overall-survival progression-free-survival disease-free-survival event-free-survival recurrence-free-survival
    metastasis-free-survival leukemia-free-survival invasive-disease-free-survival failure-free-survival
    transplant-free-survival cancer-specific-survival graft-versus-host-disease-free-survival
    biochemical-recurrence-free-survival hepatic-progression-free-survival intracranial-progression-free-survival
    local-progression-free-survival
    """.split()
}
ANY_EVENT = "endpoint/event-free-survival"

TUMOR = re.compile(
    r"cancer|carcino|tumou?r|neoplas|lymphom|leuk[ae]+mi|myelom|sarcom|melanom|gliom|glioblas|metasta|oncolog|malignan|blastom|"
    r"mesotheliom|myelodys|NSCLC|SCLC|\bHCC\b|\bAML\b|objective|ORR|CRLM|waldenstr|mastocytos|myelofibros|histiocytos|polycyth|radiolog",
    re.IGNORECASE,
)
PHARMACOLOGY = re.compile(
    r"\bP[KD]\b|pharmaco|c-?max|trough|pre-?dose|\bAUC|steady[\s-]state|dosing|administration|drug|bioavail|c-?min\b|infusion",
    re.IGNORECASE,
)


def oncology(document: Document) -> bool:
    """Whether the record is about tumours: elsewhere a "response rate" is not an objective response."""
    trial = document.trial
    texts = [item.name.text for item in trial.conditions]
    texts += [passage.text for passage in (trial.title, trial.official_title) if passage is not None]
    return not texts or _is_oncology("|".join(texts))


@lru_cache(maxsize=1 << 10)
def _is_oncology(text: str) -> bool:
    return TUMOR.search(text) is not None
