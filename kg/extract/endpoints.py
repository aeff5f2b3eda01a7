"""Which endpoint a measure names: the phrase that heads it, not merely one that stands in it.

A measure is read like this: an opening ("number of participants with", "change from baseline in") is passed over;
the head reaches up to the first word that only qualifies ("as assessed by", "in patients with", "after"); of the names
in the head the longest wins, and names joined to it by "and" count too. What stands in brackets explains the head and
is not another endpoint. Where the measure has no name, the instrument it names may tell; then the description's first
sentence. Otherwise: none. The record's own abbreviations override what an acronym means elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.extract import endpoint_spelling, instruments, other_meanings
from kg.extract.context import meant
from kg.extract.document import Document
from kg.extract.measure_parts import at_landmark, brackets, core, joins, opening_end, plain, tail, tells
from kg.model import Method, Passage
from kg.text import fold, holds_any, lowered
from kg.vocab.vocabulary import Vocabulary

_SHORT_MEASURE = 45
_ACRONYM = 6

_REFINES = re.compile(r"^[\s\w()-]{0,40}?(?:[:(\[,–-]|\bof\b|\bi\.e\.)")

_ASSOCIATION = re.compile(
    r"^\W*(?:the\s|to\s|any\s|potential\s|exploratory\s)*(?:correlat\w+|association|associations|relationship|relationships)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:serum|plasma|blood|urine|urinary|salivary|fecal|faecal|csf)\b.{0,40}?\b(?:levels?|concentrations?|values?|titers?)\b"
    r"|\b(?:levels?|concentrations?)\b.{0,40}?\b(?:serum|plasma|blood|urine|saliva)\b"
    r"|\b(?:serum|plasma)\s(?:levels?\sof\s)?[a-z0-9-]{3,}\s*(?:\([^)]*\))?\s*$",
    re.IGNORECASE,
)

_DEFINES = re.compile(
    r"\s*(?:\((?P<acronym>[A-Za-z][\w-]{1,9})\)\s*)?(?:,\s*)?(?:is|are|was|were|will be|means|refers|defined)\b"
)
_PLAIN_WORD = re.compile("[A-Za-z0-9]+")
_FIRST_SENTENCE = 240
_FEW_WORDS = 4  # a longer measure says what it is about; what its description mentions is something else
_NEAR = 24

_OBJECTIVE = "endpoint/objective-response-rate"
_COMPLETE = "endpoint/complete-response-rate"
_RESPONDED = "endpoint/clinical-response"
_HARM = frozenset({"endpoint/safety", "endpoint/tolerability", "endpoint/adverse-events"})
_HARMS = re.compile(r"adverse-event|toxicity|tolerated-dose|recommended-phase-2-dose|laboratory-abnormalities")
_ITEM_BEGINS = re.compile(r"[,;]\s*(?:(?:and|or)\s)?$", re.IGNORECASE)
_ITEM_ENDS = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:[,;.]|and\b|$)", re.IGNORECASE)
_EITHER = re.compile(r"(?<!and/)\bor\b", re.IGNORECASE)
_TIME_TO = re.compile(r"\btime (?:to|until)\b|\bfree\b|\bcomposite\b", re.IGNORECASE)
_TUMOR = re.compile(
    r"cancer|carcino|tumou?r|neoplas|lymphom|leuk[ae]+mi|myelom|sarcom|melanom|gliom|glioblas|metasta|oncolog|malignan|blastom|"
    r"mesotheliom|myelodys|NSCLC|SCLC|\bHCC\b|\bAML\b|objective|ORR|CRLM|waldenstr|mastocytos|myelofibros|histiocytos|polycyth|radiolog",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?:profile\s|data\s)?(?:\([^)]*\)\s*)?of\b", re.IGNORECASE)
_HEADS_ITS_PHRASE = frozenset(
    f"endpoint/{name}"
    for name in """
    safety tolerability efficacy feasibility adverse-events pharmacokinetics association
    """.split()
)
_FAR = 45  # characters
_AGAINST_PRODUCT = re.compile(
    r"\banti-?[\s-]?(?:[a-z]{1,5}-?\d{3,}\w*|\w+(?:mab|cept|ase|tide|kin))\s(?:\w+\s)?(?:antibod\w+|ig[gme]\b)|"
    r"\b(?:antibod\w+|adas?|ig[gm])\s(?:\([^)]*\)\s)?(?:to|against)\s(?:the\s)?(?:study\s)?"
    r"(?:drug|[a-z]{1,5}-?\d{3,}\w*|\w+(?:mab|cept|ase|tide))\b"
)
_AGAINST_HINTS = ("anti", "ada", "igg", "igm")

# Names so wide that a narrower one in the same measure says more.
_WIDE = frozenset(
    f"endpoint/{name}"
    for name in """
    efficacy patient-reported-outcome laboratory-value biomarker pharmacokinetics pharmacodynamics
    vital-signs clinical-response symptom-score disease-activity-score functional-status
    imaging-measure immune-response disease-occurrence time-to-first-event disease-characteristics
    gene-expression clinical-chemistry quality-of-life blood-count health-behavior
    healthcare-utilization treatment-compliance postoperative-complications diagnostic-accuracy
    ocular-findings histology inflammatory-markers electrolytes adverse-events hormones feasibility
    association urinalysis genetic-analysis disease-progression medication-use
    """.split()
)
_VAGUE = frozenset(
    f"endpoint/{name}"
    for name in """
    efficacy patient-reported-outcome disease-characteristics association time-to-first-event
    gene-expression feasibility diagnostic-accuracy imaging-measure genetic-analysis histology
    biomarker health-behavior clinical-response treatment-exposure disease-occurrence safety
    knowledge-attitudes symptom-score functional-status pharmacokinetics drug-concentration
    """.split()
)
# Measures that name no endpoint of their own: what stands in brackets or opens the description is the endpoint.
_EFFICACY = "endpoint/efficacy"
_FREE_SURVIVAL = re.compile(
    r"(?<![\w/-])(?P<from>[A-Za-z][\w/-]{2,40}?)[\s-]{1,3}free[\s-]{1,3}survival\b", re.IGNORECASE
)
_ANY_EVENT = "endpoint/event-free-survival"
_DRUG_LEVEL = frozenset({"endpoint/drug-concentration", "endpoint/pharmacokinetics"})
# Vague, but said on purpose where they stand beside others.
_NAMED_BESIDE = frozenset(f"endpoint/{name}" for name in "safety feasibility efficacy pharmacokinetics".split())
_LANDMARK = {
    f"endpoint/{name}": f"endpoint/{name}-rate"
    for name in ("overall-survival", "progression-free-survival", "disease-free-survival", "event-free-survival")
}
_PHARMACOLOGY = re.compile(
    r"\bP[KD]\b|pharmaco|c-?max|trough|pre-?dose|\bAUC|steady[\s-]state|dosing|administration|drug|bioavail|c-?min\b|infusion",
    re.IGNORECASE,
)


class Grounded(NamedTuple):
    """An endpoint and the stretch of `passage` that names it."""

    concept: str
    passage: Passage
    start: int
    end: int
    method: Method
    confidence: float
    rule: str
    rivals: tuple[str, ...] = ()


class _Name(NamedTuple):
    concept: str
    start: int
    end: int
    method: Method
    rule: str


def ground(measure: Passage, description: Passage | None, document: Document) -> list[Grounded]:
    """The endpoints that the measure names, most often one; empty where nothing says."""
    found = _in_measure(measure, document)
    defined = _defined(measure, description, found, document)
    if defined is not None:
        return [defined]
    if [name.concept for name in found] == [_EFFICACY]:
        return _of_efficacy(measure, description, document) or found
    if found:
        return found
    told = _by_instrument(measure, document, 0.85)
    if told is not None:
        return [told]
    level = _level(measure, document)
    if level is not None:
        return [level]
    if description is None:
        return []
    first = _first_sentence(description, document)
    if len(measure.text.split()) > _FEW_WORDS:
        return []
    begin = opening_end(first.text)
    heads = [
        name
        for name in _heads(first, document)
        if name.concept not in _VAGUE
        and " " in first.text[name.start : name.end].strip()
        and name.start <= begin + _NEAR
    ]
    if heads:
        best = heads[0]
        return [Grounded(best.concept, first, best.start, best.end, best.method, 0.7, "endpoint-in-description")]
    told = _by_instrument(first, document, 0.65)
    return [told] if told is not None else []


def _defined(
    measure: Passage, description: Passage | None, found: list[Grounded], document: Document
) -> Grounded | None:
    """The endpoint that the description opens by defining ("Disease control rate (DCR) is the percentage of …"), where
    the measure names none surely: by one common word, or by an acronym that the description spells out otherwise."""
    if description is None or len(found) > 1:
        return None
    first = _first_sentence(description, document)
    name = next((hit for hit in document.hits(first, "endpoint") if hit.start <= _NEAR // 4), None)
    if name is None or name.concepts[0] in _VAGUE or " " not in first.text[name.start : name.end].strip():
        return None
    defines = _DEFINES.match(first.text, name.end)
    if defines is None or (found and found[0].concept == name.concepts[0]):
        return None
    acronym = defines["acronym"]
    short = acronym is not None and f"({acronym})" in measure.text
    weak = not found or (
        found[0].passage is measure
        and found[0].rule == "endpoint-phrase"
        and " " not in measure.text[found[0].start : found[0].end].strip()
        and found[0].end - found[0].start < 0.5 * len(measure.text.strip())
    )
    if not (short or weak):
        return None
    rivals = tuple(rival.concept for rival in found)
    return Grounded(
        name.concepts[0], first, name.start, name.end, "lexicon", 0.8, "endpoint-defined-in-description", rivals
    )


def _of_efficacy(measure: Passage, description: Passage | None, document: Document) -> list[Grounded]:
    """What "efficacy" or "antitumor activity" is measured by: the names in brackets, else the one after a colon, else
    those that open the description."""
    names = [name for name in _names(measure, document) if name.concept not in _VAGUE]
    named: list[tuple[_Name, Passage, float]] = []
    for begin, end in brackets(measure.text):
        named = named or [(name, measure, 0.88) for name in names if begin <= name.start and name.end <= end]
    colon = plain(measure.text).find(":")
    if not named and colon >= 0:
        named = [(name, measure, 0.85) for name in names if name.start > colon][:1]
    if not named and description is not None:
        first = _first_sentence(description, document)
        begin = opening_end(first.text)
        heads = [name for name in _heads(first, document) if name.concept not in _VAGUE]
        if heads and heads[0].start <= begin + _NEAR:
            named = [(name, first, 0.75) for name in heads]
    unique = {name.concept: (name, passage, sure) for name, passage, sure in reversed(named)}
    return [
        Grounded(concept, passage, name.start, name.end, name.method, sure, "endpoint-of-efficacy")
        for concept, (name, passage, sure) in reversed(unique.items())
    ]


def _first_sentence(description: Passage, document: Document) -> Passage:
    sentences = document.sentences(description)
    if not sentences:
        return description
    start, end = sentences[0]
    return description.part(start, min(end, start + _FIRST_SENTENCE))


def _in_measure(measure: Passage, document: Document) -> list[Grounded]:
    text = lowered(measure.text)
    against = _AGAINST_PRODUCT.search(text) if holds_any(text, _AGAINST_HINTS) else None
    if against is not None:
        start, end = against.span()
        return [
            Grounded("endpoint/immunogenicity", measure, start, end, "grammar", 0.9, "endpoint-antibody-to-product")
        ]
    names = _heads(measure, document)
    better = endpoint_spelling.find(measure, document)
    if better is not None and (not names or better.end - better.start > names[0].end - names[0].start):
        concept = better.concepts[0]
        return [Grounded(concept, measure, better.start, better.end, "spelling", 0.85, "endpoint-misspelled")]
    grounded = []
    rivals = tuple(dict.fromkeys(hit.concepts[0] for hit in document.hits(measure, "endpoint")))
    for name in names:
        concept, rule, method = name.concept, name.rule, name.method
        if concept == _OBJECTIVE and not _oncology(document) and not _TUMOR.search(measure.text[name.start : name.end]):
            concept, rule = "endpoint/clinical-response", "endpoint-response-outside-oncology"
        landmark = _LANDMARK.get(concept)
        if landmark is not None and at_landmark(measure.text, name.start, name.end):
            concept, rule, method = landmark, "endpoint-at-landmark", "grammar"
        whole = name.end - name.start >= 0.6 * len(measure.text.strip())
        confidence = 0.97 if whole else 0.93 if method == "lexicon" and concept not in _VAGUE else 0.88
        grounded.append(
            Grounded(
                concept,
                measure,
                name.start,
                name.end,
                method,
                confidence,
                rule,
                tuple(r for r in rivals if r != concept),
            )
        )
    return grounded


def _oncology(document: Document) -> bool:
    """Whether the record is about tumours: elsewhere a "response rate" is not an objective response."""
    trial = document.trial
    texts = [item.name.text for item in trial.conditions]
    texts += [passage.text for passage in (trial.title, trial.official_title) if passage is not None]
    return not texts or _is_oncology("|".join(texts))


@lru_cache(maxsize=1 << 10)
def _is_oncology(text: str) -> bool:
    return _TUMOR.search(text) is not None


def _heads(passage: Passage, document: Document) -> list[_Name]:
    """The names that head the passage: the best one, and those that "and" joins to it."""
    text = plain(passage.text)
    names = _free_survival(_names(passage, document), text, document)
    whole = meant(document.vocabulary, core(text), "endpoint") if not names else ()
    if whole:
        start = text.find(core(text))
        return [_Name(whole[0], start, start + len(core(text)), "lexicon", "endpoint-whole-measure")]
    if not names:
        return []
    if _ASSOCIATION.match(text):
        return [name for name in names if name.concept == "endpoint/association"][:1]
    start = opening_end(text)
    bracketed = brackets(text)
    outside = [name for name in names if not any(a <= name.start and name.end <= b for a, b in bracketed)]
    pool = outside or names
    behind = tail(text, start, [(name.start, name.end) for name in names])
    stop = len(text) if behind is None else behind
    head = [name for name in pool if name.start < stop]
    if not head:
        acronyms = [name for name in names if name not in outside and name.end - name.start <= _ACRONYM]
        if tells(text, behind) or len(text) <= _SHORT_MEASURE:
            head = [name._replace(rule="endpoint-in-tail") for name in pool]
        elif len({name.concept for name in acronyms}) == 1:
            head = [acronyms[0]._replace(rule="endpoint-acronym")]
        if not head:
            return []
    best = max(head, key=lambda name: (_weight(name, text) - _distance(name, text, start), -name.start))
    first = head[0]
    if first.concept in _HEADS_ITS_PHRASE and first is not best and _OF.match(text, first.end):
        best = first  # "safety of combining …": what follows "of" is no endpoint
    if (
        best.rule == "endpoint-phrase"
        and best.start - start > _FAR
        and (best.concept in _VAGUE or " " not in text[best.start : best.end].strip())
    ):
        return []
    if best.concept in _WIDE:
        best = _refined(best, names, text, document)
    joined = [best]
    ordered = sorted(head, key=lambda name: name.start)
    if best in ordered:
        position = ordered.index(best)
        for step in (1, -1):
            index, held = position + step, best
            while 0 <= index < len(ordered):
                other = ordered[index]
                gap = text[held.end : other.start] if step == 1 else text[other.end : held.start]
                if not joins(gap) or (_EITHER.search(gap) and _one_clock(text, other)):
                    break
                joined.append(other)
                held, index = other, index + step
    if best.concept in _HARM:
        joined += [name for name in outside if name not in joined and _is_item_of_harm(name, text)]
    responses = {name.concept for name in joined}
    if responses == {_OBJECTIVE, _COMPLETE}:  # "complete or partial response" is one
        joined = [name for name in joined if name.concept == _OBJECTIVE]
    elif responses == {_COMPLETE, _RESPONDED} and "partial" in text.lower() and _oncology(document):
        joined = [joined[0]._replace(concept=_OBJECTIVE)]  # so is "complete remission and partial remission"
    unique: dict[str, _Name] = {}
    for name in sorted(joined, key=lambda name: name.start):
        unique.setdefault(name.concept, name)
    wanted = [name for name in unique.values() if len(unique) == 1 or name.concept not in _VAGUE - _NAMED_BESIDE]
    return wanted or list(unique.values())[:1]


def _is_item_of_harm(name: _Name, text: str) -> bool:
    """Whether the name is a kind of harm and an item of its own: "Safety of drug A, SAE"."""
    return (
        _HARMS.search(name.concept) is not None
        and _ITEM_BEGINS.search(text, max(0, name.start - 8), name.start) is not None
        and _ITEM_ENDS.match(text, name.end) is not None
    )


def _one_clock(text: str, other: _Name) -> bool:
    """Whether "or" joins the events of one clock: "time to relapse or death"."""
    return bool(_TIME_TO.search(text, 0, other.start))


def _free_survival(names: list[_Name], text: str, document: Document) -> list[_Name]:
    """A survival free of something that has no endpoint of its own is event-free survival, not what it is free of."""
    if "survival" not in lowered(text):
        return names
    for match in _FREE_SURVIVAL.finditer(text):
        start, end = match.span()
        if any(name.start <= start and end <= name.end for name in names):
            continue
        free_of = match["from"]
        if any(name.start < start and name.end >= end for name in names) or endpoint_spelling.correction(
            free_of.lower()
        ):
            continue  # "local relapse-free survival": a longer name holds it
        own = document.vocabulary.lookup(f"{free_of}-free survival", "endpoint")
        names = [name for name in names if name.end <= start or end <= name.start]
        if own:
            names.append(_Name(own[0], start, end, "lexicon", "endpoint-phrase"))
        else:
            names.append(_Name(_ANY_EVENT, start, end, "inference", "endpoint-free-of-something"))
    return sorted(names, key=lambda name: name.start)


def _names(passage: Passage, document: Document) -> list[_Name]:
    """Names of endpoints in the passage. The record's abbreviations come first; an instrument's name is one name."""
    text = plain(passage.text)
    written = document.hits(passage, "endpoint") if text == passage.text else document.vocabulary.scan(text, "endpoint")
    defined = {
        abbreviation.short: abbreviation.long for abbreviation in document.abbreviations if abbreviation.short in text
    }
    found: list[_Name] = []
    for hit in written:
        surface = text[hit.start : hit.end]
        long = defined.pop(surface, None) or defined.pop(surface.removesuffix("s"), None)
        if long is not None:
            meaning = _meaning(long, document.vocabulary)
            own = hit.concepts[0]
            if meaning is not None and meaning != own and not _same_line(meaning, own, document):
                found.append(_Name(meaning, hit.start, hit.end, "abbreviation", "endpoint-abbreviation"))
                continue
            if meaning is None and len(surface) <= 4:
                continue
        if other_meanings.means_otherwise(text, hit.start, hit.end):
            continue
        found.append(_Name(hit.concepts[0], hit.start, hit.end, "lexicon", "endpoint-phrase"))
    for short, long in defined.items():
        start = _whole_word(short, text)
        end = start + len(short)
        if start < 0 or long in text or any(name.start < end and start < name.end for name in found):
            continue
        meaning = _meaning(long, document.vocabulary)
        if meaning is not None:
            found.append(_Name(meaning, start, end, "abbreviation", "endpoint-abbreviation"))
    for instrument in instruments.find(passage, document):
        inside = [name for name in found if name.start < instrument.end and instrument.start < name.end]
        if not inside:
            continue
        told = instruments.measured(instrument.concept, document)
        longest = max(inside, key=lambda name: name.end - name.start)
        if told is None or longest.end - longest.start >= instrument.end - instrument.start:
            continue
        found = [name for name in found if name not in inside]
        found.append(_Name(told, instrument.start, instrument.end, "lexicon", "endpoint-of-instrument"))
    if len(found) > 1:
        specific = [name for name in found if name.concept not in _DRUG_LEVEL]
        generic = [
            name
            for name in found
            if name.concept in _DRUG_LEVEL and "concentration" in fold(text[name.start : name.end])
        ]
        if specific and generic and not _PHARMACOLOGY.search(text):
            found = [name for name in found if name not in generic]
    return sorted(found, key=lambda name: name.start)


def _whole_word(short: str, text: str) -> int:
    """Where `short` first stands in the text with no letter or digit of ASCII beside it; -1 where it does not."""
    start = text.find(short)
    while start >= 0:
        beside = text[start - 1 : start] + text[start + len(short) : start + len(short) + 1]
        if _PLAIN_WORD.search(beside) is None:
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


def _weight(name: _Name, text: str) -> float:
    words = len(_PLAIN_WORD.findall(text, name.start, name.end))
    weight = words + min(name.end - name.start, 30) / 60
    if name.concept in _VAGUE:
        weight -= 1.25
    if name.end - name.start <= 4:
        weight += 0.4  # an acronym stands for several words
    return weight


def _distance(name: _Name, text: str, start: int) -> float:
    """What a name loses for standing far behind the opening: the later, the more likely it only qualifies."""
    return 0.15 * max(0, text.count(" ", start, name.start) - 2) if name.start > start else 0.0


def _refined(best: _Name, names: Sequence[_Name], text: str, document: Document) -> _Name:
    """A narrower name that a colon, dash or bracket adds to a wide one: `Pharmacokinetics (PK): Tmax`."""
    below = [
        name
        for name in names
        if name is not best and name.start >= best.end and best.concept in _ancestors(name.concept, document)
    ]
    if not below:
        return best
    candidate = max(below, key=lambda name: _weight(name, text))
    enumerated = len({name.concept for name in below if name.concept != best.concept}) > 1
    if enumerated or not _REFINES.match(text[best.end : candidate.start]):
        return best
    return candidate


def _ancestors(concept_id: str, document: Document) -> set[str]:
    seen: set[str] = set()
    stack = [concept_id]
    while stack:
        concept = document.concept(stack.pop())
        if concept is not None:
            stack.extend(parent for parent in concept.broader if parent not in seen)
            seen.update(concept.broader)
    return seen


def _by_instrument(passage: Passage, document: Document, confidence: float) -> Grounded | None:
    for instrument in instruments.find(passage, document):
        told = instruments.measured(instrument.concept, document)
        if told is not None:
            return Grounded(
                told, passage, instrument.start, instrument.end, "inference", confidence, "endpoint-of-instrument"
            )
    return None


def _level(measure: Passage, document: Document) -> Grounded | None:
    match = _LEVEL.search(measure.text)
    if match is None:
        return None
    given = {
        word for item in document.trial.interventions for word in re.findall(r"[a-z0-9-]{4,}", fold(item.name.text))
    }
    words = set(re.findall(r"[a-z0-9-]{4,}", fold(measure.text)))
    drug = bool(
        given & words - {"level", "levels", "plasma", "serum", "vitamin", "with", "blood"}
    ) or _PHARMACOLOGY.search(measure.text)
    concept = "endpoint/drug-concentration" if drug else "endpoint/laboratory-value"
    return Grounded(concept, measure, match.start(), match.end(), "grammar", 0.8, "endpoint-level-of-substance")
