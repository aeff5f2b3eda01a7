"""What no reading of an outcome cell may do, whatever the model prefers.

The rule: a row of times is one time frame ("6 hours, 24 hours, 48 hours after surgery"); an instrument, a bare unit, a
name ("5-year OS") or the range of a scale begins none ("CTCAE 5.0, 2 years"); and a measure keeps the whole list of
names that it begins with (`kg.read.outcomes.names`), and all ends of its clock.
"""

from __future__ import annotations

import re

from kg.read.outcomes.cuts import UNIT, is_time_like
from kg.read.outcomes.names import end_of_list, named
from kg.read.outcomes.readings import Cell

_TIME = re.compile(
    r"(?:(?:at |on )?(?:(?:the )?baseline|screening|enrol+ment|randomi[sz]ation"
    r"|before (?:treatment|surgery|operation|discharge|rt|(?:radio|chemo|immuno)?therapy)"
    r"|pre(?:-?\s?(?:operati(?:on|ve(?:ly)?)|treatment|op|dose))?|(?:before|after|at|during) induction)"
    r"|(?:at |on |after )*(?:post-?operative )?\d+(?:\.\d+)?(?:st|nd|rd|th)?[\s-]*" + UNIT
    + r"|(?:at |on |after )*(?:post-?operative )?" + UNIT + r"[\s#-]*\d+|(?:at |on )?(?:pod ?|c\d+d|[tvwmdy])\d+"
    r"|(?:at )?(?:bl|eot|eos|toc|fu|end of (?:the )?(?:treatment|study|therapy|follow-?up))"
    r"|t\d(?: [a-z][\w ./-]{1,24})?"
    r"|(?:d|day )\d+ of (?:each|every) (?:cycle|course)"
    r"|(?:pre|post)-?op(?:erative(?:ly)?)? \d+ ?(?:d|h|" + UNIT + ")"
    r"|(?:in |at )?(?:the )?(?:pacu|recovery room|hospital discharge))",
    re.IGNORECASE,
)  # fmt: skip
_VERSION = re.compile(r"[\s,]*(?:version|ver\.?|v\.?)?\s?\d+(?:\.\d+)*\Z", re.IGNORECASE)
_LISTED = re.compile(r",? (?:and|or|&|\+) |, ")
_UNIT_BEHIND = re.compile(r"\((?:minutes?|mins?|m[lL]|mm|cm|k?g|%|days?|h(?:ours?)?)\)\s*\Z")
_BESIDE = re.compile(r" (?:and|or|&|\+) ")
# "… at week 4, week 8, week 12": the row begins within a sentence and is part of that.
_ENDS_IN_TIME = re.compile(r"(?:\d[\s-]*" + UNIT + r"|" + UNIT + r"[\s#-]*\d+)\s*\Z", re.IGNORECASE)
_HOW_OFTEN = re.compile(r" every \d+ ?" + UNIT + r"\Z", re.IGNORECASE)  # "5-year OS", "HR every 5 min"
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z\d]{1,3}")
_A_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_COUNTS_ON = re.compile(
    r"(?:, \d{1,3}(?:\.\d+)?)*(?:, |,? (?:and|&) )\d{1,3}(?:\.\d+)?[ -]?(?:h|d|" + UNIT + r")\b", re.IGNORECASE
)
_BEGINS_AGAIN = re.compile(r", \d{1,3}(?:\.\d+)?(?:,| and| &)")
_SCALE = re.compile(r"[01]\s?(?:-|to)\s?(?:5|10|100)(?:\s?(?:points?|mm|cm))?")
_BARE_UNIT = re.compile(r"(?:in )?(?:" + UNIT + r"|mm|cm|kg|ml)", re.IGNORECASE)  # what is measured, not when
# A unit that stands alone behind a measure and before the time frame tells how it is told, as in 16 of 16 registered
# outcomes.
_MEASURED_IN = re.compile(
    r"(?:%|%[- ]points?|percent|mm|cm|m|mm ?Hg|cm ?H2O|d[BL]/?m?|kPa|bpm|beats/min|degrees?|points|seconds?|sec|"
    r"minutes?|min|hours?|"
    r"kg/m[2²]?|"
    r"(?:m|µ|μ|mc|n|p|k)?(?:g|mol|l|IU|U)(?:/(?:(?:m|d|µ|μ)?l|kg|min|h|hr|day|site))?|(?:mm|cm)[23²³]|kg/cm[2²])\.?",
    re.IGNORECASE,
)
_WITHIN_ROW = re.compile(r"\b(?:at|after) \d+(?:, \d+)*\Z", re.IGNORECASE)
_TELLS_HOW = re.compile(r"\w (?:using|according to|questionnaires?)\b", re.IGNORECASE)
# Words of the few time frames that do not read like time, of 11,193 registered ones 134: "throughout study", "weekly".
_TELLS_WHEN = re.compile(
    r"[\d年月周天日时后前]|\b(?:stud(?:y|ies)|trial|time|at|on|in|by|when|once|until|till|through\w*|from|since|end|start|beginning|conclusion|"
    r"(?:dai|week|month|year)ly|annual\w*|quarterly|stay|phase|season|long|short|term|ongoing|present|continuous\w*|"
    r"immediat\w*|induction|doses|injections|infusions|treatments|procedures|first|last|among|within|between|prior|over|"
    r"following|up|intra\w*|peri\w*|post\w*|pre\w*|bas\w*|line|visits?\w*|one|two|three|once|twice|single|"
    r"pacu|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\b",
    re.IGNORECASE,
)
_SURVIVES = re.compile(r"[A-Za-z]{0,4}(?:OS|PFS|DFS|RFS|EFS|MFS|ORR|DCR|DOR|DoR)")
# The ends of a clock that begins in the measure: "EFS; from randomization to progression, relapse, death".
_OPENS_CLOCK = re.compile(r"\b(?:from|between)\b[^,]{3,60}\b(?:to|until|till|and)\b[^,]*\Z", re.IGNORECASE)
_ENDS_CLOCK = re.compile(
    r"(?:(?:or|and) )?(?:(?:local|distant|disease|tumou?r|cancer|first) )?(?:death|progression|relapse|recurrence|"
    r"metastas[ie]s|second (?:primary )?(?:cancer|malignancy))"
    r"(?: (?:from|of|due to|for) (?:any|all) (?:cause|reason)s?)?(?: or death)?\.?",
    re.IGNORECASE,
)
_LONGEST = 40


