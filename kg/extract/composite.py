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
from typing import Literal, NamedTuple, cast

from kg.extract.administration import Fact, facts
from kg.ground import Grounding, choose, ground, may_mean
from kg.text import fold, name_key
from kg.vocab.vocabulary import Vocabulary
from kg.wording import english_forms, form_pattern, is_drug_word, is_torn, words

Relation = Literal["first", "with", "then", "optional", "or", "versus"]

LONGEST = 2000
_HEAD_WORDS = 7
DOMAIN = "intervention"
UNKNOWN = Grounding(None, 0.0, "lexicon", (), "not in the vocabulary")


class Part(NamedTuple):
    """One thing that the name names. `text[start:end]` is its surface; `concept` is None where it is not known.
    `segment` counts the stretches between connectors: parts of one segment were not joined by a connector."""

    start: int
    end: int
    grounding: Grounding
    relation: Relation
    segment: int
    facts: tuple[Fact, ...] = ()
    rule: str = "name"

    @property
    def concept(self) -> str | None:
        """Id of the concept, or None."""
        return self.grounding.concept


class Composite(NamedTuple):
    """The parts of a name in the order written, stretches that nothing explains, whether the name was cut short."""

    parts: tuple[Part, ...]
    leftovers: tuple[tuple[int, int], ...] = ()
    truncated: bool = False


class _Found(NamedTuple):
    start: int
    end: int
    grounding: Grounding
    kind: str


class _Bracket(NamedTuple):
    start: int
    end: int
    inner: Composite
    placebo: bool


