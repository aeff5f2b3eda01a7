"""Abbreviations that the record itself defines: `long form (SHORT)`, `SHORT (long form)`, every occurrence.

The method is that of Schwartz and Hearst (A simple algorithm for identifying abbreviation definitions in biomedical
text, Pacific Symposium on Biocomputing 2003): the letters of the short form are aligned from right to left with the
text before the bracket, and the first letter must begin a word. Beyond it: no space before the bracket, quoted short
forms, a plural `s` that the long form lacks, both directions, several definitions of one short form, brackets of any
script, and codes whose letters do not align (`maximum concentration (Cmax)`) where the vocabulary knows both as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.document import Abbreviation, Document, Item
from kg.model import Node, Passage, Statement, Trial, Value
from kg.text import name_key

_BRACKET = re.compile(r"\(([^()\n|]{1,120})\)")
_ALL_BRACKETS = str.maketrans("（）［］【】〔〕[]{}", "()" * 6)
_ESCAPED_BRACKET = re.compile(r"\\(?=[\[\]()])")
_SHORT = re.compile(r"([\"'“”]?)([A-Za-z0-9][\w+/.&-]{0,11}(?: [A-Z][\w-]{1,9})?)([\"'“”]?)$")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9/&-]{1,9})\s?$")
_WORD = re.compile(r"\S+")
_NOT_SHORT = frozenset(
    "e.g i.e etc and or including days years months weeks hours minutes n the if any see version male female yes no "
    "fig table vs approx max min left right both only all new old day week month year hour".split()
)
_SHOUTED = frozenset(
    "AND YES NOT THE FIG TABLE VERSION MALE FEMALE INCLUDING ONLY WEEKS MONTHS DAYS YEARS HOURS".split()
)
_STATISTICS = frozenset("rate rates ratio score scores level levels group groups arm patients".split())
_LONGEST_FORM = 160
_FUNCTION_WORDS = frozenset(
    "a an the of in on for with without from to and or by at as is are was were be been who which that than into "
    "versus vs per via after before during between among under over".split()
)
# A name does not go on to tell who gets it.
_ABOUT_PATIENTS = frozenset("patients participants subjects treated".split())
# Cmax, Tmax, Ctrough, t1/2, AUC0-inf: codes that no running word looks like.
_CODE = re.compile(
    r"(?=\D{0,11}\d|[^A-Z]{0,10}[A-Z][^A-Z]{0,10}[A-Z]|[CTVEct]_?(?:max|min|trough|avg|ss|last)\b)"
    r"[A-Za-z][A-Za-z0-9_/∞–-]{1,11}"
)
_CLAUSE = re.compile(r"[|;:,.(\n]\s*(?=\S)")
_CONFIDENCE = 0.94  # precision on the annotated seeds


class _Definition(NamedTuple):
    short: str
    long: str
    short_at: tuple[int, int]
    long_at: tuple[int, int]
    whole: tuple[int, int]


def extract(document: Document) -> Iterator[Item]:
    """A node for every definition found in the record's texts; `document.abbreviations` is filled on the way."""
    trial = document.trial
    known: dict[tuple[str, str], list[Abbreviation]] = {}
    for passage in _passages(trial):
        for found in (*definitions(passage.text), *coded(passage.text, document)):
            abbreviation = Abbreviation(
                found.short,
                found.long,
                passage.span(*found.short_at),
                passage.span(*found.long_at),
                passage.span(*found.whole),
            )
            document.abbreviations.append(abbreviation)
            known.setdefault((found.short, name_key(found.long)), []).append(abbreviation)
    for number, same in enumerate(known.values()):
        path = trial.part(f"abbreviation-{number}")
        yield Node(path, "Abbreviation")
        for subject, predicate, value, spans in (
            (trial.path, "tkg:definesAbbreviation", path, [a.definition for a in same]),
            (path, "tkg:shortForm", Value(same[0].short), [a.short_span for a in same]),
            (path, "tkg:longForm", Value(same[0].long), [a.long_span for a in same]),
        ):
            yield Statement(subject, predicate, value, "grammar", _CONFIDENCE, tuple(spans), "long (SHORT)")


def _passages(trial: Trial) -> Iterator[Passage]:
    for passage in (trial.title, trial.official_title, trial.brief_summary):
        if passage is not None:
            yield passage
    for condition in trial.conditions:
        yield condition.name
    for intervention in trial.interventions:
        yield intervention.name
        if intervention.description is not None:
            yield intervention.description
    for outcome in trial.outcomes:
        yield outcome.measure
        if outcome.description is not None:
            yield outcome.description
        if outcome.time_frame is not None:
            yield outcome.time_frame
    for arm in trial.arms:
        yield arm.label
        if arm.description is not None:
            yield arm.description
    if trial.detailed_description is not None:
        yield trial.detailed_description
    if trial.eligibility.criteria is not None:
        yield trial.eligibility.criteria


def definitions(text: str) -> Iterator[_Definition]:
    """The definitions in `text`, in order, with offsets.

    >>> [(d.short, d.long) for d in definitions("Overall survival (OS) and PD (Progressive Disease)")]
    [('OS', 'Overall survival'), ('PD', 'Progressive Disease')]
    """
    text = _rounded(text)
    if "(" not in text:
        return
    for match in _BRACKET.finditer(text):
        found = _long_then_short(text, match) or _short_then_long(text, match)
        if found is not None:
            yield found


