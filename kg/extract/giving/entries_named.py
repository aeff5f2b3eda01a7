"""Which of the record's own entries a stretch of text names: by the entry's whole name, or by all words of it that say
something (`Telephone by nurse`: "telephone calls from a nurse"), short forms of the record read as what they stand for.
Where the text can only name one of them, as a side of a comparison does, half of these words do, if one is its alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.document import Document
from kg.model import InterventionItem
from kg.text import fold

_WORD = re.compile(r"[a-z0-9]{2,}|\d")
_SAYS_NOTHING = frozenset(
    "the and for with from using use based plus versus treatment treatments therapy therapies intervention "
    "interventions group arm control program programme training study drug device procedure behavioral dietary "
    "supplement other standard usual care administration application system method technique of "
    "in on by to or as at an single double combination combined active oral dose patients cream "
    "ointment gel tablet tablets capsule capsules injection injections solution powder granules drops spray "
    "pill".split()
)
# "Lenvatinib 8mg/12mg", "albumin 20%": named without them too, unless they are what tells two entries apart.
_AMOUNT = re.compile(r"\d+(?:mg|mcg|g|kg|ml|iu|gy|ug|mci|gbq|mbq|cgy)?|mg|mcg|kg|ml|iu|gy|mci|gbq|mbq|cgy|m2")
_LONG_ENOUGH = 4
_FEIGNED = frozenset(("placebo", "sham", "without"))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > _LONG_ENOUGH and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=4)
def _telling(document: Document) -> tuple[tuple[InterventionItem, str, frozenset[str]], ...]:
    """Each entry with its folded name and the words of it that tell it from the others."""
    made = []
    names = [" ".join(_WORD.findall(fold(item.name.text))) for item in document.trial.interventions]
    said = [frozenset(_stem(w) for w in name.split() if w not in _SAYS_NOTHING) for name in names]
    bare = [frozenset(w for w in words if _AMOUNT.fullmatch(w) is None) for words in said]
    for item, name, words, plain in zip(document.trial.interventions, names, said, bare, strict=True):
        words = plain if bare.count(plain) == 1 else words
        telling = any(len(w) >= _LONG_ENOUGH and w not in _FEIGNED for w in words)
        made.append((item, name, words if telling else frozenset()))
    return tuple(made)


def _plain(document: Document, text: str) -> str:
    for abbreviation in document.abbreviations:
        if abbreviation.short in text:
            text += f" ; {abbreviation.long}"
    return f" {' '.join(_WORD.findall(fold(text)))} "


def entries_meant(document: Document, text: str, besides: str) -> list[InterventionItem]:
    """The entry that `text`, which names one of them, can mean: by half of its words, one of them its alone and no
    word of what is named besides."""
    entries = _telling(document)
    present = frozenset(_stem(word) for word in _plain(document, text).split())
    elsewhere = frozenset(_stem(word) for word in _plain(document, besides).split())
    found = []
    for item, _, words in entries:
        others = {word for other, _, telling in entries if other is not item for word in telling}
        own = (words & present) - others - elsewhere
        if any(len(word) >= _LONG_ENOUGH for word in own) and 2 * len(words & present) >= len(words):
            found.append(item)
    return found if len(found) == 1 else []


def entries_named(document: Document, text: str) -> list[InterventionItem]:
    """The entries that `text` names, in their order; of two of which one's words are all in the other's, the fuller."""
    entries = _telling(document)
    if not entries:
        return []
    plain = _plain(document, text)
    tokens = plain.split()
    present = frozenset(_stem(word) for word in tokens)
    found = [
        (item, words)
        for item, name, words in entries
        if (len(name) >= _LONG_ENOUGH and (f" {name} " in plain or name.replace(" ", "") in tokens))
        or (words and words <= present)
        or (name and len(name) < _LONG_ENOUGH and item.name.text.isupper() and f" {item.name.text} " in f" {text} ")
    ]
    return [item for item, words in found if not any(words < other for _, other in found)]
