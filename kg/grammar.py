"""The tables of the grammar, `ontology/grammar/*.tsv`: words and what they do, one row each.

The rule: lines that begin with `#` teach the table, the first other line names its columns, empty lines do not count.
Every row has as many cells as there are columns. Whatever is wrong is told with the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.errors import ResourceError
from kg.resources import resource


class Row(NamedTuple):
    """The cells of one row, and where it stands, to be named if the reader finds fault with it."""

    file: str
    line: int
    cells: tuple[str, ...]

    def fault(self, expected: str) -> ResourceError:
        """The error that tells what should stand there."""
        return ResourceError(f"grammar/{self.file}:{self.line}: expected {expected}")


def by_role(file: str, roles: Iterable[str]) -> dict[str, list[str]]:
    """The words of a table with the columns `role` and `word`, by role, in its order. Raises `ResourceError` for a role
    that is none of these, and for a word that is empty or there already."""
    found: dict[str, list[str]] = {role: [] for role in roles}
    for row in rows(file, "role", "word"):
        role, word = row.cells
        if role not in found or not word or word in found[role]:
            raise row.fault(f"one of {', '.join(found)}; a word that is new to it")
        found[role].append(word)
    return found


def by_list(file: str) -> dict[str, list[str]]:
    """The words of a table with the columns `list` and `word`, whose lists are named by those who ask for them."""
    found: dict[str, list[str]] = {}
    for row in rows(file, "list", "word"):
        name, word = row.cells
        if not word:
            raise row.fault("the name of a list and a word")
        found.setdefault(name, []).append(word)
    return found


def alternatives(file: str, roles: Iterable[str]) -> dict[str, str]:
    """The words of each role of such a table, which are regular expressions, as alternatives of one: `a|b`, without a
    group around them."""
    return {role: any_of(words) for role, words in by_role(file, roles).items()}


_INNER = re.compile(r"\\.|\[[^\]]*\]|\([^()]*\)")  # where a stroke does not part the whole


def any_of(words: Iterable[str]) -> str:
    """Regular expressions as alternatives of one, without a group around them; those that begin with the same letters
    share them, as the engine tries one alternative after the other wherever it looks.

    What matches stays the same: words that begin with different letters exclude one another, and only such change
    places. Letters are small ones, so that this holds where case is ignored, too.

    >>> any_of(["study", "trial", "studies", "stop", "tests?"])
    'st(?:ud(?:y|ies)|op)|t(?:rial|ests?)'
    """
    found: list[str] = []
    alike: dict[str, list[str]] = {}
    for word in words:
        letter = _first_letter(word)
        if letter:
            alike.setdefault(letter, []).append(word)
        else:  # nothing moves past a word of which the first letter is not known
            found += map(_together, alike.values())
            found.append(word)
            alike = {}
    found += map(_together, alike.values())
    return "|".join(found)


def _together(words: Sequence[str]) -> str:
    """Words that begin with the same letter, as one expression."""
    if len(words) == 1:
        return words[0]
    letter, rest = words[0][0], [word[1:] for word in words]
    shared = {_first_letter(word) for word in rest}
    return letter + (_together(rest) if len(shared) == 1 and "" not in shared else f"(?:{any_of(rest)})")


def _first_letter(word: str) -> str:
    """The small letter that every match of the word begins with; empty where it is not seen at once."""
    if not "a" <= word[:1] <= "z" or word[1:2] in ("?", "*", "+", "{"):
        return ""
    plain = word
    while "|" in plain and (inside := _INNER.sub("", plain)) != plain:
        plain = inside
    return "" if "|" in plain else word[0]


def rows(file: str, *columns: str) -> Iterator[Row]:
    """The rows of a table that has these columns. Cells are as written, and may be empty but for the first.

    >>> next(rows("quantities.tsv", "endpoint", "quantity", "narrower")).cells[1]
    'frequency'
    """
    headed = False
    for number, line in enumerate(resource("grammar", file).read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = Row(file, number, tuple(line.split("\t")))
        if not headed and row.cells != columns:
            raise row.fault(f"the names of the columns: {', '.join(columns)}")
        if headed:
            if len(row.cells) != len(columns) or not row.cells[0]:
                raise row.fault(f"{len(columns)} cells between tabs: {', '.join(columns)}")
            yield row
        headed = True
