"""Where the connectors of a name cut it: only where a known name, an INN ending or a drug code stands on one side; and
where what it is for begins."""

from __future__ import annotations

from kg.extract.names.parts import DRUG_TYPES, FIRMNESS, RELATIONS, Found, Relation, coverage, overlaps
from kg.extract.names.patterns import CONNECTOR, DASH, DEED, PURPOSE
from kg.extract.names.reading import Reading
from kg.extract.names.wholes import has_entity


def stretches(reading: Reading, found: list[Found]) -> list[tuple[int, int, Relation, bool]]:
    """Stretches between the connectors that cut: start, end, relation to what stands before, firm or not."""
    cuts: list[tuple[int, int, str]] = [
        (m.start(), m.end(), m.lastgroup or "weak")
        for m in CONNECTOR.finditer(reading.mask)
        if not overlaps(m.start(), m.end(), found)
    ]
    edges = [0, *[cut[1] for cut in cuts]]
    ends = [*[cut[0] for cut in cuts], len(reading.mask)]
    entity = [has_entity(reading, a, b, found) for a, b in zip(edges, ends, strict=True)]
    filled = [bool(reading.content(a, b)) or entity[i] for i, (a, b) in enumerate(zip(edges, ends, strict=True))]
    segments: list[tuple[int, int, Relation, bool]] = [(edges[0], ends[0], "first", True)]
    relation: Relation = "first"
    standing = entity[0]
    for number, (start, end, group) in enumerate(cuts, 1):
        before, after = standing, entity[number]
        surely = _cuts_surely(reading, start, end, group)
        purpose = (
            reading.registry_type not in DRUG_TYPES
            and not surely
            and _ends_before(reading, segments[-1][0], start, found, after)
        )
        first, _, joined, firm = segments[-1]
        if purpose or not (before or after or surely):
            segments[-1] = (first, ends[number], joined, firm)
            standing = standing or after
            continue
        new = RELATIONS[group]
        relation = new if FIRMNESS.index(new) > FIRMNESS.index(relation) else relation
        if filled[number]:
            segments.append((edges[number], ends[number], relation, surely))
            relation = "first"
            standing = after
        else:  # nothing but facts here: they belong to what stands before
            segments[-1] = (first, ends[number], joined, firm)
            if reading.text[edges[number] : ends[number]].strip():  # `5 mg or 10 mg + B`: no choice of B
                relation = "first"
    return segments


def _cuts_surely(reading: Reading, start: int, end: int, group: str) -> bool:
    """Whether a connector cuts whatever stands beside it: `versus`, `then`, `with or without`, and a strong one that
    space sets off, or a semicolon."""
    if group != "strong":
        return group in ("versus", "then", "optional")
    spaced = reading.mask[max(0, start - 1) : start].isspace() or reading.mask[end : end + 1].isspace()
    return spaced or ";" in reading.mask[start:end]


def purpose_start(reading: Reading, start: int, end: int, inside: list[Found]) -> int:
    """Where `for …`, `in patients with …` begins, if something is named before it; else the end."""
    for match in PURPOSE.finditer(reading.mask, start, end):
        if overlaps(match.start(), match.end(), inside):
            continue
        if any(f.end <= match.start() for f in inside) or has_entity(reading, start, match.start(), []):
            return match.start()
        if reading.registry_type not in DRUG_TYPES and reading.content(start, match.start()):
            if any(_ends_it(reading, f, end) for f in inside if f.start >= match.end()):
                return end  # `Inventory for Men questionnaire administration`
            return match.start()
    for match in DASH.finditer(reading.mask, start, end):  # `Intermittent fasting - early feeding window`
        before = [f for f in inside if f.end <= match.start()]
        content = reading.content(start, match.start())
        if before and len(before) == len(inside) and content and coverage(content, before) == 1:
            return match.start()
    return end


def _ends_before(reading: Reading, start: int, end: int, found: list[Found], after: bool) -> bool:
    """Whether a purpose begins before the connector; `HAIC via port with A` says only by where A is given."""
    stop = purpose_start(reading, start, end, found)
    return stop < end and not (after and reading.mask.startswith(" via ", stop))


def _ends_it(reading: Reading, found: Found, end: int) -> bool:
    """Whether the stretch ends with what is done, and no purpose: `network for auditory training`, not `lessons for
    weight loss`."""
    return DEED.search(reading.mask, found.start, found.end) is not None and not reading.content(found.end, end)
