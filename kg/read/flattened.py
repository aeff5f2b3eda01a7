"""Flattened records: one trial as lines of text, as the seeds have it.

    title
    brief summary                      (may run over several lines)
    conditions, joined by |
    interventions: TYPE: name|…        the anchor: all other lines are found from this one
    primary outcomes, joined by |
    secondary outcomes, joined by |
    detailed description               (to the end, blank lines included)

The rule: a line is taken for what it is only if it looks like it. A missing line is a finding, and what follows keeps
its meaning. Several records in one file are separated by a form feed, a rule (`---`, `===`) or two blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.model import ConditionItem, InterventionItem, OutcomeItem, OutcomeRole, Passage, Skipped, Span, Trial
from kg.read.api_v2 import type_code
from kg.read.outcome_cells import LONGEST, is_time_like, read_outcomes, split_cells
from kg.read.record import MAX_FIELD, Origin, RecordBuilder, lines_of, normal_form, trimmed

REGISTRY_TYPES = frozenset(
    [
        "DRUG",
        "DEVICE",
        "BIOLOGICAL",
        "PROCEDURE",
        "RADIATION",
        "BEHAVIORAL",
        "GENETIC",
        "DIETARY_SUPPLEMENT",
        "COMBINATION_PRODUCT",
        "DIAGNOSTIC_TEST",
        "OTHER",
    ]
)
_TYPE = re.compile(r"([A-Z][A-Z_]{2,29}): *")
_ANY_TYPE = re.compile(r"([A-Za-z][A-Za-z_ ]{2,29}): *")
_SEPARATOR = re.compile(r"\f\n?|\n[-=_*#]{3,}[ \t]*\n|\n(?:[ \t]*\n){2,}")
_CONTINUES = re.compile(r"\s*(?:[-*•·–]|\(?[0-9a-z]{1,2}[.)]\s|[a-z])")
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]")
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
    r"|(?:primary |secondary )objectives?\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"(?:the\s)?(?:total\s|mean\s|median\s|overall\s)*(?:numbers?|percent\w*|proportions?|rates?|incidence|frequency|changes?|"
    r"differences?|time|duration|scores?|occurrence|prevalence|amount|levels?)\b",
    re.IGNORECASE,
)
_SENTENCES = 2
_CONTINUED_LINES = 20
_BROKEN_LINES = 150
EXPECTED = (
    "expected a flattened record: title, brief summary, conditions, interventions (`DRUG: …|DEVICE: …`), primary "
    "outcomes, secondary outcomes, detailed description, one a line"
)


class _Line(NamedTuple):
    text: str
    start: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def looks_flattened(text: str) -> bool:
    """Whether a line of the text is an interventions line."""
    return _anchor(_lines(text)) is not None


def read_text(text: str, origin: Origin) -> Iterator[Trial | Skipped]:
    """The trials of a file of flattened records."""
    for position, record in enumerate(_split_records(text)):
        yield read_record(record, RecordBuilder(origin, position))


def _split_records(text: str) -> list[str]:
    """The records of a file. A separator counts only where an interventions line stands on both sides of it."""
    separators = list(_SEPARATOR.finditer(text))
    records: list[str] = []
    start = 0
    for number, match in enumerate(separators):
        stop = separators[number + 1].start() if number + 1 < len(separators) else len(text)
        if looks_flattened(text[match.end() : stop]) and looks_flattened(text[start : match.start()]):
            records.append(text[start : match.start()])
            start = match.end()
    records.append(text[start:])
    return records


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_Line(line, start))
        start += len(line) + 1
    return lines


def _anchor(lines: list[_Line]) -> int | None:
    """The number of the interventions line: the first of the best rank. Best is a line whose every cell has a type of
    the registry; then one whose first cell has; then one with the types as words (`Drug: …`); then one whose every
    cell has a word that looks like a type."""
    best: int | None = None
    best_rank = 4
    for number, line in enumerate(lines):
        if not _ANY_TYPE.match(line.text):
            continue
        cells = [cell.strip() for cell in line.text.split("|")]
        types = [_TYPE.match(cell) for cell in cells]
        known = [found is not None and found.group(1) in REGISTRY_TYPES for found in types]
        if all(known):
            return number
        written = [_ANY_TYPE.match(cell) for cell in cells]
        as_words = number > 0 and all(found and type_code(found.group(1)) in REGISTRY_TYPES for found in written)
        rank = 1 if known[0] else 2 if as_words else 3 if all(types) and number > 0 else 4
        if rank < best_rank:
            best, best_rank = number, rank
    return best


def read_record(text: str, builder: RecordBuilder) -> Trial | Skipped:
    """The trial of one flattened record."""
    lines = _lines(text)
    while lines and lines[-1].blank:
        lines.pop()
    first = next((number for number, line in enumerate(lines) if not line.blank), None)
    if first is None:
        return builder.skipped("", f"empty: {EXPECTED}")
    for number, line in enumerate(lines):
        if len(line.text) > MAX_FIELD:
            return builder.skipped(
                f"line {number + 1}", f"{len(line.text):,} characters: expected at most {MAX_FIELD:,} a line"
            )
    anchor = _anchor(lines)
    if anchor is None:
        return builder.skipped(f"lines 1 to {len(lines)}", f"no interventions line: {EXPECTED}")
    parts: dict[str, Any] = {}
    _above(text, lines[first:anchor], builder, parts)
    parts["interventions"] = _interventions(_field(text, "interventions", lines[anchor : anchor + 1], builder), builder)
    rest = lines[anchor + 1 :]
    primary, secondary, description = _below(rest)
    outcomes: list[OutcomeItem] = []
    cells: list[tuple[OutcomeRole, list[Passage]]] = []
    roles: tuple[tuple[OutcomeRole, list[_Line]], ...] = (("primary", primary), ("secondary", secondary))
    for role, block in roles:
        field = _field(text, f"{role}_outcomes", block, builder)
        if field is None:
            builder.note("missing-field", f"{role}_outcomes: the record has no line of {role} outcomes")
        else:
            cells.append((role, list(lines_of(field))))
    outcomes.extend(read_outcomes(cells, builder))
    parts["outcomes"] = tuple(outcomes)
    parts["detailed_description"] = _field(text, "detailed_description", description, builder)
    return builder.trial(normal=normal_form(text), **parts)


def _field(text: str, name: str, block: list[_Line], builder: RecordBuilder) -> Passage | None:
    """The source field of a block of lines, verbatim."""
    if not block:
        return None
    return builder.add(name, text[block[0].start : block[-1].start + len(block[-1].text)])


def _looks_like_conditions(line: str) -> bool:
    """Short names joined by `|`, not sentences."""
    cells = [cell.strip() for cell in line.split("|")]
    return all(len(cell) <= 160 and len(cell.split()) <= 16 and not cell.endswith((". ", ".")) for cell in cells)


def _above(text: str, block: list[_Line], builder: RecordBuilder, parts: dict[str, Any]) -> None:
    """What stands above the interventions: title, brief summary, conditions. The conditions stand right above them."""
    conditions: list[_Line] = []
    if len(block) > 1 and (block[-1].blank or len(block) > 2 or _looks_like_conditions(block[-1].text)):
        conditions, block = block[-1:], block[:-1]
        if not conditions[0].blank and len(block) == 1 and len(conditions[0].text) > 400:
            conditions, block = [], block + conditions
    parts["title"] = _field(text, "title", block[:1], builder)
    parts["brief_summary"] = _field(text, "brief_summary", block[1:], builder)
    names = _field(text, "conditions", conditions, builder)
    parts["conditions"] = tuple(ConditionItem(n, p) for n, p in enumerate(lines_of(names))) if names else ()
    for name in ("title", "brief_summary", "conditions"):
        if not parts[name]:
            builder.note("missing-field", f"{name}: the record has no such line above the interventions")


def _interventions(field: Passage | None, builder: RecordBuilder) -> tuple[InterventionItem, ...]:
    """The entries of a joined list of interventions, each with its type."""
    return tuple(
        InterventionItem(number, kind, name, entry)
        for number, (kind, name, entry) in enumerate(entries(field, builder) if field is not None else ())
    )


def entries(field: Passage, builder: RecordBuilder) -> Iterator[tuple[str, Passage, Passage]]:
    """(type, name, whole entry) of each cell of a joined list of interventions; a finding for each odd type."""
    for cell in lines_of(field):
        match = _ANY_TYPE.match(cell.text)
        kind = type_code(match.group(1)) if match else ""
        if match and kind not in REGISTRY_TYPES and not _TYPE.match(cell.text):
            match, kind = None, ""  # a name with a colon in it
        if kind not in REGISTRY_TYPES:
            said = f"`{kind}` is not a type of intervention" if kind else "no type of intervention is given"
            evidence: tuple[Span, ...] = (cell.span(0, len(kind)) if kind else cell.span(),)
            builder.note("unknown-type", f"{said}: {cell.text[:80]}", evidence)
        name = trimmed(cell.part(match.end(), len(cell.text))) if match else cell
        if name is not None:
            yield kind, name, cell
        else:
            builder.note("missing-field", "an intervention has a type but no name", (cell.span(),))


def _below(rest: list[_Line]) -> tuple[list[_Line], list[_Line], list[_Line]]:
    """What stands below the interventions: primary outcomes, secondary outcomes, detailed description."""
    primary, after = _outcome_block(rest, must=True)
    secondary, details = _outcome_block(after, must=False)
    broken = _broken(rest, primary, secondary, details)
    if broken is not None:
        primary, secondary, details = broken
    while details and details[0].blank:
        details = details[1:]
    return primary, secondary, details


def _broken(
    rest: list[_Line], primary: list[_Line], secondary: list[_Line], details: list[_Line]
) -> tuple[list[_Line], list[_Line], list[_Line]] | None:
    """The lists again where what was taken for the detailed description still holds outcomes: one of their
    descriptions has line breaks. None where it holds none.

    Evidence for outcomes is a line with a `|` after a time frame, or, where a list lacks its last time frame, a line
    that ends in one. The last such line ends the lists; the first that ends in a time frame ends the primary ones.
    """
    if not primary:
        return None
    taken = rest[:_BROKEN_LINES]
    offset = len(rest) - len(details)
    unclosed = not _closes(primary[-1]) or (bool(secondary) and not _closes(secondary[-1]))
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


def _joins(line: _Line) -> bool:
    """Whether a `|` follows a time frame."""
    return any(_ends_in_time(cell) for cell in line.text.split("|")[:-1])


def _first_ends_in_time(line: _Line) -> bool:
    return _ends_in_time(line.text.split("|", 1)[0])


def _is_short(line: _Line) -> bool:
    """Whether what stands last in the line is too short for a sentence of a description."""
    last = line.text.rsplit("|", 1)[-1].rsplit(", ", 1)[-1].rstrip()
    return 0 < len(last) <= 90 and not last.endswith((":", ";", ",", ")."))


def _closes(line: _Line) -> bool:
    """Whether the line ends in a time frame and not in a sentence."""
    return _ends_in_time(line.text.rsplit("|", 1)[-1])


def _ends_in_time(cell: str) -> bool:
    cell = cell.rstrip()
    if ", " not in cell or cell.endswith((".", ":", ";", ",")) or len(cell) > LONGEST:
        return False
    last = cell.rsplit(", ", 1)[-1]
    return len(last) <= 120 and is_time_like(last) and not _SENTENCE.search(last)


def _begins_list(line: _Line) -> bool:
    """Whether the line may be the first of a list: it opens with a measure, or is blank."""
    if line.blank:
        return True
    first = line.text.split("|", 1)[0].split(", ", 1)[0]
    return not _CONTINUES.match(line.text) and len(first.split()) <= 40 and not _SENTENCE.search(first)


def _outcome_block(rest: list[_Line], must: bool) -> tuple[list[_Line], list[_Line]]:
    """The lines of a list of outcomes, and the lines after it.

    A blank line is an empty list, and a line that does not look like a list of outcomes is none. `must`: the line
    below the interventions is one unless it is plainly prose.
    """
    if not rest or rest[0].blank:
        return [], rest[1:]
    size = _continued(rest)
    if size > 1 or _is_outcomes(rest, must):
        return rest[:size], rest[size:]
    return [], rest


def _continued(rest: list[_Line]) -> int:
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
    if _HEADED.match(text):
        return True
    first, _, rest = text.partition(", ")
    if runs_on or (
        rest and rest.startswith(first)
    ):  # "T½, T½ is the time until …": a measure that its description repeats
        return False
    if text.rstrip().endswith(".") and "., " not in text and len(_SENTENCE.findall(text)) >= _SENTENCES:
        return True
    return _COUNTS.match(text) is None and not _opens_with_measure(text)


def _is_outcomes(rest: list[_Line], must: bool) -> bool:
    """Whether the first line is a list of outcomes and not prose."""
    text = rest[0].text
    runs_on = len(rest) > 1 and not rest[1].blank  # prose is followed by a blank line or by nothing
    if "|" in text or (_complete(text) and (must or not _is_prose(text, runs_on))):
        return True
    words = len(text.split())
    sentences = len(_SENTENCE.findall(text))
    if must:
        if runs_on and ("|" in rest[1].text or _complete(rest[1].text)):
            return True
        return _opens_with_measure(text) and (runs_on or (words <= 60 and sentences <= 2))
    if not _opens_with_measure(text) or _HEADED.match(text):
        return False
    if runs_on:
        return words <= 60 and sentences <= 1
    return words <= 25 and sentences == 0 and not text.rstrip().endswith(".")
