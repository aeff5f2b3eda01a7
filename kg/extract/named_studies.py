"""Other studies that the text calls by their names: "The RAPIDO trial showed …", "In the FRESCO study, 416 patients …".

The rule: a sentence that opens with a name in capitals and "study" or "trial", and tells what that study found or did
once it was over, speaks of another study, unless it speaks of this one too ("we", "will", "this") or the name is this
trial's own: it stands in its title, or a sentence of the text tells of it as of what is to come. Without "study" the
name must be followed by what only studies did ("TOPAZ-1 randomized patients to …"). The words are data
(`ontology/grammar/studies.tsv`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.extract.document import Document
from kg.extract.study_words import words as study_words
from kg.text import fold, holds_any

_WORD = r"[A-Za-z0-9/+-]+"
# Three letters or figures beyond the first: "FRESCO", "AiDAPT", "JCOG0603", "KEYNOTE-189", "EORTC 40983".
_NAME = r"[A-Z](?=[a-z-]*[A-Z0-9][a-z-]*[A-Z0-9][a-z-]*[A-Z0-9])[A-Za-z0-9-]{3,24}(?: \d{1,5})?"
_OPENING = re.compile(
    r"\W*(?:(?:[A-Z][a-z]+|[Ff]or (?:example|instance)|[Ii]n (?:addition|contrast)),\s)?"
    r"(?P<of>(?:[Ii]n|[Ff]rom|(?:[Tt]he )?(?:[Rr]esults|[Dd]ata|[Ff]indings) (?:of|from|in))\s)?"
    rf"(?:[Tt]he\s)?(?:(?![Tt]his\b|[Oo]ur\b){_WORD},?\s){{0,5}}?\(?(?P<name>{_NAME})\)?"
    rf"(?P<study>\s(?:{_WORD}\s){{0,2}}?(?:[Ss]tudy|[Tt]rial)\b|,\san?\s(?:{_WORD}\s){{0,6}}?(?:study|trial)\b)?"
)
_BY_NUMBER = re.compile(r"[A-Z]-\d+[, ]")  # "In ATTRACTION-2, …", "ABC-06 reported …"
_RAN = (" randomi", " enrolled ", " recruited ", " included ", " assigned ")
# "EMMY included 476 patients": what only studies do.
_RUN = re.compile(
    r"\W*(?:(?:[A-Z][a-z]+|[Ff]or (?:example|instance)|[Ii]n (?:addition|contrast)),\s)?(?:[Tt]he\s)?"
    rf"(?P<name>{_NAME}(?: [A-Z0-9][A-Z0-9-]+){{0,2}}),? "
    r"(?:\([^()]{1,40}\),? |(?:an?|the) [^.;:()]{3,80}?, )?(?:(?:also|recently|previously|then|which) )?"
)
_AIM_OF = re.compile(r"\b(?:purpose|aims?|objectives?|goals?|hypothesis|design) of (?:the )?\Z")


class _Words(NamedTuple):
    found: re.Pattern[str]
    run: re.Pattern[str]
    ours: re.Pattern[str]
    to_come: re.Pattern[str]
    no_name: re.Pattern[str]


@cache
def _words() -> _Words:
    role = study_words()
    return _Words(
        re.compile(rf"\b(?:{role['found']})\b"),
        re.compile(rf"(?:{role['run']})\b"),
        re.compile(rf"\b(?:{role['ours']})\b"),
        re.compile(rf"\)?(?:\s(?:[\w-]+\s){{0,3}}?(?:study|trial))?,?\s(?:{role['to-come']})\b"),
        re.compile(rf"(?:{role['no-name']})(?: \d+)?"),
    )


def may_name_studies(text: str, plain: str) -> bool:
    """Whether a text can hold such a sentence at all; `plain` is its fold."""
    return holds_any(plain, (" study", " trial", *_RAN)) or _BY_NUMBER.search(text) is not None


def own_names(document: Document) -> frozenset[str]:
    """The words of the trial's titles and its acronym that may be its name, in lower case."""
    known: frozenset[str] | None = document.remembered.get("own names")
    if known is None:
        trial = document.trial
        texts = [p.text for p in (trial.title, trial.official_title, trial.acronym) if p is not None]
        found = frozenset(word.lower() for text in texts for word in re.findall(r"[A-Za-z0-9-]+", text))
        known = document.remembered["own names"] = found
    return known


