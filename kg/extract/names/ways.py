"""Operations by the way they are done: `robot-assisted laparoscopic low anterior resection`.

The rule: before the name of an operation stands a way of operating, between them nothing but words that say which part
is operated on and how much of it (`ontology/grammar/ways.tsv`). Where the curated lexicon knows the operation, or one
that is broader, done in this way (`robotic colectomy`, for `robotic left hemicolectomy`), that is what is named.
"""

from __future__ import annotations

import re

from kg.extract.names.parts import DOMAIN, Found, overlaps
from kg.extract.names.patterns import ADJECTIVE
from kg.extract.names.reading import Reading
from kg.grammar import by_role
from kg.ground import Grounding, ground

_LONGEST = 72  # characters before an operation in which its way is looked for
_ADJECTIVES = 4  # words between the two, at most


def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...]]:
    table = by_role("ways.tsv", ("way", "between", "written"))
    written: dict[str, list[str]] = {way: [] for way in table["way"]}
    for row in table["written"]:
        way, _, words = row.partition("=")
        written[way].append(words)
    ways = tuple(table["way"])
    named = "|".join(f"(?P<way{n}>{'|'.join(written[way])})" for n, way in enumerate(ways))
    before = re.compile(rf"(?<![\w-])(?:{named})(?P<between>(?:[\s-][a-z\d+-]{{2,18}}){{0,{_ADJECTIVES}}}?)[\s-]\Z")
    return before, re.compile(rf"(?<![\w-])(?:{'|'.join(table['between'])})(?![\w+-])"), ways


_BEFORE, _BETWEEN, _WAYS = _patterns()
# What every way of operating has in it: most names have none.
_HINT = re.compile(r"scop|\blap\b|robot|open|vats|invasive|assisted")


def by_the_way(reading: Reading, hits: list[Found]) -> list[Found]:
    """The hits, each operation with its way before it taken as the one done in this way."""
    if _HINT.search(reading.mask) is None:
        return hits
    made: list[Found] = []
    for hit in hits:
        match = None
        if hit.kind == "Procedure":
            match = _BEFORE.search(reading.mask, max(0, hit.start - _LONGEST), hit.start)
        if match is not None and _says_the_extent(match["between"]):
            number = next(n for n in range(len(_WAYS)) if match[f"way{n}"] is not None)
            apart = not overlaps(match.end(f"way{number}"), hit.start, hits)
            narrower = _done(reading, hit, _WAYS[number]) if apart else None
            if narrower is not None:
                # `laparoscopy` of `laparoscopy-assisted` is no second thing
                made = [f for f in made if not match.start() <= f.start < hit.end]
                hit = Found(match.start(), hit.end, narrower, hit.kind)
        made.append(hit)
    return made


def _says_the_extent(between: str) -> bool:
    """Whether each of the words is an adjective, or one of the table."""
    left = _BETWEEN.sub(" ", between)
    return all(ADJECTIVE.search(word) is not None for word in re.findall(r"[a-z][a-z\d-]*", left))


def _done(reading: Reading, hit: Found, way: str) -> Grounding | None:
    """The operation done this way, or what is nearest above it and known so; no surgery at large."""
    vocabulary = reading.vocabulary
    waiting = [hit.grounding.concept or ""]
    seen = {"procedure/surgery"}
    for concept_id in waiting:
        concept = vocabulary.get(concept_id)
        if concept is None or concept_id in seen:
            continue
        seen.add(concept_id)
        grounding = ground(f"{way} {concept.label}", DOMAIN, vocabulary, reading.registry_type)
        found = vocabulary.get(grounding.concept or "")
        if found is not None and concept_id in found.broader and found.id != hit.grounding.concept:
            named = [found.label, *[up.label for up in map(vocabulary.get, found.broader) if up is not None]]
            if any(label.startswith(way) for label in named):
                return grounding
        waiting += [up for up in concept.broader if up.startswith("procedure/")]
    return None
