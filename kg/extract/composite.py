"""The grammar of intervention names: one name in, its parts out, each with what joins it to the one before.

Names of the vocabulary come first (longest wins), then connectors; a connector cuts only where a known name, an INN
ending or a drug code stands on one side of it. Brackets explain what stands before them. Doses, schedules, routes and
dosage forms are taken off and kept as facts of the part they stand with. Nothing here knows of entries or trials, so a
parse is cached by its text. Every pattern is linear, and what is longer than `LONGEST` is not read.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import cast

from kg.extract.administration import Fact, facts
from kg.extract.name_finder import NameFinder
from kg.extract.name_parts import (
    AROUND,
    DOMAIN,
    DRUG_TYPES,
    FIRMNESS,
    GENERAL_KINDS,
    GIVEN_KINDS,
    RELATIONS,
    SAYS_MORE,
    UNKNOWN,
    Bracket,
    Composite,
    Found,
    Part,
    Relation,
    bracket_groups,
    coverage,
    each_once,
    is_agent,
    overlaps,
    route_of,
    stripped,
    trim,
    unexplained,
)
from kg.extract.name_patterns import (
    ACRONYM,
    ADJECTIVE,
    CELLS_OR_CONJUGATE,
    CONNECTOR,
    CONTENT,
    DASH,
    GLUED_MARK,
    LABEL,
    LIGHT,
    LIST_START,
    NATURAL_KILLER,
    NEGATED,
    NOISE_MARK,
    NUMBER_AFTER,
    OF,
    PLACEBO,
    PLACEBO_FOR,
    PURPOSE,
    SHAM,
    TARGET,
    TARGETS_BEFORE,
    TOKEN,
)
from kg.ground import Grounding, choose, ground
from kg.text import fold
from kg.vocab.vocabulary import Vocabulary
from kg.wording import form_pattern, is_drug_word, words

LONGEST = 2000
_HEAD_WORDS = 7


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
    return _Reader(text, vocabulary, registry_type, own).read()._replace(truncated=truncated)


class _Reader(NameFinder):
    """One name being read. `mask` is the folded name, in which what has been dealt with becomes spaces."""

    def __init__(self, text: str, vocabulary: Vocabulary, registry_type: str, own: tuple[tuple[str, str], ...]) -> None:
        super().__init__(text, vocabulary, registry_type, own)
        self.brackets: list[Bracket] = []

    def read(self) -> Composite:
        whole = self._whole()
        if whole is not None:
            return Composite((whole,))
        found = self._names()
        self._blank_marks(found)
        self.facts = [f for f in facts(self.text, self.vocabulary) if not overlaps(f.start, f.end, found)]
        for fact in self.facts:
            self._blank(fact.start, fact.end)
        for form in form_pattern().finditer(fold(self.text)):  # also those that a route is part of: "oral tablet"
            if not overlaps(form.start(), form.end(), found):
                self._blank(form.start(), form.end())
        found = self._across_brackets(self._open_brackets(found))
        self._blank_targets(found)
        self._blank_label(found)
        self._blank_placebo_target(found)
        segments = self._segments(found)
        return self._assemble(segments, found)

    # --------------------------------------------------------------------------------------- what is set aside

    def _blank_marks(self, found: list[Found]) -> None:
        for match in NOISE_MARK.finditer(self.mask):
            if not overlaps(match.start(), match.end(), found):
                self._blank(match.start(), match.end())

    def _open_brackets(self, found: list[Found]) -> list[Found]:
        """Read what stands in brackets by itself, and take it out of the name."""
        gone: list[tuple[int, int]] = []
        for start, end in bracket_groups(self.mask):
            across = any(f.start < start < f.end or f.start < end < f.end for f in found)
            before, after = self.mask[start - 1 : start], self.mask[end : end + 1]
            inside_word = (not before.strip() or before == "-") and after.isalnum() and start == 0
            if (
                across
                or inside_word
                or (before.strip() and before not in ")],.-" and after.strip() and after not in ",;.:/+&)-")
            ):
                continue
            inner_text = self.text[start + 1 : end - 1]
            if LIST_START.match(fold(inner_text)):
                self._blank(start, start + 1)
                self._blank(end - 1, end)
                continue
            inner = (
                parse(inner_text, self.vocabulary, self.registry_type, self.own)
                if inner_text.strip()
                else Composite(())
            )
            folded = fold(inner_text)
            placebo = bool(PLACEBO.search(folded)) or folded.strip() in ("vehicle", "sham", "vehicle control")
            shifted = Composite(
                tuple(p._replace(start=p.start + start + 1, end=p.end + start + 1, facts=()) for p in inner.parts),
                tuple((a + start + 1, b + start + 1) for a, b in inner.leftovers),
            )
            self.brackets.append(Bracket(start, end, shifted, placebo))
            self._blank(start, end)
            gone.append((start, end))
        return [f for f in found if not any(a <= f.start and f.end <= b for a, b in gone)]

    def _across_brackets(self, found: list[Found]) -> list[Found]:
        """`Quadratus Lumborum (QL) Block`: a name that its own acronym interrupts."""
        for bracket in self.brackets:
            left, right = self.text[: bracket.start].rstrip(), self.text[bracket.end :]
            if not ACRONYM.fullmatch(self.text, bracket.start + 1, bracket.end - 1) or right[:1] != " ":
                continue
            cut, gap = len(left), bracket.end - len(left)
            for hit in self.vocabulary.scan(left + right, DOMAIN):
                if not hit.start < cut < hit.end - 1:
                    continue
                surface = (left + right)[hit.start : hit.end]
                grounding = choose(surface, hit.concepts, self.vocabulary, self.registry_type)
                start, end = hit.start, hit.end + gap
                torn = any(f.start < start < f.end or f.start < end < f.end for f in found)
                if grounding.concept is not None and not torn:
                    found = [f for f in found if not start <= f.start < end]
                    found.append(Found(start, end, grounding, self._kind(grounding)))
        return sorted(found, key=lambda f: f.start)

    def _blank_targets(self, found: list[Found]) -> None:
        """`CD123/CLL1 CAR-T cells`, `GD2, PSMA and CD276 CAR-T cells`: what is aimed at colours the name after it."""
        for f in found:
            if not is_agent(self.mask[f.start : f.end]):
                continue
            match = TARGETS_BEFORE.search(self.text, max(0, f.start - 80), f.start)
            if match is None:
                continue
            if all(self._is_target(t.group().strip("-")) for t in TARGET.finditer(match.group("list"))):
                self._blank(match.start("list"), f.start)

    def _is_target(self, token: str) -> bool:
        return (
            re.fullmatch(r"CD\d{1,3}[a-z]?", token) is not None
            or any(c.startswith("biomarker/") for c in self.vocabulary.lookup(token, "context"))
            or bool(self.vocabulary.lookup(f"{token} CAR-T cells", DOMAIN))
        )

    def _blank_label(self, found: list[Found]) -> None:
        """`Group 1: rivaroxaban`: the label before the colon names nothing."""
        colon = self.mask.find(":")
        while colon >= 0:
            if (
                self.mask[colon + 1 :].strip()
                and not overlaps(colon, colon + 1, found)
                and not any(f.end <= colon for f in found)
                and (LABEL.match(self.mask[:colon]) or any(f.start > colon for f in found))
            ):
                self._blank(0, colon + 1)
            colon = self.mask.find(":", colon + 1)

    def _blank_placebo_target(self, found: list[Found]) -> None:
        """`placebo for X and Y`: X and Y are what is not given."""
        for match in PLACEBO_FOR.finditer(self.mask):
            end = len(self.mask)
            for connector in CONNECTOR.finditer(self.mask, match.end()):
                if connector.lastgroup in ("strong", "versus", "then", "optional"):
                    end = connector.start()
                    break
            self._blank(match.start() + len("placebo"), end)
            found[:] = [f for f in found if not (match.start() + 8 <= f.start < end)]

    # ------------------------------------------------------------------------------------------------ segments

    def _segments(self, found: list[Found]) -> list[tuple[int, int, Relation, bool]]:
        """Stretches between the connectors that cut: start, end, relation to what stands before, firm or not."""
        cuts: list[tuple[int, int, str]] = [
            (m.start(), m.end(), m.lastgroup or "weak")
            for m in CONNECTOR.finditer(self.mask)
            if not overlaps(m.start(), m.end(), found)
        ]
        edges = [0, *[cut[1] for cut in cuts]]
        ends = [*[cut[0] for cut in cuts], len(self.mask)]
        entity = [self._has_entity(a, b, found) for a, b in zip(edges, ends, strict=True)]
        filled = [bool(self._content(a, b)) or entity[i] for i, (a, b) in enumerate(zip(edges, ends, strict=True))]
        segments: list[tuple[int, int, Relation, bool]] = [(edges[0], ends[0], "first", True)]
        relation: Relation = "first"
        standing = entity[0]
        for number, (start, end, group) in enumerate(cuts, 1):
            before, after = standing, entity[number]
            spaced = self.mask[max(0, start - 1) : start].isspace() or self.mask[end : end + 1].isspace()
            surely = group in ("strong", "versus", "then", "optional") and (
                spaced or group != "strong" or ";" in self.mask[start:end]
            )
            purpose = (
                self.registry_type not in DRUG_TYPES
                and not surely
                and self._purpose(*segments[-1][:1], start, found) < start
            )
            if (before or after or surely) and not purpose:
                new = RELATIONS[group]
                relation = new if FIRMNESS.index(new) > FIRMNESS.index(relation) else relation
                if filled[number]:
                    segments.append((edges[number], ends[number], relation, surely))
                    relation = "first"
                    standing = entity[number]
                elif number == len(cuts) or not filled[number]:
                    # nothing but facts here: they belong to what stands before
                    segments[-1] = (segments[-1][0], ends[number], segments[-1][2], segments[-1][3])
            else:
                segments[-1] = (segments[-1][0], ends[number], segments[-1][2], segments[-1][3])
                standing = standing or entity[number]
        return segments

    def _has_entity(self, start: int, end: int, found: list[Found]) -> bool:
        if any(start <= f.start and f.end <= end for f in found):
            return True
        if self._as_a_whole(start, end) is not None:
            return True
        for token in TOKEN.finditer(self.text, start, end):
            if self.mask[token.start() : token.end()].strip() and is_drug_word(token.group().strip(".'®™")):
                return True
        return any(start <= b.start and b.end <= end and any(p.concept for p in b.inner.parts) for b in self.brackets)

    def _as_a_whole(self, start: int, end: int, heads: bool = False) -> Found | None:
        """The stretch up to its purpose, without the words around it that name nothing, as one name; also names that
        do not count in running text. With `heads`, else its last words, or its first."""
        for match in PURPOSE.finditer(self.mask, start, end):
            if self._content(start, match.start()):
                end = match.start()
                break
        content = self._content(start, end)
        if not content or content[-1][1] - content[0][0] > 80:
            return None
        stretches = [trim(self.text, *stripped(self.mask, start, end)), (content[0][0], content[-1][1])]
        if heads and len(content) <= _HEAD_WORDS:
            stretches += [(a, content[-1][1]) for a, _ in content[1:]]
            stretches += [(content[0][0], b) for _, b in reversed(content[:-1])]
        for number, (first, last) in enumerate(dict.fromkeys(stretches)):
            acronym = self.registry_type in DRUG_TYPES and self.text[first:last].isupper()
            shortest = (3 if acronym else 4) if number < 2 else 3 if self._is_class_acronym(first, last) else 5
            if "  " in self.mask[first:last] or last - first < shortest:
                continue  # something was taken out of its middle
            grounding = ground(self.text[first:last], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
            if grounding.concept is not None:
                return Found(first, last, grounding, self._kind(grounding))
        return self._turned(*stretches[0]) if heads else None

    def _described(self, start: int, end: int) -> Found | None:
        """Cells and conjugates by what the name says of them: `CD7 CAR gene-engineered T cells`, `CAB-ROR2-ADC`."""
        match = CELLS_OR_CONJUGATE.search(self.text, start, end) if self.registry_type in DRUG_TYPES else None
        if match is None:
            return None
        if match.lastgroup == "conjugate":
            which = "antibody-drug conjugate"
        else:
            which = "CAR-NK cells" if NATURAL_KILLER.search(self.text, start, end) else "CAR-T cells"
        grounding = ground(which, DOMAIN, self.vocabulary, self.registry_type)
        if grounding.concept is None:
            return None
        content = self._content(start, end)
        first, last = (content[0][0], content[-1][1]) if content else match.span()
        grounding = grounding._replace(score=round(grounding.score * 0.9, 3), reason="what the name describes")
        return Found(first, last, grounding, self._kind(grounding))

    def _is_class_acronym(self, start: int, end: int) -> bool:
        """`B7-H3 ADC`: in the name of a drug, capitals at the end may say what sort of drug it is."""
        return (
            self.registry_type in DRUG_TYPES
            and self.text[start:end].isupper()
            and any(c.startswith("drug-class/") for c in self.vocabulary.lookup(self.text[start:end], DOMAIN))
        )

    def _turned(self, start: int, end: int) -> Found | None:
        """`Measure of the exhaled X` is `exhaled X measurement`."""
        match = OF.fullmatch(self.text, start, end)
        if match is None:
            return None
        head = "measurement" if fold(match.group("head")).startswith("measur") else match.group("head")
        whole = ground(f"{match.group('what')} {head}", DOMAIN, self.vocabulary, self.registry_type, own=self.own)
        if whole.concept is None:
            return None
        return Found(start, end, whole._replace(score=round(whole.score * 0.93, 3)), self._kind(whole))

    def _content(self, start: int, end: int) -> list[tuple[int, int]]:
        """Places of the words in the stretch that could name something."""
        trimmed = words("trim")
        places = [
            match.span()
            for match in CONTENT.finditer(self.mask, start, end)
            if len(word := match.group().strip(".'-")) > 1 and word not in trimmed and not word.isdigit()
        ]
        without_salts = [(a, b) for a, b in places if self.mask[a:b] not in words("salt")]
        return without_salts or places

    # ------------------------------------------------------------------------------------------------ parts

    def _assemble(self, segments: list[tuple[int, int, Relation, bool]], found: list[Found]) -> Composite:
        parts: list[Part] = []
        leftovers: list[tuple[int, int]] = []
        several = len(segments) > 1
        for number, (start, end, relation, firm) in enumerate(segments):
            inside = [f for f in found if start <= f.start and f.end <= end]
            made, left = self._segment(start, end, inside, number, relation, firm, several)
            if number == 0 and made and made[0].concept is None and self._modifies(segments, found):
                made, left = [], [*left, (made[0].start, made[0].end)]
            if not parts:
                made = [p._replace(relation="first" if i == 0 else p.relation) for i, p in enumerate(made)]
            parts.extend(made)
            leftovers.extend(left)
        if not parts:
            parts = [p for b in self.brackets for p in b.inner.parts]
        if not parts and not leftovers and self.text.strip(AROUND):
            parts = [Part(*trim(self.text, 0, len(self.text)), UNKNOWN, "first", 0, (), "unknown name")]
        parts = self._with_facts(self._with_routes(parts))
        return Composite(tuple(each_once(parts)), tuple(leftovers))

    def _modifies(self, segments: list[tuple[int, int, Relation, bool]], found: list[Found]) -> bool:
        """`High energy and protein enteral nutrition`: an unknown word before `and` only colours what comes."""
        if (
            len(segments) < 2
            or segments[1][3]
            or self.registry_type in DRUG_TYPES
            or self._has_entity(*segments[0][:2], [])
        ):
            return False
        first = self._content(*segments[0][:2])
        if len(first) > 2 or (len(first) == 1 and ADJECTIVE.search(self.mask[first[0][0] : first[0][1]])):
            return True
        start, end = segments[1][:2]
        content = self._content(start, end)
        return not content or not any(f.start <= content[0][0] < f.end for f in found)

    def _segment(
        self, start: int, end: int, inside: list[Found], number: int, relation: Relation, firm: bool, several: bool
    ) -> tuple[list[Part], list[tuple[int, int]]]:
        """The parts of one stretch between connectors, and what in it remains unexplained."""
        brackets = [b for b in self.brackets if start <= b.start and b.end <= end]
        stretch = self.mask[start:end]
        placebo = self._placebo(start, end, inside, brackets)
        if placebo is not None:
            return [Part(*placebo[:2], placebo[2], relation, number, (), "placebo")], []
        if NEGATED.match(stretch) and not (inside and inside[0].start <= start + len(stretch) - len(stretch.lstrip())):
            content = self._content(start, end)
            return [], [(content[0][0], content[-1][1])] if content else []
        stop = self._purpose(start, end, inside)
        inside = [f for f in inside if f.end <= stop]
        if not inside:
            whole = self._described(start, stop) or self._as_a_whole(start, stop, heads=True)
            inside = [whole] if whole is not None else []
        inside = [f for f in inside if not (f.kind == "Radiation" and LIGHT.search(self.mask, start, f.start))]
        content = self._content(start, stop)
        discontinuous = self._discontinuous(inside, start, stop)
        known = inside
        inside = self._accepted(inside, content)
        if inside:
            inside = self._bracket_says_more(inside, brackets)
            share = coverage(content, inside)
            parts = [
                Part(
                    f.start,
                    f.end,
                    f.grounding._replace(score=round(f.grounding.score * (0.8 + 0.2 * share), 3)),
                    relation if place == 0 else "with",
                    number,
                    (),
                    "bracket" if f.start >= end or any(b.start < f.start < b.end for b in brackets) else "name",
                )
                for place, f in enumerate(inside)
            ]
            if discontinuous is not None:
                parts.insert(0, Part(*discontinuous[:2], discontinuous[2], relation, number, (), "discontinuous name"))
                content = []
            return parts, unexplained(content, [*inside, *known])
        explained = [p for b in brackets for p in b.inner.parts if p.concept is not None]
        if explained:
            return [
                p._replace(
                    relation=relation if place == 0 else p.relation if p.relation != "first" else "with",
                    segment=number,
                    grounding=p.grounding._replace(score=round(p.grounding.score * 0.93, 3)),
                    rule="bracket explains",
                )
                for place, p in enumerate(explained)
            ], []
        if content and all(self.mask[a:b] in words("never") for a, b in content):
            return [], [(content[0][0], content[-1][1])]
        if content:
            number_after = NUMBER_AFTER.match(self.mask, content[-1][1])
            surface = trim(self.text, content[0][0], number_after.end() if number_after else content[-1][1])
            if (
                firm
                or not several
                or relation not in ("first", "with")
                or self._has_entity(start, end, [])
                or len(content) <= 3
            ):
                return [Part(*surface, UNKNOWN, relation, number, (), "unknown name")], []
            return [], [surface]
        return [], []

    def _placebo(
        self, start: int, end: int, inside: list[Found], brackets: list[Bracket]
    ) -> tuple[int, int, Grounding] | None:
        """A placebo or sham in the stretch: it alone is given, whatever it imitates."""
        for f in inside:
            if f.kind == "Placebo" or (SHAM.search(self.mask, f.start, f.end)):
                return f.start, f.end, f.grounding
        for pattern, name in ((PLACEBO, "placebo"), (SHAM, "sham")):
            match = pattern.search(self.mask, start, end)
            if match:
                grounding = ground(name, DOMAIN, self.vocabulary)
                return (*match.span(), grounding)
        for b in brackets:
            if b.placebo:
                for p in b.inner.parts:
                    if p.concept is not None:
                        return p.start, p.end, p.grounding
                return b.start + 1, b.end - 1, ground("placebo", DOMAIN, self.vocabulary)
        return None

    def _purpose(self, start: int, end: int, inside: list[Found]) -> int:
        """Where `for …`, `in patients with …` begins, if something is named before it; else the end."""
        for match in PURPOSE.finditer(self.mask, start, end):
            if overlaps(match.start(), match.end(), inside):
                continue
            if any(f.end <= match.start() for f in inside) or self._has_entity(start, match.start(), []):
                return match.start()
            if self.registry_type not in DRUG_TYPES and self._content(start, match.start()):
                return match.start()
        for match in DASH.finditer(self.mask, start, end):  # `Intermittent fasting - early feeding window`
            before = [f for f in inside if f.end <= match.start()]
            content = self._content(start, match.start())
            if before and len(before) == len(inside) and content and coverage(content, before) == 1:
                return match.start()
        return end

    def _accepted(self, inside: list[Found], content: list[tuple[int, int]]) -> list[Found]:
        """The names in the stretch that the entry can mean."""
        starts = {f.start for f in inside}
        inside = [  # `standard-of-care chemotherapy` is one thing, the chemotherapy
            f
            for f in inside
            if f.kind != "StandardCare" or not any(not self.mask[f.end : s].strip(" -") for s in starts if s > f.end)
        ]
        if any(f.kind in GIVEN_KINDS for f in inside):
            inside = [f for f in inside if f.kind not in GENERAL_KINDS]
        heads = [place for place in content if self.mask[place[0] : place[1]] not in words("never")]
        if heads and coverage(heads, inside) < 0.5:
            last_word = heads[-1][0]
            inside = [
                f for f in inside if f.kind in GIVEN_KINDS | {"Placebo", "StandardCare"} or f.start <= last_word < f.end
            ]
        if self.registry_type == "DIAGNOSTIC_TEST":  # a molecule of the body is measured, not given
            inside = [f for f in inside if f.kind != "Drug" or "/mesh-D" not in (f.grounding.concept or "")]
        if self.registry_type not in DRUG_TYPES:
            share = coverage(heads, inside)
            last = content[-1] if content else None
            inside = [
                f
                for f in inside
                if f.kind not in GIVEN_KINDS | {"DrugClass"}
                or share > 0.5
                or (last is not None and f.start <= last[0] < f.end and self.registry_type != "BEHAVIORAL")
            ]
        return inside

    def _bracket_says_more(self, inside: list[Found], brackets: list[Bracket]) -> list[Found]:
        """`Immunotherapy (Pembrolizumab)`: the one drug in the bracket is what is given; of a list, the class is."""
        if len(inside) != 1 or inside[0].kind not in GENERAL_KINDS:
            return inside
        named = [p for b in brackets for p in b.inner.parts if p.concept is not None]
        if len(named) == 1 and self._kind(named[0].grounding) in SAYS_MORE:
            only = named[0]
            grounding = only.grounding._replace(
                score=round(only.grounding.score * 0.95, 3),
                rivals=(*only.grounding.rivals, inside[0].grounding.concept or ""),
            )
            return [Found(only.start, only.end, grounding, self._kind(grounding))]
        return inside

    def _discontinuous(self, inside: list[Found], start: int, end: int) -> tuple[int, int, Grounding] | None:
        """`Hepatic Artery ⟨drug⟩ Infusion`: a procedure whose name the drug interrupts."""
        if len(inside) != 1 or inside[0].kind not in GIVEN_KINDS:
            return None
        middle = inside[0]
        left = self.text[start : middle.start].strip(" ,")
        right = self.text[middle.end : end].strip(" ,.")
        if not left or not right or len(left) + len(right) > 80:
            return None
        around = ground(f"{left} {right}", DOMAIN, self.vocabulary, "PROCEDURE")
        if around.concept is None or self._kind(around) not in ("Procedure", "Radiation") or "/mesh-" in around.concept:
            return None
        first, last = trim(self.text, start, end)
        return first, last, around._replace(score=0.9, reason="a procedure whose name the drug interrupts")

    # ------------------------------------------------------------------------------------------------ facts

    def _with_facts(self, parts: list[Part]) -> list[Part]:
        """Every fact goes to the part of its own stretch: one that it stands right before, else the one before it."""
        if not parts:
            return parts
        gathered: dict[int, list[Fact]] = {}
        outside = [f for f in self.facts if not any(p.rule == "whole name" for p in parts)]
        for fact in outside:
            following = next((i for i, p in enumerate(parts) if p.start >= fact.end), None)
            preceding = next((i for i in range(len(parts) - 1, -1, -1) if parts[i].start < fact.start), None)
            target = preceding
            if following is not None:
                between = self.mask[fact.end : parts[following].start]
                near = not between.strip(" -") and not re.search(
                    r"[,;+/&]", self.text[fact.end : parts[following].start]
                )
                before = self.mask[parts[preceding].end : fact.start] if preceding is not None else "x"
                if (
                    near and ((fact.kind in ("route", "dose") and before.strip()) or preceding is None)
                ) or preceding is None:
                    target = following
            if target is not None:
                gathered.setdefault(target, []).append(fact)
        return [p._replace(facts=(*p.facts, *gathered.get(i, ()))) for i, p in enumerate(parts)]

    def _with_routes(self, parts: list[Part]) -> list[Part]:
        """Drugs beside a procedure that is a route (hepatic arterial infusion) are given by it."""
        made: list[Part] = []
        for part in parts:
            concept = self.vocabulary.get(part.concept or "")
            if concept is not None and concept.kind in GIVEN_KINDS and not any(f.kind == "route" for f in part.facts):
                for other in parts:
                    joined = other.segment == part.segment or (
                        abs(other.segment - part.segment) == 1
                        and re.fullmatch(
                            r"\s*(?:of|with|via|by|using|-)\s*",
                            self.mask[min(part.end, other.end) : max(part.start, other.start)],
                        )
                    )
                    route = route_of(other.concept, self.vocabulary) if joined and other is not part else None
                    if route is not None:
                        self.facts = [f for f in self.facts if not (f.start < other.end and other.start < f.end)]
                        part = part._replace(facts=(*part.facts, Fact("route", route, other.start, other.end)))
                        break
            made.append(part)
        return made
