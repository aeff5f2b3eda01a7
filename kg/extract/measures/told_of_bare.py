"""What the description tells of a bare word that stands for a family of endpoints: "Response", "ORR will be defined as
…"; "Survival", "OS and PFS"; "Primary endpoint", "Time from randomisation to progression or death".

The rule: the measure is that word and nothing else, and the first sentence of the description opens with the names of
endpoints of its family and of no others. A measure without words of its own, a bare survival and "time to event" are
what the clock says that opens the description.
"""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.measures import clocks
from kg.extract.measures.described import first_sentence
from kg.extract.measures.grounded import Grounded
from kg.extract.measures.heads import heads_of
from kg.extract.measures.kinds import OBJECTIVE, RESPONDED
from kg.extract.measures.names import Name
from kg.extract.measures.parts import has_own_words, opening_end
from kg.model import Passage

_SURVIVAL = "endpoint/overall-survival"
_WHOSE = r"(?:the|clinical|tumou?r|patients?|participants?|oncologic(?:al)?|long-term)\s"
_BARE = re.compile(
    rf"\W*(?:(?:{_WHOSE}|(?:overall|treatment|therapeutic)\s)?(?P<responded>responses?(?:\sto\s(?:treatment|therapy))?)"
    rf"|(?:{_WHOSE})?(?P<survived>survivals?(?:\s(?:time|outcomes?|analysis|data))?))\W*",
    re.IGNORECASE,
)
_ANY_EVENT = re.compile(r"\W*time[\s-]to[\s-](?:first\s)?events?\W*", re.IGNORECASE)
_RESPONSES = frozenset(
    f"endpoint/{name}"
    for name in """
    objective-response-rate disease-control-rate clinical-benefit-rate pathological-complete-response
    major-pathological-response pathological-response best-overall-response duration-of-response time-to-response
    intracranial-response-rate
    """.split()
)
_ALONE = re.compile(r"\s*(?:$|[.;:(]|(?:is|are|was|were|will|shall|as|by|per|according|based|using|at|in|within)\b)")


def told_of_bare(
    measure: Passage, description: Passage, found: list[Grounded], document: Document
) -> list[Grounded]:
    """The endpoints that the description opens with, of a measure that is one bare word of their family."""
    bare = _BARE.fullmatch(measure.text) if len(found) == 1 else None
    if bare is None or found[0].concept not in (RESPONDED, OBJECTIVE, _SURVIVAL):
        return []
    first = first_sentence(description, document)
    heads = heads_of(first, document)
    if not heads or heads[0].start > opening_end(first.text) + 1 or _ALONE.match(first.text, heads[-1].end) is None:
        return []
    survived = bare["survived"] is not None
    if not all(_is_of_family(name, survived) for name in heads) or all(n.concept == found[0].concept for n in heads):
        return []
    rivals = tuple(one.concept for one in found if one.concept not in {name.concept for name in heads})
    return [
        Grounded(
            name.concept, first, name.start, name.end, name.method, 0.8, "endpoint-narrowed-by-description", rivals
        )
        for name in heads
    ]


def told_by_clock(measure: Passage, description: Passage, found: list[Grounded], document: Document) -> list[Grounded]:
    """The endpoint of the clock that opens the description of a measure that says no more than that time is told."""
    if not _says_no_more(measure.text, found):
        return []
    first = first_sentence(description, document)
    clock = clocks.of_clock(first, document)
    if clock is None:
        return []
    concept, start, end = clock
    if any(one.concept == concept for one in found):
        return []
    rivals = tuple(one.concept for one in found)
    return [Grounded(concept, first, start, end, "grammar", 0.75, "endpoint-of-clock", rivals)]


def _says_no_more(measure: str, found: list[Grounded]) -> bool:
    """Whether a measure is a bare survival, any event, or nothing that is known and no words of its own."""
    if not found:
        return not has_own_words(measure)
    bare = _BARE.fullmatch(measure) if found[0].concept == _SURVIVAL else None
    return (bare is not None and bare["survived"] is not None) or _ANY_EVENT.fullmatch(measure) is not None


def _is_of_family(name: Name, survived: bool) -> bool:
    if survived:
        return name.concept.endswith(("-survival", "-survival-rate"))
    return name.concept in _RESPONSES
