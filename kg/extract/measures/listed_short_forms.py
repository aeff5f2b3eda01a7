"""Short forms that name an endpoint only in records about something: "LR, DM" where tumours are treated.

The rule: of an item of a list, or a whole measure, that is such a short form and that the record does not define, the
title, the conditions and the interventions show the meaning (`ontology/grammar/listed_short_forms.tsv`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.extract.document import Document
from kg.grammar import rows
from kg.text import lowered


def short_form(wording: str, document: Document) -> str | None:
    """The endpoint that the short form names in a record about this; None where it is none, or means something else."""
    told = _told().get(wording)
    if told is None or any(wording == abbreviation.short for abbreviation in document.abbreviations):
        return None
    trial = document.trial
    about = [item.name.text for item in trial.conditions]
    about += [item.name.text for item in trial.interventions]
    about += [passage.text for passage in (trial.title, trial.official_title) if passage is not None]
    endpoint, cues = told
    return endpoint if _shows(cues, "|".join(about)) else None


@cache
def _told() -> dict[str, tuple[str, re.Pattern[str]]]:
    return {
        row.cells[0]: (row.cells[1], re.compile(rf"(?<![a-z])(?:{row.cells[2]})"))
        for row in rows("listed_short_forms.tsv", "short", "endpoint", "cues")
    }


@lru_cache(maxsize=1 << 10)
def _shows(cues: re.Pattern[str], about: str) -> bool:
    return cues.search(lowered(about)) is not None
