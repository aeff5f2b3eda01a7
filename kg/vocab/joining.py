"""Imported rows joined to the vocabulary by their codes; every contradiction is listed, none is decided silently.

The same thing: one id, one exact code, or a chain of exact matches. Labels never join: two things may share a name,
and where they do it is said. Where sources contradict, what was there first stays as it is, and the newcomer stands
apart without the codes in dispute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.text import name_key
from kg.vocab.importers.term import Conflict
from kg.vocab.importers.term import Mapping as Match
from kg.vocab.lexicon import Row
from kg.vocab.merging import redirected, united


def chains(matches: Iterable[Match]) -> tuple[list[Match], list[Conflict]]:
    """Every pair of codes that exact matches make the same thing, directly or in a chain; and the chains in which two
    codes of one vocabulary would become one: of those no match is taken."""
    above: dict[str, str] = {}

    def top(code: str) -> str:
        while (up := above.setdefault(code, code)) != code:
            above[code] = above[up]
            code = up
        return code

    close: list[Match] = []
    for match in matches:
        if not match.exact:
            close.append(match)
            continue
        first, second = sorted((top(match.subject), top(match.object)))
        above[second] = first
    groups: dict[str, list[str]] = {}
    for code in sorted(above):
        groups.setdefault(top(code), []).append(code)
    pairs: list[Match] = []
    conflicts = []
    for codes in groups.values():
        doubled = [p for p, n in Counter(code.partition(":")[0] for code in codes).items() if n > 1]
        if doubled:
            message = f"exact matches would make one thing of {' = '.join(codes)}; no chain was made of them"
            conflicts.append(Conflict("exact-match-chain", codes[0], message))
            continue
        pairs += [Match(one, other, True) for place, one in enumerate(codes) for other in codes[place + 1 :]]
    return pairs + close, conflicts


@dataclass(slots=True)
class Joined:
    """The vocabulary with the imports in it. `alias` says where the id of a joined concept went, `counts` per import
    how many of its concepts were joined and how many are new."""

    rows: list[Row]
    alias: dict[str, str]
    conflicts: list[Conflict] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)


class _Joiner:
    def __init__(self, rows: list[Row], alias: dict[str, str]) -> None:
        self.rows = rows
        self.alias = alias
        self.conflicts: list[Conflict] = []
        self.places = {row.concept.id: place for place, row in enumerate(rows)}
        claims: dict[str, set[int]] = {}
        for place, row in enumerate(rows):
            for code in row.concept.exact:
                claims.setdefault(code, set()).add(place)
        self.owner = {code: next(iter(owners)) for code, owners in claims.items() if len(owners) == 1}

    def place_of(self, row: Row, source: str) -> int | None:
        """The place of the row that is the same thing; None where there is none, or where it cannot be told."""
        concept = row.concept
        if concept.id in self.places:
            return self.places[concept.id]
        if concept.id in self.alias:
            return self.places[self.alias[concept.id]]
        if concept.exact and concept.exact[0] in self.owner:
            return self.owner[concept.exact[0]]
        found = sorted({self.owner[code] for code in concept.exact if code in self.owner})
        if not found:
            return None
        if len(found) > 1:
            named = ", ".join(self._named(place) for place in found)
            self.say("code-of-several", concept.id, f"{concept.label!r} has codes of {named}; joined to none", source)
            return None
        target = self.rows[found[0]].concept
        prefix = concept.exact[0].partition(":")[0] + ":"
        others = [code for code in target.exact if code.startswith(prefix)]
        if others:
            message = f"{concept.exact[0]} {concept.label!r} and {others[0]} would both be {self._named(found[0])}"
            self.say("two-codes-of-one-vocabulary", concept.exact[0], f"{message}; kept apart", source)
            return None
        return found[0]

    def add(self, row: Row, source: str, base: int) -> bool:
        """Take one row of an import; whether it was joined to one that is there."""
        place = self.place_of(row, source)
        row = replace(row, path=source, ranks=tuple(base + (2 if n.hidden else i > 0) for i, n in enumerate(row.names)))
        row = self._undisputed(row, place)
        if place is None:
            self.places[row.concept.id] = place = len(self.rows)
            self.rows.append(row)
            joined = False
        else:
            target = self.rows[place]
            self._compare(target, row, source)
            if row.concept.id != target.concept.id:
                self.alias[row.concept.id] = target.concept.id
            self.rows[place] = united(target, [row])
            joined = True
        for code in self.rows[place].concept.exact:
            self.owner.setdefault(code, place)
        return joined

    def _undisputed(self, row: Row, place: int | None) -> Row:
        """The row without the exact codes that belong to another concept: those become close."""
        concept = row.concept
        disputed = [code for code in concept.exact if self.owner.get(code, place) != place]
        if not disputed:
            return row
        exact = tuple(code for code in concept.exact if code not in disputed)
        close = tuple(dict.fromkeys((*concept.close, *disputed)))
        return replace(row, concept=replace(concept, exact=exact, close=close))

    def _compare(self, target: Row, row: Row, source: str) -> None:
        mine, theirs = target.concept, row.concept
        if name_key(mine.label) != name_key(theirs.label):
            self.say("label-differs", mine.id, f"{mine.label!r} stays; here it is {theirs.label!r}", source)
        if mine.kind != theirs.kind:
            self.say("kind-differs", mine.id, f"{mine.label!r} stays {mine.kind}; here it is {theirs.kind}", source)

        codes = {code.partition(":")[0]: code for code in mine.exact}
        for code in theirs.exact:
            own = codes.get(code.partition(":")[0])
            if own is not None and code not in mine.exact:
                self.say("code-differs", mine.id, f"{mine.label!r} stays {own}; here it is {code}", source)

    def _named(self, place: int) -> str:
        concept = self.rows[place].concept
        return f"{concept.id} {concept.label!r}"

    def say(self, kind: str, code: str, message: str, source: str) -> None:
        """Put a conflict on the list."""
        self.conflicts.append(Conflict(kind, code, message, source))


def join(
    rows: list[Row], alias: Mapping[str, str], sources: Iterable[tuple[str, list[Row]]], first_rank: int
) -> Joined:
    """The shipped `rows` with those of each source in turn. The names of the first source rank from `first_rank` on,
    three ranks a source: label, synonym, misspelling."""
    shipped = list(rows)
    joiner = _Joiner(list(rows), dict(alias))
    counts: dict[str, tuple[int, int]] = {}
    for number, (source, imported) in enumerate(sources):
        joined = sum(joiner.add(row, source, first_rank + 3 * number) for row in imported)
        counts[source] = joined, len(imported) - joined
    found = [redirected(row, joiner.alias) for row in joiner.rows]
    found = _without_strays(found, shipped, joiner)
    joiner.conflicts += _shared_names(found, first_rank)
    return Joined(found, joiner.alias, joiner.conflicts, counts)


def _without_strays(rows: list[Row], shipped: list[Row], joiner: _Joiner) -> list[Row]:
    """No concept points to what is not there, and none is, over others, broader than itself: an import's edge that
    would close a circle is left out and listed."""
    broader = {row.concept.id: list(row.concept.broader) for row in shipped}
    result = []
    for row in rows:
        concept = row.concept
        known = broader.setdefault(concept.id, [])
        for up in concept.broader:
            if up in known:
                continue
            if up not in joiner.places:
                joiner.say("points-nowhere", concept.id, f"broader {up} is not in the vocabulary", row.path)
            elif _reaches(up, concept.id, broader):
                joiner.say("circle", concept.id, f"{up} is narrower already, and would be broader too", row.path)
            else:
                known.append(up)
        for part in (*concept.components, *concept.drug_classes):
            if part not in joiner.places:
                joiner.say("points-nowhere", concept.id, f"{part} is not in the vocabulary", row.path)
        changed = replace(
            concept,
            broader=tuple(known),
            components=tuple(part for part in concept.components if part in joiner.places),
            drug_classes=tuple(part for part in concept.drug_classes if part in joiner.places),
        )
        result.append(row if changed == concept else replace(row, concept=changed))
    return result


def _reaches(start: str, goal: str, broader: Mapping[str, list[str]]) -> bool:
    seen = {start}
    stack = [start]
    while stack:
        current = stack.pop()
        if current == goal:
            return True
        fresh = [up for up in broader.get(current, ()) if up not in seen]
        seen.update(fresh)
        stack += fresh
    return False


def _shared_names(rows: list[Row], first_rank: int) -> list[Conflict]:
    """Names that an import brought and that name several concepts of one kind."""
    imported: dict[tuple[str, str], str] = {}
    for row in rows:
        for name, rank in zip(row.names, row.ranks, strict=False):
            if rank >= first_rank:
                imported.setdefault((row.concept.kind, name_key(name.text)), name.text)
    holders: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        for name in row.names:
            key = (row.concept.kind, name_key(name.text))
            if key in imported:
                holders.setdefault(key, {})[row.concept.id] = row.concept.label
    return [
        Conflict(
            "name-of-several",
            imported[kind, key],
            f"{kind}: {', '.join(f'{concept} {label!r}' for concept, label in sorted(concepts.items()))}",
        )
        for (kind, key), concepts in sorted(holders.items())
        if len(concepts) > 1
    ]
