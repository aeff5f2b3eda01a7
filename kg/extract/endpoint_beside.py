"""What stands beside a name and changes it: what antibodies are against, what harms come of."""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.text import holds_any, lowered

_AGAINST_PRODUCT = re.compile(
    r"\banti-?[\s-]?(?:[a-z]{1,5}-?[a-z]?\d{3,}\w*|\w+(?:mab|cept|ase|tide|kin)|\w+gene\s\w+(?:cel|vec))\s(?:\w+\s)?(?:antibod\w+|ig[gme]\b)|"
    r"\b(?:antibod\w+|adas?|ig[gm])\s(?:\([^)]*\)\s)?(?:to|against)\s(?:the\s)?(?:study\s)?"
    r"(?:drug|[a-z]{1,5}-?\d{3,}\w*|\w+(?:mab|cept|ase|tide))\b"
)
_AGAINST_HINTS = ("anti", "ada", "igg", "igm")
# Antibodies of a class against something: "anti-influenza IgG", "cashew-specific IgG4/IgE".
_AGAINST = {
    "endpoint/immunoglobulins": (
        re.compile(r"\banti-?\s?[\w-]{2,}\s(?:[\w-]+\s){0,2}$|-specific\s(?:[\w-]+\s){0,2}$", re.IGNORECASE),
        "endpoint/antibody-response",
    ),
    "endpoint/total-ige": (re.compile(r"-specific\s(?:serum\s|[\w-]+/)?$", re.IGNORECASE), "endpoint/specific-ige"),
}
_RELATED_TO = re.compile(
    r"\s(?:\([^()]*\)\s)?(?:(?:that|which|are|were|possibly|probably|definitely|causally|considered)\s)*related\sto\s(?:the\s)?"
    r"(?P<what>[\w-]{4,}(?:\s(?:drug|treatment|product|medication|intervention|therapy))?)",
    re.IGNORECASE,
)
_STUDIED = re.compile(
    r"(?:study|investigational)\s\w+|treatments?|drugs?|medications?|interventions?|therapy|[\w-]+(?:mab|nib|[a-z]ib|limus|mide)",
    re.IGNORECASE,
)


def against_product(text: str) -> tuple[int, int] | None:
    """Where antibodies against what is given are named: "antibodies to X-123"."""
    low = lowered(text)
    match = _AGAINST_PRODUCT.search(low) if holds_any(low, _AGAINST_HINTS) else None
    return None if match is None else match.span()


def against_something(concept: str, text: str, start: int) -> str | None:
    """The narrower endpoint of a class of antibodies that the words before it tell against what they are."""
    told = _AGAINST.get(concept)
    return told[1] if told is not None and told[0].search(text, 0, start) is not None else None


def related(text: str, end: int, document: Document) -> bool:
    """Whether what stands behind "adverse events" says that they come of what is studied: "related to crenolanib"."""
    to = _RELATED_TO.match(text, end)
    if to is None:
        return False
    given = " ".join(item.name.text.lower() for item in document.trial.interventions)
    return _STUDIED.fullmatch(to["what"]) is not None or to["what"].lower() in given
