"""Short forms that several interventions share (`PRF`, `PCI`) or only one field uses (`Lzd`): what this record means.

The rule: words of its titles, conditions and interventions show it (`ontology/grammar/short_forms.tsv`), if they show
no other meaning of the same form. What the record defines itself goes before this.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from kg.extract.document import Document
from kg.grammar import rows
from kg.model import Passage
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary

# A hyphen may join it to another name (`LEN-TACE`), not to a number or to small letters.
_SHORT = re.compile(r"(?:(?<![\w-])|(?<=[A-Z]{3}-))[A-Z][A-Za-z]{1,4}(?!\w)(?!-(?![A-Z]{3}))")


def shared_forms(document: Document, text: str) -> tuple[tuple[str, str], ...]:
    """(short, long) for those of the short forms in an entry of which the record shows one meaning."""
    meanings = _meanings()
    found = [short for match in _SHORT.finditer(text) if (short := match.group()) in meanings]
    if not found:
        return ()
    about = _about(document)
    made: list[tuple[str, str]] = []
    for short in dict.fromkeys(found):
        shown = [long for long, cues in meanings[short] if cues.search(about)]
        if len(shown) == 1 and not any(known.short == short for known in document.abbreviations):
            made.append((short, shown[0]))
    return tuple(made)


def registered_forms(document: Document, registered: Collection[str]) -> Iterator[tuple[str, str]]:
    """(short, concept) for the short forms that this record shows to mean something it registers: `CYC` in the prose of
    a trial of cyclophosphamide in lupus."""
    concepts, forms = _concepts(document.vocabulary)
    shown = {short for concept in registered for short in forms.get(concept, ())}
    for short in sorted(shown):
        for form, long in shared_forms(document, short):
            if concepts[long] in registered:
                yield form, concepts[long]


@lru_cache(maxsize=4)
def _concepts(vocabulary: Vocabulary) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What each long form of the table names; the short forms of each concept."""
    found: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    for short, meanings in _meanings().items():
        for long, _ in meanings:
            known = vocabulary.lookup(long, "intervention")
            found[long] = known[0] if known else ""
            if known:
                forms.setdefault(known[0], []).append(short)
    return found, forms


@cache
def _meanings() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Of every short form its long forms, each with the words that show it."""
    made: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in rows("short_forms.tsv", "short", "long", "cues"):
        short, long, cues = row.cells
        if _SHORT.fullmatch(short) is None or not long or not cues:
            raise row.fault("two to five letters, what they stand for, and words that show it")
        made.setdefault(short, []).append((long, re.compile(rf"\b(?:{cues})")))
    return made


def _about(document: Document) -> str:
    """What the record says in few words: its titles, conditions and interventions."""
    known: str | None = document.remembered.get(_about)
    if known is None:
        known = document.remembered[_about] = fold("\n".join(passage.text for passage in _passages(document)))
    return known


def _passages(document: Document) -> Iterator[Passage]:
    trial = document.trial
    yield from filter(None, (trial.title, trial.official_title))
    yield from (item.name for item in trial.conditions)
    yield from (item.name for item in trial.interventions)
