"""The parts of one stretch between connectors: a placebo alone, else the names that the entry can mean, else what a
bracket explains, else an unknown name."""

from __future__ import annotations

from kg.extract.names.bracketed import members, said_more
from kg.extract.names.parts import (
    DOMAIN,
    DRUG_TYPES,
    GENERAL_KINDS,
    GIVEN_KINDS,
    UNKNOWN,
    Bracket,
    Found,
    Part,
    Relation,
    broader_of,
    coverage,
    trim,
    unexplained,
)
from kg.extract.names.patterns import (
    ADJECTIVE,
    CHOICE,
    LIGHT,
    NEGATED,
    NUMBER_AFTER,
    PLACEBO,
    PREPOSITION,
    PURPOSE,
    SHAM,
    STOPPED,
    STOPPED_BEHIND,
    VEHICLE,
)
from kg.extract.names.reading import Reading
from kg.extract.names.segments import purpose_start
from kg.extract.names.wholes import as_a_whole, described, has_entity
from kg.ground import Grounding, ground
from kg.wording import words


def stretch_parts(
    reading: Reading,
    start: int,
    end: int,
    inside: list[Found],
    number: int,
    relation: Relation,
    firm: bool,
    several: bool,
) -> tuple[list[Part], list[tuple[int, int]]]:
    """The parts of one stretch between connectors, and what in it remains unexplained."""
    brackets = [b for b in reading.brackets if start <= b.start and b.end <= end]
    ungiven = _where_not_given(reading, start, end, inside, brackets, number, relation)
    if ungiven is not None:
        return ungiven
    stop = purpose_start(reading, start, end, inside)
    known = _meant(reading, start, stop, [f for f in inside if f.end <= stop])
    explained = [p for b in brackets for p in b.inner.parts if p.concept is not None]
    if len(explained) > 1 and CHOICE.search(reading.mask, start, end):  # `investigator's choice of X (a, b or c)`
        known = []
    content = reading.content(start, stop)
    discontinuous = _discontinuous(reading, known, start, stop)
    accepted = _accepted(reading, known, content)
    if known and not accepted and reading.registry_type not in DRUG_TYPES:  # `vaccine education`: by its head
        whole = as_a_whole(reading, start, stop, heads=True)
        accepted = _accepted(reading, [whole], content) if whole is not None else []
    if accepted:
        named = said_more(reading, accepted, brackets)
        parts = _named(named, brackets, end, coverage(content, named), number, relation)
        parts += members(reading, accepted, brackets, number) if named == accepted else []
        parts.sort(key=lambda part: part.start)
        if discontinuous is not None:
            parts.insert(0, Part(*discontinuous[:2], discontinuous[2], relation, number, (), "discontinuous name"))
            content = []
        return parts, unexplained(content, [*named, *known])
    if explained:
        return _explained(explained, number, relation), []
    return _unknown(reading, content, number, relation, firm or not several or has_entity(reading, start, end, []))


def _where_not_given(
    reading: Reading,
    start: int,
    end: int,
    inside: list[Found],
    brackets: list[Bracket],
    number: int,
    relation: Relation,
) -> tuple[list[Part], list[tuple[int, int]]] | None:
    """What a stretch comes to whose names are not what is given: a placebo of them, the end of a treatment with them,
    or nothing where they are left out; None where they are given."""
    placebo = _placebo(reading, start, end, inside, brackets)
    if placebo is not None:
        return [Part(*placebo[:2], placebo[2], relation, number, (), "placebo")], []
    if _is_stopped(reading, start, end, inside):
        stopping = ground("treatment discontinuation", DOMAIN, reading.vocabulary)
        return [Part(*trim(reading.text, start, end), stopping, relation, number, (), "what is stopped")], []
    if _is_negated(reading, start, end, inside):
        content = reading.content(start, end)
        return [], [(content[0][0], content[-1][1])] if content else []
    return None


def _is_stopped(reading: Reading, start: int, end: int, inside: list[Found]) -> bool:
    """`Stop aspirin`, `aspirin withdrawal`: a drug that is given no more."""
    stretch = reading.mask[start:end]
    if not (STOPPED.match(stretch) or (STOPPED_BEHIND.search(stretch) and not PURPOSE.search(stretch))):
        return False
    named = any(f.kind in GIVEN_KINDS | {"DrugClass"} for f in inside)
    return named or any(start <= a and b <= end for a, b in reading.refused)


