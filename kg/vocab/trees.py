"""What a position in the tree of MeSH says of a descriptor: what kind of thing it is, and whether texts speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The id's path by tree position: the first line that fits one of the descriptor's positions.
_PATH_BY_TREE = (
    ("C", "condition"),
    ("F03", "condition"),
    ("D", "drug"),
    ("E02.815", "radiation"),
    ("E02.642", "dietary-supplement"),
    ("F04", "behavioral"),
    ("E02", "procedure"),
    ("E03", "procedure"),
    ("E04", "procedure"),
    ("E06", "procedure"),
    ("E07", "device"),
    ("E01", "diagnostic-test"),
    ("F01", "condition"),
    ("F02", "condition"),
    ("G08.686", "condition"),
    ("G11.427", "behavioral"),
    ("G11.561", "condition"),
    ("J02", "dietary-supplement"),
    ("G07.203", "dietary-supplement"),
    ("E05", "diagnostic-test"),
)
# Descriptors whose names are too general, or name things that are measured rather than given, for running text.
_FIELD_TREES = re.compile(
    r"(?:F01|F02|G|J02|E05|E07|E01\.(?!370\.350|370\.388)|D12\.776|D08|D10|D13|D23|D09|D20\.|D05|C23\.888\.592$)"
)


def path_of_trees(trees: Iterable[str]) -> str | None:
    """The id's path that the tree positions of a descriptor ask for; None where it is not for this vocabulary.

    >>> path_of_trees(["E04.928.220", "C23.1"])
    'condition'
    """
    positions = list(trees)
    for prefix, path in _PATH_BY_TREE:
        if any(position.startswith(prefix) for position in positions):
            return path
    return None


def is_for_fields(trees: Iterable[str]) -> bool:
    """Whether its names are looked for only where a whole field is the name."""
    return all(_FIELD_TREES.match(tree) for tree in trees)
