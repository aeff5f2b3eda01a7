"""Which two words are one word: spelled as elsewhere in the world, or with another ending. Neither is a misspelling.

`leucaemia` and `leukemia`, `diskectomy` and `discectomy`; `lymphodepleting` and `lymphodepletion`, `hyperemic` and
`hyperemia`. Both endings must be ones that English or Latin has: `docetaxol` is no form of `docetaxel`.
"""

from __future__ import annotations

_SPELLINGS = (("ae", "e"), ("oe", "e"), ("our", "or"), ("disk", "disc"), ("leuk", "leuc"), ("s", "z"), ("dgem", "dgm"))
_SHORTEST_STEM = 5
_ENDINGS = frozenset(
    "s es ed ee ees er ers or ors ing ings ion ions ive al ally ic ics ical ia ias y ies ous ant ants ent ents ance "
    "ence ist ists ism ation ations able sis tic tics".split()
) | {"", "e"}


def are_one(word: str, other: str) -> bool:
    """Whether two words in small letters are spellings or forms of one.

    >>> are_one("haemorrhage", "hemorrhage"), are_one("vaccinees", "vaccines"), are_one("irinotekan", "irinotecan")
    (True, True, False)
    >>> are_one("anxiolysis", "anxiolytics"), are_one("judgment", "judgement"), are_one("analgsic", "analgesic")
    (True, True, False)
    """
    if _plain(word) == _plain(other):
        return True
    stem = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    cuts = range(max(stem - 2, _SHORTEST_STEM), stem + 1)  # vaccin-ees and vaccin-es share one letter more than a stem
    return any(word[cut:] in _ENDINGS and other[cut:] in _ENDINGS for cut in cuts)


def _plain(word: str) -> str:
    for written, plain in _SPELLINGS:
        word = word.replace(written, plain)
    return word
