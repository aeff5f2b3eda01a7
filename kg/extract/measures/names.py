"""Names of endpoints in a measure, whatever their part in it: those of the vocabulary, the record's own abbreviations,
instruments that tell what is measured, survivals free of something."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.measures import instruments, other_meanings, spelling
from kg.extract.measures.kinds import ANY_EVENT, DRUG_LEVEL, PHARMACOLOGY
from kg.extract.measures.parts import plain
from kg.model import Hit, Method, Passage
from kg.text import fold, lowered, name_key
from kg.vocab.vocabulary import Vocabulary

PLAIN_WORD = re.compile("[A-Za-z0-9]+")
_IN_FLUID = re.compile(r"concentration|(?:plasma|serum|blood) levels?")
_SHORT_FORM = re.compile(r"\((?P<short>[A-Z](?=[^)]*[A-Z0-9])[A-Za-z0-9-]{1,8})\)\s$")  # not "(serious) adverse events"
# "(PSA)" or a list; other words in brackets may turn the meaning: "non-ocular (systemic) adverse events".
_ASIDE = re.compile(r"\s\((?:[A-Za-z]{0,4}[A-Z][\w-]*[A-Z0-9][\w/-]{0,8}|[^(),]{2,40},[^()]{2,60})\)(?=[\s-]\w)")
_FREE_AT = re.compile(
    r"(?<![\w/-])(?P<from>[A-Za-z][\w/-]{3,30}?)[\s-]free(?=\s(?:at|for)\s(?:least\s)?(?:\d|one|two|three|five|six|twelve|months?|years?|weeks?))",
    re.IGNORECASE,
)
# "Neutrophil and platelet engraftment": the noun belongs to both.
_SHARES = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:and/or|and|or|&|/)\s*", re.IGNORECASE)
_SHARING = re.compile(r"(?<![\w-])(?P<word>[A-Za-z][\w-]+)(?:\s(?:\([A-Z]{1,6}\)\s)?(?:and|or|&)\s|/)$")
_PAIR = 2  # words
_PLAIN = 3  # letters of words that tell little
# The many ways to say up to when: "AUC0-2016 h", "AUCss", "%AUCex".
_AREA = re.compile(r"(?<![A-Za-z])AUC(?:[0-9(_τ∞]|ss|ex|tau|last|inf|all|t\b|t,)[\w∞τ,()–-]*")
# "The time for the plasma concentration to fall by half" is a half-life, however it is put.
_HALVES = re.compile(
    r"\btime\b[^.;:]{0,60}?\b(?:(?:plasma|serum|blood|drug)\s(?:drug\s)?(?:concentrations?|levels?)|concentrations?\sof\s)"
    r"[^.;:]{0,60}?\b(?:(?:decreas|fall|declin|drop|reduc|diminish)\w*\s(?:(?:by|to)\s)?(?:about\s|approximately\s)?"
    r"(?:50\s?%|(?:one[\s-])?half)|halved?\b)"
)
_FREE_SURVIVAL = re.compile(
    r"(?<![\w/-])(?P<from>[A-Za-z][\w/-]{2,40}?)[\s-]{1,3}free[\s-]{1,3}survival\b", re.IGNORECASE
)
_SURVIVAL_WITHOUT = re.compile(
    r"(?<![\w/-])(?:(?:overall|patient)\s)?survival\s(?:rate\s)?without\s(?:an?\s|any\s|the\s)?"
    r"(?P<from>[A-Za-z][\w/-]+)(?:\sor\s[\w-]+)?",
    re.IGNORECASE,
)
_RELIEF = re.compile(r"\b(?:relief|mitigation|alleviation)\b", re.IGNORECASE)


class Name(NamedTuple):
    """An endpoint named at `start:end` of a measure, how it was found and by which rule."""

    concept: str
    start: int
    end: int
    method: Method
    rule: str


def names_in(passage: Passage, document: Document) -> list[Name]:
    """Names of endpoints in the passage. The record's abbreviations come first; an instrument's name is one name."""
    text = plain(passage.text)
    defined = {
        abbreviation.short: abbreviation.long for abbreviation in document.abbreviations if abbreviation.short in text
    }
    found, short_forms = _written(passage, text, defined, document)
    found += _only_abbreviated(text, defined, short_forms, found, document)
    if "AUC" in text:
        found += [
            Name("endpoint/area-under-the-curve", *area.span(), "lexicon", "endpoint-phrase")
            for area in _AREA.finditer(text)
            if not any(name.start < area.end() and area.start() < name.end for name in found)
        ]
    for name in (*_half_lives(text), *_across_asides(text, document.vocabulary)):
        found = [other for other in found if other.end <= name.start or name.end <= other.start]
        found.append(name)
    found = _with_instruments(found, passage, text, document)
    return sorted(_without_levels(found, text), key=lambda name: name.start)


def _written(
    passage: Passage, text: str, defined: dict[str, str], document: Document
) -> tuple[list[Name], set[str]]:
    """The names of the vocabulary that stand in the text, a short form by what the record says that it means; and the
    short forms of the record among them."""
    hits = document.hits(passage, "endpoint") if text == passage.text else document.vocabulary.scan(text, "endpoint")
    found: list[Name] = []
    known: set[str] = set()
    for hit in hits:
        surface = text[hit.start : hit.end]
        short = surface if surface in defined else surface.removesuffix("s")
        long = defined.get(short)
        if long is not None:
            known.add(short)
            meaning = _meaning(long, document.vocabulary)
            own = hit.concepts[0]
            if meaning is not None and meaning != own and not _same_line(meaning, own, document):
                found.append(Name(meaning, hit.start, hit.end, "abbreviation", "endpoint-abbreviation"))
                continue
            if meaning is None and len(surface) <= 4 and not _is_written_for(long, own, document.vocabulary):
                continue
        if not other_meanings.means_otherwise(text, hit.start, hit.end):
            found.append(_named(hit, text, document))
    return found, known


def _only_abbreviated(
    text: str, defined: dict[str, str], known: set[str], found: list[Name], document: Document
) -> list[Name]:
    """Short forms of the record that the vocabulary does not have, where their long form names an endpoint."""
    names: list[Name] = []
    for short, long in defined.items():
        if short in known or long in text:
            continue
        start = _whole_word(short, text)
        end = start + len(short)
        if start < 0 or any(name.start < end and start < name.end for name in (*found, *names)):
            continue
        if other_meanings.only_qualifies(short, text, end):
            continue
        meaning = _meaning(long, document.vocabulary)
        if meaning is not None:
            names.append(Name(meaning, start, end, "abbreviation", "endpoint-abbreviation"))
    return names


def _half_lives(text: str) -> list[Name]:
    """A half-life that is told as the time in which half is gone."""
    low = lowered(text)
    halves = _HALVES.search(low) if "half" in low or "halve" in low or ("50" in low and "time" in low) else None
    return [] if halves is None else [Name("endpoint/half-life", *halves.span(), "grammar", "endpoint-as-time")]


def _with_instruments(found: list[Name], passage: Passage, text: str, document: Document) -> list[Name]:
    """The names, those inside the name of an instrument given up for what that one measures."""
    for instrument in instruments.find(passage, document):
        inside = [name for name in found if name.start < instrument.end and instrument.start < name.end]
        if not inside or any(name.end > instrument.end for name in inside):
            continue  # none, or the name of a part that goes beyond: "… Outcome Score (KOOS) pain"
        told = instruments.measured(instrument.concept, document)
        longest = max(inside, key=lambda name: name.end - name.start)
        if told is None and all(_is_part_of_acronyms(name, instrument, text) for name in inside):
            found = [name for name in found if name not in inside]  # "NCI CTC"
        if told is None or longest.end - longest.start >= instrument.end - instrument.start:
            continue
        found = [name for name in found if name not in inside]
        found.append(Name(told, instrument.start, instrument.end, "lexicon", "endpoint-of-instrument"))
    return found


def _without_levels(found: list[Name], text: str) -> list[Name]:
    """The names, without the level of a drug in a fluid beside the name of a substance that is measured there."""
    if len(found) <= 1:
        return found
    generic = [
        name
        for name in found
        if name.concept in DRUG_LEVEL and _IN_FLUID.search(fold(text[name.start : name.end])) is not None
    ]
    if not generic or all(name.concept in DRUG_LEVEL for name in found) or PHARMACOLOGY.search(text):
        return found
    return [name for name in found if name not in generic]


def _is_part_of_acronyms(name: Name, instrument: instruments.Found, text: str) -> bool:
    """Whether a short form stands within an instrument's longer name: "CTC" in "NCI CTC"."""
    within = instrument.start <= name.start and name.end <= instrument.end
    longer = name.end - name.start < instrument.end - instrument.start
    return within and longer and text[name.start : name.end].isupper()


