"""The course of treatment that the text plans: length of a cycle, most cycles, reasons to stop.

The rule: only in clauses about this trial. A cycle's length needs the word cycle ("21-day cycle", "each cycle is 28
days") or a repeated regimen ("every 14 days" beside "cycles"); a reason to stop stands after "until", "unless",
"discontinued".
"""

from __future__ import annotations

import re

from kg.extract.background import Clause
from kg.extract.collect import Collector
from kg.extract.context import between, words
from kg.extract.document import Document
from kg.model import Passage, Value
from kg.text import holds_any

_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBER = r"(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?P<unit>days?|weeks?)"
_CYCLE_LENGTHS = (
    re.compile(rf"\b{_NUMBER}[- ]?{_UNIT}(?: treatment| dosing| chemotherapy)? cycles?\b"),
    re.compile(
        rf"\b(?:each|one|a|every|per|treatment|1) (?:treatment |chemotherapy )?cycle (?:is|lasts|of|=|"
        rf"will be|consists of|will last|was|has|length is|length of)"
        rf" (?:defined as )?(?:an? )?(?:period of )?{_NUMBER}[- ]?{_UNIT}\b"
    ),
    re.compile(
        rf"\bcycles? (?:\([^)]*\) )?(?:will be |are |is |to be )?(?:repeated |repeats? |repeating |"
        rf"administered |given |of treatment )?every {_NUMBER} {_UNIT}\b"
    ),
    re.compile(rf"\bcycles? of {_NUMBER}[- ]?{_UNIT}\b"),
    re.compile(rf"\b(?:(?:treatment|courses?|regimen|therapy) repeats?|treatment continues) every {_NUMBER} {_UNIT}\b"),
    re.compile(rf"\bevery {_NUMBER} {_UNIT} (?:as|is|for) (?:a|one|1|each) (?:treatment )?cycle\b"),
    re.compile(rf"\b{_NUMBER} {_UNIT} (?:as|is|per|=|for) (?:a|one|1|each) (?:treatment )?cycle\b"),
    re.compile(rf"(?<!for )(?<![-–])(?<!to )\b{_NUMBER}[- ]?{_UNIT}\s?(?:/|per|a|each|one)\s?(?:treatment )?cycle\b"),
    re.compile(rf"\b(?:treatment )?cycle(?: length| duration)?: {_NUMBER}[- ]?{_UNIT}\b"),
    re.compile(
        rf"\bevery {_NUMBER}[- ]?{_UNIT}[^.;\d]{{0,30}} for (?:a total of |up to )?(?:\d{{1,2}}|[a-z]+) cycles\b"
    ),
    re.compile(rf"\b(?:q{_NUMBER}(?P<letter>[wd])\b)[^.;]{{0,25}}\bcycles?\b"),
)
_ONE_CYCLE = re.compile(r"\bcycles? \d{1,2} ?\(\Z")  # "Cycle 1 (42-day cycle)": the others are shorter
# "progression after initial PRRT (3-5 cycles)"
_BEFORE_THE_TRIAL = re.compile(r"\b(?:prior|previous|initial|earlier) (?:(?!for\b)[\w-]+,? ){1,4}\(?\Z")
_ADDITIONAL = re.compile(r"\b(?:additional|further|extra|more)\b")
_MAXIMUM = (
    re.compile(
        r"\b(?:a )?(?:maximum|max\.?) (?:number )?of (?P<number>\d{1,2}|"
        r"[a-z]+) (?:[\w-]+ ){0,2}?(?:cycles?|courses?)(?: in total)?\b"
    ),
    re.compile(
        r"\b(?:up to|at most|no more than|not exceed(?:ing)?|maximum(?: of)?|maximally|"
        r"limited to) (?:a total of |a maximum of )?"
        r"(?P<number>\d{1,2}|[a-z]+) (?:[\w-]+ ){0,2}?(?:cycles?|courses?)\b"
    ),
    re.compile(
        r"\bfor (?:a total of |a maximum of |up to )?(?P<number>\d{1,2}|"
        r"[a-z]+) (?:[\w-]+ ){0,1}?cycles?\b(?= (?:in total|total|unless|or until|maximum))"
    ),
    re.compile(r"\ba total of (?P<number>\d{1,2}|[a-z]+) (?:[\w-]+ )?cycles\b"),
    re.compile(r"\b(?P<number>\d{1,2}|[a-z]+) cycles in total\b"),
    re.compile(r"\b\d{1,2}\s?(?:-|–|to)\s?(?P<number>\d{1,2}) (?:[\w-]+ )?cycles\b"),
    re.compile(
        r"\bevery (?:\d{1,2}|two|three|four|six)[- ]?(?:days?|weeks?)[^.;\d]{0,30} for (?:a total of |up to )?"
        r"(?P<number>\d{1,2}|[a-z]+) (?:[\w-]+ )?cycles\b"
    ),
)
_STOP_HINTS = ("until", "unless", "discontin", "absence of", "taken off", "removed", "withdrawn", "stopped")
_STOPS = re.compile(
    r"\b(?:until|unless|discontinu\w*|withdrawn from|in the absence of|stop(?:ped|s|ping)?|"
    r"terminat\w*|whichever (?:comes|occurs)|as long as)\b"
)
# "If the disease gets worse or intolerable side effects occur, patients will be taken off study."
_LEAVES = re.compile(
    r"\bif (?P<why>[^.;]{5,160}?), (?:the )?(?:patients?|participants?|subjects?|you|they|treatment|"
    r"study (?:drug|treatment))"
    r" (?:will|should|must|may) be (?:taken off|removed from|withdrawn from|stopped|discontinued)\b"
)
_NOT_TREATMENT = re.compile(
    r"\b(?:follow(?:-?up|ed)\b[^.;]{0,100}until|undergo[^.;]{0,60}(?:mri|ct|imaging|scan)[^.;]{0,60}until|"
    r"time (?:from|to|until)|survival|followed (?:up )?until|follow-?up (?:until|"
    r"until the)|interval from|defined as|"
    r"duration (?:of|from)|measured from|monitored until|assess(?:ed|ment)s? until|"
    r"collected until|evaluated until)\b"
)


