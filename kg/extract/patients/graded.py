"""Classes of a disease with letters or numbers of their own: BCLC, Child-Pugh, NYHA, stages of fibrosis and of CKD.

The rule: the name of the system and its members in a row ("BCLC stage B or C", "NYHA II-IV", "stage 3-4 CKD"), in a
record whose title or entries are about the disease that it grades; not as what changes, is reached or is measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extract.context import Word, folded_text
from kg.extract.document import Document
from kg.text import holds_any


class _System(NamedTuple):
    """`state/<id>-<member>` are its states; `about`: words one of which title or entries hold."""

    id: str
    hint: str
    about: tuple[str, ...]
    row: re.Pattern[str]
    members: tuple[str, ...]


def _row(name: str, member: str, again: str = "", ahead: str = "") -> re.Pattern[str]:
    """The name, a member, and perhaps one or two more behind it; and what must follow."""

    def more(how: str, which: str) -> str:
        return rf"\s?(?P<{how}>-|–|/|to|or|and|, or|,|&|through)\s?(?:{again})?(?P<{which}>{member})(?:[5-9]\b)?"

    rest = rf"(?:{more('to', 'two')}(?:{more('then', 'three')})?)?"
    return re.compile(rf"\b{name}(?P<one>{member})(?:[5-9]\b)?{rest}(?![a-z0-9]){ahead}")


_CLASS = r"(?:[ -](?:functional|class(?:es)?|grades?|stages?|scores?|classification|fc))*[ :-]{0,2}\(?"
_LIVER = ("liver", "hepat", "hcc", "cirrho", "nash", "mash", "steato", "nafld", "masld", "portal", "varice", "ascites")
_HEART = ("heart failure", "cardiomyopath", "hfref", "hfpef", "hfmref", "ventric", "valv", "amyloid", "pulmonary hy")
_NUMERAL = r"(?:iv|i{1,3}|[1-4])"
_KIDNEY = ("kidney", "renal", "ckd", "nephro")
_CKD = r"ckd|(?:chronic |diabetic )?(?:kidney|renal) (?:disease|failure|insufficiency)|(?:diabetic )?nephropathy"
_STAGE = r"stages?[ -]?"
_KIDNEY_NUMERAL = r"(?:iv|v|i{1,3}|g?[1-5])[ab]?"
_SYSTEMS = (
    _System("bclc", "bclc", _LIVER, _row(rf"bclc{_CLASS}", "[0a-d]", r"(?:bclc[ -]?)?(?:stage )?-?"), tuple("0abcd")),
    _System(
        "child-pugh",
        "pugh",
        _LIVER,
        _row(rf"child[- ](?:turcotte[- ])?pugh(?:'s)?(?: liver function)?{_CLASS}", "[abc]", r"[5-9]?(?:class )?"),
        tuple("abc"),
    ),
    _System(
        "nyha",
        "nyha",
        _HEART,
        _row(rf"nyha\)?{_CLASS}", _NUMERAL, r"(?:nyha )?(?:class )?"),
        ("i", "ii", "iii", "iv"),
    ),
    _System(
        "fibrosis",
        "fibrosis",
        _LIVER,
        _row(rf"fibrosis{_CLASS}", "f[0-4]", "(?:stage )?"),
        ("f0", "f1", "f2", "f3", "f4"),
    ),
    _System(
        "ckd-stage",
        "stage",
        _KIDNEY,
        _row(rf"(?:{_CKD}),?(?: \(ckd\))?,?(?: (?:in|of|at|with))?[ -]\(?{_STAGE}", _KIDNEY_NUMERAL, _STAGE),
        ("1", "2", "3", "4", "5"),
    ),
    _System(
        "ckd-stage",
        "stage",
        _KIDNEY,
        _row(rf"\b{_STAGE}", _KIDNEY_NUMERAL, _STAGE, rf"(?= (?:{_CKD})\b)"),
        ("1", "2", "3", "4", "5"),
    ),
)
_HINTS = tuple(system.hint for system in _SYSTEMS)
_RANGES = ("-", "–", "to", "through")
_MEASURED = re.compile(
    r"\b(?:improv\w*|chang\w*|worsen\w*|progress\w*|deteriorat\w*|declin\w*|increas\w*|decreas\w*|reduc\w*|reach\w*|"
    r"achiev\w*|return\w*|assess\w*|measur\w*|determin\w*|rates? of|incidence|prevalence|proportion|percentage|"
    r"number of|history of)\b[^.;\n]{0,50}\Z"
)


def graded(document: Document, folded: str) -> Iterator[Word]:
    """The classes that a text names, each of a row as a state of its own."""
    if not holds_any(folded, _HINTS):
        return
    for system in _SYSTEMS:
        if system.hint not in folded or not _about(document, system):
            continue
        for match in system.row.finditer(folded):
            if _MEASURED.search(folded, max(0, match.start() - 80), match.start()):
                continue
            for member in _members(system, match):
                yield Word(match.start(), match.end(), f"state/{system.id}-{member}")


_IDS = tuple(f"state/{system.id}-" for system in _SYSTEMS)
_NUMERALS = ("i", "ii", "iii", "iv", "v")


def is_graded(concept: str) -> bool:
    """Whether a state is one of these classes."""
    return concept.startswith(_IDS)


def _members(system: _System, match: re.Match[str]) -> list[str]:
    named = [_member(system, match[name]) for name in ("one", "two", "three") if match[name]]
    if len(named) == 2 and match["to"] in _RANGES:
        first, last = (system.members.index(each) for each in named)
        return list(system.members[first : last + 1])
    return list(dict.fromkeys(named))


def _member(system: _System, said: str) -> str:
    said = said.strip("g") if said not in system.members else said
    if said not in system.members:  # a numeral of the other kind, or a part of a stage ("3b")
        said = said.rstrip("ab")
        number = _NUMERALS.index(said) if said in _NUMERALS else int(said) - 1
        return system.members[number]
    return said


def _about(document: Document, system: _System) -> bool:
    trial = document.trial
    texts = [item.name for item in trial.conditions]
    texts += [title for title in (trial.title, trial.official_title) if title is not None]
    return any(holds_any(folded_text(text.text), system.about) for text in texts)
