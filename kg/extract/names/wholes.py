"""A stretch of a name as one name: with or without the words around it that name nothing, by its head, turned round
(`measurement of X`), or by what it describes (cells and conjugates)."""

from __future__ import annotations

import re

from kg.extract.names.finder import not_given
from kg.extract.names.parts import DOMAIN, DRUG_TYPES, Found, Part, stripped, trim
from kg.extract.names.patterns import CELLS_OR_CONJUGATE, NATURAL_KILLER, OF, PURPOSE, TOKEN
from kg.extract.names.reading import Reading
from kg.ground import ground
from kg.text import fold
from kg.wording import is_drug_word, words

_HEAD_WORDS = 7
_SPELT_OUT = re.compile(r"\s*(?P<name>[A-Za-z][\w+/-]{1,19})(?: regimen| chemotherapy)?\s?[(:]")
_ACRONYM_TYPES = DRUG_TYPES | {"PROCEDURE", "RADIATION"}  # `TBI + allo-SCT`: three capitals by themselves


def has_entity(reading: Reading, start: int, end: int, found: list[Found]) -> bool:
    """Whether a stretch holds a known name, a name of its own kind, a word built like a drug, or a bracket with one."""
    if any(start <= f.start and f.end <= end for f in found):
        return True
    if as_a_whole(reading, start, end) is not None:
        return True
    for token in TOKEN.finditer(reading.text, start, end):
        if reading.mask[token.start() : token.end()].strip() and is_drug_word(token.group().strip(".'®™")):
            return True
    return any(start <= b.start and b.end <= end and any(p.concept for p in b.inner.parts) for b in reading.brackets)


def as_a_whole(reading: Reading, start: int, end: int, heads: bool = False) -> Found | None:
    """The stretch up to its purpose, without the words around it that name nothing, as one name; also names that
    do not count in running text. With `heads`, else its last words, or its first."""
    for match in PURPOSE.finditer(reading.mask, start, end):
        if reading.content(start, match.start()):
            end = match.start()
            break
    content = reading.content(start, end)
    if not content or content[-1][1] - content[0][0] > 80:
        return None
    stretches = [trim(reading.text, *stripped(reading.mask, start, end)), (content[0][0], content[-1][1])]
    if heads and len(content) <= _HEAD_WORDS:
        stretches += [(a, content[-1][1]) for a, _ in content[1:]]
        stretches += [(content[0][0], b) for _, b in reversed(content[:-1])]
    for number, (first, last) in enumerate(dict.fromkeys(stretches)):
        if not _may_be_name(reading, first, last, number < 2):
            continue
        grounding = ground(reading.text[first:last], DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
        if grounding.concept is not None and not not_given(reading, first, last, grounding):
            return Found(first, last, grounding, reading.kind(grounding))
    return _turned(reading, *stretches[0]) if heads else None


def _may_be_name(reading: Reading, first: int, last: int, whole: bool) -> bool:
    """Whether a stretch, the `whole` or a head, is long enough for a name, with nothing taken out of its middle, and
    not refused."""
    shortest = _shortest_head(reading, first, last)
    if whole:
        acronym = reading.registry_type in _ACRONYM_TYPES and reading.text[first:last].isupper()
        shortest = min(shortest, 3 if acronym else 4)
    if "  " in reading.mask[first:last] or last - first < shortest:
        return False
    return not any(a <= first and last <= b for a, b in reading.refused)


def spelt_out(reading: Reading, parts: tuple[Part, ...]) -> Part | None:
    """`CHP (cyclophosphamide, doxorubicin and prednisone)`: an acronym that may mean many things is the regimen that
    consists of just what follows it."""
    match = _SPELT_OUT.match(reading.text)
    named = {part.concept for part in parts}
    if match is None or len(named) < 2 or None in named:
        return None
    grounding = ground(match["name"], DOMAIN, reading.vocabulary, reading.registry_type)
    concept = reading.vocabulary.get(grounding.concept or "")
    if concept is None or not concept.components or named - {concept.id} != set(concept.components):
        return None
    return Part(*match.span("name"), grounding, "first", 0)


def _shortest_head(reading: Reading, start: int, end: int) -> int:
    """How long a name by its head has to be: short words are mostly torn out of something; `diet` and `app` are not."""
    return 3 if reading.mask[start:end] in words("head") or _is_class_acronym(reading, start, end) else 5


def described(reading: Reading, start: int, end: int) -> Found | None:
    """Cells and conjugates by what the name says of them: `CD7 CAR gene-engineered T cells`, `CAB-ROR2-ADC`."""
    match = CELLS_OR_CONJUGATE.search(reading.text, start, end) if reading.registry_type in DRUG_TYPES else None
    if match is None:
        return None
    if match.lastgroup == "conjugate":
        which = "antibody-drug conjugate"
    else:
        which = "CAR-NK cells" if NATURAL_KILLER.search(reading.text, start, end) else "CAR-T cells"
    grounding = ground(which, DOMAIN, reading.vocabulary, reading.registry_type)
    if grounding.concept is None:
        return None
    content = reading.content(start, end)
    first, last = (content[0][0], content[-1][1]) if content else match.span()
    grounding = grounding._replace(score=round(grounding.score * 0.9, 3), reason="what the name describes")
    return Found(first, last, grounding, reading.kind(grounding))


def _is_class_acronym(reading: Reading, start: int, end: int) -> bool:
    """`B7-H3 ADC`: in the name of a drug, capitals at the end may say what sort of drug it is."""
    return (
        reading.registry_type in DRUG_TYPES
        and reading.text[start:end].isupper()
        and any(c.startswith("drug-class/") for c in reading.vocabulary.lookup(reading.text[start:end], DOMAIN))
    )


def _turned(reading: Reading, start: int, end: int) -> Found | None:
    """`Measure of the exhaled X` is `exhaled X measurement`."""
    match = OF.fullmatch(reading.text, start, end)
    if match is None:
        return None
    head = "measurement" if fold(match.group("head")).startswith("measur") else match.group("head")
    whole = ground(f"{match.group('what')} {head}", DOMAIN, reading.vocabulary, reading.registry_type, own=reading.own)
    if whole.concept is None:
        return None
    return Found(start, end, whole._replace(score=round(whole.score * 0.93, 3)), reading.kind(whole))
