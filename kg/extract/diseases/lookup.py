"""Whether a stretch as a whole names a condition: as it stands, as the record's short form, or in another writing.

A short form counts as what the record defines it to be; one that the lexicon gives several meanings, and one that only
a large vocabulary knows, counts where the record speaks of that condition in other words too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.extract.diseases.writings import writings
from kg.model import Method
from kg.vocab.vocabulary import Vocabulary


class Reading(NamedTuple):
    """One condition that an entry names: the concept, where in the entry, and how it was found."""

    concept: str
    start: int
    end: int
    method: Method
    confidence: float
    rule: str
    rivals: tuple[str, ...] = ()


_PARTS = re.compile(r"\s*[,;/]\s*|\s+-\s+")
_METASTATIC = re.compile(r"m[A-Z]{3,6}")
_SHORT = 5
_IMPORTED = re.compile(r"/(?:mesh|mondo)-")
_RARE = re.compile(r"/(?:mesh-C|mondo-)")
_SHORTEST = re.compile(r"[A-Z]{2,3}")
_WORD = re.compile(r"[a-z]{3,4}|[A-Z]{4}")
_SHORT_FORM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[\w/-]{2,7}")


class Names:
    """The names of one vocabulary and the short forms of one record."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        abbreviations: dict[str, str],
        meant: Callable[[str, tuple[str, ...]], str | None],
    ) -> None:
        """`meant` says which of the concepts of a name the record speaks of by another name, if any."""
        self._vocabulary = vocabulary
        self._abbreviations = abbreviations
        self._meant = meant

    def whole(self, text: str, start: int, end: int, confidence: float, rule: str) -> list[Reading]:
        """The stretch as a name: as it stands, as the record's short form, or in another writing."""
        name = text[start:end]
        ids = self._called(name)
        long = self._abbreviations.get(name)
        if long is not None:
            meant = self.written(long)
            if meant:
                return [Reading(meant[0], start, end, "abbreviation", min(confidence, 0.96), f"{rule}-short-form")]
        if ids:
            if re.search(r"[/;]", name) and self.is_list(name, ids[0]):
                return []
            return [Reading(ids[0], start, end, "lexicon", confidence, rule, ids[1:3])]
        for writing in (name[1:],) if self._has_spread(name) else writings(name):
            ids = self._vocabulary.lookup(writing, "condition")
            if ids:
                if self.is_list(name, ids[0]):
                    return []
                return [Reading(ids[0], start, end, "lexicon", confidence - 0.03, f"{rule}-rewritten", ids[1:3])]
        return []

    def _called(self, name: str) -> tuple[str, ...]:
        """The concepts that may be called just so here; of a short form with several meanings, the one meant first."""
        ids = self._vocabulary.lookup(name, "condition")
        if not ids and _WORD.fullmatch(name):  # `pain`, `ACNE`: short names count as they are written
            word = name.capitalize()
            ids = tuple(i for i in self._vocabulary.lookup(word, "condition") if self._is_labelled(i, word))
        if ids and len(name) <= _SHORT:
            ids = tuple(i for i in ids if self._is_written(name, i))
        shared = self.meanings(name)
        if not shared:
            return ids
        one = self._meant(name, shared)
        return () if one is None else (one, *(i for i in ids if i != one))

    def _has_spread(self, name: str) -> bool:
        """Whether it is the short form of a tumour behind an m for metastatic: `mNSCLC`."""
        if _METASTATIC.fullmatch(name) is None:
            return False
        ids = self._vocabulary.lookup(name[1:], "condition")
        return bool(ids) and self.is_kind_of(ids[0], "condition/neoplasms")

    def written(self, name: str) -> tuple[str, ...]:
        """The concepts of a whole name, as it stands or as other writings of it have it; empty where there is none."""
        ids = self._vocabulary.lookup(name, "condition")
        for writing in () if ids else writings(name):
            ids = self._vocabulary.lookup(writing, "condition")
            if ids:
                break
        return ids

    def meanings(self, name: str) -> tuple[str, ...]:
        """The concepts that share this short form by the lexicon's own word; none where it has one meaning."""
        if _SHORT_FORM.fullmatch(name) is None:
            return ()
        shared = self._vocabulary.listed(name, "condition")
        return shared if len(shared) > 1 else ()

    def is_kind_of(self, narrower: str, wider: str) -> bool:
        """Whether the vocabulary has the one somewhere below the other."""
        above, seen = [narrower], {narrower}
        while above:
            concept = self._vocabulary.get(above.pop())
            more = [i for i in concept.broader if i not in seen] if concept is not None else []
            if wider in more:
                return True
            seen.update(more)
            above += more
        return False

    def is_list(self, name: str, whole: str) -> bool:
        """Whether each part is a condition, and all of them together (`Depression, Anxiety`) are no kind of the first
        one, as in `Infection, Wound`."""
        parts = [part for part in _PARTS.split(name) if part]
        known = [self._vocabulary.lookup(part, "condition") for part in parts]
        if len(parts) < 2 or not all(known):
            return False
        concept = self._vocabulary.get(whole)
        return concept is not None and known[0][0] != whole and known[0][0] not in concept.broader

    def _is_labelled(self, concept_id: str, word: str) -> bool:
        concept = self._vocabulary.get(concept_id)
        return concept is not None and concept.label.capitalize() == word

    def _is_written(self, name: str, concept_id: str) -> bool:
        """Whether a short name may be this concept: not `fed` for FED, fish eye disease; and what stands for a rare one
        in somebody's list (`CHIP`, `CARE`), or is as short as `PCA`, only where the record speaks of that disease."""
        concept = self._vocabulary.get(concept_id)
        if concept is not None and name.isupper() and name[-1] == "S" and name[:-1] in concept.synonyms:
            return name in concept.synonyms  # `MSS` is no plural of MS
        if concept is None or _IMPORTED.search(concept_id) is None or concept.label.lower() == name.lower():
            return concept is not None
        if _RARE.search(concept_id) or _SHORTEST.fullmatch(name):
            return self._meant(name, (concept_id,)) is not None
        same = [known for known in concept.synonyms if known.lower() == name.lower()]
        return not same or any(known == name or known[1:].islower() for known in same)