def corrected(cell: Cell, i: int, j: int) -> tuple[int, int]:
    """The cuts of a reading, made to keep the rules. `j` is below the number of cuts, there is a time frame."""
    i, j = _with_the_whole_row(cell, i, _past_what_begins_no_time(cell, i, j))
    cuts, text = cell.cuts, cell.text
    if _are_names(text[cuts[j] + 2 :]) or (j == len(cuts) - 1 and _is_no_time(_piece(cell, j + 1))):
        i, j = (i if i < j or not _goes_on(cell, i) else len(cuts)), len(cuts)
        if i == j:
            return i, j
    if i == j and _WITHIN_ROW.search(text, max(0, cuts[j] - _LONGEST), cuts[j]):
        return len(cuts), len(cuts)  # "DFS rate at 12, 24, 36 months": when a measure without a time frame is taken
    i = _past_the_clock(cell, _before_the_unit(cell, i, j), j)
    return (end_of_list(text, cuts, i, j) if i < j else i), j


def _past_what_begins_no_time(cell: Cell, i: int, j: int) -> int:
    """The cut before the time frame, moved behind instruments and scales that it began with."""
    cuts = cell.cuts
    while j < len(cuts) - 1 and i < len(cuts) and _begins_no_time(_piece(cell, j + 1)):
        j += 1
    return j


def _with_the_whole_row(cell: Cell, i: int, j: int) -> tuple[int, int]:
    """The cuts, with the times that stand in a row before the time frame taken into it; not where the row begins
    within a sentence, unless the measure ends there."""
    cuts, text = cell.cuts, cell.text
    row, first = j, (i if i < j else 0)
    while row > first and cuts[row] - cuts[row - 1] <= _LONGEST and _goes_before(cell, row):
        row -= 1
    before = text[cuts[row - 1] + 2 if row else 0 : cuts[row]]
    within = before.strip().isdigit() or (_ENDS_IN_TIME.search(before[-_LONGEST:]) and not _said(cell, row, before))
    return (min(i, row), row) if (row == i and i < j) or not within else (i, j)


