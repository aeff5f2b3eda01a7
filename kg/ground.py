"""A name becomes a concept, or an honest None: which concepts bear the name, which of them the record means, and why.

The record's own abbreviations come first, then the vocabulary, whole name only. Between concepts of one name those of
the curated lexicons come first, then the registry's type decides (`PROCEDURE` makes procedures first), then what the
neighbours are. Words that are no name of an
intervention on their own (`study`, `control`, `gold`) stay unmapped, whatever a vocabulary says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.model import Concept, Method
from kg.text import fold, name_key
from kg.vocab.vocabulary import Vocabulary
from kg.wording import words

EXACT = 0.97
_SYNONYM = 0.96
_RIVALLED = 0.85
_ABBREVIATION = 0.92
_SHORT = 4
_ACRONYM = 5
_IMPORTED = re.compile(r"/(?:mesh|unii|mondo|doid|hp|efo|ncit|chebi|rxnorm|drugbank)-[A-Za-z]*\d")
_REGIMENS = "regimen/"
_CALLED = re.compile(r"\s(?P<word>protocols?|regimens?|therapy|vaccines?)\Z", re.IGNORECASE)
_KINDS_CALLED = (
    ("protocol", (_REGIMENS,)),
    ("regimen", (_REGIMENS,)),
    ("therapy", ("procedure/",)),
    ("vaccine", ("drug/", "drug-class/")),
)
_TRADED = re.compile(r"^drug/(?:mesh-C|unii-)")
_DRUG_LIKE = frozenset({"DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT", "COMBINATION_PRODUCT"})

# What an entry of each registry type most often is, best first; kinds not listed come after.
_EXPECTED: Mapping[str, tuple[str, ...]] = {
    "DRUG": ("Drug", "Regimen", "CombinationProduct", "DrugClass", "Placebo"),
    "BIOLOGICAL": ("Drug", "CombinationProduct", "Regimen", "DrugClass", "Placebo"),
    "DIETARY_SUPPLEMENT": ("DietarySupplement", "Drug", "DrugClass", "Placebo"),
    "PROCEDURE": ("Procedure", "Radiation", "DiagnosticTest", "Device"),
    "RADIATION": ("Radiation", "Procedure", "Device"),
    "DEVICE": ("Device", "Procedure", "DiagnosticTest", "Radiation"),
    "BEHAVIORAL": ("Behavioral", "StandardCare", "Procedure"),
    "DIAGNOSTIC_TEST": ("DiagnosticTest", "Procedure", "Device"),
    "COMBINATION_PRODUCT": ("CombinationProduct", "Regimen", "Drug", "DrugClass", "Procedure", "Device"),
    "GENETIC": ("Drug", "DiagnosticTest", "Procedure"),
    "OTHER": ("StandardCare", "Placebo", "Procedure", "Behavioral", "DiagnosticTest", "Device"),
}


class Grounding(NamedTuple):
    """What a name was taken for. `rivals` are the concepts not chosen; `reason` is for a reader."""

    concept: str | None
    score: float
    method: Method
    rivals: tuple[str, ...]
    reason: str


def ground(
    name: str,
    domain: str,
    vocabulary: Vocabulary,
    registry_type: str = "",
    neighbours: Iterable[str] = (),
    own: Iterable[tuple[str, str]] = (),
) -> Grounding:
    """The concept that the whole of `name` names. `own` are (short form, long form) pairs that the record defines,
    `neighbours` the concepts of the entries beside it."""
    text = name.strip().strip(".,;:®™*\"'“”").strip()
    for short, long in own:
        if short == text and name_key(long) != name_key(text):
            spelled = _choose(long, vocabulary.lookup(long, domain), vocabulary, registry_type, tuple(neighbours))
            if spelled.concept is None:
                return Grounding(None, 0.0, "abbreviation", (), f"the record says {short} = {long}, which is not known")
            return spelled._replace(
                score=min(_ABBREVIATION, spelled.score),
                method="abbreviation",
                reason=f"the record says {short} = {long}",
            )
    if not text:
        return Grounding(None, 0.0, "lexicon", (), "no name")
    return _choose(text, vocabulary.lookup(text, domain), vocabulary, registry_type, tuple(neighbours))


def choose(
    text: str,
    candidates: Iterable[str],
    vocabulary: Vocabulary,
    registry_type: str = "",
    neighbours: Iterable[str] = (),
) -> Grounding:
    """The candidate (concept ids, best first) that an entry of this registry type means by `text`."""
    return _choose(text, tuple(candidates), vocabulary, registry_type, tuple(neighbours))


def may_mean(concept: Concept | None, long: str) -> bool:
    """Whether a long form that the record gives can be that of the concept: they share a word that tells something."""
    if concept is None:
        return False
    said = {word for word in name_key(long).split() if len(word) > 3} - words("trim")
    return any(said & set(name_key(name).split()) for name in (concept.label, *concept.synonyms))


@lru_cache(maxsize=1 << 14)  # records name the same things again and again
def _choose(
    text: str, candidates: tuple[str, ...], vocabulary: Vocabulary, registry_type: str, neighbours: tuple[str, ...]
) -> Grounding:
    """The best candidate: a curated one before imported ones, then one of a kind that the registry's type lets expect,
    then one that is named beside."""
    if fold(text) in words("never") and not any(
        text.isupper() and (concept := vocabulary.get(c)) is not None and concept.label == text for c in candidates
    ):
        return Grounding(None, 0.0, "lexicon", candidates, f"{text!r} alone is no name of an intervention")
    candidates = _as_curated(text, candidates, vocabulary)
    candidates = _without_strangers(text, candidates, registry_type)
    expected = _EXPECTED.get(registry_type, ())
    beside = frozenset(neighbours)
    ranked: list[tuple[bool, int, int, int, str, bool]] = []
    for order, concept_id in enumerate(candidates):
        concept = vocabulary.get(concept_id)
        if concept is None or not _is_written_so(text, concept):
            continue
        rank = expected.index(concept.kind) if concept.kind in expected else len(expected)
        is_label = name_key(concept.label) == name_key(text)
        imported = _IMPORTED.search(concept_id) is not None
        ranked.append((imported, rank, 0 if concept_id in beside else 1, order, concept_id, is_label))
    if not ranked:
        return Grounding(None, 0.0, "lexicon", (), "not in the vocabulary")
    ranked.sort()
    best = ranked[0]
    rivals = tuple(entry[4] for entry in ranked[1:])
    close = any(entry[:3] == best[:3] for entry in ranked[1:])
    score = _RIVALLED if close else EXACT if best[5] else _SYNONYM
    reason = "a name of the vocabulary"
    if rivals:
        reason += f"; chosen among {len(ranked)}" + (f" for the registry's type {registry_type}" if expected else "")
    return Grounding(best[4], score, "lexicon", rivals, reason)


def _is_written_so(text: str, concept: Concept) -> bool:
    """Whether the concept is called so: a short name counts only as the vocabulary writes it, and a trade name only
    whole."""
    names = (concept.label, *concept.synonyms, *concept.hidden)
    if len(text) <= _SHORT and not any(_same_letters(text, known) for known in names):
        as_word = concept.label.istitle() and text == concept.label.lower()  # "Talc", but not "Pred" of prednylidene
        if not as_word:
            return False
    return _TRADED.search(concept.id) is None or not _is_clipped(text, names)


def _as_curated(text: str, candidates: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """`CHOP protocol` is CHOP of the curated lexicons, before what a published vocabulary calls so without its drugs;
    so `irreversible electroporation therapy`, `GVAX vaccine`."""
    said = _CALLED.search(text)
    if said is None:
        return candidates
    kinds = next(kinds for word, kinds in _KINDS_CALLED if said["word"].lower().startswith(word))
    if not any(c.startswith(kinds) for c in candidates):
        return candidates
    if _REGIMENS not in kinds and not all(map(_IMPORTED.search, candidates)):
        return candidates  # `Flu vaccine` is a name of the lexicons; `FOLFIRI protocol` MeSH calls IFL, which is, too
    own = tuple(c for c in vocabulary.listed(text[: said.start()], "intervention") if c.startswith(kinds))
    return (*own, *(c for c in candidates if c not in own and not c.startswith(kinds))) if own else candidates


def _without_strangers(text: str, candidates: tuple[str, ...], registry_type: str) -> tuple[str, ...]:
    """Acronyms of published vocabularies mislead (`TACE` is a drug of 1951 there): those of the curated lexicons come
    alone, and without any, a drug's acronym counts only where a drug is expected."""
    if len(text) > _ACRONYM or not text.isupper():
        return candidates
    curated = tuple(c for c in candidates if not _IMPORTED.search(c))
    if curated or registry_type in _DRUG_LIKE:
        return curated or candidates
    return tuple(c for c in candidates if not c.startswith("drug"))


def _is_clipped(text: str, names: tuple[str, ...]) -> bool:
    """Whether a trade name of the concept ends in an `s` that the word lacks: `Acala` is not the singular of ACALAS."""
    folded = fold(text)
    return not any(fold(known) == folded for known in names) and any(
        known.isupper() and fold(known) == folded + "s" for known in names
    )


def _same_letters(text: str, known: str) -> bool:
    if text == known or (known.islower() and text == known.capitalize()):  # not `Tea` for TEA
        return True
    return [c for c in text if c.isalnum()] == [c for c in known if c.isalnum()]
