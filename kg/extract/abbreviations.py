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
from functools import lru_cache
from typing import NamedTuple

from kg.extract.abbreviated_cells import of_cells
from kg.extract.context import meant
from kg.extract.document import Abbreviation, Document, Item
from kg.extract.spelled_out import align, by_initials, is_name, is_short_form, without_statistic
from kg.extract.trial_names import last_in_title, spells_out_the_trial
from kg.model import Node, Passage, Span, Statement, Trial, Value
from kg.text import name_key

_BRACKET = re.compile(r"\(([^()\n|]{1,120})\)")
_ROUND = tuple(zip("（）［］【】〔〕[]{}", "()" * 6, strict=True))
_ESCAPED_BRACKET = re.compile(r"\\(?=[\[\]()])")
_SHORT = re.compile(r"([\"'“”]?)([A-Za-z0-9][\w+/.&-]{0,11}(?: [A-Z][\w-]{1,9})?)([\"'“”]?)$")
_LONGEST_SHORT = 25  # characters that `_SHORT` can take
# "clinical risk score (CRS 3-5)", "visual analogue scale (VAS ≥ 4)": the short form, and what values it takes.
_VALUE = re.compile(
    r"(?<=[A-Z]) (?:score )?(?:of )?(?:[<>≤≥=]{1,2} ?|up to |at least )?\d[\d., /–-]*(?:to \d+|points?|%)?$"
)
_NUMBERED = re.compile(r",? (?:version |v |type |question |level |stage )?[\d.]+[.-]?$")
_WORD_BEFORE = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9/&-]{1,9})\s?$")
_WORD = re.compile(r"\S+")
_PLAIN_WORD = re.compile("[A-Za-z0-9]+")
_LONGEST_FORM = 160
_EDGES = ("|", "\n", ". ", "(", "; ")  # a long form does not reach across one of these
_FUNCTION_WORDS = frozenset(
    "a an the of in on for with without from to and or by at as is are was were be been who which that than into "
    "versus vs per via after before during between among under over".split()
)
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
    names: dict[str, list[Span]] = {}  # of the trial
    for passage in _passages(trial):
        if not _brackets(passage.text):
            continue
        titled = passage is trial.title or passage is trial.official_title
        called: tuple[int, int] | None = None
        abbreviated: set[tuple[int, int]] = set()
        for found in (*definitions(passage.text), *coded(passage.text, document)):
            abbreviation = Abbreviation(
                found.short,
                found.long,
                passage.span(*found.short_at),
                passage.span(*found.long_at),
                passage.span(*found.whole),
            )
            document.abbreviations.append(abbreviation)
            if titled and spells_out_the_trial(passage.text, *found.whole, found.short, found.long, document):
                start, end = found.short_at
                called = start, end - len(" Trial") * found.short.endswith((" Trial", " Study"))
            else:
                abbreviated.add(found.short_at)
                known.setdefault((found.short, name_key(found.long)), []).append(abbreviation)
        if titled:
            called = called or last_in_title(passage.text, document)
            if called is not None and called not in abbreviated:
                names.setdefault(passage.text[slice(*called)], []).append(passage.span(*called))
    document.abbreviations.extend(of_cells(trial))  # the graph has them as the outcomes' acronyms
    for number, same in enumerate(known.values()):
        path = trial.part(f"abbreviation-{number}")
        yield Node(path, "Abbreviation")
        for subject, predicate, value, spans in (
            (trial.path, "tkg:definesAbbreviation", path, [a.definition for a in same]),
            (path, "tkg:shortForm", Value(same[0].short), [a.short_span for a in same]),
            (path, "tkg:longForm", Value(same[0].long), [a.long_span for a in same]),
        ):
            yield Statement(subject, predicate, value, "grammar", _CONFIDENCE, tuple(spans), "long (SHORT)")
    if names and trial.acronym is None:
        name, spans = next(iter(names.items()))
        yield Statement(trial.path, "tkg:acronym", Value(name), "grammar", _CONFIDENCE, tuple(spans), "name-in-title")


def _passages(trial: Trial) -> Iterator[Passage]:
    """The texts in which definitions are looked for, titles first."""
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


@lru_cache(maxsize=4)
def _brackets(text: str) -> list[tuple[re.Match[str], _Definition | None]]:
    """The brackets of a text, each with what the words before it spell out; read once for both kinds of definition."""
    text = _rounded(text)
    if "(" not in text:
        return []
    return [(bracket, _long_then_short(text, bracket)) for bracket in _BRACKET.finditer(text)]


def definitions(text: str) -> Iterator[_Definition]:
    """The definitions in `text`, in order, with offsets.

    >>> [(d.short, d.long) for d in definitions("Overall survival (OS) and PD (Progressive Disease)")]
    [('OS', 'Overall survival'), ('PD', 'Progressive Disease')]
    """
    for bracket, spelled in _brackets(text):
        found = spelled or _short_then_long(bracket.string, bracket)
        if found is not None:
            yield found


