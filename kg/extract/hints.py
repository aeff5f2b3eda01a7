"""Words without which a rule finds nothing, in lists: those of all rules are found in one pass over a text.

The rule: a list says of any stretch of a text what `kg.text.holds_any` says of it, sooner where many lists are asked
for the same text: the folded passages that the rules on prose read clause by clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

import daachorse

_LISTS: list[tuple[str, ...]] = []  # in the order in which their modules are read


class Hints:
    """Words, also as parts of longer ones."""

    def __init__(self, words: Iterable[str]) -> None:
        self._number = len(_LISTS)
        _LISTS.append(tuple(words))

    def in_text(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether one of the words stands in `text[start:end]`.

        >>> Hints(["blind", "mask"]).in_text("a double-blind trial", 2, 14)
        True
        """
        places = _places(text, len(_LISTS)).get(self._number)
        if places is None:
            return False
        stop = len(text) if end is None else end
        for at in range(bisect_left(places, (start,)), len(places)):
            begin, behind = places[at]
            if begin >= stop:
                return False
            if behind <= stop:
                return True
        return False


@lru_cache(maxsize=4)
def _table(count: int) -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[int, ...], ...]]:
    """All words of so many lists, and the lists that each is in."""
    owners: dict[str, list[int]] = {}
    for number, words in enumerate(_LISTS[:count]):
        for word in dict.fromkeys(words):
            owners.setdefault(word, []).append(number)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(owners)), tuple(map(tuple, owners.values()))


@lru_cache(maxsize=256)
def _places(text: str, count: int) -> dict[int, list[tuple[int, int]]]:
    """Where words of each list stand in the text, in order."""
    automaton, owners = _table(count)
    found: dict[int, list[tuple[int, int]]] = {}
    for start, end, word in automaton.find_overlapping(text):
        for number in owners[word]:
            found.setdefault(number, []).append((start, end))
    for places in found.values():
        places.sort()
    return found
