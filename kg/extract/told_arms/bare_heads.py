"""Arms told as in notes, with no sign behind their numbers: `Arm 1 docetaxel 40 mg; arm 2 ketamine 5 mg`.

The rule: at least two numbers that differ, each at the beginning of a sentence or of a part of one, with the name of
what is given right behind; it goes on to the next number, or to the end of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.giving.in_text import given
from kg.extract.told_arms.arm import ToldArm, tell
from kg.model import Passage
from kg.text import holds_any

_HINTS = ("arm ", "group ", "cohort ")
_HEAD = re.compile(
    r"(?:\A|(?<=[.;,:]\s)|(?<=\n)[\s*•-]*|(?<=\band\s)|(?<=\bvs\s)|(?<=\bvs\.\s)|(?<=\bor\s))"
    r"(?P<label>(?:arm|group|cohort)\s(?:[a-f]|[1-6]|i{1,3}|iv))(?:\s?\(n\s?=\s?\d{1,4}\))?,?"
    r"(?:\s(?:patients|participants|subjects|pts))?\s(?=[a-z0-9])"
)
_SOON = 10  # before the name may stand how it is given, or how often
_VERB = re.compile(r"(?:receiv|g[eo]ts?\b|took|takes?\b|under|ha[ds]|were|was|is\b|are\b|will|on\b|with\b)")
_PAIR = 2
_LONGEST = 300


def bare_heads(document: Document, passage: Passage) -> Iterator[ToldArm]:
    """The arms of such notes; none where any of them does not begin with what is given."""
    folded = folded_text(passage.text)
    if not holds_any(folded, _HINTS):
        return
    heads = list(_HEAD.finditer(folded))
    if len(heads) < _PAIR or len({head["label"] for head in heads}) < len(heads):
        return
    arms: list[ToldArm] = []
    for number, head in enumerate(heads):
        sentence = next(b for a, b in document.sentences(passage) if b > head.start("label"))
        following = heads[number + 1].start() if number + 1 < len(heads) else len(folded)
        stop = min(sentence, following, head.end() + _LONGEST)
        names = given(document, passage.part(head.end(), stop))
        if not names or names[0].start > _SOON or _VERB.match(folded, head.end()):
            return
        arms.append(tell(document, passage, head.start("label"), head.span("label"), head.end(), stop, "Arm A …", 0.8))
    yield from arms
