"""The grammar of intervention names: one name in, its parts out, each with what joins it to the one before.

Names of the vocabulary come first (longest wins), then connectors; a connector cuts only where a known name, an INN
ending or a drug code stands on one side of it. Brackets explain what stands before them. Doses, schedules, routes and
dosage forms are taken off and kept as facts of the part they stand with. Nothing here knows of entries or trials, so a
parse is cached by its text. Every pattern is linear, and what is longer than `LONGEST` is not read.

The steps are modules beside this one: finding names (`finder`), setting aside (`asides`), cutting (`segments`), reading
each stretch (`stretches`), giving each its facts (`facts`).
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from itertools import pairwise
from typing import cast

from kg.extract.giving.administration import facts
from kg.extract.names.asides import (
    across_brackets,
    blank_appositions,
    blank_label,
    blank_left_behind,
    blank_marks,
    blank_placebo_target,
    blank_targets,
    open_brackets,
    open_included,
    with_targets,
    without_units,
)
from kg.extract.names.facts import LISTED, as_choices, with_facts, with_its_own, with_routes
from kg.extract.names.finder import names_in, whole_name
from kg.extract.names.parts import (
    AROUND,
    DRUG_TYPES,
    UNKNOWN,
    Composite,
    Found,
    Part,
    Relation,
    broader_of,
    each_once,
    overlaps,
    trim,
)
from kg.extract.names.patterns import ADDS, ADJECTIVE, CHOICE, CONNECTOR, GLUED_MARK, LIST_COMMA, USING
from kg.extract.names.reading import Reading
from kg.extract.names.segments import stretches
from kg.extract.names.stretches import stretch_parts
from kg.extract.names.wholes import has_entity, spelt_out
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary
from kg.wording import form_pattern

LONGEST = 2000


def parse(
    text: str, vocabulary: Vocabulary, registry_type: str = "", own: tuple[tuple[str, str], ...] = ()
) -> Composite:
    """The parts of an intervention's name. `own` are the record's own (short, long) forms that occur in it."""
    return _parse(text, cast(Hashable, vocabulary), registry_type, own)


@lru_cache(maxsize=1 << 15)
def _parse(text: str, cached_by: Hashable, registry_type: str, own: tuple[tuple[str, str], ...]) -> Composite:
    vocabulary = cast(Vocabulary, cached_by)
    truncated = len(text) > LONGEST
    text = GLUED_MARK.sub("  ", text[:LONGEST])
    return _read(Reading(text, vocabulary, registry_type, own))._replace(truncated=truncated)


def _read(reading: Reading) -> Composite:
    whole = whole_name(reading)
    if whole is not None:
        reading.told = facts(reading.text, reading.vocabulary, reading.own, entry=True)
        return Composite((with_its_own(reading, whole),))
    found = with_targets(reading, names_in(reading))
    blank_marks(reading, found)
    stated = facts(reading.text, reading.vocabulary, reading.own, entry=True)
    found = without_units(found, stated)
    reading.facts = [f for f in stated if not overlaps(f.start, f.end, found)]
    reading.told = stated
    for fact in reading.facts:
        reading.blank(fact.start, fact.end)
    for form in form_pattern().finditer(fold(reading.text)):  # also those that a route is part of: "oral tablet"
        if not overlaps(form.start(), form.end(), found):
            reading.blank(form.start(), form.end())
    found = across_brackets(reading, open_brackets(reading, found, parse))
    found = open_included(reading, found, parse)
    found = blank_appositions(reading, found)
    blank_targets(reading, found)
    found = blank_left_behind(reading, found)
    blank_label(reading, found)
    blank_placebo_target(reading, found)
    made = _assemble(reading, stretches(reading, found), found)
    regimen = spelt_out(reading, made.parts)
    return made if regimen is None else Composite((regimen,), made.leftovers)


def _assemble(reading: Reading, segments: list[tuple[int, int, Relation, bool]], found: list[Found]) -> Composite:
    parts: list[Part] = []
    leftovers: list[tuple[int, int]] = []
    several = len(segments) > 1
    for number, (start, end, relation, firm) in enumerate(segments):
        inside = [f for f in found if start <= f.start and f.end <= end]
        made, left = stretch_parts(reading, start, end, inside, number, relation, firm, several)
        if number == 0 and made and made[0].concept is None and _modifies(reading, segments, found):
            made, left = [], [*left, (made[0].start, made[0].end)]
        if parts and USING.search(reading.mask, 0, start + 1):
            tools = [p for p in made if _is_tool(reading, p)]
            made, left = [p for p in made if p not in tools], [*left, *((p.start, p.end) for p in tools)]
        if not parts and made:
            made[0] = made[0]._replace(relation="first")
        parts.extend(made)
        leftovers.extend(left)
    parts = parts or _without_names(reading, leftovers)
    parts = _list_of_choices(reading, as_choices(reading, _without_contents(reading, _most_exact(reading, parts))))
    parts = [with_its_own(reading, part) for part in with_facts(reading, with_routes(reading, parts))]
    return Composite(tuple(each_once(parts)), tuple(leftovers))


def _without_names(reading: Reading, leftovers: list[tuple[int, int]]) -> list[Part]:
    """The parts of a text none of whose stretches makes one: those in its brackets, or all of it as an unknown name."""
    parts = [p for b in reading.brackets for p in b.inner.parts]
    if not parts and not leftovers and reading.text.strip(AROUND):
        parts = [Part(*trim(reading.text, 0, len(reading.text)), UNKNOWN, "first", 0, (), "unknown name")]
    return parts


def _list_of_choices(reading: Reading, parts: list[Part]) -> list[Part]:
    """`A, B or C`: B is a choice as C is, where nothing but a comma joins it to A; so are all that follow the words
    "investigator's choice: A, B, C" where nothing adds one to another."""
    made = list(parts)
    if len(parts) > 1 and CHOICE.search(reading.text, 0, parts[0].start) is not None:
        joints = [reading.text[one.end : other.start] for one, other in pairwise(parts)]
        if not any(ADDS.search(joint) for joint in joints):
            return [p._replace(relation="or") if n and p.relation == "with" else p for n, p in enumerate(made)]
    for place in range(len(made) - 1, 1, -1):
        before = made[place - 1]
        if made[place].relation == "or" and before.relation == "with" and made[place].rule not in LISTED:
            comma = LIST_COMMA.fullmatch(reading.mask, made[place - 2].end, before.start)
            if comma is not None and "and" not in reading.mask[before.end : made[place].start]:
                made[place - 1] = before._replace(relation="or")
    return made


def _is_tool(reading: Reading, part: Part) -> bool:
    """`ablation using 3-tined needles`: an unknown thing, or one that only an imported vocabulary names."""
    return part.concept is None or (reading.kind(part.grounding) == "Device" and "/mesh-" in part.concept)


def _most_exact(reading: Reading, parts: list[Part]) -> list[Part]:
    """`Radiation by SBRT`: of two names of one stretch, one of them broader, the narrower says what is done; so it is
    with a comma alone between the two, `Influenza vaccine, high-dose (QIV-HD)`. The members of
    one list in brackets are each given."""
    kept = [
        part
        for part in parts
        if part.concept is None
        or not any(
            (other.segment == part.segment or _said_again(reading, parts))
            and not other.rule == part.rule == "bracket explains"
            and other.rule not in LISTED
            and other.end != part.start  # "(val)ganciclovir"
            and part.concept in broader_of(other.concept, reading.vocabulary)
            for other in parts
            if other.concept is not None and other is not part
        )
    ]
    return [part._replace(relation="first") if part is kept[0] and part is not parts[0] else part for part in kept]


def _said_again(reading: Reading, parts: list[Part]) -> bool:
    """Whether there are two parts, and a comma alone joins them."""
    if len(parts) != 2 or parts[1].relation != "with":
        return False
    between = parts[0].end, parts[1].start
    joints = [match.group() for match in CONNECTOR.finditer(reading.mask, *between)]
    return joints == [","] and not reading.content(*between)


def _without_contents(reading: Reading, parts: list[Part]) -> list[Part]:
    """`Foster BDP/formoterol`: what a product holds, told by a slash behind its name, is no second drug; nor is the
    only drug of a product anywhere beside it (`Durysta, bimatoprost implant`)."""
    held: set[str] = set()
    alone: set[str] = set()
    kept: list[Part] = []
    for part in parts:
        concept = reading.vocabulary.get(part.concept or "")
        if part.concept in held and kept and "/" in reading.text[kept[-1].end : part.start + 1]:
            continue
        holds = concept.components if concept is not None and concept.kind == "CombinationProduct" else ()
        held |= set(holds)
        drugs = [each for each in holds if each.startswith("drug/")]
        alone |= set(drugs) if len(drugs) == 1 else set()
        kept.append(part)
    return [part for part in kept if part.concept not in alone]


def _modifies(reading: Reading, segments: list[tuple[int, int, Relation, bool]], found: list[Found]) -> bool:
    """`High energy and protein enteral nutrition`: an unknown word before `and` only colours what comes."""
    if (
        len(segments) < 2
        or segments[1][3]
        or reading.registry_type in DRUG_TYPES
        or has_entity(reading, *segments[0][:2], [])
    ):
        return False
    first = reading.content(*segments[0][:2])
    if len(first) > 2 or (len(first) == 1 and ADJECTIVE.search(reading.mask[first[0][0] : first[0][1]])):
        return True
    start, end = segments[1][:2]
    content = reading.content(start, end)
    return not content or not any(f.start <= content[0][0] < f.end for f in found)
