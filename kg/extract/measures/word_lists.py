"""Words that stand beside the name of an endpoint and change it: `ontology/grammar/measure_words.tsv`.

A pattern names a list of them in braces, `\\b{medicine}\\b`; it is put together when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.errors import ResourceError
from kg.grammar import by_list

_FILE = "measure_words.tsv"
_LIST = re.compile(r"\{([a-z][a-z-]+)\}")
_NOTATION = {r"\*": r"\w*", r"\#": r"\s?\d*", r"\(s\)": "s?", r"\ ": r"\s", r"\-": r"[\s-]"}


@cache
def _lists() -> dict[str, list[str]]:
    return by_list(_FILE)


@cache
def either(name: str) -> str:
    """The source of a pattern that matches any word of a list."""
    words = _lists().get(name)
    if words is None:
        raise ResourceError(f"{_FILE}: there is no list {name!r}")
    return source(words)


def source(words: Sequence[str]) -> str:
    """The source of a pattern that matches any of the words, written as in the file; longer words come first."""
    sources = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        one = re.escape(word)
        for written, meant in _NOTATION.items():
            one = one.replace(written, meant)
        sources.append(one)
    return f"(?:{'|'.join(sources)})"


@cache
def pattern(template: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The template with the lists that it names in braces.

    >>> pattern(r"^{therapy}$").match("Treatment") is not None
    True
    """
    return re.compile(_LIST.sub(lambda name: either(name[1]), template), flags)
