"""Things the vocabulary knows by name, and where their names stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing the graph knows by name. `id` is its IRI below `id/` (`drug/bevacizumab`), `kind` its ontology class
    (`Drug`). Codes are CURIEs (`mesh:D000068258`, `NCIT:C2039`, `CHEBI:41879`, `MONDO:0005575`, `UNII:2S9ZZM9Q9V`).
    `broader`, `components`, `drug_classes` hold ids of other concepts. `properties` holds what only some kinds have,
    as (CURIE of the property, value) pairs: `("tkg:gene", "KRAS")`."""

    id: str
    kind: str
    label: str
    synonyms: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    notation: str = ""
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    drug_classes: tuple[str, ...] = ()
    definition: str = ""
    properties: tuple[tuple[str, str], ...] = ()


class Hit(NamedTuple):
    """A name of the vocabulary found in a text: `text[start:end]` is a name of each of `concepts` (ids, best first)."""

    start: int
    end: int
    concepts: tuple[str, ...]
