"""Names that say behind a comma which kind it is: `Bupivacaine, Liposomal`, `Cholecystectomy, Laparoscopic`.

The rule: the name as it is spoken, with or without its salt, is one of the vocabulary; two drugs of a fixed
combination (`Aspirin, Clopidogrel`) are two.
"""

from __future__ import annotations

import re

from kg.extract.names.parts import DOMAIN, UNKNOWN
from kg.extract.names.reading import Reading
from kg.ground import Grounding, ground
from kg.text import fold
from kg.wording import words

_TURNED = re.compile(r"(?P<what>[A-Za-z][\w -]{2,60}),\s?(?P<kind>[A-Za-z][\w-]{3,24})")
_OF_SEVERAL = ("CombinationProduct", "Regimen")


def turned(reading: Reading, start: int, end: int) -> Grounding:
    """What the stretch of the text names when its two sides change places."""
    match = _TURNED.fullmatch(reading.text, start, end)
    if match is None:
        return UNKNOWN
    what, kind = match["what"], match["kind"]
    bare, _, last = what.rpartition(" ")
    names = [f"{kind} {name}" for name in ((what, bare) if fold(last) in words("salt") else (what,))]
    for name in (*names, f"{what} {kind}"):
        grounding = ground(name, DOMAIN, reading.vocabulary, reading.registry_type)
        if grounding.concept is not None and reading.kind(grounding) not in _OF_SEVERAL:
            return grounding
    return UNKNOWN