_CONNECTOR = re.compile(
    r"(?P<optional>\bwith(?:\s|/)or\s?(?:/\s?)?without\b|\bwith(?:out)?/with(?:out)?\b|±|\+\s?/\s?-|"
    r"\bwith or w/o\b|\bw/wo\b)"
    r"|(?P<versus>\bversus\b|\bvs\b\.?|\b(?:as )?compared (?:to|with)\b|\binstead of\b)"
    r"|(?P<then>\bfollowed by\b|\bthen\b|(?:-|=)>|→)"
    r"|(?P<strong>(?:\bin |\bas )?\b(?:fixed-dose )?combin(?:ed|ation|ing) (?:treatment |therapy )?(?:with|and|"
    r"of)\b|\bin conjunction with\b|\b(?:together|along|concurrent"
    r"|concurrently|simultaneously|concomitant|concomitantly|coupled|associated|paired|supplemented) with\b"
    r"|\bin addition to\b|\badd(?:ed)?(?:[- ]on)? to\b|\bon top of\b|\bplus\b|;|\+(?!\s*$|\s*[,;)]))"
    r"|(?P<or>\band\s?/\s?or\b|\bor\b)"
    r"|(?P<weak>,(?!\d)|/|&|·|∙|(?<!-)\band\b(?!-)|"
    r"(?<!patients )(?<!subjects )(?<!participants )(?<!adults )(?<!children )(?<!women )(?<!men )"
    r"(?<!people )(?<!individuals )(?<!transduced )"
    r"(?<!loaded )(?<!labelled )(?<!labeled )(?<!coated )(?<!pretreated )(?<!infected )\bwith\b"
    r"|\bw/|\busing\b|\bcontaining\b)"
)
_RELATIONS: dict[str, Relation] = {
    "optional": "optional",
    "versus": "versus",
    "then": "then",
    "or": "or",
    "strong": "with",
    "weak": "with",
}
_FIRMNESS = ("first", "with", "then", "optional", "or", "versus")
_PURPOSE = re.compile(
    r"\s(?:for(?! injection)|among|against|during|targeting|within|who|which|that|in(?! (?:combination|addition|"
    r"conjunction))|"
    r"to (?:prevent|reduce|treat|improve|manage|"
    r"support|increase|promote|facilitate|help)|without|from|as an?|at the|at a|about|on the|via|on|according|"
    r"after|before|following|prior to)\s"
)
_LABEL = re.compile(
    r"\s*(?:(?:main |optional |the )?(?:group|arm|cohort|part|phase|period|stage|step|sequence|treatment|"
    r"intervention|test|reference|control|"
    r"experimental|comparator|active|open[- ]label|pk|study|drug|biological|device|procedure|behavioral|"
    r"dietary supplement|other|regimen|option|"
    r"dose|level|visit)\b[^:]{0,60}|[a-z0-9]{1,3}|[^:]{0,60}\b(?:group|arm|cohort|prevention|prophylaxis|"
    r"therapy|treatment|phase|cohort [a-z0-9]+\)?))\s*\Z"
)
_PLACEBO = re.compile(r"\b(?:placebos?|dummy|sugar pill)\b(?!-controlled)")
_SHAM = re.compile(r"\bsham\b(?!-controlled)")
_PLACEBO_FOR = re.compile(
    r"\bplacebos?\b[\s,-]*(?:tablets?|capsules?|injections?|infusions?|oral|cream|gel|ointment|solution)?\s*(?:\(\s*)?"
    r"(?:for|to|of|matching|matched (?:to|with)|matched|resembling|mimicking|corresponding to|identical to|"
    r"comparator (?:for|to))\s"
)
_NEGATED = re.compile(
    r"\s*(?:no|non|without|not|absence of|omission of|withholding|stopping|discontinuation of|free of)\b[\s-]"
)
_NOT_GIVEN = re.compile(
    r"[\s-](?:free|naive|resistant|refractory|induced|controlled|diets?|restriction|restricted|elimination|"
    r"avoidance|monitoring|"
    r"levels?|tests?|testing|measurements?|sensors?|withdrawal|challenges?|allergy|receptors?|deficiency)\b"
)
_NUMBER_AFTER = re.compile(r"(?:[ -]?\d[\d-]*)?")
_ADJECTIVE = re.compile(r"(?:ic|al|ous|ive|ary|ed|ing)\Z")
_OF = re.compile(r"(?P<head>[A-Za-z]{4,20})\s(?:of|for)\s(?:the\s|an?\s)?(?P<what>[^,;:()]{3,60})")
_TARGETS = re.compile(
    r"\b(?:targeting|targeted (?:at|to|against)|directed (?:at|against|to|towards?))\s"
    r"(?P<list>[^()+;]{1,200}?)(?=\s(?:plus|with|in|combined|followed by|for|alone)\b|[(+;]|\Z)"
)
_LONG_WORD = re.compile(r"(?<![\w-])[^\W\d_]{7,24}(?![\w-])")
_FOREIGN_SCORE = 0.8
_TOKEN = re.compile(r"[^\s,;:()\[\]{}\"]+")
_CONTENT = re.compile(r"[a-z0-9α-ω][a-z0-9α-ω'#.-]*")
_NOISE_MARK = re.compile(r"[®™©*†‡]|\(r\)|\(tm\)|\((?:inn|usan|iv|im|sc|po|usp|nf)\)")
_AROUND = " \t\r\n\u00a0.,;:-"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SPLITTABLE = re.compile(r"\s*(?:/|\+|,|&|\band\b|\bplus\b|\bwith\b)\s*")
_LIST_START = re.compile(r"\s*(?:\+|or|and|plus|with|and/or|vs|versus)\b|\s*\+")
_SAYS_MORE = frozenset({"Drug", "CombinationProduct", "Placebo"})
_GIVEN_KINDS = frozenset({"Drug", "Regimen", "CombinationProduct", "DietarySupplement"})
_GENERAL_KINDS = frozenset({"DrugClass", "StandardCare", "OtherIntervention"})
DRUG_TYPES = frozenset({"", "DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"})


def parse(
    text: str, vocabulary: Vocabulary, registry_type: str = "", own: tuple[tuple[str, str], ...] = ()
) -> Composite:
    """The parts of an intervention's name. `own` are the record's own (short, long) forms that occur in it."""
    return _parse(text, cast(Hashable, vocabulary), registry_type, own)


@lru_cache(maxsize=1 << 15)
def _parse(text: str, cached_by: Hashable, registry_type: str, own: tuple[tuple[str, str], ...]) -> Composite:
    vocabulary = cast(Vocabulary, cached_by)
    truncated = len(text) > LONGEST
    text = text[:LONGEST]
    return _Reader(text, vocabulary, registry_type, own).read()._replace(truncated=truncated)


