"""Arms told by what one of them adds: `A with or without B`, `A alone or in combination with B`, `A with either B or
C`.

The rule: only in titles of trials that allot or compare, and in sentences that allot; both A and B must be named, and
nothing else may be compared there (`A with or without C versus B with or without C` is told by its groups). The labels
are made of the words of the record: "A with B", "A without B".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.background import clauses, stance_at
from kg.extract.context import folded_text
from kg.extract.document import Document
from kg.extract.told_arms import patterns as words
from kg.extract.told_arms.arm import ToldArm, tell
from kg.extract.told_arms.compared_sides import stop_of
from kg.model import Passage
from kg.text import holds_any

_HINTS = ("with or without", "with/without", "without or with", " alone", "either", "±", "+/-", "+/−")
_ADDED = (
    r"(?:in\scombination\swith|combined\swith|combination\swith|together\swith|added\sto|in\saddition\sto|along\swith|"
    r"with|plus|and|\+)"
)
_SIGN = re.compile(
    r",?\s(?:(?P<optional>with\s?(?:or\s|/)\s?without|±|\+/[-−])|"
    rf"(?:as\s)?(?:alone|monotherapy|(?:a\s)?single\sagent),?\s(?:or|and|versus|vs\.?)\s(?:when\s|given\s)*{_ADDED}|"
    rf"(?P<either>{_ADDED}\seither(?:\sof)?))\s"
)
_ALLOTS = re.compile(r"\b(?:randomi[sz]|randomly|assigned|allocated)")
_LEAD = re.compile(
    rf"(?:.*\b(?:study|trial|studying|studies|how\swell|efficacy|effectiveness|safety|effects?|comparison|evaluation|evaluating|comparing|tolerability|receive|"
    rf"given|treated|assigned|randomi[sz]ed|allocated|use|use\sof|addition|benefit|impact|role)\b\s?(?:of|to|with|by|either|for)?\s|"
    rf"(?:the|either|of|to|receive|giving|{words.PEOPLE}|treatment\swith)\s)*"
)
_CHOICE = re.compile(r",?\sor\s(?:with\s)?")
_OTHERS = re.compile(r"\b(?:versus|vs\.?|compared|or)\s")
_SINGLE = re.compile(
    r"\b(?:single|one)[- ](?:arm|group)\b|\bnon-?randomi[sz]ed\b|\bescalation\b|\bphase (?:1|i)\b(?![/-])"
)
_LONGEST = 160


def optional_arms(document: Document, passages: list[Passage]) -> list[ToldArm]:
    """The two or three arms of the first such telling."""
    if not any(holds_any(folded_text(passage.text), _HINTS) for passage in passages):
        return []
    prose = [folded_text(passage.text) for passage in document.prose()]
    if not any(_ALLOTS.search(text) for text in prose) or any(_SINGLE.search(text) for text in prose):
        return []
    for passage in passages:
        for arms in _of_passage(document, passage):
            if arms:
                return arms
    return []


def _of_passage(document: Document, passage: Passage) -> Iterator[list[ToldArm]]:
    folded = folded_text(passage.text)
    if not holds_any(folded, _HINTS):
        return
    titled = document.is_title(passage)
    masked = words.BRACKETS.sub(lambda m: f"({'_' * (len(m.group()) - 2)})", folded)
    for start, end in document.sentences(passage):
        sign = _SIGN.search(masked, start, end)
        if sign is None or _SIGN.search(masked, sign.end(), end):
            continue
        if not titled:
            allots = _ALLOTS.search(masked, max(start, sign.start() - _LONGEST), sign.start())
            if allots is None or stance_at(clauses(document, passage), allots.start()) == "background":
                continue
        begin = _LEAD.match(masked, max(start, sign.start() - _LONGEST), sign.start()).end()  # type: ignore[union-attr]
        stop = stop_of(masked, sign.end(), min(end, sign.end() + _LONGEST))
        yield _arms(document, passage, masked, (begin, sign.start()), (sign.end(), stop), sign)


def _arms(
    document: Document,
    passage: Passage,
    masked: str,
    base: tuple[int, int],
    added: tuple[int, int],
    sign: re.Match[str],
) -> list[ToldArm]:
    """The two arms, without and with what is added, or one for each thing that may be added (`either`)."""

    def told(begin: int, stop: int) -> ToldArm:
        return tell(document, passage, begin, (begin, stop), begin, stop, "A with or without B", 0.8)

    first, second = told(*base), told(*added)
    if not (first.gives or first.entries) or not (second.gives or second.entries):
        return []
    if _OTHERS.search(masked, *base) or (sign["either"] is None and _OTHERS.search(masked, *added)):
        return []
    whole = passage.part(base[0], added[1])
    if sign["either"] is not None:
        borders = list(_CHOICE.finditer(masked, *added))
        if not borders:
            return []
        begins, stops = [added[0], *(b.end() for b in borders)], [*(b.start() for b in borders), added[1]]
        choices = [told(a, b) for a, b in zip(begins, stops, strict=True)]
        if not all(arm.says for arm in choices):
            return []
        return [arm._replace(shared=(*arm.shared, *first.gives), nameless=True) for arm in choices]
    a, b = passage.text[slice(*base)].strip(" ,"), second.label.text
    entries = tuple(dict.fromkeys((*first.entries, *second.entries)))
    both = first._replace(
        passage=whole, gives=[*first.gives, *second.gives], entries=entries, called=f"{a} with {b}", nameless=True
    )
    return [both, first._replace(passage=whole, called=f"{a} without {b}", nameless=True)]
