r"""Patterns whose search leaps over text in which no match can begin.

The rule: what a pattern finds is what `re` finds. `re` leaps to the next character that a match may begin with where
the pattern itself begins with a letter or a class; one that begins with `\b` or a look behind is tried at every
character, which takes a hundred instructions each. Here these characters are read off the parsed pattern and handed to
the engine in the head of its code, where it looks for them. No interface promises that head: where it is not as
expected, the pattern is what `re` makes of it, only slower. It pays for patterns that are searched for in prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

# Operations that take no character, and categories of characters as patterns.
_PLACES = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_CATEGORIES = {
    f"CATEGORY_{name}": letter
    for name, letter in zip(("DIGIT", "SPACE", "WORD", "NOT_DIGIT", "NOT_SPACE", "NOT_WORD"), "dswDSW", strict=True)
}
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_LATIN = 256
_HEAD = 5  # operation, length, what is known of the beginning, least and greatest width


def leaping(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""`re.compile(pattern, flags)`, but quicker to search with.

    >>> leaping(r"\b(?:no|without)\b").search("known with or without").span()
    (14, 21)
    """
    try:
        leaps = _with_head(pattern, flags)
    except (AttributeError, ImportError, LookupError, TypeError, ValueError):  # another version of `re`
        leaps = None
    return re.compile(pattern, flags) if leaps is None else leaps


def _with_head(pattern: str, flags: int) -> re.Pattern[str] | None:
    """The pattern with the characters that it may begin with; None where that tells nothing, or is known already."""
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _constants, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    flags = parsed.state.flags
    first = None if flags & (re.IGNORECASE | re.LOCALE) else _first(parsed)
    if first is None or first[1]:
        return None
    code = _compiler._code(parsed, flags)
    if code[:3] != [_constants.INFO, _HEAD - 1, 0]:
        return None
    words = [sum(1 << bit for bit in range(32) if at + bit in first[0]) for at in range(0, _LATIN, 32)]
    beyond = [_constants.RANGE, _LATIN, 0x10FFFF]  # what lies beyond Latin 1 is tried
    known = [_constants.CHARSET, *words, *beyond, _constants.FAILURE]
    head = [_constants.INFO, _HEAD - 1 + len(known), _constants.SRE_INFO_CHARSET, *code[3:_HEAD], *known]
    groups = parsed.state.groupdict
    names = [None] * parsed.state.groups
    for name, number in groups.items():
        names[number] = name
    leaps: re.Pattern[str] = _sre.compile(
        pattern, flags, head + code[_HEAD:], len(names) - 1, groups, tuple(names)
    )
    return leaps


def _first(parsed: Iterable[tuple[Any, Any]]) -> tuple[set[int], bool] | None:
    """The characters that what was parsed may begin with, and whether it may be empty; None where nobody can say."""
    found: set[int] = set()
    for operation, what in parsed:
        name = str(operation)
        if name in _PLACES:
            continue
        if name == "LITERAL":
            begins: tuple[set[int], bool] | None = {what}, False
        elif name == "IN":
            begins = _members(what)
        elif name == "SUBPATTERN":
            begins = None if what[1] or what[2] else _first(what[3])
        elif name == "ATOMIC_GROUP":
            begins = _first(what)
        elif name == "BRANCH":
            begins = _any_of(what[1])
        elif name in _REPEATS:
            begins = _first(what[2])
            if begins is not None and not what[0]:
                begins = begins[0], True
        else:
            begins = None
        if begins is None:
            return None
        found |= begins[0]
        if not begins[1]:
            return found, False
    return found, True


def _any_of(branches: Iterable[Any]) -> tuple[set[int], bool] | None:
    found: set[int] = set()
    empty = False
    for branch in branches:
        begins = _first(branch)
        if begins is None:
            return None
        found |= begins[0]
        empty = empty or begins[1]
    return found, empty


def _members(items: Iterable[tuple[Any, Any]]) -> tuple[set[int], bool] | None:
    """The characters of a class; of a category only those of Latin 1 matter."""
    found: set[int] = set()
    for operation, what in items:
        name = str(operation)
        if name == "LITERAL":
            found.add(what)
        elif name == "RANGE":
            found.update(range(what[0], what[1] + 1))
        elif name == "CATEGORY" and str(what) in _CATEGORIES:
            found |= _category(_CATEGORIES[str(what)])
        else:
            return None
    return found, False


@cache
def _category(letter: str) -> frozenset[int]:
    member = re.compile(rf"\{letter}")
    return frozenset(code for code in range(_LATIN) if member.match(chr(code)))