def _is_written_for(long: str, concept: str, vocabulary: Vocabulary) -> bool:
    """Whether a long form that names nothing is meant for the endpoint that its short form names elsewhere: miswritten,
    or with the word "relief" for a response, as translators write it."""
    if _nearly_named(long, concept, vocabulary):
        return True
    return _RELIEF.search(long) is not None and _meaning(_RELIEF.sub("response", long), vocabulary) == concept


@lru_cache(maxsize=1 << 12)
def _nearly_named(long: str, concept: str, vocabulary: Vocabulary) -> bool:
    """Whether most words of a long form that names nothing are those of a name of the concept: it is miswritten. If all
    are, it names something else: the virus, not the infection."""
    known = vocabulary.get(concept)
    said = {word for word in name_key(long).split() if len(word) > _PLAIN}
    names = (known.label, *known.synonyms) if known is not None else ()
    return any(len(said) / 2 < len(said & set(name_key(name).split())) < len(said) for name in names)


def _named(hit: Hit, text: str, document: Document) -> Name:
    """The name, together with the short form in brackets before it where both are one: `… antigen (ABC) response`."""
    bracketed = text[hit.start - 2 : hit.start] == ") "
    short = _SHORT_FORM.search(text, max(0, hit.start - 14), hit.start) if bracketed else None
    if short is not None:
        together = document.vocabulary.lookup(f"{short['short']} {text[hit.start : hit.end]}", "endpoint")
        if together:
            return Name(together[0], short.start(), hit.end, "abbreviation", "endpoint-abbreviation")
    return Name(hit.concepts[0], hit.start, hit.end, "lexicon", "endpoint-phrase")


