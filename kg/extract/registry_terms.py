"""The MeSH terms that the registry itself attached: edges of their own, never mixed with what the text says.

The registry derives these terms by an algorithm that its documentation calls imperfect, so they are kept apart as
`tkg:registryTerm` with method `registry-mesh`. Some files pad the numbers of the ids with zeros (`D000015179` for
`D015179`), while others are genuinely long (`C000730814`): an id is read as written first, without padding next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.document import Document, Item
from kg.model import Finding, RegistryTerm, Statement

_ID = re.compile(r"(?:mesh:)?([CD])(\d+)$", re.IGNORECASE)


def extract(document: Document) -> Iterator[Item]:
    """An edge for every registry term whose concept is known; a finding for every other direct one."""
    trial = document.trial
    for term in trial.registry_terms:
        concept = _concept(document, term)
        if concept is not None:
            yield Statement(
                trial.path,
                "tkg:registryTerm",
                concept,
                "registry-mesh",
                0.5 if term.ancestor else 0.7,
                (term.label.span(),),
                "broader registry term" if term.ancestor else "registry term",
            )
        elif not term.ancestor:
            yield Finding(
                "unknown-registry-term",
                f"the registry's term “{term.label.text}” ({term.code or 'no id'}) is in no vocabulary here",
                (term.label.span(),),
                trial.path,
            )


@lru_cache(maxsize=1 << 14)
def canonical_codes(code: str) -> tuple[str, ...]:
    """The MeSH ids that a registry's id may stand for, likeliest first.

    >>> canonical_codes("D000015179")
    ('mesh:D000015179', 'mesh:D015179')
    """
    match = _ID.match(code.strip())
    if match is None:
        return ()
    letter, digits = match[1].upper(), match[2]
    short = digits.lstrip("0").zfill(6)
    return tuple(dict.fromkeys((f"mesh:{letter}{digits}", f"mesh:{letter}{short}")))


def _concept(document: Document, term: RegistryTerm) -> str | None:
    for code in canonical_codes(term.code):
        found = document.vocabulary.by_code(code)
        if found is not None:
            return found
    named = document.vocabulary.lookup(term.label.text, term.kind) if term.kind else ()
    return named[0] if named else None
