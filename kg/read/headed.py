"""Records as text in which every part has its heading: `Conditions: …`, or the heading on a line of its own.

The rule: headings are known by name (those of the registry's pages and of its downloads), in any case, with or without
`#`, `**` and a colon; lists are joined by `|` or have one entry a line. Text is taken for such a record only if three
parts have headings and no list of interventions stands outside them: prose, too, says "Primary outcome: …". What stands
under a heading that is not known is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kg.model import OutcomeItem, OutcomeRole, Passage, Trial
from kg.read.intervention_lists import CERTAIN, anchor, bullet, bulleted, items
from kg.read.outcomes.cells import read_outcomes
from kg.read.outcomes.lines import Line
from kg.read.record import RecordBuilder, lines_of, normal_form, trimmed
from kg.read.table import PARTS, trial_of

_MAIN = frozenset(
    ("title", "brief_summary", "conditions", "interventions", "primary_outcomes", "secondary_outcomes",
     "detailed_description")
)  # fmt: skip
_LEAST = 3  # of the main parts
_LONGEST_HEADING = 120
_OPENING = frozenset(("registry_id", "title"))
_PROSE = frozenset(("brief_summary", "detailed_description", "eligibility/criteria"))
_BOLD = r"(?:\*\*|__)?"
_HEADING = re.compile(
    rf"[ \t]*(?:#{{1,6}}[ \t]+)?{_BOLD}(?P<words>[A-Za-z][A-Za-z ./]{{2,40}}?)(?: \((?:Actual|Estimated)\))?"
    rf"[ \t]*{_BOLD}(?::{_BOLD}[ \t]*|[ \t]*$)"
)
_OTHER_HEADING = re.compile(
    rf"[ \t]*(?:#{{1,6}}[ \t]+\S.*|{_BOLD}[A-Z][\w ,/&()-]{{2,60}}(?:\*\*|__|{_BOLD}:{_BOLD})[ \t]*)"
)
_TITLE = re.compile(r"#[ \t]+(?=\S)")
_NUMBER = re.compile(r"\s*(?:ClinicalTrials\.gov ID |NCT Number )?(NCT\d{8})\s*(?:\n|$)", re.IGNORECASE)
# Lines of the registry's page that stand above its first heading, and its headings of several parts.
_OF_PAGE = re.compile(r"(?:Sponsor|Information provided by|Last Update (?:Posted|Submitted)) .*\n?")
_ROOMS = frozenset(
    ("study overview", "study plan", "design details", "arms and interventions", "participation criteria",
     "outcome measures", "study record dates", "more information")
)  # fmt: skip
_RULE = re.compile(r"\n[-=_*#]{3,}\s*$")
_TIME_FRAME = re.compile(
    r"\[?[ \t]*time ?frame:[ \t]*(?P<time>[^\[\]\n]+?)[ \t]*(?:\]|$)", re.IGNORECASE | re.MULTILINE
)
_ENDS_IN_TIME = re.compile(r",[^,]*\d[^,]*$")
_LABEL = re.compile(r"[ \t]*\[?(?:time ?frame|(?:measure )?description):[ \t]*", re.IGNORECASE)
_ROLES: tuple[OutcomeRole, ...] = ("primary", "secondary", "other")


class Section(NamedTuple):
    """A part of a record: its name (empty where its heading is not known), where the heading begins, and the text."""

    name: str
    start: int
    heading: str
    text: str


def sections(text: str) -> list[Section] | None:
    """The parts of a record with headings; None where the text is none."""
    found = list(_sections(text))
    if len({section.name for section in found} & _MAIN) < _LEAST:
        return None
    outside = [line for section in found if section.name != "interventions" for line in section.text.split("\n")]
    other = anchor([Line("", 0), *(Line(line, 0) for line in outside)])
    return None if other is not None and other.rank <= CERTAIN else found


def opens(found: list[Section]) -> bool:
    """Whether the first of these parts is what a record begins with."""
    return found[0].name in _OPENING


def records(text: str) -> list[str]:
    """The records of a text with headings; empty where the text is none."""
    found = sections(text)
    if found is None:
        return []
    starts = [found[0].start]
    for before, section in pairwise(found):
        if section.name in _OPENING and before.name not in _OPENING:
            starts.append(section.start)
    return [text[start:stop] for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)]


def _sections(text: str) -> Iterator[Section]:
    name, heading = "title", ""  # what stands above the first heading
    start = body = offset = 0
    seen: set[str] = set()
    lines = text.split("\n")
    titles = not any(line.startswith("# ") and _is_part(line) for line in lines)  # `# …` is a title, `## …` a part
    for line in lines:
        found = _title(line) if titles or not seen else None
        found = found or _heading(line, name, seen)
        if found is not None:
            if seen or text[body:offset].strip():
                yield Section(name, start, heading, text[body:offset])
            name, length = found
            heading = line[:length].strip(" \t:#*_")
            if name in _OPENING and name in seen:  # another record
                seen.clear()
            seen.add(name)
            start, body = offset, offset + length
        offset += len(line) + 1
    yield Section(name, start, heading, text[body:])


def _heading(line: str, current: str, seen: set[str]) -> tuple[str, int] | None:
    """The part that a line begins and where its text does; None for a line that goes on with the `current` one."""
    if _NUMBER.fullmatch(line):
        return "registry_id", 0
    if line.strip().lower() in _ROOMS:
        return "", len(line)
    found = _HEADING.match(line, 0, _LONGEST_HEADING)
    name = PARTS.get(found["words"].lower()) if found else None
    if found and name:
        inline = found.end() < len(line.rstrip())
        quoted = current in _PROSE and name in seen - _OPENING  # prose that speaks of a part that was there already
        if not quoted and not (inline and current == "interventions" and name == "detailed_description"):
            return name, found.end()
    if (
        seen
        and current not in _PROSE
        and len(line) <= _LONGEST_HEADING
        and _OTHER_HEADING.fullmatch(line)
        and not _LABEL.match(line)
    ):
        return "", len(line)
    return None


def _title(line: str) -> tuple[str, int] | None:
    """A title as Markdown writes it: `# A Study of …`."""
    found = _TITLE.match(line)
    return ("title", found.end()) if found else None


def _is_part(line: str) -> bool:
    found = _HEADING.match(line, 0, _LONGEST_HEADING)
    return found is not None and found["words"].lower() in PARTS


def read_sections(text: str, found: list[Section], builder: RecordBuilder) -> Trial:
    """The trial of a record with headings."""
    given: dict[str, Passage | None] = {}
    for name, _, heading, body in found:
        body = _RULE.sub("", body)
        if name in _OPENING and not heading:
            given |= _opening(body, builder, "conditions" not in {section.name for section in found})
        elif not name:
            if body.strip():
                builder.note("unread-part", f"`{heading[:80]}` is not a part that is read: {body.strip()[:80]}")
        elif given.get(name) is None:
            given[name] = builder.add(name, body)
        else:
            builder.add(name, body)  # the builder tells of it
    if given.get("title") is None:
        given["title"] = given.get("official_title")
    for name in ("title", "brief_summary", "conditions", "interventions", "primary_outcomes"):
        if given.get(name) is None:
            builder.note("missing-field", f"{name}: the record has no such part")
    return trial_of(given, _outcomes(given, builder), builder, items, normal_form(text))


def _opening(text: str, builder: RecordBuilder, conditions: bool) -> dict[str, Passage | None]:
    """What stands above the first heading: number, title, brief summary; conditions, where no heading names them."""
    parts: dict[str, Passage | None] = {}
    if number := _NUMBER.match(text):
        parts["registry_id"] = builder.add("registry_id", number[1])
        text = _OF_PAGE.sub("", text[number.end() :])
    title, _, rest = text.strip().partition("\n")
    above, _, last = rest.rpartition("\n")
    if conditions and above.strip() and not last.rstrip().endswith("."):
        rest = above
        parts["conditions"] = builder.add("conditions", last)
    parts["title"] = builder.add("title", title)
    parts["brief_summary"] = builder.add("brief_summary", rest)
    return {name: part for name, part in parts.items() if part is not None}


def is_heading(line: str, name: str) -> bool:
    """Whether a line is nothing but the heading of this part."""
    return _heading(line, "", set()) == (name, len(line))


def _outcomes(given: dict[str, Passage | None], builder: RecordBuilder) -> list[OutcomeItem]:
    """The outcomes of all lists. Lists that name their time frames need no splitting."""
    found: list[OutcomeItem] = []
    joined: list[tuple[OutcomeRole, list[Passage]]] = []
    for role in _ROLES:
        part = given.get(f"{role}_outcomes")
        if part is not None and (rows := [*_table(part), *_bulleted_rows(part)]):
            found.extend(OutcomeItem(role, place, *row) for place, row in enumerate(rows))
            continue
        cells = list(_outcome_cells(part)) if part is not None else []
        if all(_TIME_FRAME.search(cell.text) for cell in cells):
            found.extend(_labelled(role, position, cell) for position, cell in enumerate(cells))
        else:
            joined.append((role, cells))
    found.extend(read_outcomes(joined, builder))
    return sorted(found, key=lambda outcome: _ROLES.index(outcome.role))


def _table(part: Passage) -> Iterator[tuple[Passage, Passage | None, Passage | None]]:
    """Measure, description and time frame of each row of a table, as it is copied from the registry's page."""
    rows = list(lines_of(part, "\n"))
    if not rows or [cell.strip().lower() for cell in rows[0].text.split("\t")][::2] != [
        "outcome measure",
        "time frame",
    ]:
        return
    for row in rows[1:]:
        cells = [trimmed(row.part(*found.span())) for found in re.finditer(r"[^\t]+", row.text)]
        measure, description, time = (*cells, None, None, None)[:3]
        if measure is not None:
            yield (measure, description, time) if len(cells) > 2 else (measure, None, description)


