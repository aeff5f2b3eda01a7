"""What stands in the name of an intervention and is no part of it: brackets, which explain; marks; the targets of a
cell product; the label before a colon; what a placebo imitates."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from kg.extract.giving.administration import Fact
from kg.extract.names.parts import (
    DOMAIN,
    DRUGS_SAID,
    GENERAL_KINDS,
    Bracket,
    Composite,
    Found,
    bracket_groups,
    is_agent,
    overlaps,
)
from kg.extract.names.patterns import (
    ACRONYM,
    APPOSITION,
    CONNECTOR,
    EXAMPLES,
    EXCEPTED,
    INCLUDED,
    JOINED_BEFORE,
    LABEL,
    LIST_START,
    NOISE_MARK,
    ONE_TARGET,
    OTHER_TARGET,
    PLACEBO,
    PLACEBO_FOR,
    SWITCHED,
    SWITCHED_BEHIND,
    TARGET,
    TARGET_BEHIND,
    TARGETS_BEFORE,
    TWO_TARGETS,
)
from kg.extract.names.reading import Reading
from kg.ground import choose, ground
from kg.text import fold, holds_any
from kg.vocab.vocabulary import Vocabulary

_WEIGHT = re.compile(r"(?:\b(?:body\s?)?weight\s?|\bbw\s?)?(?:[<>]=?|[≤≥])\s?\d{2,3}\s?kg\b")
_SWITCHES = ("switch", "conver", "chang")
_CAR_T = "drug-class/car-t-cell-therapy"
Parse: TypeAlias = Callable[[str, Vocabulary, str, tuple[tuple[str, str], ...]], Composite]


def blank_marks(reading: Reading, found: list[Found]) -> None:
    """Take out the marks that are no part of any name: trade marks, footnotes, bullets; and who gets a dose by weight:
    `8 mg (<60kg) or 12 mg (>=60kg)`."""
    weights = _WEIGHT.finditer(reading.mask) if "kg" in reading.mask else ()
    for match in (*NOISE_MARK.finditer(reading.mask), *weights):
        if not overlaps(match.start(), match.end(), found):
            reading.blank(match.start(), match.end())


def without_units(found: list[Found], stated: list[Fact]) -> list[Found]:
    """`Axi-cel 2 x 10^6 CAR T cells/kg`: beside another name, what a dose counts is no name."""
    counted = [f for f in found if any(d.kind == "dose" and d.start < f.start and f.end <= d.end for d in stated)]
    return [f for f in found if f not in counted] if 0 < len(counted) < len(found) else found


def blank_appositions(reading: Reading, found: list[Found]) -> list[Found]:
    """`A, an EGFR inhibitor`: of what sort A is, and nothing given beside it."""
    for match in APPOSITION.finditer(reading.mask):
        inside = [f for f in found if match.start() <= f.start < match.end()]
        if reading.mask[: match.start()].strip() and all(f.kind in GENERAL_KINDS for f in inside):
            reading.blank(*match.span())
            found = [f for f in found if f not in inside]
    return found


def open_brackets(reading: Reading, found: list[Found], parse: Parse) -> list[Found]:
    """Read what stands in brackets by `parse`, and take it out of the name."""
    gone: list[tuple[int, int]] = []
    for start, end in bracket_groups(reading.mask):
        if _is_of_a_word(reading, found, start, end):
            continue
        inner_text = reading.text[start + 1 : end - 1]
        folded = fold(inner_text)
        excepted = EXCEPTED.match(folded) is not None
        named = not excepted and EXAMPLES.search(folded) is None
        if LIST_START.match(folded) or (named and inner_text.strip() and JOINED_BEFORE.search(reading.mask, 0, start)):
            reading.blank(start, start + 1)
            reading.blank(end - 1, end)
            continue
        read = not excepted and inner_text.strip()
        inner = parse(inner_text, reading.vocabulary, reading.registry_type, reading.own) if read else Composite(())
        if not named:  # how these are given is not how the thing is
            reading.facts = [fact for fact in reading.facts if not start <= fact.start < end]
        placebo = bool(PLACEBO.search(folded)) or folded.strip() in ("vehicle", "sham", "vehicle control")
        reading.brackets.append(Bracket(start, end, _at(start + 1, inner), placebo))
        reading.blank(start, end)
        gone.append((start, end))
    return [f for f in found if not any(a <= f.start and f.end <= b for a, b in gone)]


def _is_of_a_word(reading: Reading, found: list[Found], start: int, end: int) -> bool:
    """Whether the bracket belongs to a name or a word that goes on behind it: `(val)ganciclovir`."""
    if any(f.start < start < f.end or f.start < end < f.end or (f.start, f.end) == (start, end) for f in found):
        return True
    before, after = reading.mask[start - 1 : start], reading.mask[end : end + 1]
    if start == 0 and (not before.strip() or before == "-") and after.isalnum():
        return True
    return bool(before.strip() and before not in ")],.-" and after.strip() and after not in ",;.:/+&)-")


def _at(start: int, inner: Composite) -> Composite:
    """A stretch that was read by itself, at its places in the name and without its facts."""
    return Composite(
        tuple(p._replace(start=p.start + start, end=p.end + start, facts=()) for p in inner.parts),
        tuple((a + start, b + start) for a, b in inner.leftovers),
    )


def open_included(reading: Reading, found: list[Found], parse: Parse) -> list[Found]:
    """`Checkpoint inhibitors, including A and B`: the list is read like a bracket behind the class."""
    match = INCLUDED.search(reading.mask) if "includ" in reading.mask or "namely" in reading.mask else None
    if match is None:
        return found
    before = [f for f in found if f.end <= match.start()]
    start, end = match.span("list")
    if not before or before[-1].kind != "DrugClass" or reading.mask[before[-1].end : match.start()].strip():
        return found
    inner = parse(reading.text[start:end], reading.vocabulary, reading.registry_type, reading.own)
    reading.brackets.append(Bracket(start - 1, end, Composite(_at(start, inner).parts), False))
    reading.blank(match.start(), end)
    return [f for f in found if not start <= f.start < end]


def across_brackets(reading: Reading, found: list[Found]) -> list[Found]:
    """`Quadratus Lumborum (QL) Block`: a name that its own acronym interrupts."""
    for bracket in reading.brackets:
        left, right = reading.text[: bracket.start].rstrip(), reading.text[bracket.end :]
        if not ACRONYM.fullmatch(reading.text, bracket.start + 1, bracket.end - 1) or right[:1] != " ":
            continue
        cut, gap = len(left), bracket.end - len(left)
        for hit in reading.vocabulary.scan(left + right, DOMAIN):
            if not hit.start < cut < hit.end - 1:
                continue
            surface = (left + right)[hit.start : hit.end]
            grounding = choose(surface, hit.concepts, reading.vocabulary, reading.registry_type)
            start, end = hit.start, hit.end + gap
            torn = any(f.start < start < f.end or f.start < end < f.end for f in found)
            if grounding.concept is not None and not torn:
                found = [f for f in found if not start <= f.start < end]
                found.append(Found(start, end, grounding, reading.kind(grounding)))
    return sorted(found, key=lambda f: f.start)


def blank_targets(reading: Reading, found: list[Found]) -> None:
    """`CD123/CLL1 CAR-T cells`, `GD2, PSMA and CD276 CAR-T cells`: what is aimed at colours the name after it."""
    for f in found:
        if not is_agent(reading.mask[f.start : f.end]):
            continue
        match = TARGETS_BEFORE.search(reading.text, max(0, f.start - 80), f.start)
        if match is None:
            continue
        targets = [t.group().strip("-") for t in TARGET.finditer(match.group("list"))]
        if targets and all(_is_target(reading, target) for target in targets):
            reading.blank(match.start("list"), f.start)


def with_targets(reading: Reading, found: list[Found]) -> list[Found]:
    """`GPC3-targeting CAR-T cells` and `CAR-T cells targeting GPC3` are `GPC3 CAR-T cells`, `CD19/CD22-targeted CAR-T
    cells` those with both targets, where the vocabulary has a class for that."""
    made: list[Found] = []
    for f in found:
        concept = reading.vocabulary.get(f.grounding.concept or "")
        if made and f.end <= made[-1].end:
            continue  # the name of the target
        if concept is not None and concept.id == _CAR_T:
            f = _by_targets(reading, f, made)
        elif concept is not None and _CAR_T in concept.broader:
            f = _by_another(reading, f, made, concept.label.partition(" CAR")[0])
        made.append(f)
    return made


def _by_targets(reading: Reading, f: Found, made: list[Found]) -> Found:
    """CAR-T cells by the one or the two targets before them, or by the one behind."""
    two = TWO_TARGETS.search(reading.text, max(0, f.start - 60), f.start)
    if two is not None:
        return _aimed(reading, f, two, two["other"])
    one = ONE_TARGET.search(reading.text, max(0, f.start - 40), f.start)
    if one is None:
        one = TARGET_BEHIND.match(reading.text, f.end)
    return f if one is None or overlaps(one.start(), one.end(), made) else _aimed(reading, f, one, "")


def _by_another(reading: Reading, f: Found, made: list[Found], known: str) -> Found:
    """CAR-T cells by their target and another one before it; where no class has both, they are just CAR-T cells."""
    match = OTHER_TARGET.search(reading.text, max(0, f.start - 40), f.start)
    if match is None or overlaps(match.start(), match.end(), made):
        return f
    aimed = _aimed(reading, f, match, known)
    if aimed is not f or not _is_target(reading, match["target"]):
        return aimed
    both = ground("CAR-T cells", DOMAIN, reading.vocabulary, reading.registry_type)
    return Found(match.start(), f.end, both, reading.kind(both))


def _aimed(reading: Reading, f: Found, match: re.Match[str], other: str) -> Found:
    """The cells by their target, or by both of them."""
    target = match["target"] or match["named"]
    aims = f"{target}/{other}" if other else target
    exact = ground(f"{aims} CAR-T cells", DOMAIN, reading.vocabulary, reading.registry_type)
    concept = reading.vocabulary.get(exact.concept or "")
    if concept is None or _CAR_T not in concept.broader:
        return f
    start, end = min(match.start(), f.start), max(match.end(), f.end)
    return Found(start, end, exact._replace(reason=f"CAR-T cells aimed at {aims}"), reading.kind(exact))


def _is_target(reading: Reading, token: str) -> bool:
    return (
        re.fullmatch(r"CD\d{1,3}[a-z]?", token) is not None
        or any(c.startswith("biomarker/") for c in reading.vocabulary.lookup(token, "context"))
        or bool(reading.vocabulary.lookup(f"{token} CAR-T cells", DOMAIN))
    )


def blank_left_behind(reading: Reading, found: list[Found]) -> list[Found]:
    """`Switch NRTIs to raltegravir`: of what one changes from, nothing is given, if what one changes to is named."""
    if not holds_any(reading.mask, _SWITCHES):
        return found
    for pattern in (SWITCHED, SWITCHED_BEHIND):
        match = pattern.search(reading.mask)
        if match is None or not any(f.start >= match.end() for f in found):
            continue
        start, end = match.span("left")
        if any(start <= f.start and f.end <= end for f in found):
            reading.blank(*match.span())
            reading.facts = [fact for fact in reading.facts if not start <= fact.start < end]
            return [f for f in found if not start <= f.start < end]
    return found


def blank_label(reading: Reading, found: list[Found]) -> None:
    """`Group 1: rivaroxaban`: the label before the colon names nothing."""
    colon = reading.mask.find(":")
    while colon >= 0:
        before = [f for f in found if f.end <= colon]
        behind = any(f.start > colon for f in found)
        if (
            reading.mask[colon + 1 :].strip()
            and not overlaps(colon, colon + 1, found)
            and (not before or (behind and all(f.grounding.concept in DRUGS_SAID for f in before)))
            and (LABEL.match(reading.mask[:colon]) or behind)
        ):
            reading.blank(0, colon + 1)
            found[:] = [f for f in found if f.start > colon]  # `immunosuppression: A, B and C`
        colon = reading.mask.find(":", colon + 1)


def blank_placebo_target(reading: Reading, found: list[Found]) -> None:
    """`placebo for X and Y`: X and Y are what is not given."""
    for match in PLACEBO_FOR.finditer(reading.mask):
        end = len(reading.mask)
        for connector in CONNECTOR.finditer(reading.mask, match.end()):
            if connector.lastgroup in ("strong", "versus", "then", "optional"):
                end = connector.start()
                break
        reading.blank(match.start() + len("placebo"), end)
        found[:] = [f for f in found if not (match.start() + 8 <= f.start < end)]
