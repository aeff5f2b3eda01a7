"""One row for one thing: the rows of published vocabularies joined to the curated ones.

The rule: things are the same by an exact code in common or, for drugs and conditions, by the label where the row that
is there has no code of that vocabulary. The row that came first keeps id, label and definition. Where two rows that
were not joined have an exact code in common, the first keeps it, and to the other it is a close one: a code means one
concept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.vocab.lexicon import Row


def merge(curated: Iterable[Row], imported: Iterable[Row]) -> tuple[list[Row], dict[str, str]]:
    """Curated rows first, imported ones joined to the row that has the same thing; and where each joined id went.

    Names and codes of joined rows are united.
    """
    rows: list[Row] = []
    by_code: dict[str, int] = {}
    by_label: dict[tuple[str, str], int] = {}
    alias: dict[str, str] = {}
    joined: dict[int, list[Row]] = {}
    for number_of_source, source in enumerate((curated, imported)):
        for row in source:
            number = None
            if number_of_source:
                number = next((by_code[code] for code in row.concept.exact if code in by_code), None)
                if number is None and row.concept.kind in ("Drug", "Condition"):
                    number = by_label.get((row.concept.kind, row.concept.label.lower()))
                    if number is not None and _has_code_like(rows[number], row):
                        number = None
            if number is None:
                number = len(rows)
                rows.append(row)
                for code in row.concept.exact:
                    if code.startswith(("mesh:", "UNII:", "MONDO:")):
                        by_code.setdefault(code, number)
                if not number_of_source:
                    by_label.setdefault((row.concept.kind, row.concept.label.lower()), number)
            else:
                joined.setdefault(number, []).append(row)
                alias[row.concept.id] = rows[number].concept.id
    for number, others in joined.items():
        rows[number] = united(rows[number], others)
    rows = list(_codes_of_one(rows))
    rows = [redirected(row, alias) for row in rows] if alias else rows
    return _without_pairs(rows), alias


def _without_pairs(rows: list[Row]) -> list[Row]:
    """The rows, where two were each broader than the other: the one with more broader concepts (of as many, the later)
    loses the other, and stays below the rest."""
    places = {row.concept.id: place for place, row in enumerate(rows)}
    lost: dict[int, set[str]] = {}
    for place, row in enumerate(rows):
        for above in row.concept.broader:
            other = places.get(above, place)
            if other > place and row.concept.id in rows[other].concept.broader:
                more = len(row.concept.broader) > len(rows[other].concept.broader)
                loses, stays = (place, other) if more else (other, place)
                lost.setdefault(loses, set()).add(rows[stays].concept.id)
    for place, ids in lost.items():
        concept = rows[place].concept
        broader = tuple(above for above in concept.broader if above not in ids)
        rows[place] = replace(rows[place], concept=replace(concept, broader=broader))
    return rows


def _codes_of_one(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each exact code only with the first that has it."""
    taken: set[str] = set()
    for row in rows:
        concept = row.concept
        if shared := [code for code in concept.exact if code in taken]:
            exact = tuple(code for code in concept.exact if code not in taken)
            close = tuple(dict.fromkeys((*concept.close, *shared)))
            row = replace(row, concept=replace(concept, exact=exact, close=close))
        taken.update(row.concept.exact)
        yield row


def _has_code_like(row: Row, other: Row) -> bool:
    prefixes = {code.partition(":")[0] for code in row.concept.exact}
    return any(code.partition(":")[0] in prefixes for code in other.concept.exact[:1])


def united(row: Row, others: list[Row]) -> Row:
    """The row with the names, codes and broader concepts of the others. Of each vocabulary it keeps one exact code."""
    concept = row.concept
    known = {name.text.lower() for name in row.names}
    names, ranks = list(row.names), list(ranks_of(row))
    exact, close, broader = list(concept.exact), list(concept.close), list(concept.broader)
    for other in others:
        for name, rank in zip(other.names, ranks_of(other), strict=True):
            if name.text.lower() not in known:
                known.add(name.text.lower())
                names.append(name)
                ranks.append(rank)
        prefixes = {code.partition(":")[0] for code in exact}
        exact += [c for c in other.concept.exact if c not in exact and c.partition(":")[0] not in prefixes]
        close += [c for c in other.concept.close if c not in close]
        broader += [b for b in other.concept.broader if b not in broader]
    added = tuple(name.text for name in names[len(row.names) :])
    concept = replace(
        concept, synonyms=concept.synonyms + added, exact=tuple(exact), close=tuple(close), broader=tuple(broader)
    )
    return Row(concept, tuple(names), row.path, row.line, tuple(ranks))


def redirected(row: Row, alias: Mapping[str, str]) -> Row:
    """The row pointing to the concepts that stayed where others were joined to them."""
    concept = row.concept
    if not any(each in alias for each in (*concept.broader, *concept.components, *concept.drug_classes)):
        return row
    pointing = (
        tuple(new for new in dict.fromkeys(alias.get(old, old) for old in ids) if new != concept.id)
        for ids in (concept.broader, concept.components, concept.drug_classes)
    )
    broader, components, drug_classes = pointing
    return replace(row, concept=replace(concept, broader=broader, components=components, drug_classes=drug_classes))


def ranks_of(row: Row) -> tuple[int, ...]:
    """How much each name of the row is worth among rivals, the best 0."""
    if row.ranks:
        return row.ranks
    if not row.path.endswith(".xz"):
        worth = 0, 1, 2
    elif "/mesh-D" in row.concept.id:
        worth = 3, 4, 4
    else:
        worth = (5, 7, 7) if "/mesh-C" in row.concept.id else (6, 8, 8)
    return tuple(worth[2 if name.hidden else 1 if place else 0] for place, name in enumerate(row.names))


