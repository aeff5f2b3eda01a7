"""Which lines of a flattened record hold its outcomes: those below the interventions, before the detailed description.

The rule: a line is a list of outcomes only if it looks like one (cells joined by `|`, a time frame at the end, a
measure at the beginning), and plain prose never does. A description with line breaks in it makes a list of several
lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.read.outcomes.cells import LONGEST, is_time_like, split_cells

_CONTINUES = re.compile(r"\s*(?:[-*•·–]|\(?[0-9a-z]{1,2}[.)]\s|[a-z])")
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bincl)(?<!\bapprox)[.!?]\s+[A-Z]")
# Verbs of whole sentences: "patients are randomized", "the study compares". A measure has none before its first comma.
_STATES = re.compile(
    r"\b(?:is|are|was|were|will|would|shall|can|may|has|have|had|receives?|received|undergo(?:es)?|compares|evaluates|"
    r"investigates)\b|^(?:this|these|we|our|in this|in the|there|background|objectives|"
    r"objective(?!\s(?:response|remission|tumou?r|overall)\b))\b",
    re.IGNORECASE,
)
# How prose is headed, and how a measure opens that has a verb before its first comma: "Number of patients who are …".
_HEADED = re.compile(
    r"\W*(?:(?:primary|secondary|study|main|brief|trial|specific)\s)*(?:objectives?|outline|background|purpose|aims?|"
    r"hypothes[ie]s|rationale|methods?|design|introduction|criteria for \w+|summary|projected accrual)\s*:"
    r"|(?:primary |secondary )objectives?\b"
    r"|(?:(?:trial|study) )?(?:title|phase)(?: of (?:the )?(?:study|trial))?\s*:"
    r"|(?:this (?:is|was|will be) )?an? (?:[\w/,-]+ ){0,8}?(?:study|trial|protocol)\b"
    r"|(?:the )?(?:study|trial) design\b|in this (?:study|trial)\b|see above\b"
    r"|(?:this|the (?:proposed |present |current )?)(?: observational)? ?(?:study|trial) (?:utili[sz]es|aim(?:ed|s)|"
    r"examines|prospectively|is|was|will|investigates|evaluates|compares)\b"
    r"|the (?:main |primary )?(?:purpose|aim|objective|goal)s? of (?:this|the) (?:[\w-]+ ){0,3}?(?:study|trial)\b",
    re.IGNORECASE,
)
_OF_A_KIND = re.compile(r"\W*(?:primary|secondary)\b", re.IGNORECASE)  # "Primary objective: …" may be a measure
_COUNTS = re.compile(
    r"(?:the\s)?(?:total\s|mean\s|median\s|overall\s)*(?:numbers?|percent\w*|proportions?|rates?|incidence|frequency|changes?|"
    r"differences?|time|duration|scores?|occurrence|prevalence|amount|levels?)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\., [^.]{1,120}\Z|, [A-Z\d][^,]*\Z")
_SENTENCES = 2
_CONTINUED_LINES = 20
_BROKEN_LINES = 150


class Line(NamedTuple):
    """A line of a record, and where it starts in the text of the record."""

    text: str
    start: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()


def below(rest: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """What stands below the interventions: primary outcomes, secondary outcomes, detailed description."""
    primary, after = _outcome_block(rest, _is_primary)
    prose = not primary and after == rest
    secondary, details = ([], rest) if prose else _outcome_block(after, _is_secondary)
    broken = _broken(rest, primary, secondary, details)
    if broken is not None:
        primary, secondary, details = broken
    while details and details[0].blank:
        details = details[1:]
    return primary, secondary, details


def opens_prose(text: str) -> bool:
    """Whether a line begins with a heading of prose (`BACKGROUND:`, `Rationale: …`)."""
    return _HEADED.match(text) is not None


def lists_outcomes(rest: list[Line]) -> bool:
    """Whether the first line is a list of outcomes beyond doubt: its last cell ends in a time frame, it opens with a
    measure, and it is no prose."""
    text = rest[0].text
    return _closes(rest[0]) and _opens_with_measure(text) and not _is_prose(text, runs_on=False)


def _broken(
    rest: list[Line], primary: list[Line], secondary: list[Line], details: list[Line]
) -> tuple[list[Line], list[Line], list[Line]] | None:
    """The lists again where what was taken for the detailed description still holds outcomes: one of their
    descriptions has line breaks. None where it holds none.

    Evidence for outcomes is a line with a `|` after a time frame, or, where a list lacks its last time frame, a line
    that ends in one. The last such line ends the lists; the first that ends in a time frame ends the primary ones.
    """
    if not primary:
        return None
    taken = rest[:_BROKEN_LINES]
    offset = len(rest) - len(details)
    unclosed = _is_unclosed(primary[-1]) or (bool(secondary) and _is_unclosed(secondary[-1]))
    joined = [n for n, line in enumerate(taken) if n >= offset and _joins(line)]
    closing = [n for n, line in enumerate(taken) if _closes(line)]
    last = max([*joined, *(n for n in closing if unclosed and n >= offset)], default=-1)
    if last < 0:
        return None
    if last not in closing:
        last = next((n for n in closing if n > last), last)
    inner = [n for n in closing if n < last and n + 1 < len(rest) and _begins_list(rest[n + 1])]
    if not inner:  # the primary list may end in a sentence that tells the time, or in a short cell without one
        before = [n for n in range(last) if _begins_list(rest[n + 1]) and _first_ends_in_time(rest[n + 1])]
        inner = [n for n in before if _complete(rest[n].text)] or [n for n in before if _is_short(rest[n])]
    end = inner[0] if inner else last
    begin = end + 1
    return rest[:begin], rest[begin : last + 1], rest[last + 1 :]


def _joins(line: Line) -> bool:
    """Whether a `|` follows a time frame."""
    return any(_ends_in_time(cell) for cell in line.text.split("|")[:-1])


def _first_ends_in_time(line: Line) -> bool:
    return _ends_in_time(line.text.split("|", 1)[0])


def _is_short(line: Line) -> bool:
    """Whether what stands last in the line is too short for a sentence of a description."""
    last = line.text.rsplit("|", 1)[-1].rsplit(", ", 1)[-1].rstrip()
    return 0 < len(last) <= 90 and not last.endswith((":", ";", ",", ")."))


def _closes(line: Line) -> bool:
    """Whether the line ends in a time frame and not in a sentence."""
    return _ends_in_time(line.text.rsplit("|", 1)[-1])


def _is_unclosed(line: Line) -> bool:
    """Whether the last cell of the line lacks its time frame. One without a comma is a measure alone and lacks none."""
    return not _closes(line) and ", " in line.text.rsplit("|", 1)[-1]


def _ends_in_time(cell: str) -> bool:
    cell = cell.rstrip()
    if ", " not in cell or cell.endswith((".", ":", ";", ",")) or len(cell) > LONGEST:
        return False
    last = cell.rsplit(", ", 1)[-1]
    return len(last) <= 120 and is_time_like(last) and not _SENTENCE.search(last)


def _begins_list(line: Line) -> bool:
    """Whether the line may be the first of a list: it opens with a measure, or is blank."""
    if line.blank:
        return True
    first = line.text.split("|", 1)[0].split(", ", 1)[0]
    return not _CONTINUES.match(line.text) and len(first.split()) <= 40 and not _SENTENCE.search(first)


def _outcome_block(rest: list[Line], is_list: Callable[[list[Line]], bool]) -> tuple[list[Line], list[Line]]:
    """The lines of a list of outcomes, and the lines after it. A blank line is an empty list, and a line that does not
    look like a list of outcomes is none."""
    if not rest or rest[0].blank:
        return [], rest[1:]
    size = 1 if _is_told(rest[0].text) else _continued(rest)
    if size > 1 or is_list(rest):
        return rest[:size], rest[size:]
    return [], rest


def _continued(rest: list[Line]) -> int:
    """How many lines the list takes: a description in a cell may hold line breaks, and then its time frame follows."""
    first = rest[0].text
    if _complete(first) or ", " not in first.rsplit("|", 1)[-1] or len(rest) < 2:
        return 1
    begins = first.rstrip().endswith((":", ",", ";")) or _CONTINUES.match(rest[1].text)
    if not (begins or rest[1].blank):
        return 1  # the next line is a line of its own: the other list, or prose
    for number in range(1, min(len(rest), _CONTINUED_LINES)):
        line = rest[number].text.rstrip()
        if ", " in line and (_complete(line) if begins else not line.endswith(".") and _complete(line)):
            return number + 1
    return 1


def _complete(line: str) -> bool:
    """Whether the last cell of the line ends in a time frame."""
    cell = line.rsplit("|", 1)[-1].rstrip()
    if ", " not in cell or len(cell) > LONGEST:
        return False
    last = cell.rsplit(", ", 1)[-1]
    if len(last) <= 100 and is_time_like(last):
        return True
    (split,) = split_cells([cell])
    if split.time_frame is None:
        return False
    time = cell[slice(*split.time_frame)]
    return len(time) <= 200 and is_time_like(time) and not _SENTENCE.search(time)


def _opens_with_measure(text: str) -> bool:
    """Whether what stands before the first comma names something and states nothing, as a measure does and neither
    prose nor its headings do."""
    first = text.split(", ", 1)[0]
    if text.rstrip().endswith(":"):  # a heading
        return False
    return len(first.split()) <= 40 and not _SENTENCE.search(first) and not _STATES.search(first)


def _is_prose(text: str, runs_on: bool) -> bool:
    """Whether a line that ends in a time is running text all the same: it has a heading or, where it stands last,
    states something before its first comma, or runs on to a full stop with no cell ending before."""
    if opens_prose(text):
        return True
    first, _, rest = text.partition(", ")
    if runs_on or (
        rest and rest.startswith(first)
    ):  # "T½, T½ is the time until …": a measure that its description repeats
        return False
    if text.rstrip().endswith(".") and "., " not in text and len(_SENTENCE.findall(text)) >= _SENTENCES:
        return True
    return _COUNTS.match(text) is None and not _opens_with_measure(text)


def _is_told(text: str) -> bool:
    """Whether a line is a paragraph of prose even where a list of outcomes is expected: it has a heading, or is several
    sentences of which the first states something and the last is no time frame."""
    if opens_prose(text) and not _OF_A_KIND.match(text):
        return True
    return len(_SENTENCE.findall(text)) >= _SENTENCES and not _opens_with_measure(text) and not _ends_apart(text)


def _ends_apart(text: str) -> bool:
    """Whether a line ends in a time frame that is no part of its last sentence: "… is evaluated., 4 months"."""
    return _ends_in_time(text) and _APART.search(text.rstrip()[-124:]) is not None


def _runs_on(rest: list[Line]) -> bool:
    """Whether another line follows the first at once: behind prose stands a blank line or nothing."""
    return len(rest) > 1 and not rest[1].blank


def _is_primary(rest: list[Line]) -> bool:
    """Whether the first line below the interventions is the list of primary outcomes. It is, unless it is plainly
    prose."""
    text = rest[0].text
    runs_on = _runs_on(rest)
    if "|" in text:
        return True
    if _is_told(text):
        return False
    if _complete(text) or (runs_on and ("|" in rest[1].text or lists_outcomes(rest[1:]))):
        return True
    if not _opens_with_measure(text) or _is_prose(text, runs_on=False):
        return False
    if runs_on:
        return True
    stated = text.rstrip().endswith(".") and _STATES.search(text) is not None  # "Gout, a common disease, is painful."
    return not stated and len(text.split()) <= 60 and len(_SENTENCE.findall(text)) <= _SENTENCES


def _is_secondary(rest: list[Line]) -> bool:
    """Whether the first line below the primary outcomes is the list of secondary ones and not prose."""
    text = rest[0].text
    runs_on = _runs_on(rest)
    if "|" in text or (_complete(text) and not _is_prose(text, runs_on)):
        return True
    if not _opens_with_measure(text) or opens_prose(text):
        return False
    words = len(text.split())
    sentences = len(_SENTENCE.findall(text))
    if runs_on:
        return words <= 60 and sentences <= 1
    return words <= 25 and sentences == 0 and not text.rstrip().endswith(".")