def _goes_before(cell: Cell, row: int) -> bool:
    """Whether the piece before cut `row` is a time, or one of the numbers before a unit: "2, 6, 12, 24 h"."""
    text, begin, end = cell.text, cell.cuts[row - 1] + 2, cell.cuts[row]
    if _TIME.fullmatch(text, begin, end):
        return not (text[begin].isdigit() and _BEGINS_AGAIN.match(text, end))  # "24 h, 4, 8, 24 h"
    return _A_NUMBER.fullmatch(text, begin, end) is not None and _COUNTS_ON.match(text, end) is not None


def _before_the_unit(cell: Cell, i: int, j: int) -> int:
    """The cut behind the measure, moved before the unit that it is measured in: "PD, CAL, mm"."""
    cuts = cell.cuts
    if i == len(cuts) or cuts[min(j, len(cuts) - 1)] - cuts[i] > _LONGEST:  # a sentence stands behind
        return i
    return next((k for k in range(min(i, j)) if _MEASURED_IN.fullmatch(_piece(cell, k + 1))), i)


def _past_the_clock(cell: Cell, i: int, j: int) -> int:
    """The cut behind the measure, moved behind all ends of the clock that begins in it."""
    if i < j and _ENDS_CLOCK.fullmatch(_piece(cell, i + 1)) and _OPENS_CLOCK.search(cell.text, 0, cell.cuts[i]):
        while i < j and _ENDS_CLOCK.fullmatch(_piece(cell, i + 1)):
            i += 1
    return i


def _goes_on(cell: Cell, i: int) -> bool:
    """Whether what stands behind cut `i` belongs to a measure that ends in an instrument: "QoL EORTC QLQ-C30,
    QLQ-LMC21"."""
    words = _piece(cell, i).split()
    last = _piece(cell, i + 1)
    if _TELLS_HOW.search(last):
        return True
    behind = named(last) or ""
    return behind.startswith("instrument/") and any(
        (named(" ".join(words[number:])) or "").startswith("instrument/") for number in range(1, len(words))
    )


def _said(cell: Cell, row: int, before: str) -> bool:
    """Whether the first time of a row was told before it, so that the row begins anew: "PFS at 3 years and 5 years,
    3 years, 5 years"."""
    first = _piece(cell, row + 1).strip()
    return bool(first) and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", before, re.IGNORECASE) is not None


def _piece(cell: Cell, number: int) -> str:
    """The piece behind cut `number - 1`."""
    end = cell.cuts[number] if number < len(cell.cuts) else len(cell.text)
    return cell.text[cell.cuts[number - 1] + 2 : end]


def _begins_no_time(piece: str) -> bool:
    """Whether a piece is an instrument or the range of a scale."""
    if len(piece) > _LONGEST:
        return False
    if _is_how(piece):
        return True
    if piece.lower() in ("death", "mortality") or (_SHORT_FORM.fullmatch(piece) and named(piece) is not None):
        return True  # "BPD, death", "RASS, BIS"
    often = _HOW_OFTEN.search(piece)
    return (piece[:1].isdigit() or often is not None) and named(piece[: often and often.start()]) is not None


def _is_how(piece: str) -> bool:
    """Whether a short piece is the range of a scale, a unit, a survival or an instrument."""
    if _SCALE.fullmatch(piece) or _BARE_UNIT.fullmatch(piece) or _SURVIVES.fullmatch(piece) or piece.startswith("%"):
        return True
    return _is_instrument(piece) or all(_is_instrument(name) for name in _BESIDE.split(piece))


def _is_instrument(name: str) -> bool:
    """Whether a name, or what stands before its version, is that of an instrument."""
    return any((named(written) or "").startswith("instrument/") for written in (name, _VERSION.sub("", name)))


def _are_names(text: str) -> bool:
    """Whether what was taken for a time frame is names of what is measured: "AST, bilirubin", "toxicity"."""
    if len(text) > 2 * _LONGEST:
        return False
    if is_time_like(text) and not _UNIT_BEHIND.search(text):
        return text[:1].isdigit() and (named(text) or "").endswith(("-survival", "-rate", "mortality"))  # "12-month OS"
    return all(named(name) is not None for name in _LISTED.split(text.rstrip(". ")))


def _is_no_time(piece: str) -> bool:
    """Whether the last piece of a cell tells how, and not when."""
    if len(piece) <= _LONGEST and _is_how(piece):
        return True
    return not is_time_like(piece) and (_TELLS_HOW.search(piece) is not None or _TELLS_WHEN.search(piece) is None)