def _is_negated(reading: Reading, start: int, end: int, inside: list[Found]) -> bool:
    """`no drain`: it is left out; but not in `non-smoker oral melatonin`, where that is said of someone."""
    stretch = reading.mask[start:end]
    negated = NEGATED.match(stretch)
    if negated is None or not inside:
        return negated is not None
    if negated.group().strip(" -") == "non" and inside[0].start > start + negated.end():
        return False
    return inside[0].start > start + len(stretch) - len(stretch.lstrip())


def _meant(reading: Reading, start: int, stop: int, inside: list[Found]) -> list[Found]:
    """The names in the stretch, or one that what describes it is; where there is none, what it says as a whole."""
    shown = described(reading, start, stop)
    if shown is not None and len(inside) == 1:  # `CAR.B7-H3 T cell therapy` is more than cell therapy
        more = inside[0].grounding.concept in broader_of(shown.grounding.concept or "", reading.vocabulary)
        if more:
            inside = [shown]
        elif shown.grounding.concept in broader_of(inside[0].grounding.concept or "", reading.vocabulary):
            inside = [inside[0]._replace(start=min(shown.start, inside[0].start), end=max(shown.end, inside[0].end))]
    if not inside:
        whole = shown or as_a_whole(reading, start, stop, heads=True)
        if whole is None and reading.registry_type not in DRUG_TYPES:  # `stoma education with a belt`
            preposition = PREPOSITION.search(reading.mask, start, stop)
            whole = as_a_whole(reading, start, preposition.start(), heads=True) if preposition is not None else None
        inside = [whole] if whole is not None else []
    return [f for f in inside if not (f.kind == "Radiation" and LIGHT.search(reading.mask, start, f.start))]


def _named(
    named: list[Found], brackets: list[Bracket], end: int, share: float, number: int, relation: Relation
) -> list[Part]:
    """A part for each name; surer, the more of the words they explain."""
    choices = {p.start for b in brackets for p in b.inner.parts if p.relation == "or"}
    return [
        Part(
            f.start,
            f.end,
            f.grounding._replace(score=round(f.grounding.score * (0.8 + 0.2 * share), 3)),
            relation if place == 0 else "or" if f.start in choices else "with",
            number,
            (),
            "bracket" if f.start >= end or any(b.start < f.start < b.end for b in brackets) else "name",
        )
        for place, f in enumerate(named)
    ]


def _explained(explained: list[Part], number: int, relation: Relation) -> list[Part]:
    """What brackets name behind words that nothing knows."""
    return [
        p._replace(
            relation=relation if place == 0 else p.relation if p.relation != "first" else "with",
            segment=number,
            grounding=p.grounding._replace(score=round(p.grounding.score * 0.93, 3)),
            rule="bracket explains",
        )
        for place, p in enumerate(explained)
    ]


def _unknown(
    reading: Reading, content: list[tuple[int, int]], number: int, relation: Relation, sure: bool
) -> tuple[list[Part], list[tuple[int, int]]]:
    """Words that nothing knows: an unknown name, or only words beside one."""
    if not content:
        return [], []
    if all(reading.mask[a:b] in words("never") for a, b in content):
        return [], [(content[0][0], content[-1][1])]
    number_after = NUMBER_AFTER.match(reading.mask, content[-1][1])
    surface = trim(reading.text, content[0][0], number_after.end() if number_after else content[-1][1])
    if sure or relation not in ("first", "with") or len(content) <= 3:
        return [Part(*surface, UNKNOWN, relation, number, (), "unknown name")], []
    return [], [surface]


