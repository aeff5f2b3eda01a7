"""Short forms that are parts of an entry by the sign that joins them to a name: `Lenva-Pembro`, `mFOLFOX6+Bev`.

The rule: what a hyphen, a plus or a slash joins to a name of something given or done, a word with a capital, is a drug
or a class of drugs too if the vocabulary or the record knows it as the whole of a name. Short forms of drugs are only
that: in running text most are words or beginnings of other names.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.extract.names.parts import DOMAIN, GIVEN_KINDS, Found, overlaps
from kg.extract.names.reading import Reading
from kg.ground import Grounding, ground
from kg.text import holds_any

_SCORE = 0.85
_JOINERS = ("-", "+", "/")
_BEHIND = re.compile(r"(?:-|\s?[+/]\s?)(?P<word>[A-Z][A-Za-z0-9]{2,})(?![\w-])")
_BEFORE = re.compile(r"(?<![\w-])(?P<word>[A-Z][A-Za-z0-9]{2,})(?:-|\s?[+/]\s?)\Z")
_KINDS = GIVEN_KINDS | {"DrugClass"}
_BESIDE = GIVEN_KINDS | {"Procedure", "Radiation"}


def joined_names(
    reading: Reading, hits: list[Found], not_given: Callable[[Reading, int, int, Grounding], bool]
) -> list[Found]:
    """What stands behind or before the names with one of these signs between."""
    if not holds_any(reading.text, _JOINERS):
        return []
    found: list[Found] = []
    for hit in hits:
        if hit.kind not in _BESIDE:
            continue
        joined = reading.text[max(0, hit.start - 2) : hit.start].strip()[-1:] in _JOINERS
        before = _BEFORE.search(reading.text, 0, hit.start) if joined else None
        for match in (_BEHIND.match(reading.text, hit.end), before):
            if match is None or overlaps(*match.span("word"), [*hits, *found]):
                continue
            word = match["word"]
            grounding = ground(word, DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
            kind = reading.kind(grounding)
            done = kind == hit.kind == "Procedure" and word.isupper()  # "CRS-HIPEC"
            if (kind in _KINDS or done) and not not_given(reading, *match.span("word"), grounding):
                grounding = grounding._replace(score=min(_SCORE, grounding.score))
                found.append(Found(*match.span("word"), grounding, kind))
    return found