def _across_asides(text: str, vocabulary: Vocabulary) -> list[Name]:
    """The names that a short form in brackets parts in two: "Prostate-specific antigen (PSA) progression"."""
    asides = list(_ASIDE.finditer(text)) if ") " in text or ")-" in text else []
    if not asides:
        return []
    kept: list[int] = []  # where each character of the text without them stands
    done = 0
    for aside in asides:
        kept += range(done, aside.start())
        done = aside.end()
    kept += range(done, len(text))
    cuts = [aside.start() for aside in asides]
    found = []
    for hit in vocabulary.scan("".join(text[position] for position in kept), "endpoint"):
        start, end = kept[hit.start], kept[hit.end - 1] + 1
        if any(start < cut < end for cut in cuts):
            found.append(Name(hit.concepts[0], start, end, "lexicon", "endpoint-phrase"))
    return found


def with_shared_nouns(names: list[Name], text: str, document: Document) -> list[Name]:
    """The names, those before "and" with the noun that they share with one behind it: "heart and respiratory rate"."""
    if not names or not (" and " in text or " or " in text or "/" in text or "&" in text):
        return names
    full = list(names)
    for name in names:
        words = text[name.start : name.end].split()
        if len(words) < _PAIR:
            continue
        before = next((other for other in names if _SHARES.fullmatch(text, other.end, name.start)), None)
        word = _SHARING.search(text, 0, name.start) if before is None else None
        if word is not None and text.startswith("/non", name.start - 1):
            word = None  # "serious/non-serious adverse events": all of them
        if before is not None:
            start, end = before.start, before.end
        elif word is not None:
            start, end = word.span("word")
        else:
            continue
        look = document.vocabulary.lookup
        both = look(f"{text[start:end]} {words[-1]}", "endpoint")
        both = both or look(
            f"{text[start:end]} {' '.join(words[1:])}", "endpoint"
        )  # "specific and total immunoglobulin E"
        if both and both[0] != name.concept:
            full = [other for other in full if other is not before]
            full.append(Name(both[0], start, end, "grammar", "endpoint-shared-noun"))
    return sorted(full, key=lambda name: name.start)


def free_survival(names: list[Name], text: str, document: Document) -> list[Name]:
    """A survival free of something that has no endpoint of its own is event-free survival, not what it is free of."""
    low = lowered(text)
    if "free " in low and not names:
        names = [name for match in _FREE_AT.finditer(text) for name in _free_at(match, document.vocabulary)]
    if "survival" not in low:
        return names
    for match in (*_FREE_SURVIVAL.finditer(text), *_SURVIVAL_WITHOUT.finditer(text)):
        start, end = match.span()
        if any(name.start <= start and end <= name.end for name in names):
            continue
        free_of = match["from"]
        if any(name.start < start and name.end >= end for name in names) or spelling.correction(free_of.lower()):
            continue  # "local relapse-free survival": a longer name holds it
        own = document.vocabulary.lookup(f"{free_of}-free survival", "endpoint")
        names = [name for name in names if name.end <= start or end <= name.start]
        if own:
            names.append(Name(own[0], start, end, "lexicon", "endpoint-phrase"))
        else:
            names.append(Name(ANY_EVENT, start, end, "inference", "endpoint-free-of-something"))
    return sorted(names, key=lambda name: name.start)


def _free_at(match: re.Match[str], vocabulary: Vocabulary) -> list[Name]:
    """The survival whose landmark "leukaemia-free at 12 months" is."""
    survival = vocabulary.lookup(f"{match['from']}-free survival", "endpoint")
    return [Name(survival[0], *match.span(), "inference", "endpoint-free-at-landmark")] if survival else []


def _whole_word(short: str, text: str) -> int:
    """Where `short` first stands in the text with no letter or digit of ASCII beside it; -1 where it does not."""
    start = text.find(short)
    while start >= 0:
        beside = text[start - 1 : start] + text[start + len(short) : start + len(short) + 1]
        if PLAIN_WORD.search(beside) is None:
            break
        start = text.find(short, start + 1)
    return start


@lru_cache(maxsize=1 << 12)
def _meaning(long: str, vocabulary: Vocabulary) -> str | None:
    concepts = vocabulary.lookup(long, "endpoint")
    if concepts:
        return concepts[0]
    hits = vocabulary.scan(long, "endpoint")
    best = max(hits, key=lambda hit: hit.end - hit.start, default=None)
    return best.concepts[0] if best is not None and best.end - best.start >= 0.5 * len(long) else None


def _same_line(one: str, other: str, document: Document) -> bool:
    first, second = document.concept(one), document.concept(other)
    return (first is not None and other in first.broader) or (second is not None and one in second.broader)