# "SODIUM-X tests whether …", "The FLAME trial aims to compare …", "KEN SHE sought to determine …"
_OF_THIS = re.compile(
    r"\W*(?:[Tt]he )?(?P<name>[A-Z][A-Z0-9-]{2,24})(?: (?P<rest>[A-Z][A-Z0-9-]{1,10}))?(?P<study> [Ss]tudy| [Tt]rial)? "
    r"(?:(?P<asks>(?:tests|asks|addresses|examines|evaluates|assesses|investigates) (?:the question )?"
    r"(?:whether|if|how)\b)"
    r"|(?P<aims>(?:aims|seeks|intends) to)|(?P<sought>(?:sought|aimed|was designed) to)) ?"
    r"(?(asks)|(?:determine|evaluate|assess|compare|test|investigate|examine|establish|demonstrate|explore|find out)\b)"
)


def called_so(text: str, start: int, end: int) -> re.Match[str] | None:
    """What may open the sentence `text[start:end]` with the name of this trial and tell what it is to find out."""
    match = _OF_THIS.match(text, start, end)
    return None if match is None or _words().no_name.fullmatch(match["name"].lower()) else match


def is_of_this(match: re.Match[str], own: frozenset[str]) -> bool:
    """Whether what `called_so` found is of this trial; what was sought may be what another one sought, unless the name
    stands in the title."""
    ours = match["name"].lower() in own or (match["rest"] or "").lower() in own
    return ours or (match["sought"] is None and (match["study"] is not None or len(match["name"]) > 4))


def of_a_named_study(text: str, plain: str, start: int, end: int) -> re.Match[str] | None:
    """The opening of the sentence `text[start:end]` where it tells what another study found, None where it does not,
    as far as the text by itself tells; `is_own` knows the trial.

    >>> text = "The RAPIDO trial showed fewer failures."
    >>> match = of_a_named_study(text, text.lower(), 0, len(text))
    >>> match is not None and not is_own(match, frozenset()) and is_own(match, frozenset(["rapido"]))
    True
    """
    words = _words()
    match = _RUN.match(text, start, end)
    if match is None or words.run.match(plain, match.end(), end) is None:
        match = _OPENING.match(text, start, end)
        if match is None or not _tells_what_was_found(text, plain, match, end):
            return None
    name = plain[match.start("name") : match.end("name")]
    if words.no_name.fullmatch(name) or words.ours.search(plain, start, end):
        return None
    return None if _is_to_come(text, plain, match["name"]) else match


def is_own(match: re.Match[str], own: frozenset[str]) -> bool:
    """Whether the name that `of_a_named_study` found is one of the trial's own."""
    return fold(match["name"]).partition(" ")[0] in own


def _tells_what_was_found(text: str, plain: str, match: re.Match[str], end: int) -> bool:
    """Whether the sentence calls what it names a study, and tells what came of it."""
    if match["study"] is None and not (match["of"] and _is_called_so(text, plain, match["name"], match.end())):
        return False
    found = _words().found.search(plain, match.end(), end)
    return found is not None or (match["of"] is not None and _IN_THE_PAST.search(plain, match.end(), end) is not None)


_IN_THE_PAST = re.compile(r"\b(?:was|were|had)\b")
_NUMBERED = re.compile(r"-\d+$")


def _is_called_so(text: str, plain: str, name: str, at: int) -> bool:
    """Whether "In ATTRACTION-2, …" names a study: by its number, or because the text calls it one elsewhere."""
    if not plain.startswith(",", at):
        return False
    return _NUMBERED.search(name) is not None or any(
        plain.startswith((" study", " trial"), place + len(name)) for place in _places(text, name)
    )


def _is_to_come(text: str, plain: str, name: str) -> bool:
    """Whether the text tells of the study by this name somewhere as of this trial."""
    to_come = _words().to_come
    return any(
        to_come.match(plain, place + len(name)) or _AIM_OF.search(plain, max(0, place - 20), place)
        for place in _places(text, name)
    )


def _places(text: str, name: str) -> list[int]:
    found = []
    place = text.find(name)
    while place >= 0:
        found.append(place)
        place = text.find(name, place + len(name))
    return found
