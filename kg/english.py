"""How common a word is in English: one list for all who ask, read when somebody first does.

The rule: the list takes a sixth of a second and 34 MB, and twice as much while it is read. Most records need none of
it, so nothing loads it ahead, but for a build that is about to fork its processes: they share what is there.
"""

from __future__ import annotations


def commonness(word: str) -> float:
    """The Zipf frequency of a word: 0 for one that the list lacks, 3 for one in a million, 7 for "the"."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))
