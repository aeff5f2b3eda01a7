"""Sentences that tell how something is given and do not name it, of an arm that gets one thing.

The rule: what such a sentence begins with (`75 mg/m2 for 7 days`, `Participants received 400 mg once daily`), and the
dose in such a label (`Cohort 2: 110 mg`), is told of that one thing, up to where the sentence turns to another matter.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.giving.administration import facts
from kg.extract.giving.in_text import Given
from kg.extract.giving.prose import ANOTHER_MATTER
from kg.ground import Grounding
from kg.model import Passage
from kg.text import fold

_TAKEN = ("drug/", "drug-class/", "combination-product/", "dietary-supplement/", "regimen/", "placebo/")
# What may stand before the first dose, route or schedule of a sentence that names nothing.
_OPENS = re.compile(
    r"(?:[\s:*(\u2022-]|\d\s?x\s|\b(?:participants?|patients?|subjects?|volunteers?|they|will|be|to|receiv(?:e[sd]?|ing)|given|taken?|"
    r"takes|administered|injected|apply|applied|dosed|treated|with|by|via|as|of|at|is|was|were|an?|the|all|each|loading|starting|"
    r"initial|fixed|single|multiple|doses?|dosage|dosing|form|route|"
    r"(?:cohort|group|arm|part|dose level|phase)\s\w{1,3}(?=\s?[:=]))\b)*"
)


def unnamed(document: Document, part: Passage, only: str, is_label: bool) -> list[Given]:
    """`75 mg/m2 for 7 days`, `Participants received 400 mg once daily`: a sentence that begins with how something is
    given, and a label with a dose, speak of the one thing that the arm gets."""
    if not only.startswith(_TAKEN):
        return []
    stated = facts(part.text, document.vocabulary)
    folded = fold(part.text)
    stop = ANOTHER_MATTER.search(folded)
    stated = [fact for fact in stated if stop is None or fact.start < stop.start()]
    doses = [fact for fact in stated if fact.kind == "dose" and not fact.value.endswith("%")]
    first = stated[0] if stated else None
    if first is None or first.kind == "form" or (is_label and not doses):
        return []
    if not is_label and _OPENS.fullmatch(folded, 0, first.start) is None:
        return []
    grounding = Grounding(only, 0.8, "grammar", (), "the one thing that the arm gets")
    return [Given(part, first.start, first.end, grounding, only, tuple(stated))]
