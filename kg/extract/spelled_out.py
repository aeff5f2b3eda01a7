"""Whether a short form and the words beside it belong together: is it one at all, do its letters spell them, and are
they a name.

The rule: the letters are aligned from right to left, and the first must begin a word (Schwartz and Hearst 2003).
"""

from __future__ import annotations

import re
from functools import lru_cache

_GAP = re.compile(r"[\s/-]+")
_NOT_SHORT = frozenset(
    "e.g i.e etc and or including days years months weeks hours minutes n the if any see version male female yes no "
    "fig table vs approx max min left right both only all new old day week month year hour".split()
)
_SHOUTED = frozenset(
    "AND YES NOT THE FIG TABLE VERSION MALE FEMALE INCLUDING ONLY WEEKS MONTHS DAYS YEARS HOURS".split()
)
_STATISTICS = frozenset("rate rates ratio score scores level levels group groups arm patients".split())
_SPELLED = {"2": "two-", "3": "three-", "4": "four-", "5": "five-", "6": "six-"}
# A name does not go on to tell who gets it.
_ABOUT_PATIENTS = frozenset("patients participants subjects treated".split())


@lru_cache(maxsize=1 << 13)
def is_short_form(word: str) -> bool:
    """Whether a word looks like a short form: capitals, or a few letters with a figure."""
    if not 2 <= len(word) <= 14 or sum(map(str.isalpha, word)) < 2:
        return False
    if word.lower().strip(".") in _NOT_SHORT and not (word.isupper() and len(word) > 2 and word not in _SHOUTED):
        return False
    capitals = sum(map(str.isupper, word))
    return capitals >= 2 or (len(word) <= 5 and any(c.isupper() or c.isdigit() for c in word[1:]))


def align(short: str, text: str) -> int | None:
    """Where in `text` the long form begins whose letters spell `short`; None where they do not."""
    letters = [c for c in short.lower() if c.isalnum()]
    lowered = text.lower()
    at = len(text)
    for letter in reversed(letters[1:]):
        at = lowered.rfind(letter, 0, at)
        if at < 0:
            return None
    for letter in letters[:1]:
        begin = _last_beginning(lowered, letter, at)
        if begin < 0 and letter in _SPELLED:  # "six-minute walk distance (6MWD)"
            begin = _last_beginning(lowered, _SPELLED[letter], at)
        at = begin
    return at if at >= 0 else None


def by_initials(short: str, long: str) -> bool:
    """Whether every letter of a short form begins a word of the long one, in that order.

    >>> by_initials("CRS", "clinical risk score"), by_initials("ACT", "are not controlled")
    (True, False)
    """
    initials = iter([word[0] for word in _GAP.split(long.lower()) if word])
    return all(letter in initials for letter in short.lower() if letter.isalnum())


def _last_beginning(lowered: str, letters: str, before: int) -> int:
    """Where a word last begins with these letters, -1 where none does."""
    at = lowered.rfind(letters, 0, before)
    while at > 0 and lowered[at - 1].isalnum():
        at = lowered.rfind(letters, 0, at)
    return at


def is_name(short: str, long: str) -> bool:
    """Whether `long` is a name that `short` may stand for: not `short` and more, not a clause about patients."""
    head, rest = long[: len(short)], long[len(short) :]
    if head.lower() == short.lower() and not rest[:1].islower():
        return False
    if (")" in long and "(" not in long) or long.lower().startswith(("and ", "or ")):
        return False
    return not _ABOUT_PATIENTS & set(_GAP.split(long.lower())[1:-1])


def without_statistic(long: str, short: str) -> str:
    """`No evidence of disease rate (NED)`: the letters leave out the last word: it is not part of the long form."""
    head, _, last = long.rpartition(" ")
    if last.lower() in _STATISTICS and head and last[0].lower() != short[-1].lower() and align(short, head) == 0:
        return head.rstrip()
    return long