def coded(text: str, document: Document) -> Iterator[_Definition]:
    """The codes in brackets whose letters are not those of the name before: both name the same endpoint."""
    text = _rounded(text)
    if "(" not in text:
        return
    for match in _BRACKET.finditer(text):
        code = match[1].strip()
        if _CODE.fullmatch(code) is None or _long_then_short(text, match) is not None:
            continue
        meant = {c for c in document.vocabulary.lookup(code, "endpoint") if _has_codes(c, document)}
        if not meant:
            continue
        floor = max(0, match.start() - _LONGEST_FORM)
        before = text[floor : match.start()].rstrip()
        edges = [edge.end() for edge in _CLAUSE.finditer(before)]
        words = list(_WORD.finditer(before, edges[-1] if edges else 0))[-8:]
        for word in words:
            long = before[word.start() :]
            if " " not in long or word.group().lower() in _FUNCTION_WORDS:
                continue
            if not meant.isdisjoint(document.vocabulary.lookup(long, "endpoint")):
                start, short_start = floor + word.start(), match.start(1) + match[1].index(code)
                yield _Definition(
                    code,
                    long,
                    (short_start, short_start + len(code)),
                    (start, start + len(long)),
                    (start, match.end()),
                )
                break


def _has_codes(endpoint: str, document: Document) -> bool:
    """Whether the endpoint is a single quantity that is told by codes: those of pharmacokinetics and HbA1c are."""
    concept = document.concept(endpoint)
    return concept is not None and ("endpoint/pharmacokinetics" in concept.broader or endpoint == "endpoint/hba1c")


def _rounded(text: str) -> str:
    """The text with round brackets for brackets of any other form, character for character."""
    if not text.isascii() or "[" in text or "{" in text:
        text = text.translate(_ALL_BRACKETS)
    return _ESCAPED_BRACKET.sub(" ", text) if "\\" in text else text


def _is_short_form(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    if not 2 <= len(word) <= 14 or len(letters) < 2:
        return False
    if word.lower().strip(".") in _NOT_SHORT and not (word.isupper() and len(word) > 2 and word not in _SHOUTED):
        return False
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 or (len(word) <= 5 and any(c.isupper() or c.isdigit() for c in word[1:]))


def _align(short: str, text: str) -> int | None:
    """Where in `text` the long form begins whose letters spell `short`; None where they do not."""
    letters = [c for c in short.lower() if c.isalnum()]
    lowered = text.lower()
    at = len(text) - 1
    for index in range(len(letters) - 1, -1, -1):
        while at >= 0 and (lowered[at] != letters[index] or (index == 0 and at > 0 and lowered[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return at + 1


def _is_name(short: str, long: str) -> bool:
    """Whether `long` is a name that `short` may stand for: not `short` and more, not a clause about patients."""
    head, rest = long[: len(short)], long[len(short) :]
    if head.lower() == short.lower() and not rest[:1].islower():
        return False
    if ")" in long and "(" not in long:
        return False
    return not _ABOUT_PATIENTS & set(re.split(r"[\s/-]+", long.lower())[1:-1])


def _without_statistic(long: str, short: str) -> str:
    """`No evidence of disease rate (NED)`: the letters leave out the last word: it is not part of the long form."""
    head, _, last = long.rpartition(" ")
    if last.lower() in _STATISTICS and head and last[0].lower() != short[-1].lower() and _align(short, head) == 0:
        return head.rstrip()
    return long


def _long_then_short(text: str, bracket: re.Match[str]) -> _Definition | None:
    inner = bracket.group(1)
    core = re.split(r"[;,]", inner, maxsplit=1)[0].strip()
    shape = _SHORT.match(core)
    if shape is None or bool(shape[1]) != bool(shape[3]) or not _is_short_form(shape[2]):
        return None
    short = shape[2]
    plural = short.endswith("s") and short[:-1].isupper()
    stem = short[:-1] if plural else short
    before = text[max(0, bracket.start() - _LONGEST_FORM) : bracket.start()].rstrip()
    offset = bracket.start() - len(text[max(0, bracket.start() - _LONGEST_FORM) : bracket.start()])
    edge = max(before.rfind(mark) + len(mark) - 1 for mark in ("|", "\n", ". ", "(", "; ")) + 1
    if not any(mark in before for mark in ("|", "\n", ". ", "(", "; ")):
        edge = 0
    words = list(_WORD.finditer(before, edge))
    size = sum(c.isalnum() for c in stem)
    reach = min(size + 5, size * 2)
    if not words:
        return None
    first = words[max(0, len(words) - reach)].start()
    for form in dict.fromkeys((stem, short)):
        begin = _align(form, before[first:])
        if begin is None:
            continue
        long = _without_statistic(before[first + begin :], form)
        if (
            len(long) > len(short)
            and short.lower() not in long.lower().split()
            and len(long.split()) <= reach + 1
            and ", " not in long
            and any(c.isalpha() for c in long)
            and _is_name(short, long)
        ):
            short_start = bracket.start() + 1 + inner.index(short)
            long_start = offset + first + begin
            return _Definition(
                short,
                long,
                (short_start, short_start + len(short)),
                (long_start, long_start + len(long)),
                (long_start, bracket.end()),
            )
    return None


def _short_then_long(text: str, bracket: re.Match[str]) -> _Definition | None:
    before = _WORD_BEFORE.search(text, max(0, bracket.start() - 12), bracket.start())
    inner = bracket.group(1)
    long = inner.strip()
    if before is None or not _is_short_form(before[1]):
        return None
    short = before[1]
    words = re.findall(r"[A-Za-z0-9]+", long)
    size = sum(c.isalnum() for c in short)
    if len(words) < 2 or len(words) > size + 3 or words[0][:1].lower() != short[:1].lower() or _align(short, long) != 0:
        return None
    if short.lower() in re.split(r"[^a-z0-9]+", long.lower()) or not _is_name(short, long):
        return None
    start = bracket.start() + 1 + inner.index(long)
    return _Definition(
        short,
        long,
        (before.start(1), before.end(1)),
        (start, start + len(long)),
        (before.start(1), bracket.end()),
    )
