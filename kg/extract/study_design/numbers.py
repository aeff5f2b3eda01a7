"""Numbers of people as texts write them: "1,200", "thirty-six", "two hundred and forty"."""

from __future__ import annotations

import re

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = (
    {word: number for number, word in enumerate(_ONES, 1)}
    | {word: number for number, word in enumerate(_TEENS, 10)}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
)
_SMALL = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join(_TEENS)}"
SPELLED = rf"(?:(?:{'|'.join(_ONES)}|an?)[- ]hundred(?:[- ](?:and[- ])?(?:{_SMALL}|{'|'.join(_ONES)}))?|{_SMALL})"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{SPELLED})"


def number_of(text: str) -> int:
    """The number that these words stand for.

    >>> number_of("1,200"), number_of("thirty-six"), number_of("one hundred and forty"), number_of("twelve")
    (1200, 36, 140, 12)
    """
    if text[0].isdigit():
        return int(text.replace(",", ""))
    total = 0
    for word in re.split(r"[- ]+", text):
        if word == "hundred":
            total = 100 * max(total, 1)
        else:
            total += _VALUES.get(word, 0)
    return total