def _bulleted_rows(part: Passage) -> Iterator[tuple[Passage, Passage | None, Passage | None]]:
    """The same of a list that has a bullet before each outcome and bars between its fields, as people type it:
    `- Overall survival | from randomization to death | 3 years`. What stands last has a number, or is left out;
    where the first ends in a number behind a comma, the bars part whole outcomes."""
    rows = [list(_fields(line)) for line in lines_of(part, "\n") if bulleted(line.text)]
    if len(rows) < len(list(lines_of(part, "\n"))) or not any(row[-1] for row in rows):
        return
    if not all(len(row) == 3 and (row[2] is None or re.search(r"\d", row[2].text)) for row in rows):
        return
    found = [(row[0], row[1], row[2]) for row in rows if row[0] and not _ENDS_IN_TIME.search(row[0].text)]
    if len(found) == len(rows):
        yield from found


def _fields(line: Passage) -> Iterator[Passage | None]:
    """What stands between the bars of a line, behind its bullet."""
    start = bullet(line.text)
    for piece in line.text[start:].split("|"):
        yield trimmed(line.part(start, start + len(piece))) if piece else None
        start += len(piece) + 1


def _outcome_cells(part: Passage) -> Iterator[Passage]:
    """The outcomes of a list: joined by `|`, or one a line, where a line goes on with the one above if others have
    bullets or time frames in brackets and it has none, or if it is labelled (`Time Frame: …`)."""
    if "|" in part.text or bulleted(part.text):
        yield from items(part)
        return
    bracketed = "[" in part.text and _TIME_FRAME.search(part.text) is not None
    starts: list[int] = []
    offset = 0
    for line in part.text.split("\n"):
        goes_on = "[" not in line if bracketed else _LABEL.match(line)
        if line.strip() and (not starts or not goes_on):
            starts.append(offset)
        offset += len(line) + 1
    for start, stop in zip(starts, [*starts[1:], len(part.text)], strict=True):
        if cell := trimmed(part.part(start, stop)):
            yield cell


def _labelled(role: OutcomeRole, position: int, cell: Passage) -> OutcomeItem:
    """An outcome as `measure [Time Frame: …]`, its description below; or with each on a line of its own."""
    time = _TIME_FRAME.search(cell.text)
    assert time is not None
    first = cell.text.find("\n")
    end = time.start() if first < 0 else min(time.start(), first)
    measure = trimmed(cell.part(0, end)) or cell
    rest = [piece for a, b in ((end, time.start()), (time.end(), len(cell.text))) if (piece := _described(cell, a, b))]
    return OutcomeItem(role, position, measure, rest[0] if rest else None, cell.part(*time.span("time")), cell)


def _described(cell: Passage, start: int, stop: int) -> Passage | None:
    piece = trimmed(cell.part(start, stop)) if start < stop else None
    label = _LABEL.match(piece.text) if piece else None
    return trimmed(piece.part(label.end(), len(piece.text))) if piece and label else piece