def _placebo(
    reading: Reading, start: int, end: int, inside: list[Found], brackets: list[Bracket]
) -> tuple[int, int, Grounding] | None:
    """A placebo or sham in the stretch: it alone is given, whatever it imitates."""
    for f in inside:
        if f.kind == "Placebo" or (SHAM.search(reading.mask, f.start, f.end)):
            return f.start, f.end, f.grounding
    for pattern, name in ((PLACEBO, "placebo"), (SHAM, "sham"), (VEHICLE, "vehicle")):
        match = pattern.search(reading.mask, start, end)
        if match:
            grounding = ground(name, DOMAIN, reading.vocabulary)
            return (*match.span(), grounding)
    for b in brackets:
        if b.placebo:
            for p in b.inner.parts:
                if p.concept is not None:
                    return p.start, p.end, p.grounding
            return b.start + 1, b.end - 1, ground("placebo", DOMAIN, reading.vocabulary)
    return None


def _accepted(reading: Reading, inside: list[Found], content: list[tuple[int, int]]) -> list[Found]:
    """The names in the stretch that the entry can mean."""
    inside = _without_colours(reading, inside)
    heads = [
        (a, b)
        for a, b in content
        if reading.mask[a:b] not in words("never") or any(f.start <= a < f.end for f in inside)
    ]
    if heads and coverage(heads, inside) < 0.5:
        inside = _at_the_head(reading, inside, heads)
    if reading.registry_type == "DIAGNOSTIC_TEST":  # a molecule of the body is measured, not given
        inside = [
            f for f in inside if f.kind not in ("Drug", "DrugClass") or "/mesh-D" not in (f.grounding.concept or "")
        ]
    if reading.registry_type not in DRUG_TYPES:
        share = coverage(heads, inside)
        last = content[-1] if content else None
        inside = [
            f
            for f in inside
            if f.kind not in GIVEN_KINDS | {"DrugClass"}
            or share > 0.5
            or (last is not None and f.start <= last[0] < f.end and reading.registry_type != "BEHAVIORAL")
        ]
    return inside


def _without_colours(reading: Reading, inside: list[Found]) -> list[Found]:
    """Without names that only say of what sort the next one is, and general ones beside what is given."""
    starts = {f.start for f in inside}
    inside = [  # `standard-of-care chemotherapy` is one thing, the chemotherapy
        f
        for f in inside
        if f.kind != "StandardCare" or not any(not reading.mask[f.end : s].strip(" -") for s in starts if s > f.end)
    ]
    inside = [f for f in inside if not (f.kind == "DrugClass" and _colours(reading, f, starts))]
    if any(f.kind in GIVEN_KINDS for f in inside):
        inside = [f for f in inside if f.kind not in GENERAL_KINDS]
    return inside


def _at_the_head(reading: Reading, inside: list[Found], heads: list[tuple[int, int]]) -> list[Found]:
    """Of names that explain few of the words: drugs, and what stands last in the stretch or before a preposition."""
    preposition = PREPOSITION.search(reading.mask, heads[0][0])
    before = [a for a, _ in heads if preposition is not None and a < preposition.start()]
    last_words = {heads[-1][0], *before[-1:]}  # `dialysis session of at least 4 hours`
    return [
        f
        for f in inside
        if f.kind in GIVEN_KINDS | {"Placebo", "StandardCare"}
        or any(f.start <= a < f.end for a in last_words)
        or f.start >= heads[-1][1]  # its own words are such as never count
    ]


def _colours(reading: Reading, found: Found, starts: set[int]) -> bool:
    """`antibacterial plant extract`: right before another name, the adjective says of what sort that is."""
    return found.end + 1 in starts and ADJECTIVE.search(reading.mask, found.start, found.end) is not None


def _discontinuous(reading: Reading, inside: list[Found], start: int, end: int) -> tuple[int, int, Grounding] | None:
    """`Hepatic Artery ⟨drug⟩ Infusion`: a procedure whose name the drug interrupts."""
    if len(inside) != 1 or inside[0].kind not in GIVEN_KINDS:
        return None
    middle = inside[0]
    left = reading.text[start : middle.start].strip(" ,")
    right = reading.text[middle.end : end].strip(" ,.")
    if not left or not right or len(left) + len(right) > 80:
        return None
    around = ground(f"{left} {right}", DOMAIN, reading.vocabulary, "PROCEDURE")
    if around.concept is None or reading.kind(around) not in ("Procedure", "Radiation") or "/mesh-" in around.concept:
        return None
    first, last = trim(reading.text, start, end)
    return first, last, around._replace(score=0.9, reason="a procedure whose name the drug interrupts")
