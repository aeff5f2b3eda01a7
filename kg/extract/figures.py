"""Figures that state a finding: shares, ranks, survival times, counts, rates, ratios.

The rule: a number counts only with what makes it a finding: a percent sign, a unit of time beside "median" or
"survival", a rank word, "per 100,000", "new cases", "HR".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text import holds_any

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SHARE = re.compile(
    rf"(?P<low>{_NUMBER})\s?%?\s?(?:-|to|~|and)\s?(?P<high>{_NUMBER})\s?%|"
    rf"(?P<one>{_NUMBER})\s?(?:%|percent\b|per ?cent\b)"
)
_TIME = re.compile(
    rf"(?P<value>{_NUMBER})(?:\s?(?:-|to)\s?(?P<to>{_NUMBER}))?[\s-]?(?P<unit>months?|years?|"
    rf"weeks?|days?)\b(?![- ](?:survival|overall|rate|os\b|pfs|old|follow|mortality|of age|disease|"
    rf"period|after|relapse|recurrence|event))"
)
_MEASURED = re.compile(r"\b(?:median|mean|average|survival(?! follow)|life expectancy)\b")
_REPEATED = re.compile(
    r"\b(?:every|each|within|after|for up to|up to|between|next|last|past|first|at|age of|aged)\s(?:the\s)?$"
)
_INTERVAL = re.compile(r"(?:ci|confidence interval)[ ,:(]*$")
_LIMIT = re.compile(r"[<>≥≤=\\]\s?$")
_RANKS = {w: n for n, w in enumerate("zero first second third fourth fifth sixth seventh eighth ninth tenth".split())}
_RANK = re.compile(
    rf"\b(?P<rank>{'|'.join(list(_RANKS)[1:])})[- ](?:most (?:common|frequent|prevalent|lethal|"
    rf"diagnosed|commonly)|leading|highest|largest|main|(?:common |major |leading )?cause)\b|"
    r"\b(?P<top>the (?:leading|most common|most frequent|number one)) (?:cause|cancer|malignan|"
    r"type|form|tumou?r)"
)
_COUNT = re.compile(
    rf"(?P<value>{_NUMBER})\s(?:(?P<scale>million|billion|thousand)\s)?(?P<unit>new cases|cases|"
    rf"deaths|people|patients|individuals|adults|children|women|men|persons)\b"
)
_PER = re.compile(
    rf"(?P<value>{_NUMBER})(?:\s?(?:-|to)\s?(?P<to>{_NUMBER}))?\s?(?:cases |deaths |persons |"
    rf"patients )?(?:per|/|in|of every)\s?(?P<base>1 million|million|100,000|1(?:,000)+|10{{2,6}})\b"
)
_RATIO = re.compile(
    r"\b(?P<name>hr|hazard ratio|or|odds ratio|rr|relative risk)\s?(?:\(?(?:hr|or|"
    r"rr)\)?)?\s?(?:of|was|is|[=:,])?\s?(?P<value>0\.\d+|\d\.\d+)"
)
_FOLD = re.compile(
    rf"(?P<value>{_NUMBER})(?:\s?(?:-|to)\s?(?P<to>{_NUMBER}))?[- ]?fold (?=(?:higher|lower|greater|larger|more|less|"
    r"increased?|decreased?|reduction|reduced|rise|elevated|risk|faster|longer)\b)"
)
# "89% against 84% (p = 0.2)" is what a study found; "p < 0.05 is considered significant" is how one is done.
_P_VALUE = re.compile(r"\bp ?[<=>≤] ?0?\.\d")
_OF_THE_TEST = re.compile(
    r"\b(?:(?:consider|regard|accept|deem|interpret|defin|indicat|assum|tak)\w*|set|level|threshold|alpha|tests?)\b"
)
_DIGIT = re.compile(r"\d")
_RANKED = ("most", "leading", "cause", "highest", "largest", "main", "number one")
# What each pattern cannot do without, or without which nothing comes of it.
_SHARED = ("%", "percent", "per cent")
_BASES = ("million", "00")
_COUNTED = ("cases", "deaths", "people", "llion", "thousand")
_SCALES = {"million": 1_000_000, "billion": 1_000_000_000, "thousand": 1000}


def _plain(number: str) -> str:
    text = number.replace(",", "")
    return text.rstrip("0").rstrip(".") if "." in text else text.lstrip("0") or "0"


def tells_how_it_is_tested(text: str, found: bool) -> bool:
    """Whether a p-value of this text (in lower case) is a limit, or stands beside nothing that was `found`."""
    if not holds_any(text, "<=>≤") or _P_VALUE.search(text) is None:
        return False
    return not found or _OF_THE_TEST.search(text) is not None


def figures(folded: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    """(value, unit, start, end) of every figure that states a finding."""
    piece = folded[start:end]
    numbers = _DIGIT.search(piece) is not None
    if numbers:
        if holds_any(piece, _SHARED):
            yield from _shares(folded, start, end)
        if _MEASURED.search(folded, start, end):
            yield from _times(folded, start, end)
    if holds_any(piece, _RANKED):
        for match in _RANK.finditer(folded, start, end):
            yield str(_RANKS[match["rank"]]) if match["rank"] else "1", "rank", match.start(), match.end()
    if numbers:
        if holds_any(piece, _BASES):
            yield from _rates(folded, start, end)
        if holds_any(piece, _COUNTED):
            yield from _counts(folded, start, end)
        if "fold " in piece:
            for match in _FOLD.finditer(folded, start, end):
                for group in ("value", "to"):
                    if match[group] is not None:
                        yield _plain(match[group]), "fold", match.start(), match.end() - 1
        if "." in piece:
            for match in _RATIO.finditer(folded, start, end):
                yield _plain(match["value"]), match["name"], match.start(), match.end()


def _shares(folded: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    for match in _SHARE.finditer(folded, start, end):
        before = folded[max(start, match.start() - 22) : match.start()]
        if _INTERVAL.search(before) or _LIMIT.search(before):
            continue  # a confidence interval, or a limit ("FEV1 < 70%")
        for group in ("low", "high", "one"):
            if match[group] is not None and float(_plain(match[group])) <= 1000:
                yield _plain(match[group]), "%", match.start(), match.end()


def _times(folded: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    for match in _TIME.finditer(folded, start, end):
        if _REPEATED.search(folded[max(start, match.start() - 16) : match.start()]):
            continue
        unit = match["unit"].rstrip("s")
        for group in ("value", "to"):
            if match[group] is not None:
                yield _plain(match[group]), unit, match.start(), match.end()


def _rates(folded: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    for match in _PER.finditer(folded, start, end):
        for group in ("value", "to"):
            if match[group] is not None:
                yield _plain(match[group]), f"per {match['base']}", match.start(), match.end()


def _counts(folded: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    for match in _COUNT.finditer(folded, start, end):
        value, scale = _plain(match["value"]), _SCALES.get(match["scale"] or "", 1)
        if scale > 1 or (float(value) >= 1000 and match["unit"] in ("new cases", "cases", "deaths", "people")):
            yield _plain(f"{float(value) * scale:.2f}"), match["unit"], match.start(), match.end()
