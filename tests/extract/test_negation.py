"""Whether a thing is wanted, ruled out or left open by the words around it. `|` stands before the thing."""

from __future__ import annotations

import pytest

from kg.extract.negation import polarity

WANTED = (
    "patients with |EGFR mutation",
    "patients with |asthma who are ineligible for surgery",
    "|relapsed asthma, and is ineligible for, available treatment",
    "patients without disease progression after |cisplatin",
    "disease that has not progressed on |cisplatin",
    "not only adults with |asthma",
    "no evidence of disease after |surgery",
    "no more than two lines with |cisplatin",
    "patients not eligible for surgery receive |cisplatin",
    "no prior |surgery is recorded; patients with",
    "non-small cell lung cancer with |EGFR mutation",
    "no bleeding. Patients with |asthma are treated",
    "no bleeding; |asthma is treated",
    "patients without fever, but with |asthma",
    "treated without bevacizumab in |RAS-mutated cancer",
    "including, but not limited to, |asthma",
    "adults, except if they smoke, with |asthma",
    "adults except for smokers, who have |asthma",
    "no steroids other than inhaled ones; |asthma",
    "children, exceptionally adults, with |asthma",
)
RULED_OUT = (
    "patients without |EGFR mutation",
    "patients with |asthma are ineligible for this study",
    "patients with |asthma are ineligible",
    "absence of |asthma",
    "no |asthma",
    "lack of |EGFR mutation",
    "free of |infection",
    "negative for |HER2",
    "patients must not have |asthma",
    "exclusion of |asthma",
    "neither diabetes nor |asthma",
    "adults except for those with |asthma",
    "adults, with the exception of those who have |asthma",
    "any adult apart from patients with |asthma",
    "any tumour except |melanoma",
    "solid tumours other than |melanoma",
    "all solid tumours except for lung cancer and |melanoma",
    "|asthma patients are excluded",
    "|Pregnant women will be excluded",
    "absence of EGFR mutations (including, but not limited to, exon 19 deletion) and |ALK rearrangement",
)
OPEN = (
    "with or without |bevacizumab",
    "regardless of |PD-L1 status",
    "irrespective of |stage",
    "patients are stratified by |stage",
    "stratification factors: |stage",
    "with/without |surgery",
    "whether or not |surgery was done",
    # what an exception lets back in is allowed
    "no prior cancer, except for |melanoma",
    "no other malignancy except |melanoma",
    "patients without any cancer, with the exception of |melanoma",
    "must not have another disease other than |asthma",
    "no cancer within 5 years except for treated breast cancer or |melanoma",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, "wanted") for text in WANTED] + [(t, "ruled-out") for t in RULED_OUT] + [(t, "open") for t in OPEN],
)
def test_polarity(text: str, expected: str) -> None:
    before, _, after = text.partition("|")
    assert polarity(before + after, len(before)) == expected
