"""Which endpoint a measure names: the phrase that heads it, not merely one that stands in it.

A measure is read like this: an opening ("number of participants with", "change from baseline in") is passed over; the
head reaches up to the first word that only qualifies ("as assessed by", "in patients with", "after"); of the names in the
head the longest wins, and names joined to it by "and" count too. What stands in brackets explains the head and is not
another endpoint. Where the measure has no name, the instrument it names may tell; then the description's first sentence.
Otherwise: none. The record's own abbreviations override what an acronym means elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.extract import instruments
from kg.extract.document import Document
from kg.model import Hit, Method, Passage
from kg.resources import resource
from kg.text import fold

_OPENING = re.compile(
    r"""\s*(?:(?:
     (?:efficacy|safety|tolerability|effectiveness)\s?:\s*
    |(?:primary|secondary|exploratory|main|co-primary|key|efficacy|safety|other)\s(?:efficacy\s|safety\s|study\s)?(?:outcomes?|end\s?-?points?|measures?|objectives?)\b[\s:,–-]*
    |(?:part|phase|cohorts?|arm|group|stage|sub-study|substudy|step|period|dose\sescalation|dose\sexpansion|expansion)\b[^:]{0,60}:\s*
    |\d+[.)]\s+
    |(?:to\s)?(?:evaluate|assess|determine|compare|measure|estimate|investigate|explore|document|describe|characteri[sz]e|examine|identify|monitor|establish|demonstrate|define|test|study|evaluating|assessing|comparing)\b\s*(?:and\s\w+\s)?
    |(?:the|a|an|any|all|each|of|in|for|by|on|to|that|with)\b\s*
    |(?:comparison|evaluation|assessment|determination|measurement|analysis|description|documentation|observation|investigation|estimation|measure|summary|estimate|quantification|examination)s?\s(?:of|in)\b\s*
    |(?:absolute|relative|mean|median|average|total|overall|percent(?:age)?|proportional|maximum|cumulative|annuali[sz]ed|difference|differences|between[\s-]group|within[\s-]group|least\ssquares|lsm?|adjusted|incidence\s(?:rate|density)?|geometric|estimated|baseline|additional|new|composite|preliminary|observed|weekly|daily|monthly|self[\s-]reported)\b(?=\s+(?:changes?|differences?|numbers?|percentage|proportion|reduction|increase|improvement|rate|time|score|of|in|percent|incidence)\b)\s*
    |(?:changes?|differences?|variations?|improvements?|reductions?|increases?|decreases?|declines?|shifts?|trends?|alterations?|evolution|effects?|impact|influence|changing)\b\s*(?:compared\sto\sbaseline\s|over\stime\s|(?:from|since|relative\sto|compared\s(?:to|with)|versus|vs\.?)\s(?:the\s)?(?:study\s|pre-?treatment\s)?(?:baseline|screening|day\s\d+|week\s\d+|month\s\d+|visit\s\d+|pre-?\w+|enrol\w+|randomi[sz]ation)(?:\s(?:visit|period|value))?(?:\s?\([^)]*\))?(?:\s(?:up\s)?(?:to|through|until|at|and|over|by)\s(?:(?:the\s)?end\sof\s(?:the\s)?(?:study|treatment)|(?:each|every)\s[\w\s]{0,30}?point|(?:weeks?|days?|months?|years?|visits?)\s?[\d,\s]*(?:and\s\d+)?|\d+\s(?:weeks?|days?|months?|years?)|post-?\w+))?\s*)?(?:in|of|on|for)?\b\s*
    |(?:numbers?|proportions?|percentages?|percent|rates?|frequenc(?:y|ies)|incidences?|prevalences?|occurrences?|fractions?|ratio|count|counts|share|portion|cases?|%|no\.|risk|probability|likelihood|onset|presence|absence|existence|development|severity|nature|type|types|intensity|degree|extent|levels?|magnitude|grade|causality|relationship|duration|days|episodes|documentation)(?:\s?(?:,|and|&|/)\s?(?:the\s)?(?:numbers?|severity|type|types|nature|intensity|proportions?|percentages?|frequency|rate|incidence|grade|duration|causality|relationship|relatedness|seriousness|timing|outcome|outcomes|degree|extent))*\s(?:\([%\w\s]*\)\s)?of\b\s*
    |(?:the\s)?(?:study\s)?(?:participants?|patients?|subjects?|children|individuals|women|men|infants|adults|people|persons|volunteers|recipients|eyes|mothers|adolescents|responders\swho)\b\s*(?:\([^)]*\)\s*)?(?:per\sarm\s|in\seach\s(?:arm|group)\s|aged?\s[\w\s-]{1,20}?\s)?(?:(?:with|who(?:se)?|that|having|experiencing|achieving|reporting|presenting|developing|showing|reaching|requiring|exhibiting|demonstrating|meeting|attaining|having\shad|were|are|had|have|did|do|in)\b\s*)?
    |(?:had|have|has|has\shad|experienced?|experiences|achieved?|achieves?|reached?|reaches|developed?|develops?|reported?|reports|showed?|shows?|attain(?:ed)?|obtain(?:ed)?|met|meet|presented?|demonstrated?|maintained?|with|experiencing|achieving|reporting|at\sleast\s(?:one|1)|one\sor\smore|a|an|the|clinically|statistically|significant(?:ly)?|relevant|abnormal|confirmed|clinical|relevant|improved|reduced|increased)\b\s*
    )\s*)*""",
    re.IGNORECASE | re.VERBOSE,
)
_TAIL = re.compile(
    r"""(?<!-)\b(?:as\s(?:assessed|measured|determined|evaluated|defined|per|reported|indicated|a|judged|detected|expressed|quantified|shown)
    |(?:assessed|measured|determined|evaluated|defined|graded|based|derived|calculated|reported|recorded|obtained|scored|rated|expressed|detected|documented|confirmed|adjudicated|judged|quantified|tested)\s(?:by|using|with|on|as|according|through|via|from|in|at|per)
    |according\sto|using|per(?=\s[A-Z(])|by(?!\sday)|via|following|after|during|in\s(?:the\s)?(?:patients|participants|subjects|children|adults|infants|women|men|people|individuals|group|groups|arm|arms|all|each|both|treated|those|response\sto|combination|relation|terms|part|phase|cohort|cohorts|study|placebo|control|healthy|intention|itt|first|second|\w+\spatients|\w+\sparticipants|\w+\ssubjects)
    |among|between|when|compared|comparing|versus|vs\.?|for\s(?!age|length|height)|from|at|within|on\s(?!demand)|under(?!\sthe)|up\sto|over|through|throughout|until|before|prior|post|due\sto|caused\sby|requiring|leading|resulting|related\sto|associated\swith|with(?!in|out|drawal)|who|that|which|where|to\s(?=week|month|day|the\s|end)|and/or|because|while|assessed|measured|evaluated|induced|against|relative|since)\b|[\[;]""",
    re.IGNORECASE | re.VERBOSE,
)
_TELLS = re.compile(
    r"(?:as\s|in\sterms|in\srelation)|(?:assessed|measured|determined|evaluated|defined|graded|based|derived|using|per|by|via|calculated)\b",
    re.IGNORECASE,
)
_SHORT_MEASURE = 45
_ACRONYM = 6
_JOIN = re.compile(
    r"^[\s\"')\]]*(?:\([^()]{1,24}\)\s*)?(?:,|/|&|\+|and\b|as\swell\sas\b|;|,\s?and\b)?\s*(?:and\b|or\b|the\b|of\b|rates?\b|(?:number|incidence|frequency|rate)\sof\b)?\s*(?:the\b)?\s*$",
    re.IGNORECASE,
)
_MUST_JOIN = re.compile(r",|/|&|\+|\band\b|\bas\swell\sas\b|;", re.IGNORECASE)
_REFINES = re.compile(r"^[\s\w()-]{0,40}?(?:[:(\[,–-]|\bof\b|\bi\.e\.)")
_LANDMARK_BEFORE = re.compile(
    r"(?:\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|nine|ten|twelve|eighteen)[\s-]*(?:years?|months?|weeks?|days?|yrs?|mos?)[\s-]*(?:estimated\s|actuarial\s|rate\sof\s|of\s)?)$",
    re.IGNORECASE,
)
_LANDMARK_AFTER = re.compile(
    r"^\s*(?:\([A-Za-z-]+\)\s*)?(?:rates?\s*|probability\s*)?(?:\([A-Za-z-]+\)\s*)?(?:at|@|for)\s(?:the\s)?(?:\d|one|two|three|four|five|six|nine|twelve|eighteen|months?\s\d|years?\s\d|weeks?\s\d|day\s\d)",
    re.IGNORECASE,
)
_ASSOCIATION = re.compile(r"^\W*(?:the\s|to\s|any\s|potential\s|exploratory\s)*(?:correlat\w+|association|associations|relationship|relationships)\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:serum|plasma|blood|urine|urinary|salivary|fecal|faecal|csf)\b.{0,40}?\b(?:levels?|concentrations?|values?|titers?)\b"
    r"|\b(?:levels?|concentrations?)\b.{0,40}?\b(?:serum|plasma|blood|urine|saliva)\b"
    r"|\b(?:serum|plasma)\s(?:levels?\sof\s)?[a-z0-9-]{3,}\s*(?:\([^)]*\))?\s*$",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z][a-z]{5,}")
_BRACKETED = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_FIRST_SENTENCE = 240
_FEW_WORDS = 4  # a longer measure says what it is about; what its description mentions is something else
_NEAR = 24

_OBJECTIVE = "endpoint/objective-response-rate"
_TUMOR = re.compile(
    r"cancer|carcino|tumou?r|neoplas|lymphom|leuk[ae]+mi|myelom|sarcom|melanom|gliom|glioblas|metasta|oncolog|malignan|blastom|"
    r"mesotheliom|myelodys|NSCLC|SCLC|\bHCC\b|\bAML\b|objective|ORR|CRLM|waldenstr|mastocytos|myelofibros|histiocytos|polycyth|radiolog",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?:profile\s|data\s)?(?:\([^)]*\)\s*)?of\b", re.IGNORECASE)
_HEADS_ITS_PHRASE = frozenset(
    f"endpoint/{name}" for name in ("safety", "tolerability", "efficacy", "feasibility", "adverse-events", "pharmacokinetics", "association")
)
_FAR = 45  # characters
_AGAINST_PRODUCT = re.compile(
    r"\banti-?[\s-]?(?P<product>[\w-]*\d[\w-]*|\w+(?:mab|cept|ase|tide|kin))\s(?:\w+\s)?(?:antibod\w+|Ig[GME]\b)|"
    r"\b(?:antibod\w+|ADAs?|Ig[GM])\s(?:\([^)]*\)\s)?(?:to|against)\s(?:the\s)?(?:study\s)?(?P<other>drug|[\w-]*\d{3,}[\w-]*|\w+(?:mab|cept|ase|tide))\b",
    re.IGNORECASE,
)

# Names so wide that a narrower one in the same measure says more.
_WIDE = frozenset(
    "endpoint/" + name
    for name in (
        "efficacy patient-reported-outcome laboratory-value biomarker pharmacokinetics pharmacodynamics vital-signs clinical-response "
        "symptom-score disease-activity-score functional-status imaging-measure immune-response disease-occurrence time-to-first-event "
        "disease-characteristics gene-expression clinical-chemistry quality-of-life blood-count health-behavior healthcare-utilization "
        "treatment-compliance postoperative-complications diagnostic-accuracy ocular-findings histology inflammatory-markers efficacy "
        "electrolytes adverse-events hormones feasibility association urinalysis genetic-analysis disease-progression medication-use"
    ).split()
)
_VAGUE = frozenset(
    "endpoint/" + name
    for name in (
        "efficacy patient-reported-outcome disease-characteristics association time-to-first-event gene-expression feasibility "
        "diagnostic-accuracy imaging-measure genetic-analysis histology biomarker health-behavior clinical-response treatment-exposure "
        "disease-occurrence safety knowledge-attitudes symptom-score functional-status pharmacokinetics drug-concentration"
    ).split()
)
_DRUG_LEVEL = frozenset({"endpoint/drug-concentration", "endpoint/pharmacokinetics"})
_LANDMARK = {
    f"endpoint/{name}": f"endpoint/{name}-rate"
    for name in ("overall-survival", "progression-free-survival", "disease-free-survival", "event-free-survival")
}
_PHARMACOLOGY = re.compile(
    r"\bP[KD]\b|pharmaco|c-?max|trough|pre-?dose|\bAUC|steady[\s-]state|dosing|administration|drug|bioavail|c-?min\b|infusion", re.IGNORECASE
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
    sentences = document.sentences(description)
    first = description.part(sentences[0][0], min(sentences[0][1], sentences[0][0] + _FIRST_SENTENCE)) if sentences else description
    if len(measure.text.split()) > _FEW_WORDS:
        return []
    begin = _opening_end(first.text)
    heads = [
        name
        for name in _heads(first, document)
        if name.concept not in _VAGUE and " " in first.text[name.start : name.end].strip() and name.start <= begin + _NEAR
    ]
    if heads:
        best = heads[0]
        return [Grounded(best.concept, first, best.start, best.end, best.method, 0.7, "endpoint-in-description")]
    told = _by_instrument(first, document, 0.65)
    return [told] if told is not None else []


def _in_measure(measure: Passage, document: Document) -> list[Grounded]:
    against = _AGAINST_PRODUCT.search(measure.text)
    if against is not None:
        start, end = against.span()
        return [Grounded("endpoint/immunogenicity", measure, start, end, "grammar", 0.9, "endpoint-antibody-to-product")]
    names = _heads(measure, document)
    if not names:
        repaired = _spelled(measure.text)
        if repaired is None:
            return []
    repaired = _spelled(measure.text)
    if repaired is not None:
        better = _repaired(measure, repaired, document)
        if better is not None and (not names or better.end - better.start > names[0].end - names[0].start):
            return [Grounded(better.concept, measure, better.start, better.end, "spelling", 0.85, "endpoint-misspelled")]
    grounded = []
    rivals = tuple(dict.fromkeys(hit.concepts[0] for hit in document.hits(measure, "endpoint")))
    for name in names:
        concept, rule, method = name.concept, name.rule, name.method
        if concept == _OBJECTIVE and not _oncology(document) and not _TUMOR.search(measure.text[name.start : name.end]):
            concept, rule = "endpoint/clinical-response", "endpoint-response-outside-oncology"
        landmark = _LANDMARK.get(concept)
        if landmark is not None and _at_landmark(measure.text, name.start, name.end):
            concept, rule, method = landmark, "endpoint-at-landmark", "grammar"
        whole = name.end - name.start >= 0.6 * len(measure.text.strip())
        confidence = 0.97 if whole else 0.93 if method == "lexicon" and concept not in _VAGUE else 0.88
        grounded.append(
            Grounded(concept, measure, name.start, name.end, method, confidence, rule, tuple(r for r in rivals if r != concept))
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
    text = passage.text
    names = _names(passage, document)
    whole = document.vocabulary.lookup(_core(text), "endpoint") if not names else ()
    if whole:
        start = text.find(_core(text))
        return [_Name(whole[0], start, start + len(_core(text)), "lexicon", "endpoint-whole-measure")]
    if not names:
        return []
    if _ASSOCIATION.match(text):
        return [name for name in names if name.concept == "endpoint/association"][:1]
    start = _opening_end(text)
    brackets = _brackets(text)
    outside = [name for name in names if not any(a <= name.start and name.end <= b for a, b in brackets)]
    pool = outside or names
    tail = _TAIL.search(text, max(start, 1))
    while tail is not None and any(name.start <= tail.start() < name.end for name in names):
        tail = _TAIL.search(text, tail.end())
    stop = tail.start() if tail is not None else len(text)
    head = [name for name in pool if name.start < stop]
    if not head:
        told = tail is not None and _TELLS.match(text, tail.start())
        acronyms = [name for name in names if name not in outside and name.end - name.start <= _ACRONYM]
        if told or len(text) <= _SHORT_MEASURE:
            head = [name._replace(rule="endpoint-in-tail") for name in pool]
        elif len({name.concept for name in acronyms}) == 1:
            head = [acronyms[0]._replace(rule="endpoint-acronym")]
        if not head:
            return []
    best = max(head, key=lambda name: (_weight(name, text) - _distance(name, text, start), -name.start))
    first = head[0]
    if first.concept in _HEADS_ITS_PHRASE and first is not best and _OF.match(text, first.end):
        best = first  # "safety of combining …": what follows "of" is no endpoint
    if best.rule == "endpoint-phrase" and best.start - start > _FAR and (
        best.concept in _VAGUE or " " not in text[best.start : best.end].strip()
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
                if not (_JOIN.match(gap) and _MUST_JOIN.search(_BRACKETED.sub("", gap))):
                    break
                joined.append(other)
                held, index = other, index + step
    unique: dict[str, _Name] = {}
    for name in sorted(joined, key=lambda name: name.start):
        unique.setdefault(name.concept, name)
    wanted = [name for name in unique.values() if len(unique) == 1 or name.concept not in _VAGUE - {"endpoint/safety", "endpoint/feasibility", "endpoint/efficacy"}]
    return wanted or list(unique.values())[:1]


def _names(passage: Passage, document: Document) -> list[_Name]:
    """Names of endpoints in the passage, the record's own abbreviations first, names inside an instrument's name replaced."""
    text = passage.text
    defined = {abbreviation.short: abbreviation.long for abbreviation in document.abbreviations if abbreviation.short in text}
    found: list[_Name] = []
    for hit in document.hits(passage, "endpoint"):
        surface = text[hit.start : hit.end]
        long = defined.pop(surface, None) or defined.pop(surface.removesuffix("s"), None)
        if long is not None:
            meant = _meaning(long, document)
            if meant is not None and meant != hit.concepts[0] and not _same_line(meant, hit.concepts[0], document):
                found.append(_Name(meant, hit.start, hit.end, "abbreviation", "endpoint-abbreviation"))
                continue
            if meant is None and len(surface) <= 4:
                continue
        found.append(_Name(hit.concepts[0], hit.start, hit.end, "lexicon", "endpoint-phrase"))
    for short, long in defined.items():
        at = re.search(rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])", text)
        if at is None or long in text or any(name.start < at.end() and at.start() < name.end for name in found):
            continue
        meant = _meaning(long, document)
        if meant is not None:
            found.append(_Name(meant, at.start(), at.end(), "abbreviation", "endpoint-abbreviation"))
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
        generic = [name for name in found if name.concept in _DRUG_LEVEL and "concentration" in fold(text[name.start : name.end])]
        if specific and generic and not _PHARMACOLOGY.search(text):
            found = [name for name in found if name not in generic]
    return sorted(found, key=lambda name: name.start)


def _meaning(long: str, document: Document) -> str | None:
    concepts = document.vocabulary.lookup(long, "endpoint")
    if concepts:
        return concepts[0]
    hits = document.vocabulary.scan(long, "endpoint")
    best = max(hits, key=lambda hit: hit.end - hit.start, default=None)
    return best.concepts[0] if best is not None and best.end - best.start >= 0.5 * len(long) else None


def _same_line(one: str, other: str, document: Document) -> bool:
    first, second = document.concept(one), document.concept(other)
    return (first is not None and other in first.broader) or (second is not None and one in second.broader)


def _weight(name: _Name, text: str) -> float:
    words = len(re.findall(r"[A-Za-z0-9]+", text[name.start : name.end]))
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
    below = [name for name in names if name is not best and name.start >= best.end and best.concept in _ancestors(name.concept, document)]
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


def _at_landmark(text: str, start: int, end: int) -> bool:
    return bool(_LANDMARK_BEFORE.search(text[:start]) or _LANDMARK_AFTER.match(text[end:]))


@lru_cache(maxsize=1 << 14)
def _opening_end(text: str) -> int:
    match = _OPENING.match(text)
    return match.end() if match is not None else 0


@lru_cache(maxsize=1 << 14)
def _core(text: str) -> str:
    """The measure without its opening, brackets and closing words, for names that only count alone."""
    start = _opening_end(text)
    core = _BRACKETED.split(text[start:], maxsplit=1)[0]
    return core.strip(" .,:;-") or text.strip()


def _brackets(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _BRACKETED.finditer(text)] if "(" in text or "[" in text else []


def _by_instrument(passage: Passage, document: Document, confidence: float) -> Grounded | None:
    for instrument in instruments.find(passage, document):
        told = instruments.measured(instrument.concept, document)
        if told is not None:
            return Grounded(told, passage, instrument.start, instrument.end, "inference", confidence, "endpoint-of-instrument")
    return None


def _level(measure: Passage, document: Document) -> Grounded | None:
    match = _LEVEL.search(measure.text)
    if match is None:
        return None
    given = {
        word
        for item in document.trial.interventions
        for word in re.findall(r"[a-z0-9-]{4,}", fold(item.name.text))
    }
    words = set(re.findall(r"[a-z0-9-]{4,}", fold(measure.text)))
    drug = bool(given & words - {"level", "levels", "plasma", "serum", "vitamin", "with", "blood"}) or _PHARMACOLOGY.search(measure.text)
    concept = "endpoint/drug-concentration" if drug else "endpoint/laboratory-value"
    return Grounded(concept, measure, match.start(), match.end(), "grammar", 0.8, "endpoint-level-of-substance")


# ------------------------------------------------------------------------------------------------------------ spelling


@cache
def _words() -> dict[str, frozenset[str]]:
    """The long words of the endpoints' names by first two letters: what a misspelling may be corrected to."""
    found: dict[str, set[str]] = {}
    lines = resource("lexicons", "endpoints.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.startswith("endpoint/")]
    for row in rows:
        for word in re.findall(r"[a-z]{6,}", fold(f"{row[1]} {row[2]}")):
            found.setdefault(word[:2], set()).add(word)
    return {key: frozenset(words) for key, words in found.items()}


@lru_cache(maxsize=1 << 15)
def _correction(word: str) -> str | None:
    """The one known word within one edit of an unknown one; inflections are no misspellings."""
    from rapidfuzz.distance import OSA

    known = _words().get(word[:2], frozenset())
    if word in known or word.endswith("s") or any(word.startswith(k) or k.startswith(word) for k in known):
        near = [k for k in known if k.startswith(word) and len(k) == len(word) + 1 and not k.endswith("s")]
        return near[0] if len(near) == 1 and len(word) >= 6 and word not in known and near[0][-1] == word[-1] else None
    near = [k for k in known if abs(len(k) - len(word)) <= 1 and OSA.distance(word, k, score_cutoff=1) <= 1]
    if len(near) != 1 or near[0].replace("our", "or") == word or near[0].replace("s", "z") == word.replace("s", "z"):
        return None
    return near[0]


@lru_cache(maxsize=1 << 14)
def _spelled(text: str) -> tuple[str, tuple[tuple[int, int, int, int], ...]] | None:
    """The text with misspelled long words corrected, and each correction's place in both texts; None if there is none."""
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    done = shift = 0
    for match in _TOKEN.finditer(text):
        better = _correction(match.group().lower())
        if better is None:
            continue
        pieces.append(text[done : match.start()] + better)
        done = match.end()
        places.append((match.start(), match.end(), match.start() + shift, match.start() + shift + len(better)))
        shift += len(better) - (match.end() - match.start())
    return ("".join(pieces) + text[done:], tuple(places)) if places else None


def _repaired(measure: Passage, repaired: tuple[str, tuple[tuple[int, int, int, int], ...]], document: Document) -> _Name | None:
    text, places = repaired
    best: Hit | None = None
    for hit in document.vocabulary.scan(text, "endpoint"):
        covers = any(hit.start <= start and end <= hit.end for _, _, start, end in places)
        if covers and (" " in text[hit.start : hit.end] or hit.end - hit.start >= 10) and (best is None or hit.end - hit.start > best.end - best.start):
            best = hit
    if best is None:
        return None
    return _Name(best.concepts[0], _back(best.start, places), _back(best.end, places), "spelling", "endpoint-misspelled")


def _back(offset: int, places: Sequence[tuple[int, int, int, int]]) -> int:
    """Where an offset of the corrected text lies in the original."""
    moved = offset
    for start, end, new_start, new_end in places:
        if offset >= new_end:
            moved = offset - (new_end - end)
        elif offset > new_start:
            moved = start + min(offset - new_start, end - start)
    return moved


def misspellings(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The misspelled words within a stretch, each with the word that was meant."""
    repaired = _spelled(passage.text)
    if repaired is not None:
        text, places = repaired
        for begin, stop, new_begin, new_stop in places:
            if start <= begin and stop <= end:
                yield begin, stop, text[new_begin:new_stop]
