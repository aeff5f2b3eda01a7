"""Sex of the participants, told in the title or in the summary where the record has no field for it.

The rule: it counts where the title, or a clause of the summary about the trial, names women or men as those who take
part, and the text names no other.
"""

from __future__ import annotations

import re

from kg.extract.background import clauses
from kg.extract.collect import Collector
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.model import Passage, Span, Value

_FEMALE, _MALE = r"(?:women|woman|females?|girls|mothers)", r"(?:men|man|males?|boys)"
_SEX_TITLED = {
    "female": re.compile(
        rf"\b(?:in|for|among|of|to|from|on|treating|by)\s(?:[\w-]+\s){{0,4}}?(?P<sex>{_FEMALE})\b(?!'s health)"
    ),
    "male": re.compile(rf"\b(?:in|for|among|of|to|from|on|treating)\s(?:[\w-]+\s){{0,4}}?(?P<sex>{_MALE})\b"),
}
# "enroll postmenopausal women", "the effect of X in men with Y"
_SEX_OF_ALL = {
    sex: re.compile(
        r"(?:\b(?:enrol\w*|recruit\w*|include|invite|randomi[sz]e) (?:\d+ )?|\b(?:in|among|of|on|for) )"
        rf"(?:(?!other\b|some\b|the\b|these\b|those\b|all\b|most\b)[\w-]+,? ){{0,3}}?(?P<sex>{words})\b"
        r"(?= (?:with|who|aged|undergoing|receiving|suffering|scheduled|having|diagnosed|after|during|between|over|"
        r"from|to)\b|[.,;(])"
    )
    for sex, words in (("female", r"(?:women|females)"), ("male", r"(?:men|males)"))
}
_OTHER_SEX = {"female": re.compile(rf"\b{_MALE}\b"), "male": re.compile(rf"\b{_FEMALE}\b")}
_OTHERS_TOO = re.compile(
    r"\b(?:children|infants?|newborns?|neonates?|babies|offspring|partners?|couples?|famil\w+|transgender)\b"
)


def told_sex(document: Document, collected: Collector) -> None:
    """Add the sex that title or summary tell."""
    title = document.trial.title
    if title is None:
        return
    folded = folded_text(title.text)
    texts = [folded_text(passage.text) for passage in document.prose()]
    for sex, pattern in _SEX_TITLED.items():
        if _OTHERS_TOO.search(folded) or any(_OTHER_SEX[sex].search(text) for text in texts):
            continue
        match = pattern.search(folded)
        if match is not None:
            collected.add("tkg:sex", Value(sex), title.span(*match.span("sex")), "grammar", 0.85, "sex-told")
            continue
        summary = document.trial.brief_summary
        span = _told_of_all(document, summary, _SEX_OF_ALL[sex]) if summary is not None else None
        if span is not None:
            collected.add("tkg:sex", Value(sex), span, "grammar", 0.8, "sex-told")


def _told_of_all(document: Document, passage: Passage, pattern: re.Pattern[str]) -> Span | None:
    """Where a clause about the trial names those who take part as of one sex."""
    folded = folded_text(passage.text)
    if _OTHERS_TOO.search(folded):
        return None
    for clause in clauses(document, passage):
        match = pattern.search(folded, clause.start, clause.end) if clause.stance == "trial" else None
        if match is not None:
            return passage.span(*match.span("sex"))
    return None
