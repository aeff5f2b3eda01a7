"""What the first sentence of a description tells of the endpoint: that it defines one, what a bare scale is about, the
part of an instrument that is reported."""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures.grounded import Grounded
from kg.extract.measures.heads import heads_of
from kg.extract.measures.kinds import LANDMARK, VAGUE
from kg.extract.measures.names import Name, names_in
from kg.extract.measures.narrowing import ancestors
from kg.extract.measures.parts import at_landmark, opening_end, plain
from kg.extract.measures.reported_parts import told_alone
from kg.model import Passage
from kg.text import holds_any, lowered

_DEFINES = re.compile(
    r"\s*(?:\((?P<acronym>[A-Za-z][\w-]{1,9})\)\s*)?(?:,\s*)?(?:is|are|was|were|will be|means|refers|defined)\b"
)
# "Adverse events were recorded": told how, not what.
_TOLD_HOW = re.compile(
    r"\s(?:being\s|also\s|then\s)?(?:evaluat|assess|measur|record|collect|perform|analy|obtain|grad|monitor|categori)\w*"
)
_SAMPLES = "endpoint/laboratory-value"
_ONLY_A_SCALE = re.compile(
    r"\W*(?:(?:the|changes?|in|of|on|for|mean|patients?|visual|analog(?:ue|ic|ical)?|vas|numeric(?:al)?|verbal|rating|nrs|"
    r"vrs|scales?|scores?|scoring|likert|from|baseline|assessment|level|\d+(?:mm|cm)?|points?|at|during|rest|and|with|"
    r"movement|motion|cough(?:ing)?|walking|dynamic|static|postoperative)\b\W*)+",
    re.IGNORECASE,
)
_SURVIVAL = r"(?:[\w-]+\s){0,3}(?:survival|os|pfs|dfs|rfs|efs)(?:\s\([a-z]+\))?(?:\s(?:rates?|probability|status))?"
_WHEN = r"(?:\d+|one|two|three|five|six|ten|twelve)[\s-]?(?:weeks?|months?|mo|years?|yrs?)"
_ONE_TIME = re.compile(
    rf"(?:the\s)?(?:{_WHEN}[\s-]{_SURVIVAL}|{_SURVIVAL}\s(?:at|after)\s{_WHEN})"
    r"(?:\s(?:after|from|post)\s[\w\s-]{3,40})?\W*"
)
_AT_REST = re.compile(
    r"\b(?:at rest|rest and|(?:on|at|with|during) (?:movement|motion|cough(?:ing)?|walking))\b", re.IGNORECASE
)
_FIRST_SENTENCE = 240
_PART_HINTS = ("omain", "cale", "imension", "core")
_NEAR = 24
_BARE_WORDS = 2
# What may stand behind a name that is all the description's opening says.
_NO_OTHER = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:$|[.;]|(?:as|during|within|at|up\sto|after|by|per|according|for"
    r"|of\s(?:the\s)?(?:all\s)?(?:patients|participants|subjects))\b)",
    re.IGNORECASE,
)


