"""Short forms of drugs that mean other things too, where a dose stands right behind them: `LV 400 mg/m2`, `GEM 1 g/m2`.

The rule: a short form in capitals that the lexicons list of one drug alone, with a dose by body surface or area under
the curve behind it, is that drug; so with a dose by body weight where another is dosed by body surface ("GEM 1000
mg/m2, BEV 15 mg/kg"). With another dose it is only if the caller knows that the drug is given in this trial. So is a
word that only one drug of the trial begins with (`Tori 240 mg`, `LEN 8 mg`), whatever it means elsewhere. What the
record defines is left to its definition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterator

from kg.extract.names.parts import DOMAIN
from kg.ground import Grounding
from kg.text import holds_any
from kg.vocab.vocabulary import Vocabulary

_HINTS = ("mg", "g/m", "AUC")
_BY_SURFACE = r"m?g\s?/\s?(?:m2|m²|m\^2|㎡|sqm)"
_DOSED = re.compile(
    r"(?<![\w./-])(?P<name>[A-Z][A-Z0-9]{1,4}|[A-Z][a-z]{2,6})(?:\s|:\s?|,\s|\s?\()"
    rf"(?:AUC\s?=?\s?(?P<area>\d)|\d[\d.,-]*\s?(?:(?P<surface>{_BY_SURFACE})|mg\s?/\s?(?P<weight>kg)(?![\w/])|"
    r"mg(?![\w/]|\s/)))"
)
_SURFACE = re.compile(_BY_SURFACE)
_SURE, _LIKELY = 0.9, 0.85
_SHORTEST = 3


def dosed_short_forms(
    text: str, vocabulary: Vocabulary, defined: Container[str], given: Callable[[], Collection[str]]
) -> Iterator[tuple[int, int, Grounding]]:
    """(start, end, meaning) of every such short form. `defined` are the record's own, `given` tells what it gives."""
    if not holds_any(text, _HINTS):
        return
    for match in _DOSED.finditer(text):
        name = match["name"]
        if name in defined:
            continue
        begun = _begun(name, vocabulary, given) if len(name) >= _SHORTEST else None
        if begun is not None:
            reason = f"{name} begins the name of one drug that is given, and a dose stands behind it"
            yield *match.span("name"), Grounding(begun, _LIKELY, "abbreviation", (), reason)
            continue
        listed = vocabulary.listed(name, DOMAIN) if name.isupper() or name[-1].isdigit() else ()
        if len(listed) != 1 or not listed[0].startswith("drug/"):
            continue
        by_weight = match["weight"] is not None and _SURFACE.search(text) is not None
        if match["area"] or match["surface"] or by_weight or listed[0] in given():
            reason = f"{name} is listed of no other drug, and a dose stands behind it"
            yield *match.span("name"), Grounding(listed[0], _SURE, "lexicon", (), reason)


def _begun(name: str, vocabulary: Vocabulary, given: Callable[[], Collection[str]]) -> str | None:
    """The one drug that is given whose name is cut short so within its first word: not "calcium" of a salt."""
    drugs = [concept for concept in given() if concept.startswith("drug/")]
    begin = name.lower()
    meant = [
        concept
        for concept in drugs
        if (known := vocabulary.get(concept)) is not None
        and known.label.lower().startswith(begin)
        and known.label[len(name) : len(name) + 1].isalpha()
    ]
    return meant[0] if len(meant) == 1 else None
