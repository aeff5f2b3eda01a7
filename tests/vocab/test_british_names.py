"""A name is found in British spelling too, and nothing else is by it."""

import pytest

from kg.vocab import load
from kg.vocab.variants import variants


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("general anesthesia", "general anaesthesia"),
        ("opioid-free anesthesia", "opioid-free anaesthesia"),
        ("total intravenous anesthesia", "total intravenous anaesthesia"),
        ("local anesthetic", "local anaesthetic"),
        ("high-volume hemofiltration", "high-volume haemofiltration"),
        ("polymyxin B hemoperfusion", "polymyxin B haemoperfusion"),
        ("apneic oxygenation", "apnoeic oxygenation"),
        ("cesarean hysterectomy", "caesarean hysterectomy"),
        ("labor epidural", "labour epidural"),
    ],
)
def test_both_spellings_mean_the_same(american: str, british: str) -> None:
    found = load().lookup(american, "intervention")
    assert found
    assert load().lookup(british, "intervention") == found


@pytest.mark.parametrize("name", ["hemispherectomy", "hemicolectomy", "hemiarthroplasty", "pneumonectomy"])
def test_half_is_not_blood_and_the_lung_no_breath(name: str) -> None:
    assert not [form for form in variants(name) if "haem" in form or "pnoe" in form]