def course(document: Document, collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add what one clause says of cycles and of stopping."""
    piece = folded[clause.start : clause.end]
    if "cycle" in piece or "course" in piece or "repeats" in piece or "continues" in piece:
        _cycles(collected, passage, folded, clause)
    if holds_any(piece, _STOP_HINTS) and not _NOT_TREATMENT.search(piece):
        _reasons(document, collected, passage, folded, clause)


def _cycles(collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    """Add how long a cycle is, and how many there are at the most."""
    for pattern in _CYCLE_LENGTHS:
        match = pattern.search(folded, clause.start, clause.end)
        if match is not None and _ONE_CYCLE.search(folded, max(0, match.start() - 14), match.start()) is None:
            groups = match.groupdict()
            days = _number(groups["number"]) * (
                7 if (groups.get("unit") or groups.get("letter") or "d").startswith("w") else 1
            )
            if 5 <= days <= 84:
                _add(collected, "tkg:cycleLengthDays", days, passage, match, "cycle-length")
            break
    for pattern in _MAXIMUM:
        match = pattern.search(folded, clause.start, clause.end)
        if match is None or _BEFORE_THE_TRIAL.search(folded, max(clause.start, match.start() - 60), match.start()):
            continue
        if (number := _number(match["number"])) > 0 and not _ADDITIONAL.search(match.group()):
            _add(collected, "tkg:maximumCycles", number, passage, match, "maximum-cycles")
            break


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word, 0)


def _add(collected: Collector, predicate: str, number: int, passage: Passage, match: re.Match[str], rule: str) -> None:
    span = passage.span(match.start(), match.end())
    collected.add(predicate, Value(str(number), "integer"), span, "grammar", 0.9, rule)


def _reasons(document: Document, collected: Collector, passage: Passage, folded: str, clause: Clause) -> None:
    trigger = _STOPS.search(folded, clause.start, clause.end)
    leaves = _LEAVES.search(folded, clause.start, clause.end)
    if leaves is not None:
        for hit in between(words(document, passage, "discontinuation"), *leaves.span("why")):
            span = passage.span(hit.start, hit.end)
            collected.add("tkg:discontinuationReason", hit.concept, span, "lexicon", 0.9, "stops-when")
        return
    if trigger is None:
        return
    negated = trigger.group().startswith("in the absence")
    last = min(clause.end, trigger.end() + 320)
    for hit in between(words(document, passage, "discontinuation"), trigger.end(), last):
        if negated and not re.match(r" (?:of )?", folded[trigger.end() : trigger.end() + 4]):
            continue
        if re.match(
            r"\W*(?:-?free|rate|assessment|visit|will\b|events? (?:will|are|were)|(?:effects|symptoms|syndrome|bleed))",
            folded[hit.end : hit.end + 14],
        ):
            continue
        collected.add(
            "tkg:discontinuationReason", hit.concept, passage.span(hit.start, hit.end), "lexicon", 0.93, "stops-when"
        )
