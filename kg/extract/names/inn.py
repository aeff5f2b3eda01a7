"""A new drug by its nonproprietary name: a word that no vocabulary knows and that ends as WHO makes such names end
(`-tinib`, `-mab vedotin`) is a drug of that name, of the class that the ending stands for.

Endings are data (`ontology/grammar/inn_stems.tsv`). What is common English, one letter from a drug that a vocabulary
knows, or like one that the same record names, is no new drug: the last two are left to the correction of misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from kg.english import commonness
from kg.extract.document import Document
from kg.extract.spelling import corrections
from kg.grammar import rows
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary

_DOMAIN = "intervention"
_NO_CLASS = "-"
# One or two words; `-abcd` behind a biological is the suffix that tells its makers apart, `alfa` the form of a protein.
_NAME = re.compile(
    r"(?P<first>[a-z]{7,24})(?P<second> [a-z]{6,20})?(?:-[a-z]{4})?(?P<form> (?:alfa|beta|gamma|pegol))?\Z"
)
_RARE = 1.0  # Zipf frequency: below once in a hundred million words


class _Stem(NamedTuple):
    ending: str
    behind: tuple[str, ...]
    drug_class: str
    shortest: int


class NewDrug(NamedTuple):
    """A drug that only its name is known of: its label, and the id of its class."""

    label: str
    drug_class: str

    @property
    def concept(self) -> str:
        """The id of the drug."""
        return f"drug/{self.label.replace(' ', '-')}"


def new_drug(surface: str, document: Document) -> NewDrug | None:
    """The drug of which `surface`, a whole part of an entry, is the name and that no vocabulary knows."""
    found = _named(fold(surface))
    if found is None or document.vocabulary.get(found.concept) is not None:
        return None
    first = found.label.split()[0]
    if len(found.label.split()) == 1 and _is_known(first, document.vocabulary):
        return None
    if any(corrections(first, _drugs_named(document), document)):
        return None
    return found


@lru_cache(maxsize=1 << 12)
def _named(folded: str) -> NewDrug | None:
    match = _NAME.match(folded)
    if match is None:
        return None
    first, second, form = match["first"], (match["second"] or "").strip(), match["form"] or ""
    stem = _longest(second or first, first if second else "")
    if stem is None or stem.drug_class == _NO_CLASS:
        return None
    return NewDrug(f"{first} {second}".strip() + form, stem.drug_class)


def _longest(word: str, before: str) -> _Stem | None:
    """The stem of the word; of the second word of a name, one that goes with the word before."""
    of_word = [stem for stem in _stems() if word.endswith(stem.ending) and bool(stem.behind) == bool(before)]
    if before:
        of_word = [stem for stem in of_word if before.endswith(stem.behind)]
    best = max(of_word, key=lambda stem: (len(stem.ending), max(map(len, stem.behind), default=0)), default=None)
    return best if best is not None and len(word) >= best.shortest else None


@cache
def _stems() -> tuple[_Stem, ...]:
    stems: list[_Stem] = []
    for row in rows("inn_stems.tsv", "ending", "behind", "class", "shortest"):
        ending, behind, drug_class, shortest = row.cells
        if not drug_class or not shortest.isdigit():
            raise row.fault("ending, behind, class and a number")
        stems.append(_Stem(ending, tuple(filter(None, behind.split("|"))), drug_class, int(shortest)))
    return tuple(stems)


def _is_known(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a vocabulary or common English knows the word, or a vocabulary a drug that is one letter from it."""
    if vocabulary.lookup(word, _DOMAIN) or vocabulary.lookup(word, "condition"):
        return True
    if commonness(word) >= _RARE:
        return True
    return any(
        concept.startswith("drug/") for like in _one_letter_off(word) for concept in vocabulary.lookup(like, _DOMAIN)
    )


def _one_letter_off(word: str) -> Iterator[str]:
    """The words that one letter left out, put in, changed, or changed places with the next makes of this one."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _drugs_named(document: Document) -> tuple[str, ...]:
    """Names of drugs, of one word each, that the record names anywhere."""
    passages = [item.name for item in document.trial.interventions]
    names: dict[str, None] = {}
    for passage in (*passages, *document.prose()):
        for hit in document.vocabulary.scan(passage.text, _DOMAIN):
            word = fold(passage.text[hit.start : hit.end])
            if word.isalpha() and any(concept.startswith("drug/") for concept in hit.concepts):
                names.setdefault(word)
    return tuple(names)