class _Reader:
    """One name being read. `mask` is the folded name, in which what has been dealt with becomes spaces."""

    def __init__(self, text: str, vocabulary: Vocabulary, registry_type: str, own: tuple[tuple[str, str], ...]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.registry_type = registry_type
        self.own = own
        self.mask = fold(text)
        self.brackets: list[_Bracket] = []

    def read(self) -> Composite:
        whole = self._whole()
        if whole is not None:
            return Composite((whole,))
        found = self._names()
        self._blank_marks(found)
        self.facts = [f for f in facts(self.text, self.vocabulary) if not _overlaps(f.start, f.end, found)]
        for fact in self.facts:
            self._blank(fact.start, fact.end)
        for form in form_pattern().finditer(fold(self.text)):  # also those that a route is part of: "oral tablet"
            if not _overlaps(form.start(), form.end(), found):
                self._blank(form.start(), form.end())
        found = self._open_brackets(found)
        self._blank_label(found)
        self._blank_placebo_target(found)
        segments = self._segments(found)
        return self._assemble(segments, found)

    # ------------------------------------------------------------------------------------------------ names

    def _whole(self) -> Part | None:
        start, end = _trim(self.text, 0, len(self.text))
        whole = ground(self.text[start:end], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
        if whole.concept is None or self._pieces(start, end, whole):
            return None
        return Part(start, end, whole, "first", 0, (), "whole name")

    def _names(self) -> list[_Found]:
        """Names of the vocabulary and of the record in the text, leftmost longest."""
        hits: list[_Found] = []
        for hit in self.vocabulary.scan(self.text, DOMAIN):
            surface = self.text[hit.start : hit.end]
            grounding = choose(surface, hit.concepts, self.vocabulary, self.registry_type)
            for short, long in self.own:
                if (
                    surface == short
                    and grounding.concept is not None
                    and not may_mean(self.vocabulary.get(grounding.concept), long)
                ):
                    grounding = ground(short, DOMAIN, self.vocabulary, self.registry_type, own=((short, long),))
            if grounding.concept is None or self._not_given(hit.end, grounding):
                continue
            if is_torn(self.text, hit.start, hit.end):
                continue
            pieces = self._pieces(hit.start, hit.end, grounding)
            hits.extend(pieces or [_Found(hit.start, hit.end, grounding, self._kind(grounding))])
        for short, long in self.own:
            at = self.text.find(short)
            while at >= 0:
                end = at + len(short)
                alone = (
                    not (self.text[at - 1 : at].isalnum() if at else False) and not self.text[end : end + 1].isalnum()
                )
                if alone and not _overlaps(at, end, hits) and name_key(long) not in name_key(self.text):
                    grounding = ground(short, DOMAIN, self.vocabulary, self.registry_type, own=((short, long),))
                    if grounding.concept is not None:
                        hits.append(_Found(at, end, grounding, self._kind(grounding)))
                at = self.text.find(short, end)
        hits = self._without_targets(hits)
        hits += self._foreign(hits)
        hits.sort(key=lambda f: f.start)
        return self._without_salts(hits)

    def _without_targets(self, hits: list[_Found]) -> list[_Found]:
        """`CAR-T cells targeting GPC3, mesothelin`: the list says what is aimed at, not what is given."""
        for match in _TARGETS.finditer(self.mask):
            start, end = match.span("list")
            drugs = [f.start for f in hits if start <= f.start < end and _is_drug(f, self.text)]
            end = min([end, *drugs])
            hits = [f for f in hits if not start <= f.start < end]
            self._blank(match.start(), end)
        return hits

    def _foreign(self, hits: list[_Found]) -> list[_Found]:
        """Drugs as other languages write them (`tobramicina`), where English knows the name."""
        found: list[_Found] = []
        for token in _LONG_WORD.finditer(self.text):
            if _overlaps(*token.span(), hits):
                continue
            for form in english_forms(token.group()):
                concepts = [c for c in self.vocabulary.lookup(form, DOMAIN) if c.startswith("drug/")]
                grounding = choose(form, concepts, self.vocabulary, self.registry_type)
                if grounding.concept is not None:
                    grounding = grounding._replace(
                        score=_FOREIGN_SCORE, method="spelling", reason=f"{form!r} as another language writes it"
                    )
                    found.append(_Found(*token.span(), grounding, self._kind(grounding)))
                    break
        return found

    def _not_given(self, end: int, grounding: Grounding) -> bool:
        """`aspirin-free`, `oxalate diet`, `insulin levels`: the drug is named but not given."""
        return _NOT_GIVEN.match(self.mask, end) is not None and self._kind(grounding) in _GIVEN_KINDS | {"DrugClass"}

    def _pieces(self, start: int, end: int, grounding: Grounding) -> list[_Found]:
        """A combination that the vocabulary knows only as a name (`a, b drug combination`) as its drugs."""
        concept = self.vocabulary.get(grounding.concept or "")
        surface = self.text[start:end]
        if concept is None or concept.components or concept.kind == "Regimen" or not _SPLITTABLE.search(fold(surface)):
            return []
        pieces: list[_Found] = []
        at = 0
        folded = fold(surface)
        cuts = [m.span() for m in _SPLITTABLE.finditer(folded)] + [(len(surface), len(surface))]
        for left, right in cuts:
            inner = ground(surface[at:left], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
            if inner.concept is None or self._kind(inner) not in _GIVEN_KINDS:
                return []
            pieces.append(_Found(start + at, start + left, inner, self._kind(inner)))
            at = right
        return pieces if len(pieces) > 1 else []

    def _without_salts(self, hits: list[_Found]) -> list[_Found]:
        """Drop `sodium`, `citrate` … beside another drug: the salt of it, not a second drug."""
        kept: list[_Found] = []
        for place, hit in enumerate(hits):
            if self.mask[hit.start : hit.end] in words("salt"):
                before = hits[place - 1].end if place else -9
                after = hits[place + 1].start if place + 1 < len(hits) else len(self.text) + 9
                gap_before = self.mask[before : hit.start] if before >= 0 else "x"
                gap_after = self.mask[hit.end : after] if after <= len(self.text) else "x"
                if not gap_before.strip() or not gap_after.strip() or self._drug_word_before(hit.start):
                    continue
            kept.append(hit)
        return kept

    def _drug_word_before(self, position: int) -> bool:
        before = self.text[:position].split()
        return bool(before) and is_drug_word(before[-1])

    def _kind(self, grounding: Grounding) -> str:
        concept = self.vocabulary.get(grounding.concept or "")
        return concept.kind if concept is not None else ""

    # --------------------------------------------------------------------------------------- what is set aside

    def _blank(self, start: int, end: int) -> None:
        self.mask = self.mask[:start] + " " * (end - start) + self.mask[end:]

    def _blank_marks(self, found: list[_Found]) -> None:
        for match in _NOISE_MARK.finditer(self.mask):
            if not _overlaps(match.start(), match.end(), found):
                self._blank(match.start(), match.end())

    def _open_brackets(self, found: list[_Found]) -> list[_Found]:
        """Read what stands in brackets by itself, and take it out of the name."""
        gone: list[tuple[int, int]] = []
        for start, end in _bracket_groups(self.mask):
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
            if _LIST_START.match(fold(inner_text)):
                self._blank(start, start + 1)
                self._blank(end - 1, end)
                continue
            inner = (
                parse(inner_text, self.vocabulary, self.registry_type, self.own)
                if inner_text.strip()
                else Composite(())
            )
            folded = fold(inner_text)
            placebo = bool(_PLACEBO.search(folded)) or folded.strip() in ("vehicle", "sham", "vehicle control")
            shifted = Composite(
                tuple(p._replace(start=p.start + start + 1, end=p.end + start + 1, facts=()) for p in inner.parts),
                tuple((a + start + 1, b + start + 1) for a, b in inner.leftovers),
            )
            self.brackets.append(_Bracket(start, end, shifted, placebo))
            self._blank(start, end)
            gone.append((start, end))
        return [f for f in found if not any(a <= f.start and f.end <= b for a, b in gone)]

    def _blank_label(self, found: list[_Found]) -> None:
        """`Group 1: rivaroxaban`: the label before the colon names nothing."""
        colon = self.mask.find(":")
        while colon >= 0:
            if (
                self.mask[colon + 1 :].strip()
                and not _overlaps(colon, colon + 1, found)
                and not any(f.end <= colon for f in found)
                and (_LABEL.match(self.mask[:colon]) or any(f.start > colon for f in found))
            ):
                self._blank(0, colon + 1)
            colon = self.mask.find(":", colon + 1)

    def _blank_placebo_target(self, found: list[_Found]) -> None:
        """`placebo for X and Y`: X and Y are what is not given."""
        for match in _PLACEBO_FOR.finditer(self.mask):
            end = len(self.mask)
            for connector in _CONNECTOR.finditer(self.mask, match.end()):
                if connector.lastgroup in ("strong", "versus", "then", "optional"):
                    end = connector.start()
                    break
            self._blank(match.start() + len("placebo"), end)
            found[:] = [f for f in found if not (match.start() + 8 <= f.start < end)]

    # ------------------------------------------------------------------------------------------------ segments

    def _segments(self, found: list[_Found]) -> list[tuple[int, int, Relation, bool]]:
        """Stretches between the connectors that cut: start, end, relation to what stands before, firm or not."""
        cuts: list[tuple[int, int, str]] = [
            (m.start(), m.end(), m.lastgroup or "weak")
            for m in _CONNECTOR.finditer(self.mask)
            if not _overlaps(m.start(), m.end(), found)
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
                new = _RELATIONS[group]
                relation = new if _FIRMNESS.index(new) > _FIRMNESS.index(relation) else relation
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

    def _has_entity(self, start: int, end: int, found: list[_Found]) -> bool:
        if any(start <= f.start and f.end <= end for f in found):
            return True
        if self._as_a_whole(start, end) is not None:
            return True
        for token in _TOKEN.finditer(self.text, start, end):
            if self.mask[token.start() : token.end()].strip() and is_drug_word(token.group().strip(".'®™")):
                return True
        return any(start <= b.start and b.end <= end and any(p.concept for p in b.inner.parts) for b in self.brackets)

    def _as_a_whole(self, start: int, end: int, heads: bool = False) -> _Found | None:
        """The stretch up to its purpose, without the words around it that name nothing, as one name; also names that
        do not count in running text. With `heads`, else its last words, or its first."""
        for match in _PURPOSE.finditer(self.mask, start, end):
            if self._content(start, match.start()):
                end = match.start()
                break
        content = self._content(start, end)
        if not content or content[-1][1] - content[0][0] > 80:
            return None
        stretches = [_trim(self.text, *_stripped(self.mask, start, end)), (content[0][0], content[-1][1])]
        if heads and len(content) <= _HEAD_WORDS:
            stretches += [(a, content[-1][1]) for a, _ in content[1:]]
            stretches += [(content[0][0], b) for _, b in reversed(content[:-1])]
        for number, (first, last) in enumerate(dict.fromkeys(stretches)):
            shortest = 4 if number < 2 else 3 if self._is_class_acronym(first, last) else 5
            if "  " in self.mask[first:last] or last - first < shortest:
                continue  # something was taken out of its middle
            grounding = ground(self.text[first:last], DOMAIN, self.vocabulary, self.registry_type, own=self.own)
            if grounding.concept is not None:
                return _Found(first, last, grounding, self._kind(grounding))
        return self._turned(*stretches[0]) if heads else None

    def _is_class_acronym(self, start: int, end: int) -> bool:
        """`B7-H3 ADC`: in the name of a drug, capitals at the end may say what sort of drug it is."""
        return (
            self.registry_type in DRUG_TYPES
            and self.text[start:end].isupper()
            and any(c.startswith("drug-class/") for c in self.vocabulary.lookup(self.text[start:end], DOMAIN))
        )

    def _turned(self, start: int, end: int) -> _Found | None:
        """`Measure of the exhaled X` is `exhaled X measurement`."""
        match = _OF.fullmatch(self.text, start, end)
        if match is None:
            return None
        head = "measurement" if fold(match.group("head")).startswith("measur") else match.group("head")
        whole = ground(f"{match.group('what')} {head}", DOMAIN, self.vocabulary, self.registry_type, own=self.own)
        if whole.concept is None:
            return None
        return _Found(start, end, whole._replace(score=round(whole.score * 0.93, 3)), self._kind(whole))

    def _content(self, start: int, end: int) -> list[tuple[int, int]]:
        """Places of the words in the stretch that could name something."""
        trimmed = words("trim")
        places = [
            match.span()
            for match in _CONTENT.finditer(self.mask, start, end)
            if len(word := match.group().strip(".'-")) > 1 and word not in trimmed and not word.isdigit()
        ]
        without_salts = [(a, b) for a, b in places if self.mask[a:b] not in words("salt")]
        return without_salts or places

    # ------------------------------------------------------------------------------------------------ parts

    def _assemble(self, segments: list[tuple[int, int, Relation, bool]], found: list[_Found]) -> Composite:
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
        if not parts and not leftovers and self.text.strip(_AROUND):
            parts = [Part(*_trim(self.text, 0, len(self.text)), UNKNOWN, "first", 0, (), "unknown name")]
        parts = self._with_facts(self._with_routes(parts))
        return Composite(tuple(_each_once(parts)), tuple(leftovers))

    def _modifies(self, segments: list[tuple[int, int, Relation, bool]], found: list[_Found]) -> bool:
        """`High energy and protein enteral nutrition`: an unknown word before `and` only colours what comes."""
        if (
            len(segments) < 2
            or segments[1][3]
            or self.registry_type in DRUG_TYPES
            or self._has_entity(*segments[0][:2], [])
        ):
            return False
        first = self._content(*segments[0][:2])
        if len(first) > 2 or (len(first) == 1 and _ADJECTIVE.search(self.mask[first[0][0] : first[0][1]])):
            return True
        start, end = segments[1][:2]
        content = self._content(start, end)
        return not content or not any(f.start <= content[0][0] < f.end for f in found)

    def _segment(
        self, start: int, end: int, inside: list[_Found], number: int, relation: Relation, firm: bool, several: bool
    ) -> tuple[list[Part], list[tuple[int, int]]]:
        """The parts of one stretch between connectors, and what in it remains unexplained."""
        brackets = [b for b in self.brackets if start <= b.start and b.end <= end]
        stretch = self.mask[start:end]
        placebo = self._placebo(start, end, inside, brackets)
        if placebo is not None:
            return [Part(*placebo[:2], placebo[2], relation, number, (), "placebo")], []
        if _NEGATED.match(stretch) and not (inside and inside[0].start <= start + len(stretch) - len(stretch.lstrip())):
            content = self._content(start, end)
            return [], [(content[0][0], content[-1][1])] if content else []
        stop = self._purpose(start, end, inside)
        inside = [f for f in inside if f.end <= stop]
        if not inside and (whole := self._as_a_whole(start, stop, heads=True)) is not None:
            inside = [whole]
        content = self._content(start, stop)
        discontinuous = self._discontinuous(inside, start, stop)
        known = inside
        inside = self._accepted(inside, content)
        if inside:
            inside = self._bracket_says_more(inside, brackets)
            coverage = _coverage(content, inside)
            parts = [
                Part(
                    f.start,
                    f.end,
                    f.grounding._replace(score=round(f.grounding.score * (0.8 + 0.2 * coverage), 3)),
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
            return parts, _unexplained(content, [*inside, *known])
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
            number_after = _NUMBER_AFTER.match(self.mask, content[-1][1])
            surface = _trim(self.text, content[0][0], number_after.end() if number_after else content[-1][1])
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
        self, start: int, end: int, inside: list[_Found], brackets: list[_Bracket]
    ) -> tuple[int, int, Grounding] | None:
        """A placebo or sham in the stretch: it alone is given, whatever it imitates."""
        for f in inside:
            if f.kind == "Placebo" or (_SHAM.search(self.mask, f.start, f.end)):
                return f.start, f.end, f.grounding
        for pattern, name in ((_PLACEBO, "placebo"), (_SHAM, "sham")):
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

    def _purpose(self, start: int, end: int, inside: list[_Found]) -> int:
        """Where `for …`, `in patients with …` begins, if something is named before it; else the end."""
        for match in _PURPOSE.finditer(self.mask, start, end):
            if _overlaps(match.start(), match.end(), inside):
                continue
            if any(f.end <= match.start() for f in inside) or self._has_entity(start, match.start(), []):
                return match.start()
            if self.registry_type not in DRUG_TYPES and self._content(start, match.start()):
                return match.start()
        return end

    def _accepted(self, inside: list[_Found], content: list[tuple[int, int]]) -> list[_Found]:
        """The names in the stretch that the entry can mean."""
        if any(f.kind in _GIVEN_KINDS for f in inside):
            inside = [f for f in inside if f.kind not in _GENERAL_KINDS]
        heads = [place for place in content if self.mask[place[0] : place[1]] not in words("never")]
        if heads and _coverage(heads, inside) < 0.5:
            last_word = heads[-1][0]
            inside = [
                f
                for f in inside
                if f.kind in _GIVEN_KINDS | {"Placebo", "StandardCare"} or f.start <= last_word < f.end
            ]
        if self.registry_type not in DRUG_TYPES:
            coverage = _coverage(heads, inside)
            last = content[-1] if content else None
            inside = [
                f
                for f in inside
                if f.kind not in _GIVEN_KINDS | {"DrugClass"}
                or coverage > 0.5
                or (last is not None and f.start <= last[0] < f.end and self.registry_type != "BEHAVIORAL")
            ]
        return inside

    def _bracket_says_more(self, inside: list[_Found], brackets: list[_Bracket]) -> list[_Found]:
        """`Immunotherapy (Pembrolizumab)`: the one drug in the bracket is what is given; of a list, the class is."""
        if len(inside) != 1 or inside[0].kind not in _GENERAL_KINDS:
            return inside
        named = [p for b in brackets for p in b.inner.parts if p.concept is not None]
        if len(named) == 1 and self._kind(named[0].grounding) in _SAYS_MORE:
            only = named[0]
            grounding = only.grounding._replace(
                score=round(only.grounding.score * 0.95, 3),
                rivals=(*only.grounding.rivals, inside[0].grounding.concept or ""),
            )
            return [_Found(only.start, only.end, grounding, self._kind(grounding))]
        return inside

    def _discontinuous(self, inside: list[_Found], start: int, end: int) -> tuple[int, int, Grounding] | None:
        """`Hepatic Artery ⟨drug⟩ Infusion`: a procedure whose name the drug interrupts."""
        if len(inside) != 1 or inside[0].kind not in _GIVEN_KINDS:
            return None
        middle = inside[0]
        left = self.text[start : middle.start].strip(" ,")
        right = self.text[middle.end : end].strip(" ,.")
        if not left or not right or len(left) + len(right) > 80:
            return None
        around = ground(f"{left} {right}", DOMAIN, self.vocabulary, "PROCEDURE")
        if around.concept is None or self._kind(around) not in ("Procedure", "Radiation") or "/mesh-" in around.concept:
            return None
        first, last = _trim(self.text, start, end)
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
            if concept is not None and concept.kind in _GIVEN_KINDS and not any(f.kind == "route" for f in part.facts):
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


def route_of(concept_id: str | None, vocabulary: Vocabulary) -> str | None:
    """The route that a procedure is, if it is one: `procedure/hepatic-arterial-infusion`."""
    seen: set[str] = set()
    waiting = [concept_id] if concept_id is not None and concept_id.startswith("procedure/") else []
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        route = "route/" + current.split("/", 1)[1]
        if vocabulary.get(route) is not None:
            return route
        concept = vocabulary.get(current)
        if concept is not None:
            waiting.extend(b for b in concept.broader if b.startswith("procedure/"))
    return None


def _is_drug(found: _Found, text: str) -> bool:
    """Whether the name is surely that of a drug: like an INN, and of the curated lexicons."""
    return "/mesh-" not in (found.grounding.concept or "") and is_drug_word(text[found.start : found.end])


def _each_once(parts: list[Part]) -> list[Part]:
    """A concept named twice is one part; the facts of both are kept."""
    kept: list[Part] = []
    for part in parts:
        same = next((i for i, p in enumerate(kept) if p.concept is not None and p.concept == part.concept), None)
        if same is None:
            kept.append(part)
        else:
            kept[same] = kept[same]._replace(facts=tuple(dict.fromkeys((*kept[same].facts, *part.facts))))
    return kept


def _bracket_groups(text: str) -> list[tuple[int, int]]:
    """Offsets of the outermost balanced brackets, in one pass."""
    groups: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in "([{":
            stack.append((character, position))
        elif character in _PAIRS and stack and stack[-1][0] == _PAIRS[character]:
            _, start = stack.pop()
            while groups and groups[-1][0] > start:
                groups.pop()
            groups.append((start, position + 1))
    return groups


def _overlaps(start: int, end: int, found: list[_Found]) -> bool:
    return any(f.start < end and start < f.end for f in found)


def _coverage(content: list[tuple[int, int]], inside: list[_Found]) -> float:
    if not content:
        return 1.0
    return sum(any(f.start <= a < f.end for f in inside) for a, _ in content) / len(content)


def _unexplained(content: list[tuple[int, int]], inside: list[_Found]) -> list[tuple[int, int]]:
    """Runs of words that no name covers."""
    runs: list[tuple[int, int]] = []
    joined = False
    for a, b in content:
        if any(f.start <= a < f.end for f in inside):
            joined = False
        elif joined:
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
            joined = True
    return runs


def _stripped(mask: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces around it in the mask."""
    piece = mask[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return start, end