def defined(
    measure: Passage, description: Passage | None, found: list[Grounded], document: Document
) -> Grounded | None:
    """The endpoint that the description opens by defining ("Disease control rate (DCR) is the percentage of …"), where
    the measure names none surely: by one common word, or by an acronym that the description spells out otherwise."""
    if description is None or len(found) > 1:
        return None
    first = first_sentence(description, document)
    name = next((hit for hit in document.hits(first, "endpoint") if hit.start <= _NEAR // 4), None)
    if name is None or name.concepts[0] in VAGUE | {_SAMPLES} or " " not in first.text[name.start : name.end].strip():
        return None
    defines = _DEFINES.match(first.text, name.end)
    if defines is None or (found and found[0].concept == name.concepts[0]):
        return None
    if found and (
        _TOLD_HOW.match(first.text, defines.end())
        or (found[0].concept not in VAGUE and found[0].concept in ancestors(name.concepts[0], document))
    ):
        return None  # a part of what the measure names may be defined first: "engraftment", "neutrophil recovery is …"
    acronym = defines["acronym"]
    short = acronym is not None and f"({acronym})" in measure.text
    weak = not found or (
        found[0].passage is measure
        and found[0].rule == "endpoint-phrase"
        and " " not in measure.text[found[0].start : found[0].end].strip()
        and not measure.text[found[0].start : found[0].end].isupper()
        and found[0].end - found[0].start < 0.5 * len(measure.text.strip())
    )
    if not (short or weak):
        return None
    if found and not short and any(hit.concepts == name.concepts for hit in document.hits(measure, "endpoint")):
        return None  # "discontinuation due to adverse events": what an adverse event is
    rivals = tuple(rival.concept for rival in found)
    return Grounded(
        name.concepts[0], first, name.start, name.end, "lexicon", 0.8, "endpoint-defined-in-description", rivals
    )


def narrower_told(measure: Passage, description: Passage, found: Grounded, document: Document) -> Grounded | None:
    """The kind of what a bare name says, where the description opens with it: "Mortality", "In-hospital mortality"."""
    text = measure.text.strip(" .:")
    if found.passage is not measure or found.end - found.start < len(text) - 1 or text.count(" ") > _BARE_WORDS:
        return None
    first = first_sentence(description, document)
    begin = opening_end(first.text)
    heads = heads_of(first, document)
    if len(heads) == 1 and heads[0].concept == found.concept in LANDMARK and _is_landmark(heads[0], first):
        return Grounded(
            LANDMARK[found.concept], first, heads[0].start, heads[0].end, "grammar", 0.8,
            "endpoint-narrowed-by-description", (found.concept,),
        )  # fmt: skip
    if len(heads) != 1 or heads[0].start > begin + 1 or found.concept not in ancestors(heads[0].concept, document):
        return None
    name = heads[0]
    if name.concept == found.concept or _NO_OTHER.match(first.text, name.end) is None:
        return None
    rivals = (found.concept,)
    return Grounded(
        name.concept, first, name.start, name.end, name.method, 0.8, "endpoint-narrowed-by-description", rivals
    )


def _is_landmark(name: Name, sentence: Passage) -> bool:
    """Whether a sentence only says a survival and when: "5-year OS rate", "OS at 5 years after randomisation"."""
    return _ONE_TIME.fullmatch(lowered(sentence.text)) is not None and at_landmark(sentence.text, name.start, name.end)


def part_told(description: Passage, found: list[Grounded], document: Document) -> Grounded | None:
    """The part of the measure's instrument that is all the description's opening tells: "Sexual desire domain"."""
    if found[0].rule != "endpoint-of-instrument" or not holds_any(description.text[:_FIRST_SENTENCE], _PART_HINTS):
        return None
    first = first_sentence(description, document)
    name = told_alone(names_in(first, document), plain(first.text))
    if name is None or name.concept == found[0].concept:
        return None
    rivals = (found[0].concept,)
    return Grounded(name.concept, first, name.start, name.end, name.method, 0.8, "endpoint-of-part", rivals)


def is_bare_scale(text: str) -> bool:
    """Whether a measure says no more than that something is rated: "Visual analogue scale (VAS)"."""
    return _ONLY_A_SCALE.fullmatch(text) is not None


def at_rest(measure: Passage) -> list[Grounded]:
    """A bare scale "at rest" or "on movement" rates pain, whatever the description says or leaves out."""
    match = _AT_REST.search(measure.text)
    if match is None:
        return []
    return [Grounded("endpoint/pain", measure, *match.span(), "grammar", 0.8, "endpoint-of-scale")]


def of_scale(description: Passage, document: Document) -> list[Grounded]:
    """What a bare visual analogue or rating scale is about: the first that the description's opening names."""
    opening = description.part(0, min(len(description.text), _FIRST_SENTENCE))
    told = next((name for name in names_in(opening, document) if _is_rated(name.concept)), None)
    if told is None:
        return []
    return [Grounded(told.concept, opening, told.start, told.end, told.method, 0.7, "endpoint-of-scale")]


def _is_rated(concept: str) -> bool:
    """Whether something can be rated on a scale: whether a disease occurs cannot."""
    return concept not in VAGUE and not concept.endswith(("-occurrence", "-incidence"))


def first_sentence(description: Passage, document: Document) -> Passage:
    """The first sentence of a description, or as much of it as is read."""
    sentences = document.sentences(description)
    if not sentences:
        return description
    start, end = sentences[0]
    return description.part(start, min(end, start + _FIRST_SENTENCE))