def coded(text: str, document: Document) -> Iterator[_Definition]:
    """The codes in brackets whose letters are not those of the name before: both name the same endpoint."""
    for bracket, spelled in _brackets(text):
        code = bracket[1].strip()
        if spelled is not None or _CODE.fullmatch(code) is None:
            continue
        named = {c for c in meant(document.vocabulary, code, "endpoint") if _has_codes(c, document)}
        if not named:
            continue
        floor = max(0, bracket.start() - _LONGEST_FORM)
        before = bracket.string[floor : bracket.start()].rstrip()
        edges = [edge.end() for edge in _CLAUSE.finditer(before)]
        words = list(_WORD.finditer(before, edges[-1] if edges else 0))[-8:]
        for word in words:
            long = before[word.start() :]
            if " " not in long or word.group().lower() in _FUNCTION_WORDS:
                continue
            if not named.isdisjoint(meant(document.vocabulary, long, "endpoint")):
                start, short_start = floor + word.start(), bracket.start(1) + bracket[1].index(code)
                yield _Definition(
                    code,
                    long,
                    (short_start, short_start + len(code)),
                    (start, start + len(long)),
                    (start, bracket.end()),
                )
                break


def _has_codes(endpoint: str, document: Document) -> bool:
    """Whether the endpoint is a single quantity that is told by codes: those of pharmacokinetics and HbA1c are."""
    concept = document.concept(endpoint)
    return concept is not None and ("endpoint/pharmacokinetics" in concept.broader or endpoint == "endpoint/hba1c")


def _rounded(text: str) -> str:
    """The text with round brackets for brackets of any other form, character for character."""
    if not text.isascii() or "[" in text or "{" in text:
        for sign, plain in _ROUND:
            text = text.replace(sign, plain)
    return _ESCAPED_BRACKET.sub(" ", text) if "\\" in text else text


def _start_of_last_words(text: str, start: int, count: int) -> int:
    """Where the last `count` words of `text[start:]` begin; its end where there is none."""
    pieces = text[start:].rsplit(None, count)
    place = start + len(pieces[0]) if len(pieces) > count else start
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _long_then_short(text: str, bracket: re.Match[str]) -> _Definition | None:
    """`long form (SHORT)`: the words before the bracket that the short form's letters spell."""
    inner = bracket.group(1)
    told = inner.partition(";")[0].partition(",")[0].strip()
    core = _VALUE.sub("", told)
    shape = _SHORT.match(core) if len(core) <= _LONGEST_SHORT else None
    if shape is None or bool(shape[1]) != bool(shape[3]) or not is_short_form(shape[2]):
        return None
    short = shape[2]
    plural = short.endswith("s") and short[:-1].isupper()
    stem = short[:-1] if plural else short
    offset = max(0, bracket.start() - _LONGEST_FORM)
    before = text[offset : bracket.start()].rstrip()
    edge = max([at + len(mark) for mark in _EDGES if (at := before.rfind(mark)) >= 0], default=0)
    size = sum(map(str.isalnum, stem))
    reach = min(size + 5, size * 2)
    first = _start_of_last_words(before, edge, reach)
    if first == len(before):
        return None
    for form in dict.fromkeys((stem, short)):
        begin = align(form, before[first:])
        if begin is None:
            continue
        long = without_statistic(before[first + begin :], form)
        if core != told:  # "Solid Tumors version 1.1 (RECIST 1.1)"
            long = _NUMBERED.sub("", long)
            if not by_initials(form, long):
                continue
        if _may_be_long_form(short, long, reach):
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


def _may_be_long_form(short: str, long: str, most: int) -> bool:
    """Whether what a short form is aligned with is a name of at most one word more than `most`, not a list, and does
    not itself hold the short form."""
    return (
        len(long) > len(short)
        and short.lower() not in long.lower().split()
        and len(long.split()) <= most + 1
        and ", " not in long
        and any(c.isalpha() for c in long)
        and is_name(short, long)
    )


def _short_then_long(text: str, bracket: re.Match[str]) -> _Definition | None:
    """`SHORT (long form)`: the bracket as a whole, if its words begin with the short form's letters."""
    before = _WORD_BEFORE.search(text, max(0, bracket.start() - 12), bracket.start())
    inner = bracket.group(1)
    long = inner.strip()
    if before is None or not is_short_form(before[1]):
        return None
    short = before[1]
    if "+" in long and "+" not in short:  # "PVE (PVA particles + coils)": what it is done with
        return None
    words = _PLAIN_WORD.findall(long)
    size = sum(c.isalnum() for c in short)
    if len(words) < 2 or len(words) > size + 3 or words[0][:1].lower() != short[:1].lower() or align(short, long) != 0:
        return None
    if short.lower() in _PLAIN_WORD.findall(long.lower()) or not is_name(short, long):
        return None
    start = bracket.start() + 1 + inner.index(long)
    return _Definition(
        short,
        long,
        (before.start(1), before.end(1)),
        (start, start + len(long)),
        (before.start(1), bracket.end()),
    )
