"""What speaks for cutting an outcome cell here or there: named features, the same in training and in use.

A cell is `measure, description, time frame`, joined by `, `; description and time frame may be missing. Every `, `
outside balanced brackets may be a cut. A reading of the cell is a pair of cuts (i, j), i <= j: the measure ends at
cut i, the time frame starts after cut j; i == j means no description, j == n (no cut) no time frame, i == n neither.

The rule: a feature is a string that says what it sees (`time:before=.`), so that the weight of each is readable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

SEPARATOR = ", "
MEASURE_CUTS = 14
"""A measure ends at one of this many first cuts (99.9% do)."""
TIME_CUTS = 24
"""A time frame starts at one of this many last cuts."""
CONSIDERED = 20_000
"""Characters of a cell that are looked at from each end; no registry allows more."""

_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mos?|mths?|years?|yrs?|cycles?"
    r"|visits?|sessions?)"
)
_TIME_LIKE = re.compile(
    r"(?<![a-z])(?:" + _UNIT + r"|baseline|enrol\w*|randomi[sz]ation|screening|inclusion|\w*operati\w+|surgery"
    r"|follow[- ]?ups?|completion|eo[ts]|progression|death|discharge|admission|\w*-?dos(?:e|ing)|treatment|therapy"
    r"|infusion|injection|transplant\w*|birth|delivery|procedure|intervention|pre|post|immediately|before|after|during"
    r"|discontinuation|withdrawal|vaccination|implantation|hospitali\w+|consent|time ?points?|period|duration|eoi"
    r"|c\d+d\d+|[dwmtv]\d+|\d+ ?[hdwmy])(?![a-z])|^\s*(?:and |or |at )?\d[\d.]*(?: and \d[\d.]*)?\s*$"
)
_NUMBER_UNIT = re.compile(
    r"\d\s*(?:-|–|st|nd|rd|th)?\s*" + _UNIT + r"(?![a-z])|(?<![a-z])" + _UNIT + r"[\s\-#]*\d"
    r"|(?<![a-z])(?:one|two|three|four|five|six|twelve|eighteen)[\s-]+" + _UNIT + r"(?![a-z])"
)
_BARE_TIME = re.compile(
    r"(?:(?:at |on )?baseline|[\d\W]+|(?:and |at )?\d+[\s-]*"
    + _UNIT
    + "|(?:and |at )?"
    + _UNIT
    + r"[\s#-]*\d+)(?:, (?:"
    r"(?:and |at )?\d+(?:[\s-]*" + _UNIT + ")?|(?:and |at )?" + _UNIT + r"?[\s#-]*\d+))*",
    re.IGNORECASE,
)
# "Time from randomization to death", "Change in CRP from baseline to week 24" tell what is measured, not when. Right
# after the measure none of 11,356 outcomes has such a time frame (a clock may be one if it says how many weeks).
_DEFINITION = re.compile(
    r"(?:defined as )?(?:the )?(?:\w+ )?(?:time|interval|duration|length|period)\b[^,;]{0,40}?\b(?:from|between)\b"
    r"[^.;]{2,150}?\b(?:to|until|till|and)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?:the |mean |absolute |relative |percent(?:age)? )*(?:changes?|differences?|reductions?|improvements?|increases?"
    r"|decreases?|numbers?|proportion|percentage|incidence|rates?|occurrence|frequency) (?:in|of) \w",
    re.IGNORECASE,
)
_LIST_END = re.compile(r"[^.]{1,40}? (?:and|or|&) [^.]{1,40}", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s+[A-Z(]")
_ACRONYM = re.compile(r"\(([A-Za-z][A-Za-z0-9/&\-]{1,9})\)$")
_STRUCTURE = re.compile(r"[()\[\]{}]|, ")
_TOKEN = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z0-9]")
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_TIME_WORDS = frozenset(
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
_TIME_OPENERS = frozenset(
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
_LENGTH_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 34, 45, 60, 90, 150)
_LENGTHS = [str(next((step for step in _LENGTH_STEPS if count <= step), 999)) for count in range(151)]


def _length(words: int) -> str:
    return _LENGTHS[words] if words <= 150 else "999"


class Siblings(NamedTuple):
    """What the outcomes of one record share: how often each ending and each beginning of a cell occurs."""

    cells: int
    endings: dict[str, int]
    beginnings: dict[str, int]
    openings: dict[str, int]


class Cell(NamedTuple):
    """An analysed cell. Lists run over the cuts; `words_from[k]` counts the words from the k-th piece on;
    `time_like[k]` says whether the k-th piece reads like time; `pairs` holds the readings with their features."""

    text: str
    cuts: list[int]
    measure: list[list[str]]
    time: list[list[str]]
    first_time_cut: int
    words_from: list[int]
    time_like: list[bool]
    runs: list[bool]
    pairs: list[tuple[int, int, list[str]]]


def siblings(texts: Sequence[str]) -> Siblings:
    """Count what the cells of one record have in common."""
    endings: dict[str, int] = {}
    beginnings: dict[str, int] = {}
    openings: dict[str, int] = {}
    for text in texts:
        size = len(text)
        at = text.find(SEPARATOR)
        seen = 0
        opened: set[str] = set()
        while at >= 0 and seen < 60:
            if size - at <= 202:
                ending = text[at + 2 :]
                endings[ending] = endings.get(ending, 0) + 1
            if at <= 200:
                beginning = text[:at]
                beginnings[beginning] = beginnings.get(beginning, 0) + 1
            opened.add(_opening(text, at))
            at = text.find(SEPARATOR, at + 1)
            seen += 1
        for opening in opened:
            openings[opening] = openings.get(opening, 0) + 1
    return Siblings(len(texts), endings, beginnings, openings)


def _opening(text: str, cut: int) -> str:
    """The first two words after a cut."""
    return " ".join(text[cut + 2 : cut + 42].lower().split(" ", 2)[:2])


def find_cuts(text: str) -> list[int]:
    """Where a `, ` stands outside balanced brackets; a bracket that is never closed counts for nothing."""
    events: list[tuple[int, str]] = []
    open_at: list[int] = []
    partner: dict[int, int] = {}
    for match in _STRUCTURE.finditer(text):
        sign = match.group()
        if sign in "([{":
            open_at.append(len(events))
        elif sign in ")]}" and open_at:
            partner[open_at.pop()] = len(events)
        events.append((match.start(), sign))
    closing = set(partner.values())
    cuts, depth = [], 0
    for number, (at, sign) in enumerate(events):
        if sign == SEPARATOR:
            if depth == 0:
                cuts.append(at)
        elif number in partner:
            depth += 1
        elif number in closing:
            depth -= 1
    return cuts


def is_time_like(text: str) -> bool:
    """Whether a short text reads like (a part of) a time frame."""
    return len(text) <= 400 and _TIME_LIKE.search(text.lower()) is not None


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
        time_like[k] = _TIME_LIKE.search(piece) is not None
        runs[k] = runs[k + 1] and time_like[k]
        if size - begin <= 220:
            found = _WORD.findall(piece)
            words[k] = words[k + 1] + len(found)
            known[k] = known[k + 1] + sum(word in _TIME_WORDS for word in found)
        sentence[k] = sentence[k + 1] or _SENTENCE.search(text, begin, min(size, end + 3)) is not None
    sizes = [words_from[k] - words_from[k + 1] for k in range(count + 1)]
    starts = [low[begin : begin + 4] for begin in begins]
    inner = [
        end - begin <= 60 and not time_like[k] and _LIST_END.fullmatch(text, begin, end) is not None
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    measure: list[list[str]] = []
    time: list[list[str]] = []
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
            measure.append(features)
        if k >= first_time_cut:
            share = known[k + 1] / words[k + 1] if words[k + 1] else 1.0
            features = _time_features(
                text, low, cuts, k, ends[k + 1], common, words_from[k + 1],
                runs, time_like, sentence[k + 1], share, shared,
            )  # fmt: skip
            time.append(features + _list_features("time", sizes, starts, inner, k))
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
        f"measure:words={_length(words)}",
    ]
    if first in ("and", "or"):
        found.append("measure:list")
    if first in _DESCRIPTION_OPENERS:
        found.append(f"measure:description-opens={shape}")
    if first in _TIME_OPENERS:
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
        alike = shared.openings.get(_opening(text, cut), 0)
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
        f"time:words={_length(words)}",
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
    if _NUMBER_UNIT.search(low, begin, min(end, begin + 400)):
        found.append("time:number-unit")
    if has_sentence:
        found.append("time:has-sentence")
    if size - begin <= 200:
        found.append(f"time:vocabulary={int(share * 8)}")
        if first in _TIME_OPENERS or first == "0":
            found.append("time:opens")
        if words <= 5:
            found.append("time:whole=" + _NUMBER.sub("0", low[begin:]))
    else:
        found.append("time:long")
    if first in ("and", "or"):
        found.append("time:list")
    closed = text.rstrip().endswith(".")
    if _DEFINITION.match(text, begin):
        found += ["time:definition", f"time:definition-closed={closed}"]
    if _CHANGE.match(text, begin):
        found.append("time:change")
    if closed and not _NUMBER_UNIT.search(low, begin, min(size, begin + 400)):
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


def _is_bare_time(text: str, begin: int, end: int) -> bool:
    return end - begin <= 60 and _BARE_TIME.fullmatch(text, begin, end) is not None


def _is_definition(text: str, begin: int) -> bool:
    if _CHANGE.match(text, begin):
        return True
    return bool(_DEFINITION.match(text, begin)) and not _NUMBER_UNIT.search(text[begin : begin + 400].lower())


def readings(cell: Cell) -> list[tuple[int, int]]:
    """The pairs of cuts that are considered. The first is "all of it is the measure".

    A definition (`time from A to B`, `change in A from B to C`) right after the measure is no time frame.

    A bare number or time (`12 weeks`, `Baseline`) before a time frame is part of it and no description: none of 11,356
    outcomes has such a description.
    """
    count = len(cell.cuts)
    pairs = [(count, count)]
    for i in range(min(count, MEASURE_CUTS)):
        if i >= cell.first_time_cut and not _is_definition(cell.text, cell.cuts[i] + 2):
            pairs.append((i, i))
        pairs.extend(
            (i, j)
            for j in range(max(i + 1, cell.first_time_cut), count + 1)
            if j == count or not _is_bare_time(cell.text, cell.cuts[i] + 2, cell.cuts[j])
        )
    return pairs


def pair_features(cell: Cell, i: int, j: int) -> list[str]:
    """Features of a reading as a whole: the description between two cuts."""
    count, text = len(cell.cuts), cell.text
    if i == count:
        return ["pair:no-time", "pair:measure-only"]
    if i == j:
        found = ["pair:no-description"]
        if cell.runs[j + 1] and not cell.runs[j]:
            found.append("pair:no-description-longest-run")
        return found
    begin = cell.cuts[i] + 2
    end = cell.cuts[j] if j < count else len(text)
    words = cell.words_from[i + 1] - (cell.words_from[j + 1] if j < count else 0)
    found = [f"pair:words={_length(words)}"]
    stopped = text[end - 1] == "."
    capital = text[begin].isupper() if begin < len(text) else False
    if stopped:
        found.append("pair:full-stop")
    if capital:
        found.append("pair:capital")
        if stopped:
            found.append("pair:sentence")
    if j == count:
        found.append("pair:no-time")
        if cell.time_like[count]:
            found.append("pair:no-time-though-last-is")
    elif j - i == 1:
        found.append("pair:one-piece")
    if all(cell.time_like[i + 1 : j + 1]):
        found.append("pair:description-is-time" + ("-first" if cell.time_like[i] else ""))
        if words <= 2:
            found.append(f"pair:short-time={words}")
    return found
