"""The words that tell the status of a biomarker (`ontology/grammar/marker_status.tsv`), as expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.grammar import rows

_PLACES = ("after", "adjective", "noun", "behind-minus", "before", "written", "no-gene")
_ORDER = (
    *("unmethylated", "methylated", "wild-type", "mutated", "rearranged", "amplified", "deleted", "deficient"),
    *("altered", "overexpressed", "positive", "negative", "high", "low"),
)


class Words(NamedTuple):
    """`after`: what follows a marker, with a group `s0`, `s1` … for each of `statuses`, or `cut` and `per` for a limit;
    `before`: what precedes it, by status; `written`: the status of a word; `no_gene`: what is no gene."""

    statuses: tuple[str, ...]
    after: re.Pattern[str]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    written: dict[str, str]
    no_gene: frozenset[str]


@cache
def marker_words() -> Words:
    """The expressions, made of the table when somebody first asks for them."""
    found: dict[str, dict[str, list[str]]] = {place: {} for place in _PLACES}
    for row in rows("marker_status.tsv", "place", "status", "words"):
        place, status, words = row.cells
        if place not in found or not words or (status not in _ORDER and place != "no-gene"):
            raise row.fault(f"one of {', '.join(_PLACES)}; one of {', '.join(_ORDER)}; words")
        found[place].setdefault(status, []).append(words)
    after = {status: "|".join(words) for status, words in found["after"].items()}
    adjectives, nouns = ("|".join(found[place]["mutated"]) for place in ("adjective", "noun"))
    after["mutated"] = rf"(?:(?:{adjectives})[- ]+)*(?:{nouns})(?:[- ]positive)?|m\b(?= )"
    after["negative"] += rf"|-(?=[/,;)\]]|$| (?:{'|'.join(found['behind-minus']['negative'])})\b)"
    return Words(
        _ORDER,
        re.compile(
            r"(?:[- ]*\([^()]{1,40}\))?[- ]*(?:(?:genes?|proteins?|antigen|oncogenes?|receptors?|tumou?r|promoter|"
            r"status|expression|"
            r"kinase|levels?|of|is|are|was|as|must|should|be|protein expression|membrane|by ihc|ihc|surface|test)"
            r"[- ]+){0,3}(?:"
            + "|".join(f"(?P<s{number}>{after[status]})" for number, status in enumerate(_ORDER))
            + r"|(?:expression |tps |cps |score |tumou?r proportion score |tumou?r area positivity (?:\(tap\) )?|tap |"
            r"combined positive score |\(?(?:tps|cps)\)? )?"
            r"\(?(?:of |level |on |in )?(?:>=|≥|>|=>|at least|greater than|more than) ?"
            r"(?P<cut>\d+) ?(?P<per>%|percent)?)"
        ),
        tuple((status, re.compile(rf"(?:{'|'.join(words)}) $")) for status, words in found["before"].items()),
        {word: status for status, words in found["written"].items() for word in words},
        frozenset(found["no-gene"][""]),
    )
