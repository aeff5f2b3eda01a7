"""How many participants in all, where the text only tells how many go to either side.

The rule: "assigned to rest (n = 40) or placebo (n = 20)" plans sixty, where nothing tells a total: what stands in
brackets behind all the sides, two to four; where the first is the sum of the others, it is the number of all.
"""

from __future__ import annotations

import re

_NOT_OF_ALL = re.compile(
    r"\b(?:each|per|every|of (?:the|these|those|whom|which)|first|next|additional|more|cohort|part|stage|phase [12ab]|"
    r"sub-?study|pilot|previous(?:ly)?|earlier|total|weeks?|days?|site|cent(?:er|re)|group [1-9a-d]|arm [1-9a-d])\b"
)
_FEWEST = 5
_ASSIGNS = re.compile(r"\b(?:randomi[sz]ed|randomly|assigned|allocated|divided)\b")
_IN_BRACKETS = re.compile(
    r"[\[(](?:[a-z][\w-]{0,9}[,;:] ?)?(?:total )?n ?= ?(?P<size>\d{1,4})(?: (?:patients|participants|subjects))?[\])]"
)
_SIZE = re.compile(r"\bn ?= ?\d")
_MOST_SIDES = 4


def summed(piece: str) -> tuple[int, int, int] | None:
    """(number of all, start, end) of what the clause (in lower case) tells of all its sides, None where it does not.

    >>> summed("randomized to rest (n = 40) or placebo (n = 20)")
    (60, 0, 47)
    >>> summed("patients (n = 60) are randomized to rest (n = 40) or placebo (n = 20)")
    (60, 9, 69)
    """
    assigns = _ASSIGNS.search(piece) if "(n" in piece or "n =" in piece or "n=" in piece else None
    if assigns is None or _NOT_OF_ALL.search(piece):
        return None
    found = list(_IN_BRACKETS.finditer(piece))
    sizes = [int(match["size"]) for match in found]
    if len(found) != len(_SIZE.findall(piece)) or not sizes or min(sizes) < _FEWEST:
        return None
    told = sizes[0] == sum(sizes[1:]) and len(sizes) > 2
    sides = sizes[told:]
    if not 2 <= len(sides) <= _MOST_SIDES or found[told].start() < assigns.start():
        return None
    return sum(sides), min(assigns.start(), found[0].start()), found[-1].end()
