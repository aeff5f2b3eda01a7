"""Which names of the vocabulary and of the record stand in the name of an intervention: what can be given, no salt of
another drug, nothing that is merely aimed at; names as other languages write them."""

from __future__ import annotations

from kg.extract.giving.dosed_short_forms import dosed_short_forms
from kg.extract.names.foreign import in_other_languages
from kg.extract.names.joined import joined_names
from kg.extract.names.parts import DOMAIN, DRUG_TYPES, GIVEN_KINDS, Found, Part, is_agent, is_drug, overlaps, trim
from kg.extract.names.patterns import (
    ACTED_ON,
    ANTIBODY,
    ATTACHED,
    BEFORE_FORM,
    GUIDED,
    IMAGING,
    IN_MILLIGRAMS,
    IN_THE_BODY,
    LABELLED,
    LEFT_OUT,
    NOT_GIVEN,
    OF_A_DEVICE,
    OTHER_BEFORE,
    OTHER_COMPOUND,
    PAYLOAD,
    SPLITTABLE,
    TARGETS,
    UNDER,
)
from kg.extract.names.reading import Reading
from kg.extract.names.shared_words import of_shared_ends, of_shared_starts
from kg.extract.names.turned import turned
from kg.extract.names.ways import by_the_way
from kg.ground import Grounding, choose, ground, may_mean
from kg.text import fold, name_key, stands_free
from kg.wording import form_pattern, is_drug_word, is_torn, words

_SHORT = 4
_KINDS_WITH_FORMS = GIVEN_KINDS | {"DrugClass"}
_KINDS_OF_FORMS = ("Procedure", "Device", "DrugClass")


