"""What speaks for cutting an outcome cell here or there: named features, the same in training and in use.

Features are of three sorts: of "the measure ends at this cut", of "the time frame starts after this cut", and of the
pair of both (`kg.read.outcomes.readings`).

The rule: a feature is a string that says what it sees (`time:before=.`), so that the weight of each is readable.
"""

from __future__ import annotations

import re

from kg.read.outcomes.cuts import NUMBER_UNIT, TIME_LIKE, Siblings, find_cuts, opening_words
from kg.read.outcomes.readings import (
    CHANGE,
    DEFINITION,
    MEASURE_CUTS,
    TIME_CUTS,
    Cell,
    length,
    pair_features,
    readings,
)
from kg.read.outcomes.wording import long_forms, wording_features

_LIST_END = re.compile(r"[^.]{1,40}? (?:and|or|&) [^.]{1,40}", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s+[A-Z(]")
_ACRONYM = re.compile(r"\(([A-Za-z][A-Za-z0-9/&\-]{1,9})\)$")
_TOKEN = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z0-9]")
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
TIME_WORDS = frozenset(
    """up to from through until till at on in within during after before following post pre prior the a an of and or for
    each every with baseline day days week weeks month months year years hour hours minute minutes second seconds cycle
    cycles visit visits first last final end start beginning initiation treatment therapy study trial surgery operation
    randomization randomisation enrollment enrolment screening inclusion progression death date any cause whichever
    occurs occurred comes came completion average approximately about approx maximum minimum median assessed assessment
    assessments evaluated measured follow followup disease documented dose dosing predose postdose infusion injection
    one two three four five six seven eight nine ten twelve eighteen twenty thirty period time point points duration mo
    mos wk wks yr yrs hr hrs h d w m y min c then thereafter discharge hospital postoperative preoperative
    postoperatively operative intervention procedure administration drug subject patient participant participants
    patients entire throughout overall long term immediately next half per occurrence observed recurrence informed
    consent signing relapse lost least s as is was if by""".split()
)
TIME_OPENERS = frozenset(
    """up from through until till at on in within during after before following baseline day days week weeks month
    months year years hour hours cycle cycles visit every each immediately approximately about an average assessed
    screening pre post predose postdose preoperative preoperatively postoperative postoperatively intraoperative
    intraoperatively perioperative enrollment end throughout start time the date first one two three four five six
    twelve randomization change maximum minimum prior since over to between entire whole whichever death duration
    measured evaluated once last long median""".split()
)
_DESCRIPTION_OPENERS = frozenset(
    """defined the time number percentage proportion percent rate as measured assessed evaluated to this is was a an it
    change mean patients participants subjects determined using calculated based evaluation assessment measurement
    incidence will duration from overall descriptive comparison adverse according score total ratio definition and by
    all we for each in response interval""".split()
)


def _kind(character: str) -> str:
    if character.isdigit():
        return "0"
    return "a" if character.isalpha() else character


def _words_after(text: str, at: int) -> tuple[str, str, str]:
    """The two tokens after a cut, lower case, numbers as 0, and the shape of the first."""
    first = _TOKEN.search(text, at, at + 80)
    if first is None:
        return "", "", "o"
    second = _TOKEN.search(text, first.end(), first.end() + 40)
    initial = first.group()[0]
    shape = "C" if initial.isupper() else "d" if initial.isdigit() else "l" if initial.islower() else "o"
    return _plain(first.group()), _plain(second.group()) if second else "", shape


def _plain(token: str) -> str:
    return "0" if token[0].isdigit() else token.lower()


def analyse(text: str, shared: Siblings) -> Cell:
    """All features of one cell."""
    cuts = find_cuts(text)
    if not cuts:
        return Cell(text, [], [], [], 0, [text.count(" ") + 1, 0], [False], [False], [])
    low = text.lower()
    if len(low) != len(text):  # a few letters change their length
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    count, size = len(cuts), len(text)
    begins = [0, *(cut + 2 for cut in cuts)]
    ends = [*cuts, size]
    first_time_cut = max(0, count - TIME_CUTS)
    words_from = [0] * (count + 2)
    time_like = [False] * (count + 1)
    runs = [False] * (count + 1) + [True]  # is everything from this piece on time-like?
    known = [0] * (count + 2)
    words = [0] * (count + 2)
    sentence = [False] * (count + 2)
    for k in range(count, -1, -1):
        begin, end = begins[k], ends[k]
        words_from[k] = words_from[k + 1] + text.count(" ", begin, end) + 1
        if k < first_time_cut and k > MEASURE_CUTS:
            continue
        piece = low[begin:end] if end - begin <= 400 else low[begin : begin + 400]
        time_like[k] = TIME_LIKE.search(piece) is not None
        runs[k] = runs[k + 1] and time_like[k]
        if size - begin <= 220:
            found = _WORD.findall(piece)
            words[k] = words[k + 1] + len(found)
            known[k] = known[k + 1] + sum(word in TIME_WORDS for word in found)
        sentence[k] = sentence[k + 1] or _SENTENCE.search(text, begin, min(size, end + 3)) is not None
    sizes = [words_from[k] - words_from[k + 1] for k in range(count + 1)]
    starts = [low[begin : begin + 4] for begin in begins]
    inner = [
        end - begin <= 60 and not time_like[k] and _LIST_END.fullmatch(text, begin, end) is not None
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    measure: list[list[str]] = []
    time: list[list[str]] = []
    spelled_out = long_forms(text)
    in_sentence = False
    so_far = 0
    for k, cut in enumerate(cuts):
        before = text[cut - 1] if cut else ""
        mark = _kind(before) if before else ""
        tail = _TOKEN.findall(text[max(0, cut - 32) : cut])
        last = _plain(tail[-1]) if tail else ""
        last_two = f"{_plain(tail[-2])} {last}" if len(tail) > 1 else last
        first, second, shape = _words_after(text, cut + 2)
        so_far += text.count(" ", begins[k], cut) + 1
        in_sentence = in_sentence or _SENTENCE.search(text, begins[k], cut) is not None
        common = (mark, shape, first, second, last, last_two)
        if k < MEASURE_CUTS:
            features = _measure_features(text, low, cut, k, common, so_far, in_sentence, runs[k + 1], shared)
            features += _list_features("measure", sizes, starts, inner, k)
            features += wording_features("measure", text, low, begins[k], cut, ends[k + 1], spelled_out)
            measure.append(features)
        if k >= first_time_cut:
            share = known[k + 1] / words[k + 1] if words[k + 1] else 1.0
            features = _time_features(
                text, low, cuts, k, ends[k + 1], common, words_from[k + 1],
                runs, time_like, sentence[k + 1], share, shared,
            )  # fmt: skip
            features += _list_features("time", sizes, starts, inner, k)
            features += wording_features("time", text, low, begins[k], cut, ends[k + 1], spelled_out)
            time.append(features)
        else:
            time.append([])
    cell = Cell(text, cuts, measure, time, first_time_cut, words_from, time_like, runs, [])
    cell.pairs.extend((i, j, pair_features(cell, i, j)) for i, j in readings(cell))
    return cell


Common = tuple[str, str, str, str, str, str]


def _list_features(part: str, sizes: list[int], starts: list[str], inner: list[bool], k: int) -> list[str]:
    """Does an enumeration (`a, b, c and d`) run across cut k?"""
    found = [f"{part}:pieces={min(sizes[k], 5)},{min(sizes[k + 1], 5)}"]
    for ahead in range(k + 1, min(k + 6, len(sizes))):
        if starts[ahead].startswith(("and ", "or ")):
            found.append(f"{part}:enumeration={min(ahead - k, 3)}")
            break
        if sizes[ahead] > 4:
            break
        if inner[ahead]:
            found.append(f"{part}:enumeration-inside={min(ahead - k, 3)},{ahead == len(sizes) - 1}")
            break
    return found


def _measure_features(
    text: str,
    low: str,
    cut: int,
    k: int,
    common: Common,
    words: int,
    in_sentence: bool,
    run: bool,
    shared: Siblings,
) -> list[str]:
    """Features of "the measure ends at this cut"."""
    mark, shape, first, second, last, last_two = common
    found = [
        f"measure:before={mark}",
        f"measure:shape={shape}",
        f"measure:next={first}",
        f"measure:next2={first} {second}",
        f"measure:last={last}",
        f"measure:last2={last_two}",
        f"measure:edge={mark}{shape}",
        f"measure:cut={min(k, 6)}",
        f"measure:words={length(words)}",
    ]
    if first in ("and", "or"):
        found.append("measure:list")
    if first in _DESCRIPTION_OPENERS:
        found.append(f"measure:description-opens={shape}")
    if first in TIME_OPENERS:
        found.append("measure:time-opens")
    if run:
        found.append("measure:only-time-follows")
    if mark == ")":
        acronym = _ACRONYM.search(text[max(0, cut - 14) : cut])
        if acronym:
            found.append("measure:acronym")
            if text.find(acronym.group(1), cut) >= 0:
                found.append("measure:acronym-repeated")
    if cut > 5 and low.find(low[: min(cut, 18)], cut) >= 0:
        found.append("measure:beginning-repeated")
        if cut > 8 and cut <= 300 and low.find(low[:cut], cut) >= 0:
            found.append("measure:repeated")
    word = _WORD.match(low)
    if word and len(word.group()) > 2 and low.startswith(word.group(), cut + 2):
        found.append("measure:starts-over")
    if in_sentence:
        found.append("measure:has-sentence")
    if shared.cells > 1:
        if shared.beginnings.get(text[:cut], 0) > 1:
            found.append("measure:shared")
        alike = shared.openings.get(opening_words(text, cut), 0)
        if alike > 1:
            found.append(f"measure:opening-shared={'most' if alike * 2 > shared.cells else 'some'}")
            if run:
                found.append("measure:opening-shared-time")
    return found


def _time_features(
    text: str,
    low: str,
    cuts: list[int],
    k: int,
    end: int,
    common: Common,
    words: int,
    runs: list[bool],
    time_like: list[bool],
    has_sentence: bool,
    share: float,
    shared: Siblings,
) -> list[str]:
    """Features of "the time frame starts after this cut"."""
    mark, shape, first, second, last, _ = common
    begin, size = cuts[k] + 2, len(text)
    found = [
        f"time:before={mark}",
        f"time:shape={shape}",
        f"time:next={first}",
        f"time:next2={first} {second}",
        f"time:last={last}",
        f"time:words={length(words)}",
        f"time:cuts-left={min(len(cuts) - 1 - k, 6)}",
        f"time:edge={mark}{shape}",
    ]
    if runs[k + 1]:
        found += ["time:run", f"time:run-before={mark}", "time:run-inner" if runs[k] else "time:run-longest"]
    else:
        found.append("time:no-run")
    if time_like[k + 1]:
        found.append("time:next-piece-time")
    if time_like[k]:
        found.append("time:last-piece-time")
    if NUMBER_UNIT.search(low, begin, min(end, begin + 400)):
        found.append("time:number-unit")
    if has_sentence:
        found.append("time:has-sentence")
    if size - begin <= 200:
        found.append(f"time:vocabulary={int(share * 8)}")
        if first in TIME_OPENERS or first == "0":
            found.append("time:opens")
        if words <= 5:
            found.append("time:whole=" + _NUMBER.sub("0", low[begin:]))
    else:
        found.append("time:long")
    if first in ("and", "or"):
        found.append("time:list")
    closed = text.rstrip().endswith(".")
    if DEFINITION.match(text, begin):
        found += ["time:definition", f"time:definition-closed={closed}"]
    if CHANGE.match(text, begin):
        found.append("time:change")
    if closed and not NUMBER_UNIT.search(low, begin, min(size, begin + 400)):
        found.append("time:closed-without-number")
    if shared.cells > 1 and size - begin <= 200:
        same = shared.endings.get(text[begin:], 0)
        if same > 1:
            found.append(f"time:shared={min(same, 4)}")
            if same == shared.cells:
                found.append("time:shared-by-all")
            longer = shared.endings.get(text[cuts[k - 1] + 2 :], 0) if k else 0
            found.append("time:shared-longest" if longer < same else "time:shared-inner")
            if runs[k + 1]:
                found.append("time:shared-run")
    return found
