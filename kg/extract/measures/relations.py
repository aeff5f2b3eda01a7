"""Measures that relate two others ("correlation of X with Y") or foretell one by another ("X to predict Y").

The rule: neither of the two is measured, but an association, or how well one foretells the other where that is judged
("the AUC of X in predicting Y"). What stands before "and its correlation with" is measured itself, and so is a name
that stands before the word of foretelling and says more than that something is a factor.
"""

from __future__ import annotations

import re

from kg.extract.measures.kinds import VAGUE
from kg.extract.measures.names import Name

ASSOCIATION = "endpoint/association"
ACCURACY = "endpoint/diagnostic-accuracy"
_OF_PREDICTION = frozenset(
    {ASSOCIATION, ACCURACY, "endpoint/disease-characteristics", "endpoint/risk-factors", "endpoint/test-reliability"}
)
_ASSOCIATION = re.compile(
    r"^\W*(?:the\s|to\s|any\s|potential\s|exploratory\s)*"
    r"(?P<name>correlat\w+|associations?(?=\s(?:of|between|with|among))|relation(?:ship)?s?(?=\s(?:of|between|with|to|among)))\b",
    re.IGNORECASE,
)
# What stands behind is foretold, not measured: "serum IgE to predict exacerbations", "predictive factors of relapse".
_PREDICTS = re.compile(
    r"\b(?:predict(?:s|ing|ion\sof|ors?\s(?:of|for)|ive\s(?:factors?|markers?|biomarkers?|values?)\s(?:of|for))?"
    r"|risk\sfactors?\s(?:of|for))\s",
    re.IGNORECASE,
)
_CORRELATED = re.compile(
    r"[^;.]*?\b(?P<name>(?:correlated|correlation)\s(?:to|with|between)|correlates?\s(?:to|with|of))\b", re.IGNORECASE
)
# "Tumour absorbed dose and its correlation with response": that is measured, too.
_ITS = re.compile(r"(?:,|\band|;)\s*(?:\(?(?:its|their|the)\s)?\Z", re.IGNORECASE)
_ACCURACY = re.compile(r"\b(?:AUC|AUROC|ROC|area under|cut-?\s?offs?|performance|ability|value)\b", re.IGNORECASE)
# "The AUC of X in predicting Y": how well it foretells.
_JUDGES = re.compile(
    r"\W*(?:the\s|optimal\s|predictive\s|diagnostic\s|prognostic\s)*(?:AUC|AUROC|ROC|area\sunder|cut-?\s?off|performance|accuracy|ability)\b",
    re.IGNORECASE,
)


def between_measures(text: str, start: int, names: list[Name]) -> list[Name] | None:
    """What heads a measure that relates two others or foretells one by another; None where it does neither."""
    related = _ASSOCIATION.match(text) or ("orrelat" in text and _CORRELATED.match(text)) or None
    if related is not None:
        before = [name for name in names if name.end < related.start("name") and name.concept not in VAGUE]
        if before and _ITS.search(text, before[-1].end, related.start("name")):
            names[:] = before
            return None
        return [Name(ASSOCIATION, *related.span("name"), "grammar", "endpoint-related-measures")]
    foretold = _PREDICTS.search(text, start) if "redict" in text or "isk factor" in text else None
    if foretold is None:
        return None
    judges = _JUDGES.match(text)
    if judges is not None and not any(name.concept == ACCURACY for name in names):
        return [Name(ACCURACY, *judges.span(), "grammar", "endpoint-foretold")]
    names[:] = [name for name in names if name.start < foretold.end()]
    if any(name.concept in _OF_PREDICTION or name.concept not in VAGUE for name in names):
        return None
    concept = ACCURACY if _ACCURACY.search(text, 0, foretold.start()) else ASSOCIATION
    return [Name(concept, *foretold.span(), "grammar", "endpoint-foretold")]
