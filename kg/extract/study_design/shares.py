"""How many participants in all, where the text only tells how many go to either side.

The rule: "40 patients will be randomized to X and 20 to Y" plans sixty, where nothing tells a total: exactly two
numbers of people, both of those whom the trial assigns, in one clause; never what is per site, of a part, or of three.
"Assigned to rest (n = 40) or placebo (n = 20)" does so, too: what stands in brackets behind all the sides, two to four;
where the first is the sum of the others, it is the number of all.
"""

from __future__ import annotations

import re

from kg.extract.study_design.numbers import NUMBER, number_of

_PEOPLE = (
    r"(?:(?!(?:mg|ml|to|of|and|or)\b)[a-z-]+ ){0,2}?(?:patients|participants|subjects|volunteers|women|men|children|"
    r"adults|infants|people|individuals)"
)
_ASSIGNED = r"(?:will be |were |are |to be |be )?(?:randomi[sz]ed|randomly (?:assigned|allocated)|assigned|allocated)"
_SIDE = r"to (?!be\b)(?:[a-z(][^.;:\d]{0,70}?)"
_SECOND = (
    rf",? (?:and|while|whereas) (?P<second>{NUMBER})(?: {_PEOPLE})?(?: {_ASSIGNED})? "
    r"to (?!be\b)[a-z](?![^.;]*[ ,(]\d+ (?:[a-z]+ ){0,3}to [a-z])"
)
_SHARES = re.compile(
    rf"(?<![\w.,:/=<>≥≤-])(?P<first>{NUMBER})(?: {_PEOPLE})? {_ASSIGNED} {_SIDE}{_SECOND}"
    rf"|\b(?:randomi[sz]ed|assigned|allocated)\b[^.;\d]{{0,80}}?[:,(] ?(?:with )?"
    rf"(?P<one>{NUMBER})(?: {_PEOPLE})? {_SIDE}" + _SECOND.replace("second", "other")
)
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
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[\w-]*")


def summed(piece: str) -> tuple[int, int, int] | None:
    """(number of all, start, end) of what the clause (in lower case) tells of both sides, None where it does not.

    >>> summed("40 patients will be randomized to rest and 20 to placebo")
    (60, 0, 56)
    """
    if _NOT_OF_ALL.search(piece):
        return None
    match = _SHARES.search(piece)
    if match is None:
        return _in_brackets(piece)
    if match["one"] and _DIGIT.search(piece, max(0, match.start() - 60), match.start()):
        return None  # the third of three, or the parts of a number told before
    first, second = (match["first"], match["second"]) if match["first"] else (match["one"], match["other"])
    shares = number_of(first), number_of(second)
    if min(shares) < _FEWEST:
        return None
    word = _WORD.match(piece, match.end() - 1)
    return sum(shares), match.start(), word.end() if word is not None else match.end()


def _in_brackets(piece: str) -> tuple[int, int, int] | None:
    """The same where every side has its number behind it in brackets.

    >>> _in_brackets("randomized to rest (n = 40) or placebo (n = 20)")
    (60, 0, 47)
    >>> _in_brackets("patients (n = 60) are randomized to rest (n = 40) or placebo (n = 20)")
    (60, 9, 69)
    """
    assigns = _ASSIGNS.search(piece)
    if assigns is None or "n" not in piece:
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
