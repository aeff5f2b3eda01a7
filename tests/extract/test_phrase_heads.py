"""Words beside a name that change what is measured: nouns behind it, words that take it in, ratios, levels."""

from __future__ import annotations

import pytest
from test_endpoints import ground

from kg import grammar, vocab
from kg.errors import ResourceError
from kg.extract.measures import phrase_heads
from kg.extract.measures.phrase_heads import taking


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # A noun behind the name heads the phrase.
        ("Pain neuroscience knowledge", ["knowledge-attitudes"]),
        ("Drug costs of exacerbations", ["costs"]),
        ("Medication costs per ward", ["costs"]),
        ("Depression care in primary practice", []),
        ("Infection control practices", []),
        ("Depression severity", ["depression"]),
        ("Self-care of people with diabetes", ["self-management"]),
        # A word before it takes it in.
        ("Cost of asthma exacerbations", ["costs"]),
        ("Concerns about weight gain", ["fear"]),
        ("Expectation of pain relief", ["treatment-expectations"]),
        ("Expected pain", []),
        ("Readiness to quit smoking", ["motivation"]),
        ("Readiness for weaning from mechanical ventilation", []),
        ("Readiness for hospital discharge", ["discharge-readiness"]),
        ("Screening for depression", ["screening-uptake"]),
        ("Bother from side effects", ["tolerability"]),
        ("Weight gain", ["body-weight"]),
        ("Number of biopsies", []),
        ("Biopsy", ["histology"]),
        ("pERK in tumor biopsies", ["signaling-pathway-activity"]),
        ("Changes in endometrial biopsy", ["histology"]),
        # Neither part of a ratio is measured.
        ("Ratio of testosterone to cortisol", ["hormones"]),
        ("Testosterone/cortisol ratio at dawn", ["hormones"]),
        ("Testosterone to epitestosterone ratio", []),
        ("Arm span to height ratio", []),
        ("FEV1/FVC ratio", ["fev1-fvc-ratio"]),
        ("Leptin to adiponectin ratio", ["adipokines"]),
        ("Testosterone and cortisol", ["testosterone", "cortisol"]),
        # The level of what nobody gives is no concentration of a drug.
        ("Plasma concentrations of kynurenine", ["laboratory-value"]),
        ("Plasma levels of zonulin", ["intestinal-permeability"]),
        ("Serum concentration of tacrolimus", ["drug-concentration"]),
        ("Plasma concentration of the metabolite", ["drug-concentration"]),
        ("Plasma concentrations of AB-1234", ["drug-concentration"]),
        # How grave a disease is, and whether people get it.
        ("Severity of hypertension", ["disease-activity-score"]),
        ("Allergic rhinitis severity", ["disease-activity-score"]),
        ("Severity of eczema", ["eczema-severity"]),
        ("Incidence and severity of atopic disease", ["allergy-occurrence"]),
        ("Incidence of atopic disease", ["allergy-occurrence"]),
        # What is adhered to.
        ("Adherence to hypertension guidelines", ["guideline-adherence"]),
        ("Adherence to the diet", ["intervention-adherence"]),
        ("Adherence to blood pressure monitoring", ["treatment-compliance"]),
        ("Adherence to treatment and quality of life", ["medication-adherence", "quality-of-life"]),
        # A cell that qualifies is not counted.
        ("T-cell epitope mapping", []),
        ("T-cell number", ["t-cell-count"]),
        ("Erythrocyte transfusion", ["transfusion"]),
        ("Neutrophil elastase in sputum", []),
        ("Neutrophil count", ["neutrophil-count"]),
        ("Leukocytes in urine", []),
        ("Remission of insomnia", ["clinical-remission"]),
        ("Remission of diabetes", ["diabetes-remission"]),
        ("Calcium intake", ["dietary-intake"]),
        ("Discontinuation of dialysis", ["dialysis"]),
        ("Discontinuation of the study drug", ["treatment-discontinuation"]),
        ("Rejection of vaccination", []),
        ("Laser coagulation", []),
        # The level of antibodies that protects.
        ("Participants with HI titer ≥1:40", ["seroprotection"]),
        ("HI titer at day 29", ["antibody-response"]),
    ],
)
def test_words_beside_a_name_change_what_is_measured(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Time to first severe exacerbation", ["time-to-first-exacerbation"]),
        ("Rate of severe exacerbations", ["exacerbations"]),
        ("Hypotension during spinal anesthesia", ["hypotension"]),
        ("Incidence of bradycardia", ["bradycardia"]),
        ("Pulmonary hypertension", ["pulmonary-hypertension"]),
        ("Death from prostate cancer", ["disease-specific-mortality"]),
        ("Prostate cancer-specific survival", ["cancer-specific-survival"]),
        ("PSA recurrence", ["biochemical-recurrence"]),
        ("Time to PSA recurrence", ["time-to-recurrence"]),
        ("Time to castration resistance", ["time-to-castration-resistance"]),
        ("Subsequent anticancer therapy", ["subsequent-therapy"]),
        ("Time to first subsequent anticancer therapy", ["time-to-next-treatment"]),
        ("Gross total resection rate", ["extent-of-resection"]),
        ("R0 resection rate", ["r0-resection-rate"]),
        ("Gleason upgrading", ["tumor-stage"]),
        ("Axillary pathological complete response", ["nodal-pathological-complete-response"]),
        ("ED95 of the local anesthetic", ["optimal-dose"]),
        ("Maximum tolerated dose", ["maximum-tolerated-dose"]),
        ("Overall platelet response", ["hematologic-response"]),
        ("Platelet aggregation", ["platelet-function"]),
        ("Postoperative cognitive dysfunction", ["postoperative-cognitive-dysfunction"]),
        ("Complications of diabetes", ["diabetic-complications"]),
        ("Bronchial provocation test", ["airway-hyperresponsiveness"]),
        ("Time in therapeutic range of warfarin", ["time-in-therapeutic-range"]),
        ("Success rate of the caudal block", ["treatment-success"]),
        ("Clinical remission rate", ["clinical-remission"]),
        ("Unsolicited AEs within 28 days", ["unsolicited-adverse-events"]),
        ("Villous height to crypt depth ratio", ["histology"]),
        ("Late GI toxicity", ["gastrointestinal-toxicity"]),
        ("Duration of CRS", ["cytokine-release-syndrome"]),
        ("CD4+ T-cell response", ["t-cell-response"]),
    ],
)
def test_what_one_row_lumped_is_told_apart(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Composite of death or hospitalization for heart failure", ["composite-outcome"]),
        ("Composite endpoint of postoperative complications and mortality", ["composite-outcome"]),
        (
            "Composite of all-cause death, myocardial infarction, stroke or target vessel revascularization",
            ["major-adverse-cardiac-events"],
        ),
        ("Composite outcome of all-cause mortality", ["mortality"]),
        ("Composite of major adverse cardiovascular events", ["major-adverse-cardiac-events"]),
        ("Composite of pharmacokinetic parameters", ["pharmacokinetics"]),
        ("Composite neonatal morbidity", ["neonatal-outcome"]),
        ("Mortality or hospitalization", ["mortality", "hospitalization"]),
    ],
)
def test_a_composite_is_none_of_its_parts(measure: str, expected: list[str]) -> None:
    assert ground(measure, oncology=False) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("Ipsilateral invasive breast tumor recurrence", ["local-recurrence"]),
        ("Local or distant recurrence", ["local-recurrence", "recurrence-rate"]),
        ("Time to pelvic recurrence", ["time-to-recurrence"]),
    ],
)
def test_where_a_cancer_returns(measure: str, expected: list[str]) -> None:
    assert ground(measure) == expected


def test_endpoints_of_the_words_are_in_the_vocabulary() -> None:
    vocabulary = vocab.load()
    assert all(each.concept is None or vocabulary.get(each.concept) for each in taking())


def test_a_plain_word_is_taken_in_by_its_expression_and_hinted_at() -> None:
    plain = [word for role, word, _ in phrase_heads._rows() if role != "head" and word.isalpha()]
    assert len(plain) > 3
    for word in plain:
        taken = [each for each in taking() if each.words.search(f"{word} of health")]
        assert any(hint in word for each in taken for hint in each.hints), word


@pytest.mark.parametrize("row", ["tail\tknowledge\t-", "head\t\t-", "takes\tknowledge\tattitudes"])
def test_a_bad_row_is_named(row: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "phrase_heads.tsv"
    path.write_text(f"role\tword\tendpoint\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(grammar, "resource", lambda *_: path)
    with pytest.raises(ResourceError, match=r"phrase_heads\.tsv:2: expected"):
        phrase_heads._rows()