def whole_name(reading: Reading) -> Part | None:
    """The text as one name, also turned round (`Insulin, Glargine`); None where it is none, or names several."""
    start, end = trim(reading.text, 0, len(reading.text))
    whole = ground(reading.text[start:end], DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
    as_it_stands = whole.concept is not None
    if not as_it_stands:
        whole = turned(reading, start, end)
    if whole.concept is None:
        return None
    pieces = _pieces(reading, start, end, whole)
    if pieces and (as_it_stands or not any(f.grounding.concept == whole.concept for f in pieces)):
        return None  # but `Insulin, Glargine` is glargine
    if measured(reading, start, end, reading.kind(whole)):
        return None
    return Part(start, end, whole, "first", 0, (), "whole name")


def names_in(reading: Reading) -> list[Found]:
    """Names of the vocabulary and of the record in the text, leftmost longest."""
    hits = _of_vocabulary(reading)
    _add_own(reading, hits)
    for start, end, grounding in dosed_short_forms(reading.text, reading.vocabulary, dict(reading.own), frozenset):
        if not overlaps(start, end, hits):
            hits.append(Found(start, end, grounding, reading.kind(grounding)))
    hits = _without_targets(reading, [*_labelled(reading, hits), *hits])
    hits += in_other_languages(reading, hits, not_given)
    hits += joined_names(reading, hits, not_given)
    hits = by_the_way(reading, hits)
    shared = of_shared_ends(reading, hits)
    hits = [hit for hit in hits if not any(f.start < hit.start and hit.end == f.end for f in shared)]
    hits = of_shared_starts(reading, [*hits, *shared])
    hits.sort(key=lambda f: f.start)
    return _without_guides(reading, _without_forms(reading, _without_salts(reading, hits)))


def _of_vocabulary(reading: Reading) -> list[Found]:
    """Names of the vocabulary that can be given here; those that cannot are marked as refused."""
    hits: list[Found] = []
    for hit in reading.vocabulary.scan(reading.text, DOMAIN):
        grounding = _meant(reading, reading.text[hit.start : hit.end], hit.concepts)
        other = OTHER_BEFORE.search(reading.mask, max(0, hit.start - 12), hit.start)
        if other is not None and reading.kind(grounding) in GIVEN_KINDS:  # `hydroxy-chloroquine`, `Neo-Synalar`
            whole = reading.text[other.start() : hit.start - 1] + reading.text[hit.start : hit.end]
            grounding = ground(whole, DOMAIN, reading.vocabulary, reading.registry_type)
            hit = hit._replace(start=other.start())
        if grounding.concept is None:
            continue
        if not_given(reading, hit.start, hit.end, grounding):
            reading.refused.append((hit.start, hit.end))
            continue
        if is_torn(reading.text, hit.start, hit.end):
            continue
        if ATTACHED.search(reading.mask, max(0, hit.start - 24), hit.start):
            continue
        pieces = _pieces(reading, hit.start, hit.end, grounding)
        hits.extend(pieces or [Found(hit.start, hit.end, grounding, reading.kind(grounding))])
    return hits


def _meant(reading: Reading, surface: str, candidates: tuple[str, ...]) -> Grounding:
    """What a name means here: where it is a short form that the record defines, nothing else than what it defines."""
    grounding = choose(surface, candidates, reading.vocabulary, reading.registry_type)
    for short, long in reading.own:
        if (
            surface == short
            and grounding.concept is not None
            and not may_mean(reading.vocabulary.get(grounding.concept), long)
        ):
            grounding = ground(short, DOMAIN, reading.vocabulary, reading.registry_type, own=((short, long),))
    return grounding


def _add_own(reading: Reading, hits: list[Found]) -> None:
    """Add the short forms that the record defines, where they stand alone and not beside what they are short for."""
    for short, long in reading.own:
        at = reading.text.find(short)
        while at >= 0:
            end = at + len(short)
            alone = stands_free(reading.text, at, end)
            if alone and not overlaps(at, end, hits) and name_key(long) not in name_key(reading.text):
                grounding = ground(short, DOMAIN, reading.vocabulary, reading.registry_type, own=((short, long),))
                if grounding.concept is not None:
                    hits.append(Found(at, end, grounding, reading.kind(grounding)))
            at = reading.text.find(short, end)


def _without_forms(reading: Reading, hits: list[Found]) -> list[Found]:
    """Drop what is named by a dosage form right behind a drug: `mesalamine enema` is one thing, no irrigation."""
    kept: list[Found] = []
    # "Progesterone 400 mg vaginal pessaries": the drug is no name in running text
    alone = reading.registry_type == "DRUG" and not any(hit.kind in GIVEN_KINDS for hit in hits)
    for hit in hits:
        beside = alone and hit.kind == "Device"
        if kept and kept[-1].kind in _KINDS_WITH_FORMS and hit.kind in _KINDS_OF_FORMS:
            beside = BEFORE_FORM.fullmatch(reading.mask, kept[-1].end, hit.start) is not None
        beside = beside and form_pattern().fullmatch(fold(reading.text[hit.start : hit.end])) is not None
        if not beside:
            kept.append(hit)
    return kept


def _without_guides(reading: Reading, hits: list[Found]) -> list[Found]:
    """Drop the imaging that only guides what is done: `CT-guided ablation`."""
    guides = {
        f: match
        for f in hits
        if (f.kind == "DiagnosticTest" or f.grounding.concept == "procedure/endoscopic-ultrasound")
        and (match := GUIDED.match(reading.mask, f.end))
        and IMAGING.search(f.grounding.concept or "")
    }
    if guides and len(guides) == len(hits):
        guided = _guided(reading, hits[-1], guides[hits[-1]].end())
        behind = reading.content(guides[hits[-1]].end(), len(reading.mask))
        return guided if guided or behind else hits  # what an unknown thing is guided by is not what is done
    if not guides:
        return hits
    for f, match in guides.items():
        under = UNDER.search(reading.mask, 0, f.start)
        reading.blank(under.start() if under is not None else f.start, match.end())
    return [f for f in hits if f not in guides]


def _guided(reading: Reading, guide: Found, start: int) -> list[Found]:
    """`IVUS-guided PCI`: what is guided, where it is a name that only the whole of an entry may be."""
    first, last = trim(reading.text, start, len(reading.text))
    grounding = ground(reading.text[first:last], DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
    if grounding.concept is None:
        return []
    reading.blank(guide.start, start)
    return [Found(first, last, grounding, reading.kind(grounding))]


def _labelled(reading: Reading, hits: list[Found]) -> list[Found]:
    """Radioligands as chemists write them: `[68Ga]Ga-PSMA-11` is `68Ga-PSMA-11`."""
    found: list[Found] = []
    for match in LABELLED.finditer(reading.text):
        name = f"{match['mass']}{match['element']}-{match['rest']}"
        grounding = ground(name, DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
        if grounding.concept is not None:
            hits[:] = [f for f in hits if not match.start() <= f.start < match.end()]
            found.append(Found(*match.span(), grounding, reading.kind(grounding)))
    return found


def _without_targets(reading: Reading, hits: list[Found]) -> list[Found]:
    """`CAR-T cells targeting GPC3, mesothelin`: the list says what is aimed at, not what is given."""
    for match in TARGETS.finditer(reading.mask):
        start, end = match.span("list")
        inside = [f for f in hits if start <= f.start < end]
        drugs = [f.start for f in inside if is_drug(f, reading.text) or is_agent(reading.mask[f.start : f.end])]
        end = min([end, *drugs])
        hits = [f for f in hits if not start <= f.start < end]
        reading.blank(match.start(), end)
    return hits


def measured(reading: Reading, start: int, end: int, kind: str) -> bool:
    """`Glucose`, `Vitamin D` as diagnostic tests, `serum testosterone`: a substance of the body is looked for there."""
    if kind not in ("Drug", "DietarySupplement"):
        return False
    if reading.registry_type == "DIAGNOSTIC_TEST" and fold(reading.text[start:end]) in words("analyte"):
        return True
    return reading.registry_type not in DRUG_TYPES and IN_THE_BODY.search(reading.mask, 0, start) is not None


def not_given(reading: Reading, start: int, end: int, grounding: Grounding) -> bool:
    """`aspirin-free`, `oxalate diet`, `avoidance of peanut`, `the RENOVA device`: the drug is named but not given. `HCT
    25 mg` names none of a procedure."""
    kind = reading.kind(grounding)
    if measured(reading, start, end, kind):
        return True
    if kind not in GIVEN_KINDS | {"DrugClass"}:
        short = end - start <= _SHORT and reading.text[start:end].isupper()
        return kind == "Procedure" and short and IN_MILLIGRAMS.match(reading.text, end) is not None
    if any(pattern.match(reading.mask, end) is not None for pattern in (NOT_GIVEN, OTHER_COMPOUND, ACTED_ON)):
        return True
    if _in_a_conjugate(reading, start, end):
        return True
    if reading.registry_type not in DRUG_TYPES and OF_A_DEVICE.match(reading.mask, end) is not None:
        return True
    return LEFT_OUT.search(reading.mask, max(0, start - 48), start) is not None


def _in_a_conjugate(reading: Reading, start: int, end: int) -> bool:
    """Whether an antibody with a payload behind it, or a payload with an antibody before it, is named: not the two. A
    payload that is also a drug by itself, as irinotecan is, stands in the curated lexicons."""
    behind = PAYLOAD.match(reading.mask, end)
    itself = PAYLOAD.fullmatch(reading.mask, start - 1, end) if start else None
    payload, antibody_end = (behind, end) if behind is not None else (itself, start - 1)
    if payload is None or ANTIBODY.search(reading.mask, 0, antibody_end) is None:
        return False
    known = reading.vocabulary.lookup(payload["payload"], DOMAIN)
    return all("/unii-" in concept or "/mesh-" in concept for concept in known)


def _pieces(reading: Reading, start: int, end: int, grounding: Grounding) -> list[Found]:
    """A combination that the vocabulary knows only as a name (`a, b drug combination`) as its drugs."""
    concept = reading.vocabulary.get(grounding.concept or "")
    surface = reading.text[start:end]
    if concept is None or concept.components or concept.kind == "Regimen" or not SPLITTABLE.search(fold(surface)):
        return []
    pieces: list[Found] = []
    at = 0
    folded = fold(surface)
    cuts = [m.span() for m in SPLITTABLE.finditer(folded)] + [(len(surface), len(surface))]
    for left, right in cuts:
        inner = ground(surface[at:left], DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
        if inner.concept is None or reading.kind(inner) not in GIVEN_KINDS:
            return []
        pieces.append(Found(start + at, start + left, inner, reading.kind(inner)))
        at = right
    return pieces if len(pieces) > 1 else []


def _without_salts(reading: Reading, hits: list[Found]) -> list[Found]:
    """Drop `sodium`, `citrate` … beside another drug: the salt of it, not a second drug."""
    kept: list[Found] = []
    for place, hit in enumerate(hits):
        if reading.mask[hit.start : hit.end] in words("salt"):
            before = hits[place - 1].end if place else -9
            after = hits[place + 1].start if place + 1 < len(hits) else len(reading.text) + 9
            gap_before = reading.mask[before : hit.start] if before >= 0 else "x"
            gap_after = reading.mask[hit.end : after] if after <= len(reading.text) else "x"
            if not gap_before.strip() or not gap_after.strip() or _drug_word_before(reading, hit.start):
                continue
        kept.append(hit)
    return kept


def _drug_word_before(reading: Reading, position: int) -> bool:
    before = reading.text[:position].split()
    return bool(before) and is_drug_word(before[-1])
